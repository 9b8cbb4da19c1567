"""Answers from memory: found by content, bounded, and never stale."""

import datetime as dt

import numpy as np
import pytest

from scoring.value import rfm
from xl_addin.functions import ABC_CLASS, RFM_SCORE
from xl_addin.functions.cache import CACHE, ContentCache
from xl_addin.functions.cells import block_of

SALES = (
    ["A", "B", "C"],
    [dt.datetime(2024, 1, 1), dt.datetime(2024, 2, 1), dt.datetime(2024, 3, 1)],
    [1.0, 2.0, 4.0],
)


@pytest.fixture
def scored(monkeypatch):
    """How often the customers were really scored."""
    calls = []
    score = rfm.score_rfm
    monkeypatch.setattr(rfm, "score_rfm", lambda *args: calls.append(1) or score(*args))
    return calls


def copies():
    return [list(cells) for cells in SALES]


def test_many_ids_score_the_sales_once(scored):
    answers = [RFM_SCORE(customer, *copies()) for customer in ("A", "B", "C", "nobody") * 50]
    assert len(scored) == 1
    # Days 60, 29, 0: cuts 11.6, 23.2, 35.2, 47.6. Money 1, 2, 4: cuts 1.4, 1.8, 2.4, 3.2.
    assert answers == ["111", "313", "515", "–"] * 50


def test_other_options_score_again(scored):
    RFM_SCORE("A", *copies())
    RFM_SCORE("A", *copies(), bins=3)
    RFM_SCORE("A", *copies(), as_of="2024-02-15")
    RFM_SCORE("A", *copies())
    assert len(scored) == 3


@pytest.mark.parametrize("place", range(3))
@pytest.mark.parametrize("row", range(3))
def test_one_changed_cell_scores_again(scored, place, row):
    RFM_SCORE("A", *copies())
    changed = copies()
    changed[place][row] = ["D", dt.datetime(2024, 1, 9), 9.0][place]
    RFM_SCORE("A", *changed)
    assert len(scored) == 2


def test_a_list_changed_in_place_scores_again(scored):
    """The cache keeps a copy: the caller's own list may change between two calls."""
    sales = copies()
    RFM_SCORE("A", *sales)
    sales[2][0] = 100.0
    assert RFM_SCORE("A", *sales) == RFM_SCORE("A", *[list(cells) for cells in sales])
    assert len(scored) == 2


def test_true_is_not_one():
    first = ABC_CLASS([1.0, 2.0, 5.0])
    assert ABC_CLASS([True, 2.0, 5.0]) == "#ABC_CLASS: values, row 1: 'TRUE' is not a number."
    assert ABC_CLASS([1.0, 2.0, 5.0]) == first


def test_minus_one_is_not_minus_two():
    """hash(-1.0) equals hash(-2.0) in CPython: content is compared, not hashed."""
    minus_one = ABC_CLASS([5.0, -1.0])
    cache = ContentCache()
    one, two = block_of([5.0, -1.0]), block_of([5.0, -2.0])
    assert hash(one.rows) == hash(two.rows)
    assert cache.canonical(one) is not cache.canonical(two)
    assert minus_one == [["A"], ["D"]]


def test_bad_data_are_refused_from_memory_too(scored):
    sales = copies()
    sales[2][1] = "abc"
    first = RFM_SCORE("A", *sales)
    assert first == RFM_SCORE("B", *sales) == "#RFM_SCORE: amounts, row 2: 'abc' is not a number."
    assert not scored


def test_an_answer_in_the_callers_hands_is_a_copy():
    answer = ABC_CLASS([5.0, 1.0])
    answer[0][0] = "spoilt"
    assert ABC_CLASS([5.0, 1.0]) == [["A"], ["B"]]


def test_blocks_and_results_are_bounded():
    cache = ContentCache(max_blocks=3, max_cells=50, max_results=4)
    for start in range(20):
        block = cache.canonical(block_of([float(start + i) for i in range(10)]))
        cache.remember(("f", block), object)
        assert cache.n_cells <= 30
        assert len(cache) <= 3  # the results of a forgotten block go with it
    for option in range(9):
        cache.remember(("f", option), object)
    assert len(cache) == 4


def test_a_block_beyond_the_bound_is_not_kept():
    cache = ContentCache(max_cells=5)
    assert cache.canonical(block := block_of([1.0] * 6)) is block
    assert cache.n_cells == 0


def test_what_was_used_last_stays():
    cache = ContentCache(max_blocks=2)
    first, second = (cache.canonical(block_of([x, x])) for x in "ab")
    assert cache.canonical(block_of(["a", "a"])) is first
    cache.canonical(block_of(["c", "c"]))
    assert cache.canonical(block_of(["a", "a"])) is first
    assert cache.canonical(block_of(["b", "b"])) is not second


def test_single_ids_do_not_push_the_sales_out(scored):
    for number in range(500):
        RFM_SCORE(f"id {number}", *copies())
    assert len(scored) == 1
    assert CACHE.n_cells == 9


@pytest.mark.parametrize(
    "cell", ["C1", " C1", "C\xa01", "C\u200b1", "é", "e\u0301", 17.0, "17", "1E+5", "a_x000D_", ""]
)
def test_an_id_alone_is_read_as_in_a_column(cell):
    customers, dates, amounts = [cell or "x", "C1", "C9"], ["2024-01-01"] * 3, [3.0, 2.0, 1.0]
    alone = RFM_SCORE(cell, customers, dates, amounts, bins=3)
    below = RFM_SCORE([[cell], ["C9"]], customers, dates, amounts, bins=3)
    assert np.ravel(alone)[0] == np.ravel(below)[0]
