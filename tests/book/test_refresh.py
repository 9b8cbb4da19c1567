"""The main job on a workbook file: what stands on the sheets afterwards, read by openpyxl."""

import datetime as dt
import shutil
import zipfile

import numpy as np
import pandas as pd
import pytest

from scoring.errors import TableError, TooLittleDataError
from tests.book.cells import every_cell, named_cells, table_rows
from tests.book.conftest import NOON
from xl_addin.book.errors import BookError
from xl_addin.book.layouts import SHEETS
from xl_addin.book.names import Index
from xl_addin.book.settings import SettingsError
from xl_addin.book.workbook_file import open_file
from xl_addin.book.write import place_input

RESULTS = ("RFM_Result", "ABC_Result", "XYZ_Result", "ABC_XYZ_Result")


def column(path, table, header):
    head, rows = table_rows(path, table)
    return [row[head.index(header)] for row in rows]


def test_rfm_sheet_by_hand(make_book, refresh, small_sales):
    path = make_book(sales=small_sales)
    summary = refresh(path)
    head, rows = table_rows(path, "RFM_Result")
    by_id = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    # By hand: G7 has returns only and is not scored; the as-of date is the last sale.
    assert summary.as_of == dt.date(2025, 12, 31)
    assert set(by_id) == {"001", "002", "=cmd|'/c calc'!A1", "Ромашка", "E5", "F6"}
    first = by_id["001"]
    assert (first["Days since"], first["Orders"], first["Revenue"]) == (21, 3, 500)
    assert first["Last order"].date() == dt.date(2025, 12, 10)
    assert by_id["Ромашка"]["Orders"] == 1  # two rows of one day without a document: one order
    assert by_id["F6"]["Revenue"] == 6  # 10 less the return of 4
    # Sorted by money, the highest first: 500, 300, 80 twice, 30, 6.
    assert [row[0] for row in rows][:2] == ["001", "002"]
    assert [row[head.index("Revenue")] for row in rows] == [500, 300, 80, 80, 30, 6]


def test_abc_sheet_by_hand(make_book, refresh, small_sales):
    path = make_book(sales=small_sales)
    refresh(path)
    # Positive revenue 996: 500 | 300 | 80 | 80 | 30 | 6. Earned by strictly better ones:
    # 0, 50.2 %, 80.3 %, 80.3 %, 96.4 %, 99.4 % -> A A B B C C; G7 lost 50 -> D.
    assert column(path, "ABC_Result", "ABC") == ["A", "A", "B", "B", "C", "C", "D"]
    summary = named_cells(path, "cb_abc_summary")
    assert [row[1] for row in summary] == [2, 2, 2, 1]
    assert summary[0][4] == pytest.approx(800 / 996)


def test_text_stays_text(make_book, refresh, small_sales):
    path = make_book(sales=small_sales)
    refresh(path)
    with zipfile.ZipFile(path) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        texts = [archive.read(name) for name in sheets]
    assert not any(b"<f>cmd" in text or b"<f>=cmd" in text for text in texts)
    assert "001" in column(path, "RFM_Result", "Customer")  # leading zeros are kept


def test_every_result_sheet_carries_the_stamp(demo_path):
    for sheet in SHEETS:
        for block in sheet.blocks:
            if block.name.endswith("_stamp"):
                stamp = named_cells(demo_path, f"cb_{block.name}")
                assert "2026-11-21 12:00:00" in stamp[1][0], block.name
                assert "As of 2025-12-31" in stamp[1][0]


def test_a_second_refresh_changes_nothing_but_the_time(demo_path, tmp_path, refresh):
    path = tmp_path / "again.xlsm"
    shutil.copyfile(demo_path, path)
    before = every_cell(path)
    refresh(path, now=NOON + dt.timedelta(hours=1))
    after = every_cell(path)
    assert before.keys() == after.keys()
    for place, old in before.items():
        new = after[place]
        if old != new:
            assert _hour_later(new) == _hour_later(old).replace("12:00", "13:00"), place


def _hour_later(value):
    return value.isoformat(sep=" ") if isinstance(value, dt.datetime) else str(value)


def test_the_same_workbook_again_is_the_same_file(demo_path, tmp_path, refresh):
    path = tmp_path / "again.xlsm"
    shutil.copyfile(demo_path, path)
    refresh(path)
    with zipfile.ZipFile(demo_path) as one, zipfile.ZipFile(path) as two:
        assert one.namelist() == two.namelist()
        for name in one.namelist():
            assert one.read(name) == two.read(name), name


def test_tables_grow_and_shrink_with_the_result(make_book, refresh, small_sales):
    path = make_book(sales=small_sales)
    refresh(path)
    assert len(table_rows(path, "ABC_Result")[1]) == 7
    fewer = small_sales.loc[small_sales["customer"].isin(["001", "002"])]
    path = make_book(sales=fewer)
    refresh(path)
    _, rows = table_rows(path, "ABC_Result")
    assert [row[1] for row in rows] == ["001", "002"]


def test_bad_rows_are_left_out_listed_and_counted(make_book, refresh, small_sales):
    sales = small_sales.astype({"amount": object, "date": object})
    sales.loc[1, "amount"] = "abc"
    sales.loc[3, "date"] = "31.02.2024"
    path = make_book(sales=sales)
    summary = refresh(path)
    assert (summary.rows_read, summary.rows_used, summary.rows_left_out) == (11, 9, 2)
    assert summary.money_left_out == 300  # the amount of row 3 could be read, 'abc' could not
    head, rows = table_rows(path, "Audit_Problems")
    cells = {row[head.index("Cell")]: row[head.index("Found")] for row in rows}
    assert set(cells.values()) == {"abc", "31.02.2024"}
    with open_file(path) as book:
        table = next(t for sheet in book.sheets for t in sheet.tables if t.name == "Sales")
        for address, found in cells.items():
            assert table.parent[address].value == found
    assert any("31.02.2024" in text for text in summary.problems)
    assert "left out: 2, worth 300" in named_cells(path, "cb_dashboard_banner")[0][0]


def test_no_sales_is_a_plain_message_and_nothing_is_written(make_book, refresh):
    path = make_book()
    before = path.read_bytes()
    with pytest.raises(TableError, match="no rows"):
        refresh(path)
    assert path.read_bytes() == before


def test_only_returns_is_too_little(make_book, refresh, small_sales):
    path = make_book(sales=small_sales.loc[small_sales["amount"] < 0])
    with pytest.raises(TooLittleDataError):
        refresh(path)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "No LTV: all that was sold was taken back the same day."),
        ("ru", "LTV нет: всё проданное вернули в тот же день."),
    ],
)
def test_sales_taken_back_the_same_day_have_rfm_and_no_ltv(
    make_book, refresh, small_sales, language, told
):
    path = make_book(language, sales=small_sales)
    refresh(path)  # what stands on the sheet now must go
    assert len(table_rows(path, "LTV_Result")[1]) > 1
    sold = small_sales.loc[small_sales["amount"] > 0]
    sales = pd.concat([sold, sold.assign(amount=-sold["amount"])], ignore_index=True)
    with open_file(path) as book:
        place_input(Index.of(book), "sales", {str(field): sales[field] for field in sales})
        book.save()
    summary = refresh(path)
    assert len(table_rows(path, "RFM_Result")[1]) == 6
    assert every_blank(table_rows(path, "LTV_Result")[1])
    for block in (
        *("ltv_totals", "ltv_top", "ltv_classes", "ltv_parameters", "ltv_histogram", "ltv_checks"),
        *("ltv_tracking", "ltv_points", "ltv_alive", "ltv_candidates", "tile_clv"),
    ):
        assert every_blank(named_cells(path, f"cb_{block}")), block
    assert named_cells(path, "cb_ltv_notes")[0][0] == told
    assert "BG/NBD" in named_cells(path, "cb_ltv_stamp")[0][0]
    assert told in summary.notes


def every_blank(rows):
    return all(cell is None for row in rows for cell in row)


def test_a_typo_in_the_year_is_a_fault_not_the_as_of_date(make_book, refresh, small_sales):
    sales = small_sales.copy()
    sales.loc[0, "date"] = pd.Timestamp("2204-01-10")
    summary = refresh(make_book(sales=sales))
    assert summary.as_of == dt.date(2025, 12, 31)
    assert summary.rows_left_out == 1


@pytest.mark.parametrize("clock", [dt.datetime(2026, 1, 1), dt.datetime(2099, 6, 1, 23, 59, 59)])
def test_s44_a_wrong_clock_moves_no_number(make_book, refresh, small_sales, clock):
    right, wrong = (make_book(name=name, sales=small_sales) for name in ("a.xlsm", "b.xlsm"))
    assert refresh(right).as_of == refresh(wrong, now=clock).as_of == dt.date(2025, 12, 31)
    here, there = every_cell(right), every_cell(wrong)
    apart = {place for place in here.keys() | there.keys() if here.get(place) != there.get(place)}
    for place in apart:
        times = {f"{NOON}"[:16], f"{clock}"[:16]}
        assert all(any(time in f"{cells[place]}" for time in times) for cells in (here, there))


def test_s44_a_clock_far_behind_is_told_by_its_date(make_book, refresh, small_sales):
    """Every sale lies after tomorrow: nothing is scored, and the message has the day it thinks."""
    path = make_book(sales=small_sales)
    before = path.read_bytes()
    with pytest.raises(TableError, match="2001-01-02"):
        refresh(path, now=dt.datetime(2001, 1, 1))
    assert path.read_bytes() == before


def test_s44_the_analysis_date_is_an_input_and_shown(make_book, refresh, small_sales):
    path = make_book(sales=small_sales)
    for clock in (NOON, dt.datetime(2099, 6, 1)):
        summary = refresh(path, now=clock, as_of=dt.date(2026, 3, 1))
        assert summary.as_of == dt.date(2026, 3, 1)
        assert "As of 2026-03-01" in named_cells(path, "cb_rfm_stamp")[1][0]


def test_as_of_and_language_of_the_caller_win(make_book, refresh, small_sales):
    path = make_book(sales=small_sales)
    summary = refresh(path, as_of=dt.date(2025, 12, 15), language="ru")
    assert summary.as_of == dt.date(2025, 12, 15)
    assert summary.segments[0].name == "Чемпионы"
    head, _ = table_rows(path, "RFM_Result")
    assert head[0] == "Клиент"


def test_russian_template(make_book, refresh, small_sales):
    path = make_book("ru", sales=small_sales)
    summary = refresh(path)
    assert summary.language == "ru"
    head, rows = table_rows(path, "ABC_Result")
    assert head[1] == "Клиент"
    assert rows[0][1] == "001"
    assert "На дату 2025-12-31" in named_cells(path, "cb_rfm_stamp")[1][0]


def test_wrong_settings_are_told_all_at_once(make_book, refresh, small_sales):
    path = make_book(sales=small_sales)
    with open_file(path) as book:
        book.names["set_rfm_bins"].refers_to_range.value = "many"
        book.names["set_abc_cut_a"].refers_to_range.value = 80
        book.save()
    with pytest.raises(SettingsError) as caught:
        refresh(path)
    assert len(caught.value.sentences) == 2
    assert "'many' is not a whole number from 2 to 9" in caught.value.sentences[0]


def test_settings_are_used(make_book, refresh, small_sales):
    path = make_book(sales=small_sales)
    with open_file(path) as book:
        book.names["set_rfm_bins"].refers_to_range.value = 3
        book.names["set_as_of"].refers_to_range.value = dt.datetime(2025, 12, 25)
        book.names["set_abc_edge"].refers_to_range.value = "share with the item"
        book.save()
    summary = refresh(path)
    assert summary.as_of == dt.date(2025, 12, 25)
    assert max(column(path, "RFM_Result", "R")) == 3
    assert "share with the item" in named_cells(path, "cb_abc_stamp")[0][0]


def test_cells_below_a_table_are_never_overwritten(make_book, refresh, small_sales):
    path = make_book(sales=small_sales)
    with open_file(path) as book:
        table = next(t for sheet in book.sheets for t in sheet.tables if t.name == "XYZ_Result")
        note = table.range.last_cell.offset(3, 0)
        note.value = "my own note"
        sheet, address = (
            note.sheet.name,
            note.get_address(row_absolute=False, column_absolute=False),
        )
        book.save()
    summary = refresh(path)
    assert every_cell(path)[sheet, address] == "my own note"
    assert any("XYZ_Result" in note and address in note for note in summary.notes)
    assert len(table_rows(path, "ABC_Result")[1]) == 7  # the other sheets are written


def test_a_table_called_otherwise_is_found_by_its_sheet(make_book, refresh, small_sales):
    path = make_book(sales=small_sales)
    _edit(path, lambda text: text.replace('"Sales"', '"MySales"'), "xl/tables/")
    assert refresh(path).rows_read == 11


def test_a_workbook_without_sales_table_is_refused(tmp_path, refresh):
    import openpyxl

    path = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(BookError, match="no table Sales"):
        refresh(path)


def test_a_missing_column_is_named(make_book, refresh, small_sales):
    path = make_book(sales=small_sales)
    with open_file(path) as book:
        table = next(t for sheet in book.sheets for t in sheet.tables if t.name == "Sales")
        header = table.header_row_range
        header[header.options(ndim=1).value.index("amount")].value = "colour"
        book.save()
    with pytest.raises(BookError, match=r"no column for amount.*colour"):
        refresh(path)


def test_filled_rows_below_the_sales_table_are_told(make_book, refresh, small_sales):
    path = make_book(sales=small_sales)
    with open_file(path) as book:
        table = next(t for sheet in book.sheets for t in sheet.tables if t.name == "Sales")
        table.resize(table.range.resize(6))
        book.save()
    summary = refresh(path)
    assert summary.rows_read == 5
    assert any("directly below the table Sales" in note for note in summary.notes)


def test_names_come_from_customers_and_products(demo_path):
    head, rows = table_rows(demo_path, "RFM_Result")
    assert all(row[head.index("Name")] for row in rows)
    assert all(column(demo_path, "Product_ABC_Result", "Name"))


def test_board_equals_list(demo_path):
    codes = column(demo_path, "ABC_XYZ_Result", "ABC-XYZ")
    board = np.array(named_cells(demo_path, "cb_board_customers"))
    for i, a in enumerate("ABCD"):
        for j, x in enumerate("XYZN"):
            assert board[i, j] == codes.count(a + x)


def test_heat_map_and_segments_equal_the_list(demo_path):
    head, rows = table_rows(demo_path, "RFM_Result")
    r, f = head.index("R"), head.index("F")
    counts = np.array(named_cells(demo_path, "cb_map_customers"))
    for row in range(5):
        for place in range(5):
            same = [line for line in rows if (line[r], line[f]) == (5 - row, place + 1)]
            assert counts[row, place] == len(same)
    segments = [line[head.index("Segment")] for line in rows]
    for name, customers, *_ in named_cells(demo_path, "cb_segments"):
        if name:
            assert customers == segments.count(name)


def test_history_compares_with_the_snapshot_before(make_book, refresh, small_sales):
    path = make_book(sales=small_sales)
    refresh(path, as_of=dt.date(2025, 6, 30))
    summary = refresh(path)
    assert summary.changed.startswith("Since 2025-06-30:")
    head, rows = table_rows(path, "History_Runs")
    assert [row[head.index("As of")].date() for row in rows] == [
        dt.date(2025, 6, 30),
        dt.date(2025, 12, 31),
    ]
    # By hand: on 30 June 001, =cmd and F6 had bought; 002, Ромашка and E5 are new since.
    assert rows[1][head.index("New")] == 3
    assert rows[1][head.index("Lost")] == 0
    moves = dict(zip(*(column(path, "RFM_Result", h) for h in ("Customer", "Change")), strict=True))
    assert {name for name, move in moves.items() if move == "new"} == {"002", "Ромашка", "E5"}
    refresh(path)  # again: replaced, not added
    assert len(table_rows(path, "History_Runs")[1]) == 2


def _edit(path, change, prefix):
    """Rewrite parts of a workbook, as another program would."""
    with zipfile.ZipFile(path) as archive:
        parts = [(info, archive.read(info)) for info in archive.infolist()]
    with zipfile.ZipFile(path, "w") as archive:
        for info, data in parts:
            text = data
            if info.filename.startswith(prefix):
                text = change(data.decode()).encode()
            archive.writestr(info, text)


def test_bad_rows_of_every_table_are_told_with_their_cells(make_book, refresh, small_sales):
    day = pd.Timestamp("2025-11-01")
    invoices = pd.DataFrame(
        {
            "invoice": ["1", "2", "3"],
            "customer": ["001", "002", "002"],
            "issued": [day, day, day],
            "due": [day, "soon", day],
            "amount": [10.0, 20.0, "ten"],
        }
    )
    offers = pd.DataFrame(
        {"customer": ["001", None], "product": ["P1", "P1"], "status": ["+", "Refused"]}
    )
    path = make_book(sales=small_sales, invoices=invoices, offers=offers)
    summary = refresh(path)
    assert summary.rows_left_out == 0  # of the sales
    head, rows = table_rows(path, "Audit_Problems")
    found = {
        (row[head.index("Table")], row[head.index("Cell")]): row[head.index("Found")]
        for row in rows
    }
    assert set(found.values()) == {None, "soon", "ten"}
    with open_file(path) as book:
        for (table, address), value in found.items():
            sheet = next(s for s in book.sheets for t in s.tables if t.name == table)
            assert sheet[address].value == value
    assert any("'soon'" in text for text in summary.problems)
    head, rows = table_rows(path, "Receivables_Result")
    assert [row[0] for row in rows] == ["001"]  # the good invoice is used


def test_without_invoices_and_offers_the_sheets_say_so(make_book, refresh, small_sales):
    path = make_book(sales=small_sales)
    refresh(path)
    assert "Invoices is empty" in named_cells(path, "cb_decisions_notes")[0][0]
    assert "no product names its target" in named_cells(path, "cb_offers_notes")[0][0]
    assert "No question is answered" in named_cells(path, "cb_diagnosis_notes")[0][0]
    assert named_cells(path, "cb_tile_overdue") == [[None]]


def test_the_decision_matrix_of_the_sheet_is_used(make_book, refresh, small_sales):
    day = pd.Timestamp("2025-06-01")
    invoices = pd.DataFrame(
        {
            "invoice": [str(i) for i in range(4)],
            "customer": "001",
            "due": day,
            "paid": day,
            "amount": 100.0,
        }
    )
    path = make_book(sales=small_sales, invoices=invoices)
    with open_file(path) as book:
        table = next(t for s in book.sheets for t in s.tables if t.name == "Decision_Matrix")
        keys = [column.name for column in table.columns]
        rows = table.data_body_range.options(ndim=2).value
        at = next(i for i, row in enumerate(rows) if row[:2] == ["A", "R1"])
        table.data_body_range[at, 3].value = 77
        book.save()
    assert len(keys) == 8
    refresh(path)
    head, rows = table_rows(path, "Decisions_Result")
    terms = {row[0]: row[head.index("Days")] for row in rows}
    assert terms["001"] == 77  # class A, always paid on the day: R1
    with open_file(path) as book:
        table = next(t for s in book.sheets for t in s.tables if t.name == "Decision_Matrix")
        table.data_body_range[at, 3].value = "many"
        book.save()
    with pytest.raises(SettingsError, match="'many' is not a whole number of days"):
        refresh(path)


def test_offers_of_document_004_on_the_sheets(make_book, refresh):
    """The example of document 004 (REQUIREMENTS 1.5.4), entered as offers in long form."""
    cells = {
        ("Клиент 1", "P1"): "+",
        ("Клиент 1", "P2"): "+",
        ("Клиент 2", "P1"): "Не предлагали",
        ("Клиент 2", "P2"): "Подписание договора, 15.01.2011",
        ("Клиент 3", "P3"): "+",
        ("Клиент 3", "P4"): "Отказ",
        ("Клиент 4", "P3"): "Не предлагали",
        ("Клиент 4", "P4"): "Отказ",
        ("Клиент 5", "P5"): "+",
        ("Клиент 5", "P6"): "+",
        ("Клиент 6", "P5"): "+",
        ("Клиент 6", "P6"): "Предложение, 25.02.2010",
    }
    customers = [f"Клиент {i}" for i in range(1, 7)]
    offers = pd.DataFrame(
        [(*pair, status) for pair, status in cells.items()],
        columns=["customer", "product", "status"],
    )
    people = pd.DataFrame(
        {"customer": customers, "segment": [f"Сегмент {(i + 2) // 2}" for i in range(6)]}
    )
    sales = pd.DataFrame(
        {"date": pd.Timestamp("2011-02-01"), "customer": customers, "amount": 100.0}
    )
    path = make_book(sales=sales, customers=people, offers=offers)
    refresh(path)
    assert named_cells(path, "cb_offer_totals")[0] == [
        12, 6, 2, 2, 2, 0.5, pytest.approx(10 / 12), 0.75, 1.0,
    ]  # fmt: skip
    head, rows = table_rows(path, "Offer_Steps")
    days = [row[head.index("Next step")].date() for row in rows]
    assert days == [dt.date(2010, 2, 25), dt.date(2011, 1, 15)]
    head, rows = table_rows(path, "Offer_Matrix")
    by_customer = {row[1]: row for row in rows}
    assert head[3:] == ["P1", "P2", "P3", "P4", "P5", "P6"]
    assert list(by_customer["Клиент 2"][3:5]) == ["Not offered", "Подписание договора, 2011-01-15"]
    assert by_customer["Клиент 3"][3] is None  # not targeted is blank


def test_what_the_workbook_lacks_is_told_and_the_rest_is_written(make_book, refresh, small_sales):
    path = make_book(sales=small_sales)
    _edit(path, lambda text: text.replace('"cb_abc_summary"', '"zz_mine"'), "xl/workbook.xml")
    _edit(path, lambda text: text.replace('"XYZ_Result"', '"Mine"'), "xl/tables/")
    _edit(path, lambda text: text.replace('"cb_XYZ"', '"zz_sheet"'), "xl/workbook.xml")
    summary = refresh(path)
    assert any("XYZ_Result" in note for note in summary.notes)
    assert any("abc_summary" in note for note in summary.notes)
    assert len(table_rows(path, "ABC_Result")[1]) == 7


def test_a_missing_directory_is_told(make_book, refresh, small_sales):
    path = make_book(sales=small_sales)
    _edit(path, lambda text: text.replace('"Products"', '"Mine"'), "xl/tables/")
    _edit(path, lambda text: text.replace('"cb_Products"', '"zz_sheet"'), "xl/workbook.xml")
    assert any("no table Products" in note for note in refresh(path).notes)
