"""RFM: how recently, how often and for how much each customer bought, as scores.

Hughes (1994), Strategic Database Marketing; independent and nested binning as in IBM SPSS
Statistics, Direct Marketing; the weighted score as in IBM SPSS Modeler, RFM Analysis node.
"""

from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import NamedTuple

import numpy as np
import pandas as pd

from scoring.checks import FloatArray, IntArray, TextArray
from scoring.days import day_number
from scoring.errors import Note, TooLittleDataError
from scoring.settings import RfmPolicy
from scoring.settings.rfm import AXES
from scoring.tables.contracts import SalesTable
from scoring.value.periods import CustomerSummary, customer_summary
from scoring.value.rfm_bins import (
    Binned,
    Scores,
    Values,
    bin_fixed,
    bin_values,
    bin_within,
)
from scoring.value.rfm_notes import bin_notes
from scoring.value.rfm_values import clock, money_of, rhythm, trend, without_months

Bins = tuple[int, int, int]


@dataclass(frozen=True, slots=True, eq=False)
class RfmResult:
    """Scores of every customer with an order, in the order of ids.

    table: customer, last_order, recency_days (counted: days of months left out are not),
    rhythm (recency_days in own intervals between orders; NaN unless that is the binning),
    frequency (orders), monetary (net money), ticket (monetary / frequency), margin (NaN unless M
    counts it), r, f, m (1 .. bins, best last), code ("545"), weighted (the weighted score),
    trend (last 3 months against the 3 before, a fraction). bins: how many scores r, f and m
    have; fewer than asked for where ties closed some. cuts: inner cut points by axis,
    (bins - 1,), rising, in the units of what was scored (r: days or intervals), NaN where they
    differ from group to group. bin_counts: bin, and customers by r, f and m, <NA> beyond the
    bins of an axis. unscored: ids with rows but no order in the window.
    """

    table: pd.DataFrame
    bins: Bins
    cuts: dict[str, FloatArray]
    bin_counts: pd.DataFrame
    policy: RfmPolicy
    as_of: date
    unscored: TextArray
    notes: tuple[Note, ...]


class _Facts(NamedTuple):
    """What is scored of each customer with an order, (n,), and the numbers beside it."""

    silence: IntArray
    recency: Values
    frequency: IntArray
    money: FloatArray
    rhythm: FloatArray
    margin: FloatArray
    trend: FloatArray


def score_rfm(
    sales: SalesTable,
    policy: RfmPolicy,
    as_of: date,
    history: SalesTable | None = None,
    summary: CustomerSummary | None = None,
) -> RfmResult:
    """Score recency, frequency and money of every customer up to as_of.

    Under the default policy a score is 1 + the number of inner cut points strictly below the
    value, so equal values get equal scores; cut points are the linear percentiles (Excel's
    PERCENTILE.INC) of all customers scored, each axis by itself. Recency counts days, fewer
    being better, so its score is turned round: the least days get the best score. The other
    rules: RfmPolicy for what is cut where, rfm_bins for ties, rfm_values for what is scored.
    Ties that part equal values (split) take customers in the order of their first row.

    history: all sales, for the trend, where sales is only a window of them. summary: that of
    sales, where it is known already.

    Raises TooLittleDataError when no customer has an order, when M is the margin and too few
    sales have costs, and when the rhythm is wanted and nobody ordered on two days.
    """
    counted, notes = without_months(sales, policy.months_out)
    if summary is None or counted is not sales:
        summary = customer_summary(counted, as_of)
    ordered = np.flatnonzero(summary.n_orders > 0)
    if ordered.size == 0:
        raise TooLittleDataError("little.orders", "RFM", needs=1, has=0)
    facts, told = _facts(counted, history or sales, summary, ordered, policy)
    order = _order(counted, ordered, policy)
    r, f, m = _scores(facts, policy, order)
    unscored = summary.ids[summary.has_rows & (summary.n_orders == 0)]
    values = (facts.recency, facts.frequency, facts.money)
    return RfmResult(
        table=_table(summary, ordered, facts, (r, f, m), policy),
        bins=(r.bins, f.bins, m.bins),
        cuts={axis: each.cuts for axis, each in zip(AXES, (r, f, m), strict=True)},
        bin_counts=_bin_counts(r, f, m),
        policy=policy,
        as_of=summary.as_of,
        unscored=unscored,
        notes=(*bin_notes((r, f, m), values, policy), *notes, *told, *_unscored(unscored.size)),
    )


def _facts(
    sales: SalesTable,
    history: SalesTable,
    summary: CustomerSummary,
    ordered: IntArray,
    policy: RfmPolicy,
) -> tuple[_Facts, tuple[Note, ...]]:
    last = summary.last_day[ordered]
    first = int(summary.first_day[ordered].min())
    ticks = clock(first, day_number(summary.as_of), policy.months_out)
    silence = (int(ticks.counted[-1]) - ticks.at(last)).astype(np.int32)
    money = money_of(sales, summary, policy.monetary)
    change = trend(without_months(history, policy.months_out)[0], summary, policy.months_out)
    none = np.full(ordered.size, np.nan)
    notes = (*money.notes, *change.notes)
    own = none
    if policy.binning == "rhythm":
        every = np.zeros(summary.ids.size)
        every[ordered] = silence
        counted = rhythm(sales, summary, every, ticks)
        own, notes = counted.values[ordered], (*counted.notes, *notes)
    facts = _Facts(
        silence=silence,
        recency=own if policy.binning == "rhythm" else silence,
        frequency=summary.n_orders[ordered],
        money=money.values[ordered],
        rhythm=own,
        margin=money.values[ordered] if policy.monetary == "margin" else none,
        trend=change.values[ordered],
    )
    return facts, notes


def _order(sales: SalesTable, ordered: IntArray, policy: RfmPolicy) -> IntArray | None:
    """Return by what the ties split and random part customers, (n,)."""
    if policy.ties == "split":
        first = np.full(sales.n_customers, sales.n_rows, np.int64)
        np.minimum.at(first, sales.customer, np.arange(sales.n_rows))
        return first[ordered]
    if policy.ties == "random":
        return np.random.default_rng(policy.seed).permutation(ordered.size)
    return None


def _scores(
    facts: _Facts, policy: RfmPolicy, order: IntArray | None
) -> tuple[Binned, Binned, Binned]:
    values = (facts.recency, facts.frequency, facts.money)
    bins, ties = policy.bins_by_axis, policy.ties
    nested = policy.binning == "nested"
    cuts = policy.cuts if policy.binning == "fixed" else ((), (), ())
    binned: list[Binned] = []
    groups = np.zeros(order.size if order is not None else facts.silence.size, np.int64)
    for axis, each in enumerate(values):
        if cuts[axis]:
            part = bin_fixed(each, cuts[axis])
        elif nested and axis:
            part = bin_within(each, groups, bins[axis], ties, order)
        else:
            part = bin_values(each, bins[axis], ties, order)
        groups = groups * (part.bins + 1) + part.scores
        binned.append(part)
    recency, frequency, money = binned
    turned = (recency.bins + 1 - recency.scores).astype(np.int8)
    return recency._replace(scores=turned), frequency, money


def _table(
    summary: CustomerSummary,
    ordered: IntArray,
    facts: _Facts,
    binned: tuple[Binned, Binned, Binned],
    policy: RfmPolicy,
) -> pd.DataFrame:
    r, f, m = (each.scores for each in binned)
    money = summary.money[ordered]
    weights = zip(policy.weights, (r, f, m), strict=True)
    columns = {
        "customer": pd.Series(summary.ids[ordered], dtype=object),
        "last_order": summary.last_day[ordered].astype("datetime64[D]").astype("datetime64[s]"),
        "recency_days": facts.silence,
        "rhythm": facts.rhythm,
        "frequency": facts.frequency,
        "monetary": money,
        "ticket": money / facts.frequency,
        "margin": facts.margin,
        "r": r,
        "f": f,
        "m": m,
        "code": _codes(r, f, m, (binned[0].bins, binned[1].bins, binned[2].bins)),
        "weighted": sum(weight * scores.astype(np.float64) for weight, scores in weights),
        "trend": facts.trend,
    }
    return pd.DataFrame(columns, copy=False)


def _codes(r: Scores, f: Scores, m: Scores, bins: Bins) -> "pd.Categorical[str]":
    """Write three scores as one code, "545"."""
    digits = [[str(digit) for digit in range(1, each + 1)] for each in bins]
    names = ["".join(code) for code in product(*digits)]
    place = ((r.astype(np.int16) - 1) * bins[1] + (f - 1)) * bins[2] + (m - 1)
    return pd.Categorical.from_codes(place, pd.Index(names))


def _bin_counts(*binned: Binned) -> pd.DataFrame:
    """Count the customers of each score, by axis."""
    most = max(each.bins for each in binned)
    columns = {"bin": pd.Series(np.arange(1, most + 1))}
    for axis, each in zip(AXES, binned, strict=True):
        counts = np.bincount(each.scores, minlength=each.bins + 1)[1:]
        columns[axis] = pd.Series(counts, dtype="Int64").reindex(range(most))
    return pd.DataFrame(columns)


def _unscored(count: int) -> tuple[Note, ...]:
    return (Note("note.rfm_unscored", {"count": str(count)}),) if count else ()
