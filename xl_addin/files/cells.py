"""The cells of a sheet as arrays: no Python object per cell until one is asked for."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from xl_addin.files.encode import BLANK, BOOL, DATE, ERROR, NUMBER, TEXT, Kinds, Values
from xl_addin.files.levels import Levels, Rows, SpelledNumbers, WholeColumns

if TYPE_CHECKING:
    import pandas as pd

Cell = str | float | bool | dt.datetime | None
_EPOCH = dt.datetime(1970, 1, 1)


@dataclass(frozen=True, eq=False)
class SheetFacts:
    """What a sheet says beside its values; rows and columns count from 0.

    merges: (top, left, bottom, right). hidden: rows that are hidden. levels: (n, 2), row and
    outline level. indents: (n, 3), row, column and indent of cells. padded: numbers taken as shown
    with leading zeros. no_values: formulas never calculated, and no_value_cells the first of them.
    formats: what number formats show beside the number, as `shown_by` gives it. formatted: (n, 3),
    row, column and place in formats of the cells that have such a format.
    """

    merges: tuple[tuple[int, int, int, int], ...] = ()
    hidden: "NDArray[np.int64]" = field(default_factory=lambda: np.empty(0, np.int64))
    levels: "NDArray[np.int64]" = field(default_factory=lambda: np.empty((0, 2), np.int64))
    indents: "NDArray[np.int64]" = field(default_factory=lambda: np.empty((0, 3), np.int64))
    padded: int = 0
    no_values: int = 0
    no_value_cells: tuple[str, ...] = ()
    filtered: bool = False  # a filter of the sheet is active
    formats: tuple[str, ...] = ()
    formatted: "NDArray[np.int64]" = field(default_factory=lambda: np.empty((0, 3), np.int64))


@dataclass(frozen=True, eq=False)
class SheetCells:
    """A block of cells; kinds and values are (n_rows, n_cols), stored column after column.

    kinds: 0 blank, 1 number, 2 date, 3 text, 4 bool, 5 error. values: the number; seconds since
    1970-01-01 of a date; a place in `levels` for a text or an error; 1 or 0 of a bool; NaN of a
    blank. `first_row` and `first_column` are the sheet's own numbers, from 1. `whole`: columns of a
    text file as they were read, which say the same as their cells; there `source` is what works
    the values out if they are ever asked for. Never changed.
    """

    kinds: Kinds
    source: Values | Callable[[], Values]
    levels: Sequence[str]
    first_row: int = 1
    first_column: int = 1
    strays: tuple[str, ...] = field(default=())  # addresses far away from the data, left out
    facts: SheetFacts = field(default_factory=SheetFacts)
    whole: WholeColumns = field(default_factory=WholeColumns)

    @cached_property
    def values(self) -> Values:
        """The values of the cells, as kinds say."""
        return self.source() if callable(self.source) else self.source

    @cached_property
    def filled(self) -> NDArray[np.bool_]:
        """Which rows hold anything."""
        filled: NDArray[np.bool_] = np.any(self.kinds, axis=1)
        return filled

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return int(self.kinds.shape[0])

    @property
    def n_cols(self) -> int:
        """Number of columns."""
        return int(self.kinds.shape[1])

    @cached_property
    def listed(self) -> NDArray[np.object_]:
        """The texts of the levels, without those of spelled numbers."""
        if isinstance(self.levels, Levels):
            return self.levels.listed
        texts = np.empty(len(self.levels), object)
        texts[:] = self.levels
        return texts

    def texts_that(
        self, test: Callable[[list[str]], Sequence[bool]], j: int, rows: Rows = slice(None)
    ) -> NDArray[np.bool_]:
        """Mark the rows whose cell in a column is a text that passes a test, each text once."""
        if (coded := self.whole.texts(j, rows)) is not None:
            passed = test(coded.texts.tolist())
            if not any(passed):
                return np.zeros(coded.codes.size, bool)
            return np.array([*passed, False])[coded.codes]  # the last place is that of blanks
        kinds, values = self.kinds[rows, j], self.values[rows, j]
        text = kinds == TEXT
        passes: NDArray[np.bool_] = np.zeros(kinds.size, bool)
        if text.any():
            low, used, codes = _used_codes(values if text.all() else values[text])
            passing = np.zeros(used.size, bool)
            found = np.flatnonzero(used)
            passing[found] = test(self._texts(found + low).tolist())
            passes[text] = passing[codes]
        return passes

    def _texts(self, codes: NDArray[np.int64]) -> NDArray[np.object_]:
        """Return texts by their codes, rising."""
        if codes.size and codes[-1] >= self.listed.size:
            return np.array([self.levels[code] for code in codes.tolist()], object)
        return self.listed[codes]

    def block(self, row: int, column: int, n_rows: int, n_cols: int) -> "SheetCells":
        """Return the cells of a rectangle of the sheet (row and column from 1), blank beyond these.

        A rectangle wholly inside shares the arrays.
        """
        top, left = row - self.first_row, column - self.first_column
        bottom, right = top + n_rows, left + n_cols
        if top >= 0 and left >= 0 and bottom <= self.n_rows and right <= self.n_cols:
            place = slice(top, bottom), slice(left, right)
            whole = self.whole.block(top, bottom, left, right)
            return SheetCells(
                self.kinds[place], self._values_at(place), self.levels, row, column, whole=whole
            )
        kinds = np.zeros((n_rows, n_cols), np.uint8, order="F")
        values = np.full((n_rows, n_cols), np.nan, order="F")
        rows = slice(max(top, 0), max(min(bottom, self.n_rows), 0))
        columns = slice(max(left, 0), max(min(right, self.n_cols), 0))
        if rows.start < rows.stop and columns.start < columns.stop:
            there = (
                slice(rows.start - top, rows.stop - top),
                slice(columns.start - left, columns.stop - left),
            )
            kinds[there], values[there] = self.kinds[rows, columns], self.values[rows, columns]
        return SheetCells(kinds, values, self.levels, row, column)

    def only(self, rows: "NDArray[np.int64]") -> "SheetCells":
        """Return the cells of some rows, 0-based and rising, as a block of its own."""
        whole = self.whole.only(rows)
        kinds, values = self.kinds[rows], self._values_at(rows)
        return SheetCells(kinds, values, self.levels, 1, self.first_column, whole=whole)

    def _values_at(self, place: Any) -> Values | Callable[[], Values]:
        """Return some of the values, or what works them out."""
        return (lambda: self.values[place]) if callable(self.source) else self.source[place]

    def cell(self, i: int, j: int) -> Cell:
        """Return one cell as a plain value; i and j count from 0. An error is an ErrorCell."""
        kind = int(self.kinds[i, j])
        if kind == BLANK:
            return None
        text = self.whole.text(i, j)
        return self._plain(kind, float(self.values[i, j])) if text is None else text

    def rows(self, start: int = 0, stop: int | None = None) -> list[list[Cell]]:
        """Return rows of plain values: None, float, str, bool, datetime, ErrorCell."""
        columns = [self._objects(j, start, stop).tolist() for j in range(self.n_cols)]
        return [list(row) for row in zip(*columns, strict=True)]

    def column(self, j: int, start: int = 0, stop: int | None = None) -> "pd.Series[Any]":
        """Return a column, 0-based, as the gate of `scoring` takes it.

        Numbers and blanks: float64 with NaN. Dates and blanks: datetime64[s], fractions of a second
        cut off, blanks NaT. Texts and blanks: categorical, blanks missing. A column of nothing:
        float64. Anything else: objects.
        """
        import pandas as pd

        coded = self.whole.texts(j, slice(start, stop))
        if coded is not None and coded.texts.size:
            coded = coded.used()
            return pd.Series(_categorical(coded.codes, pd.Index(coded.texts, dtype=object)))
        kinds, values = self.kinds[start:stop, j], self.values[start:stop, j]
        found = set(np.flatnonzero(np.bincount(kinds, minlength=6)).tolist()) - {BLANK}
        if found <= {NUMBER}:
            return pd.Series(values)
        if found == {DATE}:
            blank = kinds == BLANK
            seconds = np.floor(np.where(blank, 0, values)).astype(np.int64)
            moments = seconds.astype("datetime64[s]")
            moments[blank] = np.datetime64("NaT")
            return pd.Series(moments)
        if found == {TEXT}:
            return pd.Series(self._categories(kinds, values))
        return pd.Series(self._objects(j, start, stop), dtype=object)

    def numbers(self, j: int) -> tuple["pd.Series[Any]", SpelledNumbers] | None:
        """Return a column, 0-based, of spelled numbers as such, NaN where blank, and its texts.

        None where it is not, or not all, such a column of a text file.
        """
        import pandas as pd

        spelled = self.whole.numbers(j)
        return None if spelled is None else (pd.Series(spelled.numbers, copy=False), spelled)

    def _categories(self, kinds: Kinds, values: Values) -> "pd.Categorical[str]":
        import pandas as pd

        filled = kinds == TEXT
        low, used, codes = _used_codes(values if filled.all() else values[filled])
        levels: pd.Index[Any] = pd.Index(self._texts(np.flatnonzero(used) + low), dtype=object)
        place = np.cumsum(used, dtype=np.int32) - 1
        if not _is_distinct(levels):  # joined blocks may hold one text twice
            same, distinct = pd.factorize(levels)
            levels, place = pd.Index(distinct), same[place].astype(np.int32)
        new = np.full(kinds.size, -1, np.int32)
        new[filled] = place[codes]
        return _categorical(new, levels)

    def _objects(self, j: int, start: int, stop: int | None) -> NDArray[np.object_]:
        kinds, values = self.kinds[start:stop, j], self.values[start:stop, j]
        cells = np.full(len(kinds), None, object)
        for kind in np.unique(kinds):
            here = kinds == kind
            if kind == TEXT:
                codes, place = np.unique(values[here].astype(np.int64), return_inverse=True)
                cells[here] = self._texts(codes)[place]
            elif kind == NUMBER:
                cells[here] = values[here]
            elif kind == BOOL:
                cells[here] = values[here] != 0
            elif kind != BLANK:
                cells[here] = [self._plain(int(kind), value) for value in values[here].tolist()]
        return cells

    def _plain(self, kind: int, value: float) -> Cell:
        if kind == NUMBER:
            return value
        if kind == DATE:
            return _EPOCH + dt.timedelta(seconds=value)
        if kind == BOOL:
            return bool(value)
        text = self.levels[int(value)]
        return error_cell(text) if kind == ERROR else text


def _is_distinct(levels: "pd.Index[Any]") -> bool:
    """Whether each level is there once."""
    _ = levels.is_monotonic_increasing  # then pandas needs no table to know that rising ones are
    return levels.is_unique


def _categorical(codes: NDArray[np.int32], levels: "pd.Index[Any]") -> "pd.Categorical[str]":
    import pandas as pd

    _is_distinct(levels)
    return pd.Categorical.from_codes(codes, categories=levels, validate=False)


def _used_codes(values: Values) -> tuple[int, NDArray[np.bool_], NDArray[np.int64]]:
    """Return the lowest code, which codes from there on occur, and the codes counted from it."""
    codes = values.astype(np.int64)
    low = int(codes.min())
    codes -= low
    used = np.zeros(int(codes.max()) + 1, bool)
    used[codes] = True
    return low, used, codes


def error_cell(text: str) -> str:
    """Return the text of an Excel error marked as one, as `scoring` knows it."""
    from scoring.tables import ErrorCell

    return ErrorCell(text)
