"""Lifetime value of every customer: a model where the data carry one, else the simple formula.

Fader, Hardie, Lee (2005), "RFM and CLV", Journal of Marketing Research 42(4). A month is a
twelfth of 365.25 days; the orders of a month count at its end, discounted by
(1 + discount_per_year)**(-months / 12).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from scoring.checks import FloatArray
from scoring.days import day_number
from scoring.errors import FitError, Note, TooLittleDataError
from scoring.settings import LtvModel, LtvPolicy
from scoring.tables.contracts import SalesTable
from scoring.value.ltv.fits import BgNbd, Fit, GammaGamma
from scoring.value.ltv.fitting import fit_orders, fit_tickets, given_orders, unit_days
from scoring.value.ltv.history import OrderHistory, order_history
from scoring.value.ltv.margin import margin_share
from scoring.value.ltv.simple import ACTIVE_MONTHS, mean_tickets, simple_forecast

HISTOGRAM_TOP = 10  # so many repeat orders and more are one bar


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
    formula). parameters: name, value, standard_error (NaN where none). histogram: orders
    ("0" .. "9", "10+"), actual, expected customers (NaN by the simple formula, which has no
    distribution). model is the one that answered, not the one asked for; log_likelihood is
    None for the simple formula. ticket_fit is None where tickets are plain means.
    """

    table: pd.DataFrame
    parameters: pd.DataFrame
    log_likelihood: float | None
    histogram: pd.DataFrame
    totals: LtvTotals
    model: LtvModel
    margin: float
    order_fit: Fit[BgNbd] | None
    ticket_fit: Fit[GammaGamma] | None
    policy: LtvPolicy
    as_of: date
    notes: tuple[Note, ...]


class _Orders(NamedTuple):
    """Orders to come, (k,) each, whole and discounted, and where they come from."""

    p_alive: FloatArray
    expected: FloatArray
    discounted: FloatArray
    histogram: FloatArray
    parameters: dict[str, tuple[float, float]]
    fit: Fit[BgNbd] | None
    notes: tuple[Note, ...]


class _Tickets(NamedTuple):
    """Money of an order to come, (k,), and where it comes from."""

    expected: FloatArray
    fit: Fit[GammaGamma] | None
    notes: tuple[Note, ...]


def estimate_ltv(
    sales: SalesTable, policy: LtvPolicy, as_of: date, given: BgNbd | None = None
) -> LtvResult:
    """Estimate P(alive), orders to come and lifetime value of every customer up to as_of.

    BG/NBD tells the orders and Gamma-Gamma the money of each, for customers with one order the
    population's. Where too few bought again, or a fit does not settle on parameters that the
    data determine, the simple formula (or for the money alone, the mean order) answers, and
    notes name what was tried and why. given sets the BG/NBD parameters, in the policy's unit,
    instead of a fit. sales are the whole history: a window would make old customers new.

    Raises TooLittleDataError when no customer has an order.
    """
    history = order_history(sales, as_of)
    margin, margin_notes = margin_share(sales.where(sales.day <= day_number(as_of)), policy)
    orders = _orders(history, policy, given)
    tickets = _tickets(history, policy, by_model=orders.fit is not None)
    clv = margin * tickets.expected * orders.discounted
    table = pd.DataFrame(
        {
            "customer": pd.Series(history.ids, dtype=object),
            "repeat_orders": history.repeat_orders,
            "last_days": history.last_days,
            "age_days": history.age_days,
            "p_alive": orders.p_alive,
            "expected_orders": orders.expected,
            "expected_ticket": tickets.expected,
            "clv": clv,
        },
        copy=False,
    )
    return LtvResult(
        table=table,
        parameters=_parameters(orders.parameters, tickets.fit),
        log_likelihood=None if orders.fit is None else orders.fit.log_likelihood,
        histogram=_histogram(history, orders.histogram),
        totals=LtvTotals(
            len(table), float(orders.expected.sum()), float(clv.sum()), float(orders.p_alive.mean())
        ),
        model="simple" if orders.fit is None else "bgnbd",
        margin=margin,
        order_fit=orders.fit,
        ticket_fit=tickets.fit,
        policy=policy,
        as_of=as_of,
        notes=(*orders.notes, *tickets.notes, *margin_notes, *_unscored(history)),
    )


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


def _orders(history: OrderHistory, policy: LtvPolicy, given: BgNbd | None) -> _Orders:
    """Forecast by the model, or say why not and do it by the simple formula."""
    if policy.model == "simple":
        return _simple_orders(history, policy, ())
    try:
        fit = fit_orders(history, policy) if given is None else given_orders(history, policy, given)
    except (FitError, TooLittleDataError) as error:
        return _simple_orders(history, policy, (Note(error.code, error.details),))
    return _model_orders(history, policy, fit)


def _model_orders(history: OrderHistory, policy: LtvPolicy, fit: Fit[BgNbd]) -> _Orders:
    from scoring.value.ltv import bgnbd

    parameters, unit = fit.parameters, unit_days(policy.unit)
    month = unit_days("month") / unit
    x, age = history.repeat_orders.astype(np.int64), history.age_days / unit
    alive = bgnbd.p_alive(parameters, x, history.last_days / unit, age)
    n_days = int(history.age_days.max()) + 1
    pairs, place = np.unique(x * n_days + history.age_days, return_inverse=True)
    pair_x, pair_age = pairs // n_days, pairs % n_days / unit
    whole, discounted = discounted_orders(
        lambda months: bgnbd.orders_if_alive(parameters, pair_x, pair_age, months * month),
        policy.horizon_months,
        policy.discount_per_year,
    )
    ages, customers = np.unique(history.age_days, return_counts=True)
    expected = bgnbd.order_probability(parameters, ages / unit, HISTOGRAM_TOP) @ customers
    notes: tuple[Note, ...] = ()
    if n_single := int((~history.repeaters).sum()):
        notes = (Note("note.ltv_one_order", {"count": str(n_single)}),)
    return _Orders(
        p_alive=alive,
        expected=alive * whole[place],
        discounted=alive * discounted[place],
        histogram=np.append(expected, max(history.ids.size - expected.sum(), 0.0)),
        parameters=_named(fit),
        fit=fit,
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
        parameters={name: (value, np.nan) for name, value in values.items() if value is not None},
        fit=None,
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
    from scoring.value.ltv import gamma_gamma

    parameters = fit.parameters
    positive = history.repeat_money > 0
    x = np.where(positive, history.repeat_orders, 0)
    tickets = gamma_gamma.expected_ticket(parameters, x, history.repeat_money)
    notes: tuple[Note, ...] = ()
    if n_replaced := int((history.repeaters & ~positive).sum()):
        notes = (_replaced(n_replaced, parameters.mean),)
    return _Tickets(tickets, fit, notes)


def _replaced(count: int, ticket: float) -> Note:
    return Note("note.ltv_ticket_replaced", {"count": str(count), "ticket": f"{ticket:.2f}"})


def _named(fit: Fit[BgNbd] | Fit[GammaGamma]) -> dict[str, tuple[float, float]]:
    pairs = zip(fit.parameters, fit.standard_errors.tolist(), strict=True)
    return dict(zip(fit.parameters._fields, pairs, strict=True))


def _parameters(
    orders: dict[str, tuple[float, float]], ticket_fit: Fit[GammaGamma] | None
) -> pd.DataFrame:
    every = orders if ticket_fit is None else {**orders, **_named(ticket_fit)}
    values = np.array(list(every.values()))
    columns = {"value": values[:, 0], "standard_error": values[:, 1]}
    return pd.DataFrame({"name": list(every), **columns})


def _histogram(history: OrderHistory, expected: FloatArray) -> pd.DataFrame:
    labels = [*(str(orders) for orders in range(HISTOGRAM_TOP)), f"{HISTOGRAM_TOP}+"]
    bars = np.minimum(history.repeat_orders, HISTOGRAM_TOP)
    actual = np.bincount(bars, minlength=HISTOGRAM_TOP + 1)
    return pd.DataFrame({"orders": labels, "actual": actual, "expected": expected})


def _unscored(history: OrderHistory) -> tuple[Note, ...]:
    if not history.without_order:
        return ()
    return (Note("note.ltv_unscored", {"count": str(history.without_order)}),)
