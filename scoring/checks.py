"""Checks on settings: each says the setting, what it is, and what it may be."""

import math
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from scoring.errors import SettingError

FloatArray: TypeAlias = npt.NDArray[np.float64]
IntArray: TypeAlias = npt.NDArray[np.signedinteger[Any]]
BoolArray: TypeAlias = npt.NDArray[np.bool_]
TextArray: TypeAlias = npt.NDArray[np.object_]  # Python str, one per place
Cuts: TypeAlias = tuple[float, float]


def check_whole(setting: str, value: int, low: int, high: int) -> None:
    """Raise SettingError unless value is a whole number, low <= value <= high."""
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise SettingError("setting.whole", setting, f"{value}", f"{low} … {high}")


def check_between(setting: str, value: float, low: float, high: float) -> None:
    """Raise SettingError unless value is a number, low <= value <= high."""
    if not low <= value <= high:
        raise SettingError("setting.range", setting, f"{value:g}", f"{low:g} … {high:g}")


def check_one_of(setting: str, value: str, allowed: Collection[str]) -> None:
    """Raise SettingError unless value is one of the allowed words."""
    if value not in allowed:
        raise SettingError("setting.choice", setting, f"{value}", ", ".join(allowed))


def check_rising(
    setting: str, values: Sequence[float], count: int, above: float = 0, below: float = math.inf
) -> None:
    """Raise SettingError unless there are count values, rising, above < value < below."""
    inside = all(above < value < below for value in values)
    rising = all(a < b for a, b in pairwise(values))
    if len(values) != count or not inside or not rising:
        found = ", ".join(f"{value:g}" for value in values)
        lower, upper = (f"{end:g}".replace("inf", "∞") for end in (above, below))
        raise SettingError("setting.rising", setting, found, f"{lower} … {upper}")


def check_falling(setting: str, values: Sequence[float], count: int, above: float = 0) -> None:
    """Raise SettingError unless there are count finite values, falling, value > above."""
    inside = all(above < value < math.inf for value in values)
    falling = all(a > b for a, b in pairwise(values))
    if len(values) != count or not inside or not falling:
        found = ", ".join(f"{value:g}" for value in values)
        raise SettingError("setting.falling", setting, found, f"∞ … {above:g}")
