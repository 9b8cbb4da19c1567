"""Where the levels of maturity part."""

from dataclasses import dataclass

from scoring.checks import check_rising


@dataclass(frozen=True, slots=True)
class MaturityPolicy:
    """Where the levels of the maturity index part: partly, with gaps, and managed."""

    cuts: tuple[float, float, float] = (0.20, 0.50, 0.80)

    def __post_init__(self) -> None:
        check_rising("maturity.cuts", self.cuts, 3, below=1)
