"""Every model of repeat buying in cells: published fits, and what a fit says of itself."""

import datetime as dt

import pandas as pd
import pytest

from tests.functions.harness import MISSING, Sheet
from tests.scoring.cdnow import CALIBRATION_END, cdnow_frame, packaged
from xl_addin.functions import BTYD_ALIVE, BTYD_EXPECT, BTYD_FIT, BTYD_SUMMARY, BTYD_TABLE

END = dt.datetime.combine(CALIBRATION_END, dt.time())
START = dt.datetime(2023, 1, 2)


@pytest.fixture(scope="module")
def columns():
    frame = cdnow_frame()
    days = [day.to_pydatetime().replace(tzinfo=None) for day in frame["date"]]
    return frame["customer"].tolist(), days, frame["amount"].tolist()


def fitted(answer):
    """Values and standard errors of a fit, by name."""
    return {name: value for name, value, _ in answer}, {name: error for name, _, error in answer}


def equal_customers():
    """60 customers with the same three days, 100 days apart, observed for 1,000 days."""
    rows = [(f"c{n:02d}", START + dt.timedelta(days=at)) for n in range(60) for at in (0, 100, 200)]
    customers, days = zip(*rows, strict=True)
    return [*customers], [*days], START + dt.timedelta(days=1000)


@pytest.mark.parametrize(
    ("model", "names", "values", "tolerance", "likelihood"),
    [
        # CLVTools' tests; Fader, Hardie, Lee (2005): .553 10.578 .606 11.669, -9595.0
        ("Pareto/NBD", "r alpha s beta", (0.55315, 10.57633, 0.60625, 11.6715), 3e-4, -9594.976),
        # lifetimes' tests, from BTYDplus
        ("mbgnbd", "r alpha a b", (0.525, 6.183, 0.891, 1.614), 1e-3, None),
        # Fader, Hardie, note 025, and CLVTools
        ("gamma-gamma", "p q v", (6.25, 3.74, 15.44), 2e-3, -4055.9177),
    ],
)
def test_published_fits(columns, model, names, values, tolerance, likelihood):
    customers, days, amounts = columns
    answer = BTYD_FIT(customers, days, END, amounts=amounts, model=model, headers=False)
    found, _ = fitted(answer)
    assert [row[0] for row in answer][: len(values)] == names.split()
    assert tuple(found[name] for name in names.split()) == pytest.approx(values, rel=tolerance)
    assert found["fit"] == "converged at an inner optimum"
    if likelihood is not None:
        assert found["log-likelihood"] == pytest.approx(likelihood, abs=1e-3)


def test_standard_errors_of_pareto(columns):
    """CLVTools' tests."""
    _, errors = fitted(BTYD_FIT(*columns[:2], END, model="парето", headers=False))
    published = (0.0476264, 0.8427222, 0.1872594, 6.2105448)
    assert [errors[name] for name in ("r", "alpha", "s", "beta")] == pytest.approx(
        published, rel=2e-4
    )


@pytest.mark.parametrize("model", ["bgnbd", "mbgnbd", "paretonbd", "gammagamma"])
def test_lifetimes_is_a_second_opinion(columns, model):
    customers, days, amounts = columns
    own, other = (
        fitted(
            BTYD_FIT(customers, days, END, amounts=amounts, model=model, engine=e, headers=False)
        )[0]
        for e in ("own", "lifetimes")
    )
    assert other["tried"] == "lifetimes 0.11.3."
    assert other["log-likelihood"] == pytest.approx(own["log-likelihood"], rel=1e-6)
    numbers = [name for name, value in own.items() if isinstance(value, float)]
    assert [other[name] for name in numbers] == pytest.approx(
        [own[name] for name in numbers], rel=2e-3
    )


def test_the_donors_in_cells():
    """BTYD; Fader, Hardie, Shang (2010): 1.204 .750 .657 2.783, log-likelihood -33225.6.

    Their years are months here: the first gift in January, then six opportunities.
    """
    table = pd.read_csv(packaged("donations.csv"))
    customers, days, n = [], [], 0
    for x, last, weight in table[["frequency", "recency", "weights"]].itertuples(index=False):
        months = [0, *range(1, int(x)), *([int(last)] if x else [])]
        for _ in range(int(weight)):
            n += 1
            customers += [f"d{n:05d}"] * len(months)
            days += [dt.datetime(2020, 1 + month, 15) for month in months]
    end = dt.datetime(2020, 7, 31)
    found, _ = fitted(BTYD_FIT(customers, days, end, "month", headers=False, model="BG/BB"))
    expected = (1.203522, 0.749715, 0.656757, 2.783441)
    names = ("alpha", "beta", "gamma", "delta")
    assert tuple(found[name] for name in names) == pytest.approx(expected, abs=2e-4)
    assert found["log-likelihood"] == pytest.approx(-33225.58, abs=0.01)
    assert (found["customers"], found["fit"]) == (11104.0, "converged at an inner optimum")


def test_a_bound_is_told_with_what_it_means_and_what_answers():
    """One rate and one chance to leave: nothing tells how customers differ."""
    customers, days, end = equal_customers()
    found, errors = fitted(BTYD_FIT(customers, days, end, headers=False))
    assert found["fit"].startswith("at a bound (")
    assert "BG/NBD: all customers order at nearly one rate" in found["fit"]
    assert "one chance to leave fits all" in found["fit"]
    assert errors["r"] == "–"
    assert found["tried"].startswith("own search. BG/NBD: all customers order at nearly one rate")
    russian, _ = fitted(BTYD_FIT(customers, days, end, headers=False, lang="ru"))
    assert russian["подбор"].startswith("на границе (")
    assert "все клиенты заказывают почти с одной частотой" in russian["подбор"]


@pytest.mark.data
def test_where_nobody_leaves_nbd_answers_and_the_header_says_so(data):
    """LTV.md 2: in Online Retail to 2011-06-30 all models are NBD."""
    frame = pd.read_csv(data / "online_retail_invoices.csv")
    days = [day.to_pydatetime() for day in pd.to_datetime(frame["timestamp"])]
    sales = frame["customer_id"].astype(str).tolist(), days, frame["amount"].tolist()
    end = dt.datetime(2011, 6, 30)
    found, _ = fitted(BTYD_FIT(*sales[:2], end, amounts=sales[2], headers=False))
    assert found["forecasts stand on"] == "NBD"
    assert "no better than NBD" in found["tried"]
    head, *rows = BTYD_TABLE(*sales, end)
    assert head[5] == "Expected orders (NBD)"
    assert {row[4] for row in rows} == {1.0}


def test_a_prior_is_said(columns):
    found, _ = fitted(BTYD_FIT(*columns[:2], END, prior="да", headers=False))
    assert "weak prior on leaving" in found["tried"]
    plain, _ = fitted(BTYD_FIT(*columns[:2], END, headers=False))
    assert found["a"] != plain["a"]
    assert found["log-likelihood"] <= plain["log-likelihood"]


def test_the_table_rebuilt_in_cells(columns):
    """BTYD_SUMMARY, BTYD_FIT, BTYD_ALIVE and BTYD_EXPECT make what BTYD_TABLE answers.

    The ticket by note 025, equation (5), as a formula of cells would have it.
    """
    customers, days, amounts = columns
    summary = BTYD_SUMMARY(customers, days, amounts, END, "month", headers=False)
    names, x, t_x, age, money = map(list, zip(*summary, strict=True))
    fit = BTYD_FIT(customers, days, END, "month", amounts=amounts, headers=False)
    parameters = [row[1] for row in fit[:4]]
    table = BTYD_TABLE(customers, days, amounts, END, 12.0, 0.0, headers=False, unit="month")
    alive = BTYD_ALIVE("bgnbd", parameters, x, t_x, age)
    orders = BTYD_EXPECT("bgnbd", parameters, 12.0, x, t_x, age)
    spend = BTYD_FIT(customers, days, END, amounts=amounts, model="gammagamma", headers=False)
    p, q, v = (row[1] for row in spend[:3])
    tickets = [(p * v + p * n * m) / (p * n + q - 1) for n, m in zip(x, money, strict=True)]
    assert [row[0] for row in table] == names
    assert [row[4] for row in table] == pytest.approx([cell for (cell,) in alive], rel=1e-9)
    assert [row[5] for row in table] == pytest.approx([cell for (cell,) in orders], rel=1e-9)
    assert [row[6] for row in table] == pytest.approx(tickets, rel=1e-9)
    worth = [n * m for (n,), m in zip(orders, tickets, strict=True)]
    assert [row[7] for row in table] == pytest.approx(worth, rel=1e-6)


def test_given_parameters_in_the_way_of_excel(excel, columns):
    """METHODS 2.24: P(alive) of the first customer .7266; given parameters have no interval."""
    sheet = Sheet(list(zip(*columns, strict=True)))
    parameters = Sheet([["BG/NBD"], [0.2425945], [4.4136019], [0.7929199], [2.4258881]])
    head, first, *_ = excel(
        "BTYD_TABLE", *(sheet.column(place) for place in (1, 2, 3)), END, 12.0, 0.1, 1.0,
        MISSING, MISSING, "bgnbd", "week", parameters.column(1),
    )  # fmt: skip
    assert first[4] == pytest.approx(0.7266, abs=1e-4)
    assert first[8:] == ["–"] * 6
    assert head[8] == "LTV, low end (no interval)"


def test_intervals_by_other_ways(columns):
    """A wider share is wider; the bootstrap is near the delta method, and says its name."""
    narrow, wide, drawn = (
        BTYD_TABLE(*columns, END, **options)
        for options in ({"confidence": 0.5}, {"confidence": 0.99}, {"interval": "бутстреп"})
    )
    for value, low, high in ((7, 8, 9), (5, 10, 11), (6, 12, 13)):
        ends = wide[1][low], narrow[1][low], narrow[1][value], narrow[1][high], wide[1][high]
        assert list(ends) == sorted(set(ends))
    assert drawn[0][10:12] == [f"Orders, {end} end (90 %, bootstrap)" for end in ("low", "high")]
    assert drawn[0][9] == "LTV, high end (90 %, bootstrap)"
    plain = BTYD_TABLE(*columns, END)
    assert drawn[1][8:] == pytest.approx(plain[1][8:], rel=0.05)


def test_the_likeliest_model_by_the_holdout(columns):
    """The header names it; LTV_CHECK names the same one."""
    from xl_addin.functions import LTV_CHECK

    head, *_ = BTYD_TABLE(*columns, model="авто")
    models = LTV_CHECK(*columns, show="models", headers=False)
    title = head[5].removeprefix("Expected orders (").removesuffix(")")
    best = max(row[5] for row in models if isinstance(row[5], float))
    chosen = next(row for row in models if row[0] == title)
    assert chosen[5] >= best - 0.5


def test_a_new_customer_has_no_history_or_zeros():
    parameters = [0.243, 4.414, 0.793, 2.426]
    bare = BTYD_EXPECT("bgnbd", parameters, 52.0)
    assert bare == BTYD_EXPECT("bgnbd", parameters, 52.0, 0.0, 0.0, 0.0)
    assert BTYD_EXPECT("bgnbd", [parameters], 52.0) == bare  # a row of parameters
    assert BTYD_EXPECT("bgnbd", parameters, 0.0) == 0.0
    assert BTYD_EXPECT("bgnbd", parameters, None) == ""


def test_many_opportunities_of_many_customers_fit_into_memory():
    """Blocks of customers answer as each alone does."""
    who = [float(n % 7) for n in range(3000)], [float(n % 7) for n in range(3000)], 900.0
    parameters = [1.2, 0.75, 0.66, 2.8]
    alive = BTYD_ALIVE("bgbb", parameters, *who)
    orders = BTYD_EXPECT("bgbb", parameters, 5.0, *who)
    for row in (0, 2222, 2999):
        one = who[0][row], who[1][row], 900.0
        assert alive[row][0] == pytest.approx(BTYD_ALIVE("bgbb", parameters, *one))
        assert orders[row][0] == pytest.approx(BTYD_EXPECT("bgbb", parameters, 5.0, *one))


FOUR = [0.25, 4.0, 0.8, 2.5]


@pytest.mark.parametrize(
    ("args", "answer"),
    [
        (("gamma", FOUR, 1.0, 1.0, 2.0), "model: 'gamma' is not one of: bgnbd, mbgnbd, paretonbd"),
        (("bgnbd", FOUR[:3], 1.0, 1.0, 2.0), "params: 3 numbers, but BG/NBD has 4: r, alpha, a, b"),
        (("nbd", FOUR, 1.0, 1.0, 2.0), "params: 4 numbers, but NBD has 2: r, alpha"),
        (("bgbb", 1.0, 1.0, 1.0, 2.0), "params: 1 number, but BG/BB has 4: alpha, beta, gamma,"),
        (("bgnbd", [0.25, -4.0, 0.8, 2.5], 1.0, 1.0, 2.0), "params, row 2: alpha is -4, and must"),
        (("bgnbd", ["r", 0.0, 4.0, 0.8, 2.5], 1.0, 1.0, 2.0), "params, row 2: r is 0, and must"),
        (("bgnbd", ["r", 1.0, "abc", 0.8, 2.5], 1.0, 1.0, 2.0), "params, row 3: 'abc' is not a nu"),
        (("bgnbd", [0.25, None, 0.8, 2.5], 1.0, 1.0, 2.0), "params, row 2: the cell is empty."),
        (("bgnbd", FOUR, [1.0, "x"], 1.0, 2.0), "x, row 2: 'x' is not a number."),
        (("bgnbd", FOUR, [1.0, 1.5], 1.0, 2.0), "x, row 2: 1.5 is not a whole number"),
        (("bgnbd", FOUR, -1.0, 1.0, 2.0), "x, row 1: -1 is not between 0 and 1e+06"),
        (("bgnbd", FOUR, 1.0, [1.0, 3.0], 2.0), "t_x, row 2: 3 is after age, 2"),
        (("bgnbd", FOUR, 0.0, 1.0, 2.0), "t_x, row 1: 1, but without a repeat order it is 0"),
        (("bgnbd", FOUR, [1.0, None], [1.0, 1.0], 2.0), "x, row 2: the cell is empty."),
        (("bgnbd", FOUR, 3.0, 0.0, 0.0), "age, row 1: 0, but x is 3"),
        (("bgbb", FOUR, 1.0, 1.5, 2.0), "t_x, row 1: 1.5 is not a whole number"),
        (("bgbb", FOUR, 3.0, 2.0, 5.0), "x, row 1: 3 orders, but only 2 opportunities up to t_x"),
        (("bgnbd", FOUR, [1.0] * 3, [1.0] * 2, 2.0), "t_x: 2 rows, but x has 3"),
        (("bgnbd", FOUR, "#N/A", 1.0, 2.0), "x, row 1: #N/A is an Excel error."),
    ],
)
def test_bad_histories_and_parameters(args, answer):
    assert BTYD_ALIVE(*args).startswith(f"#BTYD_ALIVE: {answer}")


@pytest.mark.parametrize(
    ("args", "answer"),
    [
        (("bgnbd", FOUR, 52.0, 1.0), "t_x: give x, t_x and age, or none of the three"),
        (("bgnbd", FOUR, [52.0, -1.0]), "horizon, row 2: -1 is not between 0 and 1e+06"),
        (("bgnbd", FOUR, [52.0, "soon"]), "horizon, row 2: 'soon' is not a number."),
        (("bgbb", FOUR, 1.5), "horizon, row 1: 1.5 is not a whole number"),
    ],
)
def test_bad_times_to_come(args, answer):
    assert BTYD_EXPECT(*args).startswith(f"#BTYD_EXPECT: {answer}")


@pytest.mark.parametrize(
    ("options", "answer"),
    [
        ({"model": "gammagamma"}, "amounts: Gamma-Gamma needs them"),
        ({"model": "bgbb", "unit": "day"}, "unit: BG/BB needs week or month: one opportunity"),
        ({"model": "nbd", "engine": "lifetimes"}, "engine: NBD is not fitted by lifetimes"),
        ({"model": "nbd", "prior": True}, "prior: NBD has no leaving that it could be on"),
        ({"engine": "lifetimes", "prior": True}, "prior: goes with the engine own only"),
        ({"engine": "R"}, "engine: 'R' is not one of: own, lifetimes"),
        ({"model": "mbgnbd"}, "MBG/NBD needs 30 customers who bought again; found 1."),
        ({"model": "bgbb"}, "BG/BB needs 30 customers who bought again; found 1."),
    ],
)
def test_options_that_do_not_go_together(options, answer):
    sales = ["C1", "C1", "C2"], ["2024-01-10", "2024-03-01", "2024-02-01"]
    assert BTYD_FIT(*sales, **options).startswith(f"#BTYD_FIT: {answer}")


@pytest.mark.parametrize(
    ("options", "answer"),
    [
        ({"model": "auto", "params": FOUR}, "params: belong to one model: bgnbd, mbgnbd, pareton"),
        ({"params": FOUR[:2]}, "params: 2 numbers, but BG/NBD has 4: r, alpha, a, b"),
        ({"confidence": 0.1}, "Setting confidence is 0.1. Enter a value in 0.5"),
        ({"interval": "wide"}, "interval: 'wide' is not one of: delta, bootstrap, none"),
        ({"model": "gammagamma"}, "model: 'gammagamma' is not one of: auto, bgnbd"),
    ],
)
def test_bad_options_of_the_table(options, answer):
    sales = ["C1", "C1", "C2"], ["2024-01-10", "2024-03-01", "2024-02-01"], [1.0, 2.0, 3.0]
    assert BTYD_TABLE(*sales, **options).startswith(f"#BTYD_TABLE: {answer}")
