from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.errors import SettingError
from scoring.settings import (
    DECISION_CELLS,
    PAYMENT_FORMS,
    RISK_CLASSES,
    VALUE_CLASSES,
    DecisionPolicy,
    PaymentPolicy,
    RiskPolicy,
)
from scoring.solvency.decisions import VERDICTS, DecisionFacts, decide
from scoring.solvency.matrix import matrix_frame, matrix_terms, value_codes
from scoring.solvency.payments import rate_payments
from scoring.solvency.risk import risk_classes
from scoring.solvency.terms import current_terms, form_codes
from tests.scoring.build import shuffled
from tests.scoring.ledger import AS_OF, INVOICES, relative, terms_of

POLICY, RISK = DecisionPolicy(), RiskPolicy()
LAXNESS = {"loosen": 0, "keep": 1, "tighten": 2}


def facts_of(rows, terms=None, average_order=None):
    """Return facts of (id, value, risk, daily revenue, exposure) rows."""
    ids, value, risk, revenue, exposure = zip(*rows, strict=True) if rows else [()] * 5
    return DecisionFacts(
        ids=np.array(ids, object),
        value=value_codes(np.array(value, object)),
        risk=np.array([RISK_CLASSES.index(each) for each in risk], np.int8),
        daily_revenue=np.array(revenue, float),
        exposure=np.array(exposure, float),
        average_order=average_order,
        terms=None if terms is None else terms_of(terms),
    )


def decided(rows, terms=None, policy=POLICY, **more):
    return decide(facts_of(rows, terms, **more), policy, RISK, AS_OF)


def one(row, terms=None, **more):
    return decided([("a", *row)], terms, **more).table.iloc[0]


# METHODS.md 2.19, default table: ranges of days, share of the need, review in months.
@pytest.mark.parametrize(
    ("pair", "forms", "days", "share", "months"),
    [
        ("A R1", "open", (45, 60), 1.2, 12),
        ("A R2", "open", (30, 45), 1.0, 6),
        ("A R3", "secured", (14, 30), 0.5, 3),
        ("A R4", "partial prepay secured", (0, 0), 0, 1),
        ("A R0", "trial", (14, 14), 1.0, 3),
        ("B R1", "open", (30, 45), 1.0, 12),
        ("B R2", "open", (21, 30), 0.8, 6),
        ("B R3", "open partial", (7, 14), 0.3, 3),
        ("B R4", "prepay", (0, 0), 0, 1),
        ("B R0", "prepay", (0, 0), 0, None),
        ("C R1", "open", (14, 21), 1.0, 12),
        ("C R2", "open", (7, 14), None, None),
        ("C R3", "prepay", (0, 0), 0, None),
        ("C R4", "prepay exit", (0, 0), 0, None),
        ("C R0", "prepay", (0, 0), 0, None),
    ],
)
def test_default_cells(pair, forms, days, share, months):
    value, risk = pair.split()
    codes = [VALUE_CLASSES.index(value)], [RISK_CLASSES.index(risk)]
    cell = matrix_terms(*(np.array(code, np.int8) for code in codes), POLICY).iloc[0]
    assert (cell["value_class"], cell["risk_class"]) == (value, risk)
    assert cell["form"] in forms.split()
    assert days[0] <= cell["days"] <= days[1]
    assert share in {None, cell["limit_share"]}
    assert months in {None, cell["review_months"]}


def test_default_approvers():
    """METHODS.md 2.19: A R3 committee, A R4 director."""
    frame = matrix_frame(POLICY).set_index(["value_class", "risk_class"])
    assert frame.loc[("A", "R3"), "approver"] == "committee"
    assert frame.loc[("A", "R4"), "approver"] == "director"


def test_the_default_matrix_is_never_laxer_for_more_risk_or_less_value():
    frame = matrix_frame(POLICY)
    for column, better in (("days", 1), ("limit_share", 1), ("prepay_share", -1)):
        board = better * frame[column].to_numpy(float).reshape(4, 5)
        by_risk = board[:, [0, 1, 2, 3]]
        assert (np.diff(by_risk, axis=1) <= 0).all(), column
        assert (board[:, 4] >= board[:, 3]).all(), column  # what is unknown may turn out R4
    assert (np.diff(frame["days"].to_numpy().reshape(4, 5), axis=0) <= 0).all()
    assert decided([]).notes == ()


def test_matrix_rows_may_stand_in_any_order():
    mixed = DecisionPolicy(cells=tuple(shuffled(DECISION_CELLS)))
    pd.testing.assert_frame_equal(matrix_frame(mixed), matrix_frame(POLICY))


def test_a_matrix_that_rewards_risk_is_told():
    cells = [cell._replace(days=90) if cell[:2] == ("B", "R2") else cell for cell in DECISION_CELLS]
    result = decided([], policy=DecisionPolicy(cells=tuple(cells)))
    assert [note.text() for note in result.notes] == [
        "Decision matrix: better terms for a higher risk in B R2."
    ]


def test_by_hand():
    """A, R1: 60 days x 1000 = need 60000, limit 120 % of it. Now 30 days, 20000: loosen.

    What will be owed is the need; owed now 15000: 45000 more. Loss 0.005 x 0.6 x 45000 = 135,
    financing 15 % of 45000 = 6750; together 51885. Expected loss now 0.003 x 15000 = 45.
    Review 12 months after 31 March 2024.
    """
    row = one(("A", "R1", 1000, 15_000), [("a", "Отсрочка", 30, 20_000)])
    assert row[["form_now", "form", "verdict"]].tolist() == ["open", "open", "loosen"]
    assert row[["days_now", "days", "limit_now", "limit"]].tolist() == [30, 60, 20_000, 72_000]
    assert row["exposure_change"] == 45_000
    assert row[["loss_change", "financing_change"]].tolist() == pytest.approx([135, 6_750])
    assert row["money_effect"] == pytest.approx(51_885)
    assert row["expected_loss"] == pytest.approx(45)
    assert row["approver"] == "manager"
    assert row["next_review"] == pd.Timestamp(2025, 3, 31)


def test_tightening_by_hand():
    """B, R4: prepay. 10000 owed is freed, with 0.2 x 0.6 x 10000 = 1200 and 1500."""
    row = one(("B", "R4", 1000, 10_000), [("a", "open", 45, 50_000)])
    assert row[["verdict", "form", "days", "limit"]].tolist() == ["tighten", "prepay", 0, 0]
    changes = row[["exposure_change", "loss_change", "financing_change"]]
    assert changes.tolist() == pytest.approx([-10_000, -1_200, -1_500])
    assert row["money_effect"] == pytest.approx(-12_700)
    assert row["next_review"] == pd.Timestamp(2024, 4, 30)


# A, R2: open, 45 days, limit 45000 for 1000 a day; the tolerance is 10 %.
@pytest.mark.parametrize(
    ("terms", "exposure", "verdict"),
    [
        (("open", 45, 45_000), 0, "keep"),
        (("open", 45, 49_500), 0, "keep"),
        (("open", 45, 49_501), 0, "tighten"),
        (("open", 45, 40_500), 0, "keep"),
        (("open", 45, 40_499), 0, "loosen"),
        (("open", 46, 45_000), 0, "tighten"),
        (("open", 30, 45_000), 0, "loosen"),
        (("open", 30, 90_000), 0, "tighten"),  # laxer in one thing: caution first
        (("secured", 45, 45_000), 0, "loosen"),
        (("prepay", None, None), 0, "loosen"),
        (("prepay", None, None), 90_000, "loosen"),  # terms are compared, not old debts
        (("open", 45, None), 49_500, "keep"),
        (("open", 45, None), 49_501, "tighten"),  # no limit: what is owed stands for it
        (("open", 45, None), 0, "keep"),
        (("barter", 45, 45_000), 0, "keep"),
        ((None, None, 45_000), 0, "keep"),
        ((None, None, None), 0, "no_terms"),
        (("barter", None, None), 0, "no_terms"),
    ],
)
def test_verdicts(terms, exposure, verdict):
    row = one(("A", "R2", 1000, exposure), [("a", *terms)])
    assert row["verdict"] == verdict
    if verdict == "keep":
        assert row["money_effect"] == 0


def test_no_row_of_terms():
    assert one(("A", "R2", 1000, 0))["verdict"] == "no_terms"
    row = one(("A", "R2", 1000, 5_000), [("b", "open", 45, 45_000)])
    assert row["verdict"] == "no_terms"
    assert row["form_now"] is None
    assert np.isnan(row["days_now"])
    assert row["exposure_change"] == 40_000


def test_paying_before_means_no_days():
    terms = terms_of(
        [("a", "prepay", None, None), ("b", "exit", None, None), ("c", "open", None, 1)]
    )
    days = current_terms(np.array(list("abc"), object), terms).days
    assert days.tolist()[:2] == [0, 0]
    assert np.isnan(days[2])


def test_a_tightening_never_adds_and_a_loosening_never_frees():
    assert one(("A", "R2", 1000, 0), [("a", "open", 90, 45_000)])["money_effect"] == 0
    assert one(("A", "R2", 1000, 90_000), [("a", "open", 30, 45_000)])["money_effect"] == 0


def test_trial_is_one_average_order():
    """METHODS.md 2.19, A R0: 14 d trial, one average order; without it the need of 14 days."""
    row = ("A", "R0", 1000, 0)
    order = np.array([9_000.0])
    assert one(row, average_order=order)[["form", "days", "limit"]].tolist() == ["trial", 14, 9_000]
    assert one(row)["limit"] == 14_000
    assert one(row, average_order=np.array([np.nan]))["limit"] == 14_000
    with_vat = decided([("a", *row)], policy=DecisionPolicy(vat=0.2), average_order=order)
    assert with_vat.table["limit"][0] == 10_800


def test_returns_only_need_nothing():
    row = one(("A", "R1", -50, 0))
    assert row[["limit", "money_effect"]].tolist() == [0, 0]


def test_value_classes():
    """D earns nothing and gets the terms of C; what is no class is new."""
    codes = value_codes(np.array(["A", "B", "C", "D", "N", None, "?"], object))
    assert [VALUE_CLASSES[code] for code in codes] == ["A", "B", "C", "C", "N", "N", "N"]


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("Предоплата", "prepay"), ("100%  предоплата", "prepay"), ("PREPAY", "prepay"),
        ("Отсрочка платежа", "open"), ("open account", "open"), ("открытый счёт", "open"),
        ("банковская гарантия", "secured"), ("Частичная предоплата", "partial"),
        ("trial", "trial"), ("прекратить", "exit"), ("", None), (None, None), ("бартер", None),
    ],
)  # fmt: skip
def test_words_of_payment_forms(word, form):
    code = form_codes(np.array([word], object))[0]
    assert (None if code < 0 else PAYMENT_FORMS[code]) == form


def test_forms_not_understood_are_told():
    terms = terms_of(
        [("a", "barter", None, None), ("b", "=cmd\u202e", 5, None), ("c", "open", 1, 1)]
    )
    now = current_terms(np.array(["b", "x", "a"], object), terms)
    assert now.agreed.tolist() == [True, False, False]
    assert now.notes[0].text() == (
        "Payment forms not understood, read as blank: 2 ('barter', '=cmd\\u202e')."
    )


def test_rows_are_sorted_by_the_size_of_the_effect():
    rows = [
        ("c", "A", "R2", 1000, 45_000),
        ("b", "A", "R2", 1000, 0),
        ("a", "A", "R2", 1000, 45_000),
        ("d", "B", "R4", 0, 90_000),
    ]
    assert decided(rows).table["customer"].tolist() == ["d", "b", "a", "c"]


def test_nobody():
    result = decided([])
    assert result.table.empty
    assert len(result.cells) == 20
    assert (result.customers == 0).all(axis=None)
    assert result.summary["verdict"].tolist() == list(VERDICTS)


FACTS = st.lists(
    st.tuples(
        st.sampled_from("ABCDN"),
        st.sampled_from(RISK_CLASSES),
        st.integers(-100, 10_000).map(float),
        st.integers(0, 100_000).map(float),
        st.sampled_from(["open", "secured", "partial", "prepay", None]),
        st.none() | st.integers(0, 120),
        st.none() | st.integers(0, 500_000),
    ),
    max_size=30,
)


def both(drawn):
    rows = [(f"{index:02d}", *row[:4]) for index, row in enumerate(drawn)]
    return rows, [(f"{index:02d}", *row[4:]) for index, row in enumerate(drawn)]


@given(FACTS)
def test_boards_equal_the_list(drawn):
    rows, terms = both(drawn)
    result = decided(rows, terms)
    table = result.table
    assert len(table) == len(rows)
    for value in VALUE_CLASSES:
        for risk in RISK_CLASSES:
            cell = table[(table["value_class"] == value) & (table["risk_class"] == risk)]
            assert result.customers.loc[value, risk] == len(cell)
            assert result.money.loc[value, risk] == cell["open_balance"].sum()
    assert result.cells["customers"].tolist() == result.customers.to_numpy().ravel().tolist()
    by_verdict = table.groupby("verdict", observed=False)
    assert result.summary["customers"].tolist() == by_verdict.size().tolist()
    effect = by_verdict["money_effect"].sum()
    np.testing.assert_allclose(result.summary["money_effect"], effect, rtol=1e-9, atol=1e-6)
    verdicts = pd.Series(np.array(VERDICTS)[result.verdicts], index=[row[0] for row in rows])
    assert verdicts.to_dict() == dict(zip(table["customer"], table["verdict"], strict=True))


@given(FACTS)
def test_money_adds_up_and_has_the_right_sign(drawn):
    table = decided(*both(drawn)).table
    parts = table[["exposure_change", "loss_change", "financing_change"]].sum(axis=1)
    np.testing.assert_allclose(table["money_effect"], parts)
    assert (table.loc[table["verdict"] == "tighten", "money_effect"] <= 0).all()
    assert (table.loc[table["verdict"] == "loosen", "money_effect"] >= 0).all()
    assert (table.loc[table["verdict"] == "keep", "money_effect"] == 0).all()
    assert (table["expected_loss"] >= 0).all()
    assert (table["limit"] >= 0).all()


@given(FACTS.filter(bool), st.sampled_from([0.25, 4.0, 1024.0]))
def test_order_and_currency_change_no_verdict(drawn, rate):
    rows, terms = both(drawn)
    result = decided(rows, terms)
    again = decided(shuffled(rows), shuffled(terms))
    pd.testing.assert_frame_equal(result.table, again.table, check_exact=True)
    scaled = decided(
        [(*row[:3], row[3] * rate, row[4] * rate) for row in rows],
        [(*row[:3], None if row[3] is None else row[3] * rate) for row in terms],
    )
    assert scaled.verdicts.tolist() == result.verdicts.tolist()
    np.testing.assert_allclose(
        scaled.table["money_effect"], result.table["money_effect"] * rate, rtol=1e-9, atol=1e-9
    )


@settings(deadline=None)  # rates and decides twice
@given(
    INVOICES,
    st.data(),
    st.sampled_from(VALUE_CLASSES),
    st.sampled_from([("open", 30, 20_000), ("open", 14, None), ("prepay", None, None)]),
    st.integers(0, 2000),
)
def test_paying_later_never_makes_the_verdict_laxer(rows, data, value, terms, revenue):
    at = data.draw(st.integers(0, len(rows) - 1))
    customer, age, late, amount = rows[at]
    later = None if late is None else data.draw(st.none() | st.integers(late, 400))
    verdicts = []
    for ledger in (rows, [*rows[:at], (customer, age, later, amount), *rows[at + 1 :]]):
        payments = rate_payments(relative(ledger), AS_OF, PaymentPolicy())
        standing = risk_classes(payments, RISK).of(np.array(list("abcd"), object))
        every = [
            (each, value, RISK_CLASSES[code], revenue, money)
            for each, code, money in zip(
                "abcd", standing.classes, standing.open_balance, strict=True
            )
        ]
        result = decided(every, [(each, *terms) for each in "abcd"])
        by_id = result.table.set_index("customer")["verdict"].sort_index()
        verdicts.append([LAXNESS[verdict] for verdict in by_id])
    assert all(after >= before for before, after in zip(*verdicts, strict=True))


def test_leap_day_review():
    row = decide(facts_of([("a", "A", "R1", 1, 0)]), POLICY, RISK, date(2024, 2, 29)).table.iloc[0]
    assert row["next_review"] == pd.Timestamp(2025, 2, 28)


def without(cells, pair):
    return tuple(cell for cell in cells if cell[:2] != pair)


def changed(**values):
    return (DECISION_CELLS[0]._replace(**values), *DECISION_CELLS[1:])


@pytest.mark.parametrize(
    ("values", "setting"),
    [
        ({"cells": without(DECISION_CELLS, ("A", "R1"))}, "decisions"),
        ({"cells": (*DECISION_CELLS, DECISION_CELLS[0])}, "decisions"),
        ({"cells": changed(value_class="E")}, "decisions"),
        ({"cells": changed(form="barter")}, "decisions A R1 form"),
        ({"cells": changed(days=-1)}, "decisions A R1 days"),
        ({"cells": changed(days=30.5)}, "decisions A R1 days"),
        ({"cells": changed(limit_share=120)}, "decisions A R1 limit_share"),
        ({"cells": changed(prepay_share=50)}, "decisions A R1 prepay_share"),
        ({"cells": changed(approver="nobody")}, "decisions A R1 approver"),
        ({"cells": changed(review_months=0)}, "decisions A R1 review_months"),
        ({"tolerance": -0.1}, "decisions.tolerance"),
        ({"financing_rate": 15}, "decisions.financing_rate"),
        ({"vat": 20}, "decisions.vat"),
    ],
)
def test_settings_refused(values, setting):
    with pytest.raises(SettingError) as refused:
        DecisionPolicy(**values)
    assert refused.value.setting == setting


def test_a_missing_cell_is_named():
    with pytest.raises(SettingError, match="missing, twice or unknown: A R1"):
        DecisionPolicy(cells=without(DECISION_CELLS, ("A", "R1")))
