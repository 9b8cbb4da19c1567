"""The headless way to a worksheet function: a workbook file, recalculated, read by openpyxl.

Each case has a sheet of its own: the arguments from row 3 down, a dynamic array formula that calls
the function beside them, and a plain formula too where the answer is one cell.
"""

import atexit
import datetime as dt
import functools

import openpyxl
import xlsxwriter
from openpyxl.utils.datetime import from_excel
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from tests.functions.harness import Error
from xl_addin.book.workbook_file import open_file
from xl_addin.engines.recalc import recalculation as engine
from xl_addin.engines.recalc.evaluator import Evaluator
from xl_addin.functions import CATALOGUE

TOP = 2  # the row of the cells, from 0
STALE = "stale"


def write_cell(sheet, row, column, cell, date):
    """A cell as a file holds it."""
    if isinstance(cell, Error):
        sheet.write_formula(row, column, "=NA()", None, cell.text)
    elif isinstance(cell, str):
        sheet.write_string(row, column, cell)
    elif isinstance(cell, dt.datetime):
        sheet.write_datetime(row, column, cell, date)
    elif cell is not None:
        sheet.write(row, column, cell)


def write_case(sheet, case, date):
    """Arguments and formulas of a case; returns the column of the dynamic formula."""
    column, areas = 0, {}
    for name, value in case.arguments.items():
        rows = value if isinstance(value, list) else [value]
        rows = [row if isinstance(row, list) else [row] for row in rows]
        for i, row in enumerate(rows):
            for j, cell in enumerate(row):
                write_cell(sheet, TOP + i, column + j, cell, date)
        last = TOP + len(rows) - 1, column + len(rows[0]) - 1
        single = not isinstance(value, list)
        areas[name] = xl_rowcol_to_cell(TOP, column) if single else xl_range(TOP, column, *last)
        column = last[1] + 2
    names = [argument.name for argument in CATALOGUE[case.function].arguments]
    given = names[: max(map(names.index, areas)) + 1]
    formula = f"={case.function}({','.join(areas.get(name, '') for name in given)})"
    corner = xl_rowcol_to_cell(TOP, column)
    sheet.write_dynamic_array_formula(f"{corner}:{corner}", formula, None, STALE)
    if not isinstance(case.expected, list):
        sheet.write_formula(0, column, formula, None, STALE)
    return column


@functools.cache
def shared_evaluator():
    """One child for all tests: to start it takes a second."""
    evaluator = Evaluator()
    atexit.register(evaluator.close)
    return evaluator


def recalculate(path):
    """Recalculate a workbook file, save it, and return the report."""
    with open_file(path) as book:
        done = engine.recalculate(book.impl, shared_evaluator())
        book.save()
    return done


def answers(path, cases):
    """Answer every case in one workbook: (of the dynamic formula, of the plain one) for each."""
    with xlsxwriter.Workbook(path) as book:
        date = book.add_format({"num_format": "yyyy-mm-dd"})
        columns = [
            write_case(book.add_worksheet(f"Case {number}"), case, date)
            for number, case in enumerate(cases)
        ]
    done = recalculate(path)
    assert done.left == ()
    assert done.ours == done.computed
    read = openpyxl.load_workbook(path, data_only=True)
    spilled = openpyxl.load_workbook(path)
    return [
        _answer(read[f"Case {n}"], spilled[f"Case {n}"], column, case)
        for n, (column, case) in enumerate(zip(columns, cases, strict=True))
    ]


def _answer(sheet, formulas, column, case):
    """What the file holds: the spilled rows, as far as the formula says that it spreads."""
    anchor = formulas.cell(TOP + 1, column + 1)
    area = openpyxl.worksheet.cell_range.CellRange(anchor.value.ref)
    rows = [
        [_read(sheet.cell(row, place)) for place in range(area.min_col, area.max_col + 1)]
        for row in range(area.min_row, area.max_row + 1)
    ]
    rows = [[_dated(cell, case, i, j) for j, cell in enumerate(r)] for i, r in enumerate(rows)]
    plain = _read(sheet.cell(1, column + 1))
    return rows, plain if isinstance(case.expected, list) else _dated(plain, case, 0, 0)


def _read(cell):
    return "" if cell.value is None else cell.value


def _dated(cell, case, i, j):
    """A date without a format is a number in the file."""
    wanted = case.expected[i][j] if isinstance(case.expected, list) else case.expected
    is_serial = isinstance(wanted, dt.datetime) and isinstance(cell, (int, float))
    return from_excel(cell) if is_serial else cell
