"""Results that need more room than a sheet has: what fits stands there, all of it goes to a file.

A table is cut at the end of the sheet, which is told before anything is written. The rows that
stay are the first ones: most tables are sorted by money, so that the smallest are missing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from xl_addin.book.layouts import layout_of
from xl_addin.book.names import Index
from xl_addin.book.results import Contents
from xl_addin.book.wording import number_text
from xl_addin.book.write import LAST_COLUMN, LAST_ROW
from xl_addin.files.csv_writer import write_csv
from xl_addin.texts import Texts


class Room(NamedTuple):
    """The last row and column of a sheet."""

    rows: int = LAST_ROW
    columns: int = LAST_COLUMN


SHEET = Room()


@dataclass(frozen=True, slots=True, eq=False)
class ResultTable:
    """A result as it was computed, and how much of it stands on its sheet."""

    name: str
    sheet: str
    headers: tuple[str, ...]
    columns: tuple[Any, ...]
    rows: int
    rows_there: int
    columns_there: int

    @property
    def is_whole(self) -> bool:
        """Whether the sheet has all of it."""
        return self.rows_there == self.rows and self.columns_there == len(self.columns)

    def text(self, say: Texts) -> str:
        """Tell what of it does not stand on the sheet."""
        kind = "long" if self.rows_there < self.rows else "wide"
        counts = (self.rows, self.rows_there, len(self.columns), self.columns_there)
        shown = zip(("rows", "rows_there", "columns", "columns_there"), counts, strict=True)
        return say(
            f"beyond.{kind}",
            sheet=self.sheet,
            table=self.name,
            **{key: number_text(say, count) for key, count in shown},
        )


def cut_to_sheets(
    index: Index, contents: Contents, say: Texts, room: Room = SHEET
) -> tuple[ResultTable, ...]:
    """Shorten what is to be written to what its sheet can hold, and return all results whole."""
    results = []
    for name, columns in contents.tables.items():
        found = index.table(name)
        if found is None or not columns:
            continue
        sheet, table = found
        more = contents.more.get(name, {})
        captions = {key: say(f"columns.{key}") for key in layout_of(name).keys} | more
        n_rows = len(next(iter(columns.values())))
        fits = max(room.rows - table.range.row, 1)
        width = max(room.columns - table.range.column + 1, len(captions) - len(more))
        kept = list(captions)[:width]
        result = ResultTable(
            name,
            sheet.name,
            tuple(captions.values()),
            tuple(columns[key] for key in captions),
            n_rows,
            min(n_rows, fits),
            len(kept),
        )
        results.append(result)
        if not result.is_whole:
            contents.tables[name] = {key: columns[key][:fits] for key in kept}
            contents.more[name] = {key: more[key] for key in more if key in kept}
    return tuple(results)


def csv_places(results: Iterable[ResultTable], folder: Path, stem: str) -> dict[Path, ResultTable]:
    """Return where the file of each result goes: ``book.RFM_Result.csv``."""
    return {folder / f"{stem}.{result.name}.csv": result for result in results}


def write_results(places: dict[Path, ResultTable], say: Texts) -> None:
    """Write results as CSV with the marks of the language: Excel reads a list by those.

    Raises FileError as ``write_csv`` does.
    """
    decimal = say("marks.decimal")
    for path, result in places.items():
        delimiter = ";" if decimal == "," else ","
        write_csv(path, result.headers, result.columns, delimiter=delimiter, decimal=decimal)
