"""Rows that passed the gate as what a sheet holds: dates, numbers, texts."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from scoring.tables import Field, FieldFacts
from scoring.tables.cells import cells_of
from scoring.tables.policy import ReadingPolicy
from scoring.tables.reading import read_answers, read_dates, read_keys, read_numbers
from xl_addin.book.questionnaire import mark_of
from xl_addin.book.wording import scoring_messages
from xl_addin.texts import Texts

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
) -> pd.DataFrame:
    """Return rows that passed the gate as dates, numbers and texts."""
    columns: dict[str, Any] = {}
    for field in fields:
        if field.key not in frame:
            continue
        cells, policy = cells_of(frame[field.key]), read_as.get(field.key, ReadingPolicy())
        if field.kind == "date":
            reading = read_dates(cells, latest, policy)
            stamps = reading.values.astype("datetime64[D]").astype("datetime64[s]")
            stamps[cells.kind == 0] = np.datetime64("NaT", "s")
            for fault in reading.faults:  # empty dates of other programs, where none is needed
                stamps[fault.rows] = np.datetime64("NaT", "s")
            columns[field.key] = stamps
        elif field.kind == "number":
            columns[field.key] = read_numbers(cells, policy).values
        elif field.kind == "answer":
            marks = [mark_of(value) for value in read_answers(cells).values]
            columns[field.key] = pd.Categorical(marks)
        else:
            keys = read_keys(cells, rising=False).values
            ids = short_texts(keys.ids, field.key, told, say)
            columns[field.key] = pd.Categorical.from_codes(keys.code, pd.Index(ids))
    return pd.DataFrame(columns)


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


def _field(name: str, say: Texts) -> str:
    return scoring_messages(say).get(f"field.{name}", name)
