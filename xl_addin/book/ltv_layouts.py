"""The sheets of lifetime value: the list of customers, and how good the model is."""

from xl_addin.book.layout import BlockLayout, Column, SheetLayout, TableLayout
from xl_addin.book.value_layouts import BOARD, NOTE_ROWS, STAMP_ROWS, row_of

LTV_TOTALS = 5  # customers, expected orders, value, share of class A, mean P(alive)
LTV_TOP = 10
MODEL_FACTS = 6  # model, calibration, holdout, customers, who bought again, verdict
PARAMETERS = 8  # four of orders, three of tickets, log-likelihood
CHECKS = 18
CANDIDATES = 7  # four models and three naive rules
ORDER_BARS = 11  # repeat orders 0 to 9, 10 and more
BY_ORDERS = 8  # repeat orders 0 to 6, 7 and more
TRACKING_STEPS = 104
ALIVE_ROWS, ALIVE_COLUMNS = 11, 10
SCATTER_POINTS = 200

LTV = SheetLayout(
    "LTV",
    "value",
    tables=(
        TableLayout(
            "LTV_Result",
            (
                Column("customer", "text", 14),
                Column("name", "text", 30),
                Column("repeat_orders", "integer", 10),
                Column("last_days", "integer", 15),
                Column("age_days", "integer", 15),
                Column("p_alive", "percent", 14),
                Column("expected_orders", "number", 11),
                Column("expected_ticket", "money", 13),
                Column("clv", "money", 15),
                Column("clv_low", "money", 13),
                Column("clv_high", "money", 13),
                Column("ltv_class", "class", 9),
            ),
            row=6,
        ),
    ),
    blocks=(
        BlockLayout("ltv_stamp", 2, 1, ("text",), STAMP_ROWS),
        BlockLayout("ltv_notes", 4, 1, ("text",), NOTE_ROWS),
        BlockLayout("ltv_totals", 7, 19, ("money",), LTV_TOTALS),
        # the best: name, customer, P(alive), value
        BlockLayout("ltv_top", 15, 15, ("text", "text", "percent", "money"), LTV_TOP),
        # class, customers, share of them, value, share of it
        BlockLayout(
            "ltv_classes", 29, 15, ("class", "integer", "percent", "money", "percent"), BOARD
        ),
    ),
)

LTV_MODEL = SheetLayout(
    "LTVModel",
    "value",
    blocks=(
        BlockLayout("ltvmodel_stamp", 2, 1, ("text",), STAMP_ROWS),
        BlockLayout("ltvmodel_notes", 4, 1, ("text",), NOTE_ROWS),
        BlockLayout("ltv_facts", 8, 2, ("text",), MODEL_FACTS),
        # name over three columns, value, standard error, and the interval
        BlockLayout(
            "ltv_parameters",
            9,
            5,
            ("text", "text", "text", "precise", "precise", "precise", "precise"),
            PARAMETERS,
        ),
        # check, verdict, what was found and the limits
        BlockLayout("ltv_checks", 21, 1, ("text", "text", "text"), CHECKS),
        # model or rule, how its fit ended, log-likelihood of calibration and of the holdout,
        # bias of the total, mean error, lift, rank correlation
        BlockLayout(
            "ltv_candidates",
            43,
            1,
            ("text", "text", "number", "number", "percent", "precise", "precise", "precise"),
            CANDIDATES,
        ),
        # days since the last order above the map of P(alive)
        BlockLayout("ltv_alive_days", 72, 2, row_of("integer", ALIVE_COLUMNS)),
        BlockLayout("ltv_alive", 73, 2, row_of("percent", ALIVE_COLUMNS), ALIVE_ROWS),
        # repeat orders by then, customers, orders of the holdout: actual and expected on average
        BlockLayout("ltv_by_orders", 88, 8, ("text", "integer", "precise", "precise"), BY_ORDERS),
        # behind the charts, right of the printed page:
        # week, repeat orders up to it, actual and expected
        BlockLayout("ltv_tracking", 8, 15, ("integer", "integer", "number"), TRACKING_STEPS),
        BlockLayout("ltv_split", 8, 19, ("number", "number"), 2),  # the end of calibration, a line
        # repeat orders, actual and expected customers
        BlockLayout("ltv_histogram", 8, 22, ("text", "integer", "number"), ORDER_BARS),
        # expected and actual orders of the holdout, a sample of customers; the line of equality
        BlockLayout("ltv_points", 8, 26, ("number", "integer"), SCATTER_POINTS),
        BlockLayout("ltv_diagonal", 8, 29, ("number", "number"), 2),
    ),
    landscape=False,
)
