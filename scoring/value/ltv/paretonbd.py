"""Pareto/NBD: how often customers buy, and whether they still do; they may leave at any time.

Schmittlein, Morrison, Colombo (1987), "Counting Your Customers", Management Science 33(1);
formulas of Fader and Hardie (2005), note 009 at brucehardie.com. x counts repeat orders, t_x
runs from the first order to the last, age [T] from the first to the as-of day. Arrays, (n,),
broadcast.

The time of leaving is integrated over by Gauss-Legendre nodes, not by differences of
hypergeometric functions, which overflow and cancel (LTV.md 4.1).
"""

import numpy as np
from scipy.special import expit, gammaln

from scoring.checks import FloatArray, IntArray
from scoring.value.ltv.fits import ParetoNbd
from scoring.value.ltv.history import Patterns
from scoring.value.ltv.running import running

NODES, WEIGHTS = np.polynomial.legendre.leggauss(24)
NODES, WEIGHTS = (NODES + 1) / 2, WEIGHTS / 2  # of the interval from 0 to 1
_CUT = 40.0  # the integrand is left where it is e**-40 of its start
_CUT_STEPS = 4
_BLOCK = 4096  # customers at a time: 24 nodes of them stay in the processor's cache
_PANELS = 12  # of 24 nodes each, for the distribution of the number of orders


def log_likelihood(parameters: ParetoNbd, patterns: Patterns) -> float:
    """Return the log-likelihood of all customers, in the patterns' unit of time."""
    below = np.arange(int(patterns.x.max(initial=0)))
    orders = running(np.log(parameters.r + below))[patterns.x]
    alive, left = alive_and_left(parameters, patterns.x, patterns.t_x, patterns.age)
    return float((orders + np.logaddexp(alive, left)) @ patterns.customers)


def p_alive(parameters: ParetoNbd, x: IntArray, t_x: FloatArray, age: FloatArray) -> FloatArray:
    """Return the probability that each customer still buys, (n,)."""
    alive, left = alive_and_left(parameters, x, t_x, age)
    probability: FloatArray = expit(alive - left)
    return probability


def orders_if_alive(
    parameters: ParetoNbd, x: IntArray, age: FloatArray, time: float | FloatArray
) -> FloatArray:
    """Return the orders expected in the time to come of customers who still buy, (n,).

    (r + x) (beta + T) / (alpha + T) (1 - u**(s - 1)) / (s - 1) with
    u = (beta + T) / (beta + T + time); at s = 1 the last part is -ln u.
    """
    r, alpha, s, beta = parameters
    longer = np.log1p(time / (beta + age))
    part = -np.expm1((1 - s) * longer) / (s - 1) if s != 1 else longer
    orders: FloatArray = (r + x) * (beta + age) / (alpha + age) * part
    return orders


def order_probability(parameters: ParetoNbd, age: FloatArray, top: int) -> FloatArray:
    """Return the probability of 0 .. top - 1 repeat orders up to an age, (top, n).

    Those of an NBD up to the age or, for who has left, up to the time of leaving, over which
    is integrated.
    """
    r, alpha, s, beta = parameters
    scale = min(alpha, beta)
    starts = np.arange(_PANELS)[:, None]
    place = ((starts + NODES) / _PANELS).ravel()
    width = np.tile(WEIGHTS, _PANELS) / _PANELS
    n = np.arange(top)
    count = gammaln(r + n) - gammaln(r) - gammaln(n + 1)
    found = np.empty((top, np.size(age)))
    for column, until in enumerate(np.ravel(age)):
        span = np.log1p(until / scale)
        y = np.append(scale * np.expm1(place * span), until)
        density = np.append(width * span * (scale + y[:-1]) * s / (beta + y[:-1]), 1.0)
        weight = density * np.exp(-s * np.log1p(y / beta) - r * np.log1p(y / alpha))
        share = y / (alpha + y)
        found[:, column] = np.exp(count) * (share ** n[:, None] @ weight)
    return found


def alive_and_left(
    parameters: ParetoNbd, x: IntArray, t_x: FloatArray, age: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return the log weights of being active and of having left since the last order, (n,)."""
    columns = np.broadcast_arrays(*(np.asarray(each, np.float64) for each in (x, t_x, age)))
    orders, last, until = (each.ravel() for each in columns)
    r, alpha, s, beta = parameters
    alive = -r * np.log1p(until / alpha) - orders * np.log(alpha + until)
    alive -= s * np.log1p(until / beta)
    left = np.empty(orders.size)
    for start in range(0, orders.size, _BLOCK):
        part = slice(start, start + _BLOCK)
        y, log_step = leaving_times(parameters, orders[part], last[part], until[part])
        logs = log_step + _log_density(parameters, orders[part], y)
        peak = logs.max(axis=0)
        with np.errstate(divide="ignore"):  # of time 0 since the last order: ln 0
            left[part] = peak + np.log(WEIGHTS @ np.exp(logs - np.where(peak > -np.inf, peak, 0)))
    shape = columns[0].shape
    return alive.reshape(shape), left.reshape(shape)


def leaving_times(
    parameters: ParetoNbd, x: FloatArray, t_x: FloatArray, age: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return the nodes of times of leaving and the logarithm of their step, (24, n).

    The nodes are even in w, y = (c + t_x) e**w - c with c the lesser of alpha and beta: there
    the logarithm of the integrand is concave, and falls as a straight line far out. They end
    where it has fallen by 40, found from above by Newton's steps.
    """
    _, alpha, _, beta = parameters
    c = min(alpha, beta)
    start = c + t_x
    span = np.log1p((age - t_x) / start)
    target = _log_integrand(parameters, x, t_x, start) - _CUT
    for _ in range(_CUT_STEPS):
        reach = start * np.exp(span)
        above = _log_integrand(parameters, x, reach - c, reach) - target
        slope = _slope(parameters, x, reach - c, reach)
        too_far = (above < 0) & (slope < 0)
        span = span - np.where(too_far, above / np.where(too_far, slope, 1), 0)
    y = t_x + start * np.expm1(NODES[:, None] * span)
    with np.errstate(divide="ignore"):
        return y, np.log(span) + np.log(c + y)


def _log_density(parameters: ParetoNbd, x: FloatArray, y: FloatArray) -> FloatArray:
    """Return the log density of having left at time y, with the orders before it."""
    r, alpha, s, beta = parameters
    density: FloatArray = (
        np.log(s / beta)
        - r * np.log1p(y / alpha)
        - x * np.log(alpha + y)
        - (s + 1) * np.log1p(y / beta)
    )
    return density


def _log_integrand(
    parameters: ParetoNbd, x: FloatArray, y: FloatArray, reach: FloatArray
) -> FloatArray:
    return _log_density(parameters, x, y) + np.log(reach)


def _slope(parameters: ParetoNbd, x: FloatArray, y: FloatArray, reach: FloatArray) -> FloatArray:
    """Return the slope of the log integrand along w, (n,)."""
    r, alpha, s, beta = parameters
    slope: FloatArray = 1 - reach * ((r + x) / (alpha + y) + (s + 1) / (beta + y))
    return slope
