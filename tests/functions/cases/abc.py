"""ABC in cells."""

from tests.functions.cases import Case

# METHODS 2.3, golden data: cumulative .30 .50 .65 .75 .83 .89 .94 .97 .99 1.
TEN = [300.0, 200.0, 150.0, 100.0, 80.0, 60.0, 50.0, 30.0, 20.0, 10.0]

CASES = (
    Case(
        "ABC_CLASS",
        {"values": TEN, "edge": "incl"},
        [[letter] for letter in "AAAABBBCCC"],
        "METHODS 2.3: the rule incl of the golden data",
    ),
)
