"""The grouped report of an accounting program: a row for each customer above its documents.

Levels come from the outline of the sheet, or its indents, or from the sums: a row of a group
holds what the rows below it add up to. The rows of groups are never counted as sales.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoring.tables.cells import cells_of
from scoring.tables.dates import OK, read_date_texts
from scoring.tables.policy import ReadingPolicy
from scoring.tables.reading import read_numbers
from xl_addin.exports.headers import HeaderMap, map_headers
from xl_addin.files.cells import SheetCells
from xl_addin.files.encode import DATE, NUMBER, TEXT

_DAY_IN_TEXT = re.compile(r"\b(\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d{2}-\d{2})\b")
_CENT = 0.005

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Grouped:
    """A grouped report: its data rows, 0-based, the level of each, and which of them are sales.

    levels count from 0, the outermost. column: that of the groups and documents.
    """

    rows: Rows
    levels: Rows
    sales: NDArray[np.bool_]
    column: int
    names: tuple[str, ...] = ()

    @property
    def depth(self) -> int:
        """How many levels there are, that of the sales included."""
        return int(np.unique(self.levels).size)


@dataclass(frozen=True, slots=True, eq=False)
class Flat:
    """A grouped report as a flat table, and how it agrees with its own totals."""

    headers: tuple[str, ...]
    columns: "tuple[pd.Series, ...]"
    fields: HeaderMap
    rows: Rows
    places: tuple[int, ...]  # 0-based columns of the sheet
    money: float
    groups_off: int  # groups whose own total is not the sum of their rows


def recognise(
    cells: SheetCells, rows: Rows, fields: HeaderMap, levels: tuple[str, ...] = ()
) -> Grouped | None:
    """Tell whether the rows of a block are a grouped report; None where they are a flat list.

    Needs rows with a date and rows without one, and that the outline, the indents or the sums say
    which of these stand above which. ``levels``: their fields from the outside in, where the header
    names them.
    """
    column, amount = fields.fields.get("customer"), fields.fields.get("amount")
    if column is None or amount is None or not rows.size:
        return None
    rows, names = (rows, levels) if levels else _without_names(cells, rows, column)
    sales = _dated(cells, rows, fields.fields.get("date"), column)
    if not sales.any() or sales.all():
        return None
    for given in (_outline(cells, rows), _indents(cells, rows, column)):
        if given is not None and given[sales].min() > given[~sales].min():
            return Grouped(rows, _from_zero(given), sales, column, names)
    if fields.fields.get("date") is not None and not _blank_dates(cells, rows[~sales], fields):
        return None
    if _sums_agree(cells, rows, sales, amount):
        return Grouped(rows, sales.astype(np.int64), sales, column, names)
    return None


def level_fields(report: Grouped, given: Sequence[str]) -> tuple[str, ...] | None:
    """Return the field of each level from the outside in; None where that is not clear."""
    if given:
        return tuple(given) if len(given) == report.depth else None
    if len(report.names) == report.depth:
        return report.names
    return ("customer", "document") if report.depth == 2 else None


def flatten(cells: SheetCells, report: Grouped, levels: Sequence[str], fields: HeaderMap) -> Flat:
    """Return the sales of a grouped report with their groups filled down."""
    texts = np.array([_text(cells, int(row), report.column) for row in report.rows], object)
    at = np.flatnonzero(report.sales)
    columns: dict[str, pd.Series] = {}
    places: dict[str, int] = {}
    for level, name in enumerate(levels):
        columns[name] = pd.Series(_filled(texts, report.levels, level)[at], dtype=object)
        places[name] = report.column
    rows = report.rows[at]
    for name, column in fields.fields.items():
        if name not in columns:
            columns[name] = pd.Series([cells.cell(int(row), column) for row in rows], dtype=object)
            places[name] = column
    if "date" not in fields.fields:
        found = [_DAY_IN_TEXT.search(str(text)) for text in texts[at]]
        columns["date"] = pd.Series([day[0] if day else None for day in found], dtype=object)
        places["date"] = report.column
    headers = tuple(
        fields.headers[places[name]] if places[name] != report.column else name for name in columns
    )
    numbers = _numbers(cells, report.rows, fields.fields["amount"])
    return Flat(
        headers=headers,
        columns=tuple(columns.values()),
        fields=HeaderMap({name: at for at, name in enumerate(columns)}, headers, (), ()),
        rows=rows,
        places=tuple(places.values()),
        money=float(np.nansum(numbers[report.sales])),
        groups_off=_groups_off(numbers, report),
    )


def number_at(cells: SheetCells, row: int, column: int) -> float:
    """Return the number in a cell, NaN where it holds none."""
    return float(_numbers(cells, np.array([row]), column)[0])


def _without_names(cells: SheetCells, rows: Rows, column: int) -> tuple[Rows, tuple[str, ...]]:
    """Take off rows right below the header that name the levels: Контрагент, Документ."""
    names: list[str] = []
    for row in rows[:5].tolist():
        alone = (cells.kinds[row] != 0).sum() == 1 and cells.kinds[row, column] == TEXT
        field = map_headers([_text(cells, row, column)], "sales").fields if alone else {}
        if not field:
            break
        names += list(field)
    return rows[len(names) :], ("customer", *names) if names else ()


def _dated(cells: SheetCells, rows: Rows, date: int | None, column: int) -> NDArray[np.bool_]:
    """Mark the rows that have a date, in its own column or in the text of the document."""
    at = column if date is None else date
    if date is None:
        return cells.texts_that(
            lambda texts: [_DAY_IN_TEXT.search(text) is not None for text in texts], at, rows
        )
    dated = cells.texts_that(_are_dates, at, rows)
    if dated.all():
        return dated
    kinds = cells.kinds[rows, at]
    dated |= (kinds == DATE) | (kinds == NUMBER)
    return dated


def _are_dates(texts: list[str]) -> list[bool]:
    said = read_date_texts(np.array([text.strip() for text in texts], object), "dmy")
    return [fate == OK for fate in said.fate.tolist()]


def _blank_dates(cells: SheetCells, rows: Rows, fields: HeaderMap) -> bool:
    return bool((cells.kinds[rows, fields.fields["date"]] == 0).all())


def _outline(cells: SheetCells, rows: Rows) -> Rows | None:
    levels = dict(cells.facts.levels.tolist())
    given = np.array([levels.get(row, 0) for row in rows.tolist()], np.int64)
    return given if given.any() else None


def _indents(cells: SheetCells, rows: Rows, column: int) -> Rows | None:
    indents = {row: indent for row, at, indent in cells.facts.indents.tolist() if at == column}
    given = np.array([indents.get(row, 0) for row in rows.tolist()], np.int64)
    if not given.any():  # some programs indent with blanks
        texts = [_raw(cells, row, column) for row in rows.tolist()]
        given = np.array([len(text) - len(text.lstrip()) for text in texts], np.int64)
    return given if given.any() else None


def _from_zero(levels: Rows) -> Rows:
    return np.unique(levels, return_inverse=True)[1].astype(np.int64)


def _sums_agree(cells: SheetCells, rows: Rows, sales: NDArray[np.bool_], amount: int) -> bool:
    """Whether every row without a date holds the sum of the dated rows that follow it."""
    if sales[0]:
        return False
    numbers = _numbers(cells, rows, amount)
    group = np.cumsum(~sales) - 1
    heads = numbers[~sales]
    below = np.bincount(group[sales], np.nan_to_num(numbers[sales]), heads.size)
    filled = np.bincount(group[sales], minlength=heads.size) > 0
    return bool(filled.all() and np.isclose(heads, below, rtol=0, atol=_CENT * rows.size).all())


def _groups_off(numbers: NDArray[np.float64], report: Grouped) -> int:
    """Count the rows of groups whose own number is not the sum of the sales below them."""
    off = 0
    for at in np.flatnonzero(~report.sales).tolist():
        deeper = np.flatnonzero(report.levels[at + 1 :] <= report.levels[at])
        end = at + 1 + int(deeper[0]) if deeper.size else len(report.rows)
        own = numbers[at]
        total = np.nansum(numbers[at + 1 : end][report.sales[at + 1 : end]])
        off += bool(not np.isnan(own) and abs(own - total) > _CENT * (end - at))
    return off


def _filled(texts: NDArray[np.object_], levels: Rows, level: int) -> NDArray[np.object_]:
    """Give every row the text of the last row of a level."""
    last = np.maximum.accumulate(np.where(levels == level, np.arange(levels.size), -1))
    known = (last >= 0) & (levels >= level)
    filled = np.full(levels.size, None, object)
    filled[known] = texts[last[known]]
    return filled


def _numbers(cells: SheetCells, rows: Rows, column: int) -> NDArray[np.float64]:
    plain = pd.Series([cells.cell(int(row), column) for row in rows], dtype=object)
    return read_numbers(cells_of(plain), ReadingPolicy()).values


def _raw(cells: SheetCells, row: int, column: int) -> str:
    return str(cells.cell(row, column) or "")


def _text(cells: SheetCells, row: int, column: int) -> str:
    return _raw(cells, row, column).strip()
