"""Saving a file so that there is always a whole one: the old, or the new."""

import errno
import os
import secrets
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO

from xl_addin.files.errors import FileError
from xl_addin.files.locks import check_not_locked

Write = Callable[[IO[bytes]], object]
Check = Callable[[Path], object]

_PREFIX = ".clientbase-"
_SUFFIX = ".part"
_STALE = 3600.0  # seconds; a save takes less than a minute
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def atomic_write(
    path: Path | str, write: Write, *, check: Check | None = None, backup: bool = True
) -> Path | None:
    """Write a file beside its place, check it, and put it in its place in one step.

    `write` gets an open binary file; `check` gets the path of the finished one and raises if it is
    wrong. The old file, if there is one, is kept as `<stem>.backup<suffix>`; the new one takes over
    its mode. Whatever fails, the old file is as it was and no temporary file is left; those of
    killed runs (over an hour old) are removed. A link is followed, not replaced.
    Returns the path of the backup, None where there was nothing to back up.
    Raises FileError: locked by another program, no folder, no right, disk full.
    """
    path = Path(os.path.realpath(path))
    _check_place(path)
    check_not_locked(path)
    remove_stale(path.parent)
    temporary = path.with_name(f"{_PREFIX}{secrets.token_hex(6)}{_SUFFIX}")
    try:
        _write_new(temporary, write)
        if check is not None:
            check(temporary)
        kept = _keep_old(path) if backup else None
        _take_over_mode(path, temporary)
        os.replace(temporary, path)
        _sync_folder(path.parent)
    except OSError as error:
        raise _explain(path, error, temporary) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
    return kept


def backup_path(path: Path) -> Path:
    """Return where the previous version of a file is kept: book.xlsm -> book.backup.xlsm."""
    return path.with_name(f"{path.stem}.backup{path.suffix}")


def remove_stale(folder: Path) -> None:
    """Remove our temporary files of runs that were killed, an hour after they were written to."""
    with suppress(OSError):
        for old in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
            with suppress(OSError):
                if time.time() - old.stat().st_mtime > _STALE:
                    old.unlink()


def _check_place(path: Path) -> None:
    if path.is_dir():
        raise FileError("save.is_folder", path=path)
    if not path.parent.is_dir():
        raise FileError("save.no_folder", path=path, folder=path.parent)
    if path.exists() and _is_read_only(path):
        raise FileError("save.no_right", path=path, reason="the file is read-only")


def _is_read_only(path: Path) -> bool:
    """Tell whether a file may not be written to, or is marked so even for an administrator."""
    effective = os.access in os.supports_effective_ids
    may_write = os.access(path, os.W_OK, effective_ids=effective)
    return not may_write or not path.stat().st_mode & 0o222


def _write_new(temporary: Path, write: Write) -> None:
    flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(temporary, flags, 0o600), "w+b") as new:
        write(new)
        new.flush()
        os.fsync(new.fileno())


def _keep_old(path: Path) -> Path | None:
    """Keep the old file under the backup's name; the old name stays in use all the while."""
    if not path.exists():
        return None
    kept = backup_path(path)
    passing = path.with_name(f"{_PREFIX}{secrets.token_hex(6)}{_SUFFIX}")
    try:
        try:
            os.link(path, passing)
        except OSError:  # a file system without links
            shutil.copy2(path, passing)
        os.replace(passing, kept)
    finally:
        with suppress(OSError):
            passing.unlink(missing_ok=True)
    return kept


def _take_over_mode(path: Path, temporary: Path) -> None:
    with suppress(FileNotFoundError):
        shutil.copymode(path, temporary)


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where the system can do that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _explain(path: Path, error: OSError, temporary: Path) -> FileError:
    if error.errno in _FULL:
        with suppress(OSError):
            return FileError("save.full", path=path, size=f"{temporary.stat().st_size:,}")
        return FileError("save.full", path=path, size="?")
    reason = error.strerror or str(error)
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return FileError("save.no_right", path=path, reason=reason)
    return FileError("save.failed", path=path, reason=reason)
