"""Fit the two models by the engine of the policy, and accept only what the data determine."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from scoring.checks import FloatArray, IntArray
from scoring.errors import FitError, TooLittleDataError
from scoring.settings import LtvEngine, LtvPolicy, LtvUnit
from scoring.value.ltv import lifetimes_engine
from scoring.value.ltv.fits import BgNbd, Fit, FitStatus, GammaGamma, P, standard_errors
from scoring.value.ltv.history import OrderHistory, Patterns

_UNIT_DAYS: dict[LtvUnit, float] = {"day": 1.0, "week": 7.0, "month": 365.25 / 12}


class Engine(NamedTuple):
    """What searches the greatest likelihood; each raises FitError where it finds none."""

    fit_bgnbd: Callable[[Patterns], BgNbd]
    fit_gamma_gamma: Callable[[IntArray, FloatArray], GammaGamma]


ENGINES: dict[LtvEngine, Engine] = {
    "lifetimes": Engine(lifetimes_engine.fit_bgnbd, lifetimes_engine.fit_gamma_gamma)
}


def unit_days(unit: LtvUnit) -> float:
    """Return the days of a unit of time; a month is a twelfth of 365.25."""
    return _UNIT_DAYS[unit]


def fit_orders(history: OrderHistory, policy: LtvPolicy) -> Fit[BgNbd]:
    """Fit BG/NBD to the order histories, in the policy's unit of time.

    Raises TooLittleDataError when fewer than min_repeaters customers bought again, FitError
    when the search finds no optimum or the data do not determine a parameter.
    """
    from scoring.value.ltv import bgnbd

    _check_repeaters(int(history.repeaters.sum()), "BG/NBD", policy)
    patterns = history.patterns(unit_days(policy.unit))
    parameters = ENGINES[policy.engine].fit_bgnbd(patterns)
    with np.errstate(all="ignore"):  # on a ridge the numbers overflow, and are refused below
        slope = bgnbd.gradient(parameters, patterns)
        curvature = bgnbd.information(parameters, patterns)
    errors = standard_errors(parameters, slope, curvature, patterns.n, "BG/NBD", policy.engine)
    likelihood = bgnbd.log_likelihood(parameters, patterns)
    return _fit("bgnbd", parameters, errors, likelihood, patterns.n, "inner", policy.engine)


def given_orders(history: OrderHistory, policy: LtvPolicy, parameters: BgNbd) -> Fit[BgNbd]:
    """Return given BG/NBD parameters as a fit, with the log-likelihood of the histories."""
    from scoring.value.ltv import bgnbd

    patterns = history.patterns(unit_days(policy.unit))
    likelihood = bgnbd.log_likelihood(parameters, patterns)
    errors = np.full(len(parameters), np.nan)
    return _fit("bgnbd", parameters, errors, likelihood, patterns.n, "given")


def fit_tickets(history: OrderHistory, policy: LtvPolicy) -> Fit[GammaGamma]:
    """Fit Gamma-Gamma to the mean repeat orders that are above 0.

    Raises TooLittleDataError when fewer than min_repeaters customers have one, FitError when
    the search finds no optimum, the data do not determine a parameter, or q is not above 1
    (then the population has no mean).
    """
    from scoring.value.ltv import gamma_gamma

    used = history.repeat_money > 0
    _check_repeaters(int(used.sum()), "Gamma-Gamma", policy)
    x, money = history.repeat_orders[used], history.repeat_money[used]
    parameters = ENGINES[policy.engine].fit_gamma_gamma(x, money)
    with np.errstate(all="ignore"):
        slope = gamma_gamma.gradient(parameters, x, money)
        curvature = gamma_gamma.information(parameters, x, money)
    errors = standard_errors(parameters, slope, curvature, x.size, "Gamma-Gamma", policy.engine)
    if parameters.q <= 1:
        raise FitError("fit.no_mean", "Gamma-Gamma", policy.engine, f"q = {parameters.q:.2f}")
    likelihood = gamma_gamma.log_likelihood(parameters, x, money)
    return _fit("gammagamma", parameters, errors, likelihood, x.size, "inner", policy.engine)


def _fit(
    model: str,
    parameters: P,
    errors: FloatArray,
    likelihood: float,
    n: int,
    status: FitStatus,
    *tried: str,
) -> Fit[P]:
    square = np.full((errors.size, errors.size), np.nan)
    return Fit(model, parameters, errors, square, likelihood, n, status, (), tried, square)


def _check_repeaters(has: int, model: str, policy: LtvPolicy) -> None:
    if has < policy.min_repeaters:
        raise TooLittleDataError("little.repeaters", model, policy.min_repeaters, has)
