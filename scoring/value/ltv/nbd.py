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


class NbdSlope:
    """The log-likelihood of histories and its slopes by r and alpha."""

    def __init__(self, patterns: Patterns) -> None:
        self._by_x = np.bincount(patterns.x, patterns.customers).astype(np.float64)
        ages, row = np.unique(patterns.age, return_inverse=True)
        self._ages = ages
        self._customers = np.bincount(row, patterns.customers)
        self._orders = np.bincount(row, patterns.customers * patterns.x)

    def __call__(self, parameters: FloatArray) -> tuple[float, FloatArray]:
        """Return the log-likelihood and its slopes, (2,)."""
        r, alpha = parameters
        below = np.arange(self._by_x.size, dtype=np.float64)
        shapes = r * self._customers + self._orders
        sum_x = self._orders.sum()
        longer = np.log1p(self._ages / alpha)
        value = running(np.log(r + below))[:-1] @ self._by_x - sum_x * np.log(alpha)
        return float(value - shapes @ longer), np.array(
            [
                running(1 / (r + below))[:-1] @ self._by_x - self._customers @ longer,
                shapes @ (self._ages / (alpha * (alpha + self._ages))) - sum_x / alpha,
            ]
        )


def log_likelihood(parameters: Nbd, patterns: Patterns) -> float:
    """Return the log-likelihood of all customers, that of the times of their orders."""
    return NbdSlope(patterns)(np.array(parameters))[0]


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
