"""A workbook -> what may be given away of it: its tables without names, and its settings."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from xl_addin.book.intake import check_answered, take_in
from xl_addin.book.layouts import INPUT_TABLES
from xl_addin.book.names import Index
from xl_addin.book.pseudonymity import mark_pseudonymised
from xl_addin.book.questionnaire import all_questions, answered, question_columns
from xl_addin.book.read import read_record
from xl_addin.book.settings import read_settings
from xl_addin.book.settings_sheet import SETTING_ROWS
from xl_addin.book.write import place_input, place_table
from xl_addin.exports.clean import clean_frame, policies
from xl_addin.exports.gates import FIELDS
from xl_addin.exports.pseudonyms import Pseudonyms, pseudonymised, texts_of
from xl_addin.texts import Texts

SMALL = 5  # customers: a smaller group may tell who is in it
_THEIR_OWN = frozenset({"language", "pseudonymised"})


@dataclass(frozen=True, slots=True)
class Shared:
    """What goes into the new workbook: rows by table, settings and tables of options by name."""

    inputs: dict[str, pd.DataFrame]
    settings: dict[str, Any]
    options: dict[str, pd.DataFrame]
    told: tuple[str, ...]


def take_out(index: Index, pseudonyms: Pseudonyms, say: Texts, *, today: dt.date) -> Shared:
    """Return the good rows of the input tables with tokens, and what Settings says.

    Rows at fault are left out and counted, since nobody knows what stands in them; so is what
    is no field of ours. Raises what a refresh raises where tables or settings cannot be used.
    """
    settings = read_settings(index)
    policy = settings.importing.reading
    intake = take_in(index, say, today=today, policy=policy)
    check_answered(intake, say)
    intake.tables()
    told: list[str] = []
    clean: dict[str, pd.DataFrame] = {}
    for key, gate in intake.gates.items():
        good = np.ones(len(gate.given.frame), bool)
        good[gate.gated.left_out] = False
        frame = gate.given.frame[good].reset_index(drop=True)
        read_as = policies(gate.gated.fields, policy)
        latest = today + dt.timedelta(days=1)
        rows = clean_frame(frame, FIELDS[key], latest, read_as, told, say)
        clean[key] = rows[rows.notna().any(axis=1)].reset_index(drop=True)
        if left := gate.gated.left_out.size:
            told.append(say("share.rows", table=INPUT_TABLES[key], count=left))
    known = set().union(*(texts_of(rows, key) for key, rows in clean.items()))
    inputs = {}
    for key, rows in clean.items():
        inputs[key], gone = pseudonymised(rows, key, known, pseudonyms)
        if gone:
            told.append(say("imports.notices.contacts", count=gone))
    tables = ["Decision_Matrix"]
    tables += ["Segment_Map"] if settings.settings.segment_map == "own" else []
    return Shared(
        inputs,
        _cells(index),
        {name: read_record(index, name) for name in tables},
        tuple(told),
    )


def _cells(index: Index) -> dict[str, Any]:
    """Return the cells of Settings, which have been read and hold nothing else."""
    cells = {}
    for row in SETTING_ROWS:
        cell = index.setting(row.key)
        if cell is not None and row.key not in _THEIR_OWN:
            cells[row.key] = cell.value
    return cells


def put_in(index: Index, shared: Shared, say: Texts) -> None:
    """Fill a new workbook, of the same language, and mark it as pseudonymised."""
    for key, rows in shared.inputs.items():
        if key == "answers":
            rows = all_questions(answered(rows))  # noqa: PLW2901
            rows = rows.assign(**question_columns(rows["question"], say))  # noqa: PLW2901
        if len(rows):
            place_input(index, key, {str(field): rows[field] for field in rows})
    for name, rows in shared.options.items():
        if len(rows):
            place_table(index, name, {str(field): rows[field] for field in rows}, say)
    for name, value in shared.settings.items():
        cell = index.setting(name)
        if cell is not None and cell.value != value:
            cell.value = value
    mark_pseudonymised(index, say)
