"""Lines of cells as numbers, ids or a sales table, by the rules of the gate in scoring.

Everything that cannot be read is told with the name of the argument and the row in its range.
"""

import datetime as dt
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from scoring.errors import PLACES_SHOWN, Problem, TableError
from scoring.tables import InvoicesTable, SalesTable, gate_invoices, gate_sales
from scoring.tables.cells import Cells, Kind, cells_of, is_plain
from scoring.tables.dates import EPOCH
from scoring.tables.policy import AS_IT_STANDS, ReadingPolicy
from scoring.tables.reading import (
    Fault,
    Keys,
    read_answers,
    read_dates,
    read_keys,
    read_numbers,
)
from xl_addin.functions.arguments import ArgumentError, Grid, Line, dated
from xl_addin.functions.cells import Cell

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.object_]


def check_lengths(lines: Mapping[str, Line | Grid | None]) -> None:
    """Raise ArgumentError unless all lines given name equally many rows."""
    named = {argument: line.n_named for argument, line in lines.items() if line is not None}
    first, *others = named
    for other in others:
        if named[other] != named[first]:
            rows = f"{named[other]} row{'' if named[other] == 1 else 's'}"
            raise ArgumentError(other, f"{rows}, but {first} has {named[first]}")


def has_header(*firsts: Sequence[Cell], dates: bool = False) -> bool:
    """Say whether the first row holds headers: words where dates and numbers belong.

    Each of firsts are cells of one argument. Blank cells say nothing; a text that begins with a
    digit, a sign or # is a value that cannot be read, and so is a lone date, unless dates may
    stand above numbers.
    """
    cells = [cell for row in firsts for cell in row if cell is not None]
    return bool(cells) and all(
        cell.strip()[:1].isalpha()
        if isinstance(cell, str)
        else dates and isinstance(cell, dt.datetime)
        for cell in cells
    )


def sales_table(
    customers: Line | None,
    dates: Line,
    amounts: Line | None,
    documents: Line | None = None,
    margins: Line | None = None,
    costs: Line | None = None,
) -> tuple[SalesTable, bool]:
    """Return the sales behind the gate, and whether the first row was one of headers.

    Rows that are blank in customers, dates and amounts are passed over; without amounts every
    row is a sale of 1, without customers all are of one. Margins, where given, stand beside every
    sale. Raises TableError with every cell that cannot be read, ArgumentError for ranges of
    different length.
    """
    lines = {"customers": customers, "dates": dates, "amounts": amounts, "documents": documents}
    check_lengths({**lines, "margins": margins, "costs": costs})
    beside = {"document": documents, "cost": costs}
    more = {key: line.cells for key, line in beside.items() if line is not None}
    fields = {
        "customer": _given(customers),
        "date": _days(dates),
        "amount": _given(amounts),
        **more,
        **({} if margins is None else {"margin": margins.cells}),
    }
    header = _headed(dates, amounts)
    columns = _columns(fields, header=header)
    sale = [
        any(cell is not None for cell in cells)
        for cells in zip(columns["customer"], columns["date"], columns["amount"], strict=True)
    ]
    if customers is None:
        columns["customer"] = ["1" if is_sale else None for is_sale in sale]
    if amounts is None:
        columns["amount"] = [1.0 if is_sale else None for is_sale in sale]
    for key in more:  # beside no sale: such a row is blank for the gate too
        given = zip(columns[key], sale, strict=True)
        columns[key] = [cell if is_sale else None for cell, is_sale in given]
    if margins is not None:
        blank = np.isnan(numbers_of(columns["margin"], "margins"))
        refuse_blank(blank & np.array(sale), "margins")
    return gate_sales(_frame(columns)).strict(), header


def invoices_table(
    due: Line, paid: Line, amounts: Line, customers: Line | None
) -> tuple[InvoicesTable, Cell]:
    """Return invoices behind the gate, and what stands above the customers as their header.

    Blank rows are passed over; a blank in paid is an open invoice. Without customers all are
    of one. Raises TableError with every cell that cannot be read, ArgumentError for ranges of
    different length.
    """
    check_lengths({"due": due, "paid": paid, "amounts": amounts, "customers": customers})
    header = _headed(due, amounts)
    fields = {"due": _days(due), "paid": _days(paid), "amount": amounts.cells}
    columns = _columns({**fields, "customer": _given(customers)}, header=header)
    filled = [any(cell is not None for cell in row) for row in zip(*columns.values(), strict=True)]
    columns["invoice"] = [str(row) if is_one else None for row, is_one in enumerate(filled)]
    if customers is None:
        columns["customer"] = ["1" if is_one else None for is_one in filled]
    table = gate_invoices(_frame(columns)).strict()
    return table, customers.cells[0] if header and customers is not None else None


def _headed(dates: Line, numbers: Line | None) -> bool:
    """Say whether dates, and the numbers beside them, begin with headers."""
    n_rows = max(len(dates), 0 if numbers is None else len(numbers))
    return n_rows > 1 and has_header(dates.cells[:1], _given(numbers)[:1])


def _days(line: Line) -> list[Cell]:
    return [dated(cell) for cell in line.cells]


def _given(line: Line | None) -> list[Cell]:
    return [] if line is None else line.cells


def _columns(fields: Mapping[str, list[Cell]], *, header: bool) -> dict[str, list[Cell]]:
    """Return columns of one length, blanks at the end; the headers become blanks."""
    n_rows = max(map(len, fields.values()))
    columns = {key: [*cells, *[None] * (n_rows - len(cells))] for key, cells in fields.items()}
    if header:
        for cells in columns.values():
            cells[0] = None
    return columns


def _frame(columns: Mapping[str, list[Cell]]) -> pd.DataFrame:
    return pd.DataFrame({key: pd.Series(cells, dtype=object) for key, cells in columns.items()})


def without_header(ids: Line, header: Cell) -> Line:
    """Blank the first id when it repeats the header of the customers: the range began above."""
    if header is None or len(ids) < 2 or ids.cells[0] != header:
        return ids
    return Line([None, *ids.cells[1:]], ids.n_named, ids.across, ids.scalar, ids.block)


def ids_of(line: Line, argument: str) -> Keys:
    """Return the cells of a line as ids, read as the gate reads customers."""
    if len(line) == 1 and is_plain(line.cells[0]):  # a cell that was filled down 10,000 rows
        return Keys(np.zeros(1, np.int32), np.array(line.cells, object))
    cells = cells_of(pd.Series(line.cells, dtype=object))
    reading = read_keys(cells)
    _refuse(reading.faults, argument, cells)
    return reading.values


def numbers_of(
    cells: Sequence[Cell], argument: str, width: int = 1, policy: ReadingPolicy = AS_IT_STANDS
) -> Floats:
    """Return cells as numbers, NaN where blank; width cells make one row of the range."""
    column = cells_of(pd.Series(cells, dtype=object))
    reading = read_numbers(column, policy)
    _refuse(reading.faults, argument, column, width)
    return reading.values


def days_of(
    cells: Sequence[Cell], argument: str, width: int = 1, policy: ReadingPolicy = AS_IT_STANDS
) -> list[dt.datetime | None]:
    """Return cells as days at midnight, None where blank; width cells make one row."""
    column = cells_of(pd.Series(cells, dtype=object))
    reading = read_dates(column, None, policy)
    _refuse(reading.faults, argument, column, width)
    blank = column.kind == Kind.BLANK
    return [
        None if is_blank else dt.datetime.fromordinal(day + EPOCH)
        for day, is_blank in zip(reading.values.tolist(), blank.tolist(), strict=True)
    ]


def texts_of(cells: Sequence[Cell], argument: str, width: int = 1) -> Texts:
    """Return cells as texts, None where blank; a date is written as 2024-03-31."""
    written = [c.date().isoformat() if isinstance(c, dt.datetime) else c for c in cells]
    column = cells_of(pd.Series(written, dtype=object))
    reading = read_keys(column, rising=False)
    _refuse(reading.faults, argument, column, width)
    ids = reading.values.ids
    texts = np.full(ids.size + 1, None, object)  # the last one is that of code -1, a blank
    texts[: ids.size] = ids
    taken: Texts = texts[reading.values.code]
    return taken


def answers_of(cells: Sequence[Cell], argument: str) -> Floats:
    """Return answers to a questionnaire: 1 for +, 0.5 for +/-, 0 for -, NaN where blank."""
    column = cells_of(pd.Series(cells, dtype=object))
    reading = read_answers(column)
    _refuse(reading.faults, argument, column)
    return reading.values


def refuse_blank(blank: Bools, argument: str) -> None:
    """Raise TableError for cells that are blank and must not be."""
    if (rows := np.flatnonzero(blank)).size:
        raise TableError([Problem("cell.blank", "", argument, rows)])


def _refuse(faults: Sequence[Fault], argument: str, cells: Cells, width: int = 1) -> None:
    problems = [
        Problem(
            fault.code,
            "",
            argument,
            fault.rows // width,
            cells.found(fault.rows[:PLACES_SHOWN].tolist()),
            fault.details,
            whole=fault.whole,
        )
        for fault in faults
    ]
    if problems:
        raise TableError(problems)
