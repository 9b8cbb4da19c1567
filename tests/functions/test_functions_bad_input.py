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
TO_HEADERS = (C, D, A, *[None] * 15)  # of RFM_TABLE, all options left out


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
            "dates, row 1: '1/2/2024' reads both as 2024-02-01 and as 2024-01-02. And 1 more.",
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
        ("RFM_SCORE", ("C1", C, D, A, "tomorrow"), "as_of: 'tomorrow' is not a date."),
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
            (*TO_HEADERS, "perhaps"),
            "headers: 'perhaps' is neither yes nor no.",
        ),
        (
            "RFM_TABLE",
            (*TO_HEADERS, True, "fr"),
            "lang: 'fr' is not one of: en, ru",
        ),
        ("RFM_SCORE", ("C1", C, D, A, None, [5, 5]), "bins: 1 or 3 numbers are expected, found 2"),
        ("RFM_SCORE", ("C1", C, D, A, None, [5, 5, 5.5]), "bins: 5.5 is not a whole number"),
        (
            "RFM_SCORE",
            ("C1", C, D, A, *[None] * 4, "fixed"),
            "Setting cuts_r, cuts_f, cuts_m: fixed borders are chosen, but none is given. Enter "
            "the borders of R, F, M, or choose another binning.",
        ),
        (
            "RFM_SCORE",
            ("C1", C, D, A, *[None] * 6, "margin"),
            "RFM: M as margin needs costs for 80 % of the sales; 0 % have them. Fill the column "
            "cost or margin of the sales, or let M be the sum.",
        ),
        (
            "RFM_SCORE",
            ("C1", C, D, A, *[None] * 7, ["x", *C[1:]]),
            "costs, row 1: 'x' is not a number…",
        ),
        (
            "RFM_SCORE",
            ("C1", C, D, A, *[None] * 4, "fixed", None, None, None, [30, 10]),
            "Setting cuts_r is 30, 10. Enter values that rise, inside -1 … ∞.",
        ),
        (
            "RFM_SCORE",
            ("C1", C, D, A, *[None] * 11, [0]),
            "Setting months_out is 0. Enter a whole number in 1 … 12.",
        ),
        ("RFM_BINS", (["x", 1.0, "y"],), "values, row 3: 'y' is not a number."),
        ("RFM_BINS", ([None, None],), "values: every cell is empty"),
        ("RFM_BINS", ([1.0], 10), "Setting bins is 10. Enter a whole number in 2 … 9."),
        (
            "RFM_SEGMENT",
            ("555", 5, [["a", 1, "55 5x"], ["b", 2, "R7"]]),
            "map, row 1: '5X' is neither a code nor a range of scores. And 1 more.",
        ),
        (
            "RFM_SEGMENT",
            ("555", 5, [["Segment", "Rank", "Scores"], ["a", 1.5, "55"]]),
            "map, row 2: '1.5' is no rank.",
        ),
        (
            "RFM_SEGMENT",
            ("555", 5, [["a", "b"], ["c", "d"], ["e", "f"]]),
            "map: rows of segment, rank and scores, or a square grid, are expected, found 3 rows "
            "and 2 columns",
        ),
        ("RFM_MAP_CHECK", ("D",), "map: 'D' is not one of: A, B, C"),
        (
            "SEGMENT_MIGRATION",
            (["a", "a"], ["New", "New"], ["a"], ["New"]),
            "ids_then, row 2: 'a' stands in an earlier row already.",
        ),
        (
            "SEGMENT_MIGRATION",
            (["a", "b"], ["New", None], ["a"], ["New"]),
            "segments_then, row 2: the cell is empty.",
        ),
        (
            "SEGMENT_MIGRATION",
            (["a"], ["New"], ["a"], ["New", "New"]),
            "segments_now: 2 rows, but ids_now has 1",
        ),
        ("RFM_SEGMENT", (["555", "5x5"],), "codes, row 2: '5x5' is not three scores from 1 to 5"),
        ("RFM_SEGMENT", ("555", 3), "codes, row 1: '555' is not three scores from 1 to 3"),
        ("ABC_CLASS", ([1.0, "2 pcs"],), "values, row 2: '2 pcs' is not a number."),
        (
            "ABC_CLASS",
            ([1.0], 0.95, 0.8),
            "Setting cut_a, cut_b is 0.95, 0.8. Enter values that rise, inside 0 … 1.",
        ),
        (
            "ABC_CLASS",
            ([1.0], 0.8, None, "", "tangent"),
            "cut_a: the method tangent finds its…",
        ),
        (
            "ABC_CLASS",
            ([1.0], None, 0.8, "", "tangent"),
            "cut_b: the method tangent finds its…",
        ),
        (
            "ABC_CLASS",
            ([1.0], 5.0, None, "", "fixed"),
            "Setting cut_a, cut_b is missing. Enter A > B > 0.",
        ),
        (
            "ABC_CLASS",
            ([1.0], 5.0, 6.0, "", "fixed"),
            "Setting cut_a, cut_b is 5, 6. Enter values that fall, inside ∞ … 0.",
        ),
        (
            "ABC_CLASS",
            ([1.0, 2.0], None, None, "", "", [[1.0], ["x"]]),
            "measures, row 2: 'x' is not a number.…",
        ),
        (
            "ABC_CLASS",
            ([1.0, 2.0], None, None, "", "", [[1.0, 2.0], [3.0, None]]),
            "measures, row 2: the cell is empty.…",
        ),
        (
            "ABC_CLASS",
            ([1.0, 2.0], None, None, "", "", [[1.0]]),
            "measures: 1 row, but values has 2",
        ),
        (
            "ABC_CLASS",
            ([1.0, 2.0], None, None, "", "", [[1.0], [2.0]], [[1.0]]),
            "weights: 1 given, but there are 2 measures",
        ),
        (
            "ABC_CLASS",
            ([1.0, 2.0], None, None, "", "", [[1.0], [2.0]], [[1.0], [-1.0]]),
            "weights: 1, -1: 0 or more is expected, and not all 0",
        ),
        ("ABC_TABLE", (["a", None], [1.0, 2.0]), "ids, row 2: the cell is empty.…"),
        ("ABC_TABLE", (["a", "b"], [1.0, None]), "values, row 2: the cell is empty.…"),
        ("ABC_TABLE", (["a", "b"], [1.0]), "values: 1 row, but ids has 2"),
        ("XYZ_CV", ([[1.0, "x"]],), "series, row 1: 'x' is not a number.…"),
        (
            "XYZ_CV",
            ([[1.0, 2.0]], "include", "yearly"),
            "season: 'yearly' is not one of: none…",
        ),
        (
            "XYZ_CLASS",
            ([[1.0] * 8], None, None, "include", "population", "year", 2, "auto"),
            "Setting preset is year. Choose one of: month, quarter.",
        ),
        (
            "PERIOD_PIVOT",
            (["a"], ["2024-02-30"], [1.0]),
            "dates, row 1: '2024-02-30' is not in the calendar.…",
        ),
        (
            "PERIOD_PIVOT",
            (["a"], ["2024-02-29"], [1.0], "", "2025-01-01"),
            "date_from: no sale lies between the two dates",
        ),
        (
            "PERIOD_PIVOT",
            (["a"], ["2024-02-29"], [1.0], "day"),
            "grain: 'day' is not one of:…",
        ),
        (
            "SEASON_INDEX",
            (["2024-02-29", "2024-09-01"], [1.0, 2.0]),
            "SEASON_INDEX needs full years of sales: 1; it has 0. Bring a longer history.",
        ),
        (
            "ABC_CLASS",
            ([1.0], 0.8, 0.95, "middle"),
            "edge: 'middle' is not one of: usual, above, incl",
        ),
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
        ("BTYD_FIT", (C, D), "BG/NBD needs 30 customers who bought again; found 0.…"),
        ("BTYD_FIT", (C, D, None, "year"), "unit: 'year' is not one of: day, week, month"),
        ("BTYD_FIT", (C, D, "2023-12-31"), "LTV needs at least 1 order with an amount above 0;…"),
        ("BTYD_FIT", (C, D[:1]), "dates: 1 row, but customers has 2"),
        ("BTYD_FIT", (["C1", None], D), "customers, row 2: the cell is empty."),
        ("BTYD_TABLE", (C, D, A), "BG/NBD needs 30 customers who bought again; found 0.…"),
        (
            "BTYD_TABLE",
            (C, D, A, None, 0),
            "Setting months is 0. Enter a whole number in 1 … 600.",
        ),
        ("BTYD_TABLE", (C, D, A, None, 12, -0.1), "Setting discount is -0.1. Enter a value in…"),
        (
            "BTYD_TABLE",
            (C, D, A, None, 12, 0.1, 20),
            "Setting margin is 20. Enter a value in 0 … 1.",
        ),
        (
            "LTV_FORMULA",
            ([1.0, 2.0], [0.5, 1.5], 0.1),
            "retention, row 2: 1.5 is not between 0 and 1",
        ),
        ("LTV_FORMULA", ([1.0, "x"], 0.5, 0.1), "margin, row 2: 'x' is not a number."),
        ("LTV_FORMULA", ([1.0, 2.0], [0.5, None], 0.1), "retention, row 2: the cell is empty."),
        ("LTV_FORMULA", ([1.0, 2.0], None, 0.1), "retention, row 1: the cell is empty."),
        (
            "LTV_FORMULA",
            (1.0, 1.0, 0.0),
            "retention, row 1: 1 at a discount of 0 has no end; give a horizon",
        ),
        ("LTV_FORMULA", (1.0, 0.5, 0.1, "maybe"), "first: 'maybe' is neither yes nor no."),
        ("LTV_FORMULA", (1.0, 0.5, 0.1, True, 0), "Setting horizon is 0. Enter a whole number in…"),
        ("PAY_INDEX", (D, [None, "soon"], A), "paid, row 2: 'soon' is not a date."),
        ("PAY_INDEX", ([D[0], None], [None] * 2, A), "due, row 2: the cell is empty."),
        ("PAY_INDEX", (D, [None] * 2, [1.0, None]), "amounts, row 2: the cell is empty."),
        ("PAY_INDEX", (D, [None] * 3, A), "paid: 3 rows, but due has 2"),
        ("PAY_INDEX", (D, D, A, None, 0), "Setting min_invoices is 0. Enter a whole number in…"),
        ("PAY_INDEX", (D, D, A, None, 3, C), "ids: is needed beside customers"),
        ("PAY_INDEX", (D, D, A, None, 3, None, "C1"), "customers: is needed beside ids"),
        ("PAY_INDEX", (D, D, A, None, 3, C, ["C1", "#N/A"]), "ids, row 2: #N/A is an Excel error."),
        (
            "DAYS_LATE",
            (D, D, A, None, "middle"),
            "stat: 'middle' is not one of: weighted, mean, w…",
        ),
        ("EXPECTED_LOSS", ([0.1, 4.0], 0.6, A), "p_default, row 2: 4 is not between 0 and 1"),
        ("EXPECTED_LOSS", (0.1, -0.6, A), "lgd, row 1: -0.6 is not between 0 and 1"),
        ("EXPECTED_LOSS", ([0.1] * 3, 0.6, A), "ead: 2 rows, but p_default has 3"),
        ("EXPECTED_LOSS", (0.1, 0.6, ["#REF!", 1.0]), "ead, row 1: #REF! is an Excel error."),
        (
            "CREDIT_LIMIT",
            (A, 1.0, 1.0, ["R1", "R7"]),
            "risk_class, row 2: 'R7' is not one of: R1, R2, R3, R4, R0",
        ),
        ("CREDIT_LIMIT", (A, 1.0, 1.0, ["R1", None]), "risk_class, row 2: the cell is empty."),
        (
            "CREDIT_LIMIT",
            (A, 1.0, 1.0, ["R1", "#N/A"]),
            "risk_class, row 2: #N/A is an Excel error.",
        ),
        ("CREDIT_LIMIT", (1.0, 1.0, 1.0, "R1", "luck"), "method: 'luck' is not one of: need, cap…"),
        (
            "CREDIT_LIMIT",
            (A, 1.0, 1.0, "R1", "references", "limit", None, [[1.0, 2.0]] * 3),
            "references: 3 rows, but need has 2",
        ),
        ("DECISION_TERMS", ("E", "R1"), "value_class, row 1: 'E' is not one of: A, B, C, D, N"),
        ("DECISION_TERMS", (["A", "B"], ["R1"] * 3), "risk_class: 3 rows, but value_class has 2"),
        ("DECISION_TERMS", ("A", "R1", "rate"), "field: 'rate' is not one of: form, days, limit_…"),
        ("DECISION_TERMS", ("A", "R1", "form", BLOCK), "matrix: 8 columns are expected, found 6"),
        (
            "DECISION_TERMS",
            ("A", "R1", "form", [["A", "R1", "barter", 30.0, 1.0, 0.0, "manager", 12.0]]),
            "matrix, column 3, row 1: 'barter' is not one of: open, trial, secured, partial,…",
        ),
        (
            "DECISION_TERMS",
            ("A", "R1", "form", [["A", "R1", "open", 30.0, 1.0, 0.0, "manager", 12.0]]),
            "Setting matrix: missing, twice or unknown: A R0, A R2, A R3, A R4, B R0,…",
        ),
        (
            "OFFER_STATUS",
            (["+", "Offer, 31.02.2010"],),
            "statuses, row 2: the date in 'Offer, 31.02.2010' is not a plain one",
        ),
        (
            "OFFER_STATUS",
            ([["+", "+"], ["+", "#N/A"]],),
            "statuses, row 2: #N/A is an Excel error.",
        ),
        ("OFFER_STATUS", ("+", "when"), "field: 'when' is not one of: status, date, stage, reason"),
        ("OFFER_COVERAGE", ([["+"], ["+"]], "overdue"), "as_of: is needed for overdue"),
        (
            "OFFER_COVERAGE",
            ([["Customer", "Name"], ["C1", "x"]],),
            "matrix: there are no products…",
        ),
        ("OFFER_COVERAGE", ([[None] * 2] * 2,), "matrix: every cell is empty"),
        (
            "OFFER_COVERAGE",
            ([["Product 1", "Product 2"], ["+", "Refused"]],),
            "matrix, row 1: 'Product 1' is no status; take the headers in, or write a date to it",
        ),
        (
            "MATURITY_SCORE",
            (["+"] * 31,),
            "answers: 31 rows, but the questionnaire has 32; give both references for others",
        ),
        (
            "MATURITY_SCORE",
            (["+", "?"], ["+"] * 2, ["-"] * 2),
            "answers, row 2: '?' is not an answ…",
        ),
        ("MATURITY_SCORE", (["+"], ["+"]), "unmanaged: is needed beside managed"),
        (
            "MATURITY_SCORE",
            (["+"] * 2, ["+", None], ["-"] * 2),
            "managed, row 2: the cell is empty.",
        ),
        ("MATURITY_SCORE", (["+"] * 2, ["+"] * 3, ["-"] * 2), "managed: 3 rows, but answers has 2"),
        ("MATURITY_GAP", (["+", 0.7],), "answers, row 2: '0.7' is not an answer."),
        (
            "RFM_BINS",
            (A, 5, "low", "high", [5.0, 3.0]),
            "Setting cuts is 5, 3. Enter values that rise, inside -∞ … ∞.",
        ),
        ("RFM_BINS", (A, 5, "low", "high", [*range(9)]), "cuts: 9 borders, but 8 at most"),
        (
            "RFM_SCORE",
            ("C1", C, D, A, *[None] * 8, [1.0, 2.0]),
            "cuts_r: borders go with binning fixed, not independent",
        ),
        ("CONC_INDEX", (A,), "kind: is needed"),
        ("CONC_INDEX", (A, None), "kind: is needed, but the cell is empty"),
        ("CONC_INDEX", (A, "HHI", None, None, 5), "arguments: 5 given, but there are 4"),
    ],
)
def test_one_line_says_where_and_what(name, args, answer):
    told = CATALOGUE[name].call(*args)
    assert told == f"#{name}: {answer}" or answer.endswith("…")
    assert told.startswith(f"#{name}: {answer.removesuffix('…')}")
    assert len(told) <= LONGEST


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
    st.sampled_from(["+", "±", "R1", "A", "Offer, 01.02.2024", "Refused", "Customer", 0.5, 1.0]),
)
LENGTH = st.shared(st.integers(1, 4), key="rows of all columns")
ARGUMENTS = st.one_of(
    CELLS,
    LENGTH.flatmap(lambda n: st.lists(CELLS, min_size=n, max_size=n)),
    st.lists(CELLS, min_size=1, max_size=4),
    st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=3),
)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(sorted(CATALOGUE)), st.data())
def test_any_cells_get_an_answer_in_the_cell(name, data):
    """No input leads to an error of ours: the answer is a value, a shape, or a short line."""
    CACHE.clear()
    function = CATALOGUE[name]
    n_given = data.draw(st.integers(0, len(function.arguments)))
    args = [data.draw(ARGUMENTS) for _ in range(n_given)]
    answer = function.call(*args)
    if isinstance(answer, str) and answer.startswith("#"):
        assert "unexpected error" not in answer
        assert len(answer) <= LONGEST
        assert "\n" not in answer
    elif isinstance(answer, list):
        assert len({len(row) for row in answer}) == 1
        assert all(
            isinstance(cell, (str, float, bool, dt.datetime)) for row in answer for cell in row
        )
    assert function.call(*args) == answer
