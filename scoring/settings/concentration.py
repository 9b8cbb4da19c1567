"""When the business hangs on too few customers, and over which months that is looked at."""

from dataclasses import dataclass
from typing import Literal, get_args

from scoring.checks import Cuts, check_between, check_one_of, check_rising, check_whole

HhiBands = Literal["2023", "2010"]

# Merger guidelines of the US: what they call moderately and highly concentrated. Made for
# markets, borrowed here for a customer base.
HHI_BANDS: dict[str, Cuts] = {"2023": (1000, 1800), "2010": (1500, 2500)}


@dataclass(frozen=True, slots=True)
class ConcentrationPolicy:
    """Months looked at, groups merged or not, and where attention begins and a limit ends.

    major: share from which one customer is a major one (ASC 280 and IFRS 8: 10 % of revenue);
    limit: share that one customer should not pass. five, five_limit: the same for the five
    largest together (Lytica: 25 %). bands: which guidelines the bands of HHI are borrowed
    from. roll_up: customers of one group count as one. fixed_cost: money a year, None where
    not known.
    """

    months: int = 12
    major: float = 0.10
    limit: float = 0.20
    five: float = 0.25
    five_limit: float = 0.50
    bands: HhiBands = "2023"
    roll_up: bool = True
    fixed_cost: float | None = None

    def __post_init__(self) -> None:
        check_whole("concentration.months", self.months, 1, 120)
        check_rising("concentration.major", (self.major, self.limit), 2, below=1)
        check_rising("concentration.five", (self.five, self.five_limit), 2, below=1)
        check_one_of("concentration.bands", self.bands, get_args(HhiBands))
        if self.fixed_cost is not None:
            check_between("concentration.fixed_cost", self.fixed_cost, 0, 1e15)

    @property
    def cuts(self) -> dict[str, Cuts]:
        """Where attention begins and where the limit ends, by measure; others have none."""
        return {
            "top_1": (self.major, self.limit),
            "cr_5": (self.five, self.five_limit),
            "hhi": HHI_BANDS[self.bands],
        }
