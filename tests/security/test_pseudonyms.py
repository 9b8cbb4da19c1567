"""``import --pseudonymise``: tokens for customers, and their names nowhere. BAD_INPUT 4.7."""

import base64
import hashlib
import hmac
import os
import shutil
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from tests.book.cells import table_rows
from tests.security.people import DOCUMENT, PEOPLE, holding, told, write
from tests.test_architecture import ROOT
from xl_addin.exports.pseudonyms import Pseudonyms, TokensCollideError, apart


@pytest.fixture
def files(tmp_path):
    """Tables as an export has them; names in the file's own name, headers and every free text."""
    folder = tmp_path / "from the client"
    folder.mkdir()
    sales = [
        (f"2025-0{1 + at % 6}-1{at % 9}", f"{DOCUMENT}{at}", who, PEOPLE[who][0], 100 + at, about)
        for at, (who, about) in enumerate(
            (who, "звонить +7 912 345-67-89") for who in [*PEOPLE, *PEOPLE, "00017", "00018"]
        )
    ]
    head = ("date", "document", "customer code", "customer name", "amount", "sales of Secretova")
    customers = [
        (who, name, "7719402049", "retail", "holding of Confidentia", name, mail, phone, "Орлова")
        for who, (name, mail, phone) in PEOPLE.items()
    ]
    columns = (
        "customer",
        "name",
        "inn",
        "segment",
        "group",
        "region",
        "e-mail",
        "phone",
        "manager",
    )
    invoices = [
        (f"{DOCUMENT}{at}", who, "2025-01-01", "2025-02-01", "", 10 + at)
        for at, who in enumerate(PEOPLE)
    ]
    terms = [(who, "deferral", 14, 1000, "поручительство Тайнов") for who in PEOPLE]
    offers = [(who, "P1", "offered", "надёжный") for who in PEOPLE]
    return {
        "sales": write(folder / "Секретова.csv", head, sales),
        "customers": write(folder / "customers.csv", columns, customers),
        "invoices": write(
            folder / "invoices.csv",
            ("invoice", "customer", "issued", "due", "paid", "amount"),
            invoices,
        ),
        "terms": write(
            folder / "terms.csv", ("customer", "form", "days", "limit", "security"), terms
        ),
        "offers": write(folder / "offers.csv", ("customer", "product", "status", "reason"), offers),
    }


def key_of(place):
    (path,) = (each for each in place[0].rglob("*.key"))
    return path


def column(path, table, name):
    head, rows = table_rows(path, table)
    return [row[head.index(name)] for row in rows]


def test_nothing_names_a_customer_after_a_pseudonymised_import(cli, place, files, book):
    for table, file in files.items():
        for more in (["--dry-run"], ["--json"]):
            done = cli("import", file, "--into", book, "--table", table, "--pseudonymise", *more)
            assert done.code == 0, done.err
            assert told(done.out + done.err, [file, file.name]) == [], (table, more)
    done = cli("refresh", book)
    assert done.code == 0, done.err
    assert told(done.out + done.err) == []
    kept = [path for path in (place[0] / "work").iterdir() if path.is_file()]
    assert any(".backup-" in path.name for path in kept)
    for folder in ("work", "state", "temp", "home"):
        for path in (place[0] / folder).rglob("*"):
            if path.is_file():
                assert holding(path) == [], path
    key = key_of(place)
    secret = key.read_text().split()[-1]
    for path in kept:
        with zipfile.ZipFile(path) as archive:
            whole = b"".join(archive.read(name) for name in archive.namelist())
        assert secret.encode() not in whole
        assert key.name.encode() not in whole  # nor where it lies


def test_the_workbook_says_so_and_the_tables_still_join(cli, files, book):
    for table in ("sales", "customers", "invoices"):
        done = cli("import", files[table], "--into", book, "--table", table, "--pseudonymise")
        assert done.code == 0, done.err
    assert "Pseudonymised." in done.out
    again = write(
        files["sales"].with_name("later.csv"),
        ("date", "document", "customer", "amount"),
        [("2025-07-01", "N1", "00017", 5), ("2025-07-02", "N2", "  Секретова М. А. ", 6)],
    )
    done = cli("import", again, "--into", book, "--pseudonymise", "--append")
    assert done.code == 0, done.err
    known = dict(zip(column(book, "Customers", "customer"), PEOPLE, strict=True))
    sold = column(book, "Sales", "customer")
    assert set(sold) == set(known)
    assert [known[token] for token in sold[-2:]] == ["00017", "Секретова М. А."]
    documents = column(book, "Sales", "document")
    assert column(book, "Invoices", "invoice") == documents[: len(PEOPLE)]
    assert set(column(book, "Customers", "name")) == {None}
    assert set(column(book, "Customers", "segment")) == {"retail"}
    assert set(column(book, "Customers", "region")) == {None}  # it held the names
    _, rows = table_rows(book, "Log_Runs")
    assert rows[-1][1] == "import: Sales, pseudonymised"
    plain = cli("import", files["sales"], "--into", book)
    assert plain.code == 1
    assert "pseudonymised" in plain.err


def test_a_token_is_the_keyed_hash_of_its_id_and_no_plain_one():
    """Made here again from RFC 2104 and RFC 4648, byte by byte."""
    key, who = bytes(range(32)), "+79160001122"
    block = key.ljust(64, b"\0")
    inner = hashlib.sha256(bytes(b ^ 0x36 for b in block) + b"C\0" + who.encode()).digest()
    outer = hashlib.sha256(bytes(b ^ 0x5C for b in block) + inner).digest()
    token = Pseudonyms(key).token("C", who)
    assert token[:18] == "C-" + base64.b32encode(outer[:10]).decode()
    for plain in (hashlib.sha256, hashlib.md5, hashlib.sha1):
        for text in (who, "C\0" + who):
            assert base64.b32encode(plain(text.encode()).digest()[:10]).decode() not in token
    assert hmac.compare_digest(token, Pseudonyms(key).token("C", who))
    assert Pseudonyms(key).token("C", token) == token
    assert Pseudonyms(bytes(32)).token("C", who)[:18] != token[:18]
    assert Pseudonyms(key).token("D", who)[2:18] != token[2:18]
    assert key.hex() not in repr(Pseudonyms(key))
    assert str(key) not in repr(Pseudonyms(key))


def test_two_customers_never_become_one():
    assert list(apart(["C-A", "C-B"])) == ["C-A", "C-B"]
    with pytest.raises(TokensCollideError):
        apart(["C-A", "C-B", "C-A"])


def test_another_key_gives_other_tokens_and_is_told_from_the_first(cli, place, files, book):
    first, second = book, Path(shutil.copy(book, place[0] / "work" / "b.xlsm"))
    key = place[0] / "home" / "mine.key"
    assert cli("import", files["sales"], "--into", first, "--pseudonymise").code == 0
    done = cli("import", files["sales"], "--into", second, "--pseudonymise", "--key", key)
    assert done.code == 0, done.err
    assert str(key) in done.err  # that it was made, and where
    assert not set(column(first, "Sales", "customer")) & set(column(second, "Sales", "customer"))
    before = first.read_bytes()
    words = ("import", files["customers"], "--into", first, "--table", "customers")
    done = cli(*words, "--pseudonymise", "--key", key)
    assert done.code == 1
    assert "another key" in done.err
    assert first.read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="rights of POSIX systems")
def test_the_key_is_for_its_user_alone(cli, place, files, book):
    dry = cli("import", files["sales"], "--into", book, "--pseudonymise", "--dry-run")
    assert dry.code == 0
    assert not list(place[0].rglob("*.key"))
    done = cli("import", files["sales"], "--into", book, "--pseudonymise")
    assert done.code == 0, done.err
    key = key_of(place)
    assert key.parent == place[0] / "config" / "clientbase"
    assert key.stat().st_mode & 0o777 == 0o600
    assert key.parent.stat().st_mode & 0o777 == 0o700
    assert key.read_text().split()[-1] not in done.out + done.err
    key.chmod(0o644)
    done = cli("import", files["sales"], "--into", book, "--pseudonymise")
    assert done.code == 3
    assert "chmod 600" in done.err


@pytest.mark.parametrize("kind", ["text", "folder", "no folder", "short", "beside", "inside"])
def test_a_key_that_cannot_be_used(cli, place, files, kind, book):
    before = book.read_bytes()
    key = place[0] / "home" / "k.key"
    if kind == "text":
        key.write_text("my password")
    elif kind == "short":
        key.write_text("clientbase key 1\n00ff\n")
    elif kind == "folder":
        key.mkdir()
    elif kind == "no folder":
        key = place[0] / "nowhere" / "k.key"
    elif kind == "beside":
        key = place[0] / "work" / "k.key"
    else:
        key = book
    done = cli("import", files["sales"], "--into", book, "--pseudonymise", "--key", key)
    assert done.code == 3, done.out
    assert str(key) in done.err
    assert told(done.out + done.err) == []
    assert book.read_bytes() == before
    if kind == "beside":
        assert not key.exists()


def test_a_key_without_pseudonymise_is_a_mistake(cli, place, files):
    done = cli("import", files["sales"], "--into", place[0] / "b.xlsm", "--key", "x.key")
    assert done.code == 2
    assert "--pseudonymise" in done.err


BAD = {
    "bad date": ("31.02.2025", "Секретова", "10"),
    "a name for a date": ("Секретова", "Тайнов", "10"),
    "a telephone for an amount": ("2025-01-10", "Тайнов", "+7 912 345-67-89"),
    "a name for an amount": ("2025-01-10", "Тайнов", "Секретова"),
    "two orders": ("03/04/2025", "Тайнов", "10"),
    "no customer": ("2025-01-10", "", "Секретова"),
}


@pytest.mark.parametrize("skips", [False, True])
@pytest.mark.parametrize("name", BAD)
def test_faults_are_told_by_their_rows(cli, place, name, skips, book):
    rows = [("2025-01-10", "Confidentia", "5"), BAD[name], ("2025-01-11", "Тайнов", "7")]
    file = write(place[0] / "x.csv", ("date", "customer", "amount"), rows)
    more = ["--skip-bad-rows"] if skips else []
    done = cli("import", file, "--into", book, "--pseudonymise", *more)
    assert done.code == (0 if skips and name != "two orders" else 1), done.err
    assert told(done.out + done.err) == []
    if done.code:
        assert "3" in done.err  # the row
        assert "…" in done.err or name == "no customer"
    assert holding(book) == []


REFUSED = {
    "no header": [("2025-01-10", "Секретова", "5"), ("2025-01-11", "Тайнов", "7")],
    "look alike": [
        ("date", "customer", "amount"),
        ("2025-01-10", "ООО Confidentia", "5"),
        ("2025-01-11", "Confidentia ООО", "7"),
    ],
    "twice": [
        ("date", "customer", "amount"),
        ("2025-01-10", "Секретова", "5"),
        ("2025-01-10", "Секретова", "5"),
    ],
    "periods": [("customer", "2025-01", "2025-02"), ("Секретова", "5", "7"), ("Тайнов", "1", "2")],
    "another table below": [
        ("date", "customer", "amount"),
        ("2025-01-10", "C1", "5"),
        ("", "", ""),
        ("Секретова", "Тайнов", ""),
        ("Тайнов", "5000", ""),
    ],
    "currencies": [
        ("date", "customer", "amount", "currency"),
        ("2025-01-10", "Секретова", "5", "USD"),
        ("2025-01-10", "Тайнов", "5", "Тайнов"),
    ],
    "ragged": [("date", "customer", "amount"), ("2025-01-10", "Секретова", "5", "Тайнов")],
}


@pytest.mark.parametrize("name", REFUSED)
def test_refusals_name_nobody(cli, place, name, book):
    file = write(place[0] / "x.csv", *(REFUSED[name][0], REFUSED[name][1:]))
    done = cli("import", file, "--into", book, "--pseudonymise", "--json")
    assert done.code == 1, done.out
    assert told(done.out + done.err) == []


def test_columns_told_by_letters_where_the_file_has_no_header(cli, place, book):
    path = place[0] / "x.xlsx"
    with xlsxwriter.Workbook(path) as file:
        sheet = file.add_worksheet("Тайнов")
        for at, row in enumerate(
            [
                ("2025-01-09", "Секретова", 3.0, "Тайнов"),
                *[("2025-01-10", f"Confidentia {n}", 4.0, "Тайнов") for n in "abc"],
            ]
        ):
            sheet.write_row(at, 0, row)
    columns = [word for each in ("date=A", "customer=B", "amount=C") for word in ("--column", each)]
    profile = place[0] / "p.toml"
    done = cli(
        "import", path, "--into", book, "--pseudonymise", *columns, "--save-profile", profile
    )
    assert done.code == 0, done.err
    assert told(done.out + done.err) == []
    assert holding(book) == []
    assert holding(profile) == []


def test_a_workbook_that_knew_its_customers_takes_no_tokens(cli, files, book):
    """Neither beside them, nor in their place: results, history and backups know them still."""
    done = cli("import", files["sales"], "--into", book)
    assert done.code == 0
    assert told(done.out)  # what is looked for elsewhere would be found
    assert holding(book)
    for table in ("sales", "customers"):
        done = cli("import", files[table], "--into", book, "--table", table, "--pseudonymise")
        assert done.code == 1
        assert "new workbook" in done.err.replace("\n", " ")


def test_only_what_no_field_needs_is_kept_from_the_texts():
    """Every text field of every table is decided on."""
    from xl_addin.exports.gates import FIELDS
    from xl_addin.exports.pseudonyms import TREATMENTS

    neither = {"product", "name", "group", "targets", "currency", "status"}
    for table, fields in FIELDS.items():
        treated = TREATMENTS[table]
        decided = {*treated.tokens, *treated.left_out, *treated.kept}
        texts_of = {each.key for each in fields if each.kind in {"key", "text"}}
        assert texts_of - decided <= (neither if table != "customers" else set()), table
    page = (ROOT / "docs" / "privacy.md").read_text("utf-8")
    assert all(f"| {table} |" in page for table in TREATMENTS if TREATMENTS[table].tokens)
