"""Original and pseudonymised customers never stand in one workbook (152-FZ, order 140 of 2025)."""

from typing import Any

import pandas as pd

from xl_addin.book.columns import ColumnAccessor, captions_of
from xl_addin.book.errors import BookError
from xl_addin.book.layouts import INPUT_TABLES, SHEETS
from xl_addin.book.names import Index
from xl_addin.book.wording import code_of
from xl_addin.exports.headers import map_headers
from xl_addin.exports.pseudonyms import TREATMENTS, Pseudonyms, tag_of
from xl_addin.texts import Texts

SETTING = "pseudonymised"
_KEYS = {table: key for key, table in INPUT_TABLES.items()}


def is_pseudonymised(index: Index) -> bool:
    """Tell whether the sheet Settings says that the workbook is pseudonymised."""
    cell = index.setting(SETTING)
    return cell is not None and code_of(str(cell.value or ""), "choices", ("no", "yes")) == "yes"


def mark_pseudonymised(index: Index, say: Texts) -> None:
    """Say so on the sheet Settings; a workbook of an older template has no place for it."""
    cell = index.setting(SETTING)
    if cell is not None:
        cell.value = say("choices.yes")


def check_apart(index: Index, key: str, pseudonyms: Pseudonyms | None) -> None:
    """Refuse to bring customers by their own ids beside tokens, or tokens beside such ids.

    The tables of results and the history count as well. Raises BookError before anything is
    written.
    """
    if pseudonyms is None:
        if TREATMENTS[key].tokens and is_pseudonymised(index):
            raise BookError("is_pseudonymised")
        return
    for layout in (table for sheet in SHEETS for table in sheet.tables):
        if "customer" not in layout.keys:
            continue
        tags = {tag_of(text) for text in _customers(index, layout.name)}
        if None in tags:
            raise BookError("holds_customers", table=layout.name)
        if tags - {pseudonyms.tag}:
            raise BookError("other_key", table=layout.name)


def _customers(index: Index, name: str) -> set[str]:
    """Return the customers that a table names."""
    found = index.table(name)
    if found is None:
        return set()
    area = found[1].range
    captions = captions_of(area)
    fields = map_headers(captions, _KEYS.get(name, "customers")).fields
    if "customer" not in fields or area.shape[0] < 2:
        return set()
    column: pd.Series[Any]
    (column,) = area[1:, fields["customer"]].options(ColumnAccessor).value
    return {str(cell) for cell in column.dropna().unique() if str(cell).strip()}
