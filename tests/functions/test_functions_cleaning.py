"""PARSE_NUMBER and PARSE_DATE: what is asked, what is refused, and that nothing is lost."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_addin.functions import PARSE_DATE, PARSE_NUMBER


@pytest.mark.parametrize(
    ("cells", "answer"),
    [
        # BAD_INPUT D06
        (
            "1,500",
            "row 1: '1,500' reads both as 1.500 and as 1500; say decimal_mark: comma or point",
        ),
        # D07: the first row of each kind
        (
            ["7", "1 234,50", "2", "1,234.50"],
            "row 2: '1 234,50': the column has both decimal commas and points. Also row 4 "
            "('1,234.50'); say decimal_mark: comma or point",
        ),
        (["1,5", "#DIV/0!"], "row 2: #DIV/0! is an Excel error."),  # D16
        (["1,5", "—"], "row 2: '—' is not a number."),  # D18
        (["н/д", "1,5"], "row 1: 'н/д' is not a number."),  # D18, and no header
        (["1,5", "-"], "row 2: '-' is not a number."),
        (["1,5", "1О0"], "row 2: '1О0' holds the letter О in place of a digit."),  # D19
        ([1.5, dt.datetime(2024, 5, 1)], "row 2: '2024-05-01' is a date, not a number."),  # D20
        ([1.5, True], "row 2: 'TRUE' is not a number."),  # D21
        (["7", 1e300], "row 2: '1e+300' is too large to be true."),  # D22
        (["7", "a", "b"], "row 2: 'a' is not a number. And 1 more."),
    ],
)
def test_numbers_asked_about_or_refused(cells, answer):
    assert PARSE_NUMBER(cells) == f"#PARSE_NUMBER: x, {answer}"


@pytest.mark.parametrize(
    ("cells", "answer"),
    [
        # BAD_INPUT C03
        (
            ["03/02/2024", "04/02/2024"],
            "row 1: '03/02/2024' reads both as 2024-02-03 and as 2024-03-02. Also row 2 "
            "('04/02/2024'); say order: dmy or mdy",
        ),
        # C04: the rows that contradict each other
        (
            ["05/01/2024", "31/03/2024", "03/31/2024"],
            "row 2: '31/03/2024': the column has dates with the day first and with the month "
            "first. Also row 3 ('03/31/2024'); say order: dmy or mdy",
        ),
        (["05.01.2024", "31.02.2024"], "row 2: '31.02.2024' is not in the calendar."),  # C05
        ([60.0], "row 1: '60' is a number, not a date."),  # C11
        (["01.01.0001 0:00:00"], "row 1: '01.01.0001 0:00:00' is the empty date of another progr"),
        ([-5.0], "row 1: '-5' is a number, not a date."),  # C14
        (["05.01.2024", "10:30"], "row 2: '10:30' is not a date."),  # C17
        (["05.01.2204"], "row 1: '05.01.2204' is not between 1970-01-01 and 2200-01-01."),  # C13
        ([True], "row 1: 'TRUE' is not a date."),
        (["05.01.2024", "#N/A"], "row 2: #N/A is an Excel error."),
    ],
)
def test_dates_asked_about_or_refused(cells, answer):
    assert PARSE_DATE(cells).startswith(f"#PARSE_DATE: x, {answer}")


def test_the_column_of_a_block_is_named():
    assert PARSE_NUMBER([["1,5", "2,5"], ["7", "x"]]) == (
        "#PARSE_NUMBER: x, column 2, row 2: 'x' is not a number."
    )
    asked = PARSE_NUMBER([["1,5", "1.5"], ["7", "1,5"]])
    assert asked.startswith("#PARSE_NUMBER: x, column 2, row 1: '1.5': the column has both")


def test_a_row_is_read_as_one():
    assert PARSE_NUMBER([["1,500", "2,5"]]) == [[1.5, 2.5]]


def test_an_option_that_is_none():
    assert PARSE_NUMBER("1", "dots").endswith("'dots' is not one of: auto, comma, point")
    assert PARSE_DATE("1", "american").endswith("'american' is not one of: auto, dmy, mdy, ymd")


AMOUNTS = st.lists(st.integers(-(10**11), 10**11).map(lambda cents: cents / 100), min_size=1)


def written(amount, group, mark, minus):
    """The amount with two decimals, as people write it."""
    text = f"{abs(amount):,.2f}".replace(",", "_").replace(".", mark).replace("_", group)
    return f"({text})" if amount < 0 and minus == "(" else f"{minus if amount < 0 else ''}{text}"


@given(
    AMOUNTS,
    st.sampled_from([(" ", ","), ("\xa0", ","), (".", ","), (",", "."), ("", ","), ("", ".")]),
    st.sampled_from(["-", "\u2212", "("]),
)
def test_amounts_come_back_as_they_were(amounts, marks, minus):
    cells = [written(amount, *marks, minus) for amount in amounts]
    assert PARSE_NUMBER(cells) == [[amount] for amount in amounts]
    one = PARSE_NUMBER(cells, "comma" if marks[1] == "," else "point")
    assert one == [[amount] for amount in amounts]


@given(
    st.lists(st.dates(dt.date(1970, 1, 1), dt.date(2199, 12, 31)), min_size=1),
    st.sampled_from(["%d/%m/%Y", "%m/%d/%Y"]),
)
def test_dates_come_back_as_they_were_or_are_asked_about(days, form):
    cells = [day.strftime(form) for day in days]
    order = "dmy" if form.startswith("%d") else "mdy"
    wanted = [[dt.datetime.combine(day, dt.time())] for day in days]
    assert PARSE_DATE(cells, order) == wanted
    answer = PARSE_DATE(cells)
    if isinstance(answer, str):  # nothing said the order
        assert all(day.day <= 12 for day in days)
        assert "say order" in answer
    else:
        assert answer == wanted
