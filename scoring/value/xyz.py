"""XYZ: how evenly each customer or product sells, by the coefficient of variation (CV).

Scholz-Reiter et al. (2012), doi:10.1108/17410401211212689.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from scoring.checks import BoolArray, FloatArray, IntArray
from scoring.errors import Note
from scoring.settings import XYZ_PRESETS, XyzPolicy
from scoring.value.periods import PeriodBlock
from scoring.value.season import SEASONS, Corrected, without_season
from scoring.value.variation import Variation, variation_of

XYZ_CLASSES = ("X", "Y", "Z", "N")
SWALLOWED = 0.90  # one class holds more than this: the cuts say little
LONGER = {"month": {"quarter": 3, "year": 12}, "quarter": {"year": 4}}  # presets, periods in one
MOST_ASKED = 4_000
FEWEST_LONG = 3  # of the longer periods, lest two of them look even by chance
Classes = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True, eq=False)
class XyzResult:
    """One row per item, in the order given, and totals by class.

    table: id, mean, deviation (money per period, freed of the season where that was asked
    for), cv (a fraction), periods, active_periods, season (whose index: none, own, group), xyz.
    summary: xyz, items, item_share. classes: codes into XYZ_CLASSES, (k,).
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
    fewer than min_periods periods before the end; None counts from the first column. With
    season the rows are first divided by a seasonal index, see without_season; with detrend
    the CV is that around a straight line, see variation_of.
    """
    if first_period is None:
        first_period = np.zeros(len(values), np.int64)
    variation = season_variation(values, policy, first_period)[0]
    return np.array(XYZ_CLASSES)[_classes(variation.cv, values.shape[1] - first_period, policy)]


def classify_xyz(
    block: PeriodBlock, policy: XyzPolicy, history: PeriodBlock | None = None
) -> XyzResult:
    """Give every row of a block its CV and class; see xyz_classes for the rule.

    history holds the same rows over more periods up to the same last one: with season, the
    indices are taken from it. A note tells when one class holds more than 90 % of the rows
    that are not new, and which preset parts them best: of the same period, else of a longer one
    that adds up the periods of the block.
    """
    variation, corrected = season_variation(block.values, policy, block.first_period, history)
    classes = _classes(variation.cv, block.values.shape[1] - block.first_period, policy)
    used = np.zeros(classes.size, np.int8) if corrected is None else corrected.used
    columns = {
        "id": pd.Series(block.ids, dtype=object),
        **variation._asdict(),
        "season": pd.Categorical.from_codes(used, pd.Index(SEASONS)),
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
    told = () if corrected is None else corrected.notes
    notes = block.notes + told + _one_class(items, variation.cv, block, policy)
    table = pd.DataFrame(columns, copy=False)
    return XyzResult(table, summary, classes, block.starts, policy, notes)


def season_variation(
    values: FloatArray,
    policy: XyzPolicy,
    first_period: IntArray,
    history: PeriodBlock | None = None,
) -> tuple[Variation, Corrected | None]:
    """Return the variation of each row, (k, P), and what the season made of it where asked."""
    if policy.season == "none":
        return variation_of(values, policy, first_period), None
    whole, begun = (
        (values, first_period) if history is None else (history.values, history.first_period)
    )
    corrected = without_season(values, whole, begun, policy)
    return variation_of(corrected.values, policy, first_period, corrected.closed), corrected


def _classes(cv: FloatArray, periods: IntArray, policy: XyzPolicy) -> Classes:
    """Cut the CV of rows that first bought so many periods before the end."""
    classes = _cut(cv, policy.cuts)
    classes[periods < policy.min_periods] = XYZ_CLASSES.index("N")
    return classes


def _cut(cv: FloatArray, cuts: tuple[float, float]) -> Classes:
    rounded = cv.round(12)
    classes = np.full(cv.size, 2, np.int8)  # NaN stays Z: no comparison with it is true
    for cut in cuts:
        classes -= rounded <= round(cut, 12)
    return classes


def _one_class(
    items: IntArray, cv: FloatArray, block: PeriodBlock, policy: XyzPolicy
) -> tuple[Note, ...]:
    """Say when one class swallows the others, and which preset parts them best."""
    n_old = int(items[:3].sum())
    if n_old == 0 or (share := items[:3].max() / n_old) <= SWALLOWED:
        return ()
    old = block.values.shape[1] - block.first_period >= policy.min_periods
    details = {"share": _percent(share), "name": XYZ_CLASSES[int(items[:3].argmax())]}
    rounded = cv[old].round(12)
    after = {
        name: _largest(rounded, preset.cuts)
        for name, preset in XYZ_PRESETS.items()
        if preset.period == policy.period
    }
    best = min(after, key=lambda name: after[name], default="")
    if best and after[best] <= SWALLOWED:
        told = {**details, "preset": best, "after": _percent(after[best])}
        return (Note("note.xyz_one_class", told),)
    return (_longer(block, old, policy, details),)


def _longer(block: PeriodBlock, old: BoolArray, policy: XyzPolicy, details: dict[str, str]) -> Note:
    """Say which longer period parts rows that no preset of their own period parts.

    Of very many rows every so-manieth is asked: the share is told in whole percent.
    """
    rows = np.flatnonzero(old)
    rows = rows[:: -(-rows.size // MOST_ASKED)]
    values, first = block.values[rows], block.first_period[rows]
    plain, n_periods = replace(policy, season="none"), values.shape[1]
    for name, n in LONGER.get(policy.period, {}).items():
        n_longs, cut_off = divmod(n_periods, n)  # the first periods make no whole longer one
        if n_longs < FEWEST_LONG:
            continue
        longs = values[:, cut_off:].reshape(rows.size, n_longs, n).sum(axis=2)
        cv = variation_of(longs, plain, (first - cut_off) // n).cv.round(12)
        if (share := _largest(cv, XYZ_PRESETS[name].cuts)) <= SWALLOWED:
            return Note(f"note.xyz_one_class_{name}", {**details, "after": _percent(share)})
    return Note("note.xyz_one_class_only", details)


def _largest(rounded: FloatArray, cuts: tuple[float, float]) -> float:
    """Return the share of the largest class that cuts make of CVs rounded to 12 digits."""
    x, xy = (int(np.count_nonzero(rounded <= round(cut, 12))) for cut in cuts)
    return max(x, xy - x, rounded.size - xy) / rounded.size


def _percent(share: float) -> str:
    return f"{share:.0%}".rstrip("%")
