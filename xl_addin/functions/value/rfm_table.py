"""The whole RFM table in a cell."""

import datetime as dt

from xl_addin.functions.aligned import told
from xl_addin.functions.arguments import Answer, Column, Day, Flag, Language, Whole
from xl_addin.functions.catalogue import worksheet_function
from xl_addin.functions.cells import Cell
from xl_addin.functions.value.rfm_options import (
    BinningWord,
    Bins,
    Map,
    MoneyWord,
    Numbers,
    Three,
    TiesWord,
    Wholes,
    borders,
    map_from,
)
from xl_addin.functions.value.rfm_scored import RfmSales, scored_sales

# The methods of a chapter are imported at its first call: Excel waits for the import of them all.

TABLE_COLUMNS = (
    "customer",
    "last_order",
    "recency_days",
    "frequency",
    "monetary",
    "ticket",
    "r",
    "f",
    "m",
    "code",
    "weighted",
    "segment",
    "trend",
)


@worksheet_function(example="=RFM_TABLE(Sales[customer], Sales[date], Sales[amount])")
def RFM_TABLE(  # noqa: N802, PLR0913, PLR0917 (names and order are the worksheet's)
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
    weights: Three = (100, 10, 1),
    map: Map = "B",  # noqa: A002 (the name is the worksheet's)
    headers: Flag = True,  # noqa: FBT002 (an argument of a worksheet)
    lang: Language = "en",
) -> Answer:
    """RFM table of all customers with an order: last order, days, orders, money, scores, segment.

    One row per customer, sorted by id; the columns are customer, date of the last order, days
    since, orders, revenue, average order, R, F, M, code, weighted score, segment and trend. The
    rules are those of RFM_SCORE; the weighted score is R, F and M times their weights; the
    segment is that of RFM_SEGMENT; the trend is the change from the three months before to the
    last three, a fraction, a dash where there is nothing to compare with. With the margin as
    money a column margin follows, with rhythm one of days in own intervals. Customers with
    returns only are not in the table. Give the second column a date format.

    Parameters
    ----------
    customers : column
        Customer of each sales row, such as Sales[customer].
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
    weights : three numbers, optional
        Weights of R, F and M in the weighted score, such as 1, 1, 1. Left out: 100, 10, 1.
    map : word or block, optional
        Segment map: A (125 codes), B (25 cells of R and F), C (ranges), or your own range; see
        RFM_SEGMENT. Left out: B.
    headers : yes or no, optional
        Whether a row of headers stands on top. Left out: TRUE.
    lang : word, optional
        Language of headers and segments: en or ru. Left out: en.

    Returns
    -------
    table
        Thirteen columns or more; the date is a date, days and orders are whole numbers, the code
        is text.

    Source
    ------
    Hughes (1994), Strategic Database Marketing; independent and nested binning as in IBM SPSS
    Statistics, the weighted score as in IBM SPSS Modeler.

    Examples
    --------
    >>> table = RFM_TABLE(
    ...     ["C1", "C1", "C2"],
    ...     ["2024-01-10", "2024-03-01", "2024-02-01"],
    ...     [100.0, 200.0, 50.0],
    ...     headers=False,
    ... )
    >>> [row[0:1] + row[2:6] for row in table]
    [['C1', 0.0, 2.0, 300.0, 150.0], ['C2', 29.0, 1.0, 50.0, 50.0]]
    """
    from scoring.settings import PeriodPolicy, RfmPolicy
    from scoring.value.segments import map_segments, scores_of
    from xl_addin.segment_names import segment_name
    from xl_addin.texts import texts

    policy = RfmPolicy(
        bins=bins,
        monetary=m_type,
        ties=ties,
        binning=binning,
        cuts=borders(binning, cuts_r, cuts_f, cuts_m),
        seed=seed,
        weights=weights,
        months_out=months_out,
    )
    sales = RfmSales(customers, dates, amounts, documents, costs)
    segment_map = map_from(map, max(policy.scores_by_axis))
    result = scored_sales(sales, PeriodPolicy(as_of, window_months), policy).result
    say = texts(lang)
    keys = map_segments(scores_of(result), segment_map)
    names = {key: segment_name(say, key) for key in set(keys)}
    table = result.table.assign(segment=[names[key] for key in keys])
    more = [name for name in ("margin", "rhythm") if table[name].notna().any()]
    wanted = [*TABLE_COLUMNS, *more]
    columns = [told(_cells(table[name].tolist())) for name in wanted]
    rows = [list(row) for row in zip(*columns, strict=True)]
    return [[say(f"columns.{name}") for name in wanted], *rows] if headers else rows


def _cells(values: list[object]) -> list[Cell]:
    """Return values as cells: text, float or datetime."""
    if values and isinstance(values[0], str):
        return [str(value) for value in values]
    if values and isinstance(values[0], dt.datetime):
        return [dt.datetime.combine(value, dt.time()) for value in values]  # type: ignore[arg-type]
    return [float(value) for value in values]  # type: ignore[arg-type]
