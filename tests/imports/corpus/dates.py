"""C: dates."""

import datetime as dt

from tests.imports.corpus.base import (
    SHEET,
    TOTAL,
    Case,
    put,
    replaced,
    rows,
    with_cells,
    with_column,
    workbook,
)

MONTHS = ["января", "февраля", "марта", "апреля", "мая", "июня"]


def texts(form, **options):
    return workbook(with_column("A", lambda day: day.strftime(form)), **options)


def mixed(step):
    """Every other date is a text; the rows run forward or, step -1, backward."""
    made = rows()
    for row in made[::2]:
        row[0] = row[0].strftime("%d.%m.%Y")
    return workbook(made[::step])


def ambiguous():
    """Days up to the 12th only, with the day first."""

    days = [f"{i % 12 + 1:02d}/{(i + 3) % 12 + 1:02d}/2024" for i in range(20)]
    return workbook([[day, *row[1:]] for day, row in zip(days, rows(), strict=True)])


def two_orders():
    made = with_column("A", lambda day: day.strftime("%d.%m.%Y"))
    made[1][0] = "01/14/2024"
    return workbook(made)


def serials(change):
    epoch = dt.datetime(1899, 12, 30)
    made = with_column("A", lambda day: float((day - epoch).days))
    if change is not None:
        change(made)
    return workbook(made)


def negative():
    data = workbook(rows())
    return replaced(data, SHEET, b"<v>45296</v>", b"<v>-5</v>")


def almost_midnight():
    # the serial of 23:59:59.999; a datetime would be rounded by the writer
    made = workbook(rows(), options={"default_date_format": "dd.mm.yyyy hh:mm:ss.000"})
    return replaced(made, SHEET, b"<v>45296</v>", b"<v>45296.99999998843</v>")


def time_alone():
    data = workbook(rows(), options={"default_date_format": "hh:mm"})
    return replaced(data, SHEET, b"<v>45305</v>", b"<v>0.39583333333333331</v>")


def words(day):
    return f"{day.day} {MONTHS[day.month - 1]} {day.year} г."


def refuse(name, data, *mention):
    return Case(name.upper(), "refuse", put(f"{name}.xlsx", data), mention)


CASES = (
    Case("C01", "repair", put("c01.xlsx", texts("%d.%m.%Y")), ("день первый: 20",)),
    Case("C02", "repair", put("c02.xlsx", mixed(1)), ("день первый: 10", "2024-02-10")),
    Case("C02b", "repair", put("c02.xlsx", mixed(-1)), ("день первый: 10", "2024-06-24")),
    Case(
        "C03",
        "ask",
        put("c03.xlsx", ambiguous()),
        ("Дата", "--date-format", "01/04/2024", "2024-04-01", "2024-01-04"),
        answers=(
            (("--date-format", "dmy"), 20, 8, TOTAL),
            (("--date-format", "mdy"), 20, 8, TOTAL),
        ),
    ),
    Case("C03d", "repair", put("c03.xlsx", ambiguous()), ("2024-04-01", "день первый: 20"),
        options=("--date-format", "dmy"),
    ),
    Case("C03m", "repair", put("c03.xlsx", ambiguous()), ("2024-01-04", "месяц первый: 20"),
        options=("--date-format", "mdy"),
    ),
    Case("C04", "ask", put("c04.xlsx", two_orders()), ("Дата", "3", "--date-format")),
    refuse("c05", workbook(with_cells(A6="31.02.2024")), "Продажи", "Дата", "6", "31.02.2024"),
    Case(
        "C05s",
        "repair",
        put("c05.xlsx", workbook(with_cells(A6="31.02.2024"))),
        ("исключённых из данных: 1", "1 004,00"),
        rows=19,
        total=TOTAL - 1004,
        options=("--skip-bad-rows",),
    ),
    Case("C06", "repair", put("c06.xlsx", workbook(with_column("A", words))), ("20",)),
    Case("C07", "repair", put("c07.xlsx", texts("%Y-%m-%dT00:30:00+03:00")), ("20", "2024-01-05")),
    Case("C08", "read", put("c08.xlsx", workbook(rows(), options={"date_1904": True})),
        ("2024-01-05",),
    ),
    Case("C09", "repair", put("c09.xlsx", serials(None)),
        ("номеров дней", "20", "2024-01-05"),
    ),
    Case(
        "C10",
        "repair",
        put("c10.xlsx", workbook(with_column("A", lambda day: int(day.strftime("%Y%m%d"))))),
        ("20240131", "20", "2024-01-05"),
    ),
    refuse("c11", serials(lambda made: made[0].__setitem__(0, 60.0)), "Дата", "A2"),
    refuse("c12", workbook(with_cells(A5="01.01.0001 0:00:00")), "Дата", "A5", "пустая дата"),
    refuse("c13", workbook(with_cells(A9=dt.datetime(2204, 3, 9))), "Дата", "A9", "2204"),
    refuse("c14", negative(), "Дата", "A2"),
    refuse("c15", workbook(with_cells(A4=None, A11=None)), "Дата", "A4", "11"),
    Case(
        "C15s",
        "repair",
        put("c15.xlsx", workbook(with_cells(A4=None, A11=None))),
        ("исключённых из данных: 2",),
        rows=18,
        total=TOTAL - 1002 - 1009,
        options=("--skip-bad-rows",),
    ),
    Case("C16", "read", put("c16.xlsx", almost_midnight()), ("2024-01-05",)),
    refuse("c17", time_alone(), "Дата", "A3"),
    Case("C18", "repair", put("c18.xlsx", texts("%d.%m.%y")), ("из двух цифр", "20", "2024-01-05")),
)  # fmt: skip
