"""Rows of Python values -> columns of numbers: a kind and a float for each cell.

Runs in the reading child. Texts become codes into one list of levels, so that the parent gets a
handful of arrays and no Python object per cell.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress, islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

BLANK, NUMBER, DATE, TEXT, BOOL, ERROR = range(6)

Kinds = NDArray[np.uint8]
Values = NDArray[np.float64]

_ROWS = 20_000
_DAY = 86_400.0
_EPOCH = dt.date(1970, 1, 1).toordinal()
_KIND_OF: dict[type, int] = {
    str: TEXT,
    float: NUMBER,
    int: NUMBER,
    bool: BOOL,
    dt.date: DATE,
    dt.datetime: DATE,
    dt.time: NUMBER,
    dt.timedelta: NUMBER,
    type(None): BLANK,
}


class Codes(dict[str, int]):
    """Numbers the texts in the order in which they come; the empty text is 0."""

    def __init__(self) -> None:
        super().__init__({"": 0})

    def __missing__(self, text: str) -> int:
        code = self[text] = len(self)
        return code

    def levels(self) -> list[str]:
        """Return the texts without the empty one; a level's place is its code less 1."""
        return list(islice(self, 1, None))


class _Seconds(dict[Any, float]):
    """Seconds since 1970-01-01 of dates and datetimes, worked out once for each."""

    def __missing__(self, moment: dt.date) -> float:
        seconds = (moment.toordinal() - _EPOCH) * _DAY
        if isinstance(moment, dt.datetime):
            clock = moment.hour * 3600 + moment.minute * 60 + moment.second
            seconds += clock + moment.microsecond / 1e6
        self[moment] = seconds
        return seconds


def encode(rows: Iterable[Sequence[Any]], codes: Codes, width: int) -> tuple[Kinds, Values]:
    """Turn rows of one width into two (n_rows, width) arrays, column after column.

    Kinds: 0 blank, 1 number, 2 date, 3 text, 4 bool, 5 error. Values: the number; seconds since
    1970-01-01 of a date; the code of a text (a place in `codes.levels()`); 1 or 0 of a bool; NaN
    of a blank. A time without a date is a number, a part of a day, as it is in Excel.
    """
    kinds: list[list[Kinds]] = [[] for _ in range(width)]
    values: list[list[Values]] = [[] for _ in range(width)]
    seconds = _Seconds()
    for block in _blocks(rows):
        for j, column in enumerate(zip(*block, strict=True)):
            kind, value = encode_column(column, codes, seconds)
            kinds[j].append(kind)
            values[j].append(value)
    if not width or not kinds[0]:
        return np.empty((0, width), np.uint8, "F"), np.empty((0, width), np.float64, "F")
    return _stack(kinds, np.uint8), _stack(values, np.float64)


def _blocks(rows: Iterable[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    source = iter(rows)
    while block := list(islice(source, _ROWS)):
        yield block


def _stack(columns: list[list[Any]], dtype: type) -> NDArray[Any]:
    n_rows = sum(len(piece) for piece in columns[0])
    whole: NDArray[Any] = np.empty((n_rows, len(columns)), dtype, order="F")
    for j, pieces in enumerate(columns):
        np.concatenate(pieces, out=whole[:, j])
        pieces.clear()
    return whole


def encode_column(
    column: Sequence[Any], codes: Codes, seconds: _Seconds | None = None
) -> tuple[Kinds, Values]:
    """Turn one column of plain values into kinds and values, as `encode` does."""
    n = len(column)
    seconds = _Seconds() if seconds is None else seconds
    found = set(map(type, column))
    if found == {str}:
        return _texts(column, codes)
    if found <= {float, int}:
        return np.full(n, NUMBER, np.uint8), np.array(column, np.float64)
    if found <= {dt.date, dt.datetime}:
        value = np.fromiter(map(seconds.__getitem__, column), np.float64, n)
        return np.full(n, DATE, np.uint8), value
    return _mixed(column, codes, seconds)


def _texts(column: Sequence[str], codes: Codes) -> tuple[Kinds, Values]:
    code = np.fromiter(map(codes.__getitem__, column), np.float64, len(column))
    blank = code == 0
    code -= 1
    code[blank] = np.nan
    return np.where(blank, BLANK, TEXT).astype(np.uint8), code


def _mixed(column: Sequence[Any], codes: Codes, seconds: _Seconds) -> tuple[Kinds, Values]:
    kinds = np.fromiter(map(_KIND_OF.__getitem__, map(type, column)), np.uint8, len(column))
    values = np.full(len(column), np.nan)
    for kind in np.unique(kinds):
        here = kinds == kind
        cells = list(compress(column, here))
        if kind == TEXT:
            kinds[here], values[here] = _texts(cells, codes)
        elif kind == DATE:
            values[here] = [seconds[cell] for cell in cells]
        elif kind in {NUMBER, BOOL}:
            values[here] = _numbers(cells)
    return kinds, values


def _numbers(cells: Sequence[Any]) -> Sequence[float]:
    """Return numbers, truth values and times as floats; a list of plain ones as it is."""
    if set(map(type, cells)) <= {float, int, bool}:
        return cells
    return [_number(cell) for cell in cells]


def _number(cell: object) -> float:
    if isinstance(cell, dt.timedelta):
        return cell.total_seconds() / _DAY
    if isinstance(cell, dt.time):
        clock = cell.hour * 3600 + cell.minute * 60 + cell.second + cell.microsecond / 1e6
        return clock / _DAY
    return float(cell)  # type: ignore[arg-type]
