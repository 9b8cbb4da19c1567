"""Which answer is given, what is said of it, and that there always is one."""

import tomllib
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import xl_addin.texts
from scoring.errors import MESSAGES, FitError, SettingError, TooLittleDataError
from scoring.settings import LtvPolicy, Settings
from scoring.tables import gate_sales
from scoring.value.ltv.fits import BgNbd
from scoring.value.ltv.fitting import fit_orders, fit_tickets
from scoring.value.ltv.history import order_history
from scoring.value.ltv.model import estimate_ltv
from tests.scoring.build import sales_of
from tests.scoring.cdnow import CALIBRATION_END, cdnow_frame, cdnow_sales

AS_OF = date(2024, 12, 31)
START = date(2023, 1, 2)
COLUMNS = [
    "customer",
    "repeat_orders",
    "last_days",
    "age_days",
    "p_alive",
    "expected_orders",
    "expected_ticket",
    "clv",
    "clv_low",
    "clv_high",
    "orders_low",
    "orders_high",
    "ticket_low",
    "ticket_high",
]
N_ENDS = 6
RUSSIAN = Path(xl_addin.texts.__file__).with_name("messages.ru.toml")


def codes(result):
    return [note.code for note in result.notes]


def sound(result):
    """Every number is there, in its bounds; every note can be read in both languages."""
    table = result.table
    assert list(table) == COLUMNS
    numbers = table[COLUMNS[1:-N_ENDS]].to_numpy(float)
    assert np.isfinite(numbers).all()
    assert (numbers >= 0).all()
    within_its_interval(result)
    assert (table["p_alive"] <= 1).all()
    assert np.isfinite(result.totals).all()
    assert result.histogram["actual"].sum() == len(table)
    assert np.isfinite(result.parameters["value"]).all()
    assert (result.log_likelihood is None) == (result.model == "simple")
    assert result.histogram["expected"].isna().all() == (result.model == "simple")
    russian = tomllib.loads(RUSSIAN.read_text(encoding="utf-8"))["messages"]
    for note in result.notes:
        assert "{" not in note.text() + note.text(russian)
    return result


def within_its_interval(result):
    for value, name in (
        ("clv", "clv"),
        ("expected_orders", "orders"),
        ("expected_ticket", "ticket"),
    ):
        low, high = (result.table[f"{name}_{end}"] for end in ("low", "high"))
        if result.interval == "none" or (name == "ticket" and result.ticket_fit is None):
            assert low.isna().all()
            assert high.isna().all()
        else:
            assert (low <= result.table[value]).all()
            assert (result.table[value] <= high).all()


def days(name, *starts, amount=10.0):
    return [(name, START + timedelta(days=start), amount) for start in starts]


NOBODY_REPEATS = [row for place in range(50) for row in days(f"c{place}", place * 7)]
ONE_CUSTOMER = days("a", 0, 30, 90)
ALL_EQUAL = [row for place in range(60) for row in days(f"c{place:02d}", 0, 100, 200)]
ONE_DAY = [(f"c{place}", AS_OF, 10.0) for place in range(40)]
TEN_CUSTOMERS = [
    row for place in range(10) for row in days(f"c{place}", *range(0, 700, 70 + 13 * place))
]
ONE_WHALE = [*ALL_EQUAL, *days("whale", *range(0, 720, 3), amount=1e9)]


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (NOBODY_REPEATS, "little.repeaters"),
        (ONE_CUSTOMER, "little.repeaters"),
        (ONE_DAY, "little.repeaters"),
        (TEN_CUSTOMERS, "little.repeaters"),
    ],
)
def test_the_simple_formula_answers_and_says_why(rows, why):
    result = sound(estimate_ltv(sales_of(rows), LtvPolicy(), AS_OF))
    assert result.model == "simple"
    assert codes(result)[0].startswith(why)
    assert codes(result)[1].startswith("note.ltv_simple")
    assert result.order_fit is None
    assert result.ticket_fit is None


@pytest.mark.parametrize("rows", [TEN_CUSTOMERS, ALL_EQUAL, ONE_CUSTOMER, ONE_DAY, ONE_WHALE])
def test_with_too_few_allowed_there_is_an_answer_too(rows):
    sound(estimate_ltv(sales_of(rows), LtvPolicy(min_repeaters=1), AS_OF))


def test_customers_all_alike_are_a_simpler_model():
    """60 customers with the same three days: one rate, one chance to leave, both said."""
    result = sound(estimate_ltv(sales_of(ALL_EQUAL), LtvPolicy(), AS_OF))
    assert (result.model, result.order_fit.status) == ("bgnbd", "bound")
    assert result.order_fit.meaning == ("equal", "alike")
    assert codes(result)[:2] == ["note.ltv_bound_equal", "note.ltv_bound_alike"]
    a, b = result.order_fit.parameters[2:]
    rate = result.order_fit.parameters.r / result.order_fit.parameters.alpha
    # One rate and one chance, by hand: greatest where 2 orders in 200 days, and then left.
    assert a / (a + b) == pytest.approx(0.5, abs=0.01)
    assert rate * 200 / 7 == pytest.approx(2, abs=0.05)


def test_one_whale_does_not_stop_the_model():
    result = sound(estimate_ltv(sales_of(ONE_WHALE), LtvPolicy(), AS_OF))
    assert result.table.set_index("customer")["clv"].idxmax() == "whale"


def test_nobody_repeats_and_nothing_is_expected():
    result = estimate_ltv(sales_of(NOBODY_REPEATS), LtvPolicy(), AS_OF)
    assert result.totals.expected_orders == 0
    assert result.totals.clv == 0
    assert result.notes[0].details == {"method": "BG/NBD", "needs": "30", "has": "0"}


def test_simple_formula_by_hand():
    """One customer, 2 repeat orders in 729 days, order of 10, alive, over one year."""
    rows = days("a", 0, 300, 700)
    result = sound(estimate_ltv(sales_of(rows), LtvPolicy(model="simple", margin=0.5), AS_OF))
    rate = 2 / (729 / 365.25)
    row = result.table.iloc[0]
    assert (row["p_alive"], row["expected_ticket"]) == (1, 10)
    assert row["expected_orders"] == pytest.approx(rate)
    assert row["clv"] == pytest.approx(10 * rate * 0.5)
    assert codes(result) == ["note.ltv_simple"]
    assert result.parameters["name"].tolist() == ["orders_per_year", "churn_per_year", "years"]


def test_no_order_at_all():
    with pytest.raises(TooLittleDataError):
        estimate_ltv(sales_of([("a", START, -1.0)]), LtvPolicy(), AS_OF)


def test_equal_orders_fall_back_on_the_mean_ticket():
    frame = cdnow_frame().assign(amount=25.0).drop_duplicates(["customer", "date"])
    result = sound(estimate_ltv(gate_sales(frame).strict(), LtvPolicy(), CALIBRATION_END))
    assert result.model == "bgnbd"
    assert result.ticket_fit is None
    assert codes(result)[1].startswith("fit.")
    assert codes(result)[2] == "note.ltv_ticket_mean"
    assert result.table["expected_ticket"].to_numpy() == pytest.approx(np.full(2357, 25.0))
    assert result.parameters["name"].tolist() == ["r", "alpha", "a", "b"]


def test_who_gave_everything_back_gets_the_mean_ticket():
    frame = cdnow_frame()
    back = pd.DataFrame(
        {
            "date": pd.to_datetime(["1997-09-30"] * 2),
            "customer": ["0001", "0002"],
            "amount": [-1e4, -1e4],
        }
    )
    sales = gate_sales(pd.concat([frame, back], ignore_index=True)).strict()
    result = sound(estimate_ltv(sales, LtvPolicy(), CALIBRATION_END))
    note = next(note for note in result.notes if note.code == "note.ltv_ticket_replaced")
    mean = result.ticket_fit.parameters.mean
    assert result.table["expected_ticket"].tolist()[:2] == pytest.approx([mean, mean])
    assert note.details == {"count": "2", "ticket": f"{mean:.2f}"}
    assert result.ticket_fit.n == 944


def test_orders_whose_mean_is_infinite_are_refused():
    """Tickets of a law with q = 0.6: the population has no mean."""
    rng = np.random.default_rng(11)
    history = order_history(cdnow_sales(), CALIBRATION_END)
    x = history.repeat_orders[history.repeaters]
    money = np.zeros(history.ids.size)
    money[history.repeaters] = rng.gamma(6 * x) / x / rng.gamma(0.6, 1 / 15, x.size)
    with pytest.raises(FitError, match="no finite value") as refused:
        fit_tickets(replace(history, repeat_money=money), LtvPolicy())
    assert refused.value.code == "fit.no_mean"


def test_given_parameters_are_used_as_they_are():
    """METHODS.md 2.24; the simple formula would answer here: there is one customer."""
    given = BgNbd(0.2426, 4.4135, 0.7929, 2.4258)
    rows = [("a", date(1997, 1, 1), 29.33), ("a", date(1997, 1, 18), 29.73)]
    rows += [("a", date(1997, 8, 2), 14.96)]
    result = sound(estimate_ltv(sales_of(rows), LtvPolicy(), CALIBRATION_END, given))
    assert result.table["p_alive"].tolist() == pytest.approx([0.7266], abs=1e-4)
    assert result.order_fit.parameters == given
    assert np.isnan(result.parameters["standard_error"]).all()
    assert "note.ltv_ticket_mean" in codes(result)
    assert result.table["expected_ticket"].tolist() == pytest.approx([(29.33 + 29.73 + 14.96) / 3])


def margin_of(costs, amounts=(100.0, 100.0, 50.0), **policy):
    frame = pd.DataFrame(
        {
            "customer": ["a"] * len(amounts),
            "date": pd.to_datetime(["2024-01-01", "2024-03-01", "2024-06-01"]),
            "amount": amounts,
        }
    )
    if costs is not None:
        frame["cost"] = costs
    return estimate_ltv(gate_sales(frame).strict(), LtvPolicy(**policy), AS_OF)


@pytest.mark.parametrize(
    ("costs", "policy", "margin", "note"),
    [
        (None, {}, 1.0, "note.ltv_revenue"),
        ([np.nan] * 3, {}, 1.0, "note.ltv_revenue"),  # the column is there, and empty
        (None, {"margin": 0.3}, 0.3, None),
        ([60, 60, np.nan], {}, 0.4, "note.ltv_margin"),  # 200 of 250: 80 % have costs
        ([60, np.nan, np.nan], {}, 1.0, "note.ltv_revenue_costs"),
        ([60, np.nan, 40], {}, 1.0, "note.ltv_revenue_costs"),
        ([60, 60, 60], {"margin": 0.0}, 0.0, None),
        ([120, 120, 60], {}, -0.2, "note.ltv_margin"),
    ],
)
def test_margin(costs, policy, margin, note):
    result = margin_of(costs, **policy)
    assert result.margin == pytest.approx(margin)
    assert (note is None) or note in codes(result)
    whole = margin_of(None, margin=1.0)
    assert result.totals.clv == pytest.approx(margin * whole.totals.clv)
    assert result.totals.expected_orders == whole.totals.expected_orders


def test_costs_of_returns_are_not_looked_at():
    result = margin_of([60, 60, 30], amounts=(100.0, 100.0, -50.0))
    assert result.margin == pytest.approx(0.4)
    assert "100" in result.notes[-1].text()


def test_a_fit_error_says_what_to_do():
    error = FitError("fit.loose", "BG/NBD", "a, b")
    assert str(error).endswith(MESSAGES["fit.loose.fix"])


def test_fewer_repeaters_than_asked_for():
    history = order_history(cdnow_sales(), CALIBRATION_END)
    fit_orders(history, LtvPolicy(min_repeaters=946), "bgnbd")
    with pytest.raises(TooLittleDataError) as few:
        fit_orders(history, LtvPolicy(min_repeaters=947), "bgnbd")
    assert (few.value.needs, few.value.has) == (947, 946)


@pytest.mark.data
@pytest.mark.parametrize("n", [1, 10, 30, 100, 300, 1000])
def test_any_part_of_a_real_base_has_an_answer(data, n):
    """Random customers of a wholesaler, whose dropout no fit finds: no exception, no gap."""
    invoices = pd.read_csv(data / "online_retail_invoices.csv")
    customers = invoices["customer_id"].drop_duplicates()
    for seed in range(3):
        some = invoices[invoices["customer_id"].isin(customers.sample(n, random_state=seed))]
        frame = pd.DataFrame(
            {
                "date": pd.to_datetime(some["timestamp"]),
                "customer": some["customer_id"].astype(str),
                "amount": some["amount"],
            }
        )
        if (frame["amount"] > 0).any():
            sales = gate_sales(frame).strict()
            sound(estimate_ltv(sales, LtvPolicy(min_repeaters=3), date(2011, 12, 9)))


@pytest.mark.parametrize(
    ("values", "setting"),
    [
        ({"model": "pareto"}, "ltv.model"),
        ({"engine": "pymc"}, "ltv.engine"),
        ({"unit": "year"}, "ltv.unit"),
        ({"horizon_months": 0}, "ltv.horizon_months"),
        ({"horizon_months": 601}, "ltv.horizon_months"),
        ({"discount_per_year": -0.01}, "ltv.discount_per_year"),
        ({"discount_per_year": float("nan")}, "ltv.discount_per_year"),
        ({"margin": 1.01}, "ltv.margin"),
        ({"margin": -0.1}, "ltv.margin"),
        ({"min_repeaters": 0}, "ltv.min_repeaters"),
    ],
)
def test_settings_out_of_bounds_are_refused(values, setting):
    with pytest.raises(SettingError) as refused:
        LtvPolicy(**values)
    assert refused.value.setting == setting


def test_settings_hold_the_policy():
    assert Settings().ltv == LtvPolicy("bgnbd", "own", "week", 12, 0.10, None, 30)
