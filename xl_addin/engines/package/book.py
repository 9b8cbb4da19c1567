"""Workbooks: opening a file, saving it, and how xlwings sees both."""

import os
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from xlwings import XlwingsError, base_classes

from xl_addin.engines.package.damage import naming
from xl_addin.engines.package.names import Name, Names
from xl_addin.engines.package.saver import changed_parts
from xl_addin.engines.package.sheets import SheetModel, Sheets
from xl_addin.engines.package.styles import cell_style, number_formats
from xl_addin.engines.package.zip_writer import check_package, write_package
from xl_addin.files.errors import FileError
from xl_addin.files.guard import look_at_workbook
from xl_addin.files.saving import atomic_write
from xl_addin.files.workbook_parts import parse_xml, sheet_parts, workbook_part
from xl_addin.files.workbook_reader import WorkbookReader

if TYPE_CHECKING:
    from xl_addin.engines.package.engine import App

_MACRO = {".xlsm": True, ".xlsx": False}


class Book(base_classes.Book):
    """An open workbook: the bytes of its file, and over them what was written since.

    One that another program has open is read as it was last saved, and cannot be saved over.
    Raises FileError for a file that is no workbook or is damaged.
    """

    def __init__(self, books: "Books", path: Path) -> None:
        file, self.archive = look_at_workbook(path)
        self.books, self.path = books, path
        self.reader = WorkbookReader(file, facts=False)
        self.main = parse_xml(self.archive, workbook_part(self.archive))
        self.all_sheets = sheet_parts(self.archive)
        self.models = [
            SheetModel(self, sheet) for sheet in self.all_sheets if sheet.kind == "worksheet"
        ]
        self.active_sheet = self._active()
        self.notices: list[str] = []  # what had to be altered in written values
        self.keeps_backup = True
        self.is_changed = self.is_main_changed = False
        self._is_open = True
        self._on_disk = _stamp(path)

    @property
    def api(self) -> "Book":
        """The workbook itself."""
        return self

    @property
    def app(self) -> "App":
        """The application that holds it."""
        return self.books.app

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.path.name

    @property
    def fullname(self) -> str:
        """The whole path of the file."""
        return str(self.path)

    @property
    def sheets(self) -> Sheets:
        """Its worksheets."""
        return Sheets(self)

    @property
    def names(self) -> Names:
        """Its defined names, those scoped to sheets included."""
        return Names(self)

    @cached_property
    def names_by_text(self) -> dict[str, Name]:
        """Its defined names, as formulas write them, in small letters."""
        return self.names.by_text()

    @property
    def is_1904(self) -> bool:
        """Whether its dates count from 1904."""
        properties = self.main.find("{*}workbookPr")
        return properties is not None and properties.get("date1904") in {"1", "true", "on"}

    def activate(self) -> None:
        """Make it the active workbook."""
        self.books.bring_first(self)

    def close(self) -> None:
        """Close it without saving, and end the child that reads it."""
        if self._is_open:
            self._is_open = False
            self.reader.close()
            self.books.remove(self)

    def check_open(self) -> None:
        """Raise FileError if it was closed."""
        if not self._is_open:
            raise FileError("file.not_open", path=self.path)

    def touch_main(self) -> None:
        """Remember that names changed."""
        self.check_open()
        self.is_changed = self.is_main_changed = True
        self.__dict__.pop("names_by_text", None)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Save it, whole or not at all; `keeps_backup` says whether the previous file is kept.

        Without a path and without changes nothing is written. Raises FileError: the file was
        changed by another program since it was opened; locked; no right; disk full; the new file
        failed its check. Raises XlwingsError for a password and for another kind of file.
        """
        self.check_open()
        if password is not None:
            raise XlwingsError("the package engine cannot protect a file by a password")
        target = self.path if path is None else Path(os.path.realpath(path))
        is_here = target == self.path
        if is_here and not self.is_changed:
            return
        if _MACRO.get(target.suffix.lower()) != _MACRO.get(self.path.suffix.lower()):
            raise XlwingsError(f"{target.name} must end in {self.path.suffix}, as {self.name} does")
        if is_here and _stamp(target) != self._on_disk:
            raise FileError("file.changed", path=target)
        changed, removed = changed_parts(self)

        def write(out: IO[bytes]) -> None:
            write_package(out, self.archive, changed, removed)

        def check(new: Path) -> None:
            check_package(new, self.archive, changed)

        atomic_write(target, write, check=check, backup=self.keeps_backup)
        self.path, self._on_disk, self.is_changed = target, _stamp(target), False
        for model in self.models:
            model.is_changed = False

    def number_format(self, model: SheetModel, row: int, column: int) -> str:
        """Return the number format of a cell."""
        with naming(self.archive, model.listed.part):
            style = cell_style(self.archive.read(model.listed.part), row, column)
        return self._formats[style] if style < len(self._formats) else "General"

    @cached_property
    def _formats(self) -> list[str]:
        return number_formats(self.archive)

    def _active(self) -> SheetModel:
        view = self.main.find("{*}bookViews/{*}workbookView")
        index = int(view.get("activeTab") or 0) if view is not None else 0
        found = [model for model in self.models if model.listed.index == index]
        if not self.models:
            raise FileError("file.not_workbook", path=self.path)
        return found[0] if found else self.models[0]


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


class Books(base_classes.Books):
    """The open workbooks of an application, the active one first."""

    def __init__(self, app: "App") -> None:
        self.app = app
        self._open: list[Book] = []

    @property
    def api(self) -> list[Book]:
        """The open workbooks."""
        return self._open

    @property
    def active(self) -> Book:
        """The active one; raises XlwingsError if none is open."""
        if not self._open:
            raise XlwingsError("no workbook is open")
        return self._open[0]

    def __call__(self, name_or_index: int | str) -> Book:
        """Return one by its number from 1 or its name; raises KeyError."""
        if isinstance(name_or_index, int):
            return self._open[name_or_index - 1]
        for book in self._open:
            if book.name.casefold() == name_or_index.casefold():
                return book
        raise KeyError(name_or_index)

    def __len__(self) -> int:
        return len(self._open)

    def __iter__(self) -> Iterator[Book]:
        return iter(list(self._open))

    def add(self) -> Book:
        """Not possible here; raises XlwingsError."""
        raise XlwingsError(
            "the package engine opens workbooks but makes none: start from a template"
        )

    def open(self, fullname: str, *_: Any, **__: Any) -> Book:
        """Open a workbook; links are never followed. Raises FileError."""
        book = Book(self, Path(os.path.realpath(fullname)))
        self._open.insert(0, book)
        return book

    def bring_first(self, book: Book) -> None:
        """Make an open workbook the active one."""
        self._open.remove(book)
        self._open.insert(0, book)

    def remove(self, book: Book) -> None:
        """Forget a workbook that was closed."""
        self._open.remove(book)
