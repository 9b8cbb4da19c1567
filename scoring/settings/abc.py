"""By which rule items part into the classes of ABC, and where."""

from dataclasses import dataclass
from typing import Literal, get_args

from scoring.checks import Cuts, check_falling, check_one_of, check_rising
from scoring.errors import SettingError

AbcMethod = Literal["empirical", "sum", "differential", "tangent", "fixed"]
Edge = Literal["usual", "above", "incl"]
SecondMeasure = Literal["none", "margin"]


@dataclass(frozen=True, slots=True)
class AbcPolicy:
    """The rule of the classes and its borders; of the borders only the method's own are read.

    empirical: A up to cuts[0] of all value, B up to cuts[1], then C. sum: the same with
    sum_cuts for the share of value plus the share of items. differential: A from
    multiples[0] times the mean, C up to multiples[1] times it. fixed: A from limits[0] of
    money, B from limits[1]. tangent finds its own borders.

    edge has a meaning where shares are added up, empirical and sum: "above" looks at what
    strictly better items hold, "incl" adds the item itself; "usual" is above for empirical,
    incl for sum. second: the measure joined to revenue, AB, where the sales have it.
    """

    cuts: Cuts = (0.80, 0.95)
    edge: Edge = "usual"
    method: AbcMethod = "empirical"
    sum_cuts: Cuts = (1.00, 1.45)
    multiples: Cuts = (6.0, 0.5)
    limits: Cuts | None = None
    second: SecondMeasure = "margin"

    def __post_init__(self) -> None:
        check_rising("abc.cuts", self.cuts, 2, below=1)
        check_one_of("abc.edge", self.edge, get_args(Edge))
        check_one_of("abc.method", self.method, get_args(AbcMethod))
        check_rising("abc.sum_cuts", self.sum_cuts, 2, below=2)
        check_falling("abc.multiples", self.multiples, 2)
        if self.limits is not None:
            check_falling("abc.limits", self.limits, 2)
        elif self.method == "fixed":
            raise SettingError("setting.missing", "abc.limits", "", "A > B > 0")
        check_one_of("abc.second", self.second, get_args(SecondMeasure))

    @property
    def adds_itself(self) -> bool:
        """Whether an item's own share counts before the cut is asked."""
        return self.edge == "incl" or (self.edge == "usual" and self.method == "sum")
