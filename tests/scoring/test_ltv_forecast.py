"""Published forecasts of the models at given parameters, and discounted orders.

BTYD: walkthrough of cran/BTYD 2.4.3; JMR: Fader, Hardie, Lee (2005), "RFM and CLV", Journal of
Marketing Research 42(4), by the summary in LTV.md 2.
"""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.tables import gate_sales
from scoring.value.ltv.fits import BgNbd, GammaGamma, MbgNbd, Nbd, ParetoNbd
from scoring.value.ltv.forecast import discounted_continuously, pairs_of, residual_orders
from scoring.value.ltv.gamma_gamma import expected_ticket
from scoring.value.ltv.history import order_history
from scoring.value.ltv.models import ORDER_MODELS
from tests.scoring.cdnow import packaged

PARETO = ORDER_MODELS["paretonbd"]
CDNOW = ParetoNbd(0.55315, 10.57633, 0.60625, 11.6715)  # CLVTools, 39 weeks
SIZE = st.floats(-2, 2).map(np.exp)
KINDS = {"bgnbd": BgNbd, "mbgnbd": MbgNbd, "paretonbd": ParetoNbd}


def who(*rows):
    x, t_x, age = (np.array(each, float) for each in zip(*rows, strict=True))
    return x.astype(int), t_x, age


def test_a_loyal_customer_of_pareto():
    """BTYD: x = 26, t_x = 30.857, T = 31, the coming 52 weeks; a new customer in 52 weeks."""
    loyal = who((26, 216 / 7, 31))
    assert PARETO.p_alive(CDNOW, *loyal) == pytest.approx([0.997874], abs=2e-6)
    assert PARETO.expected_orders(CDNOW, *loyal, 52) == pytest.approx([25.45647], abs=2e-3)
    assert PARETO.orders_of_new(CDNOW, 52) == pytest.approx(1.473434, abs=1e-4)


def test_the_paradox_of_pareto():
    """BTYD: t_x = 20, T = 39, 52 weeks: more orders long ago, fewer to come."""
    expected = [0.7062289, 0.1442396, 0.02250658, 0.00309267]
    found = PARETO.expected_orders(CDNOW, *who(*((x, 20, 39) for x in (10, 15, 20, 25))), 52)
    assert found == pytest.approx(expected, rel=1.5e-3)  # BTYD's fit is .553 10.580 .606 11.656


def test_p_alive_where_others_overflow():
    """Tests of CLVTools: all are numbers; LTV.md 2 for the values."""
    parameters = ParetoNbd(0.5143, 2.8845, 0.2856, 14.1087)
    rows = (
        (221, 103.42857, 103.57143),
        (254, 97.14286, 97.28571),
        (161, 94.71429, 98.0),
        (204, 98.57143, 99.42857),
    )
    found = PARETO.p_alive(parameters, *who(*rows))
    assert found == pytest.approx([0.99960, 0.99956, 0.74949, 0.99426], abs=1e-5)


def test_discounted_residual_orders_by_class():
    """JMR figure, by its summary: 39-week parameters, T = 77.86, discount .0027 a week."""
    rows = [(0, 0), (1, 30), (7, 35), (9, 40), (1, 77), (7, 70), (14, 77)]
    x, t_x, age = who(*((x, t_x, 77.86) for x, t_x in rows))
    found = PARETO.p_alive(CDNOW, x, t_x, age) * residual_orders(PARETO, CDNOW, x, age, 0.0027)
    expected = [0.18, 1.43, 0.89, 1.07, 3.12, 14.07, 29.19]
    assert found == pytest.approx(expected, abs=0.011)


@pytest.mark.parametrize("s", [0.05, 0.6, 1.0, 1.5, 2.0, 7.0])
@pytest.mark.parametrize(("x", "age"), [(0, 1.0), (3, 40.0), (50, 100.0)])
def test_residual_orders_are_the_formula_of_the_paper(s, x, age):
    """JMR equation (2): (r + x)(beta + T)/(alpha + T) U(1, 2 - s, delta (beta + T)).

    U by mpmath: scipy's hyperu is a fifth off at s = 1 + 1e-15.
    """
    mpmath = pytest.importorskip("mpmath")
    parameters, rate = ParetoNbd(0.5, 3.0, s, 5.0), 0.05
    kummer = float(mpmath.hyperu(1, 2 - s, rate * (5 + age)))
    found = residual_orders(PARETO, parameters, np.array([x]), np.array([age]), rate)
    assert found == pytest.approx([(0.5 + x) * (5 + age) / (3 + age) * kummer], rel=1e-9)


@given(
    name=st.sampled_from(sorted(KINDS)),
    values=st.tuples(SIZE, SIZE, SIZE, SIZE),
    x=st.integers(0, 20),
    age=st.floats(1, 50),
)
def test_a_horizon_without_an_end_is_the_residual(name, values, x, age):
    """Orders up to a time rise to those without an end, and never pass them."""
    model, parameters, rate = ORDER_MODELS[name], KINDS[name](*values), 0.02
    at = np.array([x]), np.array([age])
    endless = residual_orders(model, parameters, *at, rate)
    ends = [discounted_continuously(model, parameters, *at, time, rate) for time in (20, 200)]
    assert (ends[0] >= 0).all()
    assert (ends[0] <= ends[1] * (1 + 1e-6) + 1e-9).all()
    assert (ends[1] <= endless * (1 + 1e-3) + 1e-9).all()


def test_continuous_discount_of_orders_at_one_rate():
    """By hand: orders at the rate m, counted e**-(d t), up to H: m (1 - e**-(d H)) / d."""
    parameters = Nbd(4.0, 8.0)
    found = discounted_continuously(
        ORDER_MODELS["nbd"], parameters, np.array([2]), np.array([4.0]), 52, 0.01
    )
    assert found == pytest.approx([0.5 * (1 - np.exp(-0.52)) / 0.01], rel=1e-12)
    endless = residual_orders(ORDER_MODELS["nbd"], parameters, np.array([2]), np.array([4.0]), 0.01)
    assert endless == pytest.approx([50.0], rel=1e-9)


@given(
    name=st.sampled_from(sorted(KINDS)),
    values=st.tuples(SIZE, SIZE, SIZE, SIZE),
    age=st.floats(0, 60),
)
def test_chances_of_order_counts_have_the_mean_of_the_model(name, values, age):
    """The mean of the number of orders is E[X(t)]; where few have more than 3,000."""
    model, parameters = ORDER_MODELS[name], KINDS[name](*values)
    chances = model.order_probability(parameters, np.array([age]), 3000)[:, 0]
    assert (chances >= 0).all()
    assert chances.sum() <= 1 + 1e-9
    if chances.sum() > 1 - 1e-12:
        mean = chances @ np.arange(3000)
        assert mean == pytest.approx(
            float(model.orders_of_new(parameters, age)), rel=1e-6, abs=1e-9
        )


def test_time_in_another_unit():
    daily = PARETO.in_unit(CDNOW, 1 / 7)
    loyal = who((26, 216, 217))
    assert daily == pytest.approx((0.55315, 74.03431, 0.60625, 81.7005))
    assert PARETO.p_alive(daily, *loyal) == pytest.approx([0.997874], abs=2e-6)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 400)), min_size=1, max_size=40))
def test_pairs_lead_back_to_every_customer(rows):
    x, age = (np.array(each, np.int32) for each in zip(*rows, strict=True))
    pairs = pairs_of(x, age, 7.0)
    assert (pairs.x[pairs.place] == x).all()
    assert pairs.age[pairs.place] == pytest.approx(age / 7)
    assert pairs.x.size == len(set(rows))


@pytest.fixture(scope="module")
def whole_base():
    """The 23,570 customers of CDNOW to 1998-06-30; orders of 0 count, as in the papers."""
    columns = ["customer", "date", "quantity", "amount"]
    text = {"customer": str, "date": str}
    frame = pd.read_csv(
        packaged("CDNOW_master.txt"), sep=r"\s+", header=0, names=columns, dtype=text
    )
    frame = frame.assign(
        date=pd.to_datetime(frame["date"], format="%Y%m%d"), amount=frame["amount"].clip(lower=1e-9)
    )
    sales = gate_sales(frame[["date", "customer", "amount"]]).strict()
    return order_history(sales, pd.Timestamp("1998-06-30").date())


def test_value_of_the_cohort(whole_base):
    """JMR section 4: 12,054 who never came back are worth $4.40 each, $53,000 in all, the whole
    cohort just over $1.1 million; margin 30 %, 15 % a year, 78 weeks, parameters of the
    one-in-ten sample. LTV.md 2 has 4.4041, 53,086 and 1,143,823 by a second program.
    """
    orders = ParetoNbd(0.56300366, 12.55916914, 0.40810728, 10.51454478)
    spend = GammaGamma(4.68345, 4.18978, 24.39055)
    x, age = whole_base.repeat_orders.astype(int), whole_base.age_days / 7
    alive = PARETO.p_alive(orders, x, whole_base.last_days / 7, age)
    residual = residual_orders(PARETO, orders, x, age, np.log(1.15) / 52)
    money = np.where(whole_base.repeat_money > 1e-6, whole_base.repeat_money, 0)
    ticket = expected_ticket(spend, np.where(money > 0, x, 0), money)
    value = 0.3 * alive * residual * ticket
    never = x == 0
    assert (x.size, never.sum()) == (23570, 12054)
    assert value[never].mean() == pytest.approx(4.4041, abs=5e-4)
    assert value[never].sum() == pytest.approx(53086, abs=6)
    assert value.sum() == pytest.approx(1143823, rel=1e-4)
