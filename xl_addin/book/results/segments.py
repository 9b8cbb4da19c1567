"""The check of the segment map and the migration between segments -> grids of the sheets."""

from typing import Any

import pandas as pd

from scoring.assessment import Assessment
from scoring.value.migration import LOST, NEW
from scoring.value.segment_check import Cell, MapReport, Step, check_map
from scoring.value.segment_maps import SegmentMap
from xl_addin.book.history import Movement
from xl_addin.book.layouts import SEGMENT_ROWS
from xl_addin.book.results.words import blank_nan
from xl_addin.book.write import Grid
from xl_addin.segment_names import segment_name
from xl_addin.texts import Texts

SHOWN = 3  # examples of each finding
_MOVES = ("upgraded", "downgraded", "unchanged", "regrouped", "new", "lost")


def map_check_grid(say: Texts, assessment: Assessment) -> Grid:
    """Return what the map checker says of the map in use, and which segments nobody is in."""
    chosen, summary = assessment.segments.map, assessment.segments.summary
    report = check_map(chosen)
    nobody = summary.loc[summary["customers"] == 0, "segment"]
    holes, overlaps = _listed(report.holes), _listed(report.overlaps)
    return [
        [say("map_check.shape", holes=holes, overlaps=overlaps)],
        [_steps(say, report, chosen)],
        [_named(say, "empty", "none_empty", report.empty)],
        [_named(say, "nobody", "all_used", tuple(nobody))],
    ]


def _listed(cells: tuple[Cell, ...]) -> str:
    """Return how many cells there are, and the first of them."""
    first = ", ".join("".join(map(str, cell)) for cell in cells[: 2 * SHOWN])
    more = ", …" if len(cells) > 2 * SHOWN else ""
    return f"{len(cells)} ({first}{more})" if cells else "0"


def _steps(say: Texts, report: MapReport, chosen: SegmentMap) -> str:
    """Return how many steps go down, by axis, with one example of each axis."""
    counts = {axis: count for axis, count in report.worsening_by_axis.items() if count}
    by_axis = ", ".join(f"{axis} {count}" for axis, count in counts.items())
    examples = [
        next(step for step in report.worsening if report.axes[step.axis] == axis) for axis in counts
    ]
    cells = ", ".join(_step(say, step, chosen) for step in examples)
    shown = " " + say("map_check.where", cells=cells) if cells else ""
    axes = f" ({by_axis})" if by_axis else ""
    return say("map_check.steps", steps=len(report.worsening), axes=axes, shown=shown)


def _step(say: Texts, step: Step, chosen: SegmentMap) -> str:
    names = [
        segment_name(say, chosen.keys[chosen.grid[tuple(score - 1 for score in cell)]])
        for cell in (step.below, step.above)
    ]
    below, above = ("".join(map(str, cell)) for cell in (step.below, step.above))
    return say("map_check.step", below=below, segment=names[0], above=above, other=names[1])


def _named(say: Texts, some: str, none: str, keys: tuple[str, ...]) -> str:
    if not keys:
        return say(f"map_check.{none}")
    names = ", ".join(segment_name(say, key) for key in keys)
    return say(f"map_check.{some}", names=names)


def migration_grids(say: Texts, assessment: Assessment, movement: Movement) -> dict[str, Grid]:
    """Return moves, and matrices of customers and money; all blank at the first snapshot.

    Segments that the map in use does not know make one row and one column.
    """
    migration = movement.migration
    blocks = ("moves", "names", "customers", "money_names", "money")
    if migration is None or movement.since is None:
        blank: dict[str, Grid] = {f"migration_{name}": [] for name in blocks}
        return {**blank, "migration_since": [[say("changed.first")]]}
    since, now = movement.since.isoformat(), assessment.as_of.isoformat()
    told = say("migration_sheet.since", then=since, now=now)
    if not movement.same_options:
        told = f"{told} {say('migration_sheet.other_options')}"
    known = assessment.segments.map.segments
    names = [segment_name(say, key) for key in known]
    blank_row: list[Any] = [None] * (SEGMENT_ROWS - len(names))
    others = say("moves.regrouped")
    head = [say("columns.segment_then"), *names, *blank_row, others, say("moves.lost")]
    side = [*names, *blank_row, others, say("moves.new")]
    return {
        "migration_since": [[told]],
        "migration_moves": [
            [
                say(f"moves.{row.move}"),
                row.customers,
                *map(blank_nan, (row.share, row.money, row.money_share)),
            ]
            for row in migration.moves.itertuples()
        ],
        "migration_names": [head],
        "migration_customers": _matrix(migration.customers, known, side),
        "migration_money_names": [head],
        "migration_money": _matrix(migration.money, known, side),
    }


def _matrix(table: pd.DataFrame, known: tuple[str, ...], side: list[Any]) -> Grid:
    """Return a matrix of a fixed number of rows and columns; 0 stays blank."""
    gap = [f"gap {place}" for place in range(SEGMENT_ROWS - len(known))]
    wide = _folded(_folded(table, known, NEW, gap).T, known, LOST, gap).T
    cells = wide.to_numpy(object).tolist()
    return [[name, *(cell or None for cell in row)] for name, row in zip(side, cells, strict=True)]


def _folded(table: pd.DataFrame, known: tuple[str, ...], last: str, gap: list[str]) -> pd.DataFrame:
    """Return the rows known, blank ones, the sum of all others, and the last row."""
    others = table.drop(index=[*known, last]).sum()
    rows = [*(table.loc[key] for key in known), *(others * 0 for _ in gap), others, table.loc[last]]
    return pd.DataFrame(rows, index=[*known, *gap, "others", last])
