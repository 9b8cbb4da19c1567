"""A range of cells, as xlwings sees it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from xlwings import XlwingsError, base_classes

from xl_addin.engines.package.addresses import Area, span
from xl_addin.engines.package.names import Name, Names, quoted
from xl_addin.engines.package.overlay import Single
from xl_addin.engines.package.regions import current_region, edge
from xl_addin.engines.package.tables import Table
from xl_addin.engines.package.values import block_of_columns, block_of_rows
from xl_addin.files.cells import Cell, SheetCells

if TYPE_CHECKING:
    from xl_addin.engines.package.sheets import Sheet

MAX_CELLS = 20_000_000  # of one read or write as Python values


class Range(base_classes.Range):
    """A rectangle of a sheet; an address until cells are read or written."""

    max_cells_per_read = max_cells_per_write = None  # no chunks: there is no process to spare

    def __init__(self, sheet: "Sheet", area: Area) -> None:
        self._sheet, self.area = sheet, area
        self.options: dict[str, Any] = {}  # xlwings sets it

    @property
    def sheet(self) -> "Sheet":
        """The sheet on which it lies."""
        return self._sheet

    @property
    def api(self) -> Area:
        """The area; never empty, or xlwings would drop writes."""
        return self.area

    @property
    def coords(self) -> tuple[str, int, int, int, int]:
        """Sheet, row, column, last row, last column."""
        area = self.area
        return (self.sheet.name, area.row, area.column, area.last_row, area.last_column)

    @property
    def row(self) -> int:
        """The first row, from 1."""
        return self.area.row

    @property
    def column(self) -> int:
        """The first column, from 1."""
        return self.area.column

    @property
    def shape(self) -> tuple[int, int]:
        """Number of rows and columns."""
        return self.area.n_rows, self.area.n_columns

    @property
    def arg1_input(self) -> str:
        """The address, by which xlwings tells rows from columns."""
        return self.area.address()

    def __len__(self) -> int:
        return self.area.n_rows * self.area.n_columns

    def __call__(self, arg1: int, arg2: int | None = None) -> "Range":
        """Return a cell by its number along the rows, or by row and column, all from 1.

        The numbers may lie outside of the range.
        """
        if arg2 is None:
            i, j = divmod(arg1 - 1, self.area.n_columns)
        else:
            i, j = arg1 - 1, arg2 - 1
        cell = Area(self.row + i, self.column + j, 1, 1)
        return Range(self.sheet, span(cell, cell))

    def read_columns(self) -> SheetCells:
        """Return the cells as arrays, without a Python object per cell."""
        return self.sheet.model.overlay.read(self.area)

    def sheet_cells(self) -> SheetCells:
        """Return all cells of the sheet as the file holds them, and what their formats name."""
        return self.sheet.model.overlay.load()

    def write_columns(self, columns: Sequence[Any]) -> None:
        """Write columns of one length from the first cell on, whatever the size of the range.

        A column is a list, a numpy array or a pandas Series; `values.block_of_columns` has the
        rules. Raises ValueError for columns of different lengths or that leave the sheet.
        """
        if columns and len(columns[0]):
            self._write(block_of_columns(columns, self.row, self.column, self._notices))

    @property
    def raw_value(self) -> Cell | list[list[Cell]]:
        """The value of a single cell, else rows of values."""
        self._check_size()
        rows = self.read_columns().rows()
        return rows[0][0] if self.shape == (1, 1) else rows

    @raw_value.setter
    def raw_value(self, value: Any) -> None:
        rows = self._rows_of(value)
        self._write(block_of_rows(rows, self.row, self.column, self._notices))

    @property
    def formula(self) -> str | list[list[str]]:
        """The formula of a cell, or its value as text; rows of them for more than one cell."""
        self._check_size()
        cells = self.read_columns()
        rows = [
            [
                self._formula(self.row + i, self.column + j, cells.cell(i, j))
                for j in range(cells.n_cols)
            ]
            for i in range(cells.n_rows)
        ]
        return rows[0][0] if self.shape == (1, 1) else rows

    @formula.setter
    def formula(self, value: Any) -> None:
        self._write_formulas(value, is_array=False)

    @property
    def formula2(self) -> str | list[list[str]]:
        """The same as `formula`."""
        return self.formula

    @formula2.setter
    def formula2(self, value: Any) -> None:
        self._write_formulas(value, is_array=True)

    @property
    def has_array(self) -> bool:
        """Whether the first cell belongs to an array formula of the file."""
        return any(
            area.covers(Area(self.row, self.column, 1, 1)) for area in self.sheet.model.arrays
        )

    def clear_contents(self) -> None:
        """Blank the cells; formats stay."""
        self.sheet.model.touch()
        self.sheet.model.overlay.clear(self.area)

    def clear(self) -> None:
        """Blank the cells; the package engine leaves formats to the template."""
        self.clear_contents()

    @property
    def number_format(self) -> str | None:
        """The number format of the first cell."""
        return self.sheet.book.number_format(self.sheet.model, self.row, self.column)

    @number_format.setter
    def number_format(self, value: str) -> None:
        raise XlwingsError(
            f"the package engine leaves formats to the template: {value!r} is not set"
        )

    def end(self, direction: str) -> "Range":
        """Return the cell where Ctrl and an arrow key lead from the first cell."""
        row, column = edge(self.sheet.model.overlay, self.area, direction)
        return Range(self.sheet, Area(row, column, 1, 1))

    @property
    def current_region(self) -> "Range":
        """The filled block around the first cell, up to blank rows and columns."""
        return Range(self.sheet, current_region(self.sheet.model.overlay, self.area))

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:  # noqa: FBT001
        """Return the address in A1 notation."""
        address = self.area.address(rows=row_absolute, columns=col_absolute)
        if not external:
            return address
        book, sheet = self.sheet.book.name, self.sheet.name
        if quoted(sheet) == sheet and " " not in book:
            return f"[{book}]{sheet}!{address}"
        whole = f"[{book}]{sheet}".replace("'", "''")
        return f"'{whole}'!{address}"

    @property
    def address(self) -> str:
        """The address with dollar signs."""
        return self.area.address(rows=True, columns=True)

    @property
    def name(self) -> Name | None:
        """The name that stands for exactly this range, if any."""
        reference = f"={quoted(self.sheet.name)}!{self.address}"
        return next((n for n in self.sheet.book.names if n.refers_to == reference), None)

    @name.setter
    def name(self, value: str) -> None:
        Names(self.sheet.book).add(value, f"={quoted(self.sheet.name)}!{self.address}")

    @property
    def table(self) -> Table | None:
        """The table in which the first cell lies, if any."""
        cell = Area(self.row, self.column, 1, 1)
        return next((t for t in self.sheet.tables if t.part.area.covers(cell)), None)

    def select(self) -> None:
        """Make the sheet the active one."""
        self.sheet.activate()

    @property
    def _notices(self) -> list[str]:
        notices: list[str] = self.sheet.book.notices
        return notices

    def _check_size(self) -> None:
        if len(self) > MAX_CELLS:
            raise XlwingsError(f"{self.address} has too many cells to be read at once")

    def _rows_of(self, value: Any) -> list[list[Any]]:
        """Return rows: a scalar fills the range, a flat list is one row."""
        if isinstance(value, (list, tuple)) and value:
            return value if isinstance(value[0], (list, tuple)) else [value]  # type: ignore[return-value, list-item]
        self._check_size()
        return [[value] * self.area.n_columns] * self.area.n_rows

    def _write(self, block: SheetCells) -> None:
        corner = Area(block.first_row, block.first_column, block.n_rows, block.n_cols)
        span(corner, corner)  # refuses what leaves the sheet
        self.sheet.model.touch()
        self.sheet.model.overlay.write(block)

    def _write_formulas(self, value: Any, *, is_array: bool) -> None:
        rows = self._rows_of(value)
        self._write(block_of_rows(rows, self.row, self.column, self._notices))
        nothing = SheetCells(np.zeros((1, 1), np.uint8), np.full((1, 1), np.nan), ())
        for i, row in enumerate(rows):
            for j, text in enumerate(row):
                if isinstance(text, str) and text.startswith("=") and len(text) > 1:
                    place = self.row + i, self.column + j
                    single = Single(nothing, text[1:], is_array)
                    self.sheet.model.overlay.singles[place] = single

    def _formula(self, row: int, column: int, value: Cell) -> str:
        model = self.sheet.model
        single = model.overlay.singles.get((row, column))
        if single is not None and single.formula is not None:
            return f"={single.formula}"
        is_old = single.keep if single is not None else not model.is_patched(row, column)
        if is_old and (row, column) in model.formulas:
            return model.formulas[row, column]
        if value is None:
            return ""
        if isinstance(value, bool):
            return str(value).upper()
        if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        return str(value)
