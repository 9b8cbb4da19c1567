"""Files that the package engine must not open, or must not save over."""

import os
import shutil
from pathlib import Path

import pytest
import xlwings as xw
import xlwt

from tests.engines.samples import SHEET, edit_parts, read_parts, write_zip
from xl_addin.files.errors import FileError


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("empty.xlsx", b"", "file.empty"),
        ("text.xlsx", b"id;n\n1;2\n", "file.not_workbook"),
        ("page.xlsx", b"<html></html>", "file.html"),
        ("zip.xlsx", b"PK\x05\x06" + bytes(18), "file.not_workbook"),
    ],
)
def test_a_file_that_is_no_workbook(
    app: xw.App, tmp_path: Path, name: str, data: bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(FileError) as caught:
        app.books.open(path)
    assert caught.value.code == code
    assert len(app.books) == 0
    assert path.read_bytes() == data


def test_an_old_workbook_is_sent_away(app: xw.App, tmp_path: Path) -> None:
    book = xlwt.Workbook()
    book.add_sheet("S")
    book.save(str(tmp_path / "old.xls"))
    with pytest.raises(FileError) as caught:
        app.books.open(tmp_path / "old.xls")
    assert caught.value.code == "file.old_workbook"


def test_a_truncated_workbook(app: xw.App, rich: Path) -> None:
    rich.write_bytes(rich.read_bytes()[:-200])
    with pytest.raises(FileError, match="damaged"):
        app.books.open(rich)


def test_a_workbook_whose_sheet_has_no_part(app: xw.App, rich: Path) -> None:
    parts = read_parts(rich)
    del parts["xl/worksheets/sheet3.xml"]
    write_zip(rich, parts)
    with pytest.raises(FileError, match="Notes"):
        app.books.open(rich)


def test_a_workbook_locked_after_it_was_opened_is_not_saved_over(app: xw.App, rich: Path) -> None:
    book = app.books.open(rich)
    book.sheets[0]["G5"].value = 1
    data = rich.read_bytes()
    lock = rich.with_name(f"~${rich.name}")
    lock.write_bytes(b"\x04Anna" + b" " * 160)
    with pytest.raises(FileError) as caught:
        book.save()
    assert caught.value.code == "file.locked"
    assert rich.read_bytes() == data
    lock.unlink()
    book.save()  # nothing was lost
    assert read_parts(rich)[SHEET] != b""


def test_a_workbook_changed_meanwhile_is_not_saved_over(app: xw.App, rich: Path) -> None:
    book = app.books.open(rich)
    book.sheets[0]["G5"].value = 1
    os.utime(rich, (1, 1))
    with pytest.raises(FileError) as caught:
        book.save()
    assert caught.value.code == "file.changed"
    other = rich.with_name("other.xlsx")
    book.save(other)
    assert other.exists()


def test_s12_a_full_disk_keeps_the_workbook(app: xw.App, rich: Path, small_disk: Path) -> None:
    path = Path(shutil.copy(rich, small_disk / "book.xlsx"))
    data = path.read_bytes()
    book = app.books.open(path)
    book.sheets[0]["A20"].value = [[os.urandom(16).hex()] * 3 for _ in range(150_000)]
    with pytest.raises(FileError) as caught:
        book.save()
    assert caught.value.code == "save.full"
    assert path.read_bytes() == data
    assert [p.name for p in small_disk.iterdir()] == ["book.xlsx"]
    book.close()


def test_a_sheet_that_is_damaged_inside_is_told_when_it_is_read(app: xw.App, rich: Path) -> None:
    edit_parts(rich, sheet1=("<sheetData>", "<sheetData><row r="))
    book = app.books.open(rich)
    with pytest.raises(FileError) as caught:
        book.sheets["Data"]["A1"].value  # noqa: B018
    assert caught.value.code == "file.damaged"
    assert SHEET in str(caught.value)
    assert book.sheets["Notes"]["A1"].value is None


def test_no_child_outlives_its_book(app: xw.App, rich: Path) -> None:
    book = app.books.open(rich)
    assert book.sheets[0]["B2"].value == 0
    process = book.impl.reader._child._process._process
    assert process.poll() is None
    book.close()
    assert process.poll() is not None
