"""Stress: what is left when the largest customers leave.

METHODS 2.20, the "main customer" trap.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from scoring.checks import FloatArray
from scoring.errors import SettingError
from scoring.sums import total


def loss_of_top(
    revenue: FloatArray,
    margin: FloatArray | None,
    lost: Sequence[int],
    fixed_cost: float | None = None,
) -> pd.DataFrame:
    """Return what the loss of the so many largest customers takes away, one row for each count.

    revenue, margin: money of a year by customer, (n,); margin is None where not known. lost:
    numbers of customers; 0 is the business as it stands, n and more is all of it. Lost first
    is who brings most revenue; of equal ones, who brings most margin.

    Columns: lost, revenue_lost, revenue_share, revenue_left, margin_lost, margin_share,
    margin_left, coverage: how many times the margin left covers the fixed costs. Shares of
    revenue are those of the sum of values above 0, as in CR n, shares of margin those of the
    net margin; NaN where that is not above 0, or what they need is not known. A customer with
    more returns than sales is lost last, and its loss adds to what is left.

    Raises SettingError for a number below 0 in lost, or for fixed costs below 0.
    Source: METHODS 2.20.
    """
    if any(count < 0 for count in lost):
        raise SettingError("setting.range", "lost", f"{min(lost)}", "0 … ∞")
    if fixed_cost is not None and fixed_cost < 0:
        raise SettingError("setting.range", "fixed_cost", f"{fixed_cost:g}", "0 … ∞")
    known = np.zeros(revenue.size) if margin is None else margin
    order = np.lexsort((-known, -revenue))
    table = pd.DataFrame({"lost": np.array(lost, np.int64)})
    for name, money in (("revenue", revenue), ("margin", known)):
        gone = np.array([total(money[order[:count]]) for count in lost], np.float64)
        whole = total(np.maximum(money, 0)) if name == "revenue" else total(money)
        base = whole if whole > 0 else np.nan
        table[f"{name}_lost"] = gone
        table[f"{name}_share"] = gone / base
        table[f"{name}_left"] = total(money) - gone
    if margin is None:
        table.loc[:, table.columns.str.startswith("margin")] = np.nan
    costs = fixed_cost or np.nan  # no fixed costs: nothing to cover
    table["coverage"] = table["margin_left"] / costs
    return table
