"""Every ribbon button pressed as the VBA callback does it: on the calling workbook, by its id."""

import datetime as dt
import functools

import pytest
import xlwings as xw

from tests.book.cells import named_cells, table_rows
from xl_addin import ribbon
from xl_addin.book.beyond import Room
from xl_addin.book.workbook_file import open_file
from xl_addin.template.buttons import BUTTONS
from xl_addin.texts import texts


@pytest.fixture
def press():
    """Return a function that presses a button on a file; it returns what the user was told."""

    def run(path, button, argument=""):
        with open_file(path) as book:
            book.set_mock_caller()
            book.app.impl.alerts.clear()
            ribbon.press(button, argument)
            told = [text for text, *_ in book.app.impl.alerts]
            sheet = book.sheets.active.name
            book.save()
        return "\n".join(told), sheet

    return run


def path_argument(path):
    return str(path).encode("utf-16-le").hex()


def test_every_button_of_the_ribbon_has_its_function():
    assert set(ribbon._BUTTONS) == {button.id for button in BUTTONS}


def test_refresh_all_ends_on_the_dashboard(make_book, press, small_sales):
    path = make_book(sales=small_sales)
    told, sheet = press(path, "refresh_all")
    assert told == ""
    assert sheet == "Dashboard"
    assert named_cells(path, "cb_tile_customers") == [[6]]


def test_s41_a_result_longer_than_its_sheet_stands_beside(
    make_book, press, small_sales, monkeypatch, tmp_path
):
    small = functools.partial(ribbon.refresh_all, room=Room(rows=12))
    monkeypatch.setattr(ribbon, "refresh_all", small)
    told, _ = press(make_book(sales=small_sales), "refresh_all")
    assert "rows do not fit on the sheet" in told
    assert f"Written: {tmp_path / 'book.ABC_Result.csv'}" in told
    lines = (tmp_path / "book.ABC_Result.csv").read_text("utf-8-sig").splitlines()
    assert len(lines) == 1 + 7
    (tmp_path / "book.ABC_Result.csv").unlink()
    (tmp_path / "book.ABC_Result.csv").mkdir()  # a place that cannot be written to
    told, _ = press(tmp_path / "book.xlsm", "refresh_all")
    assert "The CSV file could not be written" in told


def test_refresh_all_tells_bad_cells(make_book, press, small_sales):
    sales = small_sales.astype({"amount": object})
    sales.loc[1, "amount"] = "abc"
    path = make_book(sales=sales)
    told, _ = press(path, "refresh_all")
    assert "'abc' is not a number" in told
    with open_file(path) as book:
        (table,) = book.sheets["Sales"].tables
        place = table.range[2, 5]  # second data row, sixth column
        address = place.get_address(row_absolute=False, column_absolute=False)
    assert f"Sales!{address} (column amount, row {place.row})" in told


def test_check_data_lists_every_fault_and_computes_nothing(make_book, press, small_sales):
    sales = small_sales.astype({"amount": object})
    sales.loc[1, "amount"] = "abc"
    path = make_book(sales=sales)
    told, sheet = press(path, "check_data")
    assert "Sales rows: 11; 10 can be used, 1 would be left out" in told
    assert "'abc'" in told
    assert sheet == "Data audit"
    head, rows = table_rows(path, "Audit_Problems")
    assert [row[head.index("Found")] for row in rows] == ["abc"]
    assert named_cells(path, "cb_audit_tables")[0][1:4] == [11, 10, 1]
    assert not any(any(row) for row in table_rows(path, "RFM_Result")[1])


def test_import_sales_takes_a_file(make_book, press, tmp_path):
    source = tmp_path / "Продажи, «март».csv"
    source.write_text("Клиент;Дата;Сумма\n007;31.12.2025;10\n007;30.12.2025;20\n", "utf-8")
    path = make_book()
    told, _ = press(path, "import_sales", path_argument(source))
    assert told.startswith("2 rows were read from")
    head, rows = table_rows(path, "Sales")
    first = dict(zip(head, rows[0], strict=True))
    assert (first["customer"], first["amount"]) == ("007", 10)
    assert first["date"].date() == dt.date(2025, 12, 31)


def test_import_of_a_missing_file_is_told(make_book, press, tmp_path):
    told, _ = press(make_book(), "import_sales", path_argument(tmp_path / "gone.csv"))
    assert "gone.csv" in told
    assert "Traceback" not in told


def test_demo_data_fill_an_empty_workbook_only(make_book, press, small_sales):
    path = make_book()
    told, _ = press(path, "demo_data")
    assert "demo company" in told
    assert len(table_rows(path, "Customers")[1]) > 300
    told, _ = press(make_book(name="full.xlsm", sales=small_sales), "demo_data")
    assert "holds 11 rows" in told


@pytest.mark.parametrize(
    ("button", "sheet"),
    [
        ("go_dashboard", "Dashboard"),
        ("go_audit", "Data audit"),
        ("go_settings", "Settings"),
        ("what_changed", "Class history"),
        ("check_map", "RFM map"),
        ("go_help", "Help"),
        ("go_log", "Log"),
    ],
)
def test_go_buttons_lead_to_their_sheet(make_book, press, button, sheet):
    assert press(make_book(), button) == ("", sheet)


def test_b08_a_second_table_is_asked_about_and_settings_answer(make_book, press, tmp_path):
    file = tmp_path / "two.csv"
    head = "date,customer,amount\n2025-01-10,A,10\n2025-01-11,B,20\n,,\n"
    file.write_text(f"{head}Manager,Plan,\nSmith,5000,\n", "utf-8")
    path = make_book()
    told, _ = press(path, "import_sales", path_argument(file))
    assert "row 5 (Manager) begins another table below the first; rows there: 2" in told
    assert "Settings, Another table below" in told
    assert not any(any(row) for row in table_rows(path, "Sales")[1])
    with open_file(path) as book:
        book.names["set_read_below"].refers_to_range.value = "leave out"
        book.save()
    told, _ = press(path, "import_sales", path_argument(file))
    assert told.startswith("2 rows were read")
    assert "From row 5 on there is another table, which was not read. Rows: 2." in told


def test_about_names_the_versions(make_book, press):
    told, _ = press(make_book(), "about")
    assert f"xlwings {xw.__version__}" in told


def test_a_workbook_without_sales_is_told_plainly(make_book, press):
    told, _ = press(make_book(), "refresh_all")
    assert told.startswith("Sales: there are no rows with data")
    assert "Traceback" not in told


def test_a_fault_of_the_program_goes_to_the_log(make_book, press, monkeypatch, tmp_path):
    monkeypatch.setattr("xl_addin.log.log_folder", lambda: tmp_path / "log")
    told, _ = press(make_book(), "import_sales", "no hexadecimal path")
    assert "Something went wrong in clientbase itself" in told
    (log,) = (tmp_path / "log").iterdir()
    assert "ValueError" in log.read_text("utf-8")


def test_russian_workbook_is_answered_in_russian(make_book, press):
    told, _ = press(make_book("ru"), "about")
    assert told.startswith("clientbase")
    told, _ = press(make_book("ru", name="b.xlsm"), "demo_data")
    assert told == texts("ru")("ribbon_says.demo")
