"""What went wrong -> exit code and plain sentences."""

from dataclasses import dataclass

from xl_addin.cli.exits import CommandError, Exit
from xl_addin.files.errors import FileError
from xl_addin.log import record_bug
from xl_addin.texts import Texts
from xl_addin.trouble import trouble_text

# about the file as a thing on the disk; the other codes are about what stands in it
_ACCESS = {
    "file.missing",
    "file.folder",
    "file.unreadable",
    "file.changed",
    "file.locked",
    "file.in_use",
    "file.web",
}
_ACCESS_KINDS = ("save.", "restore.", "key.")
_OS_TEXTS = {FileNotFoundError: "missing", IsADirectoryError: "folder", PermissionError: "no_right"}


@dataclass(frozen=True)
class Fault:
    """An exit code and the sentences that go with it."""

    code: Exit
    lines: tuple[str, ...]


def fault_of(error: Exception, say: Texts) -> Fault:
    """Return what to tell about ``error``; what nobody foresaw goes to the log file."""
    if isinstance(error, CommandError):
        return Fault(error.code, error.lines)
    if isinstance(error, OSError):
        return Fault(Exit.FILES, (_refusal(error, say),))
    told = trouble_text(error, say)
    if told is None:
        return Fault(Exit.BUG, (say("cli.bug", log=record_bug(error)),))
    return Fault(_code(error), tuple(told.splitlines()))


def _refusal(error: OSError, say: Texts) -> str:
    """Return what the system refused; with the file where it says which one."""
    reason = error.strerror or type(error).__name__
    if error.filename is None:
        return say("cli.os.nameless", reason=reason)
    kind = _OS_TEXTS.get(type(error), "other")
    return say(f"cli.os.{kind}", path=error.filename, reason=reason)


def _code(error: Exception) -> Exit:
    access = isinstance(error, FileError) and (
        error.code in _ACCESS or error.code.startswith(_ACCESS_KINDS)
    )
    return Exit.FILES if access else Exit.MEND
