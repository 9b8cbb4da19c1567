"""A part of the customers that stands for all of them, where checking all would take too long."""

from datetime import date
from typing import NamedTuple

import numpy as np

from scoring.tables.contracts import SalesTable
from scoring.value.ltv.history import order_history

MOST_CUSTOMERS = 4000
FEWEST_REPEATERS = 1000  # where they are rare, more customers are taken


class Sampled(NamedTuple):
    """How many customers were taken, of how many with an order; known had one by the split."""

    taken: int
    customers: int
    known: int


def sample_sales(sales: SalesTable, as_of: date, split: date) -> tuple[SalesTable, Sampled | None]:
    """Return the sales of 4,000 customers, evenly spaced among the ids of those with an order.

    More are taken where fewer than 1,000 of them would have bought again; all, and then None
    beside their sales, where there are no more. Ids rise, so the same sales give the same
    sample in whatever order their rows stand, and ids numbered as customers come spread it
    evenly over when they came.

    Raises TooLittleDataError when no customer has an order.
    """
    history = order_history(sales, as_of)
    n, repeaters = history.ids.size, max(int(history.repeaters.sum()), 1)
    taken = max(MOST_CUSTOMERS, -(-FEWEST_REPEATERS * n // repeaters))
    if taken >= n:
        return sales, None
    places = np.arange(taken, dtype=np.int64) * n // taken
    among = np.zeros(sales.n_customers, bool)
    among[np.searchsorted(sales.customer_ids, history.ids[places])] = True
    known = int(np.count_nonzero(history.age_days >= (as_of - split).days))
    return sales.where(among[sales.customer]), Sampled(taken, n, known)
