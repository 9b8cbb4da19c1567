"""Formulas of the file: reading them, and freeing those that share their text with a lost one."""

import re
from collections.abc import Callable
from html import unescape
from typing import Literal, NamedTuple
from xml.sax.saxutils import escape

from xl_addin.engines.package.addresses import (
    MAX_COLUMNS,
    MAX_ROWS,
    Area,
    column_number,
    letters,
    parse_area,
)
from xl_addin.engines.package.damage import DamagedPartError

_CELL = re.compile(
    rb'<(?:\w+:)?c\b(?=[^>]*?\br="([A-Z]+)(\d+)")[^>]*[^/>]>'
    rb"(?:(?!</?(?:\w+:)?c\b).)*?(<(?:\w+:)?f\b([^>]*?)(?:/>|>([^<]*)</(?:\w+:)?f>))",
    re.DOTALL,
)
_SHARED = re.compile(rb'\bsi="(\d+)"')
_REF = re.compile(rb'\bref="([^"]+)"')
_DYNAMIC = re.compile(rb'^<[^>]*\scm="[1-9]')
_VALUE = re.compile(rb"\s*<(?:\w+:)?(?:v(?:\s[^>]*)?>[^<]|is\b)")
_TEXT = re.compile(rb'^<[^>]*\st="str"')  # beside which an empty value is an empty text
_TOKEN = re.compile(
    r'"(?:[^"]|"")*"'  # a text
    r"|'(?:[^']|'')*'!?"  # a sheet name
    r"|\[[^\[\]]*(?:\[[^\]]*\][^\[\]]*)*\]"  # a table column or another book
    r"|(?<![\w.$])(?P<c>\$?[A-Za-z]{1,3})(?P<r>\$?[1-9]\d{0,6})(?![\w.(!])"
    r"|(?<![\w.$])(?P<c1>\$?[A-Za-z]{1,3}):(?P<c2>\$?[A-Za-z]{1,3})(?![\w.(!$])"
    r"|(?<![\w.$:])(?P<r1>\$?[1-9]\d{0,6}):(?P<r2>\$?[1-9]\d{0,6})(?![\w.(!$:])"
)

# what a formula element begins with; <formula1> of a validation is none
_FORMULA_MARKS = (b"<f>", b"<f ", b"<f/", b":f>", b":f ", b":f/")


def shift_formula(text: str, rows: int, columns: int) -> str:
    """Move the relative references of a formula, as Excel does when it is copied.

    What begins with a dollar sign stays; texts, names, functions and table columns are left alone;
    a reference that would leave the sheet becomes #REF!. `text` stands without its equals sign.
    """

    def column(name: str) -> str:
        if name.startswith("$"):
            return name
        moved = column_number(name) + columns
        return letters(moved) if 1 <= moved <= MAX_COLUMNS else ""

    def row(name: str) -> str:
        if name.startswith("$"):
            return name
        moved = int(name) + rows
        return str(moved) if 1 <= moved <= MAX_ROWS else ""

    def move(token: re.Match[str]) -> str:
        for names, turn, mark in (("c1 c2", column, ":"), ("r1 r2", row, ":")):
            ends = [token[name] for name in names.split()]
            if ends[0]:
                moved = [turn(end) for end in ends]
                return mark.join(moved) if all(moved) else "#REF!"
        if not token["c"] or column_number(token["c"].strip("$")) > MAX_COLUMNS:
            return token[0]
        there = column(token["c"]), row(token["r"])
        return "".join(there) if all(there) else "#REF!"

    return _TOKEN.sub(move, text)


Kind = Literal["plain", "array", "dynamic"]


class FormulaCell(NamedTuple):
    """A formula of the file, without its equals sign, and how it is entered.

    kind: "plain" gives one value; "array" (Ctrl+Shift+Enter) fills its area, which is fixed;
    "dynamic" spills over an area that follows the size of its answer. `has_value` is False where
    the file keeps no value beside it: it was never calculated.
    """

    text: str
    kind: Kind
    area: Area
    has_value: bool


def formula_cells(sheet: bytes) -> dict[tuple[int, int], FormulaCell]:
    """Return the formulas of a sheet part by row and column.

    Raises DamagedPartError for an array formula over an area that is none.
    """
    if not any(mark in sheet for mark in _FORMULA_MARKS):
        return {}
    found: dict[tuple[int, int], FormulaCell] = {}
    masters: dict[bytes, tuple[int, int, str]] = {}
    for cell in _CELL.finditer(sheet):
        row, column = int(cell[2]), column_number(cell[1].decode())
        text = unescape((cell[5] or b"").decode("utf-8", "replace"))
        shared = _SHARED.search(cell[4])
        if shared and text:
            masters[shared[1]] = (row, column, text)
        elif shared and shared[1] in masters:
            top, left, master = masters[shared[1]]
            text = shift_formula(master, row - top, column - left)
        if text:
            has_value = bool(_VALUE.match(sheet, cell.end()) or _TEXT.match(cell[0]))
            found[row, column] = FormulaCell(text, *_entered(cell, row, column), has_value)
    return found


def _entered(cell: re.Match[bytes], row: int, column: int) -> tuple[Kind, Area]:
    """Return how a formula was entered, and over what area."""
    own = Area(row, column, 1, 1)
    if b't="array"' not in cell[4]:
        return "plain", own
    ref = _REF.search(cell[4])
    try:
        area = parse_area(ref[1].decode()) if ref else own
    except ValueError as error:
        raise DamagedPartError("the area of an array formula") from error
    return ("dynamic" if _DYNAMIC.match(cell[0]) else "array"), area


def unshare(sheet: bytes, is_written: Callable[[int, int], bool]) -> bytes:
    """Give every cell of a shared formula its own text where the cell that holds it is overwritten.

    Where no such cell is overwritten the part is returned as it is.
    """
    if b'"shared"' not in sheet:
        return sheet
    lost: dict[bytes, tuple[int, int, str]] = {}
    for cell in _CELL.finditer(sheet):
        shared = _SHARED.search(cell[4])
        place = int(cell[2]), column_number(cell[1].decode())
        if shared and cell[5] and is_written(*place):
            lost[shared[1]] = (*place, unescape(cell[5].decode()))
    if not lost:
        return sheet

    def own(cell: re.Match[bytes]) -> bytes:
        shared = _SHARED.search(cell[4])
        if shared is None or shared[1] not in lost:
            return cell[0]
        top, left, master = lost[shared[1]]
        row, column = int(cell[2]), column_number(cell[1].decode())
        text = escape(shift_formula(master, row - top, column - left)).encode()
        prefix = re.match(rb"<((?:\w+:)?)f", cell[3])
        mark = prefix[1] if prefix else b""
        start = len(cell[0]) - len(cell[3])
        return cell[0][:start] + b"<%sf>%s</%sf>" % (mark, text, mark)

    return _CELL.sub(own, sheet)
