"""What a model says of customers at given parameters, for tables of a paper to be rebuilt."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

import numpy as np

from scoring.checks import FloatArray, IntArray
from scoring.value.ltv import bgbb
from scoring.value.ltv.fits import BgBb, OrderModelName
from scoring.value.ltv.models import ORDER_MODELS

_CELLS = 2_000_000  # of customers by opportunities, at a time

GivenModel = OrderModelName | Literal["bgbb"]

_PARAMETERS: Mapping[GivenModel, Callable[..., Any]] = {
    **{name: model.parameters for name, model in ORDER_MODELS.items()},
    "bgbb": BgBb,
}


def parameter_names(name: GivenModel) -> tuple[str, ...]:
    """Return the names of a model's parameters, in their order."""
    return BgBb._fields if name == "bgbb" else ORDER_MODELS[name].fields


def alive_given(
    name: GivenModel, values: tuple[float, ...], x: IntArray, t_x: FloatArray, age: FloatArray
) -> FloatArray:
    """Return the probability that each customer still buys, (n,).

    values are the model's parameters, above 0, in its unit of time; x, t_x and age are repeat
    orders, the time of the last, and the time observed, from the first order on. For BG/BB age
    counts opportunities, and the probability is that at the next one.
    """
    parameters = _PARAMETERS[name](*values)
    if name != "bgbb":
        return ORDER_MODELS[name].p_alive(parameters, x, t_x, age)
    chances = np.zeros(x.size)
    for rows in _blocks(np.arange(x.size), age.max(initial=0)):
        chances[rows] = bgbb.p_alive(parameters, x[rows], t_x[rows], age[rows])
    return chances


def orders_given(
    name: GivenModel,
    values: tuple[float, ...],
    x: IntArray,
    t_x: FloatArray,
    age: FloatArray,
    horizon: FloatArray,
) -> FloatArray:
    """Return the orders expected of each customer in his horizon, (n,).

    As alive_given; with x, t_x and age of 0 those of a new customer. For BG/BB a horizon counts
    opportunities.
    """
    parameters = _PARAMETERS[name](*values)
    if name != "bgbb":
        return ORDER_MODELS[name].expected_orders(parameters, x, t_x, age, horizon)
    orders = np.zeros(x.size)
    for coming in np.unique(horizon):
        for rows in _blocks(np.flatnonzero(horizon == coming), max(age.max(), coming)):
            who = x[rows], t_x[rows], age[rows]
            orders[rows] = bgbb.expected_orders(parameters, *who, int(coming))
    return orders


def _blocks(rows: IntArray, width: float) -> Iterator[IntArray]:
    """Cut rows into parts that make tables of at most _CELLS cells, width in a row."""
    size = max(int(_CELLS / (width + 1)), 1)
    for start in range(0, rows.size, size):
        yield rows[start : start + size]
