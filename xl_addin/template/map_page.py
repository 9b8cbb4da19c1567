"""The sheet RFM map: three grids of recency by frequency, and the segments in figures."""

from xl_addin.template import charts, palette, rules
from xl_addin.template.charts import Place
from xl_addin.template.page import Page

_GRIDS = ("segment", "customers", "revenue")
_TABLE = (
    "segment", "customers", "customer_share", "revenue", "revenue_share",
    "mean_days", "mean_orders", "mean_ticket",
)  # fmt: skip
_LINE = 21


def rfm_map(page: Page) -> None:
    """Write the grids, the table of segments, two charts and the check of the map."""
    page.heading()
    page.stamp("map_stamp")
    page.text(4, 1, page.say("map.hint"), page.styles.small)
    page.widths((7, 21, 21, 21, 21, 21, 3, 25, 11, 11, 15, 11, 12, 11, 14))
    page.heights(dict.fromkeys(range(7, 30), _LINE) | {7: 32})
    for name in _GRIDS:
        _grid(page, name)
    _segments(page)
    page.section(30, 1, 6, "map.check")
    page.place("map_check", page.styles.make())
    page.print_setup(15, 37, pages_high=1)


def _grid(page: Page, name: str) -> None:
    block = f"map_{name}"
    look = {
        "align": "center",
        "indent": 0,
        "border": 1,
        "border_color": palette.WHITE,
        "bg_color": palette.PANEL,
    }
    data = page.place(block, **look)
    page.section(
        data.row - 2, 1, data.last_column, f"map.{'segments' if name == 'segment' else name}"
    )
    head = page.styles.make(bold=True, font_color=palette.MUTED, align="center")
    if name == "segment":
        page.place("map_axis", head)
    for offset in range(5):
        frequency = page.say("map.axis_f", score=offset + 1)
        page.text(data.row - 1, data.column + offset, frequency, head)
        recency = page.say("map.axis", score=5 - offset)
        page.text(data.row + offset, 1, recency, head)
    if name == "segment":
        rules.colour_column(page.sheet, page.styles, "segment", page.area(block))
    else:
        page.heat(block)


def _segments(page: Page) -> None:
    data = page.grid("map_segments", [f"columns.{key}" for key in _TABLE])
    first, last = data.column, data.last_column
    page.section(data.row - 2, first, last, "map.table")
    width = page.pixels(first, last) // 2
    place = Place(data.row + data.n_rows + 1, first, width - 6, 300)
    charts.segment_bars(
        page, place, "charts.segment_customers",
        offset=1, colour=palette.GREY, number_format="#,##0",
    )  # fmt: skip
    beside = Place(place.row, first + 4, width - 6, 300)
    charts.segment_bars(
        page, beside, "charts.segment_revenue",
        offset=3, colour=palette.BLUE, number_format="#,##0",
    )  # fmt: skip
