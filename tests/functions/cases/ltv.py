"""Lifetime value in cells."""

from tests.functions.cases import Case

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
)
