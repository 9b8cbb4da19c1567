"""Results as CSV files: those too long for a sheet (S41), and all of them on request (S39)."""

import csv
import functools

import pytest

from tests.book.cells import table_rows
from xl_addin.book.beyond import Room
from xl_addin.cli import renew
from xl_addin.ribbon import refresh_all

SALES = "date,customer,amount\n2025-01-10,'=1+1,10\n2025-01-11,Ромашка,20.5\n2025-02-12,=2+3,40\n"


@pytest.fixture
def filled(run, book):
    """A workbook with three sales of three customers, two of whom are called like formulas."""
    file = book.with_name("sales.csv")
    file.write_text(SALES, "utf-8")
    done = run("import", file, "--into", book, "--no-backup")
    assert done.code == 0, done.err
    file.unlink()
    return book


def rows_of(path, delimiter=","):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=delimiter))


def test_s39_every_result_as_csv(run, filled):
    folder = filled.parent / "итоги" / "2025"
    done = run("refresh", filled, "--csv", folder, "--json")
    assert done.code == 0, done.err
    names = sorted(path.name for path in folder.iterdir())
    assert sorted(done.answer["files"]) == [str(folder / name) for name in names]
    assert {"book.RFM_Result.csv", "book.ABC_Result.csv", "book.Log_Runs.csv"} - {*names} == {
        "book.Log_Runs.csv"
    }
    head, *rows = rows_of(folder / "book.RFM_Result.csv")
    asked, there = table_rows(filled, "RFM_Result")
    assert head == asked
    assert [row[0] for row in rows] == ["'=2+3", "Ромашка", "''=1+1"]
    assert [row[0].removeprefix("'") for row in rows] == [line[0] for line in there]
    money = head.index("Revenue")
    assert [float(row[money]) for row in rows] == [line[money] for line in there] == [40, 20.5, 10]
    again = run("refresh", filled, "--csv", folder, "--lang", "ru")
    assert str(folder / "book.RFM_Result.csv") in again.err
    head, *rows = rows_of(folder / "book.RFM_Result.csv", ";")
    assert [row[money] for row in rows][1] == "20,5"


def test_s39_a_look_writes_no_file(run, filled):
    folder = filled.parent / "results"
    done = run("refresh", filled, "--csv", folder, "--dry-run", "--json")
    assert (done.code, done.answer["files"]) == (0, [])
    assert not folder.exists()


def test_s39_a_folder_that_is_a_file(run, filled):
    done = run("refresh", filled, "--csv", filled)
    assert done.code == 3
    assert "Traceback" not in done.err


@pytest.fixture
def small_sheet(monkeypatch):
    """Sheets that end at row 24: the results of three customers are too long for some."""
    monkeypatch.setattr(renew, "refresh_all", functools.partial(refresh_all, room=Room(rows=8)))


@pytest.mark.usefixtures("small_sheet")
def test_s41_what_a_sheet_cannot_hold_is_told_and_stands_beside(run, filled):
    look = run("refresh", filled, "--dry-run")
    assert "rows do not fit on the sheet" in look.err
    names = {path.name for path in filled.parent.iterdir()}
    assert names == {"book.xlsm"}
    other = filled.with_name("other.xlsm")
    done = run("refresh", filled, "--output", other, "--json", "--quiet")
    assert done.code == 0, done.err
    assert "rows do not fit on the sheet" in done.err  # also with --quiet
    file = filled.with_name("other.ABC_Result.csv")
    assert str(file) in done.answer["files"]
    assert any(line.startswith("ABC:") for line in done.answer["cut"])
    assert len(table_rows(other, "ABC_Result")[1]) < 3
    assert [row[1] for row in rows_of(file)[1:]] == ["'=2+3", "Ромашка", "''=1+1"]
