"""Where the classes of ABC part."""

from dataclasses import dataclass
from typing import Literal, get_args

from scoring.checks import Cuts, check_one_of, check_rising

Edge = Literal["above", "incl"]


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
