"""Periods side by side as columns, January, February, ...: each cell becomes a row."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from scoring.tables.months import last_day
from xl_addin.exports.file_table import FileTable
from xl_addin.exports.headers import fold
from xl_addin.exports.rows import TOTAL

_ZERO = re.compile(r"-?0+(?:[.,]0*)?")


def period_columns(table: FileTable) -> tuple[int, ...]:
    """Return the columns that hold a period each; none where the table has a date or only one."""
    if "date" in table.fields.fields or "customer" not in table.fields.fields:
        return ()
    used = set(table.fields.fields.values())
    found = [
        at
        for at, header in enumerate(table.headers)
        if at not in used and last_day(header) is not None
    ]
    return tuple(found) if len(found) > 1 else ()


def unpivot(table: FileTable, periods: Sequence[int], latest: date) -> FileTable:
    """Turn every filled cell of the period columns into a row, dated the last day of its period.

    Blank cells and zeros are no sales. A period that is not over is dated ``latest``. Columns of
    totals are left aside.
    """
    kept = [
        at
        for at in range(len(table.headers))
        if at not in periods and not TOTAL.match(fold(table.headers[at]))
    ]
    parts: list[pd.DataFrame] = []
    none = np.full(table.n_rows, "", object)
    for at in periods:
        cells = table.columns[at].astype(object)
        sold = (table.columns[at].notna() & (cells != 0) & ~cells.map(_is_zero)).to_numpy()
        day = min(last_day(table.headers[at]) or latest, latest)
        part: dict[Any, Any] = {old: table.columns[old].astype(object)[sold] for old in kept}
        part |= {"date": np.datetime64(day, "s"), "amount": cells[sold]}
        part |= {"line": table.lines[sold], "shown": table.formats.get(at, none)[sold]}
        parts.append(pd.DataFrame(part))
    whole = pd.concat(parts, ignore_index=True).sort_values("line", kind="stable")
    fields = {name: at for name, at in table.fields.fields.items() if at in kept}
    fields.pop("amount", None)
    names = {name: at for name, at in table.fields.names.items() if at in kept}
    first = 0  # no one column of the sheet
    order: list[Any] = [*kept, "date", "amount"]
    place = {key: at for at, key in enumerate(order)}
    fields = {name: place[at] for name, at in fields.items()} | {
        "date": place["date"],
        "amount": place["amount"],
    }
    return replace(
        table,
        headers=(*(table.headers[at] for at in kept), table.headers[periods[0]], "…"),
        columns=tuple(whole[key].reset_index(drop=True) for key in order),
        lines=whole["line"].to_numpy(np.int64),
        places=(*(table.places[at] for at in kept), first, first),
        fields=replace(
            table.fields, fields=fields, names={name: place[at] for name, at in names.items()}
        ),
        notices=(*table.notices, ("periods.unpivoted", {"count": str(len(periods))})),
        formats={place["amount"]: whole["shown"].to_numpy(object)},
    )


def _is_zero(cell: object) -> bool:
    return isinstance(cell, str) and _ZERO.fullmatch(cell.strip()) is not None
