from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from scoring.days import day_number
from scoring.settings import PeriodPolicy, XyzPolicy
from scoring.tables import SalesTable
from scoring.value.periods import (
    NEVER,
    as_of_day,
    customer_summary,
    in_window,
    months_table,
    orders_of,
    period_block,
)
from tests.scoring.build import ROWS, sales_of, shuffled

# By hand. a: two rows of one day are one order; a return lowers the money only. b: one order.
# c: returns only.
SMALL = [
    ("a", "2024-01-10", 100.10),
    ("a", "2024-01-10", 50.20),
    ("a", "2024-03-05", 200.0),
    ("a", "2024-03-09", -50.30),
    ("b", "2024-02-29", 10.0),
    ("b", "2024-03-31", 0.0),
    ("c", "2024-02-01", -5.0),
]


def test_customer_summary_by_hand():
    summary = customer_summary(sales_of(SMALL), date(2024, 3, 31))
    first, last, n = summary.first_day, summary.last_day, summary.n_orders
    assert summary.ids.tolist() == ["a", "b", "c"]
    assert n.tolist() == [2, 1, 0]
    assert summary.money.tolist() == [300.0, 10.0, -5.0]
    assert first[:2].tolist() == [day_number(date(2024, 1, 10)), day_number(date(2024, 2, 29))]
    assert last[:2].tolist() == [day_number(date(2024, 3, 5)), day_number(date(2024, 2, 29))]
    assert (first[2], last[2]) == (NEVER, NEVER)
    assert summary.has_rows.all()


def test_customer_summary_up_to_an_earlier_day():
    summary = customer_summary(sales_of(SMALL), date(2024, 2, 1))
    assert summary.n_orders.tolist() == [1, 0, 0]
    assert summary.money.tolist() == [150.3, 0.0, -5.0]
    assert summary.has_rows.tolist() == [True, False, True]


def test_documents_make_orders():
    rows = [
        ("a", "2024-01-10", 1.0, "1"),
        ("a", "2024-01-10", 1.0, "2"),  # the same day, another document
        ("a", "2024-01-12", 1.0, "1"),  # the first document goes on: the order is of this day
        ("b", "2024-01-11", 1.0, "2"),  # a number that two customers share
        ("b", "2024-01-13", -1.0, "3"),  # a return is no order
        ("b", "2024-01-14", 1.0, None),  # no document: the day counts,
        ("b", "2024-01-14", 1.0, None),  # once
    ]
    orders = orders_of(sales_of(rows))
    days = (orders.day - day_number(date(2024, 1, 1)) + 1).tolist()
    assert list(zip(orders.customer.tolist(), days, strict=True)) == [
        (0, 10), (0, 12), (1, 11), (1, 14),
    ]  # fmt: skip


def test_documents_of_returns_only():
    rows = [("a", "2024-01-01", -1.0, "1"), ("a", "2024-01-02", 1.0, None)]
    assert customer_summary(sales_of(rows), date(2024, 1, 3)).n_orders.tolist() == [1]


def test_documents_of_their_own_customers_only():
    rows = [
        ("a", "2024-01-01", 1.0, "1"),
        ("b", "2024-01-02", 1.0, "2"),
        ("a", "2024-01-03", 2.0, "1"),
    ]
    assert customer_summary(sales_of(rows), date(2024, 1, 3)).n_orders.tolist() == [1, 1]


def test_many_customers_need_wide_keys():
    """More customers x days than 2**32: by hand, three orders."""
    ids = np.array([f"{i:06d}" for i in range(60_000)], object)
    day = np.array([0, 80_000, 80_000, 3], np.int32)
    customer = np.array([59_999, 59_999, 59_999, 0], np.int32)
    orders = orders_of(SalesTable(customer, ids, day, np.ones(4)))
    assert orders.customer.tolist() == [0, 59_999, 59_999]
    assert orders.day.tolist() == [3, 0, 80_000]


@given(ROWS)
def test_summary_is_that_of_plain_python(rows):
    summary = customer_summary(sales_of(rows), date(2023, 12, 31))
    for index, name in enumerate(summary.ids):
        bought = [day for customer, day, amount in rows if customer == name and amount > 0]
        money = sum(round(100 * amount) for customer, _, amount in rows if customer == name)
        assert summary.n_orders[index] == len(set(bought))
        assert summary.money[index] == money / 100
        assert summary.last_day[index] == (day_number(max(bought)) if bought else NEVER)
        assert summary.first_day[index] == (day_number(min(bought)) if bought else NEVER)


@given(ROWS)
def test_a_sale_split_in_two_changes_nothing(rows):
    split = [
        part
        for customer, day, amount in rows
        for part in ([(customer, day, amount / 2)] * 2 if amount > 0 else [(customer, day, amount)])
    ]
    one = customer_summary(sales_of(rows), date(2023, 12, 31))
    other = customer_summary(sales_of(split), date(2023, 12, 31))
    assert one.n_orders.tolist() == other.n_orders.tolist()
    assert one.money.tolist() == other.money.tolist()


def test_as_of_is_the_last_row_or_the_setting():
    sales = sales_of(SMALL)
    assert as_of_day(sales, PeriodPolicy()) == date(2024, 3, 31)
    assert as_of_day(sales, PeriodPolicy(date(2024, 6, 30))) == date(2024, 6, 30)


def test_window_tells_what_lies_outside():
    sales = sales_of(SMALL)
    window, notes = in_window(sales, PeriodPolicy(window_months=1), date(2024, 3, 9))
    assert window.amount.tolist() == [200.0, -50.3, 10.0]
    assert [note.text() for note in notes] == [
        "Sales rows after 2024-03-09, not used: 1.",
        "Sales rows before 2024-02-10, outside the window: 3.",
    ]


def test_window_of_everything_copies_nothing():
    sales = sales_of(SMALL)
    window, notes = in_window(sales, PeriodPolicy(window_months=3), date(2024, 3, 31))
    assert window is sales
    assert notes == ()


def block(rows, as_of, by="customer", **policy):
    settings = {"n_periods": 3, "min_periods": 2, **policy}
    return period_block(sales_of(rows), XyzPolicy(**settings), as_of, by)


def test_period_block_by_hand():
    made = block(SMALL, date(2024, 3, 31))
    assert made.values.tolist() == [[150.3, 0, 149.7], [0, 10, 0], [0, 0, 0]]
    assert made.starts.astype(str).tolist() == ["2024-01-01", "2024-02-01", "2024-03-01"]
    assert made.first_period.tolist() == [0, 1, 0]
    assert made.n_negative == 1
    assert [note.text() for note in made.notes] == [
        "Periods with more returns than sales, counted as 0: 1."
    ]


def test_an_incomplete_last_period_is_left_out():
    made = block(SMALL, date(2024, 3, 30), n_periods=2)
    assert made.values[0].tolist() == [150.3, 0]
    assert made.starts.astype(str).tolist() == ["2024-01-01", "2024-02-01"]
    text = "The period from 2024-03-01 to 2024-03-30 is not complete and is left out."
    assert made.notes[0].text() == text


def test_a_first_purchase_in_the_incomplete_period_is_after_the_block():
    made = block([*SMALL, ("d", "2024-03-01", 5.0)], date(2024, 3, 30), n_periods=2)
    assert made.first_period[3] == 2


def test_first_purchases_before_the_block_count_back():
    made = block([("o", "2023-06-01", 1.0), *SMALL], date(2024, 3, 31))
    assert made.first_period[made.ids == "o"] == -7


def test_periods_before_all_sales_are_not_invented():
    made = block(SMALL, date(2024, 3, 31), n_periods=12)
    assert made.values.shape == (3, 3)
    assert "Complete periods: 3 of the 12 asked for." in [n.text() for n in made.notes]


def test_a_history_without_a_complete_period():
    made = block([("a", "2024-03-02", 1.0)], date(2024, 3, 9))
    assert made.values.shape == (1, 0)
    assert made.starts.size == 0


@pytest.mark.parametrize(
    ("period", "as_of", "starts"),
    [
        ("quarter", date(2024, 3, 31), ["2023-10-01", "2024-01-01"]),
        ("year", date(2024, 12, 31), ["2023-01-01", "2024-01-01"]),
        ("week", date(2024, 3, 31), ["2024-03-18", "2024-03-25"]),
    ],
)
def test_other_periods(period, as_of, starts):
    rows = [("a", "2023-02-01", 1.0), ("a", as_of.isoformat(), 2.0)]
    made = block(rows, as_of, period=period, n_periods=2)
    assert made.starts.astype(str).tolist() == starts
    assert made.values[0, 1] == 2.0


def test_block_by_product_leaves_out_rows_without_one():
    rows = [("a", "2024-02-01", 1.0, None, "p"), ("a", "2024-03-01", 2.0, None, None)]
    made = block(rows, date(2024, 3, 31), by="product", n_periods=2)
    assert made.ids.tolist() == ["p"]
    assert made.values.tolist() == [[1.0, 0.0]]


def test_block_of_some_rows():
    made = block(SMALL, date(2024, 3, 31))
    kept = made.where(np.array([True, False, True]))
    assert kept.ids.tolist() == ["a", "c"]
    assert kept.values.shape == (2, 3)
    assert made.where(np.full(3, fill_value=True)) is made


def test_months_table_by_hand():
    months = months_table(sales_of([*SMALL, ("a", "2024-04-02", 7.0)]), date(2024, 3, 31), 4)
    assert months["month"].astype(str).tolist() == [
        "2023-12-01", "2024-01-01", "2024-02-01", "2024-03-01",
    ]  # fmt: skip
    assert months["revenue"].tolist() == [0, 150.3, 5.0, 149.7]
    assert months["orders"].tolist() == [0, 1, 1, 1]
    assert months["customers"].tolist() == [0, 1, 1, 1]


@given(ROWS)
def test_the_order_of_rows_does_not_matter(rows):
    mixed = shuffled(rows)
    one, other = sales_of(rows), sales_of(mixed)
    blocks = [block(r, date(2023, 12, 31)) for r in (rows, mixed)]
    np.testing.assert_array_equal(blocks[0].values, blocks[1].values)
    pd.testing.assert_frame_equal(
        months_table(one, date(2023, 12, 31)), months_table(other, date(2023, 12, 31))
    )
