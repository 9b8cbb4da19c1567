"""One column read as what its field wants, by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from scoring.checks import BoolArray, FloatArray, TextArray
from scoring.tables.cells import Cells, Kind
from scoring.tables.contracts import NO_DAY, Field
from scoring.tables.currencies import currencies_in
from scoring.tables.dates import Days
from scoring.tables.policy import ReadingPolicy
from scoring.tables.reading import (
    Fault,
    Keys,
    Reading,
    read_answers,
    read_dates,
    read_flags,
    read_keys,
    read_numbers,
)

MONEY = frozenset({"amount", "cost", "margin"})  # 12 % of something unknown is no money
_SORTED = ("customer", "product")
_FEW, _MONTHS = 3, 12


@dataclass(frozen=True, slots=True, eq=False)
class ColumnRead:
    """What a column says, (n,), as days, numbers, flags or keys; the others are None.

    days: NO_DAY where an optional date is blank. filled: the values of rows that are filled, or a
    number for each text. signs: the currency that an amount itself names, "" for none; None where
    no amount names any.
    """

    field: Field
    cells: Cells
    reading: Reading[Any]
    filled: npt.NDArray[Any]
    days: Days | None = None
    numbers: FloatArray | None = None
    flags: BoolArray | None = None
    keys: Keys | None = None
    signs: TextArray | None = None


def read_columns(
    fields: Sequence[Field],
    cells: Mapping[str, Cells],
    latest: Mapping[str, date | None],
    policy: ReadingPolicy,
) -> list[ColumnRead]:
    """Read the columns that are there, in the order of fields."""
    return [
        _column(each, cells[each.key], latest.get(each.key), policy)
        for each in fields
        if each.key in cells
    ]


def _column(each: Field, cells: Cells, latest: date | None, policy: ReadingPolicy) -> ColumnRead:
    if each.kind == "date":
        return _dates(each, cells, read_dates(cells, latest, policy))
    if each.kind == "number":
        return _numbers(each, cells, read_numbers(cells, policy))
    if each.kind == "answer":
        return _numbers(each, cells, read_answers(cells))
    if each.kind == "flag":
        flags = read_flags(cells)
        filled = _some(flags.values, cells.kind != Kind.BLANK)
        return ColumnRead(each, cells, flags, filled, flags=flags.values)
    keys = read_keys(cells, rising=each.key in _SORTED)
    return ColumnRead(each, cells, keys, np.arange(keys.values.ids.size), keys=keys.values)


def _dates(each: Field, cells: Cells, dates: Reading[Days]) -> ColumnRead:
    blank = cells.kind == Kind.BLANK
    for fault in filter(is_empty, dates.faults):
        blank[fault.rows] = True
    filled = _some(dates.values, ~blank)
    days = dates.values
    if not each.required and blank.any():
        days = np.where(blank, NO_DAY, days)
    return ColumnRead(each, cells, dates, filled, days=days)


def _numbers(each: Field, cells: Cells, amounts: Reading[FloatArray]) -> ColumnRead:
    text = cells.has(Kind.TEXT)
    if each.key in MONEY and text:
        amounts = _without_shares(amounts, cells)
    signs = _signs(cells) if each.key == "amount" and text else None
    filled = _some(amounts.values, ~np.isnan(amounts.values))
    return ColumnRead(each, cells, amounts, filled, numbers=amounts.values, signs=signs)


def _without_shares(amounts: Reading[FloatArray], cells: Cells) -> Reading[FloatArray]:
    """Make texts in percent a fault; they are numbers, but no money."""
    shares = [text.endswith("%") for text in cells.texts.tolist()]
    if not any(shares):
        return amounts
    rows = np.flatnonzero((cells.kind == Kind.TEXT) & np.array(shares)[cells.code])
    rows = rows[~np.isnan(amounts.values[rows])]
    return replace(amounts, faults=(*amounts.faults, Fault("number.share", rows)))


def _signs(cells: Cells) -> TextArray | None:
    """Return the currency that each amount names, (n,); None where none does."""
    named = currencies_in(cells.texts.tolist())
    if named is None:
        return None
    signs: TextArray = np.where(cells.kind == Kind.TEXT, named[cells.code], "")
    return signs


def _some(values: npt.NDArray[Any], rows: BoolArray) -> npt.NDArray[Any]:
    """Return the values of some rows, without a copy where these are all."""
    some: npt.NDArray[Any] = values if rows.all() else values[rows]
    return some


def kind_name(cells: Cells) -> str:
    """Return the kind of all cells that are not blank, "mixed" or "blank"."""
    kinds = [kind for kind in Kind if kind != Kind.BLANK and cells.has(kind)]
    if len(kinds) == 1:
        return kinds[0].name.lower()
    return "mixed" if kinds else "blank"


def swapped(cells: Cells, days: Days) -> int:
    """Count the dates of a column whose day and month a program may have changed places.

    Excel makes 05/01/2024 a date of May where it expects the month first, and leaves 13/01/2024 a
    text: then every date falls on a day up to the 12th, and every text on a later one.
    """
    dates, texts = cells.kind == Kind.DATE, cells.kind == Kind.TEXT
    if min(np.count_nonzero(dates), np.count_nonzero(texts)) < _FEW:
        return 0
    stamps = days.astype("datetime64[D]")
    of_month = (stamps - stamps.astype("datetime64[M]")).astype(np.int64) + 1
    apart = (of_month[dates] <= _MONTHS).all() and (of_month[texts] > _MONTHS).all()
    return int(np.count_nonzero(dates)) if apart else 0


def is_empty(fault: Fault) -> bool:
    """Whether a fault tells empty dates of other programs."""
    return fault.code == "date.empty"
