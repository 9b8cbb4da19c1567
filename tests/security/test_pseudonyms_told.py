"""What a pseudonymised import tells inside the workbook: rows at fault, and codes with two names.

The list of bad rows on the sheet Data audit names each cell and what stands in it, the notices
name customers: of a pseudonymised import neither may say who they are.
"""

import pytest
import xlsxwriter

from tests.book.cells import named_cells, table_rows
from tests.security.people import holding, told, write

HEAD = ("date", "document", "customer code", "customer name", "amount", "sales of Secretova")
GOOD = [
    ("2025-01-10", "Заказ Секретовой №1", "00017", "Quiet & Sons", 5.0, "Тайнов"),
    ("2025-01-11", "Заказ Секретовой №2", "00017", "Шёпот", 7.0, "Тайнов"),
    ("2025-01-12", "Заказ Секретовой №3", "ИП Тайнов", "Тайнов Олег", 9.0, "Тайнов"),
    ("2025-01-13", "Заказ Секретовой №4", "ИП Тайнов", "Confidentia Ltd", 1.0, "Тайнов"),
]
BAD = [  # each with a name where something else belongs
    ("31.02.2025 Секретова", "Тайнов", "00017", "Quiet & Sons", 5.0, ""),
    ("Секретова", "Тайнов", "00017", "Quiet & Sons", 5.0, ""),
    ("2025-01-12", "Тайнов", "00018", "Шёпот", "+7 912 345-67-89", ""),
    ("2025-01-12", "Тайнов", "00018", "Шёпот", "долг Тайнова О.", ""),
    ("2025-01-12", "Тайнов", "", "Confidentia Ltd", 3.0, "Секретова"),
    ("2225-01-12", "Секретова", "ИП Тайнов", "Тайнов", 3.0, "whisper@mail.example"),
]


def as_csv(path):
    return write(path.with_suffix(".csv"), HEAD, [*GOOD, *BAD])


def as_xlsx(path):
    """The sheet, the file and its properties bear names; so does an error cell's row."""
    path = path.with_suffix(".xlsx")
    with xlsxwriter.Workbook(path) as file:
        file.set_properties({"author": "Секретова", "title": "Confidentia"})
        sheet = file.add_worksheet("Тайнов")
        for at, row in enumerate([HEAD, *GOOD, *BAD]):
            sheet.write_row(at, 0, row)
        sheet.write_formula(len(GOOD) + len(BAD) + 1, 4, "=1/0", None, "#DIV/0!")
        sheet.write_row(len(GOOD) + len(BAD) + 1, 0, ("2025-01-12", "Тайнов", "00018", "Шёпот"))
    return path


@pytest.mark.parametrize("make", [as_csv, as_xlsx])
def test_rows_at_fault_are_listed_without_what_stands_in_them(cli, place, book, make):
    file = make(place[0] / "Секретова")
    done = cli("import", file, "--into", book, "--pseudonymise", "--skip-bad-rows")
    assert done.code == 0, done.err
    assert told(done.out + done.err, [file, file.name]) == []
    head, rows = table_rows(book, "Import_Problems")
    lines = [row[head.index("Row")] for row in rows]
    n_bad = len(BAD) + (make is as_xlsx)
    assert sorted(set(lines)) == list(range(6, 6 + n_bad))
    assert {row[head.index("Found")] for row in rows} <= {"…", None}
    assert all(row[head.index("Problem")] for row in rows)
    refreshed = cli("refresh", book)
    assert refreshed.code == 0, refreshed.err
    kept = [path for path in place[0].rglob("*") if path.is_file() and path != file]
    assert len([path for path in kept if path.suffix == ".xlsm"]) >= 3  # with the backups
    assert [each for path in kept for each in holding(path)] == []


@pytest.mark.parametrize("make", [as_csv, as_xlsx])
def test_codes_with_two_names_are_counted_only(cli, place, book, make):
    file = make(place[0] / "Секретова")
    done = cli("import", file, "--into", book, "--pseudonymise", "--skip-bad-rows")
    assert done.code == 0, done.err
    (notice,) = [
        line for (line,) in named_cells(book, "cb_import_told") if line and "names" in line
    ]
    assert notice.startswith("Codes with several names")
    assert notice.endswith("2 (…).")
    assert holding(book) == []
    assert not any(name for _, name, *_ in table_rows(book, "Customers")[1])


def test_without_the_option_both_are_told(cli, place, book):
    """What the tests above look for is there otherwise."""
    file = as_csv(place[0] / "Секретова")
    done = cli("import", file, "--into", book, "--skip-bad-rows")
    assert done.code == 0, done.err
    found = " ".join(holding(book))
    for secret in ("Секретов", "Тайнов", "Quiet", "Шёпот", "Confidentia", "345-67-89"):
        assert secret in found, secret
