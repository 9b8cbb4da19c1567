"""How evenness is measured, and where the classes of XYZ part."""

from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

from scoring.checks import Cuts, check_one_of, check_rising, check_whole
from scoring.settings.period import Period

Zeros = Literal["include", "exclude", "since_first", "active_span"]
Deviation = Literal["population", "sample"]
SeasonChoice = Literal["none", "auto", "group"]
SEASON_LENGTHS: dict[Period, int] = {"month": 12, "quarter": 4}  # periods of a year


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
    season divides sales by a seasonal index: "auto" by the customer's own where there are two
    full seasons of history, else by that of all customers; "group" always by the latter.
    detrend takes the deviation from a straight line instead of the mean.
    """

    period: Period = "month"
    n_periods: int = 12
    cuts: Cuts = (0.10, 0.25)
    zeros: Zeros = "include"
    deviation: Deviation = "population"
    min_periods: int = 6
    season: SeasonChoice = "none"
    detrend: bool = False

    def __post_init__(self) -> None:
        check_one_of("xyz.period", self.period, get_args(Period))
        check_whole("xyz.n_periods", self.n_periods, 2, 520)
        check_rising("xyz.cuts", self.cuts, 2)
        check_one_of("xyz.zeros", self.zeros, get_args(Zeros))
        check_one_of("xyz.deviation", self.deviation, get_args(Deviation))
        check_whole("xyz.min_periods", self.min_periods, 2, self.n_periods)
        check_one_of("xyz.season", self.season, get_args(SeasonChoice))
        if self.season != "none":
            check_one_of("xyz.period", self.period, SEASON_LENGTHS)

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
