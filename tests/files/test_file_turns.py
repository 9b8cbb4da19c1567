"""One run at a time on one workbook: the second waits or refuses; a killed one holds nobody up."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.files.samples import as_nobody, fill_up
from xl_addin.files.errors import FileError
from xl_addin.files.names import lock_name, passing_name
from xl_addin.files.saving import atomic_write
from xl_addin.files.turns import turn

HOLDING = """
import sys, time
from pathlib import Path
from xl_addin.files.turns import turn
with turn(Path(sys.argv[1])):
    print("mine", flush=True)
    time.sleep(float(sys.argv[2]))
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "book.xlsm"
    path.write_bytes(b"old")
    return path


@pytest.fixture
def holder(path: Path):
    """Starts another process that has its turn for so many seconds."""
    started = []

    def hold(seconds: float) -> subprocess.Popen[bytes]:
        words = [sys.executable, "-c", HOLDING, str(path), str(seconds)]
        process = subprocess.Popen(words, stdout=subprocess.PIPE)
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == b"mine\n"
        return process

    yield hold
    for process in started:
        process.kill()
        process.communicate()


def test_s17_the_second_run_is_refused_with_the_number_of_the_first(path, holder) -> None:
    first = holder(30)
    with pytest.raises(FileError) as caught, turn(path, seconds=0.3):
        pass
    assert caught.value.code == "file.in_use"
    assert f"process {first.pid}" in str(caught.value)
    assert str(lock_name(path)) in str(caught.value)


def test_s17_the_second_run_waits(path, holder) -> None:
    holder(0.5)
    begun = time.monotonic()
    with turn(path, seconds=20):
        assert time.monotonic() - begun > 0.3


def test_s17_a_link_is_the_same_workbook(path, holder) -> None:
    holder(30)
    link = path.with_name("link.xlsm")
    link.symlink_to(path)
    with pytest.raises(FileError, match="another run"), turn(link, seconds=0.2):
        pass


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX systems")
def test_s17_a_killed_run_holds_nobody_up(path, holder) -> None:
    first = holder(30)
    half = passing_name(path)
    half.write_bytes(b"half written")
    folder = passing_name(path)
    folder.mkdir()
    (folder / "draft.xlsm").write_bytes(b"half written")
    another = passing_name(path.with_name("other.xlsm"))
    another.write_bytes(b"of a run on another workbook")
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert lock_name(path).exists()
    with turn(path, seconds=5):
        # S13: what the killed run left goes at the next start, not an hour later
        assert not half.exists()
        assert not folder.exists()
        assert another.exists()
    another.unlink()
    assert [entry.name for entry in path.parent.iterdir()] == ["book.xlsm"]


def test_the_lock_goes_whatever_happens(path) -> None:
    def fail(_out) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), turn(path):
        atomic_write(path, fail)
    assert [entry.name for entry in path.parent.iterdir()] == ["book.xlsm"]


def test_the_lock_says_no_name_and_is_private(path) -> None:
    with turn(path):
        lock = lock_name(path)
        assert "book" not in lock.name
        assert str(os.getpid()) in lock.read_text()
        assert lock.stat().st_mode & 0o777 == 0o600


def test_s12_no_room_even_for_the_lock(small_disk: Path) -> None:
    path = small_disk / "book.xlsm"
    path.write_bytes(b"old")
    fill_up(small_disk)
    # an empty lock file may still find room: then saving is what is refused
    with pytest.raises(FileError) as caught, turn(path):
        atomic_write(path, lambda out: out.write(b"new" * 100_000))
    assert caught.value.code == "save.full"
    assert path.read_bytes() == b"old"
    assert sorted(entry.name for entry in small_disk.iterdir()) == ["book.xlsm", "filler"]


@pytest.mark.skipif(os.name == "nt", reason="rights of POSIX systems")
def test_s14_a_folder_that_cannot_be_written_to_is_told_at_the_start(path) -> None:
    path.chmod(0o666)
    path.parent.chmod(0o555)
    me = os.geteuid()
    try:
        as_nobody(path.parent)
        with pytest.raises(FileError) as caught, turn(path):
            pass
    finally:
        os.seteuid(me)
        path.parent.chmod(0o755)
    assert caught.value.code == "save.no_right"
    assert str(path) in str(caught.value)
