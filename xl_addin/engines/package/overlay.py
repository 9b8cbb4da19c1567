"""The cells of a sheet as they are now: those of the file, and over them the unsaved writes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from xl_addin.engines.package.addresses import Area
from xl_addin.files.cells import SheetCells
from xl_addin.files.encode import BLANK, ERROR, TEXT, Kinds

SMALL = 64  # writes of up to so many cells are kept cell by cell


@dataclass(frozen=True, slots=True)
class Patch:
    """One write of a block; without cells it blanks its area. `spilled`: a formula's answer."""

    area: Area
    cells: SheetCells | None
    spilled: bool = False


@dataclass(frozen=True, slots=True)
class Single:
    """One written cell: its value as a block of 1 x 1, and its formula, if any.

    `keep` leaves the formula that the file holds and sets only the value beside it; `spill` is the
    area over which the array of its formula, the file's or a new one, now spreads; `spilled` tells
    a cell that such an array fills.
    """

    value: SheetCells
    formula: str | None = None
    is_array: bool = False
    keep: bool = False
    spill: Area | None = None
    spilled: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """Rows that were written alike: which patch fills which column, and single cells of one row."""

    first: int
    last: int
    columns: dict[int, Patch]
    cleared: list[tuple[int, int]]
    singles: dict[int, Single]


@dataclass
class Overlay:
    """The unsaved writes of one sheet over the cells that `load` reads from the file."""

    load: Callable[[], SheetCells]
    patches: list[Patch] = field(default_factory=list)
    singles: dict[tuple[int, int], Single] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """True while nothing was written."""
        return not self.patches and not self.singles

    def write(self, cells: SheetCells, *, spilled: bool = False) -> None:
        """Write a block where it says it stands; blank cells of it blank the sheet's."""
        area = Area(cells.first_row, cells.first_column, cells.n_rows, cells.n_cols)
        if area.n_rows * area.n_columns > SMALL:
            self._add(Patch(area, cells, spilled))
            return
        for row in range(area.row, area.last_row + 1):
            for column in range(area.column, area.last_column + 1):
                value = cells.block(row, column, 1, 1)
                self.singles[row, column] = Single(value, spilled=spilled)

    def answer(self, cells: SheetCells) -> None:
        """Write a block that the formula in its first cell has given: that formula stays.

        It is said to spread over the block. Without a formula the first cell becomes a value.
        """
        at = cells.first_row, cells.first_column
        value = cells.block(*at, 1, 1)
        spill = Area(*at, cells.n_rows, cells.n_cols)
        formula = self.singles.get(at)
        self.write(cells, spilled=True)
        if formula is not None and formula.formula is not None:
            self.singles[at] = replace(formula, value=value, spill=spill)
        else:
            self.singles[at] = Single(value, keep=True, spill=spill)

    def clear(self, area: Area) -> None:
        """Blank an area, however large."""
        self._add(Patch(area, None))

    def read(self, area: Area) -> SheetCells:
        """Return the cells of an area."""
        found, patches, singles = self._over(area)
        if not patches and not singles:
            return found.block(area.row, area.column, area.n_rows, area.n_columns)
        if not singles and len(patches) == 1 and patches[0].area.covers(area) and patches[0].cells:
            return patches[0].cells.block(area.row, area.column, area.n_rows, area.n_columns)
        return _merged(area, found, patches, singles)

    def kinds(self, area: Area) -> Kinds:
        """Return only the kinds of the cells of an area."""
        found, patches, singles = self._over(area)
        kinds = found.block(area.row, area.column, area.n_rows, area.n_columns).kinds
        if not patches and not singles:
            return kinds
        kinds = kinds.copy(order="F")
        for patch in patches:
            at, size = _common(area, patch.area)
            kinds[at] = BLANK if patch.cells is None else patch.cells.block(*size).kinds
        for (row, column), single in singles:
            kinds[row - area.row, column - area.column] = single.value.kinds[0, 0]
        return kinds

    def typed(self, area: Area) -> NDArray[np.bool_]:
        """Mark the cells of an area that hold a value written since, which no formula has given."""
        typed = np.zeros((area.n_rows, area.n_columns), bool)
        for patch in self.patches:
            if patch.area.meets(area):
                at, size = _common(area, patch.area)
                cells = None if patch.spilled else patch.cells
                typed[at] = False if cells is None else cells.block(*size).kinds != BLANK
        for (row, column), single in self.singles.items():
            if area.covers(Area(row, column, 1, 1)):
                own = not (single.spilled or single.keep or single.formula is not None)
                here = own and single.value.kinds[0, 0] != BLANK
                typed[row - area.row, column - area.column] = here
        return typed

    def used(self) -> Area:
        """Return the smallest area from A1 on that holds every cell with a value; at least A1."""
        base = self.load()
        last_row, last_column = base.n_rows, base.n_cols
        for patch in self.patches:
            if patch.cells is not None:
                last_row = max(last_row, patch.area.last_row)
                last_column = max(last_column, patch.area.last_column)
        for row, column in self.singles:
            last_row, last_column = max(last_row, row), max(last_column, column)
        filled = self.kinds(Area(1, 1, max(last_row, 1), max(last_column, 1))) != BLANK
        rows, columns = np.flatnonzero(filled.any(axis=1)), np.flatnonzero(filled.any(axis=0))
        if not rows.size:
            return Area(1, 1, 1, 1)
        return Area(1, 1, int(rows[-1]) + 1, int(columns[-1]) + 1)

    def bands(self) -> Iterator[Band]:
        """Yield what was written, top to bottom, in runs of rows that were written alike."""
        by_row: dict[int, dict[int, Single]] = {}
        for (row, column), single in self.singles.items():
            by_row.setdefault(row, {})[column] = single
        edges = {edge for row in by_row for edge in (row, row + 1)}
        for patch in self.patches:
            edges |= {patch.area.row, patch.area.last_row + 1}
        ordered = sorted(edges)
        for first, after in pairwise(ordered):
            here = [p for p in self.patches if p.area.row <= first <= p.area.last_row]
            singles = by_row.get(first, {})
            if here or singles:
                yield _band(first, after - 1, here, singles)

    def _add(self, patch: Patch) -> None:
        area = patch.area
        self.patches = [old for old in self.patches if not area.covers(old.area)]
        self.patches.append(patch)
        inside = [place for place in self.singles if area.covers(Area(*place, 1, 1))]
        for place in inside:
            del self.singles[place]

    def _over(
        self, area: Area
    ) -> tuple[SheetCells, list[Patch], list[tuple[tuple[int, int], Single]]]:
        patches = [patch for patch in self.patches if patch.area.meets(area)]
        if area.n_rows == area.n_columns == 1:
            single = self.singles.get((area.row, area.column))
            singles = [] if single is None else [((area.row, area.column), single)]
        else:
            singles = [
                (place, single)
                for place, single in self.singles.items()
                if area.covers(Area(*place, 1, 1))
            ]
        return self.load(), patches, singles


def _band(first: int, last: int, patches: list[Patch], singles: dict[int, Single]) -> Band:
    columns: dict[int, Patch] = {}
    cleared: list[tuple[int, int]] = []
    for patch in patches:
        left, right = patch.area.column, patch.area.last_column
        if patch.cells is None:
            cleared.append((left, right))
            columns = {c: p for c, p in columns.items() if not left <= c <= right}
        else:
            columns |= dict.fromkeys(range(left, right + 1), patch)
    for column in singles:
        columns.pop(column, None)
    return Band(first, last, columns, cleared, singles)


def _common(area: Area, other: Area) -> tuple[tuple[slice, slice], tuple[int, int, int, int]]:
    """Return where two areas meet: as places in `area`, and as row, column and size."""
    top, left = max(area.row, other.row), max(area.column, other.column)
    n_rows = min(area.last_row, other.last_row) - top + 1
    n_columns = min(area.last_column, other.last_column) - left + 1
    rows = slice(top - area.row, top - area.row + n_rows)
    columns = slice(left - area.column, left - area.column + n_columns)
    return (rows, columns), (top, left, n_rows, n_columns)


def _merged(
    area: Area,
    base: SheetCells,
    patches: list[Patch],
    singles: list[tuple[tuple[int, int], Single]],
) -> SheetCells:
    kinds = np.zeros((area.n_rows, area.n_columns), np.uint8, order="F")
    values = np.full((area.n_rows, area.n_columns), np.nan, order="F")
    levels: list[str] = []

    def put(at: tuple[slice, slice], cells: SheetCells) -> None:
        kinds[at], values[at] = cells.kinds, _recoded(cells, levels)

    whole = (slice(0, area.n_rows), slice(0, area.n_columns))
    put(whole, base.block(area.row, area.column, area.n_rows, area.n_columns))
    for patch in patches:
        at, size = _common(area, patch.area)
        if patch.cells is None:
            kinds[at], values[at] = BLANK, np.nan
        else:
            put(at, patch.cells.block(*size))
    for (row, column), single in singles:
        i, j = row - area.row, column - area.column
        put((slice(i, i + 1), slice(j, j + 1)), single.value)
    return SheetCells(kinds, values, levels, area.row, area.column)


def _recoded(cells: SheetCells, levels: list[str]) -> NDArray[np.float64]:
    """Return the values with the codes of those texts that occur, put at the end of `levels`."""
    coded = (cells.kinds == TEXT) | (cells.kinds == ERROR)
    if not coded.any():
        return cells.values
    used, place = np.unique(cells.values[coded].astype(np.int64), return_inverse=True)
    values = cells.values.copy()
    values[coded] = place + len(levels)
    levels.extend(cells.levels[code] for code in used.tolist())
    return values
