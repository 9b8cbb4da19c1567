"""Ranges of the package engine behave as xlwings' own do in Excel."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xlwings as xw

from scoring.tables import ErrorCell
from tests.engines.samples import edit_parts, opened
from xl_addin.engines import package

Opened = Callable[[], xw.Sheet]


def saved(sheet: xw.Sheet) -> xw.Sheet:
    """Save, close and open again."""
    book, name, app = sheet.book, sheet.name, sheet.book.app
    book.save()
    path = book.fullname
    book.close()
    return app.books.open(path).sheets[name]


def test_scalars_rows_columns_and_blocks(open_sheet: Opened) -> None:
    sheet = open_sheet()
    sheet["B2"].value = 5
    sheet["B3"].value = [1, 2, 3]
    sheet["B4"].options(transpose=True).value = ["a", "b"]
    sheet["E2"].value = [[True, None], ["x", 2.5]]
    for now in (sheet, saved(sheet)):
        assert now["B2"].value == 5.0
        assert now["B3:D3"].value == [1.0, 2.0, 3.0]
        assert now["B4:B5"].value == ["a", "b"]
        assert now["E2:F3"].value == [[True, None], ["x", 2.5]]
        assert now["B2"].options(ndim=2).value == [[5.0]]
        assert now["B3:D3"].options(numbers=int).value == [1, 2, 3]
        assert now["E2:F2"].options(empty="-").value == [True, "-"]
        assert now["Z99"].value is None


def test_dates_keep_their_day_and_time(open_sheet: Opened) -> None:
    moment = dt.datetime(2024, 2, 29, 23, 59, 59)
    sheet = open_sheet()
    sheet["A1"].value = [moment, dt.date(2024, 1, 2)]
    assert sheet["A1"].value == moment
    sheet["A2"].value = [[moment], [pd.Timestamp("2024-01-02 03:04:05", tz="Asia/Tokyo")]]
    again = saved(sheet)
    assert again["A1"].value == moment
    assert again["A3"].value == dt.datetime(2024, 1, 2, 3, 4, 5)
    assert again["A2"].options(dates=dt.date).value == dt.date(2024, 2, 29)


def test_dates_of_the_1904_system(app: xw.App, blank: Path) -> None:
    edit_parts(blank, workbook=("<workbookPr ", '<workbookPr date1904="1" '))
    sheet = app.books.open(blank).sheets["S"]
    sheet["A1"].value = dt.datetime(2024, 1, 5)
    again = saved(sheet)
    assert again["A1"].value == dt.datetime(2024, 1, 5)
    assert opened(blank)["S"]["A1"].value == dt.datetime(2024, 1, 5)


def test_data_frames_go_in_and_out(open_sheet: Opened) -> None:
    frame = pd.DataFrame(
        {
            "text": ["a", None, "=c"],
            "n": [1.5, np.nan, -2],
            "when": pd.to_datetime(["2024-01-05", None, "2024-02-01"]),
            "kind": pd.Categorical(["x", "y", "x"]),
            "flag": [True, False, True],
            "whole": pd.array([1, None, 3], dtype="Int64"),
        }
    )
    sheet = open_sheet()
    sheet["B2"].options(index=False).value = frame
    for now in (sheet, saved(sheet)):
        read = now["B2:G5"].options(pd.DataFrame, index=False).value
        assert list(read) == list(frame)
        assert read["text"].tolist()[::2] == ["a", "=c"]
        assert read["n"].tolist()[::2] == [1.5, -2]
        assert read["n"].isna().tolist() == [False, True, False]
        assert read["flag"].tolist() == [True, False, True]
        assert read["whole"].tolist()[::2] == [1, 3]
        assert read["kind"].tolist() == ["x", "y", "x"]


def test_numpy_and_pandas_scalars_are_welcome(open_sheet: Opened) -> None:
    sheet = open_sheet()
    values = [
        np.float32(1.5),
        np.int64(7),
        np.array([True])[0],
        np.str_("t"),
        pd.NA,
        pd.NaT,
        np.nan,
    ]
    sheet["B1"].value = values
    expected = [1.5, 7.0, True, "t", None, None, None]
    assert sheet["B1:H1"].value == expected
    assert saved(sheet)["B1:H1"].value == expected
    sheet = open_sheet()
    sheet["B2"].value = np.array([[1.0, np.nan], [3.0, 4.0]])
    assert sheet["B2:C3"].options(np.array).value.tolist()[1] == [3.0, 4.0]


def test_columns_are_written_and_read_without_objects(open_sheet: Opened) -> None:
    sheet = open_sheet()
    n = 3_000
    columns = [
        pd.date_range("2020-01-01", periods=n),
        np.arange(n) / 4,
        pd.Categorical.from_codes(np.arange(n) % 3 - 1, ["a", "=b"]),
        [None if i % 5 == 0 else f"t{i}" for i in range(n)],
        pd.Series([True, False, None] * (n // 3), dtype="boolean"),
    ]
    sheet["A2"].impl.write_columns(columns)
    for now in (sheet, saved(sheet)):
        cells = now.range((2, 1), (n + 1, 5)).impl.read_columns()
        day, number, kind, text, flag = (cells.column(j) for j in range(5))
        assert day.dtype == "datetime64[s]"
        assert (day == columns[0].to_numpy()).all()
        assert (number == columns[1]).all()
        assert kind.isna().sum() == n // 3
        assert set(kind.dropna()) == {"a", "=b"}
        assert text.isna().sum() == n // 5
        assert text[n - 1] == f"t{n - 1}"
        assert flag.tolist()[:3] == [True, False, None]
    with pytest.raises(ValueError, match="different lengths"):
        sheet["A2"].impl.write_columns([[1], [1, 2]])
    with pytest.raises(ValueError, match="lies outside"):
        sheet["A1048576"].impl.write_columns([[1, 2]])


def test_errors_are_none_or_text(app: xw.App, blank: Path) -> None:
    cells = '<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1"><v>1</v></c></row>'
    edit_parts(blank, sheet1=("<sheetData/>", f"<sheetData>{cells}</sheetData>"))
    sheet = app.books.open(blank).sheets["S"]
    assert sheet["A1:B1"].value == [None, 1.0]
    assert sheet["A1"].options(err_to_str=True).value == "#N/A"
    assert isinstance(sheet["A1"].raw_value, ErrorCell)
    sheet["A2"].value = "#N/A"
    sheet["A3"].value = ErrorCell("#DIV/0!")
    sheet["A4"].value = np.inf
    again = saved(sheet)
    assert again["A2"].value == "#N/A"  # a text stays a text
    assert again["A3:A4"].value == [None, None]
    assert again["A3:A4"].options(err_to_str=True).value == ["#DIV/0!", "#NUM!"]


def test_filling_clearing_and_overwriting(open_sheet: Opened) -> None:
    sheet = open_sheet()
    sheet["A1:D40"].value = 7
    sheet["B2:C30"].value = "x"
    sheet["B3"].value = None
    sheet["C4:C5"].clear_contents()
    sheet["A10:D12"].clear()
    for now in (sheet, saved(sheet)):
        assert now["B1:D2"].value == [[7.0, 7.0, 7.0], ["x", "x", 7.0]]
        assert now["B3:C5"].value == [[None, "x"], ["x", None], ["x", None]]
        assert now["B10:D12"].value == [[None] * 3] * 3
        assert now["D13:D40"].value == [7.0] * 28
        assert now.used_range.address == "$A$1:$D$40"
    sheet = open_sheet()
    sheet.clear_contents()
    assert sheet.used_range.address == "$A$1"
    assert sheet["A1"].value is None


def test_expand_end_and_current_region(open_sheet: Opened) -> None:
    sheet = open_sheet()
    sheet["B2"].value = [["h1", "h2", "h3"], [1, 2, 3], [4, None, 6], [7, 8, 9]]
    sheet["B7"].value = "below"
    sheet["F3"].value = "beside"
    for now in (sheet, saved(sheet)):
        assert now["B2"].expand().address == "$B$2:$D$5"
        assert now["B2"].expand("down").address == "$B$2:$B$5"
        assert now["B2"].expand("right").address == "$B$2:$D$2"
        assert now["B2"].end("down").address == "$B$5"
        assert now["B5"].end("down").address == "$B$7"
        assert now["B7"].end("down").address == "$B$1048576"
        assert now["C5"].end("up").address == "$C$3"
        assert now["B5"].end("up").address == "$B$2"
        assert now["B2"].end("up").address == "$B$1"
        assert now["B3"].end("right").address == "$D$3"
        assert now["D3"].end("right").address == "$F$3"
        assert now["F3"].end("right").address == "$XFD$3"
        assert now["F3"].end("left").address == "$D$3"
        assert now["D3"].end("left").address == "$B$3"
        assert now["C3"].current_region.address == "$B$2:$D$5"
        assert now["B7"].current_region.address == "$B$7"
        assert now["Z50"].current_region.address == "$Z$50"


def test_addresses_offsets_and_sizes(open_sheet: Opened) -> None:
    sheet = open_sheet()
    cells = sheet["B2:D5"]
    assert (cells.row, cells.column, cells.shape, len(cells)) == (2, 2, (4, 3), 12)
    assert cells.address == "$B$2:$D$5"
    assert cells.get_address(row_absolute=False, column_absolute=False) == "B2:D5"
    assert cells.get_address(external=True) == "[blank.xlsx]S!$B$2:$D$5"
    assert cells.get_address(include_sheetname=True) == "S!$B$2:$D$5"
    assert cells.offset(1, 2).address == "$D$3:$F$6"
    assert cells.resize(2, 1).address == "$B$2:$B$3"
    assert cells[1:, 0].address == "$B$3:$B$5"
    assert cells.last_cell.address == "$D$5"
    assert cells(5).address == "$C$3"
    assert cells.columns[1].address == "$C$2:$C$5"
    assert sheet.range("B2", "D5") == cells
    assert sheet.range((2, 2), (5, 4)) == cells
    assert sheet.range(sheet["D5"], sheet["B2"]) == cells
    assert sheet["B:C"].shape == (1_048_576, 2)
    assert sheet.cells[0, 1].address == "$B$1"
    assert [cell.address for cell in sheet["A1:B1"]] == ["$A$1", "$B$1"]
    for wrong in ("A0", "nobody", "XFE1"):
        with pytest.raises((xw.XlwingsError, ValueError)):
            sheet[wrong].row  # noqa: B018


def test_sheets_and_books_are_found_by_name(app: xw.App, rich: Path) -> None:
    book = app.books.open(rich)
    assert book.sheet_names == ["Data", "User's own", "Notes"]
    assert book.sheets["DATA"] == book.sheets[0] == book.sheets("data")
    assert "notes" in book.sheets
    assert book.sheets["Notes"].index == 3
    assert book.sheets["Notes"].visible is False
    assert book.sheets.active.name == "Data"
    book.sheets["Notes"].activate()
    assert book.sheets.active.name == "Notes"
    with pytest.raises(KeyError):
        book.sheets["nobody"]
    assert app.books["RICH.xlsx"] == book == app.books.active
    assert xw.Book(rich) == book
    with pytest.raises(KeyError):
        app.books["other.xlsx"]
    assert book.sheets[0]["A2"].number_format == "yyyy-mm-dd"
    assert book.sheets[0]["A999"].number_format == "yyyy-mm-dd"
    assert book.sheets[0]["B2"].number_format == "General"


def test_the_mock_caller_and_the_application(app: xw.App, rich: Path) -> None:
    book = app.books.open(rich)
    book.set_mock_caller()
    try:
        assert xw.Book.caller() == book
    finally:
        del xw.Book._mock_caller
    with app.properties(screen_updating=False, calculation="manual", status_bar="busy"):
        assert (app.screen_updating, app.calculation, app.status_bar) == (False, "manual", "busy")
    assert (app.screen_updating, app.calculation, app.status_bar) == (True, "automatic", False)
    assert app.alert("Done.", "clientbase") is None
    assert app.impl.alerts == [("Done.", "clientbase")]
    app.calculate()
    assert app.pid in xw.apps.keys()  # noqa: SIM118
    assert package.activate().name == "package"
    assert package.activate().type == "desktop"


def test_what_the_engine_cannot_do_is_said(app: xw.App, rich: Path) -> None:
    book = app.books.open(rich)
    for act in (
        book.sheets.add,
        app.books.add,
        lambda: setattr(book.sheets[0], "name", "Other"),
        lambda: setattr(book.sheets[2], "visible", True),
        lambda: setattr(book.sheets[0]["A1"], "number_format", "0"),
        book.macro("Main"),
        lambda: book.save(password="secret"),  # noqa: S106
        lambda: book.names["cb_Data"].impl._book.names.add("a b", "=1"),
    ):
        with pytest.raises(xw.XlwingsError):
            act()
    book.sheets[0].name = "Data"  # the name that it has


def test_a_closed_book_takes_no_writes(app: xw.App, rich: Path) -> None:
    book = app.books.open(rich)
    sheet = book.sheets[0]
    book.close()
    with pytest.raises(ValueError, match="was closed"):
        sheet["A1"].value = 1
    with pytest.raises(ValueError, match="was closed"):
        book.save()
    assert len(app.books) == 0
