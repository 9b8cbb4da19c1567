"""All checks of a lifetime model in one result, ready for a sheet.

LTV.md 4.4 and METHODS 2.23.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from scoring.checks import FloatArray
from scoring.errors import FitError, Note, TooLittleDataError
from scoring.settings import LtvPolicy, LtvUnit
from scoring.tables.contracts import SalesTable
from scoring.value.ltv.fits import Fit, OrderModelName
from scoring.value.ltv.fitting import fit_tickets, unit_days
from scoring.value.ltv.models import ORDER_MODELS
from scoring.value.ltv.quality import accuracy as measures
from scoring.value.ltv.quality import verdicts
from scoring.value.ltv.quality.accuracy import Accuracy
from scoring.value.ltv.quality.alive_map import alive_map
from scoring.value.ltv.quality.baselines import Baselines, baselines
from scoring.value.ltv.quality.candidates import (
    RULES,
    Candidate,
    Fitter,
    best_candidate,
    candidates,
    candidates_table,
    leaving_p,
    model_fitter,
)
from scoring.value.ltv.quality.frequencies import FrequencyTest, frequency_test
from scoring.value.ltv.quality.sample import Sampled, sample_sales
from scoring.value.ltv.quality.split import Split, default_split, split_history
from scoring.value.ltv.quality.stability import by_calibration_end, by_unit, calibration_ends
from scoring.value.ltv.quality.tickets import TicketIndependence, ticket_independence
from scoring.value.ltv.quality.tracking import Tracking, track
from scoring.value.ltv.quality.verdicts import Check, Verdict


@dataclass(frozen=True, slots=True, eq=False)
class LtvQuality:
    """How good a model of repeat orders is, on what it could not know.

    Calibration runs from the first sale to split, the holdout from there to as_of. model is the
    one that is judged, not always the one asked for; None where no model could be fitted, and
    then all that is told of a model is empty or None. checks: verdicts with a sentence each.
    candidates: the models and naive rules side by side. by_orders, by_idle_time, deciles: group,
    customers, mean actual and expected orders of the holdout. points: orders, expected, actual of
    at most 200 customers. alive_map: P(alive) by orders, lines, and days since the last order,
    columns, for the oldest customer's age. by_unit, by_end: the forecast by unit of time, the
    parameters by end of calibration. parameters: name, value, standard_error. sampled: how many
    customers were looked at, and of how many, where not all were; then customers and repeaters,
    as all else, are those of the sample.
    """

    split: date
    as_of: date
    customers: int
    repeaters: int
    days: int
    model: OrderModelName | None
    checks: tuple[Check, ...]
    candidates: pd.DataFrame
    tickets: TicketIndependence
    hiatus_days: float
    parameters: pd.DataFrame = field(default_factory=pd.DataFrame)
    frequencies: FrequencyTest | None = None
    tracking: Tracking | None = None
    by_orders: pd.DataFrame = field(default_factory=pd.DataFrame)
    by_idle_time: pd.DataFrame = field(default_factory=pd.DataFrame)
    deciles: pd.DataFrame = field(default_factory=pd.DataFrame)
    points: pd.DataFrame = field(default_factory=pd.DataFrame)
    alive_map: pd.DataFrame = field(default_factory=pd.DataFrame)
    by_unit: pd.DataFrame = field(default_factory=pd.DataFrame)
    by_end: pd.DataFrame = field(default_factory=pd.DataFrame)
    sampled: Sampled | None = None

    @property
    def verdict(self) -> Verdict:
        """The worst of the verdicts."""
        return verdicts.worst(self.checks)

    @property
    def notes(self) -> tuple[Note, ...]:
        """That some customers were left out, where they were."""
        if self.sampled is None:
            return ()
        counts = {"taken": f"{self.sampled.taken}", "customers": f"{self.sampled.customers}"}
        return (Note("note.ltv_sampled", counts),)


class _Case(NamedTuple):
    """What the checks of one model look at."""

    sales: SalesTable
    policy: LtvPolicy
    fitter: Fitter | None
    split: Split
    used: Candidate
    fit: Fit[Any]
    forecast: FloatArray
    best: Candidate
    found: list[Candidate]
    naive: Baselines

    def again(self, unit: LtvUnit) -> Fitter:
        """Return what fits the model once more, with time in a unit, from where it ended."""
        if self.fitter is not None:
            return self.fitter
        ratio = unit_days(unit) / unit_days(self.policy.unit)
        near = ORDER_MODELS[self.used.name].in_unit(self.fit.parameters, ratio)
        return model_fitter(self.policy, near)


def check_ltv(
    sales: SalesTable,
    policy: LtvPolicy,
    as_of: date,
    split: date | None = None,
    *,
    names: tuple[OrderModelName, ...] = tuple(ORDER_MODELS),
    fitter: Fitter | None = None,
    sample: bool = False,
) -> LtvQuality:
    """Fit models to the sales up to split, and judge one of them by those from there to as_of.

    split None: the middle of the time from the first sale to as_of, at most a year before it.
    The policy's model is judged; where it names none (auto, simple), the best by the
    likelihood of the holdout; where it cannot be fitted, the best of the others, with a check that
    fails. names are the models to look at, fitter fits one of them, by the policy's engine where
    it is None. sales are the whole history; sample looks at some customers only where there are
    many (see sample_sales).

    Raises TooLittleDataError when nobody had ordered by split, SettingError when split is not
    before as_of.
    """
    end = split or default_split(sales, as_of)
    sales, sampled = sample_sales(sales, as_of, end) if sample else (sales, None)
    known = split_history(sales, end, as_of, unit_days(policy.unit))
    found = candidates(known, names, fitter or model_fitter(policy))
    naive = baselines(known)
    best = best_candidate(found)
    asked = next((each for each in found if each.name == policy.model), best or found[0])
    used = asked if asked.usable else best
    independence = ticket_independence(known.calibration)
    start = LtvQuality(
        split=end,
        as_of=as_of,
        customers=known.orders.size,
        repeaters=int(known.calibration.repeaters.sum()),
        days=known.days,
        model=used.name if used else None,
        checks=(verdicts.fit_check(asked, used), verdicts.sample_check(known)),
        candidates=candidates_table(known, found, naive),
        tickets=independence,
        hiatus_days=naive.hiatus_days,
        sampled=sampled,
    )
    if used is None or used.fit is None or used.forecast is None or best is None:
        return start
    case = _Case(sales, policy, fitter, known, used, used.fit, used.forecast, best, found, naive)
    return _judged(start, case)


def _judged(start: LtvQuality, case: _Case) -> LtvQuality:
    """Add what is told of the model that is judged."""
    split, forecast, actual = case.split, case.forecast, case.split.orders
    history = split.calibration
    frequencies, tracking = frequency_test(split, case.fit), track(split, case.fit)
    by_orders = measures.by_orders(split.x, forecast, actual)
    deciles = measures.deciles(forecast, actual)
    name = case.used.name
    units = by_unit(case.sales, split, name, case.again)
    ends = by_calibration_end(
        split.everybody,
        calibration_ends(start.split, start.as_of),
        name,
        case.policy.unit,
        case.again(case.policy.unit),
    )
    checks = (
        *start.checks,
        verdicts.total_check(split, forecast),
        *_money_checks(case),
        *verdicts.tracking_checks(tracking),
        verdicts.by_orders_check(by_orders),
        verdicts.deciles_check(deciles),
        verdicts.frequency_check(frequencies),
        verdicts.errors_check(case.used, _rules(case)),
        verdicts.ranking_check(case.used, _rules(case)),
        verdicts.choice_check(case.used, case.best),
        *_leaving_checks(case),
        verdicts.tickets_check(start.tickets),
        verdicts.units_check(units),
        verdicts.stability_check(ends),
    )
    return replace(
        start,
        checks=checks,
        parameters=verdicts.fitted_parameters(case.fit),
        frequencies=frequencies,
        tracking=tracking,
        by_orders=by_orders,
        by_idle_time=measures.by_idle_time(history.age_days - history.last_days, forecast, actual),
        deciles=deciles,
        points=measures.points(split.x, forecast, actual),
        alive_map=alive_map(case.fit, float(history.age_days.max()), split.unit_days),
        by_unit=units,
        by_end=ends,
    )


def _rules(case: _Case) -> list[Accuracy]:
    """Return how the naive rules did; NBD is one of them for the models with leaving."""
    actual = case.split.orders
    rules = [measures.accuracy(getattr(case.naive, name), actual) for name in RULES]
    if case.used.name != "nbd":
        rules += [each.accuracy for each in case.found if each.name == "nbd" and each.usable]
    return rules


def _leaving_checks(case: _Case) -> tuple[Check, ...]:
    if case.used.name == "nbd":
        return ()
    nbd = next((each.fit for each in case.found if each.name == "nbd"), None)
    return (verdicts.leaving_check(case.used, leaving_p(case.fit, nbd)),)


def _money_checks(case: _Case) -> tuple[Check, ...]:
    """Compare the money of the holdout with orders x tickets, where tickets can be fitted."""
    from scoring.value.ltv import gamma_gamma

    history, whole = case.split.calibration, case.split.whole
    try:
        fit = fit_tickets(history, case.policy)
    except (FitError, TooLittleDataError) as error:
        return (verdicts.no_tickets_check(Note(error.code, error.details)),)
    x = np.where(history.repeat_money > 0, history.repeat_orders, 0)
    tickets = gamma_gamma.expected_ticket(fit.parameters, x, history.repeat_money)
    came = float((whole.money - history.money).sum())
    return (verdicts.money_check(float((case.forecast * tickets).sum()), came),)
