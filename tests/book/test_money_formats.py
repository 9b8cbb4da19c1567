"""The number formats of the workbook's own input tables: a currency or a share beside a number."""

import datetime as dt
import re
import warnings

import openpyxl
import pandas as pd
import pytest

from scoring.errors import TableError
from tests.book.cells import table_rows
from tests.engines.samples import read_parts, write_zip
from xl_addin.book import money_formats
from xl_addin.book.imports import import_file
from xl_addin.book.money_formats import LOOKS
from xl_addin.book.names import Index
from xl_addin.book.workbook_file import open_file
from xl_addin.exports.refused import FileRefusedError
from xl_addin.texts import texts

ROUBLES, DOLLARS, EUROS = '#,##0.00 "₽"', "[$$-409]#,##0.00", "[$€-2] #,##0.00"


@pytest.fixture
def shown_as(make_book, small_sales):
    """Return a function: a workbook whose sales are shown in formats, one after the other."""

    def make(formats, table="Sales", header="amount", **frames):
        path = make_book(**(frames or {"sales": small_sales}))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(path, keep_vba=True)
        sheet = next(sheet for sheet in book if table in sheet.tables)
        head, *rows = sheet[sheet.tables[table].ref]
        place = [cell.value for cell in head].index(header)
        for row, code in zip(rows, formats, strict=False):
            row[place].number_format = code
        book.save(path)
        return path

    return make


def answer(path, **settings):
    with open_file(path) as book:
        for key, value in settings.items():
            book.names[f"set_{key}"].refers_to_range.value = value
        book.save()


def test_sales_shown_in_two_currencies_are_never_added_up(shown_as, refresh):
    path = shown_as([DOLLARS] * 3 + [ROUBLES] * 8)
    with pytest.raises(FileRefusedError) as refused:
        refresh(path)
    told = str(refused.value)
    assert "RUB (8), USD (3)" in told
    assert "Settings: Currency" in told
    assert not any(any(row) for row in table_rows(path, "RFM_Result")[1])


def test_the_currency_of_settings_answers(shown_as, refresh):
    path = shown_as([DOLLARS] * 3 + [ROUBLES] * 8)
    answer(path, read_currency="RUB")
    summary = refresh(path)
    # by hand: the sales of 001 are those in dollars, 100 + 150 + 250
    assert (summary.rows_left_out, summary.money_left_out) == (3, 500)
    assert "001" not in {row[0] for row in table_rows(path, "RFM_Result")[1]}
    head, rows = table_rows(path, "Audit_Problems")
    assert [row[head.index("Cell")] for row in rows] == ["G8", "G9", "G10"]


def test_one_currency_or_none_changes_nothing(shown_as, refresh, make_book, small_sales):
    plain = make_book(name="plain.xlsm", sales=small_sales)
    shown = shown_as([EUROS] * 11)
    assert refresh(shown).revenue == refresh(plain).revenue


def test_a_share_is_no_money(shown_as, refresh):
    summary = refresh(shown_as(["General", "0.0%"]))
    (told,) = summary.problems
    assert told.startswith("Sales!G9 (column amount, row 9): '15000 %' is a share, not money")


def test_invoices_are_looked_at_too(shown_as, refresh, small_sales):
    days = pd.to_datetime(["2025-11-01", "2025-12-01"]).astype("datetime64[s]")
    invoices = pd.DataFrame({"invoice": ["1", "2"], "customer": ["001", "002"], "issued": days})
    invoices = invoices.assign(due=days, amount=[10.0, 20.0])
    path = shown_as([DOLLARS, EUROS], "Invoices", sales=small_sales, invoices=invoices)
    with pytest.raises(TableError, match=r"EUR \(1\), USD \(1\)"):
        refresh(path)


def import_two(path, tmp_path, **options):
    file = tmp_path / "a.csv"
    file.write_text("date,customer,amount\n2025-01-10,A,10\n2025-01-11,B,20\n", "utf-8")
    with open_file(path) as book:
        today = dt.date(2026, 11, 21)
        return import_file(Index.of(book), file, "sales", texts("en"), today=today, **options)


@pytest.mark.parametrize("formats", [[DOLLARS, ROUBLES], ["0%", "0%"]])
def test_an_import_tells_formats_from_before_that_do_not_fit(shown_as, tmp_path, formats):
    (told,) = [each for each in import_two(shown_as(formats), tmp_path).notices if "still" in each]
    assert told.startswith("The cells of the column amount are still shown with")


def test_an_import_into_one_currency_says_nothing(shown_as, tmp_path):
    done = import_two(shown_as([ROUBLES] * 11), tmp_path)
    assert not [each for each in done.notices if "still" in each]


class Excel:
    """Rows of a sheet as an Excel tells their formats: a range of several formats has none."""

    impl = None

    def __init__(self, codes):
        self.codes, self.looks = codes, [0]

    @property
    def shape(self):
        return len(self.codes), 1

    def __getitem__(self, place):
        rows, _ = place
        part = Excel(self.codes[rows])
        part.looks = self.looks
        return part

    @property
    def number_format(self):
        self.looks[0] += 1
        return self.codes[0] if len(set(self.codes)) == 1 else None


def test_an_excel_is_asked_for_as_few_formats_as_can_be():
    column = Excel([DOLLARS] * 1_000 + ["General"] * 100_000)
    formats, partly = money_formats.money_formats(column, {"amount": 0, "customer": 0})
    assert formats["amount"].tolist() == ["USD"] * 1_000 + [""] * 100_000
    assert partly == ()
    assert column.looks[0] < 2 * 17 + 2  # one border: two halves of each of log2(101,000) parts


def test_an_excel_is_not_asked_for_ever_and_it_is_told():
    column = Excel([ROUBLES, "0.00"] * 50_000)
    formats, partly = money_formats.money_formats(column, {"cost": 0})
    assert column.looks[0] == LOOKS
    assert partly == ("cost",)
    assert set(formats["cost"].tolist()) == {"RUB", ""}


def test_attributes_of_a_cell_may_stand_in_any_order(shown_as, refresh):
    path = shown_as([DOLLARS] * 3 + [ROUBLES] * 8)
    parts = read_parts(path)
    turned = re.compile(rb'<c (r="G\d+") (s="\d+")')
    for name, part in parts.items():
        if name.startswith("xl/worksheets/sheet"):
            parts[name] = turned.sub(rb"<c \2 \1", part)
    write_zip(path, parts)
    with pytest.raises(FileRefusedError, match=r"RUB \(8\), USD \(3\)"):
        refresh(path)
