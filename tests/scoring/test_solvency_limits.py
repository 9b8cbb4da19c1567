import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.errors import SettingError
from scoring.settings import RISK_CLASSES, LimitPolicy, RiskPolicy
from scoring.solvency.limits import LimitFacts, credit_limit, credit_need
from scoring.solvency.losses import (
    PROVISION_RATES,
    break_even_p_default,
    expected_loss,
    provision,
)

RISK = RiskPolicy()
METHODS = ["need", "capacity", "ten_percent", "references", "average", "profit_risk"]
FACTS = {
    "need": 100_000.0,
    "net_worth": 80_000.0,
    "turnover": 700_000.0,
    "margin": 6_000.0,
    "room": 50_000.0,
}


def limit_of(method="need", risk="R2", round_to=0.0, references=None, **facts):
    """The row of one customer."""
    arrays = {name: np.array([value], float) for name, value in facts.items()}
    arrays.setdefault("need", np.array([np.nan]))
    code = np.array([RISK_CLASSES.index(risk)], np.int8)
    if references is not None:
        arrays["references"] = np.array([references], float)
    policy = LimitPolicy(method, round_to=round_to)
    return credit_limit(LimitFacts(risk=code, **arrays), policy, RISK).table.iloc[0]


def test_capacity_by_notation():
    """METHODS.md 2.17 [V:MYDSO, G]: class B, 35 % and 5 %: min(28000, 35000) = 28000."""
    row = limit_of("capacity", net_worth=80_000, turnover=700_000)
    assert (row["limit"], row["binding"]) == (28_000, "capacity")
    assert limit_of("capacity", net_worth=80_000)["limit"] == 28_000
    assert limit_of("capacity", turnover=700_000)["limit"] == 35_000


def test_the_least_binds():
    row = limit_of(**FACTS)
    assert (row["limit"], row["binding"]) == (28_000, "capacity")
    row = limit_of(**{**FACTS, "need": 9_000})
    assert (row["limit"], row["binding"]) == (9_000, "need")
    row = limit_of(**{**FACTS, "room": 1_000})
    assert (row["limit"], row["binding"]) == (1_000, "room")
    row = limit_of(**{**FACTS, "need": 28_000})
    assert (row["limit"], row["binding"]) == (28_000, "need")


def test_ten_percent_of_net_worth_or_of_a_month():
    """By hand: 10 % of 80000 is 8000; of 700000 / 12 it is 5833.33."""
    row = limit_of("ten_percent", net_worth=80_000, turnover=700_000)
    assert row["limit"] == pytest.approx(5_833.333333)
    assert limit_of("ten_percent", net_worth=80_000)["limit"] == 8_000


@pytest.mark.parametrize(
    ("references", "median"),
    [([10, 40, 20], 20), ([10, 40, 20, 25], 22.5), ([np.nan, 7, np.nan], 7), ([3, np.nan, 5], 4)],
)
def test_references(references, median):
    row = limit_of("references", references=references)
    assert (row["limit"], row["binding"]) == (median, "references")


def test_average_of_the_three():
    """METHODS.md 2.17 [V:HIGHAKO]: net worth (10 %), references, need; by hand
    (8000 + 20000 + 5000) / 3 = 11000; without references (8000 + 5000) / 2."""
    facts = {"need": 5_000, "net_worth": 80_000}
    assert limit_of("average", references=[10_000, 20_000, 30_000], **facts)["limit"] == 11_000
    assert limit_of("average", **facts)["limit"] == 6_500


def test_profit_against_risk():
    """By hand, R2: PD 2 % x LGD 60 % = 1.2 %; 10 % of a margin of 6000 is 600: 50000."""
    assert limit_of("profit_risk", margin=6_000)["limit"] == pytest.approx(50_000)


def test_need():
    """METHODS.md 2.17: by hand 1000 a day x 30 days x 1.2 (VAT 20 %) x 1.5 (peak) = 54000."""
    need = credit_need(np.array([1_000.0, -5.0, 0.0]), np.array([30.0, 30, 30]), 0.20, 1.5)
    assert need.tolist() == [54_000, 0, 0]


@pytest.mark.parametrize("method", METHODS)
def test_nothing_known(method):
    row = limit_of(method)
    assert np.isnan(row["limit"])
    assert row["binding"] == "unknown"
    empty = LimitFacts(need=np.empty(0), risk=np.empty(0, np.int8), references=np.empty((0, 0)))
    assert credit_limit(empty, LimitPolicy(method), RISK).table.empty


def test_less_than_nothing_is_nothing():
    assert limit_of(need=-5.0)["limit"] == 0
    assert limit_of(need=10.0, net_worth=-1_000.0)["limit"] == 0
    assert limit_of(need=10.0, room=-1.0)["limit"] == 0


def test_rounded_down():
    assert limit_of(need=12_999.0, round_to=1_000)["limit"] == 12_000


MONEY = st.none() | st.floats(-1e9, 1e9)


@given(
    st.sampled_from(METHODS),
    st.sampled_from(RISK_CLASSES),
    st.fixed_dictionaries(dict.fromkeys(FACTS, MONEY)),
    st.lists(st.floats(0, 1e9), max_size=4),
    st.sampled_from([0.0, 100.0]),
)
def test_never_above_capacity_or_room(method, risk, facts, references, round_to):
    known = {name: value for name, value in facts.items() if value is not None}
    row = limit_of(method, risk, round_to, references, **known)
    if not np.isnan(row["limit"]):
        assert 0 <= row["limit"] <= row[method]
        assert not row["limit"] > row["capacity"]
        assert not row["limit"] > max(known.get("room", np.inf), 0)


@given(st.sampled_from(METHODS))
def test_a_higher_risk_never_bears_more(method):
    limits = [limit_of(method, risk, **FACTS)["limit"] for risk in ("R1", "R2", "R3", "R4")]
    assert limits == sorted(limits, reverse=True)


def test_expected_loss():
    """METHODS.md 2.17 [G]: 0.04 x 0.6 x 500000 = 12000."""
    assert expected_loss(0.04, 0.6, 500_000) == pytest.approx(12_000)
    loss = expected_loss(np.array([0.04, 0.5]), 0.6, np.array([500_000.0, -10]))
    assert loss.tolist() == pytest.approx([12_000, 0])


def test_break_even():
    """METHODS.md 2.17 [G]: m = 20 %, LGD = 1: 20 %. By hand, LGD 0.5: 0.2 / (0.2 + 0.4) = 1/3."""
    assert break_even_p_default(0.20) == pytest.approx(0.20)
    assert break_even_p_default(np.array([0.2]), 0.5)[0] == pytest.approx(1 / 3)
    assert break_even_p_default(0.0) == 0
    assert np.isnan(break_even_p_default(0.0, 0.0))


def test_provision_matrix():
    """Rates 0.5 / 2.2 / 2.7 / 4.5 %: METHODS.md 2.17 [V:FAQI]; of 1000 each 5, 22, 27, 45."""
    assert PROVISION_RATES[:4] == (0.005, 0.022, 0.027, 0.045)
    assert provision(np.full(4, 1000.0), PROVISION_RATES[:4]).tolist() == [5, 22, 27, 45]
    by_customer = provision(np.array([[100.0] * 6, [-100.0] * 6]), PROVISION_RATES)
    assert by_customer.sum(axis=1).tolist() == pytest.approx([84.9, 0])


@pytest.mark.parametrize(
    ("way", "setting"),
    [
        (lambda: expected_loss(1.5, 0.6, 1.0), "p_default"),
        (lambda: expected_loss(0.5, -0.1, 1.0), "lgd"),
        (lambda: break_even_p_default(20.0), "margin"),
        (lambda: break_even_p_default(0.2, 60.0), "lgd"),
        (lambda: provision(np.ones(2), (0.1, 10.0)), "rates"),
        (lambda: provision(np.ones(6), (0.1, 0.2)), "rates"),
        (lambda: LimitPolicy("guess"), "limits.method"),
        (lambda: LimitPolicy(capacity=((0.1, 0.1),)), "limits.capacity"),
        (lambda: LimitPolicy(capacity=((35, 0.1),) * 5), "limits.capacity"),
        (lambda: LimitPolicy(risk_share=2), "limits.risk_share"),
        (lambda: LimitPolicy(round_to=-1), "limits.round_to"),
    ],
)
def test_refused(way, setting):
    with pytest.raises(SettingError) as refused:
        way()
    assert refused.value.setting == setting
