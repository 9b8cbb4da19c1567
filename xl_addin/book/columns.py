"""Whole columns between a range and numpy/pandas, without a Python object per cell where possible.

An xlwings converter: ``range.options(ColumnAccessor).value`` reads a list of pandas Series in the
shapes that the gate of ``scoring`` takes, and writes a ``ColumnBlock``. Our own engines hand over
whole columns; any other engine (Excel through COM or AppleScript) goes through lists of rows.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import xlwings as xw
from xlwings.conversion import Accessor, ConversionContext, Options, Pipeline

from scoring.tables import ErrorCell

ERROR_VALUES = frozenset(
    {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#CALC!"}
)
# Excel reads a text that begins so as a formula or swallows the mark; a leading ' makes it text.
_RISKY_START = tuple("=+-@'\t\r\n\0＝＋－＠")


@dataclass(frozen=True, slots=True)
class ColumnBlock:
    """Columns of equal length: float64, datetime64, Categorical of text, or objects."""

    columns: tuple[Any, ...]

    def __bool__(self) -> bool:
        """Tell whether there is anything to write."""
        return bool(self.columns) and len(self.columns[0]) > 0


def captions_of(area: xw.Range) -> list[str]:
    """Return the texts of the first row of a table, "" where blank."""
    return [str(caption or "") for caption in area[0, :].options(ndim=1).value]


class ColumnAccessor(Accessor):
    """The xlwings converter between a range and its columns."""

    @classmethod
    def reader(cls, _options: Options) -> Pipeline:
        """Return the way from cells to a list of Series."""
        return Pipeline([_read_columns])

    @classmethod
    def writer(cls, _options: Options) -> Pipeline:
        """Return the way from a ``ColumnBlock`` to cells."""
        return Pipeline([_write_columns])


def _read_columns(context: ConversionContext) -> None:
    area = context.range
    if hasattr(area.impl, "read_columns"):
        cells = area.impl.read_columns()
        context.value = [cells.column(place) for place in range(cells.n_cols)]
        return
    rows = xw.Range(impl=area.impl).options(ndim=2, err_to_str=True).value
    context.value = [series_of_cells(column) for column in zip(*rows, strict=True)]


def _write_columns(context: ConversionContext) -> None:
    area, block = context.range, context.value
    target = area.resize(len(block.columns[0]), len(block.columns))
    if hasattr(area.impl, "write_columns"):
        target.impl.write_columns(list(block.columns))
        return
    cells = [cells_of_column(column) for column in block.columns]
    # a range of its own: target has the options that led here
    xw.Range(impl=target.impl).value = [list(row) for row in zip(*cells, strict=True)]


def series_of_cells(cells: Sequence[Any]) -> pd.Series:
    """Return cells as a Series in the shape that the gate reads fastest.

    Numbers become float64, dates datetime64, texts a Categorical; a mixed column stays objects,
    with Excel's error values as ``ErrorCell``.
    """
    kinds = {type(cell) for cell in cells if cell is not None}
    if not kinds or kinds <= {float, int}:
        return pd.Series([np.nan if cell is None else cell for cell in cells], dtype="float64")
    if kinds == {dt.datetime}:
        return pd.Series(np.array(cells, dtype="datetime64[s]"))
    texts = {cell for cell in cells if isinstance(cell, str)}
    errors = texts & ERROR_VALUES
    if kinds == {str} and not errors:
        codes, levels = pd.factorize(np.array(cells, dtype=object))
        return pd.Series(pd.Categorical.from_codes(codes, pd.Index(levels)))
    marked = [ErrorCell(cell) if cell in errors else cell for cell in cells] if errors else cells
    return pd.Series(list(marked), dtype=object)


def typed(text: str) -> str:
    """Return a text as one would type it into Excel to get just this text, never a formula."""
    return f"'{text}" if text.startswith(_RISKY_START) else text


def cells_of_column(column: Any) -> list[Any]:
    """Return a column as plain cells for an engine that parses text: None, float, str, datetime.

    A text that Excel would read as a formula gets a leading apostrophe, which Excel takes off.
    """
    series = pd.Series(column)
    if isinstance(series.dtype, np.dtype) and series.dtype.kind in "mM":
        return [None if stamp is pd.NaT else stamp.to_pydatetime() for stamp in series]
    cells = series.astype(object).where(series.notna(), None).tolist()
    return [typed(cell) if isinstance(cell, str) else cell for cell in cells]
