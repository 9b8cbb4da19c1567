"""What a customer's orders are to a lifetime model: repeat orders, the last of them, age.

An order is a day of a customer on which sales exceed returns: orders of one day are one, and
a sale taken back the same day is none. Money of repeat orders is that of all rows after the
day of the first order, so returns of later days lower it.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from scoring.checks import BoolArray, FloatArray, IntArray, TextArray
from scoring.days import day_number
from scoring.errors import TooLittleDataError
from scoring.sums import sum_by
from scoring.tables.contracts import Codes, SalesTable

Places = npt.NDArray[np.intp]


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
    the last, age_days [T] from the first to as_of. repeat_money is the mean money of a repeat
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
    order_customer: Places
    order_day: IntArray
    without_order: int

    @property
    def repeaters(self) -> BoolArray:
        """Whether each customer bought again, (k,)."""
        return self.repeat_orders > 0

    def patterns(self, unit_days: float) -> Patterns:
        """Fold equal histories into one, with time in units of unit_days days."""
        (x, last, age), customers = _distinct(self.repeat_orders, self.last_days, self.age_days)
        return Patterns(x, last / unit_days, age / unit_days, customers)


def order_history(sales: SalesTable, as_of: date) -> OrderHistory:
    """Return the order history of every customer up to as_of; rows after it do not count.

    The result does not depend on the order of the rows.

    Raises TooLittleDataError when no customer has an order.
    """
    end = day_number(as_of)
    if sales.n_rows and int(sales.day.max()) > end:
        sales = sales.where(sales.day <= end)
    customer, day = _orders(sales)
    if customer.size == 0:
        raise TooLittleDataError("little.orders", "LTV", needs=1, has=0)
    new = np.append(True, customer[1:] != customer[:-1])
    starts = np.flatnonzero(new)
    ends = np.append(starts[1:], customer.size)
    members = customer[starts]
    first, repeats = day[starts], ends - starts - 1
    later_money, money = _money(sales, members, first)
    mean = np.divide(later_money, repeats, out=np.zeros(members.size), where=repeats > 0)
    with_rows = np.bincount(sales.customer, minlength=sales.n_customers) > 0
    return OrderHistory(
        ids=sales.customer_ids[members],
        as_of=as_of,
        repeat_orders=repeats.astype(np.int32),
        last_days=(day[ends - 1] - first).astype(np.int32),
        age_days=(end - first).astype(np.int32),
        repeat_money=mean,
        money=money,
        order_customer=np.cumsum(new) - 1,
        order_day=day,
        without_order=int(with_rows.sum()) - members.size,
    )


def _orders(sales: SalesTable) -> tuple[Places, IntArray]:
    """Return customer and day of every order, by customer and day.

    Customer and day are packed into one number: sorting numbers is far faster than sorting
    places (LTV.md 3a).
    """
    if sales.n_rows == 0:
        return np.empty(0, np.intp), np.empty(0, np.int64)
    low = int(sales.day.min())
    n_days = int(sales.day.max()) - low + 1
    key = sales.customer.astype(np.int64) * n_days + (sales.day - low)
    order = np.unique(key[sales.amount > 0])
    if (returned := np.unique(key[sales.amount < 0])).size:
        place = np.minimum(np.searchsorted(returned, key), returned.size - 1)
        same_day = returned[place] == key
        net = sum_by(place[same_day], sales.amount[same_day], returned.size)
        order = order[~np.isin(order, returned[net <= 0])]
    customer, day = np.divmod(order, n_days)
    return customer.astype(np.intp), day + low


def _money(sales: SalesTable, members: Places, first: IntArray) -> tuple[FloatArray, FloatArray]:
    """Return each member's money after the day of the first order, and in all."""
    first_day = np.full(sales.n_customers, np.iinfo(np.int32).max)
    first_day[members] = first
    later = sales.day > first_day[sales.customer]
    after = sum_by(sales.customer[later], sales.amount[later], sales.n_customers)
    return after[members], sum_by(sales.customer, sales.amount, sales.n_customers)[members]


def _distinct(*columns: Codes) -> tuple[list[Codes], IntArray]:
    """Return the distinct rows of columns, (k,) each and from 0 up, and how often each is."""
    sizes = [int(column.max()) + 1 for column in columns]
    packed = np.ravel_multi_index([column.astype(np.int64) for column in columns], sizes)
    kept, counts = np.unique(packed, return_counts=True)
    return [part.astype(np.int32) for part in np.unravel_index(kept, sizes)], counts
