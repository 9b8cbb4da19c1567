"""Parameters of the models, and what a fit tells about them."""

from dataclasses import dataclass
from statistics import NormalDist
from typing import Generic, Literal, NamedTuple, TypeVar

import numpy as np

from scoring.checks import FloatArray

OrderModelName = Literal["bgnbd", "mbgnbd", "paretonbd", "nbd"]
FitStatus = Literal["inner", "bound", "loose", "stopped", "given"]


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
    data do not determine parameters: numbers to look at, not to forecast by; "stopped", the
    search did not reach a greatest likelihood; "given", not fitted. at names what is at a limit
    or loose, meaning says what each limit means: "equal" (all order at one rate), "few" (almost
    nobody orders), "stay" (nobody leaves), "leave" (all leave at once), "alike" (all leave with
    one chance), "polar" (they leave at once or never), "scale" (another number at its limit).
    tried says what searched, step by step. standard_errors, (p,), and covariance, (p, p) and
    symmetric, are of the parameters, by the delta method from the curvature in the coordinates
    of the search (see coordinates); NaN for parameters that are at a limit, loose or given.
    spread, (p, p), is the covariance in those coordinates, 0 along one at its limit.
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
    meaning: tuple[str, ...] = ()

    @property
    def usable(self) -> bool:
        """Whether forecasts may stand on the parameters."""
        return self.status in {"inner", "bound", "given"}

    def rows(self, confidence: float) -> list[tuple[str, float, float, float, float]]:
        """Return name, value, standard error and interval of each parameter.

        The interval is that of the logarithm: a parameter is above 0. NaN without an error.
        """
        reach = NormalDist().inv_cdf((1 + confidence) / 2)
        names = getattr(self.parameters, "_fields", ())
        rows = []
        for name, value, error in zip(
            names, self.parameters, self.standard_errors.tolist(), strict=True
        ):
            factor = float(np.exp(min(reach * error / value, 700.0)))
            rows.append((name, value, error, value / factor, value * factor))
        return rows
