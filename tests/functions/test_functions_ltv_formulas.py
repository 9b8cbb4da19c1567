"""Lifetime value without a model in cells: what is refused, options, shapes."""

import datetime as dt

import pytest

from tests.functions.harness import block, column
from xl_addin.functions import (
    BTYD_SUMMARY,
    LTV_COHORT,
    LTV_HIST,
    LTV_MARKOV,
    LTV_SIMPLE,
    SEGMENT_MIGRATION,
)

DAYS = [dt.datetime(2024, 1, 1), dt.datetime(2024, 1, 15), dt.datetime(2024, 1, 8)]
SALES = (["a", "a", "b"], DAYS, [10.0, 20.0, 5.0])


def test_simple_needs_either_years_or_churn():
    wanted = "#LTV_SIMPLE: years: give either years or churn"
    assert LTV_SIMPLE(1.0, 1.0, 1.0) == wanted
    assert LTV_SIMPLE(1.0, 1.0, 1.0, 1.0, 0.5) == wanted


def test_a_life_without_an_end():
    wanted = "#LTV_SIMPLE: churn, row 2: 0 has no end; give years instead"
    assert LTV_SIMPLE([1.0, 1.0], 1.0, 1.0, churn=[0.5, 0.0]) == wanted


def test_a_bad_cell_is_named():
    assert LTV_SIMPLE([1.0, "many"], 1.0, 1.0, 1.0).startswith("#LTV_SIMPLE: ticket, row 2: 'many'")
    assert LTV_SIMPLE(1.0, -1.0, 1.0, 1.0).startswith("#LTV_SIMPLE: orders, row 1: -1 is not")
    assert LTV_MARKOV([1.0, "x"], [[1, 0], [0, 1]], 1).startswith("#LTV_MARKOV: values, row 2: 'x'")
    assert LTV_MARKOV([1.0, 0.0], [[1, 0], ["?", 1]], 1).startswith(
        "#LTV_MARKOV: transitions, row 2: '?'"
    )
    assert LTV_HIST(["a"], ["soon"], [1.0]).startswith("#LTV_HIST: dates, row 1: 'soon'")
    assert LTV_HIST(["a"], DAYS[:1], ["x"]).startswith("#LTV_HIST: amounts, row 1: 'x'")
    refused = BTYD_SUMMARY(*SALES, margins=[1.0, None, 2.0])
    assert refused.startswith("#BTYD_SUMMARY: margins, row 2: the cell is empty")
    assert BTYD_SUMMARY(*SALES, margins=[1.0, "x", 2.0]).startswith("#BTYD_SUMMARY: margins, row 2")
    assert BTYD_SUMMARY(*SALES, margins=[1.0, 2.0]).startswith("#BTYD_SUMMARY: margins: 2 rows")


def test_shares_that_are_none():
    over = LTV_MARKOV([1.0, 0.0], [[0.5, 0.4], [0.6, 0.6]], 1)
    assert over.startswith("#LTV_MARKOV: transitions, row 2: the shares add up to 1.2, more than 1")
    below = LTV_MARKOV([1.0, 0.0], [[0.5, -0.1], [0.0, 1.0]], 1)
    assert below == "#LTV_MARKOV: transitions, row 1: a number is below 0"
    size = LTV_MARKOV([1.0, 0.0], [[0.5, 0.4, 0.1, 0.0]], 1)
    assert size == "#LTV_MARKOV: transitions: 1 x 4 cells without names, but values has 2"


def test_a_sum_for_ever_without_an_end():
    endless = LTV_MARKOV([1.0, 0.0], [[1.0, 0.0], [0.0, 1.0]])
    assert endless.startswith("#LTV_MARKOV: Setting discount is 0: the sum for ever has no end.")
    assert LTV_MARKOV([1.0], [[0.5]], 0).startswith("#LTV_MARKOV: Setting horizon is 0.")


def test_names_beside_and_above_the_table_are_passed_over(excel):
    """63 and 25 by hand, as in the tests of the method."""
    table = block(
        [
            ["from", "Active", "Sleeping", "Lost"],
            ["Active", 0.6, 0.3, 0.1],
            ["Sleeping", 0.2, 0.5, 0.3],
            ["Lost", None, None, 1.0],
        ]
    )
    answer = excel("LTV_MARKOV", column("Margin", 100.0, 10.0, 0.0), table, 1.0)
    assert [cell for (cell,) in answer] == ["", *map(pytest.approx, (63, 25, 0))]


def test_rows_are_counted_from_the_first_cell_of_the_range():
    """Headers above the values and above the table are rows of their ranges too."""
    names, stays = ["from", "A", "B"], ["A", 1.0, 0.0]

    def refused(values=("Margin", 1.0, 0.0), last=("B", 0.0, 1.0)):
        table = [names, stays, list(last)]
        return LTV_MARKOV(list(values), table, 1).removeprefix("#LTV_MARKOV: ")

    assert refused(["Margin", 1.0, "x"]).startswith("values, row 3: 'x'")
    assert refused(["Margin", None, 1.0]).startswith("values, row 2: the cell is empty")
    assert refused(last=["B", "?", 1.0]).startswith("transitions, row 3: '?'")
    assert refused(last=["B", -1.0, 1.0]) == "transitions, row 3: a number is below 0"
    assert refused(last=["B", 0.9, 1.0]).startswith("transitions, row 3: the shares add up to 1.9")


def test_names_are_seen_where_nobody_comes_or_goes():
    """A blank last row or column stays one of the table: half stay, nobody comes to B."""
    above = [["A", "B"], [0.5, None], [None, None]]
    assert LTV_MARKOV([8.0, 0.0], above, 1) == [[4.0], [0.0]]
    beside = [["A", 0.5, None], ["B", None, None]]
    assert LTV_MARKOV([8.0, 0.0], beside, 1) == [[4.0], [0.0]]
    assert LTV_MARKOV([8.0, 0.0], [[0.5, 0.0], [0.0, 1.0], [None, None]], 1) == [[4.0], [0.0]]


THEN = ["c1", "c2", "c3", "c4", "c5"], ["Champions", "Champions", "Champions", "Lost", "Lost"]
NOW = ["c1", "c2", "c4", "c9"], ["Champions", "Lost", "Lost", "Champions"]


@pytest.mark.parametrize("headers", [True, False])
def test_the_table_of_migration_as_it_is(headers):
    """Of 3 champions one stays, one fades, one is gone; of 2 lost ones one; c9 is new.

    By hand with 30 and 6 a period: 30 / 3 + 6 / 3 = 12, and 6 / 2 = 3; over two periods
    12 + (12 + 3) / 3 = 17 and 3 + 3 / 2 = 4.5.
    """
    table = SEGMENT_MIGRATION(*THEN, *NOW, headers=headers)
    assert LTV_MARKOV([30.0, 6.0], table, 1, counts=True) == [[12.0], [3.0]]
    assert LTV_MARKOV([30.0, 6.0], table, 2, counts=True) == [[17.0], [4.5]]
    inner = [row[headers:] for row in table[headers:]]
    segments = [row[:2] for row in inner[:2]]
    assert LTV_MARKOV([30.0, 6.0], inner[:2], 1, counts=True) == [[12.0], [3.0]]
    stay = LTV_MARKOV([30.0, 6.0], segments, 1, counts=True)  # as if nobody were gone
    assert stay == [[18.0], [6.0]]


def test_segments_may_be_called_by_numbers():
    table = [[None, 555.0, 111.0], [555.0, 3.0, 1.0], [111.0, 0.0, 2.0]]
    assert LTV_MARKOV([8.0, 4.0], table, 1, counts=True) == [[7.0], [4.0]]


def test_headers_and_language():
    assert LTV_HIST(*SALES, horizon=1, lang="ru")[0] == [
        "Клиент",
        "Маржа на дату",
        "Маржа в месяц",
        "Маржа впереди",
    ]
    assert BTYD_SUMMARY(*SALES)[0][:2] == ["Customer", "Repeat orders"]


def test_without_amounts_there_is_no_money():
    assert BTYD_SUMMARY(*SALES[:2], headers=False) == [
        ["a", 1.0, 2.0, 2.0, "–"],
        ["b", 0.0, 0.0, 1.0, "–"],
    ]


def test_days_and_merged_weeks():
    daily = BTYD_SUMMARY(*SALES, unit="day", headers=False)
    assert [row[2:4] for row in daily] == [[14.0, 14.0], [0.0, 7.0]]
    rows = (["a", "a", "a"], ["2024-01-02", "2024-01-05", "2024-01-08"], [1.0, 2.0, 3.0])
    assert BTYD_SUMMARY(*rows, merge="неделя", headers=False) == [["a", 1.0, 1.0, 1.0, 3.0]]


def test_too_few_for_cohorts():
    refused = LTV_COHORT(*SALES)
    assert refused.startswith("#LTV_COHORT: LTV by cohorts needs 3 months that 20 customers")
    assert LTV_COHORT(*SALES, horizon=0).startswith("#LTV_COHORT: Setting horizon is 0.")
