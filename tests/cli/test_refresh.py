"""``clientbase refresh``."""

import os
import shutil
import sys
import zipfile

import pytest

from xl_addin.book.workbook_file import open_file


@pytest.fixture
def book(demo, tmp_path):
    path = tmp_path / "book.xlsm"
    shutil.copyfile(demo[0], path)
    return path


def test_a_second_refresh_finds_the_same(run, book, demo):
    done = run("refresh", book, "--json")
    assert done.code == 0, done.err
    for key in ("as_of", "rows_read", "customers", "revenue", "segments", "abc", "xyz"):
        assert done.answer[key] == demo[1][key]
    assert done.answer["written"] is True


def test_the_version_before_is_kept(run, book):
    before = book.read_bytes()
    assert run("refresh", book).code == 0
    others = [entry for entry in book.parent.iterdir() if entry != book]
    assert before in [entry.read_bytes() for entry in others]


def test_dry_run_writes_nothing(run, book):
    before = book.read_bytes()
    done = run("refresh", book, "--dry-run", "--json")
    assert done.code == 0
    assert done.answer["written"] is False
    assert book.read_bytes() == before
    assert [entry.name for entry in book.parent.iterdir()] == ["book.xlsm"]


def test_output_goes_to_another_file(run, book):
    before, other = book.read_bytes(), book.with_name("other.xlsm")
    done = run("refresh", book, "--output", other)
    assert done.code == 0
    assert str(other) in done.out
    assert zipfile.is_zipfile(other)
    assert book.read_bytes() == before
    assert {entry.name for entry in book.parent.iterdir()} == {"book.xlsm", "other.xlsm"}


def test_output_over_a_file_needs_force(run, book):
    other = book.with_name("other.xlsm")
    other.write_bytes(b"mine")
    assert run("refresh", book, "--output", other).code == 3
    assert other.read_bytes() == b"mine"
    assert run("refresh", book, "--output", other, "--force").code == 0
    assert zipfile.is_zipfile(other)


@pytest.mark.parametrize("link", [os.symlink, os.link])
def test_output_that_is_the_workbook_itself(run, book, link):
    other = book.with_name("other.xlsm")
    link(book, other)
    done = run("refresh", book, "--output", other, "--force")
    assert done.code == 2
    assert "itself" in done.err


def test_output_of_another_kind(run, book):
    done = run("refresh", book, "--output", book.with_suffix(".xlsx"))
    assert done.code == 2
    assert not book.with_suffix(".xlsx").exists()


def test_as_of_day(run, book):
    done = run("refresh", book, "--as-of", "2024-12-31", "--json", "--dry-run")
    assert done.code == 0
    assert done.answer["as_of"] == "2024-12-31"
    assert run("refresh", book, "--as-of", "31.12.2024").code == 2


def test_language_asked_for(run, book):
    done = run("refresh", book, "--lang", "ru", "--dry-run")
    assert "Чемпионы" in done.out


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="Excel may run there")
def test_no_excel_on_linux(run, book):
    done = run("refresh", book, "--engine", "excel")
    assert done.code == 3
    assert "--engine" in done.err
    assert run("refresh", book, "--engine", "excel", "--dry-run").code == 2


def test_files_that_are_no_workbooks(run, tmp_path):
    assert run("refresh", tmp_path / "none.xlsm").code == 3
    assert run("refresh", tmp_path).code == 3
    text = tmp_path / "text.xlsm"
    text.write_text("date,amount\n", encoding="utf-8")
    done = run("refresh", text)
    assert done.code == 1
    assert "text.xlsm" in done.err
    assert text.read_text(encoding="utf-8") == "date,amount\n"


def test_an_empty_workbook_says_what_to_do(run, tmp_path):
    path = tmp_path / "empty.xlsm"
    assert run("new", path).code == 0
    before = path.read_bytes()
    done = run("refresh", path, "--json")
    assert done.code == 1
    assert done.answer["problems"]
    assert path.read_bytes() == before


def test_a_workbook_that_must_not_be_written(run, book):
    """Without the write bit nobody writes, not even root."""
    book.chmod(0o400)
    before = book.read_bytes()
    assert run("refresh", book).code == 3
    assert book.read_bytes() == before
    assert [path.name for path in book.parent.iterdir()] == [book.name]


def test_rows_left_out_are_told_with_their_money(run, tmp_path):
    path, file = tmp_path / "book.xlsm", tmp_path / "sales.csv"
    file.write_text(
        "date,customer,amount\n2025-01-10,A,10\n2025-01-11,B,20\n2025-01-12,C,40\n",
        encoding="utf-8",
    )
    assert run("new", path).code == 0
    assert run("import", file, "--into", path).code == 0
    with open_file(path) as book:
        table = book.sheets["Sales"].tables["Sales"].range
        header = table[0, :].options(ndim=1).value
        table[2, header.index("date")].value = "31.02.2025"
        table[3, header.index("amount")].value = "x1"
        address = table[3, header.index("amount")].get_address(
            row_absolute=False, column_absolute=False
        )
        book.save()
    done = run("refresh", path, "--json")
    assert done.code == 0, done.err
    # B cannot be dated: its 20 are left out and counted; what C paid nobody knows
    assert (done.answer["rows_read"], done.answer["rows_left_out"]) == (3, 2)
    assert (done.answer["money_left_out"], done.answer["revenue"]) == (20, 10)
    told = "\n".join(done.answer["problems"])
    assert f"Sales!{address}" in told
    assert "31.02.2025" in told
    assert "31.02.2025" in run("refresh", path).out


@pytest.mark.parametrize(
    ("lang", "said"), [("ru", "нет строк с данными"), ("en", "no rows with data")]
)
def test_faults_are_told_in_the_language_of_the_workbook(run, tmp_path, lang, said):
    path = tmp_path / "empty.xlsm"
    assert run("new", path, "--lang", lang).code == 0
    done = run("refresh", path)
    assert (done.code, said in done.err) == (1, True), done.err
