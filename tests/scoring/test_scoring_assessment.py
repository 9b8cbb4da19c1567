from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings

from scoring.assessment import Tables, assess
from scoring.diagnosis.audit import audit
from scoring.errors import TableError, TooLittleDataError
from scoring.settings import PeriodPolicy, RfmPolicy, Settings, XyzPolicy
from scoring.tables import gate_customers, gate_products, gate_sales
from tests.scoring.build import ROWS, frame_of

MONTHS = [f"2023-{month:02d}-15" for month in range(1, 13)]
# a buys evenly, b at random, c came in November, d only sent things back.
ROWS_OF_A_YEAR = [
    *(("a", day, 100.0, None, "bolt") for day in MONTHS),
    ("b", "2023-02-10", 500.0, None, "nut"),
    ("b", "2023-08-10", 100.0, None, None),
    ("c", "2023-11-20", 30.0, None, "nut"),
    ("d", "2023-03-03", -7.0, None, "screw"),
    ("a", "2023-12-31", 0.0, None, None),
]


def tables(rows=ROWS_OF_A_YEAR, customers=None, products=None):
    return Tables(
        gate_sales(frame_of(rows)),
        None if customers is None else gate_customers(pd.DataFrame({"customer": customers})),
        None
        if products is None
        else gate_products(pd.DataFrame({"product": products, "name": products})),
    )


def test_a_year_by_hand():
    result = assess(tables())
    assert result.as_of == date(2023, 12, 31)
    assert (result.first_day, result.last_day) == (date(2023, 1, 15), date(2023, 12, 31))
    assert result.totals == (4, 3, 1823.0, 15, 1823.0 / 15)
    assert result.rfm.table["customer"].tolist() == ["a", "b", "c"]
    assert result.rfm.table["recency_days"].tolist() == [16, 143, 41]
    assert result.rfm.unscored.tolist() == ["d"]
    assert len(result.segments.segment) == 3
    # 1200, 600, 30, -7 of 1830: what better customers earn is 0, 66 %, 98 %.
    codes = result.abc_xyz.table.set_index("id")["abc_xyz"]
    assert codes.to_dict() == {"a": "AX", "b": "AZ", "c": "CN", "d": "DZ"}
    assert result.xyz.table["periods"].tolist() == [12] * 4
    assert result.abc_xyz.revenue.loc["A", "X"] == 1200


def test_sales_taken_back_the_same_day_are_scored_without_ltv():
    # RFM counts a row above 0 as an order; for LTV the day must bring more than it takes back
    result = assess(
        tables([("a", "2023-02-10", 50.0, None, None), ("a", "2023-02-10", -50.0, None, None)])
    )
    assert result.rfm.table["frequency"].tolist() == [1]
    assert result.ltv is None
    assert [note.code for note in result.notes].count("note.ltv_nothing") == 1
    assert assess(tables()).ltv is not None


def test_products_are_classified_and_the_rest_is_told():
    result = assess(tables())
    table = result.product_abc.table.set_index("id")
    assert table["value"].to_dict() == {"bolt": 1200, "nut": 530, "screw": -7}
    assert table["abc"].to_dict() == {"bolt": "A", "nut": "A", "screw": "D"}
    note = "Sales rows without a product, in no class: 2, worth 100.00."
    assert note in [n.text() for n in result.notes]


def test_every_row_names_a_product():
    result = assess(tables([(*row[:4], "bolt") for row in ROWS_OF_A_YEAR]))
    assert result.product_abc.table["id"].tolist() == ["bolt"]
    assert "note.abc_no_product" not in [note.code for note in result.notes]


def test_customers_outside_the_window_are_in_no_result():
    policy = Settings(period=PeriodPolicy(window_months=2))
    result = assess(tables(), policy)
    assert result.rfm.unscored.size == 0
    assert result.abc_xyz.table["id"].tolist() == ["a", "c"]
    assert result.totals.customers == 2


def test_no_products_no_product_classes():
    assert assess(tables([row[:3] for row in ROWS_OF_A_YEAR])).product_abc is None


def test_months():
    months = assess(tables()).months
    assert len(months) == 12
    assert months["month"].astype(str).iloc[[0, -1]].tolist() == ["2023-01-01", "2023-12-01"]
    assert months["revenue"].tolist()[1:3] == [600.0, 93.0]
    assert months["customers"].sum() == months["orders"].sum() == 15


def test_settings_reach_every_method():
    policy = Settings(
        period=PeriodPolicy(as_of=date(2023, 12, 15), window_months=6),
        rfm=RfmPolicy(bins=3),
        xyz=XyzPolicy(n_periods=8),
    )
    result = assess(tables(), policy)
    assert result.settings is policy
    assert result.as_of == date(2023, 12, 15)
    assert result.stamp.rows_used == 8
    assert result.totals.revenue == 730.0  # six months of a, b in August, c
    assert result.rfm.table["r"].max() == 3
    # XYZ keeps its own periods: the eight complete months to November.
    assert result.xyz.starts.astype(str)[[0, -1]].tolist() == ["2023-04-01", "2023-11-01"]
    texts = [note.text() for note in result.notes]
    assert "Sales rows after 2023-12-15, not used: 1." in texts
    assert "Sales rows before 2023-06-16, outside the window: 8." in texts


def test_stamp_tells_what_was_left_out():
    frame = frame_of(ROWS_OF_A_YEAR)
    frame.loc[0, "customer"] = None
    gated = gate_sales(frame)
    result = assess(Tables(gated))
    assert result.stamp[3:] == (17, 1, 100.0, 16)
    assert result.audit.tables.to_dict("records") == [
        {
            "table": "sales",
            "rows_read": 17,
            "rows_used": 16,
            "rows_left_out": 1,
            "money_left_out": 100.0,
        }
    ]
    assert result.audit.problems == gated.problems


def test_what_cannot_be_used_stops_the_assessment():
    broken = gate_sales(frame_of(ROWS_OF_A_YEAR).drop(columns="amount"))
    with pytest.raises(TableError, match="the column is missing"):
        assess(Tables(broken))
    nameless = gate_customers(pd.DataFrame({"name": ["x"]}))
    with pytest.raises(TableError, match="Customers, column customer"):
        assess(Tables(tables().sales, nameless))


def test_an_as_of_date_before_all_sales():
    early = Settings(period=PeriodPolicy(as_of=date(2020, 1, 1)))
    with pytest.raises(TooLittleDataError):
        assess(tables(), early)


def test_one_row():
    result = assess(tables([("a", "2023-06-30", 5.0)]))
    assert result.abc_xyz.table["abc_xyz"].tolist() == ["AN"]
    assert result.rfm.table["code"].tolist() == ["511"]
    assert result.totals == (1, 1, 5.0, 1, 5.0)


def test_active_customers_are_those_of_twelve_months():
    rows = [("a", "2022-12-31", 1.0), ("b", "2023-01-01", 1.0), ("c", "2023-12-31", 1.0)]
    assert assess(tables(rows)).totals.active == 2


def test_audit_by_hand():
    rows = [
        ("a", "2023-01-05", 10.0),
        ("b", "2023-02-05", 20.0),
        ("c", "2023-05-05", 5.0),
        ("c", "2023-04-30", -3.0),
        ("c", "2023-05-06", -1.5),
        ("a", "2023-06-01", 0.0),
    ]
    given_tables = tables(rows, customers=["a", "x"], products=["p"])
    found = audit(given_tables.sales.table, given_tables.by_name())
    assert found.orphans.tolist() == ["b", "c"]
    assert found.orphan_money == 20.5
    assert found.empty_months.astype(str).tolist() == ["2023-03-01", "2023-04-01"]
    assert (found.n_returns, found.money_returns, found.n_zero) == (2, -4.5, 1)
    assert found.catch_all is None  # half of so few rows says nothing
    assert found.tables["table"].tolist() == ["sales", "customers", "products"]
    assert found.fields.query("table == 'sales'")["field"].tolist() == [
        "date", "customer", "amount",
    ]  # fmt: skip
    assert [note.text() for note in found.notes] == [
        "Customers with sales that the table Customers lacks: 2.",
        "Months without sales between the first and the last sale: 2.",
    ]


@pytest.mark.parametrize(
    ("of_one", "others", "told"),
    [(9, 11, True), (9, 10, False), (8, 12, False), (9, 3, False)],  # 45 of 100; too few; 40
)
def test_a_collective_customer_needs_rows_and_others(of_one, others, told):
    rows = [("c", f"2023-01-{1 + at:02d}", 1.0) for at in range(of_one)]
    rows += [(f"d{at % 4}", f"2023-02-{1 + at:02d}", 1.0) for at in range(others)]
    found = audit(tables(rows).sales.table, {})
    assert found.catch_all == ("c" if told else None)


def test_audit_of_a_clean_base_has_nothing_to_say():
    rows = [("a", "2023-01-05", 1.0), ("b", "2023-02-05", 1.0), ("c", "2023-02-06", 1.0)]
    found = audit(tables(rows).sales.table, tables(rows).by_name())
    assert (found.catch_all, found.notes, found.orphans.size, found.empty_months.size) == (
        None, (), 0, 0,
    )  # fmt: skip


def test_a_lone_customer_is_no_catch_all_and_returns_alone_have_no_months():
    lone = tables([("a", "2023-01-05", -1.0)])
    found = audit(lone.sales.table, lone.by_name())
    assert found.catch_all is None
    assert found.empty_months.size == 0


bought = ROWS.filter(lambda rows: any(amount > 0 for _, _, amount in rows))


@settings(max_examples=50)
@given(bought)
def test_every_customer_and_all_money_stand_in_every_result(rows):
    result = assess(tables(rows))
    names = {customer for customer, _, _ in rows}
    money = sum(round(100 * amount) for *_, amount in rows) / 100
    assert set(result.abc_xyz.table["id"]) == set(result.abc.table["id"]) == names
    assert set(result.rfm.table["customer"]) | set(result.rfm.unscored) == names
    assert result.totals.revenue == money
    assert result.abc_xyz.revenue.to_numpy().sum() == pytest.approx(money, abs=1e-6)
    assert result.abc.summary["items"].sum() == result.abc_xyz.counts.to_numpy().sum() == len(names)
    abc = result.abc.table.set_index("id")["abc"]
    xyz = result.xyz.table.set_index("id")["xyz"]
    for row in result.abc_xyz.table.itertuples():
        assert row.abc_xyz == abc[row.id] + xyz[row.id]
