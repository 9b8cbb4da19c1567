"""Rows that say what an earlier row says."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from scoring.checks import BoolArray
from scoring.tables.contracts import Codes

_TELLING = 3  # columns that tell most rows apart
_TOGETHER = 1 << 14  # rows whose hashes stay in the fast memory


def repeated(*codes: Codes) -> BoolArray:
    """Mark the rows whose codes, each (n,), stand together in an earlier row.

    Blanks, below 0 in any of the codes, repeat nothing.
    """
    joined = codes[0].astype(np.int64)
    filled = codes[0] >= 0
    for code in codes[1:]:
        joined = joined * (int(code.max(initial=0)) + 1) + code
        filled &= code >= 0
    marked: BoolArray = pd.Series(joined).where(filled, -1).duplicated().to_numpy() & filled
    return marked


def repeated_rows(columns: Sequence[npt.NDArray[Any]]) -> "npt.NDArray[np.int64]":
    """Return (k, 2): rows that repeat an earlier one in every column, (n,), and the first such.

    Columns that tell most come first. Rows are told apart by hashes; only those of equal hash are
    compared.
    """
    rows = np.arange(columns[0].size)
    at: slice | npt.NDArray[np.int64] = slice(None)
    for some in (columns[:_TELLING], columns):
        at = rows = rows[_alike(_hashes([column[at] for column in some]))]
        if not rows.size:
            return np.empty((0, 2), np.int64)
    frame = pd.DataFrame({name: column[rows] for name, column in enumerate(columns)})
    alike = frame.groupby(list(frame), sort=False, dropna=False).ngroup().to_numpy()
    firsts = rows[np.unique(alike, return_index=True)[1]][alike]
    pairs = np.column_stack([rows, firsts])
    found: npt.NDArray[np.int64] = pairs[rows != firsts]
    return found


def _alike(hashes: "npt.NDArray[np.uint32]") -> "npt.NDArray[np.int64]":
    """Return the places of hashes that are there more than once."""
    ordered = np.sort(hashes)
    again = ordered[1:][ordered[1:] == ordered[:-1]]
    begins = np.zeros(1 << 16, bool)  # leaves most of the others out at once
    begins[again >> 16] = True
    places = np.flatnonzero(begins[hashes >> 16])
    return places[np.isin(hashes[places], again)]


def _hashes(columns: Sequence[npt.NDArray[Any]]) -> "npt.NDArray[np.uint32]":
    """Return a hash of each row, short ones, which are sorted in half the time."""
    hashes = np.empty(columns[0].size, np.uint32)
    for start in range(0, hashes.size, _TOGETHER):
        rows = slice(start, start + _TOGETHER)
        mixed = np.zeros(hashes[rows].size, np.uint64)
        for column in columns:
            mixed ^= column[rows].astype(np.float64).view(np.uint64)
            mixed *= np.uint64(0x9E3779B97F4A7C15)
            mixed ^= mixed >> np.uint64(29)
        hashes[rows] = mixed >> np.uint64(32)
    return hashes
