"""CDNOW, 39 weeks of orders and 39 to check: the whole way from rows to lifetime value."""

import numpy as np
import pandas as pd
import pytest

from scoring.settings import LtvPolicy
from scoring.tables import gate_sales
from scoring.value.ltv import bgnbd
from scoring.value.ltv.fits import BgNbd
from scoring.value.ltv.history import order_history
from scoring.value.ltv.model import estimate_ltv
from scoring.value.ltv.models import ORDER_MODELS
from tests.scoring.cdnow import (
    CALIBRATION_END,
    cdnow_frame,
    cdnow_sales,
    packaged,
    shared_cdnow_frame,
)


@pytest.fixture(scope="module")
def sales():
    return cdnow_sales()


@pytest.fixture(scope="module")
def result(sales):
    return estimate_ltv(sales, LtvPolicy(margin=1.0), CALIBRATION_END)


@pytest.fixture(scope="module")
def history(sales):
    return order_history(sales, CALIBRATION_END)


def test_order_history_is_the_published_one(history):
    """The summary that Hardie's notes carry, to two decimals of a week."""
    name = "cdnow_customers_summary_with_transactions.csv"
    published = pd.read_csv(packaged(name))
    assert history.ids.tolist() == [f"{number:04d}" for number in published["ID"]]
    assert history.repeat_orders.tolist() == published["x"].tolist()
    assert history.last_days / 7 == pytest.approx(published["t_x"].to_numpy(), abs=0.006)
    assert history.age_days / 7 == pytest.approx(published["T"].to_numpy(), abs=0.006)
    assert history.repeat_money == pytest.approx(published["zbar"].to_numpy(), abs=0.006)
    # Sums as in Fader, Hardie, Lee (2005).
    assert (len(history.ids), history.repeat_orders.sum()) == (2357, 2457)
    assert history.repeaters.sum() == 946


def published_fit(result):
    """CLVTools' tests; LTV.md 2 for the standard errors of BG/NBD (own, second program)."""
    values = result.parameters.set_index("name")["value"]
    exact = {"r": 0.2425945, "alpha": 4.4136019, "a": 0.7929199, "b": 2.4258881}
    for name, value in exact.items():
        assert values[name] == pytest.approx(value, abs=3e-5), name
    for name, value in {"p": 6.25, "q": 3.74, "v": 15.44}.items():
        assert values[name] == pytest.approx(value, abs=0.005), name
    assert result.log_likelihood == pytest.approx(-9582.429, abs=1e-3)
    assert result.ticket_fit.log_likelihood == pytest.approx(-4055.9177, abs=1e-4)
    assert result.order_fit.standard_errors == pytest.approx(
        [0.0126, 0.3782, 0.1857, 0.7053], abs=2e-4
    )
    assert result.ticket_fit.parameters.mean == pytest.approx(35.17, abs=0.005)
    assert (result.order_fit.n, result.ticket_fit.n) == (2357, 946)


def test_published_fit(result):
    published_fit(result)


@pytest.mark.data
def test_published_fit_from_the_shared_data(data):
    sales = gate_sales(shared_cdnow_frame(data)).strict()
    published_fit(estimate_ltv(sales, LtvPolicy(margin=1.0), CALIBRATION_END))


def test_histogram(result):
    """Frequencies and chi-square of Fader, Hardie, Lee (2005), bins 0 .. 6 and 7+."""
    actual = result.histogram["actual"].to_numpy()
    expected = result.histogram["expected"].to_numpy()
    assert result.histogram["orders"].tolist() == [*"0123456789", "10+"]
    assert expected.sum() == pytest.approx(2357)
    actual, expected = (np.append(bars[:7], bars[7:].sum()) for bars in (actual, expected))
    assert actual.tolist() == [1411, 439, 214, 100, 62, 38, 29, 64]
    assert ((actual - expected) ** 2 / expected).sum() == pytest.approx(4.82, abs=0.005)


def test_holdout_by_orders_before(history, result):
    """BTYD walkthrough: orders in the coming 39 weeks by x, actual and expected."""
    late = cdnow_frame().query("date > '1997-09-30'").drop_duplicates(["date", "customer"])
    came = late.groupby("customer").size().reindex(history.ids, fill_value=0)
    expected = ORDER_MODELS["bgnbd"].expected_orders(
        result.order_fit.parameters,
        history.repeat_orders.astype(int),
        history.last_days / 7,
        history.age_days / 7,
        39,
    )
    bar = np.minimum(history.repeat_orders, 7)
    size = np.bincount(bar)
    assert np.bincount(bar, came) / size == pytest.approx(
        [0.237, 0.697, 1.393, 1.560, 2.532, 2.947, 3.862, 6.359], abs=6e-4
    )
    assert np.bincount(bar, expected) / size == pytest.approx(
        [0.2250893, 0.5231364, 1.044126, 1.520256, 2.163824, 2.653789, 3.503957, 6.157036],
        abs=2e-4,
    )


def test_cumulative_tracking(history, result):
    """BTYD walkthrough: repeat orders of all customers up to weeks 20 to 25."""
    born = history.age_days.max() - history.age_days
    sums = []
    for week in range(20, 26):
        time = np.maximum(week - born / 7, 0)
        none = np.zeros(time.size, int)
        orders = bgnbd.orders_if_alive(result.order_fit.parameters, none, 0 * time, time)
        sums.append(orders.sum())
    expected = [1312.458, 1387.346, 1460.392, 1531.713, 1601.418, 1669.600]
    assert sums == pytest.approx(expected, abs=0.02)


def test_customers_one_and_two(result):
    """METHODS.md 2.24 for P(alive); expected ticket of note 025's workbook."""
    first, second = result.table.iloc[0], result.table.iloc[1]
    assert first["customer"] == "0001"
    assert (first["repeat_orders"], first["last_days"], first["age_days"]) == (2, 213, 272)
    assert first["p_alive"] == pytest.approx(0.7266, abs=1e-4)
    assert second["p_alive"] == pytest.approx(0.2122, abs=3e-4)  # t_x = 1.71 there
    assert first["expected_ticket"] == pytest.approx(24.65, abs=0.01)


def test_clv_is_lifetimes_own_where_that_works(history, result):
    """lifetimes' customer_lifetime_value at the same parameters: months of 30 days, in days."""
    alpha = result.order_fit.parameters.alpha
    in_days = result.order_fit.parameters._replace(alpha=alpha * 7)
    theirs = second_opinion(history, in_days, result.ticket_fit.parameters)
    policy = LtvPolicy(unit="day", margin=1.0, discount_per_year=1.01**12 - 1)
    ours = estimate_ltv(cdnow_sales(), policy, CALIBRATION_END, given=in_days)
    ratio = ours.totals.clv / theirs.sum()
    assert 1 < ratio < 365.25 / 360  # our month is a twelfth of 365.25 days
    assert np.corrcoef(ours.table["clv"], theirs)[0, 1] > 0.99999
    assert ours.log_likelihood == pytest.approx(
        result.log_likelihood - history.repeat_orders.sum() * np.log(7)
    )


def second_opinion(history, parameters, spend):
    from scoring.value.ltv.lifetimes_engine import _contained

    with _contained():
        from lifetimes import BetaGeoFitter, GammaGammaFitter

        orders, money = BetaGeoFitter(), GammaGammaFitter()
        orders.params_ = pd.Series(parameters._asdict())
        orders.predict = orders.conditional_expected_number_of_purchases_up_to_time
        money.params_ = pd.Series(spend._asdict())
        columns = (
            history.repeat_orders,
            history.last_days,
            history.age_days,
            history.repeat_money,
        )
        return money.customer_lifetime_value(
            orders, *(pd.Series(column, dtype=float) for column in columns), 12, 0.01, freq="D"
        ).to_numpy()


def test_unit_of_time_changes_alpha_only(sales, result):
    daily = estimate_ltv(sales, LtvPolicy(unit="day", margin=1.0), CALIBRATION_END)
    week = BgNbd(*result.order_fit.parameters)
    assert daily.order_fit.parameters == pytest.approx(
        week._replace(alpha=week.alpha * 7), rel=1e-5
    )
    assert daily.totals == pytest.approx(result.totals, rel=1e-6)
    # Density of the same orders by day, not by week: a factor 7 for each repeat order.
    change = 2457 * np.log(7)
    assert daily.log_likelihood == pytest.approx(result.log_likelihood - change, abs=1e-3)


def test_totals(result):
    table, totals = result.table, result.totals
    assert totals.customers == len(table) == 2357
    assert totals.expected_orders == pytest.approx(table["expected_orders"].sum())
    assert totals.clv == pytest.approx(table["clv"].sum())
    assert totals.mean_p_alive == pytest.approx(table["p_alive"].mean())
    assert (result.model, result.margin, result.as_of) == ("bgnbd", 1.0, CALIBRATION_END)
    assert [note.code for note in result.notes] == ["note.ltv_one_order"]
    assert result.notes[0].details == {"count": "1411"}
