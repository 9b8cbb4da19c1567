"""RFM: how recently, how often and for how much each customer bought, as scores.

Hughes (1994), Strategic Database Marketing; independent binning as in IBM SPSS Statistics,
Direct Marketing. Ties as in METHODS "low": equal values never part.
"""

from dataclasses import dataclass
from datetime import date
from itertools import product

import numpy as np
import numpy.typing as npt
import pandas as pd

from scoring.checks import FloatArray, IntArray, TextArray
from scoring.days import day_number
from scoring.errors import Note, TooLittleDataError
from scoring.settings import RfmPolicy
from scoring.tables.contracts import SalesTable
from scoring.value.periods import CustomerSummary, customer_summary

Scores = npt.NDArray[np.int8]
AXES = ("r", "f", "m")


@dataclass(frozen=True, slots=True, eq=False)
class RfmResult:
    """Scores of every customer with an order, in the order of ids.

    table: customer, last_order, recency_days, frequency (orders), monetary (net money),
    ticket (monetary / frequency), r, f, m (1 .. bins, best last), code ("545"). cuts: inner
    cut points by axis, (bins - 1,), rising; those of r are days. bin_counts: bin, r, f, m.
    unscored: ids with rows but no order in the window.
    """

    table: pd.DataFrame
    cuts: dict[str, FloatArray]
    bin_counts: pd.DataFrame
    policy: RfmPolicy
    as_of: date
    unscored: TextArray
    notes: tuple[Note, ...]


def score_rfm(sales: SalesTable, policy: RfmPolicy, as_of: date) -> RfmResult:
    """Score recency, frequency and money of every customer up to as_of.

    A score is 1 + the number of inner cut points strictly below the value, so equal values
    get equal scores. Cut points are the linear percentiles (Excel's PERCENTILE.INC) of all
    customers scored, each axis by itself. Recency counts days, fewer being better, so its
    score is turned round: the least days get the best score.

    Raises TooLittleDataError when no customer has an order.
    """
    return score_summary(customer_summary(sales, as_of), policy)


def score_summary(summary: CustomerSummary, policy: RfmPolicy) -> RfmResult:
    """Score a customer summary; see score_rfm."""
    ordered = np.flatnonzero(summary.n_orders > 0)
    if ordered.size == 0:
        raise TooLittleDataError("little.orders", "RFM", needs=1, has=0)
    last_day = summary.last_day[ordered]
    days = day_number(summary.as_of) - last_day
    frequency = summary.n_orders[ordered]
    monetary = summary.money[ordered]
    values: tuple[FloatArray | IntArray, ...] = (days, frequency, monetary)
    cuts = {axis: cut_points(each, policy.bins) for axis, each in zip(AXES, values, strict=True)}
    r = (policy.bins + 1 - score(days, cuts["r"])).astype(np.int8)
    f, m = score(frequency, cuts["f"]), score(monetary, cuts["m"])
    columns = {
        "customer": pd.Series(summary.ids[ordered], dtype=object),
        "last_order": last_day.astype("datetime64[D]").astype("datetime64[s]"),
        "recency_days": days,
        "frequency": frequency,
        "monetary": monetary,
        "ticket": monetary / frequency,
        "r": r,
        "f": f,
        "m": m,
        "code": _codes(r, f, m, policy.bins),
    }
    counts = {
        axis: np.bincount(scores, minlength=policy.bins + 1)[1:]
        for axis, scores in zip(AXES, (r, f, m), strict=True)
    }
    bin_counts = pd.DataFrame({"bin": np.arange(1, policy.bins + 1), **counts})
    unscored = summary.ids[summary.has_rows & (summary.n_orders == 0)]
    return RfmResult(
        table=pd.DataFrame(columns, copy=False),
        cuts=cuts,
        bin_counts=bin_counts,
        policy=policy,
        as_of=summary.as_of,
        unscored=unscored,
        notes=_notes(bin_counts, ordered.size, unscored.size),
    )


def cut_points(values: FloatArray | IntArray, bins: int) -> FloatArray:
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


def _ordered(values: FloatArray | IntArray, places: IntArray) -> FloatArray:
    """Return the values that stand at some places when all, (n,), are sorted."""
    if values.dtype.kind == "i" and values.max() - values.min() < values.size:
        # Whole numbers in a narrow range are counted: faster than any sort.
        at_or_below = np.cumsum(np.bincount(values - values.min()))
        ordered = np.searchsorted(at_or_below, places, side="right") + values.min()
    else:
        ordered = np.partition(values, np.unique(places))[places]
    return np.asarray(ordered, dtype=np.float64)


def score(values: FloatArray | IntArray, cuts: FloatArray) -> Scores:
    """Return 1 + the number of cuts strictly below each value, (n,)."""
    scores = np.ones(values.size, np.int8)
    for cut in cuts:
        scores += values > cut
    return scores


def _codes(r: Scores, f: Scores, m: Scores, bins: int) -> "pd.Categorical[str]":
    """Write three scores as one code, "545"."""
    digits = [str(digit) for digit in range(1, bins + 1)]
    names = ["".join(code) for code in product(digits, repeat=3)]
    place = ((r.astype(np.int16) - 1) * bins + (f - 1)) * bins + (m - 1)
    return pd.Categorical.from_codes(place, pd.Index(names))


def _notes(bin_counts: pd.DataFrame, n_customers: int, n_unscored: int) -> tuple[Note, ...]:
    notes, bins = [], len(bin_counts)
    if n_customers < bins:
        details = {"customers": str(n_customers), "bins": str(bins)}
        notes.append(Note("note.rfm_few", details))
    else:
        for axis in AXES:
            empty = np.flatnonzero(bin_counts[axis].to_numpy() == 0) + 1
            if empty.size:
                details = {"axis": axis.upper(), "scores": ", ".join(map(str, empty))}
                notes.append(Note("note.rfm_empty_bins", details))
    if n_unscored:
        notes.append(Note("note.rfm_unscored", {"count": str(n_unscored)}))
    return tuple(notes)
