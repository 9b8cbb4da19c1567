"""Lifetime value in cells."""

import datetime as dt

from tests.functions.cases import Case

D = dt.datetime.fromisoformat

CASES = (
    Case(
        "LTV_FORMULA",
        {"margin": [1800.0, None, 900.0], "retention": [0.75, None, 0.75], "discount": 0.15},
        [[3375.0], [""], [1687.5]],
        "METHODS 2.6: m = 1800, r = .75, d = .15 give 3375; half of it for 900",
    ),
    Case(
        "LTV_FORMULA",
        {"margin": 1800.0, "retention": 0.75, "discount": 0.15, "first": True},
        5175.0,
        "METHODS 2.6: the first margin now, m (1 + d) / (1 + d - r)",
    ),
    Case(
        "LTV_FORMULA",
        {"margin": 100.0, "retention": 0.5, "discount": 0.25, "first": "нет", "horizon": 2.0},
        56.0,
        "by hand: 100 x .5 / 1.25 = 40, then 40 x .4 = 16",
    ),
    Case(
        "LTV_SIMPLE",
        {"ticket": 1000.0, "orders": 6.0, "margin": 0.3, "years": 3.0},
        5400.0,
        "METHODS 2.6: 1000 x 6 x .3 x 3 = 5400",
    ),
    Case(
        "LTV_SIMPLE",
        {"ticket": [1000.0, None, 500.0], "orders": [6.0, None, 4.0], "margin": 0.3, "churn": 0.25},
        [[7200.0], [""], [2400.0]],
        "METHODS 2.6: life = 1 / churn, so 1800 x 4 and 600 x 4",
    ),
    Case(
        "LTV_MARKOV",
        {"values": [1800.0, 0.0], "transitions": [[0.75, 0.25], [0.0, 1.0]], "discount": 0.15},
        [[3375.0], [0.0]],
        "METHODS 2.6: with the states active and lost it is the retention formula",
    ),
    Case(
        "LTV_MARKOV",
        {
            "values": [100.0, 10.0, 0.0],
            "transitions": [[60.0, 30.0, 10.0], [20.0, 50.0, 30.0], [None, None, 7.0]],
            "horizon": 2.0,
            "discount": 0.25,
            "counts": "да",
        },
        [[79.392], [36.064], [0.0]],
        "by hand: 63 / 1.25 + 45.3 / 1.5625 and 25 / 1.25 + 25.1 / 1.5625",
    ),
    Case(
        "LTV_HIST",
        {
            "customers": ["b", "a", "a"],
            "dates": [D("2024-01-31"), D("2024-01-01"), D("2024-01-31")],
            "margins": [5.0, 40.0, -10.0],
            "horizon": 6.0,
            "headers": False,
        },
        [["a", 30.0, 30.0, 180.0], ["b", 5.0, 5.0, 30.0]],
        "by hand: 30 days and none count as one month",
    ),
    Case(
        "LTV_COHORT",
        {
            "customers": [f"c{n}" for n in range(20) for _ in range(4)],
            "dates": [D(f"2024-0{month}-10") for _ in range(20) for month in (1, 2, 3, 4)],
            "margins": [100.0, 80.0, 40.0, 20.0] * 20,
            "as_of": D("2024-05-09"),
            "horizon": 6.0,
            "headers": False,
        },
        [
            [1.0, 20.0, 100.0, 100.0],
            [2.0, 20.0, 80.0, 180.0],
            [3.0, 20.0, 40.0, 220.0],
            [4.0, 20.0, 20.0, 240.0],
            [5.0, 0.0, 10.0, 250.0],
            [6.0, 0.0, 5.0, 255.0],
        ],
        "by hand: margins halve from the second month on, and go on halving",
    ),
    Case(
        "BTYD_SUMMARY",
        {
            "customers": ["a", "a", "a", "b", None],
            "dates": [D("2024-01-01"), D("2024-01-15"), D("2024-01-15"), D("2024-01-08"), None],
            "amounts": [10.0, 20.0, -4.0, 5.0, None],
            "as_of": D("2024-01-29"),
            "headers": False,
        },
        [["a", 1.0, 2.0, 4.0, 16.0], ["b", 0.0, 0.0, 3.0, 0.0]],
        "by hand: the return of the same day lowers the order",
    ),
    Case(
        "BTYD_SUMMARY",
        {
            "customers": ["a", "a", "a", "a"],
            "dates": [D("2024-01-31"), D("2024-02-01"), D("2024-02-29"), D("2024-04-30")],
            "amounts": [10.0, 5.0, 7.0, 1.0],
            "as_of": D("2024-05-31"),
            "unit": "месяц",
            "merge": "month",
            "margins": [1.0, 2.0, 3.0, -1.0],
            "headers": False,
        },
        [["a", 2.0, 3.0, 4.0, 2.0]],
        "by hand: January, February and April; margins of 4 in two repeat orders",
    ),
)
