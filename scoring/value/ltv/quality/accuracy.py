"""Forecasts of single customers against what came: errors, ranking, and tables by group.

Wübben, von Wangenheim (2008), "Instant Customer Base Analysis", Journal of Marketing 72(3):
errors and ranking, and always beside naive rules. No measure depends on the order of customers:
those of equal forecasts share what came.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from scoring.checks import FloatArray, IntArray

TOP_SHARE = 0.10
TOP_ORDERS = 7  # so many repeat orders and more are one line
IDLE_MONTHS = (1, 2, 3, 4, 6, 9, 12)  # upper ends of the lines by time since the last order
N_GROUPS = 10
N_POINTS = 200
_MONTH_DAYS = 365.25 / 12


class Accuracy(NamedTuple):
    """How near forecasts came.

    mae, rmse: mean absolute and root mean square error of a customer's orders. bias: forecast
    total / actual total - 1. spearman: rank correlation. lift: orders of the tenth with the
    highest forecasts over those of a tenth. gini: area of the curve of orders by rank, as a
    share of that of the perfect ranking. NaN where nothing came or all forecasts are equal.
    """

    mae: float
    rmse: float
    bias: float
    spearman: float
    lift: float
    gini: float


def accuracy(forecast: FloatArray, actual: IntArray) -> Accuracy:
    """Return how near the forecasts of customers, (k,), came to their orders, (k,)."""
    error = forecast - actual
    came = float(actual.sum())
    by_forecast, perfect = _curve(forecast, actual), _curve(actual.astype(np.float64), actual)
    top = TOP_SHARE * actual.size
    return Accuracy(
        mae=float(np.abs(error).mean()),
        rmse=float(np.sqrt((error**2).mean())),
        bias=float(forecast.sum() / came - 1) if came else np.nan,
        spearman=rank_correlation(forecast, actual),
        lift=float(np.interp(top, *by_forecast) / (came * TOP_SHARE)) if came else np.nan,
        gini=_area(*by_forecast) / area if (area := _area(*perfect)) > 0 else np.nan,
    )


def rank_correlation(one: FloatArray, other: FloatArray | IntArray) -> float:
    """Return Spearman's correlation with mean ranks for ties; NaN where either is constant."""
    return correlation(mean_ranks(one), mean_ranks(other))


def mean_ranks(values: FloatArray | IntArray) -> FloatArray:
    """Return ranks from 1 up, (n,); equal values share the mean of theirs."""
    _, place, size = np.unique(values, return_inverse=True, return_counts=True)
    ranks: FloatArray = (np.cumsum(size) - (size - 1) / 2)[place]
    return ranks


def correlation(one: FloatArray, other: FloatArray) -> float:
    """Return Pearson's correlation, NaN where either is constant or there are fewer than two."""
    if one.size < 2 or np.ptp(one) == 0 or np.ptp(other) == 0:
        return np.nan
    return float(np.corrcoef(one, other)[0, 1])


def by_orders(x: IntArray, forecast: FloatArray, actual: IntArray) -> pd.DataFrame:
    """Return customers and mean orders of the holdout by repeat orders before, 0 .. 6 and 7+."""
    labels = [*map(str, range(TOP_ORDERS)), f"{TOP_ORDERS}+"]
    return _means(np.minimum(x, TOP_ORDERS), labels, forecast, actual)


def by_idle_time(idle_days: IntArray, forecast: FloatArray, actual: IntArray) -> pd.DataFrame:
    """Return customers and mean orders of the holdout by months since the last order before."""
    edges = np.array(IDLE_MONTHS) * _MONTH_DAYS
    starts = (0, *IDLE_MONTHS)
    labels = [f"{low}–{high}" for low, high in zip(starts, IDLE_MONTHS, strict=False)]
    group = np.searchsorted(edges, idle_days, side="left")
    return _means(group, [*labels, f"{IDLE_MONTHS[-1]}+"], forecast, actual)


def deciles(forecast: FloatArray, actual: IntArray) -> pd.DataFrame:
    """Return customers and mean orders by tenths of the forecast, the highest first.

    Equal forecasts stay in one tenth, so tenths may differ in size, or be empty.
    """
    place = (mean_ranks(-forecast) - 0.5) / forecast.size
    group = np.minimum((place * N_GROUPS).astype(np.int64), N_GROUPS - 1)
    return _means(group, [*map(str, range(1, N_GROUPS + 1))], forecast, actual)


def points(x: IntArray, forecast: FloatArray, actual: IntArray) -> pd.DataFrame:
    """Return forecast and orders of at most 200 customers, evenly over the forecast's ranks."""
    order = np.lexsort((actual, x, forecast))
    if order.size > N_POINTS:
        order = order[np.linspace(0, order.size - 1, N_POINTS).round().astype(np.int64)]
    return pd.DataFrame({"orders": x[order], "expected": forecast[order], "actual": actual[order]})


def _means(
    group: IntArray, labels: list[str], forecast: FloatArray, actual: IntArray
) -> pd.DataFrame:
    """Return one line per label: customers, mean actual and expected; NaN where nobody is."""
    size = np.bincount(group, minlength=len(labels))
    sums = (np.bincount(group, each, len(labels)) for each in (actual, forecast))
    means = [np.divide(s, size, out=np.full(size.size, np.nan), where=size > 0) for s in sums]
    columns = {"customers": size, "actual": means[0], "expected": means[1]}
    return pd.DataFrame({"group": labels, **columns})


def _curve(rank_by: FloatArray, actual: IntArray) -> tuple[FloatArray, FloatArray]:
    """Return customers and their orders, added up from the highest rank down, from 0, 0 on."""
    _, place, size = np.unique(-rank_by, return_inverse=True, return_counts=True)
    orders = np.bincount(place, actual)
    return np.append(0.0, np.cumsum(size)), np.append(0.0, np.cumsum(orders))


def _area(customers: FloatArray, orders: FloatArray) -> float:
    """Return twice the area between a curve, as shares, and the diagonal; 0 without orders."""
    if not orders[-1]:
        return 0.0
    return float(2 * np.trapezoid(orders / orders[-1], customers / customers[-1]) - 1)
