"""The rules of ABC: from values best first to the classes A, B and C.

Empirical: Dickie (1951), "ABC Inventory Analysis Shoots for Dollars, Not Pennies". Sum,
differential and tangent: the rules in use in Russian logistics, METHODS.md 2.3.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scoring.checks import FloatArray
from scoring.settings import AbcMethod, AbcPolicy
from scoring.sums import units_of

Classes = npt.NDArray[np.int8]

A, B, C = range(3)


class Ranked(NamedTuple):
    """Values above 0, (m,), best first, and what each rule asks of them.

    share: of their sum. cumulative: with all before. above: earned by strictly better items.
    """

    values: FloatArray
    share: FloatArray
    cumulative: FloatArray
    above: FloatArray


def rank(values: FloatArray) -> Ranked:
    """Return values above 0, (m,), best first, with their shares."""
    whole = units_of(values).whole(values)  # whole numbers: the cumulative sums are exact
    cumulative = np.cumsum(whole)
    total = cumulative[-1] if whole.any() else 1.0  # below 1e-22 they are no money
    above = (cumulative - whole)[_n_better(whole)] / total
    return Ranked(values, whole / total, cumulative / total, above)


def _n_better(ranked: FloatArray) -> npt.NDArray[np.intp]:
    """Return how many are strictly better than each, (m,), of numbers best first."""
    new = np.append(True, ranked[1:] != ranked[:-1])[: ranked.size]
    first: npt.NDArray[np.intp] = np.maximum.accumulate(np.where(new, np.arange(ranked.size), 0))
    return first


def rule_classes(ranked: Ranked, policy: AbcPolicy) -> Classes:
    """Return the class of each ranked value, (m,), by the method of the policy.

    Equal values share a class in every method. Shares and multiples are compared to 12 digits:
    0.28 / 0.35 must meet a cut of 0.80, and in floats it does not.
    """
    return _RULES[policy.method](ranked, policy)


def _empirical(ranked: Ranked, policy: AbcPolicy) -> Classes:
    return _by_share(ranked.above, ranked.share, policy.cuts, adds_itself=policy.adds_itself)


def _sum(ranked: Ranked, policy: AbcPolicy) -> Classes:
    """Add to the share of value the share of items, those above 0."""
    one = 1 / max(ranked.share.size, 1)
    above, own = ranked.above + _n_better(ranked.share) * one, ranked.share + one
    return _by_share(above, own, policy.sum_cuts, adds_itself=policy.adds_itself)


def _by_share(
    above: FloatArray, own: FloatArray, cuts: tuple[float, float], *, adds_itself: bool
) -> Classes:
    """Part by what stands above an item; with itself added, a class ends at or below its cut."""
    classes = np.zeros(above.size, np.int8)
    reached = (above + own).round(12) if adds_itself else above.round(12)
    for cut in (round(cut, 12) for cut in cuts):
        classes += reached > cut if adds_itself else reached >= cut
    return classes


def _differential(ranked: Ranked, policy: AbcPolicy) -> Classes:
    """Compare each value with the mean of those above 0; on a border A and C win."""
    high, low = (round(border, 12) for border in policy.multiples)
    multiple = (ranked.share * ranked.share.size).round(12)
    return np.where(multiple >= high, A, np.where(multiple <= low, C, B)).astype(np.int8)


def _tangent(ranked: Ranked, policy: AbcPolicy) -> Classes:  # noqa: ARG001 (as the other rules)
    """Cut the cumulative curve where it stands highest above its chord, and the rest again."""
    classes = np.full(ranked.share.size, C, np.int8)
    end = _bend(ranked.share)
    classes[:end] = A
    classes[end : end + _bend(ranked.share[end:])] = B
    return classes


def _bend(share: FloatArray) -> int:
    """Return how many items stand before the point of a curve farthest above its chord.

    The curve rises above its chord as long as an item is larger than the mean, so this is the
    number of items above the mean; an item equal to it moves along the chord and goes down.
    A straight curve, of equal items or of one, has no such point: all stand before its end.
    """
    total = share.sum()
    n_above = int(np.count_nonzero((share * share.size).round(12) > total.round(12)))
    return n_above or share.size


def _fixed(ranked: Ranked, policy: AbcPolicy) -> Classes:
    high, low = policy.limits or (np.inf, np.inf)
    return np.where(ranked.values >= high, A, np.where(ranked.values >= low, B, C)).astype(np.int8)


_RULES: dict[AbcMethod, Callable[[Ranked, AbcPolicy], Classes]] = {
    "empirical": _empirical,
    "sum": _sum,
    "differential": _differential,
    "tangent": _tangent,
    "fixed": _fixed,
}
