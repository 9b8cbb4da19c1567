"""Seasonal indices: how far each month or quarter lies above or below the mean of its year.

Ratio to the yearly mean and ratio to a centred moving average, as in METHODS.md 2.15; the latter
as R's decompose(type = "multiplicative") reckons it.
"""

from dataclasses import replace
from datetime import date
from typing import Literal, NamedTuple, get_args

import numpy as np
import numpy.typing as npt

from scoring.checks import BoolArray, FloatArray, IntArray, check_one_of
from scoring.days import period_index
from scoring.errors import Note, TooLittleDataError
from scoring.settings import SEASON_LENGTHS, XyzPolicy
from scoring.settings.period import Period
from scoring.sums import sum_by
from scoring.tables.contracts import SalesTable
from scoring.value.periods import PeriodBlock, period_block

SeasonMethod = Literal["mean", "moving"]

SEASONS = ("none", "own", "group")  # whose index a row was divided by
NONE, OWN, GROUP = (np.int8(place) for place in range(3))
OWN_SEASONS = 2  # full seasons that a row needs for an index of its own
MOST_SEASONS = 5  # older ones say little of today


class Corrected(NamedTuple):
    """Values freed of the season, (k, P); periods that do not count; whose index; notes.

    closed, (k, P): periods without sales in which by the index there are none to expect.
    used, (k,): places in SEASONS.
    """

    values: FloatArray
    closed: BoolArray
    used: npt.NDArray[np.int8]
    notes: tuple[Note, ...]


def sales_season(sales: SalesTable, period: Period, method: SeasonMethod) -> FloatArray:
    """Return the seasonal index of all sales, 12 months or 4 quarters, the first of the year first.

    "mean": of the whole calendar years from the first sale to the last, the mean of month by
    yearly mean. "moving": of all months from the first sale to the last, the mean ratio to the
    centred moving average over a year. Both are brought to the mean 1. Periods with more
    returns than sales count as 0; where nothing was sold in a year, the year does not count.

    Raises SettingError for other periods, TooLittleDataError for fewer than one whole
    calendar year, with "moving" for fewer than two years of periods, or where no year has sales.
    """
    check_one_of("season.period", period, SEASON_LENGTHS)
    check_one_of("season.method", method, get_args(SeasonMethod))
    length = SEASON_LENGTHS[period]
    place = period_index(sales.day, period)
    first, last = int(place.min()), int(place.max())
    if method == "mean":
        first, last = -(-first // length) * length, (last + 1) // length * length - 1
    n_years = max(0, last - first + 1) // length
    inside = (place >= first) & (place <= last)
    needs = 2 if method == "moving" else 1
    if n_years < needs:
        raise TooLittleDataError("little.seasons", "SEASON_INDEX", needs=needs, has=n_years)
    money = sum_by((place - first)[inside], sales.amount[inside], last - first + 1)
    index = seasonal_index(np.maximum(money, 0)[None, :], length, method)[0]
    if np.isnan(index).any():
        raise TooLittleDataError("little.seasons", "SEASON_INDEX", needs=needs, has=0)
    return np.roll(index, first % length)  # the first period of the run is not always January


def seasonal_index(values: FloatArray, length: int, method: SeasonMethod) -> FloatArray:
    """Return the index of each row of values, (k, length), of (k, P) periods, mean 1.

    "mean" takes whole seasons only: P is a multiple of length. Its first place is that of the
    first period. A season without sales does not count; NaN where no season has any.
    """
    ratios = _to_season_mean(values, length) if method == "mean" else _to_moving(values, length)
    counted = ~np.isnan(ratios)
    n = counted.sum(axis=1)
    sums = np.where(counted, ratios, 0).sum(axis=1)
    index = np.divide(sums, n, out=np.full(n.shape, np.nan), where=n > 0)
    mean = index.mean(axis=1, keepdims=True)
    even: FloatArray = np.divide(index, mean, out=np.full(index.shape, np.nan), where=mean > 0)
    return even


def _to_season_mean(values: FloatArray, length: int) -> FloatArray:
    """Return each period by the mean of its season, (k, seasons, length); NaN without sales."""
    seasons = values.reshape(len(values), -1, length)
    mean = seasons.mean(axis=2, keepdims=True)
    ratios: FloatArray = np.divide(
        seasons, mean, out=np.full(seasons.shape, np.nan), where=mean > 0
    )
    return ratios


def _to_moving(values: FloatArray, length: int) -> FloatArray:
    """Return each period by the centred moving average, (k, seasons, length); NaN at the ends.

    The average spans length + 1 periods, the outer two with half their weight.
    """
    n_rows, n_periods = values.shape
    weights = np.full(length + 1, 1 / length)
    weights[[0, -1]] /= 2
    windows = np.lib.stride_tricks.sliding_window_view(values, length + 1, axis=1)
    trend = windows @ weights
    half = length // 2
    ratios = np.full((n_rows, -(-n_periods // length) * length), np.nan)
    middle = slice(half, n_periods - half)
    ratios[:, middle] = np.divide(
        values[:, middle], trend, out=np.full(trend.shape, np.nan), where=trend > 0
    )
    return ratios.reshape(n_rows, -1, length)


def season_history(
    sales: SalesTable,
    policy: XyzPolicy,
    as_of: date,
    by: Literal["customer", "product"] = "customer",
) -> PeriodBlock | None:
    """Return the block of periods that seasonal indices are taken from; None without season."""
    if policy.season == "none":
        return None
    most = MOST_SEASONS * SEASON_LENGTHS[policy.period]
    return period_block(sales, replace(policy, n_periods=max(policy.n_periods, most)), as_of, by)


def without_season(
    values: FloatArray, history: FloatArray, first_period: IntArray, policy: XyzPolicy
) -> Corrected:
    """Divide each row of values, (k, P), by a seasonal index taken from its history, (k, H).

    Both end with the same period; first_period, (k,), counts in the columns of history. With
    season "auto" a row's own index is taken where it first bought two full seasons or more
    before the end, else that of all rows together; with "group" always the latter, from one full
    season on, and two where there is no other row. Of history, the last five full seasons
    count. The index is the ratio to the yearly mean; with detrend, from two seasons on, that
    to the centred moving average, which a trend leaves as it is. A row without sales in those
    seasons, or without any index to take, stays as it is.

    A period of index 0 without sales does not count: nothing was to be expected. A sale in
    such a period stays as it is.
    """
    length = SEASON_LENGTHS[policy.period]
    n_seasons = min(history.shape[1] // length, MOST_SEASONS)
    index = np.full((len(values), length), np.nan)
    used = np.full(len(values), NONE)
    group, enough = _group_index(history, n_seasons, length, policy)
    if enough:
        index[:], used[:] = group, GROUP
        used[~history[:, history.shape[1] - n_seasons * length :].any(axis=1)] = NONE
    if policy.season == "auto":
        _take_own(index, used, history, first_period, policy)
    index[used == NONE] = 1
    spread = index.round(12)[:, np.arange(-values.shape[1], 0) % length]
    closed = (spread == 0) & (values == 0)
    divided = np.divide(values, spread, out=values.copy(), where=spread > 0)
    return Corrected(divided, closed, used, _notes(used, n_seasons))


def _group_index(
    history: FloatArray, n_seasons: int, length: int, policy: XyzPolicy
) -> tuple[FloatArray, bool]:
    """Return the index of all rows together, (length,), and whether it may be used."""
    together = history.sum(axis=0)[None, :]
    n_rows = int(np.count_nonzero(history.any(axis=1)))
    if n_seasons < (1 if n_rows > 1 else OWN_SEASONS) or n_rows == 0:
        return np.full(length, np.nan), False
    index = _last_seasons(together, n_seasons, length, policy)[0]
    return index, not np.isnan(index).any()


def _take_own(
    index: FloatArray,
    used: npt.NDArray[np.int8],
    history: FloatArray,
    first_period: IntArray,
    policy: XyzPolicy,
) -> None:
    """Put rows' own indices in place, those with as many full seasons in one step."""
    length = SEASON_LENGTHS[policy.period]
    seasons = (history.shape[1] - np.maximum(first_period, 0)) // length
    seasons = np.minimum(seasons, MOST_SEASONS)
    for n_seasons in range(OWN_SEASONS, MOST_SEASONS + 1):
        rows = np.flatnonzero(seasons == n_seasons)
        if rows.size == 0:
            continue
        own = _last_seasons(history[rows], n_seasons, length, policy)
        known = ~np.isnan(own).any(axis=1)
        index[rows[known]], used[rows[known]] = own[known], OWN


def _last_seasons(
    history: FloatArray, n_seasons: int, length: int, policy: XyzPolicy
) -> FloatArray:
    """Return the index of the last seasons of each row, its last place that of the last period."""
    moving = policy.detrend and n_seasons >= OWN_SEASONS
    last = history[:, history.shape[1] - n_seasons * length :]
    return seasonal_index(last, length, "moving" if moving else "mean")


def _notes(used: npt.NDArray[np.int8], n_seasons: int) -> tuple[Note, ...]:
    counts = np.bincount(used, minlength=len(SEASONS))
    details = {name: str(n) for name, n in zip(SEASONS, counts, strict=True)}
    notes: tuple[Note, ...] = (Note("note.xyz_season", details),)
    if counts[GROUP] and n_seasons == 1:
        notes += (Note("note.xyz_season_one"),)
    return notes
