"""Small ledgers for the tests of solvency, and strategies that make them."""

from datetime import date, timedelta

import numpy as np
from hypothesis import strategies as st

from scoring.days import day_number
from scoring.tables.contracts import NO_DAY
from scoring.tables.receivables import InvoicesTable, TermsTable

AS_OF = date(2024, 3, 31)

# (customer, days from due to AS_OF, days from due to payment or None, amount): most are due.
INVOICES = st.lists(
    st.tuples(
        st.sampled_from("abcd"),
        st.integers(-60, 900),
        st.none() | st.integers(-60, 300),
        st.integers(1, 1_000_000).map(lambda cents: cents / 100),
    ),
    min_size=1,
    max_size=40,
)


def days_of(dates):
    return np.array([NO_DAY if day is None else day_number(day) for day in dates], np.int32)


def ledger(rows, customers=None):
    """Return invoices of (customer, due, paid or None, amount[, issued]) rows."""
    ids = sorted(customers or {row[0] for row in rows})
    return InvoicesTable(
        invoice=np.array([f"{index}" for index in range(len(rows))], object),
        customer=np.array([ids.index(row[0]) for row in rows], np.int32),
        customer_ids=np.array(ids, object),
        issued=days_of([row[4] if len(row) > 4 else None for row in rows]),
        due=days_of([row[1] for row in rows]),
        paid=days_of([row[2] for row in rows]),
        amount=np.array([row[3] for row in rows], float),
    )


def dated(rows):
    """Turn rows of the strategy into rows of a ledger."""
    for customer, age, late, amount in rows:
        due = AS_OF - timedelta(age)
        yield (customer, due, None if late is None else due + timedelta(late), amount)


def relative(rows, customers="abcd"):
    return ledger(list(dated(rows)), customers)


def terms_of(rows):
    """Return terms of (customer, form, days, limit) rows; None is blank."""
    rows = sorted(rows, key=lambda row: row[0])

    def numbers(at):
        return np.array([np.nan if row[at] is None else row[at] for row in rows], float)

    return TermsTable(
        ids=np.array([row[0] for row in rows], object),
        form=np.array([row[1] for row in rows], object),
        days=numbers(2),
        limit=numbers(3),
        security=np.full(len(rows), None, object),
    )
