"""Every bad argument ends in one short line that says where and what (BAD_INPUT S23 to S25)."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xl_addin import log
from xl_addin.functions import CATALOGUE, RFM_SCORE
from xl_addin.functions.answer import LONGEST
from xl_addin.functions.cache import CACHE

C, D, A = ["C1", "C2"], ["2024-01-01", "2024-02-01"], [1.0, 2.0]
BLOCK = [[1.0] * 6, [2.0] * 6]


@pytest.mark.parametrize(
    ("name", "args", "answer"),
    [
        (
            "RFM_SCORE",
            ("C1", C, ["2024-01-01", "31.02.2024"], A),
            "dates, row 2: '31.02.2024' is not in the calendar.",
        ),
        (
            "RFM_SCORE",
            ("C1", C, ["1/2/2024"] * 2, A),
            "dates, row 1: '1/2/2024' is not a plain date. And 1 more.",
        ),
        ("RFM_SCORE", ("C1", C, [-5.0, D[1]], A), "dates, row 1: '-5' is a number, not a date."),
        ("RFM_SCORE", ("C1", C, D, [1.0, "abc"]), "amounts, row 2: 'abc' is not a number."),
        ("RFM_SCORE", ("C1", C, D, [1.0, True]), "amounts, row 2: 'TRUE' is not a number."),
        (
            "RFM_SCORE",
            ("C1", C, D, [1.0, "1,500"]),
            "amounts, row 2: '1,500' reads both as 1.500 and as 1500.",
        ),
        ("RFM_SCORE", ("C1", ["C1", None], D, A), "customers, row 2: the cell is empty."),
        ("RFM_SCORE", ("C1", C, D, ["#VALUE!", 1.0]), "amounts, row 1: #VALUE! is an Excel error."),
        ("RFM_SCORE", (["#REF!", "C1"], C, D, A), "ids, row 1: #REF! is an Excel error."),
        ("RFM_SCORE", ("C1", C, D, [1.0]), "amounts: 1 row, but customers has 2"),
        (
            "RFM_SCORE",
            ("C1", C, D, A, None, 5, None, ["n"] * 3),
            "documents: 3 rows, but customers has 2",
        ),
        (
            "RFM_SCORE",
            ("C1", [C, C], D, A),
            "customers: one column or one row is expected, found 2 rows and 2 columns",
        ),
        ("RFM_SCORE", ("C1", C, D, A, "tomorrow"), "as_of: 'tomorrow' is not a plain date."),
        ("RFM_SCORE", ("C1", C, D, A, "30.02.2024"), "as_of: '30.02.2024' is not in the calendar."),
        ("RFM_SCORE", ("C1", C, D, A, D), "as_of: one cell is expected, found 2 rows and 1 column"),
        (
            "RFM_SCORE",
            ("C1", C, D, A, None, 10),
            "Setting bins is 10. Enter a whole number in 2 … 9.",
        ),
        ("RFM_SCORE", ("C1", C, D, A, None, 2.5), "bins: 2.5 is not a whole number"),
        (
            "RFM_SCORE",
            ("C1", C, D, A, None, 5, 0),
            "Setting window_months is 0. Enter a whole number in 1 … 1200.",
        ),
        ("RFM_SEGMENT", (["#N/A", "555"],), "codes, row 1: #N/A is an Excel error."),
        (
            "RFM_TABLE",
            (C, D, A, None, 5, None, None, "perhaps"),
            "headers: 'perhaps' is neither yes nor no.",
        ),
        (
            "RFM_TABLE",
            (C, D, A, None, 5, None, None, True, "fr"),
            "lang: 'fr' is not one of: en, ru",
        ),
        ("RFM_SEGMENT", (["555", "5x5"],), "codes, row 2: '5x5' is not three scores from 1 to 5"),
        ("RFM_SEGMENT", ("555", 3), "codes, row 1: '555' is not three scores from 1 to 3"),
        ("ABC_CLASS", ([1.0, "2 000"],), "values, row 2: '2 000' is not a number."),
        (
            "ABC_CLASS",
            ([1.0], 0.95, 0.8),
            "Setting cut_a, cut_b is 0.95, 0.8. Enter values that rise, inside 0 … 1.",
        ),
        ("ABC_CLASS", ([1.0], 0.8, 0.95, "middle"), "edge: 'middle' is not one of: above, incl"),
        (
            "XYZ_CLASS",
            ([*BLOCK, [1.0, "x", 1.0, 1.0, 1.0, 1.0]],),
            "series, row 3: 'x' is not a number.",
        ),
        (
            "XYZ_CLASS",
            (BLOCK, 0.5),
            "Setting cut_x, cut_y is 0.5, 0.25. Enter values that rise, inside 0 … ∞.",
        ),
        ("XYZ_CLASS", ([[None] * 3],), "series: every cell is empty"),
        ("ABC_XYZ", ([1.0], BLOCK), "series: 2 rows, but values has 1"),
        ("ABC_XYZ", ([1.0, None], BLOCK), "values, row 2: the cell is empty."),
    ],
)
def test_one_line_says_where_and_what(name, args, answer):
    assert CATALOGUE[name].call(*args) == f"#{name}: {answer}"


def test_an_id_that_has_lost_its_last_digits():
    answer = RFM_SCORE(1e15 + 1, C, D, A)
    assert answer.startswith("#RFM_SCORE: ids, row 1: '1000000000000001.0' has more than 15 digits")


def test_too_little_data_says_what_is_needed():
    answer = RFM_SCORE("C1", C, D, [-1.0, 0.0])
    assert answer.startswith("#RFM_SCORE: RFM needs at least 1 order with an amount above 0;")


def test_long_found_texts_are_cut():
    answer = RFM_SCORE("C1", C, ["x" * 500, D[1]], A)
    assert len(answer) <= LONGEST
    assert "\n" not in answer


def test_an_error_of_ours_is_logged_without_values(monkeypatch):
    def broken(*_args):
        raise KeyError("customer Petrov owes 500")

    monkeypatch.setattr("scoring.value.rfm.score_rfm", broken)
    assert RFM_SCORE("C1", C, D, A) == "#RFM_SCORE: unexpected error, see log"
    text = log.log_file().read_text(encoding="utf-8")
    assert "RFM_SCORE: KeyError" in text
    assert "functions/value/rfm.py" in text
    assert "Petrov" not in text


def test_a_log_that_cannot_be_written_changes_no_answer(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    monkeypatch.setattr("scoring.value.rfm.score_rfm", None)
    assert RFM_SCORE("C1", C, D, A) == "#RFM_SCORE: unexpected error, see log"


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2200, 1, 1)),
    st.text(max_size=6),
    st.sampled_from(["#N/A", "C1", "2024-01-05", "31.12.2023", "12,5", "1,500", "–", "555"]),
)
ARGUMENTS = st.one_of(
    CELLS,
    st.lists(CELLS, min_size=1, max_size=4),
    st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=3),
)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(sorted(CATALOGUE)), st.data())
def test_any_cells_get_an_answer_in_the_cell(name, data):
    """No input leads to an error of ours: the answer is a value, a shape, or a short line."""
    CACHE.clear()
    function = CATALOGUE[name]
    n_required = sum(not argument.optional for argument in function.arguments)
    n_given = data.draw(st.integers(n_required, len(function.arguments)))
    args = [data.draw(ARGUMENTS) for _ in range(n_given)]
    answer = function.call(*args)
    if isinstance(answer, str) and answer.startswith("#"):
        assert "unexpected error" not in answer
        assert len(answer) <= LONGEST
        assert "\n" not in answer
    elif isinstance(answer, list):
        assert len({len(row) for row in answer}) == 1
        assert all(isinstance(cell, (str, float, dt.datetime)) for row in answer for cell in row)
    assert function.call(*args) == answer
