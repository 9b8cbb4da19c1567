"""What a segment map is: a name for every cell of scores, and how scores of other bins fit it."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from scoring.checks import BoolArray, IntArray, TextArray

STEPS = 5  # the scores that the named maps know
NO_SEGMENT = "no_segment"  # of customers whose cell no segment claims
RANKS: dict[str, int] = {
    "champions": 1,
    "loyal": 2,
    "potential_loyalist": 3,
    "new": 4,
    "promising": 4,
    "need_attention": 5,
    "about_to_sleep": 6,
    "at_risk": 7,
    "cant_lose": 7,
    "hibernating": 8,
    "lost": 9,
}
SEGMENT_ORDER = tuple(RANKS)


class CodeScores(NamedTuple):
    """Scores of r, f and m, (n,) each, 1 .. bins of each."""

    r: IntArray
    f: IntArray
    m: IntArray
    bins: tuple[int, int, int] = (STEPS, STEPS, STEPS)


@dataclass(frozen=True, slots=True, eq=False)
class SegmentMap:
    """Which segment each cell of scores belongs to.

    claims: (S, k, k) or (S, k, k, k), whether segment s claims the cell [r-1, f-1(, m-1)]; the
    first of several claims wins. second: what the second axis of a map of two is, "f" or "fm",
    the mean of F and M, halves rounded up. ranks: 1 is the best; two segments may share one, and
    None is not ranked.
    """

    name: str
    segments: tuple[str, ...]
    ranks: tuple[int | None, ...]
    claims: BoolArray
    second: Literal["f", "fm"] = "f"

    @property
    def steps(self) -> int:
        """How many scores the map knows on each axis."""
        return int(self.claims.shape[1])

    @property
    def axes(self) -> tuple[str, ...]:
        """The axes of a cell, in order: R and F, R and FM, or R, F and M."""
        return ("R", "F", "M") if self.claims.ndim == 4 else ("R", self.second.upper())

    @property
    def grid(self) -> npt.NDArray[np.int8]:
        """Index of the segment of each cell, (k, k[, k]); -1 for a hole."""
        return np.where(self.claims.any(axis=0), self.claims.argmax(axis=0), -1).astype(np.int8)

    @property
    def keys(self) -> TextArray:
        """The segments, (S + 1,), and behind them NO_SEGMENT, which index -1 finds."""
        return np.array([*self.segments, NO_SEGMENT], object)

    def places(self, scores: CodeScores) -> IntArray:
        """Return the index of each customer's segment, (n,); -1 where the cell is a hole.

        Scores of other bins are put on the steps of the map; see to_steps.
        """
        places: IntArray = self.grid[self.cells(scores)].astype(np.intp)
        return places

    def customers(self, scores: CodeScores) -> IntArray:
        """Count the customers in each cell of the map, (k, k[, k])."""
        counts = np.zeros(self.claims.shape[1:], np.int64)
        np.add.at(counts, self.cells(scores), 1)
        return counts

    def cells(self, scores: CodeScores) -> tuple[IntArray, ...]:
        """Return the cell of each customer, (n,) for each axis, from 0."""
        r, f, m = (
            to_steps(each, bins, self.steps)
            for each, bins in zip(scores[:3], scores.bins, strict=True)
        )
        if self.claims.ndim == 4:
            return r - 1, f - 1, m - 1
        return r - 1, (f if self.second == "f" else mean_score(f, m)) - 1


def to_steps(scores: IntArray, bins: int, steps: int = STEPS) -> IntArray:
    """Put scores 1 .. bins, (n,), on the scale 1 .. steps by the middle of each bin.

    That is ceil(steps * (2 * score - 1) / (2 * bins)): on five steps 1, 3, 5 for three bins and
    1, 2, 4, 5 for four.
    """
    placed: IntArray = -(-steps * (2 * scores.astype(np.int64) - 1) // (2 * bins))
    return placed


def mean_score(f: IntArray, m: IntArray) -> IntArray:
    """Return the mean of two scores, (n,), a half rounded up."""
    mean: IntArray = (f + m + 1) // 2
    return mean
