"""The questionnaire in cells."""

from tests.functions.cases import Case

# REQUIREMENTS 1.5.5, column U of the questionnaire, rows 1 to 32.
UNMANAGED = [*"--±±-±--±--±--±±---±±---++-±±-±-"]

CASES = (
    Case("MATURITY_SCORE", {"answers": UNMANAGED}, 0.0, "METHODS 2.22: unmanaged is 0 normalised"),
    Case(
        "MATURITY_SCORE",
        {"answers": UNMANAGED, "norm": "нет"},
        0.25,
        "METHODS 2.22: unmanaged is 25 % raw",
    ),
    Case(
        "MATURITY_SCORE",
        {
            "answers": ["+", "+/-", "-"],
            "managed": ["+", "+", "+"],
            "unmanaged": ["-", "+/-", "+/-"],
        },
        0.25,
        "by hand: answers 1, .5, 0 against 1, 1, 1 and 0, .5, .5: (1.5 - 1) / (3 - 1)",
    ),
    Case(
        "MATURITY_GAP",
        {"answers": ["+", "±", None, "-"]},
        [[0.0], [0.5], [""], [1.0]],
        "by hand: 1 less the answer",
    ),
)
