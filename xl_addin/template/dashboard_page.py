"""The sheet Dashboard: one page that a manager understands."""

from xl_addin.book.layout import BlockLayout
from xl_addin.template import charts, palette
from xl_addin.template.charts import Place
from xl_addin.template.page import Page

_WIDTHS = (25, 12, 14, 16, 12, 2, 28, 12, 18, 13, 20, 3, 11, 15, 10, 11)  # from column B
# First and last column of each tile; the second column of a wide one may hold a second value.
_TILES = {
    "tile_customers": (1, 1),
    "tile_revenue": (2, 3),
    "tile_orders": (4, 5),
    "tile_ticket": (7, 7),
    "tile_a_customers": (8, 9),
    "tile_at_risk": (10, 11),
    "tile_clv": (1, 1),
    "tile_overdue": (2, 3),
    "tile_terms": (4, 5),
    "tile_coverage": (7, 7),
    "tile_maturity": (8, 9),
    "tile_level": (10, 11),
}
_URGENT = ("tile_at_risk", "tile_overdue", "tile_terms")
LAST_COLUMN = 11
LAST_ROW = 60
_ARROW = "›"


def dashboard(page: Page) -> None:
    """Write tiles, what to do first, charts, segments, the call list and what changed."""
    page.heading()
    page.stamp("dashboard_stamp")
    page.widths(_WIDTHS)
    _banner(page)
    _tiles(page)
    _first_five(page)
    _charts(page)
    _tables(page)
    page.print_setup(LAST_COLUMN, LAST_ROW, pages_high=1)


def _banner(page: Page) -> None:
    band = page.styles.make(bg_color=palette.SAND, font_color=palette.INK, indent=1)
    for column in range(1, LAST_COLUMN + 1):
        page.sheet.write_blank(4, column, None, band)
    page.place("dashboard_banner", band)
    page.text(4, 1, page.say("common.start_status"), band)
    page.heights({4: 22, 5: 8})


def _tiles(page: Page) -> None:
    for name, columns in _TILES.items():
        block = page.block(name)
        _tile(page, block, columns)
        top = block.row
        page.heights({top - 1: 20, top: 32, top + 1: 18, top + 2: 8})


def _tile(page: Page, block: BlockLayout, columns: tuple[int, int]) -> None:
    """Write a caption, a large number and what it is counted from, with a bar on the left."""
    styles, (first, last), row = page.styles, columns, block.row
    word = block.name.removeprefix("tile_")
    box = {"bg_color": palette.PANEL, "align": "left", "indent": 1}
    edge = box | {"left": 5, "left_color": palette.BLUE}
    if block.name in _URGENT:
        edge["left_color"] = palette.AMBER
    large = {"font_size": 20, "bold": True, "font_color": palette.NAVY}
    if block.name == "tile_level":
        large["font_size"] = 12
    label = styles.make(font_color=palette.MUTED, **edge)
    under = styles.make(font_size=9, font_color=palette.MUTED, **edge)
    value = styles.value(block.formats[0], **(large | edge))
    for place in range(first + 1, last + 1):
        for offset in (-1, 0, 1):
            page.sheet.write_blank(row + offset, place, None, styles.make(**box))
    if last > first and block.name != "tile_a_customers":  # a number needs its width, text runs on
        page.merge(row, first, last, "", value)
    page.text(row - 1, first, page.say(f"dashboard.{block.name}"), label)
    page.place(block.name, value)
    page.text(row + 1, first, page.say(f"dashboard.under_{word}"), under)
    if block.name == "tile_a_customers":
        page.place("tile_a_share", styles.value("percent", **(large | box)))
        quiet = styles.make(font_size=9, font_color=palette.MUTED, **box)
        page.text(row + 1, last, page.say("dashboard.under_a_share"), quiet)


def _first_five(page: Page) -> None:
    """Write the band of what to do first, each line with its money and the way to its sheet.

    The arrow leads to the sheet whose tab stands beside it, whichever that is after a refresh.
    """
    block, sheet = page.block("first_five"), page.block("first_five_sheet")
    page.section(block.row - 2, 1, LAST_COLUMN, "dashboard.first_five")
    heads = {1: "do_what", 10: "money", 11: "see_sheet"}
    for column in range(1, LAST_COLUMN + 1):
        style = page.styles.header("money" if column == 10 else "text")
        if column in heads:
            page.text(block.row - 1, column, page.say(f"columns.{heads[column]}"), style)
        else:
            page.sheet.write_blank(block.row - 1, column, None, style)
    line = {"bottom": 1, "bottom_color": palette.HAIRLINE}
    for row in range(block.row, block.row + block.n_rows):
        for column in range(2, 10):
            page.sheet.write_blank(row, column, None, page.styles.make(**line))
    page.place("first_five", page.styles.make(indent=1, font_size=11, **line))
    page.place("first_five_money", bold=True, font_color=palette.NAVY, **line)
    page.place("first_five_sheet", page.styles.make(indent=1, font_color=palette.BLUE, **line))
    arrow = page.styles.make(font_size=14, font_color=palette.WHITE, align="center")
    for row in range(block.row, block.row + block.n_rows):
        tab = f"$L{row + 1}"
        page.sheet.write_formula(
            row, LAST_COLUMN + 1, f'=HYPERLINK("#\'"&{tab}&"\'!A1","{_ARROW}")', arrow, _ARROW
        )
    rule = {
        "type": "formula",
        "criteria": f'=$L{sheet.row + 1}<>""',
        "format": page.styles.rule_of_link,
    }
    last_row = block.row + block.n_rows - 1
    page.sheet.conditional_format(block.row, LAST_COLUMN + 1, last_row, LAST_COLUMN + 1, rule)
    page.heights(dict.fromkeys(range(block.row, last_row + 1), 22.0) | {block.row - 2: 22})
    page.heights({block.row - 1: 20})


def _charts(page: Page) -> None:
    top = page.block("first_five").row + page.block("first_five").n_rows + 1
    left = Place(top, 1, page.pixels(1, 5), 360)
    charts.shares(page, "segments", left, "charts.segments", "share_of_customers", bars=True)
    charts.months(page, Place(top, 7, page.pixels(7, LAST_COLUMN), 360))


def _tables(page: Page) -> None:
    segments, changes = page.block("segments"), page.block("changes")
    top = segments.row - 2
    page.section(top, 1, 5, "dashboard.segments")
    page.section(top, 7, LAST_COLUMN, "dashboard.call_first")
    page.section(changes.row - 2, 7, LAST_COLUMN, "dashboard.changes")
    page.section(top, 13, 16, "dashboard.months")
    page.heights(dict.fromkeys(range(top, LAST_ROW), 19) | {top + 1: 32})
    share = ("customers", "customer_share", "revenue", "revenue_share")
    page.grid("segments", [f"columns.{key}" for key in ("segment", *share)])
    calls = ("name", "customer", "segment", "days_silent", "revenue")
    page.grid("call_first", [f"columns.{key}" for key in calls])
    page.grid("changes", [f"columns.{key}" for key in ("what", "customers", "revenue")])
    page.grid("months", [f"columns.{key}" for key in ("month", "revenue", "orders", "customers")])
