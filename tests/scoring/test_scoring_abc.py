import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.settings import AbcPolicy
from scoring.value.abc import abc_classes, classify_abc
from tests.scoring import reference
from tests.scoring.build import MONEY, ids_of, shuffled

ABOVE, INCL = AbcPolicy(), AbcPolicy(edge="incl")


def letters(values, policy=ABOVE):
    return "".join(abc_classes(np.array(values, float), policy))


def test_textbook_rule():
    assert letters(reference.ABC_INCL.given, INCL) == reference.ABC_INCL.expected


def test_share_of_better_items():
    """An item that crosses the cut stays up: what better items earn is still below it."""
    assert letters(reference.ABC_EXCL.given) == reference.ABC_EXCL.expected


def test_cumulative_shares():
    result = classify_abc(ids_of(10), reference.ABC_CUMULATIVE.given, ABOVE)
    expected = reference.ABC_CUMULATIVE.expected
    np.testing.assert_allclose(result.table["cumulative_share"], expected, rtol=1e-14)
    np.testing.assert_allclose(result.table["share_above"], [0, *expected[:-1]], atol=1e-14)
    np.testing.assert_allclose(result.table["share"], reference.ABC_VALUES / 1000, rtol=1e-14)


# The cut is met exactly: 0.28 / 0.35 = 0.80 and 0.76 / 0.80 = 0.95 by hand; floats miss both.
@pytest.mark.parametrize(
    ("values", "above", "incl"),
    [
        ([0.16, 0.12, 0.07], "AAB", "AAC"),
        ([0.60, 0.16, 0.04], "AAC", "ABC"),
        ([80, 15, 5], "ABC", "ABC"),
        ([79.9, 15.1, 5], "AAC", "ABC"),
    ],
)
def test_on_the_cut(values, above, incl):
    assert letters(values) == above
    assert letters(values, INCL) == incl


@pytest.mark.parametrize("share", [3, 7, 9, 11, 13, 17, 19])
def test_the_cut_is_met_to_12_digits(share):
    """Values with endless decimals: 16, 12 and 7 thirds still put 0.80 above the last."""
    assert letters(np.array([16, 12, 7]) / share) == "AAB"
    assert letters(np.array([60, 16, 4]) / share, INCL) == "ABC"


def test_one_item_is_a_and_by_the_textbook_c():
    """STYLE.md 2: the textbook rule makes a lone item C; that is why it is no default."""
    assert letters([100]) == "A"
    assert letters([91, 9]) == "AB"
    assert letters([100], INCL) == "C"


def test_equal_items_share_a_class():
    assert letters([10] * 10) == "A" * 10
    assert letters([10] * 10, INCL) == "A" * 10


def test_nothing_and_losses_are_d_and_add_nothing():
    assert letters([300, 0, -500, 200]) == "ADDA"
    assert letters([0, -1]) == "DD"
    assert letters([]) == ""


def test_table_is_best_first_and_equal_items_by_id():
    ids = np.array(["d", "b", "c", "a", "e"], object)
    result = classify_abc(ids, np.array([5.0, 10, 5, 5, -1]), ABOVE)
    table = result.table
    assert table["id"].tolist() == ["b", "a", "c", "d", "e"]
    assert table["rank"].tolist() == [1, 2, 3, 4, 5]
    assert table["share"].tolist()[:4] == [0.4, 0.2, 0.2, 0.2]
    assert table["share_above"].tolist()[:4] == [0, 0.4, 0.4, 0.4]
    assert table[["share", "cumulative_share", "share_above"]].iloc[4].isna().all()
    assert table["abc"].tolist() == ["A", "A", "A", "A", "D"]
    assert result.classes.tolist() == [0, 0, 0, 0, 3]
    assert [note.text() for note in result.notes] == [
        "Items that earn nothing or less, class D: 1."
    ]


def test_summary_by_hand():
    result = classify_abc(ids_of(4), np.array([80.0, 15, 5, -20]), ABOVE)
    assert result.summary.to_dict("list") == {
        "abc": ["A", "B", "C", "D"],
        "items": [1, 1, 1, 1],
        "item_share": [0.25] * 4,
        "value": [80.0, 15, 5, -20],
        "value_share": [0.80, 0.15, 0.05, -0.20],
    }


def test_pareto_curve_by_hand():
    """Four items of 40, 30, 20, 10: 25 % of the items earn 40 %, 50 % earn 70 %."""
    pareto = classify_abc(ids_of(5), np.array([10.0, 20, 30, 40, -5]), ABOVE).pareto
    assert pareto.shape == (101, 2)
    np.testing.assert_allclose(pareto[[0, 25, 50, 75, 100], 1], [0, 0.4, 0.7, 0.9, 1], atol=1e-15)
    np.testing.assert_allclose(pareto[10], [0.10, 0.16])  # on the chord from 0 to 40 %
    assert (np.diff(pareto[:, 1]) >= 0).all()


def test_nobody_earns():
    result = classify_abc(ids_of(2), np.array([0.0, -3]), ABOVE)
    assert set(result.table["abc"]) == {"D"}
    assert result.summary["value_share"].isna().all()
    assert (result.pareto[:, 1] == 0).all()


@given(MONEY, st.sampled_from([ABOVE, INCL]))
def test_classes_never_rise_down_the_ranks(values, policy):
    result = classify_abc(ids_of(len(values)), np.array(values), policy)
    table = result.table
    assert table["value"].is_monotonic_decreasing
    assert table["abc"].cat.codes.is_monotonic_increasing
    assert (table.groupby("value")["abc"].nunique() == 1).all()
    assert ((table["abc"] == "D") == (table["value"] <= 0)).all()
    assert letters(values, policy) == "".join(np.array(list("ABCD"))[result.classes])


@given(MONEY.filter(lambda values: max(values) > 0))
def test_the_best_item_is_a(values):
    assert letters(values)[int(np.argmax(values))] == "A"


@given(MONEY, st.sampled_from([ABOVE, INCL]))
def test_the_order_of_rows_does_not_matter(values, policy):
    ids, array = ids_of(len(values)), np.array(values)
    mixed = np.array(shuffled(range(len(values))))
    one = classify_abc(ids, array, policy)
    other = classify_abc(ids[mixed], array[mixed], policy)
    pd.testing.assert_frame_equal(one.table, other.table)


@given(MONEY, st.sampled_from([ABOVE, INCL]), st.sampled_from([0.01, 100.0, 3.0]))
def test_another_currency_changes_no_class(values, policy, rate):
    assert letters(values, policy) == letters(np.array(values) * rate, policy)


@given(MONEY, st.sampled_from([ABOVE, INCL]))
def test_classes_are_those_of_fractions(values, policy):
    """The rule in whole cents, item by item, as one would with pencil and paper."""
    cents = [round(100 * value) for value in values]
    total = sum(c for c in cents if c > 0)
    for value, letter in zip(cents, letters(values, policy), strict=True):
        above = sum(c for c in cents if c > value)
        if policy is ABOVE:
            rank = (100 * above >= 80 * total) + (100 * above >= 95 * total)
        else:
            rank = (100 * (above + value) > 80 * total) + (100 * (above + value) > 95 * total)
        assert letter == ("D" if value <= 0 else "ABC"[rank])


def test_inputs_stay_as_they_were():
    values, ids = np.array([1.0, 3, 2]), ids_of(3)
    policy = AbcPolicy()
    assert classify_abc(ids, values, policy).policy is policy
    assert values.tolist() == [1, 3, 2]
    assert ids.tolist() == ids_of(3).tolist()
