"""Cells -> frames: the input tables of the workbook, with the way back to cell addresses."""

from dataclasses import dataclass
from typing import Any

import pandas as pd
import xlwings as xw
from xlwings.utils import col_name

from scoring.errors import Problem
from scoring.tables.money import Formats
from xl_addin.book.columns import ColumnAccessor
from xl_addin.book.errors import BookError
from xl_addin.book.layout import Format
from xl_addin.book.layouts import INPUT_TABLES, layout_of
from xl_addin.book.money_formats import money_formats
from xl_addin.book.names import Index
from xl_addin.exports.headers import HeaderMap, map_headers

REQUIRED = {
    "sales": ("date", "customer", "amount"),
    "customers": ("customer",),
    "products": ("product",),
    "offers": ("customer", "product", "status"),
    "invoices": ("invoice", "customer", "due", "amount"),
    "terms": ("customer",),
    "answers": ("question", "answer"),
}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a frame came from, so that row 12 of the frame can be told as cell D17."""

    sheet: str
    table: str
    first_row: int  # 1-based sheet row of frame row 0
    first_column: int  # 1-based sheet column of header 0
    headers: HeaderMap
    rows_below: int = 0  # filled rows directly under the table, not part of it
    area: str = ""  # sheet and cells of the whole table, such as Sales!B6:G17

    def cell(self, field: str, row: int) -> str:
        """Return the address of one cell, such as ``D17``."""
        column: str = col_name(self.first_column + self.headers.fields[field])
        return f"{column}{self.first_row + row}"

    def place(self, problem: Problem, row: int) -> str:
        """Return sheet and cell of one faulty row of ``problem``."""
        if problem.column in self.headers.fields:
            return f"{self.sheet}!{self.cell(problem.column, row)}"
        return f"{self.sheet}!{self.first_row + row}:{self.first_row + row}"

    def header(self, field: str) -> str:
        """Return the header of ``field`` as the user wrote it."""
        place = self.headers.fields.get(field)
        return field if place is None else self.headers.headers[place]


@dataclass(frozen=True, slots=True)
class InputTable:
    """One input table: its frame with field keys as columns, and its origin.

    formats: what the number formats of its money show; formats_partly: the fields where an Excel
    was not asked about all rows.
    """

    frame: pd.DataFrame
    origin: Origin
    formats: Formats
    formats_partly: tuple[str, ...]


def read_input(index: Index, key: str) -> InputTable | None:
    """Read the input table ``key`` ("sales", "customers", ...).

    Returns None where the workbook has no such table. Raises BookError where two columns could be
    the same field or a needed column is missing.
    """
    name = INPUT_TABLES[key]
    found = index.table(name)
    if found is None:
        return None
    sheet, table = found
    area = table.range
    captions = area[0, :].options(ndim=1).value
    headers = map_headers(["" if text is None else str(text) for text in captions], key)
    _check_headers(key, sheet.name, table.name, headers)
    body = area[1:, :]
    columns = body.options(ColumnAccessor).value
    frame = pd.DataFrame({field: columns[place] for field, place in headers.fields.items()})
    below = sum(not series.isna().all() for series in _row_below(area))
    cells = area.get_address(row_absolute=False, column_absolute=False)
    place = f"{sheet.name}!{cells}"
    origin = Origin(sheet.name, table.name, area.row + 1, area.column, headers, below, place)
    return InputTable(frame, origin, *money_formats(body, headers.fields))


def _row_below(area: xw.Range) -> list[pd.Series]:
    columns: list[pd.Series] = area[-1, :].offset(1, 0).options(ColumnAccessor).value
    return columns


def _check_headers(key: str, sheet: str, table: str, headers: HeaderMap) -> None:
    if headers.double:
        field, first, second = headers.double[0]
        raise BookError(
            "double_column", sheet=sheet, table=table, first=first, second=second, field=field
        )
    if missing := [field for field in REQUIRED[key] if field not in headers.fields]:
        shown = ", ".join(header for header in headers.headers if header)
        raise BookError(
            "no_columns", sheet=sheet, table=table, fields=", ".join(missing), headers=shown
        )


def read_record(index: Index, name: str) -> pd.DataFrame:
    """Read back a table that an earlier run wrote (history, log), columns by key.

    Dates are datetime64, numbers float64, the rest text; a cell changed by hand into something
    else is blank. Empty where the workbook has no such table, or where its columns were changed.
    """
    layout = layout_of(name)
    found = index.table(name)
    if found is None or found[1].range.shape[1] != len(layout.columns):
        columns = [pd.Series(dtype=object) for _ in layout.columns]
    else:
        columns = found[1].range[1:, :].options(ColumnAccessor).value
    frame = pd.DataFrame(
        {
            column.key: _typed(cells, column.format)
            for column, cells in zip(layout.columns, columns, strict=True)
        }
    )
    return frame.loc[frame.notna().any(axis=1)].reset_index(drop=True)


def _typed(cells: "pd.Series[Any]", kind: Format) -> "pd.Series[Any]":
    if kind in {"date", "datetime"}:
        return pd.to_datetime(cells, errors="coerce").astype("datetime64[s]")
    if kind in {"text", "class"}:
        return cells.astype(object)
    return pd.to_numeric(cells.astype(object), errors="coerce").astype("float64")
