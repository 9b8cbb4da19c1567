"""What came of a file stands in the workbook: orders counted, names as texts, long ones whole."""

import datetime as dt
import io
import zipfile

import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from tests.book.cells import table_rows
from tests.imports.corpus import histories, names
from tests.imports.corpus.base import rows, workbook


@pytest.fixture
def written(run, book, tmp_path):
    """The table of a sheet after a file was imported and the workbook refreshed."""

    def written(data, table, *options):
        file = tmp_path / "a.xlsx"
        file.write_bytes(data)
        done = run("import", file, "--into", book, *options)
        assert done.code == 0, done.err
        done = run("refresh", book)
        assert done.code == 0, done.err
        head, lines = table_rows(book, table)
        return [dict(zip(head, line, strict=True)) for line in lines]

    return written


def orders(table):
    return {line["Клиент"]: line["Заказов"] for line in table}


def test_f05_ten_purchases_in_a_day_are_one_order(written):
    """Customer 0 bought on three days of the base, and ten times on 1 June: four orders."""
    found = orders(written(histories.ten_in_a_day(), "RFM_Result"))
    assert (found["00000"], found["00001"], found["00007"]) == (4, 3, 2)


@pytest.mark.parametrize("way", ["keep", "drop"])
def test_f01_rows_entered_twice_make_no_order_more(written, way):
    found = orders(written(histories.entered_twice(), "RFM_Result", "--duplicates", way))
    assert (found["00002"], found["00003"], found["00004"]) == (3, 3, 2)


def test_e11_names_that_are_formulas_are_texts(written, book):
    given = written(names.formula_names(), "Customers")
    assert "=1+1" in {line["название"] for line in given}
    with zipfile.ZipFile(book) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if "worksheets/sheet" in name]
        told = b"".join(parts.read(name) for name in parts.namelist() if name.endswith(".rels"))
    assert not any(b"<f>1+1" in part or b"cmd|" in _formulas(part) for part in sheets)
    assert b"http://x" not in told


def _formulas(part):
    return b"".join(piece.split(b"</f>")[0] for piece in part.split(b"<f")[1:])


def test_e13_control_characters_reach_no_cell(written):
    given = written(names.controls(), "Sales")
    assert len(given) == 20
    for line in given:
        assert not any(ord(sign) < 32 for sign in line["клиент"])
        assert "_x000" not in line["клиент"]


def test_e14_long_names_fit_in_their_cells(written):
    data = names.without_ids(lambda _i, name: name + "я" * 32_690)
    given = written(data, "Sales")
    assert {len(line["клиент"]) for line in given} == {len("Клиент 0") + 32_690}


def test_d25_noise_of_the_machine_is_rounded(run, book, tmp_path):
    """Twenty times 0.1 + 0.2: the sum is 6.000000000000001 in the machine, 6 on paper."""
    file = tmp_path / "a.xlsx"
    file.write_bytes(workbook([[*row[:3], 0.1 + 0.2] for row in rows()]))
    done = run("import", file, "--into", book, "--json", "--dry-run", "--duplicates", "keep")
    assert done.answer["total"] == 6.0


def test_a07_a_file_with_a_password(run, book, tmp_path):
    """Encrypted as Excel does it ([MS-OFFCRYPTO] agile), by another program."""
    file = tmp_path / "a07.xlsx"
    with file.open("wb") as target:
        OOXMLFile(io.BytesIO(workbook(rows()))).encrypt("секрет", target)
    done = run("import", file, "--into", book)
    assert done.code == 1
    assert "парол" in done.err


def test_dates_and_ids_are_those_of_the_file(written):
    """Every row, not only how many and how much."""
    given = written(workbook(rows()), "Sales")
    assert [(line["дата"], line["клиент"], line["сумма"]) for line in given] == [
        (day, key, money) for day, _, key, money in rows()
    ]
    assert given[-1]["дата"] == dt.datetime(2024, 6, 24)
