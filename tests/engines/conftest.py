"""What the tests of engines share: the package engine, and workbooks for it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import xlsxwriter
import xlwings as xw

from tests.engines.samples import rich_workbook
from xl_addin.engines import package


@pytest.fixture
def app() -> Iterator[xw.App]:
    """An application of the package engine; other engines are as before afterwards."""
    before = xw.engines.active
    package.activate()
    app = xw.App(add_book=False)
    yield app
    app.quit()
    xw.engines.active = before


@pytest.fixture
def rich(tmp_path: Path) -> Path:
    """The workbook with everything in it."""
    return rich_workbook(tmp_path / "rich.xlsx")


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    """A workbook of one blank sheet, S, with a date format on column A."""
    path = tmp_path / "blank.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("S")
        sheet.set_column("A:A", 12, book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}))
    return path


@pytest.fixture
def open_sheet(app: xw.App, blank: Path) -> Callable[[], xw.Sheet]:
    """Open the blank workbook anew and give its sheet."""

    def opened() -> xw.Sheet:
        for book in app.books:
            book.close()
        return app.books.open(blank).sheets["S"]

    return opened
