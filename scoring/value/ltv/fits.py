"""Fitted models: their parameters, and the test that the data really determine them.

Bounds as in LTV.md 4.2: a search that stopped is not yet a fit. On a ridge of equally good
parameters it stops anywhere; there the standard errors explode.
"""

from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

import numpy as np

from scoring.checks import FloatArray
from scoring.errors import FitError

FLAT = 1e-5  # slope of the log-likelihood per customer, by the logarithm of a parameter
LOOSE = 2.5  # standard error of the logarithm of a parameter: known to a factor of 12 at best


class BgNbd(NamedTuple):
    """Parameters of BG/NBD.

    Order rates vary as a gamma with shape r and rate alpha (in units of time); the chance to
    leave after an order varies as a beta with a and b.
    """

    r: float
    alpha: float
    a: float
    b: float


class GammaGamma(NamedTuple):
    """Parameters of Gamma-Gamma: orders vary with shape p, their rates with shape q and v."""

    p: float
    q: float
    v: float  # gamma in the paper, in units of money

    @property
    def mean(self) -> float:
        """Mean order over all customers."""
        return self.p * self.v / (self.q - 1)


P = TypeVar("P", BgNbd, GammaGamma)


@dataclass(frozen=True, slots=True, eq=False)
class Fit(Generic[P]):
    """A fitted model: parameters by name, their standard errors, the log-likelihood.

    log_likelihood is the sum over n customers, in the model's unit of time or money.
    Standard errors are NaN where the parameters were given, not fitted.
    """

    parameters: P
    standard_errors: FloatArray
    log_likelihood: float
    n: int


def standard_errors(
    parameters: BgNbd | GammaGamma,
    gradient: FloatArray,
    information: FloatArray,
    n: float,
    model: str,
    tried: str,
) -> FloatArray:
    """Return the standard errors of parameters, (p,), that n customers determine.

    gradient, (p,), and information, (p, p), are those of the log-likelihood by the logarithms
    of the parameters. A parameter is loose when the standard error of its logarithm is above
    LOOSE; all are when the information matrix is not positive definite.

    Raises FitError when a number is not finite, the slope is not flat, or parameters are loose.
    """
    values = np.array(parameters)
    numbers = (values, gradient, information)
    if not all(np.isfinite(each).all() for each in numbers) or (np.abs(gradient) > FLAT * n).any():
        raise FitError("fit.stopped", model, tried)
    try:
        np.linalg.cholesky(information)
        errors = np.sqrt(np.diag(np.linalg.inv(information)))
    except np.linalg.LinAlgError:
        errors = np.full(values.size, np.inf)
    if (loose := ~(errors <= LOOSE)).any():
        names = [name for name, out in zip(parameters._fields, loose, strict=True) if out]
        raise FitError("fit.loose", model, tried, ", ".join(names))
    scaled: FloatArray = values * errors
    return scaled
