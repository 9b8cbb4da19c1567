"""A file of one table, as people export it: csv, xlsx, xlsm, xls or parquet."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from xl_addin.files.cells import SheetCells
from xl_addin.files.errors import FileError
from xl_addin.files.guard import GuardedFile, look_at
from xl_addin.files.reader import ChildReader
from xl_addin.files.workbook_parts import SheetPart
from xl_addin.files.workbook_reader import WorkbookReader

if TYPE_CHECKING:
    import pandas as pd

_NOT_DATA = re.compile(r"(_?xlwings\.conf|.*\.py)", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class FileTable:
    """The header and the columns of a table in a file.

    headers: one text per column, "" where the header is blank. columns: one Series per header, in
    the shapes that the gate takes, all of one length; blank rows keep their place. `first_row`: the
    sheet row (or record) of the first data row, from 1. `sheet`: "" for a text or parquet file.
    `places`: the sheet column of each header, from 1. `notices`: (code, details) of what was
    repaired or left aside: "file.not_named_so" {kind}, "csv.windows1251", "csv.utf16",
    "sheets.hidden" {sheets}, "sheets.ignored" {sheets}, "cells.stray" {cells}.
    """

    path: Path
    headers: list[str]
    columns: "list[pd.Series[Any]]"
    first_row: int
    places: tuple[int, ...]
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    notices: tuple[tuple[str, dict[str, str]], ...] = ()

    @property
    def n_rows(self) -> int:
        """Number of rows below the header, blank ones included."""
        return len(self.columns[0]) if self.columns else 0


def read_table(path: Path | str, *, sheet: str | None = None) -> FileTable:
    """Read the one table of a file; the first row that is not blank is its header.

    The file is told by its content: a text file named .xlsx is read as text, with a notice. A
    workbook is read at its only visible sheet with data, or at `sheet`. Texts stay texts, also
    "NA" and "NULL". The file is never changed.
    Raises FileError: the guard's refusals; two visible sheets with data and no `sheet`; an unknown
    `sheet`; no rows below the header; for text files what `read_csv` refuses.
    """
    file = look_at(Path(path))
    if file.kind in {"workbook", "xls"}:
        return _read_workbook(file, sheet)
    if sheet is not None:
        raise FileError("sheet.not_for_text", path=path, sheet=sheet)
    child = ChildReader(file)
    try:
        header, (kinds, values) = child.ask(do="parquet" if file.kind == "parquet" else "csv")
    finally:
        child.close()
    if "header" in header:
        cells = SheetCells(kinds, values, header["levels"], first_row=2)
        return _table(file, cells, 0, list(map(str, header["header"])), ())
    cells = SheetCells(kinds, values, header["levels"], first_row=1 + header["skipped"])
    return _from_cells(file, cells, _text_notices(file, header["encoding"]))


def _text_notices(file: GuardedFile, encoding: str) -> list[tuple[str, dict[str, str]]]:
    notices: list[tuple[str, dict[str, str]]] = []
    if file.path.suffix.lower() in {".xlsx", ".xlsm", ".xls"}:
        notices.append(("file.not_named_so", {"kind": "CSV"}))
    if encoding != "utf-8":
        notices.append((f"csv.{encoding.replace('-', '')}", {}))
    return notices


def _read_workbook(file: GuardedFile, wanted: str | None) -> FileTable:
    with WorkbookReader(file) as book:
        names = tuple(found.name for found in book.sheets)
        notices: list[tuple[str, dict[str, str]]] = []
        if wanted is None:
            name = _only_sheet_with_data(book, notices)
        else:
            name = next((n for n in names if n.casefold() == wanted.strip().casefold()), "")
            if not name:
                listed = ", ".join(names)
                raise FileError("sheet.missing", path=file.path, sheet=wanted, sheets=listed)
        cells = book.read(name)
    if cells.strays:
        notices.append(("cells.stray", {"cells": ", ".join(cells.strays)}))
    return _from_cells(file, cells, notices, name, names)


def _only_sheet_with_data(book: WorkbookReader, notices: list[tuple[str, dict[str, str]]]) -> str:
    plain = [sheet for sheet in book.sheets if not _NOT_DATA.fullmatch(sheet.name)]
    seen = [sheet for sheet in plain if sheet.state == "visible"]
    for code, left in (
        ("sheets.ignored", [sheet for sheet in book.sheets if sheet not in plain]),
        ("sheets.hidden", [sheet for sheet in plain if sheet not in seen]),
    ):
        if left:
            notices.append((code, {"sheets": _listed(left)}))
    full = [sheet for sheet in seen if _n_filled_rows(book.read(sheet.name)) >= 2]
    if not full:  # a header without rows is told as such, with its row
        full = [sheet for sheet in seen if _n_filled_rows(book.read(sheet.name)) == 1]
    if len(full) == 1:
        return full[0].name
    code = "sheet.many" if full else "sheet.none"
    raise FileError(code, path=book.path, sheets=_listed(full or book.sheets))


def _listed(sheets: Sequence[SheetPart]) -> str:
    return ", ".join(sheet.name for sheet in sheets)


def _n_filled_rows(cells: SheetCells) -> int:
    return int(np.count_nonzero(cells.kinds.any(axis=1)))


def _from_cells(
    file: GuardedFile,
    cells: SheetCells,
    notices: Sequence[tuple[str, dict[str, str]]],
    sheet: str = "",
    sheets: tuple[str, ...] = (),
) -> FileTable:
    filled = np.flatnonzero(cells.kinds.any(axis=1))
    if not filled.size:
        raise FileError("file.empty" if not sheet else "sheet.none", path=file.path, sheets=sheet)
    at = int(filled[0])
    headers = [_header(cells.cell(at, j)) for j in range(cells.n_cols)]
    return _table(file, cells, at + 1, headers, notices, sheet, sheets)


def _table(
    file: GuardedFile,
    cells: SheetCells,
    start: int,
    headers: list[str],
    notices: Sequence[tuple[str, dict[str, str]]],
    sheet: str = "",
    sheets: tuple[str, ...] = (),
) -> FileTable:
    filled = np.flatnonzero(cells.kinds[start:].any(axis=1))
    if not filled.size:
        raise FileError("table.no_rows", path=file.path, row=cells.first_row + start - 1)
    stop = start + int(filled[-1]) + 1
    used = [j for j in range(cells.n_cols) if headers[j] or cells.kinds[start:stop, j].any()]
    return FileTable(
        path=file.path,
        headers=[headers[j] for j in used],
        columns=[cells.column(j, start, stop) for j in used],
        first_row=cells.first_row + start,
        places=tuple(cells.first_column + j for j in used),
        sheet=sheet,
        sheets=sheets,
        notices=tuple(notices),
    )


def _header(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
