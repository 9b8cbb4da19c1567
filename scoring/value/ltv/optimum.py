"""The search of the greatest likelihood, and the look at what it found.

Steps of Newton between limits, on histories of rounded times where there are many of them, then
on the exact ones. Slopes are exact; the curvature is the difference of slopes, brought up to
date after each step by what the slope has changed (Broyden, Fletcher, Goldfarb, Shanno). With
four coordinates that takes fewer passes over the data than the searches of scipy.

A search that stopped is not yet a fit: on a ridge of equally good parameters it stops anywhere.
So the curvature is looked at, and where it leaves a coordinate open, whether its limit does as
well: that is a simpler model (LTV.md 4.2).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from scoring.checks import BoolArray, FloatArray
from scoring.value.ltv.coordinates import Coordinates
from scoring.value.ltv.curvature import learnt, left_open, newton_step, spread_of

Slope: TypeAlias = Callable[[FloatArray], tuple[float, FloatArray]]

FLAT = 1e-6  # of log-likelihood, that one more step of Newton would gain
SAME = 0.01  # of log-likelihood: a limit that costs less is as good
_STEP = 1e-5  # along a coordinate, to take the curvature
_GAIN = 1e-9  # of log-likelihood, at which steps end
_NEAR = 1e-3  # the same on rounded times
_STEPS = 100
_ANEW = 12  # steps after which the curvature as learnt may be far from what it is on a ridge
_ROUNDS = 4  # with the curvature taken anew
_PARTS = 7
_AT = 1e-6  # so near to a limit is at it


@dataclass(frozen=True, slots=True, eq=False)
class Optimum:
    """Where a search ended: coordinates, (p,), log-likelihood, slopes, minus the curvature.

    held tells the coordinates that are at a limit, loose those that the data leave open.
    settled is False where the slope is not flat.
    """

    place: FloatArray
    value: float
    slope: FloatArray
    information: FloatArray
    held: BoolArray
    loose: BoolArray
    settled: bool

    @property
    def inner(self) -> bool:
        """Whether the data determine every coordinate, none at a limit."""
        return self.settled and not (self.held.any() or self.loose.any())

    @property
    def spread(self) -> FloatArray:
        """Covariance of the coordinates, (p, p); 0 where held, NaN where the data give none."""
        return spread_of(self.information, self.held)


class Search:
    """The search of one likelihood, in its coordinates.

    exact and rough tell the log-likelihood and its slopes by the parameters; rough is that of
    rounded times, or exact once more. weight, if given, is added to both: value and slopes along
    the coordinates.
    """

    def __init__(
        self,
        coordinates: Coordinates,
        exact: Slope,
        rough: Slope,
        weight: Slope | None = None,
    ) -> None:
        self._coordinates, self._weight = coordinates, weight
        self._exact, self._rough = exact, rough

    def run(self, starts: Sequence[FloatArray]) -> Optimum:
        """Return the best of what is found from the starts.

        An inner optimum ends the search, and so do two starts that lead as high.
        """
        free = np.ones(self._coordinates.size, bool)
        best = self._from(starts[0], free)
        for start in starts[1:]:
            if best.inner:
                return best
            found = self._from(start, free)
            alike = abs(found.value - best.value) <= SAME
            if found.inner or found.value > best.value + SAME:
                best = found
            if alike:
                break
        return best if best.inner else self._at_limits(best)

    def fixed(self, start: FloatArray, places: dict[int, float]) -> Optimum:
        """Return the optimum with some coordinates held at given places."""
        free = np.ones(self._coordinates.size, bool)
        held = start.copy()
        for place, value in places.items():
            free[place], held[place] = False, value
        return self._from(held, free)

    def look(self, place: FloatArray) -> Optimum:
        """Return what a place that another search found is, limits included."""
        place = np.clip(place, self._coordinates.low, self._coordinates.high)
        return self._seen(place, np.ones(place.size, bool))

    def _at_limits(self, found: Optimum) -> Optimum:
        """Put coordinates that are loose at their limit where that is as good."""
        for _ in range(self._coordinates.size):
            if not found.loose.any():
                break
            limits = self._coordinates.high, self._coordinates.low
            tried = [
                self.fixed(found.place, {**_held(found), int(place): float(limit[place])})
                for place in np.flatnonzero(found.loose)
                for limit in limits
            ]
            best = max(tried, key=lambda each: (each.settled, each.value))
            if not best.settled or best.value < found.value - SAME:
                break
            found = best
        return found

    def _from(self, start: FloatArray, free: BoolArray) -> Optimum:
        place = np.clip(start, self._coordinates.low, self._coordinates.high)
        information = self._information(self._rough, place)
        if self._rough is not self._exact:
            place, information = self._climb(self._rough, place, free, information, _NEAR)
            information = self._information(self._rough, place)
        for _ in range(_ROUNDS):
            place, information = self._climb(self._exact, place, free, information, _GAIN)
            found = self._seen(place, free)
            if found.settled:
                break
            information = found.information
        return found

    def _seen(self, place: FloatArray, free: BoolArray) -> Optimum:
        value, slope = self._along(self._exact, place)
        information = self._information(self._exact, place, both=self._rough is self._exact)
        held = self._held(place, slope, free)
        sound = bool(np.isfinite(value) and np.isfinite(information).all())
        settled = sound and float(newton_step(information, slope, ~held) @ slope) <= FLAT
        loose = left_open(information, held)
        return Optimum(place, value, slope, information, held, loose, settled)

    def _along(self, slope: Slope, place: FloatArray) -> tuple[float, FloatArray]:
        """Return the log-likelihood and its slopes along the coordinates."""
        value, by_parameters = slope(self._coordinates.parameters(place))
        along = by_parameters @ self._coordinates.slopes(place)
        if self._weight is not None:
            more, steeper = self._weight(place)
            value, along = value + more, along + steeper
        return value, along

    def _climb(
        self,
        slope_of: Slope,
        place: FloatArray,
        free: BoolArray,
        information: FloatArray,
        enough: float,
    ) -> tuple[FloatArray, FloatArray]:
        """Climb by Newton's steps until one gains no more than enough; the curvature learns.

        Returns the place and the curvature as learnt on the way. Where many steps are needed,
        something is all but flat: a gain that the look at the end lets pass is then enough.
        """
        value, slope = self._along(slope_of, place)
        fresh = False
        for number in range(1, _STEPS + 1):
            if number % _ANEW == 0:
                information = self._information(slope_of, place, both=True)
                enough = max(enough, FLAT / 4)
            step = self._step(information, place, slope, free)
            if step @ slope / 2 <= enough:
                place = np.clip(place + step, self._coordinates.low, self._coordinates.high)
                break
            new, new_value, new_slope = self._forward(slope_of, place, step, value)
            if new_value > value:
                information = learnt(information, new - place, slope - new_slope)
                place, value, slope, fresh = new, new_value, new_slope, False
            elif fresh:
                break
            else:
                information, fresh = self._information(slope_of, place), True
        return place, information

    def _step(
        self, information: FloatArray, place: FloatArray, slope: FloatArray, free: BoolArray
    ) -> FloatArray:
        """Return Newton's step, with what it would take beyond a limit held there."""
        held = self._held(place, slope, free)
        while True:
            step = newton_step(information, slope, ~held)
            low = (place <= self._coordinates.low + _AT) & (step < 0)
            beyond = low | (place >= self._coordinates.high - _AT) & (step > 0)
            if not beyond.any():
                return step
            held = held | beyond

    def _forward(
        self, slope_of: Slope, place: FloatArray, step: FloatArray, value: float
    ) -> tuple[FloatArray, float, FloatArray]:
        """Go a step, or the greatest part of it that leads up: to the first limit, or by thirds.

        A step cut to the limits leaves the ridge where r and alpha only rise together.
        """
        low, high = self._coordinates.low, self._coordinates.high
        reach = _reach(place, step, low, high)
        whole = (1.0, reach) if reach < 1 else (1.0,)
        for part in (*whole, *(3.0**-power for power in range(1, _PARTS))):
            new = np.clip(place + step * part, low, high)
            new_value, new_slope = self._along(slope_of, new)
            if new_value > value:
                break
        return new, new_value, new_slope

    def _held(self, place: FloatArray, slope: FloatArray, free: BoolArray) -> BoolArray:
        """Return what is fixed, or at a limit with the likelihood rising beyond it."""
        at_low = (place <= self._coordinates.low + _AT) & (slope <= 0)
        at_high = (place >= self._coordinates.high - _AT) & (slope >= 0)
        held: BoolArray = ~free | at_low | at_high
        return held

    def _information(self, slope_of: Slope, place: FloatArray, *, both: bool = False) -> FloatArray:
        """Return minus the curvature, from the slopes a step away, to one side or both."""
        steps = _STEP * np.eye(place.size)
        ahead = np.array([self._along(slope_of, place + step)[1] for step in steps])
        if both:
            behind = np.array([self._along(slope_of, place - step)[1] for step in steps])
            square = (behind - ahead) / (2 * _STEP)
        else:
            square = (self._along(slope_of, place)[1] - ahead) / _STEP
        symmetric: FloatArray = (square + square.T) / 2
        return symmetric


def _reach(place: FloatArray, step: FloatArray, low: FloatArray, high: FloatArray) -> float:
    """Return the part of a step at which the first coordinate meets a limit; 1 where none does."""
    room = np.where(step > 0, high - place, low - place)
    meets = np.abs(step) > np.abs(room)
    return float((room[meets] / step[meets]).min(initial=1.0))


def _held(found: Optimum) -> dict[int, float]:
    return {int(place): float(found.place[place]) for place in np.flatnonzero(found.held)}
