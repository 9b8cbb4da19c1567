"""RFM codes of customers in cells."""

import numpy as np

from xl_addin.functions.arguments import Answer, Column, Day, Whole
from xl_addin.functions.catalogue import worksheet_function
from xl_addin.functions.cells import NO_VALUE
from xl_addin.functions.reading import ids_of, without_header
from xl_addin.functions.value.rfm_options import (
    BinningWord,
    Bins,
    MoneyWord,
    Numbers,
    TiesWord,
    Wholes,
    borders,
)
from xl_addin.functions.value.rfm_scored import RfmSales, scored_sales

# The methods of a chapter are imported at its first call: Excel waits for the import of them all.


@worksheet_function(example="=RFM_SCORE(A2:A500, Sales[customer], Sales[date], Sales[amount])")
def RFM_SCORE(  # noqa: N802, PLR0913, PLR0917 (names and order are the worksheet's)
    ids: Column,
    customers: Column,
    dates: Column,
    amounts: Column,
    as_of: Day | None = None,
    bins: Bins = 5,
    window_months: Whole | None = None,
    documents: Column | None = None,
    binning: BinningWord = "independent",
    ties: TiesWord = "low",
    m_type: MoneyWord = "sum",
    costs: Column | None = None,
    cuts_r: Numbers = (),
    cuts_f: Numbers = (),
    cuts_m: Numbers = (),
    months_out: Wholes = (),
    seed: Whole = 0,
) -> Answer:
    """RFM code of each customer: recency, frequency and money, each 1 (worst) to 5 (best), as text.

    Recency counts the days from the last order to ``as_of``, frequency the orders, money the sum
    of all amounts, returns taken off. A score is 1 plus the number of cut points strictly below
    the value, so equal values get equal scores; the cut points are the percentiles of all
    customers with an order, each of the three by itself; recency is turned round. An order is a
    distinct document of a customer or, without documents, a distinct day; rows of amount 0 or
    less make no order. One id gives one code, a column of ids a column of codes in the same
    order. A blank id stays blank. An id without an order in the window answers with a dash
    (``–``), so that it cannot be taken for a blank row.

    With ``rhythm`` recency is divided by the customer's own median interval between days with
    an order; customers who ordered on one day only are measured by the median of all others. A
    row without a cost has the margin of all rows with one; costs beside less than 80 % of the
    sales are refused. With keep and drop a letter may have fewer scores than asked for.

    Parameters
    ----------
    ids : column
        Customers to score: one cell, or a column whose codes spill down in the same order.
    customers : column
        Customer of each sales row, such as Sales[customer]. Numbers and text of the same id match.
    dates : column
        Date of each sales row: Excel dates, or text such as 2024-03-31 or 31.03.2024.
    amounts : column
        Money of each sales row; below 0 is a return.
    as_of : date, optional
        Assessment date; later sales are not used. Left out: the date of the last sale.
    bins : whole number or three, optional
        Scores per letter, 2 to 9: one number, or a range of three for R, F and M. Left out: 5.
    window_months : whole number, optional
        Only sales of so many months up to as_of count. Left out: all history.
    documents : column, optional
        Document of each sales row; rows of one document are one order. Left out: one order a day.
    binning : word, optional
        independent, nested (F inside R, M inside both), fixed (at the cuts given) or rhythm
        (silence in own intervals between orders). Left out: independent.
    ties : word, optional
        Equal values: low, mean, split, random, next, keep or drop; see RFM_BINS. Left out: low.
    m_type : word, optional
        What M counts: sum, ticket (by order) or margin (needs costs). Left out: sum.
    costs : column, optional
        Cost of each sales row, for the margin. Left out: no costs.
    cuts_r : numbers, optional
        Borders of R in days, rising, for fixed; up to a border is the better score. Left out:
        R is cut by percentiles.
    cuts_f : numbers, optional
        Borders of F in orders, rising, for fixed; up to a border is the lower score. Left out:
        F is cut by percentiles.
    cuts_m : numbers, optional
        Borders of M in money, rising, for fixed; up to a border is the lower score. Left out:
        M is cut by percentiles.
    months_out : whole numbers, optional
        Calendar months, 1 to 12, that do not count: neither their sales nor their days. Left
        out: every month counts.
    seed : whole number, optional
        Seed of the ties random; the same seed gives the same scores. Left out: 0.

    Returns
    -------
    text
        A code such as 545, in the shape of ``ids``.

    Source
    ------
    Hughes (1994), Strategic Database Marketing; independent and nested binning as in IBM SPSS
    Statistics, ties also as in IBM SPSS Modeler and pandas.

    Examples
    --------
    >>> RFM_SCORE(
    ...     ["C1", "C2", "C3"],
    ...     ["C1", "C1", "C2", "C3"],
    ...     ["2024-01-10", "2024-03-01", "2024-02-01", "2023-12-01"],
    ...     [100.0, 200.0, 50.0, 20.0],
    ...     bins=3,
    ... )
    [['333'], ['212'], ['111']]
    """
    from scoring.settings import PeriodPolicy, RfmPolicy

    policy = RfmPolicy(
        bins=bins,
        monetary=m_type,
        ties=ties,
        binning=binning,
        cuts=borders(binning, cuts_r, cuts_f, cuts_m),
        seed=seed,
        months_out=months_out,
    )
    sales = RfmSales(customers, dates, amounts, documents, costs)
    scored = scored_sales(sales, PeriodPolicy(as_of, window_months), policy)
    keys = ids_of(without_header(ids, scored.header), "ids")
    answers = np.array([*(scored.codes.get(key, NO_VALUE) for key in keys.ids), ""], object)
    return ids.spread(answers[keys.code].tolist())
