"""The rows of a file that were left out, one by one, with what is wrong with each."""

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from scoring.errors import Problem
from scoring.tables.cells import cells_of
from xl_addin.book.wording import scoring_messages
from xl_addin.exports.file_table import FileTable
from xl_addin.exports.nameless import HIDDEN
from xl_addin.exports.places import column_letters
from xl_addin.texts import Texts

MAX_LISTED = 50_000  # past that nobody reads


class LeftOut(NamedTuple):
    """A cell at fault: its address (its row alone in a text file), what stands there, what to do.

    The names of the parts are those of the columns of the list on the sheet.
    """

    cell: str
    row: int
    field: str
    found: str
    problem: str
    what_to_do: str


def left_out_rows(
    problems: Iterable[Problem], table: FileTable, frame: pd.DataFrame | None, say: Texts
) -> tuple[LeftOut, ...]:
    """Return every cell for which a row was left out, at most ``MAX_LISTED``, and broken lines.

    Without a frame nothing is told of what stands in the cells.
    """
    listed = [_broken(line, say) for line in table.broken_lines]
    for problem in problems:
        listed += _of_one(problem, table, frame, say, MAX_LISTED - len(listed))
    return tuple(listed)


def _of_one(
    problem: Problem, table: FileTable, frame: pd.DataFrame | None, say: Texts, room: int
) -> list[LeftOut]:
    messages = scoring_messages(say)
    rows = problem.rows[: max(room, 0)].tolist()
    found = list(problem.found[: len(rows)])
    if frame is None:
        found = [HIDDEN] * len(rows)
    elif problem.column in frame:
        found += cells_of(frame[problem.column]).found(rows[len(found) :])
    found += [""] * (len(rows) - len(found))
    at = table.fields.fields.get(problem.column)
    header = messages.get(f"field.{problem.column}", problem.column)
    header = header if at is None else table.headers[at]
    letters = column_letters(table.places[at]) if at is not None and table.sheet else ""
    lines = []
    for row, text in zip(rows, found, strict=True):
        line = int(table.lines[row])
        said = messages[problem.code].format(**{**problem.details, "found": text})
        place = f"{letters}{line}" if letters else ""
        lines.append(LeftOut(place, line, header, text, said, problem.fix(messages)))
    return lines


def _broken(line: int, say: Texts) -> LeftOut:
    problem = say("imports.broken_line")
    return LeftOut("", line, "", "", problem, say("imports.broken_line_fix"))
