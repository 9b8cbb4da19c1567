"""Dependence on one manager, product or industry: the loss of the largest, by hand."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from scoring.assessment import Tables, assess
from scoring.settings import ConcentrationPolicy, PeriodPolicy, Settings
from scoring.solvency.dependence import loss_of_largest, parts_of
from scoring.solvency.stress import loss_of_top
from scoring.tables import gate_customers, gate_sales


def texts(*cells):
    return np.array(cells, object)


def parts(name, code, amount, margin=None, customer=None):
    codes = np.array(code)
    buyers = np.arange(codes.size) if customer is None else np.array(customer)
    margins = None if margin is None else np.array(margin, float)
    return parts_of(texts(*name), codes, buyers, np.array(amount, float), margins)


def lost(found, to_year=1.0, fixed_cost=None):
    table = loss_of_largest({"manager": found}, to_year=to_year, fixed_cost=fixed_cost)
    return table.to_dict("records")[0]


def test_the_largest_goes_and_what_is_left_is_told():
    """Ann sells 60 + 20 to two customers, Bob 15, nobody 5; margins 8 + 6, 9, 1."""
    found = parts(["Ann", "Bob"], [0, 0, 1, -1], [60, 20, 15, 5], [8, 6, 9, 1])
    row = lost(found, fixed_cost=5.0)
    assert (row["part"], row["name"], row["customers"]) == ("manager", "Ann", 2)
    assert (row["revenue_lost"], row["revenue_share"], row["revenue_left"]) == (80, 0.8, 20)
    assert (row["margin_lost"], row["margin_left"], row["coverage"]) == (14, 10, 2)
    assert row["margin_share"] == pytest.approx(14 / 24)
    assert row["unassigned"] == 0.05


def test_what_belongs_to_nobody_is_never_lost():
    row = lost(parts(["Ann"], [0, -1], [10, 90]))
    assert (row["name"], row["revenue_share"], row["unassigned"]) == ("Ann", 0.1, 0.9)
    assert np.isnan([row["margin_lost"], row["margin_share"], row["coverage"]]).all()


def test_money_of_other_months_is_brought_to_a_year():
    row = lost(parts(["Ann", "Bob"], [0, 1], [60, 40], [6, 4]), to_year=2.0, fixed_cost=4.0)
    assert (row["revenue_lost"], row["revenue_left"], row["coverage"]) == (120, 80, 2)
    assert row["revenue_share"] == 0.6


def test_of_equal_ones_the_margin_then_the_name_decides():
    assert lost(parts(["B", "A"], [0, 1], [5, 5], [2, 1]))["name"] == "B"
    assert lost(parts(["B", "A"], [0, 1], [5, 5], [1, 1]))["name"] == "A"
    assert lost(parts(["B", "A"], [0, 1], [5, 5]))["name"] == "A"


def test_returns_above_sales_count_as_nothing_of_the_whole():
    """80 and 20 less 40: shares are of 80 and 20, what is left of the net 60."""
    row = lost(parts(["A", "B", "C"], [0, 1, 2], [80, 20, -40]))
    assert (row["revenue_share"], row["revenue_left"]) == (0.8, -20)


def test_a_customer_of_several_rows_is_one():
    assert lost(parts(["A"], [0, 0, 0], [1, 1, 1], customer=[7, 7, 2]))["customers"] == 2


def test_where_nothing_is_parted_there_is_no_row():
    table = loss_of_largest({"manager": parts([], [-1], [5])}, to_year=1.0, fixed_cost=None)
    assert table.empty


def test_it_is_the_loss_of_the_largest_customer_where_each_is_a_part_of_its_own():
    revenue, margin = np.array([60, 30, 10.0]), np.array([12, 9, 3.0])
    stress = loss_of_top(revenue, margin, [1], 10.0).iloc[0]
    row = lost(parts(["a", "b", "c"], [0, 1, 2], revenue, margin), fixed_cost=10.0)
    for name in stress.index.drop("lost"):
        assert row[name] == stress[name], name


def frames():
    sales = pd.DataFrame(
        {
            "date": pd.to_datetime(["2025-02-01", "2025-06-01", "2025-06-02", "2023-01-01"]),
            "customer": ["1", "2", "3", "1"],
            "product": ["P", "Q", None, "P"],
            "amount": [50.0, 30.0, 20.0, 9_999.0],
            "cost": [10.0, 20.0, 15.0, 1.0],
        }
    )
    customers = pd.DataFrame(
        {"customer": ["1", "2"], "manager": ["Ann", "Bob"], "industry": ["-", "retail"]}
    )
    return Tables(gate_sales(sales), gate_customers(customers))


def test_the_assessment_takes_the_months_looked_at_and_words_for_none():
    """By hand, 2025: Ann 50 of 100, Bob 30, customer 3 has no row; only Bob has an industry."""
    settings = Settings(
        period=PeriodPolicy(as_of=dt.date(2025, 12, 31)),
        concentration=ConcentrationPolicy(fixed_cost=15.0),
    )
    table = assess(frames(), settings).concentration.dependence.set_index("part")
    assert list(table.index) == ["manager", "product", "industry"]
    assert table["name"].tolist() == ["Ann", "P", "retail"]
    assert table["revenue_share"].tolist() == [0.5, 0.5, 0.3]
    assert table["unassigned"].tolist() == [0.2, 0.2, 0.7]
    assert table["margin_left"].tolist() == [15, 15, 45]  # of 40 + 10 + 5
    assert table["coverage"].tolist() == [1, 1, 3]


def test_without_such_columns_there_is_nothing_to_tell():
    sales = gate_sales(
        pd.DataFrame(
            {
                "date": pd.to_datetime(["2025-02-01", "2025-06-01"]),
                "customer": ["1", "2"],
                "amount": [50.0, 30.0],
            }
        )
    )
    assert assess(Tables(sales), Settings()).concentration.dependence.empty


@pytest.mark.parametrize("cost", [60.0, -60.0])
def test_a_return_gives_back_its_cost_whichever_sign_it_has(cost):
    """By hand: 100 less 60 earned 40, and the return takes just these 40."""
    sales = gate_sales(
        pd.DataFrame(
            {
                "date": pd.to_datetime(["2025-02-01", "2025-06-01", "2025-06-02"]),
                "customer": ["1", "1", "2"],
                "product": ["P", "P", "P"],
                "amount": [100.0, -100.0, 10.0],
                "cost": [60.0, cost, 4.0],
            }
        )
    )
    result = assess(Tables(sales), Settings()).concentration
    assert result.dependence["margin_lost"].tolist() == [6]
    assert result.stress["margin_left"].tolist()[0] == 6
