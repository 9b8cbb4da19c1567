"""BG/NBD: how often customers buy, and whether they still do.

Fader, Hardie, Lee (2005), "Counting Your Customers the Easy Way", Marketing Science 24(2);
the stable likelihood is that of Fader and Hardie (2013), note 027 at brucehardie.com. While
active, a customer orders at random with a rate of his own; after each order he leaves for
good with a chance of his own. x counts repeat orders, t_x runs from the first order to the
last, age [T] from the first to the as-of day. Arrays, (n,), broadcast.
"""

import numpy as np
from scipy.special import betainc, expit, gammaln, hyp2f1

from scoring.checks import FloatArray, IntArray
from scoring.value.ltv.fits import BgNbd
from scoring.value.ltv.history import Patterns

_NEAR_ONE = 1e-5  # closer to a = 1 the formula divides 0 by 0
_NEAR_ZERO = 0.01  # closer to a + b + x = 1 it multiplies 0 by infinity
_STEP = 1e-4  # of a log parameter, to take the slope of the gradient


def log_likelihood(parameters: BgNbd, patterns: Patterns) -> float:
    """Return the log-likelihood of all customers, in the patterns' unit of time.

    For x = 0 it is r ln(alpha / (alpha + T)). The products of the paper's gamma and beta
    functions run over whole numbers below x, so sums of logarithms replace them: no
    difference of large numbers loses digits.
    """
    r, alpha, a, b = parameters
    below = np.arange(int(patterns.x.max(initial=0)))
    orders = _running(np.log(r + below))[patterns.x]
    stays = _running(np.log1p(a / (b + below)))[patterns.x]
    alive, left = _alive_and_left(parameters, patterns.x, patterns.t_x, patterns.age)
    rows = (
        orders
        - stays
        - r * np.log1p(patterns.t_x / alpha)
        - patterns.x * np.log(alpha + patterns.t_x)
        + np.logaddexp(alive, left)
    )
    return float(rows @ patterns.customers)


def gradient(parameters: BgNbd, patterns: Patterns) -> FloatArray:
    """Return the slope of the log-likelihood by the logarithms of r, alpha, a, b, (4,)."""
    r, alpha, a, b = parameters
    x, t_x, age = patterns.x, patterns.t_x, patterns.age
    below = np.arange(int(x.max(initial=0)))
    alive, left = _alive_and_left(parameters, x, t_x, age)
    active = expit(alive - left)
    gone = 1 - active
    leaving = _running(-1 / (a + b + below))[x]
    staying = _running(1 / (b + below))[x] + leaving
    slopes = (
        _running(1 / (r + below))[x]
        - np.log1p(t_x / alpha)
        + active * np.log1p((t_x - age) / (alpha + age)),
        r / alpha
        - (r + x) / (alpha + t_x)
        + active * (r + x) * (1 / (alpha + t_x) - 1 / (alpha + age)),
        leaving + gone / a,
        staying - gone / (b + np.maximum(x, 1) - 1),
    )
    return np.array(parameters) * np.array([slope @ patterns.customers for slope in slopes])


def information(parameters: BgNbd, patterns: Patterns) -> FloatArray:
    """Return minus the curvature of the log-likelihood by the log parameters, (4, 4)."""
    steps = np.exp(_STEP * np.eye(4))
    rows = [
        gradient(BgNbd(*(parameters / step)), patterns)
        - gradient(BgNbd(*(parameters * step)), patterns)
        for step in steps
    ]
    slopes = np.array(rows) / (2 * _STEP)
    symmetric: FloatArray = (slopes + slopes.T) / 2
    return symmetric


def p_alive(parameters: BgNbd, x: IntArray, t_x: FloatArray, age: FloatArray) -> FloatArray:
    """Return the probability that each customer still buys, (n,).

    1 / (1 + a / (b + x - 1) ((alpha + T) / (alpha + t_x))**(r + x)), and 1 for x = 0: in this
    model nobody leaves before a repeat order. Source: note 021 at brucehardie.com.
    """
    alive, left = _alive_and_left(parameters, x, t_x, age)
    probability: FloatArray = expit(alive - left)
    return probability


def expected_orders(
    parameters: BgNbd, x: IntArray, t_x: FloatArray, age: FloatArray, time: float
) -> FloatArray:
    """Return the orders expected of each customer in the time to come, (n,); equation (10)."""
    return p_alive(parameters, x, t_x, age) * orders_if_alive(parameters, x, age, time)


def expected_orders_new(parameters: BgNbd, time: float) -> float:
    """Return the repeat orders expected of a new customer in the time to come; equation (9)."""
    none = np.zeros(1)
    return float(orders_if_alive(parameters, none.astype(np.int64), none, time)[0])


def orders_if_alive(parameters: BgNbd, x: IntArray, age: FloatArray, time: float) -> FloatArray:
    """Return the orders expected in the time to come of customers who still buy, (n,).

    -(a+b+x-1) / (a-1) expm1((a-1) ln(1-z) + ln F(a-1, a+b-1-r; a+b+x-1; z)) with
    z = time / (alpha + T + time): equation (10) after Euler's transformation, which keeps F
    from overflowing for any x. At a = 1 it is the limit from both sides.
    """
    distance = parameters.a - 1
    if abs(distance) >= _NEAR_ONE:
        return _orders_if_alive(parameters, x, age, time)
    below = _orders_if_alive(parameters._replace(a=1 - _NEAR_ONE), x, age, time)
    above = _orders_if_alive(parameters._replace(a=1 + _NEAR_ONE), x, age, time)
    return below + (above - below) * (distance + _NEAR_ONE) / (2 * _NEAR_ONE)


def _orders_if_alive(parameters: BgNbd, x: IntArray, age: FloatArray, time: float) -> FloatArray:
    r, alpha, a, b = parameters
    first, second, third = a - 1, a + b - 1 - r, a + b + x - 1
    z = time / (alpha + age + time)
    power = first * np.log1p(-z)
    pole = np.abs(third) < _NEAR_ZERO
    away = np.where(pole, 1.0, third)
    series = hyp2f1(first, second, away, z)
    positive = series > 0  # below 0 for x = 0 and a + b < 1 only: the logarithm would be NaN
    gain = np.where(
        positive,
        np.expm1(power + np.log(np.where(positive, series, 1.0))),
        np.exp(power) * series - 1,
    )
    orders = -away / first * gain
    if pole.any():  # third F(first, second; third; z) stays finite: Gauss' contiguous relation
        product = third * hyp2f1(first, second, third + 1, z) + (
            first * second * z / (third + 1) * hyp2f1(a, second + 1, third + 2, z)
        )
        orders = np.where(pole, (third - np.exp(power) * product) / first, orders)
    return orders


def order_probability(parameters: BgNbd, age: FloatArray, n_orders: int) -> FloatArray:
    """Return the probability of each number of repeat orders below n_orders, (n_orders, n).

    Equation (8), with the sum of its last term as an incomplete beta function.
    """
    r, alpha, a, b = parameters
    n = np.arange(n_orders)[:, None]
    share = age / (alpha + age)
    stay = np.append(0.0, np.cumsum(np.log((b + n) / (a + b + n))))[:n_orders, None]
    count = gammaln(r + n) - gammaln(r) - gammaln(n + 1) - r * np.log1p(age / alpha)
    active = np.exp(stay + count) * share**n
    before = np.append(0.0, stay[:-1, 0])[:, None]  # of one order less
    leave = a / (a + b + np.maximum(n, 1) - 1) * np.exp(before)
    left = np.where(n > 0, leave * betainc(np.maximum(n, 1), r, share), 0.0)
    probability: FloatArray = active + left
    return probability


def _alive_and_left(
    parameters: BgNbd, x: IntArray, t_x: FloatArray, age: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return the log weights of being active and of having left after the last order, (n,)."""
    r, alpha, a, b = parameters
    alive = (r + x) * np.log1p((t_x - age) / (alpha + age))
    left = np.where(x > 0, np.log(a) - np.log(b + np.maximum(x, 1) - 1), -np.inf)
    return alive, left


def _running(terms: FloatArray) -> FloatArray:
    """Return the sums of the first 0, 1, 2, ... terms, (n + 1,)."""
    return np.append(0.0, np.cumsum(terms))
