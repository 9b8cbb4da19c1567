"""Values come back from the file as they were written, whatever they are."""

import datetime as dt
from collections.abc import Callable

import numpy as np
import pytest
import xlwings as xw
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from tests.engines.samples import SHEET, opened, read_parts
from xl_addin.engines.package.cell_xml import escaped, serials

Opened = Callable[[], xw.Sheet]

TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"),
    min_size=1,
    max_size=12,
).filter(lambda text: not text.startswith("'"))
NUMBERS = st.floats(allow_nan=False, allow_infinity=False, width=64)
MOMENTS = st.datetimes(dt.datetime(1900, 3, 1), dt.datetime(2999, 12, 31)).map(
    lambda moment: moment.replace(microsecond=0)
)
CELLS = st.one_of(st.none(), TEXTS, NUMBERS, st.booleans())
BLOCKS = st.integers(1, 4).flatmap(
    lambda n: st.lists(st.lists(CELLS, min_size=n, max_size=n), min_size=1, max_size=6)
)
FEW = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def read_back(sheet: xw.Sheet, rows: int, columns: int) -> list[list[object]]:
    book, app = sheet.book, sheet.book.app
    book.save()
    book.close()
    again = app.books.open(book.fullname).sheets["S"]
    return again.range((1, 2), (rows, columns + 1)).options(ndim=2).value


@FEW
@given(BLOCKS)
@example([["=1+1", "+1", "-1", "@a"], ["\t=1", "\r=1", " =1", "＝1"]])
@example([["_x0041_", "_x005F_", "\x01\x1f", "\ufffd"], ["a\r\nb", "\n", " ", "é́"]])
@example([["]]>", "<b>&amp;</b>", '"', "\u202e"], ["😀", "\u2028", "#N/A", "TRUE"]])
def test_blocks_come_back(open_sheet: Opened, block: list[list[object]]) -> None:
    sheet = open_sheet()
    sheet["B1"].value = block
    shape = len(block), len(block[0])
    expected = [
        [0.0 if value == 0 and value is not False else value for value in row] for row in block
    ]
    assert sheet.range((1, 2), (shape[0], shape[1] + 1)).options(ndim=2).value == expected
    assert read_back(sheet, *shape) == expected


@FEW
@given(st.lists(MOMENTS, min_size=1, max_size=8))
def test_moments_come_back(open_sheet: Opened, moments: list[dt.datetime]) -> None:
    sheet = open_sheet()
    sheet["A1"].impl.write_columns([moments])
    read_back(sheet, 1, 1)
    again = sheet.book.app.books[0].sheets["S"]
    assert again.range((1, 1), (len(moments), 1)).options(ndim=1).value == moments


def test_text_that_looks_like_a_formula_is_text_for_every_reader(open_sheet: Opened) -> None:
    texts = [
        "=1+1", "=cmd|'/c calc'!A1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "{=1}",
        "=HYPERLINK(\"http://x\")", "http://x.example", "'=1+1", "＝1",
    ]  # fmt: skip
    sheet = open_sheet()
    sheet["B1"].options(transpose=True).value = texts
    sheet.book.save()
    path = sheet.book.fullname
    part = read_parts(path)[SHEET]
    assert b"<f" not in part
    assert b"hyperlink" not in part
    read = opened(sheet.book.impl.path)["S"]
    expected = [text.removeprefix("'") for text in texts]
    shown = [read.cell(row, 2).value.replace("_x000D_", "\r") for row in range(1, len(texts) + 1)]
    assert shown == expected
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert [row[-1] for row in rows] == expected


def test_one_apostrophe_is_taken_away(open_sheet: Opened) -> None:
    sheet = open_sheet()
    sheet["B1"].value = ["'=x", "''x", "'", "a'b"]
    assert sheet["B1:E1"].value == ["=x", "'x", None, "a'b"]


def test_a_text_too_long_is_cut_with_a_notice(open_sheet: Opened) -> None:
    sheet = open_sheet()
    sheet["B1"].value = ["x" * 32_767, "y" * 40_000]
    assert [len(text) for text in sheet["B1:C1"].value] == [32_767, 32_767]
    assert sheet.book.impl.notices == ["a text of 40,000 characters was cut to 32,767"]


def test_what_is_no_character_is_replaced(open_sheet: Opened) -> None:
    sheet = open_sheet()
    sheet["B1"].value = ["a\ud800b", "\ud83d\ude00", "\ufffe"]
    assert read_back(sheet, 1, 3) == [["a\ufffdb", "😀", "\ufffd"]]


@pytest.mark.parametrize(
    ("text", "xml"),
    [
        ("a&b<c>", "a&amp;b&lt;c&gt;"),
        ("\x00\x0b", "_x0000__x000B_"),
        ("_x000D_", "_x005F_x000D_"),
        ("\r\n\t", "_x000D_\n\t"),
        ("_xZZZZ_", "_xZZZZ_"),
    ],
)
def test_escapes_are_those_of_the_standard(text: str, xml: str) -> None:
    """ECMA-376 part 1, 22.9.2.19 (ST_Xstring)."""
    assert escaped(text) == xml


def test_serial_numbers_are_excels() -> None:
    """Known pairs: 1900-01-01 is 1, 1900-02-28 is 59, 1900-03-01 is 61, 2024-01-05 is 45296."""
    days = ["1900-01-01", "1900-02-28", "1900-03-01", "2024-01-05"]
    seconds = np.array(days, "datetime64[s]").astype(float)
    assert serials(seconds).tolist() == [1, 59, 61, 45296]
    assert serials(seconds[-1:], is_1904=True).tolist() == [45296 - 1462]
