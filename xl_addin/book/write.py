"""Results -> cells: fill the tables and blocks of the workbook, found by name.

A table grows and shrinks with its result; a block keeps its size. Formats belong to the template.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import xlwings as xw

from xl_addin.book.columns import ColumnAccessor, ColumnBlock, captions_of
from xl_addin.book.errors import BookError
from xl_addin.book.layouts import INPUT_TABLES, layout_of
from xl_addin.book.names import Index
from xl_addin.exports.headers import map_headers
from xl_addin.texts import Texts

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384  # of a sheet
Columns = Mapping[str, Any]  # column key -> values
Grid = Sequence[Sequence[Any]]


def place_block(index: Index, name: str, grid: Grid) -> bool:
    """Write a block; cells of the block beyond ``grid`` become blank.

    Returns False where the workbook no longer has the block.
    """
    target = index.block(name)
    if target is None:
        return False
    n_rows, n_columns = target.shape
    rows = [[*row, *[None] * (n_columns - len(row))][:n_columns] for row in grid[:n_rows]]
    rows += [[None] * n_columns for _ in range(n_rows - len(rows))]
    columns = tuple([row[place] for row in rows] for place in range(n_columns))
    target.options(ColumnAccessor).value = ColumnBlock(columns)
    return True


def place_table(
    index: Index, name: str, columns: Columns, say: Texts, more: Mapping[str, str] | None = None
) -> bool:
    """Write a result table: headers in the language of ``say``, one row per entry.

    Without any column in ``columns`` the table has no rows. ``more`` gives key and header of
    columns to the right of those that the layout knows.
    Returns False where the workbook no longer has the table. Raises BookError, before anything
    of the table is written, where it would grow over filled cells or past the end of the sheet.
    """
    found = index.table(name)
    if found is None:
        return False
    keys = layout_of(name).keys
    captions = [*(say(f"columns.{key}") for key in keys), *(more or {}).values()]
    rows = [columns[key] for key in (*keys, *(more or {}))] if columns else [[]] * len(captions)
    fill_table(*found, captions, rows)
    return True


def place_input(index: Index, key: str, columns: Columns) -> int:
    """Replace the rows of an input table ("sales", ...) with columns by field.

    A field that the table has no column for gets one at its right end; a column that is not
    given becomes blank. Returns the number of rows. Raises BookError as ``place_table`` does, or
    where the workbook has no such table.
    """
    name = INPUT_TABLES[key]
    found = index.table(name)
    if found is None:
        raise BookError("no_table", table=name)
    sheet, table = found
    captions = captions_of(table.range)
    fields = map_headers(captions, key).fields
    by_place = {place: field for field, place in fields.items()}
    extra = [field for field in columns if field not in fields]
    names = [by_place.get(place, "") for place in range(len(captions))] + extra
    n_rows = len(next(iter(columns.values())))
    blank = [None] * n_rows
    fill_table(sheet, table, captions + extra, [columns.get(field, blank) for field in names])
    return n_rows


def place_inputs(index: Index, tables: Mapping[str, pd.DataFrame]) -> None:
    """Replace the rows of several input tables with frames by field. Raises as ``place_input``."""
    for key, frame in tables.items():
        place_input(index, key, {str(field): column for field, column in frame.items()})


def fill_table(
    sheet: xw.Sheet, table: xw.main.Table, captions: list[str], columns: list[Any]
) -> None:
    """Give a table these captions and columns, growing and shrinking it to their length.

    Raises BookError, before anything is written, where it would grow over filled cells or past
    the end of the sheet.
    """
    area = table.range
    n_old, n_new = area.shape[0] - 1, len(columns[0])
    header = area[0, 0].resize(1, len(captions))
    _check_room(sheet, table, n_old, n_new, len(captions))
    # the names of the columns, not the header cells: for those a file engine reads the sheet
    if [column.name for column in table.columns] != captions:
        # An apostrophe, which Excel takes off: no product called 1/2 becomes a date.
        header.value = [f"'{caption}" for caption in captions]
    if (surplus := area.shape[1] - len(captions)) > 0:
        header.offset(0, len(captions)).resize(1 + n_old, surplus).clear_contents()
    if n_old > n_new:
        header.offset(1 + n_new, 0).resize(n_old - n_new, len(captions)).clear_contents()
    rows = max(n_new, 1)  # a table always has one row, blank when there is nothing to tell
    if (n_old, area.shape[1]) != (rows, len(captions)):
        table.resize(header.resize(rows + 1, len(captions)))
    if n_new:
        header.offset(1, 0).options(ColumnAccessor).value = ColumnBlock(tuple(columns))


def _check_room(
    sheet: xw.Sheet, table: xw.main.Table, n_old: int, n_new: int, n_columns: int
) -> None:
    area = table.range
    if area.row + n_new > LAST_ROW:
        raise BookError("too_long", sheet=sheet.name, table=table.name, rows=n_new)
    if n_new <= max(n_old, 1):
        return
    new_rows = area[0, 0].offset(1 + n_old, 0).resize(n_new - n_old, n_columns)
    last = sheet.used_range.last_cell
    if last.row < new_rows.row:
        return
    reach = min(new_rows.shape[0], last.row - new_rows.row + 1)
    for place, series in enumerate(new_rows.resize(reach, n_columns).options(ColumnAccessor).value):
        filled = series.notna().to_numpy().nonzero()[0]
        if len(filled):
            cell = new_rows[int(filled[0]), place].get_address(
                row_absolute=False, column_absolute=False
            )
            raise BookError(
                "cells_in_the_way", sheet=sheet.name, table=table.name, rows=n_new, cell=cell
            )
