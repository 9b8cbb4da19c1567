"""What a sheet part says beside its values: hidden rows, levels, merges, formulas, formats.

Runs in the reading child, over the bytes of the part: a parser would take ten times as long.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from html import unescape
from typing import Any

import numpy as np

from xl_addin.files.archive import Archive
from xl_addin.files.error_cells import column_index
from xl_addin.files.number_formats import PERCENT, shown_by

_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_NUMBER = re.compile(rb'\br="(\d+)"')
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_LEVEL = re.compile(rb'\boutlineLevel="(\d+)"')
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_CELL = rb"""<(?:\w+:)?c\b([^>]*)>"""
_NO_VALUE = re.compile(
    _CELL + rb"\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_PLACE = re.compile(rb'\br="([A-Z]+)(\d+)"')
_STYLED = rb'<c (?=[^>]*\bs="(%s)")(?=[^>]*\br="([A-Z]+)(\d+)")%s'
_MARKED = rb's="(?:%s)"'  # what a block must hold for that: looked for six times as fast
_IS_NUMBER = rb'(?![^>]*\bt="(?!n"))'
_FORMATS = re.compile(rb"<(?:\w+:)?numFmts\b.*?</(?:\w+:)?numFmts>", re.DOTALL)
_FORMAT = re.compile(rb'<(?:\w+:)?numFmt\b(?=[^>]*numFmtId="(\d+)")(?=[^>]*formatCode="([^"]*)")')
_XFS = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_XF = re.compile(rb"<(?:\w+:)?xf\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?xf>)", re.DOTALL)
_PERCENT = {b"9": PERCENT, b"10": PERCENT}  # formats that every workbook has, unsaid
_SHOWN = 10

Facts = dict[str, Any]


def format_facts(archive: Archive, part: str) -> tuple[list[str], list[Any]]:
    """Return "formats" and the two arrays that hang on number formats, as `sheet_facts` does.

    Arrays: numbers shown with leading zeros, and cells whose format names something.
    """
    styles = replace(_styles(archive), indented={})
    found = _Found(styles)
    if styles.padded or styles.named:  # else the part need not even be unpacked
        for block in _blocks(archive.chunks(part)):
            found.look_at_styles(block)
    places = [np.array(each, np.int64).reshape(-1, 3) for each in (found.padded, found.named)]
    return styles.formats, places


def sheet_facts(archive: Archive, part: str) -> tuple[Facts, list[Any]]:
    """Return the facts of a sheet part and five arrays of places.

    Facts: "merges" as 0-based (top, left, bottom, right), "no_values" the number of formulas never
    calculated, "no_value_cells" the first of them, "filtered" whether a filter is active, "formats"
    what number formats show beside the number (`shown_by`). Arrays: hidden rows, (n, 2) rows with
    outline levels, (n, 3) of row, column and width of numbers shown with leading zeros, (n, 3) of
    row, column and indent, and (n, 3) of row, column and place in "formats"; all count from 0.
    """
    styles = _styles(archive)
    found = _Found(styles)
    for block in _blocks(archive.chunks(part)):
        found.look(block)
    facts = {
        "merges": found.merges,
        "no_values": found.no_values,
        "no_value_cells": found.no_value_cells,
        "filtered": found.filtered,
        "formats": styles.formats,
    }
    return facts, [
        np.array(found.hidden, np.int64),
        np.array(found.levels, np.int64).reshape(-1, 2),
        np.array(found.padded, np.int64).reshape(-1, 3),
        np.array(found.indents, np.int64).reshape(-1, 3),
        np.array(found.named, np.int64).reshape(-1, 3),
    ]


class _Found:
    """Collects the facts block by block."""

    def __init__(self, styles: "_Styles") -> None:
        self.hidden: list[int] = []
        self.levels: list[tuple[int, int]] = []
        self.merges: list[tuple[int, int, int, int]] = []
        self.no_values = 0
        self.filtered = False
        self.no_value_cells: list[str] = []
        self.padded: list[tuple[int, int, int]] = []
        self.indents: list[tuple[int, int, int]] = []
        self.named: list[tuple[int, int, int]] = []
        self._styled = [
            (
                re.compile(_STYLED % (b"|".join(values), kind)),
                re.compile(_MARKED % b"|".join(values)),
                values,
                places,
            )
            for values, places, kind in (
                (styles.padded, self.padded, _IS_NUMBER),
                (styles.indented, self.indents, b""),
                (styles.named, self.named, _IS_NUMBER),
            )
            if values
        ]
        self._columns: dict[bytes, int] = {}

    def look(self, block: bytes) -> None:
        """Take the facts of whole rows, or of what stands behind the last row."""
        if b"hidden=" in block or b"outlineLevel=" in block:
            self._rows(block)
        if b"<f" in block or b":f" in block:
            self._formulas(block)
        self.filtered |= b"filterColumn" in block
        if b"mergeCell" in block:
            for left, top, right, bottom in _MERGE.findall(block):
                ends = (int(top) - 1, column_index(left), int(bottom) - 1, column_index(right))
                self.merges.append(ends)
        self.look_at_styles(block)

    def look_at_styles(self, block: bytes) -> None:
        """Take the cells whose format says something."""
        for expression, marked, styles, places in self._styled:
            if marked.search(block) is None:
                continue
            plain = block if b"<c " in block else block.replace(b":c ", b"<c ")
            for style, letters, row in expression.findall(plain):
                if letters not in self._columns:
                    self._columns[letters] = column_index(letters)
                places.append((int(row) - 1, self._columns[letters], styles[style]))

    def _rows(self, block: bytes) -> None:
        for row in _ROW.finditer(block):
            number = _NUMBER.search(row[1])
            if number is None:
                continue
            if _HIDDEN.search(row[1]):
                self.hidden.append(int(number[1]) - 1)
            if (level := _LEVEL.search(row[1])) and int(level[1]):
                self.levels.append((int(number[1]) - 1, int(level[1])))

    def _formulas(self, block: bytes) -> None:
        for cell in _NO_VALUE.finditer(block):
            if b't="str"' in cell[1] and b"<v" in cell[0]:
                continue  # the formula answers with an empty text
            self.no_values += 1
            place = _PLACE.search(cell[1])
            if place is not None and len(self.no_value_cells) < _SHOWN:
                self.no_value_cells.append((place[1] + place[2]).decode())


def _blocks(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield a part in blocks that end between two rows."""
    rest = b""
    for chunk in chunks:
        text = rest + chunk
        end = text.rfind(b"row>") + 4
        if end < 4:
            rest = text
            continue
        yield text[:end]
        rest = text[end:]
    yield rest


@dataclass(frozen=True, slots=True)
class _Styles:
    """Cell formats by number: width of leading zeros, indent, place among the formats that name."""

    padded: dict[bytes, int] = field(default_factory=dict)
    indented: dict[bytes, int] = field(default_factory=dict)
    named: dict[bytes, int] = field(default_factory=dict)
    formats: list[str] = field(default_factory=list)


def _styles(archive: Archive) -> _Styles:
    """Return what the cell formats of a workbook say that matters to a reader."""
    found = _Styles()
    if archive.find("xl/styles.xml") is None:
        return found
    styles = archive.read("xl/styles.xml")
    declared = _FORMATS.search(styles)  # conditional formats have some of their own elsewhere
    codes: dict[bytes, bytes] = dict(_FORMAT.findall(declared[0])) if declared else {}
    names = _PERCENT | {number: shown_by(_text(code)) for number, code in codes.items()}
    widths = {number: len(code) for number, code in codes.items() if re.fullmatch(b"00+", code)}
    formats = _XFS.search(styles)
    for index, (attributes, inner) in enumerate(_XF.findall(formats[0]) if formats else ()):
        key = str(index).encode()
        said = re.search(rb'numFmtId="(\d+)"', attributes)
        number = said[1] if said else b"0"
        if number in widths:
            found.padded[key] = widths[number]
        if shown := names.get(number):
            found.named[key] = len(found.formats)
            found.formats.append(shown)
        indent = re.search(rb'\bindent="(\d+)"', inner)
        if indent and int(indent[1]):
            found.indented[key] = int(indent[1])
    return found


def _text(code: bytes) -> str:
    return unescape(code.decode("utf-8", "replace"))
