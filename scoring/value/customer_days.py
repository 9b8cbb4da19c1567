"""Distinct days, or longer periods, on which customers did something, sorted.

Customer and day are packed into one number, and the numbers are sorted by value: several times
faster, and smaller, than any sort that returns places.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scoring.checks import BoolArray, IntArray
from scoring.days import period_index, period_start
from scoring.settings import Period
from scoring.sums import CHUNK
from scoring.tables.contracts import Codes, SalesTable

Keys = npt.NDArray[np.unsignedinteger]


@dataclass(frozen=True, slots=True, eq=False)
class Slots:
    """Days numbered from the first of a table, or the periods that hold them.

    of_day, (days,): the slot of each day from low on; None where slots are the days
    themselves. starts, (n,): first day of each slot; ends, (n,): its last.
    """

    low: int
    starts: Codes
    ends: Codes
    of_day: Codes | None = None

    def of(self, day: Codes) -> Codes:
        """Return the slot of each day, (n,)."""
        place = day - np.int32(self.low)
        return place if self.of_day is None else self.of_day[place]

    def first_day(self, slot: Codes) -> Codes:
        """Return the first day of each slot, (n,)."""
        return slot + np.int32(self.low) if self.of_day is None else self.starts[slot]


@dataclass(frozen=True, slots=True, eq=False)
class CustomerDays:
    """Distinct pairs of customer and slot, (m,), by customer and then by slot.

    Each is one number, customer x number of slots + slot.
    """

    keys: Keys
    slots: Slots

    def unpacked(self) -> tuple[Codes, Codes]:
        """Return the customer and the slot of each pair, (m,)."""
        span = self.keys.dtype.type(self.slots.starts.size)
        customer = self.keys // span
        slot = (self.keys - customer * span).astype(np.int32)
        return customer.astype(np.int32), slot


def day_slots(sales: SalesTable) -> Slots:
    """Return one slot for each day from the first row to the last."""
    low, high = int(sales.day.min()), int(sales.day.max())
    days = np.arange(low, high + 1, dtype=np.int32)
    return Slots(low, days, days)


def period_slots(sales: SalesTable, period: Period) -> Slots:
    """Return one slot for each calendar period from that of the first row to that of the last."""
    low, high = int(sales.day.min()), int(sales.day.max())
    index = period_index(np.arange(low, high + 1), period)
    first, last = int(index[0]), int(index[-1])
    bounds = [period_start(number, period) for number in range(first, last + 2)]
    edges = np.array(bounds, np.int32)
    return Slots(low, edges[:-1], edges[1:] - 1, (index - first).astype(np.int32))


def packed(sales: SalesTable, part: slice, slots: Slots) -> Keys:
    """Return customer and slot of some rows as one number each."""
    n_slots = slots.starts.size
    kind = np.dtype(np.uint32 if sales.n_customers * n_slots < 2**32 else np.uint64)
    keys: Keys = sales.customer[part].astype(kind)
    keys *= kind.type(n_slots)
    keys += slots.of(sales.day[part]).astype(kind)
    return keys


def distinct_days(sales: SalesTable, rows: BoolArray, slots: Slots) -> CustomerDays:
    """Return the distinct pairs of customer and slot of some rows, (n,)."""
    keys = packed(sales, slice(0, 0), slots)
    n = int(np.count_nonzero(rows))
    keys = np.empty(n, keys.dtype)
    filled = 0
    for start in range(0, sales.n_rows, CHUNK):
        part = slice(start, start + CHUNK)
        kept = packed(sales, part, slots)[rows[part]]
        keys[filled : filled + kept.size] = kept
        filled += kept.size
    keys.sort()
    new = np.empty(n, bool)
    new[:1] = True
    np.not_equal(keys[1:], keys[:-1], out=new[1:])
    return CustomerDays(keys if new.all() else keys[new], slots)


def member_places(sorted_keys: Keys, keys: Keys) -> tuple[IntArray, BoolArray]:
    """Return where each key would stand in sorted keys, and whether it does stand there."""
    place = np.minimum(np.searchsorted(sorted_keys, keys), max(sorted_keys.size - 1, 0))
    return place, sorted_keys[place] == keys if sorted_keys.size else np.zeros(keys.size, bool)
