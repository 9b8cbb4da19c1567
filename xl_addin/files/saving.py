"""Saving a file so that there is always a whole one: the old, or the new."""

import errno
import os
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO

from xl_addin.files.backups import keep, thin_out
from xl_addin.files.errors import FileError
from xl_addin.files.locks import check_not_locked
from xl_addin.files.names import PART, PREFIX, passing_name

Write = Callable[[IO[bytes]], object]
Check = Callable[[Path], object]

_STALE = 3600.0  # seconds; a save takes less than a minute
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def atomic_write(
    path: Path | str, write: Write, *, check: Check | None = None, backup: bool = True
) -> Path | None:
    """Write a file beside its place, check it, and put it in its place in one step.

    `write` gets an open binary file; `check` gets the path of the finished one and raises if it is
    wrong. The old file, if there is one, is kept as its latest backup; the new one takes over its
    mode. Whatever fails, the old file is as it was and no temporary file is left; those of
    killed runs (over an hour old) are removed. A link is followed, not replaced.
    Returns the path of the backup, None where there was nothing to back up.
    Raises FileError: locked by another program, no folder, no right, disk full.
    """
    path = Path(os.path.realpath(path))
    check_place(path)
    check_not_locked(path)
    remove_stale(path.parent)
    temporary = passing_name(path)
    try:
        _write_new(temporary, write)
        if check is not None:
            check(temporary)
        kept = _replace(path, temporary, backup=backup)
        _sync_folder(path.parent)
    except OSError as error:
        raise explained(path, error, temporary) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
    return kept


def check_place(path: Path) -> None:
    """Raise FileError where a file cannot be written: a folder, no folder, a read-only file."""
    if path.is_dir():
        raise FileError("save.is_folder", path=path)
    if not path.parent.is_dir():
        raise FileError("save.no_folder", path=path, folder=path.parent)
    if path.exists() and _is_read_only(path):
        raise FileError("save.no_right", path=path, reason="the file is read-only")


def remove_stale(folder: Path) -> None:
    """Remove what runs that were killed left behind, an hour after it was written to."""
    with suppress(OSError):
        for old in folder.glob(f"{PREFIX}*{PART}"):
            with suppress(OSError):
                if time.time() - old.stat().st_mtime > _STALE:
                    remove(old)


def remove(left_over: Path) -> None:
    """Remove a file or folder of ours; what cannot be removed now stays for the next run."""
    if left_over.is_dir():
        shutil.rmtree(left_over, ignore_errors=True)
    else:
        with suppress(OSError):
            left_over.unlink()


def explained(path: Path, error: OSError, temporary: Path | None = None) -> FileError:
    """Return what the system refused as an error that names ``path`` and what to do."""
    if error.errno in _FULL:
        sizes = [_size(path), 0 if temporary is None else _size(temporary)]
        return FileError("save.full", path=path, size=f"{max(sizes):,}")
    reason = error.strerror or str(error)
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return FileError("save.no_right", path=path, reason=reason)
    return FileError("save.failed", path=path, reason=reason)


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


def _take_over_mode(path: Path, temporary: Path) -> None:
    with suppress(FileNotFoundError):
        shutil.copymode(path, temporary)


def _replace(path: Path, temporary: Path, *, backup: bool) -> Path | None:
    """Keep the old file and rename the new one over it; a backup of what stayed is none."""
    kept = keep(path, link=True) if backup else None
    try:
        _take_over_mode(path, temporary)
        os.replace(temporary, path)
    except OSError as error:
        if kept is not None:
            remove(kept)
        if isinstance(error, PermissionError):  # Windows: a program holds the old file open
            reason = error.strerror or str(error)
            raise FileError("save.held", path=path, reason=reason) from error
        raise
    thin_out(path)
    return kept


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where the system can do that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
