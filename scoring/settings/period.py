"""Which sales count."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from scoring.checks import check_whole

Period = Literal["week", "month", "quarter", "year"]


@dataclass(frozen=True, slots=True)
class PeriodPolicy:
    """Which sales count: up to as_of, and from window_months months before it on."""

    as_of: date | None = None  # None: the date of the last sale
    window_months: int | None = None  # None: all history

    def __post_init__(self) -> None:
        if self.window_months is not None:
            check_whole("period.window_months", self.window_months, 1, 1200)
