"""Measures and checks of lifetime models, by hand and at their edges."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.errors import FitError, SettingError, TooLittleDataError
from scoring.settings import LtvPolicy
from scoring.tables import gate_sales
from scoring.value.ltv.fits import BgNbd, Nbd
from scoring.value.ltv.quality import verdicts
from scoring.value.ltv.quality.accuracy import accuracy, by_idle_time, deciles, points
from scoring.value.ltv.quality.alive_map import alive_map
from scoring.value.ltv.quality.baselines import baselines, hiatus_cut
from scoring.value.ltv.quality.frequencies import frequency_test
from scoring.value.ltv.quality.report import check_ltv
from scoring.value.ltv.quality.split import default_split, split_history
from scoring.value.ltv.quality.stability import by_unit, calibration_ends
from scoring.value.ltv.quality.tickets import ticket_independence
from scoring.value.ltv.quality.tracking import track
from tests.scoring.build import sales_of
from tests.scoring.cdnow import cdnow_frame
from tests.scoring.fitted import fitter_of

PARAMETERS = {"bgnbd": BgNbd(0.25, 4.0, 0.8, 2.4), "nbd": Nbd(0.385, 12.0)}


given_fit = fitter_of(PARAMETERS)
at_limit = fitter_of(PARAMETERS, "bound")
loose = fitter_of(PARAMETERS, "loose")


def rows_of(*customers):
    """Rows of 10 from names and days of 2024, counted from 0."""
    start = date(2024, 1, 1)
    return [(name, start + timedelta(days=day), 10) for name, *days in customers for day in days]


def test_errors_and_ranking_by_hand():
    """Forecasts 3, 2, 1, 0 against 4, 0, 1, 0: errors 1, 2, 0, 0.

    Ranks 4 3 2 1 and 4 1.5 3 1.5: rho = 3 / root(5 x 4.5). The top tenth, 0.4 customers, has
    0.4 x 4 of 5 orders where 0.5 is the mean. Areas under the curves, in trapezoids of
    quarters: 0, .8, .8, 1, 1 gives .775, and perfect 0, .8, 1, 1, 1 gives .825: less 1/2, the
    share is .275 / .325.
    """
    found = accuracy(np.array([3.0, 2, 1, 0]), np.array([4, 0, 1, 0]))
    assert (found.mae, found.rmse) == pytest.approx((0.75, np.sqrt(5 / 4)))
    assert found.bias == pytest.approx(0.2)
    assert found.spearman == pytest.approx(3 / np.sqrt(5 * 4.5))
    assert found.lift == pytest.approx(1.6 / 0.5)
    assert found.gini == pytest.approx(0.275 / 0.325)


def test_equal_forecasts_rank_nobody():
    found = accuracy(np.ones(4), np.array([4, 0, 1, 0]))
    assert np.isnan(found.spearman)
    assert (found.lift, found.gini) == pytest.approx((1, 0))


def test_nothing_came():
    found = accuracy(np.array([1.0, 0.5]), np.array([0, 0]))
    assert np.isnan([found.bias, found.spearman, found.lift, found.gini]).all()


@given(
    pairs=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 4)), min_size=2, max_size=30).filter(
        lambda pairs: any(actual for _, actual in pairs)
    ),
    turn=st.randoms(use_true_random=False),
)
def test_the_order_of_customers_does_not_matter(pairs, turn):
    forecast, actual = (np.array(each) for each in zip(*pairs, strict=True))
    turn.shuffle(pairs)
    other, came = (np.array(each) for each in zip(*pairs, strict=True))
    one = accuracy(forecast.astype(float), actual)
    assert accuracy(other.astype(float), came) == pytest.approx(one, nan_ok=True)
    table = deciles(forecast.astype(float), actual)
    assert deciles(other.astype(float), came).equals(table)
    assert table["customers"].sum() == actual.size


def test_the_perfect_forecast():
    actual = np.array([5, 0, 2, 1])
    found = accuracy(actual.astype(float), actual)
    assert (found.mae, found.bias, found.spearman, found.gini) == pytest.approx((0, 0, 1, 1))


def test_months_since_the_last_order():
    """30 days are within a month, 31 are not; 366 are past the twelfth."""
    table = by_idle_time(
        np.array([0, 30, 31, 366]), np.array([1.0, 2, 3, 4]), np.array([2, 2, 0, 1])
    )
    assert table["customers"].tolist() == [2, 1, 0, 0, 0, 0, 0, 1]
    assert table["actual"].tolist()[:2] == [2, 0]
    assert table["expected"].tolist()[-1] == 4
    assert table["group"].tolist()[::7] == ["0–1", "12+"]


def test_at_most_200_points():
    forecast = np.linspace(0, 5, 1001)
    table = points(np.zeros(1001, int), forecast, np.zeros(1001, int))
    assert len(table) == 200
    assert table["expected"].tolist()[::199] == [0, 5]
    assert len(points(np.zeros(3, int), forecast[:3], np.zeros(3, int))) == 3


def test_who_is_known_at_the_split():
    """b comes later; a has one order before and two after, c none after."""
    sales = sales_of(rows_of(("a", 0, 5, 60, 80), ("b", 50, 70), ("c", 3)))
    split = split_history(sales, date(2024, 2, 10), date(2024, 4, 1), 1.0)
    assert split.calibration.ids.tolist() == split.whole.ids.tolist() == ["a", "c"]
    assert (split.x.tolist(), split.orders.tolist()) == ([1, 0], [2, 0])
    assert (split.days, split.age.tolist(), split.t_x.tolist()) == (51, [40, 37], [5, 0])


def test_weeks_are_not_cut():
    """2024-02-07 is a Wednesday: calibration ends on Sunday the 4th; so does the holdout."""
    sales = sales_of(rows_of(("a", 0, 36, 43, 52)))
    split = split_history(sales, date(2024, 2, 7), date(2024, 2, 28), 7.0, "week")
    assert split.calibration.as_of == date(2024, 2, 4)
    assert split.whole.as_of == date(2024, 2, 25)
    assert (split.days, split.x.tolist(), split.orders.tolist()) == (21, [0], [3])


def test_the_split_must_lie_before_the_end():
    sales = sales_of(rows_of(("a", 0, 50)))
    with pytest.raises(SettingError, match="calibration ends on 2024-03-01"):
        split_history(sales, date(2024, 3, 1), date(2024, 3, 1), 7.0)


def test_the_default_split_leaves_a_year_at_most():
    sales = sales_of([("a", date(2020, 1, 1), 1), ("a", date(2024, 1, 1), 1)])
    assert default_split(sales, date(2024, 1, 1)) == date(2023, 1, 1)
    assert default_split(sales, date(2020, 1, 11)) == date(2020, 1, 6)


def test_naive_rules_by_hand():
    """Gaps 10, 10, 20: 85 % of the way lies at 17. a: 2 in 40 days, silent for 20; b: 1 in 35."""
    sales = sales_of(rows_of(("a", 0, 10, 20, 55), ("b", 5, 25)))
    split = split_history(sales, date(2024, 2, 10), date(2024, 3, 1), 7.0)
    naive = baselines(split)
    assert hiatus_cut(split.calibration) == pytest.approx(17)
    assert split.days == 20
    assert naive.same_rate == pytest.approx([1, 20 / 35])
    assert naive.grand_mean == pytest.approx([3 / 75 * 20] * 2)
    assert naive.hiatus == pytest.approx([0, 20 / 35])


def test_bins_of_few_are_joined():
    """40 customers of one day's age: nearly all without a repeat order, in the model too."""
    sales = sales_of(rows_of(*((f"c{n}", 0) for n in range(40)), ("d", 1, 300)))
    split = split_history(sales, date(2024, 2, 10), date(2024, 12, 1), 7.0)
    known, _ = split.patterns()
    test = frequency_test(split, at_limit("bgnbd", known))
    assert (test.table["pool"].iloc[0], test.table["pool"].iloc[-1]) == ("0", "1+")
    assert test.df == 2 - 1 - 3  # one of the four parameters is at its limit
    assert np.isnan(test.p_value)
    assert test.table["expected"].sum() == pytest.approx(41)


def test_long_histories_are_tracked_in_longer_steps():
    rows = rows_of(("a", 0, 400, 800, 1400), ("b", 7, 900))
    split = split_history(sales_of(rows), date(2026, 1, 1), date(2027, 12, 31), 7.0)
    known, _ = split.patterns()
    tracking = track(split, given_fit("bgnbd", known))
    assert (tracking.step_weeks, len(tracking.table)) == (2, 104)
    assert tracking.table["week"].iloc[-1] == 208
    assert tracking.table["actual"].sum() == 4
    assert tracking.table["expected"].sum() == pytest.approx(
        tracking.table["expected_total"].iloc[-1]
    )


def test_the_map_of_activity():
    """P(alive) of BG/NBD at x = 2, t_x = T: 1 / (1 + a / (b + 1)) = 3.4 / 4.2."""
    table = alive_map(
        given_fit(
            "bgnbd",
            split_history(
                sales_of(rows_of(("a", 0, 50))), date(2024, 2, 1), date(2024, 3, 1), 7.0
            ).patterns()[0],
        ),
        280,
        7.0,
    )
    assert table.columns.tolist() == ["orders", *(str(days) for days in range(0, 280, 28))]
    assert (table.loc[table["orders"] == 0].to_numpy()[0, 1:] == 1).all()
    assert table.loc[2, "0"] == pytest.approx(3.4 / 4.2)
    assert (np.diff(table.to_numpy()[1:, 1:], axis=1) < 0).all()


def test_four_ends_of_calibration():
    ends = calibration_ends(date(2024, 1, 1), date(2024, 1, 31))
    assert [day.day for day in ends] == [1, 11, 21, 31]


def test_units_that_cannot_be_compared_are_blank():
    sales = sales_of(rows_of(("a", 0, 8, 40), ("b", 1, 45)))
    split = split_history(sales, date(2024, 1, 20), date(2024, 2, 20), 7)
    table = by_unit(sales, split, "bgnbd", lambda _: given_fit)
    assert table["unit"].tolist() == ["day", "week", "month"]
    assert table["actual"].tolist()[:2] == [2, 2]
    assert np.isnan(table["bias"].iloc[2])  # no whole month before the 20th of January


@pytest.mark.parametrize(
    ("value", "limits", "verdict"),
    [
        (0.10, (0.10, 0.20), "pass"),
        (0.20, (0.10, 0.20), "attention"),
        (0.21, (0.10, 0.20), "fail"),
        (100, (100, 30), "pass"),
        (30, (100, 30), "attention"),
        (29, (100, 30), "fail"),
        (np.nan, (0.10, 0.20), "attention"),
    ],
)
def test_limits(value, limits, verdict):
    assert verdicts.graded(value, limits) == verdict


def test_money_that_goes_with_orders_is_told():
    """Mean orders 10 and 20 of customers with one and two repeat orders: correlation 1."""
    rows = [
        (f"{n}{name}", date(2024, 1, 1) + timedelta(days=day), 10 * n)
        for n in (1, 2)
        for name in "abcde"
        for day in range(n + 1)
    ]
    found = ticket_independence(
        split_history(sales_of(rows), date(2024, 2, 1), date(2024, 3, 1), 7.0).calibration
    )
    assert (found.pearson, found.spearman, found.log_log) == pytest.approx((1, 1, 1))
    assert found.table["ratio"].tolist()[:2] == pytest.approx([10 / 15, 20 / 15])
    assert found.widest == pytest.approx(1 / 3)
    assert verdicts.tickets_check(found).verdict == "fail"


def base(n=60):
    """Customers of January and February who come again after 20 or 200 days."""
    return sales_of(
        rows_of(*((f"c{k:02d}", k, *((k + 20, k + 200) if k % 3 else ())) for k in range(n)))
    )


AS_OF = date(2024, 12, 1)


def test_a_model_that_the_data_do_not_determine_is_replaced():
    def fitter(name, patterns):
        return (loose if name == "bgnbd" else given_fit)(name, patterns)

    quality = check_ltv(base(), LtvPolicy(), AS_OF, fitter=fitter, names=("bgnbd", "nbd"))
    assert quality.model == "nbd"
    first = quality.checks[0]
    assert (first.key, first.verdict) == ("fit", "fail")
    assert "NBD is judged instead" in first.note.text()
    assert "leaving" not in {check.key for check in quality.checks}


def test_no_model_at_all():
    def fitter(name, _):
        raise FitError("fit.stopped", name, "the test")

    quality = check_ltv(base(), LtvPolicy(), AS_OF, fitter=fitter, names=("bgnbd", "nbd"))
    assert quality.model is None
    assert [check.key for check in quality.checks] == ["fit", "sample"]
    assert quality.checks[0].note.code == "note.ltv_check_fit_none"
    assert quality.candidates["mae"].isna().tolist() == [True, True, False, False, False]
    assert quality.frequencies is None


def test_a_model_at_a_limit_asks_for_attention():
    quality = check_ltv(base(), LtvPolicy(), AS_OF, fitter=at_limit, names=("bgnbd", "nbd"))
    assert (quality.model, quality.checks[0].verdict) == ("bgnbd", "attention")
    assert quality.by_end["end"].tolist()[-1] == AS_OF
    assert all("{" not in check.note.text() for check in quality.checks)


@pytest.mark.parametrize("n", [1, 2, 3, 5, 8, 15, 30, 60, 120])
def test_small_samples_of_cdnow_always_have_a_verdict(n):
    frame = cdnow_frame()
    ids = np.random.default_rng(n).choice(frame["customer"].unique(), n, replace=False)
    sales = gate_sales(frame[frame["customer"].isin(ids)]).strict()
    try:
        quality = check_ltv(sales, LtvPolicy(), date(1998, 6, 30), date(1997, 9, 30))
    except TooLittleDataError:
        assert n == 1
        return
    assert quality.verdict in {"pass", "attention", "fail"}
    told = [check.note.text() for check in quality.checks]
    assert not [text for text in told if "nan" in text or "inf" in text or "{" in text]
    assert len(quality.candidates) == 7


def test_what_chance_makes():
    """Counts around 100 and 25 are off by root(2 / pi) x 10 and x 5 on the mean: 11.97 of 125."""
    chance = verdicts.by_chance(pd.Series([100.0, 25.0]), 125.0)
    assert chance == pytest.approx(15 * np.sqrt(2 / np.pi) / 125)
    table = pd.DataFrame({"customers": [50, 50], "actual": [2.0, 0.5], "expected": [2.2, 0.5]})
    check = verdicts.deciles_check(table)  # off by 10 of 125, less than chance
    assert (check.verdict, check.value) == ("pass", pytest.approx(10 / 125))
    far = verdicts.deciles_check(table.assign(expected=[4.0, 0.5]))  # off by 100
    assert far.verdict == "fail"
