"""The log file: what went wrong inside, for us; never what stood in a cell.

A traceback is kept as module, function and line. Messages of exceptions, values and folders stay
out, since they may carry names of customers or of the user.
"""

import logging
import os
import sys
import traceback
from functools import cache
from logging.handlers import RotatingFileHandler
from pathlib import Path

FILE_NAME = "clientbase.log"
_SIZE, _KEPT = 1_000_000, 3


def log_folder() -> Path:
    """Return where this system keeps logs of the user's programs; it need not exist yet."""
    home = Path.home()
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return (Path(local) if local else home / "AppData" / "Local") / "clientbase" / "log"
    if sys.platform == "darwin":
        return home / "Library" / "Logs" / "clientbase"
    state = os.environ.get("XDG_STATE_HOME")
    return (Path(state) if state else home / ".local" / "state") / "clientbase"


def log_file() -> Path:
    """Return the path of the log file; older ones end in .1, .2, .3."""
    return log_folder() / FILE_NAME


def record_bug(error: BaseException, where: str = "clientbase") -> Path:
    """Write an unexpected error with its way through the code, and return the log file.

    where names the function or button. A log that cannot be written is passed over: the answer
    to the user must not depend on a full disk.
    """
    _logger(log_folder()).error("%s: %s", where, described(error))
    return log_file()


def described(error: BaseException) -> str:
    """Return the kind of an error and where it passed, without its message."""
    steps = [
        f"  {_short(frame.filename)}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    cause = error.__cause__ or error.__context__
    parts = [type(error).__name__, *steps]
    if cause is not None:
        parts.append(f"after {described(cause)}")
    return "\n".join(parts)


def _short(filename: str) -> str:
    """Return the last three parts of a path: enough to find the code, no user's name."""
    return "/".join(Path(filename).parts[-3:])


@cache
def _logger(folder: Path) -> logging.Logger:
    logger = logging.getLogger(f"clientbase.{folder}")
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.addHandler(_handler(folder))
    return logger


def _handler(folder: Path) -> logging.Handler:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handler: logging.Handler = _QuietFile(
            folder / FILE_NAME, maxBytes=_SIZE, backupCount=_KEPT, encoding="utf-8", delay=True
        )
    except OSError:
        return logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    return handler


class _QuietFile(RotatingFileHandler):
    """A file handler that never prints: standard error belongs to the command line."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 (logging's name)
        """Let a failed write pass."""
