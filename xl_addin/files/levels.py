"""The texts of a sheet's cells, by their codes: a list, and columns of numbers spelled out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class SpelledNumbers:
    """A column of a text file in which every cell is digits with one decimal mark, or blank.

    numbers: (n,), what the cells say if the mark is that of decimals; NaN where blank. letters:
    the texts one behind the other. ends: (n + 1,), where they begin and end.
    """

    numbers: NDArray[np.float64]
    letters: Bytes
    ends: NDArray[np.int32]

    def text(self, row: int) -> str:
        """Return the text of a row, from 0."""
        return self.letters[self.ends[row] : self.ends[row + 1]].tobytes().decode()


class Levels(Sequence[str]):
    """Texts by their codes: first the listed ones, then each row of each column of numbers.

    The text of a spelled number is made when it is asked for; one text may have several codes.
    """

    def __init__(self, listed: Sequence[str], spelled: Sequence[SpelledNumbers] = ()) -> None:
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
            return self.listed[code]
        column, row = self._place(code)
        return column.text(row)

    def spelled_by(self, codes: NDArray[Any]) -> tuple[SpelledNumbers, NDArray[np.int64]] | None:
        """Return the column of numbers that all codes are of, and its rows; None for others."""
        if not codes.size or codes.min() < self._starts[0]:
            return None
        column, first = self._place(int(codes.min()))
        rows = codes - (int(codes.min()) - first)
        return (column, rows) if rows.max() < column.numbers.size else None

    def _place(self, code: int) -> tuple[SpelledNumbers, int]:
        at = int(np.searchsorted(self._starts, code, "right")) - 1
        return self._spelled[at], int(code - self._starts[at])
