"""What one refresh found, in few words: for the command line, the status bar and scripts."""

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from xl_addin.book.beyond import ResultTable


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One segment or class: key, name in the user's language, customers, revenue."""

    key: str
    name: str
    customers: int
    revenue: float


@dataclass(frozen=True, slots=True)
class StepLine:
    """One of the things to do first: the sentence, the money in it, the tab to look at."""

    text: str
    money: float | None
    sheet: str


@dataclass(frozen=True, slots=True)
class RefreshSummary:
    """Counts and sentences of one refresh; money in the currency of the sales."""

    language: str
    as_of: date
    rows_read: int
    rows_used: int
    rows_left_out: int
    money_left_out: float
    problems: tuple[str, ...]  # at most ten sentences with cell addresses, then a count
    customers: int
    revenue: float
    segments: tuple[GroupLine, ...]
    abc: tuple[GroupLine, ...]
    xyz: tuple[GroupLine, ...]
    first_five: tuple[StepLine, ...]
    notes: tuple[str, ...]
    changed: str  # what moved since the last snapshot, one sentence
    cut: tuple[str, ...] = ()  # a sentence for each result that its sheet cannot hold
    results: tuple[ResultTable, ...] = ()  # all of them, whole

    def as_json(self) -> dict[str, Any]:
        """Return plain values for ``--json``."""
        plain = asdict(replace(self, results=())) | {"as_of": self.as_of.isoformat()}
        del plain["results"]
        return plain
