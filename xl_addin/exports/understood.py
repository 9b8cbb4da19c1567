"""How a file was understood: which column became which, how it was read, and some rows as read."""

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoring.checks import TextArray
from scoring.tables import FieldFacts
from xl_addin.exports.file_table import FileTable
from xl_addin.exports.number_formats import only_currency
from xl_addin.exports.places import column_letters
from xl_addin.texts import Texts

SAMPLES = 5
MONEY = ("amount", "cost", "margin", "limit")
_UNIT = re.compile(r"\b(тыс|млн|thousands?|millions?|k|m)\b\.?", re.IGNORECASE)
_SCALES = {"тыс": 1e3, "thousand": 1e3, "k": 1e3, "млн": 1e6, "million": 1e6, "m": 1e6}
_BEHIND = re.compile(r"[\(\[,](.*)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ColumnRead:
    """One column: our field, the header and place in the file, how it was read, first values."""

    field: str
    header: str
    place: str  # letters of the column, "" in a text file
    how: str
    unit: str
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Understood:
    """What was understood of a file, fit to be shown and kept."""

    file: str
    sheet: str
    header_row: int
    style: str
    columns: tuple[ColumnRead, ...]
    repairs: tuple[str, ...]


def scale_of(header: str) -> tuple[float, str]:
    """Return by what a header says its numbers are to be multiplied, and the unit it names."""
    behind = _BEHIND.search(header)
    unit = " ".join(behind[1].strip(" )]").split()) if behind else ""
    found = _UNIT.search(unit)
    scale = _SCALES.get(found[1].casefold().rstrip("s"), 1.0) if found else 1.0
    return scale, unit


def unit_word(header: str) -> tuple[str, str]:
    """Return a header without its unit, and the word of the unit that multiplies: тыс, million."""
    found = _UNIT.search(scale_of(header)[1])
    return _BEHIND.sub("", header).strip(), found[0] if found else ""


def columns_read(
    table: FileTable, facts: tuple[FieldFacts, ...], clean: pd.DataFrame, say: Texts
) -> tuple[ColumnRead, ...]:
    """Return how every column that was used has been read."""
    read = []
    for each in facts:
        at = table.fields.fields.get(each.field)
        if at is None:
            continue
        header = table.headers[at]
        kind = say(f"imports.kinds.{each.kind}")
        style = say(f"imports.styles.{each.style}") if each.style else ""
        unit = _unit(header, table.formats.get(at)) if each.field in MONEY else ""
        place = column_letters(table.places[at]) if table.sheet and table.places[at] else ""
        how = ", ".join(filter(None, (kind, style)))
        read.append(ColumnRead(each.field, header, place, how, unit, _samples(clean, each.field)))
    return tuple(read)


def _unit(header: str, formats: TextArray | None) -> str:
    """Return the unit that a header names, else the one currency that the cells show."""
    unit = scale_of(header)[1]
    return unit or ("" if formats is None else only_currency(formats))


def _samples(clean: pd.DataFrame, field: str) -> tuple[str, ...]:
    if field not in clean:
        return ()
    return tuple(_shown(cell) for cell in clean[field].iloc[:SAMPLES].tolist())


def _shown(cell: object) -> str:
    from scoring.errors import shown

    if cell is None or cell is pd.NaT or (isinstance(cell, float) and np.isnan(cell)):
        return ""
    if isinstance(cell, pd.Timestamp):
        return str(cell.date())
    if isinstance(cell, float):
        return f"{cell:.15g}"
    return shown(str(cell))
