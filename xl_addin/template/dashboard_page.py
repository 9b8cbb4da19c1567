"""The sheet Dashboard: one page that a manager understands."""

from xl_addin.template import charts, palette
from xl_addin.template.charts import Place
from xl_addin.template.page import Page

_WIDTHS = (25, 12, 14, 16, 12, 2, 29, 12, 18, 11, 15, 3, 11, 15, 10, 11)  # from column B
_TILES = {  # block: first and last column, in points of the page grid
    "tile_customers": (1, 1),
    "tile_revenue": (2, 3),
    "tile_orders": (4, 5),
    "tile_ticket": (7, 7),
    "tile_a_customers": (8, 9),
    "tile_at_risk": (10, 11),
}
LAST_COLUMN = 11
LAST_ROW = 46


def dashboard(page: Page) -> None:
    """Write tiles, charts, segments, the call list and what changed."""
    page.heading()
    page.stamp("dashboard_stamp")
    page.widths(_WIDTHS)
    _banner(page)
    _tiles(page)
    _charts(page)
    _tables(page)
    page.print_setup(LAST_COLUMN, LAST_ROW, pages_high=1)


def _banner(page: Page) -> None:
    band = page.styles.make(bg_color=palette.SAND, font_color=palette.INK, indent=1)
    for column in range(1, LAST_COLUMN + 1):
        page.sheet.write_blank(4, column, None, band)
    page.place("dashboard_banner", band)
    page.sheet.write_string(4, 1, page.say("common.start_status"), band)
    page.sheet.set_row(4, 22)
    page.sheet.set_row(5, 8)


def _tiles(page: Page) -> None:
    sheet, styles = page.sheet, page.styles
    for row, height in ((6, 20), (7, 32), (8, 18), (9, 10)):
        sheet.set_row(row, height)
    for block, (first, last) in _TILES.items():
        word = block.removeprefix("tile_")
        urgent = block == "tile_at_risk"
        box = {
            "bg_color": palette.PANEL,
            "left": 5,
            "left_color": palette.AMBER if urgent else palette.BLUE,
            "align": "left",
            "indent": 1,
        }
        kind = page.block(block).formats[0]
        label = styles.make(font_color=palette.MUTED, **box)
        value = styles.value(kind, font_size=20, bold=True, font_color=palette.NAVY, **box)
        under = styles.make(font_size=9, font_color=palette.MUTED, **box)
        for row, style in ((6, label), (7, value), (8, under)):
            if last > first:
                sheet.merge_range(row, first, row, last, "", style)
        sheet.write_string(6, first, page.say(f"dashboard.{block}"), label)
        page.place(block, value)
        sheet.write_string(8, first, page.say(f"dashboard.under_{word}"), under)
        if block == "tile_a_customers":
            share = page.say("dashboard.under_a_customers")
            page.place(
                "tile_a_share",
                styles.make(font_size=9, font_color=palette.MUTED, num_format=share, **box),
            )


def _charts(page: Page) -> None:
    left = Place(10, 1, page.pixels(1, 5), 340)
    charts.shares(page, "segments", left, "charts.segments", "share_of_customers", bars=True)
    charts.months(page, Place(10, 7, page.pixels(7, LAST_COLUMN), 340))


def _tables(page: Page) -> None:
    page.section(28, 1, 5, "dashboard.segments")
    page.section(28, 7, LAST_COLUMN, "dashboard.call_first")
    page.section(39, 7, LAST_COLUMN, "dashboard.changes")
    page.section(28, 13, 16, "dashboard.months")
    page.heights(dict.fromkeys(range(28, LAST_ROW), 19) | {29: 32})
    share = ("customers", "customer_share", "revenue", "revenue_share")
    page.grid("segments", [f"columns.{key}" for key in ("segment", *share)])
    calls = ("name", "customer", "segment", "days", "revenue")
    page.grid("call_first", [f"columns.{key}" for key in calls])
    page.grid("changes", [f"columns.{key}" for key in ("what", "customers", "revenue")])
    page.grid("months", [f"columns.{key}" for key in ("month", "revenue", "orders", "customers")])
