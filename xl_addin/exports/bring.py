"""A file -> clean rows of an input table, or all its faults and open questions at once."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoring.checks import FloatArray
from scoring.errors import Problem, TableError
from scoring.tables import FieldFacts, Gated, SalesTable
from scoring.tables.currencies import currency_code
from scoring.tables.money import Formats
from xl_addin.book.wording import note_text, number_text, scoring_messages
from xl_addin.exports import periods
from xl_addin.exports.asks import By, ask_twice, check, told_apart
from xl_addin.exports.clean import clean_frame, policies
from xl_addin.exports.faults import LeftOut, left_out_rows
from xl_addin.exports.file_table import FileTable
from xl_addin.exports.find import read_table
from xl_addin.exports.gates import FIELDS, gate_table
from xl_addin.exports.nameless import nameless_error, nameless_gate, nameless_table
from xl_addin.exports.names import customer_names, name_faults
from xl_addin.exports.options import ImportOptions
from xl_addin.exports.places import placer
from xl_addin.exports.pseudonyms import CUSTOMER, TREATMENTS, Pseudonyms, pseudonymised
from xl_addin.exports.remarks import remarks
from xl_addin.exports.spelled import as_spelled
from xl_addin.exports.understood import Understood, columns_read
from xl_addin.exports.units import in_one_currency, multiplied, scales
from xl_addin.files.errors import FileError
from xl_addin.texts import Texts

PERIODS_NAMED = 10
_SAID_BELOW = frozenset({"note.rows_twice"})


@dataclass(frozen=True, slots=True, eq=False)
class Brought:
    """The rows of a file, ready to be written, and what is worth saying of them.

    frame: columns by field, as dates, numbers and texts. names: name by customer id, where the file
    has both. left_out: rows at fault that were left out, and their money; faults lists them.
    """

    frame: pd.DataFrame
    table: FileTable
    understood: Understood
    notices: tuple[str, ...]
    names: dict[str, str]
    left_out: int = 0
    money_left_out: float = 0.0
    faults: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class _Import:
    """What one import was asked for; told: what it has to say, in order."""

    key: str
    options: ImportOptions
    say: Texts
    latest: dt.date
    by: By
    told: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """The rows of a file that passed the gate.

    clean: as they will be written. table: with the lines of these rows only. sales: of a table of
    sales, its money in whole units of one currency.
    """

    clean: pd.DataFrame
    table: FileTable
    sales: SalesTable | None


def bring_in(
    path: Path, key: str, options: ImportOptions, say: Texts, *, latest: dt.date, by: By = "command"
) -> Brought:
    """Read ``path`` as the input table ``key`` ("sales", "customers", ...).

    One row at fault refuses the file unless the options leave such rows out. What reads in more
    than one way is asked, and the option (or setting, ``by``) that answers is named.
    Raises FileError (the file itself), FileRefusedError (what stands in it).
    """
    run = _Import(key, options, say, latest, by)
    table = _opened(path, key, options, latest, say)
    columns = {name: table.columns[at] for name, at in table.fields.fields.items()}
    frame = pd.DataFrame(columns, copy=False)
    places = table.fields.fields.items()
    formats = {name: table.formats[at] for name, at in places if at in table.formats}
    converted, rates = in_one_currency(frame, options, formats, run.told, say)
    gated = _gated(run, frame, formats)
    check(table, gated, options, say, by)
    hidden = options.pseudonyms
    faults = left_out_rows(gated.problems, table, frame if hidden is None else None, say)
    facts = as_spelled(gated.fields, table.fields, table.spelled)
    rows = _good_rows(run, table, gated, converted, rates, facts)
    if rows.sales is not None:
        ask_twice(gated, table, options, say, by)
        shown_sales = rows.sales if hidden is None else _with_tokens(rows.sales, hidden)
        run.told.extend(remarks(shown_sales, say))
    clean = told_apart(rows.clean, rows.table, options, say, by, run.told)
    repairs = _repairs(gated, table, say) + name_faults(table, say)
    notes = [note_text(say, note) for note in gated.notes if note.code not in _SAID_BELOW]
    notices = [_notice(say, code, details) for code, details in table.notices]
    if gated.left_out.size:
        notices += _left_out(gated, table, say)
    names = customer_names(table, gated, run.told, say, hidden=hidden is not None)
    if hidden is not None:
        clean, names = _without_names(clean, key, names, table, run.told, say, hidden)
    return Brought(
        frame=clean,
        table=table,
        understood=Understood(
            table.path.name,
            table.sheet,
            table.header_row,
            table.style,
            columns_read(table, facts, clean, say),
            tuple(repairs),
        ),
        notices=(*notices, *repairs, *notes, *run.told),
        names=names,
        left_out=int(gated.left_out.size),
        money_left_out=gated.money_left_out,
        faults=faults,
    )


def _gated(run: _Import, frame: pd.DataFrame, formats: Formats) -> Gated[Any]:
    known = tuple(map(currency_code, run.options.rates))
    policy = replace(run.options.reading, converted=known)
    gated = gate_table(run.key, frame, run.latest, policy, formats)
    return gated if run.options.pseudonyms is None else nameless_gate(gated)


def _good_rows(
    run: _Import,
    table: FileTable,
    gated: Gated[Any],
    frame: pd.DataFrame,
    rates: FloatArray | None,
    facts: Sequence[FieldFacts],
) -> _Rows:
    """Return the rows of a frame, as rates left it, that passed the gate and hold anything."""
    good = np.ones(len(frame), bool)
    good[gated.left_out] = False
    same = good.all() and rates is None  # as the gate has read them
    frame = frame if good.all() else frame[good].reset_index(drop=True)
    read_as = policies(facts, run.options.reading)
    readings = gated.readings if same else None
    clean = clean_frame(frame, FIELDS[run.key], run.latest, read_as, run.told, run.say, readings)
    filled = _filled(clean, table, gated)
    kept = table
    if not (good.all() and filled.all()):
        rows = np.flatnonzero(good)[filled]
        clean = clean[filled].reset_index(drop=True)
        kept = replace(table, lines=table.lines[rows])
        rates = None if rates is None else rates[rows]
    scale = scales(table, run.told, run.say)
    sales = gated.table if isinstance(gated.table, SalesTable) else None
    if sales is not None and (rates is not None or "amount" in scale):
        factor = scale.get("amount", 1.0) * (1.0 if rates is None else rates)
        sales = replace(sales, amount=sales.amount * factor)
    return _Rows(multiplied(clean, scale, rates), kept, sales)


def _filled(clean: pd.DataFrame, table: FileTable, gated: Gated[Any]) -> NDArray[np.bool_]:
    """Mark the rows that hold anything."""
    if gated.rows_read == table.n_rows:
        return np.ones(len(clean), bool)
    return clean.notna().any(axis=1).to_numpy()


def _opened(path: Path, key: str, options: ImportOptions, latest: dt.date, say: Texts) -> FileTable:
    """Return the table of a file; of a pseudonymised import without headers of its own."""
    if options.pseudonyms is None:
        return _laid_out(read_table(path, key, options), key, options, latest)
    try:
        table = _laid_out(read_table(path, key, options), key, options, latest)
    except FileError as error:
        raise nameless_error(error) from error
    return nameless_table(table, say)


def _with_tokens(sales: SalesTable, pseudonyms: Pseudonyms) -> SalesTable:
    """Return sales to speak about: their customers are called by tokens, in the order of old."""
    ids = pseudonyms.tokens(CUSTOMER, sales.customer_ids.tolist())
    return replace(sales, customer_ids=ids)


def _without_names(
    clean: pd.DataFrame,
    key: str,
    names: dict[str, str],
    table: FileTable,
    told: list[str],
    say: Texts,
    pseudonyms: Pseudonyms,
) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return rows with tokens and no names of customers; tell what was left out."""
    before = {str(name) for name in clean}
    clean, gone = pseudonymised(clean, key, names.values(), pseudonyms)
    words = scoring_messages(say)
    treatment = TREATMENTS[key]
    fields = {
        "tokens": [name for name in treatment.tokens if name in before],
        "fields": [name for name in treatment.left_out if name in before],
    }
    fields["fields"] += ["name"] if names else []
    listed = {
        kind: ", ".join(words.get(f"field.{name}", name) for name in found) or "–"
        for kind, found in fields.items()
    }
    told.append(say("imports.notices.pseudonymised", **listed))
    if table.fields.unknown:
        columns = ", ".join(table.fields.unknown)
        told.append(say("imports.notices.not_looked_at", columns=columns))
    if gone:
        told.append(say("imports.notices.contacts", count=gone))
    return clean, {}


def _laid_out(table: FileTable, key: str, options: ImportOptions, latest: dt.date) -> FileTable:
    """Return the table with its periods as rows, if it has them as columns."""
    found = periods.period_columns(table) if key == "sales" else ()
    if not found:
        return table
    if not options.unpivot:
        headers = ", ".join(table.headers[at] for at in found[:PERIODS_NAMED])
        raise FileError("sheet.periods", path=table.path, sheet=table.sheet, headers=headers)
    return periods.unpivot(table, found, latest - dt.timedelta(days=1))


def _repairs(gated: Gated[Any], table: FileTable, say: Texts) -> list[str]:
    """Tell what was read although written otherwise; in a text file every cell is a text."""
    plain = {"repair.number_text", "repair.key_number"}
    plain |= {f"repair.date_text{order}" for order in ("", "_dmy", "_mdy")}
    return [
        repair.text(placer(table, say), scoring_messages(say))
        for repair in gated.repairs
        if not (table.is_text and repair.code in plain)
    ]


def _left_out(gated: Gated[Any], table: FileTable, say: Texts) -> list[str]:
    money = number_text(say, gated.money_left_out, 2)
    lines = [say("imports.notices.left_out", count=gated.left_out.size, money=money)]
    problems: list[Problem] = list(gated.problems)
    told = TableError(problems).text(scoring_messages(say), placer(table, say))
    return [*lines, *told.splitlines()]


def _notice(say: Texts, code: str, details: dict[str, str]) -> str:
    return say(f"imports.notices.{code.replace('.', '_')}", **details)
