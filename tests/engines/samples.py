"""Workbooks with everything in them that an engine may lose."""

import datetime as dt
import io
import struct
import warnings
import zipfile
import zlib
from pathlib import Path

import openpyxl
import xlsxwriter

SHEET = "xl/worksheets/sheet1.xml"


def png() -> bytes:
    """A picture of one grey pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + checksum

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0\x80")
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def rich_workbook(path: Path) -> Path:
    """Sheets Data (a table with formats), User's own, Notes; chart, picture, sparkline, pivot."""
    book = xlsxwriter.Workbook(path)
    date = book.add_format({"num_format": "yyyy-mm-dd"})
    bold = book.add_format({"bold": True})
    data = book.add_worksheet("Data")
    data.set_column("A:A", 12, date)
    data.set_row(30, 30, bold)
    for i in range(5):
        data.write_datetime(i + 1, 0, dt.datetime(2024, 1, i + 1), date)
        data.write_row(i + 1, 1, [i * 1.5, f"x{i}"])
    columns = [{"header": header} for header in ("day", "n", "note")]
    data.add_table("A1:C6", {"name": "Sales", "columns": columns})
    data.conditional_format("B2:B6", {"type": "data_bar"})
    data.data_validation("C2:C6", {"validate": "list", "source": ["x0", "x1"]})
    data.write("E1", "left alone", bold)
    own = book.add_worksheet("User's own")
    own.write_formula("A1", "=SUM(Data!B2:B6)", None, 15)
    own.write_comment("B2", "a comment")
    own.add_sparkline("B3", {"range": "Data!B2:B6"})
    own.insert_image("D20", "grey.png", {"image_data": io.BytesIO(png())})
    own.write_dynamic_array_formula("H1:H3", "=UNIQUE(Data!B2:B4)", None, 0)
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Data!$B$2:$B$6"})
    own.insert_chart("D2", chart)
    notes = book.add_worksheet("Notes")
    notes.hide()
    notes.protect()
    book.define_name("cb_Data", "=Data!$A$1")
    book.define_name("User's own!mine", "='User''s own'!$A$1:$B$2")
    book.close()
    return with_pivot(path)


def with_pivot(path: Path) -> Path:
    """Add a pivot table over Data!A1:C6, written by hand, and a part that nobody knows."""
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    links = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    cache = (
        f'<pivotCacheDefinition {space} refreshOnLoad="1" recordCount="0">'
        '<cacheSource type="worksheet"><worksheetSource name="Sales"/></cacheSource>'
        '<cacheFields count="3">'
        '<cacheField name="day"><sharedItems/></cacheField><cacheField name="n"><sharedItems/>'
        '</cacheField><cacheField name="note"><sharedItems/></cacheField></cacheFields>'
        "</pivotCacheDefinition>"
    )
    pivot = (
        f'<pivotTableDefinition {space} name="P" cacheId="1" dataCaption="Values">'
        '<location ref="A20:B22" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/>'
        '<pivotFields count="3"><pivotField/><pivotField dataField="1"/><pivotField/></pivotFields>'
        '<dataFields count="1"><dataField name="Sum" fld="1"/></dataFields></pivotTableDefinition>'
    )
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts["xl/pivotCache/pivotCacheDefinition1.xml"] = cache.encode()
    parts["xl/pivotTables/pivotTable1.xml"] = pivot.encode()
    parts["xl/pivotTables/_rels/pivotTable1.xml.rels"] = (
        f'{links}<Relationship Id="rId1" Type="{office}/pivotCacheDefinition" '
        'Target="../pivotCache/pivotCacheDefinition1.xml"/></Relationships>'
    ).encode()
    parts["custom/unknown.bin"] = bytes(range(256))
    edits = {
        "[Content_Types].xml": (
            "</Types>",
            f'<Override PartName="/xl/pivotCache/pivotCacheDefinition1.xml" ContentType="{types}'
            f'pivotCacheDefinition+xml"/><Override PartName="/xl/pivotTables/pivotTable1.xml" '
            f'ContentType="{types}pivotTable+xml"/><Default Extension="bin" '
            'ContentType="application/octet-stream"/></Types>',
        ),
        "xl/_rels/workbook.xml.rels": (
            "</Relationships>",
            f'<Relationship Id="rId90" Type="{office}/pivotCacheDefinition" '
            'Target="pivotCache/pivotCacheDefinition1.xml"/></Relationships>',
        ),
        "xl/worksheets/_rels/sheet2.xml.rels": (
            "</Relationships>",
            f'<Relationship Id="rId90" Type="{office}/pivotTable" '
            'Target="../pivotTables/pivotTable1.xml"/></Relationships>',
        ),
        "xl/workbook.xml": (
            "</workbook>",
            '<pivotCaches><pivotCache cacheId="1" r:id="rId90"/></pivotCaches></workbook>',
        ),
    }
    for name, (old_text, new_text) in edits.items():
        parts[name] = parts[name].replace(old_text.encode(), new_text.encode())
    write_zip(path, parts)
    return path


def write_zip(path: Path, parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, part in parts.items():
            new.writestr(zipfile.ZipInfo(name, (2024, 2, 29, 12, 0, 0)), part, zipfile.ZIP_DEFLATED)


def edit_parts(path: Path, **edits: tuple[str, str]) -> Path:
    """Replace a text in parts named by their last word before the dot: sheet1=(old, new)."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    for word, (old_text, new_text) in edits.items():
        name = next(n for n in parts if n.endswith(f"/{word}.xml"))
        assert old_text.encode() in parts[name]
        parts[name] = parts[name].replace(old_text.encode(), new_text.encode())
    write_zip(path, parts)
    return path


def read_parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as book:
        assert book.testzip() is None
        return {name: book.read(name) for name in book.namelist()}


def raw_entries(path: Path) -> dict[str, tuple[bytes, tuple[int, ...], int, int]]:
    """Packed bytes, date, method and flags of each part, as they lie in the file."""
    data = path.read_bytes()
    found = {}
    with zipfile.ZipFile(path) as book:
        for info in book.infolist():
            name_length, extra = struct.unpack_from("<2H", data, info.header_offset + 26)
            start = info.header_offset + 30 + name_length + extra
            packed = data[start : start + info.compress_size]
            found[info.filename] = (packed, info.date_time, info.compress_type, info.flag_bits)
    return found


def opened(path: Path, **options: bool) -> openpyxl.Workbook:
    """Read a workbook with openpyxl, which warns of what it would lose if it saved."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", ".*extension is not supported and will be removed")
        return openpyxl.load_workbook(io.BytesIO(path.read_bytes()), **options)
