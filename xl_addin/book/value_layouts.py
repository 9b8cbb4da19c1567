"""The result sheets of RFM, ABC and XYZ: how they are laid out."""

from xl_addin.book.layout import BlockLayout, Column, Format, SheetLayout, TableLayout

STAMP_ROWS = 2  # method and options; data, version and time
NOTE_ROWS = 2
SEGMENT_ROWS = 11  # the longest named segment map has eleven names
MATRIX_SIDE = SEGMENT_ROWS + 2  # segments, those of other maps, and new or lost
PARETO_POINTS = 101
BOARD = 4  # A, B, C, D by X, Y, Z, N, or by A, B, C, D
KINDS = 4  # smooth, erratic, intermittent, lumpy


def row_of(kind: Format, n_columns: int) -> tuple[Format, ...]:
    """Return one format for so many columns."""
    return (kind,) * n_columns


RFM = SheetLayout(
    "RFM",
    "value",
    tables=(
        TableLayout(
            "RFM_Result",
            (
                Column("customer", "text", 14),
                Column("name", "text", 30),
                Column("last_order", "date", 12),
                Column("recency_days", "integer", 10),
                Column("rhythm", "number", 10),
                Column("frequency", "integer", 9),
                Column("monetary", "money", 14),
                Column("ticket", "money", 13),
                Column("margin", "money", 12),
                Column("r", "score", 7),
                Column("f", "score", 7),
                Column("m", "score", 7),
                Column("code", "class", 8),
                Column("weighted", "score", 10),
                Column("segment", "text", 24),
                Column("trend", "percent", 10),
                Column("previous_segment", "text", 24),
                Column("change", "text", 16),
            ),
            row=6,
        ),
    ),
    blocks=(
        BlockLayout("rfm_stamp", 2, 1, ("text",), STAMP_ROWS),
        BlockLayout("rfm_notes", 4, 1, ("text",), NOTE_ROWS),
        # score, customers by R, by F, by M
        BlockLayout("rfm_bins", 8, 21, ("score", "integer", "integer", "integer"), 9),
        # cut points between the scores: R in days, F in orders, M in money
        BlockLayout("rfm_cuts", 20, 21, ("score", "number", "number", "money"), 8),
    ),
)

RFM_MAP = SheetLayout(
    "RFMMap",
    "value",
    blocks=(
        BlockLayout("map_stamp", 2, 1, ("text",), STAMP_ROWS),
        # F 1 to F 5 as a rule; FM where the map looks at the mean of F and M
        BlockLayout("map_axis", 7, 2, row_of("text", 5)),
        BlockLayout("map_segment", 8, 2, row_of("text", 5), 5),  # R 5 at the top, F 1 on the left
        BlockLayout("map_customers", 16, 2, row_of("integer", 5), 5),
        BlockLayout("map_revenue", 24, 2, row_of("money", 5), 5),
        # segment, customers, share, revenue, share, mean days, mean orders, mean ticket
        BlockLayout(
            "map_segments",
            8,
            8,
            ("text", "integer", "percent", "money", "percent", "number", "number", "money"),
            SEGMENT_ROWS,
        ),
        BlockLayout("map_check", 32, 1, ("text",), 4),
    ),
)


MIGRATION = SheetLayout(
    "Migration",
    "value",
    blocks=(
        BlockLayout("migration_stamp", 2, 1, ("text",), STAMP_ROWS),
        BlockLayout("migration_since", 4, 1, ("text",)),
        # move, customers, share, revenue, share
        BlockLayout("migration_moves", 8, 1, ("text", "integer", "percent", "money", "percent"), 6),
        # segment then down, segment now across; others and new below, others and lost right
        BlockLayout("migration_names", 18, 1, row_of("text", 1 + MATRIX_SIDE)),
        BlockLayout(
            "migration_customers", 19, 1, ("text", *row_of("integer", MATRIX_SIDE)), MATRIX_SIDE
        ),
        BlockLayout("migration_money_names", 35, 1, row_of("text", 1 + MATRIX_SIDE)),
        BlockLayout("migration_money", 36, 1, ("text", *row_of("money", MATRIX_SIDE)), MATRIX_SIDE),
    ),
)


def _abc_columns(item: str) -> tuple[Column, ...]:
    return (
        Column("rank", "integer", 7),
        Column(item, "text", 14),
        Column("name", "text", 32),
        Column("revenue", "money", 15),
        Column("share", "percent", 9),
        Column("cumulative_share", "percent", 12),
        Column("share_above", "percent", 12),
        Column("abc", "class", 8),
        Column("margin", "money", 15),
        Column("abc_joint", "class", 15),
    )


ABC = SheetLayout(
    "ABC",
    "value",
    tables=(TableLayout("ABC_Result", _abc_columns("customer"), row=6),),
    blocks=(
        BlockLayout("abc_stamp", 2, 1, ("text",), STAMP_ROWS),
        BlockLayout("abc_notes", 4, 1, ("text",), NOTE_ROWS),
        # class, customers, share, revenue, share
        BlockLayout(
            "abc_summary", 8, 13, ("class", "integer", "percent", "money", "percent"), BOARD
        ),
        # customers by class of revenue (down) and of margin (across)
        BlockLayout("abc_joint", 42, 14, row_of("integer", BOARD), BOARD),
        # behind the curve, right of the printed page: share of customers, share of revenue
        BlockLayout("abc_pareto", 8, 20, ("percent", "percent"), PARETO_POINTS),
        # the two class borders as vertical lines: x, y from 0 to 1 (two points each)
        BlockLayout("abc_borders", 8, 23, ("percent", "percent"), 4),
    ),
)

PRODUCT_ABC = SheetLayout(
    "ProductABC",
    "value",
    tables=(TableLayout("Product_ABC_Result", _abc_columns("product"), row=6),),
    blocks=(
        BlockLayout("product_abc_stamp", 2, 1, ("text",), STAMP_ROWS),
        BlockLayout("product_abc_notes", 4, 1, ("text",), NOTE_ROWS),
        BlockLayout(
            "product_abc_summary", 8, 13, ("class", "integer", "percent", "money", "percent"), BOARD
        ),
        BlockLayout("product_abc_joint", 33, 14, row_of("integer", BOARD), BOARD),
    ),
)

XYZ = SheetLayout(
    "XYZ",
    "value",
    tables=(
        TableLayout(
            "XYZ_Result",
            (
                Column("customer", "text", 14),
                Column("name", "text", 30),
                Column("mean", "money", 14),
                Column("deviation", "money", 14),
                Column("cv", "percent", 9),
                Column("periods", "integer", 9),
                Column("active_periods", "integer", 11),
                Column("adi", "ratio", 13),
                Column("cv2", "ratio", 11),
                Column("kind", "text", 16),
                Column("season", "text", 14),
                Column("xyz", "class", 8),
            ),
            row=6,
        ),
    ),
    blocks=(
        BlockLayout("xyz_stamp", 2, 1, ("text",), STAMP_ROWS),
        BlockLayout("xyz_notes", 4, 1, ("text",), NOTE_ROWS),
        BlockLayout(
            "xyz_summary", 8, 15, ("class", "integer", "percent", "money", "percent"), BOARD
        ),
        # kind, customers, share
        BlockLayout("xyz_kinds", 33, 15, ("text", "integer", "percent"), KINDS),
    ),
)

ABC_XYZ = SheetLayout(
    "ABCXYZ",
    "value",
    tables=(
        TableLayout(
            "ABC_XYZ_Result",
            (
                Column("customer", "text", 14),
                Column("name", "text", 30),
                Column("revenue", "money", 15),
                Column("abc", "class", 7),
                Column("xyz", "class", 7),
                Column("abc_xyz", "class", 9),
            ),
            row=6,
            column=8,
        ),
    ),
    blocks=(
        BlockLayout("board_stamp", 2, 1, ("text",), STAMP_ROWS),
        BlockLayout("board_notes", 4, 1, ("text",), NOTE_ROWS),
        BlockLayout(
            "board_customers", 8, 2, row_of("integer", BOARD), BOARD
        ),  # rows A-D, columns X-N
        BlockLayout("board_revenue", 16, 2, row_of("money", BOARD), BOARD),
        BlockLayout("board_share", 24, 2, row_of("percent", BOARD), BOARD),  # of all revenue
        BlockLayout("board_margin", 45, 2, row_of("money", BOARD), BOARD),
    ),
    landscape=False,  # four boards over another
)
