"""Recalculations of a workbook that stays open: what was written and computed before is found."""

from contextlib import ExitStack

import pytest

from tests.engines.samples import opened
from tests.functions.workbooks import shared_evaluator
from tests.recalc.conftest import SALES, Done
from xl_addin.book.workbook_file import open_file
from xl_addin.engines.recalc import recalculation as engine

SCORE = f"RFM_SCORE(A2:A4,{SALES})"
LONG = f"RFM_SCORE(B2:B121,{SALES})"


class Session:
    """A workbook that is open."""

    def __init__(self, path, book):
        self.path, self.book = path, book
        self.cells = book.sheets["Calc"]

    def recalculate(self):
        return engine.recalculate(self.book.impl, shared_evaluator())

    def saved(self):
        report = self.recalculate()
        self.book.save()
        return Done(self.path, report)


@pytest.fixture
def session(make):
    """Open the workbook made so far."""
    with ExitStack() as opened_books:

        def begin():
            make.book.close()
            return Session(make.path, opened_books.enter_context(open_file(make.path)))

        yield begin


def text_of(done, address):
    formula = opened(done.path)["Calc"][address].value
    return getattr(formula, "text", formula)


def test_a_long_spill_keeps_styles_and_is_computed_again(make, session):
    bold = make.book.add_format({"bold": True})
    make.calc.write_column("B2", ["C1", "C2", "C9"] * 40)
    make.spill("D2", LONG)
    make.calc.write_blank("D50", None, bold)
    now = session()
    assert now.recalculate().changed == 1
    assert now.cells["D2:D121"].value == ["555", "111", "–"] * 40
    assert now.recalculate().changed == 0
    now.cells["B2:B121"].value = [["C2"]] * 120
    done = now.saved()
    assert done.report.changed == 1
    assert done.column("D2:D121") == ["111"] * 120
    assert done.area("D2") == "D2:D121"
    assert text_of(done, "D2") == f"={LONG}"
    assert opened(done.path)["Calc"]["D50"].font.bold


def test_a_long_spill_shrinks_and_grows_again(make, session):
    make.calc.write_column("B2", ["C1", "C2"] * 60)
    make.calc.write("C2", 120)
    make.spill("D2", f"RFM_SCORE(OFFSET(B2,0,0,C2,1),{SALES})")
    now = session()
    now.recalculate()
    now.cells["C2"].value = 2
    now.recalculate()
    assert now.cells["D2:D121"].value == ["555", "111", *[None] * 118]
    now.cells["C2"].value = 4
    done = now.saved()
    assert done.column("D2:D7") == ["555", "111", "555", "111", None, None]
    assert done.area("D2") == "D2:D5"


def test_a_wide_spill_that_is_blocked_leaves_the_formulas_beside_it(make, session):
    make.spill("D2", f"RFM_TABLE({SALES})")
    now = session()
    now.recalculate()
    now.cells["F3"].formula = "=1+1"
    now.cells["H4"].formula = f"=RFM_SCORE(A2,{SALES})"
    done = now.saved()
    assert done.why == {"D2": "blocked"}
    assert text_of(done, "F3") == "=1+1"
    filled = [cell.coordinate for row in opened(done.path)["Calc"]["D2:P4"] for cell in row
              if cell.value is not None]  # fmt: skip
    assert filled == ["D2", "F3", "H4"]


def test_a_formula_written_into_a_spill_blocks_it_and_stays(make, session):
    make.calc.write_column("B2", ["C1", "C2", "C9"] * 40)
    make.spill("D2", LONG)
    now = session()
    now.recalculate()
    now.cells["D9"].formula = f"=RFM_SCORE(A2,{SALES})"
    done = now.saved()
    assert done.why == {"D2": "blocked"}
    assert done.column("D2:D121") == ["#SPILL!", *[None] * 6, "555", *[None] * 112]
    assert text_of(done, "D9") == f"=RFM_SCORE(A2,{SALES})"


@pytest.mark.parametrize("knows_dynamic_arrays", [True, False])
def test_formulas_written_in_the_session_stay_beside_their_answers(
    make, session, knows_dynamic_arrays
):
    if knows_dynamic_arrays:
        make.spill("K2", "SORT(A2:A3)", "C1")
    now = session()
    now.cells["D2"].formula2 = f"=RFM_SCORE(A2:A4,{SALES})"
    now.cells["F2"].formula = f"=RFM_SCORE(A2,{SALES})"
    assert now.recalculate().changed == 2
    assert now.cells["F2"].formula == f"=RFM_SCORE(A2,{SALES})"
    done = now.saved()
    assert (done.report.ours, done.report.changed) == (2, 0)
    assert done.column("D2:D4") == ["555", "111", "–"]
    assert (done.area("D2"), done.value("F2")) == ("D2:D4", "555")
    assert text_of(done, "D2") == f"=RFM_SCORE(A2:A4,{SALES})"
    assert text_of(done, "F2") == f"=RFM_SCORE(A2,{SALES})"


@pytest.mark.parametrize("size", [3, 120])  # kept cell by cell, and as a block
def test_a_value_typed_into_a_spill_blocks_it_and_stays(make, session, size):
    """As in Excel, which shows #SPILL! and keeps what was typed; what it left is blank."""
    make.calc.write_column("B2", ["C1", "C2", "C9"] * (size // 3))
    make.spill("D2", f"RFM_SCORE(B2:B{size + 1},{SALES})")
    now = session()
    now.recalculate()
    now.cells["D4"].value = "mine"
    done = now.saved()
    assert done.why == {"D2": "blocked"}
    assert done.report.left[0].details == {"what": "D4"}
    assert done.column(f"D2:D{size + 1}") == ["#SPILL!", None, "mine", *[None] * (size - 3)]
    assert done.area("D2") == "D2"


def test_a_value_typed_into_a_spill_of_the_file_blocks_it(make, session):
    make.spill("D2:D4", SCORE)
    make.calc.write_column("D3", ["111", "–"])
    now = session()
    now.cells["D3"].value = 7
    done = now.saved()
    assert done.column("D2:D4") == ["#SPILL!", 7, None]


def test_a_block_typed_over_a_spill_blocks_it(make, session):
    make.calc.write_column("B2", ["C1", "C2", "C9"] * 40)
    make.spill("D2", LONG)
    now = session()
    now.recalculate()
    now.cells["D20:D119"].value = [["x"]] * 100
    done = now.saved()
    assert done.column("D2:D121") == ["#SPILL!", *[None] * 17, *["x"] * 100, None, None]


def test_a_spilled_cell_that_was_blanked_is_filled_again(make, session):
    """Excel lets nobody delete one; and once the value typed is gone, the spill comes back."""
    make.spill("D2", SCORE)
    now = session()
    now.recalculate()
    now.cells["D3"].value = None
    now.recalculate()
    assert now.cells["D2:D4"].value == ["555", "111", "–"]
    now.cells["D3"].value = "mine"
    now.recalculate()
    assert now.cells["D2:D4"].value == ["#SPILL!", "mine", None]
    now.cells["D3"].value = None
    done = now.saved()
    assert done.column("D2:D4") == ["555", "111", "–"]
    assert done.area("D2") == "D2:D4"


def test_a_value_typed_where_a_spill_no_longer_reaches_stays(make, session):
    make.calc.write("C2", 3)
    make.spill("D2", f"RFM_SCORE(OFFSET(A2,0,0,C2,1),{SALES})")
    now = session()
    now.recalculate()
    now.cells["C2"].value = 2
    now.cells["D4"].value = "mine"
    done = now.saved()
    assert done.report.left == ()
    assert done.column("D2:D4") == ["555", "111", "mine"]
