"""Worksheet functions called as Excel calls them: through the real xlwings.udfs.call_udf."""

import datetime as dt
import time
from decimal import Decimal

import pytest

from tests.functions.harness import MISSING, Error, Sheet, block, column, row
from xl_addin.functions import ABC_CLASS, RFM_SCORE

DAYS = [dt.datetime(2024, 1, 10), dt.datetime(2024, 3, 1), dt.datetime(2024, 2, 1)]
DAYS_AS_TEXT = ["2024-01-01", "01.02.2024"]
CUSTOMERS, AMOUNTS = ["C1", "C1", "C2"], [100.0, 200.0, 50.0]
SALES = (CUSTOMERS, DAYS, AMOUNTS)


def sales():
    return tuple(column(*cells) for cells in SALES)


def test_one_cell_in_one_value_out(excel):
    assert excel("RFM_SCORE", column("C1"), *sales()) == "555"
    assert excel("RFM_SCORE", "C1", *sales()) == "555"


def test_a_column_spills_down_a_row_across(excel):
    assert excel("RFM_SCORE", column("C2", "C1"), *sales()) == [["111"], ["555"]]
    assert excel("RFM_SCORE", row("C2", "C1"), *sales()) == ["111", "555"]


def test_an_array_of_a_formula_needs_no_range(excel):
    # {"C2";"C1"} arrives as rows, {"C2","C1"} as one flat row
    assert excel("RFM_SCORE", (("C2",), ("C1",)), *sales()) == [["111"], ["555"]]
    assert excel("RFM_SCORE", ("C2", "C1"), *sales()) == ["111", "555"]


def test_dates_without_format_arrive_as_numbers(excel):
    numbers = tuple((float((day - dt.datetime(1899, 12, 30)).days),) for day in DAYS)
    customers, _, amounts = sales()
    assert excel("RFM_SCORE", "C1", customers, numbers, amounts) == "555"
    # DATE(2024;1;31) is 45322: the later sales of C1 and C2 do not count
    answer = excel("RFM_SCORE", column("C1", "C2"), *sales(), 45322.0)
    assert answer == [["511"], ["–"]]


def test_omitted_arguments_are_defaults(excel):
    assert excel("RFM_SCORE", "C1", *sales(), MISSING, MISSING, MISSING, MISSING) == "555"
    assert excel("RFM_SCORE", "C1", *sales(), MISSING, 3.0) == "333"
    assert excel("RFM_SCORE", "C1", *sales(), column(None), column(3.0)) == "333"


def test_required_argument_left_out(excel):
    # =RFM_SCORE("C1", A1, , B1): Excel lets a gap through
    answer = excel("RFM_SCORE", "C1", column("C1"), MISSING, column(5.0))
    assert answer == "#RFM_SCORE: dates, row 1: the cell is empty."


def test_blank_ids_stay_blank_and_unknown_ids_do_not(excel):
    ids = column("C1", None, "", "nobody", "C2")
    assert excel("RFM_SCORE", ids, *sales()) == [["555"], [""], [""], ["–"], ["111"]]


def test_numbers_and_text_of_one_id_match(excel):
    days, amounts = column(*DAYS), column(*AMOUNTS)
    ids = column(7.0, "8", " 7 ")
    answer = excel("RFM_SCORE", ids, column("7", 7.0, 8.0), days, amounts)
    assert answer == [["555"], ["111"], ["555"]]


def test_currency_cells_are_numbers(excel):
    customers, days, _ = sales()
    money = column(Decimal("100.0000"), Decimal("200.0000"), Decimal("50.0000"))
    assert excel("RFM_SCORE", "C1", customers, days, money) == "555"


def test_blank_sales_rows_are_passed_over(excel):
    columns = [column(*cells[:1], None, *cells[1:], None) for cells in SALES]
    assert excel("RFM_SCORE", "C1", *columns) == "555"


def test_a_table_comes_with_dates_and_headers(excel):
    table = excel("RFM_TABLE", *sales())
    assert len(table) == 3
    assert {len(cells) for cells in table} == {13}
    assert table[1][1].replace(tzinfo=None) == DAYS[1]
    assert all(type(cell) in {str, float} for cell in [*table[1][:1], *table[1][2:]])


def test_error_cells_are_named(excel):
    customers, days, _ = sales()
    amounts = column(1.0, Error("#N/A"), Error("#DIV/0!"))
    answer = excel("RFM_SCORE", "C1", customers, days, amounts)
    assert answer == "#RFM_SCORE: amounts, row 2: #N/A is an Excel error. And 1 more."
    # xlwings has no name for #SPILL! and hands over its number
    answer = excel("ABC_CLASS", column(1.0, Error("#SPILL!")))
    assert answer == "#ABC_CLASS: values, row 2: #ERROR! is an Excel error."
    assert excel("ABC_CLASS", 1.0, Error("#N/A").text) == (
        "#ABC_CLASS: cut_a: #N/A is an Excel error."
    )


def test_whole_columns_are_cut_before_they_travel(excel):
    """S22: A:A answers in less than a second, down to the last filled row."""
    rows = [["customer", "date", "amount"], *map(list, zip(*SALES, strict=True))]
    sheet = Sheet(rows)
    whole = [sheet.column(place, 1_048_576) for place in (1, 1, 2, 3)]
    start = time.perf_counter()
    assert excel("RFM_SCORE", *whole) == [[""], ["555"], ["555"], ["111"]]
    assert time.perf_counter() - start < 1
    assert sheet.reads == 16


def test_whole_columns_of_an_empty_sheet(excel):
    sheet = Sheet([])
    whole = [sheet.column(place, 1_048_576) for place in (1, 1, 2, 3)]
    assert excel("RFM_SCORE", *whole) == "#RFM_SCORE: data: there are no rows with data."
    assert excel("ABC_CLASS", sheet.column(1, 1_048_576)) == ""


def test_a_long_range_below_the_used_rows(excel):
    sheet = Sheet([[1.0]])
    assert excel("ABC_CLASS", sheet.column(1, 30_000, first=5)) == ""


def test_whole_columns_of_classes(excel):
    sheet = Sheet([["Revenue", "Jan", "Feb"], [5.0, 1.0, 1.0], [None] * 3, [1.0, 2.0, 0.0]])
    block_ = sheet((1, 2), (1_048_576, 3))
    values = sheet.column(1, 1_048_576)
    assert excel("ABC_CLASS", values) == [[""], ["A"], [""], ["B"]]
    assert excel("XYZ_CLASS", block_) == [[""], ["N"], [""], ["N"]]
    assert excel("ABC_XYZ", values, block_) == [[""], ["AN"], [""], ["BN"]]


def test_blocks_of_classes(excel):
    rows = [[10.0] * 6, [5.0, 15.0] * 3, [None] * 6]
    assert excel("XYZ_CLASS", block(rows)) == [["X"], ["Z"], [""]]
    assert excel("XYZ_CLASS", row(*[10.0] * 6)) == "X"
    assert excel("XYZ_CLASS", 10.0) == "N"
    assert excel("ABC_XYZ", column(9.0, 1.0, None), block(rows)) == [["AX"], ["BZ"], [""]]


def test_empty_arguments(excel):
    empty = column(None, None)
    assert excel("ABC_CLASS", empty) == [[""], [""]]
    assert excel("RFM_SEGMENT", empty) == [[""], [""]]
    assert excel("XYZ_CLASS", empty) == "#XYZ_CLASS: series: every cell is empty"
    answer = excel("RFM_SCORE", "C1", empty, empty, empty)
    assert answer == "#RFM_SCORE: data: there are no rows with data."


def test_fifty_thousand_rows(excel):
    n = 50_000
    customers = column(*(f"C{i % 4000:05d}" for i in range(n)))
    days = column(*(dt.datetime(2023, 1, 1) + dt.timedelta(days=i * 7 % 700) for i in range(n)))
    amounts = column(*(float(i % 97 + 1) for i in range(n)))
    ids = column(*(f"C{i:05d}" for i in range(4000)))
    answer = excel("RFM_SCORE", ids, customers, days, amounts)
    assert len(answer) == 4000
    assert {len(code) for (code,) in answer} == {3}
    plain = RFM_SCORE(*([r[0] for r in given.sheet.rows] for given in (ids, customers)),
                      [r[0].replace(tzinfo=None) for r in days.sheet.rows],
                      [r[0] for r in amounts.sheet.rows])  # fmt: skip
    assert answer == plain


def test_a_chain_of_functions_shows_the_first_message(excel):
    told = "#RFM_SCORE: dates, row 1: '5' is not a plain date."
    assert excel("RFM_SEGMENT", told) == told
    assert excel("RFM_SEGMENT", column("Code", "555", "–")) == [["Code"], ["Champions"], ["–"]]


def test_plain_python_values_are_cells_too():
    sales = (["A", "B"], [dt.date(2024, 1, 1), dt.date(2024, 2, 1)], [1, 2])
    assert RFM_SCORE(["A", "B"], *sales) == RFM_SCORE(
        ["A", "B"], *sales[:1], DAYS_AS_TEXT, [1.0, 2.0]
    )


@pytest.mark.parametrize("nothing", [[], [[]], (), None, ""])
def test_nothing_at_all_is_a_blank_cell(nothing):
    assert ABC_CLASS(nothing) in ("", [[""]])
