"""Saving: there is always a whole file, the old or the new, and nothing else is left behind."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

import pytest

from xl_addin.files.errors import FileError
from xl_addin.files.locks import lock_owner
from xl_addin.files.saving import atomic_write, backup_path


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
    assert backup_path(path).read_bytes() == b"two"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert names(tmp_path) == ["book.backup.xlsm", "book.xlsm"]


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


def as_nobody(folder: Path) -> None:
    """Only root can be somebody else; everybody else is held back by the rights themselves."""
    if os.geteuid() == 0:
        for path in (folder, *folder.parents):
            if path == Path("/") or path.stat().st_mode & 0o001:
                continue
            path.chmod(path.stat().st_mode | 0o011)
        os.seteuid(65_534)


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


def test_s12_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    if mount is None or os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    made = subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("this machine does not allow a mount")
    try:
        path = disk / "book.xlsm"
        path.write_bytes(b"old" * 100_000)
        with pytest.raises(FileError) as caught:
            atomic_write(path, put(b"new" * 1_000_000))
        assert caught.value.code == "save.full"
        assert str(path) in str(caught.value)
        assert path.read_bytes() == b"old" * 100_000
        assert names(disk) == ["book.xlsm"]
    finally:
        subprocess.run([shutil.which("umount") or "umount", disk], check=True)


KILLED = """
import sys
from xl_addin.files.saving import atomic_write
text = b"new" * 2_000_000
print("ready", flush=True)
pieces = [text[i : i + 65536] for i in range(0, len(text), 65536)]
while True:
    atomic_write(sys.argv[1], lambda out: [out.write(piece) for piece in pieces])
"""


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX systems")
@pytest.mark.parametrize("seconds", [0.003, 0.011, 0.017, 0.029, 0.043, 0.061])
def test_s13_killed_while_saving(tmp_path: Path, seconds: float) -> None:
    path = tmp_path / "book.xlsm"
    path.write_bytes(b"old" * 2_000_000)
    with subprocess.Popen([sys.executable, "-c", KILLED, str(path)], stdout=subprocess.PIPE) as run:
        assert run.stdout is not None
        run.stdout.readline()
        time.sleep(seconds)
        run.send_signal(signal.SIGKILL)
    assert path.read_bytes() in {b"old" * 2_000_000, b"new" * 2_000_000}
    left = [p for p in tmp_path.iterdir() if p.name.startswith(".clientbase-")]
    for old in left:
        os.utime(old, (0, 0))  # hours later
    atomic_write(path, put(b"again"))
    assert path.read_bytes() == b"again"
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".clientbase-")]


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
