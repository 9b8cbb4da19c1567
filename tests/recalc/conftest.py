"""Workbooks with formulas of an analyst, recalculated."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest
import xlsxwriter

from tests.engines.samples import opened
from tests.functions.harness import excel as play_excel
from tests.functions.workbooks import recalculate
from xl_addin.engines.recalc.report import Recalculation

DAYS = [dt.datetime(2024, 1, 10), dt.datetime(2024, 3, 1), dt.datetime(2024, 2, 1)]
ROWS = list(zip(["C1", "C1", "C2"], DAYS, [100.0, 200.0, 50.0], strict=True))
SALES = "Sales[customer],Sales[date],Sales[amount]"
OLD = "old"


@dataclass
class Done:
    """A recalculated workbook: the report, and the file under openpyxl."""

    path: Path
    report: Recalculation

    def value(self, address, sheet="Calc"):
        return self._values[sheet][address].value

    def column(self, area, sheet="Calc"):
        return [cell.value for (cell,) in self._values[sheet][area]]

    def area(self, address, sheet="Calc"):
        return opened(self.path)[sheet][address].value.ref

    @cached_property
    def _values(self):
        return opened(self.path, data_only=True)

    @property
    def why(self):
        return {cell.cell: cell.why for cell in self.report.left}


class Maker:
    """Writes a workbook: the sheet Data with the table Sales, and the sheet Calc."""

    def __init__(self, path, rows=ROWS, options=None):
        self.path = path
        self.book = xlsxwriter.Workbook(path, options or {})
        self.date = self.book.add_format({"num_format": "yyyy-mm-dd"})
        self.data = self.book.add_worksheet("Data")
        self.calc = self.book.add_worksheet("Calc")
        for i, (customer, day, amount) in enumerate(rows, start=1):
            self.data.write(i, 0, customer)
            self.data.write_datetime(i, 1, day, self.date)
            self.data.write(i, 2, amount)
        columns = [{"header": header} for header in ("customer", "date", "amount")]
        self.data.add_table(0, 0, len(rows), 2, {"name": "Sales", "columns": columns})
        self.calc.write_column("A2", ["C1", "C2", "C9"])

    def plain(self, address, formula, value=OLD, sheet=None):
        (sheet or self.calc).write_formula(address, f"={formula}", None, value)

    def spill(self, address, formula, value=OLD, sheet=None):
        area = address if ":" in address else f"{address}:{address}"
        target = sheet or self.calc
        target.write_dynamic_array_formula(area, f"={formula}", None, value)

    def array(self, area, formula, value=OLD):
        self.calc.write_array_formula(area, f"={formula}", None, value)

    def done(self):
        self.book.close()
        return Done(self.path, recalculate(self.path))


@pytest.fixture(scope="module")
def excel():
    with play_excel() as calls:
        yield calls


@pytest.fixture
def make(tmp_path):
    return Maker(tmp_path / "book.xlsx")


@pytest.fixture
def maker(tmp_path):
    """Make a workbook of other rows."""
    return lambda rows=ROWS, options=None: Maker(tmp_path / "book.xlsx", rows, options)
