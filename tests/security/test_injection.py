"""No formula and no link is made of data, whatever a cell says. BAD_INPUT 4.1 and 4.2."""

import csv
import datetime as dt
import re
import shutil

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.book.cells import table_rows
from tests.engines.samples import read_parts
from tests.security.naughty import TEXTS
from xl_addin.book.columns import cells_of_column, typed
from xl_addin.book.imports import import_file
from xl_addin.book.names import Index
from xl_addin.book.workbook_file import open_file
from xl_addin.book.write import place_inputs
from xl_addin.files.csv_reader import _ERRORS as ERRORS
from xl_addin.ribbon import refresh_all
from xl_addin.template.store import template_path
from xl_addin.texts import texts

TODAY = dt.date(2026, 11, 28)
TABLES = {
    "sales": ("date", "document", "customer", "product", "amount", "division"),
    "customers": ("customer", "name", "segment", "group", "region", "manager"),
    "products": ("product", "name", "group"),
    "offers": ("customer", "product", "status", "reason"),
    "invoices": ("invoice", "customer", "due", "amount"),
}


def rows_of(key, words):
    """Rows of an input table with the words wherever a text may stand."""
    for number, word in enumerate(words):
        day = dt.date(2025, 1, 1) + dt.timedelta(days=number % 300)
        given_ = dict.fromkeys(TABLES[key], word)
        typed_ = {
            "date": day.isoformat(),
            "due": day.isoformat(),
            "amount": str(100 + number),
            "status": "offered",
        }
        yield given_ | {field: typed_[field] for field in typed_.keys() & given_.keys()}


def bring(path, folder, words):
    """Import the words into every table that takes texts, and refresh."""
    with open_file(path, backup=False) as book:
        index = Index.of(book)
        for key, fields in TABLES.items():
            file = folder / f"{key}.csv"
            with file.open("w", newline="", encoding="utf-8") as out:
                writer = csv.DictWriter(out, fields)
                writer.writeheader()
                writer.writerows(rows_of(key, words))
            import_file(index, file, key, texts("en"), today=TODAY)
        refresh_all(book, now=dt.datetime(2026, 11, 28, 12, 0))
        book.save()


def formulas(parts):
    """Every formula and every link of a workbook, by part."""
    found = {}
    for name, part in parts.items():
        if name.startswith("xl/worksheets/sheet"):
            found[name] = (
                sorted(re.findall(rb"<f\b[^>]*>[^<]*</f>|<f\b[^>]*/>", part)),
                part.count(b"<hyperlink "),
                part.count(b"ddeLink"),
            )
        elif name.endswith(".rels"):
            found[name] = sorted(
                re.findall(rb"<Relationship [^>]*(?:External|hyperlink)[^>]*>", part)
            )
    return found


def as_key(word):
    """A text as a customer's key: trimmed, without what is seen nowhere."""
    return re.sub(r"\s+", " ", word).strip()


def test_naughty_texts_stay_texts_in_every_table(tmp_path):
    path = tmp_path / "book.xlsm"
    shutil.copyfile(template_path("en"), path)
    before = read_parts(path)
    texts = [word for word in TEXTS if word not in ERRORS]  # a text file says these, too
    words = list(dict.fromkeys(map(as_key, texts)))
    bring(path, tmp_path, words)
    after = read_parts(path)
    assert formulas(after) == formulas(before)
    assert before.keys() == after.keys()  # no external link, no connection
    for table, column in (("Sales", "customer"), ("RFM_Result", None), ("Customers", "name")):
        head, rows = table_rows(path, table)
        at = 0 if column is None else head.index(column)
        found = {as_key(str(row[at])) for row in rows}
        missing = [word for word in words if word not in found]
        assert len(missing) <= len(words) // 50, missing  # openpyxl reads some escapes otherwise


@settings(
    max_examples=3, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)  # a refresh each
@given(
    st.lists(
        st.builds(
            lambda start, body: start + body,
            st.sampled_from(["=", "+", "-", "@", "＝", "\t=", '"=', "http://", "'="]),
            st.text(st.characters(codec="utf-8"), max_size=20),
        ),
        min_size=20,
        max_size=60,
        unique_by=as_key,
    )
)
def test_any_text_stays_a_text(tmp_path_factory, words):
    path = tmp_path_factory.mktemp("any") / "book.xlsm"
    shutil.copyfile(template_path("en"), path)
    before = formulas(read_parts(path))
    frames = {key: pd.DataFrame(rows_of(key, words)) for key in TABLES}
    for frame, field in ((frames["sales"], "date"), (frames["invoices"], "due")):
        frame[field] = pd.to_datetime(frame[field]).astype("datetime64[s]")
    for key in ("sales", "invoices"):
        frames[key]["amount"] = frames[key]["amount"].astype(float)
    with open_file(path, backup=False) as book:
        place_inputs(Index.of(book), frames)
        refresh_all(book, now=dt.datetime(2026, 11, 28, 12, 0))
        book.save()
    assert formulas(read_parts(path)) == before


@pytest.mark.parametrize("text", TEXTS)
def test_excel_gets_a_text_that_it_cannot_read_as_a_formula(text):
    """Excel parses what is typed into a cell; a leading apostrophe makes it a text."""
    (sent,) = cells_of_column([text])
    assert sent.removeprefix("'") in {text, text.removeprefix("'")}
    if text[0] in "=+-@\t\r\n＝＋－＠'":
        assert sent == f"'{text}"


@given(st.text(max_size=30))
def test_nothing_sent_to_excel_begins_like_a_formula(text):
    assert not typed(text).startswith(tuple("=+-@\t\r\n\0＝＋－＠"))
