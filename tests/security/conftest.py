"""Commands as in tests/cli, workbooks as in tests/book."""

from tests.book.conftest import make_book, refresh, small_sales
from tests.cli.conftest import environment, process, run

__all__ = ["environment", "make_book", "process", "refresh", "run", "small_sales"]
