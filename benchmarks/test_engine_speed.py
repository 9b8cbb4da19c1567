"""Reading and writing through the package engine, against python-calamine alone in the same run.

Run: python -m pytest benchmarks/test_engine_speed.py -s
"""

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xlsxwriter
import xlwings as xw
from python_calamine import CalamineWorkbook

from xl_addin.engines import package

SIZES = [200_000, 1_000_000]
ALLOWED = 1.6  # times what calamine's to_python takes; measured: 1.1 to 1.4


def sales(n_rows: int) -> list[object]:
    """Seven columns of sales: date, document, customer, product, quantity, amount, cost."""
    random = np.random.default_rng(1)

    def codes(letter: str, n: int) -> pd.Categorical:
        names = [f"{letter}{i:06d}" for i in range(n)]
        return pd.Categorical.from_codes(random.integers(0, n, n_rows), names)

    days = np.datetime64("2022-01-01") + random.integers(0, 1_000, n_rows).astype("m8[D]")
    amount = random.gamma(2, 500, n_rows).round(2)
    names = [codes("D", n_rows // 3), codes("C", 20_000), codes("P", 500)]
    return [
        pd.Series(days),
        *names,
        random.integers(1, 20, n_rows),
        amount,
        (amount * 0.7).round(2),
    ]


def blank_book(path: Path) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Sales")
        sheet.set_column("A:A", 12, book.add_format({"num_format": "yyyy-mm-dd"}))
    return path


def seconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


@pytest.mark.parametrize("n_rows", SIZES)
def test_reading_against_calamine_alone(tmp_path: Path, n_rows: int) -> None:
    package.activate()
    path = blank_book(tmp_path / "sales.xlsx")
    with xw.App(add_book=False) as app:
        book = app.books.open(path)
        book.sheets[0]["A1"].impl.write_columns(sales(n_rows))
        book.save()

    def alone() -> None:
        with CalamineWorkbook.from_path(str(path)) as book:
            assert len(book.get_sheet_by_index(0).to_python()) == n_rows

    def engine() -> None:
        with xw.App(add_book=False) as app:
            sheet = app.books.open(path).sheets[0]
            cells = sheet.used_range.impl.read_columns()
            assert [len(cells.column(j)) for j in range(7)] == [n_rows] * 7

    pairs = [(seconds(alone), seconds(engine)) for _ in range(3)]
    ratio = min(ours for _, ours in pairs) / min(theirs for theirs, _ in pairs)
    print(
        f"\n{n_rows:,} x 7: calamine {pairs[0][0]:.2f} s, engine {pairs[0][1]:.2f} s: {ratio:.2f}"
    )
    assert ratio < ALLOWED


@pytest.mark.parametrize(("n_rows", "n_columns"), [(20_000, 12), (1_000_000, 7)])
def test_writing_against_xlsxwriter(tmp_path: Path, n_rows: int, n_columns: int) -> None:
    """The engine writes, packs and checks a sheet in less time than XlsxWriter streams it."""
    package.activate()
    columns = (sales(n_rows) * 2)[:n_columns]
    path = blank_book(tmp_path / "sales.xlsx")

    def engine() -> None:
        with xw.App(add_book=False) as app:
            book = app.books.open(path)
            book.sheets[0]["A1"].impl.write_columns(columns)
            book.save()

    part = [column[: n_rows // 10] for column in columns]
    rows = pd.DataFrame(dict(enumerate(part))).to_numpy().tolist()

    def xlsxwriter_tenth() -> None:
        options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}
        with xlsxwriter.Workbook(tmp_path / "other.xlsx", options) as book:
            sheet = book.add_worksheet()
            for i, row in enumerate(rows):
                sheet.write_row(i, 0, row)

    ours, theirs = seconds(engine), 10 * seconds(xlsxwriter_tenth)
    print(f"\n{n_rows:,} x {n_columns}: engine {ours:.2f} s, XlsxWriter {theirs:.2f} s")
    assert ours < theirs
