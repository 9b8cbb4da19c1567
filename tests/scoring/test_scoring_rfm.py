from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scoring.errors import TooLittleDataError
from scoring.settings import RfmPolicy
from scoring.value.rfm import score_rfm
from scoring.value.rfm_bins import cut_points, score
from tests.scoring import reference
from tests.scoring.build import ROWS, sales_of, shuffled

AS_OF = date(2023, 12, 31)


def scored(rows, bins=5, as_of=AS_OF):
    return score_rfm(sales_of(rows), RfmPolicy(bins), as_of)


def test_table_of_ties():
    values = reference.TIES.given
    counts = np.bincount(score(values, cut_points(values, 5)), minlength=6)[1:]
    assert counts.tolist() == reference.TIES.expected


def test_five_different_customers_by_hand():
    """Customer i bought i times, the last time 10 * (5 - i) days ago, 100 each time."""
    rows = [
        (str(i), pd.Timestamp(AS_OF) - pd.Timedelta(days=10 * (5 - i) + j), 100.0)
        for i in range(1, 6)
        for j in range(i)
    ]
    result = scored(rows)
    table = result.table
    assert table["code"].tolist() == ["111", "222", "333", "444", "555"]
    assert table["recency_days"].tolist() == [40, 30, 20, 10, 0]
    assert table["frequency"].tolist() == [1, 2, 3, 4, 5]
    assert table["monetary"].tolist() == [100, 200, 300, 400, 500]
    assert table["ticket"].tolist() == [100.0] * 5
    assert table["last_order"].astype(str).tolist()[-1] == "2023-12-31"
    # Linear percentiles of 0, 10, 20, 30, 40 by hand: places 0.8, 1.6, 2.4, 3.2.
    assert result.cuts["r"].tolist() == [8, 16, 24, 32]
    np.testing.assert_allclose(result.cuts["f"], [1.8, 2.6, 3.4, 4.2], rtol=1e-15)
    assert result.bin_counts["r"].tolist() == [1] * 5
    assert [note.code for note in result.notes] == ["note.rfm_trend_short"]


def test_on_a_cut_point_by_hand():
    """Six values, five bins: the cut points are the inner values; on a cut scores low."""
    values = np.array([1, 2, 3, 4, 5, 6])
    assert cut_points(values, 5).tolist() == [2, 3, 4, 5]
    assert score(values, cut_points(values, 5)).tolist() == [1, 1, 2, 3, 4, 5]


def test_recency_is_turned_round():
    """Six customers silent 0 .. 5 days: scores of the days are 1 1 2 3 4 5, turned 5 5 4 3 2 1."""
    rows = [(str(i), pd.Timestamp(AS_OF) - pd.Timedelta(days=i), 1.0) for i in range(6)]
    assert scored(rows).table["r"].tolist() == [5, 5, 4, 3, 2, 1]


def test_cut_points_fall_exactly_on_values():
    """Place 3/7 of 8 values is exactly the fourth; reckoned in floats it is not."""
    for n in range(2, 200):
        for bins in range(2, 10):
            values = np.arange(n) * 0.1
            for step, cut in enumerate(cut_points(values, bins), start=1):
                place, rest = divmod(step * (n - 1), bins)
                assert rest or cut == values[place]


@given(st.lists(st.integers(0, 50), min_size=1, max_size=60), st.integers(2, 9))
def test_cut_points_are_linear_percentiles(values, bins):
    """As numpy's percentile, method linear, which is Excel's PERCENTILE.INC."""
    array = np.array(values, float)
    shares = np.arange(1, bins) / bins
    np.testing.assert_allclose(cut_points(array, bins), np.quantile(array, shares), atol=1e-9)


def test_equal_customers_have_equal_scores():
    result = scored([(str(i), "2023-05-05", 10.0) for i in range(50)])
    assert set(result.table["code"]) == {"511"}
    assert result.bin_counts["f"].tolist() == [50, 0, 0, 0, 0]
    assert [n.text() for n in result.notes][1] == (
        "No customer has score 2, 3, 4, 5 in F: many share one value."
    )


def test_one_customer():
    result = scored([("a", "2023-05-05", 10.0)])
    assert result.table["code"].tolist() == ["511"]
    assert [n.text() for n in result.notes] == [
        "Customers: 1, fewer than 5 scores: differences say little."
    ]


def test_customers_with_returns_only_are_listed_apart():
    result = scored([("a", "2023-05-05", 10.0), ("b", "2023-05-06", -3.0)])
    assert result.table["customer"].tolist() == ["a"]
    assert result.unscored.tolist() == ["b"]
    assert "Customers without an order, not scored: 1." in [n.text() for n in result.notes]


def test_nobody_bought():
    with pytest.raises(TooLittleDataError, match="RFM needs at least 1 order") as little:
        scored([("a", "2023-05-05", -10.0)])
    assert (little.value.method, little.value.needs, little.value.has) == ("RFM", 1, 0)


def test_types_of_the_table():
    table = scored([("a", "2023-05-05", 10.0)]).table
    assert str(table["last_order"].dtype) == "datetime64[s]"
    assert table["customer"].dtype == object
    assert all(table[axis].dtype == np.int8 for axis in "rfm")
    assert list(table) == [
        "customer", "last_order", "recency_days", "rhythm", "frequency", "monetary", "ticket",
        "margin", "r", "f", "m", "code", "weighted", "trend",
    ]  # fmt: skip


bought = ROWS.filter(lambda rows: any(amount > 0 for _, _, amount in rows))


@given(bought, st.integers(2, 9))
def test_better_never_scores_lower_and_equal_scores_equal(rows, bins):
    table = scored(rows, bins).table
    for axis, column, sign in (
        ("r", "recency_days", -1), ("f", "frequency", 1), ("m", "monetary", 1),
    ):  # fmt: skip
        ordered = table.sort_values(column, ascending=sign > 0)
        assert ordered[axis].is_monotonic_increasing
        assert (table.groupby(column)[axis].nunique() == 1).all()
        assert table[axis].between(1, bins).all()
    best = table.loc[table["recency_days"].idxmin()]
    assert best["r"] == bins


@given(bought)
def test_codes_are_the_three_scores(rows):
    table = scored(rows).table
    digits = [f"{r}{f}{m}" for r, f, m in zip(table["r"], table["f"], table["m"], strict=True)]
    assert table["code"].tolist() == digits


@given(bought)
def test_bin_counts_count_the_table(rows):
    result = scored(rows, 3)
    for axis in "rfm":
        assert result.bin_counts[axis].tolist() == [
            (result.table[axis] == step).sum() for step in (1, 2, 3)
        ]


@given(bought)
def test_the_order_of_rows_does_not_matter(rows):
    mixed = shuffled(rows)
    pd.testing.assert_frame_equal(scored(rows).table, scored(mixed).table)


@given(bought, st.sampled_from([0.01, 100.0, 92.5]))
def test_another_currency_changes_no_score(rows, rate):
    other = [(customer, day, round(amount * rate, 4)) for customer, day, amount in rows]
    assume(all((a > 0) == (b > 0) for (*_, a), (*_, b) in zip(rows, other, strict=True)))
    assert scored(rows).table["code"].tolist() == scored(other).table["code"].tolist()


def test_inputs_stay_as_they_were():
    sales = sales_of([("b", "2023-05-05", 10.0), ("a", "2023-05-06", -3.0)])
    before = [sales.customer.copy(), sales.day.copy(), sales.amount.copy()]
    policy = RfmPolicy()
    result = score_rfm(sales, policy, AS_OF)
    for kept, now in zip(before, (sales.customer, sales.day, sales.amount), strict=True):
        np.testing.assert_array_equal(kept, now)
    assert result.policy is policy
    assert result.as_of == AS_OF
