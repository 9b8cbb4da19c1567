"""XYZ, its measures, the period pivot and the seasonal index in cells."""

import datetime as dt
import math

from tests.functions.cases import Case
from tests.scoring import reference

QUARTERLY = [[0.0, 0.0, 300.0] * 4]
SEASONAL = reference.XYZ_SEASONAL.given.reshape(1, 24).tolist()
LINE = [[10.0 * k for k in range(1, 7)]]
CUSTOMERS = ["C1", "C2", "C1", "C2"]
DAYS = [dt.datetime(2024, 1, 31), dt.datetime(2024, 3, 4), dt.datetime(2024, 1, 2),
        dt.datetime(2024, 3, 1)]  # fmt: skip
AMOUNTS = [100.0, 50.0, 20.0, -60.0]
AIR_DAYS = [dt.datetime(1970 + m // 12, m % 12 + 1, 15) for m in range(144)]

CASES = (
    Case("XYZ_CV", {"series": QUARTERLY}, math.sqrt(2), "METHODS 2.4: CV 1.414", 1e-12),
    Case("XYZ_CV", {"series": QUARTERLY, "measure": "adi"}, 3.0, "METHODS 2.4: ADI 3"),
    Case("XYZ_CV", {"series": QUARTERLY, "measure": "cv2"}, 0.0, "METHODS 2.4: CV2 0"),
    Case(
        "XYZ_CV",
        {"series": QUARTERLY, "measure": "вид", "lang": "ru"},
        "редкий ровный",
        "METHODS 2.4: a perfectly regular quarterly buyer",
    ),
    Case("XYZ_CV", {"series": SEASONAL}, reference.XYZ_SEASONAL.expected[0], "METHODS 2.4: 34.9 %"),
    Case("XYZ_CV", {"series": SEASONAL, "season": "auto"}, 0.016, "METHODS 2.4: 1.6 %", 1e-12),
    Case(
        "XYZ_CV",
        {
            "series": [*SEASONAL, [0.0] * 13 + [5.0] * 11, [None] * 24],
            "season": "авто",
            "measure": "season",
        },
        [["own"], ["all customers"], [""]],
        "DESIGN 3: own index from two full seasons on",
    ),
    Case(
        "XYZ_CV",
        {"series": [[1.0, 3.0, 1.0, 3.0] * 2], "season": "auto", "grain": "quarter"},
        0.0,
        "By hand: two years that repeat themselves",
    ),
    Case("XYZ_CV", {"series": LINE, "detrend": True}, 0.0, "By hand: a straight line"),
    Case(
        "XYZ_CV",
        {"series": [[10.0, 20.0, 60.0]], "detrend": True, "sd": "sample"},
        math.sqrt(150.0) / 30,
        "By hand: line 5, 30, 55; off by 5, -10, 5; 150 by n - 2 (STEYX)",
    ),
    Case(
        "XYZ_CV",
        {
            "series": [
                [dt.datetime(2024, 1, 1), dt.datetime(2024, 2, 1)],
                [None, 5.0],
                [0.0, 0.0],
                [9.0, -3.0],
            ],
            "zeros": "exclude",
        },
        [[""], ["–"], ["–"], ["–"]],
        "Header, and rows with one sale or none: no CV",
    ),
    Case("XYZ_CV", {"series": [[90.0, 110.0]], "measure": "deviation"}, 10.0, "By hand"),
    Case("XYZ_CV", {"series": [[90.0, 110.0]], "measure": "mean"}, 100.0, "By hand"),
    Case("XYZ_CLASS", {"series": SEASONAL}, "Z", "METHODS 2.4: Z as it is"),
    Case("XYZ_CLASS", {"series": SEASONAL, "season": "свой"}, "X", "METHODS 2.4: X freed of it"),
    Case("XYZ_CLASS", {"series": LINE}, "Z", "By hand: 17.1 of 35"),
    Case("XYZ_CLASS", {"series": LINE, "detrend": "да"}, "X", "By hand: a straight line"),
    Case(
        "ABC_XYZ",
        {
            "values": [500.0, 100.0],
            "series": [*SEASONAL, [5.0] * 24],
            "method": "tangent",
            "season": "auto",
        },
        [["AX"], ["BX"]],
        "By hand: 500 is above the mean of 300; the rest, one item, is B",
    ),
    Case(
        "PERIOD_PIVOT",
        {"customers": CUSTOMERS, "dates": DAYS, "amounts": AMOUNTS},
        [
            ["Customer", dt.datetime(2024, 1, 1), dt.datetime(2024, 2, 1), dt.datetime(2024, 3, 1)],
            ["C1", 120.0, 0.0, 0.0],
            ["C2", 0.0, 0.0, -10.0],
        ],
        "By hand",
    ),
    Case(
        "PERIOD_PIVOT",
        {
            "customers": CUSTOMERS,
            "dates": DAYS,
            "amounts": AMOUNTS,
            "grain": "неделя",
            "date_from": dt.datetime(2024, 1, 31),
            "date_to": dt.datetime(2024, 3, 4),
            "headers": False,
        },
        [["C1", 100.0, 0.0, 0.0, 0.0, 0.0, 0.0], ["C2", 0.0, 0.0, 0.0, 0.0, -60.0, 50.0]],
        "By hand: weeks from 29 January, 5, 12, 19, 26 February and 4 March",
    ),
    Case(
        "SEASON_INDEX",
        {
            "dates": AIR_DAYS,
            "amounts": [float(n) for n in reference.AIR_PASSENGERS.given],
            "method": "moving",
        },
        [[figure] for figure in reference.AIR_PASSENGERS.expected],
        reference.AIR_PASSENGERS.source,
        1e-6,
    ),
    Case(
        "SEASON_INDEX",
        {
            "dates": AIR_DAYS[1:13:3] + AIR_DAYS[13:25:3],
            "grain": "квартал",
            "amounts": [60.0, 80.0, 160.0, 100.0, 40.0, 40.0, 80.0, 40.0],
        },
        [[0.7], [0.8], [1.6], [0.9]],
        "By hand: .6 .8 1.6 1 and .8 .8 1.6 .8",
    ),
)
