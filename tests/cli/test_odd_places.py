"""Odd folders and names from end to end (BAD_INPUT S20): it works, or the fault is named."""

import os
import sys

import pytest

SALES = "date,customer,amount\n2025-01-10,A,10\n2025-01-11,B,20\n2025-02-12,A,40\n"

PLACES = [
    "/".join(["папка отчётов"] * 30),  # 419 characters, 809 bytes
    "ends with a dot./and a blank ",
    "CON",
    "100 % & more; 'quotes' $HOME `x` #1 [a]",
]


@pytest.mark.skipif(sys.platform == "win32", reason="most are no folders there")
@pytest.mark.parametrize("place", PLACES)
def test_s20_works_in_odd_folders(run, tmp_path, place):
    folder = tmp_path / place
    folder.mkdir(parents=True)
    book, file = folder / "книга .xlsm", folder / "продажи. .csv"
    file.write_text(SALES, "utf-8")
    for words in (
        ["new", book],
        ["import", file, "--into", book],
        ["refresh", book, "--csv", folder / "csv."],
        ["restore", book],
    ):
        done = run(*words)
        assert done.code == 0, (words, done.err)
    assert (folder / "csv." / "книга .RFM_Result.csv").is_file()
    assert not [name for name in os.listdir(folder) if name.startswith(".clientbase-")]


@pytest.mark.skipif(sys.platform == "win32", reason="another limit there")
@pytest.mark.parametrize("words", [["new"], ["demo", "--output"]])
def test_s20_a_name_longer_than_the_system_takes(run, tmp_path, words):
    name = "я" * 130 + ".xlsm"  # 265 bytes of 255
    done = run(*words, tmp_path / name)
    assert done.code == 3
    assert name[:20] in done.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [["new"], ["refresh"], ["restore"]])
def test_s20_the_root_is_no_workbook(run, words):
    done = run(*words, os.path.abspath(os.sep))
    assert done.code in {2, 3}
    assert done.err.strip()
