"""The table from which LTV_MARKOV knows how customers move between segments."""

from typing import NamedTuple

import numpy as np

from xl_addin.functions.arguments import ArgumentError, Grid
from xl_addin.functions.cells import Cell
from xl_addin.functions.reading import Floats, has_header, numbers_of


class _Names(NamedTuple):
    """How many rows of names stand above the numbers, and how many columns beside them."""

    above: int
    beside: int


def given_shares(table: Grid, n: int) -> Floats:
    """Return the shares of each of n segments that go to each segment, (n, n)."""
    from scoring.value.ltv.markov import NEARLY

    rows, (words_above, words_beside) = table.rows, _words(table, n)
    names = _Names(
        int(words_above or len(rows) == n + 1), int(words_beside or len(rows[0]) == n + 1)
    )
    shares = _numbers(table, names, n)
    total = shares.sum(axis=1)
    if (over := np.flatnonzero(total > 1 + NEARLY)).size:
        found = f"the shares add up to {total[over[0]]:g}, more than 1; for customers set counts"
        raise _in_row(int(over[0]) + names.above, found)
    return shares


def customer_shares(table: Grid, n: int) -> Floats:
    """Return the same of a table of customers, (n, n).

    A row more than segments is that of new customers, which does not count; a column more is
    that of customers lost for good. A row more without a column more is one of names.
    """
    from scoring.value.ltv.markov import transition_shares

    words_above, words_beside = _words(table, n)
    more_rows, more_columns = len(table.rows) - n, len(table.rows[0]) - n
    cornered = not isinstance(table.rows[0][0], float)  # names that are numbers leave it blank
    names = _Names(
        int(words_above or (more_rows > 0 and (cornered or more_columns == 0))),
        int(words_beside or (more_columns > 0 and cornered)),
    )
    counts = _numbers(table, names, n, spare=1)
    whole = np.vstack([counts[:n], np.eye(n + 1)[n]])  # whoever is lost stays lost
    return transition_shares(whole)[:n, :n]


def _words(table: Grid, n: int) -> tuple[bool, bool]:
    """Say whether words stand above and beside, in a range with room for more than n numbers."""
    width = len(table.block.rows[0])
    beside = [row[0] for row in table.rows]
    return table.n_rows > n and has_header(table.rows[0]), width > n and has_header(beside)


def _numbers(table: Grid, names: _Names, n: int, spare: int = 0) -> Floats:
    """Return the numbers beside and below the names, (n + spare, n + spare), blanks as 0."""
    rows = [row[names.beside :] for row in table.rows[names.above :]]
    size, width = n + spare, len(rows[0])
    if len(rows) > size or width > size:
        found = f"{len(rows)} x {width} cells without names, but values has {n}"
        raise ArgumentError("transitions", found)
    above: list[Cell] = [None] * (names.above * width)
    cells = numbers_of([*above, *(cell for row in rows for cell in row)], "transitions", width)
    square = np.zeros((size, size))
    square[: len(rows), :width] = np.nan_to_num(cells).reshape(-1, width)[names.above :]
    if (below := np.flatnonzero((square < 0).any(axis=1))).size:
        raise _in_row(int(below[0]) + names.above, "a number is below 0")
    return square


def _in_row(row: int, found: str) -> ArgumentError:
    return ArgumentError(f"transitions, row {row + 1}", found)
