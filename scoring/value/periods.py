"""As-of day, window, orders, the customer summary, and the block of periods.

An order is a distinct document of a customer, or where a row has no document, a distinct
day of a customer; only rows with an amount above 0 make orders. Returns (amounts below 0)
lower the money; rows of amount 0 make no order.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from scoring.checks import BoolArray, FloatArray, IntArray, TextArray
from scoring.days import day_number, months_before, period_index, period_start, to_date
from scoring.errors import Note
from scoring.settings import PeriodPolicy, XyzPolicy
from scoring.sums import CHUNK, sum_by, units_of
from scoring.tables.contracts import Codes, SalesTable
from scoring.value.customer_days import day_slots, distinct_days

NEVER = -1  # stands for a day where there was no order; the gate lets no earlier day in
LATER = np.int32(np.iinfo(np.int32).max)  # a day after all others


class Windowed(NamedTuple):
    """The sales of a window, and notes on what lies outside it."""

    sales: SalesTable
    notes: tuple[Note, ...]


class Orders(NamedTuple):
    """One entry per order, (m,), by customer and then by day.

    The day of an order is that of its last row.
    """

    customer: Codes
    day: Codes


@dataclass(frozen=True, slots=True, eq=False)
class CustomerSummary:
    """One entry per customer id, (k,), in the order of the ids, up to as_of.

    first_day and last_day of orders are day numbers, NEVER where there is no order. money is
    net of returns. has_rows: whether any sale or return of the customer is in the table.
    """

    ids: TextArray
    as_of: date
    first_day: Codes
    last_day: Codes
    n_orders: Codes
    money: FloatArray
    has_rows: BoolArray


@dataclass(frozen=True, slots=True, eq=False)
class PeriodBlock:
    """Money of each id in each complete period, (k, P), the last period last.

    starts: first days of the periods, (P,). first_period: period of the first purchase, (k,);
    below 0 before the block, P or more after it, 0 where nothing was ever bought. Periods
    with more returns than sales hold 0 and are counted in n_negative.
    """

    ids: TextArray
    values: FloatArray
    starts: npt.NDArray[np.datetime64]
    first_period: IntArray
    n_negative: int = 0
    notes: tuple[Note, ...] = ()

    def where(self, keep: BoolArray) -> "PeriodBlock":
        """Return the rows where keep, (k,), is true."""
        if keep.all():
            return self
        return replace(
            self,
            ids=self.ids[keep],
            values=self.values[keep],
            first_period=self.first_period[keep],
        )


def as_of_day(sales: SalesTable, policy: PeriodPolicy) -> date:
    """Return the as-of date of the policy, or the day of the last row, sale or return."""
    return policy.as_of or to_date(int(sales.day.max()))


def in_window(sales: SalesTable, policy: PeriodPolicy, as_of: date) -> Windowed:
    """Return the sales up to as_of, and later than the same day window_months before it.

    Customers without a row in the window keep their code. Nothing is copied where all rows
    lie inside.
    """
    last, notes = day_number(as_of), []
    if late := int(np.count_nonzero(sales.day > last)):
        notes.append(Note("note.after_as_of", {"count": str(late), "as_of": str(as_of)}))
        sales = sales.where(sales.day <= last)
    if policy.window_months is not None:
        before = months_before(last, policy.window_months)
        if early := int(np.count_nonzero(sales.day <= before)):
            start = str(to_date(before + 1))
            notes.append(Note("note.before_window", {"count": str(early), "start": start}))
            sales = sales.where(sales.day > before)
    return Windowed(sales, tuple(notes))


def orders_of(sales: SalesTable) -> Orders:
    """Return the orders of all customers; see the module for what an order is."""
    bought = sales.amount > 0
    if sales.document is None:
        return _distinct_days(sales, bought)
    customer, day = _documents(sales, bought & (sales.document >= 0))
    other = _distinct_days(sales, bought & (sales.document < 0))
    customer, day = np.append(customer, other.customer), np.append(day, other.day)
    by_day = np.lexsort((day, customer))
    return Orders(customer[by_day], day[by_day])


def _distinct_days(sales: SalesTable, bought: BoolArray) -> Orders:
    """Return the distinct customer-days of the rows bought."""
    if not bought.any():
        return Orders(np.empty(0, np.int32), np.empty(0, np.int32))
    slots = day_slots(sales)
    customer, slot = distinct_days(sales, bought, slots).unpacked()
    return Orders(customer, slots.first_day(slot))


def _documents(sales: SalesTable, rows: BoolArray) -> tuple[Codes, Codes]:
    """Return the customers and days of the distinct documents, by customer, of some rows."""
    if sales.document is None or not rows.any():
        return np.empty(0, np.int32), np.empty(0, np.int32)
    customer, day = sales.customer[rows], sales.day[rows]
    document = sales.document[rows].astype(np.intp)
    owner = _owners(document, customer)
    if (owner[document] != customer).any():  # a number that two customers share: two orders
        pairs = customer * np.int64(owner.size) + document
        document = np.unique(pairs, return_inverse=True)[1]
        owner = _owners(document, customer)
    last = np.full(owner.size, NEVER, np.int32)
    np.maximum.at(last, document, day)
    return owner[owner >= 0], last[owner >= 0]


def _owners(document: npt.NDArray[np.intp], customer: Codes) -> Codes:
    owner = np.full(int(document.max()) + 1, -1, np.int32)
    owner[document] = customer
    return owner


def customer_summary(sales: SalesTable, as_of: date) -> CustomerSummary:
    """Count orders and sum money of every customer up to as_of.

    The result does not depend on the order of the rows: money is exact to the last decimal.
    """
    if sales.n_rows and int(sales.day.max()) > day_number(as_of):
        sales = sales.where(sales.day <= day_number(as_of))
    k = sales.n_customers
    orders = orders_of(sales)
    new = np.append(True, orders.customer[1:] != orders.customer[:-1])[: orders.day.size]
    starts = np.flatnonzero(new)
    ends = np.append(starts, orders.day.size)[1:]
    owner = orders.customer[starts]
    first, last, n_orders = (np.full(k, none, np.int32) for none in (NEVER, NEVER, 0))
    first[owner], last[owner], n_orders[owner] = (
        orders.day[starts],
        orders.day[ends - 1],
        ends - starts,
    )
    has_rows = n_orders > 0
    has_rows[sales.customer[sales.amount <= 0]] = True
    money = sum_by(sales.customer, sales.amount, k)
    return CustomerSummary(sales.customer_ids, as_of, first, last, n_orders, money, has_rows)


def period_block(
    sales: SalesTable,
    policy: XyzPolicy,
    as_of: date,
    by: Literal["customer", "product"] = "customer",
) -> PeriodBlock:
    """Sum the money of each customer or product in each of the last n_periods periods.

    Only complete periods count: the one that holds as_of is left out, with a note, unless
    as_of is its last day. Periods before the first sale of all are not invented: where
    history is shorter, so is the block, down to none, with a note. by="product" leaves out
    rows without a product.
    """
    codes, ids = sales.customer, sales.customer_ids
    if by == "product" and sales.product is not None and sales.product_ids is not None:
        codes, ids = sales.product, sales.product_ids
    first, n_periods, notes = _complete_periods(sales, policy, as_of)
    low, high = int(sales.day.min()), int(sales.day.max())
    period = period_index(np.arange(low, high + 1), policy.period) - first
    outside = (period < 0) | (period >= n_periods)
    place = np.where(outside, n_periods, period) * ids.size  # one period more, thrown away
    units = units_of(sales.amount)
    totals = np.zeros((n_periods + 1) * ids.size)
    first_day = np.full(ids.size, LATER, np.int32)
    for start in range(0, sales.n_rows, CHUNK):
        part = slice(start, start + CHUNK)
        code, day, amount = codes[part].astype(np.intp), sales.day[part], sales.amount[part]
        if by == "product":
            known = code >= 0
            code, day, amount = code[known], day[known], amount[known]
        np.minimum.at(first_day, code, np.where(amount > 0, day, LATER))
        code += place[(day - low).astype(np.intp)]
        np.add.at(totals, code, units.whole(amount))
    # Period by period in memory: sums over the periods of a row then run along whole columns.
    values = units.to_money(totals)[: n_periods * ids.size].reshape(n_periods, ids.size).T
    if n_negative := int(np.count_nonzero(values < 0)):
        np.maximum(values, 0, out=values)
        notes += (Note("note.xyz_negative", {"count": str(n_negative)}),)
    starts = [period_start(first + index, policy.period) for index in range(n_periods)]
    never = first_day == LATER
    bought_first = np.where(never, 0, period[np.where(never, 0, first_day - low)])
    return PeriodBlock(
        ids, values, np.array(starts, "datetime64[D]"), bought_first, n_negative, notes
    )


def _complete_periods(
    sales: SalesTable, policy: XyzPolicy, as_of: date
) -> tuple[int, int, tuple[Note, ...]]:
    """Return the number of the first period of the block, how many there are, and notes."""
    notes: tuple[Note, ...] = ()
    end = day_number(as_of)
    last = int(period_index(np.array([end]), policy.period)[0])
    if period_start(last + 1, policy.period) - 1 != end:
        start = to_date(period_start(last, policy.period))
        notes += (Note("note.xyz_incomplete", {"start": str(start), "as_of": str(as_of)}),)
        last -= 1
    oldest = int(period_index(np.array([sales.day.min()]), policy.period)[0])
    n_periods = max(0, min(policy.n_periods, last - oldest + 1))
    if n_periods < policy.n_periods:
        details = {"has": str(n_periods), "wanted": str(policy.n_periods)}
        notes += (Note("note.xyz_short", details),)
    return last - n_periods + 1, n_periods, notes


def months_table(sales: SalesTable, as_of: date, n_months: int = 12) -> pd.DataFrame:
    """Return revenue, orders and buying customers of the last n_months calendar months.

    The last month is that of as_of, complete or not; months without sales hold zeros. An
    order counts in the month of its last row.
    """
    last = int(period_index(np.array([day_number(as_of)]), "month")[0])
    first = last - n_months + 1
    start = period_start(first, "month")
    inside = sales.where((sales.day >= start) & (sales.day <= day_number(as_of)))
    orders = orders_of(inside)
    month = period_index(orders.day, "month") - first
    buyers = np.zeros((n_months, sales.n_customers), bool)
    buyers[month, orders.customer] = True
    starts = [period_start(index, "month") for index in range(first, last + 1)]
    return pd.DataFrame(
        {
            "month": np.array(starts, "datetime64[D]").astype("datetime64[s]"),
            "revenue": sum_by(period_index(inside.day, "month") - first, inside.amount, n_months),
            "orders": np.bincount(month, minlength=n_months),
            "customers": buyers.sum(axis=1),
        }
    )
