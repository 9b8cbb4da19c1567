"""Registration numbers in cells."""

from tests.functions.cases import Case

CASES = (
    Case(
        "VALID_INN",
        {"x": ["7707083893", "7707083894", None, 500100732259.0, 7707083893.0]},
        [[True], [False], [""], [True], [True]],
        "METHODS 2.1: 7707083893 true, 7707083894 false, 500100732259 true",
    ),
    Case(
        "VALID_INN",
        {"x": 101007813.0, "lang": "ru"},
        "потерян ведущий ноль",
        "by hand, with a zero before it: 4 + 3 + 28 + 48 + 8 = 91, modulo 11 is 3, its last digit",
    ),
    Case(
        "VALID_OGRN",
        {"x": ["ОГРН", "1027700132195", "1027700132196", 1027700132195.0]},
        [[""], [True], [False], [True]],
        "METHODS 2.1: 1027700132195 true",
    ),
    Case(
        "VALID_OGRN",
        {"x": [["304500116000157", "304500116000158"], ["102770013219", "10277001321,5"]]},
        [[True, False], [False, False]],
        "by hand: 30450011600015 = 13 x 2342308584616 + 7, so the last digit is 7",
    ),
)
