"""Bins and ties: the table of METHODS 2.2, other programs, hand calculations, properties."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scoring.value.rfm_bins import bin_fixed, bin_values, bin_within, parted
from tests.scoring import reference

SIXTY = reference.TIES.given  # 60 bought once, 21 twice, 19 three times
EQUAL_KEEPING = ("low", "mean", "next", "keep", "drop")
VALUES = st.lists(st.integers(0, 20), min_size=1, max_size=60)


def sizes(binned):
    return np.bincount(binned.scores, minlength=binned.bins + 1)[1:].tolist()


@pytest.mark.parametrize(
    ("ties", "expected"),
    [
        # METHODS 2.2, table of ties.
        ("low", [60, 0, 0, 21, 19]),
        ("mean", [0, 60, 0, 21, 19]),
        ("split", [20] * 5),
        ("random", [20] * 5),
        ("drop", [60, 21, 19]),
        # By hand from the rule of the Modeler manual, 20 customers a bin: those who bought once
        # begin in bin 1 and straddle its border, those who bought twice begin at place 60, in bin
        # 4, and straddle 80; those who bought three times begin at 81, in bin 5.
        ("next", [0, 60, 0, 0, 40]),
        ("keep", [60, 21, 19]),
    ],
)
def test_sixty_one_time_buyers_of_a_hundred(ties, expected):
    assert sizes(bin_values(SIXTY, 5, ties)) == expected


def test_the_example_of_the_modeler_manual():
    """IBM SPSS Modeler, Binning node, tiles (equal count): quartiles of 10, 13, 15, 15, 20."""
    values = np.array([10, 13, 15, 15, 20])
    assert bin_values(values, 4, "next").scores.tolist() == [1, 2, 3, 3, 4]
    assert bin_values(values, 4, "keep").scores.tolist() == [1, 1, 2, 2, 3]
    assert bin_values(values, 4, "keep").bins == 3


def test_mean_ranks_by_hand():
    """Ranks 1, 2.5, 2.5, 4, 5: times 3 / 6 is .5, 1.25, 1.25, 2, 2.5, so bins 1 2 2 3 3."""
    assert bin_values(np.array([1, 2, 2, 3, 4]), 3, "mean").scores.tolist() == [1, 2, 2, 3, 3]


def test_split_parts_in_the_order_given():
    assert bin_values(np.array([7, 7, 7, 7]), 2, "split").scores.tolist() == [1, 1, 2, 2]
    order = np.array([3, 2, 1, 0])
    assert bin_values(np.array([7, 7, 7, 7]), 2, "split", order).scores.tolist() == [2, 2, 1, 1]


def test_all_equal_values():
    for ties, score, bins in (
        ("low", 1, 5), ("mean", 3, 5), ("next", 2, 5), ("keep", 1, 1), ("drop", 1, 1),
    ):  # fmt: skip
        binned = bin_values(np.full(9, 4), 5, ties)
        assert (set(binned.scores.tolist()), binned.bins) == ({score}, bins), ties


def test_the_top_value_of_each_bin_is_its_cut():
    """Under mean bin 1 is empty, bins 2 and 3 end at one order, bin 4 at two."""
    cuts = bin_values(SIXTY, 5, "mean").cuts
    np.testing.assert_array_equal(cuts, [np.nan, 1, 1, 2])
    np.testing.assert_array_equal(bin_values(SIXTY, 5, "drop").cuts, [1.4, 2])


def test_fixed_cuts_take_the_value_on_them_down():
    binned = bin_fixed(np.array([0, 30, 31, 90, 91]), (30, 90))
    assert binned.scores.tolist() == [1, 1, 2, 2, 3]
    assert binned.bins == 3


def test_nested_bins_by_hand():
    """Two groups of four: each by itself in halves, so 1 1 2 2 in both."""
    values, groups = np.array([1, 2, 3, 4, 10, 20, 30, 40]), np.array([1] * 4 + [2] * 4)
    binned = bin_within(values, groups, 2, "low")
    assert binned.scores.tolist() == [1, 1, 2, 2, 1, 1, 2, 2]
    assert np.isnan(binned.cuts).all()


def test_parted_counts_equal_values_of_different_score():
    values, scores = np.array([1, 1, 2, 2, 3]), np.array([1, 2, 2, 2, 3], np.int8)
    assert parted(values, scores) == 2
    assert parted(values, scores, np.array([1, 2, 1, 2, 1])) == 0


def exact_edges(values, bins):
    """Linear percentiles in fractions: pandas.qcut takes 5/6 of 18 for a hair below 15."""
    ordered = [Fraction(value) for value in sorted(values)]
    edges = []
    for step in range(bins + 1):
        place, part = divmod(Fraction(step * (len(values) - 1), bins), 1)
        low, high = ordered[place], ordered[min(place + 1, len(values) - 1)]
        edges.append(float(low + (high - low) * part))
    return edges


@given(VALUES, st.integers(2, 9))
@example([0] * 15 + [1] * 4, 6)
def test_drop_is_what_pandas_does(values, bins):
    binned = bin_values(np.array(values), bins, "drop")
    if min(values) < max(values):
        edges = sorted(set(exact_edges(values, bins)))
        pandas = pd.cut(values, edges, labels=False, include_lowest=True) + 1
        assert binned.scores.tolist() == pandas.tolist()
        assert binned.bins >= pandas.max()


@given(VALUES, st.integers(2, 9))
@example(list(range(19)), 6)
def test_split_is_what_pandas_does(values, bins):
    ranks = pd.Series(values).rank(method="first")
    if len(values) > 1:
        edges = exact_edges(ranks.astype(int).tolist(), bins)
        pandas = pd.cut(ranks, edges, labels=False, include_lowest=True) + 1
        assert bin_values(np.array(values), bins, "split").scores.tolist() == pandas.tolist()


@given(VALUES, st.integers(2, 9), st.sampled_from(EQUAL_KEEPING))
def test_more_is_never_worse_and_equal_is_equal(values, bins, ties):
    array = np.array(values)
    binned = bin_values(array, bins, ties)
    scores = pd.Series(binned.scores)
    assert scores.groupby(array).nunique().max() == 1
    assert scores.groupby(array).first().is_monotonic_increasing
    assert scores.between(1, binned.bins).all()
    assert 1 <= binned.bins <= bins


@given(VALUES, st.integers(2, 9), st.sampled_from(["split", "random"]), st.integers(0, 5))
def test_parted_bins_are_even(values, bins, ties, seed):
    order = np.random.default_rng(seed).permutation(len(values))
    counts = sizes(bin_values(np.array(values), bins, ties, order))
    assert max(counts) - min(counts) <= 1


@given(VALUES, st.integers(2, 9), st.sampled_from(EQUAL_KEEPING))
def test_a_scale_changes_nothing(values, bins, ties):
    array = np.array(values)
    one, other = bin_values(array, bins, ties), bin_values(array * 8.0, bins, ties)
    assert one.scores.tolist() == other.scores.tolist()


@given(VALUES, st.integers(2, 9), st.sampled_from(["low", "mean", "next", "keep", "drop"]))
def test_scores_follow_from_the_cuts(values, bins, ties):
    """A score is 1 + the number of cuts strictly below, wherever every bin below has a value."""
    array = np.array(values)
    binned = bin_values(array, bins, ties)
    if not np.isnan(binned.cuts).any():
        below = (array[:, None] > binned.cuts).sum(axis=1) + 1
        assert binned.scores.tolist() == below.tolist()
