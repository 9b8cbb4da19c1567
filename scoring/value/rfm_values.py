"""What RFM scores: days of silence, orders, money; and the trend of each customer's sales.

Months left out do not count: their sales are not used, and the clock stands still in them.
"""

from typing import NamedTuple

import numpy as np

from scoring.checks import BoolArray, FloatArray, IntArray
from scoring.days import day_number, months_before, period_index, period_start
from scoring.errors import Note, TooLittleDataError
from scoring.settings import Monetary
from scoring.sums import sum_by, total
from scoring.tables.contracts import SalesTable
from scoring.value.ltv.margin import COVERED
from scoring.value.periods import CustomerSummary, orders_of

TREND_MONTHS = 3
TICKET_DECIMALS = 8  # equal tickets must be equal: 0.3 / 3 and 0.1 / 1 are not, in floats


class Measured(NamedTuple):
    """Values of each customer, (k,), and what is to be said of them."""

    values: FloatArray
    notes: tuple[Note, ...]


class Clock(NamedTuple):
    """Counted days up to each day from low on, (d,); those of months left out do not count."""

    low: int
    counted: IntArray

    def at(self, days: IntArray) -> IntArray:
        """Return the counted days up to each day, (n,)."""
        place: IntArray = self.counted[np.asarray(days) - self.low]
        return place


def clock(low: int, high: int, months_out: tuple[int, ...]) -> Clock:
    """Return the clock over the days low .. high."""
    days = np.arange(low, high + 1)
    return Clock(low, np.cumsum(~_left_out(days, months_out)))


def without_months(
    sales: SalesTable, months_out: tuple[int, ...]
) -> tuple[SalesTable, tuple[Note, ...]]:
    """Return the sales outside of the months left out, and a note on the others."""
    out = _left_out(sales.day, months_out)
    if not months_out or not out.any():
        return sales, ()
    details = {
        "months": ", ".join(map(str, sorted(set(months_out)))),
        "count": str(int(out.sum())),
        "money": f"{total(sales.amount[out]):.2f}",
    }
    return sales.where(~out), (Note("note.rfm_months", details),)


def money_of(sales: SalesTable, summary: CustomerSummary, measure: Monetary) -> Measured:
    """Return what M counts for each customer, (k,), NaN for a ticket without orders.

    A margin needs the costs of at least 80 % of the money sold; a row without a cost then keeps
    the share of margin that all rows with costs have together, and a note counts such rows.

    Raises TooLittleDataError where a margin is wanted and the sales have too few costs.
    """
    if measure == "margin":
        return _margin(sales)
    if measure == "ticket":
        orders = np.where(summary.n_orders > 0, summary.n_orders, np.nan)
        return Measured(np.round(summary.money / orders, TICKET_DECIMALS), ())
    return Measured(summary.money, ())


def _margin(sales: SalesTable) -> Measured:
    sold = sales.amount > 0
    cost = np.full(sales.n_rows, np.nan) if sales.cost is None else sales.cost
    known = ~np.isnan(cost)
    revenue, with_cost = total(sales.amount[sold]), total(sales.amount[sold & known])
    if with_cost <= 0 or with_cost < COVERED * revenue:
        covered = int(100 * with_cost / revenue) if revenue else 0
        raise TooLittleDataError("little.costs", "RFM", needs=round(100 * COVERED), has=covered)
    share = 1 - total(cost[sold & known]) / with_cost
    margin = np.where(known, sales.amount - cost, sales.amount * share)
    notes: tuple[Note, ...] = ()
    if blank := int(np.count_nonzero(~known)):
        notes = (Note("note.rfm_costs", {"count": str(blank), "margin": f"{share * 100:.1f}"}),)
    return Measured(sum_by(sales.customer, margin, sales.n_customers), notes)


def rhythm(
    sales: SalesTable, summary: CustomerSummary, silence: FloatArray, ticks: Clock
) -> Measured:
    """Return the days of silence, (k,), by each customer's own median interval between orders.

    An interval is the days from one day with an order to the next. Customers who ordered on one
    day only have none: the median of all others' medians stands in for it, and a note says so.

    Raises TooLittleDataError where nobody ordered on two days.
    """
    orders = orders_of(sales)
    same = orders.customer[1:] == orders.customer[:-1]
    gap = np.diff(ticks.at(orders.day))
    at = same & (gap > 0)
    owner, gap = orders.customer[1:][at].astype(np.intp), gap[at]
    ordered = summary.n_orders > 0
    if owner.size == 0:
        raise TooLittleDataError("little.rhythm", "RFM", needs=1, has=0)
    own = _medians(owner, gap, summary.ids.size)
    typical = float(np.median(own[~np.isnan(own)]))
    alone = ordered & np.isnan(own)
    notes: tuple[Note, ...] = ()
    if alone.any():
        details = {"count": str(int(alone.sum())), "days": f"{typical:g}"}
        notes = (Note("note.rfm_rhythm", details),)
    return Measured(silence / np.where(np.isnan(own), typical, own), notes)


def _medians(owner: IntArray, gap: IntArray, n: int) -> FloatArray:
    """Return the median gap of each owner, (n,), NaN for none."""
    order = np.lexsort((gap, owner))
    gap, counts = gap[order], np.bincount(owner, minlength=n)
    starts = np.cumsum(counts) - counts
    has = counts > 0
    low = gap[(starts + (counts - 1) // 2)[has]]
    high = gap[(starts + counts // 2)[has]]
    medians = np.full(n, np.nan)
    medians[has] = (low + high) / 2
    return medians


def trend(sales: SalesTable, summary: CustomerSummary, months_out: tuple[int, ...]) -> Measured:
    """Return how much more each customer bought in the last 3 months than in the 3 before, (k,).

    A fraction: 0.25 is a quarter more. The months end with the as-of date, and each begins after
    the same day of the month before; months left out are passed over. NaN where the three
    months before hold no money; NaN for all, with a note, where the sales reach back less than
    five months. sales: all of them, whatever the window.
    """
    end = day_number(summary.as_of)
    borders = [_months_back(end, months, months_out) for months in (3, 5, 6)]
    if not sales.n_rows or int(sales.day.min()) > borders[1]:
        return Measured(np.full(summary.ids.size, np.nan), (Note("note.rfm_trend_short"),))
    recent = (sales.day > borders[2]) & (sales.day <= end)
    half = (sales.day[recent] > borders[0]) * sales.n_customers
    sums = sum_by(sales.customer[recent] + half, sales.amount[recent], 2 * sales.n_customers)
    before, later = sums.reshape(2, -1)
    change = (later - before) / np.where(before > 0, before, np.nan)
    return Measured(change, ())


def _months_back(day: int, months: int, months_out: tuple[int, ...]) -> int:
    """Return the same day of the month so many months earlier, months left out not counted."""
    month = int(period_index(np.array([day]), "month")[0])
    if month % 12 + 1 in months_out:
        while month % 12 + 1 in months_out:
            month -= 1
        day = period_start(month + 1, "month") - 1
    back = 0
    while months:
        back += 1
        months -= (month - back) % 12 + 1 not in months_out
    return months_before(day, back)


def _left_out(days: IntArray, months_out: tuple[int, ...]) -> BoolArray:
    if not months_out:
        return np.zeros(days.size, bool)
    return np.isin(period_index(days, "month") % 12 + 1, months_out)
