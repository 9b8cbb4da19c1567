"""RFM, its bins, segments, the check of maps and migration in cells."""

import datetime as dt

from tests.functions.cases import Case
from tests.scoring import reference

AS_OF = dt.datetime(2023, 12, 31)
SIXTY = [float(value) for value in reference.TIES.given]
CODES = ["555", "432", None, "111"]


def days_ago(*days):
    return [AS_OF - dt.timedelta(days=day) for day in days]


# By hand: customer i of five bought i times, the last time 10 * (5 - i) days ago, 100 each.
FIVE = [(f"C{i}", 10 * (5 - i) + j) for i in range(1, 6) for j in range(i)]
SALES = {
    "customers": [customer for customer, _ in FIVE],
    "dates": days_ago(*(days for _, days in FIVE)),
    "amounts": [100.0] * len(FIVE),
    "as_of": AS_OF,
}
IDS = [f"C{i}" for i in range(1, 6)]
# Three customers: the latest order of each 20, 50, 55 days ago, intervals of 10 and 100 days, none.
RHYTHM = {
    "customers": ["a"] * 4 + ["b"] * 3 + ["c"],
    "dates": days_ago(20, 30, 40, 60, 50, 150, 250, 55),
    "amounts": [10.0] * 8,
    "as_of": AS_OF,
}
# a sold 100 at a cost of 90, b 90 at 40, c 100 in two orders at 75.
MARGIN = {
    "customers": ["a", "b", "c", "c"],
    "dates": days_ago(0, 1, 2, 40),
    "amounts": [100.0, 90.0, 40.0, 60.0],
    "as_of": AS_OF,
    "bins": 3.0,
}
OWN = [
    ["Segment", "Rank", "Scores"],
    ["VIP", 1.0, "R4-5 F4-5"],
    ["Others", 2.0, "[2-5]*"],
    ["Gone", 3.0, "1*"],
]
GRID_B = [row.split() for row in reference.MAP_B.expected]


def steps(axis, *pairs):
    """Findings of the checker as it writes them, without the names of segments."""
    return [[f"Worse in {axis}", below, above] for below, above in pairs]


def _code(expected, source, **options):
    return Case(
        "RFM_SCORE", {"ids": IDS, **SALES, **options}, [[code] for code in expected], source
    )


_TIES = "METHODS 2.2, table of ties: 60 one-time buyers of 100"
_MODELER = "IBM SPSS Modeler, Binning node, tiles: quartiles of 10, 13, 15, 15, 20"

CASES = (
    _code(["111", "222", "333", "444", "555"], "by hand: five customers, each better in all"),
    _code(["111", "121", "232", "243", "253"], "by hand: halves of R, fifths of F, thirds of M",
          bins=[2.0, 5.0, 3.0]),
    _code(["122", "122", "222", "233", "333"], "by hand: up to 0, 20, F up to 2, M up to 0, 300",
          binning="fixed", cuts_r=[0.0, 20.0], cuts_f=[0.0, 3.0], cuts_m=[0.0, 300.0]),
    Case(
        "RFM_SCORE",
        {"ids": ["a", "b", "c"], **RHYTHM, "bins": 3.0, "binning": "личный ритм"},
        [["133"], ["322"], ["211"]],
        "by hand: 20 / 10, 50 / 100 and 55 / 55 intervals of silence; 4, 3, 1 orders",
    ),
    Case(
        "RFM_SCORE",
        {"ids": ["a", "b", "c"], **MARGIN, "m_type": "margin", "costs": [90.0, 40.0, 30.0, 45.0]},
        [["311"], ["213"], ["132"]],
        "by hand: margins 10, 50, 25; days 0, 1, 2; orders 1, 1, 2",
    ),
    Case(
        "RFM_SCORE",
        {"ids": ["a", "b", "c"], **MARGIN, "m_type": "средний чек"},
        [["313"], ["212"], ["131"]],
        "by hand: average orders 100, 90, 50",
    ),
    Case(
        "RFM_TABLE",
        {
            "customers": ["a", "a", "b"],
            "dates": [dt.datetime(*day) for day in ((2022, 12, 20), (2023, 1, 10), (2023, 3, 10))],
            "amounts": [10.0, 70.0, 20.0],
            "bins": 2.0,
            "months_out": [1.0, 2.0],
            "weights": [1.0, 1.0, 1.0],
            "headers": False,
        },
        [
            ["a", dt.datetime(2022, 12, 20), 21.0, 1.0, 10.0, 10.0, 1.0, 1.0, 1.0, "111", 3.0,
             "Hibernating", "–"],
            ["b", dt.datetime(2023, 3, 10), 0.0, 1.0, 20.0, 20.0, 2.0, 1.0, 2.0, "212", 5.0,
             "Potential loyalist", "–"],
        ],
        "by hand: of 80 days 59 are in January and February; scores 1, 2 of two stand at 2, 4",
    ),
    *(
        Case("RFM_BINS", {"values": SIXTY, "bins": 5.0, "ties": ties, "show": "counts"},
             [[float(size) for size in sizes]], _TIES)
        for ties, sizes in (
            ("low", (60, 0, 0, 21, 19)),
            ("средний ранг", (0, 60, 0, 21, 19)),
            ("split", (20, 20, 20, 20, 20)),
            ("random", (20, 20, 20, 20, 20)),
            ("drop", (60, 21, 19)),
        )
    ),
    Case("RFM_BINS", {"values": SIXTY, "show": "cuts"}, [[1.0, 1.0, 1.4, 2.0]],
         "by hand: places 19.8, 39.6, 59.4, 79.2 of the sorted values"),
    Case("RFM_BINS", {"values": [10.0, 13.0, 15.0, 15.0, 20.0], "bins": 4.0, "ties": "add to next"},
         [[1.0], [2.0], [3.0], [3.0], [4.0]], _MODELER),
    Case("RFM_BINS", {"values": [10.0, 13.0, 15.0, 15.0, 20.0], "bins": 4.0, "ties": "keep"},
         [[1.0], [1.0], [2.0], [2.0], [3.0]], _MODELER),
    Case(
        "RFM_BINS",
        {"values": [0.0, 30.0, None, 31.0, 91.0], "cuts": [30.0, 90.0], "direction": "low"},
        [[3.0], [3.0], [""], [2.0], [1.0]],
        "by hand: up to 30 days the best, up to 90 the next",
    ),
    Case("RFM_SEGMENT", {"codes": ["535", "435", 443.0, None], "map": "A"},
         [["Need attention"], ["Loyal"], ["Need attention"], [""]],
         "METHODS 2.2, list of map A"),
    Case("RFM_SEGMENT", {"codes": ["545", "512", "111"], "map": "C", "lang": "ru"},
         [["Чемпионы"], ["Потенциально лояльные"], ["Спящие"]],
         "METHODS 2.2, map C: FM 5, 2, 1; the first match wins"),
    Case("RFM_SEGMENT", {"codes": CODES, "map": OWN}, [["VIP"], ["Others"], [""], ["Gone"]],
         "by hand: the first row that fits"),
    Case("RFM_SEGMENT", {"codes": ["515", "333"], "map": GRID_B}, [["New"], ["Need attention"]],
         "METHODS 2.2, map B as a grid"),
    Case("RFM_MAP_CHECK", {"map": "B", "headers": False}, [["Nothing found", "", "", "", "", ""]],
         "METHODS 2.2: map B is complete, without a step for the worse"),
    Case(
        "RFM_MAP_CHECK",
        {"map": [["Good", 1.0, "5*"], ["Better", 2.0, "[2-5]* 11"], ["Never", 3.0, "11"]],
         "headers": False, "codes": ["555", "121", "111", "112"]},
        [
            *(["Hole", f"1{f}", "", "", "", float(f == 2)] for f in range(2, 6)),
            ["Overlap", "11", "Better, Never", "", "", 2.0],
            *(["Overlap", f"5{f}", "Good, Better", "", "", float(f == 5)] for f in range(1, 6)),
            ["Empty", "", "Never", "", "", ""],
            ["Customers", "", "Good", "", "", 1.0],
            ["Customers", "", "Better", "", "", 2.0],
            ["Customers", "", "Never", "", "", 0.0],
            ["Customers", "", "No segment", "", "", 1.0],
        ],
        "by hand: R 1 F 2 to 5 unclaimed, R 5 twice, 11 twice",
    ),
    Case(
        "RFM_MAP_CHECK",
        {"map": [["Low", 1.0, "[1-2]*"], ["High", 2.0, "3*"]], "bins": 3.0, "headers": False},
        [["Worse in R", f"2{f}", "Low", f"3{f}", "High", ""] for f in (1, 2, 3)],
        "by hand: R 2 to R 3 gets the worse rank for each F",
    ),
    Case(
        "SEGMENT_MIGRATION",
        {
            "ids_then": ["a", "b", "c", "d"],
            "segments_then": ["Champions", "Loyal", "New", "Новые"],
            "ids_now": ["a", "b", "c", "e"],
            "segments_now": ["Loyal", "Champions", "Promising", "Champions"],
        },
        [
            ["Segment then", "Champions", "Loyal", "New", "Promising", "no longer there"],
            ["Champions", 0.0, 1.0, 0.0, 0.0, 0.0],
            ["Loyal", 1.0, 0.0, 0.0, 0.0, 0.0],
            ["New", 0.0, 0.0, 0.0, 1.0, 1.0],
            ["Promising", 0.0, 0.0, 0.0, 0.0, 0.0],
            ["new", 1.0, 0.0, 0.0, 0.0, 0.0],
        ],
        "by hand: a down, b up, c beside, d left, e came",
    ),
    Case(
        "SEGMENT_MIGRATION",
        {
            "ids_then": ["a", "b", "c", "d"],
            "segments_then": ["Champions", "Loyal", "New", "New"],
            "ids_now": ["a", "b", "c", "e"],
            "segments_now": ["Loyal", "Champions", "Promising", "Champions"],
            "weights": [100.0, 200.0, 40.0, 60.0],
            "weights_then": [80.0, 70.0, 30.0, 20.0],
            "show": "moves",
            "headers": False,
        },
        [
            ["moved up", 1.0, 0.25, 200.0, 0.5],
            ["moved down", 1.0, 0.25, 100.0, 0.25],
            ["unchanged", 1.0, 0.25, 40.0, 0.1],
            ["other segments", 0.0, 0.0, 0.0, 0.0],
            ["new", 1.0, 0.25, 60.0, 0.15],
            ["no longer there", 1.0, 0.25, 20.0, 0.1],
        ],
        "by hand: of 400 now, of the lost 20 of 200 then",
    ),
)  # fmt: skip
