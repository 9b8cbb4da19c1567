"""The child that computes formulas waits for the next workbook of the same process."""

import pytest

from tests.recalc.conftest import DAYS, ROWS, SALES
from xl_addin.book.recalculation import recalculating
from xl_addin.book.workbook_file import open_file
from xl_addin.engines.recalc import evaluator
from xl_addin.engines.recalc.evaluator import Evaluator


@pytest.fixture(autouse=True)
def nobody_waits():
    while evaluator._WAITING:
        evaluator._WAITING.pop().close()


def computed(path):
    """What the cell D2 of a workbook says once it was recalculated."""
    with open_file(path) as book, recalculating(book) as compute:
        assert not compute().left
        return book.sheets["Calc"]["D2"].value


def number(child):
    return child._process.pid


def test_a_second_workbook_is_computed_by_the_same_child(maker):
    """Nothing of the first one is left: C1 has the most there, and the least of two here, where
    both bought once and on the same day, than which none is later.
    """
    answers, children = [], []
    for rows in (ROWS, [("C1", DAYS[0], 1.0), ("C2", DAYS[0], 7.0)]):
        make = maker(rows)
        make.plain("D2", f"SUM(Sales[amount])&INDEX(RFM_SCORE(A2:A4,{SALES}),1)")
        make.book.close()
        answers.append(computed(make.path))
        children.append(number(evaluator._WAITING[0]))
    assert children[0] == children[1]
    assert answers == ["350555", "8511"]


def test_a_child_that_ended_meanwhile_is_not_asked():
    Evaluator().close()
    evaluator._WAITING[0]._process.kill()
    evaluator._WAITING[0]._process.wait()
    other = Evaluator()
    try:
        assert other._process.is_alive
        assert not evaluator._WAITING
    finally:
        other.close()


def test_only_one_waits():
    first, second = Evaluator(), Evaluator()
    first.close()
    second.close()
    assert [first._process] == evaluator._WAITING
    assert not second._process.is_running


def test_one_that_nobody_asks_ends(monkeypatch):
    monkeypatch.setattr(evaluator, "_WAITS", 0.1)
    Evaluator().close()
    assert evaluator._WAITING[0]._process.wait(timeout=10) is not None
    assert not evaluator._WAITING[0].is_alive
