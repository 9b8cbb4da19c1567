"""Which model of repeat orders answers where none is named, and what the note says of it."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from scoring.assessment import Tables, assess
from scoring.settings import LtvPolicy, Settings
from scoring.tables import gate_sales
from scoring.value.ltv.model import estimate_ltv
from scoring.value.ltv.quality.choice import likeliest_model
from tests.scoring.cdnow import CALIBRATION_END, cdnow_sales

AUTO = LtvPolicy(model="auto")
TITLES = {"bgnbd": "BG/NBD", "mbgnbd": "MBG/NBD", "paretonbd": "Pareto/NBD", "nbd": "NBD"}


@pytest.fixture(scope="module")
def cdnow():
    return cdnow_sales()


def gated(days):
    """Return sales of customers with an order on each of their days."""
    rows = [(f"c{k:03d}", day, 10.0 + day % 7) for k, own in enumerate(days) for day in own]
    frame = pd.DataFrame(rows, columns=["customer", "date", "amount"])
    frame["date"] = pd.Timestamp("2022-01-01") + pd.to_timedelta(frame["date"], "D")
    return gate_sales(frame)


def told(result):
    return [note for note in result.notes if "model" in note.details]


def test_auto_takes_the_model_that_did_best_in_the_holdout():
    rng = np.random.default_rng(5)
    sales = gated([[0, 1, *rng.integers(2, 700, k % 7)] for k in range(60)])
    result = assess(Tables(sales), replace(Settings(), ltv=AUTO))
    table, best = result.ltv_quality.candidates, result.ltv_quality.model
    usable = table[table["status"].isin(["inner", "bound"])]
    row = usable[usable["name"] == TITLES[best]].iloc[0]
    assert row["holdout"] >= usable["holdout"].max() - 0.5
    asked = estimate_ltv(sales.strict(), replace(AUTO, model=best), result.as_of)
    assert result.ltv.model == asked.model
    assert result.ltv.table["clv"].tolist() == asked.table["clv"].tolist()
    note = "Model chosen by how well it foresaw the orders of the holdout: {}."
    assert note.format(TITLES[best]) in [note.text() for note in result.ltv.notes]


@pytest.mark.parametrize("name", TITLES)
def test_the_note_holds_for_each_model_that_the_holdout_may_choose(cdnow, name):
    result = estimate_ltv(cdnow, AUTO, CALIBRATION_END, choose=lambda *_: name)
    assert told(result)[0].text() == (
        f"Model chosen by how well it foresaw the orders of the holdout: {TITLES[name]}."
    )


def test_the_note_where_nothing_could_be_held_against_later_orders():
    """One customer in the first half of the time: no model can be fitted to it."""
    sales = gated([[0], *([500 + k, 520 + 2 * k, 690] for k in range(40))]).strict()
    as_of = pd.Timestamp("2023-12-31").date()
    assert likeliest_model(sales, AUTO, as_of) is None
    result = estimate_ltv(sales, AUTO, as_of, choose=likeliest_model)
    assert told(result)[0].text() == (
        "No model is named, and none could be held against later orders: BG/NBD was taken."
    )


def test_without_a_holdout_the_note_names_the_models_that_were_compared(cdnow):
    result = estimate_ltv(cdnow, AUTO, CALIBRATION_END)
    logs = {
        name: estimate_ltv(cdnow, LtvPolicy(model=name), CALIBRATION_END).log_likelihood
        for name in ("bgnbd", "mbgnbd", "paretonbd")
    }
    best = max(logs, key=logs.get)
    assert told(result)[0].text() == (
        f"Model chosen of BG/NBD, MBG/NBD and Pareto/NBD, the likeliest one: {TITLES[best]}."
    )


def test_nothing_is_compared_where_a_model_is_named(cdnow):
    def choose(*_):
        raise AssertionError

    for model in ("bgnbd", "simple"):
        result = estimate_ltv(cdnow, LtvPolicy(model=model), CALIBRATION_END, choose=choose)
        assert result.model == model
