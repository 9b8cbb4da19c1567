"""The margin of each customer or product: sales less their costs."""

from typing import NamedTuple

import numpy as np

from scoring.checks import FloatArray, IntArray
from scoring.errors import Note
from scoring.sums import sum_by, total
from scoring.tables.contracts import SalesTable
from scoring.value.ltv.margin import COVERED


class Margins(NamedTuple):
    """Money that stays of each group, (k,), NaN where no row of it has a cost; notes."""

    margin: FloatArray | None
    notes: tuple[Note, ...]


def margins_by(codes: IntArray, n_groups: int, sales: SalesTable) -> Margins:
    """Sum amount less cost of the rows of sales by group, codes, (n,); below 0 is no group.

    A return gives back its cost, whichever sign that was written with. Rows without a cost
    are left out, with a note. None where no row has a cost, or, with a note, where costs stand
    beside less than 80 % of the money sold.
    """
    if sales.cost is None or not (known := ~np.isnan(sales.cost)).any():
        return Margins(None, ())
    sold = sales.amount > 0
    covered = total(sales.amount[sold & known]) / (total(sales.amount[sold]) or 1)
    if covered < COVERED:
        share = f"{covered:.0%}".rstrip("%")
        return Margins(None, (Note("note.abc_margin_few", {"share": share}),))
    amount, cost, code = sales.amount[known], sales.cost[known], codes[known]
    margin = sum_by(code, amount - np.where(amount < 0, -np.abs(cost), cost), n_groups)
    margin[np.bincount(code[code >= 0], minlength=n_groups) == 0] = np.nan
    if known.all():
        return Margins(margin, ())
    left = {"count": str(int((~known).sum())), "money": f"{total(sales.amount[~known]):.2f}"}
    return Margins(margin, (Note("note.abc_no_cost", left),))
