"""Concentration: measures, groups, verdicts, stress, and how the assessment feeds them."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.assessment import Tables, assess
from scoring.errors import SettingError
from scoring.settings import ConcentrationPolicy, PeriodPolicy, Settings
from scoring.solvency.concentration import ConcentrationFacts, measure_concentration, verdict
from scoring.solvency.groups import merge_groups
from scoring.solvency.inequality import (
    best_share,
    effective_number,
    gini,
    hhi,
    lorenz,
    lorenz_points,
    top_share,
)
from scoring.solvency.stress import loss_of_top
from scoring.tables import gate_customers, gate_invoices, gate_sales

# METHODS 2.20 and 2.3, golden data [G]
TEN = np.array([300, 200, 150, 100, 80, 60, 50, 30, 20, 10.0])


def texts(*cells):
    return np.array(cells, object)


def measured(revenue, *, group=None, margin=None, receivables=None, **options):
    money = np.array(revenue, float)
    facts = ConcentrationFacts(
        ids=np.array([f"C{n:02d}" for n in range(money.size)], object),
        group=None if group is None else texts(*group),
        revenue=money,
        margin=None if margin is None else np.array(margin, float),
        receivables=None if receivables is None else np.array(receivables, float),
    )
    return measure_concentration(facts, ConcentrationPolicy(**options))


class TestMeasures:
    def test_golden_values(self):
        """METHODS 2.20: HHI 1764, effective number 5.67, CR1 30 %, CR5 83 %, Gini 0.464."""
        assert hhi(TEN) == 1764
        assert effective_number(TEN) == pytest.approx(5.67, abs=0.005)
        assert top_share(TEN, 1) == 0.3
        assert top_share(TEN, 5) == 0.83
        assert gini(TEN) == pytest.approx(0.464)
        assert gini(TEN, corrected=True) == pytest.approx(0.5156, abs=5e-5)

    def test_hhi_of_the_department_of_justice(self):
        """justice.gov/atr/herfindahl-hirschman-index: shares of 30, 30, 20, 20 % make 2,600."""
        assert hhi(np.array([20, 30, 20, 30.0])) == pytest.approx(2600)

    def test_gini_of_r(self):
        """R, phylotools::gini (after ineq), example of its manual: 0.3076923."""
        assert gini(np.array([1, 3, 2, 1, 1, 1, 4.0])) == pytest.approx(0.3076923, abs=5e-8)

    def test_curve_by_hand(self):
        curve = lorenz(np.array([60, 10, 10, 20.0]))
        assert curve.tolist() == [[0, 0], [0.25, 0.1], [0.5, 0.2], [0.75, 0.4], [1, 1]]
        points = lorenz_points(np.array([60, 10, 10, 20.0]), 9)
        assert points[1].tolist() == [0.125, 0.05]  # half the way to the first customer
        assert points[7].tolist() == pytest.approx([0.875, 0.7])
        assert lorenz_points(TEN).shape == (101, 2)

    def test_part_of_the_largest(self):
        assert best_share(TEN, 0.2) == pytest.approx(0.5)  # two of ten: 300 + 200
        assert best_share(TEN, 0.25) == pytest.approx(0.575)  # and half of 150
        assert (best_share(TEN, 0), best_share(TEN, 1)) == (0, 1)

    def test_below_nothing_counts_as_nothing_and_stays_a_customer(self):
        assert gini(np.array([1, -5.0])) == 0.5  # as (1, 0): one of two has all
        assert lorenz(np.array([1, -5.0])).tolist() == [[0, 0], [0.5, 0], [1, 1]]
        assert hhi(np.array([1, -5.0])) == 10_000

    @pytest.mark.parametrize("values", [[], [0.0], [0.0, -1.0]])
    def test_nothing_to_say(self, values):
        values = np.array(values, float)
        for found in (hhi(values), gini(values), top_share(values, 1), best_share(values, 0.2)):
            assert np.isnan(found)
        assert np.isnan(effective_number(values))
        assert np.isnan(lorenz(values)[-1, 1])

    def test_one_customer(self):
        one = np.array([7.0])
        assert (hhi(one), effective_number(one), gini(one), top_share(one, 3)) == (10_000, 1, 0, 1)
        assert np.isnan(gini(one, corrected=True))  # as R, ineq: 0 times n / 0

    def test_out_of_range(self):
        for call in (
            lambda: top_share(TEN, 0),
            lambda: best_share(TEN, 1.5),
            lambda: lorenz_points(TEN, 1),
        ):
            with pytest.raises(SettingError):
                call()


MONEY = st.lists(st.integers(-500, 100_000).map(lambda cents: cents / 100), min_size=1, max_size=30)


@given(MONEY, st.randoms(use_true_random=False), st.sampled_from([1.0, 100.0]))
def test_order_and_currency_change_nothing(money, random, rate):
    other = list(money)
    random.shuffle(other)
    for measure in (hhi, gini, lambda values: top_share(values, 3)):
        one, two = measure(np.array(money)), measure(np.array(other) * rate)
        assert one == pytest.approx(two, rel=1e-12, nan_ok=True)


@given(MONEY.filter(lambda money: max(money) > 0))
def test_bounds_and_the_curve(money):
    values = np.array(money)
    n = values.size
    assert 10_000 / n <= hhi(values) * (1 + 1e-12)
    assert hhi(values) <= 10_000 * (1 + 1e-12)
    assert -1e-12 <= gini(values) <= 1 - 1 / n + 1e-12
    curve = lorenz(values)
    assert (curve[:, 1] <= curve[:, 0] + 1e-12).all()  # never above the line of equality
    assert (np.diff(curve[:, 1], 2) >= -1e-12).all()  # the next customer brings no less
    # Gini is twice the area between the curve and equality (Gastwirth, 1972)
    area = np.trapezoid(curve[:, 1], curve[:, 0])
    assert gini(values) == pytest.approx(1 - 2 * area, abs=1e-9)
    for k in range(1, n + 1):
        assert top_share(values, k) == pytest.approx(best_share(values, k / n), abs=1e-9)


@given(st.lists(st.integers(1, 1000), min_size=2, max_size=20), st.data())
def test_merging_two_customers_never_lessens_concentration(money, data):
    values = np.array(money, float)
    pair = data.draw(st.permutations(range(values.size)))[:2]
    merged = np.append(np.delete(values, pair), values[list(pair)].sum())
    assert hhi(merged) >= hhi(values) - 1e-9
    for k in (1, 3, 5):
        assert top_share(merged, k) >= top_share(values, k) - 1e-12


class TestGroups:
    def test_customers_of_one_group_are_one(self):
        members = merge_groups(texts("a", "b", "c", "d"), texts("G", None, "G", "H"))
        assert members.name.tolist() == ["G", "b", "d"]  # H has one customer here: itself
        assert members.is_group.tolist() == [True, False, False]
        assert members.customers.tolist() == [2, 1, 1]
        assert members.sums(np.array([1.0, 2, 4, np.nan])).tolist()[:2] == [5, 2]
        assert np.isnan(members.sums(np.array([1.0, 2, 4, np.nan]))[2])

    @pytest.mark.parametrize("word", ["-", "—", "нет", "None", " ", "0", "Н/Д"])
    def test_a_word_for_none_is_no_group(self, word):
        members = merge_groups(texts("a", "b"), texts(word, word))
        assert members.name.tolist() == ["a", "b"]

    def test_a_group_called_as_a_customer_stays_apart(self):
        members = merge_groups(texts("a", "b", "c"), texts(None, "a", "a"))
        assert members.name.tolist() == ["a", "a"]
        assert members.is_group.tolist() == [False, True]

    def test_the_main_customer_behind_two_names(self):
        """By hand: 90 and 60 of 1000 are no major customers, together 150 are."""
        revenue = [90.0, 60.0, *[85.0] * 10]
        apart, merged = (
            measured(revenue, group=["G", "G", *[None] * 10], roll_up=on) for on in (False, True)
        )
        assert (apart.major, merged.major) == (0, 1)
        assert apart.measures.loc["top_1", "revenue"] == 0.09
        assert merged.measures.loc["top_1", "revenue"] == 0.15
        assert merged.table.iloc[0][["name", "is_group", "customers"]].tolist() == ["G", True, 2]
        assert [note.code for note in merged.notes] == ["note.conc_groups"]
        assert merged.notes[0].details == {"count": "2", "groups": "1"}
        assert apart.measures.loc["members"].tolist()[0] == 12
        assert merged.measures.loc["members"].tolist()[0] == 11


class TestResult:
    def test_table_best_first_and_shares_of_each_base(self):
        found = measured(
            [10, 30, -5, np.nan], margin=[4, 6, -2, np.nan], receivables=[np.nan, 1, np.nan, 3]
        )
        table = found.table
        assert table["name"].tolist() == ["C01", "C00", "C02", "C03"]
        assert table["share"].tolist()[:3] == [0.75, 0.25, 0]
        assert table["cumulative_share"].tolist()[:3] == [0.75, 1, 1]
        assert table["margin_share"].tolist()[:3] == [0.6, 0.4, 0]
        assert table["receivables_share"].fillna(-1).tolist() == [0.25, -1, -1, 0.75]
        assert found.measures.loc["members"].tolist() == [3, 3, 2]
        assert found.measures.loc["top_1"].tolist() == [0.75, 0.6, 0.75]
        codes = [note.code for note in found.notes]
        assert codes == ["note.conc_negative", "note.conc_no_fixed_cost"]

    def test_equal_customers_stand_by_name(self):
        assert measured([5, 5, 5]).table["name"].tolist() == ["C00", "C01", "C02"]

    def test_ten_percent_is_major(self):
        assert measured([90, 10]).table["major"].tolist() == [True, True]
        assert measured([901, 99]).table["major"].tolist() == [True, False]

    def test_a_customer_without_anything_is_not_there(self):
        assert measured([1, np.nan]).table["name"].tolist() == ["C00"]

    def test_unknown_bases_say_nothing(self):
        found = measured([3, 1])
        assert found.measures["margin"].isna().all()
        assert (found.verdicts["receivables"] == "").all()
        assert found.stress["margin_left"].isna().all()
        assert found.notes == ()

    def test_no_money_at_all(self):
        found = measured([-1.0, 0.0])
        assert found.measures.drop("members")["revenue"].isna().all()
        assert (found.verdicts == "").all(axis=None)
        assert found.major == 0
        assert found.stress["revenue_share"].isna().all()

    @pytest.mark.parametrize(
        ("measure", "value", "word"),
        [
            ("top_1", 0.0999, "pass"),
            ("top_1", 0.1, "attention"),  # ASC 280: 10 percent or more
            ("top_1", 0.2, "attention"),
            ("top_1", 0.2001, "fail"),
            ("top_1", 0.3 - 0.2, "attention"),  # 0.09999999999999998 in floats
            ("cr_5", 0.25, "attention"),
            ("cr_5", 0.5001, "fail"),
            ("hhi", 999, "pass"),
            ("hhi", 1000, "attention"),
            ("hhi", 1764, "attention"),
            ("hhi", 1800, "attention"),  # guidelines of 2023: highly concentrated above 1,800
            ("hhi", 1800.1, "fail"),
            ("cr_3", 1.0, ""),
            ("top_1", np.nan, ""),
        ],
    )
    def test_verdicts_on_and_beside_the_cuts(self, measure, value, word):
        assert verdict(measure, value, ConcentrationPolicy()) == word

    def test_bands_of_2010(self):
        policy = ConcentrationPolicy(bands="2010")
        assert [verdict("hhi", value, policy) for value in (1764, 1499, 2501)] == [
            "attention",
            "pass",
            "fail",
        ]


class TestStress:
    def test_by_hand(self):
        """60, 30 and 10 of revenue, 12, 9 and 3 of margin against fixed costs of 10."""
        table = loss_of_top(np.array([10, 60, 30.0]), np.array([3, 12, 9.0]), [0, 1, 2, 9], 10)
        assert table["revenue_lost"].tolist() == [0, 60, 90, 100]
        assert table["revenue_share"].tolist() == [0, 0.6, 0.9, 1]
        assert table["revenue_left"].tolist() == [100, 40, 10, 0]
        assert table["margin_lost"].tolist() == [0, 12, 21, 24]
        assert table["margin_share"].tolist() == [0, 0.5, 0.875, 1]
        assert table["coverage"].tolist() == pytest.approx([2.4, 1.2, 0.3, 0])

    def test_of_equal_customers_the_one_with_more_margin_leaves_first(self):
        for order in ([0, 1], [1, 0]):
            margin = np.array([1.0, 4.0])[order]
            assert loss_of_top(np.array([5.0, 5.0]), margin, [1])["margin_left"].tolist() == [1]

    def test_a_customer_of_returns_is_lost_last(self):
        table = loss_of_top(np.array([-10, 60, 40.0]), np.array([-10, 6, 4.0]), [0, 2, 3])
        assert table["revenue_left"].tolist() == [90, -10, 0]
        assert table["revenue_share"].tolist() == [0, 1, 0.9]  # of the 100 above 0, as CR n
        assert table["margin_share"].isna().all()  # the margin of all is 0

    def test_without_costs(self):
        table = loss_of_top(np.array([1.0]), None, [1], 10)
        assert (
            table[["margin_lost", "margin_share", "margin_left", "coverage"]].isna().all(axis=None)
        )
        assert np.isnan(loss_of_top(np.array([1.0]), np.array([1.0]), [0], 0)["coverage"][0])

    def test_out_of_range(self):
        with pytest.raises(SettingError):
            loss_of_top(TEN, None, [1, -1])
        with pytest.raises(SettingError):
            loss_of_top(TEN, None, [1], -5)

    def test_margin_of_the_result_is_brought_to_a_year(self):
        stress = measured([60, 40], margin=[6, 4], months=6, fixed_cost=10).stress
        assert stress.loc[0, ["revenue_left", "margin_left", "coverage"]].tolist() == [200, 20, 2]


@pytest.mark.parametrize(
    "wrong",
    [
        {"months": 0},
        {"major": 0.3, "limit": 0.2},
        {"major": 0.0},
        {"five": 0.6},
        {"bands": "1992"},
        {"fixed_cost": -1.0},
    ],
)
def test_settings_out_of_range(wrong):
    with pytest.raises(SettingError):
        ConcentrationPolicy(**wrong)


ROWS = [
    ("a", "2022-12-01", 9000.0, 1.0),  # more than twelve months back
    ("a", "2024-03-01", 60.0, 48.0),
    ("b", "2024-06-01", 30.0, 21.0),
    ("c", "2024-12-31", 10.0, 7.0),
]


class TestAssessment:
    def assessed(self, rows=None, invoices=None, group=("G", None, "G"), **options):
        frame = pd.DataFrame(rows or ROWS, columns=["customer", "date", "amount", "cost"])
        customers = pd.DataFrame({"customer": ["a", "b", "c"], "group": group})
        tables = Tables(
            gate_sales(frame.assign(date=pd.to_datetime(frame["date"]))),
            gate_customers(customers),
            invoices=None if invoices is None else gate_invoices(invoices),
        )
        settings = Settings(concentration=ConcentrationPolicy(**options))
        return assess(tables, settings).concentration

    def test_last_twelve_months_by_group(self):
        found = self.assessed(fixed_cost=8)
        assert found.table["name"].tolist() == ["G", "b"]
        assert found.table["revenue"].tolist() == [70, 30]
        assert found.table["margin"].tolist() == [15, 9]  # 60 - 48 + 10 - 7, 30 - 21
        assert found.measures.loc["hhi", "revenue"] == pytest.approx(5800)  # 70² + 30²
        assert found.stress["coverage"].tolist()[:2] == [3, 1.125]  # 24 / 8, 9 / 8

    def test_months_are_a_setting(self):
        # 24 months up to 2024-12-31 begin on 2023-01-01; 36 take the 9,000 in, and notes tell
        # that the sales do not reach that far back
        assert self.assessed(months=24).table["revenue"].tolist() == [70, 30]
        found = self.assessed(months=36)
        assert found.table["revenue"].tolist() == [9070, 30]
        assert "note.conc_short" in {note.code for note in found.notes}

    def test_costs_must_stand_beside_most_of_the_revenue(self):
        rows = [(*row[:3], None if row[0] == "a" else row[3]) for row in ROWS]
        found = self.assessed(rows)
        assert found.table["margin"].isna().all()
        (note,) = (note for note in found.notes if note.code == "note.conc_few_costs")
        assert note.details == {"share": "40"}
        none = self.assessed([(*row[:3], None) for row in ROWS])
        assert "note.conc_no_costs" in {note.code for note in none.notes}

    def test_receivables_also_of_those_without_sales(self):
        invoices = pd.DataFrame(
            {
                "invoice": ["1", "2", "3"],
                "customer": ["a", "x", "b"],
                "due": pd.to_datetime(["2024-11-01"] * 3),
                "paid": pd.to_datetime([None, None, "2024-11-02"]),
                "amount": [25.0, 75.0, 50.0],
            }
        )
        found = self.assessed(invoices=invoices)
        owed = found.table.set_index("name")["receivables_share"]
        assert owed[["G", "x"]].tolist() == [0.25, 0.75]
        assert np.isnan(owed["b"])
        assert found.measures.loc["members"].tolist() == [2, 2, 2]

    def test_no_groups_without_such_a_column(self):
        frame = pd.DataFrame(ROWS, columns=["customer", "date", "amount", "cost"])
        sales = gate_sales(frame.assign(date=pd.to_datetime(frame["date"])))
        assert len(assess(Tables(sales)).concentration.table) == 3

    def test_a_year_of_nothing(self):
        """Assessed two years after the last sale: no customer, no number, no crash."""
        frame = pd.DataFrame(ROWS, columns=["customer", "date", "amount", "cost"])
        sales = gate_sales(frame.assign(date=pd.to_datetime(frame["date"])))
        late = PeriodPolicy(as_of=dt.date(2026, 12, 31))
        found = assess(Tables(sales), Settings(period=late)).concentration
        assert found.table.empty
        assert found.major == 0
