"""Receivables: invoices with their payments, and the terms agreed with each customer."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from scoring.checks import FloatArray, TextArray
from scoring.errors import Note
from scoring.tables.contracts import NO_DAY, Codes, Field, Gated
from scoring.tables.frames import FrameRead, read_frame
from scoring.tables.money import NO_FORMATS, Formats, check_money
from scoring.tables.policy import AS_IT_STANDS, ReadingPolicy
from scoring.tables.repeats import repeated

INVOICES_FIELDS = (
    Field("invoice", "key", required=True),
    Field("customer", "key", required=True),
    Field("issued", "date"),
    Field("due", "date", required=True),
    Field("paid", "date"),
    Field("amount", "number", required=True),
    Field("currency", "text"),
)
TERMS_FIELDS = (
    Field("customer", "key", required=True),
    Field("form", "text"),
    Field("days", "number"),
    Field("limit", "number"),
    Field("security", "text"),
)


@dataclass(frozen=True, slots=True, eq=False)
class InvoicesTable:
    """Invoices, one row each.

    invoice: ids, (n,). customer: codes, (n,), into customer_ids, (k,), which rise. issued,
    due, paid: days since 1970-01-01; issued is NO_DAY where blank, paid is NO_DAY where the
    invoice is open, due is always there. amount: money; below 0 is a credit note.
    """

    invoice: TextArray
    customer: Codes
    customer_ids: TextArray
    issued: Codes
    due: Codes
    paid: Codes
    amount: FloatArray

    @property
    def n_rows(self) -> int:
        """Number of invoices."""
        return self.amount.size


@dataclass(frozen=True, slots=True, eq=False)
class TermsTable:
    """Terms agreed with each customer, one row each.

    ids: customers, (k,), rising. form: payment form in words as typed, or None. days: credit
    days, NaN where blank. limit: money, NaN where blank. security: text or None.
    """

    ids: TextArray
    form: TextArray
    days: FloatArray
    limit: FloatArray
    security: TextArray


def gate_invoices(
    frame: pd.DataFrame,
    *,
    latest: date | None = None,
    policy: ReadingPolicy = AS_IT_STANDS,
    formats: Formats = NO_FORMATS,
) -> Gated[InvoicesTable]:
    """Let the good rows of a frame of invoices through, and tell all problems at once.

    Columns are named by the keys of INVOICES_FIELDS; invoice, customer, due and amount must be
    there and filled. A blank paid date is an open invoice. Dates of issue and payment lie
    between 1970 and latest (2200 where it is None), due dates may lie after it. One row per
    invoice: the later rows of a number are left out. Invoices due or paid before the day of
    issue are legal, and counted in a note. Several currencies are asked about, as of sales.
    formats: see `check_money`.
    """
    read = read_frame(
        frame,
        "invoices",
        INVOICES_FIELDS,
        latest={"issued": latest, "paid": latest},
        policy=policy,
    )
    check_money(read, policy, formats)
    if "invoice" in read.keys:
        read.told_rows("key.twice", "invoice", repeated(read.keys["invoice"].code))
    money_left_out = read.money_left_out()
    return read.gated(_invoices_table(read) if read.usable() else None, money_left_out)


def _invoices_table(read: FrameRead) -> InvoicesTable:
    good = read.good
    customer = read.codes("customer", good)
    table = InvoicesTable(
        invoice=read.texts("invoice", good),
        customer=customer.code,
        customer_ids=customer.ids,
        issued=read.day_codes("issued", good),
        due=read.day_codes("due", good),
        paid=read.day_codes("paid", good),
        amount=read.amounts("amount", good),
    )
    for code, day in (("note.due_early", table.due), ("note.paid_early", table.paid)):
        early = (day != NO_DAY) & (day < table.issued)  # a blank issue is before every day
        if count := np.count_nonzero(early):
            read.notes.append(Note(code, {"count": str(count)}))
    return table


def gate_terms(frame: pd.DataFrame, *, policy: ReadingPolicy = AS_IT_STANDS) -> Gated[TermsTable]:
    """Let the good rows of a frame of terms through; a customer's later rows are left out.

    Columns are named by the keys of TERMS_FIELDS; customer must be there and filled. Days and
    limits are not below 0. The payment form stays text.
    """
    read = read_frame(frame, "terms", TERMS_FIELDS, policy=policy)
    for column in ("days", "limit"):
        if column in read.numbers:
            read.told_rows("number.negative", column, read.numbers[column] < 0)
    if "customer" in read.keys:
        read.told_rows("key.twice", "customer", repeated(read.keys["customer"].code))
    return read.gated(_terms_table(read) if read.usable() else None)


def _terms_table(read: FrameRead) -> TermsTable:
    good = read.good
    customer = read.codes("customer", good)
    rising = np.argsort(customer.code)
    return TermsTable(
        ids=customer.ids[customer.code[rising]],
        form=read.texts("form", good)[rising],
        days=read.amounts("days", good)[rising],
        limit=read.amounts("limit", good)[rising],
        security=read.texts("security", good)[rising],
    )
