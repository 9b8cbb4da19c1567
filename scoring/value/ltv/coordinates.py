"""The coordinates in which a greatest likelihood is searched, and their limits.

Logarithms, and for the two parameters of leaving their mean apart from how alike customers
are in it: where the data say nothing of one, it is one axis of the search that is flat, and
not a ridge across two (LTV.md 4.2). Time is in units of the mean age, money of the mean order.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from scoring.checks import FloatArray

_LOG = (-7.0, 7.0)  # of a shape
_SCALE = (-15.0, 15.0)  # of a rate, which goes with its shape
_SHARE = (-11.0, 11.0)  # of a logit
_ALIKE = (-6.0, 10.0)  # of the sum of two parameters of a beta


@dataclass(frozen=True, slots=True, eq=False)
class Coordinates:
    """Coordinates of p parameters.

    names say what each stands for, low and high, (p,), are its limits. parameters(place) and
    place(parameters) go to and fro; slopes(place), (p, p), are those of each parameter, by
    row, along each coordinate. meanings say what the model is at the low and the high limit
    of each.
    """

    names: tuple[str, ...]
    meanings: tuple[tuple[str, str], ...]
    low: FloatArray
    high: FloatArray
    parameters: Callable[[FloatArray], FloatArray]
    place: Callable[[FloatArray], FloatArray]
    slopes: Callable[[FloatArray], FloatArray]

    @property
    def alike(self) -> tuple[int, ...]:
        """The coordinates whose high limit makes all customers alike in leaving."""
        return tuple(at for at, (_, high) in enumerate(self.meanings) if high == "alike")

    @property
    def size(self) -> int:
        """Number of parameters."""
        return len(self.names)


def _limits(*pairs: tuple[float, float]) -> tuple[FloatArray, FloatArray]:
    low, high = zip(*pairs, strict=True)
    return np.array(low), np.array(high)


def _diagonal(place: FloatArray) -> FloatArray:
    return np.diag(np.exp(place))


def _share_and_sum(mean: float, total: float) -> tuple[float, float]:
    """Return the two parameters of a beta from the logit of its mean and the log of their sum."""
    return float(np.exp(total) * expit(mean)), float(np.exp(total) * expit(-mean))


def _share_and_sum_slopes(mean: float, total: float) -> FloatArray:
    one, other = _share_and_sum(mean, total)
    turn = one * expit(-mean)
    return np.array([[turn, one], [-turn, other]])


def _beta_geometric(place: FloatArray) -> FloatArray:
    return np.array([*np.exp(place[:2]), *_share_and_sum(place[2], place[3])])


def _beta_geometric_place(parameters: FloatArray) -> FloatArray:
    r, alpha, a, b = parameters
    return np.array([np.log(r), np.log(alpha), np.log(a) - np.log(b), np.log(a + b)])


def _beta_geometric_slopes(place: FloatArray) -> FloatArray:
    slopes = np.zeros((4, 4))
    slopes[:2, :2] = _diagonal(place[:2])
    slopes[2:, 2:] = _share_and_sum_slopes(place[2], place[3])
    return slopes


def _pareto(place: FloatArray) -> FloatArray:
    return np.exp([place[0], place[1], place[3], place[3] - place[2]])


def _pareto_place(parameters: FloatArray) -> FloatArray:
    r, alpha, s, beta = np.log(parameters)
    return np.array([r, alpha, s - beta, s])


def _pareto_slopes(place: FloatArray) -> FloatArray:
    r, alpha, s, beta = _pareto(place)
    return np.array([[r, 0, 0, 0], [0, alpha, 0, 0], [0, 0, 0, s], [0, 0, -beta, beta]])


def _gamma_gamma(place: FloatArray) -> FloatArray:
    p, q, mean = place
    return np.exp([p, q, mean + q - p])


def _gamma_gamma_place(parameters: FloatArray) -> FloatArray:
    p, q, v = np.log(parameters)
    return np.array([p, q, v + p - q])


def _gamma_gamma_slopes(place: FloatArray) -> FloatArray:
    p, q, v = _gamma_gamma(place)
    return np.array([[p, 0, 0], [0, q, 0], [-v, v, v]])


def _bgbb(place: FloatArray) -> FloatArray:
    return np.array([*_share_and_sum(*place[:2]), *_share_and_sum(*place[2:])])


def _bgbb_place(parameters: FloatArray) -> FloatArray:
    alpha, beta, gamma, delta = parameters
    logs = np.log(alpha + beta), np.log(gamma + delta)
    return np.array(
        [logit(alpha / (alpha + beta)), logs[0], logit(gamma / (gamma + delta)), logs[1]]
    )


def _bgbb_slopes(place: FloatArray) -> FloatArray:
    slopes = np.zeros((4, 4))
    slopes[:2, :2] = _share_and_sum_slopes(*place[:2])
    slopes[2:, 2:] = _share_and_sum_slopes(*place[2:])
    return slopes


_RATES = (("few", "equal"), ("scale", "scale"))
_LEAVING = (("stay", "leave"), ("polar", "alike"))
_BETA_GEOMETRIC = Coordinates(
    ("r", "alpha", "a/(a+b)", "a+b"),
    (*_RATES, *_LEAVING),
    *_limits(_LOG, _SCALE, _SHARE, _ALIKE),
    _beta_geometric,
    _beta_geometric_place,
    _beta_geometric_slopes,
)
COORDINATES: Mapping[str, Coordinates] = {
    "bgnbd": _BETA_GEOMETRIC,
    "mbgnbd": _BETA_GEOMETRIC,
    "paretonbd": Coordinates(
        ("r", "alpha", "s/beta", "s"),
        (*_RATES, *_LEAVING),
        *_limits(_LOG, _SCALE, (-11.0, 11.0), _LOG),
        _pareto,
        _pareto_place,
        _pareto_slopes,
    ),
    "nbd": Coordinates(("r", "alpha"), _RATES, *_limits(_LOG, _SCALE), np.exp, np.log, _diagonal),
    "bgbb": Coordinates(
        ("alpha/(alpha+beta)", "alpha+beta", "gamma/(gamma+delta)", "gamma+delta"),
        (("few", "scale"), ("scale", "equal"), *_LEAVING),
        *_limits(_SHARE, _ALIKE, _SHARE, _ALIKE),
        _bgbb,
        _bgbb_place,
        _bgbb_slopes,
    ),
    "gammagamma": Coordinates(
        ("p", "q", "pv/q"),
        (("scale", "scale"),) * 3,
        *_limits((-5.0, 9.0), (-5.0, 9.0), (-8.0, 8.0)),
        _gamma_gamma,
        _gamma_gamma_place,
        _gamma_gamma_slopes,
    ),
}
