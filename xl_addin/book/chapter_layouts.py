"""The result sheets of solvency, offers and diagnosis: how they are laid out."""

from xl_addin.book.layout import BlockLayout, Column, Format, SheetLayout, TableLayout
from xl_addin.book.value_layouts import NOTE_ROWS, PARETO_POINTS, STAMP_ROWS

BUCKETS = 6  # of ageing: not due, up to 30, 60, 90, 180 days, more
RISKS = 5  # R1 to R4, R0
VALUES = 4  # A, B, C, N
VERDICTS = 4  # keep, tighten, loosen, no terms
FIRST_ROWS = 5  # of what to do first
LISTED_MEMBERS = 100  # of the largest customers and groups
LOSSES = 5  # none, the largest, the 3, 5, 10 largest
DEPENDENCES = 3  # one manager, product, industry
PRODUCT_COLUMNS = 40  # of the matrix of customers and products, at most


def _row(kind: Format, n_columns: int) -> tuple[Format, ...]:
    return (kind,) * n_columns


CONCENTRATION = SheetLayout(
    "Concentration",
    "solvency",
    tables=(
        TableLayout(
            "Concentration_Result",
            (
                Column("rank", "integer", 7),
                Column("name", "text", 32),
                Column("customer", "text", 14),
                Column("members", "integer", 11),
                Column("revenue", "money", 15),
                Column("share", "percent", 9),
                Column("cumulative_share", "percent", 12),
                Column("margin_share", "percent", 11),
                Column("receivables_share", "percent", 13),
                Column("mark", "text", 12),
            ),
            row=6,
        ),
    ),
    blocks=(
        BlockLayout("concentration_stamp", 2, 1, ("text",), STAMP_ROWS),
        BlockLayout("concentration_notes", 4, 1, ("text",), NOTE_ROWS),
        # by revenue, margin, receivables, and the three verdicts; top 1, CR 3, CR 5, CR 10,
        # then HHI, effective number, Gini, Gini corrected, members stand to the left
        BlockLayout("conc_shares", 8, 14, (*_row("percent", 3), *_row("text", 3)), 4),
        BlockLayout("conc_indices", 12, 14, (*_row("number", 3), *_row("text", 3)), 5),
        BlockLayout("conc_rules", 18, 13, ("text",), 3),
        # revenue lost, its share, revenue left, share of margin, margin left, coverage
        BlockLayout(
            "conc_stress",
            24,
            14,
            ("money", "percent", "money", "percent", "money", "percent"),
            LOSSES,
        ),
        # the largest manager, product and industry: which, as the stress, customers of it, and
        # the share of revenue that belongs to none
        BlockLayout(
            "conc_dependence",
            33,
            13,
            (
                *("text", "money", "percent", "money", "percent", "money", "percent"),
                *("integer", "percent"),
            ),
            DEPENDENCES,
        ),
        # behind the chart, right of the printed page: share of customers, share of revenue
        BlockLayout("conc_lorenz", 8, 24, ("percent", "percent"), PARETO_POINTS),
    ),
)

RECEIVABLES = SheetLayout(
    "Receivables",
    "solvency",
    tables=(
        TableLayout(
            "Receivables_Result",
            (
                Column("customer", "text", 14),
                Column("name", "text", 30),
                Column("invoices", "integer", 10),
                Column("open_balance", "money", 15),
                Column("overdue", "money", 15),
                Column("overdue_share", "percent", 11),
                Column("days_late", "number", 11),
                Column("worst_days", "integer", 13),
                Column("payment_index", "integer", 13),
                Column("risk_class", "class", 8),
            ),
            row=6,
        ),
    ),
    blocks=(
        BlockLayout("receivables_stamp", 2, 1, ("text",), STAMP_ROWS),
        BlockLayout("receivables_notes", 4, 1, ("text",), NOTE_ROWS),
        # invoices, money, share; the buckets stand to the left
        BlockLayout("ageing", 8, 14, ("integer", "money", "percent"), BUCKETS),
        # customers, open balance, overdue, expected loss; R1 to R4, R0 stand to the left
        BlockLayout("risk_summary", 34, 14, ("integer", "money", "money", "money"), RISKS),
    ),
)

DECISIONS = SheetLayout(
    "Decisions",
    "solvency",
    tables=(
        TableLayout(
            "Decisions_Result",
            (
                Column("customer", "text", 14),
                Column("name", "text", 30),
                Column("value_class", "class", 10),
                Column("risk_class", "class", 10),
                Column("verdict", "text", 17),
                Column("form_now", "text", 20),
                Column("form", "text", 20),
                Column("days_now", "integer", 17),
                Column("days", "integer", 17),
                Column("limit_now", "money", 15),
                Column("limit", "money", 16),
                Column("open_balance", "money", 16),
                Column("expected_loss", "money", 16),
                Column("money_effect", "money", 16),
                Column("approver", "text", 18),
                Column("next_review", "date", 13),
            ),
            row=24,
        ),
    ),
    blocks=(
        BlockLayout("decisions_stamp", 2, 1, ("text",), STAMP_ROWS),
        BlockLayout("decisions_notes", 4, 1, ("text",), NOTE_ROWS),
        # boards: value A, B, C, N down, risk R1 to R4, R0 across
        BlockLayout("decision_terms", 9, 5, _row("text", RISKS), VALUES),
        BlockLayout("decision_customers", 9, 11, _row("integer", RISKS), VALUES),
        # verdicts keep, tighten, loosen, no terms: customers, open balance, money effect
        BlockLayout("decision_summary", 17, 6, ("integer", "money", "money"), VERDICTS),
        BlockLayout("decision_money", 17, 11, _row("money", RISKS), VALUES),  # open balance
        # behind the bubbles, right of the page: value 1-4, risk 1-5, customers, open balance;
        # all risks of value A first. A cell without money stays blank.
        BlockLayout(
            "decision_bubble", 9, 19, ("integer", "integer", "integer", "money"), VALUES * RISKS
        ),
    ),
)

_COUNTS: tuple[Column, ...] = (
    Column("targeted", "integer", 10),
    Column("sold", "integer", 9),
    Column("in_progress", "integer", 10),
    Column("refused", "integer", 9),
    Column("not_offered", "integer", 11),
    Column("penetration", "percent", 12),
    Column("coverage", "percent", 10),
    Column("win_rate", "percent", 10),
)
_TOTALS: tuple[Format, ...] = (*("integer",) * 5, *("percent",) * 3, "number")

OFFER_MATRIX = SheetLayout(
    "OfferMatrix",
    "offers",
    tables=(
        TableLayout(
            "Offer_Matrix",
            (
                Column("segment", "text", 18),
                Column("customer", "text", 14),
                Column("name", "text", 30),
            ),
            row=10,
            spare=PRODUCT_COLUMNS,
        ),
    ),
    blocks=(
        BlockLayout("offers_stamp", 2, 1, ("text",), STAMP_ROWS),
        BlockLayout("offers_notes", 4, 1, ("text",), NOTE_ROWS),
        # targeted, sold, in progress, refused, not offered, penetration, coverage, win rate,
        # products per customer
        BlockLayout("offer_totals", 8, 1, _TOTALS),
    ),
)

OFFER_PLAN = SheetLayout(
    "OfferPlan",
    "offers",
    tables=(
        TableLayout(
            "Offer_Steps",
            (
                Column("customer", "text", 12),
                Column("name", "text", 28),
                Column("product", "text", 22),
                Column("status", "text", 26),
                Column("step", "date", 12),
                Column("days_overdue", "integer", 11),
            ),
            row=5,
        ),
        TableLayout(
            "Offer_Actions",
            (
                Column("customer", "text", 12),
                Column("name", "text", 28),
                Column("segment", "text", 18),
                Column("product", "text", 12),
                Column("product_name", "text", 28),
                Column("expected", "money", 14),
            ),
            row=5,
            column=8,
        ),
        TableLayout(
            "Offer_Products",
            (Column("product", "text", 12), Column("name", "text", 28), *_COUNTS),
            row=5,
            column=15,
        ),
        TableLayout("Offer_Segments", (Column("segment", "text", 20), *_COUNTS), row=5, column=26),
    ),
    blocks=(BlockLayout("offerplan_stamp", 2, 1, ("text",), STAMP_ROWS),),
)

DIAGNOSIS = SheetLayout(
    "Diagnosis",
    "diagnosis",
    tables=(
        TableLayout(
            "Diagnosis_Result",
            (
                Column("question", "integer", 8),
                Column("section", "text", 30, wrap=True),
                Column("text", "text", 52, wrap=True),
                Column("managed", "class", 12),
                Column("unmanaged", "class", 14),
                Column("answer", "class", 14),
                Column("gap", "number", 12),
                Column("action", "text", 82, wrap=True),
            ),
            row=22,
        ),
    ),
    blocks=(
        BlockLayout("diagnosis_stamp", 2, 1, ("text",), STAMP_ROWS),
        BlockLayout("diagnosis_notes", 4, 1, ("text",), NOTE_ROWS),
        BlockLayout("diagnosis_level", 8, 1, ("text",)),
        # raw, normalised, raw of the unmanaged reference, share answered; the four sections and
        # all of them stand to the left
        BlockLayout("diagnosis_sections", 8, 4, ("percent",) * 4, 5),
    ),
)
