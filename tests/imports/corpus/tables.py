"""B: where the table stands, and what stands around it."""

import datetime as dt

from tests.imports.corpus.base import HEADERS, TOTAL, Case, put, rows, workbook


def titled():
    title = [["ООО «Пример»"], ["Отчёт о продажах за 2024 год"], ["Единица: руб."], []]
    return workbook([*title, HEADERS, *rows()], headers=())


def two_rows_of_headers():
    upper = ["Документ", None, "Покупатель", None, "Оплата"]
    lower = ["Дата", "Номер", "ID клиента", "Клиент", "Сумма"]
    data = [[day, f"Д-{i}", key, name, money] for i, (day, name, key, money) in enumerate(rows())]

    def merge(_book, page):
        page.merge_range("A1:B1", "Документ")
        page.merge_range("C1:D1", "Покупатель")

    return workbook([lower, *data], upper, change=merge)


def merged_customers():
    """Rows of a customer stand together, and its cells are merged over them."""
    data = sorted(rows(), key=lambda row: row[2])
    firsts = {}
    for i, row in enumerate(data):
        firsts.setdefault(row[2], []).append(i)
    for group in firsts.values():
        for i in group[1:]:
            data[i][1] = data[i][2] = None

    def merge(_book, page):
        for key, group in firsts.items():
            first, last = group[0] + 1, group[-1] + 1
            page.merge_range(first, 1, last, 1, data[group[0]][1])
            page.merge_range(first, 2, last, 2, key)

    return workbook(data, change=merge)


def with_totals():
    data = rows()
    half = sum(row[3] for row in data[:10])
    data.insert(10, ["Итого", None, None, half])
    return workbook([*data, ["Всего", None, None, TOTAL]])


def grouped(*, outline=True, own_total=TOTAL):
    """Customers with their documents below, as the report of an accounting program."""
    lines = [["Продажи по контрагентам"], [], ["Контрагент", "Дата", "Сумма"], ["Документ"]]
    levels = []
    for customer in range(8):
        of_one = [row for i, row in enumerate(rows()) if i % 8 == customer]
        lines.append([f"Клиент {customer}", None, sum(row[3] for row in of_one)])
        for row in of_one:
            levels.append(len(lines))
            number = f"Реализация {row[3]:.0f} от {row[0]:%d.%m.%Y}"
            lines.append([number, row[0], row[3]])
    lines.append(["Итого", None, own_total])

    def level(_book, page):
        for row in levels if outline else ():
            page.set_row(row, None, None, {"level": 1})

    return workbook(lines, headers=(), change=level)


def blank_rows():
    data = rows()
    return workbook([*data[:5], [], *data[5:12], [], *data[12:]])


def from_column_b():
    data = [[None, day, name, None, key, money] for day, name, key, money in rows()]
    return workbook([[], [], *data], [None, "Дата", "Клиент", None, "ID клиента", "Сумма"])


def second_table():
    below = [[], ["Менеджер", "План"], ["Сидоров", 5000], ["Петров", 7000]]
    return workbook([*rows(), *below])


def signed():
    """Words below the list, without a number or date: nothing to ask about."""
    return workbook([*rows(), [], ["Директор"], ["Иванов И. И."]])


def in_parts():
    """The second half under a caption of its own: sales that must not be lost."""
    return workbook([*rows()[:10], [], ["Февраль"], *rows()[10:]])


def two_sums():
    return workbook([[*row, row[3] * 2] for row in rows()], [*HEADERS, "Сумма"])


def hidden_rows(*, filtered=False):
    def hide(_book, page):
        if filtered:
            page.autofilter("A1:D21")
            page.filter_column_list("B", ["Клиент 0"])
            for i, row in enumerate(rows(), start=1):
                if row[1] != "Клиент 0":
                    page.set_row(i, None, None, {"hidden": True})
            return
        for row in (3, 7, 11):
            page.set_row(row, None, None, {"hidden": True})

    return workbook(rows(), change=hide)


def excel_table():
    def table(_book, page):
        columns = [{"header": name} for name in HEADERS]
        columns[3] |= {"total_function": "sum", "total_value": TOTAL}
        page.add_table(0, 0, 21, 3, {"columns": columns, "total_row": True})
        page.write_row(1, 0, [])

    return workbook(rows(), change=table)


def own_result_sheet():
    def add(book, _page):
        other = book.add_worksheet("RFM")
        other.write_row(0, 0, ["Клиент", "R", "F", "M"])
        other.write_formula("B2", "=SUM(Продажи!D2:D21)", None, TOTAL)

    return workbook(rows(), change=add)


def protected():
    return workbook(rows(), change=lambda _book, page: page.protect("x"))


def few_customers():
    return workbook(
        [[day, f"К {i % 3}", f"{i % 3}", money] for i, (day, _, _, money) in enumerate(rows())]
    )


def periods():
    months = [dt.datetime(2024, month, 1) for month in range(1, 4)]
    lines = [[f"Клиент {i}", 100.0 + i, None if i % 2 else 50.0, 0.0] for i in range(8)]
    return workbook(lines, ["Контрагент", *(f"{month:%m.%Y}" for month in months)])


ODD_HEADERS = ("  ДАТА\nдокумента ", "клиент", "ID\u00a0клиента", "Сумма, \nруб. (с НДС)")
ENGLISH = ("Date", "Customer", "Customer ID", "Amount")

CASES = (
    Case("B01", "read", put("b01.xlsx", titled()), ('"header_row": 5',)),
    Case("B02", "read", put("b02.xlsx", two_rows_of_headers())),
    Case("B03", "repair", put("b03.xlsx", merged_customers()), ("объединённой", "24")),
    Case("B04", "repair", put("b04.xlsx", with_totals()), ("Итоговых", "2", "12, 23")),
    Case(
        "B05",
        "ask",
        put("b05.xlsx", grouped()),
        ("групп", "--grouped", "плоский"),
        answers=((("--grouped",), 20, 8, TOTAL),),
    ),
    Case("B06", "repair", put("b06.xlsx", blank_rows())),
    Case("B07", "read", put("b07.xlsx", from_column_b())),
    Case(
        "B08",
        "ask",
        put("b08.xlsx", second_table()),
        ("строке 23", "Менеджер", "другая", "строк в ней: 3", "--first-table"),
        answers=((("--first-table",), 20, 8, TOTAL),),
    ),
    Case(
        "B08b", "read", put("b08b.xlsx", signed()),
        ("строки 23", "Строк: 2"),
    ),
    Case(
        "B08c",
        "ask",
        put("b08c.xlsx", in_parts()),
        ("строке 13", "Февраль", "строк в ней: 11", "--first-table"),
    ),
    Case(
        "B09",
        "ask",
        put("b09.xlsx", two_sums()),
        ("Сумма", "(D)", "(E)", "--column"),
        answers=(
            (("--column", "amount=D"), 20, 8, TOTAL),
            (("--column", "amount=E"), 20, 8, 2 * TOTAL),
        ),
    ),
    Case(
        "B10",
        "refuse",
        put("b10.xlsx", workbook([row[:3] for row in rows()], HEADERS[:3])),
        ("Сумма", "Продажи", "ID клиента"),
    ),
    Case("B11", "read", put("b11.xlsx", workbook(rows(), ODD_HEADERS))),
    Case("B12", "read", put("b12.xlsx", workbook(rows(), ENGLISH))),
    Case("B13", "repair", put("b13.xlsx", hidden_rows()), ("Скрытых", "3", "--visible-only")),
    Case(
        "B13v", "repair", put("b13.xlsx", hidden_rows()), ("Скрытых", "3"),
        rows=17, total=TOTAL - 1002 - 1006 - 1010, options=("--visible-only",),
    ),
    Case("B14", "repair", put("b14.xlsx", hidden_rows(filtered=True)), ("фильтр", "17")),
    Case(
        "B14v", "repair", put("b14.xlsx", hidden_rows(filtered=True)), ("фильтр", "17"),
        rows=3, customers=1, total=1000.0 + 1008 + 1016, options=("--visible-only",),
    ),
    Case("B15", "read", put("b15.xlsx", excel_table())),
    Case("B16", "refuse", put("b16.xlsx", workbook([])), ("Продажи", "строке 1")),
    Case(
        "B17",
        "read",
        put("b17.xlsx", workbook(rows()[:1])),
        rows=1,
        customers=1,
        total=1000.0,
        refresh=True,
        after=("нужно клиентов с повторными заказами: 30, найдено 0", "всего 1, а оценок 5"),
    ),
    Case(
        "B18", "read", put("b18.xlsx", few_customers()), customers=3, refresh=True,
        after=("Клиентов всего 3, а оценок 5",),
    ),
    Case("B19", "repair", put("b19.xlsx", own_result_sheet())),
    Case("B20", "read", put("b20.xlsx", protected())),
    # beyond the catalogue: the same report told by its sums alone, and one that does not agree
    Case(
        "B05s", "ask", put("b05s.xlsx", grouped(outline=False)), ("групп",),
        answers=((("--grouped", "customer,document"), 20, 8, TOTAL),),
    ),
    Case(
        "B05d", "repair", put("b05d.xlsx", grouped(own_total=TOTAL + 10)),
        ("разница -10.00",), options=("--grouped",),
    ),
    Case(
        "B21", "ask", put("b21.xlsx", periods()), ("01.2024", "--unpivot"),
        answers=((("--unpivot",), 12, 8, 8 * 100 + 28 + 4 * 50),),
    ),
)  # fmt: skip
