"""Arguments side by side: row 3 of one belongs to row 3 of the others."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scoring.errors import MESSAGES
from scoring.tables import ErrorCell
from xl_addin.functions.arguments import Answer, ArgumentError, Line, Words
from xl_addin.functions.cells import NO_VALUE, Cell
from xl_addin.functions.reading import (
    Bools,
    Floats,
    check_lengths,
    has_header,
    numbers_of,
    refuse_blank,
)

Codes = npt.NDArray[np.intp]

LONGEST_CLASS = 2


@dataclass(frozen=True, slots=True, eq=False)
class Aligned:
    """Lines row by row; a single cell holds for every row.

    shape: the argument whose shape the answers take. header: whether the first row is one of
    headers. blank: rows without any cell, and the headers, (n,): their answers are blank.
    words: what may stand in an argument that is none of numbers.
    """

    lines: Mapping[str, Line]
    shape: str
    n: int
    header: bool
    blank: Bools
    words: Mapping[str, Words]

    def numbers(
        self, argument: str, low: float = -math.inf, high: float = math.inf, *, needed: bool = True
    ) -> Floats:
        """Return the numbers of an argument, (n,), NaN where blank.

        Raises for text, for numbers outside low .. high, and, when needed, for a blank in a
        row that has other cells.
        """
        if argument not in self.lines:
            return np.full(self.n, np.nan)
        values = numbers_of(self._cells(argument), argument)
        if (rows := np.flatnonzero((values < low) | (values > high))).size:
            found = f"{values[rows[0]]:g} is not between {low:g} and {high:g}"
            raise ArgumentError(f"{argument}, row {rows[0] + 1}", found)
        if needed:
            self._refuse_blank(np.isnan(values), argument)
        return np.broadcast_to(values, self.n)

    def codes(self, argument: str) -> Codes:
        """Return the places of an argument's words among its options, (n,), -1 in blank rows."""
        words = self.words[argument]
        place = {option: code for code, option in enumerate(words.options)}
        codes = np.full(1 if self._single(argument) else self.n, -1, np.intp)
        for row, cell in enumerate(self._cells(argument)):
            where = f"{argument}, row {row + 1}"
            if isinstance(cell, ErrorCell):
                raise ArgumentError(where, MESSAGES["cell.error"].format(found=cell))
            if cell is not None:
                codes[row] = place[words.option(cell, where)]
        self._refuse_blank(codes < 0, argument)
        return np.broadcast_to(codes, self.n)

    def spread(self, answers: Sequence[Cell] | Floats) -> Answer:
        """Return one answer per row, in shape: blank rows blank, a dash for None and NaN."""
        cells = answers.tolist() if isinstance(answers, np.ndarray) else answers
        rows = zip(told(cells), self.blank.tolist(), strict=True)
        return self.lines[self.shape].spread(["" if blank else cell for cell, blank in rows])

    def _single(self, argument: str) -> bool:
        return self.lines[argument].n_named == 1

    def _cells(self, argument: str) -> list[Cell]:
        """Return an argument's one cell, or n cells, the header blanked."""
        cells = self.lines[argument].cells
        if self._single(argument):
            return cells
        first: list[Cell] = [None] if self.header else cells[:1]
        return [*first, *cells[1:], *[None] * (self.n - len(cells))]

    def _refuse_blank(self, missing: Bools, argument: str) -> None:
        wanted = ~self.blank.all() if missing.size < self.n else ~self.blank
        refuse_blank(missing & wanted, argument)


def aligned(
    arguments: Mapping[str, Line | None], words: Mapping[str, Words] | None = None
) -> Aligned:
    """Lay lines side by side; arguments that are None were not given.

    words says what may stand in arguments that are none of numbers. The first row is one of
    headers when every cell in it is a word, and none as short as a class. Raises ArgumentError
    for ranges of different length.
    """
    words = words or {}
    lines = {name: line for name, line in arguments.items() if line is not None}
    long = {name: line for name, line in lines.items() if line.n_named > 1} or lines
    check_lengths(dict(long))
    n = max(map(len, long.values()))
    firsts = {name: line.cells[:1] for name, line in long.items()}
    is_class = any(_is_class(firsts[name][0]) for name in words if name in firsts)
    header = n > 1 and not is_class and has_header(*firsts.values())
    blank = np.ones(n, bool)
    for line in long.values():
        blank[: len(line)] &= [cell is None for cell in line.cells]
    blank[0] |= header
    return Aligned(lines, next(iter(long)), n, header, blank, words)


def told(answers: Sequence[Cell]) -> list[Cell]:
    """Return answers with a dash for None and NaN."""
    return [NO_VALUE if _nothing(answer) else answer for answer in answers]


def _nothing(answer: Cell) -> bool:
    return answer is None or (isinstance(answer, float) and math.isnan(answer))


def _is_class(cell: Cell) -> bool:
    """Say whether a text is a class, or a slip of one, and not a header: R1, A, X."""
    return isinstance(cell, str) and len(cell.strip()) <= LONGEST_CLASS
