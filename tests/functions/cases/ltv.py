"""Lifetime value in cells."""

import datetime as dt

from tests.functions.cases import Case

D = dt.datetime.fromisoformat
BGNBD = [0.2425945, 4.4136019, 0.7929199, 2.4258881]  # CDNOW, 39 weeks: CLVTools' tests
PARETO = [0.5533971, 10.5801985, 0.6060625, 11.6562237]  # the same, as fitted by BTYD
BGBB = [1.203522, 0.7497154, 0.6567805, 2.783441]  # the donors: BTYD
PARADOX = {"x": [10.0, 15.0, 20.0, 25.0], "t_x": 20.0, "age": 39.0}
LOYAL = {"x": 26.0, "t_x": 216 / 7, "age": 31.0}
BTYD = "walkthrough of cran/BTYD 2.4.3 (LTV.md 2)"

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
    Case(
        "BTYD_ALIVE",
        {"model": "bgnbd", "params": BGNBD, **LOYAL},
        0.9688523,
        f"{BTYD}: x = 26, t_x = 30.857, T = 31",
        1e-5,
    ),
    Case(
        "BTYD_ALIVE",
        {"model": "Парето/NBD", "params": PARETO, **LOYAL},
        0.997874,
        f"{BTYD}: x = 26, t_x = 30.857, T = 31",
        1e-5,
    ),
    Case(
        "BTYD_ALIVE",
        {
            "model": "paretonbd",
            "params": [0.5143, 2.8845, 0.2856, 14.1087],
            "x": [221.0, 254.0, None, 161.0, 204.0],
            "t_x": [103.42857, 97.14286, None, 94.71429, 98.57143],
            "age": [103.57143, 97.28571, None, 98.0, 99.42857],
        },
        [[0.99960], [0.99956], [""], [0.74949], [0.99426]],
        "tests of CLVTools: other programs overflow here; values of LTV.md 2",
        2e-5,
    ),
    Case(
        "BTYD_ALIVE",
        {"model": "nbd", "params": [0.4, 12.0], "x": [0.0, 3.0], "t_x": [0.0, 1.0], "age": 9.0},
        [[1.0], [1.0]],
        "Ehrenberg (1959): nobody leaves",
    ),
    Case(
        "BTYD_ALIVE",
        {"model": "mbgnbd", "params": [1.0, 10.0, 1.0, 2.0], "x": 0.0, "t_x": 0.0, "age": 10.0},
        0.5,
        "by hand: stays after the first order 2/3, silent 10 / 20; leaves 1/3; equal weights",
    ),
    Case(
        "BTYD_EXPECT",
        {"model": "bg/nbd", "params": BGNBD, "horizon": 52.0, **LOYAL},
        25.75659,
        f"{BTYD}: the coming 52 weeks",
        1e-4,
    ),
    Case(
        "BTYD_EXPECT",
        {"model": "pareto/nbd", "params": PARETO, "horizon": 52.0, **LOYAL},
        25.45647,
        f"{BTYD}: the coming 52 weeks",
        2e-4,
    ),
    Case(
        "BTYD_EXPECT",
        {"model": "bgnbd", "params": BGNBD, "horizon": 52.0},
        1.444004,
        f"{BTYD}: a new customer in 52 weeks",
        2e-5,
    ),
    Case(
        "BTYD_EXPECT",
        {
            "model": "paretonbd",
            "params": PARETO,
            "horizon": [52.0, None],
            "x": 0.0,
            "t_x": 0.0,
            "age": 0.0,
        },
        [[1.473434], [""]],
        f"{BTYD}: a new customer in 52 weeks",
        4e-4,
    ),
    Case(
        "BTYD_EXPECT",
        {
            "model": "bgnbd",
            "params": [0.243, 4.414, 0.793, 2.426],
            "horizon": [0.142857142857, 1.0, 3.0, 31.8571, 32.0, 78.0],
        },
        [[0.0078], [0.0532], [0.1506], [1.0405], [1.0437], [1.8576]],
        "workbook of Hardie's note 004, by the tests of lifetimes: E[X(t)]",
        6e-3,
    ),
    Case(
        "BTYD_EXPECT",
        {"model": "bgnbd", "params": BGNBD, "horizon": 39.0, "x": 2.0, "t_x": 30.43, "age": 38.86},
        1.226,
        "METHODS 2.24: the first customer of CDNOW in 39 weeks",
        5e-4,
    ),
    Case(
        "BTYD_EXPECT",
        {"model": "paretonbd", "params": PARETO, "horizon": 52.0, **PARADOX},
        [[0.7062289], [0.1442396], [0.02250658], [0.00309267]],
        f"{BTYD}: more orders long ago, fewer to come",
        4e-4,
    ),
    Case(
        "BTYD_EXPECT",
        {"model": "bgnbd", "params": BGNBD, "horizon": 52.0, **PARADOX},
        [[0.3474606], [0.04283391], [0.004158973], [0.0003583685]],
        f"{BTYD}: more orders long ago, fewer to come",
        1e-4,
    ),
    Case(
        "BTYD_EXPECT",
        {
            "model": "bgnbd",
            "params": [0.243, 4.43, 0.286, 0.658],
            "horizon": 39.0,
            "x": 0.0,
            "t_x": 0.0,
            "age": 39.0,
        },
        0.191969857403746,
        "mpmath (LTV.md 1): lifetimes has no number here",
    ),
    Case(
        "BTYD_EXPECT",
        {"model": "nbd", "params": [2.0, 10.0], "horizon": 4.0, "x": 3.0, "t_x": 2.0, "age": 10.0},
        1.0,
        "by hand: (2 + 3) / (10 + 10) x 4",
    ),
    Case(
        "BTYD_EXPECT",
        {"model": "bg/bb", "params": BGBB, "horizon": 10.0},
        3.179805,
        f"{BTYD}: a new donor in ten years",
        1e-4,
    ),
    Case(
        "BTYD_EXPECT",
        {
            "model": "bgbb",
            "params": BGBB,
            "horizon": 10.0,
            "x": [0.0, 4.0],
            "t_x": [0.0, 5.0],
            "age": 6.0,
        },
        [[0.1302169], [3.627858]],
        f"{BTYD}: after six years, the coming ten",
        2e-4,
    ),
)
