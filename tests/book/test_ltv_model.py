"""The sheet LTV model where the checks look at a sample of the customers."""

import pandas as pd
import pytest

from scoring.assessment import Tables, assess
from scoring.errors import Note
from scoring.settings import Settings
from scoring.tables import gate_sales
from scoring.value.ltv.quality import sample
from tests.scoring.cdnow import cdnow_frame
from xl_addin.book.results.ltv_model import ltv_model_blocks
from xl_addin.book.wording import note_text
from xl_addin.texts import texts

SPLIT = pd.Timestamp("1997-09-30")  # the middle of 1997-01-01 to 1998-06-30


@pytest.fixture(scope="module")
def sales():
    return gate_sales(cdnow_frame())


def counts(sales, language):
    """Return what the sheet says of the customers known and of those who bought again."""
    blocks = ltv_model_blocks(texts(language), assess(Tables(sales), Settings()))
    return [cell for (cell,) in blocks["ltv_facts"][3:5]]


def test_a_note_writes_its_numbers_as_the_language_does():
    quality = Note("note.ltv_sampled", {"taken": "4000", "customers": "12345"})
    assert "4,000 of 12,345 customers" in note_text(texts("en"), quality)
    assert "4\xa0000 из 12\xa0345" in note_text(texts("ru"), quality)
    told = {"expected": "1577", "actual": "1882", "bias": "-16.2", "good": "10", "bad": "20"}
    total = Note("note.ltv_check_total", told)
    assert "1,577 forecast, 1,882 came: -16.2 %." in note_text(texts("en"), total)
    assert "прогноз 1\xa0577, пришло 1\xa0882: -16,2 %." in note_text(texts("ru"), total)
    leaving = Note("note.ltv_check_leaving", {"model": "NBD", "p": "< 0.001", "limit": "0.05"})
    assert "(p < 0,001, меньше 0,05)" in note_text(texts("ru"), leaving)


def test_all_customers_are_counted_by_pandas(sales):
    known = cdnow_frame().query("date <= @SPLIT")
    days = known.groupby("customer")["date"].nunique()
    assert counts(sales, "en") == [f"{days.size:,}", f"{(days > 1).sum()}"]


def test_the_base_and_its_sample_are_told_apart(sales, monkeypatch):
    """Every customer of CDNOW came in the first quarter, long before the split."""
    monkeypatch.setattr(sample, "MOST_CUSTOMERS", 1000)
    monkeypatch.setattr(sample, "FEWEST_REPEATERS", 300)
    known, again = counts(sales, "en")
    assert known == "2,357; in the sample 1,000"
    assert again.endswith(" of the sample")
    assert int(again.removesuffix(" of the sample")) < 1000
    known, again = counts(sales, "ru")
    assert known.replace("\xa0", " ") == "2 357; в выборке 1 000"
    assert again.endswith(" в выборке")
