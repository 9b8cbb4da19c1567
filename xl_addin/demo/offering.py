"""What the made-up wholesaler has offered to whom: sold, in progress, refused, not offered."""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import cache

import numpy as np

from scoring.checks import BoolArray, FloatArray, IntArray
from xl_addin.demo.cast import LAST_DAY, N_CUSTOMERS, SEED, Cast, Part, cast, day
from xl_addin.demo.orders import Lines, working_day
from xl_addin.demo.words import (
    DEALER,
    KEY,
    NEW_PRODUCT,
    PRODUCTS,
    STAGES,
    STAR_PRODUCT,
    TARGETS,
)

N_PRODUCTS = len(PRODUCTS)
NO_STEP = np.iinfo(np.int64).min
OVERDUE_STEP = day(date(2025, 11, 14))
OVERDUE_AMOUNT = 1_900_000.0
_ASIDE = np.array([120, 40, 12])  # packages a year that an offer is for, by segment


class Status(IntEnum):
    """How an offer stands; NOTHING is no row at all."""

    NOTHING = -1
    SOLD = 0
    NOT_OFFERED = 1
    REFUSED = 2
    IN_PROGRESS = 3


@dataclass(frozen=True, eq=False)
class Offers:
    """Offers, one row per customer and product; all arrays (n,), positions -1 for none."""

    customer: IntArray
    product: IntArray
    status: IntArray
    stage: IntArray  # position in STAGES: of the offer, or where it was refused
    reason: IntArray  # position in REASONS of words
    step: IntArray  # day of the next step, or NO_STEP
    amount: FloatArray  # money a year, NaN where not known


@cache
def overdue_offer() -> tuple[int, int]:
    """Return customer and product of the large offer that nobody followed up."""
    people = cast()
    contracts = people.playing(Part.CONTRACT)
    largest = contracts[np.argmax(people.ticket[contracts])]
    return int(largest), STAR_PRODUCT


def make_offers(people: Cast, sold: Lines) -> Offers:
    """Offer each product to the segments it is meant for, with gaps."""
    rng = np.random.Generator(np.random.PCG64(SEED + 4))
    draw, second, third, fourth = rng.random((4, N_CUSTOMERS, N_PRODUCTS))
    status = _statuses(people, _bought(sold), draw)
    stage = np.where(
        status == Status.IN_PROGRESS,
        np.searchsorted((0.50, 0.85), second, side="right"),
        np.where(status == Status.REFUSED, np.searchsorted((0.7,), second, side="right"), -1),
    )
    reason = np.where(
        status == Status.REFUSED,
        np.searchsorted((0.35, 0.60, 0.80, 0.92), third, side="right"),
        -1,
    )
    ahead = np.floor(third * 60).astype(np.int64) - 9  # one step in seven is overdue
    step = np.where(status == Status.IN_PROGRESS, working_day(day(LAST_DAY) + ahead), NO_STEP)
    packages = _ASIDE[people.channel][:, None] * (0.5 + fourth)
    amount = np.rint(packages * np.array([price for *_, price, _, _ in PRODUCTS]) / 1000) * 1000
    amount[:, NEW_PRODUCT] = PRODUCTS[NEW_PRODUCT][2]
    at = overdue_offer()
    status[at], stage[at], reason[at] = Status.IN_PROGRESS, len(STAGES) - 1, -1
    step[at], amount[at] = OVERDUE_STEP, OVERDUE_AMOUNT
    customer, product = np.nonzero(status != Status.NOTHING)
    rows = (customer, product)
    money = np.where(status[rows] == Status.IN_PROGRESS, amount[rows], np.nan)
    return Offers(customer, product, status[rows], stage[rows], reason[rows], step[rows], money)


def _bought(sold: Lines) -> BoolArray:
    bought = np.zeros((N_CUSTOMERS, N_PRODUCTS), bool)
    bought[sold.customer, sold.product] = True
    return bought


def _statuses(people: Cast, bought: BoolArray, draw: FloatArray) -> IntArray:
    """Return how each offer stands: most of what is sold is not written down any more."""
    meant = np.array([[segment in each for each in TARGETS] for segment in (0, 1, 2)])
    target = meant[people.channel]
    open_ = np.array([Status.NOTHING, Status.NOT_OFFERED, Status.REFUSED, Status.IN_PROGRESS])
    status = open_[np.searchsorted((0.35, 0.45, 0.70), draw, side="right")]
    gone = people.end < day(LAST_DAY) - 180
    status[gone] = np.where(draw[gone] < 0.9, Status.REFUSED, Status.NOT_OFFERED)
    status = np.where(bought, np.where(draw < 0.15, Status.SOLD, Status.NOTHING), status)
    status[~target] = Status.NOTHING
    status[people.channel == DEALER, NEW_PRODUCT] = Status.NOTHING  # nobody has asked them yet
    keys = np.flatnonzero((people.channel == KEY) & (people.end == day(LAST_DAY)))
    status[keys[::2], NEW_PRODUCT] = Status.IN_PROGRESS
    return status
