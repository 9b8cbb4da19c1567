"""Sheets of a workbook: what they hold now, and how xlwings sees them."""

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from xlwings import XlwingsError, base_classes

from xl_addin.engines.package.addresses import MAX_COLUMNS, MAX_ROWS, Area, parse_area, span
from xl_addin.engines.package.damage import naming
from xl_addin.engines.package.formulas import FormulaCell, formula_cells
from xl_addin.engines.package.names import Names
from xl_addin.engines.package.overlay import Overlay
from xl_addin.engines.package.range import Range
from xl_addin.engines.package.tables import TablePart, Tables, read_tables
from xl_addin.files.workbook_parts import SheetPart

if TYPE_CHECKING:
    from xl_addin.engines.package.book import Book


class SheetModel:
    """The state of one sheet, shared by every xlwings object that stands for it."""

    def __init__(self, book: "Book", listed: SheetPart) -> None:
        self.book, self.listed = book, listed
        self.overlay = Overlay(lambda: book.reader.read(listed.name))
        self.is_changed = False  # since the last save

    @cached_property
    def tables(self) -> list[TablePart]:
        """Its tables, in the order of the file."""
        return read_tables(self.book.archive, self.listed.part)

    @property
    def is_read_tables(self) -> bool:
        """Whether its tables can have been changed."""
        return "tables" in self.__dict__ or not self.overlay.is_empty

    @cached_property
    def arrays(self) -> list[Area]:
        """The areas of the array formulas that the file holds."""
        return [cell.area for cell in self.formula_cells.values() if cell.kind != "plain"]

    def is_patched(self, row: int, column: int) -> bool:
        """Tell whether a cell was written or blanked as part of a block."""
        return self.is_written(Area(row, column, 1, 1))

    def is_written(self, area: Area) -> bool:
        """Tell whether any cell of an area was written or blanked."""
        return any(patch.area.meets(area) for patch in self.overlay.patches) or any(
            area.covers(Area(*place, 1, 1)) for place in self.overlay.singles
        )

    @cached_property
    def formula_cells(self) -> dict[tuple[int, int], FormulaCell]:
        """The formulas that the file holds, by row and column, and how they are entered."""
        with naming(self.book.archive, self.listed.part):
            return formula_cells(self.book.archive.read(self.listed.part))

    @cached_property
    def formulas(self) -> dict[tuple[int, int], str]:
        """The formulas that the file holds, by row and column, with their equals signs."""
        return {place: f"={cell.text}" for place, cell in self.formula_cells.items()}

    def touch(self) -> None:
        """Remember that there is something to save; raises XlwingsError once the book is closed."""
        self.book.check_open()
        self.is_changed = self.book.is_changed = True


class Sheet(base_classes.Sheet):
    """A worksheet, as xlwings sees it."""

    def __init__(self, book: "Book", model: SheetModel) -> None:
        self._book, self.model = book, model

    @property
    def book(self) -> "Book":
        """The workbook to which it belongs."""
        return self._book

    @property
    def api(self) -> SheetModel:
        """The state of the sheet."""
        return self.model

    @property
    def name(self) -> str:
        """Its name."""
        return self.model.listed.name

    @name.setter
    def name(self, value: str) -> None:
        if value != self.name:
            raise XlwingsError("the package engine cannot rename a sheet: rename it in Excel")

    @property
    def index(self) -> int:
        """Its place among the worksheets, from 1."""
        return self.book.models.index(self.model) + 1

    @property
    def names(self) -> Names:
        """The names scoped to it."""
        return Names(self.book, self.name)

    @property
    def tables(self) -> Tables:
        """Its tables."""
        return Tables(self)

    @property
    def visible(self) -> bool:
        """Whether its tab is shown."""
        return self.model.listed.state == "visible"

    @visible.setter
    def visible(self, value: bool) -> None:
        if value != self.visible:
            raise XlwingsError("the package engine cannot show or hide a sheet: do it in Excel")

    @property
    def cells(self) -> Range:
        """All its cells: an address, nothing is built."""
        return self.at(Area(1, 1, MAX_ROWS, MAX_COLUMNS))

    @property
    def used_range(self) -> Range:
        """The smallest range from A1 on that holds every value."""
        return self.at(self.model.overlay.used())

    def at(self, area: Area) -> Range:
        """Return an area as a range."""
        return Range(self, area)

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        """Return the range from one corner to the other: addresses, names, tuples or ranges."""
        first = self._area(arg1)
        return self.at(first if arg2 is None else span(first, self._area(arg2)))

    def _area(self, place: Any) -> Area:
        if isinstance(place, Range):
            return place.area
        if isinstance(place, tuple):
            row, column, n_rows, n_columns = place if len(place) == 4 else (*place, 1, 1)
            return _checked(Area(row, column, n_rows, n_columns))
        try:
            return parse_area(place)
        except ValueError:
            return self._named(place)

    def _named(self, name: str) -> Area:
        """Return the area of a name or of a table on this sheet."""
        for names in (self.names, self.book.names):
            if names.contains(name):
                found = names(name).refers_to_range
                if found.sheet.name == self.name:
                    return found.area
        if name in self.tables:
            body = self.tables(name).data_body_range
            if body is not None:
                return body.area
        raise XlwingsError(f"{name!r} is no range on the sheet {self.name}")

    def activate(self) -> None:
        """Make it the active sheet of this session; the file keeps its own."""
        self.book.active_sheet = self.model

    def select(self) -> None:
        """Make it the active sheet of this session."""
        self.activate()

    def clear_contents(self) -> None:
        """Blank every cell; formats stay."""
        self.cells.clear_contents()

    def clear(self) -> None:
        """Blank every cell; the package engine leaves formats to the template."""
        self.cells.clear_contents()


def _checked(area: Area) -> Area:
    return span(area, area)


class Sheets(base_classes.Sheets):
    """The worksheets of a workbook."""

    def __init__(self, book: "Book") -> None:
        self._book = book

    @property
    def api(self) -> list[SheetModel]:
        """The states of the sheets."""
        return self._book.models

    @property
    def active(self) -> Sheet:
        """The active sheet."""
        return Sheet(self._book, self._book.active_sheet)

    def __call__(self, name_or_index: int | str) -> Sheet:
        """Return one by its number from 1 or its name, without regard to case; raises KeyError."""
        if isinstance(name_or_index, int):
            return Sheet(self._book, self._book.models[name_or_index - 1])
        for model in self._book.models:
            if model.listed.name.casefold() == name_or_index.casefold():
                return Sheet(self._book, model)
        raise KeyError(name_or_index)

    def __len__(self) -> int:
        return len(self._book.models)

    def __iter__(self) -> Iterator[Sheet]:
        return (Sheet(self._book, model) for model in self._book.models)

    def __contains__(self, name: str) -> bool:
        return any(m.listed.name.casefold() == name.casefold() for m in self._book.models)

    def add(
        self,
        before: object = None,  # noqa: ARG002  the arguments are xlwings'
        after: object = None,  # noqa: ARG002
        name: str | None = None,  # noqa: ARG002
    ) -> Sheet:
        """Not possible here; raises XlwingsError."""
        raise XlwingsError("the package engine cannot add a sheet: add it in Excel")
