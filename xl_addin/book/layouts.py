"""Every sheet of the workbook, in reading order."""

from xl_addin.book.chapter_layouts import (
    CONCENTRATION,
    DECISIONS,
    DIAGNOSIS,
    FIRST_ROWS,
    LISTED_MEMBERS,
    OFFER_MATRIX,
    OFFER_PLAN,
    PRODUCT_COLUMNS,
    RECEIVABLES,
)
from xl_addin.book.input_layouts import (
    ANSWERS,
    CUSTOMERS,
    DECISION_MATRIX,
    INPUT_TABLES,
    INVOICES,
    OFFERS,
    PRODUCTS,
    SALES,
    SEGMENT_MAP,
    TERMS,
)
from xl_addin.book.layout import BlockLayout, Column, SheetLayout, TableLayout
from xl_addin.book.ltv_layouts import LTV, LTV_MODEL
from xl_addin.book.value_layouts import (
    ABC,
    ABC_XYZ,
    MATRIX_SIDE,
    MIGRATION,
    NOTE_ROWS,
    PRODUCT_ABC,
    RFM,
    RFM_MAP,
    SEGMENT_ROWS,
    STAMP_ROWS,
    XYZ,
)

__all__ = [
    "FIRST_ROWS",
    "INPUT_TABLES",
    "LISTED_MEMBERS",
    "MATRIX_SIDE",
    "NOTE_ROWS",
    "PRODUCT_COLUMNS",
    "SEGMENT_ROWS",
    "SHEETS",
    "TOP_ROWS",
    "layout_of",
]

MONTHS = 12
TOP_ROWS = 8

START = SheetLayout(
    "Start", "guide", blocks=(BlockLayout("start_status", 4, 1, ("text",)),), landscape=False
)

DASHBOARD = SheetLayout(
    "Dashboard",
    "result",
    blocks=(
        BlockLayout("dashboard_stamp", 2, 1, ("text",), STAMP_ROWS),
        BlockLayout("dashboard_banner", 4, 1, ("text",)),
        BlockLayout("tile_customers", 7, 1, ("integer",)),
        BlockLayout("tile_revenue", 7, 2, ("money",)),
        BlockLayout("tile_orders", 7, 4, ("integer",)),
        BlockLayout("tile_ticket", 7, 7, ("money",)),
        BlockLayout("tile_a_customers", 7, 8, ("integer",)),
        BlockLayout("tile_a_share", 7, 9, ("percent",)),
        BlockLayout("tile_at_risk", 7, 10, ("money",)),
        BlockLayout("tile_clv", 11, 1, ("money",)),
        BlockLayout("tile_overdue", 11, 2, ("money",)),
        BlockLayout("tile_terms", 11, 4, ("integer",)),
        BlockLayout("tile_coverage", 11, 7, ("percent",)),
        BlockLayout("tile_maturity", 11, 8, ("percent",)),
        BlockLayout("tile_level", 11, 10, ("text",)),  # of maturity, in words
        # what to do first, three blocks side by side: sentence, money, tab of the sheet to see
        BlockLayout("first_five", 16, 1, ("text",), FIRST_ROWS),
        BlockLayout("first_five_money", 16, 10, ("money",), FIRST_ROWS),
        BlockLayout("first_five_sheet", 16, 11, ("text",), FIRST_ROWS),
        # segment, customers, share of customers, revenue, share of revenue
        BlockLayout(
            "segments", 43, 1, ("text", "integer", "percent", "money", "percent"), SEGMENT_ROWS
        ),
        # customers at risk who earned most: name (or code), customer, segment, days, revenue
        BlockLayout("call_first", 43, 7, ("text", "text", "text", "integer", "money"), TOP_ROWS),
        # what changed since the last snapshot: what, customers, revenue
        BlockLayout("changes", 54, 7, ("text", "integer", "money"), 6),
        # behind the chart, right of the printed page: month, revenue, orders, customers
        BlockLayout("months", 43, 13, ("month", "money", "integer", "integer"), MONTHS),
    ),
    landscape=False,
)

SETTINGS = SheetLayout("Settings", "guide")  # its rows come from book/settings_sheet.py

DATA_AUDIT = SheetLayout(
    "DataAudit",
    "audit",
    tables=(
        TableLayout(
            "Audit_Problems",
            (
                Column("table", "text", 14),
                Column("cell", "text", 17),
                Column("field", "text", 17),
                Column("row", "integer", 11),
                Column("found", "text", 26),
                Column("problem", "text", 48),
                Column("what_to_do", "text", 64),
            ),
            row=24,
        ),
        # rows of the last import that were left out, right of what was understood of it
        TableLayout(
            "Import_Problems",
            (
                Column("cell", "text", 11),
                Column("row", "integer", 11),
                Column("field", "text", 17),
                Column("found", "text", 26),
                Column("problem", "text", 48),
                Column("what_to_do", "text", 64),
            ),
            row=24,
            column=24,
        ),
    ),
    blocks=(
        BlockLayout("audit_stamp", 2, 1, ("text",), STAMP_ROWS),
        # table, rows read, used, left out, money left out
        BlockLayout("audit_tables", 7, 1, ("text", "integer", "integer", "integer", "money"), 7),
        # table, field, filled share, distinct values: of the seven tables, right of the rest
        BlockLayout("audit_fields", 7, 9, ("text", "text", "percent", "integer"), 48),
        BlockLayout("audit_findings", 7, 6, ("text",), 14),
        # the last import, right of all that: the file, then its columns (header, place, field,
        # how read, five values as read), then what was repaired or left aside
        BlockLayout("import_about", 5, 14, ("text",)),
        BlockLayout("import_columns", 7, 14, ("text",) * 9, 14),
        BlockLayout("import_told", 24, 14, ("text",), 30),
    ),
)

FUNCTIONS = SheetLayout("Functions", "guide")

HISTORY = SheetLayout(
    "History",
    "record",
    tables=(
        TableLayout(
            "History_Runs",
            (
                Column("as_of", "date", 12),
                Column("run_at", "datetime", 17),
                Column("customers", "integer", 11),
                Column("revenue", "money", 15),
                Column("a_customers", "integer", 11),
                Column("new", "integer", 9),
                Column("lost", "integer", 9),
                Column("upgraded", "integer", 10),
                Column("downgraded", "integer", 11),
                Column("clv", "money", 15),
                Column("overdue", "money", 14),
                Column("terms_to_change", "integer", 12),
                Column("coverage", "percent", 11),
                Column("maturity", "percent", 11),
                Column("rfm_options", "text", 30),
                Column("fingerprint", "text", 18),
            ),
            row=6,
        ),
        TableLayout(
            "History_Classes",
            (
                Column("as_of", "date", 12),
                Column("customer", "text", 14),
                Column("segment_key", "text", 20),
                Column("code", "class", 8),
                Column("abc_xyz", "class", 9),
                Column("risk_class", "class", 8),
                Column("revenue", "money", 15),
            ),
            row=6,
            column=18,
        ),
    ),
)

LOG = SheetLayout(
    "Log",
    "record",
    tables=(
        TableLayout(
            "Log_Runs",
            (
                Column("run_at", "datetime", 17),
                Column("action", "text", 18),
                Column("as_of", "date", 12),
                Column("rows_read", "integer", 11),
                Column("rows_used", "integer", 11),
                Column("rows_left_out", "integer", 11),
                Column("money_left_out", "money", 15),
                Column("customers", "integer", 11),
                Column("options", "text", 60),
                Column("version", "text", 10),
                Column("fingerprint", "text", 18),
            ),
            row=4,
        ),
    ),
)

HELP = SheetLayout("Help", "guide", landscape=False)

SHEETS: tuple[SheetLayout, ...] = (
    START,
    DASHBOARD,
    SETTINGS,
    DECISION_MATRIX,
    SEGMENT_MAP,
    CUSTOMERS,
    SALES,
    PRODUCTS,
    OFFERS,
    INVOICES,
    TERMS,
    ANSWERS,
    DATA_AUDIT,
    RFM,
    RFM_MAP,
    MIGRATION,
    ABC,
    PRODUCT_ABC,
    XYZ,
    ABC_XYZ,
    LTV,
    CONCENTRATION,
    LTV_MODEL,
    RECEIVABLES,
    DECISIONS,
    OFFER_MATRIX,
    OFFER_PLAN,
    DIAGNOSIS,
    FUNCTIONS,
    HISTORY,
    LOG,
    HELP,
)

_TABLES = {table.name: table for sheet in SHEETS for table in sheet.tables}


def layout_of(table: str) -> TableLayout:
    """Return the layout of the table called ``table``."""
    return _TABLES[table]
