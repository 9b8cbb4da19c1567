"""Published and hand-reckoned values, each with its source."""

from typing import Any, NamedTuple

import numpy as np


class Case(NamedTuple):
    source: str
    given: Any
    expected: Any


# 60 of 100 customers bought once; the others twice (21) or three times (19).
TIES = Case(
    source="METHODS.md 2.2, table of ties, line 'low' (bin sizes 1..5); checked by hand: the cut "
    "points stand at places 19.8, 39.6, 59.4, 79.2 of the sorted values, so at 1, 1, 1.4, 2",
    given=np.array([1] * 60 + [2] * 21 + [3] * 19),
    expected=[60, 0, 0, 21, 19],
)

ABC_VALUES = np.array([300, 200, 150, 100, 80, 60, 50, 30, 20, 10.0])
ABC_CUMULATIVE = Case(
    source="METHODS.md 2.3, golden data",
    given=ABC_VALUES,
    expected=[0.30, 0.50, 0.65, 0.75, 0.83, 0.89, 0.94, 0.97, 0.99, 1],
)
ABC_INCL = Case("METHODS.md 2.3, rule incl", ABC_VALUES, "AAAABBBCCC")
ABC_EXCL = Case(
    "METHODS.md 2.3, rule excl: the item that crosses stays up", ABC_VALUES, "AAAAABBBCC"
)

ABC_TANGENT = Case(
    "METHODS.md 2.3: tangent borders after items 3 and 6; by hand, heights above the chord are "
    ".2 .3 .35 .35 .33 .29 .24 .17 .09 0, the first highest is the third; of the rest, from "
    "(.3, .65), with a slope of .5, .05 .08 .09 .09 ..., the first highest is the sixth",
    ABC_VALUES,
    "AAABBBCCCC",
)
ABC_SUM = Case(
    "METHODS.md 2.3, sum method; by hand .40 .70 .95 | 1.15 1.33 | 1.49 1.64 1.77 1.89 2",
    ABC_VALUES,
    "AAABBCCCCC",
)

XYZ_QUARTERLY = Case(
    source="METHODS.md 2.4: 0, 0, 300 repeated has CV 1.414; by hand: mean 100, mean square "
    "deviation (2 * 100**2 + 200**2) / 3 = 20000, so CV is the root of 2",
    given=np.array([[0, 0, 300.0] * 4]),
    expected=np.sqrt(2),
)

XYZ_SEASONAL = Case(
    source="METHODS.md 2.4: raw CV 34.9 %, freed of the season 1.6 %; by hand: indices 1.349 and "
    "0.651, six months each, sales 100 times that, off by +1.6 % in half of each six and by -1.6 % "
    "in the other half, the second year the other way round. So each year sells 1,200, the index "
    "is as set, and what is left deviates by 1.6 of 100. Raw: the mean square is "
    "(1 + .349**2) * (1 + .016**2), so CV**2 is .12209",
    given=100
    * np.array([[1.349] * 6 + [0.651] * 6] * 2)
    * (1 + 0.016 * np.array([[1, -1] * 6, [-1, 1] * 6])),
    expected=(np.sqrt((1 + 0.349**2) * (1 + 0.016**2) - 1), 0.016),
)
AIR_PASSENGERS = Case(
    source="R, decompose(AirPassengers, type = 'multiplicative')$figure: seasonal figures of the "
    "monthly airline passengers 1949-1960 of Box, Jenkins (1976), series G, January first",
    given=[
        112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118,
        115, 126, 141, 135, 125, 149, 170, 170, 158, 133, 114, 140,
        145, 150, 178, 163, 172, 178, 199, 199, 184, 162, 146, 166,
        171, 180, 193, 181, 183, 218, 230, 242, 209, 191, 172, 194,
        196, 196, 236, 235, 229, 243, 264, 272, 237, 211, 180, 201,
        204, 188, 235, 227, 234, 264, 302, 293, 259, 229, 203, 229,
        242, 233, 267, 269, 270, 315, 364, 347, 312, 274, 237, 278,
        284, 277, 317, 313, 318, 374, 413, 405, 355, 306, 271, 306,
        315, 301, 356, 348, 355, 422, 465, 467, 404, 347, 305, 336,
        340, 318, 362, 348, 363, 435, 491, 505, 404, 359, 310, 337,
        360, 342, 406, 396, 420, 472, 548, 559, 463, 407, 362, 405,
        417, 391, 419, 461, 472, 535, 622, 606, 508, 461, 390, 432,
    ],
    expected=[
        0.9102304, 0.8836253, 1.0073663, 0.9759060, 0.9813780, 1.1127758,
        1.2265555, 1.2199110, 1.0604919, 0.9217572, 0.8011781, 0.8988244,
    ],
)  # fmt: skip

MAP_A = Case(
    source="METHODS.md 2.2, map A as grids and ranks: 30 worsening steps, 3 in R, 12 in F, 15 in M",
    # Lines R = 5 .. 1, blocks F = 5 .. 1, in each M = 1 .. 5.
    given="""
    PL PL PL CH CH  PL PL LO CH CH  PL PL PL NA NA  PR PR PR PR PR  NE NE PR PR PR
    PL PL PL CH CH  PL PL NA LO CH  PL PL PL NA LO  NE NE PL PR PR  NE NE PR PR PR
    PL PL PL LO LO  PL PL NA LO LO  AS HI PL NA LO  AS HI PL NA NA  NE AS PR PR PR
    AS AR AR AR AR  AS AR AR AR AR  AS HI HI AR AR  AS HI HI AR AR  HI HI AS CL CL
    LS AR AR CL CL  LS AR AR CL AR  LS HI AR AR AR  LS HI HI AR AR  LS LS CL CL CL
    """,
    expected=[3, 12, 15],
)
MAP_A_RANKS = {
    "CH": 1, "LO": 2, "PL": 3, "NE": 4, "PR": 4, "NA": 5, "AS": 6, "AR": 7, "CL": 7, "HI": 8,
    "LS": 9,
}  # fmt: skip

MAP_B = Case(
    source="METHODS.md 2.2, named map B, rows R = 5 .. 1, columns F = 1 .. 5",
    given=range(5, 0, -1),
    expected=[
        "new potential_loyalist potential_loyalist champions champions",
        "promising potential_loyalist potential_loyalist loyal loyal",
        "about_to_sleep about_to_sleep need_attention loyal loyal",
        "hibernating hibernating at_risk at_risk cant_lose",
        "hibernating hibernating at_risk at_risk cant_lose",
    ],
)
