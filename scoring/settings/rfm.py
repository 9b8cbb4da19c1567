"""How recency, frequency and money become scores."""

from dataclasses import dataclass
from typing import Literal, get_args

from scoring.checks import check_one_of, check_whole

Monetary = Literal["sum"]
Ties = Literal["low"]
Binning = Literal["independent"]
MapName = Literal["B"]


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
