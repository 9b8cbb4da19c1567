"""Examples of payments, losses, terms, limits and concentration."""

import datetime as dt

from xl_addin.book.layout import Format
from xl_addin.template.examples.desk import Desk
from xl_addin.template.live import Area, number

# due, paid and amount: C01 pays early, C02 a month late, C03 leaves two open
_INVOICES: tuple[tuple[str, str, str, float], ...] = (
    ("C01", "2024-03-15", "2024-03-05", 5100), ("C01", "2024-04-16", "2024-04-10", 5000),
    ("C01", "2024-05-15", "2024-05-15", 5300), ("C02", "2024-03-20", "2024-04-19", 2100),
    ("C02", "2024-04-25", "2024-05-20", 1500), ("C02", "2024-05-22", "2024-06-28", 2200),
    ("C03", "2024-03-28", "", 760), ("C03", "2024-04-18", "2024-06-20", 820),
    ("C03", "2024-05-23", "", 700),
)  # fmt: skip
# revenue and margin of a year; the last column says which firms belong together
_FIRMS: tuple[tuple[float, float, str], ...] = (
    (300_000, 60_000, "G1"), (200_000, 50_000, ""), (150_000, 30_000, ""), (100_000, 30_000, "G1"),
    (80_000, 20_000, ""), (60_000, 15_000, ""), (50_000, 10_000, ""), (30_000, 9_000, ""),
    (20_000, 6_000, ""), (10_000, 3_000, ""),
)  # fmt: skip
_AS_OF = Area("DATE(2024,6,30)", dt.datetime(2024, 6, 30))


def solvency_examples(desk: Desk) -> None:
    """Write the examples of the chapter solvency."""
    _payments(desk)
    _terms(desk)
    _concentration(desk)


def _payments(desk: Desk) -> None:
    desk.begin("PAY_INDEX")
    customers, due, paid, amounts = zip(*_INVOICES, strict=True)
    of = desk.column("customer", "text", customers)
    given = (
        desk.days("due", due, is_key=False),
        desk.days("paid", paid, is_key=False),
        desk.column("amount", "money", amounts),
        _AS_OF,
    )
    desk.gap()
    cells = {"customers": of, "ids": desk.column("customer", "text", sorted({*customers}))}
    desk.answer(given, ("number",), cells=cells)
    desk.begin("DAYS_LATE")
    desk.answer(given, ("number",), cells=cells)


def _terms(desk: Desk) -> None:
    desk.begin("EXPECTED_LOSS")
    debts = desk.column("open_balance", "money", [500_000, 120_000, 40_000])
    desk.answer((number(0.04), number(0.6), debts), ("money",))
    desk.begin("DECISION_TERMS")
    values = desk.column("value_class", "class", ["A", "B", "C", "N"])
    risks = desk.column("risk_class", "class", ["R1", "R3", "R2", "R0"])
    desk.answer((values, risks), ("text",), desk.words)
    desk.begin("CREDIT_LIMIT")
    needs = desk.column("need", "money", [50_000, 20_000], is_key=False)
    worth = desk.column("net_worth", "money", [80_000, 300_000], is_key=False)
    turnover = desk.column("turnover", "money", [700_000, 900_000], is_key=False)
    risks = desk.column("risk_class", "class", ["R2", "R1"])
    desk.answer((needs, worth, turnover, risks), ("money",))


def _concentration(desk: Desk) -> None:
    revenues, margins, firms = zip(*_FIRMS, strict=True)
    desk.begin("CONC_INDEX")
    revenue = desk.column("revenue", "money", revenues)
    group = desk.column("group", "text", firms, is_key=False)
    desk.answer((revenue,), ("number",), {"kind": "HHI"})
    desk.answer((revenue,), ("number",), {"kind": "HHI"}, cells={"groups": group})
    desk.answer((revenue,), ("percent",), {"kind": "CR"})
    desk.answer((revenue,), ("precise",), {"kind": "GINI"})
    desk.begin("CONC_STRESS")
    margin = desk.column("margin", "money", margins)
    lost = desk.column("lost", "integer", [1, 3, 5], is_key=False)
    table: tuple[Format, ...] = (
        "integer", "money", "percent", "money", "money", "percent", "money", "number",
    )  # fmt: skip
    costs = {"fixed_cost": number(180_000), "groups": group}
    desk.answer((revenue, margin, lost), table, desk.words, cells=costs, header=True)
    desk.begin("LORENZ_CURVE")
    desk.answer((revenue,), ("percent", "percent"))
