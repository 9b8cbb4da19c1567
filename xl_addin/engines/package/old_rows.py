"""The rows that a sheet part holds already, found as bytes and opened only where written."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from xl_addin.engines.package.addresses import column_number, letters

_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?row>)", re.DOTALL)
_NUMBER = re.compile(rb'\br="(\d+)"')
_NUMBER_TEXT = re.compile(r'\sr="\d+"')
_ATTRIBUTE = re.compile(r'\s([\w:]+)="([^"]*)"')
_QUICK = re.compile(rb'<c r="([A-Z]{1,3})[0-9]+"([^>]*)>')
_CELL = re.compile(r"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_FORMULA = re.compile(r"<((?:\w+:)?)f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>)", re.DOTALL)
_REF = re.compile(r"([A-Z]{1,3})\d+")

Layout = tuple[tuple[bytes, bytes], ...]


class OldCell(NamedTuple):
    """A cell of the file: its style as an attribute, its formula element, and all of it."""

    column: int
    style: str
    formula: str
    raw: str


class OldRow(NamedTuple):
    """A row of the file."""

    number: int
    attributes: str
    content: bytes

    def opening(self, prefix: str) -> str:
        """Return its opening tag with its number and without `spans`."""
        return f'<{prefix}row r="{self.number}"{other_attributes(self.attributes)}>'

    def style(self) -> str | None:
        """Return the style of the whole row as an attribute, None where it has none of its own."""
        if "customFormat" not in self.attributes:
            return None
        found = dict(_ATTRIBUTE.findall(self.attributes))
        return style_attribute(found) if found.get("customFormat") in {"1", "true"} else None

    def layout(self) -> Layout | None:
        """Return column and attributes of each cell, or None where the row needs a closer look."""
        pairs = _QUICK.findall(self.content)
        if b"<f" in self.content or len(pairs) != self.content.count(b"<c "):
            return None
        return None if not pairs and self.content.strip() else tuple(pairs)

    def cells(self) -> Iterator[OldCell]:
        """Yield the cells, each with its place written out."""
        column = 0
        for cell in _CELL.finditer(self.content.decode()):
            attributes = dict(_ATTRIBUTE.findall(cell[1]))
            raw = cell[0]
            if place := _REF.match(attributes.get("r", "")):
                column = column_number(place[1])
            else:
                column += 1
                raw = re.sub(r"^(<(?:\w+:)?c)", rf'\1 r="{letters(column)}{self.number}"', raw)
            formula = _FORMULA.search(cell[2] or "")
            yield OldCell(column, style_attribute(attributes), formula[0] if formula else "", raw)


def other_attributes(attributes: str) -> str:
    """Return the attributes of a row but for its number and its spans."""
    place = _NUMBER_TEXT.search(attributes)
    return _without_spans(attributes if place is None else attributes.replace(place[0], "", 1))


@lru_cache(maxsize=1024)  # the rows of a table have the same ones
def _without_spans(attributes: str) -> str:
    kept = [f' {name}="{value}"' for name, value in _ATTRIBUTE.findall(attributes)]
    return "".join(text for text in kept if not text.startswith(' spans="'))


def style_attribute(attributes: dict[str, str]) -> str:
    """Return the style of a cell as an attribute; the default style needs none."""
    style = attributes.get("s", "0")
    return f' s="{style}"' if style != "0" else ""


def layout_styles(layout: Layout) -> dict[int, str]:
    """Return the styles of a row's cells by column."""
    return {
        column_number(name.decode()): style_attribute(dict(_ATTRIBUTE.findall(rest.decode())))
        for name, rest in layout
    }


class OldRows:
    """Walks once through the rows of a part between two places, top to bottom."""

    def __init__(self, part: bytes, start: int, stop: int) -> None:
        self.part, self._stop = part, stop
        self._done = start
        self._found = _ROW.finditer(part, start, stop)
        self._number = 0
        self._next: tuple[OldRow, int, int] | None = None
        self._step()

    def before(self, number: int) -> bytes:
        """Return, as they are, the rows not yet taken that come before a row."""
        start = end = self._done
        while self._next is not None and self._next[0].number < number:
            end = self._next[2]
            self._step()
        self._done = end
        return self.part[start:end]

    def take(self, last: int) -> list[OldRow]:
        """Return the rows up to a row."""
        return list(self.each(last))

    def each(self, last: int) -> Iterator[OldRow]:
        """Yield the rows up to a row."""
        while self._next is not None and self._next[0].number <= last:
            row, _, self._done = self._next
            self._step()
            yield row

    def run(self, last: int) -> tuple[int, int] | None:
        """Return where the rows up to a row stand, as a whole; None where that takes a search.

        The rows are not taken: `skip` does that.
        """
        if self._next is None:
            return self._done, self._done
        after = self.part.find(b'<row r="%d"' % (last + 1), self._next[1], self._stop)
        if after >= 0:
            return self._next[1], after
        final = self.part.rfind(b'<row r="', self._next[1], self._stop)
        number = _NUMBER.search(self.part, final, final + 40) if final >= 0 else None
        if number is not None and int(number[1]) <= last:
            return self._next[1], self._stop
        return None

    def skip(self, place: int) -> None:
        """Take all rows before a place of the part."""
        self._done = place
        self._found = _ROW.finditer(self.part, place, self._stop)
        self._step()

    def rest(self) -> bytes:
        """Return the rows not yet taken as they are."""
        return self.part[self._done : self._stop]

    def _step(self) -> None:
        found = next(self._found, None)
        if found is None:
            self._next = None
            return
        number = _NUMBER.search(found[1])
        self._number = int(number[1]) if number else self._number + 1
        row = OldRow(self._number, found[1].decode(), found[2] or b"")
        self._next = (row, found.start(), found.end())
