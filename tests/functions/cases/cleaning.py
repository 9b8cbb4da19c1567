"""Texts as numbers and dates in cells."""

import datetime as dt

from tests.functions.cases import Case

_DAY = dt.datetime(2024, 1, 5)

CASES = (
    Case(
        "PARSE_NUMBER",
        {
            "x": [
                "Сумма",
                "1\xa0234,50",
                "1\u202f234,50",
                "1 234,50",
                None,
                "(15 003,00)",
                "\u22127",
                "1 234,50 ₽",
                "2 руб.",
                "1,234500E+03",
                12.0,
            ]
        },
        [
            [""],
            [1234.5],
            [1234.5],
            [1234.5],
            [""],
            [-15003.0],
            [-7.0],
            [1234.5],
            [2.0],
            [1234.5],
            [12.0],
        ],
        "BAD_INPUT D01, D02, D03, D08, D09, D10, D11, D26: what each text stands for",
    ),
    Case("PARSE_NUMBER", {"x": ["1.234,50", "7"]}, [[1234.5], [7.0]], "BAD_INPUT D04"),
    Case("PARSE_NUMBER", {"x": ["1,234.50", "7"]}, [[1234.5], [7.0]], "BAD_INPUT D05"),
    Case(
        "PARSE_NUMBER",
        {"x": ["1,500", "2,5"]},
        [[1.5], [2.5]],
        "BAD_INPUT D06 with a cell beside it that says comma",
    ),
    Case(
        "PARSE_NUMBER", {"x": "1,500", "decimal_mark": "точка"}, 1500.0, "BAD_INPUT D06, answered"
    ),
    Case("PARSE_NUMBER", {"x": "1,500", "decimal_mark": ","}, 1.5, "BAD_INPUT D06, answered"),
    Case(
        "PARSE_NUMBER",
        {"x": [["1,50", "1.50"], ["1,500", "1.500"]]},
        [[1.5, 1.5], [1.5, 1.5]],
        "by hand: each column has its own decimal mark",
    ),
    Case(
        "PARSE_DATE",
        {
            "x": [
                "Дата",
                "05.01.2024",
                "5 января 2024 г.",
                "2024-01-05T23:30:00+03:00",
                None,
                "05.01.24",
                20240105.0,
                45296.0,
                dt.datetime(2024, 1, 5, 23, 59, 59),
            ]
        },
        [[""], *[[_DAY]] * 3, [""], *[[_DAY]] * 4],
        "BAD_INPUT C01, C06, C07, C18, C10, C09, C16: all are 5 January 2024 (serial 45296)",
    ),
    Case(
        "PARSE_DATE",
        {"x": ["03/02/2024", "31/03/2024"]},
        [[dt.datetime(2024, 2, 3)], [dt.datetime(2024, 3, 31)]],
        "BAD_INPUT C03 with a cell beside it that says the day stands first",
    ),
    Case(
        "PARSE_DATE",
        {"x": "03/02/2024", "order": "месяц"},
        dt.datetime(2024, 3, 2),
        "BAD_INPUT C03, answered",
    ),
)
