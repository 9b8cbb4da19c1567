"""Payments, losses, limits and terms in cells."""

import datetime as dt

from tests.functions.cases import Case

_DUE = dt.datetime(2024, 1, 1)
_AS_OF = dt.datetime(2024, 4, 1)
# 1,000 paid 10 days late, 3,000 open and 11 days late, 2,000 paid 5 days early
_HAND = {
    "due": [dt.datetime(2024, 3, 1), dt.datetime(2024, 3, 21), dt.datetime(2024, 2, 10)],
    "paid": [dt.datetime(2024, 3, 11), None, dt.datetime(2024, 2, 5)],
    "amounts": [1000.0, 3000.0, 2000.0],
    "as_of": _AS_OF,
}


def _paid_late(days: int) -> dict[str, object]:
    """Three invoices, each paid so many days after they were due."""
    return {
        "due": [_DUE] * 3,
        "paid": [_DUE + dt.timedelta(days=days)] * 3,
        "amounts": [100.0] * 3,
        "as_of": dt.datetime(2024, 6, 30),
    }


CASES = (
    *(
        Case("PAY_INDEX", _paid_late(days), index, "METHODS 2.16: value chart of D&B's PAYDEX")
        for days, index in ((-30, 100.0), (0, 80.0), (15, 70.0), (45, 45.0), (90, 30.0))
    ),
    Case(
        "PAY_INDEX",
        {
            **{name: [*cells, *cells] for name, cells in _paid_late(0).items() if name != "as_of"},
            "customers": ["C1"] * 3 + ["C2"] * 3,
            "ids": ["C2", None, "C3"],
        },
        [[80.0], [""], ["–"]],
        "METHODS 2.16: on the due day 80; a blank id stays blank, nothing is known of C3",
    ),
    Case(
        "DAYS_LATE",
        _HAND,
        (1000 * 10 + 3000 * 11 - 2000 * 5) / 6000,
        "by hand: (1000 x 10 + 3000 x 11 - 2000 x 5) / 6000 = 5.5",
    ),
    Case("DAYS_LATE", {**_HAND, "stat": "наихудшее"}, 11.0, "by hand: the open invoice"),
    Case(
        "EXPECTED_LOSS",
        {"p_default": 0.04, "lgd": 0.6, "ead": [500_000.0, None, 0.0]},
        [[12_000.0], [""], [0.0]],
        "METHODS 2.17: 0.04 x 0.6 x 500,000 = 12,000",
    ),
    Case(
        "CREDIT_LIMIT",
        {
            "need": [1e6, 2e4],
            "net_worth": [8e4, 8e4],
            "turnover": [7e5, 7e5],
            "risk_class": ["R2", "R2"],
        },
        [[28_000.0], [20_000.0]],
        "METHODS 2.17, class B there: min(35 % of 80,000, 5 % of 700,000), and not above the need",
    ),
    Case(
        "DECISION_TERMS",
        {"value_class": ["A", "A", "C"], "risk_class": ["R1", "R4", "R2"], "field": "days"},
        [[60.0], [0.0], [14.0]],
        "METHODS 2.19, the default table",
    ),
    Case(
        "DECISION_TERMS",
        {"value_class": "A", "risk_class": "R1", "field": "all"},
        [["open account", 60.0, 1.2, 0.0, "manager", 12.0]],
        "METHODS 2.19, the default table: 60 days, 120 % of need, review in 12 months",
    ),
)
