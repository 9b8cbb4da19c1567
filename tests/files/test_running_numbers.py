"""Texts of one width that differ in a running number are told apart as a dictionary tells them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_addin.files.running_numbers import told_apart


def letters(texts):
    """The bytes of texts of one width, (n, width)."""
    return np.array([list(text.encode()) for text in texts], np.uint8).reshape(len(texts), -1)


@given(
    st.lists(st.integers(0, 99), min_size=1, max_size=40),
    st.sampled_from(["", "D", "é", "A-7", "000"]),
    st.sampled_from(["", "x", "/9"]),
)
def test_codes_and_rows(numbers, before, behind):
    texts = [f"{before}{number:03d}{behind}" for number in numbers]
    codes, rows = told_apart(letters(texts))
    distinct = [texts[row] for row in rows]
    assert distinct == sorted(set(texts))
    assert [distinct[code] for code in codes] == texts


def test_digits_before_and_behind_a_mark_count_together():
    codes, rows = told_apart(letters(["07-12", "12-07", "07-12"]))
    assert (codes.tolist(), len(rows)) == ([0, 1, 0], 2)


@pytest.mark.parametrize(
    "texts",
    [
        ["A001", "B001"],
        ["001/", "001:"],  # the signs beside the digits
        ["0 01", "0001"],
        ["000000001", "000000002"],
        ["00000001", "99999999"],  # a list of so many places for two rows
    ],
)
def test_others_are_left_to_a_search(texts):
    assert told_apart(letters(texts)) is None


def test_nothing():
    assert told_apart(np.empty((0, 4), np.uint8)) is None
