"""H: text files."""

import gzip

from tests.imports.corpus.base import HEADERS, TOTAL, Case, put, rows, table_text

TEXT = table_text(rows())
LINES = TEXT.split("\r\n")
N_LARGE = 1_048_577


def lines(*changed):
    """The base with lines replaced, (number from 1, text), or added at the end."""
    made = LINES[:-1]
    for number, text in changed:
        made[number - 1 : number] = [text]
    return "\r\n".join(made) + "\r\n"


def commas():
    quoted = [f'"{line[-1]:.2f}"'.replace(".", ",") for line in rows()]
    body = [
        f"{day:%d.%m.%Y},{name},{key},{money}"
        for (day, name, key, _), money in zip(rows(), quoted, strict=True)
    ]
    return "\n".join([",".join(HEADERS), *body]) + "\n"


def large(folder):
    """More rows than a sheet holds: 300 customers by 1,000 days, most of them several times."""
    path = folder / "h22.csv"
    with path.open("w", encoding="utf-8", newline="") as target:
        target.write("date;customer;amount\n")
        days = [f"{2021 + i // 336}-{i // 28 % 12 + 1:02d}-{i % 28 + 1:02d}" for i in range(1_000)]
        for i in range(N_LARGE):
            target.write(f"{days[i % 1_000]};{i % 300:05d};{i}.25\n")
    return path


ZERO = TEXT.encode()[:300] + b"\0" + TEXT.encode()[300:]
CP866 = TEXT.replace("\u2116", "N").encode("cp866")

CASES = (
    Case("H01", "read", put("h01.csv", TEXT.encode("cp1251")), ("Windows-1251",)),
    Case("H02", "read", put("h02.csv", TEXT.encode("utf-8-sig")), ("utf-8",)),
    Case("H03", "read", put("h03.txt", TEXT.replace(";", "\t").encode("utf-16")), ("UTF-16",)),
    Case(
        "H04", "ask", put("h04.csv", CP866), ("--encoding",),
        answers=((("--encoding", "cp866"), 20, 8, TOTAL),),
    ),
    Case(
        "H05", "ask", put("h05.csv", TEXT.encode("koi8-r")), ("--encoding",),
        answers=((("--encoding", "koi8-r"), 20, 8, TOTAL),),
    ),
    Case(
        "H06", "refuse",
        put("h06.csv", TEXT.encode() + "05.01.2024;Пётр;1;5\r\n".encode("cp1251")), ("22",),
    ),
    Case("H07", "refuse", put("h07.csv", ZERO), ("h07",),
        hostile=True,
    ),
    Case(
        "H08", "refuse", put("h08.csv", TEXT + "05.01.2024;Клиент 0\r\n" + LINES[1] + ";;x\r\n"),
        ("22", "23"),
    ),
    Case(
        "H08s", "repair", put("h08.csv", TEXT + "05.01.2024;Клиент 0\r\n" + LINES[1] + ";;x\r\n"),
        ("22, 23",), options=("--skip-bad-rows",),
    ),
    Case("H09", "refuse", put("h09.csv", lines((7, LINES[6].replace("Клиент", '"Клиент')))),
        ("7",),
    ),
    Case("H10", "read", put("h10.csv", TEXT.replace("Клиент 3", '"Клиент\n3"'))),
    Case("H11", "read", put("h11.csv", "sep=;\r\n" + TEXT)),
    Case("H12", "read", put("h12.csv", commas()), ("дробная запятая",)),
    Case("H13", "read", put("h13.txt", TEXT.replace(";", "\t").encode("cp1251"))),
    Case("H14", "read", put("h14.csv", TEXT.replace("\r\n", "\r"))),
    Case("H15", "refuse", put("h15.csv", LINES[0] + "\r\n"), ("h15", "строке 1")),
    Case("H16", "refuse", put("h16.csv", b"\xef\xbb\xbf"), ("h16", "пуст")),
    Case("H17", "repair", put("h17.csv", lines((11, LINES[10] + "\r\n" + LINES[0]))),
        ("Повторных", "12"),
    ),
    Case("H18", "read", put("h18.csv", TEXT.replace("\r\n", ";\r\n"))),
    Case("H19", "repair", put("h19.csv", TEXT + f"Итого;;;{TOTAL:.2f}\r\n".replace(".", ",")),
        ("Итоговых", "22"),
    ),
    Case(
        "H20", "read", put("h20.csv", TEXT.replace("Клиент 5", "я" * 200_000)), ("32 767",),
        hostile=True,
    ),
    Case("H21", "refuse", put("h21.csv.gz", gzip.compress(TEXT.encode())), ("gz",)),
    Case(
        "H22", "read", large, ("1048577", "сложены"), rows=N_LARGE, customers=300,
        total=N_LARGE * (N_LARGE - 1) / 2 + 0.25 * N_LARGE, hostile=True, seconds=240,
        megabytes=2_000,
    ),
)  # fmt: skip
