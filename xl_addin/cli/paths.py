"""Where a new file may go, and how it gets there: whole or not at all."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PureWindowsPath

from xl_addin.book.workbook_file import Beside
from xl_addin.cli.exits import CommandError, Exit
from xl_addin.files.errors import FileError
from xl_addin.files.locks import ANOTHER
from xl_addin.files.names import check_local, free_name, passing_name, windows_fault
from xl_addin.files.saving import remove_stale
from xl_addin.texts import Texts

WORKBOOK_SUFFIX = ".xlsm"


def check_workbook_name(path: Path, say: Texts) -> None:
    """Raise CommandError unless ``path`` is called .xlsm: Excel refuses macros in others."""
    if path.suffix.lower() != WORKBOOK_SUFFIX:
        better = path.with_suffix(WORKBOOK_SUFFIX) if path.name else Path("book.xlsm")
        raise CommandError(Exit.USAGE, say("cli.paths.not_xlsm", path=path, better=better))


def check_free(path: Path, say: Texts, *, force: bool) -> None:
    """Raise where a new file cannot stand, or would replace another unasked.

    FileError for a web address and for a name that this system refuses, CommandError otherwise.
    """
    check_local(path)
    check_name(path)
    if not path.absolute().parent.is_dir():
        folder = path.absolute().parent
        raise CommandError(Exit.FILES, say("cli.paths.no_folder", path=path, folder=folder))
    if path.is_dir():
        raise CommandError(Exit.FILES, say("cli.os.folder", path=path))
    if path.exists() and not force:
        text = say("cli.paths.exists", path=path, free=free_name(path))
        raise CommandError(Exit.FILES, text)


def check_name(path: Path, system: str = sys.platform) -> None:
    """Raise FileError where Windows refuses the name of a file that is to be made."""
    fault = windows_fault(PureWindowsPath(path.absolute())) if system == "win32" else None
    if fault is not None:
        raise FileError("save.name", path=path, part=fault)


def beside_text(beside: Beside, path: Path, say: Texts) -> str:
    """Return the sentence for a workbook that was open elsewhere: who has it, where to look."""
    owner = say("cli.another") if beside.owner == ANOTHER else beside.owner
    return say("cli.beside", path=path, owner=owner, beside=beside.path)


def check_output(path: Path, output: Path, say: Texts, *, force: bool) -> None:
    """Raise CommandError unless the workbook ``path`` can be written to the file ``output``."""
    if output.exists() and path.exists() and output.samefile(path):
        raise CommandError(Exit.USAGE, say("cli.paths.same", path=output))
    if output.suffix.lower() != path.suffix.lower():
        better = output.with_suffix(path.suffix)
        text = say("cli.paths.other_kind", path=output, suffix=path.suffix, better=better)
        raise CommandError(Exit.USAGE, text)
    check_free(output, say, force=force)


@contextmanager
def staged(path: Path) -> Iterator[Path]:
    """Give a place for a file that moves to ``path`` when all went well.

    It lies in a folder of its own beside ``path``, so that the move cannot fail half-way.
    """
    remove_stale(path.absolute().parent)
    # named before it is made: an interrupt in between must not leave it behind
    scratch = passing_name(path.absolute())
    draft = scratch / path.name
    try:
        scratch.mkdir(mode=0o700)
        yield draft
        os.replace(draft, path)
    except OSError as error:
        ours = {str(draft), str(scratch)}
        if ours & {str(error.filename), str(error.filename2)}:  # tell the name they know
            error.filename, error.filename2 = str(path), None
        raise
    except FileError as error:
        if error.details.get("path") == str(draft):
            error.details["path"] = str(path)
        raise
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
