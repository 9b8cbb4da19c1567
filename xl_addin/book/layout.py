"""The words in which a sheet is laid out: columns, tables that grow, blocks of fixed size.

One declaration serves two readers: the template build places and formats the cells, the writer
finds them again by name and fills them.
"""

from dataclasses import dataclass, field
from typing import Literal

Format = Literal[
    "text", "integer", "number", "ratio", "precise", "money", "percent",
    "date", "month", "datetime", "score", "class",
]  # fmt: skip
Chapter = Literal[
    "guide", "input", "audit", "result", "value", "solvency", "offers", "diagnosis", "record"
]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key (caption in texts under ``columns.<key>``), format and width."""

    key: str
    format: Format = "text"
    width: float = 12
    wrap: bool = False  # long texts go on in a second line


@dataclass(frozen=True, slots=True)
class TableLayout:
    """An Excel table that grows downward. ``row`` and ``column`` are the 0-based header corner.

    ``spare`` columns to its right are laid out too: the table may grow into them.
    """

    name: str
    columns: tuple[Column, ...]
    row: int
    column: int = 1
    spare: int = 0

    @property
    def keys(self) -> tuple[str, ...]:
        """The column keys from left to right."""
        return tuple(column.key for column in self.columns)

    @property
    def last_column(self) -> int:
        """0-based column of the last header cell."""
        return self.column + len(self.columns) - 1


@dataclass(frozen=True, slots=True)
class BlockLayout:
    """A block of fixed size with the workbook name ``cb_<name>``; ``row``, ``column`` 0-based.

    The name covers the values alone; headings around it belong to the template.
    """

    name: str
    row: int
    column: int
    formats: tuple[Format, ...]  # one per column of the block
    n_rows: int = 1

    @property
    def n_columns(self) -> int:
        """Width of the block in cells."""
        return len(self.formats)

    @property
    def last_column(self) -> int:
        """0-based column of the last cell."""
        return self.column + len(self.formats) - 1


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """One sheet: key (code name ``ws<key>``, name ``cb_<key>`` on A1), chapter, contents."""

    key: str
    chapter: Chapter
    tables: tuple[TableLayout, ...] = ()
    blocks: tuple[BlockLayout, ...] = field(default=())
    landscape: bool = True
