"""Historic value: what customers have brought so far, and as much a month for months to come.

METHODS 2.6, level "historic".
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from scoring.checks import FloatArray, IntArray, TextArray
from scoring.days import day_number
from scoring.errors import TooLittleDataError
from scoring.sums import sum_by
from scoring.tables.contracts import SalesTable

MONTH_DAYS = 365.25 / 12
SHORTEST_MONTHS = 1.0  # a customer of yesterday is not judged by one day


@dataclass(frozen=True, slots=True, eq=False)
class HistoricValue:
    """One entry per customer with a row up to as_of, (k,), in the order of ids.

    margin: all that came up to as_of, less returns. months: from the first row to as_of, at
    least one. per_month: margin / months. expected: per_month x horizon_months.
    """

    ids: TextArray
    as_of: date
    margin: FloatArray
    months: FloatArray
    horizon_months: int

    @property
    def per_month(self) -> FloatArray:
        """Margin of a month of tenure, (k,)."""
        rate: FloatArray = self.margin / self.months
        return rate

    @property
    def expected(self) -> FloatArray:
        """Margin of the months to come if nothing changes, (k,): nobody leaves, none discounted."""
        worth: FloatArray = self.per_month * self.horizon_months
        return worth


def historic_value(sales: SalesTable, as_of: date, horizon_months: int = 12) -> HistoricValue:
    """Sum the margins of every customer up to as_of; sales.amount is the margin of a row.

    Tenure runs from the customer's first row, sale or return, to as_of, in months of 365.25 / 12
    days, and counts as one month where it is shorter. Rows after as_of do not count.

    Raises TooLittleDataError when no row is left.
    """
    end = day_number(as_of)
    inside = sales.where(sales.day <= end)
    if not inside.n_rows:
        raise TooLittleDataError("little.rows", "LTV", needs=1, has=0)
    first = np.full(sales.n_customers, end + 1, np.int64)
    np.minimum.at(first, inside.customer.astype(np.intp), inside.day.astype(np.int64))
    members: IntArray = np.flatnonzero(first <= end)
    margin = sum_by(inside.customer, inside.amount, sales.n_customers)[members]
    months = np.maximum((end - first[members]) / MONTH_DAYS, SHORTEST_MONTHS)
    return HistoricValue(sales.customer_ids[members], as_of, margin, months, horizon_months)
