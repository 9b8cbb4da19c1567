"""The options of RFM, each by hand on a few customers."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scoring.errors import SettingError, TooLittleDataError
from scoring.settings import RfmPolicy
from scoring.tables import gate_sales
from scoring.value.rfm import score_rfm
from tests.scoring.build import ROWS, sales_of, shuffled

AS_OF = date(2023, 12, 31)
bought = ROWS.filter(lambda rows: any(amount > 0 for _, _, amount in rows))


def scored(rows, as_of=AS_OF, **options):
    return score_rfm(sales_of(rows), RfmPolicy(**options), as_of)


def codes(rows, **options):
    return scored(rows, **options).table["code"].tolist()


def ago(*days):
    return [pd.Timestamp(AS_OF) - pd.Timedelta(days=day) for day in days]


def each(**orders):
    """Rows of customers: days ago of their orders, 10 each."""
    return [(who, day, 10.0) for who, days in orders.items() for day in ago(*days)]


def told(result):
    return {note.code: note.details for note in result.notes}


# Binning.


def test_borders_of_the_user():
    """R up to 30, 90 days; F up to 1, 3 orders; M up to 15 and 1000: scores by hand."""
    rows = each(a=[0, 200, 300], b=[30], c=[31, 32, 33, 34], d=[91])
    cuts = ((30.0, 90.0), (1.0, 3.0), (15.0, 1000.0))
    result = scored(rows, binning="fixed", cuts=cuts)
    # a: 0 days 3, three orders 2, 30 money 2; b: on the border of R is still the best.
    assert result.table["code"].tolist() == ["322", "311", "232", "111"]
    assert result.bins == (3, 3, 3)
    assert result.cuts["r"].tolist() == [30, 90]
    assert result.bin_counts["m"].tolist() == [2, 2, 0]
    assert told(result)["note.rfm_empty_fixed"] == {"axis": "M", "scores": "3"}


def test_an_axis_without_borders_is_cut_like_the_others():
    rows = each(a=[0], b=[10], c=[20], d=[200])
    result = scored(rows, bins=2, binning="fixed", cuts=((15.0, 100.0), (), ()))
    assert result.table["r"].tolist() == [3, 3, 2, 1]
    assert result.table["f"].tolist() == [1, 1, 1, 1]
    assert result.bins == (3, 2, 2)


def test_nested_by_hand():
    """R in halves over all: a, b late and c, d early; F and M inside each half.

    Late: a 1 order, b 3; early: c 5, d 9. Each pair parts into F 1 and 2; one customer is left
    for each cell of M, who gets score 1.
    """
    rows = each(a=[1], b=[2, 3, 4], c=range(100, 105), d=range(101, 110))
    assert codes(rows, bins=2, binning="independent") == ["211", "211", "122", "122"]
    result = scored(rows, bins=2, binning="nested")
    assert result.table["code"].tolist() == ["211", "221", "111", "121"]
    assert told(result)["note.rfm_small_groups"]["axis"] == "M"
    assert np.isnan(result.cuts["f"]).all()
    assert result.cuts["r"].tolist() == [51]  # days 1, 2, 100, 101


def test_rhythm_by_hand():
    """Own intervals 10 and 100 days; silent 20 and 50 days: 2 intervals against half a one.

    c ordered once and is measured by the median of 10 and 100, 55 days: 55 / 55 is 1.
    """
    rows = each(a=[20, 30, 40, 60], b=[50, 150, 250], c=[55])
    result = scored(rows, bins=3, binning="rhythm")
    assert result.table["rhythm"].tolist() == [2.0, 0.5, 1.0]
    assert result.table["r"].tolist() == [1, 3, 2]
    assert result.table["recency_days"].tolist() == [20, 50, 55]
    assert told(result)["note.rfm_rhythm"] == {"count": "1", "days": "55"}
    assert codes(rows, bins=3)[0][0] == "3"  # by days a is the latest


def test_rhythm_needs_an_interval():
    with pytest.raises(TooLittleDataError, match="orders on two days"):
        scored(each(a=[5], b=[10]), binning="rhythm")


def test_two_orders_of_a_day_are_no_interval():
    rows = [("a", day, 10.0, doc) for day, doc in zip(ago(15, 15, 45), "xyz", strict=True)]
    assert scored(rows, binning="rhythm").table["rhythm"].tolist() == [0.5]
    assert scored(rows).table["frequency"].tolist() == [3]


def test_the_median_of_two_intervals_is_their_mean():
    """Intervals of 10 and 20 days make 15; 30 days of silence are two of them."""
    table = scored(each(a=[30, 40, 60]), binning="rhythm").table
    assert table["rhythm"].tolist() == [2.0]


# Bins and weights.


def test_bins_by_component():
    rows = [(str(i), day, 10.0 * (i + 1)) for i, day in enumerate(ago(*range(0, 90, 10)))]
    result = scored(rows, bins=(2, 3, 9))
    assert result.bins == (2, 3, 9)
    assert [result.table[axis].max() for axis in "rfm"] == [2, 1, 9]
    assert result.table["code"].iloc[0] == "211"
    assert result.bin_counts["r"].isna().sum() == 7
    assert result.bin_counts["m"].tolist() == [1] * 9


def test_weighted_score():
    rows = [(str(i), day, 10.0 * (i + 1)) for i, day in enumerate(ago(*range(0, 50, 10)))]
    table = scored(rows).table
    assert table["weighted"].tolist() == [float(code) for code in table["code"]]
    equal = scored(rows, weights=(1, 1, 1)).table
    assert equal["weighted"].tolist() == [r + f + m for r, f, m in table[["r", "f", "m"]].values]


# Ties.


def hundred(**options):
    """60 customers with one order, 21 with two, 19 with three, all on the same days."""
    rows = [
        (f"{i:03d}", day, 10.0)
        for i in range(100)
        for day in ago(*range(0, 10 * (1 + (i >= 60) + (i >= 81)), 10))
    ]
    return scored(rows, **options)


@pytest.mark.parametrize(
    ("ties", "counts", "bins"),
    [
        ("low", [60, 0, 0, 21, 19], 5),
        ("mean", [0, 60, 0, 21, 19], 5),
        ("split", [20] * 5, 5),
        ("random", [20] * 5, 5),
        ("next", [0, 60, 0, 0, 40], 5),
        ("keep", [60, 21, 19], 3),
        ("drop", [60, 21, 19], 3),
    ],
)
def test_the_report_of_bins(ties, counts, bins):
    result = hundred(ties=ties)
    assert result.bin_counts["f"].dropna().tolist() == counts
    assert result.bins[1] == bins


def test_ties_that_empty_or_close_bins_are_told():
    assert told(hundred())["note.rfm_empty_bins"] == {"axis": "M", "scores": "2, 3"}
    notes = [note for note in hundred(ties="drop").notes if note.code == "note.rfm_fewer_bins"]
    assert notes[1].details == {"axis": "F", "has": "3", "wanted": "5"}
    assert "note.rfm_parted" not in told(hundred())


def test_ties_that_part_equal_customers_are_told():
    """Five times 20: all but the 20 who bought three times have equals in another bin."""
    notes = [note for note in hundred(ties="split").notes if note.code == "note.rfm_parted"]
    # 60 once (three bins), 21 twice (the fourth, and one in the fifth); 19 keep together.
    assert [note.details for note in notes] == [
        {"axis": "R", "count": "100"}, {"axis": "F", "count": "81"}, {"axis": "M", "count": "81"},
    ]  # fmt: skip


def test_split_goes_by_the_first_row_and_random_by_the_seed():
    rows = each(d=[0], c=[0], b=[0], a=[0])
    assert codes(rows, bins=2, ties="split") == ["122", "122", "211", "211"]
    assert codes(rows[::-1], bins=2, ties="split") == ["211", "211", "122", "122"]
    rows = each(**{f"c{i}": [0] for i in range(30)})
    assert codes(rows, ties="random", seed=1) == codes(shuffled(rows), ties="random", seed=1)
    assert codes(rows, ties="random", seed=1) != codes(rows, ties="random", seed=2)


# Money.


def costed(*costs):
    frame = pd.DataFrame(
        {
            "customer": ["a", "b", "c", "c"],
            "date": ago(0, 1, 2, 40),
            "amount": [100.0, 90.0, 40.0, 60.0],
            "cost": list(costs),
        }
    )
    return gate_sales(frame).strict()


def test_money_as_ticket():
    rows = [("a", ago(0)[0], 100.0), ("b", ago(1)[0], 60.0), ("b", ago(2)[0], 60.0)]
    assert scored(rows, bins=2).table["m"].tolist() == [1, 2]
    assert scored(rows, bins=2, monetary="ticket").table["m"].tolist() == [2, 1]


def test_equal_tickets_are_equal_whatever_their_sums():
    """0.3 in three orders and 0.1 in one: in floats 0.3 / 3 is not 0.1."""
    rows = [(who, day, 0.1) for who in "ab" for day in ago(0, 1, 2)] + [("c", ago(0)[0], 0.1)]
    assert scored(rows, bins=2, monetary="ticket").table["m"].tolist() == [1, 1, 1]


def test_money_as_margin():
    """a keeps 10 of 100, b 50 of 90, c 25 of 100: the largest sale brings least."""
    result = score_rfm(costed(90, 40, 30, 45), RfmPolicy(3, monetary="margin"), AS_OF)
    assert result.table["margin"].tolist() == [10, 50, 25]
    assert result.table["m"].tolist() == [1, 3, 2]
    assert result.table["monetary"].tolist() == [100, 90, 100]


def test_a_row_without_a_cost_has_the_margin_of_the_others():
    """Costs beside 250 of 290 (86 %): 160 of 250, so 36 % is margin; 40 keep 14.40."""
    result = score_rfm(costed(90, 40, None, 30), RfmPolicy(3, monetary="margin"), AS_OF)
    np.testing.assert_allclose(result.table["margin"], [10, 50, 14.4 + 30])
    assert told(result)["note.rfm_costs"] == {"count": "1", "margin": "36.0"}


@pytest.mark.parametrize(("costs", "has"), [((None,) * 4, 0), ((90, None, None, 30), 55)])
def test_a_margin_without_costs_is_refused(costs, has):
    with pytest.raises(TooLittleDataError, match="costs for 80 %") as little:
        score_rfm(costed(*costs), RfmPolicy(monetary="margin"), AS_OF)
    assert little.value.has == has  # 160 of 290
    assert "fill the column cost" in str(little.value).lower()


# Months left out.


def test_months_left_out_by_hand():
    """Without January and February the order of 10 January goes, and 59 days do not count.

    From 20 December 2022 to 10 March 2023 are 80 days; January and February have 59 of them.
    """
    rows = [
        ("a", "2022-12-20", 10.0),
        ("a", "2023-01-10", 70.0),
        ("b", "2023-03-10", 20.0),
        ("c", "2023-02-01", 5.0),
    ]
    result = scored(rows, date(2023, 3, 10), bins=2, months_out=(1, 2))
    table = result.table.set_index("customer")
    assert table["recency_days"].to_dict() == {"a": 80 - 59, "b": 0}
    assert table["monetary"].to_dict() == {"a": 10, "b": 20}
    assert table["frequency"].to_dict() == {"a": 1, "b": 1}
    note = next(note for note in result.notes if note.code == "note.rfm_months")
    assert note.details == {"months": "1, 2", "count": "2", "money": "75.00"}


def test_an_as_of_date_in_a_month_left_out():
    """The clock has stood still since 31 December: 11 days since 20 December."""
    result = scored([("a", "2022-12-20", 10.0)], date(2023, 2, 15), months_out=(1, 2))
    assert result.table["recency_days"].tolist() == [11]


def test_intervals_do_not_count_months_left_out():
    """From 22 December to 2 March are 70 days, 11 of them outside of January and February."""
    rows = [("a", "2022-12-22", 10.0), ("a", "2023-03-02", 10.0)]
    result = scored(rows, date(2023, 3, 24), binning="rhythm", months_out=(1, 2))
    assert result.table["rhythm"].tolist() == [2.0]


# Trend.

FALLING = [1500, 1000, 500, 200, 100]  # METHODS 2.2, the criticism that the trend answers


def monthly(who, amounts):
    return [(who, f"2023-{month:02d}-15", float(x)) for month, x in enumerate(amounts, 8)]


def test_the_trend_tells_rising_from_falling():
    """August to December; as of the last day three months are October on.

    Falling: 2500 before, 800 after, so -68 %; rising: 300 before, 3000 after, so +900 %. Both
    have the same R, F and M.
    """
    rows = [*monthly("down", FALLING), *monthly("up", FALLING[::-1]), ("old", "2023-01-01", 1.0)]
    table = scored(rows).table.set_index("customer")
    assert table.loc["down", "code"] == table.loc["up", "code"]
    np.testing.assert_allclose(table.loc[["down", "up"], "trend"], [-0.68, 9])
    assert np.isnan(table.loc["old", "trend"])


def test_the_months_of_the_trend_end_with_the_as_of_date():
    """As of 15 July: from 16 April on is later, from 16 January on is before."""
    rows = [("a", day, amount) for day, amount in (
        ("2023-01-15", 1000.0), ("2023-01-16", 10.0), ("2023-04-15", 10.0),
        ("2023-04-16", 5.0), ("2023-07-15", 5.0),
    )]  # fmt: skip
    assert scored(rows, date(2023, 7, 15)).table["trend"].tolist() == [-0.5]


def test_the_trend_passes_over_months_left_out():
    """Without May and June three months before 31 July are July, April and March."""
    rows = [("a", f"2023-{month:02d}-28", 10.0 * month) for month in range(1, 8)]
    trend = scored(rows, date(2023, 7, 31), months_out=(5, 6)).table["trend"]
    assert trend.isna().all()  # six months would begin in December: the sales begin too late
    rows += [("a", "2022-12-20", 70.0), ("a", "2022-11-20", 9999.0)]
    trend = scored(rows, date(2023, 7, 31), months_out=(5, 6)).table["trend"]
    np.testing.assert_allclose(trend, (70 + 40 + 30) / (20 + 10 + 70) - 1)


def test_the_trend_before_a_month_left_out():
    """As of 15 February the clock stands at 31 December: October on against July on."""
    rows = [("a", day, amount) for day, amount in (
        ("2022-06-01", 1000.0), ("2022-09-30", 10.0), ("2022-10-01", 20.0),
    )]  # fmt: skip
    assert scored(rows, date(2023, 2, 15), months_out=(1, 2)).table["trend"].tolist() == [1.0]


def test_the_first_of_six_months_need_not_be_whole():
    rows = [("a", "2023-07-20", 10.0), ("a", "2023-12-20", 30.0)]
    assert scored(rows).table["trend"].tolist() == [2.0]


def test_the_trend_looks_beyond_the_window():
    sales = sales_of([*monthly("a", FALLING), ("a", "2023-01-01", 1.0)])
    window = sales.where(sales.day > sales.day.max() - 40)
    table = score_rfm(window, RfmPolicy(), AS_OF, sales).table
    np.testing.assert_allclose(table["trend"], [-0.68])
    assert table["monetary"].tolist() == [300]


def test_a_short_history_has_no_trend():
    result = scored(each(a=[0, 100], b=[120]))
    assert result.table["trend"].isna().all()
    assert "note.rfm_trend_short" in told(result)


# Settings.


@pytest.mark.parametrize(
    ("options", "setting"),
    [
        ({"bins": (5, 5, 10)}, "rfm.bins"),
        ({"bins": 1}, "rfm.bins"),
        ({"binning": "fixed"}, "rfm.cuts"),
        ({"cuts": ((90.0, 30.0), (), ())}, "rfm.cuts_r"),
        ({"cuts": ((), tuple(map(float, range(9))), ())}, "rfm.cuts_f"),
        ({"weights": (0, 0, 0)}, "rfm.weights"),
        ({"weights": (-1, 0, 0)}, "rfm.weights"),
        ({"months_out": (0,)}, "rfm.months_out"),
        ({"months_out": tuple(range(1, 13))}, "rfm.months_out"),
        ({"ties": "high"}, "rfm.ties"),
        ({"seed": -1}, "rfm.seed"),
    ],
)
def test_settings_that_cannot_be(options, setting):
    with pytest.raises(SettingError) as wrong:
        RfmPolicy(**options)
    assert wrong.value.setting == setting


# Properties.

OPTIONS = st.fixed_dictionaries(
    {
        "bins": st.sampled_from([5, 2, (3, 4, 9)]),
        "ties": st.sampled_from(["low", "mean", "next", "keep", "drop"]),
        "binning": st.sampled_from(["independent", "nested"]),
        "monetary": st.sampled_from(["sum", "ticket"]),
        "months_out": st.sampled_from([(), (7,), (1, 12)]),
    }
)


def tried(rows, options):
    try:
        return scored(rows, **options)
    except TooLittleDataError:  # all orders were in months left out
        return None


@given(bought, OPTIONS)
def test_the_order_of_rows_does_not_matter(rows, options):
    one, other = tried(rows, options), tried(shuffled(rows), options)
    if one is not None:
        pd.testing.assert_frame_equal(one.table, other.table)
        assert one.notes == other.notes


@given(bought, OPTIONS, st.sampled_from([0.01, 4.0]))
def test_a_currency_changes_no_score(rows, options, rate):
    other = [(who, day, round(amount * rate, 4)) for who, day, amount in rows]
    assume(all((a > 0) == (b > 0) for (*_, a), (*_, b) in zip(rows, other, strict=True)))
    one, two = tried(rows, options), tried(other, options)
    if one is not None and options["monetary"] == "sum":
        assert one.table["code"].tolist() == two.table["code"].tolist()


@given(bought, OPTIONS)
def test_a_better_customer_never_scores_lower(rows, options):
    result = tried(rows, {**options, "binning": "independent"})
    if result is None:
        return
    money = {"sum": "monetary", "ticket": "ticket"}[options["monetary"]]
    for axis, column, sign in (("r", "recency_days", -1), ("f", "frequency", 1), ("m", money, 1)):
        ordered = result.table.assign(by=result.table[column].round(8)).sort_values("by")
        scores = ordered[axis] if sign > 0 else ordered[axis][::-1]
        assert scores.is_monotonic_increasing
        assert (ordered.groupby("by")[axis].nunique() == 1).all()


@given(bought, OPTIONS)
def test_nested_money_rises_inside_each_pair(rows, options):
    result = tried(rows, {**options, "binning": "nested", "monetary": "sum"})
    if result is not None:
        ordered = result.table.sort_values("monetary")
        assert all(part["m"].is_monotonic_increasing for _, part in ordered.groupby(["r", "f"]))
        assert (result.table["m"] <= result.bins[2]).all()
