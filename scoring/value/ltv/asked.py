"""One model fitted to sales because somebody asked for it, however the fit ends.

BG/BB takes a unit of the calendar for an opportunity: orders of one week or month are one, t_x
and T count such units from that of the first order on.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import numpy as np

from scoring.checks import IntArray
from scoring.errors import FitError, Note
from scoring.settings import LtvPolicy
from scoring.tables.contracts import SalesTable
from scoring.value.ltv.fits import Fit, OrderModelName
from scoring.value.ltv.fitting import (
    answer_orders,
    check_repeaters,
    fit_opportunities,
    fit_orders,
    fit_spend,
    fit_tickets,
    title,
    unit_days,
)
from scoring.value.ltv.history import OrderHistory, Patterns, order_history

AskedModel = OrderModelName | Literal["bgbb", "gammagamma"]


@dataclass(frozen=True, slots=True, eq=False)
class AskedFit:
    """A fit of the model asked for, and what forecasts would stand on.

    repeaters and repeat_orders are those that the fit used. answers names the model that
    forecasts by this one would stand on: itself where it is usable, else the next in the order
    that fitting states; None where no model is left, and plain formulas answer. notes say what
    was tried on the way to it.
    """

    fit: Fit[Any]
    repeaters: int
    repeat_orders: int
    answers: str | None
    notes: tuple[Note, ...]


def fit_asked(sales: SalesTable, policy: LtvPolicy, name: AskedModel, as_of: date) -> AskedFit:
    """Fit a model to the sales up to as_of, in the policy's unit of time.

    Gamma-Gamma takes the mean repeat orders that are above 0, BG/BB the opportunities of the
    unit, the others the days of orders.

    Raises TooLittleDataError when fewer than min_repeaters customers bought again, or nobody
    has an order.
    """
    if name == "bgbb":
        return _opportunities(order_history(sales, as_of, policy.unit), policy)
    history = order_history(sales, as_of)
    if name == "gammagamma":
        return _spend(history, policy)
    fit = fit_orders(history, policy, name)
    if fit.status == "inner":
        return _asked(fit, history.repeat_orders, name, ())
    answer = answer_orders(history, policy, name)
    answers = None if answer.fit is None else answer.fit.model
    return _asked(fit, history.repeat_orders, answers, answer.notes)


def opportunities(history: OrderHistory, days: float) -> Patterns:
    """Fold histories merged by a unit of so many days into those of BG/BB."""
    t_x, age = history.times(days, whole=True)
    rows = np.array([history.repeat_orders, t_x, age], np.int64)
    (x, last, n), customers = np.unique(rows, axis=1, return_counts=True)
    return Patterns(x, last.astype(np.float64), n.astype(np.float64), customers)


def _opportunities(history: OrderHistory, policy: LtvPolicy) -> AskedFit:
    check_repeaters(int(history.repeaters.sum()), title("bgbb"), policy)
    fit = fit_opportunities(opportunities(history, unit_days(policy.unit)))
    return _asked(fit, history.repeat_orders, fit.model if fit.usable else None, ())


def _spend(history: OrderHistory, policy: LtvPolicy) -> AskedFit:
    used = history.repeat_money > 0
    check_repeaters(int(used.sum()), title("gammagamma"), policy)
    x = history.repeat_orders[used]
    fit = fit_spend(x, history.repeat_money[used], policy.engine)
    try:
        fit_tickets(history, policy)
    except FitError as error:
        notes = (Note(error.code, error.details), Note("note.ltv_ticket_mean"))
        return _asked(fit, x, None, notes)
    return _asked(fit, x, fit.model, ())


def _asked(fit: Fit[Any], x: IntArray, answers: str | None, notes: tuple[Note, ...]) -> AskedFit:
    return AskedFit(fit, int((x > 0).sum()), int(x.sum()), answers, notes)
