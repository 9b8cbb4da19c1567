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

XYZ_QUARTERLY = Case(
    source="METHODS.md 2.4: 0, 0, 300 repeated has CV 1.414; by hand: mean 100, mean square "
    "deviation (2 * 100**2 + 200**2) / 3 = 20000, so CV is the root of 2",
    given=np.array([[0, 0, 300.0] * 4]),
    expected=np.sqrt(2),
)

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
