"""What every result sheet needs: names for ids, words for codes, blanks for NaN."""

from typing import Any

import numpy as np
import pandas as pd

from xl_addin.segment_names import segment_name
from xl_addin.texts import Texts


def names_of(names: pd.Series, ids: Any) -> Any:
    """Return the names of ``ids`` from the Customers or Products table, blank where unknown."""
    return names.reindex(ids).fillna("").to_numpy(dtype=object)


def in_words(say: Texts, branch: str, keys: Any, leaf: str = "") -> pd.Series:
    """Return codes as words of the language; a blank stays blank."""
    cells = pd.Series(keys).astype(object)
    words = {key: say(f"{branch}.{key}{leaf}") for key in cells.dropna().unique() if key}
    return cells.map(words).astype(object).fillna("")


def segments_in_words(say: Texts, keys: Any) -> pd.Series:
    """Return segments by key as words of the language; own names and blanks stay as they are."""
    cells = pd.Series(keys).astype(object)
    words = {key: segment_name(say, key) for key in cells.dropna().unique()}
    return cells.map(words).astype(object).fillna("")


def blank_nan(cell: Any) -> Any:
    """Return a cell, None for NaN and NA."""
    return None if cell is pd.NA or (isinstance(cell, float) and np.isnan(cell)) else cell
