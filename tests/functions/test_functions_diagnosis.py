"""The questionnaire in cells, against its two reference columns."""

import doctest

import pytest

from tests.functions.harness import MISSING, Error, Sheet, block, column
from xl_addin.functions import MATURITY_GAP, MATURITY_SCORE
from xl_addin.functions.diagnosis import maturity

# REQUIREMENTS 1.5.5, column U of the questionnaire, rows 1 to 32.
UNMANAGED = [*"--±±-±--±--±--±±---±±---++-±±-±-"]
MANAGED = ["+"] * 32


def test_references_of_the_questionnaire(excel):
    """METHODS 2.22: unmanaged is 25 % raw and 0 normalised, managed is 1."""
    assert excel("MATURITY_SCORE", column(*UNMANAGED)) == 0
    assert excel("MATURITY_SCORE", column(*UNMANAGED), MISSING, MISSING, "нет") == 0.25
    assert excel("MATURITY_SCORE", column(*MANAGED)) == 1
    assert MATURITY_SCORE(MANAGED, norm=0.0) == 1


def test_words_and_shapes_of_signs():
    words = {"+": "да", "-": "No", "±": "частично"}
    shapes = {"+": "＋", "-": "−", "±": "+/-"}
    numbers = {"+": 1.0, "-": 0.0, "±": 0.5}
    for spelled in (words, shapes, numbers):
        assert MATURITY_SCORE([spelled[sign] for sign in UNMANAGED], norm=0.0) == 0.25


def test_own_references_by_hand():
    """Answers 1, .5, 0 against 1, 1, 1 and 0, .5, .5: (1.5 - 1) / (3 - 1) = .25; raw .5."""
    lines = ["+", "+/-", "-"], ["+"] * 3, ["-", "+/-", "+/-"]
    assert MATURITY_SCORE(*lines) == 0.25
    assert MATURITY_SCORE(*lines, norm="no") == 0.5


def test_below_the_unmanaged_reference():
    """All -: of the 30 questions that tell the references apart, (0 - 6) / (30 - 6)."""
    assert MATURITY_SCORE(["-"] * 32) == -0.25


def test_blank_answers_count_nowhere(excel):
    """Of the first three questions only: 1 of (1, 1, .5); unmanaged 0, 0, .5."""
    answers = ["+", "-", "+/-", *[None] * 29]
    assert MATURITY_SCORE(answers) == pytest.approx((1.5 - 0.5) / (3 - 0.5))
    assert MATURITY_SCORE([None] * 32) == "–"
    sheet = Sheet([[answer] for answer in ["Your answer", *answers[:3]]])
    assert excel("MATURITY_SCORE", sheet.column(1, 1_048_576)) == pytest.approx(0.4)


def test_headers_are_passed_over():
    assert MATURITY_SCORE(["Ваш ответ", *UNMANAGED], norm="no") == 0.25
    assert MATURITY_SCORE(["Answer", "+"], ["Managed", "+"], ["Unmanaged", "-"]) == 1
    # a word that is an answer is no header
    assert MATURITY_SCORE(["yes", "no"], ["+", "+"], ["-", "-"]) == 0.5


def test_gaps(excel):
    assert excel("MATURITY_GAP", column("+", "±", None, "-")) == [[0], [0.5], [""], [1]]
    assert excel("MATURITY_GAP", block([["Answer", "+", "-"]])) == ["", 0, 1]
    assert excel("MATURITY_GAP", "±") == 0.5
    assert excel("MATURITY_GAP", column(None)) == ""
    given = column("Answer", "+", "-"), column("Goal", "±", "±")
    assert excel("MATURITY_GAP", *given) == [[""], [-0.5], [0.5]]
    assert [gap for (gap,) in MATURITY_GAP(UNMANAGED)].count(0.0) == 2  # questions 25 and 26


def test_error_cells_are_named(excel):
    told = excel("MATURITY_GAP", column("+", Error("#N/A")))
    assert told == "#MATURITY_GAP: answers, row 2: #N/A is an Excel error."


def test_examples_of_the_handbook():
    found = doctest.testmod(maturity)
    assert found.attempted
    assert not found.failed
