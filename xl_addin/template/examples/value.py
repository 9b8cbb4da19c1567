"""Examples of RFM, ABC and XYZ."""

import datetime as dt

from xl_addin.book.layout import Format
from xl_addin.template import rules
from xl_addin.template.examples.desk import Desk
from xl_addin.template.live import Area

# Eight customers of a kind each; the last sale is on 2024-06-28.
SALES: tuple[tuple[str, str, float], ...] = (
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
CUSTOMERS = tuple(sorted({customer for customer, _, _ in SALES}))
_MONTHS = 6


def value_examples(desk: Desk) -> None:
    """Write the examples of the chapter value, but those of lifetime value."""
    _rfm(desk)
    _classes(desk)


def _rfm(desk: Desk) -> None:
    desk.begin("RFM_SCORE")
    customers, dates, amounts = zip(*SALES, strict=True)
    sales = (
        desk.column("customer", "text", customers),
        desk.days("date", dates),
        desk.column("amount", "money", amounts),
    )
    desk.gap()
    ids = desk.column("customer", "text", CUSTOMERS)
    codes = desk.answer((ids, *sales), ("class",))
    desk.begin("RFM_SEGMENT")
    _coloured(desk, "segment", desk.answer((codes,), ("text",), desk.words))
    desk.begin("RFM_TABLE")
    table: tuple[Format, ...] = (
        "text", "date", "integer", "integer", "money", "money",
        "score", "score", "score", "class", "text",
    )  # fmt: skip
    desk.answer(sales, table, desk.words, header=True)


def _classes(desk: Desk) -> None:
    desk.begin("ABC_CLASS")
    block = [[_sold(customer, month + 1) for month in range(_MONTHS)] for customer in CUSTOMERS]
    desk.column("customer", "text", CUSTOMERS)
    revenue = desk.column("revenue", "money", [sum(row) for row in block])
    desk.answer((revenue,), ("class",))
    desk.begin("XYZ_CLASS")
    desk.column("customer", "text", CUSTOMERS)
    months = [desk.page.say("functions_sheet.month", number=month + 1) for month in range(_MONTHS)]
    series = desk.block(months, "money", block)
    desk.answer((series,), ("class",))
    desk.begin("ABC_XYZ")
    desk.answer((revenue, series), ("class",))


def _coloured(desk: Desk, rule: str, answer: Area) -> None:
    """Colour an answer as the column of that key is coloured on its sheet."""
    rules.colour_column(desk.page.sheet, desk.page.styles, rule, answer.corners)


def _sold(customer: str, month: int) -> float:
    """Return what a customer of the sample bought in a month of 2024."""
    return sum(
        amount
        for name, date, amount in SALES
        if name == customer and dt.date.fromisoformat(date).month == month
    )
