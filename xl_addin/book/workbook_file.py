"""A workbook as a file, or in a running Excel: opened, saved, and told which Python to run."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import xlwings as xw

from xl_addin.engines import package
from xl_addin.files.errors import FileError
from xl_addin.files.locks import ANOTHER
from xl_addin.files.names import check_local, free_name, is_web_address
from xl_addin.files.turns import turn

CONFIG_SHEET = "xlwings.conf"
CONFIG_ROWS = 60
_KEYS = {"win32": ("Interpreter_Win",), "darwin": ("Interpreter_Mac",)}
_ALL_KEYS = ("Interpreter_Win", "Interpreter_Mac")


_HELD = {"file.locked", "save.held"}  # another program has the file; the work is not at fault


@contextmanager
def open_file(path: Path, *, writes: bool = True, backup: bool = True) -> Iterator[xw.Book]:
    """Open the workbook at ``path`` without Excel; what is not saved is forgotten.

    With ``writes`` it is held against other runs until the end. ``backup`` says whether saving
    keeps the version before. A workbook that another program has open can be read, not saved over.
    Raises FileError for a file that is missing, no workbook, the address of a cloud, or in use.
    """
    check_local(path)
    package.activate()
    with turn(path) if writes and path.is_file() else nullcontext():
        book = xw.Book(str(path.absolute()), update_links=False)
        book.impl.keeps_backup = backup
        try:
            yield book
        finally:
            book.close()


@dataclass(frozen=True, slots=True)
class Beside:
    """Where a result went whose workbook another program has open, and who that is."""

    path: Path
    owner: str


def save_book(book: xw.Book) -> Beside | None:
    """Save an opened file; if another program has it open, beside it as ``-result``.

    The work of a long run is not lost because somebody looks at the workbook meanwhile. Returns
    None where the file itself was saved.
    Raises FileError as saving does for any other reason.
    """
    try:
        book.save()
    except FileError as error:
        if error.code not in _HELD:
            raise
        path = Path(book.fullname)
        beside = free_name(path.with_stem(f"{path.stem}-result"))
        book.save(str(beside))
        return Beside(beside, error.details.get("owner", ANOTHER))
    return None


def in_running_excel(path: Path) -> xw.Book | None:
    """Return the workbook at ``path`` if a running Excel has it open.

    A workbook in a cloud is found by its address, or by its name where no other open one has that
    name. Raises LookupError where no Excel can be reached at all.
    """
    if "excel" not in xw.engines.engines_by_name:
        raise LookupError("excel")
    books = [book for app in xw.engines["excel"].apps for book in app.books]
    wanted = path if is_web_address(path) else path.absolute()
    places = [_place(book) for book in books]
    if wanted in places:
        return books[places.index(wanted)]
    named = [
        book
        for book, place in zip(books, places, strict=True)
        if book.name.casefold() == path.name.casefold() and (place is None or is_web_address(place))
    ]
    return named[0] if len(named) == 1 else None


def _place(book: xw.Book) -> Path | None:
    """Return where an open workbook lies; None where xlwings cannot tell, as for SharePoint."""
    try:
        return Path(book.fullname)
    except xw.XlwingsError:
        return None


def write_interpreter(book: xw.Book, python: Path) -> bool:
    """Name the Python that Excel runs on the sheet xlwings.conf.

    On Windows and macOS the key of that system is set. Elsewhere there is no Excel to tell which
    key counts, and both are set. Returns False where the workbook has no such sheet.
    """
    if CONFIG_SHEET not in [sheet.name for sheet in book.sheets]:
        return False
    sheet = book.sheets[CONFIG_SHEET]
    area = sheet["A1"].resize(CONFIG_ROWS, 1).options(ndim=1).value
    keys = ["" if cell is None else str(cell).strip().upper() for cell in area]
    for key in _KEYS.get(sys.platform, _ALL_KEYS):
        place = keys.index(key.upper()) if key.upper() in keys else keys.index("")
        keys[place] = key.upper()
        sheet[place, 0].resize(1, 2).value = [key, str(python)]
    return True
