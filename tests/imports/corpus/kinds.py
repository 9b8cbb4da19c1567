"""A: what the file is, and what its makers hid in it."""

import io
import re
import zipfile

from tests.imports.corpus.base import (
    HEADERS,
    SHEET,
    Case,
    put,
    repack,
    replaced,
    rows,
    table_text,
    workbook,
)

BASE = workbook(rows())


def ole(*streams):
    names = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + bytes(range(256)) * 64 + names


def damaged():
    data = bytearray(BASE)
    with zipfile.ZipFile(io.BytesIO(BASE)) as old:
        at = old.getinfo(SHEET).header_offset + 30 + len(SHEET) + 60
    data[at : at + 40] = bytes(byte ^ 0x5A for byte in data[at : at + 40])
    return bytes(data)


def bomb(piece, size):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("xl/workbook.xml", "<workbook/>")
        with packed.open(SHEET, "w") as part:
            for _ in range(size // len(piece)):
                part.write(piece)
    return target.getvalue()


def inline():
    def rewrite(name, part):
        if name != SHEET:
            return name, part
        with zipfile.ZipFile(io.BytesIO(BASE)) as old:
            shared = old.read("xl/sharedStrings.xml").decode()
        texts = [piece.split("</t>")[0].split(">", 1)[1] for piece in shared.split("<t")[1:]]
        text = part.decode()
        for number in range(len(texts) - 1, -1, -1):
            cell = f't="s"><v>{number}</v>'
            text = text.replace(cell, f't="inlineStr"><is><t>{texts[number]}</t></is>')
        return name, text.encode()

    def without(name, part):
        return None if "sharedStrings" in name else (name, part)

    made = repack(BASE, rewrite)
    assert b"inlineStr" in zipfile.ZipFile(io.BytesIO(made)).read(SHEET)
    made = replaced(
        made,
        "[Content_Types].xml",
        b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-'
        b'officedocument.spreadsheetml.sharedStrings+xml"/>',
        b"",
    )
    return repack(made, without)


def lying_count():
    def lie(name, part):
        part = part.replace(b'uniqueCount="', b'uniqueCount="4294967295" old="')
        return name, part.replace(b' count="', b' count="4294967295" was="')

    return repack(BASE, lie)


def declared(prolog, entity):
    """Shared texts under a document type declaration, the first of them its entity."""

    def declare(name, part):
        if "sharedStrings" not in name:
            return name, part
        body = part[part.index(b"<sst") :]
        return name, prolog + re.sub(rb"<t>[^<]*</t>", b"<t>&%s;</t>" % entity, body, count=1)

    return repack(BASE, declare)


def stray():
    cell = b'<row r="1048576"><c r="XFD1048576" t="str"><v> </v></c></row></sheetData>'
    return replaced(BASE, SHEET, b"</sheetData>", cell)


def not_a_workbook():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as other:
        other.writestr("readme.txt", "hello")
    return target.getvalue()


def with_sheet(name, lines, hide=None):
    def add(book, _page):
        other = book.add_worksheet(name)
        for i, line in enumerate(lines):
            other.write_row(i, 0, line)
        if hide:
            getattr(other, hide)()

    return workbook(rows(), change=add)


CELL = b'<c r="A1"><v>1</v></c>'
LINES = [HEADERS, *rows()]
TEXT = table_text(rows())
LOL = b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY l0 "lol">%s]>' % b"".join(
    b'<!ENTITY l%d "%s">' % (level, b"&l%d;" % (level - 1) * 10) for level in range(1, 10)
)
FILE = b'<!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
XML_2003 = (
    '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="Продажи"><Table>'
    "<Row><Cell><Data ss:Type='String'>Дата</Data></Cell></Row></Table></Worksheet></Workbook>"
)
PAGE = "\ufeff<html><head><meta charset=utf-8></head><table><tr><td>Дата<td>Сумма</table></html>"

CASES = (
    Case("Z00", "read", put("z00.xlsx", BASE)),
    Case("A01", "refuse", put("a01_empty.xlsx", b""), ("a01_empty.xlsx", "0 байт"), hostile=True),
    Case("A02", "refuse", put("a02.xls", PAGE), ("HTML",)),
    Case("A03", "refuse", put("a03.xls", XML_2003), ("XML",)),
    Case("A04", "repair", put("a04.xlsx", TEXT), ("CSV",)),
    Case("A05", "refuse", put("a05.xlsx", BASE[: len(BASE) // 2]), ("a05", "поврежд")),
    Case("A06", "refuse", put("a06.xlsx", damaged()), ("a06", SHEET)),
    Case("A07", "refuse", put("a07.xlsx", ole("EncryptionInfo", "EncryptedPackage")), ("парол",)),
    Case(
        "A08",
        "read",
        put(
            "a08.xlsx",
            repack(BASE, lambda n, p: (n.replace("sharedStrings", "SharedStrings"), p)),
        ),
    ),
    Case("A09", "read", put("a09.xlsx", repack(BASE, lambda n, p: (n.replace("/", "\\"), p)))),
    Case("A10", "read", put("a10.xlsx", inline())),
    Case(
        "A11",
        "read",
        put(
            "a11.xlsx",
            replaced(BASE, SHEET, b'<dimension ref="A1:D21"/>', b'<dimension ref="A1"/>'),
        ),
    ),
    Case(
        "A12",
        "refuse",
        put("a12.xlsx", lambda: bomb(b"A" * (1 << 20), 1 << 30)),
        ("a12",),
        hostile=True,
        megabytes=300,
    ),
    Case(
        "A13",
        "refuse",
        put("a13.xlsx", lambda: bomb(CELL * (1 << 14), 49_000_000 * len(CELL))),
        ("a13",),
        hostile=True,
        megabytes=300,
    ),
    Case("A14", "read", put("a14.xlsx", stray()), ("XFD1048576",), hostile=True),
    Case("A15", "refuse", put("a15.xlsx", lying_count()), ("a15",), hostile=True, megabytes=300),
    Case("A16", "refuse", put("a16.xlsx", declared(LOL, b"l9")), ("a16",), hostile=True),
    Case("A17", "refuse", put("a17.xlsx", declared(FILE, b"x")), ("a17",), hostile=True),
    Case("A18", "refuse", put("a18.xlsx", not_a_workbook()), ("не книга Excel",)),
    Case(
        "A19",
        "repair",
        put("a19.xlsx", with_sheet("xlwings.conf", [("Interpreter_Win", "evil.exe"), ("a", "b")])),
        ("xlwings.conf",),
    ),
    Case("A20", "repair", put("a20.xlsx", with_sheet("evil.py", LINES)), ("evil.py",)),
    Case("A21", "read", put("Продажи [2024] & 'план', № 1 (итог).xlsx", BASE)),
    Case("A22", "read", put("a22.xlsx", with_sheet("Архив", LINES, "very_hidden")), ("Архив",)),
    Case(
        "A23",
        "ask",
        put("a23.xlsx", with_sheet("Продажи2", LINES)),
        ("Продажи2", "--sheet"),
        answers=((("--sheet", "Продажи2"), 20, 8, 20_190.0),),
    ),
    Case("A24", "refuse", put("a24.pkl", b"\x80\x04\x95\x10\0\0\0\0\0\0\0"), ("pkl",)),
)
