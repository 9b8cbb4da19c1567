"""Lifetime value by cohorts: the margin that customers of each age brought, carried on.

METHODS 2.6, level "cohort". The way is that of the run-off triangles of insurance: what the
older customers did at an age is what the younger ones are expected to do at it.
"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from scoring.checks import FloatArray, IntArray
from scoring.days import day_number, whole_months
from scoring.errors import Note, TooLittleDataError
from scoring.sums import sum_by
from scoring.tables.contracts import SalesTable

FEWEST_CUSTOMERS = 20  # an age seen of fewer is not relied on
FEWEST_AGES = 3
TAIL_AGES = 12  # so many of the last ages seen tell how margins fade
LEVEL = 1e-9  # a slope of logarithms that is none


@dataclass(frozen=True, slots=True, eq=False)
class CohortValue:
    """Margin of one customer by age, seen as far as the data go and carried on beyond.

    by_age: age (months since the first order; 0 is the first month), customers (who have lived
    through it), margin (mean of them in that month), cumulative, seen (else carried on).
    cohorts: one line per calendar month of first orders: month, customers, age (complete months
    of the youngest), to_date (mean margin so far), expected (mean margin up to the horizon).
    fade: margin of a month as a share of that of the month before, beyond the ages seen.
    """

    by_age: pd.DataFrame
    cohorts: pd.DataFrame
    fade: float
    horizon_months: int
    as_of: date
    notes: tuple[Note, ...]

    @property
    def value(self) -> float:
        """Margin of a new customer up to the horizon, not discounted."""
        return float(self.by_age["cumulative"].iloc[-1])


class _Tail(NamedTuple):
    """The margin of the last age seen, off its chance ups and downs, and the factor it fades by."""

    level: float
    fade: float


def cohort_value(sales: SalesTable, as_of: date, horizon_months: int = 24) -> CohortValue:
    """Return the cumulative margin per customer by age, up to the horizon.

    sales.amount is the margin of a row. A customer's age counts in complete months
    (scoring.days.whole_months) from the first row with an amount above 0. The margin of an age is
    the mean over all customers who have lived through that whole month, of whatever cohort; an
    age seen of fewer than 20 is not used. Beyond the last age used, the margin of a month fades
    by a constant factor, from the level of the line to its slope: a straight line through the
    logarithms of the last 12 ages seen, without age 0, where they are above 0, weighted by
    customers. Where the line does not fall, the mean of these ages goes on; where fewer than two
    are above 0, nothing does. What this cannot know: whether younger cohorts are better or worse
    than older ones, and whether the fading goes on beyond what anybody has lived through; a
    horizon of more than twice the ages seen is told in a note.

    Raises TooLittleDataError when fewer than 3 ages are seen.
    """
    end = day_number(as_of)
    inside = sales.where(sales.day <= end)
    first = _first_days(inside, end)
    members: IntArray = np.flatnonzero(first <= end)
    lived = whole_months(first, np.full(first.size, end + 1))  # complete months of each customer
    n_ages = _ages_seen(lived[members], horizon_months)
    if n_ages < FEWEST_AGES:
        raise TooLittleDataError("little.ages", "LTV", needs=FEWEST_AGES, has=n_ages)
    customers = np.array([np.count_nonzero(lived[members] > age) for age in range(n_ages)])
    margin = _margin_by_age(inside, first, lived, n_ages) / customers
    tail, notes = _tail(margin, customers)
    by_age = _by_age(customers, margin, tail, horizon_months)
    if horizon_months > 2 * n_ages:
        details = {"seen": str(n_ages), "horizon": str(horizon_months)}
        notes += (Note("note.ltv_cohort_far", details),)
    cohorts = _cohorts(inside, members, first, end, by_age["cumulative"].to_numpy())
    return CohortValue(by_age, cohorts, tail.fade, horizon_months, as_of, notes)


def _first_days(sales: SalesTable, end: int) -> IntArray:
    """Return the day of each customer's first row above 0, (k,); end + 1 where there is none."""
    first = np.full(sales.n_customers, end + 1, np.int64)
    sold = sales.amount > 0
    np.minimum.at(first, sales.customer[sold].astype(np.intp), sales.day[sold].astype(np.int64))
    return first


def _ages_seen(lived: IntArray, most: int) -> int:
    """Return how many ages enough customers have lived through."""
    if lived.size < FEWEST_CUSTOMERS:
        return 0
    return min(int(np.sort(lived)[-FEWEST_CUSTOMERS]), most)


def _margin_by_age(sales: SalesTable, first: IntArray, lived: IntArray, n_ages: int) -> FloatArray:
    """Return the sum of margins at each age of the customers who have lived through it."""
    since = sales.day - first[sales.customer]
    age = whole_months(first[sales.customer], sales.day)
    counts = (since >= 0) & (age < n_ages) & (age < lived[sales.customer])
    return sum_by(np.where(counts, age, -1), sales.amount, n_ages)


def _tail(margin: FloatArray, customers: IntArray) -> tuple[_Tail, tuple[Note, ...]]:
    """Return the margin of the last age by the line through the last ages, and how it fades."""
    last = margin.size - 1
    ages = np.arange(max(1, margin.size - TAIL_AGES), margin.size)
    sold = ages[margin[ages] > 0]
    if sold.size < 2:
        return _Tail(0.0, 0.0), (Note("note.ltv_cohort_ends"),)
    weight = np.sqrt(customers[sold].astype(np.float64))
    slope, start = np.polyfit(sold, np.log(margin[sold]), 1, w=weight).tolist()
    if slope > -LEVEL:
        return _Tail(float(margin[ages].mean()), 1.0), (Note("note.ltv_cohort_flat"),)
    return _Tail(float(np.exp(start + slope * last)), float(np.exp(slope))), ()


def _by_age(
    customers: IntArray, margin: FloatArray, tail: _Tail, horizon_months: int
) -> pd.DataFrame:
    n_seen, n_beyond = margin.size, max(horizon_months - margin.size, 0)
    beyond = tail.level * tail.fade ** np.arange(1, n_beyond + 1)
    every = np.append(margin, beyond)
    return pd.DataFrame(
        {
            "age": np.arange(horizon_months),
            "customers": np.append(customers, np.zeros(n_beyond, np.int64)),
            "margin": every,
            "cumulative": np.cumsum(every),
            "seen": np.arange(horizon_months) < n_seen,
        }
    )


def _cohorts(
    sales: SalesTable, members: IntArray, first: IntArray, end: int, cumulative: FloatArray
) -> pd.DataFrame:
    """Return each month's new customers: how many, what they brought, and what they will."""
    money = sum_by(sales.customer, sales.amount, sales.n_customers)[members]
    born = first[members].astype("datetime64[D]").astype("datetime64[M]")
    months, place, customers = np.unique(born, return_inverse=True, return_counts=True)
    age = whole_months(first[members], np.full(members.size, end + 1))
    so_far = np.where(age > 0, cumulative[np.minimum(age, cumulative.size) - 1], 0.0)
    to_come = cumulative[-1] - so_far
    youngest = np.full(months.size, np.iinfo(np.int64).max)
    np.minimum.at(youngest, place, age)
    mean_to_date = np.bincount(place, money) / customers
    return pd.DataFrame(
        {
            "month": months.astype("datetime64[D]").astype("datetime64[s]"),
            "customers": customers,
            "age": youngest,
            "to_date": mean_to_date,
            "expected": mean_to_date + np.bincount(place, to_come) / customers,
        }
    )
