"""One run at a time on one workbook: the second one waits, then says who is at work."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import SoftFileLock, Timeout

from xl_addin.files.errors import FileError
from xl_addin.files.names import lock_name, passing_pattern
from xl_addin.files.saving import check_place, explained, remove

WAIT = 20.0  # seconds; a refresh of a usual workbook takes less than ten


@contextmanager
def turn(path: Path, *, seconds: float | None = None) -> Iterator[None]:
    """Hold a workbook for a run that may write it.

    A small file beside the workbook carries process and machine; it goes when the run ends. One
    of a run that was killed is recognised and taken over, and what that run had half written is
    removed. Raises FileError: another run still holds it after ``seconds`` (20); the folder cannot
    be written to, in which case the workbook could not be saved either.
    """
    path = Path(os.path.realpath(path))
    check_place(path)
    wait = WAIT if seconds is None else seconds
    lock = SoftFileLock(lock_name(path), timeout=wait, mode=0o600, thread_local=False)
    try:
        lock.acquire()
    except Timeout as error:
        pid = lock.pid or "?"
        raise FileError("file.in_use", path=path, pid=pid, lock=lock_name(path)) from error
    except OSError as error:
        raise explained(path, error) from error
    try:
        with suppress(OSError):
            for left_over in path.parent.glob(passing_pattern(path)):
                remove(left_over)
        yield
    finally:
        lock.release()
