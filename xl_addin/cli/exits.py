"""How the command ends."""

from enum import IntEnum


class Exit(IntEnum):
    """The exit codes: what a script may conclude."""

    DONE = 0
    MEND = 1  # data or settings need mending
    USAGE = 2
    FILES = 3  # missing, locked, no space, no right
    BUG = 70  # a fault of the program itself, none of the user's doing
    INTERRUPTED = 130


class CommandError(Exception):
    """A fault that a command itself has put into words."""

    def __init__(self, code: Exit, *lines: str) -> None:
        self.code = code
        self.lines = lines
        super().__init__("\n".join(lines))
