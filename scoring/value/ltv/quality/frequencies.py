"""Customers by number of repeat orders, as counted and as a model has them: chi-square."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import chdtrc

from scoring.checks import FloatArray, IntArray
from scoring.value.ltv.fits import Fit
from scoring.value.ltv.models import model_of
from scoring.value.ltv.quality.split import Split

TOP_TESTED = 7  # bins 0 .. 6 and 7+, as in the papers
TOP_SHOWN = 10
FEWEST_EXPECTED = 5.0
TINY = 1e-9  # of a customer: what a model gives to a bin that it all but excludes


@dataclass(frozen=True, slots=True, eq=False)
class FrequencyTest:
    """How well a model reproduces how many customers bought how often in calibration.

    table: bins 0 .. 6 and 7+ with actual and expected customers, residual
    ((actual - expected) / root of expected) and pool, the bins tested as one. histogram: 0 .. 9
    and 10+, for a chart. p_value is NaN where pools do not outnumber parameters. distance: total
    variation, the share of customers that would have to change their bin.
    """

    table: pd.DataFrame
    histogram: pd.DataFrame
    chi_square: float
    df: int
    p_value: float
    distance: float

    @property
    def pools(self) -> str:
        """The bins tested, such as 0, 1, 2, 3+."""
        return ", ".join(dict.fromkeys(self.table["pool"]))


def frequency_test(split: Split, fit: Fit[Any]) -> FrequencyTest:
    """Test the distribution of repeat orders in calibration against that of a fitted model.

    Bins with less than 5 customers expected are joined to their lower neighbour, from the top
    down; the lowest to the one above. Degrees of freedom: pools - 1 - parameters fitted (those
    at a limit are not). With very many customers every model fails such a test, so look at the
    residuals and the distance as well.
    """
    expected = expected_customers(split, fit, TOP_SHOWN)
    actual = np.bincount(np.minimum(split.x, TOP_SHOWN), minlength=TOP_SHOWN + 1)
    seen, model = _cut(actual), _cut(expected)
    pool = _pools(model)
    pooled_seen, pooled_model = np.bincount(pool, seen), np.bincount(pool, model)
    statistic = float(((pooled_seen - pooled_model) ** 2 / np.maximum(pooled_model, TINY)).sum())
    n_fitted = len(fit.parameters) - len(fit.at) if fit.status != "given" else 0
    df = pooled_seen.size - 1 - n_fitted
    table = pd.DataFrame(
        {
            "orders": _labels(TOP_TESTED),
            "actual": seen,
            "expected": model,
            "residual": (seen - model) / np.sqrt(np.maximum(model, TINY)),
            "pool": _pool_labels(pool),
        }
    )
    shown = {"orders": _labels(TOP_SHOWN), "actual": actual, "expected": expected}
    return FrequencyTest(
        table=table,
        histogram=pd.DataFrame(shown),
        chi_square=statistic,
        df=df,
        p_value=float(chdtrc(df, statistic)) if df > 0 else np.nan,
        distance=float(np.abs(seen - model).sum() / 2 / seen.sum()),
    )


def expected_customers(split: Split, fit: Fit[Any], top: int) -> FloatArray:
    """Return the customers expected with 0 .. top - 1 repeat orders, and top or more."""
    model = model_of(fit)
    ages, customers = np.unique(split.calibration.age_days, return_counts=True)
    below = model.order_probability(fit.parameters, ages / split.unit_days, top) @ customers
    return np.append(below, max(float(customers.sum() - below.sum()), 0.0))


def _cut(bars: FloatArray | IntArray) -> FloatArray:
    return np.append(bars[:TOP_TESTED], bars[TOP_TESTED:].sum()).astype(np.float64)


def _pools(expected: FloatArray) -> IntArray:
    """Return the number of the pool of each bin, (n,), from 0 up."""
    pool = np.zeros(expected.size, np.int64)
    number, held = 0, 0.0
    for place in reversed(range(expected.size)):
        pool[place] = number
        held += expected[place]
        if held >= FEWEST_EXPECTED:
            number, held = number + 1, 0.0
    if held and number:  # what is left at the bottom joins the pool above
        pool[pool == number] = number - 1
    from_below: IntArray = pool.max() - pool
    return from_below


def _labels(top: int) -> list[str]:
    return [*map(str, range(top)), f"{top}+"]


def _pool_labels(pool: IntArray) -> list[str]:
    """Return the bins of each bin's pool: 3, 4–5, 6+."""
    labels = []
    for number in pool:
        members = np.flatnonzero(pool == number)
        low, high = int(members[0]), int(members[-1])
        if high == pool.size - 1:
            labels.append(f"{low}+")
        else:
            labels.append(str(low) if low == high else f"{low}–{high}")
    return labels
