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
        "[columns]\namount = []",
        "[columns]\namount = ['a', 5]",
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


SHIPPED = {
    "1c-sales": (
        "Дата;Номер;Партнер;Контрагент;Номенклатура;Количество;Сумма;Сумма НДС;Выручка;Валюта",
        "{day:%d.%m.%Y};РТ-{at:05d};Группа;{name};Сыр;1,000;9,00;1,50;{comma};RUB",
    ),
    "1c-periods": ("Контрагент;Покупатель;01.2024;02.2024", "{name};Группа;{comma};0,00"),
    "1c-grouped": ("Контрагент;Дата;Сумма;Выручка", None),
    "crm": (
        '"ID";"Название сделки";"Стадия сделки";"Сумма";"Валюта";"Компания";"Контакт";'
        '"Дата начала";"Дата завершения"',
        '"{at}";"Сделка";"Успех";"{money}";"RUB";"{name}";"Иванов";"01.01.2024";"{day:%d.%m.%Y}"',
    ),
    "crm, English": (
        "Record ID,Deal Name,Deal Stage,Close Date,Deal owner,Amount,Associated Company",
        "{at},Deal,Closed Won,{day:%Y-%m-%d},Smith,{money},{name}",
    ),
    "shop": (
        "Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Created at,"
        "Lineitem quantity,Lineitem name,Lineitem price,Billing Name",
        "#{at},{name},paid,{day:%Y-%m-%d} 10:00:00 +0300,USD,1.00,0.00,0.00,{money},"
        "{day:%Y-%m-%d} 09:00:00 +0300,1,Mug,1.00,Somebody",
    ),
}


def exported(head, line):
    """The base as a program exports it; without a line, each customer above its documents."""
    made = [head]
    if line is None:
        for customer in range(8):
            of_one = [row for i, row in enumerate(rows()) if i % 8 == customer]
            made.append(f"Клиент {customer};;0,00;{sum(row[3] for row in of_one):.2f}")
            made += [f"Реализация;{day:%d.%m.%Y};0,00;{money:.2f}" for day, _, _, money in of_one]
        return "\n".join(made).replace(".00", ",00") + "\n"
    for at, (day, name, _, money) in enumerate(rows()):
        comma = f"{money:.2f}".replace(".", ",")
        made.append(line.format(at=at, day=day, name=name, money=f"{money:.2f}", comma=comma))
    return "\n".join(made) + "\n"


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_profile_reads_the_export_it_is_for(run, book, tmp_path, name):
    """Columns that could be the same field are not asked about: the profile knows them."""
    file = tmp_path / "a.csv"
    file.write_text(exported(*SHIPPED[name]), encoding="utf-8")
    words = ["import", file, "--into", book, "--json", "--dry-run"]
    done = run(*words, "--profile", name.split(",")[0])
    assert done.code == 0, done.err
    found = done.answer
    assert (found["rows_read"], found["customers"], found["total"]) == (20, 8, 20_190.0)


def test_no_profile_of_several_headers_asks_for_one_of_them(run, book, tmp_path):
    """Where none of the headers of a profile is there, the words of headers tell."""
    file = tmp_path / "a.csv"
    file.write_text(table_text(rows()).replace("Дата;", "Дата отгрузки;"), encoding="utf-8")
    done = run("import", file, "--into", book, "--json", "--dry-run", "--profile", "1c-sales")
    assert done.code == 0, done.err


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
