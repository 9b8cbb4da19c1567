"""Fits by our own search: what is searched for each model, from where, and what the fit is.

Time is in units of the mean age, money of the mean order while searching, so that a change of
unit or currency changes nothing but the parameters that carry it.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from scoring.checks import FloatArray, IntArray
from scoring.value.ltv.beta_geometric_slope import BetaGeometricSlope
from scoring.value.ltv.bgbb import BgBbSlope
from scoring.value.ltv.coordinates import COORDINATES, Coordinates
from scoring.value.ltv.fits import BgBb, Fit, FitStatus, GammaGamma, OrderModelName
from scoring.value.ltv.gamma_gamma import GammaGammaSlope
from scoring.value.ltv.history import Patterns
from scoring.value.ltv.models import ORDER_MODELS
from scoring.value.ltv.nbd import NbdSlope
from scoring.value.ltv.optimum import Optimum, Search, Slope
from scoring.value.ltv.pareto_slope import ParetoSlope

ROUGH_FROM = 4000  # distinct histories; fewer are quick enough as they are
ROUGH_STEPS = 60  # of the greatest age
DENSE = 4_000_000  # cells to count rounded histories in; more are sorted
# Further starts, along the coordinates, for a search that ends elsewhere than at an inner optimum.
_OFFSETS = ((0, 0, 0, 0), (0.7, 0.7, -1.5, 1.0), (-0.7, -0.7, 1.5, -1.0), (0, 0, 2.0, 2.0))
# Mean and standard deviation of the weak prior on the last two coordinates of models of
# orders: the mean of leaving, by chance after an order or by rate in units of the mean age, and
# how alike customers are in it. Ninety-five of a hundred lie within a factor of 50 and of 20.
PRIOR_MEAN = {"bgnbd": (-1.0, 1.0), "mbgnbd": (-1.0, 1.0), "paretonbd": (0.0, 0.0)}
PRIOR_DEVIATION = (2.0, 1.5)


@dataclass(frozen=True, slots=True, eq=False)
class ModelSearch:
    """The search of one model: likelihood, coordinates, starts, and the way back to units.

    units, (p,), is the unit of each parameter in the user's; shift is added to the
    log-likelihood to bring it into the user's unit.
    """

    model: str
    parameters: Any
    coordinates: Coordinates
    exact: Slope
    rough: Slope
    start: FloatArray
    n: int
    units: FloatArray
    shift: float
    prior: Slope | None = None

    def best(self, near: tuple[float, ...] | None = None) -> Fit[Any]:
        """Return the fit of greatest likelihood; near, if given, is where to look first."""
        start = self.coordinates.place(self.start)
        starts = [start + np.array(offset[: start.size]) for offset in _OFFSETS]
        if near is not None:
            starts.insert(0, self.coordinates.place(np.array(near) / self.units))
        return self._fit(self._search().run(starts), "own")

    def alike(self) -> Fit[Any]:
        """Return the fit with all customers alike in leaving."""
        start = self.coordinates.place(self.start)
        limits = {at: float(self.coordinates.high[at]) for at in self.coordinates.alike}
        return self._fit(self._search().fixed(start, limits), "own, all alike in leaving")

    def looked_at(self, parameters: tuple[float, ...], tried: str) -> Fit[Any]:
        """Return what another engine found as a fit, with our curvature."""
        with np.errstate(all="ignore"):  # it may have run off to where nothing is a number
            place = self.coordinates.place(np.array(parameters) / self.units)
        if not np.isfinite(place).all():
            nothing = np.full((place.size, place.size), np.nan)
            bare = self.parameters(*parameters)
            return Fit(
                self.model, bare, nothing[0], nothing, np.nan, self.n, "stopped", (), (tried,),
                nothing,
            )  # fmt: skip
        return self._fit(self._search().look(place), tried)

    def _search(self) -> Search:
        return Search(self.coordinates, self.exact, self.rough, self.prior)

    def _fit(self, found: Optimum, tried: str) -> Fit[Any]:
        values = self.coordinates.parameters(found.place) * self.units
        slopes = self.coordinates.slopes(found.place) * self.units[:, None]
        covariance = slopes @ found.spread @ slopes.T
        covariance = (covariance + covariance.T) / 2
        status = _status(found)
        unknown = (slopes[:, found.held] != 0).any(axis=1)
        if status in {"loose", "stopped"}:
            unknown |= (slopes[:, found.loose] != 0).any(axis=1) | (status == "stopped")
        covariance[unknown, :] = covariance[:, unknown] = np.nan
        value = found.value
        steps = [tried]
        if self.prior is not None:
            value -= self.prior(found.place)[0]
            steps.append("prior")
        shown = found.loose if status == "loose" else found.held
        names = [self.coordinates.names[at] for at in np.flatnonzero(shown)]
        return Fit(
            model=self.model,
            parameters=self.parameters(*values.tolist()),
            standard_errors=np.sqrt(np.diag(covariance)),
            covariance=covariance,
            log_likelihood=value + self.shift,
            n=self.n,
            status=status,
            at=tuple(names),
            meaning=tuple(self._meanings(found)) if status == "bound" else (),
            tried=tuple(steps),
            spread=found.spread,
        )

    def _meanings(self, found: Optimum) -> list[str]:
        """Say what each limit means; where nobody leaves, how they differ in it means nothing."""
        middle = (self.coordinates.low + self.coordinates.high) / 2
        every = [
            self.coordinates.meanings[at][int(found.place[at] > middle[at])]
            for at in np.flatnonzero(found.held)
        ]
        return ["stay"] if "stay" in every else every


def order_search(name: OrderModelName, patterns: Patterns, *, prior: bool = False) -> ModelSearch:
    """Return the search of a model of orders; there must be a repeat order."""
    model, n = ORDER_MODELS[name], patterns.n
    scale = float(patterns.age @ patterns.customers) / n
    scaled = Patterns(patterns.x, patterns.t_x / scale, patterns.age / scale, patterns.customers)
    exact = _slope(name, scaled)
    rough = _slope(name, rounded(scaled)) if patterns.x.size > ROUGH_FROM else exact
    sum_x = float(patterns.x @ patterns.customers)
    units = [scale if field in model.time_parameters else 1.0 for field in model.fields]
    return ModelSearch(
        model=name,
        parameters=model.parameters,
        coordinates=COORDINATES[name],
        exact=exact,
        rough=rough,
        start=_start(name, scaled),
        n=n,
        units=np.array(units),
        shift=-sum_x * float(np.log(scale)),
        prior=_prior(name) if prior and name in PRIOR_MEAN else None,
    )


def spend_search(x: IntArray, money: FloatArray) -> ModelSearch:
    """Return the search of Gamma-Gamma; x and money are above 0."""
    scale = float(money.mean())
    slope = GammaGammaSlope(x, money / scale)
    start = np.array([4.0, 4.0, 1.0])
    shift = -x.size * float(np.log(scale))
    units = np.array([1.0, 1.0, scale])
    return ModelSearch(
        "gammagamma", GammaGamma, COORDINATES["gammagamma"], slope, slope, start, x.size, units,
        shift,
    )  # fmt: skip


def bgbb_search(patterns: Patterns) -> ModelSearch:
    """Return the search of BG/BB; patterns.age is the number of opportunities."""
    slope, ones = BgBbSlope(patterns), np.ones(4)
    return ModelSearch("bgbb", BgBb, COORDINATES["bgbb"], slope, slope, ones, patterns.n, ones, 0.0)


def rounded(patterns: Patterns) -> Patterns:
    """Fold histories whose times are equal when rounded to a sixtieth of the greatest age."""
    step = float(patterns.age.max()) / ROUGH_STEPS
    last, age = (np.rint(each / step).astype(np.int64) for each in (patterns.t_x, patterns.age))
    side = ROUGH_STEPS + 1
    code = (patterns.x.astype(np.int64) * side + last) * side + age
    if int(code.max()) < DENSE:
        every = np.bincount(code, patterns.customers)
        code = np.flatnonzero(every)
        customers = every[code]
    else:
        code, row = np.unique(code, return_inverse=True)
        customers = np.bincount(row, patterns.customers)
    x, rest = np.divmod(code, side * side)
    last, age = np.divmod(rest, side)
    t_x, until = (each.astype(np.float64) * step for each in (last, age))
    return Patterns(x, t_x, until, customers.astype(np.int64))


def _slope(name: OrderModelName, patterns: Patterns) -> Slope:
    if name == "nbd":
        return NbdSlope(patterns)
    if name == "paretonbd":
        return ParetoSlope(patterns)
    return BetaGeometricSlope(patterns, flips_at_start=int(name == "mbgnbd"))


def _start(name: OrderModelName, patterns: Patterns) -> FloatArray:
    """Return where to begin: order rates by their mean and variance, leaving by experience."""
    n = patterns.n
    mean = float(patterns.x @ patterns.customers) / n
    variance = float((patterns.x - mean) ** 2 @ patterns.customers) / n
    r = float(np.clip(mean**2 / max(variance - mean, 1e-9), 0.1, 10))
    alpha = 0.6 * r / mean  # those who left ordered faster than the mean tells
    leaving = {"nbd": (), "paretonbd": (0.6, 0.6)}.get(name, (0.6, 2.4))
    return np.array([r, alpha, *leaving])


def _prior(name: OrderModelName) -> Slope:
    mean = np.array([0.0, 0.0, *PRIOR_MEAN[name]])
    weight = np.array([0.0, 0.0, *(1 / deviation**2 for deviation in PRIOR_DEVIATION)])

    def prior(place: FloatArray) -> tuple[float, FloatArray]:
        away = place - mean
        return float(-(away**2 @ weight) / 2), -away * weight

    return prior


def _status(found: Optimum) -> FitStatus:
    if not found.settled:
        return "stopped"
    if found.loose.any():
        return "loose"
    return "bound" if found.held.any() else "inner"
