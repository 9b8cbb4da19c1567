"""Order histories laid out for a likelihood that is asked for often."""

from collections.abc import Iterator

import numpy as np

from scoring.value.ltv.history import Patterns

# Histories at a time: arrays of this size stay in the processor's cache, and asking the system
# for larger ones costs more than what is done with them.
BLOCK = 2048


class Histories:
    """Distinct histories, (m,), by number of orders; times are places in the list of times.

    x counts repeat orders, weight the customers who share a history; first is the place of the
    last order [t_x], last that of the as-of day [T], in times, (k,), rising. by_x, (top + 1,),
    counts customers by number of orders.
    """

    def __init__(self, patterns: Patterns) -> None:
        if (patterns.x[1:] < patterns.x[:-1]).any():
            patterns = _sorted(patterns)
        t_x, age = patterns.t_x, patterns.age
        self.x = patterns.x.astype(np.intp)
        self.weight = patterns.customers.astype(np.float64)
        self.times = np.unique(np.append(np.unique(t_x), np.unique(age)))
        self.first, self.last = (np.searchsorted(self.times, each) for each in (t_x, age))
        self.by_x = np.bincount(self.x, self.weight)
        self.sum_x = float(self.by_x @ np.arange(self.by_x.size))

    def blocks(self, start: int = 0, stop: int | None = None) -> Iterator[slice]:
        """Cut the histories from start to before stop into blocks."""
        stop = self.x.size if stop is None else stop
        for begin in range(start, stop, BLOCK):
            yield slice(begin, min(begin + BLOCK, stop))


def _sorted(patterns: Patterns) -> Patterns:
    order = np.argsort(patterns.x, kind="stable")
    return Patterns(
        patterns.x[order], patterns.t_x[order], patterns.age[order], patterns.customers[order]
    )
