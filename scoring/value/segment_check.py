"""A check of a segment map: holes, overlaps, steps for the worse, segments without a cell."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from scoring.checks import BoolArray
from scoring.value.segment_maps import SegmentMap

Cell = tuple[int, ...]  # scores by axis, from 1


class Step(NamedTuple):
    """A step of one score upwards, on axis 0 (R), 1 (F or FM) or 2 (M), into a worse segment."""

    axis: int
    below: Cell
    above: Cell


@dataclass(frozen=True, slots=True)
class MapReport:
    """What is wrong with a map; cells are scores counted from 1. axes: their names, in order."""

    axes: tuple[str, ...]
    holes: tuple[Cell, ...]
    overlaps: tuple[Cell, ...]
    worsening: tuple[Step, ...]
    empty: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.holes or self.overlaps or self.worsening or self.empty)

    @property
    def worsening_by_axis(self) -> dict[str, int]:
        """How many steps for the worse there are on each axis."""
        return {
            name: sum(step.axis == axis for step in self.worsening)
            for axis, name in enumerate(self.axes)
        }


def check_map(segment_map: SegmentMap) -> MapReport:
    """Find cells of no segment or several, steps for the worse, and segments without a cell.

    A step is for the worse when one score rises by 1, the others stay, and the rank of the
    segment gets worse. Steps from or into a hole, or a segment without a rank, are not judged. A
    segment is empty when others win every cell that it claims.
    """
    grid, claimed = segment_map.grid, segment_map.claims.sum(axis=0)
    ranks = np.array([*segment_map.ranks, None], float)[grid]
    worsening = [
        Step(axis, cell, (*cell[:axis], cell[axis] + 1, *cell[axis + 1 :]))
        for axis in range(grid.ndim)
        for cell in _cells(np.diff(ranks, axis=axis) > 0)
    ]
    owned = np.isin(np.arange(len(segment_map.segments)), grid)
    return MapReport(
        axes=segment_map.axes,
        holes=_cells(claimed == 0),
        overlaps=_cells(claimed > 1),
        worsening=tuple(worsening),
        empty=tuple(np.array(segment_map.segments, object)[~owned].tolist()),
    )


def _cells(at: BoolArray) -> tuple[Cell, ...]:
    return tuple(tuple(place) for place in (np.argwhere(at) + 1).tolist())
