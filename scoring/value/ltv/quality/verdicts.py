"""Each check with its verdict: pass, attention or fail, and the limits in its sentence.

METHODS 2.23: the total within 20 %; the other limits are ours, and stand in the sentences.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd

from scoring.errors import Note
from scoring.value.ltv.fits import Fit
from scoring.value.ltv.models import model_of
from scoring.value.ltv.quality.accuracy import Accuracy
from scoring.value.ltv.quality.candidates import Candidate
from scoring.value.ltv.quality.frequencies import FrequencyTest
from scoring.value.ltv.quality.split import Split
from scoring.value.ltv.quality.tickets import TicketIndependence
from scoring.value.ltv.quality.tracking import Tracking

Verdict = Literal["pass", "attention", "fail"]  # from the best to the worst

# Up to the first a check passes, up to the second it asks for attention.
TOTAL = (0.10, 0.20)
MONEY = (0.15, 0.30)
TRACKING = (0.05, 0.10)
WEEKLY = (0.15, 0.40)  # beyond chance, and so the two by groups
BY_ORDERS = (0.10, 0.30)
DISTANCE = (0.02, 0.05)
DECILES = (0.10, 0.30)
TICKETS = (0.15, 0.40)
UNITS = (0.05, 0.15)  # points of bias
STABILITY = (0.20, 0.50)
ERRORS = (1.0, 1.05)  # mean error over that of the best naive rule
RANKING = (0.98, 0.90)  # lift over that of the best naive rule, from above
REPEATERS = (100, 30)
CHANCE = 0.05


@dataclass(frozen=True, slots=True)
class Check:
    """One check: what was looked at, the verdict, its number (NaN where there is none)."""

    key: str
    verdict: Verdict
    value: float
    note: Note


def graded(value: float, limits: tuple[float, float]) -> Verdict:
    """Return pass up to the first limit, attention up to the second, else fail.

    Limits that fall are read from above. Nothing to measure asks for attention.
    """
    if np.isnan(value):
        return "attention"
    sign = 1 if limits[0] <= limits[1] else -1
    if sign * value <= sign * limits[0]:
        return "pass"
    return "attention" if sign * value <= sign * limits[1] else "fail"


def fit_check(asked: Candidate, used: Candidate | None) -> Check:
    """Say how the search for parameters ended, and which model is judged."""
    details = {"model": asked.title, "at": ", ".join(asked.fit.at) if asked.fit else ""}
    if asked.fit is None or not asked.usable:
        key = "note.ltv_check_fit_none" if used is None else "note.ltv_check_fit_other"
        other = {"used": used.title if used else ""}
        return Check("fit", "fail", np.nan, Note(key, {**details, **other}))
    if asked.fit.status == "bound":
        meaning = next(iter(asked.fit.meaning), "scale")
        note = Note(f"note.ltv_bound_{meaning}", {"model": asked.title})
        return Check("fit", "attention", np.nan, note)
    return Check("fit", "pass", np.nan, Note("note.ltv_check_fit_inner", details))


def sample_check(split: Split) -> Check:
    """Say how many customers bought again in calibration."""
    count = int(split.calibration.repeaters.sum())
    details = {"count": str(count), "customers": str(split.orders.size)}
    note = Note("note.ltv_check_sample", {**details, **_limits(REPEATERS, whole=True)})
    return Check("sample", graded(count, REPEATERS), float(count), note)


def total_check(split: Split, forecast: np.ndarray[Any, Any]) -> Check:
    """Compare the forecast of all orders of the holdout with those that came."""
    return _bias_check("total", float(forecast.sum()), float(split.orders.sum()), TOTAL)


def money_check(expected: float, actual: float) -> Check:
    """Compare the forecast of all money of the holdout with that which came."""
    return _bias_check("money", expected, actual, MONEY)


def no_tickets_check(why: Note) -> Check:
    """Say that no money could be forecast, and why."""
    return Check("money", "attention", np.nan, why)


def tracking_checks(tracking: Tracking) -> tuple[Check, Check]:
    """Compare repeat orders since the first sale at the end, and step by step in the holdout."""
    last = tracking.table.iloc[-1]
    expected, actual = float(last["expected_total"]), float(last["actual_total"])
    held = tracking.table[tracking.table["holdout"]]
    chance = by_chance(held["expected"], float(held["actual"].sum()))
    error = tracking.weekly_error
    details = {
        "error": _percent(error),
        "chance": _percent(chance),
        "weeks": str(tracking.step_weeks),
        **_limits(WEEKLY),
    }
    note = Note("note.ltv_check_weekly", details)
    weekly = Check("weekly", graded(error - chance, WEEKLY), error, note)
    return _bias_check("tracking", expected, actual, TRACKING), weekly


def by_orders_check(table: pd.DataFrame) -> Check:
    """Compare actual and expected orders by number of orders before, weighted by customers."""
    return _groups_check("by_orders", table, BY_ORDERS)


def deciles_check(table: pd.DataFrame) -> Check:
    """Compare actual and expected orders by tenths of the forecast, weighted by customers."""
    return _groups_check("deciles", table, DECILES)


def frequency_check(test: FrequencyTest) -> Check:
    """Look at the distribution of repeat orders: a test, and a distance that n does not move."""
    verdict: Verdict = graded(test.distance, DISTANCE)
    if test.p_value >= CHANCE:
        verdict = "pass"
    elif np.isnan(test.p_value) and verdict == "fail":
        verdict = "attention"  # too few customers to hold it against the model
    details = {
        "statistic": _number(test.chi_square, 2),
        "df": str(test.df),
        "p": _number(test.p_value, 3),
        "pools": test.pools,
        "distance": _percent(test.distance, 1),
        **_limits(DISTANCE),
    }
    return Check(
        "frequencies", verdict, test.chi_square, Note("note.ltv_check_frequencies", details)
    )


def errors_check(used: Candidate, rules: Sequence[Accuracy]) -> Check:
    """Hold the mean error against that of the best naive rule."""
    other = min(found.mae for found in rules)
    ratio = used.accuracy.mae / other if other else np.nan
    details = {
        "error": _number(used.accuracy.mae, 3),
        "other": _number(other, 3),
        "root": _number(used.accuracy.rmse, 3),
        "good": "100",
        "bad": f"{ERRORS[1] * 100:.0f}",
    }
    return Check("errors", graded(ratio, ERRORS), ratio, Note("note.ltv_check_errors", details))


def ranking_check(used: Candidate, rules: Sequence[Accuracy]) -> Check:
    """Hold the lift of the top tenth against that of the best naive rule."""
    other = max((found.lift for found in rules if not np.isnan(found.lift)), default=np.nan)
    ratio = used.accuracy.lift / other
    details = {
        "lift": _number(used.accuracy.lift, 2),
        "other": _number(other, 2),
        "gini": _percent(used.accuracy.gini),
        "spearman": _number(used.accuracy.spearman, 2),
        **{key: f"{limit * 100:.0f}" for key, limit in zip(("good", "bad"), RANKING, strict=True)},
    }
    return Check("ranking", graded(ratio, RANKING), ratio, Note("note.ltv_check_ranking", details))


def choice_check(used: Candidate, best: Candidate) -> Check:
    """Say which model the holdout speaks for."""
    more = best.holdout - used.holdout
    details = {"model": used.title, "best": best.title, "more": f"{more:+.1f}"}
    if best.name == used.name:
        return Check("choice", "pass", 0.0, Note("note.ltv_check_choice", details))
    return Check("choice", "attention", more, Note("note.ltv_check_choice_other", details))


def leaving_check(used: Candidate, p_value: float) -> Check:
    """Say whether the data show that customers leave at all, against NBD."""
    verdict: Verdict = "pass" if p_value < CHANCE else "attention"
    code = "note.ltv_check_leaving" if verdict == "pass" else "note.ltv_check_leaving_none"
    if np.isnan(p_value):
        code = "note.ltv_check_leaving_unknown"
    p = "< 0.001" if p_value < 0.001 else _number(p_value, 3)
    details = {"model": used.title, "p": p, "limit": f"{CHANCE:g}"}
    return Check("leaving", verdict, p_value, Note(code, details))


def tickets_check(found: TicketIndependence) -> Check:
    """Look at the dependence of the order's money on the number of orders; never more than warn."""
    values = np.abs([found.pearson, found.spearman, found.log_log])
    strongest = float(np.nan if np.isnan(values).all() else np.nanmax(values))
    verdict = graded(strongest, TICKETS)
    details = {
        "pearson": _number(found.pearson, 3),
        "spearman": _number(found.spearman, 3),
        "log_log": _number(found.log_log, 3),
        "widest": _percent(found.widest),
        "good": f"{TICKETS[0]:g}",
        "bad": f"{TICKETS[1]:g}",
    }
    return Check("tickets", verdict, strongest, Note("note.ltv_check_tickets", details))


def units_check(table: pd.DataFrame) -> Check:
    """Look at how far the bias of the total moves with the unit of time.

    A day and a week decide. Months are coarse: where they differ from the others, a warning.
    """
    bias = table.set_index("unit")["bias"]
    fine = float(abs(bias["day"] - bias["week"]))
    coarse = float(bias.max() - bias.min())
    verdict = graded(fine, UNITS)
    if verdict == "pass" and graded(coarse, UNITS) == "fail":
        verdict = "attention"
    told = ", ".join("–" if np.isnan(value) else f"{value * 100:+.0f} %" for value in bias)
    note = Note("note.ltv_check_units", {"biases": told, **_limits(UNITS)})
    return Check("units", verdict, fine, note)


def stability_check(table: pd.DataFrame) -> Check:
    """Look at how far a new customer's yearly orders move with the end of calibration."""
    yearly = table["yearly_orders"].dropna()
    spread = float(yearly.max() / yearly.min() - 1) if len(yearly) > 1 else np.nan
    low, high = (_number(value, 2) for value in (yearly.min(), yearly.max()))
    details = {"low": low, "high": high, "spread": _percent(spread), **_limits(STABILITY)}
    note = Note("note.ltv_check_stability", details)
    return Check("stability", graded(spread, STABILITY), spread, note)


def worst(checks: Sequence[Check]) -> Verdict:
    """Return the worst verdict of checks."""
    order = get_args(Verdict)
    return max((check.verdict for check in checks), key=order.index)


def fitted_parameters(fit: Fit[Any]) -> pd.DataFrame:
    """Return name, value and standard error of a fit's parameters."""
    names = model_of(fit).fields
    values = {"value": list(fit.parameters), "standard_error": fit.standard_errors}
    return pd.DataFrame({"name": list(names), **values})


def _bias_check(key: str, expected: float, actual: float, limits: tuple[float, float]) -> Check:
    bias = expected / actual - 1 if actual > 0 else np.nan
    details = {
        "expected": _number(expected, 0),
        "actual": _number(actual, 0),
        "bias": "–" if np.isnan(bias) else f"{bias * 100:+.1f}",
        **_limits(limits),
    }
    return Check(key, graded(abs(bias), limits), bias, Note(f"note.ltv_check_{key}", details))


def _groups_check(key: str, table: pd.DataFrame, limits: tuple[float, float]) -> Check:
    """Grade what a forecast by groups is off by beyond what chance makes."""
    filled = table[table["customers"] > 0]
    came = float((filled["customers"] * filled["actual"]).sum())
    error = _weighted_error(table)
    chance = by_chance(filled["customers"] * filled["expected"], came)
    details = {"error": _percent(error), "chance": _percent(chance), **_limits(limits)}
    return Check(key, graded(error - chance, limits), error, Note(f"note.ltv_check_{key}", details))


def by_chance(expected: pd.Series, came: float) -> float:
    """Return the error that counts make by chance around what is expected, as a share of all.

    The mean distance of a Poisson count from its mean, by the normal law: root of 2 / pi times
    the root of the mean.
    """
    if not came:
        return np.nan
    return float(np.sqrt(2 / np.pi * expected.to_numpy(np.float64)).sum() / came)


def _weighted_error(table: pd.DataFrame) -> float:
    """Return the absolute errors of groups, weighted by customers, as a share of what came."""
    filled = table[table["customers"] > 0]
    came = float((filled["customers"] * filled["actual"]).sum())
    missed = float((filled["customers"] * (filled["expected"] - filled["actual"]).abs()).sum())
    return missed / came if came else np.nan


def _limits(limits: tuple[float, float], *, whole: bool = False) -> dict[str, str]:
    good, bad = limits
    if whole:
        return {"good": f"{good:g}", "bad": f"{bad:g}"}
    return {"good": f"{good * 100:g}", "bad": f"{bad * 100:g}"}


def _number(value: float, digits: int) -> str:
    return "–" if np.isnan(value) else f"{value:.{digits}f}"


def _percent(value: float, digits: int = 0) -> str:
    return _number(value * 100, digits)
