"""Orders and tickets to come of every customer, by a fitted model, at any parameters of it."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from scoring.checks import FloatArray
from scoring.settings import LtvPolicy
from scoring.value.ltv import gamma_gamma
from scoring.value.ltv.fits import Fit, GammaGamma
from scoring.value.ltv.fitting import unit_days
from scoring.value.ltv.forecast import Pairs, monthly_orders, pairs_of
from scoring.value.ltv.history import OrderHistory
from scoring.value.ltv.models import OrderModel, model_of

EVERYBODY = slice(None)


@dataclass(frozen=True, slots=True, eq=False)
class OrderOutlook:
    """What a fitted model of orders expects; pairs are those of orders and age."""

    fit: Fit[Any]
    history: OrderHistory
    policy: LtvPolicy
    pairs: Pairs

    @classmethod
    def of(cls, fit: Fit[Any], history: OrderHistory, policy: LtvPolicy) -> "OrderOutlook":
        """Return the outlook of a fit in the policy's unit of time."""
        unit = unit_days(policy.unit)
        return cls(fit, history, policy, pairs_of(history.repeat_orders, history.age_days, unit))

    @property
    def model(self) -> OrderModel[Any]:
        """The model that is fitted."""
        return model_of(self.fit)

    def alive(self, parameters: tuple[float, ...], part: slice = EVERYBODY) -> FloatArray:
        """Return the probability that each customer still buys, (k,)."""
        unit, history = unit_days(self.policy.unit), self.history
        x = history.repeat_orders[part].astype(np.int64)
        times = history.last_days[part] / unit, history.age_days[part] / unit
        return self.model.p_alive(parameters, x, *times)

    def by_pair(self, parameters: tuple[float, ...]) -> tuple[FloatArray, FloatArray]:
        """Return the orders over the horizon of who still buys, (m,): whole and discounted."""
        return monthly_orders(
            self.model,
            parameters,
            self.pairs,
            unit_days("month") / unit_days(self.policy.unit),
            self.policy.horizon_months,
            self.policy.discount_per_year,
        )

    def orders(self, parameters: tuple[float, ...]) -> FloatArray:
        """Return the orders over the horizon of each customer, (2, k): whole and discounted."""
        by_pair = np.array(self.by_pair(parameters))
        return self.alive(parameters) * by_pair[:, self.pairs.place]

    def histogram(self, top: int) -> FloatArray:
        """Return the customers expected with 0 .. top - 1 repeat orders, and with more."""
        ages, customers = np.unique(self.history.age_days, return_counts=True)
        chances = self.model.order_probability(
            self.fit.parameters, ages / unit_days(self.policy.unit), top
        )
        expected = chances @ customers
        return np.append(expected, max(self.history.ids.size - expected.sum(), 0.0))


@dataclass(frozen=True, slots=True, eq=False)
class TicketOutlook:
    """What fitted Gamma-Gamma expects of an order of each customer."""

    fit: Fit[GammaGamma]
    history: OrderHistory

    def tickets(self, parameters: tuple[float, ...], part: slice = EVERYBODY) -> FloatArray:
        """Return the money expected of an order of each customer, (k,).

        That of the population where a customer's repeat orders earn nothing.
        """
        money = self.history.repeat_money[part]
        x = np.where(money > 0, self.history.repeat_orders[part], 0)
        return gamma_gamma.expected_ticket(GammaGamma(*parameters), x, money)
