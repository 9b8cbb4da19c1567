"""The workbook as it is now: what the file holds, and over it what was written since."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from scoring.tables import ErrorCell
from xl_addin.engines.package.addresses import Area, parse_area
from xl_addin.engines.package.cell_xml import serials
from xl_addin.engines.package.formulas import FormulaCell, Kind
from xl_addin.engines.package.values import block_of_rows
from xl_addin.engines.recalc.references import Directory, NamedTable, Place, Ref
from xl_addin.engines.recalc.tree import Formula
from xl_addin.files.cells import Cell, SheetCells
from xl_addin.files.encode import BLANK, DATE, NUMBER

if TYPE_CHECKING:
    from xl_addin.engines.package.book import Book
    from xl_addin.engines.package.sheets import SheetModel

Rows = Sequence[Sequence[Any]]

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([^"]+)"')


class SheetState:
    """One sheet: its formulas, its cells, and what stands in the way of a spill."""

    def __init__(self, model: "SheetModel") -> None:
        self.model = model

    @cached_property
    def formulas(self) -> dict[tuple[int, int], FormulaCell]:
        """The formulas that stand on the sheet now."""
        model = self.model
        found = dict(model.formula_cells)
        if model.overlay.patches:
            found = {at: cell for at, cell in found.items() if not self._is_covered(*at)}
        for at, single in model.overlay.singles.items():
            area = single.spill or Area(*at, 1, 1)
            if single.formula is not None:
                kind: Kind = "dynamic" if single.is_array else "plain"
                found[at] = FormulaCell(single.formula, kind, area, single.spill is not None)
            elif not single.keep:
                found.pop(at, None)
            elif at in found:  # computed before, in this session
                found[at] = found[at]._replace(area=area, has_value=True)
        return found

    def _is_covered(self, row: int, column: int) -> bool:
        single = self.model.overlay.singles.get((row, column))
        if single is not None and single.keep:
            return False
        cell = Area(row, column, 1, 1)
        return any(patch.area.covers(cell) for patch in self.model.overlay.patches)

    @cached_property
    def used(self) -> Area:
        """The area from A1 on that holds every value; it grows with what is written."""
        return self.model.overlay.used()

    @cached_property
    def merged(self) -> list[Area]:
        """The areas of merged cells."""
        archive, part = self.model.book.archive, self.model.listed.part
        try:
            return [parse_area(ref.decode()) for ref in _MERGED.findall(archive.read(part))]
        except ValueError as error:
            raise archive.damaged(part) from error

    def written(self) -> list[Area]:
        """Return what was written before: areas of blocks, and single cells."""
        overlay = self.model.overlay
        cells = [Area(*at, 1, 1) for at, single in overlay.singles.items() if not single.keep]
        return [*(patch.area for patch in overlay.patches), *cells]

    def read(self, area: Area) -> SheetCells:
        """Return the cells of an area, down to the last used row and column only."""
        n_rows = max(min(area.last_row, self.used.last_row) - area.row + 1, 1)
        n_columns = max(min(area.last_column, self.used.last_column) - area.column + 1, 1)
        return self.model.overlay.read(Area(area.row, area.column, n_rows, n_columns))

    def filled(self, area: Area) -> Iterator[Area]:
        """Yield the cells of an area that hold a value."""
        kinds = self.model.overlay.kinds(area)
        for i, j in zip(*np.nonzero(kinds != BLANK), strict=True):
            yield Area(area.row + int(i), area.column + int(j), 1, 1)

    def typed(self, area: Area) -> Iterator[Area]:
        """Yield the cells of an area into which a value was written that is no formula's answer."""
        for i, j in zip(*np.nonzero(self.model.overlay.typed(area)), strict=True):
            yield Area(area.row + int(i), area.column + int(j), 1, 1)

    def place(self, area: Area, rows: Rows) -> bool:
        """Set values beside formulas that stay; tell whether anything is different from before.

        `area` is where the formula's array now spreads.
        """
        overlay = self.model.overlay
        texts = [[_literal(cell) for cell in row] for row in rows]
        block = block_of_rows(texts, area.row, area.column, self.model.book.notices)
        cell = self.formulas.get((area.row, area.column))
        was = overlay.read(area)
        same = cell is not None and cell.has_value and cell.area == area
        same = same and _same(self._undated(was), block)
        if not same:
            self.model.touch()
            overlay.answer(block)
            last_row = max(self.used.last_row, area.last_row)
            last_column = max(self.used.last_column, area.last_column)
            self.used = Area(1, 1, last_row, last_column)
        return not same

    def _undated(self, cells: SheetCells) -> SheetCells:
        """Return cells with the numbers that a formula gives for dates."""
        dates = cells.kinds == DATE
        if not dates.any():
            return cells
        numbers = serials(cells.values, is_1904=self.model.book.is_1904)
        kinds = np.where(dates, NUMBER, cells.kinds).astype(np.uint8)
        values = np.where(dates, numbers, cells.values)
        return SheetCells(kinds, values, cells.levels, cells.first_row, cells.first_column)

    def leave(self, old: Area, new: Area) -> None:
        """Blank what a spill of another size has left; formulas and typed values there stay."""
        self.model.touch()
        overlay = self.model.overlay
        for strip in _outside(old, new):
            kept = {at for at in self.formulas if strip.covers(Area(*at, 1, 1))}
            kept |= {(cell.row, cell.column) for cell in self.typed(strip)}
            rows = sorted({row for row, _ in kept})
            for after, row in pairwise([strip.row - 1, *rows, strip.last_row + 1]):
                if row > after + 1:
                    overlay.clear(strip._replace(row=after + 1, n_rows=row - after - 1))
            for row in rows:
                for cell in list(self.filled(strip._replace(row=row, n_rows=1))):
                    if (cell.row, cell.column) not in kept:
                        overlay.clear(cell)


def _outside(old: Area, new: Area) -> list[Area]:
    """Return what lies below and beside `new`, of an area that begins in the same cell."""
    below = Area(new.last_row + 1, old.column, old.n_rows - new.n_rows, old.n_columns)
    n_rows = min(old.n_rows, new.n_rows)
    beside = Area(old.row, new.last_column + 1, n_rows, old.n_columns - new.n_columns)
    return [strip for strip in (below, beside) if strip.n_rows > 0 and strip.n_columns > 0]


def _literal(cell: Cell) -> Cell:
    """Keep an apostrophe at the head of a text, which a write would take for a mark."""
    is_text = isinstance(cell, str) and not isinstance(cell, ErrorCell)
    return f"'{cell}" if is_text and str(cell).startswith("'") else cell


def _same(old: SheetCells, new: SheetCells) -> bool:
    before, after = old.rows(), new.rows()
    return before == after and all(
        type(a) is type(b)
        for row, other in zip(before, after, strict=True)
        for a, b in zip(row, other, strict=True)
    )


class Workbook:
    """Every sheet of a workbook, and the directory of its names and tables."""

    def __init__(self, book: "Book", parse: Callable[[str], Formula]) -> None:
        self.sheets = [SheetState(model) for model in book.models]
        self.is_1904 = book.is_1904
        titles = [model.listed.name for model in book.models]
        self.directory = Directory(titles, _names(book, titles), _tables(book), parse)

    def formula(self, place: Place) -> FormulaCell | None:
        """Return the formula of a cell."""
        return self.sheets[place.sheet].formulas.get((place.row, place.column))

    def read(self, ref: Ref) -> SheetCells:
        """Return the cells of an area, down to the last used row and column only."""
        return self.sheets[ref.sheet].read(ref.area)

    def label(self, place: Place) -> str:
        """Return sheet and address of a cell, for people."""
        return self.directory.written(Ref(place.sheet, Area(place.row, place.column, 1, 1)))


def _names(book: "Book", titles: list[str]) -> dict[tuple[int | None, str], str]:
    found: dict[tuple[int | None, str], str] = {}
    for name in book.names:
        sheet = titles.index(name.scope) if name.scope in titles else None
        if sheet is not None or name.scope is None:
            found[sheet, name.local.casefold()] = name.refers_to.removeprefix("=")
    return found


def _tables(book: "Book") -> dict[str, NamedTable]:
    found = {}
    for number, model in enumerate(book.models):
        for part in model.tables:
            name = part.tree.get("displayName") or part.tree.get("name") or ""
            found[name.casefold()] = NamedTable(
                number, part.area, tuple(part.headers), int(part.has_header), part.n_totals
            )
    return found
