"""What a button is about to overwrite, kept in memory, and the way back.

Excel forgets its own list of undos as soon as a program writes into a workbook.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import xlwings as xw

from xl_addin.book.columns import ColumnAccessor, ColumnBlock, captions_of
from xl_addin.book.layouts import INPUT_TABLES, SHEETS
from xl_addin.book.names import Index
from xl_addin.book.write import fill_table


@dataclass(frozen=True, slots=True)
class Kept:
    """Captions and columns by table, columns by block, as they were."""

    tables: dict[str, tuple[list[str], list[Any]]]
    blocks: dict[str, list[Any]]


def remember(index: Index, *, inputs: bool) -> Kept:
    """Keep the values of all result tables and blocks; with ``inputs`` those of the input tables.

    Formulas and formats are not kept: results have none of their own, and formats stay anyway.
    """
    tables: dict[str, tuple[list[str], list[Any]]] = {}
    for name in _tables(inputs=inputs):
        found = index.table(name)
        if found is not None:
            area = found[1].range
            captions = captions_of(area)
            tables[name] = (captions, area[1:, :].options(ColumnAccessor).value)
    blocks = {}
    for name in _blocks():
        block = index.block(name)
        if block is not None:
            blocks[name] = block.options(ColumnAccessor).value
    return Kept(tables, blocks)


def put_back(index: Index, kept: Kept) -> None:
    """Write what was kept into the tables and blocks from which it came."""
    for name, (captions, columns) in kept.tables.items():
        found = index.table(name)
        if found is not None:
            fill_table(*found, captions, columns)
    for name, columns in kept.blocks.items():
        block: xw.Range | None = index.block(name)
        if block is not None:
            block.options(ColumnAccessor).value = ColumnBlock(tuple(columns))


def _tables(*, inputs: bool) -> Iterable[str]:
    given = set(INPUT_TABLES.values())
    names = [table.name for sheet in SHEETS for table in sheet.tables]
    return [name for name in names if inputs or name not in given]


def _blocks() -> Iterable[str]:
    return [block.name for sheet in SHEETS for block in sheet.blocks]
