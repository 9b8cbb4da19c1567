"""The likelihood of Pareto/NBD with its slope, as a search needs it: fast.

The integral over the time of leaving, from the last order to the as-of day, depends on the
number of orders and two days. So it is tabled: for each number of orders its part from each
day to the latest one, by six Gauss-Legendre nodes a step; a history takes the difference of two
places. As the integrand falls with time, the latter is the lesser one, and the difference keeps
all but the last three digits. Histories of so many orders that six nodes a step do not do are
integrated one by one, as paretonbd does. The slopes come from the same nodes.
"""

from typing import NamedTuple

import numpy as np
from scipy.special import expit

from scoring.checks import FloatArray
from scoring.value.ltv.fits import ParetoNbd
from scoring.value.ltv.histories import Histories
from scoring.value.ltv.history import Patterns
from scoring.value.ltv.paretonbd import WEIGHTS, leaving_times
from scoring.value.ltv.running import running

_NODES, _NODE_WEIGHTS = np.polynomial.legendre.leggauss(6)
_STEPS = 200  # at least so many in a table
_FALL = 1.4  # the integrand's logarithm may fall by so much over a step
_RANGE = 300.0  # and over the whole table
_WIDE = 0.3  # the greatest step by the distance to the pole of the integrand, alpha or beta away


class ParetoSlope:
    """The log-likelihood of histories and its slopes by r, alpha, s, beta."""

    def __init__(self, patterns: Patterns) -> None:
        self._all = Histories(patterns)
        everybody, size = self._all, self._all.times.size
        self._customers = np.bincount(everybody.last, everybody.weight, size)
        self._orders = np.bincount(everybody.last, everybody.weight * everybody.x, size)
        self._kept = np.unique(everybody.x)
        self._starts = np.append(np.searchsorted(everybody.x, self._kept), everybody.x.size)
        self._steps()

    def _steps(self) -> None:
        """Lay the steps between the times, cut into more where they are few, and their nodes."""
        times = self._all.times
        self._parts = max(1, -(-_STEPS // max(times.size - 1, 1)))
        cuts = np.linspace(0, 1, self._parts, endpoint=False)
        edges = np.append((times[:-1, None] + np.diff(times)[:, None] * cuts).ravel(), times[-1])
        half = np.diff(edges) / 2
        self._edges = edges
        self._nodes = edges[:-1] + half + half * _NODES[:, None]
        self._node_weights = half * _NODE_WEIGHTS[:, None]

    def __call__(self, parameters: FloatArray) -> tuple[float, FloatArray]:
        """Return the log-likelihood and its slopes, (4,)."""
        r, alpha, s, beta = parameters
        by_x, sum_x = self._all.by_x, self._all.sum_x
        below = np.arange(by_x.size, dtype=np.float64)
        times = _Terms.of(parameters, self._all.times)
        left = _Left(self._all.times.size)
        split = int(np.searchsorted(self._kept, self._most_orders(parameters), side="right"))
        self._tabled(parameters, split, times, left)
        for part in self._all.blocks(int(self._starts[split])):
            self._one_by_one(parameters, part, times, left)
        shapes = r * self._customers + self._orders
        value = (
            running(np.log(r + below))[:-1] @ by_x
            - sum_x * np.log(alpha)
            - shapes @ times.log_alpha
            - s * (self._customers @ times.log_beta)
        )
        still, n_left = self._customers - left.by_day, left.by_day.sum()
        slopes = [
            running(1 / (r + below))[:-1] @ by_x - still @ times.log_alpha,
            (shapes - left.shape_by_day) @ times.by_alpha - sum_x / alpha,
            n_left / s - still @ times.log_beta,
            s * (still @ times.by_beta) - n_left / beta,
        ]
        return float(value + left.value), left.slopes + slopes

    def _most_orders(self, parameters: FloatArray) -> float:
        """Return up to how many orders the table is exact."""
        r, alpha, s, beta = parameters
        steps, starts = np.diff(self._edges), self._edges[:-1]
        by_alpha, by_beta = (
            float((steps / (scale + starts)).max(initial=1e-9)) for scale in (alpha, beta)
        )
        if max(by_alpha, by_beta) > _WIDE:
            return -1.0
        latest = self._edges[-1]
        fall = (_FALL - (s + 1) * by_beta) / by_alpha
        reach = (_RANGE - (s + 1) * np.log1p(latest / beta)) / max(np.log1p(latest / alpha), 1e-9)
        return float(min(fall, reach) - r)

    def _tabled(self, parameters: FloatArray, split: int, times: "_Terms", left: "_Left") -> None:
        """Add the histories of the first split numbers of orders, by a table for each."""
        r, _, s, beta = parameters
        nodes = _Terms.of(parameters, self._nodes)
        density = self._node_weights * np.exp(-r * nodes.log_alpha - (s + 1) * nodes.log_beta)
        one_more = np.exp(-nodes.log_alpha)  # what an order more makes of the density
        part, plain, shaped = (np.zeros_like(density) for _ in range(3))
        table = np.zeros(self._all.times.size)
        before = 0
        for place in range(split):
            x = int(self._kept[place])
            if x > before:
                density *= one_more if x == before + 1 else one_more ** (x - before)
            before = x
            inner = density.sum(axis=0).reshape(-1, self._parts).sum(axis=1)
            table[:-1] = inner[::-1].cumsum()[::-1]
            boost = s / beta * np.exp((r + x) * times.log_alpha + s * times.log_beta)
            inside = self._of_number(place, r + x, table, boost, left)
            np.multiply(density, inside.repeat(self._parts), out=part)
            plain += part
            part *= r + x
            shaped += part
        left.slopes += [
            -(plain * nodes.log_alpha).sum(),
            (shaped * nodes.by_alpha).sum(),
            -(plain * nodes.log_beta).sum(),
            (s + 1) * (plain * nodes.by_beta).sum(),
        ]

    def _of_number(
        self, place: int, shape: float, table: FloatArray, boost: FloatArray, left: "_Left"
    ) -> FloatArray:
        """Add the histories of one number of orders.

        An integral times boost is the odds of having left. Returns the weight of each step in
        the slope: the sum over histories whose interval it is in, (k - 1,).
        """
        net = np.zeros(table.size)
        for part in self._all.blocks(*self._starts[place : place + 2].tolist()):
            first, last = self._all.first[part], self._all.last[part]
            weight = self._all.weight[part]
            integral = table.take(first) - table.take(last)
            each = boost.take(last)
            whole = 1 + integral * each
            each *= weight
            each /= whole
            left.value += float(weight @ np.log(whole))
            gone = np.bincount(last, each * integral, table.size)
            left.by_day += gone
            left.shape_by_day += shape * gone
            net += np.bincount(first, each, table.size)
            net -= np.bincount(last, each, table.size)
        return net.cumsum()[:-1]

    def _one_by_one(
        self, parameters: FloatArray, part: slice, times: "_Terms", left: "_Left"
    ) -> None:
        """Add histories of many orders, each by nodes of its own."""
        r, _, s, beta = parameters
        first, last = self._all.first[part], self._all.last[part]
        x, weight = self._all.x[part].astype(np.float64), self._all.weight[part]
        shape = r + x
        t_x, age = self._all.times[first], self._all.times[last]
        y, log_step = leaving_times(ParetoNbd(*parameters), x, t_x, age)
        nodes = _Terms.of(parameters, y)
        logs = log_step - shape * nodes.log_alpha - (s + 1) * nodes.log_beta
        peak = logs.max(axis=0)
        peak = np.where(peak > -np.inf, peak, 0.0)  # of time 0 since the last order: none left
        density = WEIGHTS[:, None] * np.exp(logs - peak)
        integral = density.sum(axis=0)
        alive = -shape * times.log_alpha[last] - s * times.log_beta[last]
        with np.errstate(divide="ignore"):
            log_odds = np.log(s / beta) + peak + np.log(integral) - alive
        gone = weight * expit(log_odds)
        each = gone / np.where(integral > 0, integral, 1.0)
        left.value += float(weight @ np.logaddexp(0, log_odds))
        left.by_day += np.bincount(last, gone, times.log_alpha.size)
        left.shape_by_day += np.bincount(last, gone * shape, times.log_alpha.size)
        mean = [(term * density).sum(axis=0) for term in nodes]
        left.slopes += [
            -(each @ mean[0]),
            (each * shape) @ mean[1],
            -(each @ mean[2]),
            (s + 1) * (each @ mean[3]),
        ]


class _Left:
    """What is summed of those who may have left.

    value: of ln(1 + odds of having left); by_day, (k,): customers who have left, by as-of day;
    shape_by_day: the same times r + x; slopes: those of the integrals.
    """

    def __init__(self, n_days: int) -> None:
        self.value = 0.0
        self.by_day, self.shape_by_day = np.zeros(n_days), np.zeros(n_days)
        self.slopes = np.zeros(4)


class _Terms(NamedTuple):
    """What the integrand and its slopes are made of, at times y.

    ln(1 + y / alpha) and minus its slope by alpha, the same with beta.
    """

    log_alpha: FloatArray
    by_alpha: FloatArray
    log_beta: FloatArray
    by_beta: FloatArray

    @classmethod
    def of(cls, parameters: FloatArray, y: FloatArray) -> "_Terms":
        _, alpha, _, beta = parameters
        return cls(
            np.log1p(y / alpha),
            y / (alpha * (alpha + y)),
            np.log1p(y / beta),
            y / (beta * (beta + y)),
        )
