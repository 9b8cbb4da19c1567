"""Dependence on one manager, one product, one industry: what is left when the largest is lost.

METHODS 2.20, the "main customer" trap.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoring.checks import FloatArray, IntArray, TextArray
from scoring.sums import sum_by, total

PARTS = ("manager", "product", "industry")  # what the business may hang on beside customers
_COLUMNS = (
    *("part", "name", "customers", "revenue_lost", "revenue_share", "revenue_left"),
    *("margin_lost", "margin_share", "margin_left", "coverage", "unassigned"),
)


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """The sales of some months, parted by one thing such as the manager.

    name: of each part, (k,), each once. customers: how many buy there, (k,). revenue: net of
    returns, (k + 1,), at the end that of no part. margin: likewise, None where not known.
    """

    name: TextArray
    customers: IntArray
    revenue: FloatArray
    margin: FloatArray | None


def parts_of(
    name: TextArray,
    code: IntArray,
    customer: IntArray,
    amount: FloatArray,
    margin: FloatArray | None,
) -> Parts:
    """Part rows of sales by code, (n,), into ``name``, (k,); a code below 0 is no part.

    amount, margin: of the rows, (n,), NaN where a row has no cost; margin is None where too few
    have one. Parts without a row are left out.
    """
    place = np.where(code < 0, name.size, code).astype(np.int64)
    size = name.size + 1
    buyers = pd.unique(place + size * customer.astype(np.int64)) % size
    customers = np.bincount(buyers, minlength=size)
    here = customers > 0
    here[-1] = True
    earned = None
    if margin is not None:
        known = ~np.isnan(margin)
        earned = sum_by(place[known], margin[known], size)[here]
    revenue = sum_by(place, amount, size)[here]
    return Parts(name[here[:-1]], customers[:-1][here[:-1]], revenue, earned)


def loss_of_largest(
    parts: Mapping[str, Parts], *, to_year: float, fixed_cost: float | None
) -> pd.DataFrame:
    """Return what the loss of the largest manager, product and industry takes away, a row each.

    Lost is the part of most revenue; of equal ones that of most margin, then the first by name.
    What belongs to no part counts in the whole and is never lost. A thing that parts nothing, as
    no row has a manager, has no row. Money is brought to a year by ``to_year``.

    Columns: part, name and customers of what is lost, revenue_lost, revenue_share, revenue_left,
    margin_lost, margin_share, margin_left and coverage as those of loss_of_top, and unassigned,
    the share of revenue above 0 that belongs to no part; NaN where not known.
    Source: METHODS 2.20.
    """
    rows = [
        [part, *_largest(parts[part], to_year, fixed_cost)]
        for part in PARTS
        if part in parts and parts[part].name.size
    ]
    return pd.DataFrame(rows, columns=pd.Index(_COLUMNS, dtype=object))


def _largest(parts: Parts, to_year: float, fixed_cost: float | None) -> list[object]:
    revenue = parts.revenue * to_year
    margin = np.full(revenue.size, np.nan) if parts.margin is None else parts.margin * to_year
    first = np.lexsort((parts.name.astype(str), -margin[:-1], -revenue[:-1]))[0]
    earned = total(np.maximum(revenue, 0)) or np.nan
    kept = np.nan if parts.margin is None else total(margin)
    left = kept - margin[first]
    return [
        parts.name[first],
        int(parts.customers[first]),
        revenue[first],
        revenue[first] / earned,
        total(revenue) - revenue[first],
        margin[first],
        margin[first] / kept if kept > 0 else np.nan,
        left,
        left / (fixed_cost or np.nan),
        max(revenue[-1], 0.0) / earned,
    ]
