"""Whether the forecast hangs on choices that should not matter: unit of time, calibration end."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from scoring.errors import FitError, SettingError, TooLittleDataError
from scoring.settings import LtvUnit
from scoring.tables.contracts import SalesTable
from scoring.value.ltv.fits import OrderModelName
from scoring.value.ltv.fitting import unit_days
from scoring.value.ltv.history import OrderHistory
from scoring.value.ltv.models import ORDER_MODELS
from scoring.value.ltv.quality.candidates import Fitter, expected_orders
from scoring.value.ltv.quality.split import Split, split_history

UNITS: tuple[LtvUnit, ...] = ("day", "week", "month")
N_ENDS = 4
YEAR_DAYS = 365.25


def by_unit(
    sales: SalesTable,
    daily: Split,
    name: OrderModelName,
    fitter_of: Callable[[LtvUnit], Fitter],
) -> pd.DataFrame:
    """Return the forecast of the holdout where orders of a day, a week or a month are merged.

    daily is the split of the sales by days; those by weeks and months have its ends.

    unit, repeat_orders (in calibration), expected and actual orders of the holdout, bias
    (expected / actual - 1). Merged orders are fewer, so compare the biases. NaN where the
    model cannot be fitted, or where a period holds nothing. fitter_of tells what fits it in a
    unit.
    """
    rows = [_unit_row(sales, daily, unit, name, fitter_of(unit)) for unit in UNITS]
    return pd.DataFrame(rows)


def by_calibration_end(
    history: OrderHistory, ends: Sequence[date], name: OrderModelName, unit: LtvUnit, fitter: Fitter
) -> pd.DataFrame:
    """Return the parameters, and a new customer's repeat orders in a year, by calibration end.

    history is that of all customers up to the last of the ends or later.

    end, customers, repeat_orders, the model's parameters by name, yearly_orders; NaN where the
    model cannot be fitted.
    """
    return pd.DataFrame([_end_row(history, end, name, unit, fitter) for end in ends])


def calibration_ends(end: date, as_of: date) -> tuple[date, ...]:
    """Return four ends of calibration, evenly from the one in use to as_of."""
    days = (as_of - end).days
    return tuple(end + timedelta(days=days * step // (N_ENDS - 1)) for step in range(N_ENDS))


def _unit_row(
    sales: SalesTable, daily: Split, unit: LtvUnit, name: OrderModelName, fitter: Fitter
) -> dict[str, object]:
    end, as_of, days = daily.calibration.as_of, daily.whole.as_of, unit_days(unit)
    try:
        split = (
            replace(daily, unit_days=days)
            if unit == "day"
            else split_history(sales, end, as_of, days, unit)
        )
        fit = fitter(name, split.calibration.patterns(split.unit_days))
    except (FitError, SettingError, TooLittleDataError):
        numbers = dict.fromkeys(("repeat_orders", "expected", "actual", "bias"), np.nan)
        return {"unit": unit, **numbers}
    expected, actual = float(expected_orders(split, fit).sum()), float(split.orders.sum())
    return {
        "unit": unit,
        "repeat_orders": float(split.x.sum()),
        "expected": expected,
        "actual": actual,
        "bias": expected / actual - 1 if actual else np.nan,
    }


def _end_row(
    history: OrderHistory, end: date, name: OrderModelName, unit: LtvUnit, fitter: Fitter
) -> dict[str, object]:
    model = ORDER_MODELS[name]
    patterns = history.patterns(unit_days(unit), end)
    repeat_orders = int(patterns.x @ patterns.customers)
    counts = {"end": end, "customers": patterns.n, "repeat_orders": repeat_orders}
    try:
        fit = fitter(name, patterns)
    except (FitError, TooLittleDataError):
        return {**counts, **dict.fromkeys((*model.fields, "yearly_orders"), np.nan)}
    year = np.array([YEAR_DAYS / unit_days(unit)])
    yearly = float(model.orders_of_new(fit.parameters, year)[0])
    return {**counts, **fit.parameters._asdict(), "yearly_orders": yearly}
