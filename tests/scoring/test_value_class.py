"""The value class: the middle of the class of revenue and that of lifetime value."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from scoring.errors import SettingError
from scoring.settings import AbcPolicy, LtvPolicy, ValuePolicy
from scoring.value.abc import ABC_CLASSES
from scoring.value.abc_xyz import cross_abc_xyz
from scoring.value.ltv.model import estimate_ltv
from scoring.value.value_class import value_classes
from scoring.value.xyz import XYZ_CLASSES
from tests.scoring.build import sales_of

# Of 1000 the first two bring 79 %, so the third is A's neighbour B at 80 %; the rest is C.
CLV = {"p": 700.0, "q": 90.0, "r": 100.0, "s": 60.0, "t": 30.0, "u": 20.0, "v": 0.0}
LTV_CLASSES = {"p": "A", "r": "A", "q": "B", "s": "B", "t": "C", "u": "C", "v": "D"}


def lifetime(values):
    """A result with these values; all else comes from one order of each."""
    sales = sales_of([(name, "2024-01-01", 10.0) for name in values])
    result = estimate_ltv(sales, LtvPolicy(model="simple"), date(2024, 6, 30))
    table = result.table.assign(clv=result.table["customer"].map(values).astype(float))
    return replace(result, table=table)


def crossed(abc, xyz="X"):
    """ABC x XYZ of customers by name."""
    codes = np.array([ABC_CLASSES.index(letter) for letter in abc.values()], np.int8)
    others = np.full(codes.size, XYZ_CLASSES.index(xyz), np.int8)
    return cross_abc_xyz(np.array([*abc], object), np.ones(codes.size), codes, others)


def joined(abc, basis="both", values=CLV, xyz="X"):
    found = value_classes(crossed(abc, xyz), lifetime(values), ValuePolicy(basis), AbcPolicy())
    return dict(zip(found.table["id"], found.table["value"], strict=True))


def test_classes_of_lifetime_value_by_hand():
    """Above p stands nothing, above r 70 %, above q 80 %, above s 89 %, above t 95 %."""
    found = value_classes(crossed({"p": "A"}), lifetime(CLV), ValuePolicy(), AbcPolicy())
    assert found.ltv_of.to_dict() == LTV_CLASSES


@pytest.mark.parametrize(
    ("revenue", "customer", "value"),
    [
        ("A", "p", "A"),  # A and A
        ("A", "q", "A"),  # A and B: the better neighbour
        ("A", "t", "B"),  # A and C: the middle
        ("B", "p", "A"),
        ("B", "s", "B"),
        ("B", "u", "B"),
        ("C", "p", "B"),
        ("C", "q", "B"),
        ("C", "u", "C"),
        ("D", "p", "B"),  # D counts as C
        ("A", "v", "B"),
        ("D", "v", "C"),
        ("B", "stranger", "B"),  # no lifetime value: revenue stands alone
        ("D", "stranger", "C"),
    ],
)
def test_both(revenue, customer, value):
    assert joined({customer: revenue}) == {customer: value}


def test_one_basis_alone():
    abc = {"p": "C", "t": "A", "stranger": "B"}
    assert joined(abc, "abc") == {"p": "C", "t": "A", "stranger": "B"}
    assert joined(abc, "ltv") == {"p": "A", "t": "C", "stranger": "B"}


def test_new_customers_are_n_whatever_they_bring():
    assert joined({"p": "A", "t": "C"}, xyz="N") == {"p": "N", "t": "N"}


def test_without_lifetime_values_revenue_decides():
    cross = crossed({"p": "A", "t": "D"})
    found = value_classes(cross, None, ValuePolicy(), AbcPolicy())
    assert found.table["value"].tolist() == ["A", "C"]
    assert found.table["ltv"].tolist() == ["", ""]
    assert found.ltv_of.empty


def test_limits_in_money_are_for_revenue_alone():
    """Lifetime value is classed by its shares, where ABC of revenue goes by limits in money."""
    by_limits = AbcPolicy(method="fixed", limits=(1e9, 1e8))
    found = value_classes(crossed({"p": "A"}), lifetime(CLV), ValuePolicy(), by_limits)
    assert found.ltv_of.to_dict() == LTV_CLASSES


def test_a_word_that_is_no_basis_is_told():
    with pytest.raises(SettingError, match=r"value\.basis"):
        ValuePolicy("profit")  # type: ignore[arg-type]


def test_inputs_stay_as_they_are():
    cross = crossed({"p": "A", "q": "B"})
    before = cross.table.copy()
    value_classes(cross, lifetime(CLV), ValuePolicy(), AbcPolicy())
    pd.testing.assert_frame_equal(cross.table, before)
