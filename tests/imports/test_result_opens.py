"""E13 and E14: the result opens without "repair", and no cell holds more than Excel takes."""

import re
import shutil
import subprocess

import pytest

from tests.conftest import VALIDATOR
from tests.engines.samples import read_parts
from tests.imports.test_corpus import CASES
from tests.template.semantic_check import faults
from xl_addin.files.workbook_reader import WorkbookReader

LONGEST = 32_767  # Microsoft: "Total number of characters that a cell can contain"
BY_ID = {case.id: case for case in CASES}


def texts_of(path, only=None):
    """Every text of every sheet, or of one."""
    with WorkbookReader.open(path) as book:
        names = [only] if only else [sheet.name for sheet in book.sheets]
        return {text for name in names for text in book.read(name).levels}


@pytest.fixture
def refreshed(book, run):
    """``refreshed(file)``: the workbook after import and refresh, and what import said."""

    def refreshed(file, *options):
        done = run("import", file, "--into", book, "--json", *options)
        assert done.code == 0, done.err
        after = run("refresh", book)
        assert after.code == 0, after.err
        return book, done

    return refreshed


@pytest.mark.node
@pytest.mark.slow
@pytest.mark.parametrize("case", ["E13", "E14"])
def test_the_result_opens_without_repair(case, refreshed, tmp_path):
    """What makes Excel repair: characters that XML has not, broken parts, a text too long."""
    path, _ = refreshed(BY_ID[case].make(tmp_path), *BY_ID[case].options)
    command = ["node", VALIDATOR / "dist/src/cli.js", path]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[:2000] + done.stderr[:2000]
    assert faults(path.read_bytes()) == []
    for name, part in read_parts(path).items():
        if name.endswith(".xml"):
            low = {byte for byte in part if byte < 0x20} - {0x09, 0x0A, 0x0D}
            assert not low, (name, low)  # XML 1.0, production 2
    assert max(map(len, texts_of(path))) <= LONGEST


@pytest.mark.office
@pytest.mark.slow
def test_e13_another_program_reads_the_same_names(refreshed, tmp_path):
    path, _ = refreshed(BY_ID["E13"].make(tmp_path), *BY_ID["E13"].options)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    office = [shutil.which("soffice"), profile, "--headless", "--convert-to", "xlsx"]
    subprocess.run(
        [*office, "--outdir", tmp_path / "out", path], check=True, capture_output=True, timeout=300
    )
    there = texts_of(tmp_path / "out" / path.with_suffix(".xlsx").name)
    ids = {f"0000{n}" for n in range(1, 8)}
    assert ids <= {text.strip() for text in there}
    assert ids <= {text.strip() for text in texts_of(path)}


def test_e14_a_name_that_a_cell_holds_is_whole(refreshed, tmp_path):
    path, _ = refreshed(BY_ID["E14"].make(tmp_path), *BY_ID["E14"].options)
    longest = max(texts_of(path, "Продажи"), key=len)
    assert len(longest) == len("Клиент 1") + 32_690


@pytest.mark.parametrize("over", [0, 1, 5_000])
def test_e14_a_longer_one_is_cut_with_a_notice(refreshed, tmp_path, over):
    """Two that are alike as far as a cell goes stay two customers."""
    length = LONGEST + over
    names = ["я" * (length - 1) + end for end in "аб"]
    lines = ["date;customer;amount"]
    lines += [f"2025-01-1{at};{name};{10 + at}" for at, name in enumerate([*names, "A", *names])]
    file = tmp_path / "long.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    path, done = refreshed(file)
    everywhere = texts_of(path)
    assert max(map(len, everywhere)) <= LONGEST
    kept = [text for text in texts_of(path, "Продажи") if len(text) > 20_000]
    assert len(kept) == 2
    assert done.answer["customers"] == 3
    cut = [line for line in done.answer["notices"] if re.search(r"32.767", line)]
    assert bool(cut) == (over > 0)
