"""What can be chosen: one frozen policy per method, collected in Settings.

Shares and cuts are fractions, not percent: 0.80 is 80 %.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple, get_args

from scoring.checks import Cuts, check_one_of, check_rising, check_whole

Period = Literal["week", "month", "quarter", "year"]
Zeros = Literal["include", "exclude", "since_first", "active_span"]
Deviation = Literal["population", "sample"]
Edge = Literal["above", "incl"]
Monetary = Literal["sum"]
Ties = Literal["low"]
Binning = Literal["independent"]
MapName = Literal["B"]


@dataclass(frozen=True, slots=True)
class PeriodPolicy:
    """Which sales count: up to as_of, and from window_months months before it on."""

    as_of: date | None = None  # None: the date of the last sale
    window_months: int | None = None  # None: all history

    def __post_init__(self) -> None:
        if self.window_months is not None:
            check_whole("period.window_months", self.window_months, 1, 1200)


@dataclass(frozen=True, slots=True)
class RfmPolicy:
    """How recency, frequency and money become scores from 1 to bins, the best."""

    bins: int = 5
    monetary: Monetary = "sum"
    ties: Ties = "low"
    binning: Binning = "independent"

    def __post_init__(self) -> None:
        check_whole("rfm.bins", self.bins, 2, 9)
        check_one_of("rfm.monetary", self.monetary, get_args(Monetary))
        check_one_of("rfm.ties", self.ties, get_args(Ties))
        check_one_of("rfm.binning", self.binning, get_args(Binning))


@dataclass(frozen=True, slots=True)
class AbcPolicy:
    """Where the classes part: A up to cuts[0] of all value, B up to cuts[1], then C.

    edge "above" looks at what strictly better items earn, "incl" adds the item itself.
    """

    cuts: Cuts = (0.80, 0.95)
    edge: Edge = "above"

    def __post_init__(self) -> None:
        check_rising("abc.cuts", self.cuts, 2, below=1)
        check_one_of("abc.edge", self.edge, get_args(Edge))


class XyzPreset(NamedTuple):
    """A usual choice of period, number of periods and cuts."""

    period: Period
    n_periods: int
    cuts: Cuts


XYZ_PRESETS: dict[str, XyzPreset] = {
    "classic": XyzPreset("month", 12, (0.10, 0.25)),
    "month": XyzPreset("month", 12, (0.25, 0.50)),
    "quarter": XyzPreset("quarter", 8, (0.15, 0.30)),
    "year": XyzPreset("year", 6, (0.10, 0.25)),
    "wide": XyzPreset("month", 12, (0.50, 1.00)),
}


@dataclass(frozen=True, slots=True)
class XyzPolicy:
    """How evenly customers buy: periods, cuts of the coefficient of variation, zero periods.

    zeros: "include" counts every period; "exclude" only those with sales; "since_first"
    those from the first purchase on; "active_span" those from the first to the last with
    sales. Customers who first bought fewer than min_periods periods before the end are new.
    """

    period: Period = "month"
    n_periods: int = 12
    cuts: Cuts = (0.10, 0.25)
    zeros: Zeros = "include"
    deviation: Deviation = "population"
    min_periods: int = 6

    def __post_init__(self) -> None:
        check_one_of("xyz.period", self.period, get_args(Period))
        check_whole("xyz.n_periods", self.n_periods, 2, 520)
        check_rising("xyz.cuts", self.cuts, 2)
        check_one_of("xyz.zeros", self.zeros, get_args(Zeros))
        check_one_of("xyz.deviation", self.deviation, get_args(Deviation))
        check_whole("xyz.min_periods", self.min_periods, 2, self.n_periods)

    @classmethod
    def preset(
        cls,
        name: str,
        zeros: Zeros = "include",
        deviation: Deviation = "population",
        min_periods: int = 6,
    ) -> "XyzPolicy":
        """Return the policy of a preset of XYZ_PRESETS: classic, month, quarter, year, wide."""
        check_one_of("xyz.preset", name, XYZ_PRESETS)
        period, n_periods, cuts = XYZ_PRESETS[name]
        return cls(period, n_periods, cuts, zeros, deviation, min_periods)


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting of an assessment."""

    period: PeriodPolicy = field(default_factory=PeriodPolicy)
    rfm: RfmPolicy = field(default_factory=RfmPolicy)
    abc: AbcPolicy = field(default_factory=AbcPolicy)
    xyz: XyzPolicy = field(default_factory=XyzPolicy)
    segment_map: MapName = "B"

    def __post_init__(self) -> None:
        check_one_of("segment_map", self.segment_map, get_args(MapName))
