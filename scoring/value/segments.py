"""Segments: the name of every customer's cell of scores, and what the segments add up to."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from scoring.checks import FloatArray, IntArray, TextArray
from scoring.settings import Settings
from scoring.sums import sum_by
from scoring.value.rfm import RfmResult
from scoring.value.segment_maps import STEPS, CodeScores, SegmentMap, to_steps
from scoring.value.segment_presets import SEGMENT_MAPS
from scoring.value.segment_rules import read_rows


class Heat(NamedTuple):
    """Five by five arrays, [r-1, f-1], on the five-step scale; mean is NaN where empty."""

    customers: IntArray
    revenue: FloatArray
    mean_monetary: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class SegmentsResult:
    """Segment of every customer scored, in the order of the RFM table, and the totals.

    board: index of a segment by cell, (5, 5), [r-1, f-1], f being fm where the map has that as
    its second axis; -1 for a hole. On a map that looks at M too it is the segment that most
    customers of the cell are in, and where the cell is empty, that of most of its codes.
    """

    segment: TextArray
    summary: pd.DataFrame
    heat: Heat
    board: IntArray
    map: SegmentMap


def segment_map_of(settings: Settings) -> SegmentMap:
    """Return the segment map that the settings choose.

    Raises TableError where it is the user's own and cannot be read.
    """
    if settings.segment_map == "own":
        return read_rows(settings.own_map, settings.own_steps)
    return SEGMENT_MAPS[settings.segment_map]


def map_segments(scores: CodeScores, segment_map: SegmentMap = SEGMENT_MAPS["B"]) -> TextArray:
    """Return the segment key of each customer's scores, (n,); NO_SEGMENT in a hole of the map."""
    keys: TextArray = segment_map.keys[segment_map.places(scores)]
    return keys


def segment_rfm(rfm: RfmResult, segment_map: SegmentMap = SEGMENT_MAPS["B"]) -> SegmentsResult:
    """Name the segment of every customer scored, and add up segments and cells."""
    place = segment_map.places(scores_of(rfm))
    return SegmentsResult(
        segment=segment_map.keys[place],
        summary=_summary(rfm, segment_map, place),
        heat=_heat(rfm),
        board=_board(rfm, segment_map, place),
        map=segment_map,
    )


def segment_summary(rfm: RfmResult, segment_map: SegmentMap = SEGMENT_MAPS["B"]) -> pd.DataFrame:
    """Add up customers and money by segment: a row for every segment, empty ones too.

    Columns: segment, customers, customer_share, revenue, revenue_share, mean_recency_days,
    mean_frequency, mean_ticket (money by order). Shares are fractions of all customers
    scored and of all their money; means of an empty segment are NaN, shares of money are
    NaN where the money adds up to 0 or less. Customers in holes of the map, if any, make a last
    row, NO_SEGMENT.
    """
    return _summary(rfm, segment_map, segment_map.places(scores_of(rfm)))


def scores_of(rfm: RfmResult) -> CodeScores:
    """Return the scores of all customers, with the bins that they were made with."""
    r, f, m = (rfm.table[axis].to_numpy() for axis in "rfm")
    return CodeScores(r, f, m, rfm.bins)


def _summary(rfm: RfmResult, segment_map: SegmentMap, place: IntArray) -> pd.DataFrame:
    keys = segment_map.keys if (place < 0).any() else segment_map.keys[:-1]
    n = keys.size
    place = np.where(place < 0, n - 1, place)
    customers = np.bincount(place, minlength=n)
    filled = np.where(customers > 0, customers, np.nan)
    revenue = sum_by(place, rfm.table["monetary"].to_numpy(), n)
    orders = np.bincount(place, rfm.table["frequency"].to_numpy(), n)
    days = np.bincount(place, rfm.table["recency_days"].to_numpy(), n)
    whole = revenue.sum()
    return pd.DataFrame(
        {
            "segment": pd.Series(keys, dtype=object),
            "customers": customers,
            "customer_share": customers / customers.sum(),
            "revenue": revenue,
            "revenue_share": revenue / (whole if whole > 0 else np.nan),
            "mean_recency_days": days / filled,
            "mean_frequency": orders / filled,
            "mean_ticket": revenue / np.where(orders > 0, orders, np.nan),
        }
    )


def _heat(rfm: RfmResult) -> Heat:
    scores = scores_of(rfm)
    r, f = (to_steps(each, bins) - 1 for each, bins in zip(scores[:2], rfm.bins[:2], strict=True))
    cell, money = r * STEPS + f, rfm.table["monetary"].to_numpy()
    customers = np.bincount(cell, minlength=STEPS**2)
    revenue = sum_by(cell, money, STEPS**2)
    mean = np.divide(revenue, customers, out=np.full(STEPS**2, np.nan), where=customers > 0)
    shape = (STEPS, STEPS)
    return Heat(customers.reshape(shape), revenue.reshape(shape), mean.reshape(shape))


def _board(rfm: RfmResult, segment_map: SegmentMap, place: IntArray) -> IntArray:
    """Put a map of any steps on five by five cells."""
    five = to_steps(np.arange(1, STEPS + 1), STEPS, segment_map.steps) - 1
    grid = segment_map.grid.astype(np.intp)
    board: IntArray = grid[five[:, None], five]
    if grid.ndim == 2:
        return board
    scores, n = scores_of(rfm), len(segment_map.segments) + 1
    r, f = (to_steps(each, bins) - 1 for each, bins in zip(scores[:2], rfm.bins[:2], strict=True))
    counts = np.zeros((STEPS, STEPS, n))
    np.add.at(counts, (r, f, place), 1)
    by_code = (board[..., None] == np.append(np.arange(n - 1), -1)).sum(axis=2)
    counts += by_code / (grid.shape[2] + 1)  # below 1: they decide where no customer does
    most = counts.argmax(axis=2)
    return np.where(most == n - 1, -1, most)
