"""Python, numpy and pandas values -> blocks of cells, by the rules of a sheet."""

import datetime as dt
import numbers
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from xl_addin.files.cells import SheetCells
from xl_addin.files.encode import (
    BLANK,
    BOOL,
    DATE,
    ERROR,
    NUMBER,
    TEXT,
    Codes,
    Kinds,
    Values,
    encode_column,
)

MAX_TEXT = 32_767  # characters in a cell
_NO_CHARACTERS = {0xFFFE: "\ufffd", 0xFFFF: "\ufffd"}  # XML cannot hold them, nor Excel
_PLAIN = {str, float, int, bool, dt.date, dt.datetime, dt.time, dt.timedelta, type(None)}


def plain(value: object) -> Any:  # noqa: PLR0911  one line per kind of value
    """Return a value as None, str, float, int, bool, datetime or an ErrorCell.

    NaN, NaT and NA are None; a zone is dropped and the clock time kept; what is no cell value is
    written as its text.
    """
    if type(value) in _PLAIN:
        return _clock(value) if isinstance(value, dt.datetime) else value
    if value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, str):
        return value if type(value).__name__ == "ErrorCell" else str(value)
    if isinstance(value, np.generic):
        return plain(pd.Timestamp(value) if isinstance(value, np.datetime64) else value.item())
    if isinstance(value, pd.Timestamp):
        return _clock(value.to_pydatetime(warn=False))
    if isinstance(value, dt.datetime):
        return _clock(value)
    if isinstance(value, numbers.Number):
        return float(value)  # type: ignore[arg-type]
    return str(value)


def _clock(moment: dt.datetime) -> dt.datetime:
    return moment.replace(tzinfo=None, fold=0)


def block_of_rows(
    rows: Sequence[Sequence[Any]], row: int, column: int, notices: list[str]
) -> SheetCells:
    """Make a block of rows of one length; `row` and `column` say where it will stand.

    One leading apostrophe of a text is taken away, as Excel does with what is typed.
    """
    return _block(list(zip(*rows, strict=True)), row, column, notices, _typed_text)


def block_of_columns(
    columns: Sequence[Any], row: int, column: int, notices: list[str]
) -> SheetCells:
    """Make a block of columns of one length: lists, numpy arrays or pandas Series.

    NaN, None, NaT are blank; infinite numbers are #NUM!; dates outside the years 1900 to 9999 are
    written as text. A text longer than 32,767 characters is cut, with a notice; a text that begins
    with "=" or with an apostrophe stays as it is.
    Raises ValueError for columns of different lengths.
    """
    return _block(columns, row, column, notices, _cell_text)


def _block(
    columns: Sequence[Any],
    row: int,
    column: int,
    notices: list[str],
    text_of: Callable[[str, list[str]], str],
) -> SheetCells:
    codes = Codes()
    encoded = [_column(values, codes) for values in columns]
    lengths = {len(kinds) for kinds, _ in encoded}
    if len(lengths) > 1:
        raise ValueError(f"the columns have different lengths: {sorted(lengths)}")
    kinds = np.asfortranarray(np.column_stack([kind for kind, _ in encoded]))
    values = np.asfortranarray(np.column_stack([value for _, value in encoded]))
    levels = [text_of(text, notices) for text in codes.levels()]
    _blank_emptied(kinds, values, levels)
    return SheetCells(kinds, values, levels, row, column)


def _column(values: Any, codes: Codes) -> tuple[Kinds, Values]:
    if isinstance(values, (pd.Series, pd.Index)):
        values = values.array
    dtype = getattr(values, "dtype", None)
    if isinstance(values, pd.Categorical):
        return _categorical(values, codes)
    if dtype is None or isinstance(dtype, pd.PeriodDtype) or dtype.kind in "Om":
        return _objects(_cells(values), codes)
    if isinstance(dtype, pd.DatetimeTZDtype):
        values, dtype = values.tz_localize(None), np.dtype("M8[ns]")
    kind = getattr(dtype, "kind", "O")
    if kind == "M":
        return _dates(np.asarray(values, "datetime64[us]"))
    if kind == "b":
        return _bools(pd.array(values, "boolean"))
    if kind in "iuf":
        if isinstance(values, np.ndarray):
            number = values.astype(np.float64)
        else:
            number = values.to_numpy(np.float64, na_value=np.nan)
        return _numbers(np.full(len(number), NUMBER, np.uint8), number, codes)
    return _objects(_cells(values), codes)


def _cells(values: Any) -> list[Any]:
    """Return the objects of a list or an array; one by one pandas hands them out slowly."""
    if isinstance(values, pd.api.extensions.ExtensionArray):
        whole: list[Any] = values.astype(object).tolist()
        return whole
    return list(values)


def _categorical(values: pd.Categorical, codes: Codes) -> tuple[Kinds, Values]:
    if not all(type(level) is str for level in values.categories):
        return _objects(list(values), codes)
    places = np.array([codes[level] - 1 for level in values.categories] or [-1], np.float64)
    missing = values.codes < 0
    number = places[np.where(missing, 0, values.codes)]
    blank = missing | (number < 0)
    return np.where(blank, BLANK, TEXT).astype(np.uint8), np.where(blank, np.nan, number)


def _dates(values: "np.ndarray[Any, Any]") -> tuple[Kinds, Values]:
    blank = np.isnat(values)
    seconds = np.where(blank, np.nan, values.astype(np.int64) / 1e6)
    return np.where(blank, BLANK, DATE).astype(np.uint8), seconds


def _bools(values: Any) -> tuple[Kinds, Values]:
    number = values.to_numpy(np.float64, na_value=np.nan)
    return np.where(np.isnan(number), BLANK, BOOL).astype(np.uint8), number


def _objects(values: list[Any], codes: Codes) -> tuple[Kinds, Values]:
    if set(map(type, values)) - (_PLAIN - {dt.datetime}):
        values = [plain(value) for value in values]
    errors = [i for i, value in enumerate(values) if type(value) not in _PLAIN]
    texts = [values[i] for i in errors]
    for i in errors:
        values[i] = None
    values = [_dated(value) if isinstance(value, dt.date) else value for value in values]
    kinds, number = encode_column(values, codes)
    kinds, number = _numbers(kinds, number, codes)
    for i, text in zip(errors, texts, strict=True):
        kinds[i], number[i] = ERROR, codes[str(text)] - 1
    return kinds, number


def _dated(moment: dt.date) -> dt.date | str:
    return moment if moment.year >= 1900 else moment.isoformat()


def _numbers(kinds: Kinds, values: Values, codes: Codes) -> tuple[Kinds, Values]:
    """Blank what is NaN; an infinite number is the error that Excel itself gives."""
    unreal = (kinds == NUMBER) & ~np.isfinite(values)
    if unreal.any():
        infinite = unreal & ~np.isnan(values)
        kinds[unreal], values = BLANK, np.where(unreal, np.nan, values)
        if infinite.any():
            kinds[infinite], values[infinite] = ERROR, codes["#NUM!"] - 1
    return kinds, values


def _typed_text(text: str, notices: list[str]) -> str:
    return _cell_text(text.removeprefix("'"), notices)


def _cell_text(text: str, notices: list[str]) -> str:
    if len(text) > MAX_TEXT:
        notices.append(f"a text of {len(text):,} characters was cut to {MAX_TEXT:,}")
        text = text[:MAX_TEXT]
    text = text.translate(_NO_CHARACTERS)
    if not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _blank_emptied(kinds: Kinds, values: Values, levels: list[str]) -> None:
    """Blank the cells of texts that leave nothing, as a lone apostrophe that was typed."""
    empty = [code for code, text in enumerate(levels) if not text]
    if empty:
        gone = (kinds == TEXT) & np.isin(values, empty)
        kinds[gone], values[gone] = BLANK, np.nan
