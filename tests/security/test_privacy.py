"""No customer's name in logs, temporary folders, document properties. BAD_INPUT 4.8 and 4.11."""

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from tests.files.samples import workbook_bytes
from tests.imports.test_corpus import CASES
from tests.test_architecture import ROOT
from xl_addin.files.names import PREFIX

pytestmark = pytest.mark.slow

# What must be found nowhere: parts of these names stand in every file made here.
SECRETS = ("Секретова", "Confidentia", "vip@secret.example", "+7 912 345-67-89", "Клиент 3")
PERSON = "Секретова Мария vip@secret.example +7 912 345-67-89"
ENCODINGS = ("utf-8", "utf-16-le", "cp1251", "cp866")
HEAD = ("date", "customer", "amount")


def made_files(folder: Path) -> list[Path]:
    """Bad files of many kinds, each with the names in it."""
    rows = [["2025-01-10", PERSON, "10"], ["2025-02-10", "Confidentia Ltd", "20"]]
    bad_cells = {
        "bad date": ["31.02.2025", PERSON, "10"],
        "two orders": ["03/04/2025", PERSON, "10"],
        "bad amount": ["2025-01-10", PERSON, PERSON],
        "no amount": ["2025-01-10", PERSON, ""],
        "no customer": ["2025-01-10", "", PERSON],
        "huge": ["2025-01-10", PERSON, "1e300"],
        "future": ["2204-01-10", PERSON, "1"],
    }
    files = []
    for name, row in {"clean": rows[0], **bad_cells}.items():
        text = "\n".join(";".join(line) for line in (HEAD, *rows, row))
        for encoding in ("utf-8", "cp1251"):
            path = folder / f"{name}-{encoding}.csv"
            path.write_bytes(text.encode(encoding))
            files.append(path)
        path = folder / f"{name}.xlsx"
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet("Sales")
            for at, line in enumerate((HEAD, *rows, row)):
                sheet.write_row(at, 0, line)
        files.append(path)
    raw = {
        "ragged.csv": f"date;customer;amount\n2025-01-10;{PERSON}\n",
        "quote.csv": f'date;customer;amount\n2025-01-10;"{PERSON};1\n',
        "nul.csv": f"date;customer;amount\n2025-01-10;{PERSON}\0;1\n",
        "headers.csv": f"{PERSON};{PERSON}\n1;2\n",
        "page.xls": f"<html><table><tr><td>{PERSON}</td></tr></table></html>",
    }
    for name, text in raw.items():
        (folder / name).write_bytes(text.encode())
        files.append(folder / name)
    data = workbook_bytes()
    for name, broken in {
        "half.xlsx": data[: len(data) // 2],
        "flipped.xlsx": data[:900] + bytes([data[900] ^ 0xFF]) + data[901:],
    }.items():
        (folder / name).write_bytes(broken)
        files.append(folder / name)
    return files


@pytest.fixture(scope="module")
def after_the_corpus(tmp_path_factory):
    """Log and temporary folder after every bad file was imported, and the workbook refreshed."""
    place = tmp_path_factory.mktemp("privacy")
    names = ("log", "temp", "home", "work", "files")
    for name in names:
        (place / name).mkdir()
    files = made_files(place / "files")
    catalogue = []
    for case in CASES:
        if case.id != "H22":  # a million rows say no more than twenty
            folder = place / "catalogue" / case.id
            folder.mkdir(parents=True)
            catalogue.append(case.make(folder))
    book = place / "work" / "book.xlsm"
    code = (
        "import contextlib, sys\n"
        "from xl_addin.cli import main\n"
        "for words in eval(sys.stdin.read()):\n"
        "    with contextlib.suppress(SystemExit):\n"
        "        main(words)\n"
    )
    words = [["new", str(book)]]
    words += [["import", str(file), "--into", str(book)] for file in files]
    # hostile files take long to read and would take long to write
    words += [["import", str(file), "--into", str(book), "--dry-run"] for file in catalogue]
    words += [["refresh", str(book)], ["refresh", str(book), "--as-of", "1900-01-01"]]
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "XDG_STATE_HOME": str(place / "log"),
        "HOME": str(place / "home"),
        **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(place / "temp")),
    }
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=repr(words).encode(),
        env=environment,
        capture_output=True,
        check=True,
        timeout=500,
    )
    return place, done, files


def holding(folder: Path) -> list[str]:
    """Files of a folder that hold one of the names, or carry it in their own."""
    found = []
    for path in folder.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        found += [
            f"{path.relative_to(folder)}: {secret}"
            for secret in SECRETS
            if secret in path.name or any(secret.encode(e) in data for e in ENCODINGS)
        ]
    return found


def test_s37_log_and_temporary_folder_hold_no_names(after_the_corpus):
    place, done, files = after_the_corpus
    # the names did pass through: the messages on the screen show bad cells
    assert "Секретова".encode() in done.stdout + done.stderr
    assert len(files) > 25
    for folder in ("log", "temp", "home"):
        assert holding(place / folder) == [], folder


def test_s37_a_fault_of_our_own_is_logged_without_the_cell(tmp_path):
    code = (
        "from xl_addin.log import record_bug\n"
        f"def parse(cell):\n    raise ValueError(f'cannot read {{cell}}')\n"
        f"try:\n    parse({PERSON!r})\nexcept ValueError as error:\n    record_bug(error)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_STATE_HOME": str(tmp_path)}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)
    (log,) = (path for path in tmp_path.rglob("*") if path.is_file())
    assert "ValueError" in log.read_text("utf-8")
    assert holding(tmp_path) == []


def test_nothing_stays_in_the_temporary_folder_or_beside_the_files(after_the_corpus):
    place, _, files = after_the_corpus
    assert list((place / "temp").iterdir()) == []
    assert not list(place.rglob(f"{PREFIX}*"))
    made = [path for path in files if path.parent == place / "files"]
    assert sorted((place / "files").iterdir()) == sorted(made)


def test_s38_document_properties_name_nobody(after_the_corpus):
    place, _, _ = after_the_corpus
    book = place / "work" / "book.xlsm"
    with zipfile.ZipFile(book) as archive:
        core = archive.read("docProps/core.xml").decode()
        rest = {
            name: archive.read(name)
            for name in archive.namelist()
            if name.startswith("docProps/") or name == "xl/workbook.xml"
        }
    people = re.findall(r"<(?:dc:creator|cp:lastModifiedBy)>([^<]*)<", core)
    assert set(people) <= {"", "clientbase"}
    user = Path.home().name
    for name, part in rest.items():
        assert str(place).encode() not in part, name
        assert f">{user}<".encode() not in part, name


@pytest.mark.skipif(os.name == "nt", reason="rights of POSIX systems")
def test_a_workbook_being_written_is_nobody_elses_business(tmp_path):
    """While `new` and `demo` work, a folder of their own that nobody else may enter."""
    from xl_addin.cli.paths import staged

    with staged(tmp_path / "book.xlsm") as draft:
        assert draft.parent.stat().st_mode & 0o777 == 0o700
        draft.write_bytes(b"x")
