"""``share``: the same results without the names of customers. BAD_INPUT 4.7."""

import zipfile
from collections import Counter

import pytest
from click.testing import CliRunner

from tests.book.cells import named_cells, table_rows
from tests.cli.conftest import Ran
from tests.engines.samples import read_parts
from xl_addin.book.names import Index
from xl_addin.book.results.small_groups import ROWS
from xl_addin.book.workbook_file import open_file
from xl_addin.cli import main

pytestmark = pytest.mark.slow


def cli(*words):
    done = CliRunner().invoke(main, [*map(str, words)], prog_name="clientbase")
    assert isinstance(done.exception, (SystemExit, type(None))), done.exception
    return Ran(done.exit_code, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """The demo company, with a setting changed and a person's words added, and what is shared."""
    place = tmp_path_factory.mktemp("share")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA"):
            patch.setenv(name, str(place / "own"))
        (place / "out").mkdir()
        book, safe = place / "book.xlsm", place / "out" / "safe.xlsm"
        assert cli("demo", "--output", book).code == 0
        with open_file(book, backup=False) as workbook:
            index = Index.of(workbook)
            index.setting("rfm_bins").value = 4
            index.sheet("Customers")["Z2"].value = "call Secretova"
            workbook.save()
        assert cli("refresh", book).code == 0
        before = book.read_bytes()
        done = cli("share", book, "-o", safe, "--json")
        assert done.code == 0, done.err
        assert book.read_bytes() == before
    return book, safe, done


def rows(path, table):
    head, found = table_rows(path, table)
    return head, found


def test_ids_and_names_are_in_no_part(shared):
    book, safe, done = shared
    _, customers = rows(book, "Customers")
    _, sales = rows(book, "Sales")
    # ids such as C001 might stand in any other text: names, and documents of more signs
    words = {str(row[1]) for row in customers} | {str(row[2]) for row in customers}
    words |= {str(row[7]) for row in customers} | {"Secretova"}
    words = {word for word in words - {"None"} if len(word) > 5}
    assert len(words) > 50
    whole = b"\n".join(part for _, part in sorted(read_parts(safe).items()))
    assert [word for word in words if word.encode() in whole] == []
    assert [word for word in words if word in done.out + done.err] == []
    ids = {str(row[0]) for row in customers}
    cells = {
        str(cell)
        for table in ("Sales", "Customers", "RFM_Result", "ABC_Result", "Invoices", "Offers")
        for row in rows(safe, table)[1]
        for cell in row
    }
    assert not ids & cells
    assert not {str(row[1]) for row in sales} & cells  # documents
    assert read_parts(book).keys() == read_parts(safe).keys()


def columns(path, table):
    """The numbers of every column in an order of their own: customers of equal revenue may swap."""
    found = zip(*rows(path, table)[1], strict=True)
    return [sorted(cell for cell in each if isinstance(cell, (int, float))) for each in found]


def test_the_results_are_the_same(shared):
    book, safe, done = shared
    for table in ("RFM_Result", "ABC_Result", "XYZ_Result"):
        assert sum(len(each) > 20 for each in columns(book, table)) > 2
        assert columns(book, table) == columns(safe, table), table
    assert done.answer["customers"] == len(rows(book, "RFM_Result")[1])


def test_settings_go_with_it_history_and_log_do_not(shared):
    _, safe, _ = shared
    with open_file(safe, writes=False) as workbook:
        index = Index.of(workbook)
        assert index.setting("rfm_bins").value == 4
        assert index.setting("pseudonymised").value == "yes"
    assert len(rows(safe, "History_Runs")[1]) == 1
    assert len(rows(safe, "Log_Runs")[1]) == 1
    assert len(list(safe.parent.iterdir())) == 1  # no backup, no key beside it


def test_document_properties_name_nobody(shared):
    _, safe, _ = shared
    with zipfile.ZipFile(safe) as archive:
        core = archive.read("docProps/core.xml").decode()
        conf = [name for name in archive.namelist() if b"/bin/python" in archive.read(name)]
    assert "<dc:creator>clientbase</dc:creator>" in core or "<dc:creator></dc:creator>" in core
    assert conf == []  # nor the folder of the one who made it


def test_small_groups_are_told(shared):
    _, _, done = shared
    counts = {line["name"]: line["customers"] for line in done.answer["segments"]}
    small = [name for name, count in counts.items() if 0 < count < 5]
    assert done.answer["small_segments"] == small


def test_small_groups_are_not_told_in_summaries(shared):
    """Counted here from the rows of the customers, which stand beside them."""
    book, safe, _ = shared
    head, customers = rows(safe, "ABC_XYZ_Result")
    cells = Counter((row[head.index("ABC")], row[head.index("XYZ")]) for row in customers)
    board, money = (named_cells(safe, f"cb_board_{name}") for name in ("customers", "revenue"))
    small = [cell for cell, size in cells.items() if size < 5]
    assert small
    for abc, xyz in small:
        i, j = "ABCD".index(abc), "XYZN".index(xyz)
        assert (board[i][j], money[i][j]) == ("<5", None)
    for name in ROWS:
        numbers = [row[ROWS[name]] for row in named_cells(safe, f"cb_{name}")]
        assert not [each for each in numbers if isinstance(each, (int, float)) and 0 < each < 5]
    assert named_cells(safe, "cb_conc_shares")[0][:3] == [None] * 3
    assert named_cells(safe, "cb_conc_stress")[1] == [None] * 6
    assert any(named_cells(book, "cb_conc_stress")[1])


def test_it_goes_on_with_the_same_tokens(shared, tmp_path, monkeypatch):
    """Shared again, or shared once more from the result, a customer has the same token."""
    book, safe, _ = shared
    for name in ("XDG_CONFIG_HOME", "APPDATA"):
        monkeypatch.setenv(name, str(book.parent / "own"))
    again = tmp_path / "again.xlsm"
    assert cli("share", safe, "-o", again).code == 0
    ids = [row[0] for row in rows(safe, "Customers")[1]]
    assert [row[0] for row in rows(again, "Customers")[1]] == ids
    assert cli("share", safe, "-o", again).code == 3  # never over a file unasked
    assert cli("share", safe, "-o", safe, "--force").code == 2
