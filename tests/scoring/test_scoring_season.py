"""Seasonal indices, and XYZ freed of the season."""

import datetime as dt

import duckdb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.errors import SettingError, TooLittleDataError
from scoring.settings import XyzPolicy
from scoring.value.periods import PeriodBlock
from scoring.value.season import sales_season, season_history, seasonal_index, without_season
from scoring.value.xyz import classify_xyz, season_variation, xyz_classes
from tests.scoring import reference
from tests.scoring.build import ids_of, sales_of

SEASONAL = reference.XYZ_SEASONAL.given.reshape(1, 24)
YEARS = st.integers(1, 4).flatmap(
    lambda n: st.lists(st.integers(0, 900), min_size=4 * n, max_size=4 * n)
)


def policy(season="auto", **more):
    return XyzPolicy(**{"n_periods": 24, "min_periods": 2, "season": season, **more})


def freed(values, first=None, season="auto", **more):
    values = np.array(values, float)
    first = np.zeros(len(values), int) if first is None else np.array(first)
    return without_season(values, values, first, policy(season, n_periods=60, **more))


def used(*args, **more):
    return ["nog"[code] for code in freed(*args, **more).used]


def monthly(values, first_month="2022-01"):
    """One sale in the middle of each month."""
    months = np.arange(len(values)) + np.datetime64(first_month, "M")
    return sales_of([("a", f"{m}-15", float(v)) for m, v in zip(months, values, strict=True) if v])


def test_ratio_to_the_moving_average_is_that_of_r():
    values = reference.AIR_PASSENGERS.given
    index = sales_season(monthly(values, "1970-01"), "month", "moving")
    np.testing.assert_allclose(index, reference.AIR_PASSENGERS.expected, rtol=1e-6)


def test_ratio_to_the_yearly_mean_by_hand():
    """Quarters 60 80 160 100 (mean 100) and 40 40 80 40 (mean 50): .6 .8 1.6 1 and .8 .8 1.6 .8."""
    values = [v for quarter in (60, 80, 160, 100, 40, 40, 80, 40) for v in (quarter, 0, 0)]
    index = sales_season(monthly(values), "quarter", "mean")
    np.testing.assert_allclose(index, [0.7, 0.8, 1.6, 0.9], rtol=1e-15)


def test_only_whole_calendar_years_count_for_the_mean():
    whole = [*range(1, 13), *range(2, 14)]
    index = sales_season(monthly(whole), "month", "mean")
    more = sales_season(monthly([99, 50, *whole, 700], "2021-11"), "month", "mean")
    np.testing.assert_allclose(index, more, rtol=1e-15)


def test_the_moving_average_begins_in_any_month():
    """Indices .5 and 1.5, six months each, from April on: January to March are of the second."""
    season = [0.5] * 6 + [1.5] * 6
    index = sales_season(monthly([100 * s for s in season] * 3, "2021-04"), "month", "moving")
    np.testing.assert_allclose(index, np.roll(season, 3), rtol=1e-12)


@given(YEARS.filter(lambda values: sum(values[:4]) > 0 and values[0] > 0 and values[-1] > 0))
def test_quarters_are_those_of_sql(values):
    days = [dt.date(2020 + place // 4, 3 * (place % 4) + 2, 7) for place in range(len(values))]
    rows = [(day, float(v)) for day, v in zip(days, values, strict=True)]
    with duckdb.connect() as sql:
        sql.execute("create table sales(day date, amount double)")
        sql.executemany("insert into sales values (?, ?)", rows)
        expected = sql.execute(
            """with ratios as (
                   select quarter(day) q, amount / avg(amount) over (partition by year(day)) r
                   from sales qualify sum(amount) over (partition by year(day)) > 0)
               select avg(r) from ratios group by q order by q"""
        ).fetchall()
    sales = sales_of([("a", day.isoformat(), amount) for day, amount in rows])
    index = sales_season(sales, "quarter", "mean")
    np.testing.assert_allclose(index, np.array(expected)[:, 0], rtol=1e-9)
    assert index.mean() == pytest.approx(1)


def test_returns_beyond_the_sales_of_a_month_count_as_0():
    rows = [("a", f"2023-{month:02d}-03", 10.0) for month in range(1, 13)]
    index = sales_season(sales_of([*rows, ("a", "2023-05-20", -15.0)]), "month", "mean")
    assert index[4] == 0
    np.testing.assert_allclose(np.delete(index, 4), 12 / 11)


def test_too_short_a_history_is_told():
    with pytest.raises(TooLittleDataError, match="full years of sales: 1; it has 0"):
        sales_season(monthly([5.0] * 20, "2022-03"), "month", "mean")
    with pytest.raises(TooLittleDataError, match="full years of sales: 2; it has 1"):
        sales_season(monthly([5.0] * 23), "month", "moving")
    with pytest.raises(SettingError, match="month, quarter"):
        sales_season(monthly([5.0] * 24), "week", "mean")


def test_a_year_without_sales_does_not_count():
    index = sales_season(monthly([1, 3] * 6 + [0] * 12 + [1, 3] * 6), "month", "mean")
    np.testing.assert_allclose(index, [0.5, 1.5] * 6)
    assert np.isnan(seasonal_index(np.zeros((1, 24)), 12, "mean")).all()


def test_seasonal_customer_of_the_methods():
    raw, adjusted = reference.XYZ_SEASONAL.expected
    first = np.zeros(1, int)
    assert (round(raw, 3), adjusted) == (0.349, 0.016)
    plain, freed_ = (season_variation(SEASONAL, policy(s), first)[0] for s in ("none", "auto"))
    assert plain.cv[0] == pytest.approx(raw, rel=1e-12)
    assert freed_.cv[0] == pytest.approx(adjusted, rel=1e-12)
    assert xyz_classes(SEASONAL, policy("none")).tolist() == ["Z"]
    assert xyz_classes(SEASONAL, policy()).tolist() == ["X"]


def test_the_last_year_alone_is_freed_by_the_history():
    """The block holds twelve months; the index comes from the two years before its end."""
    starts = np.arange("2022-01", "2024-01", dtype="datetime64[M]").astype("datetime64[D]")
    history = PeriodBlock(ids_of(1), SEASONAL, starts, np.zeros(1, int))
    block = PeriodBlock(ids_of(1), SEASONAL[:, 12:], starts[12:], np.array([-12]))
    result = classify_xyz(block, policy(n_periods=12), history)
    assert result.table["cv"][0] == pytest.approx(0.016, rel=1e-12)
    assert result.table["season"].tolist() == ["own"]
    assert [note.text() for note in result.notes] == [
        "Sales divided by a seasonal index: customers with their own 1, with that of all "
        "customers 0, without one 0.",
        "100 % are class X, and no preset parts them.",
    ]


def test_who_gets_which_index():
    """Two full seasons since the first purchase: 24 months, not 23; one of all takes 12."""
    rows = np.ones((4, 24))
    rows[1, 0] = rows[2] = 0
    rows[2, 23] = 5
    assert used(rows, [0, 1, 23, -5]) == ["o", "g", "g", "o"]
    assert used(rows, [0, 1, 23, -5], season="group") == ["g"] * 4
    assert used(rows[:, :23], [0, 1, 0, 0]) == ["g", "g", "n", "g"]  # the third sold nothing
    assert used(rows[:, 13:], [0] * 4) == ["n"] * 4  # eleven months are no season


def test_one_row_is_no_group():
    """With one season its own index would leave nothing of any row, so it takes two."""
    assert used([[1.0, 5] * 6]) == ["n"]
    assert used([[1.0, 5] * 6], season="group") == ["n"]
    assert used([[1.0, 5] * 12], season="group") == ["g"]
    assert used([[1.0, 5] * 6, [0.0] * 12]) == ["n", "n"]


def test_a_row_without_sales_has_no_index():
    assert used([[1.0, 5] * 12, [0.0] * 24], [0, 0]) == ["o", "n"]


def test_the_index_of_all_by_hand():
    """Together 30 10 10 10 by quarter, mean 15: 2, 2/3, 2/3, 2/3; the new row goes by it."""
    rows = np.array([[20.0, 10, 10, 10] * 2, [10, 0, 0, 0] * 2])
    rows[1, :4] = 0
    group = freed(rows, [0, 4], period="quarter")
    # Together: 20 10 10 10 and 30 10 10 10: 1.6 .8 .8 .8 and 2 2/3 2/3 2/3; mean 1.8 11/15 ..
    assert group.used.tolist() == [1, 2]
    np.testing.assert_allclose(group.values[1, 4], 10 / 1.8)
    np.testing.assert_allclose(group.values[0], [12.5] * 8)  # its own: 1.6 .8 .8 .8


def test_a_season_without_sales_is_closed():
    """Half the year is shut: the six months that are open sell evenly, so X, not Z."""
    shut = [[0.0] * 6 + [50.0] * 6] * 2
    row = np.array(shut).reshape(1, 24)
    assert xyz_classes(row, policy("none")).tolist() == ["Z"]
    assert xyz_classes(row, policy()).tolist() == ["X"]
    assert season_variation(row, policy(), np.zeros(1, int))[0].periods[0] == 12


def test_a_sale_out_of_season_stays():
    """By the index of the last season of all, May is 0; a sale in May before it stays as it was."""
    rows = np.array([[1.0] * 12] * 2)
    rows[:, 4] = 0
    rows = np.hstack([np.array([[7.0] * 8] * 2), rows])  # May to December of the year before
    block = freed(rows, [9, 9], season="group")
    assert block.values[0, 0] == 7
    assert not block.closed[0, 0]
    assert block.closed[0, 12]


def test_quarterly_buyer_has_a_season_of_his_own():
    row = np.array([[0, 0, 300.0] * 8])
    assert xyz_classes(row, policy()).tolist() == ["X"]


def test_growth_and_season_together():
    """Linear growth times a season: the moving average leaves the growth to the line."""
    season = np.array([1.3, 0.7] * 6)
    row = np.array([(100 + 4 * t) * season[t % 12] for t in range(48)])[None, :]
    grown, level = (
        season_variation(row, policy(n_periods=48, detrend=line), np.zeros(1, int))[0].cv[0]
        for line in (False, True)
    )
    assert grown > 0.25
    assert level < 0.01


def test_one_season_of_all_is_told():
    notes = freed([[1.0, 2] * 6, [2.0, 1] * 6]).notes
    assert [note.text() for note in notes][1:] == [
        "The index of all customers stands on one season only."
    ]


def test_history_is_read_only_with_a_season():
    sales = monthly(range(1, 25))
    assert season_history(sales, policy("none"), dt.date(2023, 12, 31)) is None
    assert season_history(sales, policy(n_periods=12), dt.date(2023, 12, 31)).values.shape == (
        1,
        24,
    )


def test_no_more_than_five_seasons_count():
    old = np.hstack([[[9.0, 0] * 6], [[1.0, 3] * 30]])
    np.testing.assert_allclose(freed(old).values[0, 12:], [2.0] * 60)


def test_inputs_stay_as_they_were():
    kept = SEASONAL.copy()
    freed(SEASONAL)
    np.testing.assert_array_equal(SEASONAL, kept)


@given(st.lists(st.integers(1, 900), min_size=24, max_size=24), st.sampled_from([0.01, 100.0]))
def test_currency_and_row_order(row, rate):
    rows = np.array([row, row[::-1], [5] * 24], float)
    plain = season_variation(rows, policy(), np.zeros(3, int))[0].cv
    np.testing.assert_allclose(
        season_variation(rows * rate, policy(), np.zeros(3, int))[0].cv, plain, atol=1e-9
    )
    turned = season_variation(rows[::-1], policy(), np.zeros(3, int))[0].cv
    np.testing.assert_allclose(turned[::-1], plain, atol=1e-12)


def test_an_index_of_next_to_nothing_is_none():
    """One part in 10**14 of the year: the month counts as shut, and what was sold stays."""
    row = np.array([[1e14] * 11 + [1.0]] * 2).reshape(1, 24)
    block = freed(row)
    assert block.values[0, 11] == 1.0
    np.testing.assert_allclose(block.values[0, :11], 1e14 * 11 / 12, rtol=1e-9)
