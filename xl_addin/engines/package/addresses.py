"""Cell addresses: A1 notation to numbers and back; rows and columns count from 1."""

import re
from functools import cache
from typing import NamedTuple

MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384

_AREA = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})(?::\$?([A-Za-z]{1,3})\$?(\d{1,7}))?")
_COLUMNS = re.compile(r"\$?([A-Za-z]{1,3}):\$?([A-Za-z]{1,3})")
_ROWS = re.compile(r"\$?(\d{1,7}):\$?(\d{1,7})")


class Area(NamedTuple):
    """A rectangle of a sheet by its first cell and its size."""

    row: int
    column: int
    n_rows: int
    n_columns: int

    @property
    def last_row(self) -> int:
        """The last row inside."""
        return self.row + self.n_rows - 1

    @property
    def last_column(self) -> int:
        """The last column inside."""
        return self.column + self.n_columns - 1

    def covers(self, other: "Area") -> bool:
        """Tell whether `other` lies wholly inside."""
        return (
            self.row <= other.row
            and self.column <= other.column
            and self.last_row >= other.last_row
            and self.last_column >= other.last_column
        )

    def meets(self, other: "Area") -> bool:
        """Tell whether the two have a cell in common."""
        return (
            self.row <= other.last_row
            and other.row <= self.last_row
            and self.column <= other.last_column
            and other.column <= self.last_column
        )

    def address(self, *, rows: bool = False, columns: bool = False) -> str:
        """Return the address in A1 notation, with dollar signs before rows and columns or not."""
        first = cell_address(self.row, self.column, rows=rows, columns=columns)
        if self.n_rows == self.n_columns == 1:
            return first
        last = cell_address(self.last_row, self.last_column, rows=rows, columns=columns)
        return f"{first}:{last}"


@cache
def letters(column: int) -> str:
    """Return the letters of a column: 1 is A, 16384 is XFD."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


@cache
def column_number(name: str) -> int:
    """Return the number of a column given by its letters."""
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - 64
    return number


def cell_address(row: int, column: int, *, rows: bool = False, columns: bool = False) -> str:
    """Return the address of one cell."""
    return f"{'$' * columns}{letters(column)}{'$' * rows}{row}"


def parse_area(address: str) -> Area:
    """Read "B2", "$B$2:C9", "B:C" or "2:9".

    Raises ValueError for anything else and for what lies off the sheet.
    """
    text = address.strip()
    if found := _AREA.fullmatch(text):
        left, top = column_number(found[1]), int(found[2])
        right, bottom = (column_number(found[3]), int(found[4])) if found[3] else (left, top)
    elif found := _COLUMNS.fullmatch(text):
        left, right, top, bottom = column_number(found[1]), column_number(found[2]), 1, MAX_ROWS
    elif found := _ROWS.fullmatch(text):
        top, bottom, left, right = int(found[1]), int(found[2]), 1, MAX_COLUMNS
    else:
        raise ValueError(f"{address!r} is no cell address")
    return span(Area(top, left, 1, 1), Area(bottom, right, 1, 1))


def span(first: Area, second: Area) -> Area:
    """Return the smallest area that holds both; raises ValueError if it leaves the sheet."""
    row, column = min(first.row, second.row), min(first.column, second.column)
    last_row = max(first.last_row, second.last_row)
    last_column = max(first.last_column, second.last_column)
    if row < 1 or column < 1 or last_row > MAX_ROWS or last_column > MAX_COLUMNS:
        raise ValueError(f"row {last_row}, column {last_column} lies outside of a sheet")
    return Area(row, column, last_row - row + 1, last_column - column + 1)
