"""Where filled cells end: what Ctrl and the arrow keys, and Ctrl and *, find in Excel."""

import numpy as np
from numpy.typing import NDArray

from xl_addin.engines.package.addresses import MAX_COLUMNS, MAX_ROWS, Area
from xl_addin.engines.package.overlay import Overlay
from xl_addin.files.encode import BLANK


def edge(overlay: Overlay, area: Area, direction: str) -> tuple[int, int]:
    """Return row and column where an arrow key with Ctrl leads from the first cell of an area.

    From a filled cell beside a filled one: the last before a blank. Otherwise: the next filled
    one, or the edge of the sheet. Direction: up, down, left or right, or its first letter.
    """
    row, column = area.row, area.column
    used = overlay.used()
    ahead = direction[0] in "dr"
    if direction[0] in "du":
        here, limit, size = row, MAX_ROWS, max(used.last_row, row)
        line = overlay.kinds(Area(1, column, size, 1))[:, 0] != BLANK
    else:
        here, limit, size = column, MAX_COLUMNS, max(used.last_column, column)
        line = overlay.kinds(Area(row, 1, 1, size))[0] != BLANK
    way = line[here - 1 :] if ahead else line[here - 1 :: -1] if here > 1 else line[:1]
    steps = _steps(way)
    sign = 1 if ahead else -1
    there = (limit if ahead else 1) if steps is None else here + sign * steps
    return (there, column) if direction[0] in "du" else (row, there)


def current_region(overlay: Overlay, area: Area) -> Area:
    """Return the block of filled cells around the first cell of an area.

    It hangs together by sides or corners, and ends at blank rows and columns.
    """
    used = overlay.used()
    n_rows, n_columns = max(used.last_row, area.row), max(used.last_column, area.column)
    filled = overlay.kinds(Area(1, 1, n_rows, n_columns)) != BLANK
    top = bottom = area.row - 1
    left = right = area.column - 1
    while True:
        rows = filled[:, max(left - 1, 0) : right + 2].any(axis=1)
        new_top, new_bottom = _grown(rows, top, bottom)
        columns = filled[max(new_top - 1, 0) : new_bottom + 2].any(axis=0)
        new_left, new_right = _grown(columns, left, right)
        if (new_top, new_bottom, new_left, new_right) == (top, bottom, left, right):
            return Area(top + 1, left + 1, bottom - top + 1, right - left + 1)
        top, bottom, left, right = new_top, new_bottom, new_left, new_right


def _grown(filled: NDArray[np.bool], start: int, end: int) -> tuple[int, int]:
    """Return how far a span may grow on both sides over lines that are filled."""
    after, before = np.flatnonzero(~filled[end + 1 :]), np.flatnonzero(~filled[:start][::-1])
    return (
        start - (int(before[0]) if before.size else start),
        end + (int(after[0]) if after.size else len(filled) - end - 1),
    )


def _steps(way: NDArray[np.bool]) -> int | None:
    if len(way) > 1 and way[0] and way[1]:
        blank = np.flatnonzero(~way)
        return int(blank[0]) - 1 if blank.size else len(way) - 1
    filled = np.flatnonzero(way[1:])
    return int(filled[0]) + 1 if filled.size else None
