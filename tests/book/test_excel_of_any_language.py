"""An Excel with another list separator, decimal mark, R1C1 or language (BAD_INPUT S21).

Excel parses a text that comes into a cell by its own settings, unless the cell has the text format;
numbers, dates and truth values it takes as they are. So nothing that a user's Excel could read in
its own way may be sent as a text into another cell, and nothing may be sent as a local formula.
"""

import ast
import datetime as dt
import re
import warnings
from itertools import chain
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import xl_addin
from tests.book.cells import every_cell
from xl_addin.book import columns
from xl_addin.engines.package.range import Range
from xl_addin.template.store import template_path

# each is a number, a date, a time, a share or a truth value to an Excel of some language
PARSED = ("00017", "1/2", "3,14", "3.14", "1 500", "15%", "10:30", "5 мая", "1E5", "TRUE", "ИСТИНА")


@pytest.fixture
def parsed_book(make_book):
    """A workbook whose customers, products and documents are called like values."""
    n = len(PARSED)
    days = pd.date_range("2025-01-10", periods=2 * n, freq="D").astype("datetime64[s]")
    names = [*PARSED, *PARSED]
    sales = {"date": days, "document": names, "customer": names, "product": names[::-1]}
    offers = {"customer": PARSED, "product": PARSED, "status": "+"}
    return make_book(
        sales=pd.DataFrame(sales).assign(amount=[float(10 + at) for at in range(2 * n)]),
        customers=pd.DataFrame({"customer": PARSED, "name": PARSED, "region": PARSED}),
        products=pd.DataFrame({"product": PARSED, "name": PARSED}),
        offers=pd.DataFrame(offers),
    )


@pytest.fixture
def sent(monkeypatch):
    """Let the package engine stand for an Excel, which takes rows only; all that it gets."""
    monkeypatch.setattr(columns, "hasattr", lambda *_: False, raising=False)
    place = Range.raw_value.fset
    rows = []

    def note(cells, value):
        rows.extend(value if isinstance(value, list) else [[value]])
        place(cells, value)

    monkeypatch.setattr(Range, "raw_value", Range.raw_value.setter(note))
    return rows


def test_s21_excel_gets_the_same_values_and_only_plain_ones(parsed_book, refresh, sent, tmp_path):
    other = tmp_path / "other.xlsm"
    other.write_bytes(parsed_book.read_bytes())
    refresh(parsed_book)
    cells = list(chain.from_iterable(sent))
    assert {f"'{name}" for name in PARSED} <= set(cells)  # the headers of the offer matrix
    assert len(cells) > 2_000
    assert {type(cell) for cell in cells} <= {type(None), float, int, bool, str, dt.datetime}
    assert not [cell for cell in cells if isinstance(cell, str) and cell.startswith("=")]
    shown = every_cell(parsed_book)
    with pytest.MonkeyPatch.context() as usual:
        usual.delattr(columns, "hasattr")
        refresh(other)
    assert shown == every_cell(other)


def test_s21_texts_like_values_stand_in_cells_of_the_text_format(parsed_book, refresh):
    refresh(parsed_book)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(parsed_book)
    found = [
        (sheet.title, cell.coordinate, cell.value, cell.number_format)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value in PARSED
    ]
    assert len(found) > 200
    assert {sheet for sheet, *_ in found} >= {"Sales", "RFM", "ABC", "XYZ", "LTV", "Offer matrix"}
    headers = [each for each in found if each[-1] != "@"]
    assert {sheet for sheet, *_ in headers} == {"Offer matrix"}  # sent with an apostrophe: above
    assert len(headers) == len(PARSED)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_s21_formulas_of_the_template_are_written_in_english(language):
    """As in the file format: English names, commas, points; Excel shows them in its own way."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(template_path(language))
    formulas = [
        str(getattr(cell.value, "text", cell.value))
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    assert len(formulas) > 50
    for formula in formulas:
        bare = re.sub(r'"[^"]*"|\'[^\']*\'|\w+\[[^\]]*\]', "", formula)  # texts, sheets, columns
        assert not re.search("[;А-я]", bare), formula


def test_s21_no_local_formula_is_ever_asked_of_excel():
    root = Path(xl_addin.__file__).parent
    for path in root.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute):
                assert not re.fullmatch(r"(?i)formula_?r1c1|formula_?local.*", node.attr), path
    for path in root.rglob("*.bas"):
        assert not re.search(r"(?i)FormulaLocal|FormulaR1C1", path.read_text("ascii")), path
