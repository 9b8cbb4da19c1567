"""Payments: how late each customer pays, and what is open and for how long.

Payment index: the value chart of D&B's PAYDEX (dandb.com, glossary; docs.dnb.com), weighted
by money. Days beyond terms as in credit management: money-weighted, open invoices to date.
"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from scoring.checks import BoolArray, FloatArray, IntArray
from scoring.days import day_number, months_before
from scoring.errors import Note
from scoring.settings import AGE_DAYS, PaymentPolicy
from scoring.sums import sum_by, total, units_of
from scoring.tables.contracts import NO_DAY, Codes
from scoring.tables.receivables import InvoicesTable

AGE_BUCKETS = ("not_due", "1_30", "31_60", "61_90", "91_180", "over_180")
LATE_DAYS = (30, 60, 90)
Days = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class PaymentResult:
    """How every customer id pays, in the order of ids, and the ageing of all that is open.

    table: customer; invoices (all that the row looks at); paid (how many of them are);
    rated (how many fell due in the window); open_balance and overdue, after credit notes;
    overdue_share (of the open balance); money_due (what fell due in the window, and older if
    still open). Of the invoices rated: days_late (weighted by money), mean_days, NaN without
    any, below 0 where paid early; late_30, late_60, late_90 (share of the money paid or open
    more than so many days late); payment_index (0 .. 100, NaN for fewer than min_invoices).
    worst_days: of those rated and older open ones.
    open_by_age: open money, (k, 6), by AGE_BUCKETS. ageing: bucket, invoices, money, share.
    """

    table: pd.DataFrame
    open_by_age: FloatArray
    ageing: pd.DataFrame
    as_of: date
    policy: PaymentPolicy
    notes: tuple[Note, ...]


class _Standing(NamedTuple):
    """How each invoice with an amount above 0 stands on the as-of day, (n,).

    days: late, to the payment or to the as-of day, below 0 where early. due: whether it fell
    due, in the window or before it and still open. recent: whether it fell due in the window.
    """

    customer: Codes
    amount: FloatArray
    days: Days
    open: BoolArray
    due: BoolArray
    recent: BoolArray


class _OpenMoney(NamedTuple):
    """What is open after credit notes: (k, 6) by age, (k,) in all and overdue.

    left: credit beyond what the customer owes, (k,).
    """

    by_age: FloatArray
    balance: FloatArray
    overdue: FloatArray
    left: FloatArray


def payment_points(days: FloatArray | Days, policy: PaymentPolicy) -> FloatArray:
    """Return the payment index, (n,), of single invoices paid so many days late, (n,).

    Between two points of the policy the index runs straight; beyond the ends it stays. Days
    below 0 are early.
    """
    at, index = zip(*policy.points, strict=True)
    points: FloatArray = np.interp(days, at, index)
    return points


def rate_payments(invoices: InvoicesTable, as_of: date, policy: PaymentPolicy) -> PaymentResult:
    """Rate the payments of every customer by the invoices issued up to as_of.

    Rated are invoices that fell due up to as_of, and later than the same day window_months
    before it, paid or not: counting early payments of invoices not due yet would see the good
    payers only. What is not paid by as_of is open, and late by the days up to as_of: a lower
    bound. Due on as_of is not late. Index and days are weighted by money, and paying later
    never improves them. Older invoices still open count as overdue, not in the index.

    Credit notes (amounts below 0) say nothing of payment; while open, they are set against
    the oldest open money of the customer, and what is left of them is told in a note.
    Invoices of 0 count nowhere.

    Source: METHODS 2.16; Dun & Bradstreet, PAYDEX.
    """
    last = day_number(as_of)
    known = invoices.issued <= last  # NO_DAY: taken as issued
    paid = (invoices.paid != NO_DAY) & (invoices.paid <= last)
    rows = known & (invoices.amount > 0)
    standing = _standing(invoices, rows, paid, last, policy)
    credit_rows = known & ~paid & (invoices.amount < 0)
    n_customers = invoices.customer_ids.size
    credit = -sum_by(invoices.customer[credit_rows], invoices.amount[credit_rows], n_customers)
    bucket = np.searchsorted(AGE_DAYS, standing.days, side="left")
    owed = _open_money(standing, bucket, credit)
    table = _table(invoices, standing, owed, policy)
    return PaymentResult(
        table=table,
        open_by_age=owed.by_age,
        ageing=_ageing(bucket[standing.open], owed.by_age),
        as_of=as_of,
        policy=policy,
        notes=_notes(invoices, table, owed.left, as_of, policy),
    )


def _standing(
    invoices: InvoicesTable, rows: BoolArray, paid: BoolArray, last: int, policy: PaymentPolicy
) -> _Standing:
    """Say of the invoices in rows how they stand; those settled long ago are left out."""
    settled = np.where(paid, invoices.paid, last).astype(np.int64)
    start = months_before(last, policy.window_months)
    rows = rows & (~paid | (invoices.due > start))
    due = invoices.due[rows].astype(np.int64)
    fallen = due <= last
    return _Standing(
        customer=invoices.customer[rows],
        amount=invoices.amount[rows],
        days=settled[rows] - due,
        open=~paid[rows],
        due=fallen,
        recent=fallen & (due > start),
    )


def _open_money(
    standing: _Standing, bucket: npt.NDArray[np.intp], credit: FloatArray
) -> _OpenMoney:
    """Set the credit notes of each customer, (k,), against the oldest open money first."""
    n, k = len(AGE_BUCKETS), credit.size
    place = standing.customer.astype(np.intp) * n + bucket
    gross = sum_by(place[standing.open], standing.amount[standing.open], k * n)
    units = units_of(np.append(gross, credit))  # whole numbers: differences are exact
    oldest_first = units.whole(gross).reshape(k, n)[:, ::-1]
    before = np.cumsum(oldest_first, axis=1) - oldest_first
    owed_back = units.whole(credit)
    used = np.clip(owed_back[:, None] - before, 0, oldest_first)
    net = (oldest_first - used)[:, ::-1]
    return _OpenMoney(
        balance=units.to_money(net.sum(axis=1)),
        overdue=units.to_money(net[:, 1:].sum(axis=1)),
        left=units.to_money(owed_back - used.sum(axis=1)),
        by_age=units.to_money(net),  # last: it turns net itself
    )


def _table(
    invoices: InvoicesTable, standing: _Standing, owed: _OpenMoney, policy: PaymentPolicy
) -> pd.DataFrame:
    k = invoices.customer_ids.size
    worst = np.full(k, -np.inf)
    np.maximum.at(worst, standing.customer[standing.due], standing.days[standing.due])
    due_money = sum_by(standing.customer[standing.due], standing.amount[standing.due], k)
    return pd.DataFrame(
        {
            "customer": pd.Series(invoices.customer_ids, dtype=object),
            "invoices": np.bincount(standing.customer, minlength=k),
            "paid": np.bincount(standing.customer[~standing.open], minlength=k),
            "money_due": due_money,
            "open_balance": owed.balance,
            "overdue": owed.overdue,
            "overdue_share": _ratio(owed.overdue, owed.balance, 0.0),
            "worst_days": np.where(np.isfinite(worst), worst, np.nan),
            **_behaviour(standing, k, policy),
        },
        copy=False,
    )


def _behaviour(
    standing: _Standing, k: int, policy: PaymentPolicy
) -> dict[str, FloatArray | IntArray]:
    """Return how late the invoices rated were paid, by customer, (k,) each."""
    customer, days = standing.customer[standing.recent], standing.days[standing.recent]
    amount = standing.amount[standing.recent]
    rated, money = np.bincount(customer, minlength=k), sum_by(customer, amount, k)
    columns: dict[str, FloatArray | IntArray] = {
        "rated": rated,
        "days_late": _ratio(sum_by(customer, amount * days, k), money),
        "mean_days": _ratio(sum_by(customer, days.astype(np.float64), k), rated),
    }
    for late in LATE_DAYS:
        over = days > late
        columns[f"late_{late}"] = _ratio(sum_by(customer[over], amount[over], k), money, 0.0)
    points = sum_by(customer, amount * payment_points(days, policy), k)
    index = np.clip(_ratio(points, money), 0, 100)
    columns["payment_index"] = np.where(rated >= policy.min_invoices, index, np.nan)
    return columns


def _ratio(part: FloatArray, whole: FloatArray | IntArray, nothing: float = np.nan) -> FloatArray:
    """Return part / whole, (k,); nothing where whole is 0."""
    return np.where(whole > 0, part / np.where(whole > 0, whole, 1), nothing)


def _ageing(bucket: npt.NDArray[np.intp], open_by_age: FloatArray) -> pd.DataFrame:
    """Add up open invoices and money by bucket; the shares are 0 where nothing is open."""
    money = np.array([total(open_by_age[:, index]) for index in range(len(AGE_BUCKETS))])
    return pd.DataFrame(
        {
            "bucket": pd.Series(AGE_BUCKETS, dtype=object),
            "invoices": np.bincount(bucket, minlength=len(AGE_BUCKETS)),
            "money": money,
            "share": _ratio(money, np.full(money.size, money.sum()), 0.0),
        }
    )


def _notes(
    invoices: InvoicesTable,
    table: pd.DataFrame,
    left: FloatArray,
    as_of: date,
    policy: PaymentPolicy,
) -> tuple[Note, ...]:
    last, notes = day_number(as_of), []
    later = invoices.issued > last
    dated = {"as_of": str(as_of)}
    if count := int(np.count_nonzero(later)):
        notes.append(Note("note.invoices_later", {"count": str(count), **dated}))
    if count := int(np.count_nonzero(~later & (invoices.paid > last))):
        notes.append(Note("note.paid_later", {"count": str(count), **dated}))
    if count := int(np.count_nonzero(invoices.amount == 0)):
        notes.append(Note("note.invoices_zero", {"count": str(count)}))
    if count := int(np.count_nonzero(left > 0)):
        notes.append(Note("note.credit_left", {"count": str(count), "money": f"{total(left):.2f}"}))
    if count := int(np.count_nonzero(table["rated"] < policy.min_invoices)):
        details = {"count": str(count), "needs": str(policy.min_invoices)}
        notes.append(Note("note.payments_few", details))
    return tuple(notes)
