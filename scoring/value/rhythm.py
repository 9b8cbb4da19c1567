"""How often sales come and how much their size changes: smooth, erratic, intermittent, lumpy.

Syntetos, Boylan, Croston (2005), "On the categorization of demand patterns", Journal of the
Operational Research Society 56, 495-503.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from scoring.checks import FloatArray, IntArray
from scoring.settings import XyzPolicy
from scoring.value.periods import PeriodBlock
from scoring.value.variation import counted_periods, variation_of

KINDS = ("smooth", "erratic", "intermittent", "lumpy")
ADI_BORDER = 1.32  # periods from sale to sale
CV2_BORDER = 0.49  # squared CV of the periods with sales


@dataclass(frozen=True, slots=True, eq=False)
class RhythmResult:
    """One row per item, in the order given, and totals by kind.

    table: id, adi (periods from sale to sale), cv2 (squared CV of the periods with sales),
    kind; NaN and blank without sales. summary: kind, items, item_share.
    """

    table: pd.DataFrame
    summary: pd.DataFrame


def rhythm_of(
    values: FloatArray, policy: XyzPolicy, first_period: IntArray | None = None
) -> tuple[FloatArray, FloatArray, IntArray]:
    """Return ADI, squared CV and kind (a place in KINDS, -1 without sales) of each row, (k,).

    ADI (average demand interval): periods by periods with sales. Counted are the periods that
    zeros names, and all of them with "exclude": an interval needs the empty ones. The squared
    CV is that of the periods with sales, by the deviation of the policy, and 0 for a lone one;
    season and trend stay in it.
    Smooth: ADI up to 1.32 and squared CV up to 0.49; erratic: only ADI up to its border;
    intermittent: only the squared CV; lumpy: neither. A value on a border, compared to 12 digits,
    stays in the calmer kind.
    """
    if first_period is None:
        first_period = np.zeros(len(values), np.int64)
    sized = replace(policy, zeros="exclude", season="none", detrend=False)
    sales = variation_of(values, sized, first_period)
    active = sales.active_periods
    counted = None
    if policy.zeros != "exclude":
        counted = counted_periods(values, policy.zeros, first_period)
    n = np.full(len(values), values.shape[1]) if counted is None else counted.sum(axis=1)
    adi = np.divide(n, active, out=np.full(len(values), np.nan), where=active > 0)
    cv2 = np.where(active == 1, 0.0, np.square(sales.cv))
    kind = 2 * (adi.round(12) > ADI_BORDER) + (cv2.round(12) > CV2_BORDER)
    return adi, cv2, np.where(active > 0, kind, -1)


def classify_rhythm(block: PeriodBlock, policy: XyzPolicy) -> RhythmResult:
    """Give every row of a block its ADI, squared CV and kind; see rhythm_of for the rule.

    Rows that are too new for an XYZ class (N) have no kind either.
    """
    adi, cv2, kind = rhythm_of(block.values, policy, block.first_period)
    kind[block.values.shape[1] - block.first_period < policy.min_periods] = -1
    columns = {
        "id": pd.Series(block.ids, dtype=object),
        "adi": adi,
        "cv2": cv2,
        "kind": pd.Categorical.from_codes(kind, pd.Index(KINDS)),
    }
    items = np.bincount(kind[kind >= 0], minlength=len(KINDS))
    summary = pd.DataFrame(
        {
            "kind": pd.Series(KINDS, dtype=object),
            "items": items,
            "item_share": items / max(kind.size, 1),
        }
    )
    return RhythmResult(pd.DataFrame(columns, copy=False), summary)
