"""Every file of the catalogue of bad input: read, repaired, asked about or refused."""

import pytest

from tests.imports.corpus import beyond, dates, histories, kinds, names, numbers, tables, texts
from xl_addin.files.workbook_reader import WorkbookReader

CASES = [
    case
    for module in (kinds, tables, dates, numbers, names, histories, texts, beyond)
    for case in module.CASES
]
CATALOGUE = {
    *(f"A{i:02d}" for i in range(1, 25)),
    *(f"B{i:02d}" for i in range(1, 21)),
    *(f"C{i:02d}" for i in range(1, 19)),
    *(f"D{i:02d}" for i in range(1, 27)),
    *(f"E{i:02d}" for i in range(1, 17)),
    *(f"F{i:02d}" for i in range(1, 6)),
    *(f"H{i:02d}" for i in range(1, 23)),
    "Z00",
}
CODES = {"read": 0, "repair": 0, "ask": 1, "refuse": 1}


def test_the_catalogue_is_complete():
    assert len(CATALOGUE) == 132
    assert {case.id for case in CASES} >= CATALOGUE
    assert len({case.id for case in CASES}) == len(CASES)


def bring(case, file, book, options, run, process):
    written = case.refresh or case.id == "H22"
    words = ["import", file, "--into", book, "--lang", "ru", "--json", *options]
    words += [] if written else ["--dry-run"]
    if case.hostile:
        return process(*words, timeout=case.seconds)
    return run(*words)


def check_read(done, n_rows, n_customers, total):
    assert done.code == 0, done.err
    found = done.answer
    assert (found["rows_read"], found["customers"]) == (n_rows, n_customers)
    assert found["total"] == pytest.approx(total, abs=0.005)


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=case.id, marks=[pytest.mark.slow] if case.id == "H22" else [])
        for case in CASES
    ],
)
def test_a_file_of_the_catalogue(case, tmp_path, book, run, process):
    folder = tmp_path / "files"
    folder.mkdir()
    file = case.make(folder)
    before = file.read_bytes()
    empty = book.read_bytes()
    done = bring(case, file, book, case.options, run, process)
    told = f"{done.out}\n{done.err}".replace("\xa0", " ")
    assert done.code == CODES[case.policy], told[-3000:]
    assert "Traceback" not in told
    assert "root:" not in told
    for word in case.mention:
        assert word.casefold() in told.casefold(), told[-3000:]
    if case.policy in {"read", "repair"}:
        check_read(done, case.rows, case.customers, case.total)
    else:
        assert book.read_bytes() == empty
        assert "" if not done.out else done.answer["problems"]
    for options, *expected in case.answers:
        check_read(bring(case, file, book, options, run, process), *expected)
    assert file.read_bytes() == before
    assert [each.name for each in folder.iterdir()] == [file.name]
    left = {each.name for each in book.parent.iterdir() if ".backup-" not in each.name}
    assert left == {book.name}
    assert done.seconds < case.seconds
    assert done.megabytes < case.megabytes
    if case.refresh:
        after = run("refresh", book, "--json")
        assert after.code == 0, after.err
        with WorkbookReader.open(book) as refreshed:
            written = " ".join(
                text for sheet in refreshed.sheets for text in refreshed.read(sheet.name).levels
            )
        for word in case.after:
            assert word in written.replace("\xa0", " ")
