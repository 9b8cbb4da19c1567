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


def day(of: date) -> int:
    """Return ``of`` as days since 1970-01-01."""
    return (of - EPOCH).days


class Part(IntEnum):
    """The part a customer plays; the stories are told about the named ones."""

    REGULAR = 0
    STEADY = 1  # calls every ten days for much the same money
    CONTRACT = 2  # one delivery a month, agreed in advance
    SEASONAL = 3  # landscapers: April to September only
    NEW = 4  # first order in the last quarter
    ONE_TIME = 5
    RETURNS_ONLY = 6  # bought before the records begin, has only sent goods back since
    LOST_CHAMPION = 7  # bought every week for two years, silent since May 2025
    DOMINANT = 8
    SISTER = 9  # other firms of the same holding; their names do not show it


COUNTS = {
    Part.STEADY: 40,
    Part.CONTRACT: 24,
    Part.NEW: 24,
    Part.ONE_TIME: 18,
    Part.RETURNS_ONLY: 1,
    Part.LOST_CHAMPION: 1,
    Part.SISTER: 2,
}
SEASONAL_TRADE = 0  # the first of TRADES: everybody in it is seasonal
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
    start, end = _lives(part, rng)
    gap, spread = _rhythms(part, rng)
    money_per_year = _sizes(part, rng)
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
        growth=np.where(part == Part.REGULAR, 0.95 + 0.30 * rng.random(N_CUSTOMERS), 1.0),
        region=region,
        channel=np.searchsorted((20, 120), rank, side="right"),
        inn=_tax_numbers(rng),
    )


def _parts(stem: IntArray, trade: IntArray, rng: np.random.Generator) -> IntArray:
    """Deal the parts: two go with the name, the others by lot."""
    part = np.where(trade == SEASONAL_TRADE, Part.SEASONAL, Part.REGULAR).astype(np.int64)
    part[(stem == DOMINANT_NAME[0]) & (trade == DOMINANT_NAME[1])] = Part.DOMINANT
    free = np.flatnonzero(part == Part.REGULAR)
    free = free[np.argsort(rng.random(len(free)), kind="stable")]
    dealt = np.repeat(list(COUNTS), list(COUNTS.values()))
    part[free[: len(dealt)]] = dealt
    return part


def _lives(part: IntArray, rng: np.random.Generator) -> tuple[IntArray, IntArray]:
    """Return first and last possible day: three regulars in ten leave at some time."""
    first, last = day(FIRST_DAY), day(LAST_DAY)
    chance, when, joined = rng.random((3, N_CUSTOMERS))
    start = np.where(joined < 0.6, first, first + np.floor((joined - 0.6) / 0.4 * 600)).astype(int)
    leaves = (part == Part.REGULAR) & (chance < 0.30)
    left = last - 30 - np.floor(when * 640).astype(int)
    end = np.where(leaves, np.maximum(left, start + 300), last)
    always = np.isin(part, (Part.STEADY, Part.CONTRACT, Part.DOMINANT, Part.SISTER))
    start[always | (part == Part.LOST_CHAMPION) | (part == Part.SEASONAL)] = first
    start[part == Part.NEW] = day(date(2025, 10, 1)) + np.floor(joined[part == Part.NEW] * 80)
    once = part == Part.ONE_TIME
    start[once] = day(date(2023, 3, 1)) + np.floor(joined[once] * 900)
    end[once] = start[once]
    end[part == Part.LOST_CHAMPION] = day(date(2025, 5, 16))
    return start.astype(np.int64), end.astype(np.int64)


def _rhythms(part: IntArray, rng: np.random.Generator) -> tuple[FloatArray, FloatArray]:
    """Return the usual gap between orders in days, and the share by which it varies."""
    draw = rng.random(N_CUSTOMERS)
    gap, spread = 10 + 80 * draw * draw, np.full(N_CUSTOMERS, 0.6)
    for which, days, varies in (
        (Part.STEADY, 10.0, 0.10),
        (Part.SEASONAL, 18.0, 0.50),
        (Part.NEW, 8.0, 0.20),
        (Part.LOST_CHAMPION, 7.0, 0.15),
        (Part.DOMINANT, 5.0, 0.20),
        (Part.SISTER, 14.0, 0.30),
    ):
        gap[part == which], spread[part == which] = days, varies
    gap[part == Part.CONTRACT] = 365 / 12
    return gap, spread


def _sizes(part: IntArray, rng: np.random.Generator) -> FloatArray:
    """Return money per year: few large customers, many small ones, one very large."""
    rank = np.argsort(np.argsort(rng.random(N_CUSTOMERS), kind="stable"), kind="stable")
    size: FloatArray = 380e6 / ((rank + 15) * np.sqrt(rank + 15))
    lowest = {Part.STEADY: 0.8e6, Part.CONTRACT: 0.5e6, Part.SEASONAL: 0.2e6, Part.NEW: 0.2e6}
    for which, least in lowest.items():
        chosen = part == which
        size[chosen] = np.maximum(size[chosen], least) * 0.7
    size[part == Part.NEW] = np.minimum(size[part == Part.NEW], 1.5e6)
    size[np.isin(part, (Part.ONE_TIME, Part.RETURNS_ONLY))] = 0.6e6
    size[part == Part.LOST_CHAMPION] = 9e6
    size[part == Part.DOMINANT] = 34e6
    size[part == Part.SISTER] = 5e6
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
