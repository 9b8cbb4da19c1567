"""What was computed before, found again by the content of the cells.

A spreadsheet calls a function once per cell, and every call brings all its ranges along. Blocks
with equal content are made one object here, so that everything computed from them can be
remembered under that object. Comparing 150,000 cells takes about 2 ms; nothing is hashed, so two
different contents can never be taken for each other.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from typing import Any, NamedTuple, TypeVar

from xl_addin.functions.cells import Block, Rows

T = TypeVar("T")

MAX_BLOCKS = 48
MAX_CELLS = 4_000_000  # of all blocks together: about 400 MB of Python values at the worst
MAX_RESULTS = 96


class _Refused(NamedTuple):
    error: ValueError


class ContentCache:
    """Blocks by content, and results by the blocks and options that they were made from.

    Both are bounded: the blocks by number and by cells, the results by number; what was used
    longest ago goes first, and the results of a block go with it.
    """

    def __init__(
        self,
        max_blocks: int = MAX_BLOCKS,
        max_cells: int = MAX_CELLS,
        max_results: int = MAX_RESULTS,
    ) -> None:
        self._blocks: OrderedDict[Block, int] = OrderedDict()
        self._results: OrderedDict[tuple[Hashable, ...], Any] = OrderedDict()
        self._max_blocks, self._max_cells, self._max_results = max_blocks, max_cells, max_results
        self.n_cells = 0

    def canonical(self, block: Block) -> Block:
        """Return the known block with the same content, or this one, known from now on.

        The caller may change its lists afterwards: what is kept is a copy of them.
        """
        for known in reversed(self._blocks):
            if _same(known, block):
                self._blocks.move_to_end(known)
                return known
        if block.n_cells > self._max_cells:
            return block
        kept = _kept(block)
        self._blocks[kept] = kept.n_cells
        self.n_cells += kept.n_cells
        while len(self._blocks) > self._max_blocks or self.n_cells > self._max_cells:
            self._forget(next(iter(self._blocks)))
        return kept

    def remember(self, key: tuple[Hashable, ...], compute: Callable[[], T]) -> T:
        """Return the result kept under key, or compute and keep it.

        A ValueError of compute is a result too: bad data stay bad, and are not read again.
        """
        if key in self._results:
            self._results.move_to_end(key)
        else:
            try:
                self._results[key] = compute()
            except ValueError as error:
                self._results[key] = _Refused(error)
            if len(self._results) > self._max_results:
                self._results.popitem(last=False)
        result = self._results[key]
        if isinstance(result, _Refused):
            raise result.error.with_traceback(None)
        kept: T = result
        return kept

    def clear(self) -> None:
        """Forget everything."""
        self._blocks.clear()
        self._results.clear()
        self.n_cells = 0

    def __len__(self) -> int:
        return len(self._results)

    def _forget(self, block: Block) -> None:
        self.n_cells -= self._blocks.pop(block)
        for key in [key for key in self._results if block in key]:
            del self._results[key]


def _kept(block: Block) -> Block:
    """Return the block, or a copy when somebody else could still change its rows."""
    rows = block.rows
    if isinstance(rows, list) or any(isinstance(row, list) for row in rows):
        rows = type(rows)(type(row)(row) for row in rows)  # type: ignore[call-arg]
        return Block(rows, block.n_named, block.clean, block.scalar)
    return block


def _same(known: Block, other: Block) -> bool:
    """Compare content: equal values of equal kind. TRUE equals 1 for Python, not for us."""
    if known is other:
        return True
    if known.n_named != other.n_named or known.scalar is not other.scalar:
        return False
    if known.rows is not other.rows and known.rows != other.rows:
        return False
    if "ambiguous" not in known.memo:
        known.memo["ambiguous"] = tuple(_ambiguous(known.rows))
    return all(
        isinstance(other.rows[row][column], bool) is flag
        for row, column, flag in known.memo["ambiguous"]
    )


def _ambiguous(rows: Rows) -> Iterator[tuple[int, int, bool]]:
    """Yield where 0, 1, FALSE or TRUE stands, and whether it is one of the latter two."""
    for place, row in enumerate(rows):
        if 0 in row or 1 in row:
            for column, cell in enumerate(row):
                if cell in (0, 1):
                    yield place, column, isinstance(cell, bool)


CACHE = ContentCache()
