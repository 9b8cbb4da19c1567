"""How lifetime value is estimated."""

from dataclasses import dataclass
from typing import Literal, get_args

from scoring.checks import check_between, check_one_of, check_whole

LtvModel = Literal["auto", "bgnbd", "mbgnbd", "paretonbd", "nbd", "simple"]
LtvEngine = Literal["own", "lifetimes"]
LtvUnit = Literal["day", "week", "month"]
LtvInterval = Literal["delta", "bootstrap", "none"]


@dataclass(frozen=True, slots=True)
class LtvPolicy:
    """How lifetime value is estimated, and over what future.

    model "auto" takes the model that foresees the orders of a holdout best. engine is what
    searches the greatest likelihood: "lifetimes" is the second opinion. unit is that of the
    model's parameters. margin is the share of revenue that stays; None: that of the costs in the
    sales where they cover most of the revenue, else 1, revenue itself. Customers who bought again
    must number min_repeaters before a model is fitted; below, the simple formula answers. prior
    adds a weak prior on leaving to the engine "own"; the result says so. interval is how the
    interval of each value is found, over the uncertainty of the parameters alone: by the delta
    method, or by a bootstrap of so many draws of them; confidence is the share it covers.
    """

    model: LtvModel = "bgnbd"
    engine: LtvEngine = "own"
    unit: LtvUnit = "week"
    horizon_months: int = 12
    discount_per_year: float = 0.10
    margin: float | None = None
    min_repeaters: int = 30
    prior: bool = False
    interval: LtvInterval = "delta"
    confidence: float = 0.90
    draws: int = 200
    seed: int = 1

    def __post_init__(self) -> None:
        check_one_of("ltv.model", self.model, get_args(LtvModel))
        check_one_of("ltv.engine", self.engine, get_args(LtvEngine))
        check_one_of("ltv.unit", self.unit, get_args(LtvUnit))
        check_whole("ltv.horizon_months", self.horizon_months, 1, 600)
        check_between("ltv.discount_per_year", self.discount_per_year, 0, 10)
        if self.margin is not None:
            check_between("ltv.margin", self.margin, 0, 1)
        check_whole("ltv.min_repeaters", self.min_repeaters, 1, 100_000)
        check_one_of("ltv.interval", self.interval, get_args(LtvInterval))
        check_between("ltv.confidence", self.confidence, 0.5, 0.999)
        check_whole("ltv.draws", self.draws, 20, 10_000)
        check_whole("ltv.seed", self.seed, 0, 2**31 - 1)
