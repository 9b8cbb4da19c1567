"""The gate of offers and answers: each rule broken once, all problems at once."""

import datetime as dt
import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.days import day_number
from scoring.tables import N_QUESTIONS, NO_DAY, ErrorCell, gate_answers, gate_offers
from scoring.tables.repeats import repeated
from tests.scoring.build import column, told

STEP = dt.datetime(2030, 2, 25)


def offers(n=3, **columns):
    base = {
        "customer": column(*"aab"[:n]),
        "product": column(*"pqp"[:n]),
        "status": column(*["+", "Offer", "Refused"][:n]),
        "step": column(*[STEP] * n),
        "stage": column(*[None] * n),
        "reason": column(*[None] * n),
        "amount": column(*[10.0] * n),
    }
    return pd.DataFrame({**base, **columns})


def answers(n=3, **columns):
    base = {
        "question": column(*[1.0, 2.0, 3.0][:n]),
        "answer": column(*["+", "+/-", "-"][:n]),
        "respondent": column(*["A"] * n),
        "comment": column(*[None] * n),
    }
    return pd.DataFrame({**base, **columns})


def test_clean_offers_come_through():
    frame = offers(
        status=column("+", "Offer, 25.02.2030", " Отказ "),
        step=column(None, "25.02.2030", STEP),
        stage=column(None, "Offer", None),
        reason=column(None, None, "price"),
        amount=column(None, 1.5, None),
    )
    gated = gate_offers(frame)
    table = gated.strict()
    assert table.n_rows == 3
    assert table.customer_ids[table.customer].tolist() == ["a", "a", "b"]
    assert table.product_ids[table.product].tolist() == ["p", "q", "p"]
    assert table.status.tolist() == ["+", "Offer, 25.02.2030", "Отказ"]  # as typed, trimmed
    assert table.step.tolist() == [NO_DAY, day_number(STEP), day_number(STEP)]
    assert table.step.dtype == np.int32
    assert table.stage.tolist() == [None, "Offer", None]
    assert table.reason.tolist() == [None, None, "price"]
    np.testing.assert_array_equal(table.amount, [np.nan, 1.5, np.nan])


# Each rule broken once, in row 2 (position 1): cell, field, code, what the message must show.
BROKEN_OFFERS = [
    (None, "customer", "cell.blank", ""),
    (None, "product", "cell.blank", ""),
    (" ", "status", "cell.blank", ""),
    ("p", "product", "offer.twice", "p"),
    (ErrorCell("#N/A"), "status", "cell.error", "#N/A"),
    (STEP, "status", "text.date", "2030-02-25"),
    (True, "status", "text.flag", "TRUE"),
    ("next week", "step", "date.text", "next week"),
    ("30.02.2030", "step", "date.calendar", "30.02.2030"),
    (45.0, "step", "date.number", "45"),
    (dt.datetime(2204, 1, 1), "step", "date.range", "2204-01-01"),
    (STEP, "stage", "text.date", "2030-02-25"),
    (True, "reason", "text.flag", "TRUE"),
    ("much", "amount", "number.text", "much"),
]


@pytest.mark.parametrize(("cell", "field", "code", "found"), BROKEN_OFFERS)
def test_each_rule_of_offers_broken_once(cell, field, code, found):
    frame = offers()
    frame[field] = column(frame[field][0], cell, frame[field][2])
    gated = gate_offers(frame)
    assert told(gated) == [(code, field, [1])]
    assert gated.problems[0].found == (found,)
    assert gated.problems[0].text().startswith(f"Offers, column {field}, row 2: ")
    assert gated.problems[0].fix()
    assert gated.left_out.tolist() == [1]
    assert gated.table.status.tolist() == ["+", "Refused"]
    assert gated.table.product_ids.tolist() == ["p"]
    assert gated.money_left_out == (10.0 if field != "amount" else 0.0)


def test_all_problems_of_offers_at_once():
    frame = offers(
        customer=column("a", None, "a"),
        product=column("p", "q", "p"),
        status=column("+", None, "+"),
        step=column("x", STEP, STEP),
    )
    assert told(gate_offers(frame)) == [
        ("cell.blank", "customer", [1]),
        ("cell.blank", "status", [1]),
        ("date.text", "step", [0]),
        ("offer.twice", "product", [2]),
        ("rows.none_good", "", []),
    ]


def test_the_first_row_of_a_customer_and_product_stays():
    frame = offers(
        customer=column("a", "a", "a"), product=column("p", "p", "q"), status=column("x", "y", "z")
    )
    gated = gate_offers(frame)
    assert gated.table.status.tolist() == ["x", "z"]
    assert "Keep one row for each customer and product." in gated.problems[0].fix()


def test_offers_need_three_columns_and_no_more():
    table = gate_offers(offers()[["customer", "product", "status"]]).strict()
    assert table.step.tolist() == [NO_DAY] * 3
    assert table.stage.tolist() == table.reason.tolist() == [None] * 3
    assert np.isnan(table.amount).all()
    for field in ("customer", "product", "status"):
        assert told(gate_offers(offers().drop(columns=field))) == [("column.missing", field, [])]


@given(st.lists(st.tuples(st.integers(-1, 3), st.integers(-1, 3), st.integers(-1, 2)), max_size=30))
def test_repeated_codes_are_those_of_a_plain_loop(rows):
    codes = np.array(rows, np.int32).reshape(-1, 3)
    seen, expected = set(), []
    for row in rows:
        expected.append(row in seen and min(row) >= 0)
        seen.add(row)
    assert repeated(*codes.T).tolist() == expected


PLUS = ["+", "＋", "➕", " + ", "yes", "Yes", "ДА", "да", "1", 1.0, 1, True, "true"]
BOTH = [
    *["+/-", "±", "+/−", "+ / –", "-/+", "+-", "＋／－", "partly", "Частично", "отчасти"],
    *["0.5", "0,5", 0.5],
]
MINUS = ["-", "–", "—", "−", "－", "‐", "no", "Нет", "0", 0.0, 0, False]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        *itertools.product(PLUS, [1.0]),
        *itertools.product(BOTH, [0.5]),
        *itertools.product(MINUS, [0.0]),
    ],
)
def test_every_shape_of_an_answer(cell, value):
    table = gate_answers(answers(2, answer=column(cell, "+"))).strict()
    assert table.answer.tolist() == [value, 1.0]


def test_clean_answers_come_through():
    frame = answers(
        question=column("1", 32, 7.0),
        answer=column("+", None, "-"),
        respondent=column("A", None, "B"),
        comment=column(None, "later", None),
    )
    gated = gate_answers(frame)
    table = gated.strict()
    assert table.n_rows == 3
    assert table.question.tolist() == [1, 32, 7]
    assert table.question.dtype.kind == "i"
    np.testing.assert_array_equal(table.answer, [1, np.nan, 0])
    assert table.respondent.tolist() == ["A", None, "B"]
    assert table.comment.tolist() == [None, "later", None]
    assert {facts.field: facts.distinct for facts in gated.fields}["answer"] == 2


BROKEN_ANSWERS = [
    (None, "question", "cell.blank", ""),
    (0.0, "question", "question.range", "0"),
    (33.0, "question", "question.range", "33"),
    (1.5, "question", "question.range", "1.5"),
    (-1.0, "question", "question.range", "-1"),
    ("two", "question", "number.text", "two"),
    (1.0, "question", "answer.twice", "1"),
    ("maybe", "answer", "answer.value", "maybe"),
    (2.0, "answer", "answer.value", "2"),
    ("++", "answer", "answer.value", "++"),
    (dt.datetime(2024, 2, 1), "answer", "answer.value", "2024-02-01"),
    (ErrorCell("#NAME?"), "answer", "cell.error", "#NAME?"),
    (dt.time(1, 2), "answer", "cell.other", "01:02:00"),
    (True, "respondent", "text.flag", "TRUE"),
    (ErrorCell("#REF!"), "comment", "cell.error", "#REF!"),
]


@pytest.mark.parametrize(("cell", "field", "code", "found"), BROKEN_ANSWERS)
def test_each_rule_of_answers_broken_once(cell, field, code, found):
    frame = answers()
    frame[field] = column(frame[field][0], cell, frame[field][2])
    gated = gate_answers(frame)
    assert told(gated) == [(code, field, [1])]
    assert gated.problems[0].found == (found,)
    assert gated.problems[0].text().startswith(f"Answers, column {field}, row 2: ")
    assert gated.problems[0].fix()
    assert gated.table.question.tolist() == [1, 3]
    assert gated.left_out.tolist() == [1]


def test_all_problems_of_answers_at_once():
    frame = answers(
        3,
        question=column(1.0, 40.0, 1.0),
        answer=column("+", "x", "-"),
        comment=column(ErrorCell("#N/A"), None, None),
    )
    assert told(gate_answers(frame)) == [
        ("answer.value", "answer", [1]),
        ("cell.error", "comment", [0]),
        ("question.range", "question", [1]),
        ("answer.twice", "question", [2]),
        ("rows.none_good", "", []),
    ]


def test_a_questionnaire_that_nobody_has_filled_has_no_rows():
    numbers = np.arange(1.0, N_QUESTIONS + 1)
    blank = pd.DataFrame({"question": numbers, "answer": None, "respondent": None})
    gated = gate_answers(blank)
    assert [problem.code for problem in gated.problems] == ["rows.none"]
    assert gated.rows_read == 0
    one = gate_answers(blank.assign(answer=column(*[None] * 6, "±", *[None] * 25)))
    assert one.strict().question.tolist() == [7]
    assert (one.rows_read, one.rows_used) == (1, 1)
    filled = {facts.field: facts.filled for facts in one.fields}
    assert filled == {"question": 1.0, "answer": 1.0, "respondent": 0.0}


def test_the_number_of_an_unanswered_question_is_not_looked_at():
    frame = answers(question=column("?", 2.0, 99.0), answer=column(None, "+", None))
    frame["respondent"] = None
    assert gate_answers(frame).strict().question.tolist() == [2]


def test_several_respondents_may_answer_a_question_and_so_may_the_unnamed():
    frame = answers(question=column(5, 5, 5), respondent=column("A", "B", None))
    assert gate_answers(frame).strict().n_rows == 3
    frame = answers(question=column(5, 5, 5), respondent=column(None, None, None))
    assert gate_answers(frame).strict().n_rows == 3


def test_answers_need_the_question_only():
    assert (
        gate_answers(answers()[["question", "answer"]]).strict().respondent.tolist() == [None] * 3
    )
    assert told(gate_answers(answers()[["answer"]])) == [("column.missing", "question", [])]
    assert [p.code for p in gate_answers(answers()[["question"]]).problems] == ["rows.none"]


@given(st.lists(st.sampled_from([*PLUS, *BOTH, *MINUS, None]), min_size=1, max_size=20))
def test_answers_lie_on_the_scale_whatever_the_mixture(cells):
    frame = pd.DataFrame({"question": 1.0, "answer": column(*cells)})
    gated = gate_answers(frame)
    read = gated.table.answer if gated.table else np.empty(0)
    assert set(read.tolist()) <= {0.0, 0.5, 1.0}
    assert read.size == sum(cell is not None for cell in cells)
