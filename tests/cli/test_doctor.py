"""``clientbase doctor``."""

import sys

import pytest


def test_this_machine(run):
    done = run("doctor")
    assert done.code == 0
    assert done.out.rstrip().endswith(("Ready.", "look at."))


def test_a_fresh_workbook_is_ready(run, book):
    done = run("doctor", book, "--json")
    assert done.code == 0
    assert done.answer["ok"] is True
    assert {check["status"] for check in done.answer["checks"]} <= {"ok", "not_here", "attention"}
    keys = [check["check"] for check in done.answer["checks"]]
    assert {"system", "python", "dll", "xlwings", "licence", "macros", "interpreter"} <= set(keys)


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="there it applies")
def test_linux_says_which_checks_do_not_apply(run, book):
    checks = {check["check"]: check for check in run("doctor", book, "--json").answer["checks"]}
    assert {key for key, check in checks.items() if check["status"] == "not_here"} == {
        "system",
        "dll",
        "unblocked",
        "interpreter",
    }
    assert sys.executable in checks["interpreter"]["found"]


def test_what_fails_ends_in_exit_code_1(run, tmp_path):
    assert run("doctor", tmp_path / "none.xlsm", "--json").answer["ok"] is False
    done = run("doctor", tmp_path / "none.xlsm")
    assert done.code == 1
    assert "none.xlsm" in done.out.replace("\n", "").replace(" ", "")


def test_fix_writes_this_python(run, book):
    done = run("doctor", book, "--fix", "--lang", "ru")
    assert done.code == 0
    assert sys.executable in done.err
    assert run("doctor", "--fix").code == 2


def test_a_licence_key_is_reported(process):
    done = process("doctor", "--json", env={"XLWINGS_LICENSE_KEY": "abc"})
    licence = next(check for check in done.answer["checks"] if check["check"] == "licence")
    assert licence["status"] == "attention"
    assert "abc" not in done.out
    assert done.code == 0
