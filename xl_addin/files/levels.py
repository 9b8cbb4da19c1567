"""The texts of a sheet's cells by their codes, and columns of a text file read as a whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import overload

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Rows = slice | NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class SpelledNumbers:
    """A column of a text file in which every cell is digits with one decimal mark, or blank.

    numbers: (n,), what the cells say if the mark is that of decimals; NaN where blank. letters:
    the texts one behind the other. starts, stops: (n,), where each begins and ends.
    """

    numbers: NDArray[np.float64]
    letters: Bytes
    starts: NDArray[np.int32]
    stops: NDArray[np.int32]

    def text(self, row: int) -> str:
        """Return the text of a row, from 0."""
        return self.letters[self.starts[row] : self.stops[row]].tobytes().decode()

    def at(self, rows: Rows) -> "SpelledNumbers":
        """Return some rows of the column, rising."""
        return SpelledNumbers(self.numbers[rows], self.letters, self.starts[rows], self.stops[rows])


@dataclass(frozen=True, slots=True, eq=False)
class CodedTexts:
    """A column of texts and blanks.

    codes: (n,), below 0 where blank, into texts, (k,), each there once. all_used: whether each is
    known to occur. letters: how many different bytes of letters there are in the texts, or more.
    """

    codes: NDArray[np.int32]
    texts: NDArray[np.object_]
    all_used: bool = True
    letters: int = 256

    def text(self, row: int) -> str:
        """Return the text of a row, from 0, that is not blank."""
        return str(self.texts[self.codes[row]])

    def at(self, rows: Rows) -> "CodedTexts":
        """Return some rows of the column, rising."""
        codes = self.codes[rows]
        all_used = self.all_used and codes.size == self.codes.size
        return CodedTexts(codes, self.texts, all_used, self.letters)

    def used(self) -> "CodedTexts":
        """Return the column without texts that do not occur."""
        if self.all_used:
            return self
        occurs = np.zeros(self.texts.size + 1, bool)
        occurs[self.codes] = True  # a blank marks the last place
        place = np.append(np.cumsum(occurs[:-1], dtype=np.int32) - np.int32(1), np.int32(-1))
        return CodedTexts(place[self.codes], self.texts[occurs[:-1]])


@dataclass(frozen=True, slots=True, eq=False)
class WholeColumns:
    """Columns of a block of cells that were read as a whole, by their place in it.

    above: the rows of the block, as texts by their place, below which the columns begin.
    """

    columns: Mapping[int, CodedTexts | SpelledNumbers] = field(default_factory=dict)
    above: tuple[Mapping[int, str], ...] = ()

    @property
    def first(self) -> int:
        """The row of the block, from 0, that is the first of the columns."""
        return len(self.above)

    def block(self, top: int, bottom: int, left: int, right: int) -> "WholeColumns":
        """Return the columns of a rectangle of the block, rows and columns from 0."""
        rows = slice(max(top - self.first, 0), max(bottom - self.first, 0))
        columns = {j - left: each.at(rows) for j, each in self.columns.items() if left <= j < right}
        above = [
            {j - left: text for j, text in row.items() if left <= j < right}
            for row in self.above[top:bottom]
        ]
        return WholeColumns(columns, tuple(above))

    def only(self, rows: NDArray[np.int64]) -> "WholeColumns":
        """Return the columns of some rows of the block, from 0 and rising."""
        if rows.size and rows[0] < self.first:
            return WholeColumns()
        rows = rows - self.first
        return WholeColumns({j: each.at(rows) for j, each in self.columns.items()})

    def text(self, i: int, j: int) -> str | None:
        """Return the text of a cell that is not blank; None where the columns do not hold it."""
        if i < self.first:
            return self.above[i].get(j)
        column = self.columns.get(j)
        return None if column is None else column.text(i - self.first)

    def texts(self, j: int, rows: Rows) -> CodedTexts | None:
        """Return rows of the block of a column of texts; None for any other column or rows."""
        column = self.columns.get(j)
        if not isinstance(column, CodedTexts):
            return None
        if not isinstance(rows, slice):
            if not rows.size or rows[0] < self.first:
                return None
            if rows[-1] - rows[0] >= rows.size:  # rising, and not one behind the other
                return column.at(rows - self.first)
            rows = slice(int(rows[0]), int(rows[-1]) + 1)
        if (rows.start or 0) < self.first:
            return None
        stop = None if rows.stop is None else rows.stop - self.first
        return column.at(slice((rows.start or 0) - self.first, stop))

    def letters(self, j: int) -> int:
        """Return how many different letters, in bytes, the texts of a column have, or more."""
        column = self.columns.get(j)
        return column.letters if isinstance(column, CodedTexts) else 256

    def numbers(self, j: int) -> SpelledNumbers | None:
        """Return a column of numbers that all rows of the block belong to."""
        column = self.columns.get(j)
        return column if isinstance(column, SpelledNumbers) and not self.above else None


class Levels(Sequence[str]):
    """Texts by their codes: first the listed ones, then each row of each column of numbers.

    The text of a spelled number is made when it is asked for; one text may have several codes.
    """

    def __init__(self, listed: NDArray[np.object_], spelled: Sequence[SpelledNumbers] = ()) -> None:
        self.listed = listed
        self._spelled = spelled
        self._starts = np.cumsum([len(listed), *(each.numbers.size for each in spelled)])

    def __len__(self) -> int:
        return int(self._starts[-1])

    @overload
    def __getitem__(self, code: int) -> str: ...
    @overload
    def __getitem__(self, code: slice) -> Sequence[str]: ...
    def __getitem__(self, code: int | slice) -> str | Sequence[str]:
        if isinstance(code, slice):
            return [self[at] for at in range(*code.indices(len(self)))]
        if code < self._starts[0]:
            return str(self.listed[code])
        column = int(np.searchsorted(self._starts, code, "right")) - 1
        return self._spelled[column].text(int(code - self._starts[column]))
