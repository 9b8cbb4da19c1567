import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from scoring.offers.matrix import build_matrix
from scoring.offers.metrics import measure_offers, offer_totals
from scoring.settings import OffersPolicy
from scoring.tables.contracts import NO_DAY, CustomersTable, ProductsTable, SalesTable
from scoring.tables.offers import OffersTable
from tests.scoring.build import sales_of
from tests.scoring.offers_samples import (
    AS_OF,
    SEGMENTS,
    SOURCE_ROWS,
    TARGETS,
    customers_of,
    products_of,
    texts_of,
)
from tests.scoring.test_offers_matrix import AIMS, DAY, ROWS, SALES, SEGMENTED, built

# METHODS.md 2.21, golden example: the matrix of document 004 as of 1 Feb 2011.
GOLDEN = {
    "targeted": 12,
    "sold": 6,
    "in_progress": 2,
    "refused": 2,
    "not_offered": 2,
    "offered": 10,
    "penetration": 0.5,
    "coverage": 10 / 12,
    "win_rate": 0.75,
    "customers": 6,
    "products_per_customer": 1.0,
}


@pytest.mark.parametrize("targets", [None, TARGETS])
def test_golden_example(targets):
    metrics = measure_offers(built(SOURCE_ROWS, segments=SEGMENTS, targets=targets))
    assert metrics.totals._asdict() == GOLDEN
    assert offer_totals(built(SOURCE_ROWS).status)._asdict() == GOLDEN


def test_golden_example_from_targets_and_sales():
    """What was not offered need not be listed, nor what was sold."""
    rows = [row for row in SOURCE_ROWS if row[2] not in ("+", "Не предлагали")]
    sales = [(who, what, DAY, 10.0) for who, what, status in SOURCE_ROWS if status == "+"]
    assert measure_offers(built(rows, sales, SEGMENTS, TARGETS)).totals._asdict() == GOLDEN


def test_overdue_steps_of_the_golden_example():
    steps = measure_offers(built(SOURCE_ROWS, segments=SEGMENTS)).steps
    assert steps["step"].dt.strftime("%d.%m.%Y").tolist() == ["25.02.2010", "15.01.2011"]
    assert steps["customer"].tolist() == ["Клиент 6", "Клиент 2"]
    assert steps["segment"].tolist() == ["Сегмент 3", "Сегмент 1"]
    assert steps["product"].tolist() == ["Продукт 6", "Продукт 2"]
    assert steps["stage"].tolist() == ["Предложение", "Подписание договора"]
    assert steps["status"].tolist() == ["in_progress"] * 2
    # By hand: 15 Jan to 1 Feb is 17 days; 25 Feb 2010 to 25 Jan 2011 is 334, and 7 more.
    assert steps["days_overdue"].tolist() == [341, 17]


@pytest.mark.parametrize(("as_of", "overdue"), [((2011, 1, 15), 1), ((2011, 1, 16), 2)])
def test_a_step_is_overdue_on_the_day_after(as_of, overdue):
    assert len(measure_offers(built(SOURCE_ROWS, as_of=dt.date(*as_of))).steps) == overdue


def test_what_is_not_offered_may_be_overdue_but_not_what_is_done():
    rows = [(who, "p", f"{text}, 2010-01-01") for who, text in zip("abc", "+NR", strict=True)]
    rows = [(who, what, text.replace("N,", "Not offered,")) for who, what, text in rows]
    rows = [(who, what, text.replace("R,", "Refused,")) for who, what, text in rows]
    steps = measure_offers(built(rows)).steps
    assert steps[["customer", "status", "stage"]].to_numpy().tolist() == [
        ["b", "not_offered", None]
    ]


def test_products_and_segments_of_the_golden_example():
    """Counted by hand in the matrix of REQUIREMENTS.md 1.5.4."""
    metrics = measure_offers(built(SOURCE_ROWS, segments=SEGMENTS))
    products = metrics.products.set_index("product")
    assert products["targeted"].tolist() == [2] * 6
    assert products["sold"].tolist() == [1, 1, 1, 0, 2, 1]
    assert products["coverage"].tolist() == [0.5, 1, 0.5, 1, 1, 1]
    assert products.loc["Продукт 4", ["refused", "win_rate"]].tolist() == [2, 0]
    segments = metrics.segments
    assert segments["segment"].tolist() == ["Сегмент 1", "Сегмент 2", "Сегмент 3"]
    assert segments["customers"].tolist() == [2, 2, 2]
    assert segments["sold"].tolist() == [2, 1, 3]
    assert segments["penetration"].tolist() == [0.5, 0.25, 0.75]
    assert segments["coverage"].tolist() == [0.75, 0.75, 1]
    assert segments["win_rate"].tolist() == [1, 1 / 3, 1]
    assert segments["products_per_customer"].tolist() == [1, 0.5, 1.5]


def test_all_refused():
    totals = measure_offers(built([("a", "p", "Отказ"), ("b", "p", "Refused, price")])).totals
    assert (totals.win_rate, totals.coverage, totals.penetration) == (0, 1, 0)
    assert totals.products_per_customer == 0


def test_nothing_to_measure():
    metrics = measure_offers(built(segments={"a": "s"}))
    assert metrics.totals.targeted == 0
    assert np.isnan(metrics.totals[6:9]).all()
    assert np.isnan(metrics.totals.products_per_customer)
    for frame in (metrics.products, metrics.segments, metrics.steps, metrics.actions):
        assert frame.empty
    assert metrics.steps["step"].dtype == "datetime64[s]"


def test_no_win_rate_while_nothing_is_decided():
    totals = measure_offers(built([("a", "p", "Offer")])).totals
    assert np.isnan(totals.win_rate)
    assert totals.coverage == 1


def sold_to(prices, product="p"):
    return [(f"{n:02d}", product, DAY, float(price)) for n, price in enumerate(prices)]


def test_expected_money_is_the_median_of_peers():
    """By hand: segment s bought p for 10, 20, 90, so 20; for t there are 2 buyers, too few."""
    sales = [*sold_to([10, 20, 90, 40, 60]), ("00", "q", DAY, 7.0)]
    segments = {f"{n:02d}": "s" if n < 3 else "t" for n in range(5)} | {"x": "s", "y": "t"}
    actions = measure_offers(built((), sales, segments, {"p": "s; t", "q": "s"})).actions
    found = actions.set_index(["customer", "product"])
    assert found.loc[("x", "p"), ["expected", "peers"]].tolist() == [20, 3]
    assert found.loc[("y", "p"), ["expected", "peers"]].tolist() == [40, 5], "of all buyers"
    assert found.loc[("x", "q"), ["expected", "peers"]].tolist() == [7, 1]
    # x-p, x-q, y-p, and q to 01 and 02: worth 40, 20, then three times 7, as the matrix.
    expected = [("y", "p"), ("x", "p"), ("01", "q"), ("02", "q"), ("x", "q")]
    assert list(found.index) == expected
    assert (actions["segment"] == actions["customer"].map(segments)).all()


def test_min_peers_is_a_setting():
    tables = sales_of([(*row[:1], *row[2:], None, row[1]) for row in sold_to([10, 20, 90])])
    segments = customers_of({"00": "s", "01": "s", "02": "t", "x": "s"})
    for min_peers, expected in ((2, 15.0), (3, 20.0)):
        policy = OffersPolicy(min_peers=min_peers)
        matrix = build_matrix(
            None, tables, segments, products_of({"p": "s"}), as_of=AS_OF, policy=policy
        )
        assert measure_offers(matrix).actions["expected"].tolist() == [expected]


def test_nobody_bought():
    actions = measure_offers(built(segments={"a": "s"}, targets={"p": "s"})).actions
    assert actions["expected"].isna().all()
    assert actions["peers"].tolist() == [0]


@given(ROWS, SALES, SEGMENTED, AIMS)
def test_counts_add_up(rows, sales, segments, targets):
    matrix = built(rows, sales, segments, targets)
    metrics = measure_offers(matrix)
    whole = ["targeted", "sold", "in_progress", "refused", "not_offered", "offered"]
    totals = pd.Series(metrics.totals._asdict())
    for frame in (metrics.products, metrics.segments):
        assert (frame[whole].sum() == totals[whole]).all()
        parts = frame[["sold", "in_progress", "refused", "not_offered"]].sum(axis=1)
        assert (parts == frame["targeted"]).all()
        for share in ("penetration", "coverage", "win_rate"):
            assert frame[share].dropna().between(0, 1).all()
        coverage = frame["coverage"].dropna()
        assert (frame.loc[coverage.index, "penetration"] <= coverage).all()
    assert metrics.segments["customers"].sum() == totals["customers"] == matrix.customer_ids.size
    assert len(metrics.actions) == totals["not_offered"]
    assert metrics.totals == offer_totals(matrix.status) or totals.isna().any()


@given(ROWS, SEGMENTED, AIMS)
def test_one_more_offer_never_lowers_coverage(rows, segments, targets):
    targets = targets | {"p": "*"}
    segments = segments | {"a": "s"}
    before = measure_offers(built(rows, (), segments, targets)).totals
    if any(row[:2] == ("a", "p") for row in rows):
        return
    after = measure_offers(built([*rows, ("a", "p", "Offer")], (), segments, targets)).totals
    assert after.coverage >= before.coverage
    assert after.targeted == before.targeted


@pytest.mark.slow
def test_a_large_base():
    """50,000 offers, 20,000 customers, 40 products, 200,000 sales."""
    n_customers, n_products, n_offers, n_sales = 20_000, 40, 50_000, 200_000
    rng = np.random.default_rng(0)
    ids = texts_of([f"C{n:05d}" for n in range(n_customers)])
    products = texts_of([f"P{n:02d}" for n in range(n_products)])
    cell = np.sort(rng.permutation(n_customers * n_products)[:n_offers])
    words = ["+", "Отказ, цена", "Not offered", *(f"Offer, 2011-01-{n:02d}" for n in range(1, 31))]
    nothing = np.full(n_offers, None, object)
    offers = OffersTable(
        customer=(cell // n_products).astype(np.int32),
        customer_ids=ids,
        product=(cell % n_products).astype(np.int32),
        product_ids=products,
        status=texts_of(words)[rng.integers(0, len(words), n_offers)],
        step=np.full(n_offers, NO_DAY, np.int32),
        stage=nothing,
        reason=nothing,
        amount=np.full(n_offers, np.nan),
    )
    sales = SalesTable(
        customer=rng.integers(0, n_customers, n_sales).astype(np.int32),
        customer_ids=ids,
        day=rng.integers(14_000, 14_900, n_sales).astype(np.int32),
        amount=rng.integers(1, 1000, n_sales).astype(float),
        product=rng.integers(0, n_products, n_sales).astype(np.int32),
        product_ids=products,
    )
    segment = texts_of("ABCDEFGH")[rng.integers(0, 8, n_customers)]
    customers = CustomersTable(ids, pd.DataFrame({"segment": pd.Series(segment, dtype=object)}))
    aims = [f"{'ABCDEFGH'[n % 8]}; {'ABCDEFGH'[(n + 1) % 8]}" for n in range(n_products)]
    directory = ProductsTable(products, pd.DataFrame({"targets": pd.Series(aims, dtype=object)}))
    matrix = build_matrix(offers, sales, customers, directory, as_of=AS_OF)
    metrics = measure_offers(matrix)
    assert metrics.totals.targeted == np.count_nonzero(matrix.status)
