"""A segment map of the user's own, as it stands in cells: rows of rules, or a grid of names."""

import re
from collections.abc import Sequence
from typing import Any

from scoring.settings import SegmentRow
from scoring.value.segment_maps import STEPS, SegmentMap
from scoring.value.segment_rules import read_grid, read_rows
from xl_addin.segment_names import segment_key

_RULE = re.compile(r"[0-9*]")
_LABEL = re.compile(r"(?:R|FM|F|M|М)?\s*[1-9]", re.IGNORECASE)
MOST_STEPS = 9


class MapShapeError(ValueError):
    """The cells are neither rows of segment, rank and scores nor a square grid."""


def map_of(cells: Sequence[Sequence[Any]], steps: int = STEPS) -> SegmentMap:
    """Read a map.

    Two or three columns whose last holds scores are rows: segment, rank (may be left out) and
    rule, in the scores 1 .. steps; a first row of headers is passed over. Anything else must be
    a square of names, with or without labels, whose side says how many scores there are.

    Raises MapShapeError, and TableError with every fault of rows or grid.
    """
    rows = [list(row) for row in cells]
    width = len(rows[0])
    if _has_rules(rows):
        return read_rows(rows_of(rows[first_rule(rows) :]), steps)
    sides = (*rows[0][1:], *(row[0] for row in rows[1:]))
    labelled = all(_LABEL.fullmatch(_text(cell)) for cell in sides)
    side = len(rows) - labelled
    if len(rows) != width or not 2 <= side <= MOST_STEPS:
        raise MapShapeError
    return read_grid(
        [_named(row, place, labelled=labelled) for place, row in enumerate(rows)], side
    )


def first_rule(cells: Sequence[Sequence[Any]]) -> int:
    """Return the row in which the first rule stands: 1 below headers, else 0."""
    headed = _has_rules(cells) and not _RULE.search(_text(cells[0][-1]))
    return int(headed)


def _has_rules(cells: Sequence[Sequence[Any]]) -> bool:
    return len(cells[0]) in {2, 3} and any(_RULE.search(_text(row[-1])) for row in cells)


def rows_of(cells: Sequence[Sequence[Any]]) -> list[SegmentRow]:
    """Return rows of segment, rank and rule, or of segment and rule, as they were typed."""
    return [
        SegmentRow(
            segment_key(_text(row[0])), _rank(row[1]) if len(row) > 2 else None, _text(row[-1])
        )
        for row in cells
    ]


def _named(row: Sequence[Any], place: int, *, labelled: bool) -> list[str | None]:
    """Return a row of a grid: segments by key, labels as they stand."""
    texts = [_text(cell) or None for cell in row]
    if labelled and place == 0:
        return texts
    return [
        text if text is None or (labelled and column == 0) else segment_key(text)
        for column, text in enumerate(texts)
    ]


def _rank(cell: Any) -> int | str | None:
    if cell is None or cell == "":
        return None
    if isinstance(cell, (int, float)) and not isinstance(cell, bool) and cell == int(cell):
        return int(cell)
    text = str(cell).strip()
    return int(text) if text.isdecimal() else text


def _text(cell: Any) -> str:
    """Return a cell as text: a code such as 555 may be a number."""
    if isinstance(cell, float) and cell.is_integer():
        return f"{cell:.0f}"
    return "" if cell is None else str(cell).strip()
