"""Where the live examples stand: one under the other, the answers right of their inputs."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from xlsxwriter.utility import xl_range

from xl_addin.book.layout import Format
from xl_addin.functions import CATALOGUE
from xl_addin.template import palette
from xl_addin.template.live import Area, live, sample
from xl_addin.template.page import Page
from xl_addin.template.wrappers import function_texts

FIRST_COLUMN = 1
N_COLUMNS = 18
LAST_COLUMN = FIRST_COLUMN + N_COLUMNS - 1
WIDTH = 14


class Desk:
    """Writes examples from a row downwards; knows the row below the last one.

    ``begin`` heads an example. From left to right, ``column`` and ``block`` write its inputs, then
    ``answer`` its formula, and again where it shows an option. ``gap`` parts what is of two kinds.
    """

    def __init__(self, page: Page, row: int) -> None:
        self.page = page
        self.words = {"lang": page.say.language}  # the argument that asks for the sheet's language
        self.tops: dict[str, int] = {}  # row of the heading by function
        self._top = self._bottom = row
        self._column, self._is_answered = FIRST_COLUMN, False

    @property
    def next_row(self) -> int:
        """The first row that is free."""
        return self._bottom + 2

    def begin(self, name: str) -> None:
        """Head the example of a function with its name, what it does and how it is written."""
        page, row = self.page, self.next_row
        function = CATALOGUE[name]
        summary, _ = function_texts(function, page.say.language)
        for column in range(FIRST_COLUMN, LAST_COLUMN + 1):
            page.sheet.write_blank(row, column, None, page.styles.section)
        page.text(row, FIRST_COLUMN, name, page.styles.section)
        rule = {"bottom": 1, "bottom_color": palette.SKY}
        page.text(row, FIRST_COLUMN + 2, summary, page.styles.make(**rule))
        page.text(row + 1, FIRST_COLUMN, f"={function.syntax}", page.styles.small)
        page.heights({row: 20, row + 1: 16})
        self.tops[name] = row
        self._top = self._bottom = row + 2
        self._column, self._is_answered = FIRST_COLUMN, False

    def gap(self) -> None:
        """Leave a column free, unless it is the first."""
        self._column += self._column > FIRST_COLUMN

    def column(
        self, header: str, kind: Format, values: Sequence[Any], *, is_key: bool = True
    ) -> Area:
        """Write a column of inputs under its header: a key of columns, or of functions_sheet."""
        page = self.page
        key = f"columns.{header}" if is_key else f"functions_sheet.{header}"
        return self._written(page.say(key), kind, values)

    def days(self, header: str, days: Sequence[str], *, is_key: bool = True) -> Area:
        """Write a column of dates, given as 2024-03-31; "" is a blank."""
        dates = [dt.datetime.fromisoformat(day) if day else None for day in days]
        return self.column(header, "date", dates, is_key=is_key)

    def block(self, headers: Sequence[str], kind: Format, rows: Sequence[Sequence[Any]]) -> Area:
        """Write rows of inputs under the words of their columns."""
        first = self._column
        for header, values in zip(headers, zip(*rows, strict=True), strict=True):
            self._written(header, kind, values)
        area = xl_range(self._top + 1, first, self._top + len(rows), self._column - 1)
        return Area(area, [list(row) for row in rows])

    def answer(
        self,
        areas: Sequence[Area],
        kinds: Sequence[Format],
        words: Mapping[str, str] | None = None,
        *,
        cells: Mapping[str, Area] | None = None,
        header: bool = False,
    ) -> Area:
        """Write the formula of the function begun, and its answer beside the inputs.

        With ``header`` the answer brings a row of headers of its own.
        """
        name = next(reversed(self.tops))
        if not self._is_answered:
            self.gap()
            self._is_answered = True
        corner = (self._top - 1 if header else self._top, self._column)
        area = live(self.page, corner, name, areas, kinds, words, cells=cells, header=header)
        self._column += len(kinds)
        self._reach(len(area.values) - header)
        return area

    def _written(self, word: str, kind: Format, values: Sequence[Any]) -> Area:
        area = sample(self.page, self._top, self._column, word, kind, list(values))
        self._column += 1
        self._reach(len(values))
        return area

    def _reach(self, n_rows: int) -> None:
        self._bottom = max(self._bottom, self._top + n_rows)
