import datetime as dt
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.errors import TableError
from scoring.tables import ErrorCell, gate_customers, gate_products, gate_sales
from tests.scoring.build import column, frame_of, told

DAY = dt.datetime(2024, 5, 17)


def sales(n=3, **columns):
    base = {
        "date": column(*[DAY] * n),
        "customer": column(*"abcdefghij"[:n]),
        "amount": column(*[100.0] * n),
    }
    return pd.DataFrame({**base, **columns})


def days(gated):
    return gated.table.day.astype("datetime64[D]").astype(str).tolist()


def test_clean_rows_come_through():
    gated = gate_sales(sales())
    table = gated.strict()
    assert days(gated) == ["2024-05-17"] * 3
    assert table.customer_ids.tolist() == ["a", "b", "c"]
    assert table.customer.tolist() == [0, 1, 2]
    assert table.amount.tolist() == [100.0] * 3
    assert (table.day.dtype, table.customer.dtype) == (np.int32, np.int32)
    assert table.document is None
    assert table.product is None
    assert (gated.rows_read, gated.rows_used, gated.money_left_out) == (3, 3, 0.0)
    assert [facts.kind for facts in gated.fields] == ["date", "text", "number"]


# Each rule broken once, in row 2 (position 1): cell, field, code, what the message must show.
BROKEN = [
    (None, "date", "cell.blank", ""),
    ("  \u00a0", "customer", "cell.blank", ""),
    (float("nan"), "amount", "cell.blank", ""),
    (ErrorCell("#N/A"), "date", "cell.error", "#N/A"),
    (ErrorCell("#REF!"), "customer", "cell.error", "#REF!"),
    (ErrorCell("#DIV/0!"), "amount", "cell.error", "#DIV/0!"),
    (dt.time(9, 30), "date", "cell.other", "09:30:00"),
    ("2024-05-17 25 o'clock", "date", "date.text", "2024-05-17 25 o'clock"),
    ("31.02.2024", "date", "date.calendar", "31.02.2024"),
    ("2023-02-29", "date", "date.calendar", "2023-02-29"),
    (True, "date", "date.flag", "TRUE"),
    (dt.datetime(1969, 12, 31), "date", "date.range", "1969-12-31"),
    (dt.datetime(2204, 1, 1), "date", "date.range", "2204-01-01"),
    ("01.01.0001", "date", "date.empty", "01.01.0001"),
    ("24-01-05", "date", "date.year_side", "24-01-05"),  # any of the three may be the year
    (20241305.0, "date", "date.number", "20241305"),
    (60.0, "date", "date.number", "60"),
    (0.5, "date", "date.number", "0.5"),
    ("abc", "amount", "number.text", "abc"),
    ("1О0", "amount", "number.letter", "1О0"),  # a Cyrillic letter O
    ("—", "amount", "number.text", "—"),
    ("1 2 3", "amount", "number.text", "1 2 3"),
    ("1,23,456", "amount", "number.text", "1,23,456"),
    ("12 шт", "amount", "number.text", "12 шт"),
    ("nan", "amount", "number.text", "nan"),
    (dt.datetime(2024, 5, 1), "amount", "number.date", "2024-05-01"),
    (False, "amount", "number.flag", "FALSE"),
    (1e300, "amount", "number.range", "1e+300"),
    (float("inf"), "amount", "number.range", "inf"),
    ("9" * 20, "amount", "number.range", "9" * 20),
    (DAY, "customer", "text.date", "2024-05-17"),
    (True, "customer", "text.flag", "TRUE"),
    (123456789012345678.0, "customer", "text.precision", "1.2345678901234568e+17"),
]


@pytest.mark.parametrize(("cell", "field", "code", "found"), BROKEN)
def test_each_rule_broken_once(cell, field, code, found):
    frame = sales()
    frame[field] = column(frame[field][0], cell, frame[field][2])
    gated = gate_sales(frame)
    assert told(gated) == [(code, field, [1])]
    (problem,) = gated.problems
    assert problem.found == (found,)
    assert "row 2" in problem.text()
    assert found in problem.text()
    assert problem.fix()
    assert gated.left_out.tolist() == [1]
    assert gated.table.n_rows == 2
    assert (gated.rows_read, gated.rows_used) == (3, 2)
    with pytest.raises(TableError, match="row 2"):
        gated.strict()


def test_all_problems_at_once():
    frame = sales(
        4,
        date=column("31.02.2024", DAY, DAY, None),
        customer=column("a", None, "c", "d"),
        amount=column(10.0, 20.0, "abc", 40.0),
    )
    gated = gate_sales(frame)
    assert told(gated) == [
        ("date.calendar", "date", [0]),
        ("cell.blank", "date", [3]),
        ("cell.blank", "customer", [1]),
        ("number.text", "amount", [2]),
        ("rows.none_good", "", []),
    ]
    with pytest.raises(TableError) as refused:
        gated.strict()
    for place in ("row 1", "row 2", "row 3", "row 4"):
        assert place in str(refused.value)


def test_money_left_out_is_what_could_be_read():
    frame = sales(4, customer=column("a", None, None, "d"), amount=column(1.5, 2.25, "x", 1e300))
    gated = gate_sales(frame)
    assert gated.left_out.tolist() == [1, 2, 3]
    assert gated.money_left_out == 2.25


def test_a_row_with_two_faults_is_left_out_once():
    frame = sales(date=column(DAY, "x", DAY), amount=column(1.0, "y", 2.0))
    gated = gate_sales(frame)
    assert len(gated.problems) == 2
    assert gated.left_out.tolist() == [1]
    assert gated.rows_used == 2


def test_wholly_blank_rows_are_passed_over_and_keep_the_row_numbers():
    frame = sales(
        4,
        date=column(DAY, None, DAY, DAY),
        customer=column("a", " ", "c", "d"),
        amount=column(1.0, None, 2.0, "x"),
    )
    gated = gate_sales(frame)
    assert told(gated) == [("number.text", "amount", [3])]
    assert (gated.rows_read, gated.rows_used) == (3, 2)
    assert gated.left_out.tolist() == [3]


@pytest.mark.parametrize("field", ["date", "customer", "amount"])
def test_a_missing_column_is_told_with_those_that_are_there(field):
    gated = gate_sales(sales().drop(columns=field).rename(columns=str))
    (problem,) = gated.problems
    assert (problem.code, problem.column, problem.fatal) == ("column.missing", field, True)
    assert gated.table is None
    assert all(name in problem.text() for name in {"date", "customer", "amount"} - {field})


def test_two_columns_of_one_name():
    frame = sales()
    gated = gate_sales(pd.concat([frame, frame["amount"]], axis=1))
    assert [(p.code, p.column) for p in gated.problems] == [("column.twice", "amount")]
    assert gated.table is None
    assert gated.money_left_out == 0


@pytest.mark.parametrize("frame", [sales(0), sales(2).map(lambda _: None)])
def test_no_rows(frame):
    gated = gate_sales(frame)
    assert [p.code for p in gated.problems] == ["rows.none"]
    assert (gated.table, gated.rows_read, gated.rows_used) == (None, 0, 0)


def test_plain_text_dates_are_read():
    texts = ["2024-05-17", "17.05.2024", "2024-05-17 23:59:59.999", "2024-05-17T23:30:00+03:00"]
    gated = gate_sales(sales(4, date=column(*texts)))
    assert days(gated) == ["2024-05-17"] * 4
    assert gated.fields[0].kind == "text"


def test_dates_and_texts_mixed_in_any_order():
    mixed = [dt.date(2024, 5, 17), "17.05.2024", pd.Timestamp(DAY), DAY]
    for cells in (mixed, mixed[::-1]):
        gated = gate_sales(sales(4, date=column(*cells)))
        assert days(gated) == ["2024-05-17"] * 4
        assert gated.fields[0].kind == "mixed"


def test_an_instant_before_midnight_stays_on_its_day():
    stamps = pd.Series(pd.to_datetime(["2024-05-17 23:59:59.999999"] * 3))
    zoned = stamps.dt.tz_localize("Asia/Vladivostok")
    for dates in (stamps, stamps.astype("datetime64[ns]"), stamps.astype("datetime64[s]"), zoned):
        assert days(gate_sales(sales(date=dates))) == ["2024-05-17"] * 3


def test_latest_day():
    frame = sales(date=column(DAY, dt.datetime(2024, 5, 18), dt.datetime(2024, 5, 19)))
    gated = gate_sales(frame, latest=date(2024, 5, 18))
    assert told(gated) == [("date.range", "date", [2])]
    assert "2024-05-18" in gated.problems[0].text()


def test_plain_text_numbers_are_read():
    gated = gate_sales(sales(4, amount=column("1234.5", "-7", "+0.25", 3)))
    assert gated.strict().amount.tolist() == [1234.5, -7.0, 0.25, 3.0]


def test_decimal_commas_are_read_where_the_column_agrees():
    gated = gate_sales(sales(4, amount=column("1234,5", "-0,125", "12,75", "7")))
    assert gated.strict().amount.tolist() == [1234.5, -0.125, 12.75, 7.0]


def test_a_number_that_reads_both_ways_stops_the_table():
    gated = gate_sales(sales(amount=column("12", "1,500", "2,750")))
    (problem,) = gated.problems
    assert (problem.code, problem.rows.tolist()) == ("number.ambiguous", [1, 2])
    assert problem.fatal
    assert gated.table is None
    assert "'1,500' reads both as 1.500 and as 1500" in problem.text()


@pytest.mark.parametrize(
    ("cells", "rows"),
    [
        (("12,5", "1", "12.5"), [0, 2]),
        (("12.5", "12,5", "13.5"), [0, 1]),
        (("1.500", "1.234,50", "1.5"), [1, 2]),  # what reads both ways is not counted against
    ],
)
def test_two_ways_of_writing_in_one_column_stop_the_table(cells, rows):
    gated = gate_sales(sales(amount=column(*cells)))
    (problem,) = [p for p in gated.problems if p.fatal]
    assert (problem.code, problem.rows.tolist()) == ("number.two_marks", rows)
    assert gated.table is None


@given(st.floats(-1e14, 1e14).map(lambda x: round(x, 3)))
def test_a_number_written_plainly_is_read_back(value):
    text = f"{value:.2f}"  # three digits could be thousands
    gated = gate_sales(sales(1, amount=column(text)))
    assert gated.strict().amount.tolist() == [float(text)]


def test_numbers_and_texts_are_the_same_id():
    gated = gate_sales(sales(5, customer=column(1.0, "1", 1, " 1\u00a0", "\ufeff1\u200b")))
    table = gated.strict()
    assert table.customer_ids.tolist() == ["1"]
    assert table.customer.tolist() == [0] * 5
    assert [note.code for note in gated.notes] == ["note.ids_cleaned", "note.rows_twice"]


def test_ids_that_look_like_nothing_are_kept():
    words = ["NA", "null", "None", "nan", "00001"]
    table = gate_sales(sales(5, customer=column(*words))).strict()
    assert sorted(table.customer_ids) == sorted(words)


def test_ids_rise_and_composed_accents_are_one():
    cells = column("б", "\u0439", "\u0438\u0306", "a")  # й in one code point and in two
    table = gate_sales(sales(4, customer=cells)).strict()
    assert table.customer_ids.tolist() == ["a", "б", "\u0439"]
    assert table.customer.tolist() == [1, 2, 2, 0]


def test_fractions_and_long_numbers_as_ids():
    table = gate_sales(sales(customer=column(1.5, 99999999999999.0, -7))).strict()
    assert set(table.customer_ids) == {"1.5", "99999999999999", "-7"}


def test_only_ids_of_good_rows_remain():
    table = gate_sales(sales(customer=column("c", "a", "b"), amount=column(1.0, "x", 3.0))).table
    assert table.customer_ids.tolist() == ["b", "c"]
    assert table.customer.tolist() == [1, 0]


def test_unused_categories_are_no_customers():
    category = pd.Series(pd.Categorical(["b", "a", "b"], categories=["z", "b", "a"]))
    table = gate_sales(sales(customer=category)).strict()
    assert table.customer_ids.tolist() == ["a", "b"]
    assert table.customer.tolist() == [1, 0, 1]


COLUMNS = {
    "object": lambda cells: pd.Series(cells, dtype=object),
    "str": lambda cells: pd.Series(cells, dtype="str"),
    "string": lambda cells: pd.Series(cells, dtype="string"),
    "category": lambda cells: pd.Series(pd.Categorical(cells)),
}


@pytest.mark.parametrize("kind", COLUMNS)
def test_every_kind_of_text_column_says_the_same(kind):
    made = COLUMNS[kind]
    frame = pd.DataFrame(
        {
            "date": made(["2024-05-17", "17.05.2024", None, "x"]),
            "customer": made(["b ", "a", "c", None]),
            "amount": made(["1", "2.5", "3", "4"]),
            "product": made(["p", "  ", None, "q"]),
        }
    )
    gated = gate_sales(frame)
    assert told(gated) == [
        ("date.text", "date", [3]),
        ("cell.blank", "date", [2]),
        ("cell.blank", "customer", [3]),
    ]
    assert gated.table.customer_ids.tolist() == ["a", "b"]
    assert gated.table.product.tolist() == [0, -1]
    assert gated.table.product_ids.tolist() == ["p"]


def test_categories_may_be_numbers_or_dates():
    frame = sales(
        customer=pd.Series(pd.Categorical([2.0, 1.0, 2.0])),
        date=pd.Series(pd.Categorical([DAY, DAY, None])),
        amount=pd.Series(pd.Categorical([5.5, None, 1.0])),
    )
    gated = gate_sales(frame)
    assert told(gated) == [("cell.blank", "date", [2]), ("cell.blank", "amount", [1])]
    assert gated.table.customer_ids.tolist() == ["2"]
    assert gated.table.amount.tolist() == [5.5]


def test_categories_of_several_kinds():
    mixed = pd.Categorical.from_codes([1, 0, 2], pd.Index([7.0, "a", "b"], dtype=object))
    table = gate_sales(sales(customer=pd.Series(mixed))).strict()
    assert table.customer_ids[table.customer].tolist() == ["a", "7", "b"]


def test_whole_number_columns():
    frame = sales(
        customer=pd.Series([10, 9, 10]),
        amount=pd.Series([1, 2, None], dtype="Int64"),
        returned=pd.Series([False, True, False]),
    )
    gated = gate_sales(frame)
    assert told(gated) == [("cell.blank", "amount", [2])]
    assert gated.table.customer_ids.tolist() == ["10", "9"]
    assert gated.table.amount.tolist() == [1.0, -2.0]


def test_documents_products_quantities_and_costs():
    frame = sales(
        document=column("A1", None, 7.0),
        product=column("p", "q", "p"),
        quantity=column(1.0, None, "2"),
        cost=column(60.0, 70.0, None),
    )
    table = gate_sales(frame).strict()
    assert (table.document < 0).tolist() == [False, True, False]
    assert table.document[0] != table.document[2]
    assert table.product_ids[table.product].tolist() == ["p", "q", "p"]
    np.testing.assert_array_equal(table.quantity, [1, np.nan, 2])
    np.testing.assert_array_equal(table.cost, [60, 70, np.nan])


def test_blank_columns_count_as_none():
    table = gate_sales(sales(document=column(None, None, ""), product=column(None, "", None)))
    assert table.strict().document is None
    assert table.strict().product is None
    assert table.fields[1].kind == "blank"


def test_margin_makes_cost():
    assert gate_sales(sales(margin=column(30.0, 0, 100))).strict().cost.tolist() == [70, 100, 0]
    both = sales(margin=column(30.0, 0, 100), cost=column(1.0, 2, 3))
    assert gate_sales(both).strict().cost.tolist() == [1, 2, 3]


def test_rows_flagged_as_returned_count_below_zero():
    frame = sales(5, returned=column("да", "No", None, 1.0, bool(1)), quantity=column(*[2.0] * 5))
    table = gate_sales(frame).strict()
    assert table.amount.tolist() == [-100, 100, 100, -100, -100]
    assert table.quantity.tolist() == [-2, 2, 2, -2, -2]


def test_a_returned_row_below_zero_already_stays_so():
    frame = sales(amount=column(-5.0, 5.0, 5.0), returned=column("yes", "yes", "no"))
    assert gate_sales(frame).strict().amount.tolist() == [-5, -5, 5]


@pytest.mark.parametrize("cell", ["perhaps", 2.0])
def test_a_flag_is_yes_or_no(cell):
    assert told(gate_sales(sales(returned=column("yes", cell, "no")))) == [
        ("flag.value", "returned", [1])
    ]


def test_unknown_columns_do_not_matter():
    assert gate_sales(sales(comment=column(ErrorCell("#N/A"), None, "x"))).strict().n_rows == 3


def test_the_frame_and_its_index_stay_as_they_were():
    frame = sales(customer=column(" a", "b", None), amount=column("1,5", 2.0, "3"))
    frame.index = [7, 7, 9]
    before = frame.copy(deep=True)
    gated = gate_sales(frame)
    pd.testing.assert_frame_equal(frame, before)
    assert told(gated) == [("cell.blank", "customer", [2])]


def test_facts_of_the_fields():
    frame = sales(4, customer=column("a", "b", "a", 7.0), amount=column(1.0, 1.0, 2.0, None))
    read = gate_sales(frame).fields
    facts = {facts.field: (facts.kind, facts.filled, facts.distinct) for facts in read}
    assert facts == {
        "date": ("date", 1.0, 1),
        "customer": ("mixed", 1.0, 3),
        "amount": ("number", 0.75, 2),
    }


def test_rows_of_any_order_give_the_same_table():
    rows = [("b", "2024-01-05", 2.0), ("a", "2024-01-03", 1.0), ("b", "2024-01-04", 3.0)]
    one, other = gate_sales(frame_of(rows)).strict(), gate_sales(frame_of(rows[::-1])).strict()
    assert one.customer_ids.tolist() == other.customer_ids.tolist()
    assert one.customer.tolist() == other.customer[::-1].tolist()


def test_customers():
    frame = pd.DataFrame(
        {
            "customer": column("b", 7.0, "b", None, "a", None),
            "name": column("Бета", None, "Beta", "x", " Alpha ", None),
            "inn": column(7707083893.0, "500100732259", None, None, None, None),
        }
    )
    gated = gate_customers(frame)
    assert told(gated) == [("cell.blank", "customer", [3]), ("key.twice", "customer", [2])]
    assert gated.problems[1].found == ("b",)
    assert gated.left_out.tolist() == [2, 3]
    assert (gated.rows_read, gated.rows_used) == (5, 3)
    assert gated.table.ids.tolist() == ["b", "7", "a"]
    assert gated.table.frame["name"].tolist() == ["Бета", None, "Alpha"]
    assert gated.table.frame["inn"].tolist() == ["7707083893", "500100732259", None]


def test_divisions_and_targets():
    frame = pd.DataFrame({"customer": column("a", "b"), "division": column("North", None)})
    assert gate_customers(frame).strict().frame["division"].tolist() == ["North", None]
    frame = pd.DataFrame(
        {"product": column("p"), "name": column("x"), "targets": column(" Dealer; Trade ")}
    )
    assert gate_products(frame).strict().frame["targets"].tolist() == ["Dealer; Trade"]


def test_products():
    frame = pd.DataFrame({"product": column("p", "q"), "name": column("Bolt", None)})
    assert told(gate_products(frame)) == [("cell.blank", "name", [1])]
    assert gate_products(frame).table.frame["name"].tolist() == ["Bolt"]


def test_directories_need_their_columns():
    for gate, field in ((gate_customers, "customer"), (gate_products, "product")):
        gated = gate(pd.DataFrame({"name": column("x")}))
        assert ("column.missing", field, []) in told(gated)
        assert gated.table is None
