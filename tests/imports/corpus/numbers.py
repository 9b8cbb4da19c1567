"""D: numbers and money."""

import datetime as dt

from tests.imports.corpus.base import (
    HEADERS,
    TOTAL,
    Case,
    put,
    rows,
    with_cells,
    with_column,
    workbook,
)


def amounts(form):
    return workbook(with_column("D", form))


def grouped_by(mark):
    return lambda value: f"{value:,.2f}".replace(",", mark).replace(".", ",")


def point_groups(value):
    return f"{value:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")


def ambiguous(value):
    return f"{value:,.0f}"  # 1,000: a thousand, or one?


def two_marks():
    made = with_column("D", grouped_by("\u00a0"))
    for row in made[1::2]:
        row[3] = f"{float(row[3].replace(chr(160), '').replace(',', '.')):,.2f}"
    return workbook(made)


def currency_signs():
    made = with_column("D", grouped_by(" "))
    for i, row in enumerate(made):
        row[3] += " ₽" if i % 2 else " руб."
        row.append("RUB")
    return workbook(made, [*HEADERS, "Валюта"])


def mixed_currencies():
    made = [[*row, "USD" if i % 4 == 0 else "RUB"] for i, row in enumerate(rows())]
    return workbook(made, [*HEADERS, "Валюта"])


def errors():
    def write(_book, page):
        page.write_formula("D3", "=NA()", None, "#N/A")
        page.write_formula("D7", "=1/0", None, "#DIV/0!")

    return workbook(rows(), change=write)


def formulas(*, value):
    """Amounts are formulas; a value of None is one that nobody has calculated."""

    def write(_book, page):
        for i, row in enumerate(rows(), start=1):
            page.write_formula(i, 3, f"={row[3]:.0f}*1", None, row[3] if value else "")

    data = workbook(rows(), change=write)
    if value:
        return data
    from tests.imports.corpus.base import repack

    return repack(
        data, lambda name, part: (name, part.replace(b' t="str"', b"").replace(b"<v></v>", b""))
    )


def dollars():
    used = [row for i, row in enumerate(rows()) if i % 4 == 0]
    return sum(row[3] for row in used)


RETURN = with_cells(D6=-500.0)
ONLY_RETURNS = [*rows(), [dt.datetime(2024, 5, 1), "Клиент 9", "00009", -700.0]]


def repair(name, data, *mention, **expected):
    return Case(name.upper(), "repair", put(f"{name}.xlsx", data), mention, **expected)


def refuse(name, data, *mention):
    return Case(name.upper(), "refuse", put(f"{name}.xlsx", data), mention)


CASES = (
    repair("d01", amounts(grouped_by("\u00a0")), "прочитанных как числа: 20", "дробная запятая"),
    repair("d02", amounts(grouped_by("\u202f")), "прочитанных как числа: 20", "дробная запятая"),
    repair("d03", amounts(grouped_by(" ")), "прочитанных как числа: 20", "дробная запятая"),
    repair("d04", amounts(point_groups), "прочитанных как числа: 20", "дробная запятая"),
    repair(
        "d05", amounts(lambda value: f"{value:,.2f}"), "прочитанных как числа: 20", "дробная точка",
    ),
    Case(
        "D06", "ask", put("d06.xlsx", amounts(ambiguous)),
        ("Сумма", "--decimal", "1,000", "1.000"),
        answers=(
            (("--decimal", "point"), 20, 8, TOTAL), (("--decimal", "comma"), 20, 8, TOTAL / 1000),
        ),
    ),
    Case("D07", "ask", put("d07.xlsx", two_marks()), ("Сумма", "D2", "D3", "--decimal")),
    repair(
        "d08", workbook(with_cells(D5="(15 003,00)")), "как числа: 1", "возвратов: 1",
        total=TOTAL - 1003 - 15003,
    ),
    repair(
        "d09", workbook(with_cells(D5="\u2212500,5")), "как числа: 1",
        total=TOTAL - 1003 - 500.5,
    ),
    repair("d10", currency_signs(), "прочитанных как числа: 20", "валют"),
    repair("d11", amounts(lambda value: f"{value:.0f}"), "прочитанных как числа: 20"),
    repair("d12", workbook(RETURN), "возвратов: 1", "не считаются заказом",
        total=TOTAL - 1004 - 500,
    ),
    repair(
        "d13", workbook(ONLY_RETURNS), "только возвраты: 1", "00009",
        rows=21, customers=9, total=TOTAL - 700, refresh=True,
    ),
    repair("d14", workbook(with_cells(D6=0.0)), "суммой 0", "1", total=TOTAL - 1004),
    Case(
        "D15", "ask", put("d15.xlsx", mixed_currencies()),
        ("USD (5)", "RUB (15)", "--currency", "--rate"),
        answers=(
            (("--currency", "RUB"), 15, 6, TOTAL - dollars()),
            (("--currency", "RUB", "--rate", "USD=90"), 20, 8, TOTAL + 89 * dollars()),
        ),
    ),
    refuse("d16", errors(), "D3", "#N/A", "D7", "#DIV/0!"),
    refuse("d17", workbook(with_cells(D8=None)), "Сумма", "D8"),
    refuse("d18", workbook(with_cells(D2="—", D3="н/д", D4="-")), "Сумма", "D2", "D3", "D4"),
    refuse("d19", workbook(with_cells(D6="1О0")), "Сумма", "D6", "1О0", "буква О"),
    refuse("d20", workbook(with_cells(D6=dt.datetime(2024, 5, 1))), "D6", "дата"),
    refuse("d21", workbook(with_cells(D6=True)), "D6", "TRUE"),
    refuse("d22", workbook(with_cells(D6=1e300)), "D6"),
    Case("D23", "read", put("d23.xlsx", formulas(value=True))),
    refuse("d24", formulas(value=False), "формул", "20", "D2"),
    Case("D25", "read", put("d25.xlsx", workbook(with_cells(D6=0.1 + 0.2))), total=TOTAL - 1003.7),
    repair("d26", amounts(lambda value: f"{value / 1000:.6f}E+03".replace(".", ",")), "20"),
)  # fmt: skip
