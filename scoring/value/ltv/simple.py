"""The simple formulas: lifetime value without a model.

METHODS 2.6, levels "simple" and "retention formula".
"""

from typing import NamedTuple

import numpy as np

from scoring.checks import BoolArray, FloatArray
from scoring.days import day_number, months_before
from scoring.errors import SettingError
from scoring.value.ltv.history import OrderHistory

ACTIVE_MONTHS = 12  # without an order for so long, a customer counts as gone
CHURN_MONTHS = 18  # a shorter history saw too little of the year before the last
YEAR_DAYS = 365.25


class SimpleForecast(NamedTuple):
    """What the simple formula stands on.

    alive, (k,): an order in the last 12 months up to the as-of day; orders_per_year, (k,), of
    each customer while alive; base_orders_per_year of all; churn_per_year, None where the
    history is too short to tell; years: life, at most the horizon.
    """

    alive: BoolArray
    orders_per_year: FloatArray
    base_orders_per_year: float
    churn_per_year: float | None
    years: float

    @property
    def expected_orders(self) -> FloatArray:
        """Orders of each customer in the years to come, (k,)."""
        expected: FloatArray = self.alive * self.orders_per_year * self.years
        return expected


class MeanTickets(NamedTuple):
    """Mean orders: of each customer, (k,), of the base, and how many got the base's."""

    expected: FloatArray
    base: float
    n_replaced: int


def simple_value(ticket: float, orders_per_year: float, margin: float, years: float) -> float:
    """Return ticket x orders per year x margin (share of revenue) x years of life."""
    return ticket * orders_per_year * margin * years


def retention_value(
    margin: float,
    retention: float,
    discount: float,
    horizon: int | None = None,
    *,
    first_now: bool = False,
) -> float:
    """Return the value of a margin that comes each period while the customer stays.

    margin x retention / (1 + discount - retention) where the first margin comes after one
    period, margin x (1 + discount) / (1 + discount - retention) where it comes now; horizon
    limits the number of margins, None lets them run for ever. discount is by period, retention
    the share that stays from one period to the next.

    Raises SettingError where the sum for ever has no end: retention not below 1 + discount.
    """
    step = retention / (1 + discount)
    first = 1.0 if first_now else step
    if horizon is not None:
        return margin * first * float((step ** np.arange(horizon)).sum())
    if step >= 1:
        allowed = f"0 … {1 + discount:g}"
        raise SettingError("setting.range", "ltv.retention", f"{retention:g}", allowed)
    return margin * first / (1 - step)


def simple_forecast(history: OrderHistory, horizon_months: int) -> SimpleForecast:
    """Return what each customer orders in a year, who is alive, and for how long.

    A customer's repeat orders per year are (x + base rate) / (age in years + 1): the base rate
    of all, repeat orders by customer years, counts as one year of his own history, so that a
    customer of yesterday is not judged by one day. Life is 1 / churn: the share of those who
    bought in the twelve months before the last twelve, and not since, leave in a year. It
    takes a history of 18 months or more to tell.
    """
    age = history.age_days / YEAR_DAYS
    repeats = int(history.repeat_orders.sum())
    base = repeats / float(age.sum()) if repeats else 0.0
    end = day_number(history.as_of)
    recent = months_before(end, ACTIVE_MONTHS)
    alive = _bought(history, recent, end)
    earlier = _bought(history, months_before(end, 2 * ACTIVE_MONTHS), recent)
    long_enough = int(history.order_day.min()) <= months_before(end, CHURN_MONTHS)
    churn = float(1 - alive[earlier].mean()) if long_enough and earlier.any() else None
    horizon = horizon_months / 12
    return SimpleForecast(
        alive=alive,
        orders_per_year=(history.repeat_orders + base) / (age + 1),
        base_orders_per_year=base,
        churn_per_year=churn,
        years=min(1 / churn, horizon) if churn else horizon,
    )


def mean_tickets(history: OrderHistory) -> MeanTickets:
    """Return each customer's mean order.

    All orders count, the first one too, net of returns. Who has given back as much as he
    bought gets the mean of the base; where the base has, that is 0.
    """
    orders = history.repeat_orders + 1.0
    tickets = history.money / orders
    base = max(float(history.money.sum()) / float(orders.sum()), 0.0)
    replaced = tickets <= 0
    tickets[replaced] = base
    return MeanTickets(tickets, base, int(replaced.sum()))


def _bought(history: OrderHistory, after: int, until: int) -> BoolArray:
    """Return who has an order later than day after and up to day until, (k,)."""
    bought = np.zeros(history.ids.size, bool)
    inside = (history.order_day > after) & (history.order_day <= until)
    bought[history.order_customer[inside]] = True
    return bought
