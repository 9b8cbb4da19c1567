"""Number formats of cells, read from the style sheet of the workbook."""

import re

from xl_addin.engines.package.addresses import cell_address
from xl_addin.engines.package.old_rows import OldRows
from xl_addin.engines.package.sheet_xml import as_utf8, column_styles
from xl_addin.files.archive import Archive
from xl_addin.files.workbook_parts import parse_xml, relations, workbook_part

_DATA = re.compile(rb"<(?:\w+:)?sheetData\b[^>]*?>")
_NUMBER = re.compile(r'"(\d+)"')

# ECMA-376 part 1, 18.8.30: the formats that need no declaration (English)
BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "m/d/yyyy", 15: "d-mmm-yy", 16: "d-mmm",
    17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
    22: "m/d/yyyy h:mm", 37: "#,##0 ;(#,##0)", 38: "#,##0 ;[Red](#,##0)",
    39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;[Red](#,##0.00)", 45: "mm:ss", 46: "[h]:mm:ss",
    47: "mmss.0", 48: "##0.0E+0", 49: "@",
}  # fmt: skip


def number_formats(archive: Archive) -> list[str]:
    """Return the number format of each cell style, by its place in the style sheet."""
    links = relations(archive, workbook_part(archive)).values()
    part = next((target for kind, target in links if kind == "styles"), "")
    if not part:
        return ["General"]
    tree = parse_xml(archive, part)
    formats = dict(BUILT_IN)
    for declared in tree.iterfind("{*}numFmts/{*}numFmt"):
        formats[int(declared.get("numFmtId") or 0)] = declared.get("formatCode") or "General"
    return [
        formats.get(int(style.get("numFmtId") or 0), "General")
        for style in tree.iterfind("{*}cellXfs/{*}xf")
    ]


def cell_style(part: bytes, row: int, column: int) -> int:
    """Return the style of a cell: its own, else its row's, else its column's."""
    part = as_utf8(part)
    data = _DATA.search(part)
    if data is None:
        return 0
    place = cell_address(row, column)
    own = re.search(rb'<(?:\w+:)?c\b(?=[^>]*?\br="%s")([^>]*)>' % place.encode(), part)
    if own is not None:
        found = re.search(rb'\bs="(\d+)"', own[1])
        return int(found[1]) if found else 0
    attribute = column_styles(part[: data.start()]).get(column, "")
    old = OldRows(part, data.end(), len(part))
    old.before(row)
    for old_row in old.each(row):
        attribute = old_row.style() or attribute
    number = _NUMBER.search(attribute)
    return int(number[1]) if number else 0
