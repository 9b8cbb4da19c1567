"""What is not written stays byte for byte; what is written is read alike by other readers."""

import datetime as dt
import io
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xlwings as xw
from python_calamine import CalamineWorkbook

from tests.engines.samples import SHEET, edit_parts, opened, raw_entries, read_parts, write_zip
from xl_addin.files.errors import FileError


def changed(before: dict[str, bytes], path: Path) -> set[str]:
    after = read_parts(path)
    assert list(after) == list(before)
    return {name for name, part in after.items() if part != before[name]}


def test_only_the_written_sheet_changes(app: xw.App, rich: Path) -> None:
    before, raw = read_parts(rich), raw_entries(rich)
    book = app.books.open(rich)
    book.sheets["Data"]["G5"].value = "new"
    book.save()
    assert changed(before, rich) == {SHEET}
    after = raw_entries(rich)
    assert {name for name in raw if after[name] != raw[name]} == {SHEET}


def test_a_table_that_grows_changes_its_part_and_its_sheet(app: xw.App, rich: Path) -> None:
    before = read_parts(rich)
    book = app.books.open(rich)
    sheet = book.sheets["Data"]
    table = sheet.tables["Sales"]
    table.resize(sheet.range((1, 1), (101, 3)))
    frame = pd.DataFrame(
        {
            "day": pd.date_range("2025-01-01", periods=100),
            "n": np.arange(100) / 2,
            "note": ["=1+1", "'+x", "-a", "@b", "<&>"] * 20,
        }
    )
    sheet["A2"].options(index=False, header=False).value = frame
    book.save()
    assert changed(before, rich) == {SHEET, "xl/tables/table1.xml"}

    read = opened(rich)["Data"]
    assert read.tables["Sales"].ref == "A1:C101"
    assert read.tables["Sales"].autoFilter.ref == "A1:C101"
    assert read["A101"].value == dt.datetime(2025, 4, 10)
    assert read["A101"].number_format == "yyyy-mm-dd"  # the column's style
    assert [read.cell(row, 3).value for row in range(2, 7)] == ["=1+1", "+x", "-a", "@b", "<&>"]
    assert b"<f>" not in read_parts(rich)[SHEET]
    assert read["E1"].value == "left alone"
    assert read.data_validations.dataValidation[0].sqref.ranges
    rows = CalamineWorkbook.from_path(str(rich)).get_sheet_by_name("Data").to_python()
    assert rows[100][:3] == [dt.date(2025, 4, 10), 49.5, "<&>"]


def test_a_table_shrinks_and_its_old_cells_are_blanked_with_their_formats(
    app: xw.App, rich: Path
) -> None:
    book = app.books.open(rich)
    sheet = book.sheets["Data"]
    table = sheet.tables["Sales"]
    table.resize(sheet["A1:C3"])
    sheet["A4:C6"].clear_contents()
    book.save()
    read = opened(rich)["Data"]
    assert read.tables["Sales"].ref == "A1:C3"
    assert [cell.value for cell in read[4][:3]] == [None] * 3
    assert read["A4"].number_format == "yyyy-mm-dd"
    assert read["C3"].value == "x1"


def test_a_row_with_a_style_gives_it_to_new_cells(app: xw.App, rich: Path) -> None:
    book = app.books.open(rich)
    book.sheets["Data"]["A30:F32"].value = [[1, 2, 3, 4, 5, 6]] * 3
    book.save()
    read = opened(rich)["Data"]
    assert [cell.font.b for cell in read[31][:6]] == [True] * 6  # row 31 is bold
    assert read["A30"].number_format == "yyyy-mm-dd"
    assert read["B30"].font.b is False
    assert read.row_dimensions[31].height == 30


def test_a_second_save_without_writes_touches_nothing(app: xw.App, rich: Path) -> None:
    book = app.books.open(rich)
    book.save()  # nothing written yet
    assert not rich.with_name("rich.backup.xlsx").exists()
    book.sheets[0]["G5"].value = 1
    book.save()
    stamp, data = rich.stat().st_mtime_ns, rich.read_bytes()
    book.save()
    assert (rich.stat().st_mtime_ns, rich.read_bytes()) == (stamp, data)


def test_the_same_writes_give_the_same_bytes(app: xw.App, rich: Path) -> None:
    results = []
    for _ in range(2):
        book = app.books.open(rich)
        book.sheets[0]["A2"].value = [[dt.datetime(2024, 5, 6), 1.5, "text"]] * 5
        book.save()
        book.close()
        results.append(rich.read_bytes())
    assert results[0] == results[1]


def test_writes_after_a_save_add_to_it(app: xw.App, rich: Path) -> None:
    book = app.books.open(rich)
    for place in ("G1", "G2"):
        book.sheets[0][place].value = place
        book.save()
    book.close()
    assert app.books.open(rich).sheets[0]["G1:G2"].value == ["G1", "G2"]


def test_names_are_read_added_and_changed(app: xw.App, rich: Path) -> None:
    before = read_parts(rich)
    book = app.books.open(rich)
    names = book.names
    assert "cb_data" in names
    assert names["cb_Data"].refers_to == "=Data!$A$1"
    assert names["cb_Data"].refers_to_range.address == "$A$1"
    own = book.sheets["User's own"]
    assert own.names["mine"].name == "'User''s own'!mine"
    assert own.names["mine"].refers_to_range.shape == (2, 2)
    assert own["mine"].address == "$A$1:$B$2"
    names.add("cb_block", "='User''s own'!$A$5:$C$9")
    book.sheets["Data"]["B2:B6"].name = "numbers"
    names["cb_Data"].refers_to = "=Data!$B$2"
    assert book.sheets["Data"]["B2:B6"].name.name == "numbers"
    book.save()
    assert changed(before, rich) == {"xl/workbook.xml"}
    read = opened(rich)
    assert read.defined_names["cb_block"].attr_text == "'User''s own'!$A$5:$C$9"
    assert read.defined_names["numbers"].attr_text == "Data!$B$2:$B$6"
    assert read.defined_names["cb_Data"].attr_text == "Data!$B$2"
    with pytest.raises(xw.XlwingsError):
        names.add("A1", "=Data!$A$1")
    del names["numbers"]
    assert "numbers" not in names
    with pytest.raises(KeyError):
        names["nobody"]


def test_the_first_name_of_a_workbook_without_names(app: xw.App, blank: Path) -> None:
    book = app.books.open(blank)
    book.names.add("first", "=S!$A$1")
    book.save()
    assert opened(blank).defined_names["first"].attr_text == "S!$A$1"
    del book.names["first"]
    book.save()
    assert not opened(blank).defined_names


def test_headers_and_table_columns_agree_after_a_save(app: xw.App, rich: Path) -> None:
    book = app.books.open(rich)
    sheet = book.sheets["Data"]
    sheet.tables["Sales"].resize(sheet["A1:D6"])
    sheet["A1:D1"].value = ["день", "n", "N", None]
    book.save()
    read = opened(rich)["Data"]
    names = [column.name for column in read.tables["Sales"].tableColumns]
    assert names == ["день", "n", "N2", "Column4"]
    assert [cell.value for cell in read[1][:4]] == names
    assert len({column.id for column in read.tables["Sales"].tableColumns}) == 4


def test_headers_that_a_table_cannot_be_called_by(app: xw.App, rich: Path) -> None:
    """Found by random product names: a control character ended in a ValueError of lxml."""
    book = app.books.open(rich)
    book.sheets["Data"]["A1:C1"].value = ["a\x01b", "n" * 300, "N" * 280]
    book.save()
    table = opened(rich)["Data"].tables["Sales"]
    names = [column.name for column in table.tableColumns]
    assert names == ["a\ufffdb", "n" * 255, "N" * 254 + "2"]
    assert [cell.value for cell in opened(rich)["Data"][1][:3]] == names


def test_tables_refuse_what_excel_refuses(app: xw.App, rich: Path) -> None:
    sheet = app.books.open(rich).sheets["Data"]
    table = sheet.tables["Sales"]
    for place in ("A1:C1", "B1:D6"):
        with pytest.raises(xw.XlwingsError, match="the table Sales on the sheet Data"):
            table.resize(sheet[place])
    assert (table.range.address, table.data_body_range.address) == ("$A$1:$C$6", "$A$2:$C$6")
    assert table.header_row_range.value == ["day", "n", "note"]
    assert table.totals_row_range is None
    assert (table.show_headers, table.show_totals, table.show_autofilter) == (True, False, True)
    assert "sales" in [t.name.lower() for t in sheet.tables]
    assert sheet["B3"].table == table
    assert sheet["G9"].table is None


def test_xlwings_own_table_update_works(app: xw.App, rich: Path) -> None:
    book = app.books.open(rich)
    table = book.sheets["Data"].tables["Sales"]
    table.update(pd.DataFrame({"a": ["p", "q", "r"], "b": ["x", "y", "z"]}), index=False)
    book.save()
    read = opened(rich)["Data"]
    assert read.tables["Sales"].ref == "A1:B4"
    assert [[cell.value for cell in row] for row in read["A1:C5"]] == [
        ["a", "b", None],
        ["p", "x", None],
        ["q", "y", None],
        ["r", "z", None],
        [None, None, None],
    ]


def test_save_as_leaves_the_first_file_alone(app: xw.App, rich: Path, tmp_path: Path) -> None:
    data = rich.read_bytes()
    book = app.books.open(rich)
    book.sheets[0]["G5"].value = "new"
    other = tmp_path / "other.xlsx"
    book.save(other)
    assert rich.read_bytes() == data
    assert book.fullname == str(other)
    assert opened(other)["Data"]["G5"].value == "new"
    with pytest.raises(xw.XlwingsError, match=r"must end in \.xlsx"):
        book.save(tmp_path / "other.xlsm")


def test_a_sheet_without_rows_prefixes_and_utf16(app: xw.App, blank: Path) -> None:
    """Other writers close sheetData at once, prefix every element, or write UTF-16."""
    parts = read_parts(blank)
    text = parts[SHEET].decode().replace("<worksheet xmlns=", "<worksheet xmlns:x=")
    head, _, rest = text.partition("<worksheet")
    prefixed = (
        head
        + "<x:worksheet"
        + rest.replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:")
    )
    parts[SHEET] = prefixed.replace("UTF-8", "UTF-16").encode("utf-16")
    write_zip(blank, parts)
    book = app.books.open(blank)
    book.sheets[0]["B1"].value = [[1, "ж"], [None, True]]
    book.save()
    read = opened(blank)["S"]
    assert [[cell.value for cell in row] for row in read["B1:C2"]] == [[1, "ж"], [None, True]]


def test_cells_and_rows_that_do_not_say_their_place(app: xw.App, blank: Path) -> None:
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c><c><v>4</v></c></row>"
    edit_parts(blank, sheet1=("<sheetData/>", f"<sheetData>{rows}</sheetData>"))
    book = app.books.open(blank)
    book.sheets[0]["A2"].value = 30
    book.save()
    read = opened(blank)["S"]
    assert [[cell.value for cell in row] for row in read["A1:B2"]] == [[1, 2], [30, 4]]


def test_a_zip_of_another_writer(app: xw.App, rich: Path) -> None:
    """Parts with data descriptors and zip64 fields, as streams have them, stay as they are."""

    class Pipe(io.RawIOBase):
        """A file that cannot be sought in."""

        def __init__(self) -> None:
            self.data = b""

        def writable(self) -> bool:
            return True

        def write(self, piece) -> int:
            self.data += bytes(piece)
            return len(piece)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as new:
        for name, part in read_parts(rich).items():
            with new.open(name, "w", force_zip64=True) as out:
                out.write(part)
    rich.write_bytes(pipe.data)
    before = raw_entries(rich)
    assert {flags & 8 for *_, flags in before.values()} == {8}
    book = app.books.open(rich)
    book.sheets["Data"]["G5"].value = "new"
    book.save()
    after = raw_entries(rich)
    assert {name for name in before if after[name] != before[name]} == {SHEET}
    assert opened(rich)["Data"]["G5"].value == "new"
    assert read_parts(rich).keys() == before.keys()


def test_a_new_file_that_fails_its_check_does_not_replace_the_old(app: xw.App, rich: Path) -> None:
    """A row broken in the file already (its tag never closes) would be carried over."""
    edit_parts(rich, sheet1=("</sheetData>", "<row><c><v>1</w></c></row></sheetData>"))
    book = app.books.open(rich)
    book.sheets["Notes"]["A1"].value = 1  # the broken sheet is not touched
    book.save()
    data = rich.read_bytes()
    book.sheets["Data"]["G5"].value = "new"
    with pytest.raises(FileError) as caught:
        book.save()
    assert caught.value.code == "save.broken"
    assert SHEET in str(caught.value)
    assert rich.read_bytes() == data


def test_columns_of_a_table_are_told_by_name(app: xw.App, rich: Path) -> None:
    book = app.books.open(rich)
    columns = book.sheets["Data"].tables["Sales"].columns
    assert [column.name for column in columns] == ["day", "n", "note"]
    assert columns["N"].index == 2
    assert columns[0].name == "day"
    assert len(columns) == 3
    book.close()


def test_rows_built_alike_are_overwritten_as_if_one_by_one(app: xw.App, rich: Path) -> None:
    """A block over its own old rows, longer than one run of the writer, with blanks inside."""
    book = app.books.open(rich)
    sheet = book.sheets["Data"]
    rows = 12_000
    first = [[float(i), None if i % 3 else f"text {i}", i % 2 == 0] for i in range(rows)]
    sheet["F41"].value = first
    book.save()
    sheet["F41"].value = [[i, text, not flag] for i, text, flag in first[:-5]]
    sheet["F41"].offset(rows - 5, 0).resize(5, 3).clear_contents()
    book.save()
    book.close()
    area = opened(rich)["Data"].iter_rows(min_row=41, min_col=6, max_col=8, values_only=True)
    found = list(area)
    assert found[: rows - 5] == [(i, text, not flag) for i, text, flag in first[:-5]]
    assert not any(any(row) for row in found[rows - 5 :])


def test_formats_of_single_old_cells_survive_among_rows_built_alike(
    app: xw.App, rich: Path
) -> None:
    book = app.books.open(rich)
    sheet = book.sheets["Data"]
    before = opened(rich)["Data"]
    styles = {row: before.cell(row, 1)._style for row in range(2, 7)}
    for _ in range(2):
        sheet["A2"].options(ndim=2).value = [[float(i)] for i in range(40)]
        book.save()
    book.close()
    after = opened(rich)["Data"]
    assert {row: after.cell(row, 1)._style for row in styles} == styles
    assert after.cell(31, 1).font.bold  # row 31 has a format of its own
