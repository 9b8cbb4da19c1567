"""The sheet Functions: every worksheet function, live on a small sample, with its answer kept.

The answers beside the formulas are computed here by the functions themselves, so that the sheet
reads right where macros are blocked or no Python is installed.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import xl_range

from xl_addin.book.layout import Format
from xl_addin.functions import CATALOGUE
from xl_addin.template import palette, rules
from xl_addin.template.page import Page
from xl_addin.template.wrappers import function_texts

# From column B: sample sales, a gap, codes and segments, a gap, the table and the periods.
_WIDTHS = (12, 12, 12, 3, 12, 12, 22, 3, *(12,) * 10, 22)
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
_CELLS = {"lang": "cb_language"}  # arguments that a cell of the workbook gives


@dataclass(frozen=True, slots=True)
class _Area:
    """A filled range of the sheet: its address for formulas, its values for Python."""

    address: str
    values: list[Any]


def functions(page: Page) -> None:
    """Write what each function does, the samples, and one live example per function."""
    page.heading()
    page.widths(_WIDTHS)
    page.text(2, 1, page.say("functions_sheet.needs"), page.styles.small)
    top = _reference(page) + 3
    _rfm_examples(page, top)
    _class_examples(page, top + _SERIES_GAP)
    page.print_setup(_LAST_COLUMN, top + len(_SALES), pages_high=1)


def _reference(page: Page) -> int:
    """Write two lines for each function; return the row after the last."""
    page.section(_REFERENCE_ROW - 1, 1, _LAST_COLUMN, "functions_sheet.reference")
    name_style = page.styles.make(bold=True, font_color=palette.NAVY)
    for place, function in enumerate(CATALOGUE.values()):
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
    customers = _column(page, top, 1, "customer", "text", [name for name, _, _ in _SALES])
    days = _column(page, top, 2, "date", "date", dates)
    amounts = _column(page, top, 3, "amount", "money", [amount for _, _, amount in _SALES])
    ids = _column(page, top, 5, "customer", "text", list(_CUSTOMERS))
    sales = (customers, days, amounts)
    codes = _live(page, top, 6, "RFM_SCORE", (ids, *sales), ("class",))
    words = _language(page)
    _live(page, top, 7, "RFM_SEGMENT", (codes,), ("text",), words)
    table: tuple[Format, ...] = (
        "text", "date", "integer", "integer", "money", "money",
        "score", "score", "score", "class", "text",
    )  # fmt: skip
    words = _language(page)
    _live(page, top - 1, 9, "RFM_TABLE", sales, table, words, header=True)
    last = top + len(_CUSTOMERS)
    for column in (7, 19):
        rules.colour_column(page.sheet, page.styles, "segment", (top + 1, column, last, column))


def _class_examples(page: Page, top: int) -> None:
    first = 9
    page.section(top - 1, first, _LAST_COLUMN, "functions_sheet.series")
    _column(page, top, first, "customer", "text", list(_CUSTOMERS))
    block = [[_sold(customer, month + 1) for month in range(_MONTHS)] for customer in _CUSTOMERS]
    for month in range(_MONTHS):
        header = page.say("functions_sheet.month", number=month + 1)
        values = [row[month] for row in block]
        _column(page, top, first + 1 + month, header, "money", values, is_key=False)
    revenue = _column(
        page, top, first + 1 + _MONTHS, "revenue", "money", [sum(row) for row in block]
    )
    last = top + len(_CUSTOMERS)
    series = _Area(xl_range(top + 1, first + 1, last, first + _MONTHS), block)
    place = first + 2 + _MONTHS
    _live(page, top, place, "ABC_CLASS", (revenue,), ("class",))
    _live(page, top, place + 1, "XYZ_CLASS", (series,), ("class",))
    _live(page, top, place + 2, "ABC_XYZ", (revenue, series), ("class",))
    rules.colour_column(page.sheet, page.styles, "abc", (top + 1, place, last, place + 2))


def _sold(customer: str, month: int) -> float:
    """Return what a customer of the sample bought in a month of 2024."""
    return sum(
        amount
        for name, date, amount in _SALES
        if name == customer and dt.date.fromisoformat(date).month == month
    )


def _column(
    page: Page,
    row: int,
    column: int,
    header: str,
    kind: Format,
    values: list[Any],
    *,
    is_key: bool = True,
) -> _Area:
    """Write a column of the sample under its header (a columns key, unless it is the word)."""
    word = page.say(f"columns.{header}") if is_key else header
    page.text(row, column, word, page.styles.header(kind))
    style = page.styles.value(kind, bottom=1, bottom_color=palette.HAIRLINE)
    for offset, value in enumerate(values, start=1):
        page.sheet.write(row + offset, column, value, style)
    return _Area(xl_range(row + 1, column, row + len(values), column), values)


def _language(page: Page) -> dict[str, str]:
    """Return the argument that asks for the language of the sheet."""
    return {"lang": page.say.language}


def _live(
    page: Page,
    row: int,
    column: int,
    name: str,
    areas: Sequence[_Area],
    kinds: Sequence[Format],
    words: dict[str, str] | None = None,
    *,
    header: bool = False,
) -> _Area:
    """Write a formula that spills, with the answer that Python gives now as its kept value.

    ``row`` holds the header; with ``header`` the answer brings its own, one row lower.
    """
    words = words or {}
    answer = CATALOGUE[name].call(*(area.values for area in areas), **words)
    if not isinstance(answer, list):
        raise TypeError(f"{name} answers the sample with {answer!r}")
    if not header:
        page.text(row, column, name, page.styles.header(kinds[0]))
    first, last = row + 1, row + len(answer)
    formula = f"={name}({_arguments(name, areas, words)})"
    last_column = column + len(kinds) - 1
    top_left = page.styles.header(kinds[0]) if header else _cell(page, kinds[0])
    page.sheet.write_dynamic_array_formula(
        first, column, last, last_column, formula, top_left, answer[0][0]
    )
    for r, cells in enumerate(answer):
        for c, (value, kind) in enumerate(zip(cells, kinds, strict=True)):
            if r or c:
                style = page.styles.header(kind) if header and r == 0 else _cell(page, kind)
                page.sheet.write(first + r, column + c, value, style)
    address = xl_range(first, column, last, last_column)
    return _Area(address, [cells[0] if len(kinds) == 1 else cells for cells in answer])


def _cell(page: Page, kind: Format) -> Any:
    return page.styles.value(kind, bottom=1, bottom_color=palette.HAIRLINE)


def _arguments(name: str, areas: Sequence[_Area], words: dict[str, str]) -> str:
    """Return the arguments as a formula writes them; skipped optional ones stay empty."""
    given = [area.address for area in areas]
    names = [argument.name for argument in CATALOGUE[name].arguments]
    for word, value in words.items():
        place = names.index(word)
        given += [""] * (place - len(given)) + [_CELLS.get(word, f'"{value}"')]
    return ",".join(given)
