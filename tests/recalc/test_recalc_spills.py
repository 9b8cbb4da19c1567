"""Where answers go: spills grow and shrink, and never cover what is not theirs."""

import openpyxl
import pytest

from tests.recalc.conftest import SALES

SCORE = f"RFM_SCORE(A2:A4,{SALES})"
LATER = "RFM_SCORE(A2:A3,Sales[customer],Sales[date],Sales[amount])"


def test_a_spill_grows_and_keeps_the_styles_of_its_cells(make):
    bold = make.book.add_format({"bold": True})
    make.calc.set_column("F:F", 20, make.book.add_format({"italic": True}))
    make.spill("D2", SCORE)
    make.calc.write_blank("D3", None, bold)
    make.spill("F2", SCORE)
    done = make.done()
    assert (done.area("D2"), done.column("D2:D4")) == ("D2:D4", ["555", "111", "–"])
    sheet = openpyxl.load_workbook(done.path)["Calc"]
    assert sheet["D3"].font.bold
    assert sheet["F4"].font.italic
    assert not sheet["D4"].font.bold


def test_a_spill_shrinks_and_blanks_what_it_leaves(make):
    bold = make.book.add_format({"bold": True})
    make.spill("D2:E6", LATER)
    for row in (3, 4, 5, 6):
        make.calc.write(f"D{row}", "was", bold)
        make.calc.write(f"E{row}", "was")
    make.calc.write("E2", "was")
    done = make.done()
    assert done.area("D2") == "D2:D3"
    assert done.column("D2:D6") == ["555", "111", None, None, None]
    assert done.column("E2:E6") == [None] * 5
    assert openpyxl.load_workbook(done.path)["Calc"]["D5"].font.bold


def put_value(make):
    make.calc.write("D4", "mine")


def put_formula(make):
    make.plain("D4", "1+1", 2)


def put_blank_formula(make):
    make.plain("D4", '""', "")


def put_merged(make):
    make.calc.merge_range("D4:E5", "")


def put_table(make):
    make.calc.add_table("D4:D6", {"name": "Other"})


def put_spill(make):
    make.spill("C4:D4", "TRANSPOSE(A2:A3)", "C1")
    make.calc.write("D4", "C2")


OBSTACLES = [put_value, put_formula, put_blank_formula, put_merged, put_table, put_spill]


@pytest.mark.parametrize("put", OBSTACLES)
def test_a_spill_that_something_blocks(make, put):
    make.spill("D2", SCORE)
    put(make)
    make.plain("F2", 'IF(D2="#SPILL!","seen","not")')
    done = make.done()
    before = done.value("D4")
    assert done.why == {"D2": "blocked"}
    assert done.value("D2") == "#SPILL!"
    assert done.value("D3") is None
    assert done.value("D4") == before
    assert done.value("F2") == "seen"
    assert done.area("D2") == "D2"


def test_a_blocked_spill_gives_up_what_it_held(make):
    make.spill("D2:D3", SCORE)
    make.calc.write("D3", "was mine")
    make.calc.write("D4", "not mine")
    done = make.done()
    assert done.column("D2:D4") == ["#SPILL!", None, "not mine"]
    assert done.report.left[0].details == {"what": "D4"}


def test_a_spill_inside_of_a_table(make):
    make.calc.add_table("C1:D4", {"columns": [{"header": "a"}, {"header": "b"}]})
    make.spill("D2", SCORE)
    make.spill("D3", f"RFM_SCORE(A3,{SALES})")
    done = make.done()
    assert done.why == {"D2": "blocked"}
    assert done.value("D3") == "111"  # one cell is no spill


def test_a_spill_over_the_edge(make):
    make.spill("D1048575", SCORE)
    done = make.done()
    assert done.why == {"D1048575": "blocked_edge"}


def test_an_area_entered_with_ctrl_shift_enter_is_filled(make):
    make.array("D2:D6", SCORE)
    make.array("F2:G3", f"RFM_SCORE(A2,{SALES})")
    make.array("I2:J4", SCORE)
    done = make.done()
    assert done.column("D2:D6") == ["555", "111", "–", "#N/A", "#N/A"]
    assert done.column("F2:F3") == done.column("G2:G3") == ["555", "555"]
    assert done.column("J2:J4") == ["555", "111", "–"]
    assert done.area("D2") == "D2:D6"
    assert done.report.left == ()


def test_who_reads_a_spill_sees_its_new_size(make):
    make.spill("D2", SCORE)
    make.spill("F2", "RFM_SEGMENT(_xlfn.ANCHORARRAY(D2))")
    make.plain("H2", "COUNTA(_xlfn.ANCHORARRAY(D2))", 0)
    make.plain("H3", "COUNTA(D2:D9)", 0)
    make.plain("H4", 'D4&"!"')  # a cell that the spill did not cover before
    make.spill("H6", "_xlfn.ANCHORARRAY(D2)")
    done = make.done()
    assert done.report.left == ()
    assert done.column("F2:F4") == ["Champions", "Hibernating", "–"]
    assert done.column("H2:H4") == [3, 3, "–!"]
    assert done.column("H6:H8") == ["555", "111", "–"]


def test_a_reader_that_was_computed_before_is_computed_anew(make):
    """B2 stands before D2 and reads D4, which is D2's only after D2 has grown."""
    make.spill("B2", f'RFM_SCORE(IF(D4="",A2,A3),{SALES})')
    make.spill("D2", SCORE)
    done = make.done()
    assert done.value("B2") == "111"
    assert done.report.left == ()


def test_a_circle_by_way_of_a_spill_ends(make):
    """Each spill grows into the cells that decide the size of the other."""
    make.spill("B2", f"RFM_SCORE(IF(COUNTA(D3:D4)>0,A2,A2:A4),{SALES})")
    make.spill("D2", f"RFM_SCORE(IF(COUNTA(B3:B4)>0,A2,A2:A4),{SALES})")
    done = make.done()
    assert done.report.ours == 2  # it came to an end


def test_a_second_time_nothing_changes(make):
    from tests.functions.workbooks import recalculate

    make.spill("D2", f"RFM_TABLE({SALES})")
    make.spill("D9", f'RFM_SCORE(A2:A4,{SALES})&""')
    make.plain("A9", "LTV_FORMULA(1800,0.75,0.15)")
    done = make.done()
    assert done.report.changed == 3
    kept = done.path.read_bytes()
    assert recalculate(done.path).changed == 0
    assert done.path.read_bytes() == kept
