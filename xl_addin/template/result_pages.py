"""The sheets of results that hold a growing table, with their summaries to the right of it."""

from xl_addin.book.layout import Format
from xl_addin.template import chapter_charts, charts, palette
from xl_addin.template.charts import Place
from xl_addin.template.page import Page

_SUMMARY = ("customer_share", "revenue", "revenue_share")


def rfm(page: Page) -> None:
    """Write the list of scores, the bin counts and the borders between the scores."""
    listing(page, "rfm")
    side = page.block("rfm_bins").column
    page.widths((3, 3), first=side - 2)
    page.widths((9, 14, 14, 16), first=side)
    page.section(6, side, side + 3, "rfm.bins")
    page.grid(
        "rfm_bins", ["columns.score", "columns.by_r", "columns.by_f", "columns.by_m"], wrap=False
    )
    page.section(18, side, side + 3, "rfm.cuts")
    page.grid(
        "rfm_cuts", ["columns.score", "columns.cut_r", "columns.cut_f", "columns.cut_m"], wrap=False
    )
    page.text(28, side, page.say("rfm.cuts_hint"), page.styles.small)
    charts.score_bins(page, Place(30, side, 460, 300))
    page.print_setup(page.layout.tables[0].last_column)


def abc(page: Page) -> None:
    """Write the list of ABC classes, their summary and the Pareto curve with the borders."""
    listing(page, "abc")
    side = _summary(page, "abc_summary", "customers", _SUMMARY)
    charts.pareto(page, Place(13, side, page.pixels(side, side + 4), 470))
    _joint(page, "abc_joint", "customers")
    curve, borders = page.block("abc_pareto"), page.block("abc_borders")
    page.section(curve.row - 2, curve.column, borders.last_column, "classes_sheet.pareto")
    for block in (curve, borders):
        page.place(block.name, page.styles.value("percent", font_size=9, font_color=palette.MUTED))
    page.print_setup(side + 4)


def product_abc(page: Page) -> None:
    """Write the list of ABC classes of products and their summary."""
    listing(page, "product_abc")
    side = _summary(
        page, "product_abc_summary", "products", ("product_share", "revenue", "revenue_share")
    )
    place = Place(13, side, page.pixels(side, side + 4), 320)
    title = "charts.product_classes"
    charts.shares(page, "product_abc_summary", place, title, "share_of_products", bars=False)
    _joint(page, "product_abc_joint", "products")
    page.print_setup(side + 4)


def xyz(page: Page) -> None:
    """Write the list of XYZ classes, their summary and that of the kinds of rhythm."""
    listing(page, "xyz")
    side = _summary(page, "xyz_summary", "customers", _SUMMARY)
    page.widths((17,), first=side)  # a kind is a word, not a letter
    place = Place(13, side, page.pixels(side, side + 4), 320)
    charts.shares(page, "xyz_summary", place, "charts.classes", "share_of_customers", bars=False)
    kinds = page.block("xyz_kinds")
    page.section(kinds.row - 2, side, kinds.last_column, "classes_sheet.kinds")
    keys = [f"columns.{key}" for key in ("kind", "customers", "customer_share")]
    page.grid("xyz_kinds", keys, wrap=False)
    page.print_setup(side + 4)


def abc_xyz(page: Page) -> None:
    """Write the boards of the two classifications, what to do in each cell, and the list."""
    listing(page, "board")
    page.widths((13, 16, 16, 16, 16, 3, 3))
    for block in ("board_customers", "board_revenue", "board_share"):
        _board(page, block)
    _policies(page, 30)
    page.print_setup(page.layout.tables[0].last_column)


def ltv(page: Page) -> None:
    """Write the list of lifetime values, the base in figures, the best, and how the model fits."""
    listing(page, "ltv")
    totals, top = page.block("ltv_totals"), page.block("ltv_top")
    label, data = top.column, page.block("ltv_histogram")
    page.widths((3, 3), first=label - 2)
    page.widths((32, 14, 13, 17), first=label)
    page.section(totals.row - 1, label, top.last_column, "ltv_sheet.base")
    _figures(page)
    page.section(top.row - 2, label, top.last_column, "ltv_sheet.top")
    page.grid("ltv_top", [f"columns.{key}" for key in ("name", "customer", "p_alive", "clv")])
    width = page.pixels(label, top.last_column)
    chapter_charts.order_bars(page, Place(top.row + top.n_rows + 1, label, width, 330))
    parameters = page.block("ltv_parameters")
    page.section(parameters.row - 2, label, top.last_column, "ltv_sheet.parameters")
    page.grid("ltv_parameters", ["columns.parameter", "columns.value"])
    page.section(data.row - 2, data.column, data.last_column, "classes_sheet.pareto")
    page.widths((14, 12, 12), first=data.column)
    page.grid("ltv_histogram", ["columns.repeat_orders", "charts.actual", "charts.expected"])
    page.print_setup(top.last_column)


def _figures(page: Page) -> None:
    """Write the base in figures: a caption and a number per line."""
    totals = page.block("ltv_totals")
    page.place("ltv_totals")
    line = {"bottom": 1, "bottom_color": palette.HAIRLINE}
    kinds: tuple[Format, ...] = ("integer", "integer", "money", "percent", "percent")
    keys = ("customers", "orders", "clv", "share_a", "p_alive")
    first = page.block("ltv_top").column
    for row, (key, kind) in enumerate(zip(keys, kinds, strict=True), start=totals.row):
        for column in range(first, totals.column):
            page.sheet.write_blank(row, column, None, page.styles.make(**line))
        text = page.say(f"ltv_sheet.{key}")
        page.text(row, first, text, page.styles.make(indent=1, **line))
        value = page.styles.value(kind, bold=True, font_color=palette.NAVY, **line)
        page.sheet.write_blank(row, totals.column, None, value)


def history(page: Page) -> None:
    """Write the tables of runs and of classes per run."""
    page.heading()
    runs, classes = page.layout.tables
    page.section(5, runs.column, runs.last_column, "history.runs")
    page.section(5, classes.column, classes.last_column, "history.classes")
    page.results(runs)
    page.results(classes)
    page.print_setup(runs.last_column)


def log(page: Page) -> None:
    """Write the table of refreshes."""
    page.heading()
    page.results(page.layout.tables[0])
    page.print_setup(page.layout.tables[0].last_column)


def listing(page: Page, prefix: str) -> None:
    """Write heading, stamp, notes and the first table of a result sheet."""
    page.heading()
    page.stamp(f"{prefix}_stamp")
    page.notes(f"{prefix}_notes")
    page.results(page.layout.tables[0])


def _summary(page: Page, block: str, items: str, shares: tuple[str, ...]) -> int:
    """Write the table of classes right of the list; return its first column."""
    data = page.block(block)
    side = data.column
    page.widths((3, 3), first=side - 2)
    page.widths((9, 12, 19, 16, 19), first=side)
    page.section(6, side, side + 4, "classes_sheet.summary")
    keys = [f"columns.{key}" for key in ("class", items, *shares)]
    page.grid(block, keys, wrap=False)
    return side


def _joint(page: Page, block: str, items: str) -> None:
    """Write the board of classes by revenue, down, and by margin, across."""
    data = page.board(block, "ABCD", "ABCD")
    first = page.block("abc_summary" if items == "customers" else "product_abc_summary").column
    page.section(data.row - 2, first, data.last_column, f"classes_sheet.joint_{items}")
    page.heat(block)


def _board(page: Page, block: str) -> None:
    data = page.board(block, "ABCD", "XYZN")
    page.section(data.row - 2, 1, data.last_column, f"board.{block.removeprefix('board_')}")
    page.heat(block)


def _policies(page: Page, row: int) -> None:
    page.section(row, 1, 5, "board.policy")
    code = page.styles.make(bold=True, font_color=palette.NAVY, align="center")
    for offset, (key, text) in enumerate(page.say.node("policies").items(), start=1):
        page.text(row + offset, 1, key, code)
        page.text(row + offset, 2, text, page.styles.make(font_size=9))
