"""The sheets of results that hold a growing table, with their summaries to the right of it."""

from xl_addin.template import charts, palette
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
    for block in ("board_customers", "board_revenue", "board_share", "board_margin"):
        _board(page, block)
    _policies(page, 30)
    page.print_setup(page.layout.tables[0].last_column)


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
