"""A result that its sheet cannot hold: told before, cut there, whole in a file (BAD_INPUT S41)."""

import pandas as pd

from tests.book.cells import named_cells, table_rows
from tests.book.conftest import NOON
from xl_addin.book.beyond import Room
from xl_addin.book.history import _bounded
from xl_addin.book.names import Index
from xl_addin.book.workbook_file import open_file
from xl_addin.ribbon import refresh_all

LONG = "{}: {} rows do not fit on the sheet. The first {} stand there; all of them go to a CSV file"


def corner(path, name):
    with open_file(path, writes=False) as book:
        _, table = Index.of(book).table(name)
        return table.range.row, table.range.column


def refreshed(path, **options):
    """Refresh with what is told noted beside what stood in the table at that moment."""
    told = []
    with open_file(path, backup=False) as book:
        area = Index.of(book).table("RFM_Result")[1].range

        def tell(text):
            told.append((text, area[1, 0].value))

        summary = refresh_all(book, now=NOON, tell=tell, **options)
        book.save()
    return summary, told


def test_s41_more_rows_than_a_sheet_has(make_book, small_sales):
    path = make_book(sales=small_sales)
    row, _ = corner(path, "RFM_Result")
    whole, told = refreshed(path)
    assert (told, whole.cut) == ([], ())
    head, rows = table_rows(path, "RFM_Result")
    assert [line[0] for line in rows] == ["001", "002", *(line[0] for line in rows[2:])]
    path = make_book(name="other.xlsm", sales=small_sales)
    summary, told = refreshed(path, room=Room(rows=row + 2))  # the header, and two below it
    assert LONG.format("RFM", 6, 2) in "\n".join(summary.cut)
    assert [text for text, _ in told] == list(summary.cut)
    assert {before for _, before in told} == {None}  # nothing was written yet
    assert table_rows(path, "RFM_Result") == (head, rows[:2])  # the two with the most money
    (result,) = [each for each in summary.results if each.name == "RFM_Result"]
    assert result.headers == tuple(head)
    assert list(result.columns[0]) == [line[0] for line in rows]
    assert named_cells(path, "cb_tile_customers") == [[6]]  # counted over all of them


def test_s41_the_log_says_what_is_missing_once(make_book, small_sales):
    path = make_book(sales=small_sales)
    row, _ = corner(path, "RFM_Result")
    for _ in range(2):
        refreshed(path, room=Room(rows=row + 2))
    _, rows = table_rows(path, "Log_Runs")
    lines = [[line[1], *line[3:6]] for line in rows]  # action; rows read, used, left out
    assert lines.count(["cut RFM_Result", 6, 2, 4]) == 1
    assert lines[-1] == ["refresh", 11, 11, 0]


def test_s41_more_columns_than_a_sheet_has(demo_path):
    _, column = corner(demo_path, "Offer_Matrix")
    head, rows = table_rows(demo_path, "Offer_Matrix")
    with open_file(demo_path, writes=False) as book:
        summary = refresh_all(book, now=NOON, room=Room(columns=column + 7))
        _, table = Index.of(book).table("Offer_Matrix")
        there = table.range.value
    assert there == [line[:8] for line in (head, *rows)]
    (result,) = [each for each in summary.results if each.name == "Offer_Matrix"]
    assert result.headers == tuple(head)
    assert len(result.columns) == len(head) > 8
    (told,) = summary.cut
    assert f"{len(head)} columns do not fit on the sheet. The first 8 stand there" in told


def test_s41_more_products_than_the_matrix_shows(make_book, small_sales):
    products = [f"P{number:02d}" for number in range(43)]
    offers = pd.DataFrame({"customer": "001", "product": products, "status": "-"})
    path = make_book(sales=small_sales, offers=offers)
    refreshed(path)
    head, _ = table_rows(path, "Offer_Matrix")
    assert len(head) == 3 + 40
    told = named_cells(path, "cb_offers_notes")[0][0]
    assert "the 40 products that most customers are targeted with, of 43" in told
    assert len(table_rows(path, "Offer_Products")[1]) == 43  # where all are counted


def test_s41_a_history_longer_than_its_sheet_keeps_the_latest(monkeypatch):
    """Two snapshots of three customers where the sheet has room for five rows."""
    monkeypatch.setattr("xl_addin.book.history.MOST_ROWS", 5)
    monkeypatch.setattr("xl_addin.book.history.KEEP_ROWS", 4)
    days = pd.to_datetime(["2025-01-31"] * 3 + ["2025-02-28"] * 3)
    kept = _bounded(pd.DataFrame({"as_of": days, "customer": list("abcabc")}))
    assert kept["as_of"].tolist() == [pd.Timestamp("2025-02-28")] * 3
    monkeypatch.setattr("xl_addin.book.history.MOST_ROWS", 6)
    assert len(_bounded(pd.DataFrame({"as_of": days, "customer": list("abcabc")}))) == 6
