"""Options of ABC and XYZ on the sheet Settings, and what they do to the sheets of classes."""

import pandas as pd
import pytest

from tests.book.cells import named_cells, table_rows
from xl_addin.book.settings import SettingsError
from xl_addin.book.workbook_file import open_file

MONTHS = pd.date_range("2022-01-01", "2025-12-01", freq="MS") + pd.Timedelta(days=14)


@pytest.fixture
def sales():
    """Two customers by hand: one with a season and little margin, one new in 2025 with much."""
    season = [50.0 if day.month < 7 else 150.0 for day in MONTHS]
    old = pd.DataFrame({"date": MONTHS, "customer": "old", "amount": season})
    late = MONTHS[MONTHS.year == 2025]
    new = pd.DataFrame({"date": late, "customer": "new", "amount": [25.0] * 6 + [75.0] * 6})
    end = pd.DataFrame({"date": [pd.Timestamp("2025-12-31")], "customer": "new", "amount": [0.0]})
    frame = pd.concat([old, new, end], ignore_index=True)
    share = frame["customer"].map({"old": 0.99, "new": 0.25})
    return frame.assign(cost=frame["amount"] * share)


@pytest.fixture
def refreshed(make_book, refresh, sales):
    """Return a function that refreshes a workbook under some settings, by key."""

    def make(language="en", frame=sales, **settings):
        path = make_book(language, sales=frame)
        with open_file(path) as book:
            for key, value in settings.items():
                book.names[f"set_{key}"].refers_to_range.value = value
            book.save()
        refresh(path)
        return path

    return make


def rows_of(path, table):
    head, rows = table_rows(path, table)
    return {row[head.index("Customer")]: dict(zip(head, row, strict=True)) for row in rows}


def test_margin_and_joined_class(refreshed):
    """Revenue 4,800 and 600: A, and B with .89 above. Margin 48 and 450: .90 above the first."""
    path = refreshed()
    rows = rows_of(path, "ABC_Result")
    assert [rows["old"][key] for key in ("Margin", "ABC", "ABC with margin")] == [48, "A", "AB"]
    assert [rows["new"][key] for key in ("Margin", "ABC", "ABC with margin")] == [450, "B", "BA"]
    assert named_cells(path, "cb_abc_joint")[0] == [0, 1, 0, 0]
    assert named_cells(path, "cb_abc_joint")[1] == [1, 0, 0, 0]
    assert named_cells(path, "cb_board_margin")[:2] == [[0, 0, 48, 0], [0, 0, 450, 0]]


def test_without_costs_or_without_asking_there_is_no_margin(refreshed, sales):
    for path in (refreshed(frame=sales.drop(columns="cost")), refreshed(abc_second="none")):
        rows = rows_of(path, "ABC_Result")
        found = [rows["old"][key] for key in ("Margin", "ABC", "ABC with margin")]
        assert found == [None, "A", None]
        assert named_cells(path, "cb_abc_joint")[0] == [None] * 4
        assert named_cells(path, "cb_board_margin")[0] == [None] * 4


@pytest.mark.parametrize(
    ("method", "limits", "classes", "said"),
    [  # by hand: two items of a mean of 2,700; shares .89 and .11
        ("sum of shares", (None, None), {"old": "B", "new": "C"}, "up to 100% and 145%"),
        ("multiples of the mean", (None, None), {"old": "B", "new": "C"}, "A from 6 times"),
        ("tangents to the curve", (None, None), {"old": "A", "new": "B"}, "highest above"),
        ("fixed money limits", (4800, 700), {"old": "A", "new": "C"}, "A from 4,800, B from 700"),
    ],
)
def test_methods(refreshed, method, limits, classes, said):
    path = refreshed(abc_method=method, abc_limit_a=limits[0], abc_limit_b=limits[1])
    rows = rows_of(path, "ABC_Result")
    assert {name: row["ABC"] for name, row in rows.items()} == classes
    assert said in named_cells(path, "cb_abc_stamp")[0][0]


def test_fixed_limits_that_are_missing_or_turned_round_are_told(refreshed):
    for limits in ({}, {"abc_limit_a": 5, "abc_limit_b": 6}):
        with pytest.raises(SettingsError, match=r"A from, money / B from, money"):
            refreshed(abc_method="fixed money limits", **limits)


def test_xyz_as_it_is(refreshed):
    rows = rows_of(refreshed(), "XYZ_Result")
    assert rows["old"]["Variation"] == pytest.approx(0.5)  # 50 and 150 around 100
    assert (rows["old"]["XYZ"], rows["old"]["Rhythm"]) == ("Z", "smooth")
    assert rows["old"]["Seasonal index"] == "none"
    assert (rows["new"]["Periods per sale"], rows["new"]["Variation², sales"]) == (1, 0.25)


def test_xyz_freed_of_the_season(refreshed):
    """The old one by its own index: nothing is left. The new one by that of both."""
    path = refreshed(xyz_season="own index or that of all")
    rows = rows_of(path, "XYZ_Result")
    assert rows["old"]["Variation"] == pytest.approx(0, abs=1e-12)
    assert (rows["old"]["XYZ"], rows["old"]["Seasonal index"]) == ("X", "own")
    assert (rows["new"]["XYZ"], rows["new"]["Seasonal index"]) == ("X", "all customers")
    notes = named_cells(path, "cb_xyz_notes")[0][0]
    assert "with their own 1, with that of all customers 1" in notes
    assert "freed of the season" in named_cells(path, "cb_xyz_stamp")[0][0]
    assert named_cells(path, "cb_xyz_kinds")[0] == ["smooth", 2, 1]


def test_a_season_of_years_is_refused(refreshed):
    with pytest.raises(SettingsError, match=r"Setting Period is year\. Choose one of: month"):
        refreshed(xyz_season="index of all customers", xyz_period="year")


def test_xyz_freed_of_the_trend(refreshed, sales):
    """Sales that grow by 10 a month lie on a line."""
    grown = sales.assign(amount=[10.0 * (place + 1) for place in range(len(sales))])
    grown = grown[grown["customer"] == "old"].assign(cost=1.0)
    last = pd.DataFrame({"date": [pd.Timestamp("2025-12-31")], "customer": "old", "amount": [0.0]})
    path = refreshed(frame=pd.concat([grown, last], ignore_index=True), xyz_trend="yes")
    assert rows_of(path, "XYZ_Result")["old"]["Variation"] == pytest.approx(0, abs=1e-12)
    assert "deviation from a straight line" in named_cells(path, "cb_xyz_stamp")[0][0]


def test_in_russian(refreshed):
    path = refreshed("ru", xyz_season="индекс всех клиентов", abc_method="касательные к кривой")
    head, rows = table_rows(path, "XYZ_Result")
    row = dict(zip(head, rows[0], strict=True))
    assert (row["Сезонный индекс"], row["Ритм"]) == ("всех клиентов", "ровный")
    assert "по касательным" in named_cells(path, "cb_abc_stamp")[0][0]
