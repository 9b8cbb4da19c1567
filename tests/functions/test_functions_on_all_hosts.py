"""Each case of ``cases`` asked in Excel's way, and headless: in a workbook file."""

import datetime as dt
import importlib
import pkgutil

import pytest

from tests.functions import cases, workbooks
from tests.functions.harness import MISSING, block, column
from xl_addin.functions import CATALOGUE

CASES = [
    case
    for module in pkgutil.iter_modules(cases.__path__)
    for case in importlib.import_module(f"{cases.__name__}.{module.name}").CASES
]


def as_excel(value):
    """The range of one argument."""
    if not isinstance(value, list):
        return value
    return block(value) if isinstance(value[0], list) else column(*value)


def rows_of(answer):
    """An answer as rows: Excel gets a bare value for one cell, a flat row for one row."""
    if not isinstance(answer, list):
        return [[answer]]
    return answer if isinstance(answer[0], list) else [answer]


def assert_same(answer, case):
    found, expected = rows_of(answer), rows_of(case.expected)
    assert [len(row) for row in found] == [len(row) for row in expected], answer
    for row, (line, wanted) in enumerate(zip(found, expected, strict=True)):
        for cell, want in zip(line, wanted, strict=True):
            if isinstance(want, dt.datetime):  # COM gives dates a time zone
                assert cell.replace(tzinfo=None) == want, (row, answer)
            elif isinstance(want, float):
                assert cell == pytest.approx(want, rel=case.tolerance, abs=1e-12), (row, answer)
            else:
                assert without_zone(cell) == want, (row, answer)


def without_zone(cell):
    """A cell as the reader sees it: COM gives every date a time zone."""
    return cell.replace(tzinfo=None) if isinstance(cell, dt.datetime) else cell


@pytest.fixture(scope="module")
def headless(tmp_path_factory):
    """The answers of all cases, computed in one workbook file."""
    return workbooks.answers(tmp_path_factory.mktemp("hosts") / "cases.xlsx", CASES)


def named(case):
    return f"{case.function} {case.source[:40]}"


@pytest.mark.parametrize("case", CASES, ids=named)
def test_in_the_way_of_excel(excel, case):
    names = [argument.name for argument in CATALOGUE[case.function].arguments]
    last = max(map(names.index, case.arguments))
    given = [as_excel(case.arguments.get(name, MISSING)) for name in names[: last + 1]]
    assert_same(excel(case.function, *given), case)


@pytest.mark.parametrize(("number", "case"), list(enumerate(CASES)), ids=list(map(named, CASES)))
def test_headless(headless, number, case):
    spilled, plain = headless[number]
    assert_same(spilled, case)
    if not isinstance(case.expected, list):
        assert_same(plain, case)
