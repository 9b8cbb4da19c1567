"""One finding of the doctor."""

from dataclasses import dataclass, field
from typing import Literal

from xl_addin.texts import Texts

Status = Literal["ok", "attention", "fail", "not_here"]  # not_here: does not apply on this system


@dataclass(frozen=True)
class Check:
    """What was looked at (``key``), how it stands, and what was found (``code``, ``details``).

    The texts stand under ``cli.doctor.<key>``: title, <code>, and <code>_fix where there is
    something to do.
    """

    key: str
    status: Status
    code: str
    details: dict[str, str] = field(default_factory=dict)

    def title(self, say: Texts) -> str:
        """Return what was looked at."""
        return say(f"cli.doctor.{self.key}.title")

    def found(self, say: Texts) -> str:
        """Return what was found."""
        return say(f"cli.doctor.{self.key}.{self.code}", **self.details)

    def fix(self, say: Texts) -> str:
        """Return what to do, or "" where there is nothing to do."""
        fix = f"{self.code}_fix"
        if fix not in say.node(f"cli.doctor.{self.key}"):
            return ""
        return say(f"cli.doctor.{self.key}.{fix}", **self.details)
