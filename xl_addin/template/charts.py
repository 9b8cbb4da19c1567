"""Native charts on blocks of fixed size: no range ever moves, so a refresh only fills cells.

Titles, names of series and of axes refer to cells, so that they follow the language.
"""

from dataclasses import dataclass
from typing import Any

from xlsxwriter.chart import Chart

from xl_addin.book.layout import BlockLayout
from xl_addin.template import palette
from xl_addin.template.page import Page

LETTERS = {"name": "Calibri", "size": 9, "color": palette.MUTED}
_LINE = {"color": palette.HAIRLINE, "width": 0.75}
GAP = 55  # percent of a bar's width between the bars


@dataclass(frozen=True, slots=True)
class Place:
    """Where a chart stands: 0-based cell, and its size in pixels."""

    row: int
    column: int
    width: int
    height: int


def new_chart(page: Page, kind: dict[str, str], title: str, *, legend: str | None) -> Chart:
    """Return a chart in the look of the workbook, its title a texts key."""
    chart: Chart | None = page.book.add_chart(kind)
    if chart is None:
        raise ValueError(f"XlsxWriter knows no chart of the kind {kind}")
    font = {"name": "Calibri", "size": 11, "bold": True, "color": palette.NAVY}
    name = {"name": page.words.cell(title), "name_font": font}
    chart.set_title(name | {"layout": {"x": 0.015, "y": 0.02}})
    chart.set_chartarea({"border": {"none": True}, "fill": {"color": palette.WHITE}})
    chart.set_plotarea({"fill": {"none": True}})
    chart.set_legend({"none": True} if legend is None else {"position": legend, "font": LETTERS})
    return chart


def values_axis(number_format: str, **more: Any) -> dict[str, Any]:
    """Return the options of an axis of numbers: quiet lines across the plot."""
    base = {
        "num_format": number_format,
        "num_font": LETTERS,
        "line": {"none": True},
        "major_gridlines": {"visible": True, "line": _LINE},
        "major_tick_mark": "none",
        "minor_tick_mark": "none",
    }
    return base | more


def names_axis(**more: Any) -> dict[str, Any]:
    """Return the options of an axis of names: one line, no grid."""
    base = {
        "num_font": LETTERS | {"color": palette.INK},
        "line": {"color": palette.GREY, "width": 0.75},
        "major_gridlines": {"visible": False},
        "major_tick_mark": "none",
        "minor_tick_mark": "none",
    }
    return base | more


def column_of(page: Page, block: BlockLayout, offset: int, n_rows: int | None = None) -> list[Any]:
    """Return one column of a block as a chart range."""
    place = block.column + offset
    last = block.row + (n_rows or block.n_rows) - 1
    return [page.tab, block.row, place, last, place]


def insert(page: Page, chart: Chart, place: Place, alt_text: str) -> None:
    """Put a chart on the sheet, with what it shows in words for readers who do not see it."""
    chart.set_size({"width": place.width, "height": place.height})
    options = {"object_position": 2, "description": alt_text, "x_offset": 2, "y_offset": 4}
    page.sheet.insert_chart(place.row, place.column, chart, options)


def shares(
    page: Page,
    block: str,
    place: Place,
    title: str,
    first: str,
    second: str = "share_of_revenue",
    *,
    bars: bool,
) -> None:
    """Draw two shares side by side: block columns 2 and 4, say of customers and of revenue."""
    data = page.block(block)
    chart = new_chart(page, {"type": "bar" if bars else "column"}, title, legend="bottom")
    for offset, name, colour in ((2, first, palette.GREY), (4, second, palette.BLUE)):
        series = {
            "name": page.words.cell(f"charts.{name}"),
            "categories": column_of(page, data, 0),
            "values": column_of(page, data, offset),
            "fill": {"color": colour},
            "gap": GAP,
            "overlap": -5,
        }
        chart.add_series(series)
    names, values = names_axis(reverse=bars), values_axis("0%", min=0)
    if bars:
        # XlsxWriter calls the upright axis of bars y. Turned round, it has the values on top.
        chart.set_y_axis(names)
        chart.set_x_axis(values | {"label_position": "high"})
    else:
        chart.set_x_axis(names)
        chart.set_y_axis(values)
    insert(page, chart, place, page.say(title))


def segment_bars(
    page: Page, place: Place, title: str, *, offset: int, colour: str, number_format: str
) -> None:
    """Draw one column of the segment table as bars, in the order of the table."""
    data = page.block("map_segments")
    chart = new_chart(page, {"type": "bar"}, title, legend=None)
    series = {
        "name": page.words.cell(title),
        "categories": column_of(page, data, 0),
        "values": column_of(page, data, offset),
        "fill": {"color": colour},
        "gap": GAP,
        "data_labels": {"value": True, "num_format": number_format, "font": LETTERS},
    }
    chart.add_series(series)
    chart.set_y_axis(names_axis(reverse=True))
    chart.set_x_axis({"visible": False, "min": 0, "major_gridlines": {"visible": False}})
    # Room on the right for the longest label; what Excel chooses by itself cuts it.
    chart.set_plotarea({"layout": {"x": 0.34, "y": 0.14, "width": 0.42, "height": 0.83}})
    insert(page, chart, place, page.say(title))


def months(page: Page, place: Place) -> None:
    """Draw revenue by month as columns."""
    data = page.block("months")
    chart = new_chart(page, {"type": "column"}, "charts.months", legend=None)
    series = {
        "name": page.words.cell("charts.revenue"),
        "categories": column_of(page, data, 0),
        "values": column_of(page, data, 1),
        "fill": {"color": palette.BLUE},
        "gap": GAP,
    }
    chart.add_series(series)
    month = page.styles.number_formats["month"]
    chart.set_x_axis(names_axis(num_format=month, text_axis=True))
    chart.set_y_axis(values_axis("#,##0", min=0))
    insert(page, chart, place, page.say("charts.months"))


def pareto(page: Page, place: Place) -> None:
    """Draw the cumulative revenue curve with the two class borders as vertical lines."""
    curve, borders = page.block("abc_pareto"), page.block("abc_borders")
    kind = {"type": "scatter", "subtype": "straight"}
    chart = new_chart(page, kind, "charts.pareto", legend="bottom")
    chart.add_series(
        {
            "name": page.words.cell("charts.pareto_curve"),
            "categories": column_of(page, curve, 0),
            "values": column_of(page, curve, 1),
            "line": {"color": palette.BLUE, "width": 2.25},
        }
    )
    sheet = page.tab
    for place_in_block, name, colour in ((0, "border_a", palette.NAVY), (2, "border_b", "#D08A2E")):
        first = borders.row + place_in_block
        x, y = borders.column, borders.column + 1
        chart.add_series(
            {
                "name": page.words.cell(f"charts.{name}"),
                "categories": [sheet, first, x, first + 1, x],
                "values": [sheet, first, y, first + 1, y],
                "line": {"color": colour, "width": 1.25, "dash_type": "dash"},
            }
        )
    ends = {"min": 0, "max": 1, "major_unit": 0.2, "name_font": LETTERS | {"bold": False}}
    chart.set_x_axis(values_axis("0%", name=page.words.cell("charts.pareto_x"), **ends))
    chart.set_y_axis(values_axis("0%", name=page.words.cell("charts.pareto_y"), **ends))
    insert(page, chart, place, page.say("charts.pareto"))


def score_bins(page: Page, place: Place) -> None:
    """Draw how many customers got each score, by R, F and M."""
    data = page.block("rfm_bins")
    chart = new_chart(page, {"type": "column"}, "charts.bins", legend="bottom")
    for offset, (name, colour) in enumerate(
        (("r", palette.NAVY), ("f", palette.SKY), ("m", palette.AMBER)), start=1
    ):
        chart.add_series(
            {
                "name": page.words.cell(f"columns.{name}"),
                "categories": column_of(page, data, 0),
                "values": column_of(page, data, offset),
                "fill": {"color": colour},
                "gap": GAP,
                "overlap": 0,
            }
        )
    chart.set_x_axis(names_axis())
    chart.set_y_axis(values_axis("#,##0", min=0))
    insert(page, chart, place, page.say("charts.bins"))
