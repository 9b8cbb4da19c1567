import copy
import pickle
import string

import numpy as np
import pytest

from scoring.errors import (
    MESSAGES,
    Note,
    Problem,
    ScoringError,
    SettingError,
    TableError,
    TooLittleDataError,
    shown,
)


def problem(*rows, code="number.text", found=("abc",), **more):
    return Problem(code, "sales", "amount", np.array(rows, np.int64), found, **more)


def test_one_place_is_told_as_in_the_design():
    text = problem(13, 20, 30).text(limit=1)
    assert text == "Sales, column amount, row 14: 'abc' is not a number. And 2 more."


def test_up_to_ten_places_are_named():
    many = problem(*range(12), found=tuple(f"x{i}" for i in range(10)))
    assert "Also row 2 ('x1'), row 3 ('x2')" in many.text()
    assert "row 10 ('x9')" in many.text()
    assert many.text().endswith("And 2 more.")


def test_a_blank_place_shows_nothing_found():
    blank = Problem("cell.blank", "sales", "customer", np.array([2, 3]), ("", ""))
    expected = "Sales, column customer, row 3: the cell is empty. Also row 4."
    assert blank.text() == expected


def test_whole_column_and_whole_table():
    missing = Problem("column.missing", "sales", "amount", details={"columns": "date"})
    assert missing.text().startswith("Sales, column amount: the column is missing")
    assert Problem("rows.none", "sales", "").text() == "Sales: there are no rows with data."
    assert missing.fatal
    assert missing.count == 0
    assert not problem(1).fatal
    assert problem(1, whole=True).fatal


def test_places_can_be_cells():
    place = "Sales!D{}".format
    text = problem(5, 6, found=("a", "b")).text(lambda _, row: place(row + 2))
    assert text == "Sales!D7: 'a' is not a number. Also Sales!D8 ('b')."


def test_other_languages_and_field_names():
    words = {**MESSAGES, "table.sales": "Продажи", "field.amount": "сумма"}
    assert problem(0).text(messages=words).startswith("Продажи, column сумма, row 1")


def test_table_error_tells_every_problem_and_ten_places():
    error = TableError([problem(*range(8)), problem(1, 2, 3, code="cell.error", found=("#N/A",))])
    first, second = str(error).splitlines()
    assert "row 8" in first
    assert first.endswith(MESSAGES["number.text.fix"])
    assert "row 3" in second
    assert "row 4" not in second
    assert "And 1 more." in second


def test_table_error_leaves_a_place_to_every_problem():
    error = TableError([problem(*range(10)), problem(1, 2, code="cell.blank"), problem(3)])
    first, second, third = error.text().splitlines()
    assert "row 8" in first
    assert "And 2 more." in first
    assert "And 1 more." in second
    assert "row 4" in third


def test_table_error_counts_what_it_has_no_room_for():
    error = TableError([problem(*range(10)), problem(1, 2, code="cell.blank"), problem(3)])
    assert error.text(limit=1).splitlines()[-1] == "And 3 more."
    assert len(error.text(limit=1).splitlines()) == 2


@pytest.mark.parametrize(
    "error",
    [
        TableError([problem(3)]),
        SettingError("setting.whole", "rfm.bins", "12", "2 … 9"),
        TooLittleDataError("little.orders", "RFM", 1, 0),
        ScoringError("rows.none", {}),
    ],
)
def test_errors_are_value_errors_that_travel(error):
    assert isinstance(error, ValueError)
    assert str(pickle.loads(pickle.dumps(error))) == str(error)  # noqa: S301 (our own bytes)
    assert str(copy.copy(error)) == str(error)


def test_setting_error_says_what_is_allowed():
    error = SettingError("setting.whole", "rfm.bins", "12", "2 … 9")
    assert str(error) == "Setting rfm.bins is 12. Enter a whole number in 2 … 9."
    assert (error.setting, error.found, error.allowed) == ("rfm.bins", "12", "2 … 9")


NAMES = {"place", "table", "field", "note", "repair"}  # codes of no problem


def test_every_problem_has_a_fix_and_no_message_shouts():
    told = {c for c in MESSAGES if c.split(".")[0] not in NAMES}
    codes = {code for code in told if not code.endswith(".fix")}
    assert {f"{code}.fix" for code in codes} == told - codes
    assert not [text for text in MESSAGES.values() if "!" in text or "nvalid" in text]


def test_messages_are_templates():
    for code, text in MESSAGES.items():
        names = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
        assert all(name.isidentifier() for name in names), code


def test_note_fills_its_template():
    note = Note("note.rfm_unscored", {"count": "34"})
    assert note.text() == "Customers without an order, not scored: 34."


def test_shown_makes_the_invisible_visible_and_shortens():
    assert shown("a\u202eb\x07") == "a\\u202eb\\u0007"
    assert shown("x" * 60) == "x" * 39 + "…"
    assert shown("x" * 40) == "x" * 40
    assert shown("Ромашка 😀") == "Ромашка 😀"
