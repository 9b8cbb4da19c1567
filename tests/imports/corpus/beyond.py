"""X: beyond the catalogue, what exports hold besides: each was read wrongly or not at all once."""

import datetime as dt
import io
import zipfile

from tests.imports.corpus.base import HEADERS, TOTAL, Case, put, rows, table_text, workbook

TEXT = table_text(rows())
LINES = TEXT.split("\r\n")
TITLE = "ООО «Пример»\r\nПродажи, все склады, 2024\r\n\r\n"


def amounts(form, *, head="date;customer;amount", end=""):
    """A text file with amounts written by form(number of the row, amount)."""
    body = [
        f"{day:%Y-%m-%d};{key};{form(i, money)}{end}"
        for i, (day, _, key, money) in enumerate(rows())
    ]
    return "\n".join([head, *body]) + "\n"


def signs(i, money):
    return f"{'$' if i % 4 == 0 else '€'}{money:.2f}"


DOLLARS = sum(row[3] for row in rows()[::4])


def dated_total(label):
    return workbook([*rows(), [dt.datetime(2024, 6, 30), label, label, TOTAL]])


def subtotals():
    """What Excel's own Subtotal command writes: the name, and a word behind it."""
    made = []
    for customer in range(8):
        of_one = [row for i, row in enumerate(rows()) if i % 8 == customer]
        made += [*of_one, [None, f"Клиент {customer} Итог", None, sum(row[3] for row in of_one)]]
    return workbook([*made, [None, "Общий итог", None, TOTAL]])


def blocks():
    """A block for each month, with its title and the header again."""
    made = rows()
    below = [[None, "Итого", None, 1.0], [], ["Февраль 2024"], list(HEADERS)]
    return workbook([*made[:8], *below, *made[8:]])


def swapped():
    """A file of days first, opened by an Excel that expects the month first."""
    made = rows()
    for row in made:
        day = row[0]
        row[0] = (
            day.strftime("%d/%m/%Y") if day.day > 12 else day.replace(month=day.day, day=day.month)
        )
    return workbook(made)


def lines_with(*changed):
    made = LINES[:-1]
    for number, text in changed:
        made[number - 1] = text
    return "\r\n".join(made) + "\r\n"


def formatted(*formats, money=None, head=HEADERS, third=None):
    """Amounts as numbers, each shown by the next of some number formats; None for a plain one."""

    def change(book, page):
        made = [book.add_format({"num_format": each}) if each else None for each in formats]
        for i, row in enumerate(rows()):
            page.write_number(i + 1, 3, money or row[3], made[i % len(made)])

    data = [[day, name, third or key, amount] for day, name, key, amount in rows()]
    return workbook(data, head, change=change)


def invoices(form, *, head="Номер счета;Клиент;Срок оплаты;Сумма", end=""):
    """Twenty invoices with amounts written by form(number of the row, amount)."""
    body = [
        f"{i};{key};{day:%d.%m.%Y};{form(i, money)}{end if i % 4 else end.replace('RUB', 'USD')}"
        for i, (day, _, key, money) in enumerate(rows())
    ]
    return "\n".join([head, *body]) + "\n"


def offers(form):
    """Twenty offers, likewise."""
    body = [f"{key};Т{i};В работе;{form(i, money)}" for i, (_, _, key, money) in enumerate(rows())]
    return "\n".join(["Клиент;Товар;Статус;Сумма", *body]) + "\n"


def report(*heads, group="{};;{}", document="Реализация {};{};{}"):
    """Customers with their documents below, as a text file; heads: the rows of its header."""
    made = list(heads)
    for customer in range(8):
        of_one = [row for i, row in enumerate(rows()) if i % 8 == customer]
        money = f"{sum(row[3] for row in of_one):.2f}".replace(".", ",")
        made.append(group.format(f"Клиент {customer}", money))
        for row in of_one:
            money = f"{row[3]:.2f}".replace(".", ",")
            made.append(document.format(int(row[3]), f"{row[0]:%d.%m.%Y}", money))
    return "\n".join(made) + "\n"


def spreadsheet():
    """The zip of a LibreOffice spreadsheet, as far as a look at it goes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", "<office:document-content/>")
    return target.getvalue()


def months(*forms):
    """The base with the month or quarter in place of the day, written in some ways."""
    made = rows()
    for i, row in enumerate(made):
        day, form = row[0], forms[i % len(forms)]
        quarter = (day.month + 2) // 3
        row[0] = form.format(day=day, word=MONTHS[day.month - 1], quarter=quarter)
    return made


MONTHS = ("Январь", "Февраль", "Март", "Апрель", "Май", "Июнь")
DOLLAR, EURO, RUBLE = "#,##0 [$$-409]", "#,##0 [$€-407]", '_-* #,##0.00\\ "₽"_-'
CASES = (
    Case(
        "X01", "ask", put("x01.csv", amounts(signs)), ("EUR (15)", "USD (5)", "--currency"),
        answers=(
            (("--currency", "EUR"), 15, 6, TOTAL - DOLLARS),
            (("--currency", "EUR", "--rate", "USD=2"), 20, 8, TOTAL + DOLLARS),
        ),
    ),
    Case(
        "X02", "refuse",
        put("x02.csv", amounts(
            lambda i, money: f"{money}{' $' if i == 3 else ''}",
            head="date;customer;amount;currency", end=";RUB",
        )),
        ("строка 5", "1003 USD", "не в той валюте"),
    ),
    Case(
        "X02b", "read",
        put("x02b.csv", amounts(lambda i, money: f"{money}{' $' if i < 4 else ''}")),
        ("Строк без валюты, учтённых как USD: 16",),
    ),
    Case(
        "X03", "refuse",
        put("x03.csv", amounts(lambda i, money: "12,5%" if i == 4 else f"{money:.0f},00")),
        ("строка 6", "12,5%", "доля"),
    ),
    Case("X04", "repair", put("x04.xlsx", dated_total("ИТОГО")), ("Итоговых", "22")),
    Case("X05", "read", put("x05.xlsx", dated_total("Итого-Сервис")), rows=21, customers=9,
        total=2 * TOTAL,
    ),
    Case("X06", "repair", put("x06.xlsx", subtotals()), ("Итоговых", ": 9"),),
    Case("X07", "repair", put("x07.xlsx", blocks()), ("Повторных", "12, 13"),),
    Case(
        "X08", "refuse",
        put("x08.csv", TEXT.replace(";00003;", ";1,23457E+14;").replace(";00004;", ";1.2E+11;")),
        ("ID клиента", "1,23457E+14", "цифры потеряны", "строка 5", "строка 6"),
    ),
    Case("X09", "repair", put("x09.csv", TEXT.replace(";00003;", ';="00003";')), ("00003",)),
    Case(
        "X10", "refuse",
        put("x10.csv", lines_with((3, "14.01.2024;А;00001;#Н/Д"), (4, "23.01.2024;;#REF!;5"))),
        ("#Н/Д", "#REF!", "ошибка Excel", "строка 3", "строка 4"),
    ),
    Case("X11", "read", put("x11.csv", (TITLE + TEXT).encode("cp1251")), ('"header_row": 4',)),
    Case("X12", "read", put("x12.csv", ";\r\n".join(LINES).replace("Сумма;", "Сумма"))),
    Case("X13", "read", put("x13.txt", TEXT.replace(";", "|"))),
    # a decimal comma that also parts the columns: no header of three fits rows of four
    Case("X14", "refuse", put("x14.csv", TEXT.replace(";", ",")), ("2 (5)", "3 (5)")),
    Case("X15", "repair", put("x15.xlsx", swapped()), ("поменяться местами",)),
    Case(
        "X16", "read",
        put("x16.csv", amounts(lambda _i, money: money, head="Order Date;Customer Name;Sales")),
    ),
    Case("X17", "refuse", put("x17.csv", "Код клиента;Название;Регион\n1;А;Тверь\n"),
        ("--table customers",),
    ),
    Case(
        "X18", "refuse",
        put(
            "x18.csv",
            TEXT.replace("2024;", "20x4;").replace(";00003;", ";;").replace("1004,00", "?"),
        ),
        ("Дата", "ID клиента", "ячейка пуста", "«?»"),
    ),
    Case(
        "X19", "ask", put("x19.xlsx", formatted(DOLLAR, EURO, EURO, EURO)),
        ("EUR (15)", "USD (5)", "--currency"),
        answers=(
            (("--currency", "EUR"), 15, 6, TOTAL - DOLLARS),
            (("--currency", "EUR", "--rate", "USD=2"), 20, 8, TOTAL + DOLLARS),
        ),
    ),
    Case("X19b", "ask", put("x19b.xlsx", formatted(r"0.00\ \р\.", "[$CA$-1009]#,##0", '"$"0')),
        ("CA$ (7)", "RUB (7)", "USD (6)"),
    ),
    Case("X20", "read", put("x20.xlsx", formatted(RUBLE)), ('"unit": "RUB"',)),
    Case("X20b", "read", put("x20b.xlsx", formatted(RUBLE, None)),
        ("Строк без валюты, учтённых как RUB: 10",),
    ),
    Case("X20c", "read", put("x20c.xlsx", formatted('0.00" шт."', "[Red]0.00", "General"))),
    Case(
        "X21", "refuse", put("x21.xlsx", formatted("0.0%", "0.00%", money=0.125)),
        ("D2", "12.5 %", "доля"),
    ),
    Case(
        "X22", "refuse",
        put(
            "x22.xlsx",
            formatted(DOLLAR, head=("Дата", "ID клиента", "Валюта", "Сумма"), third="RUB"),
        ),
        ("D2", "1000 USD", "не в той валюте"),
    ),
    Case(
        "X23", "ask", put("x23.csv", invoices(signs)), ("EUR (15)", "USD (5)", "--currency"),
        options=("--table", "invoices"),
        answers=(
            (("--table", "invoices", "--currency", "USD"), 5, 2, DOLLARS),
            (("--table", "invoices", "--currency", "EUR", "--rate", "USD=2"), 20, 8,
             TOTAL + DOLLARS),
        ),
    ),
    Case(
        "X24", "ask",
        put("x24.csv", invoices(
            lambda _i, money: f"{money:.0f}",
            head="Номер счета;Клиент;Срок оплаты;Сумма;Валюта", end=";RUB",
        )),
        ("RUB (15)", "USD (5)", "--currency"), options=("--table", "invoices"),
    ),
    Case(
        "X25", "ask", put("x25.csv", offers(signs)), ("EUR (15)", "USD (5)", "--currency"),
        options=("--table", "offers"),
        answers=((("--table", "offers", "--currency", "USD"), 5, 2, DOLLARS),),
    ),
    Case(
        "X26", "ask", put("x26.csv", report("Контрагент;;Сумма", "Документ;Дата;")),
        ("групп", "--grouped"), answers=((("--grouped",), 20, 8, TOTAL),),
    ),
    # titles with the marks of a table
    Case("X27", "read", put("x27.csv", "Продажи, все склады\r\n" + TEXT), ('"header_row": 2',)),
    Case("X28", "read", put("x28.csv", "Сводка\r\n1;2;3;4\r\n" + TEXT), ('"header_row": 3',)),
    Case(
        "X29", "ask", put("x29.xlsx", workbook([[f"{r[0]:%y-%m-%d}", *r[1:]] for r in rows()])),
        ("24-01-05", "2024-01-05", "2005-01-24", "--date-format ymd"),
        answers=((("--date-format", "ymd"), 20, 8, TOTAL),),
    ),
    Case("X30", "repair", put("x30.csv", TEXT.replace("Клиент 3", "Клиент\x013"))),
    Case("X31", "repair", put("x31.csv", TEXT.encode("utf-16-le")), ("UTF-16",)),
    Case("X31b", "repair", put("x31b.csv", TEXT.encode("utf-16-be")), ("UTF-16",)),
    Case("X32", "refuse", put("x32.json", '{"rows": [{"date": "2024-01-05"}]}'), ("JSON",)),
    Case("X33", "refuse", put("x33.csv", " \r\n\t\r\n"), ("пуст", "только пробелы")),
    Case("X33b", "refuse", put("x33b.csv", ";;;\r\n;;;\r\n"), ("пуст", "только пробелы")),
    Case("X34", "refuse", put("x34.ods", spreadsheet), ("ods", "xlsx")),
    Case("X35", "refuse", put("x35.csv", report("Контрагент;Дата;Сумма")), ("x35.csv: это отчёт",)),
    Case(
        "X36", "repair",
        put("x36.xlsx", workbook(
            months("{word} {day:%Y}", "{day:%m.%Y}", "{quarter} кв. {day:%Y}", "{day:%Y-%m}")
        )),
        ("последний день: 20", "2024-01-31", "2024-03-31", "2024-02-29"),
    ),
    Case("X36b", "refuse", put("x36b.xlsx", workbook([[1.2024, *row[1:]] for row in rows()])),
        ("1.2024", "не дата"),
    ),
    Case(
        "X37", "read",
        put("x37.csv", TEXT.replace("Клиент 3;00003", "ООО Альфа;00003", 1)),
        ("несколько названий", "00003 = ООО Альфа, Клиент 3"),
    ),
    Case("X38", "read", put("x38.csv", "\r\n".join(LINES[:3]) + "\r\n"), rows=2, customers=2,
        total=2001.0,
    ),
)  # fmt: skip
