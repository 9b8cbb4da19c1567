"""A file of sales, customers, ... -> the input table of the workbook, or all its faults."""

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from scoring.tables.cells import cells_of
from scoring.tables.currencies import currency_code
from scoring.tables.money import PERCENT
from scoring.tables.reading import read_keys
from xl_addin.book.columns import captions_of
from xl_addin.book.directory import add_names
from xl_addin.book.layouts import INPUT_TABLES
from xl_addin.book.money_formats import money_formats
from xl_addin.book.names import Index
from xl_addin.book.pseudonymity import check_apart, mark_pseudonymised
from xl_addin.book.questionnaire import all_questions, answered, question_columns
from xl_addin.book.read import read_input
from xl_addin.book.write import LAST_ROW, place_input
from xl_addin.exports.asks import By
from xl_addin.exports.bring import bring_in
from xl_addin.exports.condense import condensed
from xl_addin.exports.faults import LeftOut
from xl_addin.exports.headers import map_headers
from xl_addin.exports.options import ImportOptions
from xl_addin.exports.pseudonyms import TokensCollideError
from xl_addin.exports.refused import FileRefusedError
from xl_addin.exports.understood import Understood
from xl_addin.texts import Texts

ROOM = LAST_ROW - 10  # rows that the sheet Sales has below its header
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
    understood: Understood
    left_out: int = 0
    money_left_out: float = 0.0
    customers: int | None = None  # distinct ones in the file, where it has customers
    total: float | None = None  # sum of its amounts, where it has any
    pseudonymised: bool = False
    faults: tuple[LeftOut, ...] = ()  # every cell for which a row was left out


def import_file(
    index: Index,
    path: Path,
    key: str,
    say: Texts,
    *,
    today: dt.date,
    options: ImportOptions | None = None,
    append: bool = False,
    by: By = "command",
) -> Imported:
    """Read ``path`` into the input table ``key`` ("sales", "customers", ...).

    Strict: one row at fault refuses the file, with all faults told at once and nothing written,
    unless the options leave such rows out; what reads in more than one way is asked. The rows
    replace those of the table, or are added below them (``append``). Sales, invoices and payments
    later than tomorrow are faults. Questions that nobody has answered stay in the questionnaire.
    Names beside the codes of customers go to the table Customers, where it lacks the customer. A
    pseudonymised import marks the workbook, and is refused where customers stand by their own ids.
    Raises FileError (the file itself), FileRefusedError (what stands in it), BookError (the
    workbook).
    """
    latest = today + dt.timedelta(days=1)
    options = options or ImportOptions()
    check_apart(index, key, options.pseudonyms)
    try:
        brought = bring_in(path, key, options, say, latest=latest, by=by)
    except TokensCollideError as error:
        refusal = [say("imports.collision"), say("imports.nothing_written")]
        raise FileRefusedError(refusal) from error
    clean, notices = brought.frame, [*brought.notices]
    if own := _own_columns(index, key):
        headers = ", ".join(own)
        notices.append(say("imports.notices.own_columns", table=INPUT_TABLES[key], headers=headers))
    whole = _below_the_old(index, key, clean, say) if append else clean
    if key == "answers":
        whole = all_questions(whole)
        whole = whole.assign(**question_columns(whole["question"], say))
    if key == "sales" and len(whole) > ROOM:
        whole = condensed(whole, ROOM, notices, say)
    rows_there = place_input(index, key, {str(field): whole[field] for field in whole})
    notices += _formats_left(index, key, whole, options, say)
    if options.pseudonyms is not None:
        mark_pseudonymised(index, say)
    if brought.names and key == "sales":
        notices += add_names(index, brought.names, say)
    return Imported(
        table=INPUT_TABLES[key],
        rows=len(clean),
        rows_there=rows_there,
        columns=tuple((each.header, each.field) for each in brought.understood.columns),
        unused=brought.table.fields.unknown,
        notices=tuple(notices),
        understood=brought.understood,
        left_out=brought.left_out,
        money_left_out=brought.money_left_out,
        faults=brought.faults,
        customers=int(clean["customer"].nunique()) if "customer" in clean else None,
        total=round(math.fsum(clean["amount"].dropna()), 2) if "amount" in clean else None,
        pseudonymised=options.pseudonyms is not None,
    )


def _own_columns(index: Index, key: str) -> tuple[str, ...]:
    """Return the headers of an input table that are none of ours."""
    found = index.table(INPUT_TABLES[key])
    if found is None:
        return ()
    return map_headers(captions_of(found[1].range), key).unknown


def _formats_left(
    index: Index, key: str, whole: pd.DataFrame, options: ImportOptions, say: Texts
) -> list[str]:
    """Tell number formats from before that show another currency than the rows now have, or none.

    A refresh takes cells at what they show, and the formats of cells are the user's.
    """
    given = index.table(INPUT_TABLES[key])
    if given is None:
        return []
    area = given[1].range
    headers = captions_of(area)
    fields = map_headers(headers, key).fields
    formats, _ = money_formats(area[1:, :], fields)
    meant = {currency_code(options.reading.currency)} - {""}
    if "currency" in whole:
        meant = set(map(currency_code, whole["currency"].dropna().unique().tolist()))
    told = []
    for field, shown in formats.items():
        names = sorted(set(shown.tolist()) - {""})
        if PERCENT in names or len(names) > 1 or (meant and not meant.issuperset(names)):
            header, listed = headers[fields[field]], ", ".join(names)
            told.append(say("imports.notices.formats", header=header, shown=listed))
    return told


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
