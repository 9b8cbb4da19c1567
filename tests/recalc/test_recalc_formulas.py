"""Our calls inside other expressions, and formulas that nobody but Excel can compute."""

from threading import Timer

import pytest

from tests.functions.workbooks import shared_evaluator
from tests.recalc.conftest import OLD, SALES
from xl_addin.book.recalculation import recalculating
from xl_addin.book.workbook_file import open_file
from xl_addin.engines.recalc import array_functions
from xl_addin.engines.recalc.evaluator import SECONDS
from xl_addin.files.child_process import ChildLostError, ChildProcess

SCORE = f"RFM_SCORE(A2:A4,{SALES})"


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (f'IFERROR(RFM_SCORE(A2,{SALES}),"-")', "555"),
        (f"INDEX({SCORE},2)", "111"),
        (f'_xlfn.TEXTJOIN(",",TRUE,{SCORE})', "555,111,–"),
        (f'SUM(({SCORE}="555")*{{10;20;30}})', 10),
        (f'IF(SUM(1,2)=3,{SCORE}&"!","")', ["555!", "111!", "–!"]),
        (f"_xlfn.LET(_xlpm.s,{SCORE},_xlpm.s)", ["555", "111", "–"]),
        (f'_xlfn._xlws.FILTER({SCORE},{SCORE}<>"–")', ["555", "111"]),
        (f"RFM_SEGMENT({SCORE},,,\"ru\")", ["Чемпионы", "Спящие", "–"]),
        (f"TRANSPOSE({SCORE})", [["555", "111", "–"]]),
        (f"-VALUE(RFM_SCORE(A2,{SALES}))", -555),
        ("RFM_SCORE(\"C\"&1,Sales[customer],Sales[date],Sales[amount]*1)", "555"),
        # METHODS 2.6: 3375, and half of it for 900
        ("ROUND(SUM(LTV_FORMULA({1800;900},0.75,0.15)),6)", 5062.5),
    ],
)  # fmt: skip
def test_calls_inside_of_expressions(make, formula, expected):
    make.spill("D2", formula)
    done = make.done()
    assert done.report.left == ()
    if not isinstance(expected, list):
        expected = [[expected]]
    rows = [row if isinstance(row, list) else [row] for row in expected]
    for i, row in enumerate(rows):
        assert [done.value(f"{'DEF'[j]}{2 + i}") for j in range(len(row))] == row


def test_a_plain_formula_takes_the_one_cell(make):
    make.plain("D2", SCORE)
    make.plain("E2", f'IFERROR({SCORE},"-")')
    make.plain("F2", f"LEFT({SCORE},1)")
    done = make.done()
    assert [done.value(f"{place}2") for place in "DEF"] == ["555", "555", "5"]
    assert done.value("D3") is None


@pytest.mark.parametrize(
    ("formula", "why"),
    [
        (f"NOSUCH({SCORE})", "function"),
        (f'IFERROR(NOSUCH(1),{SCORE})', "function"),  # IFERROR must not hide it
        (f'IFERROR(Book.xlam!NOSUCH(1),{SCORE})', "function"),
        (f"RFM_SCORE(INDIRECT(\"A2\"),{SALES})", "function"),
        (f"_xlfn.MAP({SCORE},_xlfn.LAMBDA(_xlpm.x,_xlpm.x))", "function"),
        (f"LEFT({SCORE},1)", "array_inside"),
        (f"VLOOKUP({SCORE},A2:B4,2,FALSE)", "array_inside"),
        (f"ROUND(LEN({SCORE}),0)", "array_inside"),
        (f"LEFT(IF(TRUE,{SCORE}),1)", "array_inside"),
        (f"RFM_SCORE(nobody,{SALES})", "name"),
        (f"RFM_SCORE(Nobody[x],{SALES})", "table"),
        ("RFM_SCORE(A2,Sales[who],Sales[date],Sales[amount])", "column"),
        (f"RFM_SCORE(Nowhere!A2,{SALES})", "sheet"),
        (f"RFM_SCORE([1]Sheet1!A2,{SALES})", "other_book"),
        (f"RFM_SCORE('C:\\x\\[b.xlsx]S'!A2,{SALES})", "other_book"),
        (f"SUM(Data:Calc!A1,LEN(RFM_SCORE(A2,{SALES})))", "several_sheets"),
        (f"RFM_SCORE((A2,A3),{SALES})", "operator"),
        (f"RFM_SCORE(A2:A4 A3:B3,{SALES})", "operator"),
        (f"RFM_SCORE(_xlfn.ANCHORARRAY(A2),{SALES})", "spill"),
        (f"RFM_SCORE(D2,{SALES})", "circle"),
        (f"RFM_SCORE(D1:D9,{SALES})", "circle"),
        (f"RFM_SCORE(A2,{SALES}", "formula"),
        ("relative*LTV_FORMULA(1,0.5,0.1)", "relative_name"),
    ],
)  # fmt: skip
def test_what_cannot_be_computed_keeps_its_value_and_is_told(make, formula, why):
    make.book.define_name("relative", "=Data!C2")
    make.spill("D2", formula)
    make.plain("E2", 'D2&"x"', "oldx")
    make.plain("F2", "E2", "oldx")
    make.plain("G2", f"RFM_SCORE(A2,{SALES})")
    done = make.done()
    assert done.why == {"D2": why, "E2": "waits", "F2": "waits"}
    assert [done.value(f"{place}2") for place in "DEFG"] == [OLD, "oldx", "oldx", "555"]
    assert (done.report.ours, done.report.computed) == (2, 1)


LONG = "+".join(["SUM(_xlfn.SEQUENCE(10000,1000))"] * 12)  # half a minute


@pytest.mark.slow
@pytest.mark.parametrize("end", ["slow", "died"])
def test_a_formula_that_ends_the_evaluator_costs_only_itself(make, end):
    make.plain("D2", f"RFM_SCORE(A2,{SALES})")
    make.plain("D3", f"RFM_SCORE(A2,{SALES})&({LONG})")
    make.plain("D4", f"RFM_SCORE(A2,{SALES})")
    make.spill("E2", f"RFM_SCORE(A2:A4,{SALES})")
    evaluator = shared_evaluator()
    evaluator._ask(do="known", names=["SUM"])  # it is up
    if end == "slow":
        evaluator._process.seconds = 8
    else:
        Timer(2, evaluator._process._process.kill).start()
    try:
        done = make.done()
    finally:
        evaluator._process.seconds = SECONDS
    assert done.why == {"D3": end}
    assert done.column("D2:D4") == ["555", OLD, "555"]
    assert done.column("E2:E4") == ["555", "111", "–"]


def test_without_an_evaluator_everything_stays(make, monkeypatch):
    make.plain("D2", f"RFM_SCORE(A2,{SALES})")
    monkeypatch.setattr(ChildProcess, "start", lambda _: None)
    monkeypatch.setattr(ChildProcess, "talk", broken)
    make.book.close()
    before = make.path.read_bytes()
    with open_file(make.path) as book, recalculating(book) as compute:
        done = compute()
        book.save()
    assert [(cell.cell, cell.why) for cell in done.left] == [("D2", "died")]
    assert make.path.read_bytes() == before


def broken(*_):
    raise ChildLostError(is_slow=False)


def answer(formula):
    """What the evaluator itself makes of an expression: rows."""
    asked = {"sheet": "S", "row": 1, "column": 1, "formula": formula, "calls": []}
    return shared_evaluator()._ask(do="evaluate", formulas=[asked], writes=[])["rows"]


# One call each with arrays where the table says that they may stand; numbers by hand.
WHOLE = {
    "SUM({1;2;3})": 6, "AVERAGE({1;2;3})": 2, "COUNT({1;2;3})": 3, "COUNTA({1;2;3})": 3,
    "MAX({1;2;3})": 3, "MIN({1;2;3})": 1, "MEDIAN({1;2;9})": 2, "PRODUCT({2;3})": 6,
    "SUMPRODUCT({1;2},{3;4})": 11, "SUMSQ({3;4})": 25, "AND({TRUE;FALSE})": False,
    "OR({TRUE;FALSE})": True, "XOR({TRUE;FALSE})": True, "ROWS({1;2;3})": 3, "COLUMNS({1,2})": 2,
    '_xlfn.CONCAT({"a";"b"})': "ab", "CORREL({1;2;3},{2;4;6})": 1, "STDEV({1;3})": 2**0.5,
    "_xlfn.STDEV.S({1;3})": 2**0.5, "_xlfn.STDEV.P({1;3})": 1, "STDEVP({1;3})": 1, "VAR({1;3})": 2,
    "_xlfn.VAR.S({1;3})": 2, "_xlfn.VAR.P({1;3})": 1, "VARP({1;3})": 1, "GEOMEAN({2;8})": 4,
    "INDEX({7;8;9},2)": 8, "LARGE({1;2;3},1)": 3, "SMALL({1;2;3},1)": 1,
    "PERCENTILE({1;2;3},0.5)": 2, "_xlfn.PERCENTILE.INC({1;2;3},0.5)": 2,
    "_xlfn.PERCENTILE.EXC({1;2;3},0.5)": 2, "QUARTILE({1;2;3},2)": 2,
    "_xlfn.QUARTILE.INC({1;2;3},2)": 2, "_xlfn.QUARTILE.EXC({1;2;3},2)": 2,
    "MATCH(2,{1;2;3},0)": 2, "_xlfn.XMATCH(2,{1;2;3})": 2, "VLOOKUP(2,{1,5;2,6},2,FALSE)": 6,
    "HLOOKUP(2,{1,2;5,6},2,FALSE)": 6, "RANK(2,{1;2;3})": 2, "_xlfn.RANK.EQ(2,{1;2;3})": 2,
    "_xlfn.RANK.AVG(2,{2;2;3})": 2.5, "LOOKUP(2,{1;2;3},{4;5;6})": 5,
    "_xlfn.XLOOKUP(2,{1;2;3},{4;5;6})": 5, '_xlfn.TEXTJOIN("-",TRUE,{"a";"b"})': "a-b",
    "COUNTIF({1;2;2},2)": 2, "SUMIF({1;2;2},2,{1;1;5})": 6, "AVERAGEIF({1;2;2},2,{1;1;5})": 3,
    "SUMIFS({1;1;5},{1;2;2},2)": 6, "AVERAGEIFS({1;1;5},{1;2;2},2)": 3,
    "_xlfn.MAXIFS({1;1;5},{1;2;2},2)": 5, "_xlfn.MINIFS({1;1;5},{1;2;2},2)": 1,
    "COUNTIFS({1;2;2},2,{1;1;5},5)": 1, "COUNTBLANK({1;2})": 0,
}  # fmt: skip
THROUGH = {
    "IF({TRUE;FALSE},{1;2},9)": [1, 9], 'IFERROR({1;#N/A},"x")': [1, "x"],
    'IFNA({1;#N/A},"x")': [1, "x"], "_xlfn.LET(_xlpm.x,{1;2},_xlpm.x)": [1, 2],
    "_xlfn.VSTACK({1},{2})": [1, 2], "INDEX(_xlfn.HSTACK({1;2},{3;4}),0,2)": [3, 4],
    "TRANSPOSE({1,2})": [1, 2], "_xlfn.SORTBY({1;2},{2;1})": [2, 1],
    "_xlfn.UNIQUE({1;1;2})": [1, 2], "_xlfn._xlws.SORT({2;1})": [1, 2],
    "_xlfn.TAKE({1;2;3},2)": [1, 2],
    "_xlfn.DROP({1;2;3},1)": [2, 3], "_xlfn.CHOOSECOLS({1,2;3,4},2)": [2, 4],
    "_xlfn.CHOOSEROWS({1;2;3},1,3)": [1, 3], "_xlfn.TOCOL({1,2})": [1, 2],
    "TRANSPOSE(_xlfn.TOROW({1;2}))": [1, 2], "CHOOSE(1,{1;2},9)": [1, 2],
    "_xlfn._xlws.FILTER({1;2},{TRUE;TRUE})": [1, 2],
}  # fmt: skip


@pytest.mark.parametrize(("formula", "expected"), WHOLE.items())
def test_arrays_that_end_in_a_function(formula, expected):
    ((found,),) = answer(formula)
    assert found == pytest.approx(expected)


@pytest.mark.parametrize(("formula", "expected"), THROUGH.items())
def test_arrays_that_pass_through_a_function(formula, expected):
    assert answer(formula) == [[cell] for cell in expected]


def test_the_tables_name_nothing_that_was_not_asked():
    asked = " ".join([*WHOLE, *THROUGH])
    of_areas = {"OFFSET", "ROW", "COLUMN", "SUBTOTAL"}  # they take references only
    for name in {*array_functions.WHOLE, *array_functions.THROUGH} - of_areas:
        assert f"{name}(" in asked, name
