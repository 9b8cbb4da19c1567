"""Lines of cells as numbers, ids or a sales table, by the rules of the gate in scoring.

Everything that cannot be read is told with the name of the argument and the row in its range.
"""

import datetime as dt
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from scoring.errors import PLACES_SHOWN, Problem, TableError
from scoring.tables import SalesTable, gate_sales
from scoring.tables.cells import Cells, cells_of
from scoring.tables.reading import Fault, Keys, read_keys, read_numbers
from xl_addin.functions.arguments import ArgumentError, Grid, Line, dated
from xl_addin.functions.cells import Cell

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.object_]


def check_lengths(lines: dict[str, Line | Grid | None]) -> None:
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
    customers: Line, dates: Line, amounts: Line, documents: Line | None
) -> tuple[SalesTable, bool]:
    """Return the sales behind the gate, and whether the first row was one of headers.

    Rows that are blank in customers, dates and amounts are passed over. Raises TableError with
    every cell that cannot be read, ArgumentError for ranges of different length.
    """
    lines = {"customers": customers, "dates": dates, "amounts": amounts, "documents": documents}
    check_lengths(dict(lines))
    fields = {
        "customer": customers.cells,
        "date": [dated(cell) for cell in dates.cells],
        "amount": amounts.cells,
    }
    if documents is not None:
        fields["document"] = documents.cells
    n_rows = max(map(len, fields.values()))
    header = n_rows > 1 and has_header(dates.cells[:1], amounts.cells[:1])
    columns = {
        key: [None if header else cells[0], *cells[1:], *[None] * (n_rows - len(cells))]
        for key, cells in fields.items()
    }
    if documents is not None:
        _forget_lone_documents(columns)
    frame = pd.DataFrame({key: pd.Series(cells, dtype=object) for key, cells in columns.items()})
    return gate_sales(frame).strict(), header


def _forget_lone_documents(columns: dict[str, list[Cell]]) -> None:
    """Blank documents in rows without any sale: such a row is blank for the gate too."""
    sale = zip(columns["customer"], columns["date"], columns["amount"], strict=True)
    columns["document"] = [
        document if any(cell is not None for cell in cells) else None
        for document, cells in zip(columns["document"], sale, strict=True)
    ]


def ids_of(line: Line, argument: str) -> Keys:
    """Return the cells of a line as ids, read as the gate reads customers."""
    cells = cells_of(pd.Series(line.cells, dtype=object))
    reading = read_keys(cells)
    _refuse(reading.faults, argument, cells)
    return reading.values


def numbers_of(cells: Sequence[Cell], argument: str, width: int = 1) -> Floats:
    """Return cells as numbers, NaN where blank; width cells make one row of the range."""
    column = cells_of(pd.Series(cells, dtype=object))
    reading = read_numbers(column)
    _refuse(reading.faults, argument, column, width)
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
