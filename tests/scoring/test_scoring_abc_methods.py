"""The rules of ABC other than the usual one, and classes by several measures."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scoring.settings import AbcPolicy
from scoring.value.abc import abc_classes, classify_abc
from scoring.value.abc_measures import join_abc, joint_classes, weighted_index
from tests.scoring import reference
from tests.scoring.build import MONEY, ids_of, shuffled

TEN = reference.ABC_VALUES  # mean 100
POLICIES = {
    "empirical": AbcPolicy(),
    "sum": AbcPolicy(method="sum"),
    "sum above": AbcPolicy(method="sum", edge="above"),
    "differential": AbcPolicy(method="differential"),
    "tangent": AbcPolicy(method="tangent"),
    "fixed": AbcPolicy(method="fixed", limits=(500.0, 20.0)),
}
EVERY = pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)


def letters(values, policy):
    return "".join(abc_classes(np.array(values, float), policy))


def test_tangent_of_the_golden_data():
    assert letters(TEN, POLICIES["tangent"]) == reference.ABC_TANGENT.expected


def test_sum_of_the_golden_data():
    assert letters(TEN, POLICIES["sum"]) == reference.ABC_SUM.expected
    assert letters(TEN, AbcPolicy(method="sum", edge="incl")) == reference.ABC_SUM.expected


def test_sum_by_what_stands_above():
    """By hand: above the items stand 0, .4, .7, .95, 1.15, 1.33, 1.49: the crossing one stays."""
    assert letters(TEN, POLICIES["sum above"]) == "AAAABBCCCC"


def test_sum_on_the_cut():
    """By hand: 60, 20, 20 sum to .60 + 1/3, .80 + 2/3, 1 + 1; equal items count as one of them.

    Cut .60 + 1/3 exactly: with the item A ends there. The second and third: .60 + .20 + 2/3.
    """
    cut = 0.6 + 1 / 3
    assert letters([60, 20, 20], AbcPolicy(method="sum", sum_cuts=(cut, 1.5))) == "ABB"
    assert letters([60, 20, 20], AbcPolicy(method="sum", sum_cuts=(cut - 1e-9, 1.5))) == "BBB"
    above = AbcPolicy(method="sum", sum_cuts=(cut, 1.5), edge="above")
    assert letters([60, 20, 20], above) == "ABB"  # .60 + 1/3 stands above both


def test_differential_by_hand():
    """Mean 100: nobody has 600; 50 is half of it and goes down."""
    assert letters(TEN, POLICIES["differential"]) == "BBBBBBCCCC"
    assert letters([700] + [100 / 3] * 9, POLICIES["differential"]) == "A" + "C" * 9  # mean 100
    # 600 of a mean of 100 is six times it, in thirds too: a border belongs to A.
    assert letters(np.array([600, *[400 / 9] * 9]) / 3, POLICIES["differential"])[0] == "A"
    assert letters(TEN, AbcPolicy(method="differential", multiples=(2.0, 0.8))) == "AABBCCCCCC"


def test_fixed_limits_by_hand():
    policy = AbcPolicy(method="fixed", limits=(200.0, 60.0))
    assert letters(TEN, policy) == "AABBBBCCCC"
    assert letters([200, 199.99, 60, 59.99, 0], policy) == "ABBCD"


def test_edge_says_nothing_to_the_other_methods():
    for name in ("differential", "tangent", "fixed"):
        given_ = POLICIES[name]
        both = [AbcPolicy(edge=edge, method=given_.method, limits=given_.limits)
                for edge in ("above", "incl")]  # fmt: skip
        assert letters(TEN, both[0]) == letters(TEN, both[1]) == letters(TEN, given_)


@pytest.mark.parametrize(
    ("name", "one", "equal"),
    [  # one item of 100, and ten of 10, by hand
        ("empirical", "A", "A" * 10),
        ("sum", "C", "A" * 10),  # 1 + 1 is above 1.45; .1 + .1 is not above 1
        ("sum above", "A", "A" * 10),
        ("differential", "B", "B" * 10),  # once the mean
        ("tangent", "A", "A" * 10),  # a straight curve
        ("fixed", "B", "C" * 10),
    ],
)
def test_one_item_and_equal_items(name, one, equal):
    assert letters([100], POLICIES[name]) == one
    assert letters([10] * 10, POLICIES[name]) == equal


@EVERY
def test_nothing_positive(policy):
    assert letters([], policy) == ""
    assert letters([0, -5, 0], policy) == "DDD"
    result = classify_abc(ids_of(2), np.array([0.0, -3]), policy)
    assert [note.code for note in result.notes] == ["note.abc_not_positive"]


@EVERY
def test_loss_makers_are_d_and_change_nothing(policy):
    assert letters([*TEN, 0, -400, -1], policy) == letters(TEN, policy) + "DDD"


def test_tangent_where_the_rest_is_equal():
    """By hand: 100 stands above the mean of 40; the rest is a straight line and stays B."""
    assert letters([100, 10, 10], POLICIES["tangent"]) == "ABB"


def test_nobody_in_a_is_told():
    notes = classify_abc(ids_of(10), TEN, POLICIES["differential"]).notes
    assert [note.text() for note in notes] == ["No item is class A by this method."]
    assert not classify_abc(ids_of(10), TEN, AbcPolicy()).notes


@EVERY
@given(values=MONEY)
def test_equal_items_better_items_and_row_order(policy, values):
    got = letters(values, policy)
    by_value = dict(zip(values, got, strict=True))
    assert all(by_value[value] == letter for value, letter in zip(values, got, strict=True))
    ranked = [by_value[value] for value in sorted(by_value, reverse=True)]
    assert ranked == sorted(ranked)
    assert all((letter == "D") == (value <= 0) for value, letter in by_value.items())
    mixed = shuffled(range(len(values)))
    assert letters([values[i] for i in mixed], policy) == "".join(got[i] for i in mixed)
    table = classify_abc(ids_of(len(values)), np.array(values), policy).table
    assert table["abc"].tolist() == sorted(got)


@given(MONEY, st.sampled_from(["sum", "differential", "tangent"]), st.sampled_from([0.01, 3.0]))
def test_another_currency_changes_no_class(values, method, rate):
    policy = AbcPolicy(method=method)
    assert letters(values, policy) == letters(np.array(values) * rate, policy)


@given(MONEY)
def test_tangent_is_the_farthest_point_from_the_chord(values):
    """The construction itself in fractions: the first highest point above the chord, twice."""
    cents = sorted((round(100 * v) for v in values if v > 0), reverse=True)
    assume(cents)

    def bend(part):
        run, heights = 0, []
        for place, cent in enumerate(part, start=1):
            run += cent
            heights.append(Fraction(run, sum(part)) - Fraction(place, len(part)))
        return heights.index(max(heights)) + 1 if max(heights, default=0) > 0 else len(part)

    a = bend(cents)
    b = bend(cents[a:])
    expected = "A" * a + "B" * b + "C" * (len(cents) - a - b)
    assert letters([c / 100 for c in cents], POLICIES["tangent"]) == expected


@given(MONEY, st.sampled_from(["above", "incl"]))
def test_sum_and_differential_in_fractions(values, edge):
    cents = [round(100 * value) for value in values]
    good = [c for c in cents if c > 0]
    total, n = sum(good), len(good)

    def by_sum(cent):
        reached = Fraction(sum(c for c in good if c > cent), total)
        reached += Fraction(sum(c > cent for c in good), n)
        if edge == "incl":
            reached += Fraction(cent, total) + Fraction(1, n)
            return "ABC"[(reached > 1) + (reached > Fraction(145, 100))]
        return "ABC"[(reached >= 1) + (reached >= Fraction(145, 100))]

    def by_mean(cent):
        return "A" if cent * n >= 6 * total else "C" if 2 * cent * n <= total else "B"

    for rule, policy in (
        (by_sum, AbcPolicy(method="sum", edge=edge)),
        (by_mean, POLICIES["differential"]),
    ):
        expected = ["D" if c <= 0 else rule(c) for c in cents]
        assert letters(values, policy) == "".join(expected)


def test_joined_classes_by_hand():
    """Above the revenues stand 0, .70, .90 and .99; above the margins of 50, 45, 5 0, .5, .95."""
    revenue, margin = np.array([700.0, 200, 90, 10]), np.array([-5.0, 50, 45, 5])
    result = join_abc(ids_of(4), revenue, margin, AbcPolicy())
    assert result.table["abc_joint"].tolist() == ["AD", "AA", "BA", "CC"]
    assert result.counts.loc["A"].tolist() == [1, 0, 0, 1]
    assert result.counts.loc["B", "A"] == result.counts.loc["C", "C"] == 1
    assert result.counts.to_numpy().sum() == 4
    assert joint_classes([revenue, margin], AbcPolicy()).tolist() == ["AD", "AA", "BA", "CC"]


def test_an_unknown_margin_has_no_letter_and_moves_no_border():
    result = join_abc(ids_of(3), np.array([5.0, 5, 5]), np.array([80.0, np.nan, 20]), AbcPolicy())
    assert result.table["abc_joint"].astype(object).fillna("").tolist() == ["AA", "", "AB"]
    assert result.counts.to_numpy().sum() == 2


def test_fixed_limits_are_those_of_the_first_measure():
    policy = AbcPolicy(method="fixed", limits=(600.0, 100.0))
    revenue, margin = np.array([700.0, 200, 9]), np.array([1.0, 50, 45])
    by_shares = ["AC", "BA", "CA"]  # above the margins stand .99, 0, .52
    assert joint_classes([revenue, margin], policy).tolist() == by_shares
    assert join_abc(ids_of(3), revenue, margin, policy).table["abc_joint"].tolist() == by_shares


def test_weighted_index_by_hand():
    """Money 60, 40 and pieces 1, 3, weights 3 : 1: .75 x .60 + .25 x .25 = .5125, and the rest."""
    index = weighted_index([np.array([60.0, 40]), np.array([1.0, 3])], [3, 1])
    np.testing.assert_allclose(index, [0.5125, 0.4875], rtol=1e-15)


def test_a_loss_in_one_measure_makes_the_item_d():
    """By hand: revenue 50, 50; margin 8, -2, of a sum above 0 of 8: -.25 at half the weight."""
    index = weighted_index([np.array([50.0, 50]), np.array([8.0, -2])], [1, 1])
    np.testing.assert_allclose(index, [0.75, -0.125], rtol=1e-15)
    assert letters(index, AbcPolicy()) == "AD"
    unweighted = weighted_index([np.array([50.0, 50]), np.array([8.0, -2])], [1, 0])
    assert unweighted.tolist() == [0.5, 0.5]


def test_a_measure_without_anything_above_0():
    index = weighted_index([np.array([3.0, 1, 0]), np.array([0.0, -4, -1])], [1, 1])
    np.testing.assert_allclose(index, [0.375, -0.4, -0.1], rtol=1e-15)
    assert weighted_index([np.zeros(2)], [1]).tolist() == [0, 0]


@given(MONEY, st.sampled_from([0.01, 100.0]), st.integers(1, 9))
def test_one_measure_or_the_same_twice_is_that_measure(values, rate, weight):
    money = np.array(values)
    plain = letters(values, AbcPolicy())
    index = weighted_index([money, rate * money], [weight, 1])
    assert letters(index.round(12), AbcPolicy()) == plain
