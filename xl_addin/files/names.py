"""Names of files: what a system refuses, and what stands beside a workbook."""

import hashlib
import re
import secrets
from pathlib import Path, PurePath, PureWindowsPath

from xl_addin.files.errors import FileError

PREFIX = ".clientbase-"
PART = ".part"  # a file or folder that is being written
LOCK = ".lock"
_LONGEST_NAME = 255  # bytes, on every usual file system
_DATE_ROOM = 30  # bytes: .backup-2026-11-28-101500-99
_LONGEST_WINDOWS_PATH = 259  # characters, where long paths are not switched on
_WEB = re.compile(r"^[A-Za-z][A-Za-z0-9+.\-]+:/+(?=[^/])")
_DEVICE = re.compile(r"(con|prn|aux|nul|com[1-9¹²³]|lpt[1-9¹²³])(\..*)?", re.IGNORECASE)
_REFUSED = re.compile(r'[<>:"|?*\x00-\x1f]')


def is_web_address(path: PurePath | str) -> bool:
    """Tell whether a path is the address of a cloud, as Excel names a workbook that lies in one.

    A path takes doubled slashes out, so https:/x counts as well as https://x; C:/x is a drive.
    """
    return _WEB.match(str(path).replace("\\", "/")) is not None


def check_local(path: PurePath) -> None:
    """Raise FileError for the address of a cloud: only a synced copy is a file."""
    if is_web_address(path):
        raise FileError(
            "file.web", path=_WEB.sub(lambda m: f"{m[0].rstrip('/')}//", path.as_posix())
        )


def windows_fault(path: PureWindowsPath) -> str | None:
    """Return the part of a path that Windows refuses or silently changes; None if it takes all.

    A device name (CON, NUL.txt), a dot or a blank at the end of a name, a sign that no name may
    hold, or a path over 259 characters, for which the whole path is returned.
    """
    for part in path.parts:
        if part == path.anchor:
            continue
        if _DEVICE.fullmatch(part) or part[-1] in ". " or _REFUSED.search(part):
            return part
    return str(path) if len(str(path)) > _LONGEST_WINDOWS_PATH else None


def free_name(path: Path) -> Path:
    """Return ``path`` itself, or with -2, -3 ... where a file of that name exists."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_stem(f"{path.stem}-{number}")
    return free


def passing_name(path: Path) -> Path:
    """Return a name beside ``path`` for what is being written: random, and known to be its own."""
    return path.with_name(f"{PREFIX}{_tag(path)}-{secrets.token_hex(6)}{PART}")


def passing_pattern(path: Path) -> str:
    """Return the pattern of all names that ``passing_name`` may have given for ``path``."""
    return f"{PREFIX}{_tag(path)}-*{PART}"


def lock_name(path: Path) -> Path:
    """Return the name of the file that says a run works on ``path``."""
    return path.with_name(f"{PREFIX}{_tag(path)}{LOCK}")


def dated_name(path: Path, between: str) -> Path:
    """Return ``path`` with ``between`` (up to 30 bytes) before its suffix.

    A stem that would make the name longer than 255 bytes is cut, and told apart by a short code.
    """
    room = _LONGEST_NAME - _DATE_ROOM - len(path.suffix.encode())
    stem = path.stem
    if len(stem.encode()) > room:
        code = f"~{_tag(path)}"
        stem = stem.encode()[: room - len(code)].decode("utf-8", "ignore") + code
    return path.with_name(f"{stem}{between}{path.suffix}")


def _tag(path: Path) -> str:
    """Return eight hex digits that stand for the name of a file, without saying it."""
    return hashlib.blake2b(
        path.name.casefold().encode("utf-8", "replace"), digest_size=4
    ).hexdigest()
