"""Whatever a formula calls its cells, our functions get them as Excel would hand them over.

Of three sales, C1 bought on 10 January and 1 March for 300 together, C2 on 1 February for 50: the
better of two customers has the highest score in everything, 555, and the other 111.
"""

import datetime as dt

import pytest

from tests.functions.harness import Error, column
from tests.functions.workbooks import write_cell
from tests.recalc.conftest import SALES

SCORES = ["555", "111", "–"]


def test_tables_names_whole_columns_and_other_sheets(make):
    make.book.define_name("all_days", "=Data!$B$2:$B$4")
    make.book.define_name("whole_table", "=Sales[amount]")
    make.book.define_name("growing", "=Data!$A$2:INDEX(Data!$A:$A,COUNTA(Data!$A:$A))")
    make.book.define_name("shifted", "=OFFSET(Data!$A$1,1,0,3,1)")
    make.spill("B2", f"RFM_SCORE(A2:A4,{SALES})")
    make.spill("C2", "RFM_SCORE(A2:A4,Data!A:A,Data!B:B,Data!C:C)")
    make.spill("D2", "RFM_SCORE(A2:A4,'Data'!$A$2:$A$4,all_days,whole_table)")
    make.spill("E2", "RFM_SCORE(A2:A4,growing,all_days,Data!C2:C4)")
    make.spill("F2", "RFM_SCORE(A2:A4,shifted,all_days,Data!C2:C4)")
    make.spill("G2", "RFM_SCORE(A2:A4,Sales[[#All],[customer]],Sales[[#All],[date]],Data!C1:C4)")
    make.spill("H2", "RFM_SCORE(A:A,Sales[customer],Sales[date],Sales[amount])")
    done = make.done()
    assert done.report.left == ()
    for place in "BCDEFG":
        assert done.column(f"{place}2:{place}4") == SCORES, place
    assert done.column("H2:H5") == [None, *SCORES]  # A1 is blank


def test_the_row_of_a_table(make):
    columns = [{"header": "who"}, {"header": "It's [100]% #1"}, {"header": "score"}]
    make.calc.add_table("E1:G4", {"name": "Who", "columns": columns})
    make.calc.write_column("E2", ["C2", "C1", "C9"])
    make.calc.write_column("F2", [5, 5, 3])
    for row in (2, 3, 4):
        make.plain(f"G{row}", f"RFM_SCORE(Who[[#This Row],[who]],{SALES})")
        make.plain(f"I{row}", f"RFM_SCORE(E{row},{SALES},,Who[[#This Row],[It''s '[100']% '#1]])")
    make.plain("I9", f"RFM_SCORE(Who[[#This Row],[who]],{SALES})")
    done = make.done()
    assert done.column("G2:G4") == ["111", "555", "–"]
    assert done.column("I2:I4") == ["111", "555", "–"]
    assert done.why == {"I9": "this_row"}
    assert done.value("I9") == "old"


def test_a_sheet_with_a_difficult_name(make):
    sheet = make.book.add_worksheet("Мой 'лист' №1")
    sheet.write_column("A1", ["C2", "C1"])
    make.spill("B2", f"RFM_SCORE('Мой ''лист'' №1'!A1:A2,{SALES})")
    assert make.done().column("B2:B3") == ["111", "555"]


def test_names_of_one_sheet_hide_those_of_the_book(make):
    make.book.define_name("who", "=Calc!$A$3")
    make.book.define_name("Calc!who", "=Calc!$A$2")
    make.plain("B2", f"RFM_SCORE(who,{SALES})")
    make.plain("E9", f"RFM_SCORE(who,{SALES})", sheet=make.data)
    done = make.done()
    assert (done.value("B2"), done.value("E9", "Data")) == ("555", "111")


def test_arguments_left_out_are_defaults(make):
    make.plain("B2", f"RFM_SCORE(A2,{SALES},,3)")
    make.plain("B3", f"RFM_SCORE(A2,{SALES},,)")
    make.plain("B4", f"RFM_SCORE(A2,{SALES},Z1,Z2)")  # blank cells are left out too
    make.plain("B5", "RFM_SCORE(A2,Sales[customer],,Sales[amount])")
    make.plain("B6", f"RFM_SCORE(A2,{SALES},,3,,,,,,,,,,,,,,,,,,,)")
    done = make.done()
    assert done.column("B2:B4") == ["333", "555", "555"]
    assert done.value("B5") == "#RFM_SCORE: dates: 1 row, but customers has 3"
    assert done.why == {"B6": "arguments"}


@pytest.mark.parametrize("way", ["reference", "computed"])
def test_cells_of_every_kind_are_told_as_in_excel(excel, make, way):
    """Errors, booleans, texts and blanks: one message headless and through xlwings."""
    cells = [1.0, Error("#N/A"), True, 5.0, None, "abc", 5.0]
    for i, cell in enumerate(cells):
        write_cell(make.calc, 9 + i, 2, cell, make.date)
    pieces = {"B2": (0, 2), "C2": (2, 4), "D2": (3, 6)}
    for place, (first, last) in pieces.items():
        area = f"C{10 + first}:C{9 + last}"
        make.spill(place, f"ABC_CLASS({area if way == 'reference' else f'IF(TRUE,{area})'})")
    done = make.done()
    for place, (first, last) in pieces.items():
        assert done.value(place) == excel("ABC_CLASS", column(*cells[first:last]))
    assert done.value("B2") == "#ABC_CLASS: values, row 2: #N/A is an Excel error."
    assert done.value("C2") == "#ABC_CLASS: values, row 1: 'TRUE' is not a number."
    assert done.value("D2") == "#ABC_CLASS: values, row 3: 'abc' is not a number."


def test_blank_rows_stay_blank_and_keep_their_place(make):
    make.calc.write("C9", 9)
    make.calc.write("C11", 1)
    make.spill("D9", "ABC_CLASS(C9:C12)")
    done = make.done()
    assert done.column("D9:D12") == ["A", None, "B", None]
    assert done.area("D9") == "D9:D12"


def test_dates_are_dates_whatever_they_come_from(make):
    make.calc.write_datetime("C1", dt.datetime(2024, 1, 31), make.date)
    make.plain("B2", f"RFM_SCORE(A2,{SALES},C1)")
    make.plain("B3", f"RFM_SCORE(A2,{SALES},DATE(2024,1,31))")
    make.plain("B4", f"RFM_SCORE(A2,{SALES},45322)")
    make.plain("B5", f'RFM_SCORE(A2,{SALES},"31.01.2024")')
    make.plain("B6", "ABC_CLASS(Data!B2)")  # a date where money belongs
    done = make.done()
    # by the end of January only C1 has bought: lonely, and no better than itself
    assert len(set(done.column("B2:B5"))) == 1
    assert done.value("B2") == "511"
    assert "2024-01-10" in done.value("B6")


def test_a_workbook_that_counts_days_from_1904(maker):
    make = maker(options={"date_1904": True})
    make.plain("B2", f"RFM_SCORE(A2,{SALES},DATE(2024,1,31))")
    make.spill("D2", f"RFM_TABLE({SALES})")
    done = make.done()
    assert done.report.left == ()
    number = done.value("E3")  # last order of C1: 1 March 2024, as this workbook counts
    assert number == (dt.datetime(2024, 3, 1) - dt.datetime(1904, 1, 1)).days


def test_a_single_value_of_an_area_where_the_formula_gives_one(make):
    """Implicit intersection, written as @ by Excel 365 and not at all by older ones."""
    make.plain("B3", f"RFM_SCORE(_xlfn.SINGLE(A2:A4),{SALES})")
    make.plain("B4", f'IF(A2:A4="C9",RFM_SCORE(A2,{SALES}),"no")')
    make.plain("B9", f'IF(A2:A4="C9",RFM_SCORE(A2,{SALES}),"no")')
    make.plain("C3", f"_xlfn.SINGLE(RFM_SCORE(A2:A4,{SALES}))")
    make.plain("C4", f'RFM_SCORE(A2:A4,{SALES})&"!"')
    done = make.done()
    assert (done.value("B3"), done.value("B4"), done.value("B9")) == ("111", "555", "#VALUE!")
    assert (done.value("C3"), done.value("C4")) == ("555", "555!")


@pytest.mark.slow
def test_fifty_thousand_rows_in_whole_columns(maker):
    start = dt.datetime(2023, 1, 1)
    rows = [
        (f"C{i % 4000:05d}", start + dt.timedelta(days=i * 7 % 700), float(i % 97 + 1))
        for i in range(50_000)
    ]
    make = maker(rows)
    make.calc.write_column("A2", [f"C{i:05d}" for i in range(4000)])
    make.spill("B1", "RFM_SCORE(A:A,Data!A:A,Data!B:B,Data!C:C)")
    make.plain("D2", f"RFM_SCORE(A2,{SALES})")
    done = make.done()
    from xl_addin.functions import RFM_SCORE

    ids = [f"C{i:05d}" for i in range(4000)]
    expected = RFM_SCORE(ids, *map(list, zip(*rows, strict=True)))
    assert done.column("B2:B4001") == [code for (code,) in expected]
    assert done.value("D2") == expected[0][0]
