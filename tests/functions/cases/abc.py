"""ABC in cells."""

from tests.functions.cases import Case

# METHODS 2.3, golden data: cumulative .30 .50 .65 .75 .83 .89 .94 .97 .99 1; mean 100.
TEN = [300.0, 200.0, 150.0, 100.0, 80.0, 60.0, 50.0, 30.0, 20.0, 10.0]


def letters(text):
    return [[letter] for letter in text]


CASES = (
    Case("ABC_CLASS", {"values": TEN}, letters("AAAAABBBCC"), "METHODS 2.3: excl stays up"),
    Case(
        "ABC_CLASS",
        {"values": TEN, "edge": "incl"},
        letters("AAAABBBCCC"),
        "METHODS 2.3: the rule incl of the golden data",
    ),
    Case(
        "ABC_CLASS",
        {"values": TEN, "method": "tangent"},
        letters("AAABBBCCCC"),
        "METHODS 2.3: tangent borders after items 3 and 6",
    ),
    Case("ABC_CLASS", {"values": TEN, "method": "sum"}, letters("AAABBCCCCC"), "METHODS 2.3: sum"),
    Case(
        "ABC_CLASS",
        {"values": TEN, "method": "метод сумм", "edge": "выше"},
        letters("AAAABBCCCC"),
        "By hand: above the items stand 0 .4 .7 .95 1.15 1.33 1.49",
    ),
    Case(
        "ABC_CLASS",
        {"values": [*TEN, None, 0.0, -5.0], "method": "differential"},
        letters(["B"] * 6 + ["C"] * 4 + [""] + ["D"] * 2),
        "By hand: the mean of those above 0 is 100, its half 50",
    ),
    Case(
        "ABC_CLASS",
        {"values": TEN, "method": "дифференциальный", "cut_a": 2.0, "cut_b": 0.8},
        letters("AABBCCCCCC"),
        "By hand: 200 is twice the mean, 80 is 0.8 of it",
    ),
    Case(
        "ABC_CLASS",
        {"values": TEN, "method": "fixed", "cut_a": 200.0, "cut_b": 60.0},
        letters("AABBBBCCCC"),
        "By hand: 200 and 60 are on the limits",
    ),
    Case(
        "ABC_CLASS",
        {
            "values": ["revenue", 700.0, 200.0, 90.0, 10.0],
            "measures": [["margin"], [-5.0], [50.0], [45.0], [5.0]],
        },
        letters(["", "AD", "AA", "BA", "CC"]),
        "By hand: .70 .90 .99 of revenue stand above, .50 .95 of margin",
    ),
    Case(
        "ABC_CLASS",
        {
            "values": [60.0, 40.0, 0.0],
            "measures": [[1.0], [3.0], [-1.0]],
            "weights": [[3.0], [1.0]],
            "cut_a": 0.5,
            "cut_b": 0.6,
        },
        letters("ABD"),
        "By hand: .75 x .60 + .25 x .25 = .5125 stands above the second",
    ),
    Case(
        "ABC_TABLE",
        {"ids": ["P1", "P2", "P1", "P3", None], "values": [30.0, 20.0, 50.0, 0.0, None]},
        [
            ["Rank", "Item", "Value", "Share", "Running share", "Share above", "ABC"],
            [1.0, "P1", 80.0, 0.8, 0.8, 0.0, "A"],
            [2.0, "P2", 20.0, 0.2, 1.0, 0.8, "B"],
            [3.0, "P3", 0.0, "–", "–", "–", "D"],
        ],
        "By hand: two rows of P1 are one item of 80",
    ),
    Case(
        "ABC_TABLE",
        {
            "ids": ["товар", "b", "a"],
            "values": ["сумма", 50.0, 50.0],
            "measures": [["маржа"], [1.0], [9.0]],
            "headers": False,
        },
        [
            [1.0, "a", 50.0, 0.5, 0.5, 0.0, "AA"],
            [2.0, "b", 50.0, 0.5, 1.0, 0.0, "AB"],
        ],
        "By hand: equal items by id share a letter; .9 of the margin stands above b",
    ),
    Case(
        "ABC_TABLE",
        {
            "ids": ["a", "b"],
            "values": [60.0, 40.0],
            "measures": [[1.0], [3.0]],
            "weights": [[1.0], [3.0]],
            "headers": False,
        },
        [
            [1.0, "b", 0.6625, 0.6625, 0.6625, 0.0, "A"],
            [2.0, "a", 0.3375, 0.3375, 1.0, 0.6625, "A"],
        ],
        "By hand: .25 x .40 + .75 x .75 and .25 x .60 + .75 x .25",
    ),
)
