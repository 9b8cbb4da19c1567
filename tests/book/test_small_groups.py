"""Groups of fewer than five customers in the summaries of a shared workbook, by hand."""

import pytest

from xl_addin.book.results import Contents
from xl_addin.book.results.small_groups import without_small_groups

EMPTY = {"conc_shares": [], "conc_stress": [], "decision_bubble": [], "tile_a_customers": [[9]]}


def told(**blocks):
    return without_small_groups(Contents({}, {**EMPTY, **blocks}, {}), 5).blocks


def test_two_small_groups_hide_each_other():
    grid = [["A", 12, 0.6, 900.0], ["B", 4, 0.2, 80.0], ["C", 4, 0.2, 20.0], ["D", 0, 0.0, 0.0]]
    found = told(abc_summary=grid)["abc_summary"]
    assert found[1:3] == [["B", "<5", None, None], ["C", "<5", None, None]]
    assert found[0] == grid[0]
    assert found[3] == grid[3]  # nobody is in it: there is nothing to hide
    assert grid[1][1] == 4  # what was given is as it was


def test_a_single_small_group_takes_the_smallest_other_with_it():
    """12 + 5 + 4 = 21 customers are told: without a second blank 4 could be worked out."""
    found = told(abc_summary=[["A", 12, 0.6], ["B", 5, 0.2], ["C", 4, 0.2]])["abc_summary"]
    assert found == [["A", 12, 0.6], ["B", "–", None], ["C", "<5", None]]


def test_boards_lose_the_money_of_the_cell_too():
    found = told(
        board_customers=[[7, 1], [0, 9]], board_revenue=[[70.0, 10.0], [0.0, 90.0]], board_margin=[]
    )
    assert found["board_customers"] == [["–", "<5"], [0, 9]]
    assert found["board_revenue"] == [[None, None], [0.0, 90.0]]
    assert found["board_margin"] == []


@pytest.mark.parametrize(("customers", "left"), [(4, []), (5, [1, 2, 5, 300.0])])
def test_bubbles_of_small_cells_go(customers, left):
    assert told(decision_bubble=[[1, 2, customers, 300.0], []])["decision_bubble"] == [left, []]


def test_the_largest_customers_are_groups_of_one_and_three():
    shares = [[0.3, 0.2, None, "fail", "pass", ""], [0.5] * 6, [0.6] * 6, [0.8] * 6]
    found = told(conc_shares=shares)["conc_shares"]
    assert found[0] == [None, None, None, "fail", "pass", ""]
    assert found[1][:3] == [None] * 3
    assert found[2:] == shares[2:]


def test_the_tile_of_the_best_goes_with_its_share():
    found = told(tile_a_customers=[[3]], tile_a_share=[[0.8]])
    assert (found["tile_a_customers"], found["tile_a_share"]) == ([["<5"]], [[None]])


def test_a_manager_of_few_customers_keeps_the_name_only():
    row = ["Manager: M-1", 10.0, 0.1, 90.0, 0.2, 8.0, 0.5, 4, 0.0]
    found = told(conc_dependence=[row, [*row[:7], 5, 0.0]])["conc_dependence"]
    assert found == [[row[0], *[None] * 6, "<5", None], [*row[:7], 5, 0.0]]
