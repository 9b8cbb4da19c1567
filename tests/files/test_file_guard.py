"""Hostile and broken files: one plain refusal each, no crash, nothing changed, little memory.

The identifiers are those of the catalogue of bad input.
"""

import io
import resource
import struct
import time
import zipfile
from pathlib import Path

import pytest

from tests.files.samples import HEADERS, N_ROWS, clean_rows, repack, workbook_bytes
from xl_addin.exports.find import read_table
from xl_addin.files.errors import MESSAGES, FileError
from xl_addin.files.workbook_reader import WorkbookReader

SHEET = "xl/worksheets/sheet1.xml"


def refused(path: Path, *, seconds: float = 10.0) -> FileError:
    """Read a file that must be refused, and look at the circumstances."""
    before = path.read_bytes()
    started = time.perf_counter()
    with pytest.raises(FileError) as caught:
        read_table(path)
    assert time.perf_counter() - started < seconds
    assert path.read_bytes() == before
    assert [other.name for other in path.parent.iterdir()] == [path.name]
    text = str(caught.value)
    assert "Traceback" not in text
    assert "!" not in text
    return caught.value


def put(tmp_path: Path, name: str, data: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def ole(*streams: str) -> bytes:
    """The beginning of an OLE file and the names of its streams, as its directory holds them."""
    names = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + names


XML_2003 = (
    b'<?xml version="1.0"?>\n<Workbook '
    b'xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>'
)


@pytest.mark.parametrize(
    ("name", "data", "code", "mentioned"),
    [
        ("a01_empty.xlsx", b"", "file.empty", "0 bytes"),
        ("a02.xls", b"<html><body><table></table></body></html>", "file.html", "HTML"),
        ("a02bom.xls", b"\xef\xbb\xbf\r\n<!DOCTYPE html>\n<p>", "file.html", "HTML"),
        ("a02mht.xls", b"MIME-Version: 1.0\r\n\r\n<html>", "file.html", "HTML"),
        ("a03.xls", XML_2003, "file.xml2003", "XML Spreadsheet 2003"),
        ("a07.xlsx", ole("EncryptionInfo", "EncryptedPackage"), "file.password", "password"),
        ("a24.pkl", b"\x80\x04\x95\x10\0\0\0\0\0\0\0", "file.unknown", "a24.pkl"),
        ("h21.csv.gz", b"\x1f\x8b\x08\0\0\0\0\0", "file.gzip", "gzip"),
        ("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "file.unknown", "picture.png"),
        ("blank.csv", b"\xef\xbb\xbf", "file.blank", "blank.csv"),
        ("blanks.csv", b" \r\n\t\r\n" * 2_000, "file.blank", "blanks only"),
        ("a.json", b'[{"date": "2024-01-05", "amount": 5}]', "file.json", "JSON"),
    ],
)
def test_a_file_is_told_by_its_content(
    tmp_path: Path, name: str, data: bytes, code: str, mentioned: str
) -> None:
    error = refused(put(tmp_path, name, data))
    assert error.code == code
    assert mentioned in str(error)


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "no.xlsx", "file.missing"), (tmp_path, "file.folder")):
        with pytest.raises(FileError) as caught:
            read_table(path)
        assert caught.value.code == code


def test_a04_a_text_file_named_xlsx_is_read_with_a_notice(tmp_path: Path) -> None:
    table = read_table(put(tmp_path, "a04.xlsx", "id;сумма\n1;5\n".encode()))
    assert list(table.headers) == ["id", "сумма"]
    assert ("file.not_named_so", {"kind": "CSV"}) in table.notices


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95, 0.999])
def test_a05_a_truncated_workbook_is_damaged(tmp_path: Path, share: float) -> None:
    data = workbook_bytes()
    error = refused(put(tmp_path, "a05.xlsx", data[: int(len(data) * share)]))
    assert error.code == "file.damaged"
    assert "a05.xlsx" in str(error)


def test_a06_damaged_bytes_in_a_sheet_are_named(tmp_path: Path) -> None:
    data = bytearray(workbook_bytes())
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as old:
        at = old.getinfo(SHEET).header_offset + 30 + len(SHEET) + 60
    data[at : at + 40] = bytes(byte ^ 0x5A for byte in data[at : at + 40])
    error = refused(put(tmp_path, "a06.xlsx", bytes(data)))
    assert error.code == "file.damaged"
    assert SHEET in str(error)


@pytest.mark.parametrize("name", ["xl/SharedStrings.xml", "xl\\sharedStrings.xml"])
def test_a08_a09_odd_part_names_are_read(tmp_path: Path, name: str) -> None:
    data = repack(
        workbook_bytes(), lambda old, part: (name if "sharedStrings" in old else old, part)
    )
    assert read_table(put(tmp_path, "a08.xlsx", data)).n_rows == N_ROWS


def test_a11_a_dimension_that_lies_hides_nothing(tmp_path: Path) -> None:
    def lie(name: str, part: bytes) -> tuple[str, bytes]:
        return name, part.replace(b'<dimension ref="A1:D21"/>', b'<dimension ref="A1"/>')

    assert read_table(put(tmp_path, "a11.xlsx", repack(workbook_bytes(), lie))).n_rows == N_ROWS


@pytest.mark.parametrize("name", ["a12.xlsx", "a13.xlsx"])
def test_a12_a13_a_bomb_is_refused_by_its_declared_size(tmp_path: Path, name: str) -> None:
    piece = (b"A" if name == "a12.xlsx" else b'<c r="A1"><v>1</v></c>') * (1 << 16)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("[Content_Types].xml", "<Types/>")
        bomb.writestr("xl/workbook.xml", "<workbook/>")
        with bomb.open(SHEET, "w") as part:
            for _ in range(200 * (1 << 20) // len(piece)):
                part.write(piece)
    error = refused(put(tmp_path, name, target.getvalue()), seconds=2)
    assert error.code == "file.too_big"
    assert name in str(error)


def test_too_many_parts_are_refused(tmp_path: Path) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as many:
        for i in range(5_001):
            many.writestr(f"part{i}", b"")
    assert refused(put(tmp_path, "many.xlsx", target.getvalue())).code == "file.too_big"


def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as twice:
        twice.writestr("xl/workbook.xml", b"<a/>")
        twice.writestr("XL/Workbook.xml", b"<b/>")
    assert refused(put(tmp_path, "twice.xlsx", target.getvalue())).code == "file.damaged"


def test_a_declared_size_that_lies_is_found_out(tmp_path: Path) -> None:
    """The directory says that a part of 10 MB has 1,000 bytes."""
    data = repack(
        workbook_bytes(),
        lambda name, part: (name, part + b" " * 10_000_000 if name == SHEET else part),
    )
    at = data.index(b"PK\x01\x02")
    while data[at + 46 : at + 46 + len(SHEET)] != SHEET.encode():
        at = data.index(b"PK\x01\x02", at + 1)
    lying = data[: at + 24] + struct.pack("<I", 1_000) + data[at + 28 :]
    assert refused(put(tmp_path, "lying.xlsx", lying)).code == "file.damaged"


def test_a15_a_lying_string_count_kills_only_the_child(tmp_path: Path) -> None:
    def lie(name: str, part: bytes) -> tuple[str, bytes]:
        return name, part.replace(b'uniqueCount="', b'uniqueCount="4294967295" old="').replace(
            b' count="', b' count="4294967295" was="'
        )

    path = put(tmp_path, "a15.xlsx", repack(workbook_bytes(), lie))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert refused(path).code == "file.reader_died"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000  # kB


@pytest.mark.parametrize(
    "prolog",
    [
        b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">]>',
        b'<!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        b"<!-- <sst> -->" + b" " * 3_000 + b"<!doctype s>",
        b"<!--" + b"x" * 70_000 + b"--><!DOCTYPE s>",
    ],
)
def test_a16_a17_entities_are_refused(tmp_path: Path, prolog: bytes) -> None:
    def declare(name: str, part: bytes) -> tuple[str, bytes]:
        if "sharedStrings" in name:
            part = prolog + part[part.index(b"<sst") :]
        return name, part

    error = refused(put(tmp_path, "a16.xlsx", repack(workbook_bytes(), declare)))
    assert error.code == "file.doctype"
    assert "root:" not in str(error)


def test_a16_entities_in_utf16_are_refused(tmp_path: Path) -> None:
    def declare(name: str, part: bytes) -> tuple[str, bytes]:
        if "sharedStrings" in name:
            text = part[part.index(b"<sst") :].decode()
            part = f'<!DOCTYPE s [<!ENTITY a "b">]>{text}'.encode("utf-16")
        return name, part

    error = refused(put(tmp_path, "a16.xlsx", repack(workbook_bytes(), declare)))
    assert error.code == "file.doctype"


def stray(place: str, row: int) -> bytes:
    def add(name: str, part: bytes) -> tuple[str, bytes]:
        cell = f'<row r="{row}"><c r="{place}{row}" t="str"><v> </v></c></row></sheetData>'
        return name, part.replace(b"</sheetData>", cell.encode()) if name == SHEET else part

    return repack(workbook_bytes(), add)


@pytest.mark.parametrize(("column", "row"), [("XFD", 1_048_576), ("XFD", 40_000), ("D", 900_000)])
def test_a14_a_stray_cell_is_left_out_and_mentioned(tmp_path: Path, column: str, row: int) -> None:
    path = put(tmp_path, "a14.xlsx", stray(column, row))
    with WorkbookReader.open(path) as book:
        cells = book.read("Продажи")
    assert cells.cell(20, 3) == 1019.0
    if cells.strays:
        assert cells.strays == (f"{column}{row}",)
        assert cells.kinds.shape == (21, 4)
    else:  # near enough to be laid out
        assert cells.n_rows == row


def test_a14_the_table_of_the_file_has_its_20_rows(tmp_path: Path) -> None:
    started = time.perf_counter()
    table = read_table(put(tmp_path, "a14.xlsx", stray("XFD", 1_048_576)))
    assert time.perf_counter() - started < 10  # two readings: the first one aborts
    assert table.n_rows == N_ROWS
    assert ("cells.stray", {"cells": "XFD1048576"}) in table.notices


@pytest.mark.parametrize("names", [("readme.txt",), ("content.xml", "mimetype"), ()])
def test_a18_a_zip_that_is_no_workbook(tmp_path: Path, names: tuple[str, ...]) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as other:
        for name in names:
            other.writestr(name, b"hello")
    error = refused(put(tmp_path, "a18.xlsx", target.getvalue()))
    assert error.code == "file.not_workbook"
    assert "not an Excel workbook" in str(error)


def test_a_child_that_is_too_slow_is_stopped(base: Path) -> None:
    from xl_addin.files.guard import look_at

    with pytest.raises(FileError) as caught, WorkbookReader(look_at(base), seconds=0.001) as book:
        book.read("Продажи")
    assert caught.value.code == "file.timeout"


def test_a_child_that_was_killed_is_started_anew(base: Path) -> None:
    with WorkbookReader.open(base) as book:
        sheet = book.sheets[0].name
        child = book._open()
        child._process._process.kill()
        child._process._process.wait()
        assert book.read(sheet).n_rows == N_ROWS + 1


def test_every_message_has_its_advice() -> None:
    codes = {code.removesuffix(".fix") for code in MESSAGES} - {"in_sheet"}  # a part of others
    assert set(MESSAGES) - {"in_sheet"} == codes | {f"{code}.fix" for code in codes}
    assert not [text for text in MESSAGES.values() if "!" in text or "nvalid" in text]


def test_the_russian_twin_of_a_message_is_used() -> None:
    error = FileError("file.empty", path="a.xlsx")
    russian = {"file.empty": "{path}: файл пуст.", "file.empty.fix": "Выгрузите его снова."}
    assert error.text(russian) == "a.xlsx: файл пуст. Выгрузите его снова."
    assert error.text({}) == str(error)


def test_the_base_file_is_read_whole(base: Path) -> None:
    table = read_table(base)
    assert table.headers == HEADERS
    assert (table.n_rows, table.first_row, table.sheet) == (N_ROWS, 2, "Продажи")
    expected = clean_rows()
    assert [value.date() for value in table.columns[0]] == [row[0] for row in expected]
    assert table.columns[1].tolist() == [row[1] for row in expected]  # leading zeros kept
    assert table.columns[3].sum() == sum(row[3] for row in expected)
