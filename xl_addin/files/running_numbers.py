"""Texts that differ in a running number only, such as D0000417: told apart without a search.

So number most programs their documents and customers. Their digits are read as one whole number,
which is the place in a list.
"""

import numpy as np
from numpy.typing import NDArray

WORD = 8  # bytes of a whole number
_SPARSE = 4  # places of the list for each row, at most
_SMALL = 1 << 16  # places of any list
_ROWS = 1 << 16  # at a time: what is worked out of them stays in the fast memory
_ZEROS, _UPPER = np.uint64(0x3030303030303030), np.uint64(0xF0F0F0F0F0F0F0F0)
_BEYOND_NINE = np.uint64(0x0606060606060606)
# Pairs of neighbours -> one number of twice the digits: times 10, 100, 10,000 and added up.
_STEPS = tuple(
    (np.uint64(mask), np.uint64(times), np.uint64(shift))
    for mask, times, shift in (
        (0x0F0F0F0F0F0F0F0F, 2561, 8),
        (0x00FF00FF00FF00FF, 6553601, 16),
        (0x0000FFFF0000FFFF, 42949672960001, 32),
    )
)

Words = NDArray[np.uint64]


def told_apart(letters: NDArray[np.uint8]) -> tuple[NDArray[np.int32], NDArray[np.int64]] | None:
    """Return the code of each text, (n,), by rising texts, and a row of each code.

    letters: (n, width), the bytes of texts of one width. None where they are longer than eight
    bytes, differ in other than digits, or leave too many numbers out.
    """
    n, width = letters.shape
    if not n or width > WORD:
        return None
    words = np.full((n, WORD), ord("0"), np.uint8)
    words[:, WORD - width :] = letters
    numbers = _numbers(words.view(np.uint64).ravel())
    if numbers is None:
        return None
    low, high = int(numbers.min()), int(numbers.max())
    if high - low > max(_SPARSE * n, _SMALL):
        return None
    numbers -= np.int32(low)
    row_of = np.full(high - low + 1, -1, np.int32)
    row_of[numbers] = np.arange(n, dtype=np.int32)
    there = row_of >= 0
    codes = (np.cumsum(there, dtype=np.int32) - np.int32(1))[numbers]
    return codes, row_of[there].astype(np.int64)


def _numbers(words: Words) -> NDArray[np.int32] | None:
    """Read the digits in which the words differ as numbers; None where those are no digits."""
    differ = np.array([np.bitwise_or.reduce(words ^ words[0])]).view(np.uint8) != 0
    mask = np.where(differ, 0xFF, 0).astype(np.uint8).view(np.uint64)[0]
    numbers = np.empty(words.size, np.int32)
    for start in range(0, words.size, _ROWS):
        rows = slice(start, start + _ROWS)
        digits = (words[rows] & mask) | (_ZEROS & ~mask)
        beyond = (digits + _BEYOND_NINE) & _UPPER
        if (digits & _UPPER != _ZEROS).any() or (beyond != _ZEROS).any():
            return None
        for low_halves, times, shift in _STEPS:
            digits = ((digits & low_halves) * times) >> shift
        numbers[rows] = digits
    return numbers
