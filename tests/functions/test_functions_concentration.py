"""Concentration in cells: what is refused, and what changes nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_addin.functions import CONC_INDEX, CONC_STRESS, LORENZ_CURVE


@pytest.mark.parametrize(
    ("call", "answer"),
    [
        (lambda: CONC_INDEX([1.0, "x"], "HHI"), "#CONC_INDEX: values, row 2: 'x' is not a number."),
        (
            lambda: CONC_INDEX([1.0], "HHL"),
            "#CONC_INDEX: kind: 'HHL' is not one of: HHI, CR, TOP, EFFN, GINI, GINI_N",
        ),
        (lambda: CONC_INDEX([1.0], "CR", 0.0), "#CONC_INDEX: Setting n is 0. Enter a value in 1 …"),
        (lambda: CONC_INDEX([1.0], "CR", 0.5), "#CONC_INDEX: n: 0.5 is not a whole number"),
        (lambda: CONC_INDEX([1.0], "TOP", -0.5), "#CONC_INDEX: n: -0.5 is not a whole number"),
        (
            lambda: CONC_INDEX([1.0, 2.0], "HHI", None, ["G"]),
            "#CONC_INDEX: groups: 1 row, but values has 2",
        ),
        (
            lambda: CONC_INDEX([1.0, 2.0], "HHI", None, ["G", "#N/A"]),
            "#CONC_INDEX: groups, row 2: #N/A is an Excel error.",
        ),
        (lambda: LORENZ_CURVE([1.0], 1.0), "#LORENZ_CURVE: Setting points is 1. Enter a whole"),
        (
            lambda: CONC_STRESS([1.0, 2.0], [1.0, None], 1.0),
            "#CONC_STRESS: margin, row 2: the cell is empty.",
        ),
        (
            lambda: CONC_STRESS([1.0, 2.0], [1.0], 1.0),
            "#CONC_STRESS: margin: 1 row, but revenue has 2",
        ),
        (
            lambda: CONC_STRESS([1.0], [1.0], [1.0, 1.5]),
            "#CONC_STRESS: lost, row 2: 1.5 is not a number of customers",
        ),
        (
            lambda: CONC_STRESS([1.0], [1.0], -1.0),
            "#CONC_STRESS: lost, row 1: -1 is not a number of customers",
        ),
        (lambda: CONC_STRESS([1.0], [1.0], None), "#CONC_STRESS: lost, row 1: the cell is empty."),
        (
            lambda: CONC_STRESS([1.0], [1.0], 1.0, -1.0),
            "#CONC_STRESS: Setting fixed_cost is -1. Enter a value in 0 …",
        ),
    ],
)
def test_what_is_refused(call, answer):
    assert call().startswith(answer)


def test_headers_and_blanks_are_passed_over():
    values = [60.0, 10.0, 10.0, 20.0]
    assert LORENZ_CURVE(["Revenue", *values, None]) == LORENZ_CURVE(values)
    assert CONC_STRESS(["Revenue", 2.0, 1.0], ["Margin", 1.0, 1.0], ["Lost", 1.0]) == CONC_STRESS(
        [2.0, 1.0], [1.0, 1.0], [None, 1.0]
    )


def test_nothing_above_zero_has_no_curve():
    assert LORENZ_CURVE([0.0, -1.0]) == [[0.0, "–"], [0.5, "–"], [1.0, "–"]]


@given(st.lists(st.integers(1, 1000).map(float), min_size=1, max_size=12), st.integers(1, 12))
def test_stress_and_share_of_the_largest_agree(values, n):
    (row,) = CONC_STRESS(values, values, float(n), headers=False)
    share = CONC_INDEX(values, "CR", float(n))
    assert row[2] == pytest.approx(share, rel=1e-12)
    assert CONC_INDEX(values, "TOP", float(n)) == share
