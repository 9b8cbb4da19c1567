"""Fit the models by the engine of the policy, and say how far each fit can be relied on.

The order of answers where the data do not determine the model asked for: the model with a
parameter at its limit, where that costs no likelihood; the model with all customers alike in
leaving; NBD, in which nobody leaves, unless the one before is better by a likelihood-ratio
test. Where NBD is not determined either, nothing answers, and the caller has the simple formula.
"""

from typing import Any, NamedTuple

import numpy as np

from scoring.checks import FloatArray, IntArray
from scoring.errors import FitError, Note, TooLittleDataError
from scoring.settings import LtvEngine, LtvPolicy, LtvUnit
from scoring.value.ltv import lifetimes_engine
from scoring.value.ltv.fits import BgBb, Fit, GammaGamma, OrderModelName
from scoring.value.ltv.history import OrderHistory, Patterns

BETTER = 2.71  # twice the gain in log-likelihood: 5 % where a parameter stands at its limit

_UNIT_DAYS: dict[LtvUnit, float] = {"day": 1.0, "week": 7.0, "month": 365.25 / 12}


def unit_days(unit: LtvUnit) -> float:
    """Return the days of a unit of time; a month is a twelfth of 365.25."""
    return _UNIT_DAYS[unit]


class Answer(NamedTuple):
    """The fit that answers for the orders, None where none does, and notes on the way to it."""

    fit: Fit[Any] | None
    notes: tuple[Note, ...]


def fit_model(
    name: OrderModelName,
    patterns: Patterns,
    engine: LtvEngine = "own",
    *,
    prior: bool = False,
    near: tuple[float, ...] | None = None,
) -> Fit[Any]:
    """Fit a model of orders to histories, in their unit of time; its status tells how it ended.

    prior adds a weak prior on leaving (own_engine), and tried then names it; lifetimes has none.
    near, parameters in the same unit of time, are where our own search begins.

    Raises TooLittleDataError when nobody bought again.
    """
    from scoring.value.ltv.own_engine import order_search

    if not patterns.x.any():
        raise TooLittleDataError("little.repeaters", title(name), 1, 0)
    search = order_search(name, patterns, prior=prior and engine == "own")
    if engine == "own":
        return search.best(near)
    return search.looked_at(lifetimes_engine.fit_orders(name, patterns), engine)


def fit_alike(name: OrderModelName, patterns: Patterns) -> Fit[Any]:
    """Fit a model in which customers leave, with all of them alike in that."""
    from scoring.value.ltv.own_engine import order_search

    return order_search(name, patterns).alike()


def fit_opportunities(patterns: Patterns) -> Fit[BgBb]:
    """Fit BG/BB to histories in which age is the number of opportunities."""
    from scoring.value.ltv.own_engine import bgbb_search

    return bgbb_search(patterns).best()


def fit_spend(x: IntArray, money: FloatArray, engine: LtvEngine = "own") -> Fit[GammaGamma]:
    """Fit Gamma-Gamma to repeat orders and their mean money, (n,), both above 0."""
    from scoring.value.ltv.own_engine import spend_search

    search = spend_search(x, money)
    if engine == "own":
        return search.best()
    return search.looked_at(lifetimes_engine.fit_gamma_gamma(x, money), engine)


def fit_orders(history: OrderHistory, policy: LtvPolicy, name: OrderModelName) -> Fit[Any]:
    """Fit a model to the order histories, in the policy's unit of time.

    Raises TooLittleDataError when fewer than min_repeaters customers bought again.
    """
    check_repeaters(int(history.repeaters.sum()), title(name), policy)
    patterns = history.patterns(unit_days(policy.unit))
    return fit_model(name, patterns, policy.engine, prior=policy.prior)


def answer_orders(history: OrderHistory, policy: LtvPolicy, name: OrderModelName) -> Answer:
    """Fit a model to the order histories, or the next in the order above that is determined.

    Notes say what was tried, with what end, and what a parameter at its limit means.
    """
    try:
        fit = fit_orders(history, policy, name)
    except TooLittleDataError as error:
        return Answer(None, (Note(error.code, error.details),))
    if policy.prior and name != "nbd":
        notes: tuple[Note, ...] = (Note("note.ltv_prior", {"model": title(name)}),)
    else:
        notes = ()
    if fit.status == "inner":
        return Answer(fit, notes)
    patterns = history.patterns(unit_days(policy.unit))
    notes += _told(fit)
    if not fit.usable and name != "nbd":
        fit = fit_alike(name, patterns)
        notes += (Note("note.ltv_alike", {"model": title(name)}),) if fit.usable else _told(fit)
    if name == "nbd":
        return Answer(fit if fit.usable else None, notes)
    return _or_nobody_leaves(fit, patterns, notes)


def _or_nobody_leaves(fit: Fit[Any], patterns: Patterns, notes: tuple[Note, ...]) -> Answer:
    """Answer by NBD unless a fit at a limit is better than it."""
    nbd = fit_model("nbd", patterns)
    gain = 2 * (fit.log_likelihood - nbd.log_likelihood)
    if fit.usable and gain > BETTER and "stay" not in fit.meaning:
        return Answer(fit, notes)
    notes += _told(nbd)
    if not nbd.usable:
        return Answer(None, notes)
    details = {"model": title(fit.model), "gain": f"{max(gain, 0):.2f}", "needs": f"{BETTER}"}
    return Answer(nbd, (*notes, Note("note.ltv_nbd", details)))


def given_orders(
    history: OrderHistory, policy: LtvPolicy, name: OrderModelName, parameters: tuple[float, ...]
) -> Fit[Any]:
    """Return given parameters as a fit, with the log-likelihood of the histories."""
    from scoring.value.ltv.models import ORDER_MODELS

    patterns = history.patterns(unit_days(policy.unit))
    parameters = ORDER_MODELS[name].parameters(*parameters)
    likelihood = ORDER_MODELS[name].log_likelihood(parameters, patterns)
    nothing = np.full((len(parameters), len(parameters)), np.nan)
    return Fit(
        name, parameters, nothing[0], nothing, likelihood, patterns.n, "given", (), (),
        np.zeros_like(nothing),
    )  # fmt: skip


def fit_tickets(history: OrderHistory, policy: LtvPolicy) -> Fit[GammaGamma]:
    """Fit Gamma-Gamma to the mean repeat orders that are above 0.

    Raises TooLittleDataError when fewer than min_repeaters customers have one, FitError when
    the search finds no optimum, the data do not determine the parameters, or q is not above 1
    (then the population has no mean).
    """
    used = history.repeat_money > 0
    check_repeaters(int(used.sum()), "Gamma-Gamma", policy)
    fit = fit_spend(history.repeat_orders[used], history.repeat_money[used], policy.engine)
    if fit.status != "inner":
        code = "fit.stopped" if fit.status == "stopped" else "fit.loose"
        raise FitError(code, _asked(fit), ", ".join(fit.at))
    if fit.parameters.q <= 1:
        shown = f"q = {fit.parameters.q:.2f}"
        raise FitError("fit.no_mean", _asked(fit), shown)
    return fit


def title(name: str) -> str:
    """Return how a model is written."""
    return TITLES[name]


TITLES = {
    "bgnbd": "BG/NBD",
    "mbgnbd": "MBG/NBD",
    "paretonbd": "Pareto/NBD",
    "nbd": "NBD",
    "bgbb": "BG/BB",
    "gammagamma": "Gamma-Gamma",
}


def _asked(fit: Fit[Any]) -> str:
    """Return the model, and who searched where that was not our own search."""
    return title(fit.model) + (" (lifetimes)" if "lifetimes" in fit.tried else "")


def _told(fit: Fit[Any]) -> tuple[Note, ...]:
    """Say how a fit ended that is not an inner optimum."""
    if fit.status == "bound":
        details = {"model": _asked(fit)}
        return tuple(Note(f"note.ltv_bound_{meaning}", details) for meaning in fit.meaning)
    details = {"model": _asked(fit), "parameters": ", ".join(fit.at)}
    return {
        "inner": (),
        "loose": (Note("fit.loose", details),),
        "stopped": (Note("fit.stopped", details),),
    }[fit.status]


def check_repeaters(has: int, model: str, policy: LtvPolicy) -> None:
    """Raise TooLittleDataError when fewer customers than min_repeaters bought again."""
    if has < policy.min_repeaters:
        raise TooLittleDataError("little.repeaters", model, policy.min_repeaters, has)
