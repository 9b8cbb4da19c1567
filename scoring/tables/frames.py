"""A frame as it is read: column by column, good rows kept, all problems told at once.

A row is left out when any of its cells breaks a rule, and is then counted with its money.
Rows that are blank in every column are passed over. The frame itself is never changed.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from scoring.checks import BoolArray, FloatArray, TextArray
from scoring.errors import PLACES_SHOWN, Note, Problem, Repair, shown
from scoring.tables.cells import Cells, Kind, cells_of
from scoring.tables.columns import ColumnRead, is_empty, kind_name, read_columns, swapped
from scoring.tables.contracts import NO_DAY, Codes, Field, FieldFacts, Gated, T
from scoring.tables.dates import Days
from scoring.tables.policy import AS_IT_STANDS, ReadingPolicy
from scoring.tables.reading import LARGEST, Fault, Keys, Reading


@dataclass(slots=True)
class FrameRead:
    """What the columns of a frame say, all (n,), by the keys of their fields.

    blank: rows to be passed over. bad: rows with a fault. days: NO_DAY where an optional
    date is blank. signs: the currency that an amount itself names, "" for none; None where no
    amount names any.
    """

    table: str
    blank: BoolArray
    bad: BoolArray
    numbers: dict[str, FloatArray] = field(default_factory=dict)
    days: dict[str, Days] = field(default_factory=dict)
    keys: dict[str, Keys] = field(default_factory=dict)
    flags: dict[str, BoolArray] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    facts: list[FieldFacts] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    signs: TextArray | None = None
    readings: dict[str, tuple[Cells, Reading[Any]]] = field(default_factory=dict)
    cleaned: int = 0
    twice: "npt.NDArray[np.int64]" = field(default_factory=lambda: np.empty((0, 2), np.int64))

    @property
    def good(self) -> BoolArray:
        """Rows that hold something and break no rule."""
        return ~(self.blank | self.bad)

    def told(self, code: str, column: str = "", **details: str) -> None:
        """Tell a fault of a whole column or table."""
        self.problems.append(Problem(code, self.table, column, details=details))

    def told_rows(self, code: str, column: str, at: BoolArray, **details: str) -> None:
        """Tell a fault of the rows where at, (n,), is true, and leave them out."""
        rows = np.flatnonzero(at & ~self.blank)
        if rows.size:
            found = tuple(self._found(column, row) for row in rows[:PLACES_SHOWN].tolist())
            self.problems.append(Problem(code, self.table, column, rows, found, details))
            self.bad[rows] = True

    def _found(self, column: str, row: int) -> str:
        if column in self.keys:
            keys = self.keys[column]
            return shown(str(keys.ids[keys.code[row]]))
        if column in self.days:
            return str(np.datetime64(int(self.days[column][row]), "D"))
        number = f"{self.numbers[column][row]:.15g}"
        return number if self.signs is None else f"{number} {self.signs[row]}"

    def usable(self) -> bool:
        """Whether a table can be made; say so where nothing is left."""
        if any(problem.fatal for problem in self.problems):
            return False
        if not self.good.any():
            self.told("rows.none_good")
            return False
        return True

    def codes(self, column: str, keep: BoolArray | slice) -> Keys:
        """Return the keys of some rows, and of their ids only those that still occur."""
        keys = self.keys[column]
        if isinstance(keep, slice):
            return keys
        code = keys.code[keep]
        occurs = np.zeros(keys.ids.size, bool)
        occurs[code[code >= 0]] = True
        new: Codes = np.append(np.cumsum(occurs, dtype=np.int32) - np.int32(1), np.int32(-1))
        return Keys(new[code], keys.ids[occurs])

    def texts(self, column: str, keep: BoolArray) -> TextArray:
        """Return the texts of some rows, None where blank or without such a column."""
        if column not in self.keys:
            return np.full(np.count_nonzero(keep), None, object)
        keys = self.keys[column]
        ids = np.full(keys.ids.size + 1, None, object)
        ids[:-1] = keys.ids
        texts: TextArray = ids[keys.code[keep]]
        return texts

    def amounts(self, column: str, keep: BoolArray) -> FloatArray:
        """Return the numbers of some rows, NaN where blank or without such a column."""
        if column not in self.numbers:
            return np.full(np.count_nonzero(keep), np.nan)
        return self.numbers[column][keep]

    def day_codes(self, column: str, keep: BoolArray) -> Codes:
        """Return the days of some rows, NO_DAY where blank or without such a column."""
        if column not in self.days:
            return np.full(np.count_nonzero(keep), NO_DAY, np.int32)
        return self.days[column][keep].astype(np.int32)

    def money_left_out(self) -> float:
        """Return the sum of the amounts, as far as they could be read, of the rows at fault."""
        amount = self.numbers.get("amount", np.empty(0))
        lost = amount[self.bad & ~self.blank] if amount.size else amount
        return math.fsum(lost[np.abs(lost) <= LARGEST])

    def gated(self, table: T | None, money_left_out: float = 0.0) -> Gated[T]:
        """Return what came through the gate: the table, or None, and what was said of it."""
        n_read = int(np.count_nonzero(~self.blank))
        left_out = np.flatnonzero(self.bad & ~self.blank)
        if self.cleaned:
            self.notes.insert(0, Note("note.ids_cleaned", {"count": str(self.cleaned)}))
        return Gated(
            table=table,
            problems=tuple(self.problems),
            rows_read=n_read,
            rows_used=0 if table is None else n_read - left_out.size,
            left_out=left_out,
            money_left_out=money_left_out,
            fields=tuple(self.facts),
            notes=tuple(self.notes),
            repairs=tuple(self.repairs),
            readings=self.readings,
            twice=self.twice,
        )


def read_frame(
    frame: pd.DataFrame,
    table: str,
    fields: Sequence[Field],
    *,
    latest: Mapping[str, date | None] | None = None,
    prefilled: Collection[str] = (),
    policy: ReadingPolicy = AS_IT_STANDS,
) -> FrameRead:
    """Read every column of a frame that the table knows.

    latest: the last day allowed, by date field; 2200 where none is given. prefilled: fields
    that make no row by themselves, such as the number of a question without an answer.
    policy: what to take texts for that read in more than one way.
    """
    n = len(frame)
    read = FrameRead(table, np.zeros(n, bool), np.zeros(n, bool))
    cells: dict[str, Cells] = {}
    names = list(frame.columns)
    for field_ in fields:
        if (times := names.count(field_.key)) > 1:
            read.told("column.twice", field_.key, count=str(times))
        elif times:
            cells[field_.key] = cells_of(frame[field_.key])
        elif field_.required:
            columns = ", ".join(shown(str(name)) for name in names) or "—"
            read.told("column.missing", field_.key, columns=columns)
    read.blank = _blank_rows([cells[key] for key in cells if key not in prefilled], n)
    if read.blank.all():
        if cells:  # without a column that is known, nothing can be said of the rows
            read.told("rows.none")
        return read
    for column in read_columns(fields, cells, latest or {}, policy):
        _keep(read, column)
    return read


def _blank_rows(columns: Sequence[Cells], n: int) -> BoolArray:
    blank = np.full(n, fill_value=True)
    for cells in columns:
        blank &= cells.kind == Kind.BLANK
        if not blank.any():
            break
    return blank


def _place(read: FrameRead, column: ColumnRead) -> None:
    key = column.field.key
    read.readings[key] = column.cells, column.reading
    if column.days is not None:
        read.days[key] = column.days
    if column.numbers is not None:
        read.numbers[key] = column.numbers
    if column.flags is not None:
        read.flags[key] = column.flags
    if column.keys is not None:
        read.keys[key] = column.keys
    if column.signs is not None:
        read.signs = column.signs


def _keep(read: FrameRead, column: ColumnRead) -> None:
    """Keep what a column says; tell its faults, repairs and blanks."""
    field_, cells, reading = column.field, column.cells, column.reading
    _place(read, column)
    faults, repairs = reading.faults, reading.repairs
    if not field_.required:  # an empty date is a blank one
        repairs += tuple(
            replace(fault, code="repair.date_empty") for fault in faults if is_empty(fault)
        )
        faults = tuple(fault for fault in faults if not is_empty(fault))
    for fault in faults:
        _tell(read, field_.key, fault, cells)
    for repair in repairs:
        read.repairs.append(_repair(read, field_.key, repair, cells))
    if field_.kind == "date" and (count := swapped(cells, reading.values)):
        read.notes.append(Note("note.dates_swapped", {"count": str(count)}))
    blank = np.flatnonzero((cells.kind == Kind.BLANK) & ~read.blank)
    if field_.required and blank.size:
        _tell(read, field_.key, Fault("cell.blank", blank), cells)
    filled = 1 - blank.size / np.count_nonzero(~read.blank)
    kind = kind_name(cells)
    read.facts.append(FieldFacts(field_.key, kind, filled, column.filled, reading.style))
    read.cleaned += cells.cleaned


def _repair(read: FrameRead, column: str, fault: Fault, cells: Cells) -> Repair:
    first = fault.rows[:1]
    found = cells.found(first.tolist())[0]
    return Repair(fault.code, read.table, column, int(fault.rows.size), int(first[0]), found)


def _tell(read: FrameRead, column: str, fault: Fault, cells: Cells) -> None:
    rows = fault.rows[~read.blank[fault.rows]]
    if not rows.size:
        return  # a row to be passed over has nothing to mend
    found = cells.found(rows[:PLACES_SHOWN].tolist())
    read.problems.append(
        Problem(fault.code, read.table, column, rows, found, fault.details, whole=fault.whole)
    )
    read.bad[rows] = True
