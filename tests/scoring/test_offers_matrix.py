import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.offers.matrix import build_matrix
from scoring.offers.status import STATUS_KEYS
from scoring.settings import OffersPolicy
from scoring.tables.contracts import NO_DAY
from tests.scoring.build import sales_of, shuffled
from tests.scoring.offers_samples import (
    AS_OF,
    SEGMENTS,
    SOURCE_ROWS,
    TARGETS,
    customers_of,
    offers_of,
    products_of,
)

DAY = dt.date(2011, 1, 10)


def cells(matrix):
    """Return {(customer, product): status} of the cells that are targeted."""
    return {
        (matrix.customer_ids[row], matrix.product_ids[column]): STATUS_KEYS[code]
        for row, column in zip(*np.nonzero(matrix.status), strict=True)
        if (code := matrix.status[row, column])
    }


def built(offers=(), sales=(), segments=None, targets=None, as_of=AS_OF):
    return build_matrix(
        offers_of(offers) if offers else None,
        sales_of([(who, day, money, None, what) for who, what, day, money in sales])
        if sales
        else None,
        customers_of(segments) if segments else None,
        products_of(targets) if targets else None,
        as_of=as_of,
    )


def notes(matrix):
    return {note.code.removeprefix("note.offers_"): note.details for note in matrix.notes}


def test_matrix_of_the_source():
    """REQUIREMENTS.md 1.5.4: rows by segment, products by the segment they aim at."""
    matrix = built(SOURCE_ROWS, segments=SEGMENTS)
    assert matrix.customer_ids.tolist() == [f"Клиент {n}" for n in range(1, 7)]
    assert matrix.segments.tolist() == [SEGMENTS[who] for who in matrix.customer_ids]
    assert matrix.product_ids.tolist() == [f"Продукт {n}" for n in range(1, 7)]
    expected = [
        [3, 3, 0, 0, 0, 0],
        [1, 2, 0, 0, 0, 0],
        [0, 0, 3, 4, 0, 0],
        [0, 0, 1, 4, 0, 0],
        [0, 0, 0, 0, 3, 3],
        [0, 0, 0, 0, 3, 2],
    ]
    assert matrix.status.tolist() == expected
    steps = np.where(matrix.step == NO_DAY, 0, matrix.step)
    assert {(5, 5), (1, 1)} == set(zip(*map(np.ndarray.tolist, steps.nonzero()), strict=True))
    assert matrix.notes == ()


def test_targets_make_cells_that_were_not_offered():
    matrix = built(
        [("a", "p", "+")],
        segments={"a": "Big", "b": "big ", "c": "small", "d": None},
        targets={"p": " BIG", "q": "Small; big", "r": None},
    )
    assert cells(matrix) == {
        ("a", "p"): "sold",
        ("b", "p"): "not_offered",
        ("a", "q"): "not_offered",
        ("b", "q"): "not_offered",
        ("c", "q"): "not_offered",
    }
    assert matrix.product_ids.tolist() == ["p", "q"], "a product without targets needs an offer"
    assert matrix.segments.tolist() == ["Big", "Big", "small"]
    assert notes(matrix) == {"untargeted": {"count": "1"}}


def test_customers_without_a_segment_form_the_last_group():
    matrix = built(
        [("a", "p", "+"), ("z", "p", "Refused")], segments={"b": "s", "a": None}, targets={"p": "s"}
    )
    assert matrix.customer_ids.tolist() == ["b", "a", "z"]
    assert matrix.segments.tolist() == ["s", None, None]
    assert notes(matrix) == {"no_segment": {"count": "2"}}


def test_products_stand_by_the_first_segment_they_aim_at():
    offers = [("a", "free", "+"), ("a", "z", "+")]
    targets = {"a2": "t", "b1": "t; s", "z": "s", "free": None}
    matrix = built(offers, segments={"a": "s", "b": "t"}, targets=targets)
    assert matrix.product_ids.tolist() == ["b1", "z", "a2", "free"], "without a target last"


@pytest.mark.parametrize("word", ["*", "All", "все"])
def test_a_product_for_everyone(word):
    matrix = built(segments={"a": "s", "b": None}, targets={"p": word})
    assert cells(matrix) == {("a", "p"): "not_offered", ("b", "p"): "not_offered"}


def test_a_comma_parts_targets_unless_a_segment_has_it():
    segments = {"a": "Moscow, retail", "b": "north", "c": "south"}
    matrix = built(segments=segments, targets={"p": "moscow, retail; north, south", "q": "north"})
    assert cells(matrix).keys() == {("a", "p"), ("b", "p"), ("c", "p"), ("b", "q")}


def test_targets_that_no_customer_has_are_noted():
    matrix = built(segments={"a": "s"}, targets={"p": "s; Sud", "q": "nord"})
    assert notes(matrix) == {"unknown_targets": {"count": "2", "names": "nord, Sud"}}
    assert cells(matrix) == {("a", "p"): "not_offered"}


def test_a_sale_counts_whatever_the_offer_says():
    offers = [("a", "p", "Refused"), ("b", "p", "Offer, 2011-03-01"), ("c", "p", "+")]
    sales = [("a", "p", DAY, 5.0), ("b", "p", DAY, 7.0), ("c", "p", DAY, 1.0)]
    matrix = built(offers, sales)
    assert set(cells(matrix).values()) == {"sold"}
    assert (matrix.step == NO_DAY).all()
    assert (matrix.stage == -1).all()
    assert notes(matrix)["contradicted"] == {"count": "2"}


def test_only_net_sales_up_to_the_date_count():
    later = AS_OF + dt.timedelta(days=1)
    sales = [
        ("a", "p", DAY, 5.0),
        ("a", "p", DAY, -5.0),  # all returned
        ("b", "p", later, 5.0),
        ("c", "p", AS_OF, 0.1),
        ("c", "p", AS_OF, 0.2),
        ("d", "other", DAY, 9.5),
    ]
    matrix = built([("a", "p", "Not offered")], sales)
    assert cells(matrix) == {("a", "p"): "not_offered", ("c", "p"): "sold"}
    assert matrix.bought.money.tolist() == [0.3]
    assert notes(matrix)["other_products"] == {"count": "1", "money": "9.50"}


def test_sold_without_a_sale_is_noted_where_the_product_is_in_the_sales():
    offers = [("a", "p", "+"), ("b", "p", "+"), ("a", "service", "+")]
    matrix = built(offers, [("b", "p", DAY, 3.0)])
    assert set(cells(matrix).values()) == {"sold"}
    assert notes(matrix)["no_sale"] == {"count": "1"}


def test_not_targeted_takes_a_cell_out_and_a_dash_says_nothing():
    offers = [
        ("a", "p", "not targeted"),
        ("b", "p", "–"),
        ("c", "p", None),
        ("d", "p", "не целевой"),
    ]
    segments = dict.fromkeys("abcd", "s")
    matrix = built(offers, [("d", "p", DAY, 1.0)], segments, {"p": "s"})
    assert cells(matrix) == {
        ("b", "p"): "not_offered",
        ("c", "p"): "not_offered",
        ("d", "p"): "sold",
    }
    assert notes(matrix)["dashes"] == {"count": "1", "found": "–"}


def test_columns_go_before_the_text():
    day = dt.date(2011, 5, 5)
    offers = [
        ("a", "p", "Offer, 2011-01-01", day, "Contract"),
        ("a", "q", "Отказ, цена", None, "Offer", "service"),
        ("a", "r", "odd words", day),
    ]
    matrix = built(offers)
    said = matrix.statuses_at(np.zeros(3, np.intp), np.arange(3))
    assert [step for step in said.step if step != NO_DAY] == [(day - dt.date(1970, 1, 1)).days] * 2
    assert said.stage.tolist() == ["Contract", "Offer", "odd words"]
    assert said.reason.tolist() == [None, "service", None]
    assert notes(matrix) == {}


def test_texts_that_cannot_be_read_are_noted():
    offers = [("a", "p", "Offer, 01/02/2011"), ("a", "q", "zzz"), ("b", "q", "hmm")]
    matrix = built(offers, segments=dict.fromkeys("ab", "s"))
    assert set(cells(matrix).values()) == {"in_progress"}
    assert notes(matrix) == {
        "unread_dates": {"count": "1", "found": "Offer, 01/02/2011"},
        "unknown_words": {"count": "2", "found": "hmm"},
    }


@pytest.mark.parametrize("segments", [None, {"a": "s"}])
def test_nothing_to_show(segments):
    matrix = built(sales=[("a", "p", DAY, 1.0)], segments=segments)
    assert matrix.status.shape == (0, 0)
    assert list(notes(matrix)) == ["no_products"]


def test_one_cell():
    matrix = built([("a", "p", "+")])
    assert matrix.status.tolist() == [[3]]
    assert matrix.segments.tolist() == [None]
    assert matrix.policy == OffersPolicy()


ROWS = st.lists(
    st.tuples(
        st.sampled_from("abcdef"),
        st.sampled_from("pqr"),
        st.sampled_from(["+", "Отказ", "Not offered", "Offer, 2011-01-01", "odd", "-", "n/a"]),
    ),
    unique_by=lambda row: row[:2],
    min_size=1,
)
SALES = st.lists(
    st.tuples(
        st.sampled_from("abcxyz"),
        st.sampled_from("pqv"),
        st.just(DAY),
        st.integers(-300, 900).map(lambda cents: cents / 100),
    ),
    max_size=20,
)
SEGMENTED = st.dictionaries(
    st.sampled_from("abcdefg"), st.sampled_from(["S", "s", "T", None]), max_size=7
)
AIMS = st.dictionaries(st.sampled_from("pqw"), st.sampled_from(["s", "T; S", "*", None]))


@given(ROWS, SALES, SEGMENTED, AIMS)
def test_the_order_of_rows_does_not_matter(rows, sales, segments, targets):
    one = built(rows, sales, segments, targets)
    turned = [dict(reversed(list(each.items()))) for each in (segments, targets)]
    other = built(shuffled(rows), shuffled(sales), *turned)
    for name in ("customer_ids", "segments", "product_ids", "status", "step", "stage", "reason"):
        assert getattr(one, name).tolist() == getattr(other, name).tolist(), name
    assert one.notes == other.notes


@given(ROWS, SALES, SEGMENTED, AIMS)
def test_cells_are_those_of_the_rule(rows, sales, segments, targets):
    """The rule of the matrix, cell by cell, as one would with pencil and paper."""
    matrix = built(rows, sales, segments, targets)
    said = {(who, what): text for who, what, text in rows}
    net = {}
    for who, what, _, money in sales:
        net[who, what] = net.get((who, what), 0) + round(100 * money)
    words = {"+": "sold", "Отказ": "refused", "Not offered": "not_offered", "n/a": None}
    expected = {}
    for what in {what for _, what in said} | {what for what, aim in targets.items() if aim}:
        for who in {who for who, _ in (*said, *net)} | set(segments):
            aims = [aim.strip().casefold() for aim in (targets.get(what) or "").split(";")]
            aimed = "*" in aims or (segments.get(who) or "-").casefold() in aims
            status = "not_offered" if aimed else None
            if (text := said.get((who, what), "-")) != "-":
                status = words.get(text, "in_progress")
            if net.get((who, what), 0) > 0:
                status = "sold"
            if status:
                expected[who, what] = status
    assert cells(matrix) == expected


def test_inputs_stay_as_they_were():
    offers, segments, targets = offers_of(SOURCE_ROWS), customers_of(SEGMENTS), products_of(TARGETS)
    build_matrix(offers, None, segments, targets, as_of=AS_OF)
    assert offers.status.tolist() == [status for _, _, status in SOURCE_ROWS]
    assert segments.frame["segment"].tolist() == list(SEGMENTS.values())
    assert targets.ids.tolist() == list(TARGETS)
