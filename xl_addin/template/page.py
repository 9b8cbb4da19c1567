"""One sheet under construction: heading, tables, blocks, their names, and how it prints."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from xlsxwriter.format import Format as CellFormat
from xlsxwriter.utility import xl_col_to_name, xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from xl_addin.book.layout import BlockLayout, Column, SheetLayout, TableLayout
from xl_addin.template import palette
from xl_addin.template.styles import Styles
from xl_addin.texts import LANGUAGES, Texts, texts

LAST_ROW = 1_048_575  # 0-based; rules reach the end of the sheet, so tables may grow
TABLE_STYLE = "clientbase"
MARGIN_WIDTH = 2.7
LINE = 15  # points; Excel fits the height of a row to wrapped text only on request


@dataclass(frozen=True)
class Page:
    """A worksheet with its layout, its words and the formats of the book."""

    book: Workbook
    sheet: Worksheet
    layout: SheetLayout
    say: Texts
    styles: Styles
    widths_set: dict[int, int] = field(default_factory=dict)  # pixels by column

    @property
    def tab(self) -> str:
        """What stands on the tab of the sheet."""
        return self.say(f"sheets.{self.layout.key}.tab")

    def heading(self) -> None:
        """Write margin, title, sentence, and the way back to the first sheet."""
        key = self.layout.key
        self._width(0, MARGIN_WIDTH)
        self.sheet.set_row(0, 34)
        self.sheet.set_row(1, 20)
        self.sheet.write_string(0, 1, self.say(f"sheets.{key}.title"), self.styles.title)
        self.sheet.write_string(1, 1, self.say(f"sheets.{key}.intro"), self.styles.intro)
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
        self.sheet.write_string(layout.row, layout.column, hint, self.styles.small)

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
        for offset, (kind, key) in enumerate(zip(block.formats, headers, strict=True)):
            style = self.styles.header(kind, text_wrap=wrap)
            word = self.say(key) if wrap else self.say(key).replace("\n", " ")
            self.sheet.write_string(block.row - 1, block.column + offset, word, style)
        last_row = block.row + block.n_rows - 1
        for offset, key in enumerate(headers):  # colours first: LibreOffice takes one rule a cell
            place = block.column + offset
            if key == "columns.segment":
                self.colour_segments(block.row, place, last_row, place)
            elif key == "columns.class":
                self.colour_classes(block.row, place, last_row, place)
        self.rule_off(block.row, block.column, last_row, block.last_column)
        return block

    def rule_off(self, row: int, column: int, last_row: int, last_column: int) -> None:
        """Draw a hairline under every row whose first cell is filled."""
        filled = f'=${xl_col_to_name(column)}{row + 1}<>""'
        rule = {"type": "formula", "criteria": filled, "format": self.styles.hairline}
        self.sheet.conditional_format(row, column, last_row, last_column, rule)

    def section(self, row: int, column: int, last_column: int, key: str) -> None:
        """Write a heading that spans columns, with a line under it."""
        for place in range(column, last_column + 1):
            self.sheet.write_blank(row, place, None, self.styles.section)
        self.sheet.write_string(row, column, self.say(key), self.styles.section)

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
        self, layout: TableLayout, headers: Sequence[str], needed: Sequence[str] | None = None
    ) -> None:
        """Write an Excel table of one empty row; the ``needed`` columns of an input are dark."""
        columns = []
        for offset, (column, header) in enumerate(zip(layout.columns, headers, strict=True)):
            cell = self.styles.value(column.format, **self._as_entered(column, needed))
            self._width(layout.column + offset, column.width, cell)
            style = self._table_header(column, needed)
            columns.append({"header": header, "header_format": style, "format": cell})
            self.sheet.write_blank(layout.row + 1, layout.column + offset, None, cell)
        self.sheet.add_table(
            layout.row,
            layout.column,
            layout.row + 1,
            layout.last_column,
            {"name": layout.name, "style": TABLE_STYLE, "columns": columns},
        )
        lines = (
            2 if any(len(h) > c.width for c, h in zip(layout.columns, headers, strict=True)) else 1
        )
        self.sheet.set_row(layout.row, 24 if needed is not None else 11 * lines + 15)

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
        first = layout.row + 1
        for offset, column in enumerate(layout.columns):
            self.colour_column(column, first, layout.column + offset, LAST_ROW)
        self.rule_off(first, layout.column, LAST_ROW, layout.last_column)
        self.sheet.freeze_panes(first, 0)
        self.sheet.repeat_rows(layout.row)

    def colour_column(self, column: Column, first: int, place: int, last: int) -> None:
        """Colour class letters and segment names of a column."""
        if column.key in {"abc", "xyz", "abc_xyz"}:
            self.colour_classes(first, place, last, place)
        elif column.key == "segment":
            self.colour_segments(first, place, last, place)

    def colour_classes(self, row: int, column: int, last_row: int, last_column: int) -> None:
        """Colour cells by the first letter of the class that stands in them."""
        cell = xl_rowcol_to_cell(row, column)
        for letter, colours in palette.CLASS_COLOURS.items():
            rule = {
                "type": "formula",
                "criteria": f'=LEFT({cell},1)="{letter}"',
                "format": self.styles.rule(*colours),
            }
            self.sheet.conditional_format(row, column, last_row, last_column, rule)

    def colour_segments(self, row: int, column: int, last_row: int, last_column: int) -> None:
        """Colour cells by the segment named in them, in whichever language it is written."""
        cell = xl_rowcol_to_cell(row, column)
        for key, colours in palette.SEGMENT_COLOURS.items():
            names = [texts(language)(f"segments.{key}.name") for language in LANGUAGES]
            either = ",".join(f'{cell}="{name}"' for name in names)
            rule = {
                "type": "formula",
                "criteria": f"=OR({either})",
                "format": self.styles.rule(*colours),
            }
            self.sheet.conditional_format(row, column, last_row, last_column, rule)

    def heat(self, name: str) -> None:
        """Shade a block from white to blue by value."""
        block = self.block(name)
        scale = {"type": "2_color_scale", "min_color": palette.WHITE, "max_color": palette.SKY}
        last_row = block.row + block.n_rows - 1
        self.sheet.conditional_format(block.row, block.column, last_row, block.last_column, scale)

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
