"""``clientbase import``: mapped, strict, and nothing half-done."""

import warnings

import openpyxl
import pytest

from xl_addin.files.workbook_reader import WorkbookReader

GOOD = """date,document,customer,product,quantity,amount
2025-01-10,S1,00017,P1,2,100.50
2025-02-11,S2,00018,P1,1,50
2025-03-12,S3,00017,P2,4,200
"""


@pytest.fixture
def sales(tmp_path):
    path = tmp_path / "sales.csv"
    path.write_text(GOOD, encoding="utf-8")
    return path


def table(path, sheet="Sales"):
    """The rows of an input sheet below its headers, from column B on."""
    with WorkbookReader.open(path) as book:
        rows = [row[1:] for row in book.read(sheet).rows()]
    firsts = {"date", "customer", "product", "invoice", "question"}
    header = next(at for at, row in enumerate(rows) if row[0] in firsts)
    return [row for row in rows[header + 1 :] if any(cell is not None for cell in row)]


def test_rows_arrive_as_dates_numbers_and_texts(run, book, sales):
    done = run("import", sales, "--into", book, "--json")
    assert done.code == 0, done.err
    assert done.answer["rows_read"] == done.answer["rows_in_table"] == 3
    assert done.answer["columns"]["customer"] == "customer"
    first = table(book)[0]
    assert first[0].isoformat() == "2025-01-10T00:00:00"
    assert first[1:6] == ["S1", "00017", "P1", 2.0, 100.5]  # leading zeros stay


def test_what_was_mapped_is_told(run, book, sales):
    sales.write_text(
        "Дата;Контрагент;Сумма, руб.;Комментарий\n05.01.2025;Ромашка;1500,5;x\n", encoding="cp1251"
    )
    before = sales.read_bytes()
    done = run("import", sales, "--into", book)
    assert done.code == 0, done.err
    for told in ("Контрагент -> customer", "Сумма, руб. -> amount", "Комментарий", "Windows-1251"):
        assert told in done.out
    assert sales.read_bytes() == before
    assert [cell for cell in table(book)[0] if cell is not None][1:] == ["Ромашка", 1500.5]


def test_all_faults_at_once_and_nothing_written(run, book, sales):
    sales.write_text(
        "date,customer,amount\n2025-01-10,A,10\n31.02.2025,B,20\n2025-01-11,,30\n2025-01-12,C,x1\n",
        encoding="utf-8",
    )
    before = book.read_bytes(), sales.read_bytes()
    done = run("import", sales, "--into", book)
    assert done.code == 1
    assert done.out == ""
    # line numbers are those of the file, the header being line 1
    for told in ("31.02.2025", "row 3", "column customer, row 4", "'x1'", "row 5", "Nothing was"):
        assert told in done.err
    assert (book.read_bytes(), sales.read_bytes()) == before
    assert {entry.name for entry in book.parent.iterdir()} == {"book.xlsm", "sales.csv"}


def test_missing_and_double_columns_are_named(run, book, sales):
    sales.write_text("date,customer,client\n2025-01-10,A,B\n", encoding="utf-8")
    done = run("import", sales, "--into", book, "--json")
    assert done.code == 1
    problems = "\n".join(done.answer["problems"])
    assert "'customer' and 'client'" in problems
    assert "amount" in problems


def test_replace_and_append(run, book, sales):
    assert run("import", sales, "--into", book).code == 0
    assert len(table(book)) == 3
    sales.write_text("date,customer,amount\n2025-04-01,X,7\n", encoding="utf-8")
    done = run("import", sales, "--into", book, "--append", "--json")
    assert (done.answer["rows_read"], done.answer["rows_in_table"]) == (1, 4)
    rows = table(book)
    assert len(rows) == 4
    assert rows[0][1:6] == ["S1", "00017", "P1", 2.0, 100.5]
    assert (rows[3][2], rows[3][5]) == ("X", 7.0)
    assert run("import", sales, "--into", book).code == 0
    assert len(table(book)) == 1


def test_dry_run_writes_nothing(run, book, sales):
    before = book.read_bytes()
    done = run("import", sales, "--into", book, "--dry-run", "--json")
    assert done.code == 0
    assert (done.answer["written"], done.answer["rows_read"]) == (False, 3)
    assert book.read_bytes() == before


def test_customers_and_products(run, book, tmp_path):
    file = tmp_path / "list.csv"
    file.write_text("id,company,inn\n001,Ромашка,0000012345\n", encoding="utf-8")
    assert run("import", file, "--into", book, "--table", "customers").code == 0
    assert table(book, "Customers")[0][:3] == ["001", "Ромашка", "0000012345"]
    done = run("import", file, "--into", book, "--table", "customers", "--append")
    assert done.code == 1
    assert "001" in done.err
    file.write_text("sku,name,category\nP1,Bolt,Fasteners\n", encoding="utf-8")
    assert run("import", file, "--into", book, "--table", "products").code == 0
    assert table(book, "Products")[0][:3] == ["P1", "Bolt", "Fasteners"]


def test_offers(run, book, tmp_path):
    file = tmp_path / "offers.csv"
    file.write_text(
        "Клиент;Товар;Статус;Следующий шаг;Сумма\nC1;P1;+;;\n"
        "C1;P2;Подписание договора, 15.01.2011;15.01.2011;1500,5\n",
        encoding="utf-8",
    )
    assert run("import", file, "--into", book, "--table", "offers").code == 0
    first, second = table(book, "Offers")
    assert first[:4] == ["C1", "P1", "+", None]
    assert second[:3] == ["C1", "P2", "Подписание договора, 15.01.2011"]
    assert second[3].isoformat() == "2011-01-15T00:00:00"
    assert second[6] == 1500.5
    done = run("import", file, "--into", book, "--table", "offers", "--append")
    assert done.code == 1
    assert "C1 / P1, C1 / P2" in done.err
    file.write_text("customer,product,status\nC2,P1,+\nC2,P1,-\n,P1,+\n", encoding="utf-8")
    done = run("import", file, "--into", book, "--table", "offers")
    assert done.code == 1
    for told in ("column product, row 3", "column customer, row 4", "one row for each customer"):
        assert told in done.err


def test_invoices(run, book, tmp_path):
    file = tmp_path / "invoices.csv"
    file.write_text(
        "number,customer,invoice date,due date,paid,total\n"
        "I1,C1,2024-05-01,2024-05-15,2024-05-20,100\nI2,C1,,2099-05-15,,50\n",
        encoding="utf-8",
    )
    assert run("import", file, "--into", book, "--table", "invoices").code == 0
    first, second = table(book, "Invoices")
    assert [cell.day for cell in first[2:5]] == [1, 15, 20]
    assert (second[0], second[2], second[4], second[5]) == ("I2", None, None, 50.0)
    assert run("import", file, "--into", book, "--table", "invoices", "--append").code == 1
    file.write_text(
        "invoice,customer,due,paid,amount\nI3,C1,2024-05-15,2099-01-01,1\nI3,C1,,,x\n",
        encoding="utf-8",
    )
    done = run("import", file, "--into", book, "--table", "invoices", "--append", "--json")
    assert done.code == 1
    told = "\n".join(done.answer["problems"])
    for place in ("2099-01-01", "column paid, row 2", "column due, row 3", "'x'", "'I3'"):
        assert place in told


def test_terms(run, book, tmp_path):
    file = tmp_path / "terms.csv"
    file.write_text("клиент;форма оплаты;отсрочка;лимит\nC1;отсрочка;30;500000\n", encoding="utf-8")
    done = run("import", file, "--into", book, "--table", "terms")
    assert done.code == 0, done.err
    assert table(book, "Terms")[0][:4] == ["C1", "отсрочка", 30.0, 500000.0]
    assert run("import", file, "--into", book, "--table", "terms", "--append").code == 1
    file.write_text("customer,days\nC2,-1\n", encoding="utf-8")
    done = run("import", file, "--into", book, "--table", "terms")
    assert done.code == 1
    assert "-1 is below 0" in done.err


def test_answers_keep_the_whole_questionnaire(run, book, tmp_path):
    before = table(book, "Questionnaire")
    assert len(before) == 32
    file = tmp_path / "answers.csv"
    file.write_text("question,answer,respondent\n3,±,Ann\n1,да,Ann\n", encoding="utf-8")
    done = run("import", file, "--into", book, "--table", "answers", "--json")
    assert done.code == 0, done.err
    assert (done.answer["rows_read"], done.answer["rows_in_table"]) == (2, 32)
    rows = table(book, "Questionnaire")
    assert [row[:5] for row in rows] == [row[:5] for row in before]  # question, texts, references
    assert [row[5] for row in rows] == ["+", None, "+/-", *[None] * 29]
    assert rows[2][6] == "Ann"
    assert not done.answer["notices"]
    # a second respondent, below whose row of question 3 the unanswered ones stay
    file.write_text("question,answer,respondent\n3,-,Bob\n", encoding="utf-8")
    done = run("import", file, "--into", book, "--table", "answers", "--append", "--json")
    assert done.code == 0, done.err
    assert done.answer["rows_in_table"] == 33
    third = [row for row in table(book, "Questionnaire") if row[0] == 3]
    assert [(row[5], row[6]) for row in third] == [("+/-", "Ann"), ("-", "Bob")]
    assert third[0][1:5] == third[1][1:5] == before[2][1:5]
    done = run("import", file, "--into", book, "--table", "answers", "--append")
    assert done.code == 1
    assert "3 / Bob" in done.err
    file.write_text("question,answer\n33,+\n2,perhaps\n", encoding="utf-8")
    done = run("import", file, "--into", book, "--table", "answers")
    assert done.code == 1
    assert "33 is not the number of a question" in done.err
    assert "'perhaps' is not an answer" in done.err


def test_sheet_must_be_named_where_there_are_two(run, book, tmp_path):
    file = tmp_path / "two.xlsx"
    made = openpyxl.Workbook()
    for name in ("First", "Second"):
        sheet = made.create_sheet(name)
        sheet.append(["date", "customer", "amount"])
        sheet.append(["2025-01-01", name, 5])
    del made["Sheet"]
    made.save(file)
    done = run("import", file, "--into", book)
    assert done.code == 1
    assert "First, Second" in done.err
    assert run("import", file, "--into", book, "--sheet", "Second").code == 0
    assert table(book)[0][2] == "Second"


def test_formula_like_text_stays_text(run, book, tmp_path):
    file = tmp_path / "risky.csv"
    file.write_text(
        'date,customer,amount\n2025-01-01,"=HYPERLINK(""http://x"")",5\n', encoding="utf-8"
    )
    assert run("import", file, "--into", book).code == 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells what it does not know
        opened = openpyxl.load_workbook(book)
    cells = [cell for row in opened["Sales"].iter_rows(min_row=6) for cell in row if cell.value]
    opened.close()
    assert '=HYPERLINK("http://x")' in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n", "d"}


def test_files_that_cannot_be_read(run, book, sales, tmp_path):
    before = book.read_bytes()
    assert run("import", tmp_path / "none.csv", "--into", book).code == 3
    assert run("import", sales, "--into", tmp_path / "none.xlsm").code == 3
    (tmp_path / "empty.csv").touch()
    assert run("import", tmp_path / "empty.csv", "--into", book).code == 1
    assert run("import", book, "--into", book).code == 2
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(before[: len(before) // 2])
    assert run("import", broken, "--into", book).code == 1
    assert book.read_bytes() == before


def test_from_csv_to_refreshed_workbook(run, book, sales):
    assert run("import", sales, "--into", book).code == 0
    done = run("refresh", book, "--json")
    assert done.code == 0, done.err
    # by hand: 100.50 + 50 + 200, two customers, last sale on 12 March
    assert done.answer["revenue"] == pytest.approx(350.5)
    assert (done.answer["customers"], done.answer["rows_read"]) == (2, 3)
    assert done.answer["as_of"] == "2025-03-12"


def test_a_russian_workbook_answers_in_russian(run, sales, tmp_path):
    path = tmp_path / "книга.xlsm"
    assert run("new", path, "--lang", "ru").code == 0
    done = run("import", sales, "--into", path)
    assert done.code == 0
    assert "Прочитано строк" in done.out
    assert run("import", sales, "--into", path, "--lang", "en", "--json").code == 0
    sales.write_text("date,customer,amount\n2025-01-10,A,нет\n", encoding="utf-8")
    assert "Ничего не записано" in run("import", sales, "--into", path).err
