"""Our fits against published ones and lifetimes', and the label of each.

CLVTools: tests and vignette of bachmannpatrick/CLVTools 0.12.1; BTYD: walkthrough of cran/BTYD
2.4.3; FHL: Fader, Hardie, Lee (2005), Marketing Science 24(2); BTYDplus by tests of lifetimes.
"""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from scoring.settings import LtvPolicy
from scoring.tables import gate_sales
from scoring.value.ltv import bgbb
from scoring.value.ltv.fits import BgBb
from scoring.value.ltv.fitting import (
    answer_orders,
    fit_alike,
    fit_model,
    fit_opportunities,
    fit_orders,
    fit_spend,
)
from scoring.value.ltv.history import Patterns, order_history
from scoring.value.ltv.intervals import drawn, log_variance
from scoring.value.ltv.outlook import OrderOutlook
from tests.scoring.cdnow import CALIBRATION_END, cdnow_sales, packaged

ALL = ("bgnbd", "mbgnbd", "paretonbd", "nbd")


@pytest.fixture(scope="module")
def history():
    return order_history(cdnow_sales(), CALIBRATION_END)


@pytest.fixture(scope="module")
def patterns(history):
    return history.patterns(7)


@pytest.fixture(scope="module")
def fits(patterns):
    return {name: fit_model(name, patterns) for name in ALL}


@pytest.mark.parametrize(
    ("name", "parameters", "tolerance", "likelihood"),
    [
        ("bgnbd", (0.2425945, 4.4136019, 0.7929199, 2.4258881), 3e-5, -9582.429),  # CLVTools
        ("bgnbd", (0.243, 4.414, 0.793, 2.426), 5e-4, -9582.4),  # FHL, table 1
        ("paretonbd", (0.55315, 10.57633, 0.60625, 11.67150), 3e-3, -9594.976),  # CLVTools
        ("paretonbd", (0.553, 10.578, 0.606, 11.669), 5e-4, -9595.0),  # FHL, table 2
        ("mbgnbd", (0.525, 6.183, 0.891, 1.614), 5e-4, None),  # BTYDplus
    ],
)
def test_published_fits(fits, name, parameters, tolerance, likelihood):
    fit = fits[name]
    assert fit.status == "inner"
    assert fit.parameters == pytest.approx(parameters, abs=tolerance)
    if likelihood is not None:
        assert fit.log_likelihood == pytest.approx(likelihood, abs=0.05)


def test_likelihoods_to_three_digits(fits):
    """CLVTools; LTV.md 2 for MBG/NBD and NBD (a second program)."""
    found = {name: fit.log_likelihood for name, fit in fits.items()}
    assert found["bgnbd"] == pytest.approx(-9582.429, abs=1e-3)
    assert found["paretonbd"] == pytest.approx(-9594.976, abs=1e-3)
    assert found["mbgnbd"] == pytest.approx(-9582.1327, abs=5e-3)
    assert found["nbd"] == pytest.approx(-9763.7, abs=0.05)


def test_published_standard_errors(fits):
    """CLVTools for Pareto/NBD; LTV.md 2 for BG/NBD (a second program)."""
    pareto = [0.0476264, 0.8427222, 0.1872594, 6.2105448]
    assert fits["paretonbd"].standard_errors == pytest.approx(pareto, rel=3e-4)
    assert fits["bgnbd"].standard_errors == pytest.approx(
        [0.0126, 0.3782, 0.1857, 0.7053], abs=2e-4
    )


def test_covariance_is_symmetric_and_true_off_the_diagonal(fits):
    """LTV.md 1: cov(r, alpha) is .0037; lifetimes has .0674 above, .0002 below the diagonal."""
    covariance = fits["bgnbd"].covariance
    assert (covariance == covariance.T).all()
    assert covariance[0, 1] == pytest.approx(0.0037, abs=5e-5)
    assert np.sqrt(np.diag(covariance)) == pytest.approx(fits["bgnbd"].standard_errors)


@pytest.mark.parametrize("name", ["bgnbd", "mbgnbd", "paretonbd"])
def test_lifetimes_finds_the_same(fits, patterns, name):
    own, other = fits[name], fit_model(name, patterns, "lifetimes")
    assert other.tried == ("lifetimes",)
    assert other.status == "inner"
    assert own.log_likelihood >= other.log_likelihood - 1e-6
    assert own.log_likelihood == pytest.approx(other.log_likelihood, abs=1e-4)
    assert own.parameters == pytest.approx(other.parameters, rel=1e-3)
    assert own.standard_errors == pytest.approx(other.standard_errors, rel=2e-3)


def test_lifetimes_finds_the_same_tickets(history):
    used = history.repeat_money > 0
    columns = history.repeat_orders[used], history.repeat_money[used]
    own, other = fit_spend(*columns), fit_spend(*columns, "lifetimes")
    assert own.status == other.status == "inner"
    assert own.log_likelihood == pytest.approx(other.log_likelihood, abs=1e-4)
    assert own.parameters == pytest.approx(other.parameters, rel=1e-3)


def test_where_lifetimes_gives_up_the_fit_says_so():
    nearly_nobody = Patterns(np.array([0, 1]), np.array([0, 1.0]), np.array([10.0, 10]),
                             np.array([50, 1]))  # fmt: skip
    fit = fit_model("nbd", nearly_nobody, "lifetimes")  # it has none
    assert fit.status == "stopped"
    assert not fit.usable


def donors():
    table = pd.read_csv(packaged("donations.csv"))
    return Patterns(
        table["frequency"].to_numpy(),
        table["recency"].to_numpy(float),
        table["periods"].to_numpy(float),
        table["weights"].to_numpy(),
    )


def test_bgbb_of_the_donors():
    """BTYD; Fader, Hardie, Shang (2010): 1.204 .750 .657 2.783."""
    fit = fit_opportunities(donors())
    assert (fit.status, fit.n) == ("inner", 11104)
    assert fit.parameters == pytest.approx((1.203522, 0.749715, 0.656757, 2.783441), abs=1e-4)
    assert fit.log_likelihood == pytest.approx(-33225.58, abs=0.005)
    assert bgbb.orders_of_new(fit.parameters, 10) == pytest.approx(3.179805, abs=1e-4)
    ten = bgbb.expected_orders(
        fit.parameters, np.array([0, 4]), np.array([0, 5.0]), np.array([6.0, 6.0]), 10
    )
    assert ten == pytest.approx([0.1302169, 3.627858], abs=2e-4)


def test_bgbb_by_orders_before():
    """BTYD: orders at five coming opportunities by x, 0 .. 6; expected of each year."""
    table, parameters = donors(), BgBb(1.2035216, 0.7497162, 0.6567190, 2.7834487)
    coming = bgbb.expected_orders(parameters, table.x, table.t_x, table.age, 5)
    by_x = np.bincount(table.x, coming * table.customers) / np.bincount(table.x, table.customers)
    expected = [0.07286318, 0.3248841, 0.7089417, 1.333666, 2.031203, 2.784482, 3.7525]
    assert by_x == pytest.approx(expected, abs=2e-4)
    cumulative = [bgbb.orders_of_new(parameters, n) for n in range(12)]
    assert 11104 * np.diff(cumulative) == pytest.approx(
        [5535.833, 4717.059, 4147.621, 3724.665, 3395.888, 3131.647, 2913.778, 2730.482,
         2573.731, 2437.854, 2318.727], abs=0.2,
    )  # fmt: skip


def test_bgbb_chances_and_discount():
    parameters = BgBb(1.2, 0.75, 0.66, 2.8)
    chances = bgbb.order_probability(parameters, 6, 8)
    assert chances.sum() == pytest.approx(1)
    assert chances @ np.arange(8) == pytest.approx(bgbb.orders_of_new(parameters, 6))
    who = np.array([4]), np.array([5.0]), np.array([6.0])
    endless = bgbb.residual_orders(parameters, *who, 0.1)
    assert endless == pytest.approx(bgbb.discounted_orders(parameters, *who, 600, 0.1), rel=1e-9)
    assert 0 < bgbb.p_alive(parameters, *who)[0] < 1


def test_another_unit_of_time_changes_scales_only(history, fits):
    daily = fit_model("paretonbd", history.patterns(1))
    week = fits["paretonbd"].parameters
    r, alpha, s, beta = daily.parameters
    assert (r, alpha / 7, s, beta / 7) == pytest.approx(week, rel=1e-6)
    change = 2457 * np.log(7)
    assert daily.log_likelihood == pytest.approx(fits["paretonbd"].log_likelihood - change)


def test_many_histories_are_searched_from_rounded_times(monkeypatch, patterns, fits):
    """The start from rounded times moves nothing in the end."""
    monkeypatch.setattr("scoring.value.ltv.own_engine.ROUGH_FROM", 100)
    for name in ALL:
        fit = fit_model(name, patterns)
        assert fit.parameters == pytest.approx(fits[name].parameters, rel=1e-5)
        assert fit.standard_errors == pytest.approx(fits[name].standard_errors, rel=1e-3)
        assert fit.log_likelihood == pytest.approx(fits[name].log_likelihood, abs=1e-6)


def test_equal_rates_are_found_at_the_limit():
    """Poisson orders of one rate for 400 days: r has no end, and r / alpha is the rate.

    The Poisson likelihood of the same gaps, sum x ln(rate) - rate x sum T, is the most that any
    mixture of rates reaches here, as counts vary less than their mean.
    """
    x = np.repeat([3, 4, 5], 400)
    n = x.size
    last = 400.0 - np.linspace(5, 100, n)
    patterns = Patterns(x, last, np.full(n, 400.0), np.ones(n, np.int64))
    rate = x.sum() / (400.0 * n)
    poisson = x.sum() * np.log(rate) - rate * 400 * n
    for name in ALL:
        fit = fit_model(name, patterns)
        assert fit.status == "bound", name
        assert "r" in fit.at
        assert fit.log_likelihood == pytest.approx(poisson, rel=1e-3)
    assert fit.parameters.r / fit.parameters.alpha == pytest.approx(rate, rel=1e-3)


def test_a_start_near_by_moves_nothing(patterns, fits):
    for name in ALL:
        fit = fit_model(name, patterns, near=tuple(1.3 * each for each in fits[name].parameters))
        assert fit.status == "inner"
        assert fit.parameters == pytest.approx(fits[name].parameters, rel=1e-4)


def test_one_chance_to_leave_for_all_is_worse_here(fits, patterns):
    for name in ("bgnbd", "paretonbd"):
        alike = fit_alike(name, patterns)
        assert (alike.status, alike.meaning) == ("bound", ("alike",))
        assert fits["nbd"].log_likelihood < alike.log_likelihood < fits[name].log_likelihood
        assert np.isnan(alike.standard_errors[2:]).all()
        assert np.isfinite(alike.standard_errors[:2]).all()


def test_a_weak_prior_is_told_and_weak(patterns, fits):
    fit = fit_model("bgnbd", patterns, prior=True)
    assert fit.tried == ("own", "prior")
    # The likelihood itself is told, without the prior's share; it cannot be above the greatest.
    assert -0.01 < fit.log_likelihood - fits["bgnbd"].log_likelihood <= 0
    assert fit.parameters == pytest.approx(fits["bgnbd"].parameters, rel=0.02)


def retail(data, end, *, returns=True):
    invoices = pd.read_csv(data / "online_retail_invoices.csv")
    if not returns:
        invoices = invoices[invoices["amount"] > 0]
    frame = pd.DataFrame(
        {
            "date": pd.to_datetime(invoices["timestamp"]),
            "customer": invoices["customer_id"].astype(str),
            "amount": invoices["amount"],
        }
    )
    return order_history(gate_sales(frame).strict(), end)


@pytest.mark.data
def test_a_base_that_nobody_leaves(data):
    """LTV.md 2: in Online Retail to 2011-06-30, sales alone, all models are NBD: -15325.5."""
    history = retail(data, date(2011, 6, 30), returns=False)
    patterns = history.patterns(7)
    nbd = fit_model("nbd", patterns)
    assert (patterns.n, round(nbd.log_likelihood, 1)) == (2960, -15325.5)
    for name in ("bgnbd", "mbgnbd", "paretonbd"):
        fit, notes = answer_orders(history, LtvPolicy(), name)
        assert fit.model == "nbd"
        assert notes[-1].code == "note.ltv_nbd"
        assert fit_model(name, patterns).log_likelihood == pytest.approx(
            nbd.log_likelihood, abs=0.02
        )


def test_the_delta_method_is_near_the_bootstrap(history):
    policy = LtvPolicy()
    fit = fit_orders(history, policy, "bgnbd")
    outlook = OrderOutlook.of(fit, history, policy)
    delta = np.sqrt(log_variance(fit, outlook.orders)[:, :20])
    draws = drawn(fit, 300, np.random.default_rng(3))
    boot = np.std([np.log(outlook.orders(each)[:, :20]) for each in draws], axis=0)
    assert delta == pytest.approx(boot, rel=0.25)


def some(history, size, seed):
    """Return a part of a history, drawn without replacement, or the whole."""
    rng = np.random.default_rng(seed)
    kept = rng.choice(history.ids.size, min(size, history.ids.size), replace=False)
    columns = ("ids", "repeat_orders", "last_days", "age_days")
    return replace(history, **{name: getattr(history, name)[kept] for name in columns})


def labelled(fit):
    """Every number is one, and the label fits what is said beside it."""
    assert np.isfinite(fit.log_likelihood)
    assert np.isfinite(fit.parameters).all()
    assert min(fit.parameters) > 0
    assert fit.status in {"inner", "bound", "loose"}
    assert bool(fit.at) == (fit.status != "inner")
    assert bool(fit.meaning) == (fit.status == "bound")
    if fit.status == "inner":
        assert np.isfinite(fit.covariance).all()
        assert (fit.standard_errors > 0).all()


@pytest.mark.parametrize("size", [30, 300])
def test_any_part_of_cdnow_is_fitted_and_labelled(history, size):
    for seed in range(2):
        part = some(history, size, seed).patterns(7)
        for name in ALL:
            labelled(fit_model(name, part))


@pytest.mark.data
@pytest.mark.parametrize("size", [30, 300])
def test_any_part_of_a_wholesaler_is_fitted_and_labelled(data, size):
    part = some(retail(data, date(2011, 12, 9)), size, 0).patterns(7)
    for name in ALL:
        labelled(fit_model(name, part))
