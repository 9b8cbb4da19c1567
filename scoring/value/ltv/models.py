"""The models of repeat orders, each by name: what it says of a customer given its parameters.

x counts repeat orders, t_x runs from the first order to the last, age [T] from the first to
the as-of day; arrays, (n,), broadcast. Time is in the unit that the parameters are in.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic

import numpy as np

from scoring.checks import FloatArray, IntArray
from scoring.value.ltv import bgnbd, nbd, paretonbd
from scoring.value.ltv.fits import BgNbd, Fit, MbgNbd, Nbd, OrderModelName, P, ParetoNbd
from scoring.value.ltv.history import Patterns


@dataclass(frozen=True, slots=True)
class OrderModel(Generic[P]):
    """A model of repeat orders.

    log_likelihood(parameters, patterns): the sum over all customers. p_alive(parameters, x,
    t_x, age): the probability that each customer still buys, (n,). orders_if_alive(parameters,
    x, age, time): the orders expected in the time to come of customers who still buy, (n,).
    order_probability(parameters, age, top): the probability of 0 .. top - 1 repeat orders up
    to an age, (top, n). time_parameters are those in units of time.
    """

    name: OrderModelName
    title: str
    parameters: Callable[..., P]
    fields: tuple[str, ...]
    time_parameters: tuple[str, ...]
    log_likelihood: Callable[[P, Patterns], float]
    p_alive: Callable[[P, IntArray, FloatArray, FloatArray], FloatArray]
    orders_if_alive: Callable[[P, IntArray, FloatArray, float | FloatArray], FloatArray]
    order_probability: Callable[[P, FloatArray, int], FloatArray]

    def expected_orders(
        self,
        parameters: P,
        x: IntArray,
        t_x: FloatArray,
        age: FloatArray,
        time: float | FloatArray,
    ) -> FloatArray:
        """Return the orders expected of each customer in the time to come, (n,)."""
        alive = self.p_alive(parameters, x, t_x, age)
        return alive * self.orders_if_alive(parameters, x, age, time)

    def orders_of_new(self, parameters: P, time: float | FloatArray) -> FloatArray:
        """Return the repeat orders expected of a new customer up to each time, (n,)."""
        none = np.zeros(np.shape(time))
        return self.expected_orders(parameters, none.astype(np.int64), none, none, time)

    def in_unit(self, parameters: P, ratio: float) -> P:
        """Return the parameters where a unit of time is ratio of the units that they are in."""
        values = zip(self.fields, parameters, strict=True)
        return self.parameters(
            *(value / ratio if name in self.time_parameters else value for name, value in values)
        )


def _model(
    name: OrderModelName, title: str, parameters: type[Any], module: Any, *time: str
) -> OrderModel[Any]:
    return OrderModel(
        name=name,
        title=title,
        parameters=parameters,
        fields=parameters._fields,
        time_parameters=time,
        log_likelihood=module.log_likelihood,
        p_alive=module.p_alive,
        orders_if_alive=module.orders_if_alive,
        order_probability=module.order_probability,
    )


ORDER_MODELS: Mapping[OrderModelName, OrderModel[Any]] = {
    model.name: model
    for model in (
        _model("bgnbd", "BG/NBD", BgNbd, bgnbd, "alpha"),
        _model("mbgnbd", "MBG/NBD", MbgNbd, bgnbd, "alpha"),
        _model("paretonbd", "Pareto/NBD", ParetoNbd, paretonbd, "alpha", "beta"),
        _model("nbd", "NBD", Nbd, nbd, "alpha"),
    )
}


def model_of(fit: Fit[Any]) -> OrderModel[Any]:
    """Return the model of repeat orders that a fit is of."""
    return next(model for name, model in ORDER_MODELS.items() if name == fit.model)
