"""The sheet Concentration of the demo company, and its settings."""

import numpy as np
import pandas as pd
import pytest

from tests.book.cells import named_cells, table_rows
from xl_addin.book.workbook_file import open_file
from xl_addin.demo import company, stories


@pytest.fixture(scope="module")
def year():
    """Net revenue of the last twelve months by customer, out of the demo itself."""
    sales = company("en")["sales"]
    recent = sales[sales["date"] > "2024-12-31"]
    money = recent.groupby("customer", observed=True)["amount"].sum()
    return money.set_axis(money.index.astype(str))


@pytest.fixture(scope="module")
def merged(year):
    """The same with the two groups as one customer each."""
    groups = dict.fromkeys(stories().holding, "holding")
    groups |= dict.fromkeys(stories().partners, "partners")
    return year.groupby([groups.get(name, name) for name in year.index]).sum()


def test_the_list_and_its_measures_by_a_plain_loop(demo_path, merged):
    head, rows = table_rows(demo_path, "Concentration_Result")
    table = pd.DataFrame(rows, columns=head).fillna({"Mark": "", "Customer": ""})
    best = merged.sort_values(ascending=False)
    whole = best[best > 0].sum()
    assert len(table) == 100
    assert table["Revenue"].tolist() == pytest.approx(best.tolist()[:100])
    assert table["Share"].tolist() == pytest.approx((best / whole).tolist()[:100])
    assert table["Name"].tolist()[:2] == ["Velmora Holding", "Ardena Group"]
    assert table["Companies"].tolist()[:3] == [3, 3, 1]
    assert table["Mark"].tolist()[:3] == ["major", "major", ""]
    assert table["Customer"].tolist()[0] == ""
    assert table["Customer"].tolist()[2:] == best.index[2:100].tolist()
    shares = [row[0] for row in named_cells(demo_path, "cb_conc_shares")]
    assert shares == pytest.approx([best[:n].sum() / whole for n in (1, 3, 5, 10)])
    indices = [row[0] for row in named_cells(demo_path, "cb_conc_indices")]
    hhi = sum((100 * money / whole) ** 2 for money in best if money > 0)
    assert indices[:2] == pytest.approx([hhi, 10_000 / hhi])
    assert indices[4] == len(best)


def test_verdicts_and_thresholds_stand_beside_the_measures(demo_path):
    assert named_cells(demo_path, "cb_conc_shares")[0][3:] == ["fail", "fail", "fail"]
    assert named_cells(demo_path, "cb_conc_indices")[0][3:] == ["pass", "pass", "attention"]
    rules = [row[0] for row in named_cells(demo_path, "cb_conc_rules")]
    assert "attention from 10% on" in rules[0]
    assert "fail above 20%" in rules[0]
    assert "borrowed from the US merger guidelines of 2023" in rules[2]


def test_the_curve_ends_where_curves_end(demo_path):
    curve = np.array(named_cells(demo_path, "cb_conc_lorenz"), float)
    assert curve.shape == (101, 2)
    assert curve[[0, -1]].tolist() == [[0, 0], [1, 1]]
    assert (curve[:, 1] <= curve[:, 0]).all()


def test_stress_without_fixed_costs_leaves_the_cover_blank(demo_path, merged):
    stress = named_cells(demo_path, "cb_conc_stress")
    best = merged.sort_values(ascending=False)
    lost = [best[:n].sum() for n in (0, 1, 3, 5, 10)]
    assert [row[0] for row in stress] == pytest.approx(lost)
    assert [row[2] for row in stress] == pytest.approx([best.sum() - money for money in lost])
    assert [row[5] for row in stress] == [None] * 5
    notes = [row[0] for row in named_cells(demo_path, "cb_concentration_notes")]
    assert notes[0].startswith("Customers merged into groups: 6, in 2")
    assert "Fixed costs are not set" in notes[1]


def test_settings_of_the_sheet_are_used(make_book, refresh, year):
    path = make_book(**company("en"))
    with open_file(path) as book:
        for key, value in (
            ("roll_up", "customer by customer"),
            ("fixed_cost", 20_000_000.0),
            ("major", 0.04),
        ):
            book.names[f"set_conc_{key}"].refers_to_range.value = value
        book.save()
    refresh(path)
    head, rows = table_rows(path, "Concentration_Result")
    table = pd.DataFrame(rows, columns=head)
    assert table["Customer"].iloc[0] == stories().dominant
    assert table["Revenue"].iloc[0] == pytest.approx(year.max())
    assert (table["Mark"] == "major").sum() == (year / year[year > 0].sum() >= 0.04).sum()
    stress = named_cells(path, "cb_conc_stress")
    assert [row[5] for row in stress] == pytest.approx([row[4] / 20e6 for row in stress])


def test_without_groups_costs_and_invoices(make_book, refresh, small_sales):
    path = make_book(sales=small_sales)
    refresh(path)
    # by hand, 2025: 002 has 300, 001 250, Ромашка 80, E5 30, F6 10 - 4: 666 in all
    shares = named_cells(path, "cb_conc_shares")
    assert [row[0] for row in shares] == pytest.approx([300 / 666, 630 / 666, 1, 1])
    assert [row[1] for row in shares] == [None] * 4
    assert named_cells(path, "cb_concentration_notes")[0][0].startswith("The sales have no costs")
    sentences = [row[0] for row in named_cells(path, "cb_first_five")]
    assert any(text.startswith("002 brings 45% of all revenue") for text in sentences if text)


def test_what_hangs_on_one_manager_product_and_industry(demo_path, year):
    """Over the sales and customers of the demo itself, by a plain loop."""
    tables = company("en")
    sales, customers = tables["sales"], tables["customers"]
    recent = sales[sales["date"] > "2024-12-31"]
    products = dict(zip(tables["products"]["product"], tables["products"]["name"], strict=True))
    rows = {row[0]: row for row in named_cells(demo_path, "cb_conc_dependence") if row[0]}
    for field, caption in (("manager", "Manager"), ("industry", "Industry")):
        of = dict(zip(customers["customer"], customers[field], strict=True))
        money = recent["amount"].groupby(recent["customer"].map(of), observed=True).sum()
        row = rows[f"{caption}: {money.idxmax()}"]
        assert row[1] == pytest.approx(money.max())
        assert row[3] == pytest.approx(year.sum() - money.max())
        buyers = {who for who in recent["customer"] if of[who] == money.idxmax()}
        assert row[7] == len(buyers)
        assert row[8] == 0
    money = recent["amount"].groupby(recent["product"].astype(str)).sum()
    row = rows[f"Product: {products[money.idxmax()]}"]
    assert row[1:3] == pytest.approx([money.max(), money.max() / money[money > 0].sum()])
    assert len(rows) == 3
