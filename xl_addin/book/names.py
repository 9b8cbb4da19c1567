"""Find things in the workbook by name, so that renaming or moving a sheet does no harm."""

from dataclasses import dataclass
from functools import cached_property

import xlwings as xw

from xl_addin.book.layout import SheetLayout
from xl_addin.book.layouts import SHEETS


@dataclass(frozen=True)
class Index:
    """The names and tables of one workbook."""

    book: xw.Book

    @classmethod
    def of(cls, book: xw.Book) -> "Index":
        """Return the index of ``book``; it is looked through when a table is first asked for."""
        return cls(book)

    @cached_property
    def tables(self) -> dict[str, tuple[xw.Sheet, xw.main.Table]]:
        """Sheet and table by lower-case name of the table."""
        return {
            table.name.lower(): (sheet, table)
            for sheet in self.book.sheets
            for table in sheet.tables
        }

    def block(self, name: str) -> xw.Range | None:
        """Return the range named ``cb_<name>``, or None where name or cells are gone."""
        return self._named(f"cb_{name}")

    def setting(self, key: str) -> xw.Range | None:
        """Return the value cell of a setting, or None where it is gone."""
        return self._named(f"set_{key}")

    def sheet(self, key: str) -> xw.Sheet | None:
        """Return the sheet of layout ``key``, whatever its tab says today, or None."""
        anchor = self._named(f"cb_{key}")
        return None if anchor is None else anchor.sheet

    def table(self, name: str) -> tuple[xw.Sheet, xw.main.Table] | None:
        """Return sheet and table called ``name``; else the only table of the sheet it belongs to.

        The second way finds a table that the user renamed.
        """
        if found := self.tables.get(name.lower()):
            return found
        sheet = self.sheet(_home(name).key)
        if sheet is None:
            return None
        own = [table for place, table in self.tables.values() if place == sheet]
        return (sheet, own[0]) if len(own) == 1 else None

    def _named(self, name: str) -> xw.Range | None:
        if name not in self.book.names:
            return None
        try:
            found: xw.Range = self.book.names[name].refers_to_range
        except Exception:  # noqa: BLE001  each engine has its own error for a name that is #REF!
            return None
        return found


def _home(table: str) -> SheetLayout:
    return next(sheet for sheet in SHEETS if any(layout.name == table for layout in sheet.tables))
