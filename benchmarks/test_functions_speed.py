"""Worksheet functions: what a repeated call costs against the first, and what the import costs.

Ratios of times taken in one run; run with ``python -m pytest benchmarks/test_functions_speed.py``.
"""

import datetime as dt
import os
import random
import statistics
import subprocess
import sys
import time

import pytest

from tests.functions.harness import Sheet, excel
from tests.functions.workbooks import shared_evaluator
from tests.recalc.conftest import SALES, Maker
from xl_addin.book.workbook_file import open_file
from xl_addin.engines.recalc.recalculation import recalculate
from xl_addin.functions import CATALOGUE
from xl_addin.functions.cache import CACHE

ROWS, CUSTOMERS = 50_000, 4_000
REPEATED = 1 / 50  # a repeated call against the first
IMPORT = 1.2  # import xl_addin.functions against import xlwings, pandas


def sales():
    """Three ranges of 50,000 rows: equal content at every call, but objects of their own."""
    draw = random.Random(1)  # noqa: S311 (a sample, no secret)
    start = dt.datetime(2023, 1, 1)
    rows = [
        (
            f"C{draw.randrange(CUSTOMERS):05d}",
            start + dt.timedelta(days=draw.randrange(700)),
            round(draw.random() * 1000, 2),
        )
        for _ in range(ROWS)
    ]
    sheet = Sheet(rows)
    columns = [sheet.column(place) for place in (1, 2, 3)]
    for column in columns:
        assert len(column.raw_value) == ROWS  # made now: what the play Excel needs is not counted
    return columns


def seconds(work, *args):
    start = time.perf_counter()
    work(*args)
    return time.perf_counter() - start


def test_a_repeated_call_through_xlwings():
    """RFM_SCORE with one id each over the same 50,000 rows, each call with objects of its own."""
    with excel() as call:
        firsts, repeated = [], []
        for _ in range(3):
            CACHE.clear()
            firsts.append(seconds(call, "RFM_SCORE", "C00001", *sales()))
            repeated += [seconds(call, "RFM_SCORE", f"C{n:05d}", *sales()) for n in range(10)]
    _report("through xlwings", statistics.median(firsts), statistics.median(repeated))


def test_ten_thousand_calls():
    """The function itself, 10,000 ids one after the other over the same cells."""
    score = CATALOGUE["RFM_SCORE"].call
    cells = [tuple((row[0],) for row in column.raw_value) for column in sales()]
    CACHE.clear()
    first = seconds(score, "C00001", *cells)
    start = time.perf_counter()
    for number in range(10_000):
        score(f"C{number % CUSTOMERS:05d}", *cells)
    total = time.perf_counter() - start
    _report("10,000 calls", first, total / 10_000)
    assert total < 5  # BAD_INPUT S26


def test_ten_thousand_cells_of_a_workbook(tmp_path):
    """The same in a file: 10,000 formulas of one id each, recalculated without Excel."""
    path, few = tmp_path / "many.xlsx", tmp_path / "few.xlsx"
    rows = list(zip(*([row[0] for row in c.raw_value] for c in sales()), strict=True))
    for target, n in ((few, 1), (path, 10_000)):
        make = Maker(target, [(c, day.replace(tzinfo=None), amount) for c, day, amount in rows])
        for row in range(n):
            make.calc.write(row + 1, 0, f"C{row % CUSTOMERS:05d}")
            make.plain(f"B{row + 2}", f"RFM_SCORE(A{row + 2},{SALES})", "?")
        make.book.close()
    evaluator = shared_evaluator()
    evaluator.formulas(["1"])  # it is up, which takes a second
    times = {}
    for target in (few, path):
        with open_file(target) as book:
            book.sheets["Data"]["A1"].value  # noqa: B018  the sheet is read
            times[target] = seconds(recalculate, book.impl, evaluator)
    _report("cells of a file", times[few], (times[path] - times[few]) / 10_000)


def _report(name, first, repeated):
    print(f"\n{name}: first {first * 1e3:.1f} ms, repeated {repeated * 1e3:.2f} ms, "
          f"1/{first / repeated:.0f}")  # fmt: skip
    assert repeated <= first * REPEATED


@pytest.mark.parametrize("runs", [9])
def test_import_of_the_functions(runs):
    base, ours = [], []
    for _ in range(runs):
        base.append(_import_time("import xlwings, pandas"))
        ours.append(_import_time("import xl_addin.functions"))
    ratio = min(ours) / min(base)
    print(f"\nimport: {min(ours):.3f} s against {min(base):.3f} s, {ratio:.2f}")
    assert ratio <= IMPORT


def _import_time(code):
    """Processor time of an import in a fresh Python: the clock would see the neighbours' load."""
    timed = f"import time; t = time.process_time(); {code}; print(time.process_time() - t)"
    compiled = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    words = [sys.executable, "-c", timed]
    done = subprocess.run(words, check=True, capture_output=True, text=True, env=compiled)
    return float(done.stdout.split()[-1])
