"""The table Segment_Map -> the rows of the user's own segment map."""

import pandas as pd

from scoring.errors import Problem, TableError, problem_lines
from scoring.settings import SegmentRow, Settings
from scoring.value.segment_check import check_map
from scoring.value.segment_maps import SegmentMap
from scoring.value.segment_rules import RANK, RULE, SEGMENT, read_rows
from xl_addin.book.columns import ColumnAccessor
from xl_addin.book.layouts import SEGMENT_ROWS
from xl_addin.book.names import Index
from xl_addin.book.wording import scoring_messages
from xl_addin.map_cells import rows_of
from xl_addin.texts import Texts

TABLE = "Segment_Map"
_PLACES = {SEGMENT: 0, RANK: 1, RULE: 2}


def read_map(index: Index) -> tuple[SegmentRow, ...]:
    """Return the rows of the table, blank ones too; none where the workbook lacks the table."""
    found = index.table(TABLE)
    if found is None or found[1].range.shape[1] != len(_PLACES):
        return ()
    columns = found[1].range[1:, :].options(ColumnAccessor).value
    cells = [[None if pd.isna(cell) else cell for cell in column] for column in columns]
    return tuple(rows_of(list(zip(*cells, strict=True))))


def map_faults(index: Index, settings: Settings, say: Texts) -> tuple[str, ...]:
    """Return one sentence for each cell of the own map that cannot be used, with its address."""
    if settings.segment_map != "own":
        return ()
    try:
        read = read_rows(settings.own_map, settings.own_steps)
    except TableError as error:
        lines, rest = problem_lines(
            error.problems,
            scoring_messages(say),
            lambda problem, row: _place(index, problem, row, say),
        )
        return (*lines, *([say("place.and_more", count=rest)] if rest else []))
    needed = segment_rows(read)
    if needed > SEGMENT_ROWS:
        return (say("segment_map_sheet.many", found=needed, most=SEGMENT_ROWS),)
    return ()


def segment_rows(segment_map: SegmentMap) -> int:
    """Return how many rows the segments of a map need; holes need one."""
    return len(segment_map.segments) + bool(check_map(segment_map).holes)


def _place(index: Index, problem: Problem, row: int | None, say: Texts) -> str:
    """Return sheet and cell of a faulty row; the sheet where the whole table is at fault."""
    found = index.table(TABLE)
    if found is None:
        return say("sheets.SegmentMap.tab")
    sheet, table = found
    if row is None:
        return str(sheet.name)
    cell = table.range[1 + row, _PLACES[problem.column]]
    return f"{sheet.name}!{cell.get_address(row_absolute=False, column_absolute=False)}"
