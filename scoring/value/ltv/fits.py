"""Parameters of the models, and what a fit tells about them."""

from dataclasses import dataclass
from typing import Generic, Literal, NamedTuple, TypeVar

import numpy as np

from scoring.checks import FloatArray
from scoring.errors import FitError

FLAT = 1e-5  # slope of the log-likelihood per customer, by the logarithm of a parameter
LOOSE = 2.5  # standard error of the logarithm of a parameter: known to a factor of 12 at best

OrderModelName = Literal["bgnbd", "mbgnbd", "paretonbd", "nbd"]
FitStatus = Literal["inner", "bound", "loose", "given"]


class BgNbd(NamedTuple):
    """Parameters of BG/NBD.

    Order rates vary as a gamma with shape r and rate alpha (in units of time); the chance to
    leave after an order varies as a beta with a and b.
    """

    r: float
    alpha: float
    a: float
    b: float

    @property
    def flips_at_start(self) -> int:
        """Occasions to leave before the first repeat order: none."""
        return 0


class MbgNbd(NamedTuple):
    """Parameters of MBG/NBD: as of BG/NBD, and the first order is an occasion to leave too."""

    r: float
    alpha: float
    a: float
    b: float

    @property
    def flips_at_start(self) -> int:
        """Occasions to leave before the first repeat order: the first order."""
        return 1


class ParetoNbd(NamedTuple):
    """Parameters of Pareto/NBD.

    Order rates vary as a gamma with shape r and rate alpha, rates of leaving as a gamma with
    shape s and rate beta; alpha and beta are in units of time.
    """

    r: float
    alpha: float
    s: float
    beta: float


class Nbd(NamedTuple):
    """Parameters of NBD, where nobody leaves: order rates vary as a gamma."""

    r: float
    alpha: float


class BgBb(NamedTuple):
    """Parameters of BG/BB.

    The chance to order at an opportunity varies as a beta with alpha and beta, the chance to
    leave before one as a beta with gamma and delta.
    """

    alpha: float
    beta: float
    gamma: float
    delta: float


class GammaGamma(NamedTuple):
    """Parameters of Gamma-Gamma: orders vary with shape p, their rates with shape q and v."""

    p: float
    q: float
    v: float  # gamma in the paper, in units of money

    @property
    def mean(self) -> float:
        """Mean order over all customers."""
        return self.p * self.v / (self.q - 1)


P = TypeVar("P", bound=tuple[float, ...])


@dataclass(frozen=True, slots=True, eq=False)
class Fit(Generic[P]):
    """A fitted model, and how far its parameters can be relied on.

    model: its name in ORDER_MODELS, or "bgbb", "gammagamma". log_likelihood is the sum over n
    customers, in the model's unit of time or money. status: "inner", the greatest likelihood
    at parameters that the data determine; "bound", the greatest likelihood where one of them
    has run to its limit, that is a simpler model, and the rest are determined; "loose", the
    data do not determine parameters: numbers to look at, not to forecast by; "given", not
    fitted. at names the parameters that are at their limit or loose. tried says what searched,
    step by step. standard_errors, (p,), and covariance, (p, p) and symmetric, are of the
    parameters, by the delta method from the curvature in the coordinates of the search;
    NaN for parameters that are at a limit, loose or given. spread, (p, p), is the covariance in
    those coordinates, 0 along a coordinate that is at its limit.
    """

    model: str
    parameters: P
    standard_errors: FloatArray
    covariance: FloatArray
    log_likelihood: float
    n: int
    status: FitStatus
    at: tuple[str, ...]
    tried: tuple[str, ...]
    spread: FloatArray

    @property
    def usable(self) -> bool:
        """Whether forecasts may stand on the parameters."""
        return self.status != "loose"


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
