"""The quality of a lifetime model in cells, on CDNOW: 39 weeks to fit and 39 to check."""

import datetime as dt

import pytest

from tests.functions.harness import Sheet
from tests.scoring.cdnow import CALIBRATION_END, cdnow_frame
from xl_addin.functions import LTV_CHECK

SPLIT = dt.datetime.combine(CALIBRATION_END, dt.time())
VERDICTS = {"pass", "attention", "fail"}


@pytest.fixture(scope="module")
def cdnow():
    frame = cdnow_frame()
    days = [day.to_pydatetime() for day in frame["date"]]
    sheet = Sheet(list(zip(frame["customer"], days, frame["amount"].tolist(), strict=True)))
    return [sheet.column(place) for place in (1, 2, 3)]


@pytest.fixture(scope="module")
def columns():
    frame = cdnow_frame()
    days = [day.to_pydatetime() for day in frame["date"]]
    return frame["customer"].tolist(), days, frame["amount"].tolist()


def test_checks_in_the_way_of_excel(excel, cdnow):
    """LTV.md 2 and 4.3: total -12.1 %, chi-square 4.82, Spearman .206 of orders and money."""
    head, *rows = excel("LTV_CHECK", *cdnow, SPLIT)
    assert head == ["Check", "Verdict", "Number", "What it says"]
    found = {name: (verdict, number, sentence) for name, verdict, number, sentence in rows}
    assert len(found) == 16
    assert {verdict for verdict, _, _ in found.values()} <= VERDICTS
    assert found["Total orders"][:2] == ("attention", pytest.approx(-0.1215, abs=1e-4))
    assert "1,653 forecast, 1,882 came: -12.1 %" in found["Total orders"][2]
    assert found["Frequencies"][:2] == ("pass", pytest.approx(4.82, abs=0.005))
    assert found["Orders and money apart"][:2] == ("attention", pytest.approx(0.206, abs=5e-4))
    assert found["Parameters"][:2] == ("pass", "–")


def test_models_side_by_side(columns):
    """LTV.md 4.3: mean absolute errors and biases."""
    head, *rows = LTV_CHECK(*columns, SPLIT, show="models")
    table = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    errors = {"BG/NBD": 0.785, "MBG/NBD": 0.765, "Pareto/NBD": 0.755, "NBD": 1.041}
    for name, error in errors.items():
        assert table[name]["Mean absolute error"] == pytest.approx(error, abs=6e-4)
        assert table[name]["Fit"] == "determined"
    assert table["Own rate goes on"]["Mean absolute error"] == pytest.approx(1.024, abs=6e-4)
    assert table["Own rate goes on"]["Log-likelihood"] == "–"


def test_holdout_by_orders(columns):
    """BTYD walkthrough: 0.225 expected and 0.237 came of the 1411 without a repeat order."""
    rows = LTV_CHECK(*columns, SPLIT, show="заказы", headers=False)
    assert rows[0] == ["0", 1411.0, pytest.approx(0.2367, abs=1e-4), pytest.approx(0.225, abs=5e-4)]
    assert [row[0] for row in rows] == [*"0123456", "7+"]


def test_weeks(columns):
    rows = LTV_CHECK(*columns, SPLIT, show="weeks", headers=False)
    assert [row[1] for row in rows[19:25]] == [73, 55, 70, 33, 56, 99]
    assert rows[24][4] == pytest.approx(1669.6, abs=0.05)
    assert (rows[38][5], rows[39][5]) == (False, True)


SHAPES = {
    "idle": (8, 4),
    "deciles": (10, 4),
    "frequencies": (8, 5),
    "tickets": (7, 4),
    "units": (3, 5),
    "ends": (4, 8),
    "alive": (11, 11),
}


@pytest.mark.parametrize(("show", "shape"), SHAPES.items())
@pytest.mark.parametrize("lang", ["en", "ru"])
def test_every_table(columns, show, shape, lang):
    head, *rows = LTV_CHECK(*columns, SPLIT, show=show, lang=lang)
    assert (len(rows), len(head)) == shape
    assert {len(row) for row in rows} == {len(head)}


def test_russian(columns):
    head, first, *_ = LTV_CHECK(*columns, SPLIT, lang="ru")
    assert head == ["Проверка", "Вывод", "Число", "Что это значит"]
    assert first[:2] == ["Параметры", "пройдено"]
    assert first[3].startswith("BG/NBD: поиск нашёл лучшие параметры")


def test_auto_takes_what_the_holdout_speaks_for(columns):
    rows = LTV_CHECK(*columns, SPLIT, model="авто", headers=False)
    assert rows[0][3].startswith("MBG/NBD")


def test_too_little_for_a_model():
    few = (["a", "b", "c"], ["2024-01-01", "2024-01-05", "2024-03-01"], [1.0, 2.0, 3.0])
    rows = LTV_CHECK(*few, headers=False)
    assert [row[1] for row in rows] == ["fail", "fail"]
    assert LTV_CHECK(*few, show="weeks", headers=False) == [["–"]]


def test_a_split_after_the_end():
    few = (["a", "a"], ["2024-01-01", "2024-03-01"], [1.0, 2.0])
    refused = LTV_CHECK(*few, split_date="2024-03-01")
    assert refused.startswith("#LTV_CHECK: The calibration ends on 2024-03-01.")
    early = LTV_CHECK(*few, split_date="2023-01-01")
    assert early.startswith("#LTV_CHECK: LTV needs at least 1 order")
