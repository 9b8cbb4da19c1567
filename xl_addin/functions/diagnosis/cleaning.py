"""Clean data in cells: texts as numbers and as dates, by the gate's own readers."""

import math
from collections.abc import Callable, Sequence
from typing import Annotated, Literal, TypeAlias

from scoring.errors import Problem, TableError
from scoring.tables.policy import ReadingPolicy
from xl_addin.functions.arguments import Answer, ArgumentError, Cells, Patch, Words
from xl_addin.functions.catalogue import worksheet_function
from xl_addin.functions.cells import Cell
from xl_addin.functions.reading import days_of, numbers_of

Decimal: TypeAlias = Annotated[
    Literal["auto", "comma", "point"],
    Words(
        {
            "auto": ("авто", "сам"),
            "comma": (",", "запятая"),
            "point": (".", "dot", "точка"),
        }
    ),
]
Order: TypeAlias = Annotated[
    Literal["auto", "dmy", "mdy", "ymd"],
    Words(
        {
            "auto": ("авто", "сам"),
            "dmy": ("day first", "day", "день", "дмг"),
            "mdy": ("month first", "month", "месяц", "мдг"),
            "ymd": ("year first", "year", "год", "гмд"),
        }
    ),
]
_NO_HEADERS = frozenset({"н/д", "n/a", "na", "nan", "null", "none", "нет", "нет данных"})
# Faults that an option of the function answers: what to say.
_ANSWERED = {
    "number.ambiguous": "say decimal_mark: comma or point",
    "number.two_marks": "say decimal_mark: comma or point",
    "date.ambiguous": "say order: dmy or mdy",
    "date.two_orders": "say order: dmy or mdy",
}


@worksheet_function(example="=PARSE_NUMBER(B2:B200)")
def PARSE_NUMBER(  # noqa: N802 (the name is the worksheet's)
    x: Cells,
    decimal_mark: Decimal = "auto",
) -> Answer:
    """Numbers out of texts: 1 234,50, (15 003,00), 1 500 RUB, 1,2345E+03, or numbers as they are.

    Marks of thousands, brackets and minus signs of any shape, a currency and an exponent are
    understood, as they are when data are imported; %, тыс., млн and млрд multiply. Whether comma
    or point is the decimal mark is decided once, from all cells: 1,50 says comma, 1,234.50 says
    point, 1,500 alone says nothing. Where nothing says it, or cells say both, the answer is a
    line that asks, and ``decimal_mark`` answers it. Each column of a block decides for itself. A
    cell that is no number, such as н/д, a dash, a date, TRUE or 1О0 with a letter, is refused with
    its row. A blank cell stays blank, and so does a header: a word without a digit on top.

    Parameters
    ----------
    x : block
        Cells with numbers as text: one cell, a column, a row or a block.
    decimal_mark : word, optional
        comma or point, where the cells do not say which mark parts the decimals; auto decides
        from the cells. Left out: auto.

    Returns
    -------
    number
        In the shape of ``x``.

    Source
    ------
    The rules of import: the handbook, section on what is read and what is refused.

    Examples
    --------
    >>> PARSE_NUMBER(["1 234,50", "(15 003,00)", "7"])
    [[1234.5], [-15003.0], [7.0]]
    >>> PARSE_NUMBER("1,500", "point")
    1500.0
    """
    policy = ReadingPolicy(decimal=decimal_mark)

    def read(cells: Sequence[Cell], argument: str, width: int) -> list[Cell]:
        values = numbers_of(cells, argument, width, policy)
        return ["" if math.isnan(value) else value for value in values.tolist()]

    return _by_column(x, read)


@worksheet_function(example="=PARSE_DATE(B2:B200)")
def PARSE_DATE(  # noqa: N802 (the name is the worksheet's)
    x: Cells,
    order: Order = "auto",
) -> Answer:
    """Dates out of texts: 31.03.2024, 31 March 2024, 2024-03-31T10:00Z, 20240331, 45382.

    What is understood is what import understands: day, month and year in numbers or with the
    month in words, English or Russian, with a time that is cut off; the day numbers of Excel,
    and dates as they are. Years of two digits are 1970 to 2069. Whether 03/02/2024 is February
    or March is decided once, from all cells: 31/03/2024 says that the day stands first, points
    always do. Where nothing says it, or cells contradict each other, the answer is a line that
    asks, and ``order`` answers it. Each column of a block decides for itself. What is no date
    from 1970 to 2200 is refused with its row. A blank cell stays blank, and so does a header: a
    word without a digit on top.

    Parameters
    ----------
    x : block
        Cells with dates as text: one cell, a column, a row or a block.
    order : word, optional
        dmy (day first), mdy (month first) or ymd, where the cells do not say it; auto decides
        from the cells. Left out: auto.

    Returns
    -------
    date
        In the shape of ``x``; give the cells a date format.

    Source
    ------
    The rules of import: the handbook, section on what is read and what is refused.

    Examples
    --------
    >>> PARSE_DATE(["31/03/2024", "03/02/2024"])
    [[datetime.datetime(2024, 3, 31, 0, 0)], [datetime.datetime(2024, 2, 3, 0, 0)]]
    >>> PARSE_DATE("03/02/2024", "mdy")
    datetime.datetime(2024, 3, 2, 0, 0)
    """
    policy = ReadingPolicy(date_order=order)

    def read(cells: Sequence[Cell], argument: str, width: int) -> list[Cell]:
        return ["" if day is None else day for day in days_of(cells, argument, width, policy)]

    return _by_column(x, read)


def _by_column(x: Patch, read: Callable[[Sequence[Cell], str, int], list[Cell]]) -> Answer:
    """Read every column of a block on its own, a single row as one; answers in the same shape.

    Raises ArgumentError for a column that reads in two ways, TableError for cells at fault.
    """
    cells = list(_below_header(x))
    if len(cells) == x.width:
        return x.spread(_read(read, cells, "x", x.width))
    answers: list[Cell] = [""] * len(cells)
    for place in range(x.width):
        name = "x" if x.width == 1 else f"x, column {place + 1}"
        answers[place :: x.width] = _read(read, cells[place :: x.width], name, 1)
    return x.spread(answers)


def _read(
    read: Callable[[Sequence[Cell], str, int], list[Cell]],
    cells: Sequence[Cell],
    name: str,
    width: int,
) -> list[Cell]:
    try:
        return read(cells, name, width)
    except TableError as error:
        raise _asked(error) from None


def _below_header(x: Patch) -> Sequence[Cell]:
    """Return the cells with those of a header on top blanked: words, none with a digit."""
    if len(x.cells) == x.width:
        return x.cells
    first = x.cells[: x.width]
    words = [cell for cell in first if cell is not None]
    header = bool(words) and all(_is_word(cell) for cell in words)
    return [*([None] * x.width), *x.cells[x.width :]] if header else x.cells


def _is_word(cell: Cell) -> bool:
    if not isinstance(cell, str):
        return False
    text = cell.strip()
    plain = text[:1].isalpha() and not any(char.isdigit() for char in text)
    return plain and text.casefold() not in _NO_HEADERS


def _asked(error: TableError) -> TableError | ArgumentError:
    """Return the question of a column that reads in two ways, or the error as it is."""
    asked = next((each for each in error.problems if each.code in _ANSWERED), None)
    if asked is None:
        return error
    told = asked.text(_row, limit=2)
    where, _, text = told.partition(": ")
    question = f"{text.rstrip('.')}; {_ANSWERED[asked.code]}"
    return ArgumentError(f"{asked.column}, {where}", question)


def _row(_problem: Problem, row: int | None) -> str:
    return f"row {0 if row is None else row + 1}"
