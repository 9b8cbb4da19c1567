"""A file that holds tables, opened: its sheets as grids of cells, whatever kind of file it is."""

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from xl_addin.files.cells import SheetCells
from xl_addin.files.csv_reader import read_plain_csv
from xl_addin.files.errors import FileError
from xl_addin.files.guard import GuardedFile, look_at
from xl_addin.files.reader import ChildReader
from xl_addin.files.sheet_tables import TableParts, table_parts
from xl_addin.files.workbook_reader import WorkbookReader

_NOT_DATA = re.compile(r"(_?xlwings\.conf|.*\.py)", re.IGNORECASE)
_SHOWN = 10
_SEEN = 1_000  # rows that are looked at together
Notice = tuple[str, dict[str, str]]


@dataclass(frozen=True, eq=False)
class FileGrid:
    """One sheet of a file, or the one table of a text or parquet file.

    `sheet`: "" for a text or parquet file. `headers`: the names of a parquet file's columns, which
    stand in no row. `notices`: (code, details) of what was repaired or left aside.
    """

    path: Path
    cells: SheetCells
    sheet: str = ""
    headers: tuple[str, ...] = ()
    parts: TableParts = TableParts()  # noqa: RUF009  frozen
    notices: tuple[Notice, ...] = ()
    style: str = ""  # encoding and separator of a text file
    broken_lines: tuple[int, ...] = ()  # of a text file, left out


@dataclass(frozen=True, eq=False)
class OpenFile:
    """An opened file: the grids that may hold the table, and the names of all its sheets."""

    path: Path
    sheets: tuple[str, ...]
    grids: tuple[FileGrid, ...]
    notices: tuple[Notice, ...]


@contextmanager
def open_table_file(
    path: Path | str,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    leave_out: bool = False,
) -> Iterator[OpenFile]:
    """Open a file of tables: csv, xlsx, xlsm, xls or parquet, told by its content.

    Of a workbook the visible sheets with data are given, or `sheet` alone. `encoding` is that of
    a text file; without it, it is found out. `leave_out` passes over broken lines of a text file.
    The file is never changed.
    Raises FileError: the guard's refusals; an unknown `sheet`; no data; what `read_csv` refuses.
    """
    file = look_at(Path(path))
    if file.kind in {"workbook", "xls"}:
        with WorkbookReader(file) as book:
            yield _workbook(file, book, sheet)
        return
    if sheet is not None:
        raise FileError("sheet.not_for_text", path=path, sheet=sheet)
    grid = _plain(file, encoding)
    if grid is None:
        with closing(ChildReader(file)) as child:
            if file.kind == "parquet":
                grid = _parquet(file, child)
            else:
                grid = _text(file, child, encoding, leave_out=leave_out)
    yield OpenFile(file.path, (), (grid,), ())


def _parquet(file: GuardedFile, child: ChildReader) -> FileGrid:
    header, (kinds, values) = child.ask(do="parquet")
    cells = SheetCells(kinds, values, header["levels"], first_row=2)
    return FileGrid(file.path, cells, headers=tuple(map(str, header["header"])))


def _text(
    file: GuardedFile, child: ChildReader, encoding: str | None, *, leave_out: bool
) -> FileGrid:
    asked = {"do": "csv", "encoding": encoding, "leave_out": leave_out}
    header, (kinds, values) = child.ask(**asked)
    cells = SheetCells(kinds, values, header["levels"], first_row=1 + header["skipped"])
    return _text_grid(file, cells, header, encoding)


def _plain(file: GuardedFile, encoding: str | None) -> FileGrid | None:
    """Read a large plain text file at once, here; None where the child has to."""
    read = read_plain_csv(str(file.path), file.data, encoding) if file.kind == "text" else None
    if read is None:
        return None
    header, cells = read
    cells = replace(cells, first_row=1 + header["skipped"])
    return _text_grid(file, cells, header, encoding)


def _text_grid(
    file: GuardedFile, cells: SheetCells, header: dict[str, Any], encoding: str | None
) -> FileGrid:
    notices: list[Notice] = []
    if file.path.suffix.lower() in {".xlsx", ".xlsm", ".xls"}:
        notices.append(("file.not_named_so", {"kind": "CSV"}))
    name = header["encoding"]
    if encoding is None and name != "utf-8":
        notices.append((f"csv.{name.replace('-', '')}", {}))
    if header["ragged"]:
        lines = ", ".join(map(str, header["ragged_lines"][:_SHOWN]))
        lines += ", …" if header["ragged"] > _SHOWN else ""
        notices.append(("csv.ragged", {"count": str(header["ragged"]), "lines": lines}))
    style = f"{name}, {_SEPARATORS.get(header['separator'], header['separator'])}"
    broken = tuple(header["ragged_lines"])
    return FileGrid(file.path, cells, notices=tuple(notices), style=style, broken_lines=broken)


_SEPARATORS = {"\t": "TAB"}


def _workbook(file: GuardedFile, book: WorkbookReader, wanted: str | None) -> OpenFile:
    names = tuple(found.name for found in book.sheets)
    notices: list[Notice] = []
    if wanted is None:
        chosen = _visible_sheets(book, notices)
    else:
        chosen = [n for n in names if n.casefold() == wanted.strip().casefold()]
        if not chosen:
            listed = ", ".join(names)
            raise FileError("sheet.missing", path=file.path, sheet=wanted, sheets=listed)
    grids = [_grid(file, book, name) for name in chosen]
    full = [grid for grid in grids if grid.cells.kinds.any()]
    if not full:
        raise FileError("sheet.none", path=file.path, sheets=", ".join(names))
    return OpenFile(file.path, names, tuple(full), tuple(notices))


def _visible_sheets(book: WorkbookReader, notices: list[Notice]) -> list[str]:
    plain = [sheet for sheet in book.sheets if not _NOT_DATA.fullmatch(sheet.name)]
    seen = [sheet for sheet in plain if sheet.state == "visible"]
    for code, left in (
        ("sheets.ignored", [sheet for sheet in book.sheets if sheet not in plain]),
        ("sheets.hidden", [sheet for sheet in plain if sheet not in seen]),
    ):
        if left:
            notices.append((code, {"sheets": ", ".join(sheet.name for sheet in left)}))
    return [sheet.name for sheet in seen]


def _grid(file: GuardedFile, book: WorkbookReader, name: str) -> FileGrid:
    cells = book.read(name)
    notices: list[Notice] = []
    if cells.strays:
        notices.append(("cells.stray", {"cells": ", ".join(cells.strays)}))
    if cells.facts.padded:
        notices.append(("cells.padded", {"count": str(cells.facts.padded)}))
    part = next(sheet.part for sheet in book.sheets if sheet.name == name)
    parts = table_parts(book.archive, part) if book.archive is not None else TableParts()
    return FileGrid(file.path, cells, name, parts=parts, notices=tuple(notices))


def first_filled(cells: SheetCells, count: int) -> list[int]:
    """Return the first rows of a block, 0-based, that hold anything."""
    found: list[int] = []
    for start in range(0, cells.n_rows, _SEEN):
        here = cells.kinds[start : start + _SEEN].any(axis=1)
        found += (start + np.flatnonzero(here)).tolist()
        if len(found) >= count:
            break
    return found[:count]
