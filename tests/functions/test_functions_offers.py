"""Offers in cells, against the matrix of document 004 and its metrics in METHODS 2.21."""

import datetime as dt
import doctest

import pytest

from tests.functions.harness import Error, Sheet, block, column
from tests.scoring.offers_samples import source_wide
from xl_addin.functions import OFFER_COVERAGE, OFFER_STATUS
from xl_addin.functions.offers import matrix
from xl_addin.texts import texts

WIDE = source_wide()
GOLDEN = [["Сегмент", "Клиент", *WIDE.columns[2:]], *WIDE.to_numpy().tolist()]
CELLS = [row[2:] for row in GOLDEN[1:]]


@pytest.mark.parametrize(
    ("metric", "value"),
    [  # METHODS 2.21: T 12, S 6, O 10, P 2, X 2; two steps overdue on 1 February 2011
        ("coverage", 10 / 12), ("penetration", 0.5), ("win_rate", 0.75), ("охват", 10 / 12),
        ("products_per_customer", 1), ("targeted", 12), ("sold", 6), ("offered", 10),
        ("in_progress", 2), ("refused", 2), ("not_offered", 2), ("overdue", 2),
    ],
)  # fmt: skip
def test_the_golden_matrix(excel, metric, value):
    as_of = dt.datetime(2011, 2, 1)
    assert excel("OFFER_COVERAGE", block(GOLDEN), metric, as_of) == value
    assert OFFER_COVERAGE(CELLS, metric, "2011-02-01") == value
    assert OFFER_COVERAGE([row[1:] for row in GOLDEN], metric, "01.02.2011") == value


def test_overdue_is_before_today():
    """The steps are of 25 February 2010 and 15 January 2011."""
    counts = [OFFER_COVERAGE(GOLDEN, "overdue", day) for day in ("2010-02-25", "2011-01-15")]
    assert counts == [0, 1]


def test_coverage_left_out_metric_and_whole_columns(excel):
    sheet = Sheet(GOLDEN)
    assert excel("OFFER_COVERAGE", sheet((1, 1), (1_048_576, 8))) == 10 / 12
    assert excel("OFFER_COVERAGE", block([["+"]])) == 1
    # Without refusals or sales there is no rate to win.
    assert excel("OFFER_COVERAGE", block([["Not offered"]]), "win rate") == "–"


def test_a_dash_is_not_targeted():
    assert OFFER_COVERAGE([["+", "–"], ["Not offered", None]], "targeted") == 2
    assert OFFER_COVERAGE([["-", "–"]]) == "–"


def test_stages_of_ones_own_need_headers():
    told = OFFER_COVERAGE([["+", "Tender"]])
    assert told.startswith("#OFFER_COVERAGE: matrix, row 1: 'Tender' is no status")
    assert OFFER_COVERAGE([["Customer", "P1", "P2"], ["C1", "+", "Tender"]], "in_progress") == 1


@pytest.mark.parametrize(
    ("text", "status", "date", "stage", "reason"),
    [  # REQUIREMENTS 1.5.4 and the grammar of WORKBOOK 4.4
        ("+", "sold", None, None, None),
        ("＋", "sold", None, None, None),  # full width
        ("Не предлагали", "not_offered", None, None, None),
        ("Отказ", "refused", None, None, None),
        ("Refused, too dear", "refused", None, None, "too dear"),
        ("Предложение, 25.02.2010", "in_progress", (2010, 2, 25), "Предложение", None),
        ("Подписание договора, 15.01.2011", "in_progress", (2011, 1, 15),
         "Подписание договора", None),
        ("Meeting, 2011-01-15", "in_progress", (2011, 1, 15), "Meeting", None),
        ("±", "in_progress", None, None, None),
        ("+/−", "in_progress", None, None, None),
        ("–", "not_targeted", None, None, None),
    ],
)  # fmt: skip
def test_what_a_cell_says(text, status, date, stage, reason):
    assert OFFER_STATUS(text) == texts("en")(f"offer_status.{status}")
    assert OFFER_STATUS(text, "статус", "русский") == texts("ru")(f"offer_status.{status}")
    assert OFFER_STATUS(text, "date") == (dt.datetime(*date) if date else "–")
    assert OFFER_STATUS(text, "stage") == (stage or "–")
    assert OFFER_STATUS(text, "причина") == (reason or "–")


def test_shapes_of_status(excel):
    rows = [["+", None], [None, dt.datetime(2011, 1, 15)]]
    assert excel("OFFER_STATUS", block(rows)) == [["Sold", ""], ["", "In progress"]]
    assert excel("OFFER_STATUS", column("+", None, "Отказ")) == [["Sold"], [""], ["Refused"]]
    assert excel("OFFER_STATUS", block([["+", "Отказ"]])) == ["Sold", "Refused"]
    assert excel("OFFER_STATUS", column("+")) == "Sold"
    assert excel("OFFER_STATUS", column(None)) == ""
    sheet = Sheet([["+"], [None], ["Refused"], [None]])
    whole = excel("OFFER_STATUS", sheet.column(1, 1_048_576))
    assert whole == [["Sold"], [""], ["Refused"]]
    day = excel("OFFER_STATUS", block(rows), "next step")[1][1]
    assert day.replace(tzinfo=None) == dt.datetime(2011, 1, 15)


def test_error_cells_are_named(excel):
    told = excel("OFFER_STATUS", column("+", Error("#VALUE!")))
    assert told == "#OFFER_STATUS: statuses, row 2: #VALUE! is an Excel error."
    told = excel("OFFER_COVERAGE", block([["Customer", "P1"], ["C1", Error("#VALUE!")]]))
    assert told == "#OFFER_COVERAGE: matrix, row 2: #VALUE! is an Excel error."


def test_examples_of_the_handbook():
    found = doctest.testmod(matrix)
    assert found.attempted
    assert not found.failed
