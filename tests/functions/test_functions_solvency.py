"""Payments, losses, limits and terms in cells, against published tables and by hand."""

import datetime as dt
import doctest

import pytest

from scoring.settings import DECISION_CELLS
from scoring.solvency import payments as payments_room
from tests.functions.harness import MISSING, Error, Sheet, block, column
from tests.scoring.ledger import AS_OF
from xl_addin.functions import (
    CREDIT_LIMIT,
    DAYS_LATE,
    DECISION_TERMS,
    EXPECTED_LOSS,
    PAY_INDEX,
)
from xl_addin.functions.solvency import credit, decisions, payments

TODAY = dt.datetime.combine(AS_OF, dt.time())


def invoices(*late, amount=100.0, customer="C1"):
    """Rows (due, paid, amount, customer) of invoices paid so many days late; None is open."""
    due = dt.datetime(2024, 1, 1)
    return [
        (due, None if days is None else due + dt.timedelta(days=days), amount, customer)
        for days in late
    ]


def columns(rows):
    return [list(cells) for cells in zip(*rows, strict=True)]


@pytest.mark.parametrize(
    ("late", "index"),
    [(-30, 100), (-20, 90), (0, 80), (15, 70), (22, 60), (30, 50), (60, 40), (90, 30), (45, 45)],
)
def test_pay_index_is_that_of_the_paydex_table(late, index):
    """METHODS 2.16: docs.dnb.com, table of the PAYDEX; 45 days: value chart of dandb.com."""
    due, paid, amounts, _ = columns(invoices(late, late, late))
    assert PAY_INDEX(due, paid, amounts, "2024-06-30") == pytest.approx(index, abs=1e-9)
    assert DAYS_LATE(due, paid, amounts, "2024-06-30") == late


HAND = [  # 10 late, 10 late so far, not due yet, 5 early: as in the tests of the method
    (dt.datetime(2024, 3, 1), dt.datetime(2024, 3, 11), 1000.0, "a"),
    (dt.datetime(2024, 3, 21), None, 3000.0, "a"),
    (dt.datetime(2024, 4, 15), None, 500.0, "a"),
    (dt.datetime(2024, 2, 10), dt.datetime(2024, 2, 5), 2000.0, "a"),
]


def test_by_hand(excel):
    """(1000 x 10 + 3000 x 10 - 2000 x 5) / 6000 = 5; index 10 late 73 1/3, 5 early 82.5."""
    given = [column(*cells) for cells in columns(HAND)[:3]]
    assert excel("PAY_INDEX", *given, TODAY) == pytest.approx((4 * 220 / 3 + 2 * 82.5) / 6)
    assert excel("DAYS_LATE", *given, TODAY) == 5.0
    assert excel("DAYS_LATE", *given, TODAY, "average") == 5.0
    assert excel("DAYS_LATE", *given, TODAY, "наихудшее") == 10.0


def test_left_out_as_of_is_the_last_payment():
    """Last payment on 11 March; what is due on the 21st says nothing: (10000 - 10000) / 3000."""
    due, paid, amounts, _ = columns(HAND)
    assert DAYS_LATE(due, paid, amounts) == DAYS_LATE(due, paid, amounts, "2024-03-11") == 0.0
    # Nothing is paid: the last due day, 15 April; 45, 25, 0 and 65 days.
    assert DAYS_LATE(due, [None] * 4, amounts, None, "mean") == (45 + 25 + 0 + 65) / 4


def test_ids_spill_over_many_customers(excel):
    """By hand: C1 on the day 80, C2 a month late 50, C3 has one invoice only, C4 none."""
    rows = [
        *invoices(0, 0, 0),
        *invoices(30, 30, 30, customer="C2"),
        *invoices(5, customer="C3"),
    ]
    due, paid, amounts, customers = (column(*cells) for cells in columns(rows))
    ids = column("C2", None, "C1", "C3", "C4")
    given = (due, paid, amounts, TODAY)
    assert excel("PAY_INDEX", *given, MISSING, customers, ids) == [[50], [""], [80], ["–"], ["–"]]
    assert excel("PAY_INDEX", *given, 1.0, customers, "C3") == pytest.approx(80 - 10 / 3)
    late = excel("DAYS_LATE", *given, MISSING, customers, ids)
    assert late == [[30], [""], [0], [5], ["–"]]


def test_few_invoices_have_a_dash():
    due, paid, amounts, _ = columns(invoices(0, 0))
    assert PAY_INDEX(due, paid, amounts) == "–"
    assert PAY_INDEX(due, paid, amounts, min_invoices=2) == 80.0
    assert DAYS_LATE(due, paid, amounts, "2023-12-31") == "–"  # nothing has fallen due


def test_whole_columns_with_headers(excel):
    head = ("Due", "Paid", "Amount", "Customer")
    sheet = Sheet([head, *invoices(0, 0, 15), [None] * 4, *invoices(30, 30, 30, customer="C2")])
    whole = [sheet.column(place, 1_048_576) for place in (1, 2, 3, 4)]
    answer = excel("PAY_INDEX", *whole[:3], TODAY, MISSING, whole[3], whole[3])
    first = pytest.approx(230 / 3)
    assert [cell for (cell,) in answer] == ["", first, first, first, "", 50, 50, 50]


def test_numbers_as_dates_and_error_cells(excel):
    numbers = column(45292.0, 45292.0, 45292.0)  # 2024-01-01, as formulas hand it over
    assert excel("PAY_INDEX", numbers, numbers, column(1.0, 1.0, 1.0)) == 80.0
    told = excel("DAYS_LATE", numbers, column(None, Error("#N/A"), None), column(1.0, 1.0, 1.0))
    assert told == "#DAYS_LATE: paid, row 2: #N/A is an Excel error."


def test_customers_are_rated_once(monkeypatch):
    calls = []
    rate = payments_room.rate_payments
    monkeypatch.setattr(payments_room, "rate_payments", lambda *a: calls.append(1) or rate(*a))
    due, paid, amounts, customers = columns(invoices(0, 0, 0))
    for customer in ("C1", "C2", "C3"):
        PAY_INDEX(due, paid, amounts, None, 3, list(customers), customer)
        DAYS_LATE(due, paid, amounts, None, "worst", list(customers), customer)
    assert len(calls) == 1


def test_expected_loss():
    """METHODS 2.17: 0.04 x 0.6 x 500,000 = 12,000."""
    assert EXPECTED_LOSS(0.04, 0.6, 500_000.0) == 12_000
    assert EXPECTED_LOSS(0.04, 0.6, -500_000.0) == 0


def test_expected_loss_of_columns(excel):
    sheet = Sheet([["PD", "EAD"], [0.04, 500_000.0], [None, None], ["0.5", 10.0]])
    answer = [[""], [12_000], [""], [3]]
    assert excel("EXPECTED_LOSS", sheet.column(1), 0.6, sheet.column(2)) == answer
    whole = [sheet.column(place, 1_048_576) for place in (1, 2)]
    assert excel("EXPECTED_LOSS", whole[0], column(0.6), whole[1]) == answer
    assert excel("EXPECTED_LOSS", column(None), column(None), column(None)) == ""
    assert excel("EXPECTED_LOSS", block([[0.5, 0.1]]), 1.0, 10.0) == [5, 1]


@pytest.mark.parametrize(
    ("args", "limit", "binding"),
    [
        # METHODS 2.17, class B there: min(35 % of 80,000, 5 % of 700,000) = min(28,000, 35,000)
        ((1e6, 8e4, 7e5, "R2", "capacity"), 28_000, "capacity"),
        ((5e4, 8e4, 7e5, "R2"), 28_000, "capacity"),
        ((2e4, 8e4, 7e5, "р2"), 20_000, "need"),  # a Cyrillic letter
        # 10 % of 80,000 = 8,000; of a month's 700,000 / 12 = 5,833.33
        ((1e6, 8e4, 7e5, "R1", "10 %"), 7e4 / 12, "ten_percent"),
        ((1e6, 8e4, None, "R1", "ten_percent"), 8_000, "ten_percent"),
        ((2e4, 8e4, 7e5, "R2", "need", None, None, None, 5e3), 5_000, "room"),
        ((2_345.0, 8e4, 7e5, "R2", "need", None, None, None, None, 100.0), 2_300, "need"),
        # median of 10, 20, 60; mean of 10 % of 800, the median 20 and the need 30
        ((1e6, 8e4, 7e5, "R1", "references", None, None, [[10.0, 60.0, 20.0]]), 20, "references"),
        ((30.0, 800.0, 7e5, "R1", "среднее", None, None, [10.0, 60.0, 20.0]), 130 / 3, "average"),
        # a tenth of 6,000 / (0.06 x 0.6) = 16,666.67; 20 % of 800,000 is more
        ((1e6, 8e5, 7e7, "R3", "profit_risk", None, 6e3), 600 / 0.036, "profit_risk"),
        ((1e6, None, None, "R2", "capacity"), "–", "–"),
        ((None, 8e4, 7e5, "R2"), "–", "–"),
    ],
)
def test_credit_limit(args, limit, binding):
    assert CREDIT_LIMIT(*args) == (limit if limit == "–" else pytest.approx(limit))
    args = [*args, *[None] * (10 - len(args))]
    args[5] = "binding"
    assert CREDIT_LIMIT(*args) == binding


def test_credit_limits_of_columns(excel):
    rows = [
        ["Need", "Net worth", "Turnover", "Risk class", "Supplier A", "Supplier B"],
        [1e6, 8e4, 7e5, "R2", 10.0, 20.0],
        [None] * 6,
        [50.0, None, None, "r0", 40.0, None],
    ]
    sheet = Sheet(rows)
    given = [sheet.column(place) for place in (1, 2, 3, 4)]
    assert excel("CREDIT_LIMIT", *given) == [[""], [28_000], [""], [50]]
    references = sheet((1, 5), (4, 6))
    answer = excel("CREDIT_LIMIT", *given, "references", "limit", MISSING, references)
    assert answer == [[""], [15], [""], [40]]
    whole = [sheet.column(place, 1_048_576) for place in (1, 2, 3, 4)]
    assert excel("CREDIT_LIMIT", *whole, MISSING, "ограничение") == [
        [""], ["capacity"], [""], ["need"],
    ]  # fmt: skip


def test_decision_terms():
    """METHODS 2.19, the default table: A R1 open account 60 days, 120 % of need, 12 months."""
    assert DECISION_TERMS("A", "R1") == "open account"
    assert DECISION_TERMS("A", "R1", "all") == [["open account", 60, 1.2, 0, "manager", 12]]
    assert DECISION_TERMS("A", "R4", "согласует", lang="ru") == "директор"
    assert DECISION_TERMS("A", "R0", "review") == 3
    # D has the terms of C; Cyrillic letters of the same look are understood
    assert DECISION_TERMS(["D", "C", "с", "А"], ["R2", "R2", "р2", "R3"], "days") == [
        [14], [14], [14], [30],
    ]  # fmt: skip


def test_decision_terms_of_columns(excel):
    sheet = Sheet([["Value", "Risk"], ["A", "R1"], [None, None], ["N", "R3"]])
    given = [sheet.column(place) for place in (1, 2)]
    assert excel("DECISION_TERMS", *given) == [[""], ["open account"], [""], ["prepayment"]]
    every = excel("DECISION_TERMS", *given, "все", MISSING, "ru")
    assert every[0] == every[2] == [""] * 6
    assert every[3] == ["предоплата", 0, 0, 1, "менеджер", 3]
    assert excel("DECISION_TERMS", column("B", "C"), "R1", "days") == [[45], [21]]


def own_matrix(**changes):
    """The usual matrix as cells, A R1 changed."""
    first, *others = DECISION_CELLS
    return [list(cell) for cell in (first._replace(**changes), *others)]


def test_own_matrix(excel):
    rows = own_matrix(form="с обеспечением", days=90, approver="Credit committee")
    terms = [["secured", 90, 1.2, 0, "credit committee", 12]]
    assert DECISION_TERMS("A", "R1", "all", rows) == terms
    headers = ["Value class", "Risk", "Form", "Days", "Limit", "Prepay", "Approver", "Review"]
    assert DECISION_TERMS("A", "R1", "all", [headers, *rows[::-1], [None] * 8]) == terms
    assert excel("DECISION_TERMS", "A", "R1", "days", block([headers, *rows])) == 90
    assert DECISION_TERMS("A", "R1", "days", own_matrix(days=2.5)) == (
        "#DECISION_TERMS: Setting decisions A R1 days is 2.5. Enter a whole number in 0 … 365."
    )
    assert DECISION_TERMS("A", "R1", "days", own_matrix(days="long")) == (
        "#DECISION_TERMS: matrix, column 4, row 1: 'long' is not a number."
    )


@pytest.mark.parametrize("module", [credit, decisions, payments])
def test_examples_of_the_handbook(module):
    found = doctest.testmod(module)
    assert found.attempted
    assert not found.failed
