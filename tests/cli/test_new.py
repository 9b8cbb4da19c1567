"""``clientbase new``."""

import sys
import zipfile

import pytest

from xl_addin.files.workbook_reader import WorkbookReader
from xl_addin.template.store import template_path


def configuration(path):
    with WorkbookReader.open(path) as book:
        rows = book.read("xlwings.conf").block(1, 1, 60, 2).rows()
    return {str(key).upper(): value for key, value in rows if key}


def parts(path):
    with zipfile.ZipFile(path) as book:
        return {name: book.read(name) for name in book.namelist()}


def test_this_python_is_written_into_the_workbook(run, tmp_path):
    done = run("new", tmp_path / "book.xlsm", "--json")
    assert done.code == 0
    assert done.answer["interpreter"] == sys.executable
    found = configuration(tmp_path / "book.xlsm")
    # on Linux nobody knows which Excel will open it: both keys are set
    assert found["INTERPRETER_WIN"] == sys.executable
    assert found["INTERPRETER_MAC"] == sys.executable


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_rest_is_the_template_byte_for_byte(run, tmp_path, language):
    path = tmp_path / "book.xlsm"
    assert run("new", path, "--lang", language).code == 0
    made, template = parts(path), parts(template_path(language))
    assert made.keys() == template.keys()
    changed = {name for name in made if made[name] != template[name]}
    assert len(changed) == 1  # the sheet xlwings.conf
    assert changed.pop().startswith("xl/worksheets/sheet")


def test_no_backup_and_no_scratch_is_left(run, tmp_path):
    run("new", tmp_path / "book.xlsm")
    assert [entry.name for entry in tmp_path.iterdir()] == ["book.xlsm"]


def test_a_file_of_that_name_is_kept(run, tmp_path):
    path = tmp_path / "book.xlsm"
    path.write_bytes(b"mine")
    done = run("new", path)
    assert done.code == 3
    assert "book-2.xlsm" in done.err
    assert done.out == ""
    assert path.read_bytes() == b"mine"


def test_force_overwrites(run, tmp_path):
    path = tmp_path / "book.xlsm"
    path.write_bytes(b"mine")
    assert run("new", path, "--force").code == 0
    assert zipfile.is_zipfile(path)


@pytest.mark.parametrize(
    ("name", "code", "word"),
    [("book.xlsx", 2, "book.xlsm"), ("none/book.xlsm", 3, "none"), ("book", 2, "book.xlsm")],
)
def test_places_where_it_cannot_go(run, tmp_path, name, code, word):
    done = run("new", tmp_path / name)
    assert done.code == code
    assert word in done.err
    assert list(tmp_path.iterdir()) == []


def test_the_result_goes_to_stdout_and_hints_to_stderr(run, tmp_path):
    done = run("new", "book.xlsm", cwd=tmp_path)
    assert done.out == "Made book.xlsm\n"
    assert sys.executable in done.err
    assert run("new", "two.xlsm", "--quiet", cwd=tmp_path).out == ""


def test_a_name_with_brackets_quotes_and_cyrillic(run, tmp_path):
    path = tmp_path / "Книга (1) & 'два', три.xlsm"
    done = run("new", path, "--json")
    assert done.code == 0
    assert done.answer["workbook"] == str(path)
    assert path.exists()
