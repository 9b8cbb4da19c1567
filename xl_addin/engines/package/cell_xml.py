"""Columns of cells -> the XML of their values, by joined strings rather than a tree."""

import re
from collections.abc import Callable
from xml.sax.saxutils import escape

import numpy as np

from xl_addin.files.cells import SheetCells
from xl_addin.files.encode import BLANK, BOOL, DATE, ERROR, TEXT, Kinds, Values

_DAY = 86_400.0
_EPOCH = 25_569  # the serial number of 1970-01-01 in the 1900 system
_EPOCH_1904 = _EPOCH - 1_462
_ODD = re.compile(r"[\x00-\x08\x0b-\x1f]|_x[0-9A-Fa-f]{4}_")
_SPECIAL = re.compile(r"[\x00-\x1f&<>]|_x[0-9A-Fa-f]{4}_")  # what a text may not hold as it is
_WHOLE = 1e15


def value_tails(cells: SheetCells, j: int, prefix: str, *, is_1904: bool) -> list[str]:
    """Return for each cell of column `j` what follows its style: `><v>1</v></c>`, `/>` if blank.

    Dates are written as serial numbers, texts as inline strings, never as formulas.
    """
    kinds, values = cells.kinds[:, j], cells.values[:, j]
    found = np.flatnonzero(np.bincount(kinds, minlength=6)).tolist()
    if len(found) == 1:
        return _tails(found[0], kinds, values, cells, prefix, is_1904=is_1904)
    tails = np.empty(len(kinds), object)
    for kind in found:
        here = kinds == kind
        tails[here] = _tails(kind, kinds[here], values[here], cells, prefix, is_1904=is_1904)
    whole: list[str] = tails.tolist()
    return whole


def _tails(
    kind: int, kinds: Kinds, values: Values, cells: SheetCells, prefix: str, *, is_1904: bool
) -> list[str]:
    p = prefix
    if kind == BLANK:
        return ["/>"] * len(kinds)
    if kind == TEXT:
        return _coded(values, cells, lambda texts: _inline(texts, p))
    if kind == ERROR:
        start, end = f' t="e"><{p}v>', f"</{p}v></{p}c>"
        return _coded(values, cells, lambda texts: [f"{start}{escape(t)}{end}" for t in texts])
    if kind == BOOL:
        return [f' t="b"><{p}v>{value:.0f}</{p}v></{p}c>' for value in values.tolist()]
    if kind == DATE:
        values = serials(values, is_1904=is_1904)
    start, end = f"><{p}v>", f"</{p}v></{p}c>"
    return [f"{start}{number}{end}" for number in _written(values)]


def serials(seconds: Values, *, is_1904: bool = False) -> Values:
    """Turn seconds since 1970-01-01 into the serial numbers of a sheet.

    In the 1900 system the days before 1 March 1900 are one less, since Excel counts a 29 February
    1900 that never was.
    """
    days: Values = np.round(seconds / _DAY + (_EPOCH_1904 if is_1904 else _EPOCH), 11)
    return days if is_1904 else np.where(days < 61, days - 1, days)


def formula_xml(text: str, prefix: str, *, array: str | None) -> str:
    """Return a formula element; `array` is the area over which an array formula spreads."""
    kind = f' t="array" ref="{array}"' if array else ""
    return f"<{prefix}f{kind}>{escaped(text)}</{prefix}f>"


def cached_value(cells: SheetCells, prefix: str, *, is_1904: bool) -> tuple[str, str]:
    """Return type attribute and value element of a formula's value, a block of one cell."""
    kind = int(cells.kinds[0, 0])
    if kind == TEXT:
        text = cells.levels[int(cells.values[0, 0])]
        return ' t="str"', f"<{prefix}v>{escaped(text)}</{prefix}v>"
    tail = value_tails(cells, 0, prefix, is_1904=is_1904)[0]
    attributes, _, value = tail.partition(">")
    return ("", "") if kind == BLANK else (attributes, value.removesuffix(f"</{prefix}c>"))


def _written(values: Values) -> "map[str]":
    if bool(np.all(np.abs(values) < _WHOLE)) and bool(np.all(values == np.floor(values))):
        return map(str, values.astype(np.int64).tolist())
    return map(repr, values.tolist())


def _coded(values: Values, cells: SheetCells, xml: Callable[[list[str]], list[str]]) -> list[str]:
    codes = values.astype(np.int64)
    used = np.unique(codes)
    levels = cells.levels
    if used.size > codes.size // 2:
        return xml([levels[code] for code in codes.tolist()])
    made = np.empty(len(levels), object)
    made[used] = xml([levels[code] for code in used.tolist()])
    whole: list[str] = made[codes].tolist()
    return whole


def _inline(texts: list[str], p: str) -> list[str]:
    """Return texts as inline strings; where all are plain, without a look at each."""
    start, end = f' t="inlineStr"><{p}is><{p}t', f"</{p}t></{p}is></{p}c>"
    if not _SPECIAL.search("".join(texts)) and not any(
        text[:1].isspace() or text[-1:].isspace() for text in texts
    ):
        return [f"{start}>{text}{end}" for text in texts]
    kept = ' xml:space="preserve"'
    spaces = [kept if text != text.strip() or "\n" in text else "" for text in texts]
    return [
        f"{start}{space}>{escaped(text)}{end}" for text, space in zip(texts, spaces, strict=True)
    ]


def escaped(text: str) -> str:
    """Escape a text for XML; what XML cannot hold is written as _xHHHH_, as Excel writes it."""
    if _ODD.search(text):
        text = _ODD.sub(_hexed, text)
    return escape(text) if "&" in text or "<" in text or ">" in text else text


def _hexed(odd: re.Match[str]) -> str:
    if len(odd[0]) == 1:
        return f"_x{ord(odd[0]):04X}_"
    return f"_x005F{odd[0]}"  # a text that only looks like such a mark
