"""What a run stood on in 16 digits, and in which way the run before stood on something else."""

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import fields
from importlib.metadata import version
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from scoring.assessment import Assessment, Tables
from xl_addin.book.results.stamp import Run
from xl_addin.book.wording import day_text, number_text
from xl_addin.texts import Texts

Hashes = npt.NDArray[np.uint64]
_HALF = 4  # bytes, eight digits


def check_sum(assessment: Assessment) -> str:
    """Return eight digits of the good rows of all tables, then eight of settings and version.

    The order of rows does not count: a table that was only sorted gives the same digits.
    """
    made = f"{assessment.settings}{assessment.as_of}{version('clientbase')}".encode()
    return _data(assessment.tables) + hashlib.blake2b(made, digest_size=_HALF).hexdigest()


def since_last(log: pd.DataFrame, run: Run, as_of: dt.date, options: str, say: Texts) -> str:
    """Tell what differs from the latest refresh in the log: data, settings, as-of date, version.

    Empty where nothing does, or where there is no such line.
    """
    earlier = log[log["action"].eq("refresh") & log["fingerprint"].notna()]
    earlier = earlier.dropna(subset=["run_at", "rows_read", "as_of"])
    if earlier.empty or earlier["fingerprint"].iloc[-1] == run.fingerprint:
        return ""
    last = earlier.iloc[-1]
    time = last["run_at"].strftime("%Y-%m-%d %H:%M:%S")
    what = list(_differences(last, run, as_of, options, say))
    return say("source.changed", time=time, what="; ".join(what))


def _differences(
    last: "pd.Series[Any]", run: Run, as_of: dt.date, options: str, say: Texts
) -> Iterator[str]:
    digits = 2 * _HALF
    if last["fingerprint"][:digits] != run.fingerprint[:digits]:
        before, now = (number_text(say, rows) for rows in (last["rows_read"], run.rows_read))
        yield say("source.data", before=before, now=now)
    then = day_text(last["as_of"].date()), str(last["version"])
    others = [
        say(f"source.{key}", before=before, now=now)
        for key, before, now in zip(
            ("as_of", "version"), then, (day_text(as_of), run.version), strict=True
        )
        if before != now
    ]
    names = _changed_names("" if pd.isna(last["options"]) else last["options"], options)
    same_made = last["fingerprint"][digits:] == run.fingerprint[digits:]
    if names or not (others or same_made):
        yield say("source.settings", names=f" ({', '.join(names)})" if names else "")
    yield from others


def _changed_names(before: str, now: str) -> list[str]:
    """Return the names of the options that stand in one of two texts ``name=value; ...`` only."""
    apart = set(before.split("; ")) ^ set(now.split("; "))
    names = {option.partition("=")[0] for option in apart}
    return sorted(names - {"", "period.as_of"})  # that day is told by itself


def _data(tables: Tables) -> str:
    digest = hashlib.blake2b(digest_size=_HALF)
    for name, gated in tables.by_name().items():
        if gated.table is not None:
            digest.update(name.encode())
            digest.update(np.sort(_row_hashes(gated.table)).data)
    return digest.hexdigest()


def _row_hashes(table: Any) -> Hashes:
    """Return a number for each row of a table behind the gate, codes read as what they stand for.

    Documents are codes without texts: a row carries the sum of all rows of its document instead.
    """
    values = {each.name: getattr(table, each.name) for each in fields(table)}
    document = values.pop("document", None)
    columns: list[Hashes] = []
    for name, column in values.items():
        if isinstance(column, pd.DataFrame):
            columns += [_hashes(column[key].to_numpy()) for key in column]
        elif f"{name}_ids" in values and column is not None:
            ids = values[f"{name}_ids"]
            columns.append(np.append(_hashes(ids), np.uint64(0))[column])  # code -1 is a blank
        elif column is not None and not name.endswith("_ids"):
            columns.append(_hashes(column))
    rows = _together(columns)
    if document is not None:
        _, place = np.unique(document, return_inverse=True)
        sums = np.zeros(place.max(initial=-1) + 1, np.uint64)
        np.add.at(sums, place, rows)
        rows = _together([rows, np.where(document < 0, np.uint64(0), sums[place])])
    return rows


def _hashes(column: npt.NDArray[Any]) -> Hashes:
    return pd.util.hash_array(column)


def _together(columns: list[Hashes]) -> Hashes:
    rows = pd.DataFrame(dict(enumerate(columns)))
    return np.asarray(pd.util.hash_pandas_object(rows, index=False), np.uint64)
