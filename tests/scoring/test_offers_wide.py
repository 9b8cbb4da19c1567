import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from scoring.errors import TableError
from scoring.offers.matrix import build_matrix
from scoring.offers.metrics import measure_offers
from scoring.offers.wide import parse_wide, to_wide
from scoring.tables import ErrorCell
from tests.scoring.offers_samples import (
    AS_OF,
    SEGMENTS,
    SOURCE_ROWS,
    customers_of,
    offers_of,
    source_wide,
)
from tests.scoring.test_offers_matrix import AIMS, ROWS, SALES, SEGMENTED, built
from tests.scoring.test_offers_metrics import GOLDEN
from tests.scoring.test_offers_status import RUSSIAN


def matrix_of(gated):
    wide = gated.strict()
    return build_matrix(wide.offers, customers=wide.customers, as_of=AS_OF)


def test_golden_example_from_the_wide_form():
    metrics = measure_offers(matrix_of(parse_wide(source_wide())))
    assert metrics.totals._asdict() == GOLDEN
    assert metrics.steps["days_overdue"].tolist() == [341, 17]


def test_wide_form_becomes_the_rows_of_the_long_one():
    offers = parse_wide(source_wide()).strict().offers
    who, what = offers.customer_ids[offers.customer], offers.product_ids[offers.product]
    assert list(zip(who, what, offers.status, strict=True)) == SOURCE_ROWS
    assert offers.n_rows == 12
    assert np.isnan(offers.amount).all()


def test_long_form_becomes_the_wide_one():
    matrix = build_matrix(offers_of(SOURCE_ROWS), customers=customers_of(SEGMENTS), as_of=AS_OF)
    written = to_wide(matrix, RUSSIAN)
    pd.testing.assert_frame_equal(written, source_wide(), check_column_type=False)


def test_english_words():
    written = to_wide(built(SOURCE_ROWS, segments=SEGMENTS))
    assert written.iloc[1].tolist() == [
        "Сегмент 1", "Клиент 2", "Not offered", "Подписание договора, 2011-01-15", *[None] * 4
    ]  # fmt: skip
    assert written.iloc[3, 5] == "Refused"


@given(ROWS, SALES, SEGMENTED, AIMS)
def test_wide_and_back_is_the_same_matrix(rows, sales, segments, targets):
    one = built(rows, sales, segments, targets)
    if not one.status.size:
        return
    for words in (None, RUSSIAN):
        other = matrix_of(parse_wide(to_wide(one, words)))
        place = [other.product_ids.tolist().index(each) for each in one.product_ids]
        assert other.customer_ids.tolist() == one.customer_ids.tolist()
        assert other.segments.tolist() == one.segments.tolist()
        assert other.status[:, place].tolist() == one.status.tolist()
        assert other.step[:, place].tolist() == one.step.tolist()


def test_what_stands_beside_the_customer():
    frame = pd.DataFrame(
        {
            "customer": ["b", 7, None, "a"],
            "name": ["Beta", "Seven", None, None],
            "p": ["+", None, None, "отказ"],
            "q": [None] * 4,
        },
        dtype=object,
    )
    gated = parse_wide(frame)
    wide = gated.strict()
    assert wide.customers.ids.tolist() == ["7", "a", "b"]
    assert wide.customers.frame["name"].tolist() == ["Seven", None, "Beta"]
    assert wide.offers.customer_ids.tolist() == ["7", "a", "b"]
    assert wide.offers.product_ids.tolist() == ["p", "q"], "columns without a cell stay"
    assert wide.offers.customer.tolist() == [1, 2]
    assert (gated.rows_read, gated.rows_used) == (3, 3)
    assert gated.left_out.size == 0


def test_cells_that_hold_dates_are_steps():
    cells = [pd.Timestamp("2011-01-15"), dt.date(2010, 2, 25), "+"]
    frame = pd.DataFrame({"customer": ["a", "b", "c"], "p": pd.Series(cells, dtype=object)})
    steps = measure_offers(matrix_of(parse_wide(frame))).steps
    assert steps["days_overdue"].tolist() == [341, 17]
    assert steps["stage"].tolist() == [None, None]


def test_all_problems_at_once():
    frame = pd.DataFrame(
        {
            "customer": ["a", None, "b", "a", "c", "d"],
            "p": ["+", "+", ErrorCell("#N/A"), "+", True, "+"],
            "q": ["+"] * 6,
        },
        dtype=object,
    )
    gated = parse_wide(frame)
    told = {(each.code, each.column): each.rows.tolist() for each in gated.problems}
    assert told == {
        ("cell.blank", "customer"): [1],
        ("key.twice", "customer"): [3],
        ("cell.error", "p"): [2],
        ("text.flag", "p"): [4],
    }
    assert gated.left_out.tolist() == [1, 2, 3, 4]
    assert (gated.rows_read, gated.rows_used) == (6, 2)
    assert gated.table.offers.customer_ids.tolist() == ["a", "d"]
    texts = [problem.text() for problem in gated.problems]
    assert "Offers, column p, row 3: #N/A is an Excel error." in texts
    with pytest.raises(TableError):
        gated.strict()


@pytest.mark.parametrize(
    ("columns", "codes"),
    [
        ({"client": ["a"], "p": ["+"]}, ["column.missing"]),
        ({"customer": ["a"], "p": ["+"], "p ": ["+"]}, ["column.twice"]),
        ({"customer": [None], "p": [None]}, ["rows.none"]),
        ({"customer": [], "p": []}, ["rows.none"]),
        ({"customer": [None], "p": ["+"]}, ["cell.blank", "rows.none_good"]),
    ],
)
def test_wholes_at_fault(columns, codes):
    gated = parse_wide(pd.DataFrame(columns, dtype=object))
    assert [each.code for each in gated.problems] == codes
    assert gated.table is None
    assert gated.problems[-1].fatal


def test_blanks_removed_are_noted_and_the_frame_stays():
    frame = pd.DataFrame({"customer": [" a", "b"], " p ": ["+ ", None]}, dtype=object)
    before = frame.copy()
    gated = parse_wide(frame)
    assert [note.code for note in gated.notes] == ["note.ids_cleaned"]
    assert gated.strict().offers.product_ids.tolist() == ["p"]
    pd.testing.assert_frame_equal(frame, before)


def test_a_matrix_without_products():
    gated = parse_wide(pd.DataFrame({"customer": ["a"], "segment": ["s"]}, dtype=object))
    assert gated.strict().offers.n_rows == 0
    assert matrix_of(gated).status.size == 0
