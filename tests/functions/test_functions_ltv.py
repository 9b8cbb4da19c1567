"""Lifetime value in cells, against published fits: CDNOW, called as Excel calls."""

import datetime as dt
import doctest

import pytest

from scoring.value.ltv import asked
from tests.functions.harness import MISSING, Sheet, block, column
from tests.scoring.cdnow import CALIBRATION_END, cdnow_frame
from xl_addin.functions import BTYD_FIT, BTYD_TABLE, LTV_FORMULA
from xl_addin.functions.value import formula, ltv, ltv_fit, ltv_given

END = dt.datetime.combine(CALIBRATION_END, dt.time())
# Eight customers, two orders each, one of them twice on a day.
FEW = (
    [f"C{n % 8}" for n in range(16)],
    [dt.datetime(2024, 1, 1) + dt.timedelta(days=20 * n) for n in range(16)],
    [100.0] * 16,
)


@pytest.fixture(scope="module")
def cdnow():
    """Customers, dates and amounts of 6,919 sales rows as columns of a sheet."""
    frame = cdnow_frame()
    days = [day.to_pydatetime() for day in frame["date"]]
    return Sheet(list(zip(frame["customer"], days, frame["amount"].tolist(), strict=True)))


def three(sheet):
    return [sheet.column(place) for place in (1, 2, 3)]


def test_fit_is_the_published_one(excel, cdnow):
    """CLVTools' tests and LTV.md 2; Fader, Hardie, Lee (2005): .243 4.414 .793 2.426, -9582.4."""
    customers, dates, _ = three(cdnow)
    head, *rows = excel("BTYD_FIT", customers, dates, END)
    assert head == ["Parameter", "Value", "Standard error"]
    names, values, errors = zip(*rows, strict=True)
    assert names == (
        "r", "alpha", "a", "b", "log-likelihood", "customers", "repeat buyers", "repeat orders",
        "model", "fit", "forecasts stand on", "tried",
    )  # fmt: skip
    assert values[:4] == pytest.approx((0.2425945, 4.4136019, 0.7929199, 2.4258881), abs=3e-5)
    assert values[4] == pytest.approx(-9582.429, abs=1e-3)
    assert values[5:8] == (2357.0, 946.0, 2457.0)
    told = ("BG/NBD", "converged at an inner optimum", "BG/NBD", "own search.")
    assert values[8:] == told
    # ltv_acceptance.json, by a numerical Hessian
    assert errors[:4] == pytest.approx((0.0126, 0.3782, 0.1857, 0.7053), abs=2e-4)
    assert set(errors[4:]) == {""}


def test_unit_of_time_changes_alpha_only(excel, cdnow):
    customers, dates, _ = three(cdnow)
    daily = excel("BTYD_FIT", customers, dates, END, "день", "нет")
    values = [value for _, value, _ in daily]
    assert values[:4] == pytest.approx((0.2425945, 7 * 4.4136019, 0.7929199, 2.4258881), rel=5e-5)


def test_amounts_take_returns_out(excel):
    """A sale returned on its day is no order: 16 rows and 8 returns leave the first 8 orders."""
    customers, days, amounts = ([*cells, *cells[8:]] for cells in FEW)
    amounts[16:] = [-100.0] * 8
    given = [column(*cells) for cells in (customers, days)]
    told = excel("BTYD_FIT", *given, MISSING, MISSING, MISSING, column(*amounts))
    assert "found 0" in told
    assert "found 8" in excel("BTYD_FIT", *given)


def test_table_of_cdnow(excel, cdnow):
    """METHODS 2.24 for P(alive) and CLV; expected ticket of note 025's workbook, customer 1.

    The CLV of 36.28 is by months of 30 days, ours are 30.4 days long: a little more.
    """
    rate = 1.01**12 - 1  # 1 % a month
    head, first, second, *others = excel("BTYD_TABLE", *three(cdnow), END, 12.0, rate)
    assert head == [
        "Customer",
        "Repeat orders",
        "Days from first to last",
        "Days since first",
        "Active, chance",
        "Expected orders",
        "Expected order value",
        "Lifetime value",
        "LTV, low end (90 %, delta method)",
        "LTV, high end (90 %, delta method)",
        "Orders, low end (90 %, delta method)",
        "Orders, high end (90 %, delta method)",
        "Ticket, low end (90 %, delta method)",
        "Ticket, high end (90 %, delta method)",
    ]
    assert first[8] < first[7] < first[9]
    assert len(others) == 2355
    assert first[:4] == ["0001", 2.0, 213.0, 272.0]
    assert first[4] == pytest.approx(0.7266, abs=1e-4)
    assert first[6] == pytest.approx(24.65, abs=0.01)
    assert 36.28 < first[7] < 36.28 * 365.25 / 360
    assert second[4] == pytest.approx(0.2122, abs=3e-4)


def test_horizon_margin_and_headers(excel, cdnow):
    """Orders of 39 weeks for x = 2, t_x = 30.43, T = 38.86: 1.226 (METHODS 2.24); nine months."""
    full = excel("BTYD_TABLE", *three(cdnow), END, 9.0, 0.0)
    half = excel("BTYD_TABLE", *three(cdnow), END, 9.0, 0.0, 0.5, "no")
    assert full[1][5] == pytest.approx(1.226 * 365.25 * 0.75 / 273, abs=0.005)
    assert half[0][7] == pytest.approx(full[1][7] / 2)
    assert half[0][7] == pytest.approx(half[0][5] * half[0][6] / 2)  # no discount
    assert len(half) == len(full) - 1


def test_equal_orders_have_no_gamma_gamma(cdnow):
    """Money without any variation: the mean order stands in, and the header says so.

    10 where a customer has one row a day, more where he has several.
    """
    customers, days, _ = zip(*cdnow.rows, strict=True)
    days = [day.replace(tzinfo=None) for day in days]
    head, *rows = BTYD_TABLE(list(customers), days, [10.0] * len(days), END)
    assert head[6] == "Average order"
    assert min(row[6] for row in rows) == 10.0


def test_simple_model_by_hand():
    """Two orders 160 days apart: 8 repeats in the customer years up to 26 October 2024.

    ages 160 + (140, 120, ..., 0) days: 8 x 160 + 560 = 1840 days, 8 / (1840 / 365.25) = 1.588 a
    year. First customer: (1 + 1.588) / (300 / 365.25 + 1) = 1.4209, for one year, 100 each.
    """
    head, *rows = BTYD_TABLE(*FEW, model="простая", lang="ru", discount=0.5, margin=0.5)
    assert head[0] == "Клиент"
    assert rows[0][:5] == ["C0", 1.0, 160.0, 300.0, 1.0]
    assert rows[0][5] == pytest.approx(1.4209, abs=1e-4)
    assert rows[0][6:] == [100.0, pytest.approx(1.4209 * 100 * 0.5, abs=0.01), *["–"] * 6]
    assert head[8:] == [
        "LTV, нижняя граница (без интервала)",
        "LTV, верхняя граница (без интервала)",
        "Заказы, нижняя граница (без интервала)",
        "Заказы, верхняя граница (без интервала)",
        "Чек, нижняя граница (без интервала)",
        "Чек, верхняя граница (без интервала)",
    ]


def test_bad_data_and_too_little(excel):
    told = excel("BTYD_TABLE", *(column(*cells) for cells in FEW))
    assert told == (
        "#BTYD_TABLE: BG/NBD needs 30 customers who bought again; found 8. "
        "Bring a longer history, or use the simple formula."
    )


def test_the_fit_is_made_once(monkeypatch, cdnow):
    calls = []
    fit = asked.fit_orders
    monkeypatch.setattr(asked, "fit_orders", lambda *args: calls.append(1) or fit(*args))
    customers, days, _ = zip(*cdnow.rows, strict=True)
    sales = list(customers), [day.replace(tzinfo=None) for day in days]
    english = BTYD_FIT(*sales, END)
    assert BTYD_FIT(*sales, END, lang="ru")[1:5] == english[1:5]
    assert BTYD_FIT(*sales, END, headers=False) == english[1:]
    assert len(calls) == 1
    BTYD_FIT(*sales, END, "month")
    assert len(calls) == 2


def test_retention_formula():
    """METHODS 2.6: m = 1800, r = .75, d = .15 give 3375, and 5175 with the first one now."""
    assert LTV_FORMULA(1800.0, 0.75, 0.15) == pytest.approx(3375)
    assert LTV_FORMULA(1800.0, 0.75, 0.15, "да") == pytest.approx(5175)


def test_retention_formula_of_two_periods():
    """By hand: 100 x .5 / 1.25 = 40, then 40 x .4 = 16; with the first now 100 and 40."""
    assert LTV_FORMULA(100.0, 0.5, 0.25, "no", 2.0) == pytest.approx(56)
    assert LTV_FORMULA(100.0, 0.5, 0.25, "yes", 2.0) == pytest.approx(140)
    assert LTV_FORMULA(100.0, 1.0, 0.0, "no", 7.0) == pytest.approx(700)


def test_retention_formula_shapes(excel):
    rows = [["Margin", "Retention"], [1800.0, 0.75], [None, None], [900.0, 0.75]]
    sheet = Sheet(rows)
    answer = excel("LTV_FORMULA", sheet.column(1), sheet.column(2), column(0.15))
    assert [cell for (cell,) in answer] == ["", pytest.approx(3375), "", pytest.approx(1687.5)]
    whole = [sheet.column(place, 1_048_576) for place in (1, 2)]
    assert excel("LTV_FORMULA", *whole, 0.15) == answer
    across = block([[1800.0, 900.0]])
    assert excel("LTV_FORMULA", across, 0.75, 0.15) == pytest.approx([3375, 1687.5])
    assert excel("LTV_FORMULA", column(None), column(None), column(None)) == ""


@pytest.mark.parametrize("module", [ltv, ltv_fit, ltv_given, formula])
def test_examples_of_the_handbook(module):
    found = doctest.testmod(module)
    assert found.attempted
    assert not found.failed
