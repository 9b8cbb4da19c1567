"""What the user answered, or a profile: how a file is to be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from scoring.tables.policy import ReadingPolicy
from xl_addin.exports.pseudonyms import Pseudonyms


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How to read a file.

    sheet, encoding: None means find out. reading: dates, decimal mark, currency. columns: header
    (or column letter) of the file by field, where its words do not tell; of several the first that
    is there. rates: worth of one unit of another currency. grouped: None refuses a grouped report,
    () reads it and finds out its levels, else their fields from the outside in. duplicates,
    similar: what becomes of rows entered twice, and of customers whose names look like one another.
    first_table: leave out another table below the first, which is asked about otherwise.
    pseudonyms: tokens in place of ids; then no message shows what stands in a cell.
    """

    sheet: str | None = None
    encoding: str | None = None
    reading: ReadingPolicy = field(default_factory=ReadingPolicy)
    columns: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    rates: Mapping[str, float] = field(default_factory=dict)
    grouped: tuple[str, ...] | None = None
    unpivot: bool = False
    skip_bad_rows: bool = False
    visible_only: bool = False
    first_table: bool = False
    duplicates: Literal["ask", "keep", "drop"] = "ask"
    similar: Literal["ask", "keep", "merge"] = "ask"
    pseudonyms: Pseudonyms | None = None
