"""When the customers of the made-up wholesaler order, what, and what they send back."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from scoring.checks import FloatArray, IntArray
from xl_addin.demo.cast import FIRST_DAY, LAST_DAY, Cast, Part, day
from xl_addin.demo.words import CONTRACT_PRODUCT, DEAD_PRODUCT, GARDEN, PRODUCTS

# money of an order by month: builders buy more in summer
SEASON = np.array([0.82, 0.86, 0.97, 1.05, 1.12, 1.14, 1.10, 1.12, 1.08, 1.02, 0.92, 0.80])
WARM = np.array([0, 0, 0, 0.7, 1, 1, 0.8, 0.7, 0.5, 0, 0, 0])  # chance that a landscaper orders
PRICE_LEVEL = np.array([1.00, 1.05, 1.09])  # of 2023, 2024, 2025
DEAD_SINCE = day(date(2024, 4, 1))
DISCOUNT = np.array([0.12, 0.07, 0.0])  # by channel
_LIST_PRICE = np.array([price for *_, price, _, _ in PRODUCTS])
_COST = np.array([price * share for *_, price, share, _ in PRODUCTS])
_POPULARITY = np.array([popularity for *_, popularity in PRODUCTS])
_IN_GARDEN = np.array([group is GARDEN for _, group, *_ in PRODUCTS])


@dataclass(frozen=True, eq=False)
class Lines:
    """Rows of the sales ledger; all arrays (n,)."""

    day: IntArray
    order: IntArray  # number of the order the row belongs to
    customer: IntArray  # position in the cast
    product: IntArray  # position in PRODUCTS
    quantity: FloatArray
    amount: FloatArray
    cost: FloatArray


def make_lines(people: Cast, rng: np.random.Generator) -> tuple[Lines, Lines]:
    """Return the rows sold and the rows sent back."""
    customer, days = _orders(people, rng)
    sold = _order_lines(people, customer, days, rng)
    return sold, _returns(people, sold, rng)


def _orders(people: Cast, rng: np.random.Generator) -> tuple[IntArray, IntArray]:
    """Return customer and day of every order, sorted by day, on working days only."""
    customer, days = _calls(people, rng)
    contract_customer, contract_days = _deliveries(people, rng)
    customer = np.concatenate([customer, contract_customer])
    days = np.concatenate([days, contract_days])
    order = np.lexsort((customer, days))
    return customer[order], days[order]


def _calls(people: Cast, rng: np.random.Generator) -> tuple[IntArray, IntArray]:
    """Walk from order to order with each customer's rhythm, from its start to its end."""
    callers = ~np.isin(people.part, (Part.CONTRACT, Part.RETURNS_ONLY))
    span = people.end - people.start
    most = np.where(callers, span // (people.gap * (1 - people.spread)) + 1, 0).astype(np.int64)
    customer = np.repeat(np.arange(len(most)), most)
    step = people.gap[customer] * (1 + people.spread[customer] * (2 * rng.random(most.sum()) - 1))
    firsts = np.cumsum(most) - most
    walked = np.cumsum(step)
    before = np.repeat((walked - step)[np.minimum(firsts, len(step) - 1)], most)
    wait = np.where(people.part == Part.NEW, 0.0, rng.random(len(most)) * people.gap)
    once = people.part[customer] == Part.ONE_TIME
    waited = np.where(once, 0, walked - step - before + np.repeat(wait, most))
    days = working_day(people.start[customer] + np.floor(waited).astype(np.int64))
    warm = rng.random(len(days)) < WARM[_month(days)]
    kept = (days <= people.end[customer]) & (warm | (people.part[customer] != Part.SEASONAL))
    return customer[kept], days[kept]


def _deliveries(people: Cast, rng: np.random.Generator) -> tuple[IntArray, IntArray]:
    """Return one delivery a month for each contract, around its own day of the month."""
    contracts = people.playing(Part.CONTRACT)
    months = np.arange(np.datetime64(FIRST_DAY, "M"), np.datetime64(LAST_DAY, "M") + 1)
    firsts = months.astype("datetime64[D]").astype(np.int64)
    own_day = 5 + np.floor(rng.random(len(contracts)) * 20).astype(np.int64)
    days = firsts[None, :] + own_day[:, None]
    return np.repeat(contracts, len(firsts)), working_day(days.ravel())


def _order_lines(
    people: Cast, customer: IntArray, days: IntArray, rng: np.random.Generator
) -> Lines:
    """Split every order into one to three products, and its money between them."""
    part = people.part[customer]
    even = np.isin(part, (Part.CONTRACT, Part.STEADY))
    n_lines = np.where(even, 1, 1 + np.floor(rng.random(len(days)) * 2.6).astype(np.int64))
    years = (days - day(FIRST_DAY)) / 365
    noise = rng.random(len(days)) + rng.random(len(days)) - 1
    swing = np.where(part == Part.CONTRACT, 0.04, np.where(part == Part.STEADY, 0.15, 0.95))
    season = np.where(even | (part == Part.SEASONAL), 1.0, SEASON[_month(days)])
    trend = 1 + (people.growth[customer] - 1) * years
    money = people.ticket[customer] * trend * season * (1 + swing * noise)

    order = np.repeat(np.arange(len(days)), n_lines)
    product = _products(part[order], days[order], rng)
    order, product = np.unique(np.stack([order, product]), axis=1)  # a product once in an order
    shares = money[order] / np.bincount(order)[order]
    who, when = customer[order], days[order]
    level = PRICE_LEVEL[when.astype("datetime64[D]").astype("datetime64[Y]").astype(int) - 53]
    price = np.round(_LIST_PRICE[product] * level * (1 - DISCOUNT[people.channel[who]]), 2)
    quantity = np.maximum(np.rint(shares / _LIST_PRICE[product]), 1.0)
    return Lines(
        day=when,
        order=order,
        customer=who,
        product=product,
        quantity=quantity,
        amount=np.round(quantity * price, 2),
        cost=np.round(quantity * _COST[product] * level, 2),
    )


def _products(part: IntArray, days: IntArray, rng: np.random.Generator) -> IntArray:
    """Draw a product for every row: landscapers buy mostly garden goods."""
    usual = np.cumsum(_POPULARITY) / _POPULARITY.sum()
    garden = np.where(_IN_GARDEN, _POPULARITY * 30, _POPULARITY * 0.2)
    draw = rng.random(len(days))
    product = np.where(
        part == Part.SEASONAL,
        np.searchsorted(np.cumsum(garden) / garden.sum(), draw, side="right"),
        np.searchsorted(usual, draw, side="right"),
    )
    product = np.minimum(product, len(PRODUCTS) - 1)
    dead = (product == DEAD_PRODUCT) & (days >= DEAD_SINCE)
    product = np.where(dead, DEAD_PRODUCT + 1, product)
    return np.where(part == Part.CONTRACT, CONTRACT_PRODUCT, product)


def _returns(people: Cast, sold: Lines, rng: np.random.Generator) -> Lines:
    """Send back some of what was sold 5 to 20 days before, and all that one customer had."""
    may = (people.part[sold.customer] != Part.CONTRACT) & (sold.day <= day(LAST_DAY) - 21)
    sent = np.flatnonzero(may & (rng.random(len(sold.day)) < 0.02))
    sent = np.concatenate([sent, sent[:3]])  # the last three stand in for goods sold before
    returner = people.playing(Part.RETURNS_ONLY)[0]
    customer = np.append(sold.customer[sent[:-3]], np.repeat(returner, 3))
    back = np.maximum(np.rint(sold.quantity[sent] * (0.2 + 0.8 * rng.random(len(sent)))), 1.0)
    share = back / sold.quantity[sent]
    later = 5 + np.floor(rng.random(len(sent)) * 16).astype(np.int64)
    return Lines(
        day=sold.day[sent] + later,
        order=np.arange(len(sent)),
        customer=customer,
        product=sold.product[sent],
        quantity=-back,
        amount=-np.round(sold.amount[sent] * share, 2),
        cost=-np.round(sold.cost[sent] * share, 2),
    )


def working_day(days: IntArray) -> IntArray:
    """Move what falls on a weekend to the Friday before; the first day is Monday, 2 January."""
    weekday = (days + 3) % 7  # 1970-01-01 was a Thursday; Monday is 0
    moved = days - np.where(weekday == 5, 1, np.where(weekday == 6, 2, 0))
    return np.maximum(moved, day(FIRST_DAY) + 1)


def _month(days: IntArray) -> IntArray:
    """Return 0 for January to 11 for December."""
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12
