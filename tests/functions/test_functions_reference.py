"""Answers against numbers that others reckoned: handbooks, SQL, and by hand."""

import datetime as dt
import doctest
import random

import duckdb
import pytest

from xl_addin.functions import (
    ABC_CLASS,
    ABC_XYZ,
    RFM_SCORE,
    RFM_SEGMENT,
    RFM_TABLE,
    XYZ_CLASS,
)
from xl_addin.functions.value import abc_xyz, rfm
from xl_addin.texts import texts

# METHODS 2.3, golden data of the tangent and sum methods: cumulative .30 .50 .65 .75 .83 .89 .94
# .97 .99 1. Earned by strictly better items: 0 .30 .50 .65 .75 .83 .89 .94 .97 .99.
TEN = [300.0, 200.0, 150.0, 100.0, 80.0, 60.0, 50.0, 30.0, 20.0, 10.0]


def letters(answer):
    return "".join(row[0] for row in answer)


def test_abc_by_what_better_items_earn():
    assert letters(ABC_CLASS(TEN)) == "AAAAABBBCC"  # .75 < .80 <= .83; .94 < .95 <= .97


def test_abc_textbook_edge():
    assert letters(ABC_CLASS(TEN, edge="incl")) == "AAAABBBCCC"  # METHODS 2.3, rule incl


def test_abc_textbook_edge_in_russian():
    assert ABC_CLASS(TEN, 0.8, 0.95, "Включая") == ABC_CLASS(TEN, edge="incl")


def test_abc_best_item_of_91_percent_is_a():
    # STYLE 2.1: another package calls a top seller with 91 % a C.
    assert letters(ABC_CLASS([910.0, 50.0, 40.0, 0.0, -5.0])) == "ABCDD"


def test_abc_of_amounts_too_small_to_be_money():
    assert letters(ABC_CLASS([1e-300, 2e-300, 0.0])) == "AAD"


def test_xyz_by_hand():
    # CV by hand, six periods of mean 10: squares 0; 6 x 0.81 = 4.86 -> sd 0.9; 6 x 4 = 24 -> 2;
    # 6 x 9 = 54 -> 3.
    even, near, mid, far = 0.0, 0.9, 2.0, 3.0
    rows = [[10 + d, 10 - d] * 3 for d in (even, near, mid, far)]
    assert letters(XYZ_CLASS(rows)) == "XXYZ"


def test_xyz_sample_deviation_moves_a_border_case():
    # sd 1.0 of mean 10: CV .10 is X as population; as sample 1 x sqrt(6/5) = 1.095 -> .1095 is Y.
    row = [[11.0, 9.0] * 3]
    assert XYZ_CLASS(row) == [["X"]]
    assert XYZ_CLASS(row, deviation="sample") == [["Y"]]
    assert XYZ_CLASS(row, deviation="выборка") == [["Y"]]


def test_xyz_regular_quarterly_buyer():
    # METHODS 2.4: 0, 0, 300 repeated has CV 1.414 with zeros, and 0 without.
    row = [[300.0, 0.0, 0.0] * 4]
    assert XYZ_CLASS(row) == [["Z"]]
    assert XYZ_CLASS(row, zeros="exclude") == [["X"]]


def test_xyz_new_customer():
    row = [[None] * 7 + [10.0] * 5, [None] * 6 + [10.0] * 6]
    assert XYZ_CLASS(row, zeros="since_first") == [["N"], ["X"]]


def test_abc_xyz_is_both_letters():
    rows = [[10.0] * 6, [5.0, 15.0] * 3, [1.0] * 6]
    values = [60.0, 60.0, 1.0]
    both = [[a[0] + x[0]] for a, x in zip(ABC_CLASS(values), XYZ_CLASS(rows), strict=True)]
    assert ABC_XYZ(values, rows) == both == [["AX"], ["AZ"], ["CX"]]


@pytest.mark.parametrize(
    ("code", "segment"),
    [  # METHODS 2.2, map B, row by row; the third digit says nothing
        ("551", "champions"), ("435", "potential_loyalist"), ("451", "loyal"),
        ("522", "potential_loyalist"), ("515", "new"), ("411", "promising"),
        ("333", "need_attention"), ("321", "about_to_sleep"), ("241", "at_risk"),
        ("155", "cant_lose"), ("111", "hibernating"),
    ],
)  # fmt: skip
def test_segment_names(code, segment):
    assert RFM_SEGMENT(code) == texts("en")(f"segments.{segment}.name")


def test_segment_in_russian_and_of_numbers():
    assert RFM_SEGMENT([555.0, "555"], lang="русский") == [["Чемпионы"], ["Чемпионы"]]


def test_segment_of_three_bins():
    # the middle of each bin times 5, rounded up: 3 -> 5, 2 -> 3, 1 -> 1
    assert RFM_SEGMENT(["333", "222", "111"], 3) == RFM_SEGMENT(["555", "333", "111"])


@pytest.mark.parametrize("bins", [2, 5, 9])
def test_rfm_codes_equal_those_of_sql(bins):
    """DuckDB reckons the same codes from its own percentiles."""
    draw = random.Random(7)  # noqa: S311 (a sample, no secret)
    rows = [
        (
            f"C{draw.randrange(60):02d}",
            dt.datetime(2024, 1, 1) + dt.timedelta(days=draw.randrange(500)),
            float(draw.randrange(-20, 400)),
        )
        for _ in range(400)
    ]
    steps = [step / bins for step in range(1, bins)]
    with duckdb.connect() as sql:
        sql.execute("create table sales(customer text, day timestamp, amount double)")
        sql.executemany("insert into sales values (?, ?, ?)", rows)
        expected = sql.execute(_RFM_SQL.format(bins=bins, steps=steps)).fetchall()
    customers, days, amounts = map(list, zip(*rows, strict=True))
    ids = [customer for customer, _ in expected]
    assert RFM_SCORE(ids, customers, days, amounts, bins=bins) == [[code] for _, code in expected]


_RFM_SQL = """
with orders as (select customer, max(day) as last_day, count(distinct day) as f
                from sales where amount > 0 group by customer),
     money as (select customer, sum(amount) as m from sales group by customer),
     raw as (select customer, date_diff('day', last_day, (select max(day) from sales)) as r, f, m
             from orders join money using (customer)),
     cuts as (select unnest(quantile_cont(r::double, {steps})) as r,
                     unnest(quantile_cont(f::double, {steps})) as f,
                     unnest(quantile_cont(m, {steps})) as m from raw)
select customer,
       ({bins} - (select count(*) from cuts where cuts.r < raw.r))::int::text
       || (1 + (select count(*) from cuts where cuts.f < raw.f))::int::text
       || (1 + (select count(*) from cuts where cuts.m < raw.m))::int::text
from raw order by customer
"""


def test_rfm_table_by_hand():
    table = RFM_TABLE(
        ["B", "A", "A", "A", "C"],
        ["2024-03-01", "01.02.2024", "2024-02-01", "2024-02-10", "2024-01-05"],
        [50.0, 100.0, 30.0, -20.0, -5.0],
    )
    head, first, second = table  # C has a return only and is not scored
    assert head[:6] == [
        "Customer",
        "Last order",
        "Days since",
        "Orders",
        "Revenue",
        "Average order",
    ]
    # A: one day of orders (two rows of 1 February), last on it, 29 days before 1 March; 110 net.
    assert first[:6] == ["A", dt.datetime(2024, 2, 1), 29.0, 1.0, 110.0, 110.0]
    assert second[:6] == ["B", dt.datetime(2024, 3, 1), 0.0, 1.0, 50.0, 50.0]
    # Two customers: the four cuts of money lie between 50 and 110, those of days between 0 and 29;
    # both have one order, so no cut lies strictly below.
    assert [first[9], second[9]] == ["115", "511"]


def test_documents_make_orders():
    sales = (["A", "A", "A"], ["2024-02-01"] * 3, [1.0, 2.0, 3.0])
    assert RFM_TABLE(*sales, headers=False)[0][3] == 1.0
    assert RFM_TABLE(*sales, documents=["n1", "n2", "n2"], headers=False)[0][3] == 2.0
    assert RFM_TABLE(*sales, documents=["n1", None, None], headers=False)[0][3] == 2.0


def test_window_and_as_of():
    sales = (["A", "A", "B"], ["2023-01-10", "2024-01-10", "2024-02-10"], [1.0, 2.0, 4.0])
    table = RFM_TABLE(*sales, as_of="2024-01-31", window_months=6, headers=False)
    assert [row[:5] for row in table] == [["A", dt.datetime(2024, 1, 10), 21.0, 1.0, 2.0]]
    assert RFM_SCORE(["A", "B"], *sales, "2024-01-31", 5, 6) == [["511"], ["–"]]


def test_russian_headers():
    table = RFM_TABLE(["A"], ["2024-02-01"], [1.0], lang="ru")
    assert table[0][0] == "Клиент"
    assert len(table[0]) == len(table[1]) == 13


@pytest.mark.parametrize("module", [rfm, abc_xyz])
def test_examples_of_the_handbook(module):
    found = doctest.testmod(module)
    assert found.attempted
    assert not found.failed
