"""A year of a real wholesaler, every number reckoned a second time in SQL by DuckDB.

Origin: UCI Online Retail (Chen 2015), invoices with a customer, credit notes below 0.
"""

# ruff: noqa: S608 (the queries are put together from words of this file)

import pandas as pd
import pytest

from scoring.assessment import Tables, assess
from scoring.settings import AbcPolicy, Settings
from scoring.tables import gate_sales

pytestmark = pytest.mark.data

CUSTOMERS = """
    with sales as (
        select cast(customer_id as varchar) as id, invoice, cast(timestamp as date) as day,
               cast(amount as decimal(18, 4)) as amount
        from '{file}'
    )
    select id, sum(amount) as money, count(*) filter (amount < 0) as returns,
           count(distinct invoice) filter (amount > 0) as orders,
           max(day) filter (amount > 0) as last_day, min(day) filter (amount > 0) as first_day
    from sales group by id order by id
"""


@pytest.fixture(scope="module")
def file(data):
    return data / "online_retail_invoices.csv"


@pytest.fixture(scope="module")
def frame(file):
    invoices = pd.read_csv(file)
    return pd.DataFrame(
        {
            "date": pd.to_datetime(invoices["timestamp"]),
            "document": invoices["invoice"].astype(str),
            "customer": invoices["customer_id"],
            "amount": invoices["amount"],
        }
    )


@pytest.fixture(scope="module")
def result(frame):
    return assess(Tables(gate_sales(frame)))


@pytest.fixture(scope="module")
def sql(file):
    duckdb = pytest.importorskip("duckdb")
    base = duckdb.connect()
    base.execute("create table customers as " + CUSTOMERS.format(file=file))
    base.execute(f"create view invoices as select * from '{file}'")
    return base


def test_rows_and_money(result, sql):
    n, money, returns = sql.sql(
        "select count(*), sum(cast(amount as decimal(18, 4))), "
        "sum(cast(amount as decimal(18, 4))) filter (amount < 0) from invoices"
    ).fetchall()[0]
    assert result.stamp.rows_used == n == 22_190
    assert result.totals.revenue == float(money)
    assert result.audit.money_returns == float(returns)
    assert result.audit.n_returns == 3_654  # the data's README counts the credit notes


def test_customer_summary(result, sql):
    expected = sql.sql(
        "select id, orders, cast(money as double), last_day, date '2011-12-09' - last_day "
        "from customers where orders > 0 order by id"
    ).fetchall()
    table = result.rfm.table
    assert table["customer"].tolist() == [row[0] for row in expected]
    assert table["frequency"].tolist() == [row[1] for row in expected]
    assert table["monetary"].tolist() == pytest.approx([row[2] for row in expected], abs=1e-9)
    assert [stamp.date() for stamp in table["last_order"]] == [row[3] for row in expected]
    assert table["recency_days"].tolist() == [row[4] for row in expected]


def test_rfm_scores(result, sql):
    cuts = ", ".join(
        f"quantile_cont({column}, {share}) as {name}{share * 10:.0f}"
        for name, column in (("r", "days"), ("f", "orders"), ("m", "money"))
        for share in (0.2, 0.4, 0.6, 0.8)
    )
    below = {
        name: " + ".join(f"cast({column} > {name}{step} as int)" for step in (2, 4, 6, 8))
        for name, column in (("r", "days"), ("f", "orders"), ("m", "money"))
    }
    expected = sql.sql(
        "with scored as (select id, orders, cast(money as double) as money, "
        "date '2011-12-09' - last_day as days from customers where orders > 0), "
        f"cuts as (select {cuts} from scored) "
        f"select 5 - ({below['r']}), 1 + {below['f']}, 1 + {below['m']} "
        "from scored, cuts order by id"
    ).fetchall()
    table = result.rfm.table
    assert list(zip(table["r"], table["f"], table["m"], strict=True)) == expected


@pytest.mark.parametrize("edge", ["above", "incl"])
def test_abc(frame, sql, edge):
    result = assess(Tables(gate_sales(frame)), Settings(abc=AbcPolicy(edge=edge)))
    over = "sum(greatest(money, 0)) over (order by money desc groups between {} )"
    above = f"coalesce({over.format('unbounded preceding and 1 preceding')}, 0)"
    test = f"{above} < {{}} * whole" if edge == "above" else f"{above} + money <= {{}} * whole"
    expected = sql.sql(
        "select id, case when money <= 0 then 'D' "
        f"when {test.format('0.80')} then 'A' when {test.format('0.95')} then 'B' else 'C' end "
        "from customers, (select sum(greatest(money, 0)) as whole from customers) order by id"
    ).fetchall()
    table = result.abc.table.sort_values("id")
    assert list(zip(table["id"], table["abc"], strict=True)) == expected


def test_xyz(result, sql):
    """Twelve months, December 2010 to November 2011: December 2011 ends on the 9th."""
    expected = sql.sql(
        """
        with months as (
            select cast(customer_id as varchar) as id,
                   datediff('month', date '2010-12-01', cast(timestamp as date)) as month,
                   greatest(sum(cast(amount as decimal(18, 4))), 0) as money
            from invoices group by all
        ),
        grid as (
            select id, month, coalesce(money, 0)::double as money, first_day
            from (select id, first_day, month from customers, range(12) as r(month))
            left join months using (id, month)
        )
        select id, stddev_pop(money) / nullif(avg(money), 0) as cv,
               coalesce(any_value(first_day) >= date '2011-07-01', false) as new
        from grid group by id order by id
        """
    ).fetchall()
    table = result.xyz.table
    assert table["id"].tolist() == [row[0] for row in expected]
    cvs = [float("nan") if row[1] is None else row[1] for row in expected]
    assert table["cv"].tolist() == pytest.approx(cvs, rel=1e-9, nan_ok=True)
    assert (table["xyz"] == "N").tolist() == [row[2] for row in expected]
    assert result.xyz.starts.astype(str)[[0, -1]].tolist() == ["2010-12-01", "2011-11-01"]


def test_months(result, sql):
    expected = sql.sql(
        "select date_trunc('month', timestamp)::date, sum(cast(amount as decimal(18, 4)))::double, "
        "count(distinct invoice) filter (amount > 0), "
        "count(distinct customer_id) filter (amount > 0) "
        "from invoices where timestamp >= date '2011-01-01' group by 1 order by 1"
    ).fetchall()
    months = result.months
    assert [stamp.date() for stamp in months["month"]] == [row[0] for row in expected]
    assert months["revenue"].tolist() == pytest.approx([row[1] for row in expected])
    assert months["orders"].tolist() == [row[2] for row in expected]
    assert months["customers"].tolist() == [row[3] for row in expected]
