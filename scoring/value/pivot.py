"""Money of each customer by period: the block that XYZ, cohorts and charts begin with."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scoring.checks import FloatArray, TextArray
from scoring.days import period_index, period_start
from scoring.settings import Period
from scoring.sums import sum_by
from scoring.tables.contracts import SalesTable


@dataclass(frozen=True, slots=True, eq=False)
class PivotResult:
    """Net money of each id with a sale or return, (k, P), and the first days of the periods, (P,).

    Ids rise. Nothing is cut off at 0: a period with more returns than sales is below it.
    """

    ids: TextArray
    starts: npt.NDArray[np.datetime64]
    values: FloatArray


def pivot_sales(
    sales: SalesTable, period: Period, first_day: int | None = None, last_day: int | None = None
) -> PivotResult:
    """Sum the money of each customer in each calendar period from first_day to last_day.

    Days outside do not count; None is the first or last day of the sales. All periods that the
    span touches are there, with zeros where nothing was sold, and customers without a row in the
    span are not. The outer periods hold only what lies inside the span. A span without a
    day has no periods and no customers.
    """
    low = int(sales.day.min()) if first_day is None else first_day
    high = int(sales.day.max()) if last_day is None else last_day
    if low > high:
        empty = np.empty((0, 0))
        return PivotResult(np.empty(0, object), np.empty(0, "datetime64[D]"), empty)
    inside = sales.where((sales.day >= low) & (sales.day <= high))
    first, last = period_index(np.array([low, high]), period).tolist()
    n_periods = last - first + 1
    seen = np.bincount(inside.customer, minlength=sales.n_customers) > 0
    row = (np.cumsum(seen) - 1)[inside.customer]
    cell = row * n_periods + period_index(inside.day, period) - first
    values = sum_by(cell, inside.amount, int(seen.sum()) * n_periods).reshape(-1, n_periods)
    starts = [period_start(index, period) for index in range(first, last + 1)]
    return PivotResult(sales.customer_ids[seen], np.array(starts, "datetime64[D]"), values)
