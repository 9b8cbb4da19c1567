"""B19 of BAD_INPUT in the workbook itself: a sheet of the user is called as one of our results.

Excel gives a name once, so ours was renamed or deleted before, or the user's was there first and
ours was moved in from the template, where Excel calls it "RFM (2)".
"""

import re

import pytest

from tests.book.cells import named_cells, table_rows
from tests.engines.feature_parts import insert
from tests.engines.samples import read_parts, write_zip
from tests.template.semantic_check import faults

OWN = "xl/worksheets/sheet92.xml"
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CELLS = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>Customer</t></is></c><c r="B1"><v>5</v></c></row>'
    '<row r="2"><c r="B2"><f>SUM(Sales[amount])</f><v>946</v></c></row>'
)


@pytest.fixture
def with_own_rfm(make_book, small_sales):
    """Return a function: a workbook with the user's sheet RFM, and ours renamed or deleted."""

    def make(ours):
        path = make_book(sales=small_sales)
        parts = read_parts(path)
        book = parts["xl/workbook.xml"].decode()
        if ours:
            parts["xl/workbook.xml"] = _renamed(book, ours)
            chart = "xl/charts/chart3.xml"
            parts[chart] = parts[chart].replace(b"RFM!", f"'{ours}'!".encode())
        else:
            parts["xl/workbook.xml"] = _deleted(book, parts)
        own = f'<worksheet xmlns="{SPACE}"><sheetData>{CELLS}</sheetData></worksheet>'
        parts[OWN] = own.encode()
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
        known = f'<Override PartName="/{OWN}" ContentType="{kind}"/>'
        insert(parts, "[Content_Types].xml", "</Types>", known)
        target = 'Target="worksheets/sheet92.xml"'
        link = f'<Relationship Id="rId991" Type="{OFFICE}/worksheet" {target}/>'
        insert(parts, "xl/_rels/workbook.xml.rels", "</Relationships>", link)
        tab = '<sheet name="RFM" sheetId="991" r:id="rId991"/>'
        insert(parts, "xl/workbook.xml", "</sheets>", tab)
        write_zip(path, parts)
        return path

    return make


def _renamed(book, ours):
    return book.replace('name="RFM"', f'name="{ours}"').replace("'RFM'!", f"'{ours}'!").encode()


def _deleted(book, parts):
    """As Excel deletes a sheet: its names stay behind and refer to nothing."""
    link = re.search(r'<sheet name="RFM"[^>]*r:id="(\w+)"/>', book)
    book = book.replace(link[0], "")
    names = re.sub(r"'RFM'!\$[A-Z]+\$\d+(?::\$[A-Z]+\$\d+)?", "#REF!", book)
    links = parts["xl/_rels/workbook.xml.rels"].decode()
    gone = re.search(rf'<Relationship Id="{link[1]}"[^>]*Target="([^"]+)"[^>]*/>', links)
    parts["xl/_rels/workbook.xml.rels"] = links.replace(gone[0], "").encode()
    sheet = f"xl/{gone[1]}"
    rels = parts.pop(sheet.replace("worksheets/", "worksheets/_rels/") + ".rels").decode()
    del parts[sheet]
    types = parts["[Content_Types].xml"].decode()
    for part in (sheet, *(f"xl/tables/{name}" for name in re.findall(r"tables/(\w+\.xml)", rels))):
        parts.pop(part, None)
        types = re.sub(rf'<Override PartName="/{part}"[^>]*/>', "", types)
    parts["[Content_Types].xml"] = types.encode()
    return names.encode()


@pytest.mark.parametrize("ours", ["RFM (2)", "My scores"])
def test_b19_results_go_to_our_sheet_whatever_it_is_called(with_own_rfm, refresh, ours):
    path = with_own_rfm(ours)
    before = read_parts(path)
    summary = refresh(path)
    assert read_parts(path)[OWN] == before[OWN]
    _, rows = table_rows(path, "RFM_Result")
    assert len(rows) == 6
    assert "As of 2025-12-31" in named_cells(path, "cb_rfm_stamp")[1][0]
    assert not [note for note in summary.notes if "RFM" in note]
    other = [fault for fault in faults(path.read_bytes()) if "code names" not in fault]
    assert not other  # Excel itself would give the new sheet a code name


def test_b19_without_our_sheet_the_users_is_left_alone_and_it_is_told(with_own_rfm, refresh):
    path = with_own_rfm("")
    before = read_parts(path)
    summary = refresh(path)
    assert read_parts(path)[OWN] == before[OWN]
    assert any("RFM_Result" in note and "not written" in note for note in summary.notes)
    assert len(table_rows(path, "ABC_Result")[1]) == 7
