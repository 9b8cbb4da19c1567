"""Gamma-Gamma: how much a customer's orders are worth on average.

Fader and Hardie (2013), note 025 at brucehardie.com. Orders of a customer vary around a mean
of his own; the means vary between customers, whatever the number of orders. Arrays, (n,):
x repeat orders (above 0), money their mean (above 0).
"""

import numpy as np
from scipy.special import betaln, psi

from scoring.checks import FloatArray, IntArray
from scoring.value.ltv.fits import GammaGamma


class GammaGammaSlope:
    """The log-likelihood of repeat orders and their mean money, and its slopes by p, q, v.

    Gamma functions are taken once for each number of orders.
    """

    def __init__(self, x: IntArray, money: FloatArray) -> None:
        self._kept, self._row, self._count = np.unique(x, return_inverse=True, return_counts=True)
        self._x, self._total = x.astype(np.float64), x * money
        self._logs = float(np.log(money).sum())

    def __call__(self, parameters: FloatArray) -> tuple[float, FloatArray]:
        """Return the log-likelihood and its slopes, (3,)."""
        p, q, v = parameters
        share = self._total / v
        prior, own = np.log1p(share), np.log1p(1 / share)
        by_x = np.bincount(self._row, own) * self._kept
        shapes = p * self._kept
        together = psi(shapes + q)
        n_prior, n_own = prior.sum(), by_x.sum()
        value = -self._logs - betaln(shapes, q) @ self._count - q * n_prior - p * n_own
        weight = 1 / (v + self._total)
        return float(value), np.array(
            [
                (self._kept * (together - psi(shapes))) @ self._count - n_own,
                (together - psi(q)) @ self._count - n_prior,
                q * (share @ weight) - p * (self._x @ weight),
            ]
        )


def log_likelihood(parameters: GammaGamma, x: IntArray, money: FloatArray) -> float:
    """Return the log-likelihood of all customers; equation (1b)."""
    return GammaGammaSlope(x, money)(np.array(parameters))[0]


def expected_ticket(parameters: GammaGamma, x: IntArray, money: FloatArray) -> FloatArray:
    """Return the mean order expected of each customer, (n,).

    A mean of the customer's own and the population's, p v / (q - 1), weighted p x to q - 1;
    for x = 0 the population's. q must be above 1. Source: note 025, equation (5).
    """
    own = parameters.p * x / (parameters.p * x + parameters.q - 1)
    ticket: FloatArray = (1 - own) * parameters.mean + own * money
    return ticket
