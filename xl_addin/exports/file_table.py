"""The table of a file, cut out: its header, its columns, and where each row stood."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from scoring.checks import TextArray
from xl_addin.exports.headers import HeaderMap
from xl_addin.files.tabular import Notice

if TYPE_CHECKING:
    import pandas as pd

NEEDED = {
    "sales": ("date", "customer", "amount"),
    "customers": ("customer",),
    "products": ("product", "name"),
    "offers": ("customer", "product", "status"),
    "invoices": ("invoice", "customer", "due", "amount"),
    "terms": ("customer",),
    "answers": ("question",),
}


@dataclass(frozen=True, eq=False)
class FileTable:
    """The header and the columns of a table in a file.

    headers: one text per column, "" where the header is blank. columns: one Series per header, in
    the shapes that the gate takes, all of one length; blank rows keep their place. lines: the sheet
    row (or record) of each data row, from 1, (n,). header_row: that of the header. places: the
    sheet column of each header, from 1. sheet: "" for a text or parquet file. notices: (code,
    details) of what was repaired or left aside. fields: which column is which field. spelled: the
    decimal mark of columns of a text file that were taken as numbers, by their place. formats: what
    the number formats of a column show, (n,), by its place. broken_lines: those of a text file that
    were left out.
    """

    path: Path
    headers: tuple[str, ...]
    columns: "tuple[pd.Series[Any], ...]"
    lines: NDArray[np.int64]
    header_row: int
    places: tuple[int, ...]
    fields: HeaderMap
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    style: str = ""
    spelled: Mapping[int, str] = field(default_factory=dict)
    formats: Mapping[int, TextArray] = field(default_factory=dict)
    broken_lines: tuple[int, ...] = ()

    @property
    def n_rows(self) -> int:
        """Number of rows below the header, blank ones included."""
        return len(self.columns[0]) if self.columns else 0

    @property
    def first_row(self) -> int:
        """Sheet row of the first data row."""
        return int(self.lines[0])

    @property
    def is_text(self) -> bool:
        """Whether every cell of the file is a text by nature."""
        return bool(self.style)
