"""The doctor's look at the machine: Windows and macOS are described, not imitated."""

import subprocess
import sys
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import pytest

from xl_addin.doctor import check_machine, this_machine
from xl_addin.texts import texts


@pytest.fixture
def windows(tmp_path):
    """A Windows machine with a virtual environment: the DLL lies one folder above the Python."""
    scripts = tmp_path / "venv" / "Scripts"
    scripts.mkdir(parents=True)
    (scripts.parent / "xlwings64-0.37.8.dll").touch()
    return replace(
        this_machine(),
        system="windows",
        implementation="CPython",
        python=(3, 12),
        bits=64,
        executable=scripts / "pythonw.exe",
        xlwings="0.37.8",
        pinned="0.37.8",
        licence_variable=False,
        xlwings_config=tmp_path / "none.conf",
    )


def status(machine):
    return {check.key: (check.status, check.code) for check in check_machine(machine)}


def test_a_windows_machine_in_order(windows):
    assert {state for state, _ in status(windows).values()} == {"ok"}


def test_dll_beside_python_counts_too(windows):
    (windows.executable.parent.parent / "xlwings64-0.37.8.dll").unlink()
    assert status(windows)["dll"] == ("fail", "missing")
    (windows.executable.parent / "xlwings64-0.37.8.dll").touch()
    assert status(windows)["dll"] == ("ok", "ok")


def test_dll_of_another_version_does_not_count(windows):
    old = windows.executable.parent.parent / "xlwings64-0.37.8.dll"
    old.rename(old.with_name("xlwings64-0.36.0.dll"))
    assert status(windows)["dll"] == ("fail", "missing")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"implementation": "PyPy"}, "other"),
        ({"bits": 32}, "bits"),
        ({"python": (3, 10)}, "version"),
        ({"python": (3, 15)}, "version"),
    ],
)
def test_pythons_that_excel_cannot_use(windows, change, code):
    assert status(replace(windows, **change))["python"] == ("fail", code)


@pytest.mark.parametrize("python", [(3, 11), (3, 14)])
def test_oldest_and_newest_python_are_fine(windows, python):
    assert status(replace(windows, python=python))["python"] == ("ok", "ok")


@pytest.mark.parametrize(
    ("installed", "pinned", "expected"),
    [
        ("0.37.8", "0.37.8", ("ok", "ok")),
        ("0.38.0", "0.37.8", ("fail", "differs")),
        (None, "0.37.8", ("fail", "missing")),
        ("0.37.8", None, ("attention", "unknown")),
    ],
)
def test_versions_of_xlwings(windows, installed, pinned, expected):
    machine = replace(windows, xlwings=installed, pinned=pinned)
    assert status(machine)["xlwings"] == expected


def test_licence_key_in_the_environment(windows):
    machine = replace(windows, licence_variable=True)
    assert status(machine)["licence"] == ("attention", "variable")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('"LICENSE_KEY","abc123"\n', ("attention", "file")),
        ('"license_key", "abc123"\n', ("attention", "file")),
        ('"LICENSE_KEY",""\n', ("ok", "off")),
        ('"INTERPRETER_WIN","C:\\py.exe"\n', ("ok", "off")),
    ],
)
def test_licence_key_in_the_users_file(windows, line, expected):
    windows.xlwings_config.write_text(line, encoding="utf-8")
    assert status(windows)["licence"] == expected


def test_linux_says_what_does_not_apply(windows):
    found = status(replace(windows, system="other"))
    assert {key for key, (state, _) in found.items() if state == "not_here"} == {"system", "dll"}
    assert "fail" not in {state for state, _ in found.values()}


def test_mac_has_no_functions_and_needs_no_dll(windows):
    found = status(replace(windows, system="mac"))
    assert found["system"] == ("attention", "mac")
    assert found["dll"] == ("not_here", "not_here")


def test_facts_of_this_machine():
    machine = this_machine()
    assert machine.xlwings == version("xlwings")
    assert machine.pinned == "0.37.8"  # pyproject.toml
    assert machine.python == sys.version_info[:2]
    assert machine.executable == Path(sys.executable)


def test_xlwings_is_not_imported():
    code = (
        "import sys; from xl_addin.doctor import check_machine, this_machine; "
        "check_machine(this_machine()); sys.exit('xlwings' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_finding_has_a_text(windows, language):
    say = texts(language)
    changes = (
        {},
        {"system": "mac"},
        {"system": "other"},
        {"bits": 32},
        {"python": (3, 10)},
        {"implementation": "PyPy"},
        {"xlwings": None},
        {"xlwings": "1.0"},
        {"pinned": None},
        {"licence_variable": True},
        {"executable": Path("C:/nowhere/pythonw.exe")},
    )
    for change in changes:
        for check in check_machine(replace(windows, **change)):
            assert check.title(say)
            assert check.found(say)
            assert check.status in {"ok", "not_here"} or check.fix(say) or check.code == "mac"
