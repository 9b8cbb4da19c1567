"""Values into bins of scores: cut points, and what happens to equal values.

The rules for ties, with the sizes of five bins for 60 customers who bought once, 21 twice and
19 three times (METHODS 2.2):

- low: 1 + the number of inner cut points strictly below the value      60 / 0 / 0 / 21 / 19
- mean: the bin of the mean rank, as NTILES of IBM SPSS                  0 / 60 / 0 / 21 / 19
- split: equal values are parted in the order given                     20 / 20 / 20 / 20 / 20
- random: equal values are parted by chance                             20 / 20 / 20 / 20 / 20
- next: values that straddle a border go up (SPSS Modeler, add to next)  0 / 60 / 0 / 0 / 40
- keep: they stay, and empty bins are closed (Modeler, keep in current)  60 / 21 / 19
- drop: equal cut points are made one (pandas qcut, duplicates="drop")   60 / 21 / 19

Under split and random equal values may get different scores, under all others never. Under
keep and drop there may be fewer bins than asked for.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scoring.checks import FloatArray, IntArray
from scoring.settings import Ties

Scores = npt.NDArray[np.int8]
Values = FloatArray | IntArray
PARTED = ("split", "random")  # the ties under which equal values part


class Binned(NamedTuple):
    """Scores of values, (n,), 1 .. bins; the highest value of each bin but the last, (bins - 1,).

    cuts rise; one is NaN where no value has that score or a lower one, and all are where the
    borders differ from group to group.
    """

    scores: Scores
    bins: int
    cuts: FloatArray


def bin_values(
    values: Values, bins: int, ties: Ties = "low", order: IntArray | None = None
) -> Binned:
    """Give values, (n,), scores from 1 for the lowest to bins, at most, for the highest.

    order, (n,): distinct numbers by which split and random part equal values, the lower number
    getting the lower score; the order given where it is None. A single value gets score 1.
    """
    if ties in {"low", "drop"}:
        cuts = cut_points(values, bins)
        if ties == "drop":
            edges = np.array([values.min(), *cuts, values.max()], np.float64)
            cuts = np.unique(edges)[1:-1]
        return Binned(score(values, cuts), cuts.size + 1, cuts)
    if ties in PARTED:
        order = np.arange(values.size) if order is None else order
        rank = np.empty(values.size, np.int64)
        rank[np.lexsort((order, values))] = np.arange(1, values.size + 1)
        scores = score(rank, cut_points(rank, bins))
    else:
        scores = _by_rank(values, bins, ties)
        bins = int(scores.max()) if ties == "keep" else bins
    return Binned(scores, bins, _tops(values, scores, bins))


def bin_fixed(values: Values, cuts: tuple[float, ...]) -> Binned:
    """Give values, (n,), scores at given cuts; a value on a cut gets the lower score."""
    borders = np.array(cuts, np.float64)
    return Binned(score(values, borders), borders.size + 1, borders)


def bin_within(
    values: Values, groups: IntArray, bins: int, ties: Ties, order: IntArray | None = None
) -> Binned:
    """Give values, (n,), scores inside each group of customers, (n,), by itself."""
    scores, most = np.ones(values.size, np.int8), 1
    for group in np.unique(groups):
        at = np.flatnonzero(groups == group)
        part = bin_values(values[at], bins, ties, None if order is None else order[at])
        scores[at], most = part.scores, max(most, part.bins)
    return Binned(scores, most, np.full(most - 1, np.nan))


def cut_points(values: Values, bins: int) -> FloatArray:
    """Return the inner cut points of values, (n,), into bins: bins - 1 linear percentiles.

    The place of a cut is reckoned in whole numbers, so that a cut that falls on a value is
    that value and not a hair above or below it.
    """
    places = [divmod(step * (values.size - 1), bins) for step in range(1, bins)]
    below = np.array([place for place, _ in places])
    part = np.array([part for _, part in places])
    low, high = _ordered(values, np.concatenate([below, below + (part > 0)])).reshape(2, -1)
    cuts: FloatArray = low + (high - low) * (part / bins)
    return cuts


def score(values: Values, cuts: FloatArray) -> Scores:
    """Return 1 + the number of cuts strictly below each value, (n,)."""
    scores = np.ones(values.size, np.int8)
    for cut in cuts:
        scores += values > cut
    return scores


def parted(values: Values, scores: Scores, groups: IntArray | None = None) -> int:
    """Return how many of values, (n,), share their value (and group) with one of other score."""
    group = np.zeros(values.size, np.int64) if groups is None else groups
    by_value = np.lexsort((scores, values, group))
    ordered, given, inside = values[by_value], scores[by_value], group[by_value]
    new = np.append(True, (ordered[1:] != ordered[:-1]) | (inside[1:] != inside[:-1]))
    starts = np.flatnonzero(new)
    sizes = np.diff(np.append(starts, values.size))
    differ = given[starts] != given[starts + sizes - 1]
    return int(sizes[differ].sum())


def _by_rank(values: Values, bins: int, ties: Ties) -> Scores:
    """Score distinct values by where they begin and end among all, in whole numbers."""
    n = values.size
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    end = np.cumsum(counts)
    start = end - counts
    if ties == "mean":  # floor(mean rank * bins / (n + 1)) + 1
        of_value = (start + 1 + end) * bins // (2 * (n + 1)) + 1
    else:
        of_value = start * bins // n + 1
        if ties == "next":
            of_value += end * bins > of_value * n
        else:
            of_value = np.unique(of_value, return_inverse=True)[1] + 1
    scores: Scores = of_value[place].astype(np.int8)
    return scores


def _tops(values: Values, scores: Scores, bins: int) -> FloatArray:
    """Return the highest value with each score or a lower one, (bins - 1,); NaN for none."""
    tops = np.full(bins, -np.inf)
    np.maximum.at(tops, scores.astype(np.intp) - 1, values.astype(np.float64))
    tops = np.maximum.accumulate(tops)[:-1]
    tops[np.isneginf(tops)] = np.nan
    return tops


def _ordered(values: Values, places: IntArray) -> FloatArray:
    """Return the values that stand at some places when all, (n,), are sorted."""
    if values.dtype.kind == "i" and values.max() - values.min() < values.size:
        # Whole numbers in a narrow range are counted: faster than any sort.
        at_or_below = np.cumsum(np.bincount(values - values.min()))
        ordered = np.searchsorted(at_or_below, places, side="right") + values.min()
    else:
        ordered = np.partition(values, np.unique(places))[places]
    return np.asarray(ordered, dtype=np.float64)
