"""The sheets that hold what the user brings: data, questionnaire, decision matrix."""

from xl_addin.book.layout import Column, SheetLayout, TableLayout

CUSTOMERS = SheetLayout(
    "Customers",
    "input",
    tables=(
        TableLayout(
            "Customers",
            (
                Column("customer", "text", 14),
                Column("name", "text", 32),
                Column("inn", "text", 15),
                Column("segment", "text", 18),
                Column("group", "text", 16),
                Column("region", "text", 16),
                Column("division", "text", 18),
                Column("manager", "text", 18),
                Column("industry", "text", 18),
                Column("status", "text", 12),
            ),
            row=6,
        ),
    ),
)

SALES = SheetLayout(
    "Sales",
    "input",
    tables=(
        TableLayout(
            "Sales",
            (
                Column("date", "date", 12),
                Column("document", "text", 14),
                Column("customer", "text", 14),
                Column("product", "text", 14),
                Column("quantity", "number", 11),
                Column("amount", "money", 14),
                Column("cost", "money", 14),
            ),
            row=6,
        ),
    ),
)

PRODUCTS = SheetLayout(
    "Products",
    "input",
    tables=(
        TableLayout(
            "Products",
            (
                Column("product", "text", 14),
                Column("name", "text", 44),
                Column("group", "text", 30),
                Column("targets", "text", 44),
            ),
            row=6,
        ),
    ),
)

OFFERS = SheetLayout(
    "Offers",
    "input",
    tables=(
        TableLayout(
            "Offers",
            (
                Column("customer", "text", 14),
                Column("product", "text", 14),
                Column("status", "text", 30),
                Column("step", "date", 16),
                Column("stage", "text", 22),
                Column("reason", "text", 30),
                Column("amount", "money", 14),
            ),
            row=6,
        ),
    ),
)

INVOICES = SheetLayout(
    "Invoices",
    "input",
    tables=(
        TableLayout(
            "Invoices",
            (
                Column("invoice", "text", 14),
                Column("customer", "text", 14),
                Column("issued", "date", 14),
                Column("due", "date", 14),
                Column("paid", "date", 14),
                Column("amount", "money", 14),
            ),
            row=6,
        ),
    ),
)

TERMS = SheetLayout(
    "Terms",
    "input",
    tables=(
        TableLayout(
            "Terms",
            (
                Column("customer", "text", 14),
                Column("form", "text", 24),
                Column("days", "integer", 14),
                Column("limit", "money", 18),
                Column("security", "text", 34),
            ),
            row=6,
        ),
    ),
)

ANSWERS = SheetLayout(
    "Answers",
    "input",
    tables=(
        TableLayout(
            "Answers",
            (
                Column("question", "integer", 9),
                Column("section", "text", 50),
                Column("text", "text", 78),
                Column("managed", "class", 13),
                Column("unmanaged", "class", 15),
                Column("answer", "class", 12),
                Column("respondent", "text", 20),
                Column("comment", "text", 36),
            ),
            row=6,
        ),
    ),
)

DECISION_MATRIX = SheetLayout(
    "DecisionMatrix",
    "guide",
    tables=(
        TableLayout(
            "Decision_Matrix",
            (
                Column("value_class", "class", 11),
                Column("risk_class", "class", 11),
                Column("form", "text", 24),
                Column("days", "integer", 12),
                Column("limit_share", "percent", 16),
                Column("prepay_share", "percent", 16),
                Column("approver", "text", 24),
                Column("review_months", "integer", 15),
            ),
            row=6,
        ),
    ),
)

SEGMENT_MAP = SheetLayout(
    "SegmentMap",
    "guide",
    tables=(
        TableLayout(
            "Segment_Map",
            (
                Column("segment", "text", 30),
                Column("rank", "integer", 9),
                Column("rule", "text", 60),
            ),
            row=7,
        ),
    ),
)

INPUT_TABLES = {
    "sales": "Sales",
    "customers": "Customers",
    "products": "Products",
    "offers": "Offers",
    "invoices": "Invoices",
    "terms": "Terms",
    "answers": "Answers",
}
