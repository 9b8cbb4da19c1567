"""The share of revenue that stays as margin."""

import numpy as np

from scoring.errors import Note
from scoring.settings import LtvPolicy
from scoring.sums import total
from scoring.tables.contracts import SalesTable

COVERED = 0.80  # so much of the revenue must have costs before they speak for all of it


def margin_share(sales: SalesTable, policy: LtvPolicy) -> tuple[float, tuple[Note, ...]]:
    """Return the policy's margin; without one that of the costs, else 1 with a note.

    Costs speak where they stand beside COVERED of the revenue or more. Only rows with an
    amount above 0 are looked at: how a return's cost is written differs.
    """
    if policy.margin is not None:
        return policy.margin, ()
    sold = sales.amount > 0
    revenue = total(sales.amount[sold])
    if sales.cost is None or not (known := sold & ~np.isnan(sales.cost)).any():
        return 1.0, (Note("note.ltv_revenue"),)
    with_cost = total(sales.amount[known])
    share = f"{with_cost / revenue:.0%}".rstrip("%")
    if with_cost < COVERED * revenue:
        return 1.0, (Note("note.ltv_revenue_costs", {"share": share}),)
    margin = 1 - total(sales.cost[known]) / with_cost
    details = {"margin": f"{margin * 100:.1f}", "share": share}
    return margin, (Note("note.ltv_margin", details),)
