"""What the value class of a customer stands on."""

from dataclasses import dataclass
from typing import Literal, get_args

from scoring.checks import check_one_of

ValueBasis = Literal["both", "abc", "ltv"]


@dataclass(frozen=True, slots=True)
class ValuePolicy:
    """What the value class stands on: revenue so far (abc), lifetime value (ltv), or both."""

    basis: ValueBasis = "both"

    def __post_init__(self) -> None:
        check_one_of("value.basis", self.basis, get_args(ValueBasis))
