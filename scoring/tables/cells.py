"""What stands in a column: blank, text, number, date, yes/no, an Excel error, or else.

The only room that looks at types of single cells. Texts are trimmed here, each distinct
one once: the rest of the gate works on codes.
"""

import datetime as dt
import numbers
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from scoring.checks import FloatArray, TextArray
from scoring.errors import shown
from scoring.tables.contracts import Codes
from scoring.tables.dates import EPOCH, Days

Kinds = npt.NDArray[np.int8]
# Zero-width characters, the soft hyphen, a BOM from pasted files; controls that XML cannot hold.
_UNSEEN = "\xad\u200b\u2060\ufeff" + "".join(map(chr, (*range(9), 11, 12, *range(14, 32), 127)))
_INVISIBLE = dict.fromkeys(map(ord, _UNSEEN))
_CLEAN = bytes(range(33, 127)) + b"\n"  # letters, digits and marks; the last parts the texts
_HAS_INVISIBLE = re.compile(f"[{re.escape(_UNSEEN)}]")
_ESCAPED = re.compile(r"_x00(0[0-8BCEFbcef]|0[Dd]|1[0-9A-Fa-f]|7[Ff])_")  # as Excel stores controls


class ErrorCell(str):
    """An Excel error such as #N/A, where a value should be."""

    __slots__ = ()


class Kind(IntEnum):
    """What a cell holds."""

    BLANK = 0
    TEXT = 1
    NUMBER = 2
    DATE = 3
    FLAG = 4
    ERROR = 5
    OTHER = 6


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """A column taken apart; only the arrays of kinds that occur in it are filled.

    kind: (n,). number, day: (n,) or empty. code: (n,), into texts, or empty. cleaned: number
    of distinct texts that lost blanks or invisible characters. column: the cells as given.
    is_distinct: whether texts are known to be each there once. joined: the texts, parted by line
    ends.
    """

    kind: Kinds
    column: "pd.Series[Any]"
    number: FloatArray = field(default_factory=lambda: np.empty(0))
    day: Days = field(default_factory=lambda: np.empty(0, np.int64))
    code: Codes = field(default_factory=lambda: np.empty(0, np.int32))
    texts: TextArray = field(default_factory=lambda: np.empty(0, object))
    cleaned: int = 0
    is_distinct: bool = False
    joined: str = ""

    def has(self, kind: Kind) -> bool:
        """Whether any cell is of this kind."""
        return bytes([kind]) in self.kind.tobytes()

    def found(self, rows: Iterable[int]) -> tuple[str, ...]:
        """Return what stands in some rows, fit for a message; nothing for a blank."""
        return tuple(_written(self.column.iloc[row], Kind(self.kind[row])) for row in rows)


def cells_of(column: "pd.Series[Any]") -> Cells:
    """Take a column of any dtype apart into its cells."""
    dtype = column.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        return _category_cells(column)
    if isinstance(dtype, pd.StringDtype):
        codes, texts = pd.factorize(column)
        distinct = np.asarray(texts, dtype=object)
        return _text_cells(column, codes, distinct, "\n".join(distinct.tolist()))
    if pd.api.types.is_bool_dtype(dtype):
        return _object_cells(column, column.astype(object).to_numpy())
    if pd.api.types.is_numeric_dtype(dtype):
        number = column.to_numpy(dtype=np.float64, na_value=np.nan)
        return Cells(_kinds(~np.isnan(number), Kind.NUMBER), column, number=number)
    if pd.api.types.is_datetime64_any_dtype(dtype):
        local = column.dt.tz_localize(None) if isinstance(dtype, pd.DatetimeTZDtype) else column
        stamps = local.to_numpy()
        day = stamps.astype("datetime64[D]").astype(np.int64)
        return Cells(_kinds(~np.isnat(stamps), Kind.DATE), column, day=day)
    return _object_cells(column, column.astype(object).to_numpy())


def _kinds(filled: npt.NDArray[np.bool_], kind: Kind) -> Kinds:
    kinds: Kinds = filled.view(np.int8)
    return kinds if kind == 1 else kinds * np.int8(kind)


def _category_cells(column: "pd.Series[Any]") -> Cells:
    """Take the categories apart and give every row the cell of its category."""
    codes = column.cat.codes.to_numpy()
    texts = np.asarray(column.cat.categories, object)
    joined = _joined(texts)
    if joined is None:
        one = _object_cells(column, texts)
    else:  # each is there once: nothing to look up
        one = _text_cells(column, np.arange(texts.size), texts, joined)
    if one.kind.size and (one.kind == Kind.TEXT).all():
        return Cells(
            _kinds(codes >= 0, Kind.TEXT),
            column,
            code=_taken(one.code, codes),
            texts=one.texts,
            cleaned=one.cleaned,
            is_distinct=not one.cleaned,
            joined=one.joined,
        )
    return Cells(
        np.append(one.kind, np.int8(Kind.BLANK))[codes],
        column,
        number=np.append(one.number, np.nan)[codes] if one.number.size else one.number,
        day=np.append(one.day, 0)[codes] if one.day.size else one.day,
        code=_taken(one.code, codes) if one.code.size else one.code,
        texts=one.texts,
        cleaned=one.cleaned,
        joined=one.joined,
    )


def _taken(inner: Codes, codes: npt.NDArray[Any]) -> Codes:
    """Look up inner codes, -1 staying -1; nothing to do when they count up from 0."""
    if np.array_equal(inner, np.arange(inner.size)):
        return codes.astype(np.int32, copy=False)
    taken: Codes = np.append(inner, np.int32(-1))[codes]
    return taken


def _joined(texts: TextArray) -> str | None:
    """Return texts parted by line ends; None where not all cells are texts."""
    listed = texts.tolist()
    try:
        joined = "\n".join(listed)
    except TypeError:
        return None
    return None if "#" in joined and ErrorCell in set(map(type, listed)) else joined


def _text_cells(
    column: "pd.Series[Any]", codes: npt.NDArray[np.intp], texts: TextArray, joined: str
) -> Cells:
    """Cells of a column that holds texts, here also parted by line ends, and blanks only."""
    clean, joined = _cleaned(texts, joined)
    cleaned = 0 if clean is texts else sum(map(str.__ne__, texts.tolist(), clean.tolist()))
    kind = _kinds(codes >= 0, Kind.TEXT)
    if "\n\n" in f"\n{joined}\n":  # an empty one among them
        filled = np.append(clean != "", False)  # code -1, a blank, reads the last place
        kind = _kinds(filled[codes], Kind.TEXT)
    code = codes.astype(np.int32, copy=False)
    return Cells(kind, column, code=code, texts=clean, cleaned=cleaned, joined=joined)


def _cleaned(texts: TextArray, joined: str) -> tuple[TextArray, str]:
    """Trim texts, drop invisible characters, compose accents; return them joined too."""
    if _is_clean(joined, texts.size):
        return texts, joined
    after = list(map(str.strip, texts.tolist()))
    joined = "\n".join(after)
    if "_x00" in joined:
        after = [_ESCAPED.sub("", text).strip() for text in after]
    if _HAS_INVISIBLE.search(joined):
        after = [text.translate(_INVISIBLE).strip() for text in after]
    if not joined.isascii() and not unicodedata.is_normalized("NFC", joined):
        after = [unicodedata.normalize("NFC", text) for text in after]
    clean = np.empty(len(after), object)
    clean[:] = after
    return clean, "\n".join(after)


def _is_clean(joined: str, n: int) -> bool:
    """Whether n texts, parted by line ends, are signs of ASCII only: nothing to trim or compose."""
    if not joined.isascii() or joined.count("\n") >= n or "_x00" in joined:
        return False
    return not joined.encode().translate(None, _CLEAN)


def is_plain(cell: object) -> bool:
    """Whether a cell is a text that the gate leaves as it is, whatever column it stands in."""
    return type(cell) is str and cell != "" and "E+" not in cell and _is_clean(cell, 1)


def _object_cells(column: "pd.Series[Any]", values: TextArray) -> Cells:
    """Cells of a column whose cells may be of any type."""
    types = np.fromiter(map(id, map(type, values)), np.int64, values.size)
    kind = np.zeros(values.size, np.int8)
    for cell_type in set(map(type, values)):
        kind[types == id(cell_type)] = _kind_of(cell_type)
    number, day, code = np.empty(0), np.empty(0, np.int64), np.empty(0, np.int32)
    texts, cleaned, joined = np.empty(0, object), 0, ""
    if (at := kind == Kind.NUMBER).any():
        number = np.full(values.size, np.nan)
        number[at] = values[at].astype(np.float64)
        kind[at & np.isnan(number)] = Kind.BLANK
    if (at := kind == Kind.DATE).any():
        day = np.zeros(values.size, np.int64)
        day[at] = [value.toordinal() - EPOCH for value in values[at]]
    if (at := kind == Kind.TEXT).any():
        found, distinct = pd.factorize(values[at])
        listed = np.asarray(distinct, dtype=object)
        part = _text_cells(column, found, listed, "\n".join(listed.tolist()))
        code = np.full(values.size, -1, np.int32)
        code[at], kind[at] = part.code, part.kind
        texts, cleaned, joined = part.texts, part.cleaned, part.joined
    return Cells(kind, column, number, day, code, texts, cleaned, joined=joined)


def _kind_of(cell_type: type) -> Kind:
    if cell_type in (type(None), type(pd.NA), type(pd.NaT)):
        return Kind.BLANK
    order: tuple[tuple[Kind, tuple[type, ...]], ...] = (
        (Kind.ERROR, (ErrorCell,)),
        (Kind.TEXT, (str,)),
        (Kind.FLAG, (bool, np.bool_)),
        (Kind.NUMBER, (numbers.Number, np.number)),
        (Kind.DATE, (dt.date,)),  # datetime and pandas' Timestamp are dates too
    )
    return next((kind for kind, types in order if issubclass(cell_type, types)), Kind.OTHER)


def _written(value: Any, kind: Kind) -> str:
    """Write a cell as a person would read it."""
    if kind == Kind.BLANK:
        return ""
    if kind == Kind.FLAG:
        return "TRUE" if value else "FALSE"
    if kind == Kind.NUMBER:
        whole = abs(value) < 1e15 and value == int(value)
        return str(int(value)) if whole else repr(float(value))
    if isinstance(value, dt.datetime):
        return str(value.date()) if value.time() == dt.time() else str(value)
    return shown(str(value))
