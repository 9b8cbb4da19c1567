"""Day numbers and calendar periods. A day is the number of days since 1970-01-01."""

from datetime import date, timedelta

import numpy as np

from scoring.checks import IntArray
from scoring.settings import Period

_EPOCH = date(1970, 1, 1)
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def day_number(day: date) -> int:
    """Return the number of days since 1970-01-01."""
    return day.toordinal() - _EPOCH.toordinal()


def to_date(day: int) -> date:
    """Return the date of a day number."""
    return _EPOCH + timedelta(days=int(day))


def period_index(days: IntArray, period: Period) -> IntArray:
    """Return the number of the calendar period of each day, (n,); the next period is 1 more.

    Weeks begin on Monday. Period 0 is the one that holds 1970-01-01.
    """
    if period == "week":
        return (days.astype(np.int64) + 3) // 7  # 1970-01-01 was a Thursday
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return months // _MONTHS[period]


def period_start(index: int, period: Period) -> int:
    """Return the first day of a numbered period."""
    if period == "week":
        return index * 7 - 3
    month = np.datetime64(index * _MONTHS[period], "M")
    return int(month.astype("datetime64[D]").astype(np.int64))


def months_before(day: int, months: int) -> int:
    """Return the same day of the month months earlier, or that month's last day."""
    month = int(period_index(np.array([day]), "month")[0])
    past = day - period_start(month, "month")
    start = period_start(month - months, "month")
    return min(start + past, period_start(month - months + 1, "month") - 1)


def whole_months(first: IntArray, last: IntArray) -> IntArray:
    """Return how many months are complete from a first day to a last one, (n,).

    A month is complete on the same day of the month, or, where a month has no such day, on
    the first day of the next: from 31 January, one on 1 March.
    """
    months, places = [], []
    for days in (first, last):
        index = days.astype("datetime64[D]").astype("datetime64[M]")
        months.append(index.astype(np.int64))
        places.append(days - index.astype("datetime64[D]").astype(np.int64))
    complete: IntArray = months[1] - months[0] - (places[1] < places[0])
    return complete
