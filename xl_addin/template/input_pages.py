"""The sheets that the user pastes data into, and the audit of what was pasted."""

from xl_addin.book.layouts import INPUT_TABLES
from xl_addin.template.page import LINE, Page

_NEEDED = {
    "sales": ("date", "customer", "amount"),
    "customers": ("customer",),
    "products": ("product",),
}


def input_sheet(page: Page) -> None:
    """Write an empty input table with a hint on each header."""
    page.heading()
    table = page.layout.tables[0]
    key = next(key for key, name in INPUT_TABLES.items() if name == table.name)
    page.sheet.write_string(2, 1, page.say("input.paste"), page.styles.small)
    page.sheet.write_string(3, 1, page.say("input.columns"), page.styles.small)
    page.sheet.write_string(4, 1, page.say(f"input.needed_{key}"), page.styles.small)
    page.heights({5: 6})
    words = page.say.node(f"headers.{key}")
    page.table(table, [words[field][0] for field in table.keys], _NEEDED[key])
    for offset, field in enumerate(table.keys):
        hint = {
            "validate": "any",
            "input_title": words[field][0],
            "input_message": page.say(f"field_help.{key}.{field}"),
        }
        page.sheet.data_validation(
            table.row, table.column + offset, table.row, table.column + offset, hint
        )
    page.sheet.freeze_panes(table.row + 1, 0)
    page.sheet.repeat_rows(table.row)
    page.sheet.set_selection(table.row + 1, table.column, table.row + 1, table.column)
    page.print_setup(table.last_column)


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
    page.section(12, 1, 4, "audit.fields")
    page.grid(
        "audit_fields", [f"columns.{key}" for key in ("table", "field", "filled", "distinct")]
    )
    page.section(5, 6, 7, "audit.findings")
    page.place("audit_findings", page.styles.make(indent=2))
    page.section(problems.row - 1, 1, problems.last_column, "audit.problems")
    page.heights({5: 22, 6: 2 * LINE, 12: 22, 13: 2 * LINE, problems.row - 1: 22})
    page.print_setup(problems.last_column)
