"""What stands in a workbook file, read by another program than ours (openpyxl)."""

import warnings
from functools import lru_cache

import openpyxl


def _open(path):
    return _loaded(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _loaded(path, _changed):
    with warnings.catch_warnings():
        # openpyxl does not know print areas of whole columns, Excel does
        warnings.filterwarnings("ignore", "Print area cannot be set", UserWarning)
        return openpyxl.load_workbook(path, data_only=True, keep_vba=True)


def table_rows(path, name):
    """Return header and rows of an Excel table, as openpyxl reads them."""
    book = _open(path)
    for sheet in book:
        if name in sheet.tables:
            rows = [[cell.value for cell in row] for row in sheet[sheet.tables[name].ref]]
            return rows[0], rows[1:]
    raise KeyError(name)


def named_cells(path, name):
    """Return the cells of a workbook name as rows of values."""
    book = _open(path)
    sheet, address = next(iter(book.defined_names[name].destinations))
    area = book[sheet][address.replace("$", "")]
    if not isinstance(area, tuple):
        return [[area.value]]
    return [[cell.value for cell in row] for row in area]


def every_cell(path):
    """Return all values by sheet and address."""
    book = _open(path)
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
