"""Lifetime value in cells by plain formulas: the simple one, and segments of a Markov chain."""

import numpy as np

from xl_addin.functions.aligned import aligned
from xl_addin.functions.arguments import (
    Answer,
    Area,
    ArgumentError,
    Column,
    Flag,
    Number,
    Whole,
)
from xl_addin.functions.catalogue import worksheet_function
from xl_addin.functions.reading import Floats, has_header, numbers_of, refuse_blank
from xl_addin.functions.value.ltv_transitions import customer_shares, given_shares

# The methods of a chapter are imported at its first call: Excel waits for the import of them all.


@worksheet_function(example="=LTV_SIMPLE(B2:B20, C2:C20, 0.3, 3)")
def LTV_SIMPLE(  # noqa: N802 (names and order are the worksheet's)
    ticket: Column,
    orders: Column,
    margin: Column,
    years: Column | None = None,
    churn: Column | None = None,
) -> Answer:
    """Lifetime value by the simple formula: ticket x orders per year x margin x years of life.

    Not discounted. The years come as they are, or as ``churn``, the share of customers who leave in
    a year: then life is 1 / churn. All are columns of equal length, or single cells that hold
    for every row. A blank row stays blank; so does a header on top.

    Parameters
    ----------
    ticket : column
        Money of one order: one cell or a column.
    orders : column
        Orders of one customer in a year, 0 or more.
    margin : column
        Share of the money that stays as margin, between -1 and 1.
    years : column, optional
        Years that a customer stays, 0 to 1000. Left out: 1 / churn.
    churn : column, optional
        Share of customers who leave in a year, above 0 and up to 1. Left out: years are given.

    Returns
    -------
    number
        Money, in the shape of the columns.

    Source
    ------
    Berger, Nasr (1998), Customer Lifetime Value, Journal of Interactive Marketing 12(1).

    Examples
    --------
    >>> LTV_SIMPLE(1000.0, 6.0, 0.3, 3.0)
    5400.0
    >>> LTV_SIMPLE([1000.0, 500.0], [6.0, 4.0], 0.3, churn=0.5)
    [[3600.0], [1200.0]]
    """
    from scoring.value.ltv.simple import simple_value

    if (years is None) == (churn is None):
        raise ArgumentError("years", "give either years or churn")
    columns = {"ticket": ticket, "orders": orders, "margin": margin, "years": years, "churn": churn}
    rows = aligned(columns)
    money, often, share = (
        rows.numbers("ticket"),
        rows.numbers("orders", 0),
        rows.numbers("margin", -1, 1),
    )
    life = rows.numbers("years", 0, 1000) if churn is None else _life(rows.numbers("churn", 0, 1))
    values = np.full(rows.n, np.nan)
    for row in np.flatnonzero(~rows.blank).tolist():
        values[row] = simple_value(money[row], often[row], share[row], life[row])
    return rows.spread(values)


@worksheet_function(example="=LTV_MARKOV(B2:B6, C2:G6, 12, 0.01)")
def LTV_MARKOV(  # noqa: N802 (names and order are the worksheet's)
    values: Column,
    transitions: Area,
    horizon: Whole | None = None,
    discount: Number = 0.0,
    first: Flag = False,  # noqa: FBT002 (an argument of a worksheet)
    counts: Flag = False,  # noqa: FBT002 (an argument of a worksheet)
) -> Answer:
    """Lifetime value of a customer of each segment, where customers move between segments.

    ``values`` are the margins of one period, ``transitions`` the shares of a segment's
    customers that go to each segment in one period: row from, column to, in the order of
    values. What a row lacks to 1 is lost for good and earns nothing; so does a segment
    lost of margin 0 that nobody leaves. The margins of ``horizon`` periods are added, those of
    period t divided by (1 + discount)^t; the first comes after one period, or now with
    ``first``. With ``counts`` the table holds numbers of customers, as a table of migration
    does, and each row is divided by its sum; a segment that had nobody keeps whoever enters it.
    That table may be given as SEGMENT_MIGRATION answers: its last row, of new customers, is then
    passed over, and its last column are those lost for good. Names of segments beside and above
    a table are passed over; a blank cell of it is 0.

    Parameters
    ----------
    values : column
        Margin of a customer of each segment in one period: one column or row.
    transitions : block
        From each segment, in rows, to each segment, in columns; names beside and above if wanted.
    horizon : whole number, optional
        How many margins count, 1 to 1000. Left out: all to come.
    discount : number, optional
        Discount rate of one period, as a fraction between 0 and 10. Left out: 0.
    first : yes or no, optional
        Whether the first margin comes now and not after one period. Left out: FALSE.
    counts : yes or no, optional
        Whether the table holds customers and not shares. Left out: FALSE.

    Returns
    -------
    number
        Money, in the shape of ``values``.

    Source
    ------
    Pfeifer, Carraway (2000), Modeling Customer Relationships as Markov Chains, Journal of
    Interactive Marketing 14(2).

    Examples
    --------
    >>> shares = [[0.75, 0.25], [0.0, 1.0]]
    >>> [[round(value, 6)] for [value] in LTV_MARKOV([1800.0, 0.0], shares, discount=0.15)]
    [[3375.0], [0.0]]
    """
    from scoring.checks import check_between, check_whole
    from scoring.value.ltv.markov import segment_values

    if horizon is not None:
        check_whole("ltv.horizon", horizon, 1, 1000)
    check_between("ltv.discount", discount, 0, 10)
    header = int(len(values) > 1 and has_header(values.cells[:1]))
    margins = numbers_of([*[None] * header, *values.cells[header:]], "values")
    blank = np.isnan(margins)
    blank[:header] = False
    refuse_blank(blank, "values")
    n = margins.size - header
    shares = customer_shares(transitions, n) if counts else given_shares(transitions, n)
    worth = segment_values(margins[header:], shares, horizon, discount, first_now=first)
    return values.spread([*[""] * header, *worth.tolist()])


def _life(churn: Floats) -> Floats:
    """Return years from a yearly churn, (n,)."""
    if (rows := np.flatnonzero(churn == 0)).size:
        raise ArgumentError(f"churn, row {rows[0] + 1}", "0 has no end; give years instead")
    return 1 / churn
