"""Segments: a name for every pair of recency and frequency scores, and a check of the map."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from scoring.checks import BoolArray, FloatArray, IntArray, TextArray
from scoring.sums import sum_by
from scoring.value.rfm import RfmResult

STEPS = 5  # scores of any number of bins are put on this scale
SEGMENT_ORDER = (
    "champions",
    "loyal",
    "potential_loyalist",
    "new",
    "promising",
    "need_attention",
    "about_to_sleep",
    "at_risk",
    "cant_lose",
    "hibernating",
)


@dataclass(frozen=True, slots=True, eq=False)
class SegmentMap:
    """Which segment each cell of scores belongs to.

    claims: (S, 5, 5) or (S, 5, 5, 5), whether segment s claims the cell [r-1, f-1(, m-1)];
    the first of several claims wins. ranks: 1 is the best; two segments may share one.
    """

    name: str
    segments: tuple[str, ...]
    ranks: tuple[int, ...]
    claims: BoolArray

    @property
    def grid(self) -> npt.NDArray[np.int8]:
        """Index of the segment of each cell, (5, 5[, 5]); -1 for a hole."""
        return np.where(self.claims.any(axis=0), self.claims.argmax(axis=0), -1).astype(np.int8)


class Step(NamedTuple):
    """A step of one score upwards, on axis 0 (r), 1 (f) or 2 (m), into a worse segment."""

    axis: int
    below: tuple[int, ...]  # scores of the lower cell
    above: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MapReport:
    """What is wrong with a map; cells are scores counted from 1."""

    holes: tuple[tuple[int, ...], ...]
    overlaps: tuple[tuple[int, ...], ...]
    worsening: tuple[Step, ...]
    empty: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.holes or self.overlaps or self.worsening or self.empty)


class Heat(NamedTuple):
    """Five by five arrays, [r-1, f-1], on the five-step scale; mean is NaN where empty."""

    customers: IntArray
    revenue: FloatArray
    mean_monetary: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class SegmentsResult:
    """Segment of every customer scored, in the order of the RFM table, and the totals."""

    segment: TextArray
    summary: pd.DataFrame
    heat: Heat
    map: SegmentMap


def _map_b() -> SegmentMap:
    """Build map B of the method handbook: 25 cells, complete, no step for the worse."""
    letters = {
        "C": "champions",
        "L": "loyal",
        "P": "potential_loyalist",
        "N": "new",
        "M": "promising",
        "A": "need_attention",
        "S": "about_to_sleep",
        "R": "at_risk",
        "X": "cant_lose",
        "H": "hibernating",
    }
    rows = ("HHRRX", "HHRRX", "SSALL", "MPPLL", "NPPCC")  # r = 1 .. 5, letters f = 1 .. 5
    cells = np.array([[SEGMENT_ORDER.index(letters[x]) for x in row] for row in rows])
    claims = cells == np.arange(len(SEGMENT_ORDER))[:, None, None]
    return SegmentMap("B", SEGMENT_ORDER, (1, 2, 3, 4, 4, 5, 6, 7, 7, 8), claims)


SEGMENT_MAPS = {"B": _map_b()}


def five_steps(scores: IntArray, bins: int) -> IntArray:
    """Put scores 1 .. bins, (n,), on the scale 1 .. 5 by the middle of each bin.

    That is ceil(5 * (2 * score - 1) / (2 * bins)): 1, 3, 5 for three bins; 1, 2, 4, 5 for four.
    """
    steps: IntArray = -(-STEPS * (2 * scores.astype(np.int64) - 1) // (2 * bins))
    return steps


def map_segments(
    r: IntArray, f: IntArray, bins: int = STEPS, segment_map: SegmentMap = SEGMENT_MAPS["B"]
) -> TextArray:
    """Return the segment key of each pair of scores, (n,), 1 .. bins.

    Scores of other than five bins are put on the five-step scale; see five_steps.
    """
    names = np.array(segment_map.segments, object)
    keys: TextArray = names[segment_map.grid[five_steps(r, bins) - 1, five_steps(f, bins) - 1]]
    return keys


def check_map(segment_map: SegmentMap) -> MapReport:
    """Find cells of no segment or several, steps for the worse, and segments without a cell.

    A step is for the worse when one score rises by 1, the others stay, and the rank of the
    segment gets worse. Steps from or into a hole are not judged.
    """
    grid, claimed = segment_map.grid, segment_map.claims.sum(axis=0)
    ranks = np.append(np.array(segment_map.ranks, float), np.nan)[grid]
    worsening = [
        Step(axis, cell, (*cell[:axis], cell[axis] + 1, *cell[axis + 1 :]))
        for axis in range(grid.ndim)
        for cell in _cells(np.diff(ranks, axis=axis) > 0)
    ]
    owned = np.isin(np.arange(len(segment_map.segments)), grid)
    return MapReport(
        holes=_cells(claimed == 0),
        overlaps=_cells(claimed > 1),
        worsening=tuple(worsening),
        empty=tuple(np.array(segment_map.segments, object)[~owned].tolist()),
    )


def _cells(at: npt.NDArray[np.bool_]) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(place) for place in (np.argwhere(at) + 1).tolist())


def segment_rfm(rfm: RfmResult, segment_map: SegmentMap = SEGMENT_MAPS["B"]) -> SegmentsResult:
    """Name the segment of every customer scored, and add up segments and cells."""
    r, f = _steps_of(rfm)
    names = np.array(segment_map.segments, object)
    money = rfm.table["monetary"].to_numpy()
    cell = r * STEPS + f
    customers = np.bincount(cell, minlength=STEPS**2)
    revenue = sum_by(cell, money, STEPS**2)
    mean = np.divide(revenue, customers, out=np.full(STEPS**2, np.nan), where=customers > 0)
    shape = (STEPS, STEPS)
    heat = Heat(customers.reshape(shape), revenue.reshape(shape), mean.reshape(shape))
    summary = segment_summary(rfm, segment_map)
    return SegmentsResult(names[segment_map.grid[r, f]], summary, heat, segment_map)


def segment_summary(rfm: RfmResult, segment_map: SegmentMap = SEGMENT_MAPS["B"]) -> pd.DataFrame:
    """Add up customers and money by segment: a row for every segment, empty ones too.

    Columns: segment, customers, customer_share, revenue, revenue_share, mean_recency_days,
    mean_frequency, mean_ticket (money by order). Shares are fractions of all customers
    scored and of all their money; means of an empty segment are NaN, shares of money are
    NaN where the money adds up to 0 or less.
    """
    place, n = segment_map.grid[_steps_of(rfm)].astype(np.intp), len(segment_map.segments)
    customers = np.bincount(place, minlength=n)
    filled = np.where(customers > 0, customers, np.nan)
    revenue = sum_by(place, rfm.table["monetary"].to_numpy(), n)
    orders = np.bincount(place, rfm.table["frequency"].to_numpy(), n)
    days = np.bincount(place, rfm.table["recency_days"].to_numpy(), n)
    whole = revenue.sum()
    return pd.DataFrame(
        {
            "segment": pd.Series(segment_map.segments, dtype=object),
            "customers": customers,
            "customer_share": customers / customers.sum(),
            "revenue": revenue,
            "revenue_share": revenue / (whole if whole > 0 else np.nan),
            "mean_recency_days": days / filled,
            "mean_frequency": orders / filled,
            "mean_ticket": revenue / np.where(orders > 0, orders, np.nan),
        }
    )


def _steps_of(rfm: RfmResult) -> tuple[IntArray, IntArray]:
    """Return the cell of each customer, r - 1 and f - 1 on the five-step scale."""
    bins = rfm.policy.bins
    r = five_steps(rfm.table["r"].to_numpy(), bins) - 1
    f = five_steps(rfm.table["f"].to_numpy(), bins) - 1
    return r, f
