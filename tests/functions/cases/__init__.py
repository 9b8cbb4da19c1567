"""Worksheet calls with the answers that others reckoned, asked on every host.

A case is one call on one small set of cells. The same cells go to the function as Excel hands
them over, and as a workbook file holds them; both answers are held against ``expected``, which
comes from a paper, another program or a hand calculation, named in ``source``.
"""

from typing import Any, NamedTuple


class Case(NamedTuple):
    """One call.

    arguments: by name, a plain value for a cell, a list for a column, a list of lists for a
    block; dates are datetimes. expected: a value for one cell, rows for a spill; numbers are
    compared to a relative ``tolerance``, "" is a blank answer.
    """

    function: str
    arguments: dict[str, Any]
    expected: Any
    source: str
    tolerance: float = 1e-9
