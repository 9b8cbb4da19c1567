"""What the curvature of a likelihood says: Newton's step, errors, and what the data leave open.

information is minus the curvature of the log-likelihood along the coordinates, (p, p); free and
held tell which of them may move and which may not, (p,).
"""

import numpy as np

from scoring.checks import BoolArray, FloatArray

LOOSE = 2.5  # standard error along a coordinate: a parameter known to a factor of 12 at best
_LONGEST = 2.0  # Newton step along a coordinate


def newton_step(information: FloatArray, slope: FloatArray, free: BoolArray) -> FloatArray:
    """Return the step to the top of the parabola, upward also where it has none."""
    step = np.zeros(slope.size)
    part = information[np.ix_(free, free)]
    if part.size and np.isfinite(part).all():
        curvature, axes = np.linalg.eigh(part)
        curvature = np.maximum(np.abs(curvature), 1e-7 * max(curvature.max(), 1e-3))
        step[free] = axes @ ((axes.T @ slope[free]) / curvature)
        step *= min(1.0, _LONGEST / max(float(np.abs(step).max()), 1e-300))
    return step


def learnt(information: FloatArray, step: FloatArray, change: FloatArray) -> FloatArray:
    """Return the curvature brought up to date by the change of slope over a step."""
    along = float(step @ change)
    if not along > 1e-10 * float(np.abs(step) @ np.abs(change)):
        return information  # bent upward here: it says nothing of the top
    old = information @ step
    before = float(step @ old)
    if before <= 0:
        return information
    new: FloatArray = information - np.outer(old, old) / before + np.outer(change, change) / along
    return new


def spread_of(information: FloatArray, held: BoolArray) -> FloatArray:
    """Return the covariance of the coordinates, (p, p); 0 where held, NaN without a maximum."""
    free = ~held
    spread = np.zeros_like(information)
    part = information[np.ix_(free, free)]
    if not part.size:
        return spread
    try:
        np.linalg.cholesky(part)
        inverse = np.linalg.inv(part)
        spread[np.ix_(free, free)] = (inverse + inverse.T) / 2
    except np.linalg.LinAlgError:
        spread[np.ix_(free, free)] = np.nan
    return spread


def left_open(information: FloatArray, held: BoolArray) -> BoolArray:
    """Return which free coordinates the curvature leaves open, (p,)."""
    errors = np.diag(spread_of(information, held))
    if np.isnan(errors).any():
        return _flat_axes(information, held)
    loose: BoolArray = ~held & ~(errors <= LOOSE**2)
    return loose


def _flat_axes(information: FloatArray, held: BoolArray) -> BoolArray:
    """Return the coordinates in which the directions without curvature lie."""
    free = ~held
    part = information[np.ix_(free, free)]
    loose = free.copy()
    if np.isfinite(part).all():
        curvature, axes = np.linalg.eigh(part)
        open_axes = np.abs(axes[:, curvature < 1 / LOOSE**2])
        loose[free] = (open_axes > 0.3).any(axis=1)
    return loose
