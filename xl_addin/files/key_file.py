"""The secret key of pseudonymised imports: a file of its own, for this user alone.

It lies in the user's configuration folder, or where ``--key`` says, and never beside a workbook.
"""

import os
import re
import secrets
import sys
from pathlib import Path

from xl_addin.files.errors import FileError

FILE_NAME = "pseudonyms.key"
_FIRST_LINE = "clientbase key 1"
_TEXT = re.compile(rf"{_FIRST_LINE}\s+([0-9a-f]{{64}})\s*")
_LARGEST = 1000  # bytes


def key_folder() -> Path:
    """Return where this system keeps what the user's programs are told; it need not exist yet."""
    home = Path.home()
    if sys.platform == "win32":
        roaming = os.environ.get("APPDATA")
        return (Path(roaming) if roaming else home / "AppData" / "Roaming") / "clientbase"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "clientbase"
    config = os.environ.get("XDG_CONFIG_HOME")
    return (Path(config) if config else home / ".config") / "clientbase"


def check_apart(path: Path, workbook: Path) -> None:
    """Raise FileError where the key would lie in the folder of the workbook."""
    if path.resolve().parent == workbook.resolve().parent:
        raise FileError("key.beside", path=path)


def read_key(path: Path) -> bytes | None:
    """Return the 32 bytes of the key in ``path``; None where there is no such file.

    Raises FileError for a file that is no key, that cannot be read, or that others may read.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST)
            rights = os.fstat(file.fileno()).st_mode
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unusable(path, error) from error
    found = _TEXT.fullmatch(data.decode("ascii", "replace"))
    if found is None:
        raise FileError("key.wrong", path=path)
    if os.name == "posix" and rights & 0o077:
        raise FileError("key.open", path=path)
    return bytes.fromhex(found[1])


def make_key(path: Path) -> bytes:
    """Make a key in ``path``, a new file that this user alone may read.

    Raises FileError where it cannot be written; FileExistsError is told as such, too.
    """
    key = secrets.token_bytes(32)
    try:
        if path == key_folder() / FILE_NAME:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(f"{_FIRST_LINE}\n{key.hex()}\n")
    except OSError as error:
        raise _unusable(path, error) from error
    return key


def _unusable(path: Path, error: OSError) -> FileError:
    return FileError("key.missing", path=path, reason=error.strerror or error)
