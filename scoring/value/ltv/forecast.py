"""Orders to come by a fitted model: whole, discounted over a horizon, and without an end.

Orders of a month count at its end, discounted by (1 + rate)**(-months / 12) with a rate per
year. Beside it the continuous convention of Fader, Hardie, Lee (2005), "RFM and CLV", Journal
of Marketing Research 42(4): an order at time t counts exp(-rate t). What is expected of a
customer who still buys depends on x and the age alone: it is reckoned once for each pair.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from scoring.checks import FloatArray, IntArray
from scoring.value.ltv.models import OrderModel

DENSE = 20_000_000  # cells to mark pairs in; more are sorted
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(8)
_NODES, _WEIGHTS = (_NODES + 1) / 2, _WEIGHTS / 2
_PANELS = 12  # of eight nodes each
_END = 40.0  # an order counts e**-40 there


class Pairs(NamedTuple):
    """Distinct pairs of x and age, (m,), and the place of each customer's pair, (n,)."""

    x: IntArray
    age: FloatArray
    place: npt.NDArray[np.intp]


def pairs_of(x: IntArray, age_days: IntArray, unit_days: float) -> Pairs:
    """Return the distinct pairs of x and age, the age in units of unit_days days."""
    n_days = int(age_days.max(initial=0)) + 1
    code = x.astype(np.int64) * n_days + age_days
    size = int(code.max(initial=0)) + 1
    if size <= DENSE:
        mark = np.zeros(size, bool)
        mark[code] = True
        kept = np.flatnonzero(mark)
        number = np.zeros(size, np.int32)
        number[kept] = np.arange(kept.size)
        place = number[code].astype(np.intp)
    else:
        kept, place = np.unique(code, return_inverse=True)
    return Pairs(kept // n_days, kept % n_days / unit_days, place)


def discounted_orders(
    cumulative: Callable[[int], FloatArray], months: int, discount_per_year: float
) -> tuple[FloatArray, FloatArray]:
    """Return the orders of months to come, (n,), whole and discounted to today.

    cumulative tells the orders expected up to the end of a month, (n,). Those of month i count
    (1 + discount_per_year)**(-i / 12).
    """
    before = cumulative(0)
    discounted = np.zeros_like(before)
    for month in range(1, months + 1):
        until = cumulative(month)
        discounted += (until - before) * (1 + discount_per_year) ** (-month / 12)
        before = until
    return before, discounted


def monthly_orders(
    model: OrderModel[Any],
    parameters: tuple[float, ...],
    pairs: Pairs,
    month: float,
    months: int,
    discount_per_year: float,
) -> tuple[FloatArray, FloatArray]:
    """Return the orders of customers who still buy, by pair, (m,): whole and discounted.

    month is its length in units of time.
    """

    def cumulative(months: int) -> FloatArray:
        return model.orders_if_alive(parameters, pairs.x, pairs.age, months * month)

    return discounted_orders(cumulative, months, discount_per_year)


def discounted_continuously(
    model: OrderModel[Any],
    parameters: tuple[float, ...],
    x: IntArray,
    age: FloatArray,
    time: float,
    rate: float,
) -> FloatArray:
    """Return the orders up to a time to come of who still buys, discounted at each moment, (n,).

    An order at time t counts exp(-rate t): e**(-rate time) E(time) plus rate times the integral
    of e**(-rate t) E(t), so that no slope of E is taken.
    """
    at_end: FloatArray = np.exp(-rate * time) * model.orders_if_alive(parameters, x, age, time)
    return at_end + _discount(model, parameters, x, age, time, rate)


def residual_orders(
    model: OrderModel[Any],
    parameters: tuple[float, ...],
    x: IntArray,
    age: FloatArray,
    rate: float,
) -> FloatArray:
    """Return the discounted orders of customers who still buy, without an end, (n,): DERT.

    rate is above 0. Times P(alive) it is DERT of "RFM and CLV", equation (2), for Pareto/NBD.
    """
    return _discount(model, parameters, x, age, _END / rate, rate)


def _discount(
    model: OrderModel[Any],
    parameters: tuple[float, ...],
    x: IntArray,
    age: FloatArray,
    time: float,
    rate: float,
) -> FloatArray:
    """Return rate times the integral of e**(-rate t) E(t) up to a time, (n,).

    Over the logarithm of time: E bends within a day for some, the discount only over years.
    """
    scale = parameters[1] + np.asarray(age, np.float64)
    span = np.log1p(time / scale)
    total = np.zeros(np.broadcast(x, age).shape)
    for panel in range(_PANELS):
        for node, weight in zip(_NODES, _WEIGHTS, strict=True):
            at = scale * np.expm1(span * (panel + node) / _PANELS)
            step = weight * span / _PANELS * (scale + at) * rate * np.exp(-rate * at)
            total += step * model.orders_if_alive(parameters, x, age, at)
    return total
