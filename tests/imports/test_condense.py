"""More sales than the sheet has rows (BAD_INPUT H22, S41): added up without a loss, or refused."""

import pandas as pd
import pytest

from xl_addin.exports.condense import condensed
from xl_addin.texts import texts

SALES = pd.DataFrame(
    [
        ("2025-01-10", "D1", "A", "nut", 1.0, 10.0),
        ("2025-01-10", "D1", "A", "nut", 2.0, 20.0),
        ("2025-01-10", "D1", "A", "bolt", 1.0, 5.0),
        ("2025-01-10", "D1", "A", "nut", -1.0, -10.0),  # a return stays apart
        ("2025-01-10", "D2", "A", "nut", 1.0, 10.0),  # another order
        ("2025-01-11", "D3", "B", "nut", 1.0, 7.0),
    ],
    columns=["date", "document", "customer", "product", "quantity", "amount"],
)


def orders(frame):
    """Money and number of orders above 0 of each customer and day, which every method stands on."""
    bought = frame[frame["amount"] > 0]
    keys = ["date", "document", "customer"]
    return bought.groupby(keys)["amount"].sum().to_dict(), frame["amount"].sum()


@pytest.mark.parametrize(
    ("room", "left", "told"),
    [
        (5, 5, "6"),  # rows alike but for their numbers: by hand, the first two
        (4, 4, "product"),  # then those of another product too
    ],
)
def test_rows_are_added_up_until_they_fit(room, left, told):
    notices = []
    found = condensed(SALES, room, notices, texts("en"))
    assert len(found) == left
    assert orders(found) == orders(SALES)
    assert found["quantity"].sum() == SALES["quantity"].sum()
    (notice,) = notices
    assert told in notice
    assert ("product" in found) == (told != "product")


@pytest.mark.parametrize("more", [[], ["--dry-run"]])
def test_s41_what_still_does_not_fit_is_refused_before_anything_is_written(
    run, book, tmp_path, monkeypatch, more
):
    monkeypatch.setattr("xl_addin.book.imports.ROOM", 3)
    monkeypatch.setattr("xl_addin.book.write.LAST_ROW", 10)  # of a sheet whose header is in row 7
    file = tmp_path / "sales.csv"
    SALES.to_csv(file, index=False)
    before = book.read_bytes()
    done = run("import", file, "--into", book, "--lang", "en", "--duplicates", "keep", *more)
    assert done.code == 1
    assert "4 rows do not fit under the table Sales" in done.err
    assert book.read_bytes() == before
