"""The sheets of offers: the matrix of customers and products, and what to do next."""

from xlsxwriter.utility import xl_rowcol_to_cell

from xl_addin.book.chapter_layouts import PRODUCT_COLUMNS
from xl_addin.template import palette, rules
from xl_addin.template.page import LAST_ROW, Page

_PRODUCT_WIDTH = 23
_TOTALS = (
    "targeted", "sold", "in_progress", "refused", "not_offered",
    "penetration", "coverage", "win_rate", "per_customer",
)  # fmt: skip


def offer_matrix(page: Page) -> None:
    """Write the totals, and the matrix that grows by a column per product."""
    page.heading()
    page.stamp("offers_stamp")
    page.notes("offers_notes")
    table = page.layout.tables[0]
    page.results(table)
    first, last = table.last_column + 1, table.last_column + PRODUCT_COLUMNS
    white = {"border": 1, "border_color": palette.WHITE}
    cell = page.styles.make(num_format="@", font_size=9, align="center", shrink=True, **white)
    for column in range(first, last + 1):
        page.sheet.set_column(column, column, _PRODUCT_WIDTH, cell)
    # The headers of products come with the data: until then there is nothing to see.
    top = xl_rowcol_to_cell(table.row, first)
    head = {"type": "formula", "criteria": f'={top}<>""'}
    page.sheet.conditional_format(
        table.row, first, table.row, last, head | {"format": page.styles.rule_of_header}
    )
    centred = page.styles.make(
        bold=True, font_color=palette.NAVY, align="center", valign="top", text_wrap=True
    )
    for column in range(first, last + 1):
        page.sheet.write_blank(table.row, column, None, centred)
    area = (table.row + 1, first, LAST_ROW, last)
    rules.part(page.sheet, page.styles, (table.row + 1, table.column, LAST_ROW, first - 1))
    rules.colour_offers(page.sheet, page.styles, area)
    _totals(page)
    page.heights({table.row: 37})
    page.sheet.freeze_panes(table.row + 1, first)
    page.print_setup(first + 9)


def _totals(page: Page) -> None:
    """Write the totals as a strip whose words wear the colours of the matrix: its legend too."""
    block = page.block("offer_totals")
    page.heights({block.row - 2: 6, block.row - 1: 18, block.row: 24, block.row + 1: 8})
    for offset, (key, kind) in enumerate(zip(_TOTALS, block.formats, strict=True)):
        fill, letters = palette.OFFER_COLOURS.get(key, (palette.PANEL, palette.MUTED))
        white = {"left": 1, "left_color": palette.WHITE}
        word = page.styles.make(
            font_size=9, bold=True, bg_color=fill, font_color=letters, align="center", **white
        )
        page.text(block.row - 1, block.column + offset, page.say(f"offers_sheet.{key}"), word)
        value = page.styles.value(
            kind, font_size=13, bold=True, font_color=palette.NAVY, bg_color=palette.PANEL,
            align="center", **white,
        )  # fmt: skip
        page.sheet.write_blank(block.row, block.column + offset, None, value)
    page.name("cb_offer_totals", block.row, block.column, block.row, block.last_column)


def offer_plan(page: Page) -> None:
    """Write what is overdue and what to offer first, then the figures by product and segment."""
    page.heading()
    page.stamp("offerplan_stamp")
    for table in page.layout.tables:
        key = table.name.removeprefix("Offer_").lower()
        page.section(table.row - 1, table.column, table.last_column, f"offers_sheet.{key}")
        page.results(table)
        page.widths((3,), first=table.last_column + 1)
    page.heights({page.layout.tables[0].row - 1: 24})
    page.print_setup(page.layout.tables[1].last_column)
