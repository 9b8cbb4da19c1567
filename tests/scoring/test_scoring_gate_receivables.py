"""The gate of invoices and terms: each rule broken once, all problems at once."""

import datetime as dt
from datetime import date

import numpy as np
import pandas as pd
import pytest

from scoring.days import day_number
from scoring.errors import TableError
from scoring.tables import NO_DAY, ErrorCell, gate_invoices, gate_terms
from tests.scoring.build import column, told

ISSUED, DUE, PAID = (dt.datetime(2024, 5, day) for day in (1, 15, 20))


def invoices(n=3, **columns):
    base = {
        "invoice": column(*["I1", "I2", "I3", "I4", "I5"][:n]),
        "customer": column(*"abcde"[:n]),
        "issued": column(*[ISSUED] * n),
        "due": column(*[DUE] * n),
        "paid": column(*[PAID] * n),
        "amount": column(*[100.0] * n),
    }
    return pd.DataFrame({**base, **columns})


def terms(n=3, **columns):
    base = {
        "customer": column(*"abcde"[:n]),
        "form": column(*["open account"] * n),
        "days": column(*[30.0] * n),
        "limit": column(*[5000.0] * n),
        "security": column(*[None] * n),
    }
    return pd.DataFrame({**base, **columns})


def test_clean_invoices_come_through():
    frame = invoices(customer=column("b", "a", "b"), amount=column(1.5, -0.25, 2))
    gated = gate_invoices(frame)
    table = gated.strict()
    assert table.n_rows == 3
    assert table.invoice.tolist() == ["I1", "I2", "I3"]
    assert table.customer_ids.tolist() == ["a", "b"]
    assert table.customer.tolist() == [1, 0, 1]
    for days, day in ((table.issued, ISSUED), (table.due, DUE), (table.paid, PAID)):
        assert days.dtype == np.int32
        assert days.tolist() == [day_number(day)] * 3
    assert table.amount.tolist() == [1.5, -0.25, 2.0]  # a credit note is below 0
    assert gated.notes == ()


# Each rule broken once, in row 2 (position 1): cell, field, code, what the message must show.
BROKEN_INVOICES = [
    (None, "invoice", "cell.blank", ""),
    (" ", "customer", "cell.blank", ""),
    (None, "due", "cell.blank", ""),
    (None, "amount", "cell.blank", ""),
    ("I1", "invoice", "key.twice", "I1"),
    (ErrorCell("#N/A"), "due", "cell.error", "#N/A"),
    (ErrorCell("#VALUE!"), "paid", "cell.error", "#VALUE!"),
    ("5.2024", "issued", "date.text", "5.2024"),
    ("not paid", "paid", "date.text", "not paid"),
    ("31.04.2024", "due", "date.calendar", "31.04.2024"),
    (45.0, "paid", "date.number", "45"),
    (True, "paid", "date.flag", "TRUE"),
    (dt.datetime(2024, 7, 2), "issued", "date.range", "2024-07-02"),
    (dt.datetime(2204, 5, 20), "paid", "date.range", "2204-05-20"),
    (dt.datetime(2204, 5, 20), "due", "date.range", "2204-05-20"),
    ("ten", "amount", "number.text", "ten"),
    (DUE, "invoice", "text.date", "2024-05-15"),
    (1234567890123456.0, "invoice", "text.precision", "1234567890123456.0"),
]


@pytest.mark.parametrize(("cell", "field", "code", "found"), BROKEN_INVOICES)
def test_each_rule_of_invoices_broken_once(cell, field, code, found):
    frame = invoices()
    frame[field] = column(frame[field][0], cell, frame[field][2])
    gated = gate_invoices(frame, latest=date(2024, 7, 1))
    assert told(gated) == [(code, field, [1])]
    (problem,) = gated.problems
    assert problem.found == (found,)
    assert problem.text().startswith(f"Invoices, column {field}, row 2: ")
    assert problem.fix()
    assert gated.left_out.tolist() == [1]
    assert gated.table.invoice.tolist() == ["I1", "I3"]
    assert (gated.rows_read, gated.rows_used) == (3, 2)
    assert gated.money_left_out == (100.0 if field != "amount" else 0.0)


def test_all_problems_of_invoices_at_once():
    frame = invoices(
        5,
        invoice=column("I1", "I1", None, "I4", "I5"),
        issued=column("x", ISSUED, ISSUED, ISSUED, ISSUED),
        due=column(DUE, DUE, None, DUE, DUE),
        paid=column(PAID, None, PAID, "y", PAID),
        amount=column(1.0, 2.0, 3.0, 4.0, "z"),
    )
    gated = gate_invoices(frame)
    assert told(gated) == [
        ("cell.blank", "invoice", [2]),
        ("date.text", "issued", [0]),
        ("cell.blank", "due", [2]),
        ("date.text", "paid", [3]),
        ("number.text", "amount", [4]),
        ("key.twice", "invoice", [1]),
        ("rows.none_good", "", []),
    ]
    assert gated.table is None
    assert gated.money_left_out == 10
    with pytest.raises(TableError) as refused:
        gated.strict()
    for place in ("row 1", "row 2", "row 3", "row 4", "row 5"):
        assert place in str(refused.value)


def test_blank_dates():
    gated = gate_invoices(invoices(issued=column(None, ISSUED, " "), paid=column(None, None, PAID)))
    table = gated.strict()
    assert table.issued.tolist() == [NO_DAY, day_number(ISSUED), NO_DAY]
    assert table.paid.tolist() == [NO_DAY, NO_DAY, day_number(PAID)]
    facts = {facts.field: (facts.filled, facts.distinct) for facts in gated.fields}
    assert facts["paid"] == (pytest.approx(1 / 3), 1)
    assert facts["issued"] == (pytest.approx(1 / 3), 1)
    assert facts["due"] == (1.0, 1)


@pytest.mark.parametrize("blank", [np.datetime64("NaT", "s"), None])
def test_open_invoices_in_a_column_of_dates(blank):
    frame = invoices(paid=pd.Series(np.array([blank, PAID, blank], "datetime64[s]")))
    assert gate_invoices(frame).strict().paid.tolist() == [NO_DAY, day_number(PAID), NO_DAY]


def test_columns_that_may_be_missing():
    frame = invoices().drop(columns=["issued", "paid"])
    table = gate_invoices(frame).strict()
    assert table.issued.tolist() == table.paid.tolist() == [NO_DAY] * 3


@pytest.mark.parametrize("field", ["invoice", "customer", "due", "amount"])
def test_columns_that_invoices_need(field):
    gated = gate_invoices(invoices().drop(columns=field))
    assert told(gated) == [("column.missing", field, [])]
    assert gated.table is None


def test_the_latest_day_holds_for_issue_and_payment_but_not_for_due_dates():
    frame = invoices(due=column(DUE, dt.datetime(2025, 1, 1), DUE))
    latest = date(2024, 5, 20)
    assert gate_invoices(frame, latest=latest).problems == ()
    late = frame.assign(issued=column(ISSUED, ISSUED, dt.datetime(2024, 5, 21)))
    assert told(gate_invoices(late, latest=latest)) == [("date.range", "issued", [2])]


def test_due_or_paid_before_the_issue_is_a_note():
    frame = invoices(
        4,
        issued=column(ISSUED, ISSUED, None, ISSUED),
        due=column(dt.datetime(2024, 4, 30), ISSUED, DUE, DUE),
        paid=column(
            dt.datetime(2024, 4, 1), dt.datetime(2024, 4, 30), dt.datetime(2024, 1, 1), None
        ),
    )
    gated = gate_invoices(frame)
    assert gated.problems == ()
    assert [note.text() for note in gated.notes] == [
        "Invoices due before the day of their issue: 1.",
        "Invoices paid before the day of their issue: 2.",
    ]


def test_notes_count_good_rows_only():
    early = dt.datetime(2024, 4, 30)
    frame = invoices(due=column(early, DUE, DUE), amount=column("x", 1.0, 2.0))
    gated = gate_invoices(frame)
    assert gated.left_out.tolist() == [0]
    assert gated.notes == ()


def test_clean_terms_rise_by_customer():
    frame = terms(
        customer=column("c", 7.0, "a"),
        form=column("open account", None, " предоплата "),
        days=column(30, None, "0"),
        limit=column(None, 1000.0, "1500,5"),
        security=column(None, "pledge", None),
    )
    gated = gate_terms(frame)
    table = gated.strict()
    assert table.ids.tolist() == ["7", "a", "c"]
    assert table.form.tolist() == [None, "предоплата", "open account"]
    np.testing.assert_array_equal(table.days, [np.nan, 0, 30])
    np.testing.assert_array_equal(table.limit, [1000, 1500.5, np.nan])
    assert table.security.tolist() == ["pledge", None, None]


BROKEN_TERMS = [
    (None, "customer", "cell.blank", ""),
    ("a", "customer", "key.twice", "a"),
    (ErrorCell("#REF!"), "form", "cell.error", "#REF!"),
    (True, "form", "text.flag", "TRUE"),
    (-1.0, "days", "number.negative", "-1"),
    ("30 days", "days", "number.text", "30 days"),
    (DUE, "days", "number.date", "2024-05-15"),
    (-0.5, "limit", "number.negative", "-0.5"),
    (DUE, "security", "text.date", "2024-05-15"),
]


@pytest.mark.parametrize(("cell", "field", "code", "found"), BROKEN_TERMS)
def test_each_rule_of_terms_broken_once(cell, field, code, found):
    frame = terms()
    frame[field] = column(frame[field][0], cell, frame[field][2])
    gated = gate_terms(frame)
    assert told(gated) == [(code, field, [1])]
    assert gated.problems[0].found == (found,)
    assert gated.problems[0].text().startswith(f"Terms, column {field}, row 2: ")
    assert gated.problems[0].fix()
    assert gated.table.ids.tolist() == ["a", "c"]
    assert gated.left_out.tolist() == [1]


def test_terms_need_nothing_but_the_customer():
    table = gate_terms(terms()[["customer"]]).strict()
    assert table.ids.tolist() == ["a", "b", "c"]
    assert table.form.tolist() == table.security.tolist() == [None] * 3
    assert np.isnan(table.days).all()
    assert np.isnan(table.limit).all()
    assert told(gate_terms(terms().drop(columns="customer"))) == [
        ("column.missing", "customer", [])
    ]


def test_the_frame_stays_as_it_was():
    for gate, frame in ((gate_invoices, invoices()), (gate_terms, terms())):
        before = frame.copy(deep=True)
        gate(frame)
        pd.testing.assert_frame_equal(frame, before)
