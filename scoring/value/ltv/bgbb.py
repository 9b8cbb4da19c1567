"""BG/BB: orders at set opportunities, such as once a year, one at most at each.

Fader, Hardie, Shang (2010), "Customer-Base Analysis in a Discrete-Time Noncontractual
Setting", Marketing Science 29(6). At each opportunity a customer who is alive orders with a
chance of his own; before each he leaves for good with a chance of his own. x counts orders, t_x
is the opportunity of the last one (0: none), n the number of opportunities. Arrays, (k,).
"""

import numpy as np
from scipy.special import betaln, gammaln, hyp2f1, psi

from scoring.checks import FloatArray, IntArray
from scoring.value.ltv.fits import BgBb
from scoring.value.ltv.history import Patterns


class BgBbSlope:
    """The log-likelihood of histories, in which age is n, and its slopes by the parameters."""

    def __init__(self, patterns: Patterns) -> None:
        x, t_x, n = (each[:, None] for each in (patterns.x, patterns.t_x, patterns.age))
        last = t_x + np.arange(int(patterns.age.max(initial=0)) + 1)
        self._real = last <= n  # the latest is: still alive, the others: left after it
        self._last = np.minimum(last, n)
        self._x, self._left = x, (last < n).astype(np.float64)
        self._weight = patterns.customers.astype(np.float64)

    def __call__(self, parameters: FloatArray) -> tuple[float, FloatArray]:
        """Return the log-likelihood and its slopes, (4,)."""
        alpha, beta, gamma, delta = parameters
        none, last, left = self._last - self._x, self._last, self._left
        logs = betaln(alpha + self._x, beta + none) + betaln(gamma + left, delta + last)
        logs = np.where(self._real, logs, -np.inf)
        peak = logs.max(axis=1)
        share = np.exp(logs - peak[:, None])
        whole = share.sum(axis=1)
        share *= (self._weight / whole)[:, None]
        n = self._weight.sum()
        base = betaln(alpha, beta) + betaln(gamma, delta)
        value = self._weight @ (peak + np.log(whole)) - n * base
        orders, leaving = psi(alpha + beta + last), psi(gamma + left + delta + last)
        slopes = [
            psi(alpha + self._x) - orders,
            psi(beta + none) - orders,
            psi(gamma + left) - leaving,
            psi(delta + last) - leaving,
        ]
        pairs = np.array([alpha + beta, alpha + beta, gamma + delta, gamma + delta])
        start = n * (psi(parameters) - psi(pairs))
        return float(value), np.array([(share * slope).sum() for slope in slopes]) - start


def log_likelihood(parameters: BgBb, patterns: Patterns) -> float:
    """Return the log-likelihood of all customers; patterns.age is the number n."""
    return BgBbSlope(patterns)(np.array(parameters))[0]


def p_alive(parameters: BgBb, x: IntArray, t_x: FloatArray, n: FloatArray) -> FloatArray:
    """Return the probability of being alive at opportunity n + 1, as of n, (k,)."""
    alpha, beta, gamma, delta = parameters
    columns = np.broadcast_arrays(*(np.asarray(each, np.float64) for each in (x, t_x, n)))
    orders, since, now = (each[..., None] for each in columns)
    alive = (betaln(alpha + orders, beta + now - orders) + betaln(gamma, delta + now + 1))[..., 0]
    last = since + np.arange(int(now.max(initial=0)) + 1)
    logs = np.where(
        last <= now,
        betaln(alpha + orders, beta + np.minimum(last, now) - orders)
        + betaln(gamma + (last < now), delta + np.minimum(last, now)),
        -np.inf,
    )
    probability: FloatArray = np.exp(alive - np.logaddexp.reduce(logs, axis=-1))
    return probability


def expected_orders(
    parameters: BgBb, x: IntArray, t_x: FloatArray, n: FloatArray, coming: int
) -> FloatArray:
    """Return the orders expected at so many coming opportunities, (k,)."""
    return _worth(parameters, x, t_x, n, coming, 0.0)


def discounted_orders(
    parameters: BgBb, x: IntArray, t_x: FloatArray, n: FloatArray, coming: int, discount: float
) -> FloatArray:
    """Return expected orders, those of the i-th coming one counted (1 + discount)**-i, (k,)."""
    return _worth(parameters, x, t_x, n, coming, discount)


def residual_orders(
    parameters: BgBb, x: IntArray, t_x: FloatArray, n: FloatArray, discount: float
) -> FloatArray:
    """Return discounted expected orders without an end (DERT), (k,); discount is above 0."""
    alpha, beta, gamma, delta = parameters
    rate = (alpha + x) / (alpha + beta + n)
    all_time = hyp2f1(1, delta + n + 1, gamma + delta + n + 1, 1 / (1 + discount))
    orders: FloatArray = p_alive(parameters, x, t_x, n) * rate * all_time / (1 + discount)
    return orders


def orders_of_new(parameters: BgBb, n: int) -> float:
    """Return the orders expected of a new customer at n opportunities."""
    none = np.zeros(1)
    return float(expected_orders(parameters, none.astype(np.int64), none, none, n)[0])


def order_probability(parameters: BgBb, n: int, top: int) -> FloatArray:
    """Return the probability of 0 .. top - 1 orders at n opportunities, (top,)."""
    alpha, beta, gamma, delta = parameters
    x, until = np.arange(top)[:, None], np.arange(n + 1)
    misses = np.maximum(until - x, 0)
    ways = gammaln(until + 1) - gammaln(x + 1) - gammaln(misses + 1)
    logs = (
        ways
        + betaln(alpha + x, beta + misses)
        - betaln(alpha, beta)
        + betaln(gamma + (until < n), delta + until)
        - betaln(gamma, delta)
    )
    probability: FloatArray = np.where(until >= x, np.exp(logs), 0.0).sum(axis=1)
    return probability


def _worth(
    parameters: BgBb,
    x: IntArray,
    t_x: FloatArray,
    n: FloatArray,
    coming: int,
    discount: float,
) -> FloatArray:
    """Sum over coming opportunities the chances to be alive and to order, discounted.

    The chance to be alive at n + i, given at n + 1, is a product of (delta + m) /
    (gamma + delta + m): no difference of gamma functions, and no division by gamma - 1.
    """
    alpha, beta, gamma, delta = parameters
    rate = (alpha + x) / (alpha + beta + n)
    later = np.asarray(n, np.float64)[..., None] + np.arange(1, coming)
    stays = np.cumprod((delta + later) / (gamma + delta + later), axis=-1)
    alive = np.concatenate([np.ones((*np.shape(n), 1)), stays], axis=-1)[..., :coming]
    counted = alive @ (1 + discount) ** -np.arange(1.0, coming + 1)
    worth: FloatArray = p_alive(parameters, x, t_x, n) * rate * counted
    return worth
