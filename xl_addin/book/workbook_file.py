"""A workbook as a file, or in a running Excel: opened, and told which Python to run."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import xlwings as xw

from xl_addin.engines import package

CONFIG_SHEET = "xlwings.conf"
CONFIG_ROWS = 60
_KEYS = {"win32": ("Interpreter_Win",), "darwin": ("Interpreter_Mac",)}
_ALL_KEYS = ("Interpreter_Win", "Interpreter_Mac")


@contextmanager
def open_file(path: Path) -> Iterator[xw.Book]:
    """Open the workbook at ``path`` without Excel; what is not saved is forgotten.

    Raises FileError for a file that is missing, locked or no workbook.
    """
    package.activate()
    book = xw.Book(str(path.absolute()))
    try:
        yield book
    finally:
        book.close()


def in_running_excel(path: Path) -> xw.Book | None:
    """Return the workbook at ``path`` if a running Excel has it open.

    Raises LookupError where no Excel can be reached at all.
    """
    if "excel" not in xw.engines.engines_by_name:
        raise LookupError("excel")
    wanted = path.absolute()
    books = (book for app in xw.engines["excel"].apps for book in app.books)
    return next((book for book in books if Path(book.fullname) == wanted), None)


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
