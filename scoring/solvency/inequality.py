"""How unevenly values are spread: shares of the largest, HHI, effective number, Gini, Lorenz.

Values are money of customers, (n,), in any order; one below 0 (more returns than sales) counts
as 0, one of 0 counts as a customer. Without any value above 0 nothing can be said: NaN. The
answers depend neither on the order of the values nor on the currency.
"""

import numpy as np

from scoring.checks import FloatArray
from scoring.errors import SettingError
from scoring.sums import units_of

LORENZ_POINTS = 101  # of a curve of fixed size: 0, 1, ... 100 % of the customers


def top_share(values: FloatArray, n: int) -> float:
    """Return the share, a fraction, that the n largest bring together [CR n].

    With n at or above the number of values it is 1.

    Raises SettingError for an n below 1.
    Source: METHODS 2.20; Hall, Tideman (1967), Measures of Concentration, JASA 62(317).
    """
    if n < 1:
        raise SettingError("setting.range", "n", f"{n}", "1 … ∞")
    money = _whole(values)
    total = money.sum()
    return float(money[-n:].sum() / total) if total > 0 else np.nan


def best_share(values: FloatArray, part: float) -> float:
    """Return the share that the largest part of all values brings, such as the largest fifth.

    part is a fraction from 0 to 1; where it cuts a customer in two, the customer's value is
    parted likewise (straight lines of the Lorenz curve).

    Raises SettingError for a part outside 0 .. 1.
    Source: METHODS 2.20, Pareto point.
    """
    if not 0 <= part <= 1:
        raise SettingError("setting.range", "n", f"{part:g}", "0 … 1")
    curve = lorenz(values)
    return float(1 - np.interp(1 - part, curve[:, 0], curve[:, 1]))


def hhi(values: FloatArray) -> float:
    """Return the Herfindahl-Hirschman index: the sum of squared shares in percent, to 10000.

    One customer alone makes 10000, n equal ones make 10000 / n.

    Source: METHODS 2.20; Hirschman (1964), The Paternity of an Index, AER 54(5).
    """
    percent = 100 * _shares(values)
    return float((percent**2).sum())


def effective_number(values: FloatArray) -> float:
    """Return how many equal customers would be as concentrated: 10000 / HHI.

    Source: METHODS 2.20; Adelman (1969), Comment on the H Concentration Measure, REStat 51(1).
    """
    return 10_000 / hhi(values)


def gini(values: FloatArray, *, corrected: bool = False) -> float:
    """Return the Gini coefficient: 0 where all bring the same, near 1 where one brings all.

    It is twice the area between the Lorenz curve and the line of equality, at most 1 - 1/n;
    corrected multiplies it by n / (n - 1), so that it may reach 1; of one value it is NaN.

    Source: METHODS 2.20; Gini (1914); the correction as in R, ineq::Gini(corr = TRUE).
    """
    shares = _shares(values)
    n = shares.size
    plain = float((np.arange(1, n + 1) * 2 - n - 1) @ shares / n)
    if not corrected:
        return plain
    return plain * n / (n - 1) if n > 1 else np.nan


def lorenz(values: FloatArray) -> FloatArray:
    """Return the Lorenz curve, (n + 1, 2): share of customers, and of value, smallest first.

    It begins at (0, 0) and ends at (1, 1). Without a value above 0 its second column is NaN.

    Source: METHODS 2.20; Lorenz (1905), Methods of Measuring the Concentration of Wealth.
    """
    money = _whole(values)
    sums = np.append(0.0, np.cumsum(money))
    steps = np.linspace(0, 1, sums.size) if money.size else np.zeros(1)
    curve: FloatArray = np.column_stack([steps, sums / (sums[-1] or np.nan)])
    return curve


def lorenz_points(values: FloatArray, points: int = LORENZ_POINTS) -> FloatArray:
    """Return the Lorenz curve at points equal steps from 0 to 1, (points, 2), straight between.

    Raises SettingError for fewer than 2 points.
    """
    if points < 2:
        raise SettingError("setting.range", "points", f"{points}", "2 … ∞")
    curve = lorenz(values)
    steps = np.linspace(0, 1, points)
    return np.column_stack([steps, np.interp(steps, curve[:, 0], curve[:, 1])])


def _shares(values: FloatArray) -> FloatArray:
    """Return the shares of the sum, (n,), smallest first; NaN where there is none."""
    money = _whole(values)
    total = money.sum()
    return money / total if total > 0 else np.full(max(money.size, 1), np.nan)


def _whole(values: FloatArray) -> FloatArray:
    """Return values in whole units, smallest first, none below 0: their sums are exact."""
    money = np.sort(np.maximum(values, 0))
    return units_of(money).whole(money)
