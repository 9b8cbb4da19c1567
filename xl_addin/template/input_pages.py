"""The sheets that the user pastes data into or answers on, and the audit of what was given."""

from collections.abc import Sequence
from typing import Any, get_args

from scoring.diagnosis.questions import NO, PARTLY, QUESTIONS, YES
from scoring.settings import DECISION_CELLS, PAYMENT_FORMS, Approver
from xl_addin.book.layout import TableLayout
from xl_addin.book.layouts import INPUT_TABLES
from xl_addin.template import rules
from xl_addin.template.page import LAST_ROW, LINE, Page

_NEEDED = {
    "sales": ("date", "customer", "amount"),
    "customers": ("customer",),
    "products": ("product",),
    "offers": ("customer", "product", "status"),
    "invoices": ("customer", "due", "amount"),
    "terms": ("customer",),
    "answers": ("question", "answer"),
}
# Columns with a drop-down: name of the list and its words. Other words may be typed.
_STATUSES = ("not_offered", "in_progress", "refused")
_LISTS = {
    ("offers", "status"): (
        "offer_status", ["offer_stages.sold", *(f"offer_status.{code}" for code in _STATUSES)],
    ),
    ("offers", "stage"): (
        "offer_stage", [f"offer_stages.{code}" for code in ("offer", "negotiation", "contract")],
    ),
    ("terms", "form"): ("form", [f"forms.{code}" for code in PAYMENT_FORMS]),
}  # fmt: skip
_ANSWERS = ["+", "+/-", "-"]


def input_sheet(page: Page) -> None:
    """Write an empty input table with a hint on each header."""
    table = page.layout.tables[0]
    key = _opening(page, table)
    words = page.say.node(f"headers.{key}")
    page.table(table, [words[field][0] for field in table.keys], _NEEDED[key])
    _hints(page, table, key)
    for offset, field in enumerate(table.keys):
        if (key, field) in _LISTS:
            source = page.words.list_of(*_LISTS[key, field])
            limits = {"validate": "list", "source": source, "show_error": False}
            page.check(table.row + 1, table.column + offset, LAST_ROW, limits)
    _closing(page, table)


def answers(page: Page) -> None:
    """Write the questionnaire: its questions with both reference answers, and a drop-down."""
    table = page.layout.tables[0]
    key = _opening(page, table)
    words = page.say.node(f"headers.{key}")
    headers = [
        words[field][0] if field in words else page.say(f"columns.{field}") for field in table.keys
    ]
    page.table(table, headers, _NEEDED[key], _questions(page))
    page.colours(table)
    _hints(page, table, key)
    place = table.column + table.keys.index("answer")
    rules.invite(page.sheet, page.styles, (table.row + 1, place, LAST_ROW, place), table.column)
    limits = {
        "validate": "list",
        "source": _ANSWERS,
        "error_title": page.say("settings_sheet.wrong_title"),
        "error_message": page.say("input.wrong_answer"),
    }
    page.check(table.row + 1, place, LAST_ROW, limits)
    _closing(page, table)
    page.sheet.set_selection(table.row + 1, place, table.row + 1, place)


def decision_matrix(page: Page) -> None:
    """Write the editable matrix of terms, one row per value class and risk class."""
    page.heading()
    table = page.layout.tables[0]
    for row, key in enumerate(("edit", "parts", "limit"), start=2):
        page.text(row, 1, page.say(f"decision_matrix.{key}"), page.styles.small)
    rows = [
        [
            page.say(f"forms.{value}") if field == "form"
            else page.say(f"approvers.{value}") if field == "approver"
            else value
            for field, value in zip(table.keys, cell, strict=True)
        ]
        for cell in DECISION_CELLS
    ]  # fmt: skip
    page.table(table, [page.say(f"columns.{field}") for field in table.keys], rows=rows)
    page.colours(table)
    first = table.column + table.keys.index("form")
    area = (table.row + 1, first, table.row + len(rows), table.last_column)
    rules.invite(page.sheet, page.styles, area, table.column)
    lists = {"form": ("forms", PAYMENT_FORMS), "approver": ("approvers", get_args(Approver))}
    for field, (branch, codes) in lists.items():
        source = page.words.list_of(field, [f"{branch}.{code}" for code in codes])
        limits = {
            "validate": "list",
            "source": source,
            "error_title": page.say("settings_sheet.wrong_title"),
            "error_message": page.say("settings_sheet.wrong_choice"),
        }
        place = table.column + table.keys.index(field)
        page.check(table.row + 1, place, table.row + len(rows), limits)
    page.sheet.freeze_panes(table.row + 1, 0)
    page.print_setup(table.last_column, table.row + len(rows), pages_high=1)


def audit(page: Page) -> None:
    """Write row counts, findings, how full the columns are, and the list of problems."""
    page.heading()
    page.stamp("audit_stamp")
    problems = page.layout.tables[0]
    page.results(problems)
    page.sheet.freeze_panes(2, 0)
    page.section(5, 1, 5, "audit.tables")
    page.grid(
        "audit_tables",
        [
            f"columns.{key}"
            for key in ("table", "rows_read", "rows_used", "rows_left_out", "money_left_out")
        ],
    )
    fields = page.block("audit_fields")
    page.widths((3,), first=fields.column - 1)
    page.widths((15, 18, 10, 11), first=fields.column)
    page.section(fields.row - 2, fields.column, fields.last_column, "audit.fields")
    page.grid(
        "audit_fields", [f"columns.{key}" for key in ("table", "field", "filled", "distinct")]
    )
    _last_import(page)
    page.section(5, 6, 7, "audit.findings")
    page.place("audit_findings", page.styles.make(indent=2))
    page.section(problems.row - 1, 1, problems.last_column, "audit.problems")
    page.heights({5: 22, 6: 2 * LINE, problems.row - 1: 22})
    page.print_setup(fields.last_column)


def _last_import(page: Page) -> None:
    """Write the places for what was understood of the last import, right of the rest."""
    columns, told = page.block("import_columns"), page.block("import_told")
    page.widths((3,), first=columns.column - 1)
    page.widths((24, 8, 14, 26, 14, 14, 14, 14, 14), first=columns.column)
    page.section(4, columns.column, columns.last_column, "audit.import")
    page.place("import_about", page.styles.small)
    page.grid(
        "import_columns",
        [f"columns.{key}" for key in ("header", "place", "our_field", "how")]
        + [f"columns.sample_{number}" for number in range(1, 6)],
    )
    page.section(told.row - 1, told.column, told.column + 3, "audit.told")
    page.place("import_told", page.styles.make(indent=2))
    listed = page.layout.tables[1]
    page.widths((3,), first=listed.column - 1)
    page.table(listed, [page.say(f"columns.{key}") for key in listed.keys])
    page.colours(listed)
    page.section(listed.row - 1, listed.column, listed.last_column, "audit.import_problems")


def _opening(page: Page, table: TableLayout) -> str:
    """Write heading and hints of an input sheet; return the key of its table."""
    page.heading()
    key = next(key for key, name in INPUT_TABLES.items() if name == table.name)
    hints = ("answers_how", "answers_signs") if key == "answers" else ("paste", "columns")
    for row, hint in enumerate((*hints, f"needed_{key}"), start=2):
        page.text(row, 1, page.say(f"input.{hint}"), page.styles.small)
    page.heights({5: 6})
    return key


def _hints(page: Page, table: TableLayout, key: str) -> None:
    words, helps = page.say.node(f"headers.{key}"), page.say.node(f"field_help.{key}")
    for offset, field in enumerate(table.keys):
        if field in helps:
            hint = {
                "validate": "any",
                "input_title": words[field][0],
                "input_message": helps[field],
            }
            page.check(table.row, table.column + offset, table.row, hint)


def _closing(page: Page, table: TableLayout) -> None:
    page.sheet.freeze_panes(table.row + 1, 0)
    page.sheet.repeat_rows(table.row)
    page.sheet.set_selection(table.row + 1, table.column, table.row + 1, table.column)
    page.print_setup(table.last_column)


def _questions(page: Page) -> Sequence[Sequence[Any]]:
    """Return number, section, text, managed and unmanaged answer of each question."""
    marks = {YES: "+", PARTLY: "+/-", NO: "-"}
    return [
        (
            question.number,
            page.say(f"question_sections.{question.section}"),
            page.say(f"questions.{question.number}"),
            marks[question.managed],
            marks[question.unmanaged],
        )
        for question in QUESTIONS
    ]
