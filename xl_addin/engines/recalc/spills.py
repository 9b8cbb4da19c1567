"""Where the answer of a formula goes: one cell, a fixed area, or a spill that grows and shrinks."""

from collections.abc import Iterator, Sequence
from typing import Any

from scoring.tables import ErrorCell
from xl_addin.engines.package.addresses import MAX_COLUMNS, MAX_ROWS, Area
from xl_addin.engines.package.formulas import FormulaCell
from xl_addin.engines.recalc.errors import UncomputableError
from xl_addin.engines.recalc.references import Place
from xl_addin.engines.recalc.sheets import SheetState, Workbook

Rows = list[list[Any]]

# As a text: Excel itself keeps #VALUE! and a mark in another part for a spill that is blocked, and
# may take a file for damaged that keeps this word as an error.
BLOCKED = "#SPILL!"


def fitted(rows: Sequence[Sequence[Any]], area: Area) -> Rows:
    """Fill an area of fixed size as Ctrl+Shift+Enter does.

    One row or column is repeated; what lies beyond the answer is #N/A; what does not fit is cut.
    """
    n_rows, n_columns = len(rows), len(rows[0])
    nothing = ErrorCell("#N/A")

    def cell(i: int, j: int) -> Any:
        i, j = (0 if n_rows == 1 else i), (0 if n_columns == 1 else j)
        return rows[i][j] if i < n_rows and j < n_columns else nothing

    return [[cell(i, j) for j in range(area.n_columns)] for i in range(area.n_rows)]


def check_room(workbook: Workbook, place: Place, old: Area, new: Area) -> None:
    """Raise UncomputableError where a spill would overwrite something that is not its own."""
    sheet = workbook.sheets[place.sheet]
    if new.last_row > MAX_ROWS or new.last_column > MAX_COLUMNS:
        raise UncomputableError("blocked_edge")
    if new.n_rows == new.n_columns == 1:
        return
    blocks = [table.area for table in workbook.directory.tables.values() if table.sheet == place[0]]
    for area in [*blocks, *sheet.merged]:
        if area.meets(new):
            raise UncomputableError("blocked", what=area.address())
    for cell in _in_the_way(sheet, place, old, new):
        raise UncomputableError("blocked", what=cell.address())


def _in_the_way(sheet: SheetState, place: Place, old: Area, new: Area) -> Iterator[Area]:
    own = place.row, place.column
    for at, cell in sheet.formulas.items():
        if at != own and cell.area.meets(new):
            yield Area(*at, 1, 1)
    yield from (cell for cell in sheet.typed(new) if (cell.row, cell.column) != own)
    if old.covers(new):
        return
    for filled in sheet.filled(new):
        if not old.covers(filled):
            yield filled


def place_answer(
    workbook: Workbook, place: Place, cell: FormulaCell, rows: Rows
) -> tuple[bool, UncomputableError | None]:
    """Write an answer beside its formula; tell whether anything changed.

    Where a spill is blocked #SPILL! is written, and what is in the way is told too.
    """
    sheet, own = workbook.sheets[place.sheet], Area(place.row, place.column, 1, 1)
    if cell.kind == "plain":
        return _placed(sheet, cell, own, [rows[0][:1]]), None
    if cell.kind == "array":
        return _placed(sheet, cell, cell.area, fitted(rows, cell.area)), None
    area = Area(place.row, place.column, len(rows), len(rows[0]))
    try:
        check_room(workbook, place, cell.area, area)
    except UncomputableError as problem:
        return _placed(sheet, cell, own, [[BLOCKED]]), problem
    return _placed(sheet, cell, area, rows), None


def _placed(sheet: SheetState, cell: FormulaCell, area: Area, rows: Rows) -> bool:
    is_changed = sheet.place(area, rows)
    if cell.area != area:
        sheet.leave(cell.area, area)
    sheet.formulas[area.row, area.column] = cell._replace(area=area, has_value=True)
    return is_changed
