"""``clientbase recalc``, and what ``refresh`` says of the live functions."""

import zipfile

import openpyxl
import pytest

from tests.book.cells import every_cell, table_rows
from tests.recalc.conftest import ROWS, SALES, Maker
from xl_addin.book.workbook_file import open_file


@pytest.fixture
def formulas(tmp_path):
    """A workbook of an analyst: two formulas of ours, one that nobody but Excel can compute."""
    make = Maker(tmp_path / "book.xlsx", ROWS)
    make.spill("B2", f"RFM_SCORE(A2:A4,{SALES})")
    make.plain("D2", 'B2&"!"', "?")
    make.plain("D3", f"NOSUCH(RFM_SCORE(A2,{SALES}))", "kept")
    make.book.close()
    return make.path


def read(path):
    sheet = openpyxl.load_workbook(path, data_only=True)["Calc"]
    return [sheet[place].value for place in ("B2", "B3", "B4", "D2", "D3")]


def test_values_and_spills_are_written(run, formulas):
    before = formulas.read_bytes()
    done = run("recalc", formulas)
    assert read(formulas) == ["555", "111", "–", "555!", "kept"]
    assert done.code == 1  # one cell was not computed
    assert "D3" in done.out
    assert "NOSUCH" in done.out
    assert str(formulas) in done.err
    (backup,) = [entry for entry in formulas.parent.iterdir() if entry != formulas]
    assert backup.read_bytes() == before


def test_no_backup_when_not_wanted(run, formulas):
    assert run("recalc", formulas, "--no-backup").code == 1
    assert read(formulas)[0] == "555"
    assert list(formulas.parent.iterdir()) == [formulas]


def test_json_lists_every_cell(run, formulas):
    done = run("recalc", formulas, "--json")
    assert done.code == 1
    counts = {key: done.answer[key] for key in ("ours", "computed", "others", "changed", "written")}
    assert counts == {"ours": 2, "computed": 1, "others": 1, "changed": 2, "written": True}
    (left,) = done.answer["left"]
    assert left.pop("why")
    assert left == {"sheet": "Calc", "cell": "D3", "code": "function"}


def test_a_dry_run_writes_nothing(run, formulas):
    before = formulas.read_bytes()
    done = run("recalc", formulas, "--dry-run", "--json")
    assert (done.answer["changed"], done.answer["written"]) == (2, False)
    assert formulas.read_bytes() == before
    assert [entry.name for entry in formulas.parent.iterdir()] == ["book.xlsx"]


def test_output_goes_to_another_file(run, formulas):
    before, other = formulas.read_bytes(), formulas.with_name("other.xlsx")
    assert run("recalc", formulas, "--output", other).code == 1
    assert read(other)[0] == "555"
    assert formulas.read_bytes() == before
    assert run("recalc", formulas, "--output", other).code == 3
    assert run("recalc", formulas, "--output", other, "--force").code == 1
    assert run("recalc", formulas, "--output", other.with_suffix(".xlsm")).code == 2
    assert {entry.name for entry in formulas.parent.iterdir()} == {"book.xlsx", "other.xlsx"}


def test_a_second_time_the_file_is_left_as_it_is(run, formulas):
    run("recalc", formulas, "--quiet")
    kept = formulas.read_bytes()
    done = run("recalc", formulas, "--json")
    assert (done.answer["changed"], done.answer["written"]) == (0, False)
    assert formulas.read_bytes() == kept


def test_messages_in_russian(run, formulas):
    done = run("recalc", formulas, "--lang", "ru", "--dry-run")
    assert "функция NOSUCH" in done.out
    assert "Не вычислено" in done.out


def test_a_workbook_without_calls(run, tmp_path):
    path = tmp_path / "plain.xlsx"
    openpyxl.Workbook().save(path)
    before = path.read_bytes()
    done = run("recalc", path)
    assert done.code == 0
    assert "No cell calls" in done.out
    assert path.read_bytes() == before


def test_files_that_cannot_be_recalculated(run, tmp_path, formulas):
    assert run("recalc", tmp_path / "none.xlsx").code == 3
    text = tmp_path / "text.xlsx"
    text.write_text("a,b\n", encoding="utf-8")
    assert run("recalc", text).code == 1
    formulas.chmod(0o400)
    before = formulas.read_bytes()
    assert run("recalc", formulas).code == 3
    assert formulas.read_bytes() == before


def test_a_workbook_that_is_open_elsewhere(run, formulas):
    """As with refresh, the work is not lost: the result goes beside it."""
    before = formulas.read_bytes()
    formulas.with_name(f"~${formulas.name}").write_bytes(
        b"\x05Alice" + b" " * 49 + b"\x05\0A\0l\0i\0c\0e\0"
    )
    done = run("recalc", formulas)
    assert "Alice" in done.err
    assert formulas.read_bytes() == before
    assert read(formulas.with_name("book-result.xlsx"))[0] == "555"


def test_the_log_of_the_workbook_gets_a_line(run, book):
    with open_file(book) as opened:
        opened.sheets["Help"]["Z60"].formula = "=LTV_FORMULA(1800,0.75,0.15)"
        opened.save()
    done = run("recalc", book, "--json")
    assert done.code == 0, done.err
    header, rows = table_rows(book, "Log_Runs")
    (line,) = [dict(zip(header, row, strict=True)) for row in rows]
    assert line[header[1]] == "recalc"
    assert f"computed={done.answer['computed']}; left=0" in line.values()
    assert zipfile.is_zipfile(book)


def test_a_refresh_computes_functions_over_its_results(run, demo, tmp_path):
    """An analyst asks about the sheet RFM, and about the sales, in the same workbook."""
    path = tmp_path / "demo.xlsm"
    path.write_bytes(demo[0].read_bytes())
    with open_file(path) as opened:
        sheet = opened.sheets["Help"]
        sheet["Z60"].formula2 = "=ABC_CLASS(RFM_Result[Revenue])"
        sheet["AB60"].formula = '=COUNTIF(Z60:Z9999,"A")'
        sheet["AC60"].formula = "=NOSUCH(RFM_SEGMENT(555))"
        opened.save()
    done = run("refresh", path, "--json", "--as-of", "2024-12-31")
    assert done.code == 0, done.err
    live = done.answer["functions"]
    assert live["ours"] == live["computed"] + 1
    assert [left["cell"] for left in live["left"]] == ["AC60"]
    header, rows = table_rows(path, "RFM_Result")
    revenue = [row[header.index("Revenue")] for row in rows]
    cells = every_cell(path)
    classes = [cells.get(("Help", f"Z{60 + i}")) for i in range(len(revenue))]
    # by the definition: A while customers that bring strictly more bring less than 80 %
    total = sum(value for value in revenue if value > 0)
    shares = [sum(v for v in revenue if v > value > 0) / total for value in revenue]
    assert [letter == "A" for letter in classes] == [
        value > 0 and round(share, 12) < 0.8 for value, share in zip(revenue, shares, strict=True)
    ]
    assert cells["Help", "AB60"] == classes.count("A")
    told = run("refresh", path).out
    assert "Worksheet functions:" in told
    assert "Help!AC60: the function NOSUCH" in told
