from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.days import (
    day_number,
    months_before,
    period_index,
    period_start,
    to_date,
    whole_months,
)
from scoring.sums import CHUNK, sum_by, total

DATES = st.dates(min_value=date(1970, 1, 1), max_value=date(2200, 1, 1))


def index(day, period):
    return int(period_index(np.array([day_number(day)]), period)[0])


@given(DATES)
def test_day_numbers_and_back(day):
    assert to_date(day_number(day)) == day
    assert np.datetime64(day_number(day), "D") == np.datetime64(day)


@given(DATES)
def test_periods_begin_where_the_calendar_says(day):
    assert to_date(period_start(index(day, "month"), "month")) == day.replace(day=1)
    quarter = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    assert to_date(period_start(index(day, "quarter"), "quarter")) == quarter
    assert to_date(period_start(index(day, "year"), "year")) == date(day.year, 1, 1)
    monday = day - timedelta(days=day.weekday())
    assert to_date(period_start(index(day, "week"), "week")) == monday


def test_periods_count_on():
    assert index(date(2024, 1, 1), "month") - index(date(2023, 12, 31), "month") == 1
    assert index(date(2024, 1, 1), "week") - index(date(2023, 12, 31), "week") == 1


# By hand from the calendar.
@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2023, 3, 31), 1, date(2023, 2, 28)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2024, 5, 15), 6, date(2023, 11, 15)),
        (date(2024, 1, 1), 24, date(2022, 1, 1)),
    ],
)
def test_months_before(day, months, expected):
    assert to_date(months_before(day_number(day), months)) == expected


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-(10**12), 10**12))))
def test_sums_are_exact_to_the_last_cent(entries):
    codes = np.array([code for code, _ in entries], np.int32)
    amounts = np.array([cents / 100 for _, cents in entries], float)
    expected = [Decimal(0)] * 4
    for code, cents in entries:
        expected[code] += Decimal(cents) / 100
    assert sum_by(codes, amounts, 4).tolist() == [float(value) for value in expected]


@given(st.lists(st.floats(-1e12, 1e12), max_size=30), st.randoms())
def test_sums_do_not_depend_on_the_order(amounts, random):
    mixed = list(amounts)
    random.shuffle(mixed)
    assert total(np.array(amounts, float)) == total(np.array(mixed, float))


def test_binary_noise_is_gone():
    assert total(np.array([0.1, 0.2])) == 0.3
    assert total(np.array([100.1, 0.2, -100.1, -0.2])) == 0.0


def test_sums_leave_out_codes_below_zero_and_cross_chunks():
    codes = np.zeros(CHUNK + 5, np.int32)
    codes[-2:] = -1
    assert sum_by(codes, np.full(CHUNK + 5, 0.01), 2).tolist() == [round((CHUNK + 3) / 100, 2), 0]


@pytest.mark.parametrize("scale", [1e-20, 1e-6, 1.0, 1e6, 1e15, 1e22])
def test_sums_of_tiny_and_huge_money(scale):
    assert total(np.array([1.0, 2.0, 3.0]) * scale) == pytest.approx(6 * scale, rel=1e-14)


def test_nothing_sums_to_nothing():
    assert total(np.array([])) == 0
    assert total(np.zeros(3)) == 0


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ("2024-01-10", "2024-02-09", 0),
        ("2024-01-10", "2024-02-10", 1),
        ("2023-01-10", "2024-03-10", 14),
        ("2024-01-31", "2024-02-29", 0),
        ("2024-01-31", "2024-03-01", 1),
        ("2024-02-10", "2024-01-31", -1),
    ],
)
def test_months_complete_as_datedif_counts_them(first, last, months):
    days = [np.array([day_number(date.fromisoformat(day))]) for day in (first, last)]
    assert whole_months(*days).tolist() == [months]
