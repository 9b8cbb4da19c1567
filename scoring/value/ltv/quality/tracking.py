"""Repeat orders of all customers week by week, as they came and as a model has them."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from scoring.checks import FloatArray, IntArray
from scoring.value.ltv.fits import Fit
from scoring.value.ltv.models import model_of
from scoring.value.ltv.quality.split import Split

MOST_STEPS = 104


@dataclass(frozen=True, slots=True, eq=False)
class Tracking:
    """Repeat orders of the customers of the calibration, from the first sale to as_of.

    table: week (the number of the last week of a step, 1 is the first), actual, expected,
    actual_total, expected_total (from the beginning), holdout (whether the step begins
    after calibration). A step is step_weeks long, so that at most 104 cover the time. The
    week that as_of cuts is left out where whole weeks are left. weekly_error: mean absolute
    error of a step of the holdout, as a share of its mean actual.
    """

    table: pd.DataFrame
    step_weeks: int
    weekly_error: float


def track(split: Split, fit: Fit[Any]) -> Tracking:
    """Follow repeat orders week by week; a new customer's expected orders begin with his first."""
    calibration, whole = split.calibration, split.whole
    span = int(whole.age_days.max())
    n_weeks = max((span + 1) // 7, 1)
    step = -(-n_weeks // MOST_STEPS)
    n_steps = -(-n_weeks // step)
    ends = np.minimum(np.arange(1, n_steps + 1) * step, n_weeks)
    expected_total = _expected(split, fit, 7 * ends)
    actual_total = np.searchsorted(_repeat_days(split), 7 * ends, side="left")
    actual, expected = (np.diff(each, prepend=0) for each in (actual_total, expected_total))
    known = int(calibration.age_days.max())  # the last day of calibration, from the first sale
    held = 7 * np.append(0, ends[:-1]) > known
    error = np.abs(actual - expected)[held].sum() / max(float(actual[held].sum()), 1.0)
    table = pd.DataFrame(
        {
            "week": ends,
            "actual": actual,
            "expected": expected,
            "actual_total": actual_total,
            "expected_total": expected_total,
            "holdout": held,
        }
    )
    return Tracking(table, step, float(error) if held.any() else np.nan)


def _repeat_days(split: Split) -> IntArray:
    """Return the days of all repeat orders, counted from the first sale, rising."""
    whole = split.whole
    first_order = np.append(True, np.diff(whole.order_customer) != 0)
    days: IntArray = np.sort(whole.order_day[~first_order]) - whole.order_day.min()
    return days


def _expected(split: Split, fit: Fit[Any], days: IntArray) -> FloatArray:
    """Return the repeat orders expected up to each day from the first sale, (n,)."""
    ages, customers = np.unique(split.whole.age_days, return_counts=True)
    born = int(ages.max()) - ages  # day of the first order
    since = np.maximum(days[:, None] - born, 0)
    elapsed, place = np.unique(since, return_inverse=True)
    orders = model_of(fit).orders_of_new(fit.parameters, elapsed / split.unit_days)
    return orders[place.reshape(since.shape)] @ customers
