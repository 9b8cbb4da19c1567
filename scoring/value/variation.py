"""Mean, deviation and coefficient of variation (CV) of sales by period, row by row."""

from typing import NamedTuple

import numpy as np

from scoring.checks import BoolArray, FloatArray, IntArray
from scoring.settings import XyzPolicy, Zeros
from scoring.sums import CHUNK


class Variation(NamedTuple):
    """Mean, deviation and CV of each row; periods counted, and those with sales; all (k,)."""

    mean: FloatArray
    deviation: FloatArray
    cv: FloatArray
    periods: IntArray
    active_periods: IntArray


def variation_of(
    values: FloatArray,
    policy: XyzPolicy,
    first_period: IntArray,
    closed: BoolArray | None = None,
) -> Variation:
    """Return the variation of each row of values, (k, P), over the periods that count.

    The deviation is from the mean, in two passes, so that large even sales have no noise; with
    detrend from the straight line that fits the row best. It is divided by the number of
    periods n, in a sample by n - 1, and from a line by n - 2, as STEYX does. Fewer than two
    periods (three for a line), or a mean of 0, have no CV: NaN. closed, (k, P), are periods left
    out beforehand.
    """
    n_rows, n_periods = values.shape
    result = Variation(
        *(np.full(n_rows, np.nan) for _ in range(3)),
        *(np.zeros(n_rows, np.int32) for _ in range(2)),
    )
    step = max(1, CHUNK // max(n_periods, 1))
    for start in range(0, n_rows if n_periods else 0, step):
        part = slice(start, start + step)
        counted = counted_periods(values[part], policy.zeros, first_period[part])
        if closed is not None:
            counted = ~closed[part] if counted is None else counted & ~closed[part]
        for whole, piece in zip(result, _variation(values[part], counted, policy), strict=True):
            whole[part] = piece
    return result


def _variation(values: FloatArray, counted: BoolArray | None, policy: XyzPolicy) -> Variation:
    """Return the variation of some rows over the periods counted, (k, P); None: all of them."""
    if counted is None:
        n = np.full(len(values), values.shape[1])
        mean = values.sum(axis=1) / values.shape[1]
        off = values - mean[:, None]
    else:
        n = np.count_nonzero(counted, axis=1)
        mean = np.where(counted, values, 0).sum(axis=1) / np.maximum(n, 1)
        off = np.where(counted, values - mean[:, None], 0)
    if policy.detrend:
        off = _off_the_line(off, counted, n)
    squares = np.square(off, out=off).sum(axis=1)
    least = 3 if policy.detrend else 2
    lost = 0 if policy.deviation == "population" else least - 1
    deviation = np.sqrt(squares / np.maximum(n - lost, 1))
    known = (n >= least) & (mean > 0)
    cv = np.where(known, deviation / np.where(known, mean, 1), np.nan)
    return Variation(
        mean=np.where(n > 0, mean, np.nan),
        deviation=np.where(n >= least, deviation, np.nan),
        cv=cv,
        periods=n,
        active_periods=(values != 0).sum(axis=1, dtype=np.int32),
    )


def _off_the_line(off: FloatArray, counted: BoolArray | None, n: IntArray) -> FloatArray:
    """Return distances from the best straight line, (k, P), from those from the mean."""
    time = np.arange(off.shape[1], dtype=float)
    held = np.ones(off.shape, bool) if counted is None else counted
    middle = np.where(held, time, 0).sum(axis=1) / np.maximum(n, 1)
    past = np.where(held, time - middle[:, None], 0)
    spread = np.square(past).sum(axis=1)
    slope = (past * off).sum(axis=1) / np.where(spread > 0, spread, 1)
    distances: FloatArray = off - slope[:, None] * past
    return distances


def counted_periods(values: FloatArray, zeros: Zeros, first_period: IntArray) -> BoolArray | None:
    """Mark the periods that count, (k, P); None where all do."""
    if zeros == "include":
        return None
    if zeros == "since_first":
        return np.arange(values.shape[1]) >= first_period[:, None]
    active: BoolArray = values != 0
    if zeros == "exclude":
        return active
    begun = np.logical_or.accumulate(active, axis=1)
    unended = np.logical_or.accumulate(active[:, ::-1], axis=1)[:, ::-1]
    span: BoolArray = begun & unended
    return span
