"""The charts of lifetime value, concentration, solvency and diagnosis."""

from typing import Any

from xl_addin.template import palette
from xl_addin.template.bubbles import MARKER
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

_VALUE_COLOURS = {"A": palette.NAVY, "B": palette.BLUE, "C": palette.SKY, "N": palette.GREY}
_RISKS = 5
_BUCKET_COLOURS = (palette.SKY, "#F1D49B", palette.AMBER, "#CF7F27", palette.RUST, "#7A3208")


def ageing(page: Page, place: Place) -> None:
    """Draw open money by how long it is overdue, from blue (not due) to rust."""
    data = page.block("ageing")
    title = "charts.ageing"
    chart = new_chart(page, {"type": "column"}, title, legend=None)
    labels = {"value": True, "num_format": "#,##0", "font": LETTERS}
    last = data.row + data.n_rows - 1
    chart.add_series(
        {
            "name": page.words.cell(title),
            "categories": [page.tab, data.row, data.column - 1, last, data.column - 1],
            "values": column_of(page, data, 1),
            "points": [{"fill": {"color": colour}} for colour in _BUCKET_COLOURS],
            "gap": GAP,
            "data_labels": labels,
        }
    )
    chart.set_x_axis(names_axis())
    chart.set_y_axis({"visible": False, "min": 0, "major_gridlines": {"visible": False}})
    insert(page, chart, place, page.say(title))


def lorenz(page: Page, place: Place) -> None:
    """Draw the Lorenz curve of revenue under the line of equality."""
    data = page.block("conc_lorenz")
    title = "charts.lorenz"
    chart = new_chart(page, {"type": "scatter", "subtype": "straight"}, title, legend="bottom")
    for name, offset, line in (
        ("equality", 0, {"color": palette.GREY, "width": 1.5, "dash_type": "dash"}),
        ("lorenz_curve", 1, {"color": palette.BLUE, "width": 2.25}),
    ):
        chart.add_series(
            {
                "name": page.words.cell(f"charts.{name}"),
                "categories": column_of(page, data, 0),
                "values": column_of(page, data, offset),
                "line": line,
            }
        )
    ends = {"min": 0, "max": 1, "major_unit": 0.2, "name_font": LETTERS | {"bold": False}}
    chart.set_x_axis(values_axis("0%", name=page.words.cell("charts.lorenz_x"), **ends))
    chart.set_y_axis(values_axis("0%", name=page.words.cell("charts.pareto_y"), **ends))
    insert(page, chart, place, page.say(title))


def value_by_risk(page: Page, place: Place) -> None:
    """Draw a bubble per cell of the decision matrix: risk to the right, value up, size is money."""
    data = page.block("decision_bubble")
    title = "charts.value_by_risk"
    chart = new_chart(page, {"type": "scatter"}, title, legend="bottom")
    for offset, (value, colour) in enumerate(_VALUE_COLOURS.items()):
        first = data.row + offset * _RISKS
        last = first + _RISKS - 1
        x, y = data.column + 1, data.column
        look = MARKER | {"fill": {"color": colour}}
        chart.add_series(
            {
                "name": value,
                "categories": [page.tab, first, x, last, x],
                "values": [page.tab, first, y, last, y],
                "marker": look,
                "fill": {"color": colour, "transparency": 15},
                "border": {"color": palette.WHITE, "width": 0.75},
            }
        )
    # The axis counts from 1: R1 to R4, then R0. Nothing stands at 0.
    risk = '[<1]"";[<5]"R"0;"R0"'
    name = {"name_font": LETTERS | {"bold": False}, "major_unit": 1, "min": 0}
    chart.set_x_axis(values_axis(risk, max=5.9, name=page.words.cell("charts.risk"), **name))
    # A on top: the axis runs down, which would put the risks above the picture.
    upright: dict[str, Any] = {"reverse": True, "crossing": "max", "label_position": "none"}
    chart.set_y_axis(
        values_axis("0", max=4.9, name=page.words.cell("charts.value"), **name, **upright)
    )
    insert(page, chart, place, page.say(title))


def maturity(page: Page, place: Place) -> None:
    """Draw the sections as a radar: the answers between the unmanaged and managed references."""
    data = page.block("diagnosis_sections")
    title = "charts.maturity"
    chart = new_chart(page, {"type": "radar", "subtype": "default"}, title, legend="bottom")
    sections = data.n_rows - 1  # the last row is all of them
    labels = [page.tab, data.row, data.column - 1, data.row + sections - 1, data.column - 1]
    managed = data.last_column + 2
    series = (
        ("managed", managed, {"color": palette.GREY, "width": 1.5, "dash_type": "dash"}),
        ("unmanaged", data.column + 2, {"color": palette.AMBER, "width": 2}),
        ("answers", data.column, {"color": palette.BLUE, "width": 3}),
    )
    for name, column, line in series:
        chart.add_series(
            {
                "name": page.words.cell(f"charts.{name}"),
                "categories": labels,
                "values": [page.tab, data.row, column, data.row + sections - 1, column],
                "line": line,
            }
        )
    chart.set_x_axis({"num_font": LETTERS | {"color": palette.INK}})
    chart.set_y_axis(values_axis("0%", min=0, max=1, major_unit=0.25))
    insert(page, chart, place, page.say(title))
