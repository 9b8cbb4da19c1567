"""Published numbers of BG/NBD and Gamma-Gamma, from given parameters."""

import numpy as np
import pytest

from scoring.value.ltv import bgnbd, gamma_gamma
from scoring.value.ltv.fits import BgNbd, GammaGamma
from scoring.value.ltv.forecast import discounted_orders
from scoring.value.ltv.history import Patterns
from scoring.value.ltv.models import ORDER_MODELS

BG = ORDER_MODELS["bgnbd"]
# Fader, Hardie, Lee (2005), CDNOW, 39 weeks.
CDNOW = BgNbd(0.243, 4.414, 0.793, 2.426)
# The same fit to more digits: tests of CLVTools and of BTYD.
CDNOW_EXACT = BgNbd(0.2425945, 4.4136019, 0.7929199, 2.4258881)
# METHODS.md 2.24.
GOLDEN = BgNbd(0.2426, 4.4135, 0.7929, 2.4258)
GOLDEN_SPEND = GammaGamma(6.2488, 3.7446, 15.4477)


def history(x, t_x, age):
    return np.array(x), np.array(t_x, float), np.array(age, float)


@pytest.mark.parametrize(
    ("x", "t_x", "expected"),
    [(0, 0, -0.59947382), (200, 38, 100.7957)],  # note 027 at brucehardie.com
)
def test_log_likelihood_of_one_customer(x, t_x, expected):
    patterns = Patterns(*history([x], [t_x], [40]), np.ones(1, int))
    assert bgnbd.log_likelihood(BgNbd(0.25, 4, 0.8, 2.5), patterns) == pytest.approx(expected)


def test_two_customers_of_cdnow():
    """METHODS.md 2.24: customers 1 and 2, and one of whom nothing is known."""
    x, t_x, age = history([2, 1], [30.43, 1.71], [38.86, 38.86])
    assert bgnbd.p_alive(GOLDEN, x, t_x, age) == pytest.approx([0.7266, 0.2122], abs=5e-5)
    assert BG.expected_orders(GOLDEN, x, t_x, age, 39) == pytest.approx([1.226, 0.2033], abs=5e-4)
    assert BG.orders_of_new(GOLDEN, 39) == pytest.approx(1.195, abs=5e-4)


def test_a_loyal_customer():
    """BTYD walkthrough: x = 26, t_x = 30.857, T = 31, the coming 52 weeks."""
    who = history([26], [216 / 7], [31])
    assert bgnbd.p_alive(CDNOW_EXACT, *who) == pytest.approx([0.9688523], abs=5e-6)
    assert BG.expected_orders(CDNOW_EXACT, *who, 52) == pytest.approx([25.75659], abs=2e-3)
    assert BG.orders_of_new(CDNOW_EXACT, 52) == pytest.approx(1.444004, abs=1e-5)


def test_more_orders_long_ago_mean_fewer_to_come():
    """BTYD walkthrough, the paradox of increasing frequency: t_x = 20, T = 39, 52 weeks."""
    who = history([10, 15, 20, 25], [20] * 4, [39] * 4)
    expected = [0.3474606, 0.04283391, 0.004158973, 0.0003583685]
    assert BG.expected_orders(CDNOW_EXACT, *who, 52) == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize(
    ("weeks", "expected"),
    [(0.1429, 0.0078), (1, 0.0532), (3, 0.1506), (31.8571, 1.0405), (32, 1.0437), (78, 1.8576)],
)
def test_orders_of_a_new_customer(weeks, expected):
    """Note 004 at brucehardie.com, the workbook."""
    assert BG.orders_of_new(CDNOW_EXACT, weeks) == pytest.approx(expected, abs=4e-4)


def test_expected_orders_where_lifetimes_has_none():
    """x = 0 and a + b < 1: by mpmath, 40 digits."""
    parameters, who = BgNbd(0.243, 4.43, 0.286, 0.658), history([0], [0], [39])
    expected = BG.expected_orders(parameters, *who, 39)
    assert expected == pytest.approx([0.191969857403746], rel=1e-12)


@pytest.mark.parametrize(
    ("a", "b", "x", "expected"),
    [
        (1.0, 2.0, 0, 0.2940342995163546),
        (1.0, 2.0, 3, 2.871962158723343),
        (1.000003, 2.0, 3, 2.871962158723343),
        (0.4, 0.6, 0, 0.2890139032559785),
        (0.4, 0.605, 0, 0.2892965515686707),
    ],
)
def test_expected_orders_where_the_formula_breaks(a, b, x, expected):
    """At a = 1 and at a + b + x = 1: equation (10) from both sides, by mpmath, 40 digits."""
    orders = bgnbd.orders_if_alive(BgNbd(0.3, 5, a, b), np.array([x]), np.array([20.0]), 30.0)
    assert orders == pytest.approx([expected], rel=1e-5 if a == 1.000003 else 1e-12)


@pytest.mark.parametrize(
    ("parameters", "x", "age", "time", "expected"),
    [
        (BgNbd(0.3776, 5.051, 0.05003, 865.4), 300, 24.42, 331.1, 3237.85057126),
        (BgNbd(1.631, 0.1832, 626.1, 195.5), 3, 105.91859868691141, 259.21265702496356, 1.30728531),
    ],
)
def test_expected_orders_where_the_series_is_wrong(parameters, x, age, time, expected):
    """a or b in the hundreds; by mpmath, 600 digits (40 are not enough there)."""
    orders = bgnbd.orders_if_alive(parameters, np.array([x]), np.array([age]), time)
    assert orders == pytest.approx([expected], rel=1e-8)


@pytest.mark.parametrize("x", [0, 1, 7, 300, 5000])
def test_expected_orders_of_any_customer_are_numbers(x):
    for parameters in (CDNOW, BgNbd(1e-3, 1e-3, 1e-3, 1e-3), BgNbd(50, 900, 30, 400)):
        orders = [
            float(BG.expected_orders(parameters, *history([x], [90 * (x > 0)], [100]), t)[0])
            for t in (0, 1e-6, 1, 52, 1e4)
        ]
        assert orders[0] == 0
        assert np.isfinite(orders).all()
        assert (np.diff(orders) >= 0).all()


def test_chance_of_each_number_of_orders():
    """BTYD and lifetimes below 6; for 180 the incomplete beta form (lifetimes: not a number)."""
    parameters = BgNbd(0.243, 4.414, 0.793, 2.426)
    chances = bgnbd.order_probability(parameters, np.array([39.0]), 2000)[:, 0]
    expected = [0.57378635, 0.19939528, 0.08542976, 0.04586035, 0.02767145, 0.01796549]
    assert chances[:6] == pytest.approx(expected, rel=1e-6)
    assert chances[180] == pytest.approx(4.10320617e-13, rel=1e-6)
    assert chances.sum() == pytest.approx(1, abs=1e-12)


def test_a_customer_of_today_has_no_repeat_order():
    chances = bgnbd.order_probability(CDNOW, np.zeros(1), 3)[:, 0]
    assert chances.tolist() == [1, 0, 0]


def test_expected_tickets():
    """Note 025 at brucehardie.com, the workbook's first ten customers (x = 0 where 35.17)."""
    x = np.array([2, 1, 0, 0, 0, 7, 1, 0, 2, 0])
    money = np.array([22.35, 11.77, 0, 0, 0, 73.74, 11.77, 0, 25.55, 0])
    expected = [24.65, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17]
    assert gamma_gamma.expected_ticket(GOLDEN_SPEND, x, money) == pytest.approx(expected, abs=0.02)


def test_clv_of_twelve_months():
    """METHODS.md 2.24: months of 4.345 weeks there, 1 % a month; golden value 36.28."""
    who = history([2], [30.43], [38.86])
    orders, discounted = discounted_orders(
        lambda months: BG.expected_orders(GOLDEN, *who, months * 4.345), 12, 1.01**12 - 1
    )
    ticket = gamma_gamma.expected_ticket(GOLDEN_SPEND, who[0], np.array([22.35]))
    assert ticket == pytest.approx([24.66], abs=0.005)
    assert ticket * discounted == pytest.approx([36.28], abs=0.005)
    assert orders == pytest.approx(BG.expected_orders(GOLDEN, *who, 12 * 4.345))
