"""INN and OGRN: check digits, lost zeros, and the finding of the data audit."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.diagnosis.audit import audit
from scoring.diagnosis.registration import check_inn, inn_fault, ogrn_fault
from scoring.tables import gate_customers, gate_sales
from tests.scoring.build import frame_of

SALES = frame_of([("a", "2023-01-05", 10.0)])


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("7707083893", ""),  # METHODS 2.1 [G]
        ("7707083894", "check"),  # METHODS 2.1 [G]
        ("500100732259", ""),  # METHODS 2.1 [G]
        ("500100732258", "check"),  # the last digit
        ("500100732249", "check"),  # the one before
        # by hand: 1x4 + 1x3 + 7x4 + 8x6 + 1x8 = 91, 91 mod 11 = 3
        ("0101007813", ""),
        ("101007813", "zero"),
        ("101007814", "length"),
        # by hand: 2+10+63+32+6+16 = 129 mod 11 = 8; 7+4+35+72+4+12+64 = 198 mod 11 = 0
        ("010100781280", ""),
        ("10100781280", "zero"),
        ("0000000000", "check"),
        ("000000000000", "check"),
        ("77070838931", "length"),
        ("770708389", "length"),
        ("", "digits"),
        ("77O7083893", "digits"),
        ("7707 083893", "digits"),
        ("٧٧٠٧٠٨٣٨٩٣", "digits"),  # digits of another script
        ("7707083893.0", "digits"),
    ],
)
def test_inn(text, fault):
    assert inn_fault(text) == fault


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("1027700132195", ""),  # METHODS 2.1 [G]
        ("1027700132196", "check"),
        ("304500116000157", ""),  # by hand: 30450011600015 mod 13 = 7
        ("304500116000158", "check"),
        # by hand: 10^6 is 1 modulo 13, so 10^13 + 1 is 11, of which the last digit is 1
        ("100000000000011", ""),
        # by hand: 10 is -1 modulo 11, so 10^11 is -1, that is 10, of which the last digit is 0
        ("1000000000000", ""),
        ("1000000000021", ""),  # and 10^11 + 2 is 1
        ("0000000000000", "check"),
        ("000000000000000", "check"),
        ("10277001321956", "length"),
        ("OGRN", "digits"),
    ],
)
def test_ogrn(text, fault):
    assert ogrn_fault(text) == fault


def completed(head):
    """An INN from its first nine or ten digits: the check digits by the sums of a plain loop."""
    for weights in (
        ([2, 4, 10, 3, 5, 9, 4, 6, 8],)
        if len(head) == 9
        else (
            [7, 2, 4, 10, 3, 5, 9, 4, 6, 8],
            [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8],
        )
    ):
        head += str(np.dot(weights, [*map(int, head)]) % 11 % 10)
    return head


HEADS = st.sampled_from([9, 10]).flatmap(
    lambda n: st.text("0123456789", min_size=n, max_size=n).filter(lambda head: head.strip("0"))
)


@given(HEADS, st.data())
def test_one_digit_mistyped_is_found_but_for_a_remainder_of_ten(head, data):
    right = completed(head)
    assert inn_fault(right) == ""
    place = data.draw(st.integers(len(head), len(right) - 1))
    digit = data.draw(st.sampled_from(sorted(set("0123456789") - {right[place]})))
    assert inn_fault(right[:place] + digit + right[place + 1 :]) == "check"
    if right.startswith("0"):
        assert inn_fault(right[1:]) == "zero"


def directory(*inn):
    ids = [f"C{n}" for n in range(len(inn))]
    return gate_customers(pd.DataFrame({"customer": ids, "inn": pd.Series(inn, dtype=object)}))


def test_the_audit_tells_numbers_that_are_not_right():
    customers = directory("7707083893", "7707083894", None, 101007813.0, "12", "500100732259")
    found = audit(gate_sales(SALES).table, {"sales": gate_sales(SALES), "customers": customers})
    assert found.inn.checked == 5
    assert found.inn.faults.values.tolist() == [
        ["C1", "7707083894", "check"],
        ["C3", "101007813", "zero"],
        ["C4", "12", "length"],
    ]
    told = {note.code: note.details for note in found.notes}
    assert told["note.inn_check"] == {"count": "1", "found": "7707083894", "customer": "C1"}
    assert told["note.inn_zero"]["customer"] == "C3"
    assert told["note.inn_length"]["found"] == "12"


def test_numbers_of_another_country_are_not_checked():
    found = check_inn(directory("DE123456789", "DE987654321", "7707083894").table)
    assert (found.checked, found.notes, len(found.faults)) == (0, (), 0)


def test_no_numbers_no_finding():
    assert check_inn(directory(None, None).table).notes == ()
    plain = gate_customers(pd.DataFrame({"customer": ["a"]})).table
    assert check_inn(plain).checked == 0
    assert audit(gate_sales(SALES).table, {"sales": gate_sales(SALES)}).inn is None


def test_the_table_is_left_as_it_was():
    table = directory("7707083894").table
    before = table.frame.copy()
    check_inn(table)
    pd.testing.assert_frame_equal(table.frame, before)
