"""The sheets of segments: the map of the user's own, and the migration from the last snapshot."""

from scoring.value.segment_presets import SEGMENT_ROWS
from xl_addin.template import palette, rules
from xl_addin.template.page import Page

_MOVES = ("what", "customers", "share", "revenue", "revenue_share")


def segment_map(page: Page) -> None:
    """Write the editable map, one row per segment, filled with map B."""
    page.heading()
    table = page.layout.tables[0]
    for row, key in enumerate(("edit", "ranks", "codes", "ranges"), start=2):
        page.text(row, 1, page.say(f"segment_map_sheet.{key}"), page.styles.small)
    page.heights({6: 6})
    rows = [
        [page.say(f"segments.{segment}.name"), rank, rule]
        for segment, rank, rule in SEGMENT_ROWS["B"]
    ]
    page.table(table, [page.say(f"columns.{key}") for key in table.keys], rows=rows)
    page.colours(table)
    area = (table.row + 1, table.column + 1, table.row + len(rows), table.last_column)
    rules.invite(page.sheet, page.styles, area, table.column)
    page.sheet.freeze_panes(table.row + 1, 0)
    page.print_setup(table.last_column + 4, table.row + 2 * len(rows), pages_high=1)


def migration(page: Page) -> None:
    """Write what moved, and the matrices of customers and money."""
    page.heading()
    page.stamp("migration_stamp")
    page.place("migration_since", page.styles.make(bold=True, font_color=palette.NAVY))
    names, money_names = page.block("migration_names"), page.block("migration_money_names")
    page.widths((26, *(15,) * (names.n_columns - 1)))
    moves = page.block("migration_moves")
    page.section(moves.row - 2, moves.column, moves.last_column, "migration_sheet.moves")
    page.grid("migration_moves", [f"columns.{key}" for key in _MOVES])
    hint = page.say("migration_sheet.hint")
    page.text(moves.row + moves.n_rows, 1, hint, page.styles.small)
    for head, block in ((names, "customers"), (money_names, "money")):
        page.section(head.row - 1, 1, head.last_column, f"migration_sheet.{block}")
        page.place(head.name, page.styles.header("money", text_wrap=True))
        page.sheet.write_blank(head.row, head.column, None, page.styles.header("text"))
        page.heights({head.row: 32})
        data = page.place(f"migration_{block}")
        area = (data.row, data.column + 1, data.row + data.n_rows - 1, data.last_column)
        rules.shade(page.sheet, area)
        rules.rule_off(page.sheet, page.styles, page.area(data.name))
    page.print_setup(names.last_column, money_names.row + page.block("migration_money").n_rows, 1)
