import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.errors import SettingError
from scoring.settings import RISK_CLASSES, PaymentPolicy, RiskPolicy
from scoring.solvency.payments import rate_payments
from scoring.solvency.risk import adjust_for_importance, risk_classes
from tests.scoring.build import shuffled
from tests.scoring.ledger import AS_OF, INVOICES, ledger, relative

POLICY = RiskPolicy()
BADNESS = {"R1": 0, "R2": 1, "R0": 2, "R3": 3, "R4": 4}  # by default probability of default


def risk_of(rows, policy=POLICY, months=24):
    payments = rate_payments(relative(rows), AS_OF, PaymentPolicy(window_months=months))
    return risk_classes(payments, policy)


def class_of(rows, policy=POLICY):
    return risk_of(rows, policy).table["risk_class"][0]


# Days for an index on the cut, by hand from the points: 75 is 7.5 days (80 - 10 x 7.5 / 15),
# made of 7 and 8; 60 is 22 days; 40 is 60 days.
@pytest.mark.parametrize(
    ("late", "risk"),
    [
        ((0, 0, 0, 0), "R1"),
        ((7, 8, 7, 8), "R1"),
        ((8, 8, 7, 8), "R2"),
        ((22, 22, 22), "R2"),
        ((23, 22, 22), "R3"),
        ((60, 60, 60), "R3"),
        ((61, 60, 60), "R4"),
    ],
)
def test_by_the_index(late, risk):
    assert class_of([("a", 400, days, 100.0) for days in late]) == risk


# Prompt money of 900 and 100 or 101 overdue: 10 % is within the tolerance, more is not.
@pytest.mark.parametrize(
    ("age", "amount", "risk"),
    [
        (1, 100, "R1"),
        (1, 101, "R2"),
        (30, 101, "R2"),
        (31, 101, "R3"),
        (90, 101, "R3"),
        (91, 101, "R4"),
        (400, 100, "R2"),  # within the tolerance; the index, 72, is that of R2
    ],
)
def test_by_what_is_overdue(age, amount, risk):
    assert class_of([("a", 300, 0, 300)] * 3 + [("a", age, None, amount)]) == risk


@pytest.mark.parametrize(
    ("rows", "risk"),
    [
        ([("b", 10, 0, 5)], "R0"),  # no invoices
        ([("a", -10, None, 5)] * 9, "R0"),  # none due
        ([("a", 10, 0, 5)] * 2, "R0"),
        ([("a", 30, None, 5)], "R0"),
        ([("a", 31, None, 5)], "R4"),
        ([("a", 300, None, 5)], "R4"),
        ([("a", 10, 0, 5)] * 3, "R1"),
    ],
)
def test_too_few_invoices_are_unknown_unless_long_overdue(rows, risk):
    assert class_of(rows) == risk


def test_table_and_summary_by_hand():
    """a: prompt, owes 1000 not due, R1: 0.005 x 0.6 x 1000 = 3. b: nothing known, owes 200
    not due, R0: 0.05 x 0.6 x 200 = 6."""
    rows = [("a", 50, 0, 10.0)] * 3 + [("a", -5, None, 1000.0), ("b", -5, None, 200.0)]
    result = risk_of(rows)
    assert result.table["expected_loss"].tolist() == pytest.approx([3, 6, 0, 0])
    summary = result.summary.set_index("risk_class")
    assert summary.index.tolist() == list(RISK_CLASSES)
    assert summary["customers"].tolist() == [1, 0, 0, 0, 3]
    assert summary["open_balance"].tolist() == [1000, 0, 0, 0, 200]
    assert summary["expected_loss"].tolist() == pytest.approx([3, 0, 0, 0, 6])
    assert [note.text() for note in result.notes] == [
        "Customers of unknown risk, R0: 3, owing 200.00."
    ]


def test_nobody():
    result = risk_classes(rate_payments(ledger([]), AS_OF, PaymentPolicy()), POLICY)
    assert result.table.empty
    assert result.notes == ()
    assert (result.summary["customers"] == 0).all()
    standing = result.of(np.array(["x"], object))
    assert (standing.classes.tolist(), standing.open_balance.tolist()) == ([4], [0])


def test_ids_without_invoices_are_unknown():
    result = risk_of([("a", 50, 0, 10.0)] * 3 + [("c", 400, None, 7.0)] * 3)
    standing = result.of(np.array(["c", "zz", "a"], object))
    assert [RISK_CLASSES[code] for code in standing.classes] == ["R4", "R0", "R1"]
    assert standing.open_balance.tolist() == [21, 0, 0]
    assert standing.overdue.tolist() == [21, 0, 0]


# METHODS.md 2.14 and 2.19, modifiers: critical one better, not above R1; replaceable and
# overdue one worse.
@pytest.mark.parametrize(
    ("before", "importance", "overdue", "after"),
    [
        ("R3", "critical", True, "R2"),
        ("R1", "critical", False, "R1"),
        ("R2", "replaceable", True, "R3"),
        ("R2", "replaceable", False, "R2"),
        ("R4", "replaceable", True, "R4"),
        ("R2", "important", True, "R2"),
        ("R2", None, True, "R2"),
        ("R0", "critical", True, "R0"),
        ("R0", "replaceable", True, "R0"),
    ],
)
def test_importance(before, importance, overdue, after):
    codes = np.array([RISK_CLASSES.index(before)], np.int8)
    shifted = adjust_for_importance(codes, np.array([importance], object), np.array([overdue]))
    assert RISK_CLASSES[shifted[0]] == after


@given(INVOICES, st.data(), st.sampled_from([1, 24]))
def test_paying_later_never_makes_the_class_better(rows, data, months):
    at = data.draw(st.integers(0, len(rows) - 1))
    customer, age, late, amount = rows[at]
    later = None if late is None else data.draw(st.none() | st.integers(late, 400))
    a = risk_of(rows, months=months).table["risk_class"].map(BADNESS).astype(int)
    other = [*rows[:at], (customer, age, later, amount), *rows[at + 1 :]]
    b = risk_of(other, months=months).table
    assert (b["risk_class"].map(BADNESS).astype(int) >= a).all()


@given(INVOICES)
def test_everything_overdue_is_never_low_risk(rows):
    result = risk_of([(customer, abs(age) + 1, None, money) for customer, age, _, money in rows])
    assert (result.table["risk_class"] != "R1").all()


@given(INVOICES, st.sampled_from([0.01, 4.0, 1000.0]))
def test_order_and_currency_change_no_class(rows, rate):
    a = risk_of(rows)
    pd.testing.assert_frame_equal(a.table, risk_of(shuffled(rows)).table, check_exact=True)
    b = risk_of([(*row[:3], row[3] * rate) for row in rows])
    assert a.classes.tolist() == b.classes.tolist()


@given(INVOICES)
def test_the_summary_equals_the_list(rows):
    result = risk_of(rows)
    by_class = result.table.groupby("risk_class", observed=False)
    assert result.summary["customers"].tolist() == by_class.size().tolist()
    for column in ("open_balance", "overdue", "expected_loss"):
        np.testing.assert_allclose(
            result.summary[column], by_class[column].sum(), rtol=1e-9, atol=1e-9
        )


@pytest.mark.parametrize(
    ("values", "setting"),
    [
        ({"index_cuts": (60, 40, 75)}, "risk.index_cuts"),
        ({"index_cuts": (40, 60)}, "risk.index_cuts"),
        ({"index_cuts": (40, 60, 100)}, "risk.index_cuts"),
        ({"overdue_days": (0, 45, 90)}, "risk.overdue_days"),
        ({"overdue_days": (30, 0, 90)}, "risk.overdue_days"),
        ({"overdue_tolerance": 10}, "risk.overdue_tolerance"),
        ({"p_default": (0.02, 0.01, 0.06, 0.2, 0.05)}, "risk.p_default"),
        ({"p_default": (0.01, 0.02, 0.06, 0.2, 5)}, "risk.p_default"),
        ({"p_default": (0.01, 0.02, 0.06, 0.2)}, "risk.p_default"),
        ({"lgd": 1.1}, "risk.lgd"),
    ],
)
def test_settings_refused(values, setting):
    with pytest.raises(SettingError) as refused:
        RiskPolicy(**values)
    assert refused.value.setting == setting
