"""Lifetime value by segments between which customers move: a Markov chain.

Pfeifer, Carraway (2000), "Modeling Customer Relationships as Markov Chains", Journal of
Interactive Marketing 14(2); the same as the customer lifetime value of Marketing Engineering
for Excel.
"""

import numpy as np

from scoring.checks import FloatArray
from scoring.errors import SettingError

NEARLY = 1e-6  # shares typed with six digits may miss their sum by so much


def transition_shares(counts: FloatArray) -> FloatArray:
    """Return the shares of each segment's customers that go to each segment, (n, n).

    counts, (n, n): customers by their segment before, in rows, and now, in columns, as the
    table of migration has them. A segment that had nobody keeps whoever enters it.
    """
    total = counts.sum(axis=1, keepdims=True)
    stays = np.eye(len(counts))
    shares: FloatArray = np.divide(counts, total, out=stays, where=total > 0)
    return shares


def segment_values(
    margins: FloatArray,
    shares: FloatArray,
    horizon: int | None = None,
    discount: float = 0.0,
    *,
    first_now: bool = False,
) -> FloatArray:
    """Return what one customer of each segment is worth, (n,).

    margins, (n,): margin of a customer for each period that he is in a segment. shares,
    (n, n): shares of a segment's customers that go to each segment in one period; what a row
    lacks to 1 is lost for good and earns nothing, as does a segment of margin 0 that nobody
    leaves. The margins of horizon periods count, those of period t divided by
    (1 + discount)**t; the first comes after one period, or now where first_now. horizon None
    lets them run for ever. A chance of the chain depends on the segment of today only: how long
    a customer has been there, and where he came from, does not count.

    Raises SettingError where a sum for ever has no end.
    """
    step = shares / (1 + discount)
    if horizon is None:
        _check_ends(step, discount)
        whole = np.asarray(np.linalg.solve(np.eye(len(step)) - step, margins), np.float64)
        return whole if first_now else step @ whole
    worth = np.zeros(len(margins))
    for _ in range(horizon):
        worth = np.asarray(margins + step @ worth, np.float64)
    return worth if first_now else step @ worth


def _check_ends(step: FloatArray, discount: float) -> None:
    """Raise SettingError unless the powers of step vanish."""
    if np.abs(np.linalg.eigvals(step)).max() >= 1:
        raise SettingError("ltv.endless", "ltv.discount_per_year", f"{discount:g}", "> 0")
