"""Cell formats: every format of the workbook is made here, once."""

from typing import Any

from xlsxwriter.format import Format as CellFormat
from xlsxwriter.workbook import Workbook

from xl_addin.book.layout import Format
from xl_addin.template import palette

FONT = {"font_name": "Calibri", "font_size": 10, "font_color": palette.INK, "valign": "vcenter"}

_DATES = {
    "en": {"date": "yyyy-mm-dd", "datetime": "yyyy-mm-dd hh:mm", "month": "mmm yy"},
    "ru": {"date": "dd.mm.yyyy", "datetime": "dd.mm.yyyy hh:mm", "month": "mm.yy"},
}
_NUMBERS = {
    "text": "@",
    "class": "@",
    "score": "0",
    "integer": "#,##0",
    "number": "#,##0.0",
    "ratio": "#,##0.00",
    "precise": "#,##0.0000",
    "money": "#,##0",
    "percent": "0.0%",
}
_CENTRED = ("score", "class")


class Styles:
    """The formats of one workbook; equal properties share one format."""

    def __init__(self, book: Workbook, language: str) -> None:
        self._book = book
        self._formats: dict[tuple[tuple[str, Any], ...], CellFormat] = {}
        self.number_formats = _NUMBERS | _DATES[language]

    def make(self, **properties: Any) -> CellFormat:
        """Return the format with the house font and these properties on top."""
        merged = FONT | properties
        key = tuple(sorted(merged.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(merged)
        return self._formats[key]

    def value(self, kind: Format, **properties: Any) -> CellFormat:
        """Return the format of a value: text to the left, numbers to the right, marks centred."""
        align = "left" if kind == "text" else "center" if kind in _CENTRED else "right"
        base: dict[str, Any] = {"num_format": self.number_formats[kind], "align": align}
        if align == "left":
            base["indent"] = 1
        return self.make(**(base | properties))

    def header(self, kind: Format, **properties: Any) -> CellFormat:
        """Return the format of a column header, aligned like the values under it."""
        align = "left" if kind == "text" else "center" if kind in _CENTRED else "right"
        base: dict[str, Any] = {
            "bold": True,
            "font_color": palette.NAVY,
            "bg_color": palette.PALE,
            "bottom": 1,
            "bottom_color": palette.NAVY,
            "text_wrap": True,
            "align": align,
        }
        if align == "left":
            base["indent"] = 1
        return self.make(**(base | properties))

    def rule(self, fill: str, letters: str) -> CellFormat:
        """Return a conditional format: fill and letter colour alone."""
        key = (("rule", fill), ("letters", letters))
        if key not in self._formats:
            self._formats[key] = self._book.add_format({"bg_color": fill, "font_color": letters})
        return self._formats[key]

    @property
    def hairline(self) -> CellFormat:
        """The conditional format under every filled row of a table."""
        key = (("hairline", True),)
        if key not in self._formats:
            self._formats[key] = self._book.add_format(
                {"bottom": 1, "bottom_color": palette.HAIRLINE}
            )
        return self._formats[key]

    @property
    def rule_of_part(self) -> CellFormat:
        """The conditional format of the first row of a group."""
        key = (("part", True),)
        if key not in self._formats:
            self._formats[key] = self._book.add_format({"top": 1, "top_color": palette.NAVY})
        return self._formats[key]

    @property
    def rule_of_link(self) -> CellFormat:
        """The conditional format of a link that is there only with the data."""
        key = (("link", True),)
        if key not in self._formats:
            self._formats[key] = self._book.add_format({"font_color": palette.BLUE})
        return self._formats[key]

    @property
    def rule_of_header(self) -> CellFormat:
        """The conditional format of a header that is there only with the data."""
        key = (("header", True),)
        if key not in self._formats:
            self._formats[key] = self._book.add_format(
                {"bg_color": palette.PALE, "bottom": 1, "bottom_color": palette.NAVY}
            )
        return self._formats[key]

    @property
    def title(self) -> CellFormat:
        """The heading of a sheet."""
        return self.make(font_size=20, bold=True, font_color=palette.NAVY)

    @property
    def intro(self) -> CellFormat:
        """The sentence under the heading."""
        return self.make(font_size=11, font_color=palette.MUTED)

    @property
    def small(self) -> CellFormat:
        """Stamps and hints."""
        return self.make(font_size=9, font_color=palette.MUTED)

    @property
    def note(self) -> CellFormat:
        """What the reader should know before trusting the numbers."""
        return self.make(font_size=9, font_color=palette.RUST)

    @property
    def section(self) -> CellFormat:
        """A heading inside a sheet."""
        return self.make(
            font_size=12,
            bold=True,
            font_color=palette.NAVY,
            bottom=1,
            bottom_color=palette.SKY,
        )

    @property
    def link(self) -> CellFormat:
        """A link to another sheet."""
        return self.make(font_color=palette.BLUE, underline=1, bold=True)
