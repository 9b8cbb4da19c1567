"""On which terms the made-up wholesaler supplies, and how its customers pay.

Terms follow what a customer earns and how it has paid, as most did when they were agreed;
one in eight has drifted since, and slow payers were seldom called to order.
"""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import cache

import numpy as np

from scoring.checks import BoolArray, FloatArray, IntArray
from xl_addin.demo.cast import LAST_DAY, N_CUSTOMERS, SEED, Cast, Part, cast, day
from xl_addin.demo.orders import Lines, working_day
from xl_addin.demo.words import TRADE

INVOICED_SINCE = day(date(2024, 1, 1))
N_DISCIPLINED = 15
NEVER = np.iinfo(np.int64).min  # the paid day of an open invoice


class Habit(IntEnum):
    """How a customer pays; the first days of DELAYS are the earliest, the second the latest."""

    PREPAID = 0  # pays before delivery: there is no invoice to wait for
    EARLY = 1
    PROMPT = 2
    SLOW = 3
    LATE = 4
    VERY_LATE = 5
    SLIPPING = 6  # later from month to month


DELAYS = np.array([(0, 0), (-10, -3), (-6, 4), (6, 22), (24, 56), (60, 130), (5, 20)])
SLIPS = 160.0  # days that the slipping payer is later at the end than at the start
CHANCES = (0.62, 0.88, 0.96)  # up to here prompt, slow, late; the rest is very late


class Form(IntEnum):
    """A payment form; NONE is a customer without agreed terms."""

    NONE = -1
    OPEN = 0
    PART_PREPAY = 1
    PREPAY = 2
    SECURED = 3


@dataclass(frozen=True)
class Roles:
    """Positions in the cast of those who play a story about credit."""

    bad_payer: int
    lax: int  # pays late on generous terms
    strict: int  # large and prompt, on the terms of a newcomer
    disciplined: IntArray


@dataclass(frozen=True, eq=False)
class Terms:
    """Terms of every customer; all arrays (N_CUSTOMERS,)."""

    habit: IntArray
    form: IntArray
    days: IntArray
    limit: FloatArray  # NaN where none is agreed


@dataclass(frozen=True, eq=False)
class Invoices:
    """Invoices of the last 24 months, credit notes below 0; all arrays (n,)."""

    order: IntArray  # number of the order, or of the return
    returned: BoolArray
    customer: IntArray
    issued: IntArray
    due: IntArray
    paid: IntArray  # NEVER where open
    amount: FloatArray


@cache
def roles() -> Roles:
    """Pick who plays the stories about credit: by part, segment and size."""
    people = cast()
    size = np.argsort(-people.ticket / people.gap, kind="stable")
    large = size[(people.part == Part.LARGE)[size]]
    steady = size[(people.part == Part.STEADY)[size]]
    stays = (people.part == Part.REGULAR) & (people.end == day(LAST_DAY)) & (people.gap < 120)
    small = size[(stays & (people.channel == TRADE))[size]][-N_DISCIPLINED:]
    return Roles(int(large[0]), int(large[1]), int(steady[0]), np.sort(small))


def make_terms(people: Cast, sold: Lines, returned: Lines) -> Terms:
    """Agree on terms with everybody."""
    rng = np.random.Generator(np.random.PCG64(SEED + 2))
    paying, prepaying, drifting, agreeing = rng.random((4, N_CUSTOMERS))
    value = _values(sold, returned)
    habit = Habit.PROMPT + np.searchsorted(CHANCES, paying, side="right")
    small = (value == 2) & (prepaying < 0.25)
    fresh = (people.part == Part.NEW) & (prepaying < 0.5)
    once = np.isin(people.part, (Part.ONE_TIME, Part.RETURNS_ONLY))
    habit[small | fresh | once] = Habit.PREPAID
    known = np.isin(people.part, (Part.DOMINANT, Part.SISTER, Part.LOST_CHAMPION))
    habit[known] = Habit.PROMPT
    cast_in = roles()
    habit[cast_in.disciplined] = Habit.EARLY
    habit[cast_in.strict] = Habit.PROMPT
    habit[cast_in.lax] = Habit.LATE
    habit[cast_in.bad_payer] = Habit.SLIPPING

    form, days, share = _agreed(value, habit, people.part == Part.NEW)
    drifting[cast_in.disciplined] = drifting[known] = 1.0
    days = np.where(drifting < 0.06, days + 15, np.where(drifting < 0.12, days - 7, days))
    days[form == Form.PREPAY] = 0
    limit = _limits(sold, days, share)
    limit[(value == 2) | (form == Form.PREPAY)] = np.nan
    form[(value == 2) & (form == Form.OPEN) & (agreeing < 0.08)] = Form.NONE
    form[cast_in.disciplined] = Form.OPEN
    for who, agreed, of_year in (
        (cast_in.bad_payer, 60, 0.30),
        (cast_in.lax, 90, 0.40),
        (cast_in.strict, 7, 0.01),
    ):
        form[who], days[who] = Form.OPEN, agreed
        limit[who] = np.rint(_last_year(sold)[who] * of_year / 10_000) * 10_000
    return Terms(habit, form, days, limit)


def _values(sold: Lines, returned: Lines) -> IntArray:
    """Return 0, 1, 2 for those who make the first 80 %, the next 15 and the last 5 of revenue."""
    cents = np.zeros(N_CUSTOMERS, np.int64)
    for lines in (sold, returned):
        np.add.at(cents, lines.customer, np.rint(lines.amount * 100).astype(np.int64))
    order = np.argsort(-cents, kind="stable")
    above = np.zeros(N_CUSTOMERS, np.int64)
    above[order] = np.cumsum(cents[order]) - cents[order]
    value: IntArray = np.searchsorted((0.80, 0.95), above / cents.sum(), side="right")
    return value


def _agreed(
    value: IntArray, habit: IntArray, new: BoolArray
) -> tuple[IntArray, IntArray, FloatArray]:
    """Return form, days and limit (as a share of what is bought in so many days)."""
    slow = (habit >= Habit.SLOW).astype(np.int64)
    days = np.array([[60, 45], [45, 30], [21, 14]])[value, slow]
    share = np.array([[1.2, 1.0], [1.0, 0.8], [1.0, 0.5]])[value, slow]
    form = np.where(habit == Habit.PREPAID, Form.PREPAY, Form.OPEN)
    called = (habit == Habit.LATE) & (np.arange(N_CUSTOMERS) % 2 == 0)
    for of_value, agreed, for_days, of_need in (
        (0, Form.SECURED, 30, 0.5),
        (1, Form.PART_PREPAY, 14, 0.3),
    ):
        at = called & (value == of_value)
        form[at], days[at], share[at] = agreed, for_days, of_need
    days[new & (form == Form.OPEN)] = 21
    return form, days, share


def _last_year(sold: Lines) -> FloatArray:
    cents = np.zeros(N_CUSTOMERS, np.int64)
    late = sold.day > day(LAST_DAY) - 365
    np.add.at(cents, sold.customer[late], np.rint(sold.amount[late] * 100).astype(np.int64))
    return cents / 100


def _limits(sold: Lines, days: IntArray, share: FloatArray) -> FloatArray:
    """Return limits: what a customer buys in its days of credit, in thousands."""
    limit = np.rint(_last_year(sold) / 365 * days * share / 1000) * 1000
    return np.where(limit > 0, limit, np.nan)


def make_invoices(terms: Terms, sold: Lines, returned: Lines) -> Invoices:
    """Write an invoice for every order on credit, a credit note for what was sent back."""
    rng = np.random.Generator(np.random.PCG64(SEED + 3))
    draw = rng.random(int(sold.order.max()) + 1)
    parts = [_documents(lines, terms) for lines in (sold, returned)]
    order, customer, issued = (np.concatenate(each) for each in zip(*parts, strict=True))
    back = np.arange(len(order)) >= len(parts[0][0])
    amount = np.append(_sums(sold, parts[0][0]), _sums(returned, parts[1][0]))
    due = np.where(back, issued, issued + terms.days[customer])
    paid = np.where(back, issued, _payments(terms, customer, issued, due, draw[order]))
    by_day = np.lexsort((order, back, issued))
    paid = np.where(paid > day(LAST_DAY), NEVER, paid)
    return Invoices(
        order=order[by_day],
        returned=back[by_day],
        customer=customer[by_day],
        issued=issued[by_day],
        due=due[by_day],
        paid=paid[by_day],
        amount=amount[by_day],
    )


def _documents(lines: Lines, terms: Terms) -> tuple[IntArray, IntArray, IntArray]:
    """Return number, customer and day of the documents on credit since 2024."""
    order, first = np.unique(lines.order, return_index=True)
    customer, issued = lines.customer[first], lines.day[first]
    kept = (issued >= INVOICED_SINCE) & (terms.habit[customer] != Habit.PREPAID)
    return order[kept], customer[kept], issued[kept]


def _sums(lines: Lines, orders: IntArray) -> FloatArray:
    cents = np.zeros(int(lines.order.max()) + 1, np.int64)
    np.add.at(cents, lines.order, np.rint(lines.amount * 100).astype(np.int64))
    return cents[orders] / 100


def _payments(
    terms: Terms, customer: IntArray, issued: IntArray, due: IntArray, draw: FloatArray
) -> IntArray:
    """Return the day on which each invoice is paid, were the records to go on for ever."""
    habit = terms.habit[customer]
    first, last = DELAYS[habit, 0], DELAYS[habit, 1]
    passed = (issued - INVOICED_SINCE) / (day(LAST_DAY) - INVOICED_SINCE)
    slipped = np.where(habit == Habit.SLIPPING, SLIPS * passed, 0.0)
    delay = np.floor(first + (last - first + 1) * draw + slipped).astype(np.int64)
    return np.maximum(working_day(due + delay), issued)
