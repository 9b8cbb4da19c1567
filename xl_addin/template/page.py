"""One sheet under construction: heading, tables, blocks, their names, and how it prints."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from xlsxwriter.format import Format as CellFormat
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from xl_addin.book.layout import BlockLayout, Column, SheetLayout, TableLayout
from xl_addin.template import palette, rules
from xl_addin.template.styles import Styles
from xl_addin.template.words import Words
from xl_addin.texts import LANGUAGES, Texts, texts

LAST_ROW = 1_048_575  # 0-based; rules reach the end of the sheet, so tables may grow
TABLE_STYLE = "clientbase"
MARGIN_WIDTH = 2.7
LINE = 15  # points; Excel fits the height of a row to wrapped text only on request


@dataclass(frozen=True)
class Page:
    """A worksheet with its layout, its words and the formats of the book.

    Text goes into cells through ``text`` and ``merge``, which note it for the language switch.
    """

    book: Workbook
    sheet: Worksheet
    layout: SheetLayout
    say: Texts
    styles: Styles
    words: Words
    widths_set: dict[int, int] = field(default_factory=dict)  # pixels by column

    @property
    def tab(self) -> str:
        """What stands on the tab of the sheet."""
        return self.say(f"sheets.{self.layout.key}.tab")

    def text(self, row: int, column: int, text: str, style: CellFormat) -> None:
        """Write a caption, or any other text that has a twin in the other language."""
        self.sheet.write_string(row, column, text, style)
        self.words.note(self.layout.key, row, column, text)

    def merge(self, row: int, column: int, last_column: int, text: str, style: CellFormat) -> None:
        """Write a caption over neighbouring cells of a row, made one."""
        self.sheet.merge_range(row, column, row, last_column, text, style)
        if text:
            self.words.note(self.layout.key, row, column, text)

    def link(self, row: int, column: int, key: str, text: str, style: CellFormat) -> None:
        """Write a caption that leads to the sheet ``key``."""
        self.sheet.write_url(row, column, f"internal:cb_{key}", style, string=text)
        self.words.note(self.layout.key, row, column, text)

    def check(self, row: int, column: int, last_row: int, check: Mapping[str, Any]) -> None:
        """Limit what may be entered into cells of a column, with the hint beside them."""
        self.sheet.data_validation(row, column, last_row, column, dict(check))
        parts = {"input_title": "title", "input_message": "prompt", "error_message": "error"}
        for key, part in (parts | {"error_title": "error_title"}).items():
            if key in check:
                self.words.note(self.layout.key, row, column, check[key], part)

    def heading(self) -> None:
        """Write margin, title, sentence, and the way back to the first sheet."""
        key = self.layout.key
        self._width(0, MARGIN_WIDTH)
        self.sheet.set_row(0, 34)
        self.sheet.set_row(1, 20)
        self.text(0, 1, self.say(f"sheets.{key}.title"), self.styles.title)
        self.text(1, 1, self.say(f"sheets.{key}.intro"), self.styles.intro)
        if key != "Start":
            back = self.styles.make(font_size=14, font_color=palette.BLUE, align="center")
            tip = self.say("common.back")
            self.sheet.write_url(0, 0, "internal:cb_Start", back, string="‹", tip=tip)
        self.name(f"cb_{key}", 0, 0)

    def stamp(self, block: str) -> None:
        """Place the rows that say how the numbers were made."""
        self.place(block, self.styles.small)
        layout = self.block(block)
        hint = self.say("common.not_refreshed")
        self.text(layout.row, layout.column, hint, self.styles.small)

    def notes(self, block: str) -> None:
        """Place the rows for what the reader should know."""
        self.place(block, self.styles.note)

    def block(self, name: str) -> BlockLayout:
        """Return the declaration of a block of this sheet."""
        return next(block for block in self.layout.blocks if block.name == name)

    def place(self, name: str, style: Any = None, **properties: Any) -> BlockLayout:
        """Format the cells of a block and give it its workbook name."""
        block = self.block(name)
        for offset, kind in enumerate(block.formats):
            cell = style or self.styles.value(kind, **properties)
            for row in range(block.row, block.row + block.n_rows):
                self.sheet.write_blank(row, block.column + offset, None, cell)
        last_row = block.row + block.n_rows - 1
        self.name(f"cb_{name}", block.row, block.column, last_row, block.last_column)
        return block

    def grid(self, name: str, headers: Sequence[str], *, wrap: bool = True) -> BlockLayout:
        """Place a block as a small table: header words (texts keys) above, hairlines between."""
        block = self.place(name)
        self.head(block, headers, wrap=wrap)
        last_row = block.row + block.n_rows - 1
        for offset, key in enumerate(headers):  # colours first: LibreOffice takes one rule a cell
            area = (block.row, block.column + offset, last_row, block.column + offset)
            rules.colour_column(self.sheet, self.styles, key.removeprefix("columns."), area)
        area = (block.row, block.column, last_row, block.last_column)
        rules.rule_off(self.sheet, self.styles, area)
        return block

    def head(self, block: BlockLayout, headers: Sequence[str], *, wrap: bool = True) -> None:
        """Write header words (texts keys) over the columns of a block."""
        for offset, (kind, key) in enumerate(zip(block.formats, headers, strict=True)):
            style = self.styles.header(kind, text_wrap=wrap)
            word = self.say(key) if wrap else self.say(key).replace("\n", " ")
            self.text(block.row - 1, block.column + offset, word, style)

    def side(self, block: BlockLayout, keys: Sequence[str], column: int) -> None:
        """Write a caption (texts key) to the left of each row of a block, lines under them."""
        line = {"bottom": 1, "bottom_color": palette.HAIRLINE}
        for offset, key in enumerate(keys):
            self.text(block.row + offset, column, self.say(key), self.styles.make(indent=1, **line))
            for place, kind in enumerate(block.formats, start=block.column):
                style = self.styles.value(kind, **line)
                self.sheet.write_blank(block.row + offset, place, None, style)

    def section(self, row: int, column: int, last_column: int, key: str) -> None:
        """Write a heading that spans columns, with a line under it."""
        for place in range(column, last_column + 1):
            self.sheet.write_blank(row, place, None, self.styles.section)
        self.text(row, column, self.say(key), self.styles.section)

    def widths(self, widths: Sequence[float], first: int = 1) -> None:
        """Set the widths of neighbouring columns, in characters."""
        for offset, width in enumerate(widths):
            self._width(first + offset, width)

    def heights(self, heights: Mapping[int, float]) -> None:
        """Set the heights of rows, in points. Rows of a growing table keep the default."""
        for row, height in heights.items():
            self.sheet.set_row(row, height)

    def pixels(self, first: int, last: int) -> int:
        """Return the width of neighbouring columns on the screen."""
        return sum(self.widths_set[column] for column in range(first, last + 1))

    def _width(self, column: int, width: float, style: Any = None) -> None:
        self.sheet.set_column(column, column, width, style)
        self.widths_set[column] = int(width * 7 + 5)  # Calibri 11 at 96 dots per inch

    def table(
        self,
        layout: TableLayout,
        headers: Sequence[str],
        needed: Sequence[str] | None = None,
        rows: Sequence[Sequence[Any]] = ((),),
    ) -> None:
        """Write an Excel table: an empty row, or ``rows``; ``needed`` columns of an input are dark.

        The texts among the values of ``rows`` are captions; None and what is missing stay blank.
        """
        columns = []
        for offset, (column, header) in enumerate(zip(layout.columns, headers, strict=True)):
            place = layout.column + offset
            look: dict[str, Any] = {"text_wrap": True} if column.wrap else {}
            cell = self.styles.value(column.format, **look, **self._as_entered(column, needed))
            self._width(place, column.width, cell)
            style = self._table_header(column, needed)
            columns.append({"header": header, "header_format": style, "format": cell})
            self.words.note(self.layout.key, layout.row, place, header)
            for row, values in enumerate(rows, start=layout.row + 1):
                self._fill(row, place, values[offset] if offset < len(values) else None, cell)
        last_row = layout.row + max(len(rows), 1)
        options = {"name": layout.name, "style": TABLE_STYLE, "columns": columns}
        self.sheet.add_table(layout.row, layout.column, last_row, layout.last_column, options)
        self.sheet.set_row(layout.row, 24 if needed is not None else _header_height(layout))

    def _fill(self, row: int, column: int, value: Any, style: CellFormat) -> None:
        if isinstance(value, str):
            self.text(row, column, value, style)
        else:
            self.sheet.write(row, column, value, style)

    def _as_entered(self, column: Column, needed: Sequence[str] | None) -> dict[str, str]:
        """Return the number format of an input column, which hides no digit that was entered."""
        formats = {"money": "#,##0.00", "number": "General"} if needed is not None else {}
        return {"num_format": formats[column.format]} if column.format in formats else {}

    def _table_header(self, column: Column, needed: Sequence[str] | None) -> CellFormat:
        """Return a header that Excel's filter button, in the lower right corner, does not hide."""
        if needed is None:
            return self.styles.header(column.format, valign="top")
        look: dict[str, Any] = {"align": "left", "indent": 1}
        if column.key in needed:
            look |= {"bg_color": palette.NAVY, "font_color": palette.WHITE}
        return self.styles.header(column.format, **look)

    def results(self, layout: TableLayout) -> None:
        """Write a table that a refresh fills: captions from texts, rules for classes."""
        self.table(layout, [self.say(f"columns.{key}") for key in layout.keys])
        self.colours(layout)
        self.sheet.freeze_panes(layout.row + 1, 0)
        self.sheet.repeat_rows(layout.row)

    def colours(self, layout: TableLayout) -> None:
        """Colour the columns of a table by what they hold, and rule off its filled rows."""
        first = layout.row + 1
        for offset, column in enumerate(layout.columns):
            area = (first, layout.column + offset, LAST_ROW, layout.column + offset)
            rules.colour_column(self.sheet, self.styles, column.key, area)
        area = (first, layout.column, LAST_ROW, layout.last_column)
        rules.rule_off(self.sheet, self.styles, area)

    def board(
        self, name: str, rows: Sequence[str], columns: Sequence[str], **properties: Any
    ) -> BlockLayout:
        """Place a block as a board of tinted cells, letters down its side and across its top."""
        look = {
            "border": 1,
            "border_color": palette.WHITE,
            "align": "center",
            "indent": 0,
            "bg_color": palette.PANEL,
        }
        data = self.place(name, **(look | properties))
        head = self.styles.make(bold=True, font_color=palette.NAVY, align="center")
        for offset, letter in enumerate(columns):
            self.sheet.write_string(data.row - 1, data.column + offset, letter, head)
        for offset, letter in enumerate(rows):
            self.sheet.write_string(data.row + offset, data.column - 1, letter, head)
        return data

    def heat(self, name: str) -> None:
        """Shade a block from white to blue by value."""
        rules.shade(self.sheet, self.area(name))

    def area(self, name: str) -> rules.Area:
        """Return the cells of a block."""
        block = self.block(name)
        return (block.row, block.column, block.row + block.n_rows - 1, block.last_column)

    def name(
        self,
        name: str,
        row: int,
        column: int,
        last_row: int | None = None,
        last_column: int | None = None,
    ) -> None:
        """Define a workbook name over one cell or a range of this sheet."""
        last_row = row if last_row is None else last_row
        last_column = column if last_column is None else last_column
        area = xl_range_abs(row, column, last_row, last_column)
        self.book.define_name(name, f"='{self.tab}'!{area}")

    def print_setup(self, last_column: int, last_row: int = LAST_ROW, pages_high: int = 0) -> None:
        """Print on A4, one page wide, with the sheet and page number at the foot."""
        sheet = self.sheet
        if self.layout.landscape:
            sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.fit_to_pages(1, pages_high)
        if pages_high:
            sheet.center_horizontally()
        sheet.print_area(0, 0, last_row, last_column)
        grey = f"&8&K{palette.MUTED[1:]}"
        sheet.set_footer(f"&L{grey}{self.say('common.footer')}&C{grey}&A&R{grey}&P / &N")


def _header_height(layout: TableLayout) -> int:
    """Return the height of the headers of a result table, in points, for any language."""
    wraps = (
        len(texts(language)(f"columns.{column.key}")) > column.width
        for language in LANGUAGES
        for column in layout.columns
    )
    return 11 * (2 if any(wraps) else 1) + 15
