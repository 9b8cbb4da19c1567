"""Results as CSV (BAD_INPUT S39): harmless in a spreadsheet, and the texts come back whole."""

import codecs
import csv
import io
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.security.naughty import TEXTS as NAUGHTY
from xl_addin.files.csv_writer import harmless, write_csv

DANGEROUS = (
    "=+-@\t\r\n\0＝＋－＠"  # OWASP, "CSV Injection", with the full-width ones of BAD_INPUT 4.1
)
TEXTS = st.sampled_from([*NAUGHTY, *DANGEROUS, "'", "''=1", ";=1", '";=1', ",\r\n=1"]) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30
)


def written(headers, columns, delimiter=",", decimal="."):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "result.csv"
        write_csv(path, headers, columns, delimiter=delimiter, decimal=decimal)
        assert [entry.name for entry in path.parent.iterdir()] == ["result.csv"]
        return path.read_bytes()


def rows_of(data, delimiter):
    """Read it as another program would."""
    assert data.startswith(codecs.BOM_UTF8)
    text = io.StringIO(data.decode("utf-8-sig"), newline="")
    return list(csv.reader(text, delimiter=delimiter, strict=True))


@given(st.lists(TEXTS, min_size=1, max_size=8), TEXTS, st.sampled_from(",;\t"))
def test_s39_no_text_is_a_formula_and_each_comes_back(words, header, delimiter):
    columns = [words, pd.Categorical(words), range(len(words))]
    head, *rows = rows_of(written([header, "b", "c"], columns, delimiter), delimiter)
    assert [cell[:1] in set(DANGEROUS) for row in (head, *rows) for cell in row].count(True) == 0
    back = [[cell.removeprefix("'") for cell in row[:2]] for row in rows]
    asked = [word.replace("\0", "\ufffd") for word in words]
    assert back == [[word, word] for word in asked]
    assert head[0].removeprefix("'") == header.replace("\0", "\ufffd")
    assert [row[2] for row in rows] == [str(number) for number in range(len(words))]


@pytest.mark.parametrize("text", [*DANGEROUS, *(f"{mark}1" for mark in DANGEROUS)])
def test_s39_every_mark_is_defused(text):
    assert harmless(text).startswith("'")


@pytest.mark.parametrize("text", ["", "Ромашка", "0017", "a=b", "1-2", "😀"])
def test_s39_other_texts_are_left_alone(text):
    assert harmless(text) == text


@pytest.mark.parametrize(
    ("delimiter", "decimal", "shown"), [(",", ".", "-1.5"), (";", ",", "-1,5")]
)
def test_s39_numbers_and_dates_are_values(delimiter, decimal, shown):
    days = pd.Series(pd.to_datetime(["2025-12-31", None]), index=[7, 3])  # whatever its index
    columns = [np.array([-1.5, np.nan]), days, pd.Series([-3, 4]), ["x", None]]
    _, *rows = rows_of(written(list("abcd"), columns, delimiter, decimal), delimiter)
    assert rows == [[shown, "2025-12-31", "-3", "x"], ["", "", "4", ""]]
