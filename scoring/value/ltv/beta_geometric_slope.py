"""The likelihood of BG/NBD and MBG/NBD with its slope, as a search needs it: fast.

Per distinct history one exponential and one logarithm: what depends on the number of orders or
on a day alone is taken once for each number and day. Formulas as in bgnbd.
"""

import numpy as np

from scoring.checks import FloatArray
from scoring.value.ltv.histories import Histories
from scoring.value.ltv.history import Patterns
from scoring.value.ltv.running import running


class BetaGeometricSlope:
    """The log-likelihood of histories and its slopes by r, alpha, a, b."""

    def __init__(self, patterns: Patterns, flips_at_start: int) -> None:
        self._all = Histories(patterns)
        self._at_start = flips_at_start
        everybody, size = self._all, self._all.times.size
        self._customers = np.bincount(everybody.last, everybody.weight, size)
        self._orders = np.bincount(everybody.last, everybody.weight * everybody.x, size)

    def __call__(self, parameters: FloatArray) -> tuple[float, FloatArray]:
        """Return the log-likelihood and its slopes, (4,)."""
        r, alpha, a, b = parameters
        by_x, times, sum_x = self._all.by_x, self._all.times, self._all.sum_x
        below = np.arange(by_x.size + self._at_start, dtype=np.float64)
        flips = np.arange(by_x.size) + self._at_start
        before = b + np.maximum(flips, 1) - 1
        longer = np.log1p(times / alpha)
        rows, slopes, left = self._who_left(r, alpha, np.where(flips > 0, a / before, 0), longer)
        orders = running(np.log(r + below))[: by_x.size] @ by_x
        stays = running(np.log1p(a / (b + below)))[flips] @ by_x
        leaving = running(1 / (a + b + below))[flips] @ by_x
        staying = running(1 / (b + below))[flips] @ by_x
        shapes = r * self._customers + self._orders
        value = orders - stays - sum_x * np.log(alpha) - shapes @ longer + rows
        by_r = running(1 / (r + below))[: by_x.size] @ by_x - self._customers @ longer
        by_alpha = shapes @ (times / (alpha * (alpha + times))) - sum_x / alpha
        by_b = staying - leaving - (left / before).sum()
        slope = [by_r + slopes[0], by_alpha + slopes[1], left.sum() / a - leaving, by_b]
        return float(value), np.array(slope)

    def _who_left(
        self, r: float, alpha: float, odds: FloatArray, longer: FloatArray
    ) -> tuple[float, FloatArray, FloatArray]:
        """Sum ln(1 + the odds of having left), its slopes by r and alpha, and who left by x.

        odds are those on the day of the last order, by number of orders; longer is
        ln(1 + time / alpha).
        """
        value, slopes, left = 0.0, np.zeros(2), np.zeros(odds.size)
        with np.errstate(divide="ignore"):
            log_odds = np.log(odds)
        near = 1 / (alpha + self._all.times)
        for part in self._all.blocks():
            x, weight = self._all.x[part], self._all.weight[part]
            first, last = self._all.first[part], self._all.last[part]
            shape = x + r
            since = longer.take(last) - longer.take(first)
            log_left = log_odds.take(x) + shape * since
            small = np.exp(-np.abs(log_left))
            whole = 1 + small
            gone = weight * np.where(log_left > 0, 1.0, small) / whole
            value += weight @ (np.maximum(log_left, 0) + np.log(whole))
            slopes[0] += gone @ since
            slopes[1] += (gone * shape) @ (near.take(last) - near.take(first))
            left += np.bincount(x, gone, left.size)
        return value, slopes, left
