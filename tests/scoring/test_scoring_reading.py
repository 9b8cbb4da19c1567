"""Columns of texts read as dates and numbers: one order and one mark for a whole column."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.tables import gate_sales
from scoring.tables.cells import cells_of
from scoring.tables.policy import ReadingPolicy
from scoring.tables.reading import read_dates, read_numbers
from scoring.tables.repeats import repeated_rows
from tests.scoring.build import column, told


def numbers(*cells, **policy):
    return read_numbers(cells_of(column(*cells)), ReadingPolicy(**policy))


def dates(*cells, **policy):
    return read_dates(cells_of(column(*cells)), None, ReadingPolicy(**policy))


def days(reading):
    return reading.values.astype("datetime64[D]").astype(str).tolist()


def faults(reading):
    return [(fault.code, fault.rows.tolist(), fault.whole) for fault in reading.faults]


# How people and programs write 1234.5, 1500 and their negatives; each alone in its column.
ONE_WAY = [
    ("1 234,50", 1234.5),
    ("1\u00a0234,50", 1234.5),
    ("1\u202f234,50", 1234.5),
    ("1\u2009234\u2009567,5", 1234567.5),
    ("1.234,50", 1234.5),
    ("1,234.50", 1234.5),
    ("1'234.50", 1234.5),
    ("1,234,567", 1234567.0),
    ("1.234.567", 1234567.0),
    ("(15 003,00)", -15003.0),
    ("(1,234.50)", -1234.5),
    ("\u22121234,5", -1234.5),
    ("– 12,5", -12.5),
    ("1 234,56-", -1234.56),
    ("1 234,50 ₽", 1234.5),
    ("1 234,50 руб.", 1234.5),
    ("1234,50руб", 1234.5),
    ("$1,234.50", 1234.5),
    ("-$1,234.50", -1234.5),
    ("($1,234.50)", -1234.5),
    ("€ 12,5", 12.5),
    ("RUB 100", 100.0),
    ("12 тыс. руб.", 12000.0),
    ("1,5 млн", 1500000.0),
    ("12,5%", 0.125),
    ("1,234500E+03", 1234.5),
    ("1.5e-2", 0.015),
    ("+7", 7.0),
    (".5", 0.5),
    (",5", 0.5),
    ("0,500", 0.5),
    ("1234,500", 1234.5),
    ("007", 7.0),
]


@pytest.mark.parametrize(("text", "value"), ONE_WAY)
def test_a_number_that_reads_in_one_way(text, value):
    reading = numbers(text)
    assert not reading.faults
    assert reading.values.tolist() == pytest.approx([value])
    assert [repair.code for repair in reading.repairs] in (
        ["repair.number_text"],
        ["repair.number_marks"],
    )


@pytest.mark.parametrize(
    "text",
    ["—", "-", "н/д", "1О0", "1 2 3", "12 34", "1,23,456", "1.2.3", "--5", "e5", "5-5", "₽", "()",
     "1_000", "0x10", "inf", "١٢", "тыс.", "1,234,56", "12 шт"],
)  # fmt: skip
def test_what_is_no_number(text):
    (fault,) = numbers(text, "12.5").faults
    assert fault.code == ("number.letter" if "О" in text else "number.text")
    assert fault.rows.tolist() == [0]
    assert fault.details.get("letter", "О") == "О"


@pytest.mark.parametrize(
    ("cells", "values", "style"),
    [
        (("1,500", "2,5"), [1.5, 2.5], "comma"),
        (("1,500", "2.5"), [1500, 2.5], "point"),
        (("1.500", "2,5"), [1500, 2.5], "comma"),
        (("1.500", "2.5"), [1.5, 2.5], "point"),
        (("1,500", "1 234,5", 7.0), [1.5, 1234.5, 7], "comma"),
        (("1,500", "1,234,567"), [1500, 1234567], "point"),
        (("10", "20"), [10, 20], ""),
    ],
)
def test_one_mark_for_the_column(cells, values, style):
    for order in (1, -1):
        reading = numbers(*cells[::order])
        assert reading.values.tolist() == values[::order]
        assert (reading.faults, reading.style) == ((), style)


def test_an_undecided_mark_is_asked_and_answered():
    assert faults(numbers("1,500", "10")) == [("number.ambiguous", [0], True)]
    assert faults(numbers("1.500", "10")) == [("number.ambiguous", [0], True)]
    assert numbers("1,500", "10", decimal="comma").values.tolist() == [1.5, 10]
    assert numbers("1,500", "10", decimal="point").values.tolist() == [1500, 10]
    two = numbers("1", "2,5", "3.5", "4,5")
    assert faults(two) == [("number.two_marks", [1, 2], True)]
    answered = numbers("1", "2,5", "3.5", "4,5", decimal="comma")
    assert faults(answered) == [("number.text", [2], False)]
    np.testing.assert_array_equal(answered.values, [1, 2.5, np.nan, 4.5])


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1), st.sampled_from(" \u00a0\u202f'"))
def test_thousands_marks_lose_nothing(cents, mark):
    texts = [f"{each / 100:,.2f}".replace(",", mark).replace(".", ",") for each in cents]
    assert numbers(*texts).values.tolist() == [each / 100 for each in cents]


ONE_DAY = [
    "2024-01-05", "2024/1/5", "2024.01.05", "05.01.2024", "5.1.2024", "05.01.24", "20240105",
    "5 января 2024 г.", "5 янв. 2024", "05 янв 24", "5-Jan-2024", "Jan 5, 2024", "January 5th 2024",
    "05.01.2024 23:59:59.999", "2024-01-05T00:30:00+03:00", "2024-01-05T23:30:00Z",
    "05.01.2024, 9:05", "5 января 2024 10:00", "2024-01-05 11:15 PM", 20240105.0, 45296.0, 45296.99,
    dt.date(2024, 1, 5), dt.datetime(2024, 1, 5, 23, 59, 59, 999000),
]  # fmt: skip


@pytest.mark.parametrize("cell", ONE_DAY)
def test_a_day_that_reads_in_one_way(cell):
    reading = dates(cell)
    assert days(reading) == ["2024-01-05"]
    assert not reading.faults


def test_all_ways_in_one_column():
    assert set(days(dates(*ONE_DAY))) == {"2024-01-05"}


def test_two_digit_years_turn_at_1970():
    assert days(dates("01.02.69", "01.02.70")) == ["2069-02-01", "1970-02-01"]
    assert "repair.date_short" in {repair.code for repair in dates("01.02.69").repairs}


@pytest.mark.parametrize(
    ("cells", "found", "style"),
    [
        (("03/02/2024", "31/01/2024"), ["2024-02-03", "2024-01-31"], "dmy"),
        (("03/02/2024", "01/31/2024"), ["2024-03-02", "2024-01-31"], "mdy"),
        (("03/02/2024", "05.01.2024"), ["2024-02-03", "2024-01-05"], "dmy"),
        (("03-02-2024", "13-01-2024"), ["2024-02-03", "2024-01-13"], "dmy"),
        (("07/07/2024", "2024-01-31"), ["2024-07-07", "2024-01-31"], ""),
    ],
)
def test_one_order_for_the_column(cells, found, style):
    for order in (1, -1):
        reading = dates(*cells[::order])
        assert days(reading) == found[::order]
        assert (reading.faults, reading.style) == ((), style)


def test_an_undecided_order_is_asked_and_answered():
    asked = dates("03/02/2024", "07/07/2024", "04/05/2024")
    assert faults(asked) == [("date.ambiguous", [0, 2], True)]
    assert asked.faults[0].details == {"day_first": "2024-02-03", "month_first": "2024-03-02"}
    assert days(dates("03/02/2024", date_order="dmy")) == ["2024-02-03"]
    assert days(dates("03/02/2024", date_order="mdy")) == ["2024-03-02"]
    assert days(dates("24-02-03", date_order="ymd")) == ["2024-02-03"]
    two = dates("05.01.2024", "03/02/2024", "01/14/2024")
    assert faults(two)[0] == ("date.two_orders", [0, 2], True)
    answered = dates("31/01/2024", "01/14/2024", date_order="dmy")
    assert faults(answered) == [("date.calendar", [1], False)]


@pytest.mark.parametrize(
    "cell", ["25:00", "9:05", "2024", 2024.0, 0.4, -5.0, 60.0, "янв 24", "1.2024", "13.2024"]
)
def test_what_is_no_day(cell):
    (fault,) = dates(cell).faults
    assert fault.code in {"date.text", "date.number"}


def test_the_empty_date_of_other_programs():
    assert faults(dates("01.01.0001 0:00:00")) == [("date.empty", [0], False)]
    frame = pd.DataFrame(
        {
            "invoice": ["1"],
            "customer": ["a"],
            "due": ["05.01.2024"],
            "paid": ["01.01.0001"],
            "amount": ["5"],
        }
    )
    from scoring.tables import NO_DAY, gate_invoices

    gated = gate_invoices(frame)
    assert gated.strict().paid.tolist() == [NO_DAY]
    assert "repair.date_empty" in {repair.code for repair in gated.repairs}


def frame(**columns):
    base = {
        "date": column(*[dt.datetime(2024, 5, 17)] * 3),
        "customer": column("a", "b", "c"),
        "amount": column(10.0, 20.0, 40.0),
    }
    return pd.DataFrame({**base, **columns})


def test_repairs_are_counted_with_their_first_place():
    gated = gate_sales(frame(amount=column(10.0, "1 234,50 ₽", "20,5")))
    told_of = {repair.code: (repair.count, repair.row, repair.found) for repair in gated.repairs}
    assert told_of == {
        "repair.number_marks": (1, 1, "1 234,50 ₽"),
        "repair.number_text": (1, 2, "20,5"),
    }
    assert "row 2 ('1 234,50 ₽')" in gated.repairs[0].text()


def test_currencies_are_never_added_up():
    mixed = frame(currency=column("руб.", "USD", "₽"))
    gated = gate_sales(mixed)
    assert told(gated) == [("currency.mixed", "currency", [])]
    assert "RUB (2), USD (1)" in gated.problems[0].text()
    one = gate_sales(mixed, policy=ReadingPolicy(currency="rub"))
    assert told(one) == [("currency.other", "currency", [1])]
    assert (one.table.amount.tolist(), one.money_left_out) == ([10.0, 40.0], 20.0)


def test_rows_entered_twice_are_counted_or_dropped():
    twice = pd.concat([frame(), frame().iloc[[1]]], ignore_index=True)
    kept = gate_sales(twice)
    assert (kept.strict().n_rows, [note.code for note in kept.notes]) == (4, ["note.rows_twice"])
    assert kept.twice.tolist() == [[3, 1]], "the row and the one it repeats"
    dropped = gate_sales(twice, policy=ReadingPolicy(duplicates="drop"))
    assert told(dropped) == [("row.twice", "date", [3])]
    assert dropped.table.n_rows == 3


def test_rows_that_differ_in_one_known_column_are_not_entered_twice():
    one = frame().iloc[[1, 1, 1]].reset_index(drop=True)
    assert gate_sales(one).twice.tolist() == [[1, 0], [2, 0]]
    assert not gate_sales(one.assign(division=column("a", "b", None))).twice.size
    assert gate_sales(one.assign(division=column("a", None, None))).twice.tolist() == [[2, 1]]


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from([0.5, np.nan])), max_size=30))
def test_repeated_rows_are_those_that_a_dictionary_finds(rows):
    firsts = {}
    for at, (code, number) in enumerate(rows):
        firsts.setdefault((code, str(number)), at)
    expected = [
        [at, firsts[code, str(number)]]
        for at, (code, number) in enumerate(rows)
        if firsts[code, str(number)] != at
    ]
    codes = np.array([code for code, _ in rows], np.int32)
    numbers = np.array([number for _, number in rows], float)
    same = np.zeros(len(rows))
    assert repeated_rows([same, codes, same, numbers]).tolist() == expected


def test_controls_in_ids_are_taken_out():
    gated = gate_sales(frame(customer=column("a\x01", "a_x000D_", "a\u00ad")))
    assert gated.table.customer_ids.tolist() == ["a"]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("Январь 2024", "2024-01-31"), ("Feb 2024", "2024-02-29"), ("03.2023", "2023-03-31"),
        ("1 кв. 2024", "2024-03-31"), ("Q4 2023", "2023-12-31"), ("2024-02", "2024-02-29"),
        ("II квартал 2024 г.", "2024-06-30"),
    ],
)  # fmt: skip
def test_a_month_or_quarter_is_its_last_day(cell, day):
    read = dates(cell)
    assert not read.faults
    assert str(np.datetime64(int(read.values[0]), "D")) == day
    assert "repair.date_period" in [repair.code for repair in read.repairs]


def test_a_year_of_two_digits_is_asked_only_where_no_other_date_stands():
    assert faults(dates("24-01-05", "24-02-03")) == [("date.year_side", [0, 1], True)]
    assert faults(dates("24-01-05", "2024-02-03")) == [("date.year_side", [0], False)]


def test_a_month_that_is_not_over_ends_before_the_latest_day():
    read = read_dates(cells_of(column("May 2024", "June 2024", "04.2024")), dt.date(2024, 5, 11))
    assert str(np.datetime64(int(read.values[0]), "D")) == "2024-05-10"
    assert [(fault.code, fault.rows.tolist()) for fault in read.faults] == [("date.range", [1])]
