"""What a reference in a formula stands for: an area of a sheet, whatever it is called."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from xl_addin.engines.package.addresses import Area, parse_area
from xl_addin.engines.package.names import quoted
from xl_addin.engines.recalc.errors import UncomputableError
from xl_addin.engines.recalc.tree import Formula, Leaf, lone_reference, walk

_SHEET = re.compile(r"(?:'((?:[^']|'')*)'|([^'!\[\]]+))!(.+)", re.DOTALL)
_STRUCTURED = re.compile(r"([^\[\]']*)\[(.*)\]", re.DOTALL)
_PART = re.compile(r"\[((?:'.|[^\[\]'])*)\]")
_CELL = re.compile(r"(\$?)[A-Za-z]{1,3}(\$?)\d{1,7}")
_OWN_ROW = re.compile(r"#this row|\[@|^\[", re.IGNORECASE)  # means another cell in every row
_DEPTH = 20  # a name may stand for a name


class Place(NamedTuple):
    """The cell in which a formula stands; `sheet` counts the worksheets from 0."""

    sheet: int
    row: int
    column: int


class Ref(NamedTuple):
    """An area of a sheet."""

    sheet: int
    area: Area

    @property
    def is_cell(self) -> bool:
        """Whether it is a single cell."""
        return self.area.n_rows == self.area.n_columns == 1


class NamedTable(NamedTuple):
    """A table of the workbook: where it stands and what its columns are called."""

    sheet: int
    area: Area
    headers: tuple[str, ...]
    n_header: int
    n_totals: int


@dataclass(frozen=True)
class Directory:
    """The sheets, names and tables of a workbook, each found without regard to case."""

    sheets: Sequence[str]
    names: dict[tuple[int | None, str], str]  # sheet or None, name -> formula without "="
    tables: dict[str, NamedTable]
    parse: Callable[[str], Formula]
    _found: dict[tuple[int, str], Ref | Formula] = field(default_factory=dict)

    def sheet(self, name: str) -> int:
        """Return the number of a sheet. Raises UncomputableError."""
        wanted = name.casefold()
        for number, known in enumerate(self.sheets):
            if known.casefold() == wanted:
                return number
        raise UncomputableError("several_sheets" if ":" in name else "sheet", what=name)

    def resolve(self, text: str, place: Place, depth: int = 0) -> Ref | Formula:
        """Return the area for which a reference stands, or the formula behind a name.

        Raises UncomputableError for what is not in this workbook.
        """
        key = (place.sheet, text)
        found = self._found.get(key)
        if found is None:
            found = self._resolved(text, place, depth)
            if not _OWN_ROW.search(text):
                self._found[key] = found
        return found

    def _resolved(self, text: str, place: Place, depth: int) -> Ref | Formula:
        sheet, local = place.sheet, text
        if text.startswith("[") and "!" in text:
            raise UncomputableError("other_book", what=text)
        if (found := _SHEET.fullmatch(text)) is not None:
            name = (found[1] or found[2] or "").replace("''", "'")
            if "[" in name:
                raise UncomputableError("other_book", what=text)
            sheet, local = self.sheet(name), found[3]
        try:
            return Ref(sheet, parse_area(local))
        except ValueError:
            pass
        if "[" in local:
            return self._structured(local, place)
        table = self.tables.get(local.casefold())
        if table is not None:
            return Ref(table.sheet, _body(table))
        return self._named(sheet, local, place, depth)

    def _named(self, sheet: int, name: str, place: Place, depth: int) -> Ref | Formula:
        key = name.casefold()
        text = self.names.get((sheet, key)) or self.names.get((None, key))
        if text is None or depth > _DEPTH:
            raise UncomputableError("name", what=name)
        formula = self.parse(text)
        refs = [i.text for i in walk(formula) if isinstance(i, Leaf) and i.kind == "ref"]
        if any(map(_moves, refs)):
            raise UncomputableError("relative_name", what=name)
        lone = lone_reference(formula)
        return formula if lone is None else self.resolve(lone.text, place, depth + 1)

    def _structured(self, text: str, place: Place) -> Ref:
        found = _STRUCTURED.fullmatch(text)
        if found is None:
            raise UncomputableError("reference", what=text)
        table = self._table(found[1], place)
        inner = found[2].strip()
        if inner.startswith("@"):
            inner = f"[#This Row],[{inner[1:].strip().removeprefix('[').removesuffix(']')}]"
        parts = _PART.findall(inner) if inner.startswith("[") else [inner] if inner else []
        marks = {part.strip().casefold() for part in parts if part.strip().startswith("#")}
        names = [part for part in parts if not part.strip().startswith("#")]
        row, n_rows = _rows(table, marks, place, text)
        places = [_column(table, name, text) for name in names]
        left, right = (min(places), max(places)) if places else (0, len(table.headers) - 1)
        return Ref(table.sheet, Area(row, table.area.column + left, n_rows, right - left + 1))

    def _table(self, name: str, place: Place) -> NamedTable:
        if name:
            table = self.tables.get(name.strip().casefold())
            if table is None:
                raise UncomputableError("table", what=name)
            return table
        here = Area(place.row, place.column, 1, 1)
        for table in self.tables.values():
            if table.sheet == place.sheet and table.area.covers(here):
                return table
        raise UncomputableError("table", what="[]")

    def written(self, ref: Ref) -> str:
        """Return a reference as a formula of any sheet may hold it."""
        return f"{quoted(self.sheets[ref.sheet])}!{ref.area.address()}"


def crossed(ref: Ref, place: Place) -> Ref | None:
    """Return the one cell of an area that a formula of one value means: that of its row or column.

    None where there is none, which is #VALUE! in Excel.
    """
    area = ref.area
    if ref.is_cell:
        return ref
    if area.n_columns == 1 and area.row <= place.row <= area.last_row:
        return Ref(ref.sheet, Area(place.row, area.column, 1, 1))
    if area.n_rows == 1 and area.column <= place.column <= area.last_column:
        return Ref(ref.sheet, Area(area.row, place.column, 1, 1))
    return None


def _moves(ref: str) -> bool:
    """Tell whether a reference in a name means another cell at every place."""
    ends = map(_CELL.fullmatch, ref.rpartition("!")[2].split(":"))
    return any(end is not None and not (end[1] and end[2]) for end in ends)


def _body(table: NamedTable) -> Area:
    area = table.area
    n_rows = area.n_rows - table.n_header - table.n_totals
    return Area(area.row + table.n_header, area.column, n_rows, area.n_columns)


def _rows(table: NamedTable, marks: set[str], place: Place, text: str) -> tuple[int, int]:
    """Return first row and number of rows that the marks of a reference name."""
    body, area = _body(table), table.area
    if "#this row" in marks:
        if place.sheet != table.sheet or not body.row <= place.row <= body.last_row:
            raise UncomputableError("this_row", what=text)
        return place.row, 1
    spans = {
        "#all": (area.row, area.last_row),
        "#data": (body.row, body.last_row),
        "#headers": (area.row, area.row + table.n_header - 1),
        "#totals": (area.last_row - table.n_totals + 1, area.last_row),
    }
    named = [spans[mark] for mark in marks or {"#data"} if mark in spans]
    first, last = min(a for a, _ in named), max(b for _, b in named)
    if len(named) < len(marks) or last < first:
        raise UncomputableError("reference", what=text)
    return first, last - first + 1


def _column(table: NamedTable, name: str, text: str) -> int:
    wanted = re.sub(r"'(.)", r"\1", name).casefold()
    for number, header in enumerate(table.headers):
        if header.casefold() == wanted or header.strip().casefold() == wanted.strip():
            return number
    raise UncomputableError("column", what=text)
