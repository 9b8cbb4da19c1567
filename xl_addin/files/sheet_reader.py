"""One sheet of a workbook -> arrays, by python-calamine; runs in the reading child."""

import threading
from typing import Any, NamedTuple

import numpy as np
from python_calamine import CalamineWorkbook

from xl_addin.files.archive import Archive
from xl_addin.files.encode import BLANK, ERROR, NUMBER, TEXT, Codes, Kinds, Values, encode
from xl_addin.files.error_cells import ErrorCells, find_error_cells
from xl_addin.files.sheet_facts import Facts, format_facts, sheet_facts
from xl_addin.files.strays import declared_cells, without_strays

DENSE = 60_000_000  # cells: what calamine would lay out in 2 GB

Answer = tuple[dict[str, Any], list[Any]]


def read_sheet(
    book: CalamineWorkbook,
    archive: Archive | None,
    name: str,
    part: str | None,
    *,
    sparse: bool,
    facts: bool,
) -> Answer:
    """Read a sheet: kinds and values from cell A1 to the last cell, and the levels.

    `sparse` first takes away cells that lie thousands of rows or columns away from the data,
    which calamine would otherwise bridge with blank cells; it is also done where the sheet
    declares more than 60 million cells. Their addresses are answered under "strays". Numbers shown
    with leading zeros come as the texts that people see. Then follows what their formats name
    and, with `facts`, all else that the part says, as `sheet_facts` gives it: that takes as long
    again as the values.
    """
    strays: list[str] = []
    if archive is not None and part is not None:
        if sparse or declared_cells(archive, part) > DENSE:
            book, strays = without_strays(archive, part)
        search = _Search(archive, part, facts=facts)
    else:
        search = None
    sheet = book.get_sheet_by_name(name)
    codes = Codes()
    left = 0 if sheet.start is None else sheet.start[1]
    width = 0 if sheet.start is None else sheet.width
    kinds, values = encode(sheet.iter_rows() if width else (), codes, width)
    kinds, values = _from_column_a(kinds, values, left)
    levels = codes.levels()
    header: dict[str, Any] = {"levels": levels, "strays": strays}
    if search is None:
        return header, [kinds, values]
    found = search.result()
    kinds, values = _mark(kinds, values, levels, found.errors)
    header |= found.facts | {"padded": _pad(kinds, values, levels, found.padded)}
    return header, [kinds, values, *found.places]


class _Said(NamedTuple):
    """What a sheet part says: error cells, numbers with leading zeros, and the facts asked for."""

    errors: ErrorCells
    padded: Any
    facts: Facts
    places: list[Any]


class _Search(threading.Thread):
    """Looks for what calamine passes over while that, which lets threads run, parses the sheet."""

    def __init__(self, archive: Archive, part: str, *, facts: bool) -> None:
        super().__init__(daemon=True)
        self._archive, self._part, self._wants_facts = archive, part, facts
        self._found: _Said | None = None
        self._fault: Exception | None = None
        self.start()

    def run(self) -> None:
        """Search; what goes wrong is kept for `result`."""
        try:
            self._found = self._said()
        except Exception as error:  # noqa: BLE001  raised again in the main thread
            self._fault = error

    def _said(self) -> _Said:
        errors = find_error_cells(lambda: self._archive.chunks(self._part))
        if not self._wants_facts:
            formats, (padded, named) = format_facts(self._archive, self._part)
            return _Said(errors, padded, {"formats": formats}, [named])
        facts, (hidden, levels, padded, indents, named) = sheet_facts(self._archive, self._part)
        return _Said(errors, padded, facts, [hidden, levels, indents, named])

    def result(self) -> _Said:
        """Wait for the search and return what it found, or raise its error."""
        self.join()
        if self._fault is not None:
            raise self._fault
        assert self._found is not None  # noqa: S101
        return self._found


def _from_column_a(kinds: Kinds, values: Values, left: int) -> tuple[Kinds, Values]:
    if left == 0:
        return kinds, values
    edge = ((0, 0), (left, 0))
    wide = np.pad(values, edge, constant_values=np.nan)
    return np.asfortranarray(np.pad(kinds, edge)), np.asfortranarray(wide)


def _mark(
    kinds: Kinds, values: Values, levels: list[str], errors: ErrorCells
) -> tuple[Kinds, Values]:
    """Set the error cells, which calamine gives as blank ones."""
    if not errors:
        return kinds, values
    rows = max(kinds.shape[0], max(row for row, _, _ in errors) + 1)
    columns = max(kinds.shape[1], max(column for _, column, _ in errors) + 1)
    if rows * columns > DENSE:
        return kinds, values
    grown = ((0, rows - kinds.shape[0]), (0, columns - kinds.shape[1]))
    kinds = np.pad(kinds, grown, constant_values=BLANK)
    values = np.pad(values, grown, constant_values=np.nan)
    codes: dict[str, int] = {}
    for row, column, text in errors:
        if text not in codes:
            codes[text] = len(levels)
            levels.append(text)
        kinds[row, column], values[row, column] = ERROR, codes[text]
    return kinds, values


def _pad(kinds: Kinds, values: Values, levels: list[str], padded: Any) -> int:
    """Write numbers that the sheet shows with leading zeros as those texts; return how many."""
    inside = (padded[:, 0] < kinds.shape[0]) & (padded[:, 1] < kinds.shape[1])
    rows, columns, widths = padded[inside].T
    whole = (kinds[rows, columns] == NUMBER) & (values[rows, columns] % 1 == 0)
    codes: dict[str, int] = {}
    shown = zip(rows[whole].tolist(), columns[whole].tolist(), widths[whole].tolist(), strict=True)
    for row, column, width in shown:
        text = f"{int(values[row, column]):0{width}d}"
        if text not in codes:
            codes[text] = len(levels)
            levels.append(text)
        kinds[row, column], values[row, column] = TEXT, codes[text]
    return int(whole.sum())
