"""The sheets of lifetime value: every customer's, and how good the model is."""

from xl_addin.book.layout import Format
from xl_addin.template import charts, ltv_charts, palette, rules
from xl_addin.template.charts import Place
from xl_addin.template.page import Page
from xl_addin.template.result_pages import listing

_FACTS = ("model", "calibration", "holdout", "customers", "repeaters", "verdict")
_CANDIDATES = (
    "model", "fit_status", "log_likelihood", "holdout_likelihood",
    "total_bias", "mean_error", "lift", "rank_correlation",
)  # fmt: skip
_LAST = 11  # of the printed columns
_CHART = 330  # pixels high
_ORDERS = (0, 1, 2, 3, 4, 5, 7, 10, 15, 20, 30)  # lines of the map of P(alive)


def ltv(page: Page) -> None:
    """Write the list of lifetime values, the base in figures, the best, and the classes."""
    listing(page, "ltv")
    totals, top, classes = (page.block(f"ltv_{name}") for name in ("totals", "top", "classes"))
    label, last = top.column, classes.last_column
    page.widths((3, 3), first=label - 2)
    page.widths((32, 14, 13, 17, 13), first=label)
    page.section(totals.row - 1, label, last, "ltv_sheet.base")
    _figures(page)
    page.section(top.row - 2, label, last, "ltv_sheet.top")
    page.grid("ltv_top", [f"columns.{key}" for key in ("name", "customer", "p_alive", "clv")])
    page.section(classes.row - 2, label, last, "ltv_sheet.classes")
    keys = ("class", "customers", "customer_share", "clv", "value_share")
    page.grid("ltv_classes", [f"columns.{key}" for key in keys])
    place = Place(classes.row + classes.n_rows + 1, label, page.pixels(label, last), _CHART)
    charts.shares(
        page, "ltv_classes", place, "charts.ltv_classes", "share_of_customers",
        "share_of_value", bars=False,
    )  # fmt: skip
    page.print_setup(last)


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


def ltv_model(page: Page) -> None:
    """Write what the model stands on, its checks, its rivals, and the pictures of its fit."""
    page.heading()
    page.stamp("ltvmodel_stamp")
    page.notes("ltvmodel_notes")
    page.widths((28, 14, *(11,) * (_LAST - 2), 3, 3, 3))
    _facts(page)
    _checks(page)
    _candidates(page)
    _orders_over_time(page)
    _alive(page)
    _holdout(page)
    _behind(page)
    page.print_setup(_LAST, page.block("ltv_by_orders").row + 16, pages_high=1)


def _facts(page: Page) -> None:
    facts, parameters = page.block("ltv_facts"), page.block("ltv_parameters")
    page.section(facts.row - 1, 1, facts.column + 1, "ltv_model.data")
    page.place("ltv_facts")
    page.side(facts, [f"ltv_model.{key}" for key in _FACTS], 1)
    rules.colour_words(
        page.sheet, page.styles, "ratings", "", palette.RATING_COLOURS,
        (facts.row + facts.n_rows - 1, facts.column, facts.row + facts.n_rows - 1, facts.column),
    )  # fmt: skip
    page.section(parameters.row - 2, parameters.column, _LAST, "ltv_sheet.parameters")
    keys = ("parameter", "", "", "value", "standard_error", "low", "high")
    page.place("ltv_parameters")
    row = parameters.row - 1
    for column, (key, kind) in enumerate(
        zip(keys, parameters.formats, strict=True), parameters.column
    ):
        if key:
            page.text(row, column, page.say(f"columns.{key}"), page.styles.header(kind))
        else:  # the name runs on over these columns
            page.sheet.write_blank(row, column, None, page.styles.header(kind))
    rules.rule_off(page.sheet, page.styles, page.area("ltv_parameters"))


def _checks(page: Page) -> None:
    checks = page.block("ltv_checks")
    page.section(checks.row - 2, 1, _LAST, "ltv_model.checks")
    keys = ("check", "rating", "finding")
    page.grid("ltv_checks", [f"columns.{key}" for key in keys], wrap=False)
    head = page.styles.header("text")
    for column in range(checks.last_column + 1, _LAST + 1):
        page.sheet.write_blank(checks.row - 1, column, None, head)
    sentence = page.styles.make(font_size=9, indent=1, text_wrap=True)
    rows = range(checks.row, checks.row + checks.n_rows)
    for row in rows:  # a sentence and its limits take two lines of the page
        page.merge(row, checks.last_column, _LAST, "", sentence)
    page.heights(dict.fromkeys(rows, 26))


def _candidates(page: Page) -> None:
    rivals = page.block("ltv_candidates")
    page.section(rivals.row - 2, 1, _LAST, "ltv_model.candidates")
    page.grid("ltv_candidates", [f"columns.{key}" for key in _CANDIDATES])
    page.heights({rivals.row - 1: 30})
    hint = page.say("ltv_model.candidates_hint")
    page.text(rivals.row + rivals.n_rows, 1, hint, page.styles.small)


def _orders_over_time(page: Page) -> None:
    row = page.block("ltv_candidates").row + page.block("ltv_candidates").n_rows + 2
    half = 5
    ltv_charts.tracking(page, Place(row, 1, page.pixels(1, half) - 8, _CHART))
    ltv_charts.order_bars(page, Place(row, half + 1, page.pixels(half + 1, _LAST), _CHART))


def _alive(page: Page) -> None:
    alive, days = page.block("ltv_alive"), page.block("ltv_alive_days")
    page.section(days.row - 2, 1, _LAST, "ltv_model.alive")
    page.text(days.row - 1, 1, page.say("ltv_model.alive_hint"), page.styles.small)
    head = page.styles.make(bold=True, font_color=palette.MUTED, align="center")
    page.text(days.row, 1, page.say("ltv_model.alive_axis"), page.styles.header("text"))
    page.place("ltv_alive_days", page.styles.header("integer", align="center"))
    look = {"border": 1, "border_color": palette.WHITE, "align": "center", "indent": 0}
    page.place("ltv_alive", bg_color=palette.PANEL, num_format="0%", **look)
    page.heat("ltv_alive")
    for offset, orders in enumerate(_ORDERS):
        page.sheet.write_number(alive.row + offset, 1, orders, head)


def _holdout(page: Page) -> None:
    table = page.block("ltv_by_orders")
    page.section(table.row - 2, 1, _LAST, "ltv_model.holdout_orders")
    keys = ("repeat_orders", "customers", "actual", "expected_by_model")
    page.grid("ltv_by_orders", [f"columns.{key}" for key in keys])
    page.heights({table.row - 1: 30})
    ltv_charts.holdout(page, Place(table.row - 1, 1, page.pixels(1, table.column - 2), _CHART))


def _behind(page: Page) -> None:
    """Head the cells behind the charts."""
    for name, keys in (
        ("tracking", ("week", "actual", "expected_by_model")),
        ("split", ("week", "repeat_orders")),
        ("histogram", ("repeat_orders", "actual", "expected_by_model")),
        ("points", ("expected_by_model", "actual")),
        ("diagonal", ("expected_by_model", "actual")),
    ):
        block = page.block(f"ltv_{name}")
        page.section(block.row - 2, block.column, block.last_column, "classes_sheet.pareto")
        page.widths((12,) * len(keys), first=block.column)
        page.place(block.name)
        page.head(block, [f"columns.{key}" for key in keys], wrap=False)
