"""What an argument of a worksheet function may be: columns, blocks and single options.

A function says so by the type of its parameter: ``ids: Column``, ``bins: Whole = 5``. Each type
carries the reader that makes it from a Block, or raises ArgumentError.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, NamedTuple, TypeAlias

from scoring.errors import MESSAGES, shown
from scoring.tables import ErrorCell
from xl_addin.functions.cells import UNKNOWN_ERROR, Block, Cell

Answer: TypeAlias = Cell | list[list[Cell]]

ERRORS = frozenset(
    {
        "#N/A",
        "#DIV/0!",
        "#VALUE!",
        "#REF!",
        "#NAME?",
        "#NUM!",
        "#NULL!",
        "#SPILL!",
        "#CALC!",
        "#FIELD!",
        "#BLOCKED!",
        "#CONNECT!",
        "#BUSY!",
        "#UNKNOWN!",
        "#GETTING_DATA",
        "#EXTERNAL!",
        "#PYTHON!",
        UNKNOWN_ERROR,
    }
)
_EPOCH = dt.datetime(1899, 12, 30)  # what Excel counts days from, as it shows them after 1900-02
_LAST_SERIAL = 2_958_465  # 9999-12-31
_DOTS = re.compile(r"([0-9]{2})\.([0-9]{2})\.([0-9]{4})")
_YES = frozenset({"yes", "true", "да", "истина", "1"})
_NO = frozenset({"no", "false", "нет", "ложь", "0"})


class ArgumentError(ValueError):
    """An argument is not what the function can take: which one, and what was found."""

    def __init__(self, argument: str, text: str) -> None:
        super().__init__(argument, text)
        self.argument, self.text = argument, text


@dataclass(slots=True, eq=False)
class Line:
    """One column or one row of cells, in reading order.

    n_named is what the formula named: 1,048,576 for A:A, though only the used cells are here.
    """

    cells: list[Cell]
    n_named: int
    across: bool
    scalar: bool
    block: Block = field(repr=False)

    def __len__(self) -> int:
        return len(self.cells)

    def spread(self, answers: Sequence[Cell]) -> Answer:
        """Return one answer per cell in the shape of the line: a column, a row or one cell."""
        if self.scalar:
            return answers[0]
        return [list(answers)] if self.across else [[answer] for answer in answers]


@dataclass(slots=True, eq=False)
class Grid:
    """Rows of cells, all of one width; blank rows and columns at the end are cut off."""

    rows: list[list[Cell]]
    n_named: int
    n_rows: int  # before blank rows were cut off: answers have as many
    block: Block = field(repr=False)


@dataclass(slots=True, eq=False)
class Patch:
    """Cells of any shape, row after row; answers come in the same shape."""

    cells: list[Cell]
    width: int
    scalar: bool

    def spread(self, answers: Sequence[Cell]) -> Answer:
        """Return one answer per cell in the shape of the patch."""
        if self.scalar:
            return answers[0]
        starts = range(0, len(answers), self.width)
        return [list(answers[start : start + self.width]) for start in starts]


def line(block: Block, argument: str) -> Line:
    """Read one column or one row."""
    if "line" not in block.memo:
        n_rows, width = len(block.rows), len(block.rows[0]) if block.rows else 0
        if n_rows > 1 and width > 1:
            raise ArgumentError(
                argument, f"one column or one row is expected, found {_size(block)}"
            )
        rows = block.plain()
        across = width > 1
        cells = rows[0] if across else [row[0] for row in rows]
        if block.cut and not across:
            cells = cells[: _filled(cells) or 1]
        n_named = len(cells) if across else block.n_named
        block.memo["line"] = Line([_marked(c) for c in cells], n_named, across, block.scalar, block)
    found: Line = block.memo["line"]
    return found


def grid(block: Block, argument: str) -> Grid:
    """Read a block of rows and columns."""
    if "grid" not in block.memo:
        rows = [[_marked(cell) for cell in row] for row in block.plain()]
        n_filled = max((i + 1 for i, row in enumerate(rows) if _filled(row)), default=0)
        width = max((_filled(row) for row in rows), default=0)
        if not width:
            raise ArgumentError(argument, "every cell is empty")
        n_rows = n_filled if block.cut else len(rows)
        rows = [row[:width] for row in rows[:n_filled]]
        block.memo["grid"] = Grid(rows, block.n_named, n_rows, block)
    found: Grid = block.memo["grid"]
    return found


def patch(block: Block, argument: str) -> Patch:  # noqa: ARG001 (a reader is told both)
    """Read cells of any shape; blank ones stay where they are."""
    rows = block.plain()
    if block.cut:
        rows = rows[: max((i + 1 for i, row in enumerate(rows) if _filled(row)), default=1)]
    cells = [_marked(cell) for row in rows for cell in row]
    return Patch(cells, len(rows[0]), block.scalar)


def number(block: Block, argument: str) -> float:
    """Read one number; text only when it is a plain one, with a point or a comma."""
    cell = single(block, argument)
    if isinstance(cell, str):
        try:
            return float(cell.replace(",", "."))
        except ValueError:
            raise ArgumentError(argument, _said("number.text", cell)) from None
    if isinstance(cell, float):
        return cell
    raise ArgumentError(argument, _said("number.text", cell))


def whole(block: Block, argument: str) -> int:
    """Read one whole number."""
    value = number(block, argument)
    if not value.is_integer():
        raise ArgumentError(argument, f"{value:g} is not a whole number")
    return int(value)


def day(block: Block, argument: str) -> dt.date:
    """Read one date: a date cell, the number that Excel keeps for it, or plain text."""
    cell = dated(single(block, argument))
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, str):
        match = _DOTS.fullmatch(cell.strip())
        text = "{2}-{1}-{0}".format(*match.groups()) if match else cell.strip()
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            code = "date.calendar" if match else "date.text"
            raise ArgumentError(argument, _said(code, cell)) from None
    raise ArgumentError(argument, _said("date.text", cell))


def flag(block: Block, argument: str) -> bool:
    """Read yes or no: TRUE and FALSE, 1 and 0, or the words in English or Russian."""
    cell = single(block, argument)
    if isinstance(cell, bool):
        return cell
    word = f"{cell:g}" if isinstance(cell, float) else str(cell).strip().casefold()
    if word not in _YES | _NO:
        raise ArgumentError(argument, _said("flag.value", cell))
    return word in _YES


class Words(NamedTuple):
    """A choice of words: what each option may be called, the option's own name among them."""

    options: Mapping[str, tuple[str, ...]]

    def __call__(self, block: Block, argument: str) -> str:
        """Read one of the words; case does not count."""
        return self.option(single(block, argument), argument)

    def option(self, cell: Cell, argument: str) -> str:
        """Return the option that a cell names."""
        word = str(cell).strip().casefold()
        for option, names in self.options.items():
            if word == option.casefold() or word in names:
                return option
        allowed = ", ".join(self.options)
        raise ArgumentError(argument, f"'{shown(str(cell))}' is not one of: {allowed}")


def single(block: Block, argument: str) -> Cell:
    """Return the one cell of a block."""
    if block.n_cells != 1:
        raise ArgumentError(argument, f"one cell is expected, found {_size(block)}")
    cell = _marked(block.plain()[0][0])
    if cell is None:
        raise ArgumentError(argument, "is needed, but the cell is empty")
    if isinstance(cell, ErrorCell):
        raise ArgumentError(argument, MESSAGES["cell.error"].format(found=cell))
    return cell


def dated(cell: Cell) -> Cell:
    """Return a date for the number that Excel keeps for one, time cut off; all else unchanged.

    Formulas hand dates over as numbers: DATE(2024;1;31) and FILTER() do, date cells do not.
    """
    if type(cell) is float and 1 <= cell <= _LAST_SERIAL:
        return _EPOCH + dt.timedelta(days=int(cell))
    return cell


def _marked(cell: Cell) -> Cell:
    return ErrorCell(cell) if type(cell) is str and cell in ERRORS else cell


def _filled(cells: Sequence[Cell]) -> int:
    """Return how many cells there are up to the last one that is not blank."""
    return next((i for i in range(len(cells), 0, -1) if cells[i - 1] is not None), 0)


def _size(block: Block) -> str:
    n_rows, n_columns = len(block.rows), len(block.rows[0]) if block.rows else 0
    return f"{n_rows} row{'s'[n_rows == 1 :]} and {n_columns} column{'s'[n_columns == 1 :]}"


def _said(code: str, cell: Cell) -> str:
    return MESSAGES[code].format(found=shown(str(cell)))


Reader: TypeAlias = Callable[[Block, str], Any]
Column: TypeAlias = Annotated[Line, line]
Area: TypeAlias = Annotated[Grid, grid]
Cells: TypeAlias = Annotated[Patch, patch]
Number: TypeAlias = Annotated[float, number]
Whole: TypeAlias = Annotated[int, whole]
Day: TypeAlias = Annotated[dt.date, day]
Flag: TypeAlias = Annotated[bool, flag]
Language: TypeAlias = Annotated[
    Literal["en", "ru"],
    Words({"en": ("english", "английский"), "ru": ("russian", "русский")}),
]
