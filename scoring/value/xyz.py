"""XYZ: how evenly each customer or product sells, by the coefficient of variation (CV).

Scholz-Reiter et al. (2012), doi:10.1108/17410401211212689.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from scoring.checks import BoolArray, FloatArray, IntArray
from scoring.errors import Note
from scoring.settings import XYZ_PRESETS, XyzPolicy
from scoring.sums import CHUNK
from scoring.value.periods import PeriodBlock

XYZ_CLASSES = ("X", "Y", "Z", "N")
SWALLOWED = 0.90  # one class holds more than this: the cuts say little
Classes = npt.NDArray[np.int8]


class Variation(NamedTuple):
    """Mean, deviation and CV of each row; periods counted, and those with sales; all (k,)."""

    mean: FloatArray
    deviation: FloatArray
    cv: FloatArray
    periods: IntArray
    active_periods: IntArray


@dataclass(frozen=True, slots=True, eq=False)
class XyzResult:
    """One row per item, in the order given, and totals by class.

    table: id, mean, deviation (money per period), cv (a fraction), periods, active_periods,
    xyz. summary: xyz, items, item_share. classes: codes into XYZ_CLASSES, (k,).
    """

    table: pd.DataFrame
    summary: pd.DataFrame
    classes: Classes
    starts: "npt.NDArray[np.datetime64]"
    policy: XyzPolicy
    notes: tuple[Note, ...]


def xyz_classes(
    values: FloatArray, policy: XyzPolicy, first_period: IntArray | None = None
) -> npt.NDArray[np.str_]:
    """Return "X", "Y", "Z" or "N" for each row of values, (k, P), the last period last.

    X up to a CV of cuts[0], Y up to cuts[1], Z above; a CV on a cut stays in the better
    class, compared to 12 digits. A row without sales, or with fewer than two periods to
    count, has no CV and is Z. N where the first purchase, in period first_period, (k,), is
    fewer than min_periods periods before the end; None counts from the first column.
    """
    return np.array(XYZ_CLASSES)[_classify(values, policy, first_period)[0]]


def classify_xyz(block: PeriodBlock, policy: XyzPolicy) -> XyzResult:
    """Give every row of a block its CV and class; see xyz_classes for the rule.

    A note tells when one class holds more than 90 % of the rows that are not new, and which
    preset of the same period would part them best.
    """
    classes, variation = _classify(block.values, policy, block.first_period)
    columns = {
        "id": pd.Series(block.ids, dtype=object),
        **variation._asdict(),
        "xyz": pd.Categorical.from_codes(classes, pd.Index(XYZ_CLASSES)),
    }
    items = np.bincount(classes, minlength=len(XYZ_CLASSES))
    summary = pd.DataFrame(
        {
            "xyz": pd.Series(XYZ_CLASSES, dtype=object),
            "items": items,
            "item_share": items / max(classes.size, 1),
        }
    )
    notes = block.notes + _one_class(items, variation.cv[classes != 3], policy)
    table = pd.DataFrame(columns, copy=False)
    return XyzResult(table, summary, classes, block.starts, policy, notes)


def _classify(
    values: FloatArray, policy: XyzPolicy, first_period: IntArray | None
) -> tuple[Classes, Variation]:
    if first_period is None:
        first_period = np.zeros(len(values), np.int64)
    variation = variation_of(values, policy, first_period)
    classes = _cut(variation.cv, policy.cuts)
    classes[values.shape[1] - first_period < policy.min_periods] = XYZ_CLASSES.index("N")
    return classes, variation


def _cut(cv: FloatArray, cuts: tuple[float, float]) -> Classes:
    rounded = cv.round(12)
    classes = np.full(cv.size, 2, np.int8)  # NaN stays Z: no comparison with it is true
    for cut in cuts:
        classes -= rounded <= cut
    return classes


def variation_of(values: FloatArray, policy: XyzPolicy, first_period: IntArray) -> Variation:
    """Return the variation of each row of values, (k, P), over the periods that count.

    The deviation is from the mean, in two passes, so that large even sales have no noise.
    """
    n_rows, n_periods = values.shape
    result = Variation(
        *(np.full(n_rows, np.nan) for _ in range(3)),
        *(np.zeros(n_rows, np.int32) for _ in range(2)),
    )
    step = max(1, CHUNK // max(n_periods, 1))
    for start in range(0, n_rows if n_periods else 0, step):
        part = slice(start, start + step)
        counted = _counted(values[part], policy, first_period[part])
        for whole, piece in zip(result, _variation(values[part], counted, policy), strict=True):
            whole[part] = piece
    return result


def _variation(values: FloatArray, counted: BoolArray | None, policy: XyzPolicy) -> Variation:
    """Return the variation of some rows over the periods counted, (k, P); None: all of them."""
    if counted is None:
        n = np.full(len(values), values.shape[1])
        mean = values.sum(axis=1) / values.shape[1]
        squares = np.square(values - mean[:, None]).sum(axis=1)
    else:
        n = np.count_nonzero(counted, axis=1)
        mean = np.where(counted, values, 0).sum(axis=1) / np.maximum(n, 1)
        squares = np.square(np.where(counted, values - mean[:, None], 0)).sum(axis=1)
    freedom = n if policy.deviation == "population" else n - 1
    deviation = np.sqrt(squares / np.maximum(freedom, 1))
    known = (n >= 2) & (mean > 0)
    cv = np.where(known, deviation / np.where(known, mean, 1), np.nan)
    return Variation(
        mean=np.where(n > 0, mean, np.nan),
        deviation=np.where(n >= 2, deviation, np.nan),
        cv=cv,
        periods=n,
        active_periods=(values != 0).sum(axis=1, dtype=np.int32),
    )


def _counted(values: FloatArray, policy: XyzPolicy, first_period: IntArray) -> BoolArray | None:
    """Mark the periods that count, (k, P); None where all do."""
    if policy.zeros == "include":
        return None
    if policy.zeros == "since_first":
        return np.arange(values.shape[1]) >= first_period[:, None]
    active: BoolArray = values != 0
    if policy.zeros == "exclude":
        return active
    begun = np.logical_or.accumulate(active, axis=1)
    unended = np.logical_or.accumulate(active[:, ::-1], axis=1)[:, ::-1]
    span: BoolArray = begun & unended
    return span


def _one_class(items: IntArray, cv: FloatArray, policy: XyzPolicy) -> tuple[Note, ...]:
    """Say when one class swallows the others, and which preset parts them best."""
    if cv.size == 0 or (share := items[:3].max() / cv.size) <= SWALLOWED:
        return ()
    details = {"share": f"{share:.0%}".rstrip("%"), "name": XYZ_CLASSES[int(items[:3].argmax())]}
    largest = {
        name: np.bincount(_cut(cv, preset.cuts), minlength=3).max() / cv.size
        for name, preset in XYZ_PRESETS.items()
        if preset.period == policy.period
    }
    best = min(largest, key=lambda name: largest[name], default="")
    if best and largest[best] <= SWALLOWED:
        return (Note("note.xyz_one_class", {**details, "preset": best}),)
    return (Note("note.xyz_one_class_longer", details),)
