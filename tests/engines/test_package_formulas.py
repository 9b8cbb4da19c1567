"""Formulas: written as such only when asked, kept when not overwritten, never left broken."""

from collections.abc import Callable
from pathlib import Path

import pytest
import xlwings as xw
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.formula.translate import Translator

from tests.engines.samples import SHEET, edit_parts, opened, read_parts, write_zip
from xl_addin.engines.package.formulas import shift_formula
from xl_addin.engines.package.values import block_of_rows

Opened = Callable[[], xw.Sheet]

SHARED = (
    '<row r="1"><c r="A1"><f t="shared" ref="A1:A4" si="0">B1*2+$C$1</f><v>2</v></c></row>'
    '<row r="2"><c r="A2"><f t="shared" si="0"/><v>4</v></c></row>'
    '<row r="3"><c r="A3"><f t="shared" si="0"/><v>6</v></c></row>'
    '<row r="4"><c r="A4"><f t="shared" si="0"/><v>8</v></c><c r="B4"><v>4</v></c></row>'
)


def with_cells(path: Path, rows: str) -> Path:
    return edit_parts(path, sheet1=("<sheetData/>", f"<sheetData>{rows}</sheetData>"))


@pytest.mark.parametrize(
    ("formula", "rows", "columns", "expected"),
    [
        ("A1+$B$2+C$3+$D4", 2, 1, "B3+$B$2+D$3+$D6"),
        ("SUM(A:B)+SUM(1:2)+SUM($A:B)", 1, 1, "SUM(B:C)+SUM(2:3)+SUM($A:C)"),
        ('"A1"&LOG10(A1)&Sheet1!A1', 1, 0, '"A1"&LOG10(A2)&Sheet1!A2'),
        (
            "'A1 sheet'!A1+tbl[A1]+tbl[[#This Row],[B2]]",
            1,
            0,
            "'A1 sheet'!A2+tbl[A1]+tbl[[#This Row],[B2]]",
        ),
        ("A1:B2", -1, 0, "#REF!:B1"),
        ("my_A1+A1_x+A1.x+TRUE", 1, 1, "my_A1+A1_x+A1.x+TRUE"),
        ("[1]Sheet!A1", 1, 0, "[1]Sheet!A2"),
    ],
)
def test_references_move_as_in_excel(formula: str, rows: int, columns: int, expected: str) -> None:
    assert shift_formula(formula, rows, columns) == expected


@given(
    st.sampled_from(
        ["A1*2", "SUM($B$2:C10)/D$4", "IF(A1>\"B2\",Sheet2!C3,'My A1'!D4)", "ROUND(Q17,LOG10(B3))"]
    ),
    st.integers(0, 50),
    st.integers(0, 20),
)
def test_references_move_as_in_openpyxl(formula: str, rows: int, columns: int) -> None:
    there = xw.utils.col_name(1 + columns) + str(1 + rows)
    moved = Translator(f"={formula}", "A1").translate_formula(there)
    assert f"={shift_formula(formula, rows, columns)}" == moved


def test_formulas_are_written_only_through_formula(open_sheet: Opened) -> None:
    sheet = open_sheet()
    sheet["B1"].formula = '=SUM(C1:C3)&"<x>"'
    sheet["B2"].value = "=SUM(C1:C3)"
    sheet["B3"].formula = [["=C1", "text"], [5, "=D1"]]
    assert sheet["B1"].formula == '=SUM(C1:C3)&"<x>"'
    assert sheet["B3:C4"].formula == [["=C1", "text"], ["5", "=D1"]]
    sheet.book.save()
    read = opened(sheet.book.impl.path)["S"]
    assert (read["B1"].data_type, read["B1"].value) == ("f", '=SUM(C1:C3)&"<x>"')
    assert read["B2"].data_type != "f"
    assert [read["B3"].data_type, read["C3"].value, read["B4"].value] == ["f", "text", 5]


def test_formulas_of_the_file_are_read_and_kept(app: xw.App, rich: Path) -> None:
    book = app.books.open(rich)
    own = book.sheets["User's own"]
    assert own["A1"].formula == "=SUM(Data!B2:B6)"
    assert own["A1"].value == 15.0
    assert own["B1"].formula == ""
    own["A2"].value = "beside"
    book.save()
    assert opened(rich)["User's own"]["A1"].value == "=SUM(Data!B2:B6)"


def test_shared_formulas_are_read(app: xw.App, blank: Path) -> None:
    sheet = app.books.open(with_cells(blank, SHARED)).sheets["S"]
    assert [cell.formula for cell in sheet["A1:A4"]] == [f"=B{row}*2+$C$1" for row in range(1, 5)]


def test_overwriting_the_cell_that_holds_a_shared_formula(app: xw.App, blank: Path) -> None:
    book = app.books.open(with_cells(blank, SHARED))
    book.sheets["S"]["A1"].value = 1
    book.save()
    read = opened(blank)["S"]
    assert [read.cell(row, 1).value for row in range(1, 5)] == [
        1,
        *(f"=B{row}*2+$C$1" for row in range(2, 5)),
    ]
    assert b"shared" not in read_parts(blank)[SHEET]


def test_overwriting_a_cell_that_only_shares_a_formula(app: xw.App, blank: Path) -> None:
    book = app.books.open(with_cells(blank, SHARED))
    book.sheets["S"]["A3"].value = "x"
    book.save()
    part = read_parts(blank)[SHEET]
    assert part.count(b't="shared"') == 3
    assert opened(blank)["S"]["A3"].value == "x"
    assert opened(blank)["S"]["A4"].value == "=B4*2+$C$1"


ARRAY = (
    '<row r="1"><c r="A1"><f t="array" ref="A1:A3">B1:B3*2</f><v>2</v></c></row>'
    '<row r="2"><c r="A2"><v>4</v></c></row><row r="3"><c r="A3"><v>6</v></c></row>'
)


def test_array_formulas_lose_only_what_is_overwritten(app: xw.App, blank: Path) -> None:
    book = app.books.open(with_cells(blank, ARRAY))
    sheet = book.sheets["S"]
    assert sheet["A2"].has_array
    assert not sheet["B2"].has_array
    sheet["A2"].value = 40
    book.save()
    assert b'<f t="array" ref="A1:A3">' in read_parts(blank)[SHEET]
    sheet["A1"].value = 20
    book.save()
    assert b"<f" not in read_parts(blank)[SHEET]
    assert b'<c r="A3"><v>6</v></c>' in read_parts(blank)[SHEET]


def test_an_answer_stands_beside_its_formula(app: xw.App, blank: Path) -> None:
    book = app.books.open(with_cells(blank, ARRAY))
    sheet = book.sheets["S"]
    rows = [["x"], [2], [None], [True], ["=y"]]
    sheet.impl.api.overlay.answer(block_of_rows(rows, 1, 1, []))
    sheet.impl.api.touch()
    assert sheet["A1:A5"].value == ["x", 2.0, None, True, "=y"]
    assert sheet["A1"].formula == "=B1:B3*2"
    book.save()
    part = read_parts(blank)[SHEET]
    assert b'<c r="A1" t="str"><f t="array" ref="A1:A5">B1:B3*2</f><v>x</v></c>' in part
    book.close()
    assert app.books.open(blank).sheets["S"]["A1"].value == "x"


CHAIN = (
    '<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</calcChain>'
)


def with_chain(path: Path, entries: str) -> Path:
    parts = read_parts(path)
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
    parts["xl/calcChain.xml"] = CHAIN.format(entries).encode()
    for name, old, new in (
        (
            "[Content_Types].xml",
            b"</Types>",
            f'<Override PartName="/xl/calcChain.xml" ContentType="{kind}"/></Types>',
        ),
        (
            "xl/_rels/workbook.xml.rels",
            b"</Relationships>",
            f'<Relationship Id="rId80" Type="{office}/calcChain" Target="calcChain.xml"/>'
            "</Relationships>",
        ),
    ):
        parts[name] = parts[name].replace(old, new.encode())
    write_zip(path, parts)
    return path


def test_the_calculation_chain_loses_overwritten_formulas(app: xw.App, blank: Path) -> None:
    with_chain(
        with_cells(blank, SHARED), '<c r="A1" i="1"/><c r="A2"/><c r="A3"/><c r="Z9" i="2"/>'
    )
    book = app.books.open(blank)
    book.sheets["S"]["A1:A2"].value = 1
    book.save()
    chain = read_parts(blank)["xl/calcChain.xml"]
    assert b'r="A1"' not in chain
    assert b'r="A2"' not in chain
    assert b'<c r="A3" i="1"/>' in chain
    assert b'<c r="Z9" i="2"/>' in chain


def test_a_chain_without_entries_goes_with_its_relationship(app: xw.App, blank: Path) -> None:
    before = read_parts(blank).keys()
    book = app.books.open(with_chain(with_cells(blank, SHARED), '<c r="A1" i="1"/>'))
    book.sheets["S"]["A1:A4"].clear_contents()
    book.save()
    parts = read_parts(blank)
    assert parts.keys() == before
    assert b"calcChain" not in parts["[Content_Types].xml"] + parts["xl/_rels/workbook.xml.rels"]


def test_a_chain_is_left_alone_where_no_formula_is_lost(app: xw.App, blank: Path) -> None:
    with_chain(with_cells(blank, SHARED), '<c r="A1" i="1"/>')
    before = read_parts(blank)
    book = app.books.open(blank)
    book.sheets["S"]["B1:C9"].value = 1
    book.save()
    after = read_parts(blank)
    assert {name for name in after if after[name] != before[name]} == {SHEET}


def test_dynamic_arrays_are_marked_where_the_workbook_knows_them(app: xw.App, rich: Path) -> None:
    book = app.books.open(rich)
    own = book.sheets["User's own"]
    own["K1"].formula2 = "=SORT(Data!B2:B6)"
    book.save()
    part = read_parts(rich)["xl/worksheets/sheet2.xml"]
    assert b'<c r="K1" cm="1"><f t="array" ref="K1">SORT(Data!B2:B6)</f></c>' in part
