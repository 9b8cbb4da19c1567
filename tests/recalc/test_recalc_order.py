"""Each cell after those that it reads, and no cell that nothing of ours hangs on."""

import datetime as dt

import openpyxl

from tests.functions.workbooks import recalculate, shared_evaluator
from tests.recalc.conftest import SALES, Done
from xl_addin.book.workbook_file import open_file
from xl_addin.engines.recalc.recalculation import recalculate as compute


def test_a_chain_from_right_to_left_and_over_sheets(make):
    """Positions say nothing: D2 feeds C2 feeds B2, and another sheet reads that."""
    make.plain("B2", 'C2&"c"', "?")
    make.plain("C2", 'RFM_SEGMENT(D2)&"b"', "?")
    make.plain("D2", f"RFM_SCORE(A2,{SALES})", "?")
    make.plain("E1", "Calc!B2", "?", sheet=make.data)
    make.plain("E2", 'IF(E1="Championsbc",LTV_FORMULA(1800,0.75,0.15),0)', 0, sheet=make.data)
    done = make.done()
    assert done.value("E1", "Data") == "Championsbc"
    assert round(done.value("E2", "Data"), 6) == 3375
    assert (done.report.ours, done.report.others, done.report.changed) == (3, 2, 5)


def test_what_ours_read_is_up_to_date_first(make):
    """A cell that asks for today, and one that was never calculated."""
    make.plain("B1", "TODAY()-1", 0)
    make.plain("B2", "B1+1", 0)
    make.plain("C2", f"RFM_SCORE(A2,{SALES},B2)", "?")
    make.plain("D1", "TODAY()", 0)  # nothing of ours reads it
    done = make.done()
    today = (dt.date.today() - dt.date(1899, 12, 30)).days
    assert done.value("B2") in {today, today + 1}  # midnight may pass meanwhile
    assert done.value("D1") == 0
    assert done.value("C2") == "555"
    assert done.report.left == ()


def test_formulas_that_were_never_calculated(tmp_path):
    """A program wrote the workbook: no formula has a value, not even those that ours read."""
    path = tmp_path / "fresh.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Calc"
    for row, value in enumerate(("=90*10", "=B1/9", "=IF(B2>0,NOSUCH(1),1)"), start=1):
        sheet.cell(row, 2, value)
    sheet["C1"] = "=LTV_FORMULA(B1*2,0.75,0.15)"
    sheet["C2"] = "=LTV_FORMULA(B3,0.75,0.15)"
    sheet["D1"] = "=1+1"
    book.save(path)
    done = Done(path, recalculate(path))
    assert done.value("B1") == 900
    assert round(done.value("C1"), 6) == 3375
    assert done.value("D1") is None
    assert done.why == {"B3": "function", "C2": "waits"}


def test_formulas_that_read_what_was_written_since(make):
    """As after a refresh: B2 reads a result that is new, our cell reads B2."""
    make.calc.write("A9", 900)
    make.plain("B2", "A9*2", 1800)
    make.plain("B3", "A9*3", 2700)
    make.plain("C2", "LTV_FORMULA(B2,0.75,0.15)", 3375)
    make.book.close()
    with open_file(make.path) as book:
        book.sheets["Calc"]["A9"].value = 450
        report = compute(book.impl, shared_evaluator())
        book.save()
    done = Done(make.path, report)
    assert done.value("B2") == 900
    assert round(done.value("C2"), 6) == 1687.5
    assert done.value("B3") == 2700  # nothing of ours reads it: Excel does it when it calculates
    assert (report.ours, report.others) == (1, 1)


def test_our_formula_that_was_written_since(make):
    make.plain("D2", f"RFM_SCORE(A2,{SALES})")
    make.book.close()
    with open_file(make.path) as book:
        sheet = book.sheets["Calc"]
        sheet["D2"].value = "typed over"
        sheet["D3"].formula = f"=RFM_SCORE(A3,{SALES})"
        report = compute(book.impl, shared_evaluator())
        book.save()
    done = Done(make.path, report)
    assert (done.value("D2"), done.value("D3")) == ("typed over", "111")
    assert report.ours == 1


def test_thousands_of_cells_over_one_table(make):
    make.calc.write_column("A2", ["C1", "C2"] * 1_500)
    for row in range(2, 3_002):
        make.plain(f"B{row}", f"RFM_SCORE(A{row},{SALES})", "?")
    make.plain("D1", 'COUNTIF(B2:B3001,"555")', 0)
    done = make.done()
    assert done.column("B2:B3001") == ["555", "111"] * 1_500
    assert done.value("D1") == 1_500
    assert done.report.changed == 3_001
