"""Blocks of cells as a host hands them over, before anybody has looked inside."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeAlias

import xlwings as xw
from xlwings.conversion import Accessor, ConversionContext, Pipeline

Cell: TypeAlias = str | float | bool | dt.datetime | None
Rows: TypeAlias = Sequence[Sequence[Any]]
Cleaner: TypeAlias = Callable[..., list[list[Any]]]

SHEET_ROWS = 1_048_576
NO_VALUE = "–"  # nothing can be said of a row; a blank row answers "", and the two must differ
UNKNOWN_ERROR = "#ERROR!"  # an Excel error for which xlwings has no name, such as #SPILL!
_ERROR_CODES = range(-2_146_826_400, -2_146_825_900)  # Excel hands errors over as such integers
LONG_RANGE = 20_000  # a longer range may be mostly empty: it is cut to the used part of its sheet


@dataclass(slots=True, eq=False)
class Block:
    """A rectangle of raw values, one sequence per row, and how many rows the formula named.

    ``clean`` turns the host's own values (error codes, times) into plain ones; None when they are
    plain already.
    """

    rows: Rows
    n_named: int
    clean: Cleaner | None = None
    scalar: bool = False
    memo: dict[str, Any] = field(default_factory=dict)

    @property
    def n_cells(self) -> int:
        """How many cells the block holds."""
        return len(self.rows) * len(self.rows[0]) if self.rows else 0

    @property
    def cut(self) -> bool:
        """Whether the formula named a whole column, or more rows than were handed over."""
        return self.n_named > len(self.rows) or self.n_named >= SHEET_ROWS

    def plain(self) -> list[list[Cell]]:
        """Return the cells as text, float, bool, datetime or None; "" counts as None."""
        rows: Rows = self.rows
        if self.clean is not None:
            rows = self.clean(rows, dt.datetime, None, None, True)  # noqa: FBT003 (xlwings' order)
        return [[_plain(cell) for cell in row] for row in rows]


def block_of(value: object) -> Block:
    """Return a Block around what a plain Python caller gives: a cell, a column, or rows."""
    if isinstance(value, Block):
        return value
    if not isinstance(value, (list, tuple)):
        return Block(((value,),), 1, scalar=True)
    if not value or value[0] in ([], ()):
        return Block(((None,),), 1)
    if isinstance(value[0], (list, tuple)):
        return Block(value, len(value))
    return Block(tuple((cell,) for cell in value), len(value))


class BlockReader(Accessor):
    """xlwings converter: hands a worksheet argument over as a Block.

    Unlike the converters of xlwings it cuts a range such as A:A to the used rows of its sheet
    before the values travel, and leaves the cleaning of values until a block turns out to be new.
    """

    @classmethod
    def reader(cls, options: object) -> Pipeline:  # noqa: ARG003 (xlwings' signature)
        """Return the one stage that makes the Block."""
        return Pipeline([_take])


def _take(context: ConversionContext) -> None:
    clean: Cleaner = context.engine.impl.clean_value_data
    if context.range is None:
        value, n_named = context.value, None
    else:
        value, n_named = _used_values(context.range), int(context.range.shape[0])
    scalar = not isinstance(value, (list, tuple))
    rows: Rows = _rows(value)
    context.value = Block(rows, len(rows) if n_named is None else n_named, clean, scalar)


def _used_values(cells: xw.Range) -> object:
    """Return the raw values of a range; of a long one, only those down to the last used row."""
    n_rows, n_columns = cells.shape
    if n_rows >= LONG_RANGE:
        used = cells.sheet.used_range
        row, column = cells.row, cells.column
        last = max(used.row + used.rows.count - 1, row)
        if last < row + n_rows - 1:
            cells = cells.sheet.range((row, column), (last, column + n_columns - 1))
    return cells.raw_value


def _rows(value: object) -> Rows:
    """Return rows: hosts give a bare value for one cell and a flat sequence for one row."""
    if not isinstance(value, (list, tuple)):
        return ((value,),)
    if value and isinstance(value[0], (list, tuple)):
        return value
    return (value,)


def _plain(cell: object) -> Cell:
    if cell is None or isinstance(cell, (str, bool, float)):
        return None if cell == "" else cell
    if isinstance(cell, int) and cell in _ERROR_CODES:
        return UNKNOWN_ERROR
    if isinstance(cell, (int, Decimal)):  # Excel hands currency cells over as Decimal
        return float(cell)
    if isinstance(cell, dt.datetime):
        return dt.datetime.combine(cell.date(), cell.time())
    if isinstance(cell, dt.date):
        return dt.datetime.combine(cell, dt.time())
    return str(cell) or None
