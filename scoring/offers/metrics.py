"""What the offers matrix adds up to: penetration, coverage, win rate, and what to do next.

METHODS 2.21: targeted T, sold S, offered O (any status but not offered), refused X;
penetration S/T, coverage O/T, win rate S/(S + X).
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from scoring.checks import FloatArray, TextArray
from scoring.days import day_number
from scoring.offers.matrix import OfferMatrix
from scoring.offers.status import (
    IN_PROGRESS,
    NOT_OFFERED,
    NOT_TARGETED,
    REFUSED,
    SOLD,
    STATUS_KEYS,
    StatusCodes,
    texts_at,
)
from scoring.tables.contracts import NO_DAY

Counts = npt.NDArray[np.int64]
N_STATUSES = len(STATUS_KEYS)


class OfferTotals(NamedTuple):
    """A matrix in numbers; shares are fractions, NaN where there is nothing to divide by.

    offered is every targeted cell but those not offered. customers: with a targeted cell.
    """

    targeted: int
    sold: int
    in_progress: int
    refused: int
    not_offered: int
    offered: int
    penetration: float
    coverage: float
    win_rate: float
    customers: int
    products_per_customer: float


@dataclass(frozen=True, slots=True, eq=False)
class OfferMetrics:
    """The matrix added up, and the two lists of what to do.

    products: product, targeted, sold, in_progress, refused, not_offered, offered,
    penetration, coverage, win_rate; in the order of the matrix. segments: segment (None for
    no segment), customers, the same columns, products_per_customer; segments with a
    customer in the matrix. steps: customer, segment, product, status (a key), stage, step,
    days_overdue; steps before the as-of date, the longest overdue first. actions: customer,
    segment, product, expected (money), peers (buyers behind it); targeted cells not yet
    offered, those worth most first.
    """

    totals: OfferTotals
    products: pd.DataFrame
    segments: pd.DataFrame
    steps: pd.DataFrame
    actions: pd.DataFrame


def measure_offers(matrix: OfferMatrix) -> OfferMetrics:
    """Add up a matrix by product, by segment and in all, and list what to do.

    A step is overdue when its date is before the as-of date and the cell is in progress or
    not offered. Expected money of a cell not offered is the median of the net sales of the
    product to its buyers in the same segment; with fewer than min_peers of them, to all
    its buyers; NaN where nobody has bought it.
    """
    by_product, by_segment = _counts(matrix)
    customers = np.bincount(matrix.segment, minlength=matrix.segment_names.size + 1)
    here = customers > 0
    segments = pd.DataFrame(
        {
            "segment": _texts(texts_at(matrix.segment_names, np.flatnonzero(here))),
            "customers": customers[here],
            **_rates(by_segment[here]),
            "products_per_customer": by_segment[here, SOLD] / customers[here],
        }
    )
    products = {"product": _texts(matrix.product_ids), **_rates(by_product)}
    return OfferMetrics(
        totals=_totals(by_product.sum(axis=0), int(matrix.customer_ids.size)),
        products=pd.DataFrame(products),
        segments=segments,
        steps=_overdue(matrix),
        actions=_actions(matrix),
    )


def offer_totals(status: StatusCodes) -> OfferTotals:
    """Add up statuses, codes into STATUS_KEYS, (k, p), one row per customer."""
    counts = np.bincount(status.ravel(), minlength=N_STATUSES)
    return _totals(counts, int(status.any(axis=1).sum()))


def _totals(counts: Counts, customers: int) -> OfferTotals:
    rates: dict[str, Any] = {key: of[0].item() for key, of in _rates(counts[None, :]).items()}
    per_customer = int(counts[SOLD]) / customers if customers else np.nan
    return OfferTotals(**rates, customers=customers, products_per_customer=per_customer)


def _counts(matrix: OfferMatrix) -> tuple[Counts, Counts]:
    """Count statuses by product, (p, 5), and by segment, (s + 1, 5)."""
    by_product = np.empty((matrix.product_ids.size, N_STATUSES), np.int64)
    by_segment = np.empty((matrix.segment_names.size + 1, N_STATUSES), np.int64)
    for code in range(N_STATUSES):
        at = matrix.status == code
        by_product[:, code] = np.count_nonzero(at, axis=0)
        in_row = np.count_nonzero(at, axis=1)
        by_segment[:, code] = np.bincount(matrix.segment, in_row, len(by_segment))
    return by_product, by_segment


def _rates(counts: Counts) -> "dict[str, npt.NDArray[Any]]":
    """Return counts and shares, each (n,), from counts of statuses, (n, 5)."""
    targeted = counts.sum(axis=1) - counts[:, NOT_TARGETED]
    sold, refused, open_cells = counts[:, SOLD], counts[:, REFUSED], counts[:, NOT_OFFERED]
    return {
        "targeted": targeted,
        "sold": sold,
        "in_progress": counts[:, IN_PROGRESS],
        "refused": refused,
        "not_offered": open_cells,
        "offered": targeted - open_cells,
        "penetration": _share(sold, targeted),
        "coverage": _share(targeted - open_cells, targeted),
        "win_rate": _share(sold, sold + refused),
    }


def _share(part: Counts, whole: Counts) -> FloatArray:
    nothing: FloatArray = np.full(whole.size, np.nan)
    return np.divide(part, whole, out=nothing, where=whole > 0)


def _overdue(matrix: OfferMatrix) -> pd.DataFrame:
    """List the steps before the as-of date, the longest overdue first, then as the matrix."""
    today = day_number(matrix.as_of)
    row, column = np.nonzero((matrix.step != NO_DAY) & (matrix.step < today))
    order = np.argsort(matrix.step[row, column], kind="stable")
    row, column = row[order], column[order]
    said = matrix.statuses_at(row, column)
    return pd.DataFrame(
        {
            **_who(matrix, row),
            "product": _texts(matrix.product_ids[column]),
            "status": _texts(np.array(STATUS_KEYS, object)[said.status]),
            "stage": _texts(said.stage),
            "step": said.step.astype("datetime64[D]").astype("datetime64[s]"),
            "days_overdue": today - said.step.astype(np.int64),
        }
    )


def _actions(matrix: OfferMatrix) -> pd.DataFrame:
    """List the cells not offered, the highest expected money first, then as the matrix."""
    expected, peers = _expected(matrix)
    row, column = np.nonzero(matrix.status == NOT_OFFERED)
    at = matrix.segment[row] * matrix.product_ids.size + column
    # Many cells, few values: places of the values in falling order sort faster.
    falling = np.unique(-expected, return_inverse=True)[1].astype(np.int32)  # NaN is last
    order = np.argsort(falling[at], kind="stable")
    row, column, at = row[order], column[order], at[order]
    return pd.DataFrame(
        {
            **_who(matrix, row),
            "product": _texts(matrix.product_ids[column]),
            "expected": expected[at],
            "peers": peers[at],
        }
    )


def _expected(matrix: OfferMatrix) -> tuple[FloatArray, Counts]:
    """Return the median sale of each product in each segment, and the buyers behind it."""
    row, column, money = matrix.bought
    n_products, n_groups = matrix.product_ids.size, matrix.segment_names.size + 1
    at = matrix.segment[row] * n_products + column
    median, peers = _medians(at, money, n_groups * n_products)
    of_all, buyers = _medians(column, money, n_products)
    few = peers < matrix.policy.min_peers
    expected = np.where(few, np.tile(of_all, n_groups), median)
    return expected, np.where(few, np.tile(buyers, n_groups), peers)


def _medians(
    group: npt.NDArray[np.intp], money: FloatArray, n_groups: int
) -> tuple[FloatArray, Counts]:
    """Return median and number of values of each group, (n_groups,); NaN where none."""
    ordered = np.append(money[np.lexsort((money, group))], np.nan)
    counts = np.bincount(group, minlength=n_groups)
    start = np.cumsum(counts) - counts
    middle = (ordered[start + np.maximum(counts - 1, 0) // 2] + ordered[start + counts // 2]) / 2
    return np.where(counts > 0, middle, np.nan), counts


def _who(matrix: OfferMatrix, row: npt.NDArray[np.intp]) -> "dict[str, pd.Series[Any]]":
    return {
        "customer": _texts(matrix.customer_ids[row]),
        "segment": _texts(matrix.segments[row]),
    }


def _texts(values: TextArray) -> "pd.Series[Any]":
    return pd.Series(values, dtype=object)
