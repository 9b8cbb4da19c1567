"""What a recalculation does not own stays byte for byte."""

import re

import pytest

from tests.engines.samples import edit_parts, read_parts, rich_workbook
from tests.engines.test_package_formulas import with_chain
from tests.functions.workbooks import recalculate
from tests.recalc.conftest import Done
from tests.template.semantic_check import faults

NOTES = "xl/worksheets/sheet3.xml"
OURS = (
    '<row r="2"><c r="A2" t="str" cm="1"><f t="array" ref="A2">ABC_CLASS(Data!B2:B6)</f>'
    '<v>old</v></c><c r="B2"><f>1+1</f><v>3</v></c></row>'
)


@pytest.fixture
def rich(tmp_path):
    """A workbook with everything in it, and a call of ours on its sheet Notes."""
    path = rich_workbook(tmp_path / "rich.xlsx")
    return edit_parts(path, sheet3=("<sheetData/>", f"<sheetData>{OURS}</sheetData>"))


def test_only_the_sheet_with_new_values_is_written(rich):
    before = read_parts(rich)
    report = recalculate(rich)
    after = read_parts(rich)
    assert report.left == ()
    assert list(before) == list(after)
    assert {name for name in before if before[name] != after[name]} == {NOTES}
    done = Done(rich, report)
    # 0, 1.5, 3, 4.5, 6: above 3 stand 70 % of all, above 1.5 stand 90 %
    assert done.column("A2:A6", "Notes") == ["D", "B", "A", "A", "A"]


def test_a_formula_that_reads_nothing_of_ours_keeps_even_a_wrong_value(rich):
    done = Done(rich, recalculate(rich))
    assert done.value("B2", "Notes") == 3
    assert b'<c r="B2"><f>1+1</f><v>3</v></c>' in read_parts(rich)[NOTES]


def test_all_of_the_sheet_but_its_cells_stays(rich):
    def frame(part):
        part = re.sub(rb"<sheetData>.*</sheetData>", b"", part, flags=re.DOTALL)
        return re.sub(rb'<dimension ref="[^"]*"/>', b"", part)

    before = frame(read_parts(rich)[NOTES])
    recalculate(rich)
    assert frame(read_parts(rich)[NOTES]) == before


def test_the_calculation_chain_stays(rich):
    with_chain(rich, '<c r="A2" i="3"/><c r="B2"/><c r="A1" i="2"/>')
    before = read_parts(rich)["xl/calcChain.xml"]
    recalculate(rich)
    assert read_parts(rich)["xl/calcChain.xml"] == before


def test_a_second_time_nothing_is_written(rich):
    recalculate(rich)
    kept = rich.read_bytes()
    assert recalculate(rich).changed == 0
    assert rich.read_bytes() == kept


def test_a_workbook_without_our_functions_is_left_alone(tmp_path):
    path = rich_workbook(tmp_path / "rich.xlsx")
    kept = path.read_bytes()
    assert recalculate(path).ours == 0
    assert path.read_bytes() == kept


def test_nothing_is_broken(rich):
    before = faults(rich.read_bytes())
    recalculate(rich)
    assert faults(rich.read_bytes()) == before
