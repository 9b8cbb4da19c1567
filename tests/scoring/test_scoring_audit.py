"""The data audit over all seven tables."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.assessment import Tables
from scoring.diagnosis.audit import audit
from scoring.tables import (
    gate_answers,
    gate_customers,
    gate_invoices,
    gate_offers,
    gate_products,
    gate_sales,
    gate_terms,
)
from tests.scoring.build import column, frame_of

SALES = frame_of([("a", "2023-01-05", 10.0), ("b", "2023-01-06", 20.0)])
INVOICES = pd.DataFrame(
    {
        "invoice": column("I1", "I2", "I1", None),
        "customer": column("a", "b", "a", None),
        "due": column("2023-02-01", "x", "2023-02-01", None),
        "amount": column(10.0, 20.5, 4.0, None),
    }
)


@pytest.fixture
def every():
    return Tables(
        sales=gate_sales(SALES),
        customers=gate_customers(pd.DataFrame({"customer": ["a", "b"]})),
        products=gate_products(pd.DataFrame({"product": ["p"], "name": ["x"]})),
        offers=gate_offers(pd.DataFrame({"customer": ["a"], "product": ["p"], "status": ["+"]})),
        invoices=gate_invoices(INVOICES),
        terms=gate_terms(pd.DataFrame({"customer": ["a"], "days": [30.0]})),
        answers=gate_answers(pd.DataFrame({"question": [1.0, 2.0], "answer": ["+", None]})),
    )


def test_tables_by_name_are_those_that_are_there(every):
    names = ["sales", "customers", "products", "offers", "invoices", "terms", "answers"]
    assert list(every.by_name()) == names
    assert list(Tables(every.sales, terms=every.terms).by_name()) == ["sales", "terms"]
    assert every.by_name()["terms"] is every.terms


def test_rows_and_money_of_every_table(every):
    found = audit(every.sales.table, every.by_name())
    rows = found.tables.set_index("table")
    assert rows.index.tolist() == list(every.by_name())
    assert rows["rows_read"].tolist() == [2, 2, 1, 1, 3, 1, 1]
    # by hand: row 2 has no date to pay by (20.50), row 3 repeats I1 (4.00), row 4 is blank
    assert rows.loc["invoices"].tolist() == [3, 1, 2, 24.5]
    assert rows["rows_left_out"].drop("invoices").eq(0).all()
    assert [(p.table, p.code) for p in found.problems] == [
        ("invoices", "date.text"),
        ("invoices", "key.twice"),
    ]
    fields = found.fields.set_index(["table", "field"])
    assert fields.loc[("invoices", "due"), "distinct"] == 2
    assert fields.loc[("answers", "answer")].tolist() == ["text", 1.0, 1]
    assert fields.loc[("terms", "days")].tolist() == ["number", 1.0, 1]


@given(st.lists(st.sampled_from("abcdef"), min_size=1), st.sets(st.sampled_from("abcxyz")))
def test_orphans_are_those_of_a_plain_loop(sold, known):
    sales = gate_sales(frame_of([(name, "2023-01-05", 1.0) for name in sold])).strict()
    listed = pd.DataFrame({"customer": column(*sorted(known))})
    customers = gate_customers(listed)
    found = audit(sales, {"sales": gate_sales(SALES), "customers": customers})
    if customers.table is None:
        assert found.orphans.size == 0
    else:
        assert found.orphans.tolist() == sorted(set(sold) - known)
        assert found.orphan_money == sum(name not in known for name in sold)
    assert found.orphans.dtype == np.dtype(object)
