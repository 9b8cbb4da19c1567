"""Live examples of lifetime value, solvency, offers and diagnosis on the sheet Functions."""

import datetime as dt
from typing import Any

from xlsxwriter.utility import xl_range

from xl_addin.book.layout import Format
from xl_addin.template.live import Area, language, live, number, sample
from xl_addin.template.page import Page
from xl_addin.template.repeat_buyers import repeat_buyers

LONGEST = 88  # rows of all examples; the sample of orders goes on below them
_LEFT, _MIDDLE, _RIGHT = 1, 5, 9  # columns in which samples begin
_BAND = 14  # rows from one row of examples to the next

# due, paid and amount: C01 pays early, C02 a month late, C03 leaves two open
_INVOICES: tuple[tuple[str, str, str, float], ...] = (
    ("C01", "2024-03-15", "2024-03-05", 5100), ("C01", "2024-04-16", "2024-04-10", 5000),
    ("C01", "2024-05-15", "2024-05-15", 5300), ("C02", "2024-03-20", "2024-04-19", 2100),
    ("C02", "2024-04-25", "2024-05-20", 1500), ("C02", "2024-05-22", "2024-06-28", 2200),
    ("C03", "2024-03-28", "", 760), ("C03", "2024-04-18", "2024-06-20", 820),
    ("C03", "2024-05-23", "", 700),
)  # fmt: skip
# Status, or stage and next step, by customer and product.
_OFFERS = (
    ("sold", "sold", "offer 2024-05-20"),
    ("sold", "not_offered", "contract 2024-07-15"),
    ("", "refused", "sold"),
    ("sold", "", "negotiation 2024-06-10"),
)
_AS_OF = Area("DATE(2024,6,30)", dt.datetime(2024, 6, 30))


def chapter_examples(page: Page, top: int) -> None:
    """Write the examples, headers of the first in row ``top``."""
    _formula(page, top)
    _payments(page, top)
    _terms(page, top + _BAND)
    _offers(page, top + _BAND)
    _questionnaire(page, top + 2 * _BAND)
    _repeat_buying(page, top + 3 * _BAND)


def _formula(page: Page, top: int) -> None:
    page.section(top - 1, _LEFT, 7, "functions_sheet.formula")
    margins = _own(page, top, _LEFT, "margin", "money", [1800, 900, 450])
    stay = _own(page, top, 2, "retention", "percent", [0.75, 0.75, 0.6])
    live(page, (top, _MIDDLE), "LTV_FORMULA", (margins, stay, number(0.15)), ("money",))


def _payments(page: Page, top: int) -> None:
    page.section(top - 1, _RIGHT, 16, "functions_sheet.payments")
    customers, due, paid, amounts = zip(*_INVOICES, strict=True)
    of = sample(page, top, _RIGHT, "customer", "text", list(customers))
    given = (
        _own(page, top, _RIGHT + 1, "due", "date", [_day(text) for text in due]),
        _own(page, top, _RIGHT + 2, "paid", "date", [_day(text) for text in paid]),
        sample(page, top, _RIGHT + 3, "amount", "money", list(amounts)),
        _AS_OF,
    )
    cells = {
        "customers": of,
        "ids": sample(page, top, 14, "customer", "text", sorted({*customers})),
    }
    for column, name in ((15, "PAY_INDEX"), (16, "DAYS_LATE")):
        live(page, (top, column), name, given, ("number",), cells=cells)


def _terms(page: Page, top: int) -> None:
    page.section(top - 1, _LEFT, 7, "functions_sheet.terms")
    debts = sample(page, top, _LEFT, "open_balance", "money", [500_000, 120_000, 40_000])
    live(page, (top, 2), "EXPECTED_LOSS", (number(0.04), number(0.6), debts), ("money",))
    values = sample(page, top, _MIDDLE, "value_class", "class", ["A", "B", "C", "N"])
    risks = sample(page, top, _MIDDLE + 1, "risk_class", "class", ["R1", "R3", "R2", "R0"])
    live(page, (top, 7), "DECISION_TERMS", (values, risks), ("text",), language(page))
    row = top + 6
    needs = _own(page, row, _LEFT, "need", "money", [50_000, 20_000])
    worth = _own(page, row, 2, "net_worth", "money", [80_000, 300_000])
    turnover = _own(page, row, 3, "turnover", "money", [700_000, 900_000])
    risks = sample(page, row, _MIDDLE, "risk_class", "class", ["R2", "R1"])
    live(page, (row, _MIDDLE + 1), "CREDIT_LIMIT", (needs, worth, turnover, risks), ("money",))


def _offers(page: Page, top: int) -> None:
    page.section(top - 1, _RIGHT, 19, "functions_sheet.offers")
    sides = list(zip(*_OFFERS, strict=True))
    for place, column in enumerate(sides):
        header = page.say("functions_sheet.product", number=place + 1)
        cells = [_status(page, cell) for cell in column]
        said = sample(page, top, _RIGHT + place, header, "text", cells, is_key=False)
    last = _RIGHT + len(sides) - 1
    rows = [[_status(page, cell) for cell in row] for row in _OFFERS]
    matrix = Area(xl_range(top + 1, _RIGHT, top + len(rows), last), rows)
    words = language(page)
    live(page, (top, 14), "OFFER_STATUS", (said,), ("text",), words)
    live(page, (top, 15), "OFFER_STATUS", (said,), ("date",), {"field": "date"} | words)
    for place, metric in enumerate(("coverage", "penetration", "win_rate")):
        row = top + 2 * place
        page.text(row + 1, 17, page.say(f"columns.{metric}"), page.styles.value("text"))
        live(page, (row, 19), "OFFER_COVERAGE", (matrix,), ("percent",), {"metric": metric})


def _questionnaire(page: Page, top: int) -> None:
    page.section(top - 1, _LEFT, 7, "functions_sheet.answers")
    answers = sample(page, top, _LEFT, "answer", "class", ["+", "+/-", "-", "+", "+/-", "-"])
    managed = sample(page, top, 2, "managed", "class", ["+"] * 6)
    unmanaged = sample(page, top, 3, "unmanaged", "class", ["-", "+/-", "-", "-", "-", "+/-"])
    live(page, (top, _MIDDLE), "MATURITY_GAP", (answers, managed), ("number",))
    live(page, (top, 7), "MATURITY_SCORE", (answers, managed, unmanaged), ("percent",))


def _repeat_buying(page: Page, top: int) -> None:
    for first, last, key in ((1, 3, "orders"), (6, 7, "fit"), (9, 16, "lifetime")):
        page.section(top - 1, first, last, f"functions_sheet.{key}")
    page.sheet.set_h_pagebreaks([top - 1])
    customers, days, amounts = repeat_buyers()
    given = (
        sample(page, top, _LEFT, "customer", "text", customers),
        sample(page, top, 2, "date", "date", days),
        sample(page, top, 3, "amount", "money", amounts),
    )
    words = language(page)
    live(page, (top - 1, 6), "BTYD_FIT", given[:2], ("text", "precise"), words, header=True)
    kinds: tuple[Format, ...] = (
        "text", "integer", "integer", "integer", "percent", "number", "money", "money",
    )  # fmt: skip
    live(page, (top - 1, _RIGHT), "BTYD_TABLE", given, kinds, words, header=True)


def _own(page: Page, row: int, column: int, word: str, kind: Format, values: list[Any]) -> Area:
    """Write a sample under a header that only this sheet has."""
    header = page.say(f"functions_sheet.{word}")
    return sample(page, row, column, header, kind, values, is_key=False)


def _day(text: str) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None


def _status(page: Page, cell: str) -> str | None:
    """Return a cell of the matrix in the language of the page."""
    if not cell:
        return None
    key, _, day = cell.partition(" ")
    branch = "offer_stages" if day or key == "sold" else "offer_status"
    return ", ".join(part for part in (page.say(f"{branch}.{key}"), day) if part)
