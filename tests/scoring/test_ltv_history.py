from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.errors import TooLittleDataError
from scoring.tables import gate_sales
from scoring.value.ltv.history import order_history
from scoring.value.ltv.lifetimes_engine import _contained
from tests.scoring.build import sales_of, shuffled
from tests.scoring.cdnow import CALIBRATION_END, cdnow_frame, cdnow_sales

AS_OF = date(2024, 3, 1)
CROWDED = st.lists(  # few customers and days, so that orders and returns meet
    st.tuples(
        st.sampled_from("abc"),
        st.dates(date(2024, 1, 1), date(2024, 1, 25)),
        st.integers(-300, 400).map(lambda cents: cents / 100),
    ),
    min_size=1,
    max_size=40,
)


def one(*rows, as_of=AS_OF):
    """The history of one customer from rows of (day, amount)."""
    history = order_history(sales_of([("a", day, amount) for day, amount in rows]), as_of)
    assert history.ids.tolist() == ["a"]
    return history


def folded(sales, as_of, until):
    """The distinct histories, and how many customers share each; None where nobody has one."""
    try:
        patterns = order_history(sales, as_of).patterns(7, until)
    except TooLittleDataError:
        return None
    return [getattr(patterns, name).tolist() for name in ("x", "t_x", "age", "customers")]


def test_counting_by_hand():
    history = one(("2024-01-01", 10), ("2024-01-11", 20), ("2024-02-10", 30), ("2024-02-10", 5))
    assert history.repeat_orders.tolist() == [2]  # two orders of one day are one
    assert history.last_days.tolist() == [40]
    assert history.age_days.tolist() == [60]  # 2024 is a leap year
    assert history.repeat_money.tolist() == [27.5]  # (20 + 35) / 2
    assert history.money.tolist() == [65]


def test_documents_of_one_day_are_one_order():
    rows = [("a", "2024-01-01", 10, "d1"), ("a", "2024-01-01", 10, "d2")]
    assert order_history(sales_of(rows), AS_OF).repeat_orders.tolist() == [0]


@given(rows=CROWDED, day=st.dates(date(2024, 1, 1), date(2024, 1, 25)))
def test_folded_as_on_an_earlier_day(rows, day):
    """Equal to the history of the rows up to that day, the returns of later days left aside."""
    sales = sales_of(rows)
    assert folded(sales, AS_OF, day) == folded(sales, day, None)


def test_one_order():
    history = one(("2024-01-01", 10))
    assert history.repeat_orders.tolist() == [0]
    assert (history.last_days.tolist(), history.age_days.tolist()) == ([0], [60])
    assert history.repeat_money.tolist() == [0]


def test_rows_after_the_day_do_not_count():
    history = one(("2024-01-01", 10), ("2024-03-01", 20), ("2024-03-02", 99))
    assert (history.repeat_orders.tolist(), history.last_days.tolist()) == ([1], [60])
    assert history.money.tolist() == [30]


def test_a_return_of_the_same_day_lowers_the_order():
    history = one(("2024-01-01", 10), ("2024-02-01", 20), ("2024-02-01", -5))
    assert history.repeat_orders.tolist() == [1]
    assert history.repeat_money.tolist() == [15]


def test_an_order_taken_back_the_same_day_is_none():
    history = one(("2024-01-01", 10), ("2024-02-01", 20), ("2024-02-01", -20))
    assert history.repeat_orders.tolist() == [0]
    first_day = one(("2024-01-01", 10), ("2024-01-01", -10), ("2024-02-01", 20))
    assert (first_day.repeat_orders.tolist(), first_day.age_days.tolist()) == ([0], [29])


def test_a_return_on_its_own_day_lowers_the_money_but_is_no_order():
    history = one(("2024-01-01", 10), ("2024-02-01", 20), ("2024-02-05", -30))
    assert (history.repeat_orders.tolist(), history.last_days.tolist()) == ([1], [31])
    assert history.repeat_money.tolist() == [-10]
    assert history.money.tolist() == [0]


def test_amounts_of_zero_are_no_orders():
    assert one(("2024-01-01", 10), ("2024-02-01", 0)).repeat_orders.tolist() == [0]


def test_customers_without_an_order_are_counted():
    rows = [("a", "2024-01-01", 10), ("b", "2024-01-01", -5), ("c", "2024-01-01", 0)]
    history = order_history(sales_of(rows), AS_OF)
    assert (history.ids.tolist(), history.without_order) == (["a"], 2)


@pytest.mark.parametrize(
    "rows", [[("a", "2024-01-01", -5)], [("a", "2024-01-01", 0)], [("a", "2024-03-02", 5)]]
)
def test_nobody_with_an_order(rows):
    with pytest.raises(TooLittleDataError, match="LTV needs at least 1 order"):
        order_history(sales_of(rows), AS_OF)


@given(rows=CROWDED)
def test_against_pandas_in_any_order(rows):
    """The same by groupby, day by day, and the same numbers whatever the order of the rows."""
    frame = pd.DataFrame(rows, columns=["customer", "date", "amount"])
    as_of = date(2024, 1, 20)
    frame = frame[frame["date"] <= as_of]
    days = frame.assign(cents=(frame["amount"] * 100).round().astype(int)).groupby(
        ["customer", "date"]
    )
    net, sold = days["cents"].sum(), days["amount"].max() > 0
    orders = net[sold & (net > 0)].reset_index()
    if orders.empty:
        return
    history = order_history(sales_of(rows), as_of)
    by = orders.groupby("customer")["date"]
    first, last, count = by.min(), by.max(), by.size()
    assert history.ids.tolist() == list(count.index)
    assert history.repeat_orders.tolist() == (count - 1).tolist()
    assert history.last_days.tolist() == [(last[c] - first[c]).days for c in count.index]
    assert history.age_days.tolist() == [(as_of - first[c]).days for c in count.index]
    every = net.reset_index()
    for place, name in enumerate(count.index):
        own = every[(every["customer"] == name) & (every["date"] > first[name])]
        mean = own["cents"].sum() / (count[name] - 1) / 100 if count[name] > 1 else 0
        assert history.repeat_money[place] == pytest.approx(mean, abs=1e-9)
    again = order_history(sales_of(shuffled(rows)), as_of)
    for field in ("repeat_orders", "last_days", "age_days", "repeat_money", "money"):
        assert getattr(again, field).tolist() == getattr(history, field).tolist()


def test_equal_histories_are_folded():
    rows = [(name, "2024-01-01", 10) for name in "abc"] + [("c", "2024-01-15", 10)]
    patterns = order_history(sales_of(rows), AS_OF).patterns(7.0)
    assert (patterns.n, patterns.customers.tolist()) == (3, [2, 1])
    assert (patterns.x.tolist(), patterns.t_x.tolist()) == ([0, 1], [0, 2])
    assert patterns.age == pytest.approx([60 / 7, 60 / 7])


def test_the_input_is_left_alone():
    frame = pd.DataFrame(
        {"customer": ["b", "a"], "date": pd.to_datetime(["2024-01-02"] * 2), "amount": [1.0, -1.0]}
    )
    sales = gate_sales(frame).strict()
    before = [np.copy(column) for column in (sales.customer, sales.day, sales.amount)]
    order_history(sales, AS_OF)
    for column, copy in zip((sales.customer, sales.day, sales.amount), before, strict=True):
        assert (column == copy).all()


def merged(merge, *rows, as_of):
    sales = sales_of([("a", day, amount) for day, amount in rows])
    return order_history(sales, as_of, merge)


def test_orders_of_a_week_are_one():
    """2024-01-01 is a Monday: two orders in its week, one in the week of the 15th."""
    rows = [("2024-01-01", 10), ("2024-01-07", 5), ("2024-01-21", 30), ("2024-01-21", -4)]
    history = merged("week", *rows, as_of=date(2024, 2, 4))
    assert history.repeat_orders.tolist() == [1]
    assert (history.last_days.tolist(), history.age_days.tolist()) == ([14], [28])
    assert history.repeat_money.tolist() == [26]
    assert history.order_day.tolist() == [19723, 19737]  # 2024-01-01 and two weeks later


def test_a_week_is_an_order_where_its_sales_exceed_its_returns():
    rows = [("2024-01-01", 10), ("2024-01-16", 30), ("2024-01-18", -30)]
    assert merged("day", *rows, as_of=AS_OF).repeat_orders.tolist() == [1]
    assert merged("week", *rows, as_of=AS_OF).repeat_orders.tolist() == [0]


def test_orders_of_a_month_are_one():
    rows = [("2024-01-31", 10), ("2024-02-01", 5), ("2024-02-29", 7), ("2024-04-30", 1)]
    history = merged("month", *rows, as_of=date(2024, 5, 31))
    assert history.repeat_orders.tolist() == [2]
    assert (history.last_days.tolist(), history.age_days.tolist()) == ([91], [121])
    assert history.repeat_money.tolist() == [6.5]


def test_weeks_of_cdnow_are_those_of_lifetimes():
    with _contained():
        from lifetimes.utils import summary_data_from_transaction_data

        frame = cdnow_frame().query("date <= '1997-09-30'")
        theirs = summary_data_from_transaction_data(
            frame, "customer", "date", freq="W", observation_period_end="1997-09-30"
        )
    history = order_history(cdnow_sales(), CALIBRATION_END, "week")
    assert history.repeat_orders.sum() == 2216  # of 2457: LTV.md 1, defect 9
    assert history.ids.tolist() == theirs.index.tolist()
    assert (history.repeat_orders == theirs["frequency"]).all()
    assert (history.last_days == 7 * theirs["recency"]).all()
    assert (history.age_days == 7 * theirs["T"]).all()


def test_money_can_be_that_of_other_values():
    sales = sales_of([("a", "2024-01-01", 10), ("a", "2024-02-01", 20), ("a", "2024-03-01", 40)])
    history = order_history(sales, AS_OF, values=np.array([1.0, -2.0, 8.0]))
    assert (history.repeat_orders.tolist(), history.repeat_money.tolist()) == ([2], [3])
    assert history.money.tolist() == [7]


def test_some_of_the_customers():
    rows = [("a", "2024-01-01", 1), ("b", "2024-01-02", 2), ("c", "2024-01-03", 3)]
    rows += [("a", "2024-01-04", 4), ("c", "2024-01-05", 5)]
    history = order_history(sales_of(rows), AS_OF)
    kept = history.where(np.array([False, True, True]))
    assert (kept.ids.tolist(), kept.repeat_orders.tolist()) == (["b", "c"], [0, 1])
    assert kept.order_customer.tolist() == [0, 1, 1]
    assert kept.order_day.tolist() == [19724, 19725, 19727]
    assert history.where(np.ones(3, bool)) is history
