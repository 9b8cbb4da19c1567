"""Refresh a demo workbook through Excel and compare the results with the package engine's."""

import sys
from pathlib import Path

import xlwings as xw

from xl_addin import ribbon

TABLES = ("RFM_Result", "ABC_Result", "XYZ_Result", "ABC_XYZ_Result")


def results(book: xw.Book) -> dict[str, object]:
    """Return the values of every result table."""
    tables = {table.name: table for sheet in book.sheets for table in sheet.tables}
    return {name: tables[name].data_body_range.value for name in TABLES}


def main(path: Path) -> None:
    """Compare before (written by the package engine) with after (written through Excel)."""
    with xw.App(visible=False, add_book=False) as app:
        book = app.books.open(path, update_links=False)
        before = results(book)
        spill = book.sheets.add("Smoke").range("A1")
        spill.formula2 = "=RFM_SCORE(RFM!B8:B20,Sales[customer],Sales[date],Sales[amount])"
        ribbon.refresh_all(book)
        after = results(book)
        codes = spill.expand("down").value
        book.close()
    if before != after or len(codes) != 13:
        raise SystemExit("Excel and the package engine differ")
    sys.stdout.write("Excel gives the same results\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
