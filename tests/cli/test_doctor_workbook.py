"""The doctor's look at a workbook."""

import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
import xlwings

from xl_addin.doctor import check_workbook, this_machine
from xl_addin.template.store import template_path, template_paths
from xl_addin.texts import texts


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "book.xlsm"
    shutil.copyfile(template_path("en"), path)
    return path


def rewrite(path, change):
    """Write the zip anew with ``change(name, content) -> content, or None to leave it out``."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w") as new:
        for name, content in parts.items():
            if (kept := change(name, content)) is not None:
                new.writestr(name, kept)


def status(path, machine=None):
    checks = check_workbook(path, machine or this_machine())
    return {check.key: (check.status, check.code) for check in checks}


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_fresh_template_is_in_order(tmp_path, language):
    path = tmp_path / "book.xlsm"
    shutil.copyfile(template_paths()[language], path)
    assert {state for state, _ in status(path).values()} <= {"ok", "not_here"}


def test_a_missing_file_is_one_failed_check(tmp_path):
    (check,) = check_workbook(tmp_path / "none.xlsm", this_machine())
    assert (check.key, check.status) == ("book", "fail")
    assert "none.xlsm" in check.found(texts("en"))


def test_a_text_file_is_one_failed_check(tmp_path):
    path = tmp_path / "book.xlsm"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    assert status(path) == {"book": ("fail", "unreadable")}


def test_a_workbook_without_macros(book):
    rewrite(book, lambda name, content: None if name.endswith("vbaProject.bin") else content)
    assert status(book)["macros"] == ("fail", "none")
    assert status(book)["book_xlwings"] == ("fail", "none")


def test_damaged_macros(book):
    rewrite(book, lambda name, content: content[:600] if "vbaProject.bin" in name else content)
    assert status(book)["macros"] == ("fail", "damaged")


def test_a_workbook_with_other_macros_of_another_xlwings(book):
    # a workbook that Excel saved, with the xlwings module of the installed version and no others
    other = Path(xlwings.__file__).with_name("quickstart_standalone.xlsm")
    with zipfile.ZipFile(other) as file:
        macros = file.read("xl/vbaProject.bin")
    rewrite(book, lambda name, content: macros if "vbaProject.bin" in name else content)
    (check,) = (found for found in check_workbook(book, this_machine()) if found.key == "macros")
    assert (check.status, check.code) == ("attention", "changed")
    assert "Module1" in check.details["modules"]
    assert status(book)["book_xlwings"] == ("ok", "ok")
    newer = replace(this_machine(), xlwings="0.38.0")
    assert status(book, newer)["book_xlwings"] == ("fail", "differs")


def test_ribbon_gone_or_changed(book):
    rewrite(book, lambda name, content: content + b" " if "customUI14" in name else content)
    assert status(book)["ribbon"] == ("attention", "changed")
    rewrite(book, lambda name, content: None if "customUI14" in name else content)
    assert status(book)["ribbon"] == ("attention", "none")


@pytest.mark.parametrize("mark", ["~$book.xlsm", ".~lock.book.xlsm#"])
def test_open_in_another_program(book, mark):
    (book.parent / mark).write_text("somebody", encoding="utf-8")
    assert status(book)["free"] == ("attention", "open")


def test_interpreter_that_this_system_would_run(book, tmp_path):
    windows = replace(this_machine(), system="windows", executable=tmp_path / "pythonw.exe")
    assert status(book, windows)["interpreter"] == ("attention", "blank")


def test_licence_file_beside_the_workbook(book):
    beside = book.with_name("xlwings.conf")
    beside.write_text('"LICENSE_KEY","abc"\n', encoding="utf-8")
    assert status(book)["book_licence"] == ("attention", "file")


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_finding_has_a_text(book, language):
    say = texts(language)
    branches = say.node("cli.doctor")
    for check in check_workbook(book, this_machine()):
        assert check.title(say)
        assert check.found(say)
        codes = {key for key in branches[check.key] if key.endswith("_fix")}
        assert {key.removesuffix("_fix") for key in codes} <= set(branches[check.key])
