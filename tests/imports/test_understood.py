"""What was understood: shown by --dry-run, and kept on the sheets Data audit and Log."""

from tests.imports.corpus.base import HEADERS, rows, table_text, workbook
from xl_addin.exports.messages import PAGE, page_text
from xl_addin.files.workbook_reader import WorkbookReader
from xl_addin.texts import texts

AUDIT, LOG = (texts("ru")(f"sheets.{key}.tab") for key in ("DataAudit", "Log"))


def sheet_texts(book, name):
    with WorkbookReader.open(book) as read:
        return [[cell for cell in row if cell is not None] for row in read.read(name).rows()]


def test_a_dry_run_shows_columns_rows_and_repairs(run, book, tmp_path):
    file = tmp_path / "a.csv"
    file.write_text(table_text(rows()), encoding="cp1251")
    before = book.read_bytes()
    done = run("import", file, "--into", book, "--dry-run", "--lang", "en")
    assert done.code == 0, done.err
    for told in (
        "windows-1251, ;",
        "ID клиента -> customer (text)",
        "Сумма -> amount (text, decimal comma)",
        "Дата -> date (text, day first)",
        "2024-02-10",  # the fifth row as read
        "1003",
        "20,190.00",
    ):
        assert told in done.out
    assert book.read_bytes() == before


def test_the_same_is_kept_in_the_workbook(run, book, tmp_path):
    file = tmp_path / "a.xlsx"
    made = [[*row[:3], f"{row[3]:.2f}".replace(".", ",")] for row in rows()]
    file.write_bytes(workbook(made, [*HEADERS[:3], "Сумма, тыс. руб."]))
    done = run("import", file, "--into", book, "--json")
    assert done.code == 0, done.err
    assert done.answer["total"] == 20_190_000.0
    audit = "\n".join(" | ".join(map(str, row)) for row in sheet_texts(book, AUDIT))
    for told in (
        "a.xlsx, Продажи",
        "Сумма, тыс. руб. | D | сумма | текст, дробная запятая, тыс. руб. | 1000000",
        "умножено на 1000",
        "прочитанных как числа: 20",
    ):
        assert told in audit
    log = "\n".join(" | ".join(map(str, row)) for row in sheet_texts(book, LOG))
    assert "загрузка: Продажи" in log
    assert "Дата = дата; ID клиента = клиент" in log
    assert run("refresh", book).code == 0
    assert "загрузка: Продажи" in "\n".join(map(str, sheet_texts(book, LOG)))
    assert "умножено на 1000" in "\n".join(map(str, sheet_texts(book, AUDIT)))


def test_names_beside_codes_go_to_the_customers(run, book, tmp_path):
    file = tmp_path / "a.xlsx"
    file.write_bytes(workbook(rows()))
    assert run("import", file, "--into", book).code == 0
    assert ["00003", "Клиент 3"] in sheet_texts(book, "Клиенты")
    again = run("import", file, "--into", book, "--json")
    assert not [told for told in again.answer["notices"] if "Customers" in told]


def test_an_import_is_no_refresh_to_compare_with(run, book, tmp_path):
    """What changed since the refresh before is told, not what changed since an import."""
    file = tmp_path / "a.xlsx"
    file.write_bytes(workbook(rows()))
    words = ["import", file, "--into", book]

    def changed():
        lines = run("refresh", book).out.splitlines()
        return [line for line in lines if "С запуска" in line]

    assert run(*words).code == 0
    assert changed() == []
    file.write_bytes(workbook(rows()[:19]))
    assert run(*words).code == 0
    assert len(changed()) == 1


def test_settings_answer_for_the_workbook_itself(run, book):
    """A refresh asks by naming the setting, and takes its answer."""

    from xl_addin.book.workbook_file import open_file

    with open_file(book) as opened:
        sheet = opened.sheets["Продажи"]
        table = sheet.tables["Sales"]
        header = table.range[0, :].options(ndim=1).value
        for row in range(1, 4):
            cells = dict.fromkeys(header)
            cells |= {"дата": f"0{row}/0{row + 1}/2024", "клиент": f"К{row}", "сумма": 5.0}
            table.range[0, 0].offset(row, 0).resize(1, len(header)).value = list(cells.values())
        table.resize(table.range[0, 0].resize(4, len(header)))
        opened.save()
    asked = run("refresh", book, "--dry-run")
    assert asked.code == 1
    assert "Порядок в датах" in asked.err
    with open_file(book) as opened:
        opened.names["set_read_dates"].refers_to_range.value = "сначала день"
        opened.save()
    done = run("refresh", book, "--dry-run", "--json")
    assert done.code == 0, done.err
    assert done.answer["as_of"] == "2024-04-03"


def test_the_page_lists_the_messages_of_today():
    assert PAGE.read_text(encoding="utf-8") == page_text()


def test_every_row_left_out_stands_on_data_audit(run, book, tmp_path):
    """Ten places are told, all are listed with their cells, and the next import clears the list."""
    file = tmp_path / "a.xlsx"
    made = [[*row[:3], "?" if at % 4 else row[3]] for at, row in enumerate(rows())]
    made[0][0] = "31.02.2024"
    file.write_bytes(workbook(made))
    done = run("import", file, "--into", book, "--json", "--skip-bad-rows")
    assert done.answer["rows_left_out"] == 16
    listed = [row for row in sheet_texts(book, AUDIT) if "«?» не читается как число." in row]
    assert [row[row.index("«?» не читается как число.") - 4] for row in listed] == [
        f"D{at + 2}" for at in range(20) if at % 4
    ]
    assert any("A2" in row and "31.02.2024" in row for row in sheet_texts(book, AUDIT))
    assert run("refresh", book).code == 0
    assert "«?» не читается как число." in str(sheet_texts(book, AUDIT))
    file.write_bytes(workbook(rows()))
    assert run("import", file, "--into", book).code == 0
    assert "«?» не читается как число." not in str(sheet_texts(book, AUDIT))


def test_broken_lines_of_a_text_file_are_listed_too(run, book, tmp_path):
    file = tmp_path / "a.csv"
    lines = table_text(rows()).splitlines()
    file.write_text("\n".join([*lines, *["05.01.2024;x"] * 12]), encoding="utf-8")
    done = run("import", file, "--into", book, "--skip-bad-rows")
    assert "исключено: 12 (22, 23" in done.out
    assert "31, …)" in done.out
    audit = sheet_texts(book, AUDIT)
    told = [row for row in audit if "в строке полей больше или меньше, чем в заголовке." in row]
    assert [line for row in told for line in row if isinstance(line, float)] == [*range(22, 34)]
