"""Historic value and cohorts, by hand."""

from datetime import date, timedelta

import numpy as np
import pytest

from scoring.errors import TooLittleDataError
from scoring.value.ltv.cohorts import cohort_value
from scoring.value.ltv.historic import historic_value
from tests.scoring.build import sales_of, shuffled

START = date(2023, 1, 10)
MONTH = 365.25 / 12


def day(months, start=START):
    """The same day of the month so many months later, and three days for every tenth."""
    whole = start.month - 1 + int(months)
    month = start.replace(year=start.year + whole // 12, month=whole % 12 + 1)
    return month + timedelta(days=round(months % 1 * 30))


def buyers(margins, start=START, n=20, name="c"):
    """So many customers who bring margins[i] at age i."""
    return [
        (f"{name}{number:02d}", start if age == 0 else day(age, start), margin)
        for number in range(n)
        for age, margin in enumerate(margins)
    ]


def test_margin_to_date():
    """100 + 50 - 30 = 120 in 365 days, 11.99 months: 10.007 a month, 60.04 in six."""
    rows = [("a", "2023-01-01", 100), ("a", "2023-06-01", 50), ("a", "2023-07-01", -30)]
    rows += [("a", "2024-01-02", 999), ("b", "2023-12-20", 7)]
    found = historic_value(sales_of(rows), date(2024, 1, 1), 6)
    assert (found.ids.tolist(), found.margin.tolist()) == (["a", "b"], [120, 7])
    assert found.months == pytest.approx([365 / MONTH, 1])  # twelve days count as a month
    assert found.per_month == pytest.approx([120 / (365 / MONTH), 7])
    assert found.expected == pytest.approx([6 * 120 / (365 / MONTH), 42])


def test_nothing_before_the_day():
    with pytest.raises(TooLittleDataError, match="up to the as-of date"):
        historic_value(sales_of([("a", "2024-01-01", 1)]), date(2023, 1, 1))


def test_margins_that_halve_go_on_halving():
    """100 at once, then 80, 40, 20, 10, 5: fade 1/2, so 2.5 and 1.25 in the next two months."""
    rows = buyers([100, 80, 40, 20, 10, 5])
    found = cohort_value(sales_of(shuffled(rows)), day(6.1), 8)
    assert found.fade == pytest.approx(0.5)
    assert found.by_age["margin"].tolist() == pytest.approx([100, 80, 40, 20, 10, 5, 2.5, 1.25])
    assert found.by_age["seen"].tolist() == [True] * 6 + [False] * 2
    assert found.value == pytest.approx(258.75)
    assert found.cohorts["customers"].tolist() == [20]
    assert found.cohorts["to_date"].tolist() == pytest.approx([255])
    assert found.cohorts["expected"].tolist() == pytest.approx([258.75])
    assert found.notes == ()


def test_young_customers_are_carried_on_by_the_old():
    """The young, three months old, have brought 10 + 8 + 4; the old ones' next are 2 and 1.

    Ages 0 to 2 are means over both, equal here.
    """
    old, young = [10, 8, 4, 2, 1], [10, 8, 4]
    late = day(2)  # two months after the old ones
    rows = buyers(old) + buyers(young, late, name="y")
    found = cohort_value(sales_of(rows), day(5.1), 5)
    assert found.by_age["customers"].tolist() == [40, 40, 40, 20, 20]
    assert found.cohorts["to_date"].tolist() == pytest.approx([25, 22])
    assert found.cohorts["expected"].tolist() == pytest.approx([25, 25])


def test_margins_that_do_not_fade_stay_level():
    found = cohort_value(sales_of(buyers([50, 10, 10, 10])), day(4.1), 10)
    assert found.fade == 1
    assert found.value == pytest.approx(50 + 9 * 10)
    assert [note.code for note in found.notes] == ["note.ltv_cohort_flat", "note.ltv_cohort_far"]


def test_nothing_to_carry_on():
    found = cohort_value(sales_of(buyers([50, 0.001, -5, -5])), day(4.1), 6)
    assert found.fade == 0
    assert found.value == pytest.approx(50.001 - 10)
    assert [note.code for note in found.notes] == ["note.ltv_cohort_ends"]


def test_too_young_or_too_few():
    with pytest.raises(TooLittleDataError, match="found 2"):
        cohort_value(sales_of(buyers([50, 10])), day(2.1), 12)
    with pytest.raises(TooLittleDataError, match="found 0"):
        cohort_value(sales_of(buyers([50, 10, 5, 5], n=19)), day(4.1), 12)


def test_a_short_horizon_cuts_the_ages():
    found = cohort_value(sales_of(buyers([100, 80, 40, 20, 10])), day(5.1), 4)
    assert found.value == pytest.approx(240)
    assert np.array_equal(found.by_age["age"], [0, 1, 2, 3])
