"""F: histories that a method may stumble over."""

import datetime as dt

from tests.imports.corpus.base import TOTAL, Case, put, rows, workbook


def entered_twice():
    made = rows()
    return workbook([*made, *[list(row) for row in made[2:5]]])


def all_alike():
    day = dt.datetime(2024, 1, 5)
    return workbook([[day, f"Клиент {i}", f"{i:05d}", 100.0] for i in range(50)])


def nobody_twice():
    first = dt.datetime(2024, 1, 5)
    return workbook(
        [[first + dt.timedelta(days=9 * i), f"К {i}", f"{i:05d}", 1000.0 + i] for i in range(20)]
    )


def one_giant():
    made = rows()
    made[0][3] = 200_000_000.0
    return workbook(made)


def ten_in_a_day():
    day = dt.datetime(2024, 6, 1)
    return workbook([*rows(), *[[day, "Клиент 0", "00000", 10.0 + i] for i in range(10)]])


CASES = (
    Case(
        "F01", "ask", put("f01.xlsx", entered_twice()),
        ("22 = 4", "23 = 5", "24 = 6", "--duplicates"),
        answers=(
            (("--duplicates", "keep"), 23, 8, TOTAL + 1002 + 1003 + 1004),
            (("--duplicates", "drop"), 20, 8, TOTAL),
        ),
    ),
    Case("F02", "read", put("f02.xlsx", all_alike()), rows=50, customers=50, total=5000.0,
        refresh=True, after=("Оценки F, которых нет ни у одного клиента: 2, 3, 4, 5",),
    ),
    Case(
        "F03", "read", put("f03.xlsx", nobody_twice()), customers=20, refresh=True,
        after=("нужно клиентов с повторными заказами: 30, найдено 0",),
    ),
    Case(
        "F04", "read", put("f04.xlsx", one_giant()), total=TOTAL - 1000 + 200_000_000, refresh=True,
        after=("Клиент 0 даёт 100 % выручки",),
    ),
    Case(
        "F05", "read", put("f05.xlsx", ten_in_a_day()), ("заказов 21 из 30 строк",), rows=30,
        total=TOTAL + 145, refresh=True, after=("заказов 21 из 30 строк",),
    ),
)  # fmt: skip
