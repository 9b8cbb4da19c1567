"""Lifetime value in cells without any sales: the retention formula."""

import numpy as np

from xl_addin.functions.aligned import aligned
from xl_addin.functions.arguments import Answer, ArgumentError, Column, Flag, Whole
from xl_addin.functions.catalogue import worksheet_function

# The methods of a chapter are imported at its first call: Excel waits for the import of them all.


@worksheet_function(example="=LTV_FORMULA(B2:B20, C2:C20, 0.15)")
def LTV_FORMULA(  # noqa: N802 (names and order are the worksheet's)
    margin: Column,
    retention: Column,
    discount: Column,
    first: Flag = False,  # noqa: FBT002 (an argument of a worksheet)
    horizon: Whole | None = None,
) -> Answer:
    """Lifetime value by the retention formula: a margin that comes each period while they stay.

    margin x retention / (1 + discount - retention) where the first margin comes after one
    period; with ``first``, margin x (1 + discount) / (1 + discount - retention), the first comes
    now. ``horizon`` counts that many margins instead of all to come. Margin, retention and
    discount are columns of equal length, or single cells that hold for every row. A blank row
    stays blank; so does a header on top.

    Parameters
    ----------
    margin : column
        Margin of one period from one customer: money, one cell or a column.
    retention : column
        Share of customers who stay from one period to the next, between 0 and 1.
    discount : column
        Discount rate of one period, as a fraction such as 0.15.
    first : yes or no, optional
        Whether the first margin comes now and not after one period. Left out: FALSE.
    horizon : whole number, optional
        How many margins count, 1 to 1000. Left out: all to come.

    Returns
    -------
    number
        Money, in the shape of the columns.

    Source
    ------
    Gupta, Lehmann (2003), Customers as Assets, Journal of Interactive Marketing 17(1).

    Examples
    --------
    >>> round(LTV_FORMULA(1800.0, 0.75, 0.15), 6)
    3375.0
    >>> LTV_FORMULA([1800.0, 900.0], 0.75, 0.15, first=True)
    [[5175.0], [2587.5]]
    """
    from scoring.checks import check_whole
    from scoring.value.ltv.simple import retention_value

    if horizon is not None:
        check_whole("ltv.horizon", horizon, 1, 1000)
    rows = aligned({"margin": margin, "retention": retention, "discount": discount})
    money, stay = rows.numbers("margin"), rows.numbers("retention", 0, 1)
    rate = rows.numbers("discount", 0, 10)
    endless = ~rows.blank & (stay >= 1 + rate)
    if horizon is None and endless.any():
        where = f"retention, row {np.flatnonzero(endless)[0] + 1}"
        raise ArgumentError(where, "1 at a discount of 0 has no end; give a horizon")
    values = np.full(rows.n, np.nan)
    for row in np.flatnonzero(~rows.blank).tolist():
        values[row] = retention_value(money[row], stay[row], rate[row], horizon, first_now=first)
    return rows.spread(values)
