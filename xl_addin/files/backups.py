"""Earlier versions of a file, kept beside it under their date, and the way back to one."""

import datetime as dt
import os
import re
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from xl_addin.files.errors import FileError
from xl_addin.files.names import dated_name, passing_name

KEPT = 5
_MARK = ".backup-"


@dataclass(frozen=True, slots=True)
class Backup:
    """One earlier version: its file, when it was put aside, its size in bytes."""

    path: Path
    made: dt.datetime
    size: int


def backups(path: Path) -> list[Backup]:
    """Return the backups of a file, the latest first.

    They lie beside it and are called book.backup-2026-11-28-101500.xlsm, by the local time at
    which the version was replaced; a second one of the same second ends in -2.
    """
    return [backup for _, backup in sorted(_found(path), key=lambda pair: pair[0], reverse=True)]


def _found(path: Path) -> list[tuple[tuple[dt.datetime, int], Backup]]:
    """Return the backups of a file with what they are ordered by."""
    between = f"{_MARK}0000-00-00-000000"
    sample = dated_name(path, between).name
    stem = re.escape(sample.removesuffix(path.suffix).removesuffix(between))
    name = re.compile(
        rf"{stem}{_MARK}(\d{{4}}-\d\d-\d\d-\d{{6}})(?:-(\d+))?{re.escape(path.suffix)}"
    )
    found = []
    with suppress(OSError):
        for entry in path.parent.iterdir():
            match = name.fullmatch(entry.name)
            if match is None:
                continue
            with suppress(OSError, ValueError):
                made = dt.datetime.strptime(match[1], "%Y-%m-%d-%H%M%S")
                order = (made, int(match[2] or 1))
                found.append((order, Backup(entry, made, entry.stat().st_size)))
    return found


def keep(path: Path, *, link: bool) -> Path | None:
    """Keep what ``path`` holds now as its latest backup.

    With ``link`` the same bytes get a second name, for a file about to be replaced; without, or on
    a file system that has no links, they are copied. Returns None where there is no such file.
    Raises OSError, having changed nothing.
    """
    if not path.exists():
        return None
    kept = _free_backup(path)
    passing = passing_name(path)
    try:
        _double(path, passing, link=link)
        os.replace(passing, kept)
    finally:
        with suppress(OSError):
            passing.unlink(missing_ok=True)
    return kept


def thin_out(path: Path) -> None:
    """Remove the oldest backups of a file beyond five."""
    for old in backups(path)[KEPT:]:
        with suppress(OSError):
            old.path.unlink()


def chosen(path: Path, which: int) -> Backup:
    """Return backup number ``which``, 1 being the latest. Raises FileError where there is none."""
    found = backups(path)
    if not found:
        raise FileError("restore.none", path=path)
    if not 1 <= which <= len(found):
        raise FileError("restore.which", path=path, which=which, count=len(found))
    return found[which - 1]


def _free_backup(path: Path) -> Path:
    now = dt.datetime.now().replace(microsecond=0)
    stamp = now.strftime(f"{_MARK}%Y-%m-%d-%H%M%S")
    # not the first free number: older ones of this second may have been thinned out
    last = max((number for (made, number), _ in _found(path) if made == now), default=0)
    return dated_name(path, f"{stamp}-{last + 1}" if last else stamp)


def _double(path: Path, passing: Path, *, link: bool) -> None:
    if link:
        with suppress(OSError):  # a file system without links
            os.link(path, passing)
            return
    shutil.copy2(path, passing)
