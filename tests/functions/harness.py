"""Excel's way to a worksheet function, on any system: the real xlwings.udfs.call_udf.

What is real: xlwings' decorators, call_udf, its converters, the cleaning of values (taken from the
source of xlwings._xlwindows, which cannot be imported without Windows), and the squeeze of
com_server.XLPython.CallUDF. What is played here: pywin32, and Excel's side of a range. A range
hands values over as COM does: one cell bare, more as tuples of tuples, blank cells as None, errors
as integers, dates as pywintypes.datetime, currency as Decimal.
"""

import ast
import contextlib
import datetime as dt
import functools
import sys
import types
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd
import xlwings as xw

from xl_addin.functions import catalogue

MISSING = -2147352572  # what VBA sends for an omitted Optional Variant
ERRORS = {
    "#DIV/0!": -2146826281,
    "#N/A": -2146826246,
    "#NAME?": -2146826259,
    "#VALUE!": -2146826273,
    "#SPILL!": -2146826243,
}


class ComTime(dt.datetime):
    """pywintypes.datetime: a datetime with a time zone."""


@dataclass(frozen=True)
class Error:
    """An error cell, by its text."""

    text: str


def com(cell):
    """One cell as COM hands it over."""
    if isinstance(cell, Error):
        return ERRORS[cell.text]
    if isinstance(cell, dt.datetime):
        return ComTime(*cell.timetuple()[:6], tzinfo=dt.UTC)
    return cell


class Sheet:
    """A worksheet: rows of cells from A1 on; both the object of Excel and that of xlwings."""

    name = "Sheet1"

    def __init__(self, rows):
        width = max(map(len, rows), default=0)
        self.rows = [tuple(map(com, [*row, *[None] * (width - len(row))])) for row in rows]
        self.width = width
        self.reads = 0  # cells that travelled

    def __call__(self, first, last=None):
        """The range of two corners, each (row, column) from 1."""
        (row, column), (end, last_column) = first, last or first
        return ExcelRange(self, row, column, end - row + 1, last_column - column + 1)

    range = __call__

    def column(self, column, n_rows=None, first=1):
        """A column of the sheet: its filled part, or so many rows."""
        n_rows = len(self.rows) - first + 1 if n_rows is None else n_rows
        return ExcelRange(self, first, column, n_rows, 1)

    @property
    def used_range(self):
        return ExcelRange(self, 1, 1, max(len(self.rows), 1), max(self.width, 1))

    @property
    def book(self):
        return types.SimpleNamespace(
            name="Book1", app=types.SimpleNamespace(engine=xw.engines["excel"].impl, pid=1)
        )


class ExcelRange:
    """A range: the VBA side hands it to call_udf, xlwings wraps it."""

    def __init__(self, sheet, row, column, n_rows, n_columns):
        self.sheet, self.row, self.column = sheet, row, column
        self.shape = (n_rows, n_columns)
        self.api, self.options = self, {}
        self.max_cells_per_read = None

    @functools.cached_property
    def raw_value(self):
        n_rows, n_columns = self.shape
        self.sheet.reads += n_rows * n_columns
        left, right = self.column - 1, self.column - 1 + n_columns
        rows = self.sheet.rows[self.row - 1 : self.row - 1 + n_rows]
        blank = (None,) * n_columns
        cells = tuple(row[left:right] + blank[len(row[left:right]) :] for row in rows)
        cells += (blank,) * (n_rows - len(cells))
        return cells[0][0] if self.shape == (1, 1) else cells


def column(*cells):
    """A column of its own sheet."""
    return Sheet([[cell] for cell in cells]).column(1)


def row(*cells):
    """A row of its own sheet."""
    return Sheet([cells])((1, 1), (1, len(cells)))


def block(rows):
    """A block of its own sheet."""
    return Sheet(rows)((1, 1), (len(rows), len(rows[0])))


class Excel:
    """Calls worksheet functions as a cell does."""

    def __init__(self, udfs):
        self.udfs = udfs

    def __call__(self, name, *args):
        """The answer as Excel gets it: a bare value, a flat row, or rows."""
        spec = getattr(self.udfs.get_udf_module(catalogue.MODULE, None), name).__xlfunc__
        given = [*args, *[MISSING] * (len(spec["args"]) - len(args))]
        answer = self.udfs.call_udf(catalogue.MODULE, name, tuple(given), None, None)
        # com_server.XLPython.CallUDF, after the call
        if len(answer) == 1 and len(answer[0]) == 1:
            return answer[0][0]
        if len(answer) == 1 and len(answer[0]) > 1:
            return answer[0]
        return answer


@contextlib.contextmanager
def excel():
    """Play Windows for the time being; everything is put back at the end."""
    modules = dict(sys.modules)
    engines = list(xw.engines.engines), dict(xw.engines.engines_by_name), xw.engines.active
    decorators = {name: getattr(xw, name) for name in ("func", "arg")}
    try:
        _install_pywin32()
        windows = _windows_source()
        xw.engines.add(xw.Engine(impl=windows["Engine"]()))
        _install_xlwings(windows)
        from xlwings import udfs

        xw.func, xw.arg = udfs.xlfunc, udfs.xlarg
        for function in catalogue.CATALOGUE.values():
            catalogue._registered(function.call, function.arguments)
        yield Excel(udfs)
    finally:
        for function in catalogue.CATALOGUE.values():
            function.call.__dict__.pop("__xlfunc__", None)
        for name, decorator in decorators.items():
            setattr(xw, name, decorator)
        xw.engines.engines, xw.engines.engines_by_name, xw.engines.active = engines
        for name in set(sys.modules) - set(modules):
            if name.split(".")[0] in {"pythoncom", "pywintypes", "win32com", "xlwings"}:
                del sys.modules[name]
                if name.startswith("xlwings."):
                    vars(xw).pop(name.removeprefix("xlwings."), None)


def _install_pywin32():
    def module(name, **content):
        sys.modules[name] = types.ModuleType(name)
        vars(sys.modules[name]).update(content)

    module("pywintypes", com_error=type("com_error", (Exception,), {}), TimeType=ComTime)
    module("pythoncom", CoInitialize=lambda: None)
    module("win32com.client", Dispatch=lambda book: book)
    module("win32com", client=sys.modules["win32com.client"])


def _install_xlwings(windows):
    shim = types.ModuleType("xlwings._xlwindows")
    shim.Range = lambda xl: xl if xl is not None else types.SimpleNamespace(options=None)
    shim.is_range_instance = lambda arg: isinstance(arg, ExcelRange)
    shim.engine = windows["Engine"]()
    server = types.ModuleType("xlwings.com_server")
    server.loop = None
    for part in (shim, server):
        sys.modules[part.__name__] = part
        setattr(xw, part.__name__.removeprefix("xlwings."), part)


def _windows_source():
    """The names of xlwings._xlwindows that touch values, executed from its source."""
    wanted = {
        "_com_time_to_datetime",
        "_datetime_to_com_time",
        "_clean_value_data_element",
        "Engine",
        "cell_errors",
    }
    path = Path(find_spec("xlwings").origin).with_name("_xlwindows.py")
    tree = ast.parse(path.read_text(encoding="utf-8"))
    tree.body = [node for node in tree.body if _defines(node) & wanted]
    zone = types.SimpleNamespace(TimeZoneInfo=types.SimpleNamespace(utc=lambda: dt.UTC))
    space = {
        "dt": dt,
        "np": np,
        "pd": pd,
        "time_types": (dt.date, dt.datetime, ComTime, np.datetime64),
        "win32timezone": zone,
        "np_datetime_to_datetime": xw.utils.np_datetime_to_datetime,
    }
    exec(compile(tree, str(path), "exec"), space)  # noqa: S102 (xlwings' own source)
    assert wanted <= space.keys()
    return space


def _defines(node):
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return {node.name}
    targets = getattr(node, "targets", [])
    return {target.id for target in targets if isinstance(target, ast.Name)}


def wrapper_text():
    """What xlwings' own generator writes for the module of functions; inside ``excel()`` only."""
    import io

    from xlwings import udfs

    text = io.StringIO()
    module = udfs.get_udf_module(catalogue.MODULE, None)
    udfs.generate_vba_wrapper(
        catalogue.MODULE, module, text, types.SimpleNamespace(Name="workbook_template.xlsm")
    )
    return text.getvalue()
