"""Import files: text, workbooks and parquet, as columns in the shapes that the gate takes."""

import datetime as dt
import io
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xlsxwriter
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.tables import ErrorCell
from tests.files.samples import HEADERS, N_ROWS, clean_rows, repack, workbook_bytes
from xl_addin.exports.file_table import FileTable
from xl_addin.exports.find import read_table
from xl_addin.exports.options import ImportOptions
from xl_addin.files.cells import SheetCells
from xl_addin.files.encode import Codes, encode
from xl_addin.files.errors import FileError
from xl_addin.files.workbook_reader import WorkbookReader


def csv(tmp_path: Path, data: bytes | str, name: str = "sales.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def lists(table: FileTable) -> list[list[object]]:
    return [[None if pd.isna(v) else v for v in column] for column in table.columns]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_separator_is_taken_from_the_header(tmp_path: Path, separator: str, end: str) -> None:
    text = end.join(separator.join(line) for line in (("id", "amount"), ("1", "2.5"), ("NA", "")))
    table = read_table(csv(tmp_path, text))
    assert list(table.headers) == ["id", "amount"]
    assert lists(table) == [["1", "NA"], ["2.5", None]]
    assert table.columns[0].dtype.name == "category"
    assert (table.first_row, table.sheet, table.notices) == (2, "", ())


def test_quotes_hold_separators_lines_and_quotes(tmp_path: Path) -> None:
    text = 'id,name\n1,"a, ""b""\nc"\n2,"=1+1"\n'
    assert lists(read_table(csv(tmp_path, text)))[1] == ['a, "b"\nc', "=1+1"]


def test_words_that_pandas_drops_stay_text(tmp_path: Path) -> None:
    words = ["NA", "NULL", "nan", "None", "null", "N/A", "#N/A"]
    table = read_table(csv(tmp_path, "id\n" + "\n".join(words) + "\n"))
    assert lists(table)[0] == words


def test_excels_separator_line_and_blank_lines(tmp_path: Path) -> None:
    table = read_table(csv(tmp_path, "sep=;\n\nid;n\n1;2\n\n3;4\n"))
    assert list(table.headers) == ["id", "n"]
    assert lists(table)[0] == ["1", None, "3"]
    assert table.first_row == 4  # as a text editor counts


@pytest.mark.parametrize(
    ("encoding", "notices"),
    [
        ("utf-8", ()),
        ("utf-8-sig", ()),
        ("utf-16", (("csv.utf16", {}),)),
        ("cp1251", (("csv.windows1251", {}),)),
    ],
)
def test_h01_h02_h03_russian_encodings(
    tmp_path: Path, encoding: str, notices: tuple[object, ...]
) -> None:
    table = read_table(csv(tmp_path, "клиент;сумма\nЁлкин №1;5\n".encode(encoding)))
    assert list(table.headers) == ["клиент", "сумма"]
    assert lists(table)[0] == ["Ёлкин №1"]
    assert table.notices == notices


@pytest.mark.parametrize("encoding", ["cp866", "koi8-r"])
def test_h04_h05_other_encodings_never_become_mojibake(tmp_path: Path, encoding: str) -> None:
    text = "клиент;сумма\nИванов Пётр;5\nООО Ромашка;6\n"
    with pytest.raises(FileError) as caught:
        read_table(csv(tmp_path, text.encode(encoding)))
    assert caught.value.code == "csv.encoding"


def test_h06_a_mixture_of_encodings_is_refused_with_its_line(tmp_path: Path) -> None:
    good = "клиент;сумма\n" + "Иванов;5\n" * 20
    with pytest.raises(FileError, match="line 22"):
        read_table(csv(tmp_path, good.encode() + "Пётр;5\n".encode("cp1251")))


def test_h07_zero_bytes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="line 2"):
        read_table(csv(tmp_path, b"id;n\n1;\x002\n", "h07.csv"))


def test_h08_ragged_lines_are_all_named(tmp_path: Path) -> None:
    text = "a,b,c\n" + "1,2,3\n" * 20 + "1,2\n1,2,3,4\n"
    with pytest.raises(FileError) as caught:
        read_table(csv(tmp_path, text))
    assert "22 (2), 23 (4)" in str(caught.value)


def test_ragged_lines_are_listed_up_to_ten(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"… \(\+5\)"):
        read_table(csv(tmp_path, "a,b\n" + "1\n" * 15))


@pytest.mark.parametrize("text", ['a,b\n"1,2\n3,4\n', 'a,b\n"1"x,2\n3,4\n'])
def test_h09_a_quote_that_is_not_closed_is_refused_with_its_line(tmp_path: Path, text: str) -> None:
    with pytest.raises(FileError, match="line 2:"):
        read_table(csv(tmp_path, text))


def test_h15_a_header_alone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no rows below the header in row 1"):
        read_table(csv(tmp_path, "a,b\n"))


def test_h18_a_separator_at_the_end_of_each_line_is_no_column(tmp_path: Path) -> None:
    assert read_table(csv(tmp_path, "a;b;\n1;2;\n")).headers == ("a", "b")


def test_commas_of_a_title_and_of_decimals_part_no_columns(tmp_path: Path) -> None:
    title = "Sales\nAll, without returns\n\n"
    text = f"{title}date;customer;amount\n" + "2024-01-05;x;1,5\n" * 60
    table = read_table(csv(tmp_path, text))
    assert table.headers == ("date", "customer", "amount")
    assert lists(table)[2][:2] == ["1,5", "1,5"]


def test_h20_a_long_field_is_read_whole(tmp_path: Path) -> None:
    assert lists(read_table(csv(tmp_path, f"a\n{'x' * 200_000}\n"))) == [["x" * 200_000]]


def test_a21_odd_file_names_are_read(tmp_path: Path) -> None:
    path = csv(tmp_path, "a,b\n1,2\n", "Продажи [2024] & 'план', № 1.csv")
    assert read_table(path).n_rows == 1


def test_the_shapes_of_columns(tmp_path: Path) -> None:
    rows = [
        ("text", "number", "date", "mixed", "blank", "bool"),
        ("a", 1, dt.datetime(2024, 5, 6, 23, 59, 59), "x", None, True),
        (None, None, None, 2.5, None, None),
        ("=1+1", 2.5, dt.datetime(2024, 5, 7), dt.datetime(2024, 1, 2), None, False),
    ]
    target = io.BytesIO()
    options = {"strings_to_formulas": False, "default_date_format": "yyyy-mm-dd hh:mm"}
    with xlsxwriter.Workbook(target, options) as book:
        sheet = book.add_worksheet("S")
        for i, row in enumerate(rows):
            sheet.write_row(i, 0, row)
    text, number, date, mixed, blank, true = read_table(csv(tmp_path, target.getvalue())).columns
    assert text.dtype.name == "category"
    assert text.tolist()[0::2] == ["a", "=1+1"]
    assert text.cat.codes.tolist() == [0, -1, 1]
    assert number.dtype == np.float64
    assert number.isna().tolist() == [False, True, False]
    assert date.dtype == "datetime64[s]"
    assert date[0] == pd.Timestamp("2024-05-06 23:59:59")
    assert mixed.tolist() == ["x", 2.5, dt.datetime(2024, 1, 2)]
    assert blank.dtype == np.float64
    assert true.tolist() == [True, None, False]
    assert [type(v) for v in true] == [bool, type(None), bool]


def test_d16_error_cells_are_marked(tmp_path: Path) -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("S")
        sheet.write_row("B2", ["id", "n"])
        for i in range(5):
            sheet.write_row(2 + i, 1, [f"c{i}", i])
        sheet.write_formula("C3", "=NA()", None, "#N/A")
        sheet.write_formula("C7", '=IF(1,t="e",1/0)', None, "#DIV/0!")
    table = read_table(csv(tmp_path, target.getvalue(), "d16.xlsx"))
    assert table.first_row == 3
    errors = table.columns[1]
    assert errors.tolist() == ["#N/A", 1.0, 2.0, 3.0, "#DIV/0!"]
    assert [isinstance(v, ErrorCell) for v in errors] == [True, False, False, False, True]


def test_error_cells_are_found_where_cells_do_not_say_their_place(tmp_path: Path) -> None:
    rows = (
        "<row><c><v>1</v></c><c/><c t='e'><v>#REF!</v></c></row><row/><row><c/><c t=\"e\"/></row>"
    )

    def bare(name: str, part: bytes) -> tuple[str, bytes]:
        if name.endswith("sheet1.xml"):
            head, _, rest = part.partition(b"<sheetData>")
            part = head + b"<sheetData>" + rows.encode() + rest[rest.index(b"</sheetData>") :]
        return name, part

    path = csv(tmp_path, repack(workbook_bytes(), bare), "bare.xlsx")
    with WorkbookReader.open(path) as book:
        cells = book.read("Продажи")
    assert [cells.cell(0, 0), cells.cell(0, 2)] == [1.0, "#REF!"]
    assert isinstance(cells.cell(2, 1), ErrorCell)


def test_c08_dates_of_the_1904_system(tmp_path: Path) -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"date_1904": True}) as book:
        sheet = book.add_worksheet("S")
        sheet.write("A1", "date")
        sheet.write_datetime("A2", dt.datetime(2024, 1, 5), book.add_format({"num_format": 14}))
    table = read_table(csv(tmp_path, target.getvalue(), "c08.xlsx"))
    assert table.columns[0].tolist() == [pd.Timestamp("2024-01-05")]


def test_leading_blank_rows_and_columns_keep_true_positions(tmp_path: Path) -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("S")
        sheet.write_row("D5", ["id", "n"])
        sheet.write_row("D6", ["a", 1])
        sheet.write_row("D8", ["b", 2])
    path = csv(tmp_path, target.getvalue(), "b07.xlsx")
    with WorkbookReader.open(path) as book:
        cells = book.read("S")
    assert (cells.first_row, cells.n_rows, cells.n_cols) == (1, 8, 5)
    assert cells.cell(7, 3) == "b"
    table = read_table(path)
    assert (table.first_row, list(table.headers)) == (6, ["id", "n"])
    assert lists(table) == [["a", None, "b"], [1.0, None, 2.0]]


def test_a22_a23_sheets_are_chosen_or_asked_for(tmp_path: Path) -> None:
    one = [HEADERS, *clean_rows()]
    path = csv(tmp_path, workbook_bytes({"Продажи": one, "Продажи2": one, "Пусто": []}), "a23.xlsx")
    with pytest.raises(FileError, match="--sheet") as caught:
        read_table(path)
    assert "Продажи2" in str(caught.value)
    assert read_table(path, options=ImportOptions(sheet="продажи2")).sheet == "Продажи2"
    with pytest.raises(FileError, match="no sheet called 'Нет'"):
        read_table(path, options=ImportOptions(sheet="Нет"))

    hidden = repack(
        path.read_bytes(),
        lambda n, p: (
            n,
            p.replace('name="Продажи2"'.encode(), 'state="veryHidden" name="Продажи2"'.encode()),
        ),
    )
    table = read_table(csv(tmp_path, hidden, "a22.xlsx"))
    assert table.sheet == "Продажи"
    assert ("sheets.hidden", {"sheets": "Продажи2"}) in table.notices


def test_a19_a20_sheets_of_code_are_not_data(tmp_path: Path) -> None:
    one = [HEADERS, *clean_rows()]
    sheets = {
        "Продажи": one,
        "xlwings.conf": [("Interpreter_Win", "evil.exe"), ("a", "b")],
        "evil.py": one,
    }
    table = read_table(csv(tmp_path, workbook_bytes(sheets), "a19.xlsx"))
    assert table.sheet == "Продажи"
    assert ("sheets.ignored", {"sheets": "xlwings.conf, evil.py"}) in table.notices


def test_an_old_xls_is_read(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Продажи")
    for i, row in enumerate([("id", "n"), ("00001", 2.5)]):
        for j, value in enumerate(row):
            sheet.write(i, j, value)
    path = tmp_path / "old.xls"
    book.save(str(path))
    assert lists(read_table(path)) == [["00001"], [2.5]]


def test_parquet_gives_the_same_shapes(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "id": ["a", None, "=b"],
            "date": pd.to_datetime(["2024-01-05", None, "2024-02-01"]),
            "n": [1, None, 2.5],
            "flag": [True, False, True],
        }
    )
    path = tmp_path / "sales.parquet"
    frame.to_parquet(path)
    table = read_table(path)
    assert list(table.headers) == ["id", "date", "n", "flag"]
    assert [str(column.dtype) for column in table.columns] == [
        "category",
        "datetime64[s]",
        "float64",
        "object",
    ]
    assert lists(table)[0] == ["a", None, "=b"]
    assert table.columns[1][0] == pd.Timestamp("2024-01-05")


def test_parquet_without_pyarrow_names_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The child gets a path on which a pyarrow stands that cannot be imported."""
    (tmp_path / "pyarrow.py").write_text("raise ImportError('absent')")
    path = tmp_path / "sales.parquet"
    path.write_bytes(b"PAR1xxxxPAR1")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(FileError) as caught:
        read_table(path)
    assert 'pip install "clientbase[parquet]"' in str(caught.value)


def test_damaged_and_nested_parquet_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "bad.parquet"
    path.write_bytes(b"PAR1xxxxxxxxxxPAR1")
    with pytest.raises(FileError, match="damaged"):
        read_table(path)
    pd.DataFrame({"list": [[1, 2]]}).to_parquet(path)
    with pytest.raises(FileError, match="column 'list'"):
        read_table(path)


def test_a_sheet_cannot_be_asked_of_a_text_file(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no sheet 'x'"):
        read_table(csv(tmp_path, "a,b\n1,2\n"), options=ImportOptions(sheet="x"))


def test_the_input_is_never_changed(base: Path) -> None:
    before, stamp = base.read_bytes(), base.stat().st_mtime_ns
    assert read_table(base).n_rows == N_ROWS
    assert (base.read_bytes(), base.stat().st_mtime_ns) == (before, stamp)


CELLS = st.one_of(
    st.none(),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=5),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.datetimes(dt.datetime(1900, 3, 1), dt.datetime(2200, 1, 1)).map(
        lambda moment: moment.replace(microsecond=0)
    ),
)


@settings(deadline=None)
@given(st.integers(1, 4).flatmap(lambda n: st.lists(st.tuples(*[CELLS] * n), max_size=8)))
def test_encoding_loses_nothing(rows: list[tuple[object, ...]]) -> None:
    codes = Codes()
    width = len(rows[0]) if rows else 2
    kinds, values = encode(rows, codes, width)
    cells = SheetCells(kinds, values, codes.levels())
    assert cells.rows() == [list(row) for row in rows]
    assert [[cells.cell(i, j) for j in range(width)] for i in range(len(rows))] == cells.rows()


def test_the_child_loads_neither_pandas_nor_xlwings() -> None:
    import subprocess

    code = (
        "import xl_addin.files.child, sys; print({'pandas', 'xlwings', 'lxml'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
