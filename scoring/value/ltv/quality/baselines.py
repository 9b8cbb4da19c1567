"""Rules that need no model; a model that does not beat them is not worth its trouble.

Wübben, von Wangenheim (2008), "Instant Customer Base Analysis", Journal of Marketing 72(3).
"""

from typing import NamedTuple

import numpy as np

from scoring.checks import FloatArray
from scoring.value.ltv.history import OrderHistory
from scoring.value.ltv.quality.split import Split

HIATUS_SHARE = 0.85  # of the gaps between orders; a customer silent for longer counts as gone


class Baselines(NamedTuple):
    """Orders expected in the holdout by three rules, (k,) each, and the cut of the last.

    same_rate: each goes on at his own rate, x / T. grand_mean: all go on at the rate of all.
    hiatus: who has been silent for hiatus_days or less goes on at his own rate, others order no
    more.
    """

    same_rate: FloatArray
    grand_mean: FloatArray
    hiatus: FloatArray
    hiatus_days: float


def baselines(split: Split) -> Baselines:
    """Return what three naive rules expect; all they know is the calibration."""
    history = split.calibration
    age = np.maximum(history.age_days, 1)
    own = split.x / age * split.days
    mean = float(split.x.sum()) / float(age.sum()) * split.days
    cut = hiatus_cut(history)
    silent = history.age_days - history.last_days
    return Baselines(own, np.full(own.size, mean), np.where(silent <= cut, own, 0.0), cut)


def hiatus_cut(history: OrderHistory) -> float:
    """Return the days that 85 % of the gaps between orders do not exceed (linear percentile).

    Without a gap the longest age, so that nobody counts as gone.
    """
    gaps = np.diff(history.order_day)[np.diff(history.order_customer) == 0]
    if not gaps.size:
        return float(history.age_days.max())
    return float(np.quantile(gaps, HIATUS_SHARE))
