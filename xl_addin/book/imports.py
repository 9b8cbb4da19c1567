"""A file of sales, customers, ... -> the input table of the workbook, or all its faults."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from xlwings.utils import col_name

from scoring.errors import MESSAGES, Placer, Problem, TableError
from scoring.tables import (
    ANSWERS_FIELDS,
    CUSTOMERS_FIELDS,
    INVOICES_FIELDS,
    OFFERS_FIELDS,
    PRODUCTS_FIELDS,
    SALES_FIELDS,
    TERMS_FIELDS,
    Field,
)
from scoring.tables.cells import cells_of
from scoring.tables.reading import read_answers, read_dates, read_keys, read_numbers
from xl_addin.book.errors import BookError
from xl_addin.book.headers import HeaderMap, map_headers
from xl_addin.book.intake import gate_table
from xl_addin.book.layouts import INPUT_TABLES
from xl_addin.book.names import Index
from xl_addin.book.questionnaire import all_questions, answered, mark_of, question_columns
from xl_addin.book.read import read_input
from xl_addin.book.wording import scoring_messages
from xl_addin.book.write import place_input
from xl_addin.files.tabular import FileTable, read_table
from xl_addin.texts import Texts

FIELDS: dict[str, tuple[Field, ...]] = {
    "sales": SALES_FIELDS,
    "customers": CUSTOMERS_FIELDS,
    "products": PRODUCTS_FIELDS,
    "offers": OFFERS_FIELDS,
    "invoices": INVOICES_FIELDS,
    "terms": TERMS_FIELDS,
    "answers": ANSWERS_FIELDS,
}
KEYS = {  # what stands in a table once
    "customers": ("customer",),
    "products": ("product",),
    "offers": ("customer", "product"),
    "invoices": ("invoice",),
    "terms": ("customer",),
    "answers": ("question", "respondent"),
}
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import: the Excel table, rows of the file, rows in the table now.

    ``columns`` pairs each header of the file that was used with its field.
    """

    table: str
    rows: int
    rows_there: int
    columns: tuple[tuple[str, str], ...]
    unused: tuple[str, ...]
    notices: tuple[str, ...]


class FileRefusedError(BookError):
    """The file holds something that must be mended first; nothing was written."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__("refused")

    def text(self, messages: Mapping[str, str] = MESSAGES) -> str:  # noqa: ARG002
        """Return all sentences; they are in the user's language already."""
        return "\n".join(self.sentences)


def import_file(
    index: Index,
    path: Path,
    key: str,
    say: Texts,
    *,
    today: dt.date,
    sheet: str | None = None,
    append: bool = False,
) -> Imported:
    """Read ``path`` into the input table ``key`` ("sales", "customers", ...).

    Strict: one row at fault refuses the file, with all faults told at once and nothing written.
    ``sheet`` names the sheet to read where a workbook has several. The rows replace those of the
    table, or are added below them (``append``). Sales, invoices and payments later than tomorrow
    are faults. Questions that nobody has answered stay in the questionnaire.
    Raises FileError (the file itself), FileRefusedError (what stands in it), BookError (the
    workbook).
    """
    table = read_table(path, sheet=sheet)
    headers = map_headers(table.headers, key)
    frame = pd.DataFrame({field: table.columns[at] for field, at in headers.fields.items()})
    latest = today + dt.timedelta(days=1)
    gated = gate_table(key, frame, latest)
    if headers.double or gated.problems:
        raise FileRefusedError(_sentences(table, headers, gated.problems, say))
    clean = _clean(frame, FIELDS[key], latest)
    notices = [*table.notices]
    if own := _own_columns(index, key):
        notices.append(("own_columns", {"table": INPUT_TABLES[key], "headers": ", ".join(own)}))
    whole = _below_the_old(index, key, clean, say) if append else clean
    if key == "answers":
        whole = all_questions(whole)
        whole = whole.assign(**question_columns(whole["question"], say))
    rows_there = place_input(index, key, {str(field): whole[field] for field in whole})
    return Imported(
        table=INPUT_TABLES[key],
        rows=len(clean),
        rows_there=rows_there,
        columns=tuple((table.headers[at], field) for field, at in headers.fields.items()),
        unused=headers.unknown,
        notices=tuple(
            say(f"imports.notices.{code.replace('.', '_')}", **details) for code, details in notices
        ),
    )


def _own_columns(index: Index, key: str) -> tuple[str, ...]:
    """Return the headers of an input table that are none of ours."""
    found = index.table(INPUT_TABLES[key])
    if found is None:
        return ()
    captions = found[1].range[0, :].options(ndim=1).value
    return map_headers([str(caption or "") for caption in captions], key).unknown


def _clean(frame: pd.DataFrame, fields: Iterable[Field], latest: dt.date) -> pd.DataFrame:
    """Return a frame that passed the gate as dates, numbers and texts, without blank rows."""
    columns: dict[str, Any] = {}
    for field in fields:
        if field.key not in frame:
            continue
        cells = cells_of(frame[field.key])
        if field.kind == "date":
            days = read_dates(cells, latest).values.astype("datetime64[D]")
            stamps = days.astype("datetime64[s]")
            columns[field.key] = np.where(cells.kind == 0, np.datetime64("NaT", "s"), stamps)
        elif field.kind == "number":
            columns[field.key] = read_numbers(cells).values
        elif field.kind == "answer":
            marks = [mark_of(value) for value in read_answers(cells).values]
            columns[field.key] = pd.Categorical(marks)
        else:
            keys = read_keys(cells, rising=False).values
            columns[field.key] = pd.Categorical.from_codes(keys.code, pd.Index(keys.ids))
    return pd.DataFrame(columns).dropna(how="all").reset_index(drop=True)


def _below_the_old(index: Index, key: str, new: pd.DataFrame, say: Texts) -> pd.DataFrame:
    """Return the rows of the table with the new ones below. Raises FileRefusedError."""
    given = read_input(index, key)
    if given is None:
        return new
    if given.origin.headers.unknown:
        headers = ", ".join(given.origin.headers.unknown)
        table = given.origin.table
        raise FileRefusedError([say("imports.own_columns", table=table, headers=headers)])
    old = answered(given.frame) if key == "answers" else given.frame
    old = old.dropna(how="all").reset_index(drop=True)
    if old.empty:
        return new
    if key in KEYS:
        _check_ids(old, new, key, say)
    order = dict.fromkeys((*old.columns, *new.columns))
    return pd.DataFrame({field: _joined(field, old, new) for field in order})


def _check_ids(old: pd.DataFrame, new: pd.DataFrame, key: str, say: Texts) -> None:
    known = set(_ids(old, KEYS[key]))
    twice = [names for names in _ids(new, KEYS[key]) if names in known and None not in names]
    if twice:
        shown = ", ".join(" / ".join(map(str, names)) for names in twice[:SHOWN])
        text = say("imports.known_ids", count=len(twice), table=INPUT_TABLES[key], ids=shown)
        raise FileRefusedError([text])


def _ids(frame: pd.DataFrame, fields: Iterable[str]) -> list[tuple[str | None, ...]]:
    """Return the ids of every row as the gate reads them, None where blank."""
    columns: list[list[str | None]] = []
    for field in fields:
        if field not in frame:
            columns.append([None] * len(frame))
            continue
        keys = read_keys(cells_of(frame[field])).values
        ids = [*keys.ids.tolist(), None]  # code -1, a blank, reads the last
        columns.append([ids[code] for code in keys.code.tolist()])
    return list(zip(*columns, strict=True))


def _joined(field: str, old: pd.DataFrame, new: pd.DataFrame) -> "pd.Series[Any]":
    """Return one column of both frames; blank where a frame lacks it."""
    parts = [
        frame[field] if field in frame else pd.Series([None] * len(frame), dtype=object)
        for frame in (old, new)
    ]
    if parts[0].dtype.kind == parts[1].dtype.kind and parts[0].dtype.kind in "fM":
        return pd.concat(parts, ignore_index=True)
    cells = [cell for part in parts for cell in part.astype(object).where(part.notna(), None)]
    if all(cell is None or isinstance(cell, str) for cell in cells):
        return pd.Series(pd.Categorical(cells))
    return pd.Series(cells, dtype=object)


def _sentences(
    table: FileTable, headers: HeaderMap, problems: tuple[Problem, ...], say: Texts
) -> list[str]:
    where = table.path.name
    if table.sheet:
        where = say("imports.place.sheet", file=where, sheet=table.sheet)
    sentences = [
        say("imports.double", where=where, field=field, first=first, second=second)
        for field, first, second in headers.double
    ]
    if problems:
        place = _placer(table, headers, where, say)
        told = TableError(problems).text(scoring_messages(say), place)
        sentences += told.splitlines()
    return [*sentences, say("imports.nothing_written")]


def _placer(table: FileTable, headers: HeaderMap, where: str, say: Texts) -> Placer:
    """Return how places of a file are written: file, sheet, cell, header and row as there."""

    def place(problem: Problem, row: int | None) -> str:
        at = headers.fields.get(problem.column)
        header = problem.column if at is None else table.headers[at]
        if row is None:
            return say("imports.place.column", where=where, header=header) if header else where
        line = table.first_row + row
        if at is not None and table.sheet:
            cell = f"{col_name(table.places[at])}{line}"
            return say("imports.place.sheet_cell", where=where, cell=cell, header=header)
        if not header:
            return say("imports.place.row", where=where, row=line)
        return say("imports.place.cell", where=where, header=header, row=line)

    return place
