"""The table in a file, cut out: its rows freed of what is no data."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from scoring.errors import shown
from xl_addin.exports import grouped
from xl_addin.exports.file_table import NEEDED, FileTable
from xl_addin.exports.header_rows import Found, find_header, texts_of_row
from xl_addin.exports.headers import HeaderMap
from xl_addin.exports.number_formats import formats_of
from xl_addin.exports.options import ImportOptions
from xl_addin.exports.rows import holds_values, odd_rows
from xl_addin.exports.spelled import columns_of
from xl_addin.files.cells import SheetCells
from xl_addin.files.encode import BLANK
from xl_addin.files.errors import FileError
from xl_addin.files.tabular import FileGrid, Notice, OpenFile, first_filled, open_table_file

if TYPE_CHECKING:
    pass

ANCHORS = {"sales": "date", "invoices": "due", "customers": None}
NAMED = frozenset(
    {"customer", "customer_name", "document", "invoice"}
)  # where a total says so beside a date


def read_table(
    path: Path | str, key: str = "sales", options: ImportOptions | None = None
) -> FileTable:
    """Read the table ``key`` ("sales", ...) of a file.

    The header is the row, within the first forty that hold anything, in which most columns of the
    table are recognised; where none is, the first row. Of several visible sheets the one that holds
    such a table is read. Total rows, a header pasted in again and another table below are left out
    and told, merged cells are filled where a merge says so.
    Raises FileError: what `open_table_file` refuses; two sheets with such a table and no sheet
    named; no rows below the header; formulas without values; grouped reports and periods as columns
    unless the options say how to read them; another table with values below, unless they say to
    leave it out.
    """
    chosen = options or ImportOptions()
    with open_table_file(
        path, sheet=chosen.sheet, encoding=chosen.encoding, leave_out=chosen.skip_bad_rows
    ) as file:
        found = _choose([find_header(grid, key, chosen) for grid in file.grids], key, file)
        return _read(found, key, chosen, file)


def _choose(found: Sequence[Found], key: str, file: OpenFile) -> Found:
    """Take the one sheet that holds the table; a header without rows is told as such."""
    fitting = [each for each in found if each.fits(key)]
    for group in (fitting, found):
        full = [each for each in group if len(first_filled(each.grid.cells, 2)) == 2] or list(group)
        if len(full) == 1:
            return full[0]
        if len(full) > 1:
            names = ", ".join(each.grid.sheet for each in full)
            raise FileError("sheet.many", path=file.path, sheets=names)
    raise FileError("sheet.none", path=file.path, sheets=", ".join(file.sheets))


def _read(found: Found, key: str, options: ImportOptions, file: OpenFile) -> FileTable:
    """Cut the table out of its grid."""
    grid, cells = found.grid, found.grid.cells
    start = found.row + 1
    _check_values(grid)
    anchor = found.fields.fields.get(ANCHORS.get(key) or "")
    needed = found.fields.fields.get(NEEDED[key][0])
    places = {**found.fields.fields, **found.fields.names}
    names = [at for name, at in places.items() if name in NAMED]
    odd = odd_rows(cells, start, found.headers, anchor=anchor, key=needed, names=names)
    stop = cells.n_rows if odd.stop is None else odd.stop
    if odd.stop is not None and not options.first_table:
        _check_below(grid, odd.stop)
    totals = sorted({*odd.totals, *(row - cells.first_row for row in grid.parts.totals)})
    hidden = cells.facts.hidden[cells.facts.hidden >= start]
    left = np.zeros(cells.n_rows, bool)
    left[[row for row in (*totals, *odd.headers) if row < cells.n_rows]] = True
    if options.visible_only:
        left[hidden[hidden < cells.n_rows]] = True
    filled = start + np.flatnonzero(cells.filled[start:stop] & ~left[start:stop])
    if not filled.size:
        row = cells.first_row + found.row
        raise FileError("table.no_rows", path=grid.path, sheet=grid.sheet, row=row)
    end = int(filled[-1]) + 1
    notices = [*file.notices, *grid.notices, *_notices(found, odd.headers, totals, odd.stop)]
    notices += _hidden_notices(grid, hidden[hidden < end], options)
    report = None
    if key == "sales":
        report = grouped.recognise(cells, filled, found.fields, found.levels)
    if report is not None:
        total = [row for row in totals if start <= row < cells.n_rows]
        return _flat(found, report, options, total, notices)
    cells, merged = _unmerged(cells, start, end)
    if merged:
        notices.append(("cells.merged", {"count": str(merged)}))
    rows = np.flatnonzero(~left[start:end]) + start
    used = [
        j
        for j in range(cells.n_cols)
        if (j < len(found.headers) and found.headers[j]) or cells.kinds[start:end, j].any()
    ]
    body = cells.block(cells.first_row + start, cells.first_column, end - start, cells.n_cols)
    if rows.size < end - start:
        body = body.only(rows - start)
    fields = _moved(found.fields, used)
    columns, spelled = columns_of(body, used, fields, key, options.reading.decimal)
    return FileTable(
        path=grid.path,
        headers=tuple(found.headers[j] if j < len(found.headers) else "" for j in used),
        columns=columns,
        lines=rows + cells.first_row,
        header_row=cells.first_row + found.row,
        places=tuple(cells.first_column + j for j in used),
        fields=fields,
        sheet=grid.sheet,
        sheets=file.sheets,
        notices=tuple(notices),
        style=grid.style,
        spelled=spelled,
        formats=formats_of(found.grid.cells, rows, used),
        broken_lines=grid.broken_lines,
    )


def _flat(
    found: Found,
    report: grouped.Grouped,
    options: ImportOptions,
    totals: Sequence[int],
    notices: Sequence[Notice],
) -> FileTable:
    """Read a grouped report as a flat table, and compare it with its own total."""
    grid, cells = found.grid, found.grid.cells
    details = {"sheet": grid.sheet, "row": cells.first_row + int(report.rows[0])}
    if options.grouped is None:
        raise FileError("sheet.grouped", path=grid.path, **details)
    levels = grouped.level_fields(report, options.grouped)
    if levels is None:
        raise FileError("sheet.grouped_levels", path=grid.path, count=report.depth, **details)
    flat = grouped.flatten(cells, report, levels, found.fields)
    told: list[Notice] = [
        ("grouped.read", {"rows": str(flat.rows.size), "groups": str((~report.sales).sum())})
    ]
    if flat.groups_off:
        told.append(("grouped.groups_off", {"count": str(flat.groups_off)}))
    if totals:
        own = grouped.number_at(cells, totals[-1], found.fields.fields["amount"])
        same = abs(own - flat.money) < 0.005
        values = {"total": f"{own:.2f}", "sum": f"{flat.money:.2f}"}
        values |= {"difference": f"{flat.money - own:.2f}"}
        told.append((f"grouped.{'agrees' if same else 'differs'}", values))
    return FileTable(
        path=grid.path,
        headers=flat.headers,
        columns=flat.columns,
        lines=flat.rows + cells.first_row,
        header_row=cells.first_row + found.row,
        places=tuple(cells.first_column + at for at in flat.places),
        fields=flat.fields,
        sheet=grid.sheet,
        notices=(*notices, *told),
        style=grid.style,
        formats=formats_of(cells, flat.rows, flat.places),
    )


def _check_values(grid: FileGrid) -> None:
    facts = grid.cells.facts
    if facts.no_values:
        places = ", ".join(facts.no_value_cells)
        details = {"sheet": grid.sheet, "count": facts.no_values, "cells": places}
        raise FileError("sheet.no_values", path=grid.path, **details)


def _check_below(grid: FileGrid, stop: int) -> None:
    """Ask about another table below the first; words alone, such as a signature, are none.

    Its rows may be sales under a caption: to leave them out is for the user to say.
    """
    cells = grid.cells
    if not holds_values(cells, stop):
        return
    text = shown(next(filter(None, texts_of_row(cells, stop))))
    count, row = np.count_nonzero(cells.filled[stop:]), cells.first_row + stop
    details = {"sheet": grid.sheet, "row": row, "text": text, "count": count}
    raise FileError("sheet.below", path=grid.path, **details)


def _notices(
    found: Found, headers: Sequence[int], totals: Sequence[int], stop: int | None
) -> list[Notice]:
    """Tell the rows that are no data, by their sheet rows."""
    first = found.grid.cells.first_row
    notices: list[Notice] = []
    for code, rows in (("rows.totals", totals), ("rows.headers", headers)):
        if rows:
            listed = ", ".join(str(first + row) for row in rows[:10])
            more = "…" if len(rows) > 10 else ""
            notices.append((code, {"count": str(len(rows)), "rows": listed + more}))
    if stop is not None:
        count = np.count_nonzero(found.grid.cells.filled[stop:])
        notices.append(("rows.below", {"row": str(first + stop), "count": str(count)}))
    return notices


def _hidden_notices(
    grid: FileGrid, hidden: NDArray[np.int64], options: ImportOptions
) -> list[Notice]:
    if not hidden.size:
        return []
    filtered = grid.parts.filtered or grid.cells.facts.filtered
    code = "rows.filtered" if filtered else "rows.hidden"
    code += "_left" if options.visible_only else "_used"
    return [(code, {"count": str(hidden.size)})]


def _unmerged(cells: SheetCells, start: int, end: int) -> tuple[SheetCells, int]:
    """Give every row that a merged cell covers its value; return how many cells were filled."""
    merges = [
        (top, left, min(bottom, end - 1))
        for top, left, bottom, _ in cells.facts.merges
        if start <= top < bottom and top < end and left < cells.n_cols
    ]
    if not merges:
        return cells, 0
    kinds, values, filled = cells.kinds.copy(order="F"), cells.values.copy(order="F"), 0
    for top, left, bottom in merges:
        if kinds[top, left] == BLANK:
            continue
        below = slice(top + 1, bottom + 1)
        filled += int((kinds[below, left] == BLANK).sum())
        kinds[below, left], values[below, left] = kinds[top, left], values[top, left]
    return replace(cells, kinds=kinds, source=values), filled


def _moved(fields: HeaderMap, used: Sequence[int]) -> HeaderMap:
    """Return where the fields stand once blank columns are gone."""
    place = {old: new for new, old in enumerate(used)}
    return replace(
        fields,
        fields={name: place[at] for name, at in fields.fields.items() if at in place},
        names={name: place[at] for name, at in fields.names.items() if at in place},
        headers=tuple(fields.headers[old] if old < len(fields.headers) else "" for old in used),
        double_places=tuple((place.get(a, a), place.get(b, b)) for a, b in fields.double_places),
    )
