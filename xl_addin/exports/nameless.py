"""What a pseudonymised import says of its file: places and counts, never what stands in a cell."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from scoring.errors import Note, Problem
from scoring.tables import Gated
from xl_addin.exports.file_table import FileTable
from xl_addin.exports.headers import is_word
from xl_addin.exports.places import column_letters
from xl_addin.exports.understood import unit_word
from xl_addin.files.errors import FileError
from xl_addin.texts import Texts

HIDDEN = "…"
# Details of messages that are counts, rows and limits; all others may have come from a cell.
_SAFE = frozenset(
    {"count", "rows", "row", "lines", "cells", "columns", "money", "share", "groups", "kind"}
    | {"total", "sum", "difference", "earliest", "latest", "limit", "last", "wanted", "preset"}
)
_CURRENCIES = re.compile(r"[A-Z]{3}( \(\d+\))?(, [A-Z]{3} \(\d+\))*")  # by their codes
_FROM_CELLS = ("headers", "column", "text")  # of what is told of a file


def nameless_table(table: FileTable, say: Texts) -> FileTable:
    """Return a table whose messages name neither its file, its sheet nor a header of its own.

    A header that is no word of ours is told by the letters of its column: where a file has no
    header, its first row of data is taken for one.
    """
    letters = _letters(table)
    headers = tuple(map(_header, table.headers, letters))
    used = {*table.fields.fields.values(), *table.fields.names.values()}
    used |= {at for pair in table.fields.double_places for at in pair}
    fields = replace(
        table.fields,
        headers=headers,
        unknown=tuple(
            letters[at]
            for at, header in enumerate(table.headers)
            if header.strip() and at not in used
        ),
    )
    sheet = str(1 + table.sheets.index(table.sheet)) if table.sheet in table.sheets else HIDDEN
    return replace(
        table,
        path=Path(say("imports.the_file")),
        headers=headers,
        fields=fields,
        sheet=sheet if table.sheet else "",
        notices=tuple((code, _hidden(details)) for code, details in table.notices),
    )


def _letters(table: FileTable) -> list[str]:
    return [column_letters(place or at + 1) for at, place in enumerate(table.places)]


def _header(header: str, letters: str) -> str:
    if not header or is_word(header):
        return header
    word, unit = unit_word(header)
    return f"{word}, {unit}" if unit and is_word(word) else letters


def nameless_gate(gated: Gated[Any]) -> Gated[Any]:
    """Return what the gate said, told by rows alone."""
    return replace(
        gated,
        problems=tuple(_problem(problem) for problem in gated.problems),
        notes=tuple(Note(note.code, _hidden(note.details)) for note in gated.notes),
        repairs=tuple(replace(repair, found=HIDDEN) for repair in gated.repairs),
    )


def _problem(problem: Problem) -> Problem:
    found = (HIDDEN,) if problem.found else ()  # the first only: of the others the row is enough
    return replace(problem, found=found, details=_hidden(problem.details))


def _hidden(details: Mapping[str, str]) -> dict[str, str]:
    return {name: text if _is_safe(name, text) else HIDDEN for name, text in details.items()}


def _is_safe(name: str, text: str) -> bool:
    currencies = name in {"counts", "currency"} and _CURRENCIES.fullmatch(text) is not None
    return name in _SAFE or currencies


def nameless_error(error: FileError) -> FileError:
    """Return a fault of the file without the headers that stand in it."""
    hidden = {name: HIDDEN for name in _FROM_CELLS if name in error.details}
    return FileError(error.code, **{**error.details, **hidden})
