"""Whether the forecast hangs on choices that should not matter: unit of time, calibration end."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from scoring.errors import FitError, SettingError, TooLittleDataError
from scoring.settings import LtvUnit
from scoring.tables.contracts import SalesTable
from scoring.value.ltv.fits import OrderModelName
from scoring.value.ltv.fitting import unit_days
from scoring.value.ltv.history import order_history
from scoring.value.ltv.models import ORDER_MODELS
from scoring.value.ltv.quality.candidates import Fitter, expected_orders
from scoring.value.ltv.quality.split import split_history

UNITS: tuple[LtvUnit, ...] = ("day", "week", "month")
N_ENDS = 4
YEAR_DAYS = 365.25


def by_unit(
    sales: SalesTable,
    end: date,
    as_of: date,
    name: OrderModelName,
    fitter_of: Callable[[LtvUnit], Fitter],
) -> pd.DataFrame:
    """Return the forecast of the holdout where orders of a day, a week or a month are merged.

    unit, repeat_orders (in calibration), expected and actual orders of the holdout, bias
    (expected / actual - 1). Merged orders are fewer, so compare the biases. NaN where the
    model cannot be fitted, or where a period holds nothing. fitter_of tells what fits it in a
    unit.
    """
    rows = [_unit_row(sales, end, as_of, unit, name, fitter_of(unit)) for unit in UNITS]
    return pd.DataFrame(rows)


def by_calibration_end(
    sales: SalesTable, ends: Sequence[date], name: OrderModelName, unit: LtvUnit, fitter: Fitter
) -> pd.DataFrame:
    """Return the parameters, and a new customer's repeat orders in a year, by calibration end.

    end, customers, repeat_orders, the model's parameters by name, yearly_orders; NaN where the
    model cannot be fitted.
    """
    return pd.DataFrame([_end_row(sales, end, name, unit, fitter) for end in ends])


def calibration_ends(end: date, as_of: date) -> tuple[date, ...]:
    """Return four ends of calibration, evenly from the one in use to as_of."""
    days = (as_of - end).days
    return tuple(end + timedelta(days=days * step // (N_ENDS - 1)) for step in range(N_ENDS))


def _unit_row(
    sales: SalesTable, end: date, as_of: date, unit: LtvUnit, name: OrderModelName, fitter: Fitter
) -> dict[str, object]:
    try:
        split = split_history(sales, end, as_of, unit_days(unit), unit)
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
    sales: SalesTable, end: date, name: OrderModelName, unit: LtvUnit, fitter: Fitter
) -> dict[str, object]:
    model = ORDER_MODELS[name]
    history = order_history(sales, end)
    counts = {"end": end, "customers": history.ids.size}
    counts["repeat_orders"] = int(history.repeat_orders.sum())
    try:
        fit = fitter(name, history.patterns(unit_days(unit)))
    except (FitError, TooLittleDataError):
        return {**counts, **dict.fromkeys((*model.fields, "yearly_orders"), np.nan)}
    year = np.array([YEAR_DAYS / unit_days(unit)])
    yearly = float(model.orders_of_new(fit.parameters, year)[0])
    return {**counts, **fit.parameters._asdict(), "yearly_orders": yearly}
