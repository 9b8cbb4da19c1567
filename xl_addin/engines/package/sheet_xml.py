"""Rewriting of a sheet part: the rows that were written change, all other bytes are kept."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from xl_addin.engines.package.addresses import MAX_COLUMNS, Area, parse_area, span
from xl_addin.engines.package.alike_rows import AlikeRows, alike_rows
from xl_addin.engines.package.band_xml import Writing, band_xml
from xl_addin.engines.package.damage import DamagedPartError
from xl_addin.engines.package.formulas import unshare
from xl_addin.engines.package.old_rows import OldRow, OldRows, style_attribute
from xl_addin.engines.package.overlay import Band, Overlay

_ROWS_AT_ONCE = 5_000
_DATA = re.compile(rb"<((?:\w+:)?)sheetData\b[^>]*?(/>|>)")
_DIMENSION = re.compile(rb'(<(?:\w+:)?dimension\s+ref=")([^"]*)(")')
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*?)/?>")
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')


@dataclass
class SheetRewrite:
    """Makes the new XML of one sheet part; `lost_formulas` then tells where formulas went."""

    part: bytes
    overlay: Overlay
    is_1904: bool = False
    array_mark: str = ""
    lost_formulas: list[tuple[int, int]] = field(default_factory=list)

    def chunks(self) -> Iterator[bytes]:
        """Yield the new part, piece by piece.

        A written cell keeps its style; a new one takes its row's, else its column's. Cells that are
        blanked keep their style. Rows keep their attributes, but for `spans`, which is optional.
        Raises DamagedPartError for a part without sheet data, or whose sheet data never end.
        """
        part = unshare(as_utf8(self.part), self._is_written)
        data = _DATA.search(part)
        if data is None:
            raise DamagedPartError("no sheetData")
        styles = column_styles(part[: data.start()])
        prefix = data[1].decode()
        how = Writing(prefix, self.is_1904, self.array_mark, styles, self.lost_formulas)
        if data[2] == b"/>":
            start = stop = after = data.end()
        else:
            start = data.end()
            stop = part.rfind(b"</%ssheetData" % data[1])
            after = part.find(b">", stop) + 1
            if stop < start or not after:
                raise DamagedPartError("sheetData does not end")
        yield _with_dimension(part[: data.start()], self._written_area())
        yield b"<%ssheetData>" % data[1]
        yield from self._rows(OldRows(part, start, stop), how)
        yield b"</%ssheetData>" % data[1]
        yield part[after:]

    def _rows(self, old: OldRows, how: Writing) -> Iterator[bytes]:
        for band in self.overlay.bands():
            yield old.before(band.first)
            if band.columns or band.singles:
                for first in range(band.first, band.last + 1, _ROWS_AT_ONCE):
                    last = min(first + _ROWS_AT_ONCE - 1, band.last)
                    yield band_xml(band, first, last, self._old(band, old, first, last, how), how)
            else:  # only blanked: rows that the file does not hold need no look
                for row in old.each(band.last):
                    yield band_xml(band, row.number, row.number, [row], how)
        yield old.rest()

    @staticmethod
    def _old(
        band: Band, old: OldRows, first: int, last: int, how: Writing
    ) -> list[OldRow] | AlikeRows:
        """Take the old rows up to `last`: at once where they are alike, else one by one."""
        written = band.columns.keys()
        whole = None if how.prefix or band.singles else old.run(last)
        if whole is not None:
            alike = alike_rows(old.part, *whole, last - first + 1, how.column_styles)
            if alike is not None and alike.styles.keys() <= written:
                old.skip(whole[1])
                return alike
        return list(old.each(last))

    def _is_written(self, row: int, column: int) -> bool:
        single = self.overlay.singles.get((row, column))
        if single is not None:
            return not single.keep
        cell = Area(row, column, 1, 1)
        return any(patch.area.covers(cell) for patch in self.overlay.patches)

    def _written_area(self) -> Area | None:
        areas = [patch.area for patch in self.overlay.patches if patch.cells is not None]
        areas += [Area(row, column, 1, 1) for row, column in self.overlay.singles]
        whole = areas[0] if areas else None
        for area in areas:
            whole = span(area, whole or area)
        return whole


def as_utf8(part: bytes) -> bytes:
    """Return a part in UTF-8, the only encoding in which we write."""
    if not part.startswith((b"\xff\xfe", b"\xfe\xff")):
        return part.removeprefix(b"\xef\xbb\xbf")
    try:
        text = part.decode("utf-16")
    except UnicodeDecodeError as error:
        raise DamagedPartError("UTF-16") from error
    return re.sub(r'encoding="[^"]*"', 'encoding="UTF-8"', text, count=1).encode()


def column_styles(head: bytes) -> dict[int, str]:
    """Return the styles of whole columns, as attributes, from what precedes the sheet data."""
    styles: dict[int, str] = {}
    for column in _COLUMN.finditer(head):
        found = dict(_ATTRIBUTE.findall(column[1].decode("utf-8", "replace")))
        style = style_attribute({"s": found.get("style", "0")})
        first, last = (_place(found.get(end, "")) for end in ("min", "max"))
        if style and first and last:
            styles |= dict.fromkeys(range(first, last + 1), style)
    return styles


def _place(text: str) -> int:
    """Return the number of a column, at most that of the last one; 0 for what is none."""
    if not (text.isascii() and text.isdecimal()):
        return 0
    return int(text) if len(text) < 6 and int(text) < MAX_COLUMNS else MAX_COLUMNS


def _with_dimension(head: bytes, written: Area | None) -> bytes:
    found = _DIMENSION.search(head)
    if found is None or written is None:
        return head
    try:
        whole = span(parse_area(found[2].decode()), written)
    except ValueError:
        return head
    return head[: found.start(2)] + whole.address().encode() + head[found.end(2) :]
