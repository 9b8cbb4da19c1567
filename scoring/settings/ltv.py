"""How lifetime value is estimated."""

from dataclasses import dataclass
from typing import Literal, get_args

from scoring.checks import check_between, check_one_of, check_whole

LtvModel = Literal["bgnbd", "simple"]
LtvEngine = Literal["lifetimes"]
LtvUnit = Literal["day", "week", "month"]


@dataclass(frozen=True, slots=True)
class LtvPolicy:
    """How lifetime value is estimated, and over what future.

    unit is that of the model's parameters. Customers who bought again must number
    min_repeaters before a model is fitted; below, the simple formula answers. margin is the
    share of revenue that stays; None: that of the costs in the sales where they cover most of
    the revenue, else 1, revenue itself.
    """

    model: LtvModel = "bgnbd"
    engine: LtvEngine = "lifetimes"
    unit: LtvUnit = "week"
    horizon_months: int = 12
    discount_per_year: float = 0.10
    margin: float | None = None
    min_repeaters: int = 30

    def __post_init__(self) -> None:
        check_one_of("ltv.model", self.model, get_args(LtvModel))
        check_one_of("ltv.engine", self.engine, get_args(LtvEngine))
        check_one_of("ltv.unit", self.unit, get_args(LtvUnit))
        check_whole("ltv.horizon_months", self.horizon_months, 1, 600)
        check_between("ltv.discount_per_year", self.discount_per_year, 0, 10)
        if self.margin is not None:
            check_between("ltv.margin", self.margin, 0, 1)
        check_whole("ltv.min_repeaters", self.min_repeaters, 1, 100_000)
