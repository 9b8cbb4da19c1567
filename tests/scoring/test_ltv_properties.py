"""What must hold whatever the parameters and the data."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.settings import LtvPolicy
from scoring.tables import gate_sales
from scoring.value.ltv import bgnbd
from scoring.value.ltv.beta_geometric_slope import BetaGeometricSlope
from scoring.value.ltv.fits import BgNbd
from scoring.value.ltv.forecast import discounted_orders
from scoring.value.ltv.history import Patterns
from scoring.value.ltv.model import estimate_ltv
from tests.scoring.build import ROWS, sales_of, shuffled
from tests.scoring.cdnow import CALIBRATION_END, cdnow_frame

SIZE = st.floats(-3, 3).map(np.exp)
PARAMETERS = st.builds(BgNbd, SIZE, SIZE, SIZE, SIZE)
AGE = st.floats(0.1, 500)
AS_OF = date(2023, 12, 31)
WITH_ORDER = ROWS.map(lambda rows: [*rows, ("z", date(2023, 1, 1), 10.0)])
NETTED = ROWS.map(lambda rows: [(*row[:2], abs(row[2]) + 1) for row in rows])


@given(parameters=PARAMETERS, x=st.integers(1, 400), age=AGE)
def test_a_later_last_order_never_lowers_p_alive(parameters, x, age):
    t_x = np.linspace(0, age, 50)
    alive = bgnbd.p_alive(parameters, np.full(50, x), t_x, np.full(50, age))
    assert (np.diff(alive) >= 0).all()
    assert ((alive >= 0) & (alive <= 1)).all()


@given(parameters=PARAMETERS, x=st.integers(0, 400), age=AGE)
def test_a_longer_time_never_lowers_expected_orders(parameters, x, age):
    times = np.concatenate([[0], np.geomspace(0.01, 1000, 40)])
    orders = bgnbd.orders_if_alive(parameters, np.full(41, x), np.full(41, age), times)
    assert orders[0] == 0
    assert np.isfinite(orders).all()
    assert (np.diff(orders) >= -1e-9 * orders[1:]).all()


@given(parameters=PARAMETERS, ages=st.lists(AGE, min_size=1, max_size=5))
def test_chances_of_order_counts_are_chances(parameters, ages):
    chances = bgnbd.order_probability(parameters, np.array(ages), 30)
    assert (chances >= 0).all()
    assert (chances.sum(axis=0) <= 1 + 1e-12).all()


@given(seed=st.integers(0, 99), weight=st.integers(1, 9))
def test_folded_histories_count_as_often_as_they_are(seed, weight):
    rng = np.random.default_rng(seed)
    age = rng.uniform(1, 80, 10)
    x = rng.integers(0, 12, 10)
    t_x = np.where(x > 0, age * rng.uniform(0, 1, 10), 0)
    parameters = BgNbd(0.3, 5, 0.8, 2.5)
    once = Patterns(x, t_x, age, np.full(10, weight))
    many = Patterns(*(np.repeat(each, weight) for each in (x, t_x, age)), np.ones(10 * weight, int))
    assert bgnbd.log_likelihood(parameters, once) == pytest.approx(
        bgnbd.log_likelihood(parameters, many)
    )
    slopes = [BetaGeometricSlope(each, 0)(np.array(parameters))[1] for each in (once, many)]
    assert slopes[0] == pytest.approx(slopes[1])


@given(discount=st.floats(0, 5), months=st.integers(1, 60))
def test_discount_never_adds(discount, months):
    """One order a month: by hand the sum of (1 + d)**(-i / 12); undiscounted the months."""
    orders, worth = discounted_orders(lambda month: np.array([month * 1.0]), months, discount)
    assert orders == [months]
    expected = sum((1 + discount) ** (-month / 12) for month in range(1, months + 1))
    assert worth == pytest.approx([expected])
    assert worth <= months + 1e-9


@settings(max_examples=25, deadline=None)
@given(rows=WITH_ORDER)
def test_row_order_does_not_matter(rows):
    policy = LtvPolicy(min_repeaters=3)
    one, other = (estimate_ltv(sales_of(each), policy, AS_OF) for each in (rows, shuffled(rows)))
    pd.testing.assert_frame_equal(one.table, other.table, check_exact=True)
    assert one.totals == other.totals
    assert one.notes == other.notes


@settings(max_examples=25, deadline=None)
@given(rows=NETTED, months=st.integers(1, 24), more=st.integers(1, 24))
def test_a_longer_horizon_never_lowers_orders_and_value(rows, months, more):
    short, long = (
        estimate_ltv(sales_of(rows), LtvPolicy(min_repeaters=3, horizon_months=each), AS_OF).table
        for each in (months, months + more)
    )
    for column in ("expected_orders", "clv"):
        assert (long[column] >= short[column] - 1e-9).all()
    assert (long["p_alive"] == short["p_alive"]).all()


@settings(max_examples=25, deadline=None)
@given(rows=NETTED, cents=st.sampled_from([2, 64, 1024]))
def test_another_currency_changes_only_money(rows, cents):
    """By a power of two, so that no amount is rounded."""
    policy = LtvPolicy(min_repeaters=3)
    richer = [(*row[:2], row[2] * cents) for row in rows]
    one, other = (estimate_ltv(sales_of(each), policy, AS_OF).table for each in (rows, richer))
    assert other["clv"].to_numpy() == pytest.approx(one["clv"].to_numpy() * cents, rel=1e-6)
    for column in ("p_alive", "expected_orders", "repeat_orders"):
        assert (other[column] == one[column]).all()


def test_another_currency_of_a_real_base():
    frame = cdnow_frame()
    results = [
        estimate_ltv(
            gate_sales(frame.assign(amount=frame["amount"] * rate)).strict(),
            LtvPolicy(),
            CALIBRATION_END,
        )
        for rate in (1, 92.5)
    ]
    assert results[1].totals.clv == pytest.approx(92.5 * results[0].totals.clv, rel=1e-6)
    assert results[1].totals.expected_orders == results[0].totals.expected_orders
    assert results[1].log_likelihood == results[0].log_likelihood
