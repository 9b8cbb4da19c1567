"""Sums over whole numbers, in the place of differences of log gamma functions."""

import numpy as np

from scoring.checks import FloatArray


def running(terms: FloatArray) -> FloatArray:
    """Return the sums of the first 0, 1, 2, ... terms, (n + 1,).

    ln(gamma(r + x) / gamma(r)) is the sum of ln(r + j) over j < x, and so on: no difference of
    large numbers loses digits, however large r.
    """
    return np.append(0.0, np.cumsum(terms))
