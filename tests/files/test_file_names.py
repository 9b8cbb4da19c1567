"""Names of files on Windows: taken, or the part at fault is named (BAD_INPUT S20).

The rules are those of learn.microsoft.com, "Naming Files, Paths, and Namespaces".
"""

from pathlib import Path, PureWindowsPath

import pytest

from xl_addin.cli.paths import check_free, check_name
from xl_addin.files.errors import FileError
from xl_addin.files.names import windows_fault
from xl_addin.texts import texts

LONG = "C:\\" + "\\".join(["папка"] * 50) + "\\book.xlsm"


@pytest.mark.parametrize(
    "path",
    [
        "C:\\book.xlsm",  # the root of a drive
        "C:\\Отчёты, «март»\\книга 1.xlsm",
        "\\\\server\\share\\book.xlsm",  # UNC
        "\\\\server\\share\\папка\\book.xlsm",
        "D:\\.hidden\\book.v2.xlsm",
        "D:\\console\\nullify.xlsm",  # begin like devices, are none
        "D:\\com\\lpt10\\com0.xlsm",
        "C:\\" + "a" * 251 + ".xlsm"[:5],
    ],
)
def test_s20_paths_that_windows_takes(path):
    assert windows_fault(PureWindowsPath(path)) is None


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("C:\\CON\\book.xlsm", "CON"),
        ("C:\\data\\con.xlsm", "con.xlsm"),
        ("C:\\data\\NUL.tar.xlsm", "NUL.tar.xlsm"),
        ("C:\\data\\Com1", "Com1"),
        ("C:\\data\\LPT².xlsm", "LPT².xlsm"),
        ("C:\\data.\\book.xlsm", "data."),
        ("C:\\data \\book.xlsm", "data "),
        ("C:\\data\\book.xlsm.", "book.xlsm."),
        ("C:\\data\\book.xlsm ", "book.xlsm "),
        ("C:\\data\\book:stream.xlsm", "book:stream.xlsm"),
        ("C:\\data\\what?.xlsm", "what?.xlsm"),
        ("C:\\data\\a|b.xlsm", "a|b.xlsm"),
        ("C:\\data\\tab\t.xlsm", "tab\t.xlsm"),
        ("\\\\server\\share\\AUX\\book.xlsm", "AUX"),
        (LONG, LONG),  # 313 characters
    ],
)
def test_s20_the_part_at_fault_is_named(path, part):
    assert windows_fault(PureWindowsPath(path)) == part


def test_s20_two_hundred_and_sixty_characters_are_one_too_many():
    whole = "C:\\" + "a" * 251 + ".xlsm"
    assert len(whole) == 259
    assert windows_fault(PureWindowsPath(whole)) is None
    assert windows_fault(PureWindowsPath(whole.replace("a.", "aa."))) is not None


@pytest.mark.parametrize("part", ["con.xlsm", "book.xlsm.", "what?.xlsm"])
def test_s20_a_new_file_is_refused_before_any_work(tmp_path: Path, part: str, monkeypatch):
    with pytest.raises(FileError) as caught:
        check_name(tmp_path / part, system="win32")
    assert caught.value.code == "save.name"
    assert f"'{part}'" in str(caught.value)
    check_name(tmp_path / part, system="linux")  # where it is a name like any other
    monkeypatch.setattr("xl_addin.cli.paths.check_name.__defaults__", ("win32",))
    with pytest.raises(FileError, match="book"):
        check_free(tmp_path / "NUL" / "book.xlsm", texts("en"), force=False)
