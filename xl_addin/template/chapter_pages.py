"""The sheets of solvency and diagnosis: who owes, on what terms to sell, how it is managed."""

from scoring.diagnosis.questions import QUESTIONS, SECTIONS
from scoring.settings import RISK_CLASSES, VALUE_CLASSES
from scoring.solvency.decisions import VERDICTS
from scoring.solvency.payments import AGE_BUCKETS
from xl_addin.template import chapter_charts, palette, rules
from xl_addin.template.charts import Place
from xl_addin.template.page import LINE, Page
from xl_addin.template.result_pages import listing


def receivables(page: Page) -> None:
    """Write the list of payers, the ageing of what is open, and the risk classes in figures."""
    listing(page, "receivables")
    ageing, risk = page.block("ageing"), page.block("risk_summary")
    label = ageing.column - 1
    page.widths((3, 3), first=label - 2)
    page.widths((20, 13, 17, 15, 17), first=label)
    page.section(ageing.row - 2, label, risk.last_column, "receivables.ageing")
    page.text(ageing.row - 1, label, page.say("columns.bucket"), page.styles.header("text"))
    page.place("ageing")
    page.head(ageing, ["columns.invoices", "columns.open_balance", "columns.share"], wrap=False)
    page.side(ageing, [f"buckets.{key}" for key in AGE_BUCKETS], label)
    width = page.pixels(label, risk.last_column)
    chapter_charts.ageing(page, Place(ageing.row + ageing.n_rows + 1, label, width, 320))
    page.section(risk.row - 2, label, risk.last_column, "receivables.risk")
    page.text(risk.row - 1, label, page.say("columns.risk_class"), page.styles.header("text"))
    page.place("risk_summary")
    keys = ("customers", "open_balance", "overdue", "expected_loss")
    page.head(risk, [f"columns.{key}" for key in keys], wrap=False)
    page.side(risk, [f"risks.{key}" for key in RISK_CLASSES], label)
    area = (risk.row, label, risk.row + risk.n_rows - 1, label)
    rules.colour_starts(page.sheet, page.styles, palette.RISK_COLOURS, area)
    page.print_setup(risk.last_column)


def decisions(page: Page) -> None:
    """Write the boards of value by risk, the bubbles, the verdicts and the list of terms."""
    listing(page, "decisions")
    page.sheet.freeze_panes(2, 0)
    terms, money = page.block("decision_terms"), page.block("decision_money")
    heights = dict.fromkeys(range(terms.row, terms.row + terms.n_rows), 32.0)
    heights |= dict.fromkeys(range(money.row, money.row + money.n_rows), 24.0)
    page.heights(heights | {terms.row - 1: 20, money.row - 1: 20})
    for name, size in (("terms", 9), ("customers", 11), ("money", 10)):
        block = page.board(
            f"decision_{name}", VALUE_CLASSES, RISK_CLASSES, text_wrap=True, font_size=size
        )
        first = block.column - 1
        page.section(block.row - 2, first, block.last_column, f"decisions.{name}")
    _shade_terms(page)
    for name in ("decision_customers", "decision_money"):
        page.heat(name)
    _verdicts(page)
    place = Place(6, 1, page.pixels(1, 3) - 10, 430)
    chapter_charts.value_by_risk(page, place)
    bubble = page.block("decision_bubble")
    page.section(bubble.row - 2, bubble.column, bubble.last_column, "classes_sheet.pareto")
    keys = ("value_class", "risk_class", "customers", "open_balance")
    page.grid("decision_bubble", [f"columns.{key}" for key in keys], wrap=False)
    listed = page.layout.tables[0]
    page.section(listed.row - 1, 1, listed.last_column, "decisions.list")
    page.heights({listed.row - 1: 24})
    page.print_setup(listed.last_column)


def _shade_terms(page: Page) -> None:
    """Colour the board of terms by what it asks for, from open credit to prepayment."""
    area = page.area("decision_terms")
    rules.colour_forms(page.sheet, page.styles, area)


def _verdicts(page: Page) -> None:
    """Write how many customers each verdict has, and what it moves."""
    data = page.place("decision_summary")
    label = data.column - 1
    page.section(data.row - 2, label - 1, data.last_column + 1, "decisions.verdicts")
    page.text(data.row - 1, label, page.say("columns.verdict"), page.styles.header("text"))
    keys = ("customers", "open_balance", "money_effect")
    page.head(data, [f"columns.{key}" for key in keys], wrap=False)
    page.side(data, [f"verdicts.{key}" for key in VERDICTS], label)
    area = (data.row, label, data.row + data.n_rows - 1, label)
    rules.colour_column(page.sheet, page.styles, "verdict", area)


def diagnosis(page: Page) -> None:
    """Write the level, the sections with their radar, and every question, the weak ones first."""
    listing(page, "diagnosis")
    page.sheet.freeze_panes(2, 0)
    sections, listed = page.block("diagnosis_sections"), page.layout.tables[0]
    label = sections.column - 1
    page.section(sections.row - 2, 1, sections.last_column, "diagnosis_sheet.sections")
    page.text(sections.row - 1, label, page.say("columns.section"), page.styles.header("text"))
    page.place("diagnosis_sections")
    keys = ("raw", "normalised", "unmanaged_raw", "answered")
    page.head(sections, [f"columns.{key}" for key in keys])
    names = [f"question_sections.{name}" for name in SECTIONS]
    page.side(sections, [*names, "diagnosis_sheet.all"], label)
    page.heights({sections.row - 1: 2 * LINE} | dict.fromkeys(range(8, 13), 22.0))
    _level(page)
    for row in range(sections.row, sections.row + sections.n_rows):  # what the radar draws around
        managed = page.styles.value("percent", font_color=palette.MUTED)
        page.sheet.write_number(row, sections.last_column + 2, 1, managed)
    width = page.pixels(listed.last_column, listed.last_column)
    chapter_charts.maturity(page, Place(5, listed.last_column, width, 380))
    page.section(listed.row - 1, 1, sections.last_column, "diagnosis_sheet.list")
    first = listed.row + 1
    page.heights({listed.row - 1: 24} | dict.fromkeys(range(first, first + len(QUESTIONS)), 30.0))
    page.print_setup(listed.last_column)


def _level(page: Page) -> None:
    """Write the tile with the level of the whole."""
    box = {"bg_color": palette.PANEL, "align": "left", "indent": 1}
    edge = box | {"left": 5, "left_color": palette.BLUE}
    row = page.block("diagnosis_level").row
    blank = page.styles.make(**box)
    for place in range(row - 1, row + 2):
        page.sheet.write_blank(place, 2, None, blank)
    quiet = page.styles.make(font_color=palette.MUTED, **edge)
    page.text(row - 1, 1, page.say("diagnosis_sheet.level"), quiet)
    value = page.styles.make(font_size=16, bold=True, font_color=palette.NAVY, **edge)
    page.place("diagnosis_level", value)
    page.text(
        row + 1,
        1,
        page.say("diagnosis_sheet.under_level"),
        page.styles.make(font_size=9, font_color=palette.MUTED, **edge),
    )
    for offset, key in enumerate(("raw", "normalised", "cuts"), start=2):
        page.text(row + offset + 3, 1, page.say(f"diagnosis_sheet.{key}"), page.styles.small)
