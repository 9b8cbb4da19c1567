"""From a real export to the refreshed workbook, checked against sums computed another way.

Online Retail (Chen 2015, UCI; CC BY 4.0): 22,190 invoices of 4,372 customers, 2010-12 to 2011-12.
DuckDB reads the same csv and computes with SQL what stands on the sheets.
"""

import datetime as dt
import subprocess
import sys

import duckdb
import pytest

from tests.book.cells import named_cells, table_rows

pytestmark = pytest.mark.data
FILE = "online_retail_invoices.csv"


@pytest.fixture(scope="module")
def refreshed(tmp_path_factory, data):
    """The workbook made by the commands themselves, as a user would."""
    folder = tmp_path_factory.mktemp("retail")
    book = folder / "retail.xlsm"
    before = (data / FILE).read_bytes()
    for words in (
        ["new", str(book)],
        ["import", str(data / FILE), "--into", str(book)],
        ["refresh", str(book)],
    ):
        done = subprocess.run(
            [sys.executable, "-m", "xl_addin", *words], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
    assert (data / FILE).read_bytes() == before
    return book


@pytest.fixture(scope="module")
def sql(data):
    """Return rows of a query over the csv as table ``sales``."""
    link = duckdb.connect()
    link.read_csv(str(data / FILE)).create_view("export")
    link.execute(
        "create view sales as select customer_id::varchar as customer, "
        "invoice::varchar as document, timestamp::date as day, amount from export"
    )
    return lambda query: link.execute(query).fetchall()


def column(book, table, header):
    head, rows = table_rows(book, table)
    return [row[head.index(header)] for row in rows]


def test_every_row_arrives(refreshed, sql):
    head, rows = table_rows(refreshed, "Sales")
    ((count, money),) = sql("select count(*), sum(amount) from sales")
    assert len(rows) == count
    assert sum(row[head.index("amount")] for row in rows) == pytest.approx(money, abs=1e-6)


def test_recency_frequency_and_money_of_every_customer(refreshed, sql):
    expected = {
        customer: (last, orders, money)
        for customer, last, orders, money in sql(
            "select customer, max(day) filter (amount > 0), "
            "count(distinct document) filter (amount > 0), sum(amount) from sales group by 1 "
            "having count(*) filter (amount > 0) > 0"
        )
    }
    head, rows = table_rows(refreshed, "RFM_Result")
    places = [head.index(name) for name in ("Customer", "Last order", "Orders", "Revenue")]
    found = {}
    for row in rows:
        customer, last, orders, money = (row[place] for place in places)
        found[customer] = (last.date(), orders, money)
    assert found.keys() == expected.keys()
    for customer, (last, orders, money) in expected.items():
        assert found[customer] == (last, orders, pytest.approx(money, abs=0.005)), customer


def test_recency_counts_to_the_last_sale(refreshed, sql):
    ((last,),) = sql("select max(day) from sales")
    days = column(refreshed, "RFM_Result", "Days since")
    orders = column(refreshed, "RFM_Result", "Last order")
    assert all((last - order.date()).days == gap for order, gap in zip(orders, days, strict=True))


def test_abc_by_sql(refreshed, sql):
    """An item's class follows the share earned by strictly better ones: a window without peers."""
    expected = dict(
        sql(
            "with totals as (select customer, round(sum(amount), 2) as money from sales "
            "group by 1), positive as (select *, coalesce(sum(money) over (order by money desc "
            "groups between unbounded preceding and 1 preceding), 0) / "
            "(select sum(money) from totals "
            "where money > 0) as above from totals where money > 0) "
            "select customer, case when above < 0.80 then 'A' when above < 0.95 then 'B' "
            "else 'C' end from positive union all select customer, 'D' from totals where money <= 0"
        )
    )
    found = dict(
        zip(
            column(refreshed, "ABC_Result", "Customer"),
            column(refreshed, "ABC_Result", "ABC"),
            strict=True,
        )
    )
    assert found == expected


def test_xyz_by_sql(refreshed, sql):
    """The last 12 whole months end with November 2011; negative months count as 0."""
    rows = sql(
        "with months as (select unnest(generate_series(date '2010-12-01', date '2011-11-01', "
        "interval 1 month))::date as month), customers as (select distinct customer from sales), "
        "cells as (select c.customer, m.month, greatest(coalesce(sum(s.amount), 0), 0) as money "
        "from customers c cross join months m left join sales s on s.customer = c.customer and "
        "date_trunc('month', s.day) = m.month group by 1, 2) "
        "select customer, avg(money), stddev_pop(money) from cells group by 1"
    )
    expected = {customer: (mean, deviation) for customer, mean, deviation in rows}
    head, found = table_rows(refreshed, "XYZ_Result")
    places = [head.index(name) for name in ("Customer", "Mean per period", "Variation", "XYZ")]
    for row in found:
        customer, mean, variation, letter = (row[place] for place in places)
        wanted_mean, wanted_deviation = expected[customer]
        assert mean == pytest.approx(wanted_mean, abs=1e-6)
        if wanted_mean > 0:
            cv = wanted_deviation / wanted_mean
            assert variation == pytest.approx(cv, abs=1e-9)
            assert letter in {"N", "X" if cv <= 0.10 else "Y" if cv <= 0.25 else "Z"}
    assert len(found) == len(expected)


def test_months_by_sql(refreshed, sql):
    expected = sql(
        "select date_trunc('month', day)::date, sum(amount), "
        "count(distinct document) filter (amount > 0), "
        "count(distinct customer) filter (amount > 0) from sales "
        "where day >= date '2011-01-01' group by 1 order by 1"
    )
    found = [row for row in named_cells(refreshed, "cb_months") if row[0]]
    assert [row[0].date() for row in found] == [row[0] for row in expected]
    for row, (_, money, orders, customers) in zip(found, expected, strict=True):
        assert row[1:] == [pytest.approx(money, abs=0.005), orders, customers]


def test_as_of_stands_on_the_stamp(refreshed):
    assert f"As of {dt.date(2011, 12, 9)}" in named_cells(refreshed, "cb_rfm_stamp")[1][0]
