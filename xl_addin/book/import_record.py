"""What was understood of an imported file -> the sheets Data audit and Log, for a colleague."""

import datetime as dt
from importlib.metadata import version

import numpy as np
import pandas as pd

from scoring.errors import shown
from xl_addin.book.imports import Imported
from xl_addin.book.layouts import INPUT_TABLES
from xl_addin.book.names import Index
from xl_addin.book.read import read_record
from xl_addin.book.wording import scoring_messages
from xl_addin.book.write import Grid, place_block, place_table
from xl_addin.exports.faults import LeftOut
from xl_addin.exports.understood import SAMPLES
from xl_addin.texts import Texts

KEEP_LOG = 500


def record_import(index: Index, done: Imported, say: Texts, *, now: dt.datetime) -> None:
    """Write how the file was read to the sheet Data audit, and a line to the Log.

    A workbook of an older template, without these places, is left as it is.
    """
    place_block(index, "import_about", [[_about(done, say, now)]])
    place_block(index, "import_columns", columns_grid(done, say))
    place_block(index, "import_told", [[line] for line in done.notices])
    columns = zip(*done.faults, strict=True) if done.faults else ()
    listed = dict(zip(LeftOut._fields, map(list, columns), strict=False))
    place_table(index, "Import_Problems", listed, say)
    log = read_record(index, "Log_Runs").tail(KEEP_LOG - 1)
    line = _line(done, say, now)
    whole = pd.concat([log, line], ignore_index=True) if len(log) else line
    place_table(index, "Log_Runs", {str(key): whole[key] for key in whole}, say)


def columns_grid(done: Imported, say: Texts) -> Grid:
    """Return one row per column: header, place, field, how it was read, unit, first values."""
    names = scoring_messages(say)
    return [
        [
            each.header,
            each.place,
            names.get(f"field.{each.field}", each.field),
            ", ".join(filter(None, (each.how, each.unit))),
            *[*each.samples, *[""] * SAMPLES][:SAMPLES],
        ]
        for each in done.understood.columns
    ]


def _about(done: Imported, say: Texts, now: dt.datetime) -> str:
    read = done.understood
    return say(
        "imports.about",
        file=", ".join(filter(None, (shown(read.file), read.sheet, read.style))),
        table=done.table,
        rows=done.rows,
        left_out=done.left_out,
        row=read.header_row,
        time=now.strftime("%Y-%m-%d %H:%M"),
    )


def _line(done: Imported, say: Texts, now: dt.datetime) -> pd.DataFrame:
    read, names = done.understood, scoring_messages(say)
    mapped = "; ".join(
        f"{each.header} = {names.get(f'field.{each.field}', each.field)}" for each in read.columns
    )
    table = say(f"tables.{next(key for key, name in INPUT_TABLES.items() if name == done.table)}")
    action = "imports.log_pseudonymised" if done.pseudonymised else "imports.log"
    return pd.DataFrame(
        {
            "run_at": [np.datetime64(now, "s")],
            "action": [say(action, table=table)],
            "as_of": [np.datetime64("NaT", "s")],
            "rows_read": [float(done.rows + done.left_out)],
            "rows_used": [float(done.rows)],
            "rows_left_out": [float(done.left_out)],
            "money_left_out": [done.money_left_out],
            "customers": [np.nan if done.customers is None else float(done.customers)],
            "options": [f"{shown(read.file)}: {mapped}"[:1000]],
            "version": [version("clientbase")],
            "fingerprint": [""],
        }
    )
