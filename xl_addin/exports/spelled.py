"""Columns of a text file that are numbers and nothing else, taken as such at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from scoring.tables import FieldFacts
from scoring.tables.numbers import read_number_texts
from scoring.tables.policy import DecimalMark
from xl_addin.exports.gates import FIELDS
from xl_addin.exports.headers import HeaderMap
from xl_addin.files.cells import SheetCells
from xl_addin.files.levels import SpelledNumbers

if TYPE_CHECKING:
    import pandas as pd

_LOOKED_AT = 1_000  # texts of a column in which one must tell the decimal mark


def columns_of(
    cells: SheetCells, places: Sequence[int], fields: HeaderMap, key: str, decimal: DecimalMark
) -> tuple["tuple[pd.Series[Any], ...]", Mapping[int, str]]:
    """Return columns of a block, and which of them, by their place here, were spelled how.

    A column is taken as numbers if it holds no other texts, one of its first texts tells the mark
    of decimals, and no date, text or the like is wanted of it; as the gate would read it.
    """
    other = {at for name, at in fields.fields.items() if _kind(key, name) != "number"}
    other |= set(fields.names.values())
    columns: list[pd.Series[Any]] = []
    spelled: dict[int, str] = {}
    for at, place in enumerate(places):
        found = None if at in other else cells.numbers(place)
        style = "" if found is None else _decimal(found[1], decimal)
        if found is not None and style:
            columns.append(found[0])
            spelled[at] = style
        else:
            columns.append(cells.column(place))
    return tuple(columns), spelled


def as_spelled(
    facts: Iterable[FieldFacts], fields: HeaderMap, spelled: Mapping[int, str]
) -> tuple[FieldFacts, ...]:
    """Return what the gate says of columns, those of spelled numbers being texts of the file."""
    styles = {name: spelled[at] for name, at in fields.fields.items() if at in spelled}
    return tuple(
        replace(each, kind="text", style=styles[each.field]) if each.field in styles else each
        for each in facts
    )


def _kind(key: str, name: str) -> str:
    return next((field.kind for field in FIELDS[key] if field.key == name), "text")


def _decimal(column: SpelledNumbers, wanted: DecimalMark) -> str:
    """Return the decimal mark of a column, "" where its first texts do not tell."""
    filled = np.flatnonzero(~np.isnan(column.numbers[:_LOOKED_AT]))
    texts = np.array([column.text(row) for row in filled.tolist()], object)
    said = read_number_texts(texts, wanted)
    return said.decimal if said.plain else ""
