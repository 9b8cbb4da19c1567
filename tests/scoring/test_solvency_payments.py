import time
from datetime import date, timedelta

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.errors import SettingError
from scoring.settings import PaymentPolicy
from scoring.solvency.payments import AGE_BUCKETS, payment_points, rate_payments
from scoring.tables.receivables import InvoicesTable
from tests.scoring.build import shuffled
from tests.scoring.ledger import AS_OF, INVOICES, ledger, relative

POLICY = PaymentPolicy()


def rated(rows, policy=POLICY):
    return rate_payments(relative(rows), AS_OF, policy)


def one(rows, policy=POLICY, as_of=AS_OF):
    """The row of the only customer."""
    return rate_payments(ledger(rows), as_of, policy).table.iloc[0]


# METHODS.md 2.16: docs.dnb.com, table of the PAYDEX; 100 and 90 in days, and what stands
# between the points: value chart of dandb.com, glossary, PAYDEX (whole days).
@pytest.mark.parametrize(
    ("late", "index"),
    [
        (-30, 100), (-20, 90), (0, 80), (15, 70), (22, 60), (30, 50), (60, 40), (90, 30),
        (120, 20), (-29, 99), (-18, 89), (-10, 85), (33, 49), (45, 45), (36, 48),
    ],
)  # fmt: skip
def test_points_of_the_paydex(late, index):
    assert payment_points(np.array([late]), POLICY)[0] == pytest.approx(index, abs=1e-12)
    rows = [("a", 200, late, amount) for amount in (10, 20, 33.33)]
    assert rated(rows).table["payment_index"][0] == pytest.approx(index, abs=1e-12)


def test_far_beyond_the_points():
    """METHODS.md 2.16: 0-19 over 120 days late; the straight line ends at 0 on day 180."""
    points = payment_points(np.array([-500, 150, 180, 900]), POLICY)
    assert points.tolist() == [100, 10, 0, 0]


HAND = [
    ("a", date(2024, 3, 1), date(2024, 3, 11), 1000.0),
    ("a", date(2024, 3, 21), None, 3000.0),
    ("a", date(2024, 4, 15), None, 500.0),
    ("a", date(2024, 2, 10), date(2024, 2, 5), 2000.0),
]


def test_by_hand():
    """10 and 10 (open, so far) days late, 5 early; the one not due yet says nothing.

    (1000 x 10 + 3000 x 10 - 2000 x 5) / 6000 = 5. Index of 10 days: 80 - 10 x 10 / 15 = 73 1/3,
    of -5: 80 + 10 x 5 / 20 = 82.5; (4000 x 73 1/3 + 2000 x 82.5) / 6000 = 76.3888...
    """
    row = one(HAND)
    assert row[["invoices", "paid", "rated"]].tolist() == [4, 2, 3]
    assert row[["money_due", "open_balance", "overdue"]].tolist() == [6000, 3500, 3000]
    assert row["overdue_share"] == pytest.approx(6 / 7)
    assert row[["days_late", "mean_days", "worst_days"]].tolist() == [5, 5, 10]
    assert row["payment_index"] == pytest.approx(76 + 7 / 18)
    assert row[["late_30", "late_60", "late_90"]].tolist() == [0, 0, 0]


def test_share_of_money_later_than():
    """Of 1000 each 29, 31, 61 and 91 days late: 3, 2, 1 quarters are over 30, 60, 90."""
    row = rated([("a", 300, late, 1000) for late in (30, 31, 61, 91)]).table.iloc[0]
    assert row[["late_30", "late_60", "late_90"]].tolist() == [0.75, 0.5, 0.25]


def test_ageing_buckets_begin_the_day_after():
    """Borders of METHODS.md 2.16: not due, 1-30, 31-60, 61-90, 91-180, > 180."""
    ages = [-5, 0, 1, 30, 31, 60, 61, 90, 91, 180, 181, 900]
    result = rated([("a", age, None, 10.0) for age in ages])
    assert result.ageing["bucket"].tolist() == list(AGE_BUCKETS)
    assert result.ageing["invoices"].tolist() == [2, 2, 2, 2, 2, 2]
    assert result.ageing["money"].tolist() == [20.0] * 6
    assert result.ageing["share"].sum() == pytest.approx(1)
    assert result.table["overdue"][0] == 100


def test_the_window_is_24_months_and_what_is_open_stays():
    """31 March 2022 is outside, 1 April 2022 inside, of 24 months up to 31 March 2024."""
    outside, inside = date(2022, 3, 31), date(2022, 4, 1)
    row = one([("a", outside, outside, 7.0), ("a", inside, inside, 5.0)])
    assert row[["invoices", "rated", "money_due"]].tolist() == [1, 1, 5]
    row = one([("a", outside, None, 7.0), ("a", inside, inside, 5.0)])
    assert row[["invoices", "rated", "money_due", "overdue"]].tolist() == [2, 1, 12, 7]
    assert row[["worst_days", "days_late"]].tolist() == [731, 0]


def test_equal_dates():
    """Issued, due and paid on the as-of day: prompt. Due on it and open: not late."""
    rows = [("a", AS_OF, AS_OF, 10.0, AS_OF)] * 2 + [("a", AS_OF, None, 10.0, AS_OF)]
    row = one(rows)
    assert row["payment_index"] == 80
    assert row[["days_late", "worst_days", "overdue", "open_balance"]].tolist() == [0, 0, 0, 10]


def test_as_of_before_all_that_falls_due():
    result = rate_payments(ledger(HAND), date(2024, 2, 1), POLICY)
    row = result.table.iloc[0]
    assert row[["invoices", "paid", "rated", "money_due", "overdue"]].tolist() == [4, 0, 0, 0, 0]
    assert row["open_balance"] == 6500
    assert row[["days_late", "mean_days", "worst_days", "payment_index"]].isna().all()
    assert [note.text() for note in result.notes] == [
        "Invoices paid after 2024-02-01, counted as open: 2.",
        "Customers with fewer than 3 invoices due, no index: 1.",
    ]


def test_what_was_issued_later_is_not_there():
    rows = [(*row, date(2024, 3, 10)) for row in HAND]
    result = rate_payments(ledger(rows), date(2024, 3, 9), POLICY)
    assert result.table["invoices"].tolist() == [0]
    assert result.notes[0].text() == "Invoices issued after 2024-03-09, not used: 4."


def test_all_open():
    row = rated([("a", 10, None, 10), ("a", 20, None, 10), ("a", 60, None, 10)]).table.iloc[0]
    assert row[["paid", "days_late", "overdue_share"]].tolist() == [0, 30, 1]
    assert row["payment_index"] == pytest.approx((80 - 20 / 3 + 60 + 10 * 2 / 7 + 40) / 3)


def test_too_few_invoices_have_no_index():
    rows = [("a", 50, 0, 10.0), ("a", 40, 0, 10.0)]
    assert np.isnan(one_index(rows, POLICY))
    assert one_index(rows, PaymentPolicy(min_invoices=2)) == 80


def one_index(rows, policy):
    return rated(rows, policy).table["payment_index"][0]


def test_credit_notes_go_against_the_oldest_money():
    """Open 100 (200 days), 50 (10 days), 30 (not due); a credit of 120 leaves 30 and 30."""
    rows = [("a", 200, None, 100), ("a", 10, None, 50), ("a", -9, None, 30), ("a", 5, None, -120)]
    result = rated(rows)
    assert result.open_by_age[0].tolist() == [30, 30, 0, 0, 0, 0]
    assert result.table.loc[0, ["invoices", "open_balance", "overdue"]].tolist() == [3, 60, 30]
    assert result.ageing["invoices"].tolist() == [1, 1, 0, 0, 0, 1]


def test_credit_beyond_the_debt_is_told():
    result = rated([("a", 5, None, 0.1), ("a", 6, None, 0.2), ("a", 5, None, -0.5)])
    assert result.table["open_balance"][0] == 0
    assert result.open_by_age[0].tolist() == [0] * 6  # not 1e-17
    assert result.notes[0].text() == "Customers with credit notes beyond what they owe: 1, by 0.20."


def test_settled_credit_notes_and_zeros_change_nothing():
    plain = [("a", 50, 3, 10.0)] * 3 + [("a", 2, None, 10.0)]
    extra = [("a", 50, 20, -5.0), ("a", 50, 9, 0.0)]
    with_extra = rated(plain + extra)
    pd.testing.assert_frame_equal(rated(plain).table, with_extra.table)
    assert with_extra.notes[0].text() == "Invoices of 0, not counted: 1."


def test_no_invoices_at_all():
    result = rate_payments(ledger([], "ab"), AS_OF, POLICY)
    assert result.table["customer"].tolist() == ["a", "b"]
    assert (result.table[["invoices", "open_balance", "overdue_share"]] == 0).all(axis=None)
    assert result.table["payment_index"].isna().all()
    assert (result.ageing[["invoices", "money", "share"]] == 0).all(axis=None)
    assert rate_payments(ledger([]), AS_OF, POLICY).table.empty


@settings(deadline=None, max_examples=50)  # each example opens a database
@given(INVOICES)
def test_against_sql(rows):
    """The same rule written in SQL, without credit notes."""
    invoices = relative(rows)
    frame = pd.DataFrame(
        {
            "customer": invoices.customer_ids[invoices.customer],
            "due": invoices.due.astype(int),
            "paid": np.where(invoices.paid < 0, 99_999, invoices.paid).astype(int),
            "amount": invoices.amount,
        }
    )
    last = (AS_OF - date(1970, 1, 1)).days
    start = (date(2022, 3, 31) - date(1970, 1, 1)).days
    db = duckdb.connect()
    db.register("invoices", frame)
    expected = db.execute(
        """
        with known as (select *, paid > $last as open, least(paid, $last) - due as late
                       from invoices),
             fell as (select * from known where due <= $last and (due > $start or open))
        select c.customer,
               (select sum(amount * late) / sum(amount) from fell f
                where f.customer = c.customer and due > $start),
               (select max(late) from fell f where f.customer = c.customer),
               (select count(*) from fell f where f.customer = c.customer and due > $start),
               (select coalesce(sum(amount), 0) from known f
                where f.customer = c.customer and open),
               (select coalesce(sum(amount), 0) from known f
                where f.customer = c.customer and open and late > 0),
        from (select unnest(['a', 'b', 'c', 'd']) as customer) c order by 1
        """,
        {"last": last, "start": start},
    ).fetchall()
    columns = ["days_late", "worst_days", "rated", "open_balance", "overdue"]
    wanted = np.array([row[1:] for row in expected], float)
    found = rated(rows).table[columns].to_numpy(float)
    np.testing.assert_allclose(found, wanted, rtol=1e-9, atol=1e-9)


@given(INVOICES)
def test_the_order_of_rows_does_not_matter(rows):
    a, b = rated(rows), rated(shuffled(rows))
    pd.testing.assert_frame_equal(a.table, b.table, check_exact=True)
    pd.testing.assert_frame_equal(a.ageing, b.ageing, check_exact=True)


@given(INVOICES, st.sampled_from([0.01, 3.0, 1000.0]))
def test_another_currency_changes_no_index(rows, rate):
    a = rated(rows).table
    b = rated([(*row[:3], row[3] * rate) for row in rows]).table
    same = ["payment_index", "days_late", "worst_days", "late_30", "overdue_share"]
    np.testing.assert_allclose(a[same], b[same], rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(a["open_balance"] * rate, b["open_balance"], rtol=1e-9)


@given(INVOICES, st.data(), st.sampled_from([1, 24]))
def test_paying_later_never_improves_anything(rows, data, months):
    policy = PaymentPolicy(window_months=months)
    at = data.draw(st.integers(0, len(rows) - 1))
    customer, age, late, amount = rows[at]
    later = None if late is None else data.draw(st.none() | st.integers(late, 400))
    other = [*rows[:at], (customer, age, later, amount), *rows[at + 1 :]]
    a, b = rated(rows, policy).table, rated(other, policy).table
    assert (b["payment_index"].fillna(-1) <= a["payment_index"].fillna(-1) + 1e-9).all()
    for column in ("days_late", "worst_days", "late_30", "late_60", "late_90"):
        assert (b[column].fillna(-1e9) >= a[column].fillna(-1e9) - 1e-9).all(), column
    assert (b["overdue"] >= a["overdue"]).all()
    assert b["rated"].equals(a["rated"])


@given(INVOICES.map(lambda rows: rows + [(*row[:3], -row[3] / 2) for row in rows[::2]]))
def test_what_is_open_adds_up(rows):
    result = rated(rows)
    table = result.table
    np.testing.assert_allclose(result.open_by_age.sum(axis=1), table["open_balance"], rtol=1e-12)
    assert (result.open_by_age >= 0).all()
    assert (table["overdue"] <= table["open_balance"]).all()
    assert table["overdue_share"].between(0, 1).all()
    assert result.ageing["money"].sum() == pytest.approx(table["open_balance"].sum())
    assert table["payment_index"].dropna().between(0, 100).all()


def test_inputs_stay_as_they_are():
    invoices = ledger(HAND)
    before = {name: getattr(invoices, name).copy() for name in InvoicesTable.__slots__}
    rate_payments(invoices, AS_OF, POLICY)
    for name, value in before.items():
        assert np.array_equal(getattr(invoices, name), value), name


def test_100_000_invoices_in_a_blink():
    rng = np.random.default_rng(0)
    n, k = 100_000, 20_000
    due = rng.integers(18_500, 19_800, n).astype(np.int32)
    invoices = InvoicesTable(
        invoice=np.arange(n).astype(object),
        customer=rng.integers(0, k, n).astype(np.int32),
        customer_ids=np.array([f"{index:05d}" for index in range(k)], object),
        issued=due - np.int32(30),
        due=due,
        paid=(due + rng.integers(-10, 90, n)).astype(np.int32),
        amount=rng.lognormal(9, 1, n).round(2),
    )
    times = []
    for _ in range(3):
        start = time.process_time()
        rate_payments(invoices, AS_OF, POLICY)
        times.append(time.process_time() - start)
    assert min(times) < 0.1


@pytest.mark.parametrize(
    ("values", "setting"),
    [
        ({"window_months": 0}, "payments.window_months"),
        ({"min_invoices": 0}, "payments.min_invoices"),
        ({"points": ()}, "payments.points.days"),
        ({"points": ((0, 80),)}, "payments.points.days"),
        ({"points": ((0, 80), (0, 70))}, "payments.points.days"),
        ({"points": ((0, 80), (15, 90))}, "payments.points.index"),
        ({"points": ((0, 101), (15, 90))}, "payments.points.index"),
        ({"points": ((0, 80), (float("nan"), 70))}, "payments.points.days"),
    ],
)
def test_settings_refused(values, setting):
    with pytest.raises(SettingError) as refused:
        PaymentPolicy(**values)
    assert refused.value.setting == setting


def test_own_points():
    policy = PaymentPolicy(points=((0, 100), (10, 0)), min_invoices=1)
    paid = AS_OF - timedelta(50)
    row = one([("a", paid - timedelta(4), paid, 10.0)], policy)
    assert row["payment_index"] == 60  # by hand: 100 - 4 x 10
