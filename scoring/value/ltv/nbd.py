"""NBD: orders at random with a rate of each customer's own, and nobody ever leaves.

Ehrenberg (1959), "The Pattern of Consumer Purchases", Applied Statistics 8(1). The model to
beat: where a model with leaving is no better, nobody is seen to leave. Arrays, (n,), broadcast.
"""

import numpy as np
from scipy.special import gammaln

from scoring.checks import FloatArray, IntArray
from scoring.value.ltv.fits import Nbd
from scoring.value.ltv.history import Patterns
from scoring.value.ltv.running import running


def log_likelihood(parameters: Nbd, patterns: Patterns) -> float:
    """Return the log-likelihood of all customers, that of the times of their orders."""
    r, alpha = parameters
    orders = running(np.log(r + np.arange(int(patterns.x.max(initial=0)))))[patterns.x]
    rows = orders - patterns.x * np.log(alpha) - (r + patterns.x) * np.log1p(patterns.age / alpha)
    return float(rows @ patterns.customers)


def p_alive(_: Nbd, x: IntArray, t_x: FloatArray, age: FloatArray) -> FloatArray:
    """Return 1 for each customer, (n,)."""
    return np.ones(np.broadcast(x, t_x, age).shape)


def orders_if_alive(
    parameters: Nbd, x: IntArray, age: FloatArray, time: float | FloatArray
) -> FloatArray:
    """Return the orders expected in the time to come, (r + x) time / (alpha + T), (n,)."""
    orders: FloatArray = (parameters.r + x) / (parameters.alpha + age) * time
    return orders


def order_probability(parameters: Nbd, age: FloatArray, top: int) -> FloatArray:
    """Return the probability of 0 .. top - 1 repeat orders up to an age, (top, n)."""
    r, alpha = parameters
    n = np.arange(top)[:, None]
    share = age / (alpha + age)
    count = gammaln(r + n) - gammaln(r) - gammaln(n + 1) - r * np.log1p(age / alpha)
    probability: FloatArray = np.exp(count) * share**n
    return probability
