"""Who the customers of the made-up wholesaler are: their part, rhythm, size and papers.

Only uniform draws and + - * / sqrt are used, so every machine makes the same company to the bit.
"""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import cache

import numpy as np
from numpy.typing import NDArray

from scoring.checks import FloatArray, IntArray
from xl_addin.demo.words import STEMS, TRADES

SEED = 20251231
FIRST_DAY = date(2023, 1, 1)
LAST_DAY = date(2025, 12, 31)
N_CUSTOMERS = len(STEMS) * len(TRADES)
EPOCH = date(1970, 1, 1)
N_REGIONS = 5
EAGER = 9.0  # days between two orders of the most eager regulars
LOYALTY = 12.0  # half of the regulars last for more repeat orders
TYPICAL = 18_000.0  # money of an order, in the middle of all customers
CONTRACTED = 30_000.0  # how much more a delivery under contract is


def day(of: date) -> int:
    """Return ``of`` as days since 1970-01-01."""
    return (of - EPOCH).days


class Part(IntEnum):
    """The part a customer plays; the stories are told about the named ones."""

    REGULAR = 0  # calls often or seldom, and leaves for good after some order or other
    STEADY = 1  # calls every two weeks for much the same money
    CONTRACT = 2  # one delivery a month, agreed in advance
    SEASONAL = 3  # landscapers: April to September only
    NEW = 4  # first order in the last quarter
    ONE_TIME = 5
    RETURNS_ONLY = 6  # bought before the records begin, has only sent goods back since
    LOST_CHAMPION = 7  # bought every week for two years, silent since May 2025
    DOMINANT = 8
    SISTER = 9  # other firms of the same holding; their names do not show it
    LARGE = 10  # the large accounts that a wholesaler lives on; they stay


COUNTS = {
    Part.STEADY: 30,
    Part.CONTRACT: 24,
    Part.NEW: 24,
    Part.ONE_TIME: 18,
    Part.RETURNS_ONLY: 1,
    Part.LOST_CHAMPION: 1,
    Part.SISTER: 2,
    Part.LARGE: 14,
}
SEASONAL_TRADE = 0  # the first of TRADES: everybody in it is seasonal
PARTNERS = 3  # so many large accounts have one owner
DOMINANT_NAME = (0, 5)  # positions in STEMS and TRADES


@dataclass(frozen=True, eq=False)
class Cast:
    """One row per customer, in the order of the ids; all arrays (N_CUSTOMERS,)."""

    ids: NDArray[np.object_]
    part: IntArray
    stem: IntArray  # position in STEMS
    trade: IntArray  # position in TRADES
    start: IntArray  # first possible day of an order
    end: IntArray  # last possible day of an order
    gap: FloatArray  # usual days between orders
    spread: FloatArray  # a gap varies by this share up and down
    ticket: FloatArray  # usual money of an order, at the prices of 2023
    growth: FloatArray  # of the ticket, per year
    region: IntArray
    channel: IntArray
    inn: NDArray[np.object_]  # "" where unknown

    def playing(self, part: Part) -> NDArray[np.intp]:
        """Return the positions of the customers that play ``part``."""
        return np.flatnonzero(self.part == part)


@cache
def cast() -> Cast:
    """Make the customers; the same ones on every call and machine."""
    rng = np.random.Generator(np.random.PCG64(SEED))
    name = np.argsort(rng.random(N_CUSTOMERS), kind="stable")
    stem, trade = name % len(STEMS), name // len(STEMS)
    part = _parts(stem, trade, rng)
    gap, spread = _rhythms(part, rng)
    start, end = _lives(part, gap, rng)
    money_per_year = _sizes(part, gap, rng)
    rank = np.argsort(np.argsort(-money_per_year, kind="stable"), kind="stable")
    region = (rng.random(N_CUSTOMERS) * N_REGIONS).astype(np.int64)
    return Cast(
        ids=np.array([f"C{n:04d}" for n in range(1, N_CUSTOMERS + 1)], dtype=object),
        part=part,
        stem=stem,
        trade=trade,
        start=start,
        end=end,
        gap=gap,
        spread=spread,
        ticket=money_per_year * gap / 365,
        growth=np.where(
            np.isin(part, (Part.REGULAR, Part.LARGE)), 0.95 + 0.30 * rng.random(N_CUSTOMERS), 1.0
        ),
        region=region,
        channel=np.searchsorted((30, 120), rank, side="right"),
        inn=_mistyped(_tax_numbers(rng), part),
    )


def partners(people: Cast) -> NDArray[np.intp]:
    """Return the positions of the three large accounts that have one owner, the largest ones."""
    large = people.playing(Part.LARGE)
    money = people.ticket[large] / people.gap[large]
    return large[np.argsort(-money, kind="stable")[:PARTNERS]]


def _parts(stem: IntArray, trade: IntArray, rng: np.random.Generator) -> IntArray:
    """Deal the parts: two go with the name, the others by lot."""
    part = np.where(trade == SEASONAL_TRADE, Part.SEASONAL, Part.REGULAR).astype(np.int64)
    part[(stem == DOMINANT_NAME[0]) & (trade == DOMINANT_NAME[1])] = Part.DOMINANT
    free = np.flatnonzero(part == Part.REGULAR)
    free = free[np.argsort(rng.random(len(free)), kind="stable")]
    dealt = np.repeat(list(COUNTS), list(COUNTS.values()))
    part[free[: len(dealt)]] = dealt
    return part


def _rhythms(part: IntArray, rng: np.random.Generator) -> tuple[FloatArray, FloatArray]:
    """Return the usual gap between orders in days, and the share by which it varies.

    The rates of the regulars are cubes of uniform draws: as with a gamma, most are low.
    """
    draw = rng.random(N_CUSTOMERS)
    rate = (draw * draw * draw + 0.02) / EAGER
    gap, spread = 1 / rate, np.full(N_CUSTOMERS, 0.9)
    for which, days, varies in (
        (Part.STEADY, 14.0, 0.10),
        (Part.NEW, 40.0, 0.20),
        (Part.ONE_TIME, 365.0, 0.0),
        (Part.LOST_CHAMPION, 7.0, 0.15),
        (Part.DOMINANT, 5.0, 0.20),
        (Part.SISTER, 14.0, 0.30),
    ):
        gap[part == which], spread[part == which] = days, varies
    gap[part == Part.CONTRACT] = 365 / 12
    for which, least, more in ((Part.SEASONAL, 20, 50), (Part.LARGE, 8, 16)):
        chosen = part == which
        gap[chosen], spread[chosen] = least + more * draw[chosen], 0.5
    return gap, spread


def _lives(part: IntArray, gap: FloatArray, rng: np.random.Generator) -> tuple[IntArray, IntArray]:
    """Return first and last possible day.

    After each repeat order a regular leaves with a chance of its own. Over all regulars the
    chances are a beta of 1 and LOYALTY: the share LOYALTY / (LOYALTY + n) lasts for more than n
    repeat orders. A life ends half a usual gap after its last order would be due.
    """
    first, last = day(FIRST_DAY), day(LAST_DAY)
    chance, joined = rng.random((2, N_CUSTOMERS))
    start = np.where(joined < 0.6, first, first + np.floor((joined - 0.6) / 0.4 * 600)).astype(int)
    orders = 1 + np.floor(LOYALTY * chance / (1 - chance))
    left = start + np.floor(np.minimum((orders + 0.5) * gap, last - start)).astype(int)
    end = np.where(part == Part.REGULAR, left, last)
    settled = (Part.STEADY, Part.CONTRACT, Part.SEASONAL, Part.LARGE)
    always = np.isin(part, (*settled, Part.LOST_CHAMPION, Part.DOMINANT, Part.SISTER))
    start[always] = first
    start[part == Part.NEW] = day(date(2025, 10, 1)) + np.floor(joined[part == Part.NEW] * 80)
    once = part == Part.ONE_TIME
    start[once] = day(date(2023, 3, 1)) + np.floor(joined[once] * 900)
    end[once] = start[once]
    end[part == Part.LOST_CHAMPION] = day(date(2025, 5, 16))
    return start.astype(np.int64), end.astype(np.int64)


def _sizes(part: IntArray, gap: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Return money per year; what an order is worth does not hang on how often one is made.

    The odds of a uniform draw, under a root, make many small tickets and few large ones.
    """
    draw = rng.random(N_CUSTOMERS)
    ticket = TYPICAL * np.sqrt((draw + 0.03) / (1.03 - draw))
    ticket[part == Part.CONTRACT] += CONTRACTED
    size = ticket * 365 / gap
    for which, money in (
        (Part.LARGE, 150 * ticket[part == Part.LARGE]),
        (Part.RETURNS_ONLY, 0.6e6),
        (Part.LOST_CHAMPION, 9e6),
        (Part.DOMINANT, 26e6),
        (Part.SISTER, 4e6),
    ):
        size[part == which] = money
    return size


def _tax_numbers(rng: np.random.Generator) -> NDArray[np.object_]:
    """Make ten-digit INNs with a right check digit; no tax office 0000 exists, so none is real.

    The check digit is the sum of the digits weighted 2, 4, 10, 3, 5, 9, 4, 6, 8, modulo 11,
    modulo 10. One customer in twenty has none.
    """
    digits = np.zeros((N_CUSTOMERS, 9), dtype=np.int64)
    digits[:, 4:] = np.floor(rng.random((N_CUSTOMERS, 5)) * 10).astype(np.int64)
    check = digits @ np.array([2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10
    known = rng.random(N_CUSTOMERS) >= 0.05
    rows = np.column_stack([digits, check])
    written = ["".join(map(str, row)) if has else "" for row, has in zip(rows, known, strict=True)]
    return np.array(written, dtype=object)


def _mistyped(inn: NDArray[np.object_], part: IntArray) -> NDArray[np.object_]:
    """Return the numbers with one mistyped: the last digit of the lost champion's."""
    wrong = inn.copy()
    for place in np.flatnonzero(part == Part.LOST_CHAMPION):
        wrong[place] = f"{inn[place][:-1]}{(int(inn[place][-1]) + 1) % 10}"
    return wrong
