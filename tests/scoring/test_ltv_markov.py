"""Hand calculations with chains of two and three segments."""

import numpy as np
import pytest

from scoring.errors import SettingError
from scoring.value.ltv.markov import segment_values, transition_shares

# Active, sleeping, lost: nobody comes back from lost.
THREE = np.array([[0.6, 0.3, 0.1], [0.2, 0.5, 0.3], [0.0, 0.0, 1.0]])
MARGINS = np.array([100.0, 10.0, 0.0])


def test_two_segments_are_the_retention_formula():
    """METHODS 2.6: m = 1800, r = .75, d = .15 give 3375, and 5175 where the first comes now."""
    shares = np.array([[0.75, 0.25], [0.0, 1.0]])
    margins = np.array([1800.0, 0.0])
    assert segment_values(margins, shares, None, 0.15) == pytest.approx([3375, 0])
    assert segment_values(margins, shares, None, 0.15, first_now=True) == pytest.approx([5175, 0])


def test_what_a_row_lacks_is_lost():
    assert segment_values(np.array([1800.0]), np.array([[0.75]]), None, 0.15) == pytest.approx(3375)


def test_two_periods_of_three_segments():
    """By hand: after one period 63, 25, 0; after two .6 63 + .3 25 = 45.3, .2 63 + .5 25 = 25.1."""
    assert segment_values(MARGINS, THREE, 1) == pytest.approx([63, 25, 0])
    assert segment_values(MARGINS, THREE, 2) == pytest.approx([63 + 45.3, 25 + 25.1, 0])
    assert segment_values(MARGINS, THREE, 2, 0.25) == pytest.approx(
        [63 / 1.25 + 45.3 / 1.5625, 25 / 1.25 + 25.1 / 1.5625, 0]
    )
    assert segment_values(MARGINS, THREE, 2, 0.25, first_now=True) == pytest.approx(
        [100 + 63 / 1.25, 10 + 25 / 1.25, 0]
    )


def test_all_periods_of_three_segments():
    """By hand, d = 0.25: (1 - .48) a - .24 s = 100 and -.16 a + (1 - .4) s = 10.

    So s = (10 + .16 a) / .6 and .52 a - .4 (10 + .16 a) = 100: a = 104 / .456.
    """
    active = 104 / 0.456
    sleeping = (10 + 0.16 * active) / 0.6
    now = segment_values(MARGINS, THREE, None, 0.25, first_now=True)
    assert now == pytest.approx([active, sleeping, 0])
    later = segment_values(MARGINS, THREE, None, 0.25)
    assert later == pytest.approx([active - 100, sleeping - 10, 0])


def test_a_long_horizon_nears_all_periods():
    endless = segment_values(MARGINS, THREE, None, 0.1)
    assert segment_values(MARGINS, THREE, 500, 0.1) == pytest.approx(endless)


def test_a_sum_without_an_end():
    with pytest.raises(SettingError, match="the sum for ever has no end"):
        segment_values(MARGINS, THREE, None, 0.0)


def test_shares_from_customers():
    """By hand; nobody was in the third segment: whoever enters it stays."""
    counts = np.array([[30.0, 10.0, 0.0], [5.0, 10.0, 5.0], [0.0, 0.0, 0.0]])
    assert transition_shares(counts).tolist() == [[0.75, 0.25, 0], [0.25, 0.5, 0.25], [0, 0, 1]]
