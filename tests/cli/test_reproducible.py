"""The same input gives the same workbook, whoever runs it, where, and in whatever order of rows.

BAD_INPUT 3, S40. What may differ is the time of the run: it is taken out before files are compared.
"""

import re
import sys
import zipfile

import pytest

from tests.book.cells import every_cell
from xl_addin.demo import company

TIME = re.compile(rb"\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?")
SERIAL = re.compile(rb"(?<=<v>)\d{5}\.\d+(?=</v>)")  # a day with a time, as the sheet Log has them
INPUTS = {"Sales"}


@pytest.fixture(scope="module")
def sales():
    """Two thousand rows of the demo company: ties, returns, documents of several rows."""
    return company("en")["sales"].head(2000)


def made(run, folder, sales, **environment):
    """Return the workbook that new, import and refresh make in a folder."""
    folder.mkdir()
    book, file = folder / "book.xlsm", folder / "sales.csv"
    sales.to_csv(file, index=False)
    for words in (
        ["new", book],
        ["import", file, "--into", book, "--no-backup", "--duplicates", "keep"],
        ["refresh", book, "--no-backup"],
    ):
        done = run(*words, **environment)
        assert done.code == 0, done.err
    return book


def parts(book):
    """Every entry of the package: what the zip says of it, and its bytes without times."""
    with zipfile.ZipFile(book) as package:
        return [
            (
                *(entry.filename, entry.date_time, entry.external_attr, entry.compress_type),
                SERIAL.sub(b"time", TIME.sub(b"time", package.read(entry))),
            )
            for entry in package.infolist()
        ]


@pytest.mark.skipif(sys.platform == "win32", reason="time zones by TZ")
def test_s40_another_machine_makes_the_same_bytes(process, tmp_path, sales):
    """Another folder, process, order of sets, time zone and locale."""
    here = {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C"}
    there = {"PYTHONHASHSEED": "2", "TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8"}
    one = made(process, tmp_path / "one", sales, env=here)
    other = made(process, tmp_path / "другая", sales, env=there)
    for mine, theirs in zip(parts(one), parts(other), strict=True):
        assert mine == theirs, mine[0]


def test_s40_a_file_with_its_rows_shuffled_gives_the_same_results(run, tmp_path, sales):
    """Every cell of every sheet but the list itself and the five rows shown of it."""
    one = every_cell(made(run, tmp_path / "one", sales))
    mixed = sales.sample(frac=1, random_state=40)
    other = every_cell(made(run, tmp_path / "mixed", mixed))
    apart = {place for place in one.keys() | other.keys() if one.get(place) != other.get(place)}
    told = {place for place in apart if place[0] not in INPUTS and not is_time(one, other, place)}
    samples = {place for place in told if place[0] == "Data audit" and place[1][0] in "STUVW"}
    assert told == samples, sorted(told - samples)[:10]
    assert any(place[0] == "Sales" for place in apart)  # they were in another order
    # nor does a workbook in use tell of a change: the same list again, in the first order
    book = tmp_path / "mixed" / "book.xlsm"
    again = ["import", tmp_path / "one" / "sales.csv", "--into", book, "--duplicates", "keep"]
    assert run(*again).code == 0
    assert "this changed" not in str(run("refresh", book, "--json").answer["notes"])


def is_time(one, other, place):
    """Whether two cells are the same but for a time."""
    here, there = (str(cells.get(place)).encode() for cells in (one, other))
    return TIME.sub(b"time", here) == TIME.sub(b"time", there)
