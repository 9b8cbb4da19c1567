"""The sheet Concentration: how much hangs on few customers, and what their loss would leave."""

from xl_addin.book.layout import Format
from xl_addin.book.results.concentration import INDICES, SHARES, STRESS
from xl_addin.template import chapter_charts, palette, rules
from xl_addin.template.charts import Place
from xl_addin.template.page import Page
from xl_addin.template.result_pages import listing

_KINDS: dict[str, Format] = {
    "hhi": "integer",
    "effective": "number",
    "gini": "precise",
    "gini_corrected": "precise",
    "members": "integer",
}
_BASES = ("revenue", "margin", "open_balance")
_HEADS = {"coverage": "coverage_of_costs"}  # of the stress; columns.coverage is that of offers
_LOST = ("lost_0", "lost_1", "lost_3", "lost_5", "lost_10")


def concentration(page: Page) -> None:
    """Write the list of the largest, the measures, the stress and the Lorenz curve."""
    listing(page, "concentration")
    shares, stress = page.block("conc_shares"), page.block("conc_stress")
    dependence = page.block("conc_dependence")
    label, last = shares.column - 1, dependence.last_column
    page.widths((3, 3), first=label - 2)
    page.widths((36, *(18,) * 6, 14, 14), first=label)
    page.section(shares.row - 2, label, last, "concentration.measures")
    page.text(shares.row - 1, label, page.say("columns.measure"), page.styles.header("text"))
    ratings = [f"concentration.rated_{base}" for base in _BASES]
    _measures(page)
    page.head(shares, [*(f"columns.{base}" for base in _BASES), *ratings], wrap=False)
    page.place("conc_rules", page.styles.small)
    page.section(stress.row - 2, label, last, "concentration.stress")
    page.text(stress.row - 1, label, page.say("columns.lost_customers"), page.styles.header("text"))
    page.place("conc_stress")
    page.head(stress, [f"columns.{_HEADS.get(key, key)}" for key in STRESS], wrap=False)
    page.side(stress, [f"concentration.{key}" for key in _LOST], label)
    _dependence(page)
    below = dependence.row + dependence.n_rows + 1
    chapter_charts.lorenz(page, Place(below, label, page.pixels(label, last), 480))
    curve = page.block("conc_lorenz")
    page.section(curve.row - 2, curve.column, curve.last_column, "classes_sheet.pareto")
    quiet = page.styles.value("percent", font_size=9, font_color=palette.MUTED)
    page.place("conc_lorenz", quiet)
    page.print_setup(last)


def _dependence(page: Page) -> None:
    """Write the heads of what hangs on one manager, product, industry; the rows say which."""
    block = page.place("conc_dependence")
    page.section(block.row - 2, block.column, block.last_column, "concentration.dependence")
    stress = [f"columns.{_HEADS.get(key, key)}" for key in STRESS]
    heads = ["columns.largest_part", *stress, "columns.customers", "columns.unassigned"]
    page.head(block, heads, wrap=False)


def _measures(page: Page) -> None:
    """Write the captions of the measures; every row has the format of its number."""
    line = {"bottom": 1, "bottom_color": palette.HAIRLINE}
    for name, keys in (("conc_shares", SHARES), ("conc_indices", INDICES)):
        block = page.place(name)
        label = block.column - 1
        page.side(block, [f"concentration.{key}" for key in keys], label)
        for row, key in enumerate(keys, start=block.row):
            style = page.styles.value(_KINDS.get(key, "percent"), **line)
            for place in range(block.column, block.column + len(_BASES)):
                page.sheet.write_blank(row, place, None, style)
        last_row = block.row + block.n_rows - 1
        for place in range(block.column + len(_BASES), block.last_column + 1):
            area = (block.row, place, last_row, place)
            rules.colour_column(page.sheet, page.styles, "rating", area)
