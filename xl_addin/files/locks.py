"""Who has a file open: the small files that Excel and LibreOffice lay beside it."""

from pathlib import Path

from xl_addin.files.errors import FileError

ANOTHER = "another program"


def lock_owner(path: Path) -> str | None:
    """Return the name of the person who has the file open, or None.

    Excel lays `~$name` beside the file (one byte of length and the name in the machine's code page,
    padded to 55 bytes; two bytes of length and the name in UTF-16); LibreOffice lays
    `.~lock.name#` (the name before the first commas). A lock without a readable name gives
    "another program".
    """
    for lock, read in (
        (path.with_name(f"~${path.name}"), _excel_owner),
        (path.with_name(f".~lock.{path.name}#"), _libreoffice_owner),
    ):
        try:
            found = lock.read_bytes()[:1024]
        except PermissionError:  # Excel holds its own lock file open on Windows
            return ANOTHER
        except OSError:  # there is none, or its name would be too long to exist
            continue
        return read(found) or ANOTHER
    return None


def check_not_locked(path: Path) -> None:
    """Raise FileError, with the owner's name, if another program has the file open."""
    owner = lock_owner(path)
    if owner is not None:
        raise FileError("file.locked", path=path, owner=owner)


def _excel_owner(lock: bytes) -> str:
    if len(lock) > 57 and lock[55]:
        return _plain(lock[57 : 57 + 2 * lock[55]].decode("utf-16-le", "ignore"))
    return _plain(lock[1 : 1 + lock[0]].decode("cp1252", "ignore")) if lock else ""


def _libreoffice_owner(lock: bytes) -> str:
    fields = [field.strip() for field in lock.decode("utf-8", "ignore").split(",")]
    return _plain(next((field for field in fields[:3] if field), ""))


def _plain(name: str) -> str:
    return "".join(letter for letter in name if letter.isprintable())[:54].strip()
