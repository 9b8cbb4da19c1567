"""What a missing sale is expected to bring."""

from dataclasses import dataclass

from scoring.checks import check_whole


@dataclass(frozen=True, slots=True)
class OffersPolicy:
    """What a missing sale is expected to bring: the median of the customer's segment.

    With fewer than min_peers buyers of the product in the segment, all its buyers count.
    """

    min_peers: int = 3

    def __post_init__(self) -> None:
        check_whole("offers.min_peers", self.min_peers, 1, 1000)
