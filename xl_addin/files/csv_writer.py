"""Results as CSV: Excel opens it by a double click, and no text in it becomes a formula.

The marks of a formula are those of OWASP, "CSV Injection" (2025): = + - @, tab, carriage return,
line feed, and their full-width twins.
"""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

import pandas as pd

from xl_addin.files.saving import atomic_write

MARKS = "=+-@\t\r\n\x00\uff1d\uff0b\uff0d\uff20"
PREFIX = "'"


def write_csv(
    path: Path, headers: Sequence[str], columns: Sequence[Any], *, delimiter: str, decimal: str
) -> None:
    """Write columns under their headers as UTF-8 with its mark, whole or not at all.

    Texts stand in quotes, and one that begins with a mark of a formula, or with an apostrophe,
    gets an apostrophe in front (headers too): taking one away gives the text back. Numbers and
    dates are left alone; an unknown one is empty. A zero byte becomes U+FFFD, since no reader
    takes it. An older file of that name is replaced.
    Raises FileError as ``atomic_write`` does.
    """
    table = pd.concat([_harmless(cells) for cells in columns], axis="columns")
    table.columns = pd.Index([harmless(header) for header in headers])

    def write(out: IO[bytes]) -> None:
        text = io.TextIOWrapper(out, "utf-8-sig", errors="replace", newline="")
        table.to_csv(
            text,
            sep=delimiter,
            decimal=decimal,
            index=False,
            lineterminator="\r\n",
            quoting=csv.QUOTE_NONNUMERIC,
        )
        text.flush()
        text.detach()

    atomic_write(path, write, backup=False)


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula; it stays what it is otherwise."""
    text = text.replace("\x00", "\ufffd")
    return f"{PREFIX}{text}" if text[:1] and text[0] in f"{MARKS}{PREFIX}\ufffd" else text


def _harmless(cells: Any) -> "pd.Series[Any]":
    column = pd.Series(cells).reset_index(drop=True)
    if column.dtype.kind in "fiubM":
        return column
    plain = column.astype(object)
    return plain.map(lambda cell: harmless(cell) if isinstance(cell, str) else cell)
