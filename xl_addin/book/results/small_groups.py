"""Groups too small to be told of: their figures are kept out of a workbook that is given away.

A group of fewer customers than ``least`` shows "<5" instead of its number and nothing beside it.
Where it is the only one of its block, the smallest of the others shows a hyphen: the total would
give the first away. Blocks are taken one by one; what two of them say together is not looked at.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xl_addin.book.results import Contents
from xl_addin.book.write import Grid

BESIDE = "–"  # a group that would give a small one away
# Blocks of a row per group: the column of customers; what stands right of it is theirs.
ROWS = {
    "segments": 1,
    "map_segments": 1,
    "migration_moves": 1,
    "changes": 1,
    "abc_summary": 1,
    "xyz_summary": 1,
    "xyz_kinds": 1,
    "ltv_classes": 1,
    "ltv_by_orders": 1,
    "ltv_histogram": 1,
    "risk_summary": 0,
    "decision_summary": 0,
}
# Boards of a cell per group, and the boards of its other figures; from which column on.
BOARDS: dict[str, tuple[int, tuple[str, ...]]] = {
    "map_customers": (0, ("map_revenue",)),
    "board_customers": (0, ("board_revenue", "board_share", "board_margin")),
    "abc_joint": (0, ()),
    "decision_customers": (0, ("decision_money",)),
    "migration_customers": (1, ("migration_money",)),
    "rfm_bins": (1, ()),
}
# Rows on the 1, 3, 5, 10 largest customers, from the first on: so many are groups of their own.
LARGEST = {"conc_shares": (1, 3, 5, 10), "conc_stress": (0, 1, 3, 5, 10)}
MEASURES = {"conc_shares": 3}  # columns of figures; words follow


def without_small_groups(contents: Contents, least: int) -> Contents:
    """Return results in which no group of fewer than ``least`` customers is told of."""
    blocks = dict(contents.blocks)
    for name, column in ROWS.items():
        blocks[name] = _rows(blocks.get(name, []), column, least)
    for name, (start, others) in BOARDS.items():
        blocks |= _boards(blocks, (name, *others), start, least)
    for name, counts in LARGEST.items():
        blocks[name] = _largest(blocks[name], counts, least, MEASURES.get(name))
    blocks["conc_dependence"] = _parts(blocks.get("conc_dependence", []), least)
    blocks["decision_bubble"] = [
        row if row and not 0 < row[2] < least else [] for row in blocks["decision_bubble"]
    ]
    small = 0 < (blocks["tile_a_customers"][0][0] or 0) < least
    if small:
        blocks |= {"tile_a_customers": [[f"<{least}"]], "tile_a_share": [[None]]}
    return replace(contents, blocks=blocks)


def _rows(grid: Grid, column: int, least: int) -> Grid:
    told = [list(row) for row in grid]
    counts = np.array([_count(row[column]) if len(row) > column else 0 for row in told], np.float64)
    for at, mark in _marks(counts, least).items():
        told[at][column:] = [mark, *[None] * (len(told[at]) - column - 1)]
    return told


def _boards(
    blocks: Mapping[str, Grid], names: tuple[str, ...], start: int, least: int
) -> dict[str, Grid]:
    grids = {name: [list(row) for row in blocks.get(name, [])] for name in names}
    counts, *others = grids.values()
    if not counts:
        return {}
    numbers = np.array([[_count(cell) for cell in row[start:]] for row in counts], np.float64)
    for place, mark in _marks(numbers.ravel(), least).items():
        i, j = divmod(place, numbers.shape[1])
        counts[i][start + j] = mark
        for other in filter(None, others):
            other[i][start + j] = None
    return {**grids}


def _largest(grid: Grid, counts: tuple[int, ...], least: int, width: int | None) -> Grid:
    told = [list(row) for row in grid]
    for row, count in zip(told, counts, strict=False):
        if 0 < count < least:
            row[:width] = [None] * len(row[:width])
    return told


def _parts(grid: Grid, least: int) -> Grid:
    """Return managers, products and industries; of one with few customers its name alone."""
    return [
        [row[0], *[None] * 6, f"<{least}", None] if 0 < row[7] < least else list(row)
        for row in grid
    ]


def _marks(counts: NDArray[np.float64], least: int) -> dict[int, str]:
    """Return what to write instead of the numbers of groups that are not told of, by place."""
    small = np.flatnonzero((counts > 0) & (counts < least))
    marks = dict.fromkeys(small.tolist(), f"<{least}")
    rest = np.where(counts >= least, counts, np.inf)
    if small.size == 1 and np.isfinite(rest).any():
        marks[int(rest.argmin())] = BESIDE
    return marks


def _count(cell: Any) -> float:
    return float(cell) if isinstance(cell, (int, float, np.integer)) else 0.0
