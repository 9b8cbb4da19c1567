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
_MARGINS = (9200, 3900, 300, 260, 1400, -80, 90, 1300)  # of the customers, in their order
# Two years of a trade that sells most in summer and grows by a tenth.
_SEASONAL = (
    60, 70, 90, 100, 120, 140, 150, 140, 110, 90, 70, 60,
    66, 77, 99, 110, 132, 154, 165, 154, 121, 99, 77, 66,
)  # fmt: skip


def value_examples(desk: Desk) -> None:
    """Write the examples of the chapter value, but those of lifetime value."""
    _rfm(desk)
    _classes(desk)
    _periods(desk)


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
        "score", "score", "score", "class", "integer", "text", "percent",
    )  # fmt: skip
    desk.answer(sales, table, desk.words, header=True)


def _classes(desk: Desk) -> None:
    desk.begin("ABC_CLASS")
    block = [[_sold(customer, month + 1) for month in range(_MONTHS)] for customer in CUSTOMERS]
    ids = desk.column("customer", "text", CUSTOMERS)
    revenue = desk.column("revenue", "money", [sum(row) for row in block])
    _coloured(desk, "abc", desk.answer((revenue,), ("class",)))
    _coloured(desk, "abc", desk.answer((revenue,), ("class",), {"method": "tangent"}))
    margin = desk.column("margin", "money", _MARGINS)
    _coloured(desk, "abc", desk.answer((revenue,), ("class",), cells={"measures": margin}))
    desk.begin("ABC_TABLE")
    table: tuple[Format, ...] = (
        "integer", "text", "money", "percent", "percent", "percent", "class",
    )  # fmt: skip
    desk.answer((ids, revenue), table, desk.words, header=True)
    desk.begin("XYZ_CLASS")
    desk.column("customer", "text", CUSTOMERS)
    months = [desk.page.say("functions_sheet.month", number=month + 1) for month in range(_MONTHS)]
    series = desk.block(months, "money", block)
    _coloured(desk, "xyz", desk.answer((series,), ("class",)))
    desk.begin("XYZ_CV")
    desk.answer((series,), ("percent",))
    desk.answer((series,), ("ratio",), {"measure": "adi"})
    desk.answer((series,), ("text",), {"measure": "kind"} | desk.words)
    desk.begin("ABC_XYZ")
    _coloured(desk, "abc_xyz", desk.answer((revenue, series), ("class",)))


def _periods(desk: Desk) -> None:
    desk.begin("PERIOD_PIVOT")
    customers, dates, amounts = zip(*SALES, strict=True)
    block: tuple[Format, ...] = ("text", "money", "money", "money", "money", "money", "money")
    desk.answer(
        (
            desk.column("customer", "text", customers),
            desk.days("date", dates),
            desk.column("amount", "money", amounts),
        ),
        block,
        desk.words,
        header=True,
    )
    desk.begin("SEASON_INDEX")
    days = [f"{year}-{month:02d}-15" for year in (2022, 2023) for month in range(1, 13)]
    given = (desk.days("date", days), desk.column("amount", "money", _SEASONAL))
    desk.answer(given, ("ratio",))
    desk.answer(given, ("ratio",), {"method": "moving"})


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
