"""How recency, frequency and money become scores, and scores become segments."""

from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias, get_args

from scoring.checks import check_between, check_one_of, check_rising, check_whole
from scoring.errors import SettingError

Monetary = Literal["sum", "ticket", "margin"]
Ties = Literal["low", "mean", "split", "random", "next", "keep", "drop"]
Binning = Literal["independent", "nested", "fixed", "rhythm"]
MapName = Literal["A", "B", "C", "own"]
Borders: TypeAlias = tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...]]

AXES = ("r", "f", "m")
FEWEST_BINS, MOST_BINS = 2, 9


@dataclass(frozen=True, slots=True)
class RfmPolicy:
    """How recency, frequency and money become scores, 1 the worst.

    bins: scores per component, one number for all or one each for R, F and M.
    monetary: what M counts: "sum" of net sales, "ticket" (by order), "margin" (sales less costs).
    ties: which bin customers of equal value get; see scoring.value.rfm_bins.
    binning: "independent" cuts each component over all customers; "nested" R over all, F inside
    each R, M inside each pair of R and F; "fixed" at the borders in cuts; "rhythm" is
    independent, with the days of silence counted in the customer's own intervals between orders.
    cuts: borders of R in days, F in orders and M in money, rising, 1 to 8 each, for "fixed"; a
    component without borders is cut like "independent".
    seed: of the ties "random". weights: of R, F and M in the weighted score.
    months_out: calendar months, 1 to 12, whose sales and days do not count.
    """

    bins: int | tuple[int, int, int] = 5
    monetary: Monetary = "sum"
    ties: Ties = "low"
    binning: Binning = "independent"
    cuts: Borders = ((), (), ())
    seed: int = 0
    weights: tuple[float, float, float] = (100, 10, 1)
    months_out: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        for bins in self.bins_by_axis:
            check_whole("rfm.bins", bins, FEWEST_BINS, MOST_BINS)
        check_one_of("rfm.monetary", self.monetary, get_args(Monetary))
        check_one_of("rfm.ties", self.ties, get_args(Ties))
        check_one_of("rfm.binning", self.binning, get_args(Binning))
        check_whole("rfm.seed", self.seed, 0, 2**31 - 1)
        self._check_cuts()
        for weight in self.weights:
            check_between("rfm.weights", weight, 0, 1e6)
        if not any(self.weights):
            raise SettingError("setting.range", "rfm.weights", "0, 0, 0", "0 … 1e+06")
        for month in self.months_out:
            check_whole("rfm.months_out", month, 1, 12)
        if len(set(self.months_out)) == 12:
            raise SettingError("setting.months", "rfm.months_out", "1 … 12", "1 … 11")

    @property
    def bins_by_axis(self) -> tuple[int, int, int]:
        """Scores of R, F and M, as they were asked for."""
        return self.bins if isinstance(self.bins, tuple) else (self.bins,) * 3

    @property
    def scores_by_axis(self) -> tuple[int, int, int]:
        """How many scores R, F and M have at most: those of the borders where they are given."""
        if self.binning != "fixed":
            return self.bins_by_axis
        pairs = zip(self.cuts, self.bins_by_axis, strict=True)
        r, f, m = (len(cuts) + 1 if cuts else bins for cuts, bins in pairs)
        return r, f, m

    def _check_cuts(self) -> None:
        for axis, cuts in zip(AXES, self.cuts, strict=True):
            if cuts:
                low = -float("inf") if axis == "m" else -1.0  # money may be below 0
                count = min(max(len(cuts), FEWEST_BINS - 1), MOST_BINS - 1)
                check_rising(f"rfm.cuts_{axis}", cuts, count, above=low)
        if self.binning == "fixed" and not any(self.cuts):
            raise SettingError("setting.no_cuts", "rfm.cuts", "", "R, F, M")


class SegmentRow(NamedTuple):
    """A row of a segment map of the user's own.

    rank: 1 is the best; None where the name has none, text where no whole number was typed, which
    is a fault. rule: which scores; the grammar stands in scoring.value.segment_rules.
    """

    segment: str
    rank: int | str | None
    rule: str
