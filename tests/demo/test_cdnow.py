"""The CDNOW sample that lifetimes carries."""

import datetime as dt
import subprocess
import sys

import pandas as pd
import pytest

from scoring.tables import gate_sales
from xl_addin.demo import cdnow


@pytest.fixture(scope="module")
def sales():
    return cdnow()["sales"]


def test_counts_are_those_of_the_paper(sales):
    # Fader, Hardie, Lee (2005), "Counting Your Customers the Easy Way", section 4: the one-in-ten
    # sample has 2,357 customers, who made 6,919 transactions up to the end of June 1998
    assert len(sales) == 6919
    assert sales["customer"].nunique() == 2357
    assert sales["date"].min() == pd.Timestamp("1997-01-01")
    assert sales["date"].max() == pd.Timestamp("1998-06-30")


def test_first_customer_is_the_one_of_the_published_file(sales):
    # first lines of CDNOW_sample.txt as Hardie publishes it
    first = sales[sales["customer"] == "0001"]
    assert first["date"].dt.strftime("%Y%m%d").tolist() == [
        "19970101",
        "19970118",
        "19970802",
        "19971212",
    ]
    assert first["amount"].tolist() == [29.33, 29.73, 14.96, 26.48]


def test_gate_lets_everything_through(sales):
    gated = gate_sales(sales, latest=dt.date(1999, 1, 1))
    assert gated.problems == ()
    assert gated.rows_used == 6919


def test_lifetimes_itself_is_not_imported():
    code = "import sys, xl_addin.demo as d; d.cdnow(); sys.exit('lifetimes' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
