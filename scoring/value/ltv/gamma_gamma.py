"""Gamma-Gamma: how much a customer's orders are worth on average.

Fader and Hardie (2013), note 025 at brucehardie.com. Orders of a customer vary around a mean
of his own; the means vary between customers, whatever the number of orders. Arrays, (n,):
x repeat orders (above 0), money their mean (above 0).
"""

import numpy as np
from scipy.special import betaln, psi

from scoring.checks import FloatArray, IntArray
from scoring.value.ltv.fits import GammaGamma

_STEP = 1e-4  # of a log parameter, to take the slope of the gradient


def log_likelihood(parameters: GammaGamma, x: IntArray, money: FloatArray) -> float:
    """Return the log-likelihood of all customers; equation (1b)."""
    p, q, v = parameters
    prior, own = _shares(v, x, money)
    rows = -np.log(money) - betaln(p * x, q) + q * np.log(prior) + p * x * np.log(own)
    return float(rows.sum())


def gradient(parameters: GammaGamma, x: IntArray, money: FloatArray) -> FloatArray:
    """Return the slope of the log-likelihood by the logarithms of p, q, v, (3,)."""
    p, q, v = parameters
    prior, own = _shares(v, x, money)
    together = psi(p * x + q)
    slopes = (
        (x * (together - psi(p * x) + np.log(own))).sum(),
        (together - psi(q) + np.log(prior)).sum(),
        (q / v - (q + p * x) / (v + x * money)).sum(),
    )
    by_logarithm: FloatArray = np.array(parameters) * np.array(slopes)
    return by_logarithm


def information(parameters: GammaGamma, x: IntArray, money: FloatArray) -> FloatArray:
    """Return minus the curvature of the log-likelihood by the log parameters, (3, 3)."""
    steps = np.exp(_STEP * np.eye(3))
    rows = [
        gradient(GammaGamma(*(parameters / step)), x, money)
        - gradient(GammaGamma(*(parameters * step)), x, money)
        for step in steps
    ]
    slopes = np.array(rows) / (2 * _STEP)
    symmetric: FloatArray = (slopes + slopes.T) / 2
    return symmetric


def expected_ticket(parameters: GammaGamma, x: IntArray, money: FloatArray) -> FloatArray:
    """Return the mean order expected of each customer, (n,).

    A mean of the customer's own and the population's, p v / (q - 1), weighted p x to q - 1;
    for x = 0 the population's. q must be above 1. Source: note 025, equation (5).
    """
    own = parameters.p * x / (parameters.p * x + parameters.q - 1)
    ticket: FloatArray = (1 - own) * parameters.mean + own * money
    return ticket


def _shares(v: float, x: IntArray, money: FloatArray) -> tuple[FloatArray, FloatArray]:
    total = x * money
    return v / (v + total), total / (v + total)
