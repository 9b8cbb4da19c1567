"""The assessment must find again what was woven into the demo company.

The facts stand in the docstring of xl_addin/demo/tables.py; who plays them comes from
``stories()``; the segments of map B and the borders of ABC and XYZ are those of the defaults.
"""

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pytest

from scoring.assessment import Assessment, Tables, assess
from scoring.settings import ConcentrationPolicy, LtvPolicy, Settings
from scoring.tables import (
    gate_answers,
    gate_customers,
    gate_invoices,
    gate_offers,
    gate_products,
    gate_sales,
    gate_terms,
)
from scoring.value.ltv.fitting import fit_model, fit_tickets
from scoring.value.ltv.history import order_history
from xl_addin.demo import Stories, company, stories

LAST = dt.date(2025, 12, 31)


@dataclass(frozen=True)
class Found:
    assessment: Assessment
    planted: Stories
    raw: dict[str, pd.DataFrame]

    @property
    def sales(self):
        return self.raw["sales"]

    def late(self, ids):
        """Invoices of some customers with days: late to the payment, or up to the last day."""
        invoices = self.raw["invoices"].astype({"customer": str})
        sold = invoices[(invoices["amount"] > 0) & invoices["customer"].isin(ids)]
        settled = sold["paid"].fillna(pd.Timestamp(LAST))
        return sold.assign(late=(settled - sold["due"]).dt.days, open=sold["paid"].isna())

    def terms(self, customer):
        return self.raw["terms"].set_index("customer").loc[customer]

    def yearly(self, customer):
        bought = self.sales[self.sales["customer"] == customer]
        return bought.loc[bought["date"] > "2024-12-31", "amount"].sum()

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
        gate_sales(tables["sales"], latest=LAST),
        gate_customers(tables["customers"]),
        gate_products(tables["products"]),
        gate_offers(tables["offers"]),
        gate_invoices(tables["invoices"], latest=LAST),
        gate_terms(tables["terms"]),
        gate_answers(tables["answers"]),
    )
    assert gated.by_name().keys() == tables.keys()
    assert not [problem for gate in gated.by_name().values() for problem in gate.problems]
    return Found(assess(gated), stories(), tables)


def test_records_end_on_the_last_day_of_2025(found):
    assert found.assessment.as_of == LAST
    assert found.assessment.first_day.year == 2023


def test_dominant_customer_brings_over_15_percent_and_its_holding_more(found):
    shares = found.assessment.abc.table.set_index("id")["share"]
    dominant = shares[found.planted.dominant]
    assert found.assessment.abc.table["id"].iloc[0] == found.planted.dominant
    assert dominant > 0.15
    assert shares.loc[list(found.planted.holding)].sum() > dominant + 0.04


def test_groups_in_the_table_of_customers(found):
    customers = company("en")["customers"]
    groups = customers.groupby("group", observed=True)["customer"].agg(set).tolist()
    assert {*map(frozenset, groups)} == {
        frozenset(found.planted.holding),
        frozenset(found.planted.partners),
    }


def test_rolled_up_the_holding_passes_the_limit_and_the_partners_are_a_major_customer(found):
    concentration = found.assessment.concentration
    table = concentration.table.set_index("name")
    assert concentration.table["name"].tolist()[:2] == ["Velmora Holding", "Ardena Group"]
    assert table.loc["Ardena Group", "customers"] == 3
    apart = Settings(concentration=ConcentrationPolicy(roll_up=False))
    alone = assess(found.assessment.tables, apart).concentration
    assert (concentration.major, alone.major) == (2, 1)
    assert (alone.table.set_index("name")["share"][list(found.planted.partners)] < 0.10).all()
    assert alone.verdicts.loc["top_1", "revenue"] == "attention"
    assert concentration.verdicts.loc["top_1", "revenue"] == "fail"
    # the partners owe more than any other, though the holding buys more
    assert concentration.table["receivables"].idxmax() == 1


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
    # the others with one order are newcomers, and regulars who seldom order
    others = rfm.index[rfm["frequency"] == 1].difference(found.planted.one_time)
    told = {*found.planted.contracts, *found.planted.holding, *found.planted.disciplined}
    assert not told & set(others)
    assert found.segments(found.planted.one_time) <= {"hibernating", "about_to_sleep"}


def test_bgnbd_and_gamma_gamma_settle_on_the_base(found):
    ltv = found.assessment.ltv
    assert ltv.model == "bgnbd"
    assert ltv.ticket_fit is not None
    # By hand from cast.py: regulars leave after an order with the chance 1 / (1 + 12) on average,
    # which is the most that the whole base, with those who stay, can have.
    _, _, a, b = ltv.order_fit.parameters
    assert 0 < a / (a + b) < 1 / 13
    # every parameter is known better than to a factor of three
    for fit in (ltv.order_fit, ltv.ticket_fit):
        assert (fit.standard_errors < np.log(3) * np.array(fit.parameters)).all()
    bars = ltv.histogram
    assert bars["expected"].sum() == pytest.approx(bars["actual"].sum())
    misplaced = (bars["actual"] - bars["expected"]).abs().sum() / 2
    assert misplaced < 0.1 * bars["actual"].sum()
    own = found.assessment.rfm.table["ticket"].mean()
    assert ltv.ticket_fit.parameters.mean == pytest.approx(own, rel=0.2)


def test_the_search_does_not_hang_on_the_last_digits(found):
    # another processor adds up in another order: the same parameters must come out
    history = order_history(found.assessment.tables.sales.table, LAST)
    rng = np.random.default_rng(0)
    orders, tickets = found.assessment.ltv.order_fit, found.assessment.ltv.ticket_fit
    for _ in range(12):
        noise = 1 + 1e-9 * rng.standard_normal(history.ids.size)
        moved = replace(history, repeat_money=history.repeat_money * noise)
        assert fit_tickets(moved, LtvPolicy()).parameters == pytest.approx(
            tickets.parameters, rel=1e-3
        )
        unit = 7 * (1 + 1e-9 * rng.standard_normal())
        moved_orders = fit_model("bgnbd", history.patterns(unit))
        assert moved_orders.parameters == pytest.approx(orders.parameters, rel=1e-3)


def test_lifetime_value_tells_who_is_gone(found):
    ltv = found.assessment.ltv.table.set_index("customer")
    assert ltv.loc[found.planted.lost_champion, "p_alive"] < 0.01
    assert ltv.loc[list(found.planted.contracts), "p_alive"].min() > 0.9
    assert ltv["clv"].idxmax() == found.planted.dominant


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


def test_the_bad_payer_is_large_slips_from_month_to_month_and_owes_much(found):
    payer = found.planted.bad_payer
    assert found.classes(found.assessment.abc, "abc", [payer]) == {"A"}
    assert found.raw["customers"].set_index("customer").loc[payer, "segment"] == "Key account"
    invoices = found.late([payer])
    paid = invoices[~invoices["open"]]
    by_quarter = paid.groupby(paid["issued"].dt.to_period("Q"))["late"].mean()
    assert by_quarter.is_monotonic_increasing
    assert by_quarter.iloc[0] < 30
    assert by_quarter.iloc[-1] > 90
    overdue = found.late(found.raw["customers"]["customer"]).query("open and late > 0")
    owed = overdue.groupby("customer")["amount"].sum()
    assert owed.idxmax() == payer
    assert owed[payer] > 1_000_000
    assert owed[payer] / owed.sum() > 0.2
    # what is open is more than the limit agreed
    open_balance = invoices.loc[invoices["open"], "amount"].sum()
    assert open_balance > found.terms(payer)["limit"]


def test_the_disciplined_are_small_and_pay_before_the_day(found):
    ids = list(found.planted.disciplined)
    assert len(set(ids)) == 15
    assert found.classes(found.assessment.abc, "abc", ids) <= {"B", "C"}
    invoices = found.late(ids)
    assert (invoices.loc[~invoices["open"], "late"] < 0).all()
    assert (invoices.loc[invoices["open"], "late"] < 0).all()
    assert (invoices.groupby("customer").size() >= 3).all()


def test_terms_to_tighten_are_the_most_generous_and_the_customer_pays_late(found):
    late = found.late([found.planted.tighten])
    assert late.loc[~late["open"], "late"].min() > 15
    agreed = found.terms(found.planted.tighten)
    assert (agreed["form"], agreed["days"]) == ("open account", 90)
    assert agreed["days"] == found.raw["terms"]["days"].max()
    # more than what it buys in 90 days
    assert agreed["limit"] > found.yearly(found.planted.tighten) * 90 / 365


def test_terms_to_loosen_are_strict_though_the_customer_is_large_and_prompt(found):
    customer = found.planted.loosen
    assert found.classes(found.assessment.abc, "abc", [customer]) == {"A"}
    assert found.segments([customer]) == {"champions"}
    late = found.late([customer])
    assert late["late"].max() <= 5
    agreed = found.terms(customer)
    assert agreed["days"] == 7
    assert agreed["limit"] < found.yearly(customer) * 7 / 365


def test_the_overdue_offer_is_large_and_its_day_has_passed(found):
    customer, product = found.planted.overdue_offer
    offers = found.raw["offers"].set_index(["customer", "product"])
    overdue = offers[offers["step"] <= pd.Timestamp(LAST)]
    assert overdue["step"].idxmin() == (customer, product)
    assert overdue["amount"].idxmax() == (customer, product)
    assert offers.loc[(customer, product), "status"] == "Contract signing"
    # white space: this one never bought it, nearly all of its segment did
    bought = found.sales[found.sales["product"] == product]["customer"].astype(str)
    assert customer not in set(bought)
    segment = found.raw["customers"].set_index("customer")["segment"]
    peers = segment.index[segment == segment[customer]]
    assert peers.isin(bought).mean() > 0.9


def test_one_segment_was_never_offered_a_product_meant_for_it(found):
    (segment, _), product = found.planted.unoffered
    of_customer = found.raw["customers"].set_index("customer")["segment"].astype(str)
    targets = found.raw["products"].set_index("product")["targets"].dropna().astype(str)
    offers, sales = found.raw["offers"], found.sales
    touched = pd.concat([offers[["customer", "product"]], sales[["customer", "product"]]])
    pairs = set(zip(touched["customer"].map(of_customer), touched["product"], strict=True))
    meant = {(each, name) for name, text in targets.items() for each in text.split("; ")}
    assert meant - pairs == {(segment, product)}


def test_weak_rows_of_the_questionnaire(found):
    answers = found.raw["answers"].set_index("question")["answer"]
    assert answers.index[answers == "-"].tolist() == list(found.planted.weak_questions)
    # by hand from the answers: 8 of +, 16 of +/-, 8 of -
    marks = answers.astype(str).map({"+": 1.0, "+/-": 0.5, "-": 0.0})
    assert marks.mean() == 0.5
    marketing = marks.loc[15:19]
    assert marketing.mean() == marks.rolling(5).mean().min() == 0.2
