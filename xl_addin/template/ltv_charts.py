"""The charts of the sheet LTV model."""

from typing import Any

from xl_addin.template import palette
from xl_addin.template.charts import (
    GAP,
    LETTERS,
    Place,
    column_of,
    insert,
    names_axis,
    new_chart,
    values_axis,
)
from xl_addin.template.page import Page

_PLAIN: dict[str, Any] = {"name_font": LETTERS | {"bold": False}}


def order_bars(page: Page, place: Place) -> None:
    """Draw how many customers came back how often, and how many the model expects."""
    data = page.block("ltv_histogram")
    title = "charts.ltv_orders"
    chart = new_chart(page, {"type": "column"}, title, legend="bottom")
    for offset, name, colour in ((1, "actual", palette.BLUE), (2, "expected", palette.AMBER)):
        chart.add_series(
            {
                "name": page.words.cell(f"charts.{name}"),
                "categories": column_of(page, data, 0),
                "values": column_of(page, data, offset),
                "fill": {"color": colour},
                "gap": GAP,
                "overlap": 0,
            }
        )
    chart.set_x_axis(names_axis(name=page.words.cell("charts.repeat_orders"), **_PLAIN))
    customers = page.words.cell("charts.customers")
    chart.set_y_axis(values_axis("#,##0", min=0, name=customers, **_PLAIN))
    insert(page, chart, place, page.say(title))


def tracking(page: Page, place: Place) -> None:
    """Draw repeat orders week by week, added up: those that came, and those of the model.

    A dashed line stands where calibration ends: what is right of it the model did not know.
    """
    title = "charts.ltv_tracking"
    chart = new_chart(page, {"type": "scatter", "subtype": "straight"}, title, legend="bottom")
    weeks, line = page.block("ltv_tracking"), page.block("ltv_split")
    for offset, name, colour in ((1, "actual", palette.BLUE), (2, "expected", palette.AMBER)):
        chart.add_series(_line(page, name, weeks, (0, offset), {"color": colour, "width": 2.25}))
    dashed = {"color": palette.MUTED, "width": 1.25, "dash_type": "dash"}
    chart.add_series(_line(page, "calibration_end", line, (0, 1), dashed))
    chart.set_x_axis(values_axis("0", min=0, name=page.words.cell("charts.weeks"), **_PLAIN))
    orders = page.words.cell("charts.repeat_orders")
    chart.set_y_axis(values_axis("#,##0", min=0, name=orders, **_PLAIN))
    insert(page, chart, place, page.say(title))


def holdout(page: Page, place: Place) -> None:
    """Draw the orders of single customers in the holdout against those expected of them."""
    title = "charts.ltv_holdout"
    chart = new_chart(page, {"type": "scatter"}, title, legend=None)
    points, diagonal = page.block("ltv_points"), page.block("ltv_diagonal")
    dot = {"color": palette.BLUE, "transparency": 45}
    chart.add_series(
        {
            "name": page.words.cell("charts.actual"),
            "categories": column_of(page, points, 0),
            "values": column_of(page, points, 1),
            "marker": {"type": "diamond", "size": 6, "fill": dot, "border": {"none": True}},
        }
    )
    dashed = {"color": palette.AMBER, "width": 1.5, "dash_type": "dash"}
    straight = _line(page, "expected", diagonal, (0, 1), dashed)
    chart.add_series(straight | {"marker": {"type": "none"}})
    expected, actual = (page.words.cell(f"charts.{name}") for name in ("expected", "actual"))
    chart.set_x_axis(values_axis("0", min=0, name=expected, **_PLAIN))
    chart.set_y_axis(values_axis("0", min=0, name=actual, **_PLAIN))
    insert(page, chart, place, page.say(title))


def _line(
    page: Page, name: str, block: Any, columns: tuple[int, int], line: dict[str, Any]
) -> dict[str, Any]:
    x, y = columns
    return {
        "name": page.words.cell(f"charts.{name}"),
        "categories": column_of(page, block, x),
        "values": column_of(page, block, y),
        "line": line,
    }
