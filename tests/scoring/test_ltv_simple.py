from datetime import date

import pytest

from scoring.errors import SettingError
from scoring.value.ltv.history import order_history
from scoring.value.ltv.simple import (
    mean_tickets,
    retention_value,
    simple_forecast,
    simple_value,
)
from tests.scoring.build import sales_of

AS_OF = date(2024, 12, 31)


def forecast(rows, months=12, as_of=AS_OF):
    return simple_forecast(order_history(sales_of(rows), as_of), months)


def test_simple_value():
    """METHODS.md 2.6: 1000 * 6 * 0.3 * 3."""
    assert simple_value(1000, 6, 0.3, 3) == pytest.approx(5400)


def test_retention_value():
    """METHODS.md 2.6: m = 1800, r = 0.75, d = 0.15."""
    assert retention_value(1800, 0.75, 0.15) == pytest.approx(3375)
    assert retention_value(1800, 0.75, 0.15, first_now=True) == pytest.approx(5175)


def test_retention_value_over_a_horizon():
    """By hand: 100 * (.5/1.25 + .5**2/1.25**2) = 40 + 16; from now on 100 + 40."""
    assert retention_value(100, 0.5, 0.25, 2) == pytest.approx(56)
    assert retention_value(100, 0.5, 0.25, 2, first_now=True) == pytest.approx(140)
    assert retention_value(100, 1, 0, 3) == pytest.approx(300)
    assert retention_value(100, 0.5, 0.25, 0) == 0
    assert retention_value(100, 0.5, 0.25, 200) == pytest.approx(retention_value(100, 0.5, 0.25))


@pytest.mark.parametrize(("retention", "discount"), [(1, 0), (1.2, 0.1)])
def test_a_value_without_end_is_refused(retention, discount):
    with pytest.raises(SettingError) as refused:
        retention_value(100, retention, discount)
    assert refused.value.setting == "ltv.retention"


def test_rate_by_hand():
    """a: 2 repeat orders in 730.5 - .5 days; the base's rate is one year of his history."""
    rows = [("a", "2023-01-01", 9), ("a", "2023-06-01", 9), ("a", "2024-06-01", 9)]
    found = forecast(rows)
    years = 730 / 365.25
    base = 2 / years
    assert found.base_orders_per_year == pytest.approx(base)
    assert found.orders_per_year == pytest.approx([(2 + base) / (years + 1)])
    assert found.orders_per_year == pytest.approx([base])  # alone he is the base


def test_a_customer_of_today_gets_the_rate_of_the_base():
    rows = [("a", "2023-01-01", 9), ("a", "2024-06-01", 9), ("b", "2024-12-31", 9)]
    found = forecast(rows)
    assert found.orders_per_year[1] == pytest.approx(found.base_orders_per_year)


def test_who_is_alive_and_for_how_long():
    """Of four who bought in 2023 three did in 2024: churn 1/4, life 4 years, the horizon 1."""
    rows = [(name, "2023-02-01", 9) for name in "abcd"]
    rows += [(name, "2024-06-01", 9) for name in "abce"]
    found = forecast(rows)
    assert found.alive.tolist() == [True, True, True, False, True]
    assert found.churn_per_year == pytest.approx(0.25)
    assert found.years == 1
    assert forecast(rows, months=120).years == pytest.approx(4)
    assert found.expected_orders[3] == 0


def test_orders_of_the_last_twelve_months():
    rows = [("a", "2023-12-31", 9), ("b", "2024-01-01", 9)]
    assert forecast(rows).alive.tolist() == [False, True]


def test_nobody_left_or_everybody():
    stay = [("a", "2023-02-01", 9), ("a", "2024-06-01", 9)]
    assert (forecast(stay, 36).churn_per_year, forecast(stay, 36).years) == (0, 3)
    gone = [("a", "2023-02-01", 9)]
    assert (forecast(gone, 36).churn_per_year, forecast(gone, 36).years) == (1, 1)


def test_a_short_history_does_not_tell_who_leaves():
    for first, churn in (("2023-06-30", 0.0), ("2023-07-01", None)):
        rows = [("a", first, 9), ("a", "2024-06-01", 9)]
        assert forecast(rows, 24).churn_per_year == churn
        assert forecast(rows, 24).years == 2


def test_mean_tickets():
    rows = [("a", "2024-01-01", 10), ("a", "2024-02-01", 20), ("b", "2024-01-01", 60)]
    rows += [("c", "2024-01-01", 10), ("c", "2024-02-01", -10)]
    tickets = mean_tickets(order_history(sales_of(rows), AS_OF))
    assert tickets.expected.tolist() == [15, 60, 22.5]
    assert (tickets.base, tickets.n_replaced) == (22.5, 1)  # 90 / 4 orders


def test_mean_tickets_where_all_came_back():
    rows = [("a", "2024-01-01", 10), ("a", "2024-02-01", -30)]
    tickets = mean_tickets(order_history(sales_of(rows), AS_OF))
    assert (tickets.expected.tolist(), tickets.base, tickets.n_replaced) == ([0], 0, 1)
