"""The assessment must find again what was woven into the demo company.

The facts stand in the docstring of xl_addin/demo/tables.py; who plays them comes from
``stories()``; the segments of map B and the borders of ABC and XYZ are those of the defaults.
"""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from scoring.assessment import Assessment, Tables, assess
from scoring.tables import gate_customers, gate_products, gate_sales
from xl_addin.demo import Stories, company, stories


@dataclass(frozen=True)
class Found:
    assessment: Assessment
    planted: Stories
    sales: pd.DataFrame

    def segments(self, ids):
        rfm = self.assessment.rfm.table
        segment = pd.Series(np.asarray(self.assessment.segments.segment), index=rfm["customer"])
        return set(segment.loc[list(ids)])

    def classes(self, result, column, ids):
        return set(result.table.set_index("id").loc[list(ids), column])


@pytest.fixture(scope="module")
def found():
    tables = company("en")
    gated = Tables(
        gate_sales(tables["sales"], latest=dt.date(2026, 1, 1)),
        gate_customers(tables["customers"]),
        gate_products(tables["products"]),
    )
    for gate in (gated.sales, gated.customers, gated.products):
        assert gate is not None
        assert gate.problems == ()
    return Found(assess(gated), stories(), tables["sales"])


def test_records_end_on_the_last_day_of_2025(found):
    assert found.assessment.as_of == dt.date(2025, 12, 31)
    assert found.assessment.first_day.year == 2023


def test_dominant_customer_brings_over_15_percent_and_its_holding_more(found):
    shares = found.assessment.abc.table.set_index("id")["share"]
    dominant = shares[found.planted.dominant]
    assert found.assessment.abc.table["id"].iloc[0] == found.planted.dominant
    assert dominant > 0.15
    assert shares.loc[list(found.planted.holding)].sum() > dominant + 0.04


def test_holding_is_one_group_in_the_table_of_customers(found):
    customers = company("en")["customers"].set_index("customer")
    assert customers.index[customers["group"].notna()].sort_values().tolist() == sorted(
        found.planted.holding
    )


def test_lost_champion_is_among_those_we_cannot_lose(found):
    row = found.assessment.rfm.table.set_index("customer").loc[found.planted.lost_champion]
    assert row["recency_days"] > 180
    assert found.segments([found.planted.lost_champion]) == {"cant_lose"}
    assert found.classes(found.assessment.abc, "abc", [found.planted.lost_champion]) == {"A"}


def test_newcomers_are_new_or_promising_and_too_young_for_xyz(found):
    first = found.sales.groupby("customer", observed=True)["date"].min()
    assert (first.loc[list(found.planted.newcomers)] >= "2025-10-01").all()
    assert found.segments(found.planted.newcomers) <= {"new", "promising"}
    assert found.classes(found.assessment.xyz, "xyz", found.planted.newcomers) == {"N"}


def test_contracts_are_steady_and_landscapers_are_not(found):
    assert found.classes(found.assessment.xyz, "xyz", found.planted.contracts) == {"X"}
    assert found.classes(found.assessment.xyz, "xyz", found.planted.seasonal) == {"Z"}
    sold = found.sales[found.sales["amount"] > 0]
    months = sold.loc[sold["customer"].isin(found.planted.seasonal), "date"].dt.month
    assert set(months) <= {4, 5, 6, 7, 8, 9}


def test_customer_with_returns_only_is_unscored(found):
    assert found.planted.returns_only in found.assessment.rfm.unscored
    assert found.planted.returns_only not in set(found.assessment.rfm.table["customer"])
    assert found.classes(found.assessment.abc, "abc", [found.planted.returns_only]) == {"D"}


def test_one_time_buyers_have_one_order(found):
    rfm = found.assessment.rfm.table.set_index("customer")
    assert (rfm.loc[list(found.planted.one_time), "frequency"] == 1).all()
    assert rfm.index[rfm["frequency"] == 1].isin(found.planted.one_time).all()


def test_star_and_dead_product(found):
    products = found.assessment.product_abc.table.set_index("id")
    assert products["rank"].idxmin() == found.planted.star_product
    assert products.loc[found.planted.star_product, "share"] > 0.2
    assert products.loc[found.planted.dead_product, "abc"] == "C"
    dead = found.sales[found.sales["product"] == found.planted.dead_product]
    assert dead.loc[dead["amount"] > 0, "date"].max() < pd.Timestamp("2024-04-01")


def test_every_segment_and_class_has_customers(found):
    assert (found.assessment.segments.summary["customers"] > 0).all()
    assert (found.assessment.xyz.summary["items"] > 0).all()
    assert (found.assessment.abc.summary["items"] > 0).all()
