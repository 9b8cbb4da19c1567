"""How far orders, tickets and lifetime values move with what the data leave open of the parameters.

Delta method: the logarithm of a value moves along each main axis of the parameters' spread as
between half a standard error below and above. Bootstrap: the values at parameters drawn from
that spread, normal in the coordinates of the search (see coordinates), and their quantiles.
Neither says how far a single customer strays from what is expected of his like.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from scipy.special import ndtri

from scoring.checks import FloatArray
from scoring.value.ltv.coordinates import COORDINATES
from scoring.value.ltv.fits import Fit
from scoring.value.ltv.outlook import OrderOutlook, TicketOutlook

_HALF = 0.5  # standard errors to either side
_LEAST = 1e-300  # below it a value is 0, and does not move
_WIDEST = 10.0  # standard deviation of a logarithm; more is said no better by more
_BLOCK = 10_000  # customers at a time, in the bootstrap


class Intervals(NamedTuple):
    """Lower and upper ends for each customer, (2, k), of orders to come, ticket and worth.

    The ticket has none, NaN, where it is a plain mean.
    """

    orders: FloatArray
    ticket: FloatArray
    worth: FloatArray


class Expected(NamedTuple):
    """What is expected of each customer, (k,): orders, ticket, and orders discounted."""

    orders: FloatArray
    ticket: FloatArray
    discounted: FloatArray


def intervals_of(
    expected: Expected, orders: OrderOutlook, tickets: TicketOutlook | None
) -> Intervals:
    """Return the intervals of expected orders, of the ticket and of discounted orders x ticket.

    tickets is None where tickets are plain means; they are then taken as known.
    """
    if orders.policy.interval == "delta":
        return _by_delta(expected, orders, tickets)
    return _by_bootstrap(expected.ticket, orders, tickets)


def log_variance(fit: Fit[Any], values: Callable[[tuple[float, ...]], FloatArray]) -> FloatArray:
    """Return the variance of the logarithm of values, (n,), by the delta method."""
    total = np.zeros(values(fit.parameters).shape)
    for low, high in _axes(fit):
        ends = [np.log(np.maximum(values(parameters), _LEAST)) for parameters in (low, high)]
        total += ((ends[1] - ends[0]) / (2 * _HALF)) ** 2
    return total


def drawn(fit: Fit[Any], draws: int, rng: np.random.Generator) -> list[tuple[float, ...]]:
    """Return parameters drawn from their spread."""
    coordinates = COORDINATES[fit.model]
    place = coordinates.place(np.array(fit.parameters))
    size, axes = np.linalg.eigh(fit.spread)
    noise = rng.standard_normal((draws, place.size)) * np.sqrt(np.maximum(size, 0))
    kind = type(fit.parameters)
    return [kind(*coordinates.parameters(place + step).tolist()) for step in noise @ axes.T]


def _by_delta(expected: Expected, orders: OrderOutlook, tickets: TicketOutlook | None) -> Intervals:
    whole, later = log_variance(orders.fit, orders.orders)
    around = partial(_around, confidence=orders.policy.confidence)
    worth = expected.discounted * expected.ticket
    if tickets is None:
        nothing = np.full((2, worth.size), np.nan)
        return Intervals(around(expected.orders, whole), nothing, around(worth, later))
    money = log_variance(tickets.fit, tickets.tickets)
    return Intervals(
        around(expected.orders, whole),
        around(expected.ticket, money),
        around(worth, later + money),
    )


def _around(values: FloatArray, variance: FloatArray, confidence: float) -> FloatArray:
    """Return the ends, (2, k), around values by the variance of their logarithms."""
    width = ndtri((1 + confidence) / 2) * np.minimum(np.sqrt(variance), _WIDEST)
    return np.array([values * np.exp(-width), values * np.exp(width)])


def _by_bootstrap(
    ticket: FloatArray, orders: OrderOutlook, tickets: TicketOutlook | None
) -> Intervals:
    policy, rng = orders.policy, np.random.default_rng(orders.policy.seed)
    order_draws = drawn(orders.fit, policy.draws, rng)
    by_pair = np.array([orders.by_pair(parameters) for parameters in order_draws])
    ticket_draws = [] if tickets is None else drawn(tickets.fit, policy.draws, rng)
    tails = (1 - policy.confidence) / 2, (1 + policy.confidence) / 2
    ends = Intervals(*np.full((3, 2, ticket.size), np.nan))
    for start in range(0, ticket.size, _BLOCK):
        part = slice(start, start + _BLOCK)
        alive = np.array([orders.alive(parameters, part) for parameters in order_draws])
        whole, later = (by_pair[:, kind, orders.pairs.place[part]] for kind in (0, 1))
        ends.orders[:, part] = np.quantile(alive * whole, tails, axis=0)
        money = ticket[part]
        if tickets is not None:
            money = np.array([tickets.tickets(parameters, part) for parameters in ticket_draws])
            ends.ticket[:, part] = np.quantile(money, tails, axis=0)
        ends.worth[:, part] = np.quantile(alive * later * money, tails, axis=0)
    return ends


def _axes(fit: Fit[Any]) -> Iterator[tuple[tuple[float, ...], tuple[float, ...]]]:
    """Return the parameters half a standard error below and above, along each main axis."""
    coordinates = COORDINATES[fit.model]
    place = coordinates.place(np.array(fit.parameters))
    kind = type(fit.parameters)
    sizes, axes = np.linalg.eigh(fit.spread)
    for size, axis in zip(sizes, axes.T, strict=True):
        if size <= 0:
            continue
        step = _HALF * np.sqrt(size) * axis
        low, high = (coordinates.parameters(place + side * step) for side in (-1, 1))
        yield kind(*low.tolist()), kind(*high.tolist())
