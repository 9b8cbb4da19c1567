"""BG/NBD and MBG/NBD: how often customers buy, and whether they still do.

Fader, Hardie, Lee (2005), "Counting Your Customers the Easy Way", Marketing Science 24(2);
the stable likelihood is that of Fader and Hardie (2013), note 027 at brucehardie.com. MBG/NBD:
Batislam, Denizel, Filiztekin (2007), Int. J. of Research in Marketing 24(3); Wagner and Hoppe
(2008). While active, a customer orders at random with a rate of his own; after each order, in
BG/NBD but the first, he leaves for good with a chance of his own. x counts repeat orders, t_x
runs from the first order to the last, age [T] from the first to the as-of day. Arrays, (n,),
broadcast.

The two differ in the number of occasions to leave that a customer had: x, and x + 1. Below
they are flips.
"""

from typing import TypeAlias

import numpy as np
from scipy.special import betainc, expit, gammaln, hyp2f1

from scoring.checks import FloatArray, IntArray
from scoring.value.ltv.fits import BgNbd, MbgNbd
from scoring.value.ltv.history import Patterns
from scoring.value.ltv.running import running

BetaGeometric: TypeAlias = BgNbd | MbgNbd

_NEAR_ONE = 1e-4  # closer to a = 1 the formula loses digits
_LARGE = 100.0  # parameters above it overflow the series, or make it wrong in silence,
_FAR = 9.0  # b only for a time to come so many times alpha + T
_NODES = 400  # of the integral that replaces it there
_NARROW, _FEW_NODES = 50.0, 32  # with both parameters of a beta above that, so few are enough


def log_likelihood(parameters: BetaGeometric, patterns: Patterns) -> float:
    """Return the log-likelihood of all customers, in the patterns' unit of time.

    For x = 0 in BG/NBD it is r ln(alpha / (alpha + T)). The products of the paper's gamma and
    beta functions run over whole numbers below x, so sums of logarithms replace them: no
    difference of large numbers loses digits.
    """
    r, alpha, a, b = parameters
    x = patterns.x
    below = np.arange(int(x.max(initial=0)) + 1)
    orders = running(np.log(r + below))[x]
    stays = running(np.log1p(a / (b + below)))[x + parameters.flips_at_start]
    alive, left = _alive_and_left(parameters, x, patterns.t_x, patterns.age)
    rows = (
        orders
        - stays
        - r * np.log1p(patterns.t_x / alpha)
        - x * np.log(alpha + patterns.t_x)
        + np.logaddexp(alive, left)
    )
    return float(rows @ patterns.customers)


def p_alive(parameters: BetaGeometric, x: IntArray, t_x: FloatArray, age: FloatArray) -> FloatArray:
    """Return the probability that each customer still buys, (n,).

    1 / (1 + a / (b + flips - 1) ((alpha + T) / (alpha + t_x))**(r + x)), and 1 without flips:
    in BG/NBD nobody leaves before a repeat order. Source: note 021 at brucehardie.com.
    """
    alive, left = _alive_and_left(parameters, x, t_x, age)
    probability: FloatArray = expit(alive - left)
    return probability


def orders_if_alive(
    parameters: BetaGeometric, x: IntArray, age: FloatArray, time: float | FloatArray
) -> FloatArray:
    """Return the orders expected in the time to come of customers who still buy, (n,).

    -(a+b+flips-1) / (a-1) expm1((a-1) ln(1-z) + ln F(a-1, c-r-x; c; z)) with
    c = a+b+flips-1 and z = time / (alpha + T + time): equation (10) after Euler's
    transformation, which keeps F from overflowing for any x. Where that divides by 0 (a = 1 and
    c = 0), F is negative (c < 0) or not to be trusted (a or b above 100), the integral that it
    stands for is taken.
    """
    r, alpha, a, b = parameters
    columns = np.broadcast_arrays(x, time / (alpha + age))
    x, share = (each.ravel() for each in columns)
    first, third = a - 1, a + b + x + parameters.flips_at_start - 1
    with np.errstate(all="ignore"):  # what cannot be computed goes to the integral
        series = hyp2f1(first, third - x - r, third, share / (1 + share))
        orders: FloatArray = (
            -third / first * np.expm1(np.log(series) - first * np.log1p(share))
            if first
            else np.full(x.shape, np.nan)
        )
    unsafe = a > _LARGE or abs(first) < _NEAR_ONE
    other = ~np.isfinite(orders) | unsafe | ((b > _LARGE) & (share > _FAR))
    if other.any():
        orders[other] = _integral(parameters, x[other], share[other])
    shaped: FloatArray = np.maximum(orders, 0.0).reshape(columns[0].shape)
    return shaped


def _integral(parameters: BetaGeometric, x: IntArray, share: FloatArray) -> FloatArray:
    """Return the mean of (1 - (1 + p share)**-(r + x)) / p over p, a beta(a, b + flips), (n,).

    p is the chance to leave after an order, share = time / (alpha + T). Trapezoids on the
    logit of p, at steps that grow as a hyperbolic sine away from the mode, converge to eight
    digits or more for a, b from 0.001 to 1000; where p hardly varies, a few of them do.
    """
    distinct, place = np.unique(x, return_inverse=True)
    leave, weight = _chances_to_leave(parameters, distinct)
    mean = np.zeros(share.size)
    for node, part in zip(leave, weight, strict=True):  # one by one: no array of them all
        chance = node[place]
        mean -= part[place] / chance * np.expm1(-(parameters.r + x) * np.log1p(chance * share))
    return mean


def _chances_to_leave(parameters: BetaGeometric, x: IntArray) -> tuple[FloatArray, FloatArray]:
    """Return nodes over the chance to leave of who ordered x times, and weights, (nodes, n)."""
    _, _, a, b = parameters
    other = b + x + parameters.flips_at_start
    narrow = min(a, float(other.min())) > _NARROW
    n_nodes = _FEW_NODES if narrow else _NODES
    spread = np.sqrt((a + other) / (a * other))
    scale = np.minimum(spread, 1.0)
    reach = [9 * spread] * 2 if narrow else [60 / slope + 15 * spread for slope in (a, other)]
    low, high = (np.arcsinh(each / scale) for each in reach)
    place = -low + (low + high) * np.linspace(0, 1, n_nodes)[:, None]
    logit = np.log(a / other) + scale * np.sinh(place)
    log_leave, log_stay = -np.logaddexp(0, -logit), -np.logaddexp(0, logit)
    density = a * log_leave + other * log_stay
    weight = np.exp(density - density.max(axis=0)) * np.cosh(place)
    return np.maximum(np.exp(log_leave), 1e-280), weight / weight.sum(axis=0)


def order_probability(parameters: BetaGeometric, age: FloatArray, n_orders: int) -> FloatArray:
    """Return the probability of each number of repeat orders below n_orders, (n_orders, n).

    Equation (8), with the sum of its last term as an incomplete beta function.
    """
    r, alpha, a, b = parameters
    n = np.arange(n_orders)[:, None]
    flips = n + parameters.flips_at_start
    share = age / (alpha + age)
    stay = running(np.log1p(-a / (a + b + np.arange(n_orders + 1))))
    count = gammaln(r + n) - gammaln(r) - gammaln(n + 1) - r * np.log1p(age / alpha)
    active = np.exp(stay[flips] + count) * share**n
    reached = np.where(n > 0, betainc(np.maximum(n, 1), r, share), 1.0)
    before = np.maximum(flips, 1) - 1
    leave = np.where(flips > 0, a / (a + b + before) * np.exp(stay[before]), 0.0)
    probability: FloatArray = active + leave * reached
    return probability


def _alive_and_left(
    parameters: BetaGeometric, x: IntArray, t_x: FloatArray, age: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return the log weights of being active and of having left after the last order, (n,)."""
    r, alpha, a, b = parameters
    alive = np.asarray((r + x) * np.log1p((t_x - age) / (alpha + age)), np.float64)
    flips = x + parameters.flips_at_start
    log_odds = np.log(a) - np.log(b + np.maximum(flips, 1) - 1)
    left: FloatArray = np.where(flips > 0, log_odds, -np.inf)
    return alive, left
