"""Saving: there is always a whole file, the old or the new, and nothing else is left behind."""

import datetime as dt
import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

from tests.files.samples import as_nobody, fill_up
from xl_addin.files.backups import KEPT, backups
from xl_addin.files.errors import FileError
from xl_addin.files.locks import lock_owner
from xl_addin.files.names import PREFIX
from xl_addin.files.saving import atomic_write


def put(text: bytes):
    return lambda out: out.write(text)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file_has_no_backup(tmp_path: Path) -> None:
    assert atomic_write(tmp_path / "book.xlsm", put(b"new")) is None
    assert names(tmp_path) == ["book.xlsm"]


def test_the_old_file_is_kept_as_a_backup_and_its_mode_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsm"
    for text in (b"one", b"two", b"three"):
        atomic_write(path, put(text))
        path.chmod(0o640)
    assert path.read_bytes() == b"three"
    assert [backup.path.read_bytes() for backup in backups(path)] == [b"two", b"one"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert len(names(tmp_path)) == 3


def test_five_backups_are_kept_with_their_date(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsm"
    before = dt.datetime.now().replace(microsecond=0)
    for number in range(KEPT + 4):
        atomic_write(path, put(b"%d" % number))
    found = backups(path)
    # the latest first; the oldest two of eight are gone
    assert [backup.path.read_bytes() for backup in found] == [b"7", b"6", b"5", b"4", b"3"]
    assert all(before <= backup.made <= dt.datetime.now() for backup in found)
    assert all(re.fullmatch(r"book\.backup-[\d-]{17}(-\d+)?\.xlsm", b.path.name) for b in found)
    assert len(names(tmp_path)) == KEPT + 1


def test_files_that_only_look_like_backups_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsm"
    others = (
        "book.backup-2026-11-28-101500.xlsx",  # another kind of file
        "book 2.backup-2026-11-28-101500.xlsm",
        "book.backup-2026-11-28-101500 copy.xlsm",
        "book.backup-2026-99-28-101500.xlsm",  # no such month
        "book.backup.xlsm",
    )
    for name in others:
        (tmp_path / name).write_bytes(b"mine")
    for _ in range(KEPT + 3):
        atomic_write(path, put(b"new"))
    assert len(backups(path)) == KEPT
    assert all((tmp_path / name).read_bytes() == b"mine" for name in others)


def test_no_backup_where_none_is_wanted(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsm"
    for text in (b"one", b"two"):
        assert atomic_write(path, put(text), backup=False) is None
    assert names(tmp_path) == ["book.xlsm"]


def test_a_long_name_has_backups_too(tmp_path: Path) -> None:
    first, second = (tmp_path / f"{'я' * 124}{n}.xlsm" for n in "12")  # 254 bytes of 255
    for path in (first, first, first, second, second):
        atomic_write(path, put(path.name.encode()))
    assert len(backups(first)) == 2
    assert len(backups(second)) == 1  # not mixed up, though both names had to be cut
    assert backups(second)[0].path.read_bytes() == second.name.encode()


def test_no_right_to_replace_is_told_and_makes_no_backup(tmp_path: Path, monkeypatch) -> None:
    # what os.replace raises on Windows while another program holds the file open (S11)
    path = tmp_path / "book.xlsm"
    path.write_bytes(b"old")
    replace = os.replace

    def refuse(source: object, target: object) -> None:
        if Path(str(target)) == path:
            raise PermissionError(13, "in use")
        replace(str(source), str(target))

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(FileError) as caught:
        atomic_write(path, put(b"new"))
    assert caught.value.code == "save.held"
    assert names(tmp_path) == ["book.xlsm"]
    assert path.read_bytes() == b"old"


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    real, link = tmp_path / "real" / "book.xlsm", tmp_path / "book.xlsm"
    real.write_bytes(b"old")
    link.symlink_to(real)
    atomic_write(link, put(b"new"))
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


@pytest.mark.parametrize("place", ["write", "check"])
def test_whatever_fails_the_old_file_stays(tmp_path: Path, place: str) -> None:
    path = tmp_path / "book.xlsm"
    path.write_bytes(b"old")

    def fail(_: object) -> None:
        raise RuntimeError("ours")

    with pytest.raises(RuntimeError, match="ours"):
        atomic_write(
            path,
            fail if place == "write" else put(b"new"),
            check=fail if place == "check" else None,
        )
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["book.xlsm"]


def test_s14_places_that_cannot_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "folder.xlsm").mkdir()
    for path, code in (
        (tmp_path / "folder.xlsm", "save.is_folder"),
        (tmp_path / "no" / "book.xlsm", "save.no_folder"),
    ):
        with pytest.raises(FileError) as caught:
            atomic_write(path, put(b"new"))
        assert caught.value.code == code
        assert str(path) in str(caught.value)


@pytest.mark.skipif(os.name == "nt", reason="rights of POSIX systems")
@pytest.mark.parametrize("what", ["folder", "file"])
def test_s14_read_only_folders_and_files(tmp_path: Path, what: str) -> None:
    folder = tmp_path / "shut"
    folder.mkdir()
    path = folder / "book.xlsm"
    path.write_bytes(b"old")
    if what == "folder":
        path.chmod(0o666)
        folder.chmod(0o555)
    else:
        folder.chmod(0o777)
        path.chmod(0o444)
    me = os.geteuid()
    try:
        as_nobody(folder)
        with pytest.raises(FileError) as caught:
            atomic_write(path, put(b"new"))
    finally:
        os.seteuid(me)
        folder.chmod(0o777)
    assert caught.value.code == "save.no_right"
    assert str(path) in str(caught.value)
    assert path.read_bytes() == b"old"
    assert names(folder) == ["book.xlsm"]


@pytest.mark.parametrize("room", ["for half of it", "for nothing"])
def test_s12_a_full_disk_leaves_the_old_file(small_disk: Path, room: str) -> None:
    path = small_disk / "book.xlsm"
    path.write_bytes(b"old" * 100_000)
    if room == "for nothing":
        fill_up(small_disk)
    others = names(small_disk)
    with pytest.raises(FileError) as caught:
        atomic_write(path, put(b"new" * 2_000_000))
    assert caught.value.code == "save.full"
    assert str(path) in str(caught.value)
    assert re.search(r"[1-9][\d,]+ bytes", str(caught.value))  # how much room is needed
    assert path.read_bytes() == b"old" * 100_000
    assert names(small_disk) == others


KILLED = """
import os, random, signal, sys, time
from pathlib import Path
from xl_addin.files.backups import backups
from xl_addin.files.saving import atomic_write
path, chance, size = Path(sys.argv[1]), random.Random(6), 300_000
saved = set()
path.write_bytes(b"@" * size)
for number in range(200):
    text = bytes([65 + number % 26]) * size
    child = os.fork()
    if child == 0:
        while True:
            atomic_write(
                path, lambda out: [out.write(text[i : i + 4096]) for i in range(0, size, 4096)]
            )
    time.sleep(chance.uniform(0, 0.012))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    for file in (path, *(backup.path for backup in backups(path))):
        data = file.read_bytes()
        assert len(data) == size and len(set(data)) == 1, (number, file)
    saved.add(path.read_bytes()[0])
print(len(saved), flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX systems")
def test_s13_killed_two_hundred_times_while_saving(tmp_path: Path) -> None:
    """After each kill the file and every backup are whole: one letter throughout, full length."""
    path = tmp_path / "book.xlsm"
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 5  # many kills came after a save, not before the first one
    left = [entry for entry in tmp_path.iterdir() if entry.name.startswith(PREFIX)]
    assert left  # and many in the middle of one
    for old in left:
        os.utime(old, (0, 0))  # hours later
    atomic_write(path, put(b"again"))
    assert path.read_bytes() == b"again"
    assert not [entry for entry in tmp_path.iterdir() if entry.name.startswith(PREFIX)]


def test_a_fresh_temporary_file_of_another_run_is_left_alone(tmp_path: Path) -> None:
    other = tmp_path / ".clientbase-0123456789ab.part"
    other.write_bytes(b"theirs")
    atomic_write(tmp_path / "book.xlsm", put(b"new"))
    assert other.exists()


def excel_lock(owner: str) -> bytes:
    narrow = bytes([len(owner)]) + owner.encode("cp1252", "replace")
    wide = len(owner).to_bytes(2, "little") + owner.encode("utf-16-le")
    return narrow.ljust(55) + wide.ljust(110, b" ")


@pytest.mark.parametrize(
    ("lock", "content", "owner"),
    [
        ("~$book.xlsm", excel_lock("Anna Lind"), "Anna Lind"),
        ("~$book.xlsm", excel_lock("Иван Петров"), "Иван Петров"),
        ("~$book.xlsm", b"", "another program"),
        (".~lock.book.xlsm#", b",anna,host,21.11.2025 20:00,file:///x;", "anna"),
        (".~lock.book.xlsm#", "Иван,ivan,host,1,2;".encode(), "Иван"),
    ],
)
def test_s10_the_owner_of_a_lock_is_named(
    tmp_path: Path, lock: str, content: bytes, owner: str
) -> None:
    path = tmp_path / "book.xlsm"
    path.write_bytes(b"old")
    (tmp_path / lock).write_bytes(content)
    assert lock_owner(path) == owner
    with pytest.raises(FileError, match=owner) as caught:
        atomic_write(path, put(b"new"))
    assert caught.value.code == "file.locked"
    assert path.read_bytes() == b"old"


def test_the_lock_of_another_file_is_no_lock(tmp_path: Path) -> None:
    (tmp_path / "~$ok.xlsm").write_bytes(excel_lock("Anna"))
    assert lock_owner(tmp_path / "book.xlsm") is None


def test_the_temporary_file_is_private(tmp_path: Path) -> None:
    seen: list[int] = []

    def write(out: IO[bytes]) -> None:
        seen.append(stat.S_IMODE(os.fstat(out.fileno()).st_mode))

    atomic_write(tmp_path / "book.xlsm", write)
    assert seen == [0o600]
