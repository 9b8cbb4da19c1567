"""Profiles: kept, used again, shipped, and refused where they hold anything else."""

import pytest

from tests.imports.corpus.base import rows, table_text, workbook
from tests.imports.corpus.tables import grouped, periods
from xl_addin.exports.profile import load_profile, options_of, profile_text, shipped
from xl_addin.files.errors import FileError


@pytest.mark.parametrize("name", ["1c-sales", "1c-grouped", "1c-periods", "crm", "shop"])
def test_shipped_profiles_are_sound(name):
    assert name in shipped()
    assert load_profile(name)["title"]
    options_of(load_profile(name))


@pytest.mark.parametrize(
    "text",
    [
        'tabel = "sales"',
        'table = "sails"',
        'decimal = ";"',
        "visible_only = 1",
        "[columns]\nprice = 'x'",
        "[rates]\nUSD = -1",
        'grouped = "customer"',
        "table = ",
        "[columns]\namount = 5",
    ],
)
def test_what_a_profile_may_not_hold(tmp_path, text):
    path = tmp_path / "p.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileError) as refused:
        load_profile(str(path))
    assert refused.value.code == "profile.wrong"


def test_a_profile_is_written_and_read_back(tmp_path):
    said = {
        "table": "sales",
        "sheet": 'Лист "1"\\\x01',
        "decimal": "comma",
        "grouped": [],
        "unpivot": True,
        "visible_only": False,
        "columns": {"amount": "Сумма"},
        "rates": {"USD": 90.5},
    }
    path = tmp_path / "p.toml"
    path.write_text(profile_text(said), encoding="utf-8")
    kept = {key: value for key, value in said.items() if value is not False}
    assert load_profile(str(path)) == kept


def test_an_import_is_kept_and_repeated(run, book, tmp_path):
    file, profile = tmp_path / "a.xlsx", tmp_path / "p.toml"
    file.write_bytes(
        workbook([[*row, 5.0] for row in rows()], ["Когда", "Кто", "Код", "Раз", "Два"])
    )
    answers = ["--column", "date=Когда", "--column", "customer=C", "--column", "amount=Раз"]
    words = ["import", file, "--into", book, "--json", "--dry-run"]
    assert run(*words).code == 1
    done = run(*words, *answers, "--save-profile", profile)
    assert done.code == 0, done.err
    again = run(*words, "--profile", profile)
    assert again.code == 0, again.err
    assert again.answer["total"] == done.answer["total"] == 20_190.0
    other = run(*words, "--profile", profile, "--column", "amount=Два")
    assert other.answer["total"] == 100.0
    assert run(*words, "--profile", "none").code == 1
    assert run(*words, "--save-profile", profile, "--profile", profile).code == 3  # not overwritten


def test_a_shipped_profile_reads_a_grouped_report(run, book, tmp_path):
    file = tmp_path / "a.xlsx"
    file.write_bytes(grouped())
    done = run("import", file, "--into", book, "--json", "--dry-run", "--profile", "1c-grouped")
    assert done.code == 0, done.err
    assert (done.answer["rows_read"], done.answer["total"]) == (20, 20_190.0)


@pytest.mark.parametrize(("way", "made"), [("--grouped", grouped), ("--unpivot", periods)])
def test_what_is_no_column_of_the_file_is_kept_in_no_profile(run, book, tmp_path, way, made):
    file, profile = tmp_path / "a.xlsx", tmp_path / "p.toml"
    file.write_bytes(made())
    words = ["import", file, "--into", book, "--json", "--dry-run"]
    done = run(*words, way, "--save-profile", profile)
    again = run(*words, "--profile", profile)
    assert again.code == 0, again.err
    assert again.answer["columns"] == done.answer["columns"]
    assert again.answer["total"] == done.answer["total"]


@pytest.mark.parametrize(
    "wrong",
    [
        ["--column", "amount"],
        ["--column", "price=E"],
        ["--rate", "USD=much"],
        ["--rate", "USD=0"],
        ["--grouped", "customer,year"],
        ["--column", "amount=Нет такого"],
    ],
)
def test_answers_that_make_no_sense(run, book, tmp_path, wrong):
    file = tmp_path / "a.csv"
    file.write_text(table_text(rows()), encoding="utf-8")
    done = run("import", file, "--into", book, "--dry-run", *wrong)
    assert done.code in {1, 2}
    assert done.err
