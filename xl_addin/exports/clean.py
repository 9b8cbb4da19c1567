"""Rows that passed the gate as what a sheet holds: dates, numbers, texts."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from scoring.tables import Field, FieldFacts
from scoring.tables.cells import Cells, Kind, cells_of
from scoring.tables.policy import ReadingPolicy
from scoring.tables.reading import Keys, Reading, read_answers, read_dates, read_keys, read_numbers
from xl_addin.book.questionnaire import mark_of
from xl_addin.book.wording import scoring_messages
from xl_addin.texts import Texts

_DAY = np.int64(86_400)  # seconds
LONGEST = 32_767  # characters that a cell holds


def policies(facts: Iterable[FieldFacts], policy: ReadingPolicy) -> dict[str, ReadingPolicy]:
    """Return how each column was read, so that it is read so again without its bad rows."""
    read_as: dict[str, ReadingPolicy] = {}
    for each in facts:
        found: Any = each.style  # one of the words of the policy
        if found in {"dmy", "mdy"}:
            read_as[each.field] = replace(policy, date_order=found)
        elif found in {"comma", "point"}:
            read_as[each.field] = replace(policy, decimal=found)
        else:
            read_as[each.field] = policy
    return read_as


def clean_frame(
    frame: pd.DataFrame,
    fields: Iterable[Field],
    latest: dt.date,
    read_as: dict[str, ReadingPolicy],
    told: list[str],
    say: Texts,
    known: Mapping[str, tuple[Cells, Reading[Any]]] | None = None,
) -> pd.DataFrame:
    """Return rows that passed the gate as dates, numbers and texts.

    known: the cells of a column and what the gate read them as, where these are the same rows.
    """
    columns: dict[str, Any] = {}
    for field in fields:
        if field.key not in frame:
            continue
        if known and field.key in known and field.kind != "flag":  # a flag is kept as its word
            cells, reading = known[field.key]
        else:
            cells = cells_of(frame[field.key])
            reading = _read(cells, field, latest, read_as.get(field.key, ReadingPolicy()))
        if field.kind == "date":
            stamps = (reading.values * _DAY).view("datetime64[s]")
            if cells.has(Kind.BLANK):
                stamps[cells.kind == Kind.BLANK] = np.datetime64("NaT", "s")
            for fault in reading.faults:  # empty dates of other programs, where none is needed
                stamps[fault.rows] = np.datetime64("NaT", "s")
            columns[field.key] = stamps
        elif field.kind == "number":
            columns[field.key] = reading.values
        elif field.kind == "answer":
            columns[field.key] = pd.Categorical([mark_of(value) for value in reading.values])
        else:
            ids = reading.values.ids
            if ids is not cells.texts or _longest(cells) > LONGEST:
                ids = short_texts(ids, field.key, told, say)
            columns[field.key] = _texts(cells, reading.values, ids)
    return pd.DataFrame(columns, copy=False)


def _read(cells: Cells, field: Field, latest: dt.date, policy: ReadingPolicy) -> Reading[Any]:
    if field.kind == "date":
        return read_dates(cells, latest, policy)
    if field.kind == "number":
        return read_numbers(cells, policy)
    if field.kind == "answer":
        return read_answers(cells)
    return read_keys(cells, rising=False)


def _texts(cells: Cells, keys: Keys, ids: Any) -> Any:
    """Return keys as texts; the column itself where the gate found nothing to do in it."""
    given = cells.column
    as_given = ids is keys.ids and not cells.cleaned and cells.kind.max(initial=0) <= Kind.TEXT
    if isinstance(given.dtype, pd.CategoricalDtype) and as_given:
        return (
            given.cat.remove_unused_categories() if ids.size < len(given.cat.categories) else given
        )
    return pd.Categorical.from_codes(keys.code, pd.Index(ids))


def short_texts(ids: Any, field: str, told: list[str], say: Texts) -> Any:
    """Cut texts that no cell could hold, those alike so far numbered; say how many."""
    if not ids.size or max(map(len, ids.tolist())) <= LONGEST:
        return ids
    short = np.array([text[:LONGEST] for text in ids.tolist()], object)
    count = int((short != ids).sum())
    for at in np.flatnonzero(pd.Series(short).duplicated()).tolist():
        short[at] = f"{short[at][: LONGEST - 10]}~{at}"
    told.append(say("imports.notices.cut", count=count, field=_field(field, say)))
    return short


def _longest(cells: Cells) -> int:
    """Return how many characters the longest text has, or more."""
    joined = cells.joined
    if not joined.isascii() or joined.count("\n") >= cells.texts.size:
        return len(joined)
    ends = np.flatnonzero(np.frombuffer(joined.encode(), np.uint8) == ord("\n"))
    return int(np.diff(ends, prepend=-1, append=len(joined)).max()) - 1


def _field(name: str, say: Texts) -> str:
    return scoring_messages(say).get(f"field.{name}", name)
