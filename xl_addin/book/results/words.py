"""What every result sheet needs: names for ids, words for codes, blanks for NaN."""

from typing import Any

import numpy as np
import pandas as pd

from xl_addin.texts import Texts


def names_of(names: pd.Series, ids: Any) -> Any:
    """Return the names of ``ids`` from the Customers or Products table, blank where unknown."""
    return names.reindex(ids).fillna("").to_numpy(dtype=object)


def in_words(say: Texts, branch: str, keys: Any, leaf: str = "") -> pd.Series:
    """Return codes as words of the language; a blank stays blank."""
    cells = pd.Series(keys).astype(object)
    words = {key: say(f"{branch}.{key}{leaf}") for key in cells.dropna().unique() if key}
    return cells.map(words).astype(object).fillna("")


def blank_nan(cell: Any) -> Any:
    """Return a cell, None for NaN."""
    return None if isinstance(cell, (float, np.floating)) and np.isnan(cell) else cell
