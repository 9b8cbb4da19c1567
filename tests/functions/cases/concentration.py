"""Concentration in cells."""

from tests.functions.cases import Case
from tests.functions.cases.abc import TEN

_GOLDEN = "METHODS 2.20: HHI 1764, effective number 5.67, CR1 30 %, CR5 83 %, Gini 0.464 (0.5156)"
_HAND = "by hand: 60, 30, 10 of revenue and 12, 9, 3 of margin against fixed costs of 10"
_FIRMS = {"revenue": [10.0, None, 60.0, 30.0], "margin": [3.0, None, 12.0, 9.0]}

CASES = (
    *(
        Case("CONC_INDEX", {"values": TEN, **options}, answer, _GOLDEN, tolerance)
        for options, answer, tolerance in (
            ({"kind": "HHI"}, 1764.0, 1e-9),
            ({"kind": "effn"}, 5.67, 1e-3),
            ({"kind": "CR", "n": 1.0}, 0.30, 1e-9),
            ({"kind": "CR"}, 0.83, 1e-9),
            ({"kind": "Gini"}, 0.464, 1e-9),
            ({"kind": "джини с поправкой"}, 0.5156, 1e-4),
        )
    ),
    Case(
        "CONC_INDEX",
        {"values": TEN, "kind": "TOP"},
        0.5,
        "by hand: the largest fifth of ten are two, 300 + 200 of 1000",
    ),
    Case(
        "CONC_INDEX",
        {"values": [20.0, 30.0, None, 20.0, 30.0], "kind": "HHI"},
        2600.0,
        "justice.gov/atr/herfindahl-hirschman-index: 30, 30, 20, 20 % make 2,600",
    ),
    Case(
        "CONC_INDEX",
        {"values": [1.0, 3.0, 2.0, 1.0, 1.0, 1.0, 4.0], "kind": "GINI"},
        0.3076923,
        "R, phylotools::gini (after ineq): the example of its manual",
        1e-6,
    ),
    Case(
        "CONC_INDEX",
        {
            "values": ["revenue", 30.0, 30.0, 40.0],
            "kind": "HHI",
            "groups": ["group", "G", 7.0, "G"],
        },
        5800.0,
        "by hand: 30 and 40 of one group are 70 %, 70² + 30²",
    ),
    Case(
        "CONC_INDEX", {"values": [0.0, -5.0], "kind": "CR"}, "–", "nothing above 0: nothing to say"
    ),
    Case(
        "LORENZ_CURVE",
        {"values": [60.0, 10.0, None, 10.0, 20.0]},
        [[0.0, 0.0], [0.25, 0.1], [0.5, 0.2], [0.75, 0.4], [1.0, 1.0]],
        "by hand: 10, 10, 20, 60 of 100, the smallest first",
    ),
    Case(
        "LORENZ_CURVE",
        {"values": [60.0, 10.0, 10.0, 20.0], "points": 3.0, "groups": ["A", "B", "B", None]},
        [[0.0, 0.0], [0.5, 0.3], [1.0, 1.0]],
        "by hand: 20, 20, 60; at a half, one customer and a half of the second: (20 + 10) / 100",
    ),
    Case(
        "CONC_STRESS",
        {**_FIRMS, "lost": [1.0, 2.0], "fixed_cost": 10.0, "headers": False},
        [
            [1.0, 60.0, 0.6, 40.0, 12.0, 0.5, 12.0, 1.2],
            [2.0, 90.0, 0.9, 10.0, 21.0, 0.875, 3.0, 0.3],
        ],
        _HAND,
    ),
    Case(
        "CONC_STRESS",
        {"revenue": [60.0, 30.0, 10.0], "margin": None, "lost": 1.0, "headers": "нет"},
        [[1.0, 60.0, 0.6, 40.0, "–", "–", "–", "–"]],
        "by hand: the margin is not known",
    ),
    Case(
        "CONC_STRESS",
        {
            "revenue": [30.0, 40.0, 30.0],
            "margin": [6.0, 3.0, 11.0],
            "lost": 1.0,
            "fixed_cost": 2.0,
            "groups": ["Ann", "Bob", "Ann"],
            "headers": False,
        },
        [[1.0, 60.0, 0.6, 40.0, 17.0, 0.85, 3.0, 1.5]],
        "by hand: without Ann, who sells to the first and the third; METHODS 2.20, one manager",
    ),
    Case(
        "CONC_STRESS",
        {**_FIRMS, "lost": 0.0, "groups": ["G", None, None, "G"], "lang": "ru"},
        [
            [
                "Потеряно клиентов",
                "Потеря выручки",
                "Доля выручки",
                "Останется выручки",
                "Потеря маржи",
                "Доля маржи",
                "Останется маржи",
                "Покрытие постоянных затрат",
            ],
            [0.0, 0.0, 0.0, 100.0, 0.0, 0.0, 24.0, "–"],
        ],
        "by hand: nobody is lost",
    ),
)
