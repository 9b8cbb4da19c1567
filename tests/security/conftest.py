"""Commands as in tests/cli."""

from tests.cli.conftest import environment, process, run

__all__ = ["environment", "process", "run"]
