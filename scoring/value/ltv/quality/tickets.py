"""Whether the money of an order goes with the number of orders: Gamma-Gamma says it does not.

Fader, Hardie, Lee (2005), "RFM and CLV", Journal of Marketing Research 42(4), section 3.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import stdtr

from scoring.value.ltv.history import OrderHistory
from scoring.value.ltv.quality.accuracy import TOP_ORDERS, correlation, rank_correlation


@dataclass(frozen=True, slots=True, eq=False)
class TicketIndependence:
    """Repeat orders and the mean repeat order of customers who bought again.

    pearson, spearman and log_log (Pearson of logarithms) are correlations; p_value is that of
    Spearman's. table: by repeat orders 1 .. 6 and 7+, customers, mean order, and its ratio to
    the mean of all. widest: the largest distance of such a ratio from 1, over lines of 5
    customers or more; it bounds what the dependence can do to a forecast.
    """

    pearson: float
    spearman: float
    log_log: float
    p_value: float
    widest: float
    n: int
    table: pd.DataFrame


FEWEST = 5


def ticket_independence(history: OrderHistory) -> TicketIndependence:
    """Measure the dependence among customers with a repeat order and money above 0."""
    used = history.repeat_money > 0
    x = history.repeat_orders[used].astype(np.float64)
    money = history.repeat_money[used]
    spearman = rank_correlation(x, money)
    group = np.minimum(x, TOP_ORDERS).astype(np.int64)
    size = np.bincount(group, minlength=TOP_ORDERS + 1)[1:]
    sums = np.bincount(group, money, TOP_ORDERS + 1)[1:]
    means = np.divide(sums, size, out=np.full(size.size, np.nan), where=size > 0)
    ratio = means / money.mean() if money.size else means
    told = size >= FEWEST
    return TicketIndependence(
        pearson=correlation(x, money),
        spearman=spearman,
        log_log=correlation(np.log(x), np.log(money)),
        p_value=_p_value(spearman, x.size),
        widest=float(np.abs(ratio[told] - 1).max()) if told.any() else np.nan,
        n=x.size,
        table=pd.DataFrame(
            {
                "orders": [*map(str, range(1, TOP_ORDERS)), f"{TOP_ORDERS}+"],
                "customers": size,
                "mean_order": means,
                "ratio": ratio,
            }
        ),
    )


def _p_value(rho: float, n: int) -> float:
    """Return the two-sided probability of such a rank correlation by chance."""
    if n < 3 or np.isnan(rho):
        return np.nan
    if abs(rho) >= 1:
        return 0.0
    return float(2 * stdtr(n - 2, -abs(rho) * np.sqrt((n - 2) / (1 - rho**2))))
