"""What a customer's orders are to a lifetime model: repeat orders, the last of them, age.

An order is a day of a customer on which sales exceed returns: orders of one day are one, and
a sale taken back the same day is none; so is a day of zero amounts. Orders of one week or
month can be merged in the same way. Money of repeat orders is that of all rows after the day
of the first order, so returns of later days lower it; its mean leaves the first order out, as
the papers on Gamma-Gamma do, for a first order is often unlike the later ones.
"""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from scoring.checks import BoolArray, FloatArray, IntArray, TextArray
from scoring.days import day_number, period_index, period_start
from scoring.errors import TooLittleDataError
from scoring.settings import LtvUnit
from scoring.sums import CHUNK, sum_by, units_of
from scoring.tables.contracts import Codes, SalesTable
from scoring.value.customer_days import (
    CustomerDays,
    Keys,
    Slots,
    day_slots,
    distinct_days,
    member_places,
    packed,
    period_slots,
)


@dataclass(frozen=True, slots=True, eq=False)
class Patterns:
    """Distinct histories, (m,), and the number of customers who share each.

    x: repeat orders; t_x: time from the first order to the last; age [T]: time from the first
    order to the as-of day, both in units of time.
    """

    x: IntArray
    t_x: FloatArray
    age: FloatArray
    customers: IntArray

    @property
    def n(self) -> int:
        """Number of customers."""
        return int(self.customers.sum())


@dataclass(frozen=True, slots=True, eq=False)
class OrderHistory:
    """One entry per customer with an order, (k,), in the order of their ids, up to as_of.

    repeat_orders [x] are those after the first; last_days [t_x] count from the first order to
    the last, age_days [T] from the first to as_of; where the orders of a week or month are
    merged, from the first days of those periods. repeat_money is the mean money of a repeat
    order, 0 where there is none; money is that of all rows. order_customer, (m,), and
    order_day, (m,), list every order by customer and day. without_order counts customers who
    have rows but no order.
    """

    ids: TextArray
    as_of: date
    repeat_orders: Codes
    last_days: Codes
    age_days: Codes
    repeat_money: FloatArray
    money: FloatArray
    order_customer: Codes
    order_day: Codes
    without_order: int

    @property
    def repeaters(self) -> BoolArray:
        """Whether each customer bought again, (k,)."""
        return self.repeat_orders > 0

    def times(self, unit_days: float, *, whole: bool = False) -> tuple[FloatArray, FloatArray]:
        """Return t_x and T, (k,) each, in units of unit_days days.

        whole: to the nearest whole number, for orders merged by the calendar's months, whose
        length differs.
        """
        t_x, age = self.last_days / unit_days, self.age_days / unit_days
        return (np.rint(t_x), np.rint(age)) if whole else (t_x, age)

    def where(self, keep: BoolArray) -> "OrderHistory":
        """Return the history of the customers where keep, (k,), is true."""
        if keep.all():
            return self
        theirs = keep[self.order_customer]
        place = (np.cumsum(keep) - 1).astype(np.int32)
        return replace(
            self,
            ids=self.ids[keep],
            repeat_orders=self.repeat_orders[keep],
            last_days=self.last_days[keep],
            age_days=self.age_days[keep],
            repeat_money=self.repeat_money[keep],
            money=self.money[keep],
            order_customer=place[self.order_customer[theirs]],
            order_day=self.order_day[theirs],
        )

    def patterns(self, unit_days: float, until: date | None = None) -> Patterns:
        """Fold equal histories into one, with time in units of unit_days days.

        until folds them as they were on an earlier day, without those who had not ordered by
        then: what order_history of that day would give, where orders are not merged.

        Raises TooLittleDataError when nobody had.
        """
        columns = (self.repeat_orders, self.last_days, self.age_days)
        if until is not None:
            columns = self._on(until)
        (x, last, age), customers = _distinct(*columns)
        return Patterns(x, last / unit_days, age / unit_days, customers)

    def _on(self, earlier: date) -> tuple[Codes, Codes, Codes]:
        """Return repeat orders, last_days and age_days of those known on an earlier day."""
        age = self.age_days - np.int32((self.as_of - earlier).days)
        known = age >= 0
        if not known.any():
            raise TooLittleDataError("little.orders", "LTV", needs=1, has=0)
        made = self.order_customer[self.order_day <= day_number(earlier)]
        orders = np.bincount(made, minlength=known.size)[known]
        ends = np.cumsum(self.repeat_orders + 1)  # orders stand by customer and day
        first = (ends - self.repeat_orders - 1)[known]
        last = self.order_day[first + orders - 1] - self.order_day[first]
        return (orders - 1).astype(np.int32), last, age[known]


def order_history(
    sales: SalesTable, as_of: date, merge: LtvUnit = "day", values: FloatArray | None = None
) -> OrderHistory:
    """Return the order history of every customer up to as_of; rows after it do not count.

    Orders of one customer in one day, or in one week or month of the calendar where merge says
    so, are one order, and time then runs in whole periods. values, (n,), stand for the amounts
    in the money (margins, say); what is an order is told by the amounts. The result does not
    depend on the order of the rows.

    Raises TooLittleDataError when no customer has an order.
    """
    end = day_number(as_of)
    values = sales.amount if values is None else values
    if sales.n_rows and int(sales.day.max()) > end:
        until = sales.day <= end
        sales, values = sales.where(until), values[until]
    orders = _orders(sales, merge)
    if orders is None or orders.keys.size == 0:
        raise TooLittleDataError("little.orders", "LTV", needs=1, has=0)
    owner, slot = orders.unpacked()
    ends = np.append(np.flatnonzero(owner[1:] != owner[:-1]) + 1, owner.size)
    starts = np.append(0, ends[:-1])
    members, day = owner[starts], orders.slots.first_day(slot)
    first, repeats = day[starts], ends - starts - 1
    through = np.full(sales.n_customers, np.iinfo(np.int32).max, np.int32)
    through[members] = orders.slots.ends[slot[starts]]
    later, money = (sums[members] for sums in _money(sales, values, through))
    return OrderHistory(
        ids=sales.customer_ids[members],
        as_of=as_of,
        repeat_orders=repeats.astype(np.int32),
        last_days=day[ends - 1] - first,
        age_days=np.int32(_start_of(end, merge)) - first,
        repeat_money=np.divide(later, repeats, out=np.zeros(members.size), where=repeats > 0),
        money=money,
        order_customer=np.repeat(np.arange(members.size, dtype=np.int32), ends - starts),
        order_day=day,
        without_order=_n_without_order(sales, members),
    )


def _orders(sales: SalesTable, merge: LtvUnit) -> CustomerDays | None:
    """Return customer and day, or merged period, of every order; None where nothing is sold."""
    bought = sales.amount > 0
    if not bought.any():
        return None
    slots = day_slots(sales) if merge == "day" else period_slots(sales, merge)
    sold = distinct_days(sales, bought, slots)
    back = sales.amount < 0
    if not back.any():
        return sold
    both = np.intersect1d(sold.keys, distinct_days(sales, back, slots).keys, assume_unique=True)
    if both.size == 0:
        return sold
    gone = both[_net(sales, both, slots) <= 0]
    keep = np.ones(sold.keys.size, bool)
    keep[np.searchsorted(sold.keys, gone)] = False
    return CustomerDays(sold.keys[keep], slots)


def _net(sales: SalesTable, keys: Keys, slots: Slots) -> FloatArray:
    """Return the money of some customers' days, (m,), packed and rising: sales less returns."""
    concerned = np.zeros(sales.n_customers, bool)
    concerned[keys // keys.dtype.type(slots.starts.size)] = True
    rows = sales.where(concerned[sales.customer])
    place, there = member_places(keys, packed(rows, slice(None), slots))
    return sum_by(place[there], rows.amount[there], keys.size)


def _money(sales: SalesTable, values: FloatArray, through: Codes) -> tuple[FloatArray, FloatArray]:
    """Return each customer's money after the day through, (k,), and in all."""
    units = units_of(values)
    whole, early = np.zeros(sales.n_customers), np.zeros(sales.n_customers)
    for start in range(0, sales.n_rows, CHUNK):
        part = slice(start, start + CHUNK)
        code, amount = sales.customer[part].astype(np.intp), units.whole(values[part])
        np.add.at(whole, code, amount)
        soon = sales.day[part] <= through[code]
        np.add.at(early, code[soon], amount[soon])
    return units.to_money(whole - early), units.to_money(whole)


def _n_without_order(sales: SalesTable, members: Codes) -> int:
    if members.size == sales.n_customers:
        return 0
    others = np.zeros(sales.n_customers, bool)
    others[sales.customer] = True
    others[members] = False
    return int(np.count_nonzero(others))


def _start_of(day: int, period: LtvUnit) -> int:
    if period == "day":
        return day
    return period_start(int(period_index(np.array([day]), period)[0]), period)


def _distinct(*columns: Codes) -> tuple[list[Codes], IntArray]:
    """Return the distinct rows of columns, (k,) each and from 0 up, and how often each is."""
    sizes = [int(column.max()) + 1 for column in columns]
    packed_rows = np.ravel_multi_index([column.astype(np.int64) for column in columns], sizes)
    kept, counts = np.unique(packed_rows, return_counts=True)
    return [part.astype(np.int32) for part in np.unravel_index(kept, sizes)], counts
