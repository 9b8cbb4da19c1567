"""The sheet Functions: every worksheet function, live on a small sample, with its answer kept."""

import datetime as dt

from xlsxwriter.utility import xl_range

from xl_addin.book.layout import Format
from xl_addin.functions import CATALOGUE
from xl_addin.template import palette, rules
from xl_addin.template.chapter_examples import LONGEST, chapter_examples
from xl_addin.template.live import Area, language, live, sample
from xl_addin.template.page import Page
from xl_addin.template.wrappers import function_texts

# From column B: sample sales, a gap, codes and segments, a gap, the table and the periods.
_WIDTHS = (14, 14, 14, 3, 14, 17, 22, 3, *(12,) * 5, 14, 14, *(12,) * 3, 22)
_CHAPTERS = ("value", "solvency", "offers", "diagnosis")  # as the sheets stand
_REFERENCE_ROW = 5
_SERIES_GAP = 14  # rows from the headers of one row of examples to those of the next
_LAST_COLUMN = len(_WIDTHS)

# Eight customers of a kind each; the last sale is on 2024-06-28.
_SALES: tuple[tuple[str, str, float], ...] = (
    ("C01", "2024-01-15", 5200), ("C01", "2024-02-14", 4900), ("C01", "2024-03-15", 5100),
    ("C01", "2024-04-16", 5000), ("C01", "2024-05-15", 5300), ("C01", "2024-06-28", 5150),
    ("C02", "2024-01-22", 1800), ("C02", "2024-02-21", 1500), ("C02", "2024-03-20", 2100),
    ("C02", "2024-04-25", 1500), ("C02", "2024-05-22", 2200), ("C02", "2024-06-20", 2600),
    ("C03", "2024-04-03", 900), ("C03", "2024-06-12", 1250),
    ("C04", "2024-06-25", 640), ("C05", "2024-01-10", 3900), ("C05", "2024-01-31", 4200),
    ("C05", "2024-02-20", 3700), ("C05", "2024-02-27", 4100), ("C06", "2024-05-08", 310),
    ("C06", "2024-05-29", 450), ("C07", "2024-01-18", 260), ("C08", "2024-02-08", 980),
    ("C08", "2024-03-28", 760), ("C08", "2024-04-18", 820), ("C08", "2024-05-23", 700),
)  # fmt: skip
_CUSTOMERS = tuple(sorted({customer for customer, _, _ in _SALES}))
_MONTHS = 6


def functions(page: Page) -> None:
    """Write what each function does, the samples, and one live example per function."""
    page.heading()
    page.widths(_WIDTHS)
    page.text(2, 1, page.say("functions_sheet.needs"), page.styles.small)
    top = _reference(page) + 3
    _rfm_examples(page, top)
    _class_examples(page, top + _SERIES_GAP)
    below = top + len(_SALES) + 3
    chapter_examples(page, below)
    page.print_setup(_LAST_COLUMN, below + LONGEST)


def _reference(page: Page) -> int:
    """Write two lines for each function; return the row after the last."""
    page.section(_REFERENCE_ROW - 1, 1, _LAST_COLUMN, "functions_sheet.reference")
    name_style = page.styles.make(bold=True, font_color=palette.NAVY)
    in_order = sorted(CATALOGUE.values(), key=lambda function: _CHAPTERS.index(function.chapter))
    for place, function in enumerate(in_order):
        row = _REFERENCE_ROW + 2 * place
        summary, _ = function_texts(function, page.say.language)
        page.text(row, 1, function.name, name_style)
        page.text(row, 3, summary, page.styles.make())
        page.text(row + 1, 3, function.syntax, page.styles.small)
        page.heights({row: 18, row + 1: 14})
    return _REFERENCE_ROW + 2 * len(CATALOGUE)


def _rfm_examples(page: Page, top: int) -> None:
    for first, last, key in ((1, 3, "sample"), (5, 7, "codes"), (9, 19, "table")):
        page.section(top - 1, first, last, f"functions_sheet.{key}")
    dates = [dt.datetime.fromisoformat(date) for _, date, _ in _SALES]
    customers = sample(page, top, 1, "customer", "text", [name for name, _, _ in _SALES])
    days = sample(page, top, 2, "date", "date", dates)
    amounts = sample(page, top, 3, "amount", "money", [amount for _, _, amount in _SALES])
    ids = sample(page, top, 5, "customer", "text", list(_CUSTOMERS))
    sales = (customers, days, amounts)
    codes = live(page, (top, 6), "RFM_SCORE", (ids, *sales), ("class",))
    words = language(page)
    live(page, (top, 7), "RFM_SEGMENT", (codes,), ("text",), words)
    table: tuple[Format, ...] = (
        "text", "date", "integer", "integer", "money", "money",
        "score", "score", "score", "class", "text",
    )  # fmt: skip
    words = language(page)
    live(page, (top - 1, 9), "RFM_TABLE", sales, table, words, header=True)
    last = top + len(_CUSTOMERS)
    for column in (7, 19):
        rules.colour_column(page.sheet, page.styles, "segment", (top + 1, column, last, column))


def _class_examples(page: Page, top: int) -> None:
    first = 9
    page.section(top - 1, first, _LAST_COLUMN, "functions_sheet.series")
    sample(page, top, first, "customer", "text", list(_CUSTOMERS))
    block = [[_sold(customer, month + 1) for month in range(_MONTHS)] for customer in _CUSTOMERS]
    for month in range(_MONTHS):
        header = page.say("functions_sheet.month", number=month + 1)
        values = [row[month] for row in block]
        sample(page, top, first + 1 + month, header, "money", values, is_key=False)
    revenue = sample(
        page, top, first + 1 + _MONTHS, "revenue", "money", [sum(row) for row in block]
    )
    last = top + len(_CUSTOMERS)
    series = Area(xl_range(top + 1, first + 1, last, first + _MONTHS), block)
    place = first + 2 + _MONTHS
    live(page, (top, place), "ABC_CLASS", (revenue,), ("class",))
    live(page, (top, place + 1), "XYZ_CLASS", (series,), ("class",))
    live(page, (top, place + 2), "ABC_XYZ", (revenue, series), ("class",))
    rules.colour_column(page.sheet, page.styles, "abc", (top + 1, place, last, place + 2))


def _sold(customer: str, month: int) -> float:
    """Return what a customer of the sample bought in a month of 2024."""
    return sum(
        amount
        for name, date, amount in _SALES
        if name == customer and dt.date.fromisoformat(date).month == month
    )
