"""E: ids and names of customers."""

import unicodedata

from tests.imports.corpus.base import TOTAL, Case, put, rows, with_cells, with_column, workbook

NO_IDS = ("Дата", "Клиент", "Сумма")


def without_ids(change):
    """Names only; change gets the number of the row and the name."""
    made = [[day, change(i, name), money] for i, (day, name, _, money) in enumerate(rows())]
    return workbook(made, NO_IDS)


def padded():
    """Ids of the first four rows as numbers that the sheet shows as 00000."""

    def write(book, page):
        shown = book.add_format({"num_format": "00000"})
        for i in range(4):
            page.write_number(i + 1, 2, i, shown)

    return workbook(rows(), change=write)


def long_numbers():
    return workbook(
        [
            [day, name, 123456789012345678.0 + 1000 * int(key), money]
            for day, name, key, money in rows()
        ]
    )


def odd_ends(key):
    return {"00001": "00001 ", "00002": "00002\u00a0", "00003": "\t00003"}.get(key, key)


def two_alphabets():
    made = with_column("C", lambda key: f"C{key}")
    made[10][2] = made[10][2].replace("C", "С")
    return workbook(made)


def decomposed():
    def name(i, _name):
        return unicodedata.normalize(
            "NFD" if i // 8 else "NFC", f"Клиент Андрей {'абвгдежз'[i % 8]}"
        )

    return without_ids(name)


def case_and_quotes(i, name):
    return ["ООО «Ёлка»", 'ооо "Елка"', "Ооо Ёлка"][i // 8] if i % 8 == 0 else name


def catch_all():
    made = rows()
    for row in made[::2]:
        row[1] = row[2] = "Розничный покупатель"
    return workbook(made)


def real_words():
    words = ["NA", "NULL", "nan", "None", "N/A", "inf", "TRUE", "undefined"]
    return workbook([[day, name, words[int(key)], money] for day, name, key, money in rows()])


def formula_names():
    texts = [
        "=1+1",
        "+cmd|'/c calc'!A1",
        "@SUM(1)",
        "-2",
        '=HYPERLINK("http://x")',
        "＝1",
        "{=1}",
        "a",
    ]
    return workbook([[day, texts[int(key)], key, money] for day, _, key, money in rows()])


def odd_letters():
    return without_ids(lambda i, _: f"{'😀👨‍👩‍👧🏴'[: 1 + i % 8 % 3]} {i % 8} \u202eעברית")


def controls():
    """A control character and the end of line of an old Mac, as Excel stores them."""
    marks = {True: "_x0001_", False: "_x000D_"}
    return workbook(with_column("C", lambda key: key + marks[key > "00004"]))


def number_or_text():
    made = with_column("C", lambda key: str(int(key)))
    made[1][2] = 1.0
    return workbook(made)


def error_in_name():
    def write(_book, page):
        page.write_formula("B4", "=#REF!", None, "#REF!")

    return workbook(rows(), change=write)


CASES = (
    Case("E01", "repair", put("e01.xlsx", padded()),
        ("с ведущими нулями и прочитанных так, как показаны: 4",),
    ),
    Case("E02", "refuse", put("e02.xlsx", long_numbers()), ("ID клиента", "15")),
    Case("E03", "repair", put("e03.xlsx", workbook(with_column("C", odd_ends))),
        ("невидимые знаки: 3",)),
    Case(
        "E04", "repair",
        put("e04.xlsx", workbook(with_cells(C2="\ufeff00000", C3="0\u200b0001"))),
        ("невидимые знаки: 2",),
    ),
    Case(
        "E05", "ask", put("e05.xlsx", two_alphabets()), ("--similar", "строка 4", "строка 12"),
        answers=(
            (("--similar", "merge"), 20, 8, TOTAL), (("--similar", "keep"), 20, 9, TOTAL),
        ),
    ),
    Case("E06", "repair", put("e06.xlsx", decomposed())),
    Case(
        "E07", "ask", put("e07.xlsx", without_ids(case_and_quotes)), ("--similar", "Елка", "Ёлка"),
        answers=(((("--similar", "merge")), 20, 8, TOTAL),),
    ),
    Case(
        "E08", "refuse", put("e08.xlsx", workbook(with_cells(C3=None, C4=None, C5=None))),
        ("C3", "C4", "C5", "--skip-bad-rows"),
    ),
    Case(
        "E08s", "repair", put("e08.xlsx", workbook(with_cells(C3=None, C4=None, C5=None))),
        ("исключённых из данных: 3", "3 006,00"), rows=17, total=TOTAL - 3006,
        options=("--skip-bad-rows",),
    ),
    Case("E09", "repair", put("e09.xlsx", catch_all()), ("Розничный покупатель", "50"),
        customers=5,
    ),
    Case("E10", "read", put("e10.xlsx", real_words()), ("NULL", "nan", "None")),
    Case("E11", "read", put("e11.xlsx", formula_names())),
    Case("E12", "read", put("e12.xlsx", odd_letters()), ("\\\\u202e",)),
    Case("E13", "repair", put("e13.xlsx", controls()), ("невидимые знаки",)),
    Case("E14", "read", put("e14.xlsx", without_ids(lambda _i, name: name + "я" * 32_690))),
    Case("E15", "repair", put("e15.xlsx", number_or_text()), ("прочитанных как текст", "1")),
    Case("E16", "repair", put("e16.xlsx", error_in_name()), ("B4",)),
)  # fmt: skip
