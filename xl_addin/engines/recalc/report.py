"""What a recalculation did, cell by cell."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class CellLeft:
    """A cell that keeps its old value, or shows #SPILL!, and why.

    `why` is the last part of a key of texts, ``cli.recalc.why.<why>``; `details` fill its text.
    """

    sheet: str
    cell: str
    why: str
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recalculation:
    """Counts of one recalculation, and the cells that were not computed.

    ours: formulas that call our functions. computed: of these, how many have an answer. others:
    other formulas computed because they hang on ours. changed: how many of all have a new value.
    """

    ours: int = 0
    computed: int = 0
    others: int = 0
    changed: int = 0
    left: tuple[CellLeft, ...] = ()
