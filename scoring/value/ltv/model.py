"""Lifetime value of every customer: a model where the data carry one, else the simple formula.

Fader, Hardie, Lee (2005), "RFM and CLV", Journal of Marketing Research 42(4). A month is a
twelfth of 365.25 days; the orders of a month count at its end, discounted by
(1 + discount_per_year)**(-months / 12).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
import pandas as pd

from scoring.checks import FloatArray
from scoring.days import day_number
from scoring.errors import FitError, Note, TooLittleDataError
from scoring.settings import LtvPolicy
from scoring.tables.contracts import SalesTable
from scoring.value.ltv.fits import Fit, GammaGamma, OrderModelName
from scoring.value.ltv.fitting import (
    answer_orders,
    fit_model,
    fit_tickets,
    given_orders,
    title,
    unit_days,
)
from scoring.value.ltv.history import OrderHistory, order_history
from scoring.value.ltv.margin import margin_share
from scoring.value.ltv.simple import ACTIVE_MONTHS, mean_tickets, simple_forecast

if TYPE_CHECKING:
    from scoring.value.ltv.intervals import Intervals
    from scoring.value.ltv.outlook import OrderOutlook, TicketOutlook

HISTOGRAM_TOP = 10  # so many repeat orders and more are one bar
AUTO: tuple[OrderModelName, ...] = ("bgnbd", "mbgnbd", "paretonbd")

AnswerModel = OrderModelName | Literal["simple"]
Chooser = Callable[[SalesTable, LtvPolicy, date], OrderModelName | None]


class LtvTotals(NamedTuple):
    """The base in four numbers; expected_orders and clv over the horizon."""

    customers: int
    expected_orders: float
    clv: float
    mean_p_alive: float


@dataclass(frozen=True, slots=True, eq=False)
class LtvResult:
    """Lifetime value of every customer with an order, in the order of ids.

    table: customer, repeat_orders [x], last_days [t_x] (first order to last), age_days [T]
    (first order to as_of), p_alive, expected_orders (over the horizon), expected_ticket
    (money of an order), clv (margin x ticket x orders, discounted by a model, not by the simple
    formula), clv_low and clv_high (the interval of clv over what the data leave open of the
    parameters; NaN where there is none), and likewise orders_low, orders_high, ticket_low and
    ticket_high (NaN too where tickets are plain means). parameters: name, value, standard_error,
    low, high (NaN where none). histogram: orders ("0" .. "9", "10+"), actual, expected customers
    (NaN by the simple formula, which has no distribution). model is the one that answered, not the
    one asked for; log_likelihood is None for the simple formula. order_fit tells how far the
    parameters can be relied on, and their covariance. ticket_fit is None where tickets are plain
    means. interval is how the intervals were found: "delta", "bootstrap", or "none".
    """

    table: pd.DataFrame
    parameters: pd.DataFrame
    log_likelihood: float | None
    histogram: pd.DataFrame
    totals: LtvTotals
    model: AnswerModel
    margin: float
    order_fit: Fit[Any] | None
    ticket_fit: Fit[GammaGamma] | None
    interval: Literal["delta", "bootstrap", "none"]
    policy: LtvPolicy
    as_of: date
    notes: tuple[Note, ...]


class _Orders(NamedTuple):
    """Orders to come, (k,) each, whole and discounted, and where they come from.

    values are those of the simple formula, by name.
    """

    p_alive: FloatArray
    expected: FloatArray
    discounted: FloatArray
    histogram: FloatArray
    values: dict[str, float]
    model: AnswerModel
    outlook: "OrderOutlook | None"
    notes: tuple[Note, ...]


class _Tickets(NamedTuple):
    """Money of an order to come, (k,), and where it comes from."""

    expected: FloatArray
    outlook: "TicketOutlook | None"
    notes: tuple[Note, ...]


def estimate_ltv(
    sales: SalesTable,
    policy: LtvPolicy,
    as_of: date,
    given: tuple[float, ...] | None = None,
    choose: Chooser | None = None,
) -> LtvResult:
    """Estimate P(alive), orders to come and lifetime value of every customer up to as_of.

    The policy's model tells the orders and Gamma-Gamma the money of each, for customers with one
    order the population's. Where too few bought again, or the data do not determine the model,
    the next answers in the order that fitting states, last the simple formula (for the money
    alone, the mean order), and notes name what was tried and why. given sets the model's
    parameters, in the policy's unit, instead of a fit. choose takes the model where the policy
    says "auto", or None for the first of AUTO; without it the greatest log-likelihood decides.
    sales are the whole history: a window would make old customers new.

    Raises TooLittleDataError when no customer has an order.
    """
    history = order_history(sales, as_of)
    margin, margin_notes = margin_share(sales.where(sales.day <= day_number(as_of)), policy)
    name, chosen = _name(history, policy, choose and partial(choose, sales, policy, as_of))
    orders = _orders(history, policy, name, given)
    tickets = _tickets(history, policy, by_model=orders.outlook is not None)
    intervals, interval = _intervals(orders, tickets, policy)
    fit = None if orders.outlook is None else orders.outlook.fit
    ticket_fit = None if tickets.outlook is None else tickets.outlook.fit
    ends = np.sort(margin * intervals.worth, axis=0)
    table = pd.DataFrame(
        {
            "customer": pd.Series(history.ids, dtype=object),
            "repeat_orders": history.repeat_orders,
            "last_days": history.last_days,
            "age_days": history.age_days,
            "p_alive": orders.p_alive,
            "expected_orders": orders.expected,
            "expected_ticket": tickets.expected,
            "clv": margin * (tickets.expected * orders.discounted),
            "clv_low": ends[0],
            "clv_high": ends[1],
            "orders_low": intervals.orders[0],
            "orders_high": intervals.orders[1],
            "ticket_low": intervals.ticket[0],
            "ticket_high": intervals.ticket[1],
        },
        copy=False,
    )
    return LtvResult(
        table=table,
        parameters=_parameters(orders.values, fit, ticket_fit, policy.confidence),
        log_likelihood=None if fit is None else fit.log_likelihood,
        histogram=_histogram(history, orders.histogram),
        totals=LtvTotals(
            len(table),
            float(orders.expected.sum()),
            float(table["clv"].sum()),
            float(orders.p_alive.mean()),
        ),
        model=orders.model,
        margin=margin,
        order_fit=fit,
        ticket_fit=ticket_fit,
        interval=interval,
        policy=policy,
        as_of=as_of,
        notes=(*chosen, *orders.notes, *tickets.notes, *margin_notes, *_unscored(history)),
    )


def _name(
    history: OrderHistory, policy: LtvPolicy, choose: Callable[[], OrderModelName | None] | None
) -> tuple[OrderModelName | None, tuple[Note, ...]]:
    """Return the model to ask, None for the simple formula, and how it was chosen."""
    if policy.model == "simple":
        return None, ()
    if policy.model != "auto":
        return policy.model, ()
    if int(history.repeaters.sum()) < policy.min_repeaters:
        return AUTO[0], ()
    if choose is None:
        patterns = history.patterns(unit_days(policy.unit))
        fits = [fit_model(name, patterns, policy.engine) for name in AUTO]
        usable = [fit for fit in fits if fit.usable] or fits[:1]
        chosen = AUTO[fits.index(max(usable, key=lambda fit: fit.log_likelihood))]
        return chosen, (Note("note.ltv_likeliest", {"model": title(chosen)}),)
    best = choose()
    code = "note.ltv_uncompared" if best is None else "note.ltv_chosen"
    return best or AUTO[0], (Note(code, {"model": title(best or AUTO[0])}),)


def _orders(
    history: OrderHistory,
    policy: LtvPolicy,
    name: OrderModelName | None,
    given: tuple[float, ...] | None,
) -> _Orders:
    """Forecast by the model, or say why not and do it by the simple formula."""
    if name is None:
        return _simple_orders(history, policy, ())
    if given is not None:
        return _model_orders(history, policy, given_orders(history, policy, name, given), ())
    fit, notes = answer_orders(history, policy, name)
    if fit is None:
        return _simple_orders(history, policy, notes)
    return _model_orders(history, policy, fit, notes)


def _model_orders(
    history: OrderHistory, policy: LtvPolicy, fit: Fit[Any], notes: tuple[Note, ...]
) -> _Orders:
    from scoring.value.ltv.outlook import OrderOutlook

    outlook = OrderOutlook.of(fit, history, policy)
    alive = outlook.alive(fit.parameters)
    whole, discounted = outlook.by_pair(fit.parameters)
    n_single = int((~history.repeaters).sum())
    if n_single and fit.model == "bgnbd":
        notes += (Note("note.ltv_one_order", {"count": str(n_single)}),)
    return _Orders(
        p_alive=alive,
        expected=alive * whole[outlook.pairs.place],
        discounted=alive * discounted[outlook.pairs.place],
        histogram=outlook.histogram(HISTOGRAM_TOP),
        values={},
        model=outlook.model.name,
        outlook=outlook,
        notes=notes,
    )


def _simple_orders(history: OrderHistory, policy: LtvPolicy, notes: tuple[Note, ...]) -> _Orders:
    forecast = simple_forecast(history, policy.horizon_months)
    churn = forecast.churn_per_year
    details = {"years": f"{forecast.years:.2f}", "months": str(ACTIVE_MONTHS)}
    if churn is None:
        notes += (Note("note.ltv_simple_horizon", details),)
    else:
        notes += (Note("note.ltv_simple", {**details, "churn": f"{churn:.0%}".rstrip("%")}),)
    values = {
        "orders_per_year": forecast.base_orders_per_year,
        "churn_per_year": churn,
        "years": forecast.years,
    }
    return _Orders(
        p_alive=forecast.alive.astype(np.float64),
        expected=forecast.expected_orders,
        discounted=forecast.expected_orders,
        histogram=np.full(HISTOGRAM_TOP + 1, np.nan),
        values={name: value for name, value in values.items() if value is not None},
        model="simple",
        outlook=None,
        notes=notes,
    )


def _tickets(history: OrderHistory, policy: LtvPolicy, *, by_model: bool) -> _Tickets:
    """Tell the money of an order by Gamma-Gamma, or by the customer's mean."""
    notes: tuple[Note, ...] = ()
    if by_model:
        try:
            return _model_tickets(history, fit_tickets(history, policy))
        except (FitError, TooLittleDataError) as error:
            notes = (Note(error.code, error.details), Note("note.ltv_ticket_mean"))
    tickets = mean_tickets(history)
    if tickets.n_replaced:
        notes += (_replaced(tickets.n_replaced, tickets.base),)
    return _Tickets(tickets.expected, None, notes)


def _model_tickets(history: OrderHistory, fit: Fit[GammaGamma]) -> _Tickets:
    from scoring.value.ltv.outlook import TicketOutlook

    outlook = TicketOutlook(fit, history)
    notes: tuple[Note, ...] = ()
    if n_replaced := int((history.repeaters & ~(history.repeat_money > 0)).sum()):
        notes = (_replaced(n_replaced, fit.parameters.mean),)
    return _Tickets(outlook.tickets(fit.parameters), outlook, notes)


def _replaced(count: int, ticket: float) -> Note:
    return Note("note.ltv_ticket_replaced", {"count": str(count), "ticket": f"{ticket:.2f}"})


def _intervals(
    orders: _Orders, tickets: _Tickets, policy: LtvPolicy
) -> tuple["Intervals", Literal["delta", "bootstrap", "none"]]:
    """Return the ends of each customer, NaN where parameters have no spread, and how."""
    from scoring.value.ltv.intervals import Expected, Intervals, intervals_of

    if orders.outlook is None or orders.outlook.fit.status == "given" or policy.interval == "none":
        return Intervals(*np.full((3, 2, tickets.expected.size), np.nan)), "none"
    expected = Expected(orders.expected, tickets.expected, orders.discounted)
    return intervals_of(expected, orders.outlook, tickets.outlook), policy.interval


def _parameters(
    values: dict[str, float],
    fit: Fit[Any] | None,
    ticket_fit: Fit[GammaGamma] | None,
    confidence: float,
) -> pd.DataFrame:
    rows = [(name, value, np.nan, np.nan, np.nan) for name, value in values.items()]
    for each in (fit, ticket_fit):
        if each is not None:
            rows += each.rows(confidence)
    return pd.DataFrame(rows, columns=["name", "value", "standard_error", "low", "high"])


def _histogram(history: OrderHistory, expected: FloatArray) -> pd.DataFrame:
    labels = [*(str(orders) for orders in range(HISTOGRAM_TOP)), f"{HISTOGRAM_TOP}+"]
    bars = np.minimum(history.repeat_orders, HISTOGRAM_TOP)
    actual = np.bincount(bars, minlength=HISTOGRAM_TOP + 1)
    return pd.DataFrame({"orders": labels, "actual": actual, "expected": expected})


def _unscored(history: OrderHistory) -> tuple[Note, ...]:
    if not history.without_order:
        return ()
    return (Note("note.ltv_unscored", {"count": str(history.without_order)}),)
