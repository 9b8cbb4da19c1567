"""Bad days of a command: locked, doubled, read-only, full, interrupted, far away. BAD_INPUT 3."""

import datetime as dt
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.files.samples import fill_up
from xl_addin.files.backups import backups
from xl_addin.files.names import PREFIX
from xl_addin.files.turns import turn

SALES = "date,customer,amount\n2025-01-10,A,10\n2025-01-11,B,20\n2025-02-12,A,40\n"


@pytest.fixture(scope="module")
def filled(process, tmp_path_factory):
    """A workbook with three sales and the file that they came from; tests copy both."""
    folder = tmp_path_factory.mktemp("filled")
    (folder / "sales.csv").write_text(SALES, "utf-8")
    assert process("new", folder / "book.xlsm").code == 0
    done = process("import", folder / "sales.csv", "--into", folder / "book.xlsm", "--no-backup")
    assert done.code == 0, done.err
    return folder


@pytest.fixture
def place(filled, tmp_path):
    """A folder of the test with book.xlsm and sales.csv."""
    folder = tmp_path / "Отчёты, «март»"
    shutil.copytree(filled, folder)
    return folder


def names(folder):
    return sorted(entry.name for entry in folder.iterdir())


def no_leavings(folder):
    return not [name for name in names(folder) if name.startswith(PREFIX)]


def excel_lock(book, owner="Alice"):
    wide = len(owner).to_bytes(2, "little") + owner.encode("utf-16-le")
    lock = bytes([len(owner)]) + owner.encode().ljust(54) + wide
    book.with_name(f"~${book.name}").write_bytes(lock)


@pytest.mark.parametrize("command", ["refresh", "import"])
def test_s10_what_comes_of_an_open_workbook_goes_beside_it(run, place, command):
    book = place / "book.xlsm"
    before = book.read_bytes()
    excel_lock(book)
    words = [book] if command == "refresh" else [place / "sales.csv", "--into", book]
    done = run(command, *words, "--quiet")
    assert done.code == 0, done.err
    assert "Alice" in done.err  # also with --quiet: else nobody finds the result
    assert "book-result.xlsm" in done.err
    assert book.read_bytes() == before
    assert zipfile.is_zipfile(place / "book-result.xlsm")
    done = run(command, *words, "--json")
    assert json.loads(done.out)["workbook"].endswith("book-result-2.xlsm")
    assert not backups(book)
    assert no_leavings(place)


def test_s10_libreoffice_locks_too_and_a_look_is_free(run, place):
    book = place / "book.xlsm"
    book.with_name(f".~lock.{book.name}#").write_text(",anna,host,28.11.2026 10:00,file:///x;")
    done = run("refresh", book, "--dry-run")
    assert (done.code, done.err) == (0, "")
    assert "anna" in run("refresh", book, "--lang", "ru").err
    assert (place / "book-result.xlsm").exists()


@pytest.mark.parametrize("link", ["path", "symbolic", "hard"])
@pytest.mark.parametrize("command", ["refresh", "import"])
def test_s15_output_equals_input(run, place, link, command):
    book, other = place / "book.xlsm", place / "other.xlsm"
    if link == "symbolic":
        other.symlink_to(book)
    elif link == "hard":
        os.link(book, other)
    else:
        other = place / ".." / place.name / "book.xlsm"
    before = book.read_bytes()
    if command == "refresh":
        done = run("refresh", book, "--output", other, "--force")
    else:
        done = run("import", other, "--into", book)
    assert done.code == 2
    assert "workbook itself" in done.err
    assert book.read_bytes() == before


def test_s16_an_output_that_exists(run, place):
    book, other = place / "book.xlsm", place / "other.xlsm"
    other.write_bytes(b"mine")
    done = run("refresh", book, "--output", other)
    assert done.code == 3
    assert "other-2.xlsm" in done.err
    assert other.read_bytes() == b"mine"


def test_s17_two_runs_at_once_both_arrive(environment, place):
    words = [sys.executable, "-m", "xl_addin", "refresh", str(place / "book.xlsm"), "--json"]
    runs = [
        subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    for process in runs:
        _, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
    assert len(backups(place / "book.xlsm")) == 2  # one after the other: each kept the one before
    assert no_leavings(place)


def test_s17_a_second_run_is_refused_after_a_while(run, place, monkeypatch):
    monkeypatch.setattr("xl_addin.files.turns.WAIT", 0.2)
    book = place / "book.xlsm"
    before = book.read_bytes()
    with turn(book):
        done = run("refresh", book)
        assert done.code == 3
        assert f"process {os.getpid()}" in done.err
        assert run("refresh", book, "--dry-run").code == 0  # a look waits for nobody
    assert book.read_bytes() == before


@pytest.mark.parametrize("address", ["https://firm.sharepoint.com/a/book.xlsm", "http://x/b.xlsm"])
def test_s08_the_address_of_a_cloud_is_no_file(run, place, address):
    for words in (
        ["refresh", address],
        ["refresh", place / "book.xlsm", "--output", address],
        ["import", address, "--into", place / "book.xlsm"],
        ["import", place / "sales.csv", "--into", address],
        ["new", address],
        ["restore", address],
        ["doctor", address, "--fix"],
    ):
        done = run(*words)
        assert done.code == 3, words
        assert f"{address.split('/')[0]}//" in done.err, words
        assert "OneDrive" in done.err


@pytest.mark.skipif(os.name == "nt", reason="rights of POSIX systems")
@pytest.mark.parametrize("command", ["refresh", "import"])
def test_s14_no_right_is_told_before_the_work(run, place, command):
    book = place / "book.xlsm"
    before = book.read_bytes()
    words = [book] if command == "refresh" else [place / "sales.csv", "--into", book]
    book.chmod(0o444)  # a folder that is read-only: tests/files, as somebody else than root
    begun = time.monotonic()
    done = run(command, *words)
    assert time.monotonic() - begun < 2
    book.chmod(0o644)
    assert done.code == 3
    assert "book.xlsm cannot be saved: writing is not allowed there" in done.err
    assert "save elsewhere" in done.err
    assert book.read_bytes() == before
    assert names(place) == ["book.xlsm", "sales.csv"]


@pytest.mark.parametrize("command", ["refresh", "import", "restore"])
def test_s12_a_full_disk(run, place, small_disk, command):
    book = small_disk / "book.xlsm"
    shutil.copy(place / "book.xlsm", book)
    if command == "restore":
        shutil.copy(book, book.with_name("book.backup-2026-11-28-101500.xlsm"))
    fill_up(small_disk)
    before, others = book.read_bytes(), names(small_disk)
    words = [place / "sales.csv", "--into", book] if command == "import" else [book]
    done = run(command, *words)
    assert done.code == 3
    assert "the disk is full" in done.err
    assert book.read_bytes() == before
    assert names(small_disk) == others


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT to a process there")
@pytest.mark.parametrize("after", [0.5, 1.1, 1.7])
@pytest.mark.parametrize("command", ["refresh", "import"])
def test_s18_interrupted(environment, place, command, after):
    book = place / "book.xlsm"
    before = book.read_bytes()
    words = [str(book)] if command == "refresh" else [str(place / "sales.csv"), "--into", str(book)]
    code = (
        f"from xl_addin.cli import main\nprint('ready', flush=True)\nmain({[command, *words]!r})\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        start_new_session=True,
    )
    assert process.stdout.readline() == b"ready\n"
    time.sleep(after)
    os.killpg(process.pid, signal.SIGINT)
    begun = time.monotonic()
    _, err = process.communicate(timeout=30)
    assert time.monotonic() - begun < 2
    assert b"Traceback" not in err
    assert no_leavings(place)
    if process.returncode == 130:
        assert book.read_bytes() == before
    else:  # done before the signal came
        assert process.returncode == 0
        assert zipfile.is_zipfile(book)


def test_s34_without_a_network(environment, place):
    unshare = shutil.which("unshare")
    words = [sys.executable, "-m", "xl_addin", "refresh", str(place / "book.xlsm")]
    if unshare is None or subprocess.run([unshare, "-rn", "true"], check=False).returncode:
        pytest.skip("this machine cannot take the network away")
    done = subprocess.run(
        [unshare, "-rn", *words], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="time zones by TZ")
def test_s44_the_time_zone_moves_no_day(process, place):
    found = [
        process("refresh", place / "book.xlsm", "--dry-run", "--json", env={"TZ": zone}).answer
        for zone in ("UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago")  # +14 and -11 hours
    ]
    assert found[0]["as_of"] == "2025-02-12"
    assert found[1:] == found[:1] * 2


@pytest.mark.skipif(sys.platform == "win32", reason="time zones by TZ")
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_s44_a_day_imported_in_another_zone_is_the_same_day(process, place, zone):
    """Texts with a zone, dates of a workbook, sales of today and tomorrow."""
    tomorrow = (dt.datetime.now(dt.UTC) + dt.timedelta(days=1)).date()
    file = place / "zones.csv"
    file.write_text(
        f"{SALES}2025-03-01T00:30:00+14:00,C,5\n2025-03-02T23:30:00-11:00,C,5\n", "utf-8"
    )
    words = ["import", file, "--into", place / "book.xlsm", "--no-backup"]
    assert process(*words, env={"TZ": zone}).code == 0
    day = process("refresh", place / "book.xlsm", "--json", env={"TZ": zone}).answer["as_of"]
    assert day == "2025-03-02"
    file.write_text(f"{SALES}{tomorrow},C,5\n", "utf-8")
    code = process(*words, env={"TZ": zone}).code
    # tomorrow in London is today on Kiritimati at the latest hour, and on Pago Pago the day after
    # tomorrow until noon: taken where it is at most one day ahead of the clock there
    ahead = (tomorrow - dt.datetime.now(ZoneInfo(zone)).date()).days
    assert code == (0 if ahead <= 1 else 1)


def test_s11_a_file_held_on_windows(run, place, monkeypatch):
    book = place / "book.xlsm"
    before, replace = book.read_bytes(), os.replace

    def refuse(source, target):
        if Path(target) == book:
            raise PermissionError(13, "The process cannot access the file")
        replace(source, target)

    monkeypatch.setattr(os, "replace", refuse)
    done = run("refresh", book)
    assert done.code == 0
    assert "another program" in done.err
    assert book.read_bytes() == before
    assert names(place) == ["book-result.xlsm", "book.xlsm", "sales.csv"]


def test_restore_brings_back_what_was(run, place):
    book = place / "book.xlsm"
    first = book.read_bytes()
    assert run("refresh", book).code == 0
    second = book.read_bytes()
    assert first != second
    listed = run("restore", book, "--list", "--json").answer["backups"]
    assert [entry["which"] for entry in listed] == [1]
    assert book.read_bytes() == second
    done = run("restore", book)
    assert done.code == 0
    assert book.read_bytes() == first
    assert run("restore", book, "--json").answer["restored"].endswith(".xlsm")
    assert book.read_bytes() == second  # the restored-over version was kept too
    book.unlink()
    assert run("restore", book, "--which", "3").code == 0  # also where the workbook is gone
    assert book.read_bytes() == first


def test_restore_what_is_not_there(run, place):
    book = place / "book.xlsm"
    none = run("restore", book)
    assert none.code == 3
    assert "has no backup" in none.err
    assert run("restore", book, "--list").code == 0
    assert run("refresh", book).code == 0
    wrong = run("restore", book, "--which", "4", "--lang", "ru")
    assert wrong.code == 3
    assert "копии с номером 4 нет" in wrong.err
    assert run("restore", book, "--which", "0").code == 2


def test_a_damaged_backup_does_not_replace_a_whole_workbook(run, place):
    book = place / "book.xlsm"
    before = book.read_bytes()
    book.with_name("book.backup-2026-11-28-101500.xlsm").write_bytes(before[:50_000])
    done = run("restore", book)
    assert done.code == 1
    assert "damaged" in done.err
    assert book.read_bytes() == before


@pytest.mark.parametrize("command", ["refresh", "import"])
def test_no_backup_where_none_is_wanted(run, place, command):
    book = place / "book.xlsm"
    words = [book] if command == "refresh" else [place / "sales.csv", "--into", book]
    assert run(command, *words, "--no-backup").code == 0
    assert backups(book) == []
    assert run(command, *words).code == 0
    assert len(backups(book)) == 1
