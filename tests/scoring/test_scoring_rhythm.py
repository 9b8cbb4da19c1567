"""Kinds of demand, the period pivot, margins, and how they come together in an assessment."""

import statistics
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.assessment import Tables, assess
from scoring.days import day_number
from scoring.settings import AbcPolicy, PeriodPolicy, Settings, XyzPolicy
from scoring.tables import gate_sales
from scoring.value.margins import margins_by
from scoring.value.periods import PeriodBlock
from scoring.value.pivot import pivot_sales
from scoring.value.rhythm import KINDS, classify_rhythm, rhythm_of
from tests.scoring import reference
from tests.scoring.build import ROWS, frame_of, ids_of, sales_of


def rhythm(values, first=None, **policy):
    values = np.array(values, float)
    settings = XyzPolicy(**{"n_periods": values.shape[1], "min_periods": 2, **policy})
    adi, cv2, kind = rhythm_of(values, settings, None if first is None else np.array(first))
    return adi.tolist(), cv2.tolist(), [KINDS[code] if code >= 0 else "" for code in kind]


def test_quarterly_buyer_is_regular():
    """METHODS.md 2.4: ADI 3, CV2 0."""
    assert rhythm(reference.XYZ_QUARTERLY.given) == ([3.0], [0.0], ["intermittent"])


# By hand: half the sales d below 1, half above: CV2 = d**2; .7**2 is .49.
@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ([1 - 0.7, 1 + 0.7] * 6, "smooth"),  # on the border: the calmer kind
        ([1 - 0.7001, 1 + 0.7001] * 6, "erratic"),
        (([0] + [1] * 3) * 3 + [1] * 21, "smooth"),  # 33 of 30
        (([0] * 8 + [1] * 25), "smooth"),  # 33 of 25: 1.32, on the border
        (([0] * 9 + [1] * 25), "intermittent"),  # 34 of 25: 1.36
        (([0] * 9 + [0.2, 1.8] * 12), "lumpy"),  # .8**2 = .64
    ],
)
def test_kinds_by_hand(row, kind):
    assert rhythm([row])[2] == [kind]


def test_the_border_is_met_to_12_digits():
    """3 and 17 deviate by 7 from 10; of 1.1 times that floats make a hair more than 0.49."""
    row = 1.1 * np.array([3.0, 17.0] * 6)
    assert (np.std(row) / np.mean(row)) ** 2 > 0.49
    assert rhythm([row])[2] == ["smooth"]


def test_season_and_trend_stay_in_the_rhythm():
    line = [[1.0 * k for k in range(1, 25)]]
    assert rhythm(line, detrend=True, season="auto") == rhythm(line)


def test_a_lone_sale_and_none():
    adi, cv2, kind = rhythm([[0, 7, 0, 0], [0, 0, 0, 0]])
    assert (adi[0], cv2[0], kind) == (4, 0, ["intermittent", ""])
    assert np.isnan(adi[1])
    assert np.isnan(cv2[1])
    assert rhythm([[0, 7, 0, 0]], deviation="sample")[1] == [0]


@pytest.mark.parametrize(
    ("zeros", "adi"), [("include", 3), ("exclude", 3), ("since_first", 2), ("active_span", 1.5)]
)
def test_which_periods_an_interval_counts(zeros, adi):
    """0 0 4 0 6 0: of two sales six periods, four since the first, three from first to last."""
    assert rhythm([[0, 0, 4, 0, 6, 0]], [2], zeros=zeros)[0] == [adi]


def test_kinds_of_a_block():
    values = np.array([[5.0] * 8, [0, 0, 0, 9] * 2, [0] * 8, [0] * 6 + [1, 1]])
    starts = np.arange("2023-01", "2023-09", dtype="datetime64[M]").astype("datetime64[D]")
    block = PeriodBlock(ids_of(4), values, starts, np.array([0, 3, 0, 6]))
    made = classify_rhythm(block, XyzPolicy(n_periods=8, min_periods=3))
    kinds = made.table["kind"].astype(object).fillna("").tolist()
    assert kinds == ["smooth", "intermittent", "", ""]
    assert made.table["adi"].tolist()[:2] == [1, 4]
    assert made.summary["items"].tolist() == [1, 0, 1, 0]
    assert made.summary["item_share"].tolist() == [0.25, 0, 0.25, 0]


@given(
    st.lists(st.integers(0, 500), min_size=4, max_size=30).filter(any),
    st.sampled_from(["population", "sample"]),
)
def test_rhythm_is_that_of_the_statistics_module(row, deviation):
    sold = [float(x) for x in row if x]
    adi, cv2, kind = rhythm([row], deviation=deviation)
    spread = statistics.pstdev if deviation == "population" else statistics.stdev
    expected = (spread(sold) / statistics.fmean(sold)) ** 2 if len(sold) > 1 else 0
    assert adi[0] == pytest.approx(len(row) / len(sold))
    assert cv2[0] == pytest.approx(expected, abs=1e-12)
    assert kind == rhythm([row[::-1]], deviation=deviation)[2]


SMALL = [
    ("b", "2024-01-31", 100.10), ("b", "2024-03-01", 50.20), ("a", "2024-03-05", -20.0),
    ("c", "2023-12-31", 7.0),
]  # fmt: skip


def test_pivot_by_hand():
    made = pivot_sales(sales_of(SMALL), "month")
    assert made.ids.tolist() == ["a", "b", "c"]
    assert made.starts.astype(str).tolist() == [
        "2023-12-01",
        "2024-01-01",
        "2024-02-01",
        "2024-03-01",
    ]
    assert made.values.tolist() == [[0, 0, 0, -20.0], [0, 100.10, 0, 50.20], [7.0, 0, 0, 0]]


def test_pivot_of_a_span():
    """The outer periods hold only what lies inside; who bought nothing inside is not there."""
    first, last = day_number(date(2024, 1, 31)), day_number(date(2024, 3, 4))
    made = pivot_sales(sales_of(SMALL), "quarter", first, last)
    assert made.ids.tolist() == ["b"]
    assert made.starts.astype(str).tolist() == ["2024-01-01"]
    assert made.values[0] == pytest.approx([150.30])
    assert pivot_sales(sales_of(SMALL), "week", first, first).starts.astype(str) == ["2024-01-29"]
    assert pivot_sales(sales_of(SMALL), "year", last, first).values.shape == (0, 0)
    empty = pivot_sales(sales_of(SMALL), "month", last + 30, last + 40)
    assert (empty.ids.size, empty.starts.size) == (0, 1)


@given(ROWS, st.sampled_from(["week", "month", "quarter", "year"]))
def test_pivot_sums_every_row_once(rows, period):
    made = pivot_sales(sales_of(rows), period)
    assert made.values.sum() == pytest.approx(sum(amount for _, _, amount in rows), abs=1e-6)
    for name, line in zip(made.ids, made.values, strict=True):
        money = sum(amount for customer, _, amount in rows if customer == name)
        assert line.sum() == pytest.approx(money, abs=1e-6)
    assert (np.diff(made.starts) > 0).all()


def costed(rows):
    """Rows of customer, date, amount, cost."""
    return frame_of([row[:3] for row in rows]).assign(cost=[row[3] for row in rows])


COSTED = [
    ("a", "2024-01-01", 700.0, 690.0), ("b", "2024-01-02", 200.0, 100.0),
    ("c", "2024-01-03", 100.0, 140.0), ("b", "2024-01-05", -20.0, 10.0),
    ("d", "2024-01-31", 5.0, None),
]  # fmt: skip


def test_margin_by_hand():
    """b: 100 of the sale, and the return takes 20 and gives back 10; d has no cost."""
    sales = gate_sales(costed(COSTED)).strict()
    margins = margins_by(sales.customer, sales.n_customers, sales)
    assert margins.margin[:3].tolist() == [10.0, 90.0, -40.0]
    assert np.isnan(margins.margin[3])
    assert [note.text() for note in margins.notes] == [
        "Sales rows without a cost, not in the margin: 1, worth 5.00."
    ]
    flipped = [(*row[:3], -row[3] if row[2] < 0 else row[3]) for row in COSTED]
    again = gate_sales(costed(flipped)).strict()
    assert margins_by(again.customer, 4, again).margin[:3].tolist() == [10.0, 90.0, -40.0]


def test_costs_beside_little_of_the_money_say_nothing():
    sales = gate_sales(costed([("a", "2024-01-01", 79.0, 1.0), ("b", "2024-01-01", 21.0, None)]))
    margins = margins_by(sales.table.customer, 2, sales.table)
    assert margins.margin is None
    assert [note.text() for note in margins.notes] == [
        "Only 79 % of the revenue has costs: no classes by margin."
    ]
    enough = gate_sales(costed([("a", "2024-01-01", 80.0, 1.0), ("b", "2024-01-01", 20.0, None)]))
    assert margins_by(enough.table.customer, 2, enough.table).margin is not None


def test_assessment_joins_revenue_and_margin():
    """Revenue 700, 180, 100, 5: .71, .89 and .99 stand above b, c, d. Margin 10, 90, -40."""
    tables = Tables(gate_sales(costed(COSTED)))
    found = assess(tables)
    joint = found.abc_joint.table.set_index("id")["abc_joint"].astype(object).fillna("")
    assert joint.to_dict() == {"a": "AB", "b": "AA", "c": "BD", "d": ""}
    assert "note.abc_no_cost" in [note.code for note in found.abc.notes]
    assert "note.abc_no_cost" in [note.code for note in found.notes]
    alone = assess(tables, Settings(abc=AbcPolicy(second="none")))
    assert alone.abc_joint is None
    assert assess(Tables(gate_sales(frame_of([row[:3] for row in COSTED])))).abc_joint is None


def test_assessment_joins_those_of_products():
    rows = [("a", "2024-01-01", 90.0, None, "p"), ("a", "2024-01-02", 10.0, None, "q")]
    frame = frame_of(rows).assign(cost=[88.0, 2.0])
    joint = assess(Tables(gate_sales(frame))).product_joint
    assert joint.table["abc_joint"].tolist() == ["AB", "BA"]  # margins 2 and 8: .80 above p


def test_assessment_takes_the_season_from_the_whole_history():
    rows = [
        ("a", f"{year}-{month:02d}-10", 50.0 if month < 7 else 150.0)
        for year in (2022, 2023, 2024) for month in range(1, 13)
    ]  # fmt: skip
    tables = Tables(gate_sales(frame_of(rows)))
    as_of = PeriodPolicy(date(2024, 12, 31))
    plain = assess(tables, Settings(period=as_of)).xyz.table
    found = assess(tables, Settings(period=as_of, xyz=XyzPolicy(season="auto"))).xyz
    assert plain["cv"][0] == pytest.approx(0.5)  # 50 and 150 around 100, by hand
    assert found.table["cv"][0] == pytest.approx(0, abs=1e-12)
    assert (found.table["season"][0], found.table["periods"][0]) == ("own", 12)
    assert assess(tables, Settings(period=as_of)).rhythm.table["kind"].tolist() == ["smooth"]
