"""Lifetime value in cells from columns of sales, without a model."""

import datetime as dt
from typing import TYPE_CHECKING

from xl_addin.functions.arguments import Answer, Column, Day, Flag, Language, Line, Whole
from xl_addin.functions.catalogue import worksheet_function
from xl_addin.functions.cells import NO_VALUE, Cell
from xl_addin.functions.reading import sales_table
from xl_addin.functions.value.ltv_words import Unit

if TYPE_CHECKING:
    from scoring.tables import SalesTable

# The methods of a chapter are imported at its first call: Excel waits for the import of them all.


@worksheet_function(example="=LTV_HIST(Sales[customer], Sales[date], Sales[margin])")
def LTV_HIST(  # noqa: N802 (names and order are the worksheet's)
    customers: Column,
    dates: Column,
    margins: Column,
    as_of: Day | None = None,
    horizon: Whole | None = None,
    headers: Flag = True,  # noqa: FBT002 (an argument of a worksheet)
    lang: Language = "en",
) -> Answer:
    """Historic value of every customer: margin to date, and per month since the first row.

    One row per customer, sorted by id. Months are 365.25 / 12 days, from the customer's first row
    to ``as_of``, and count as one where they are less: a customer of yesterday is not judged
    by one day. With ``horizon`` a fourth column has the margin of so many months to come at the
    same pace: nobody leaves, and nothing is discounted, so it is an upper mark, not a forecast.

    Parameters
    ----------
    customers : column
        Customer of each sales row, such as Sales[customer].
    dates : column
        Date of each sales row: Excel dates, or text such as 2024-03-31 or 31.03.2024.
    margins : column
        Margin of each sales row, or its amount; below 0 is a return or a loss.
    as_of : date, optional
        Later rows are not used. Left out: the date of the last row.
    horizon : whole number, optional
        Months to come, 1 to 600. Left out: no fourth column.
    headers : yes or no, optional
        Whether a row of headers stands on top. Left out: TRUE.
    lang : word, optional
        Language of headers: en or ru. Left out: en.

    Returns
    -------
    table
        Id, margin to date, margin per month, and with a horizon the margin to come.

    Source
    ------
    The handbook of methods, lifetime value, level historic.

    Examples
    --------
    >>> LTV_HIST(["C1", "C1", "C2"], ["2024-01-01", "2024-01-31", "2024-01-31"], [10, 20, 5],
    ...     horizon=6, headers=False)
    [['C1', 30.0, 30.0, 180.0], ['C2', 5.0, 5.0, 30.0]]
    """
    from scoring.checks import check_whole
    from scoring.value.ltv.historic import historic_value

    if horizon is not None:
        check_whole("ltv.horizon", horizon, 1, 600)
    found = historic_value(*_known(customers, dates, margins, as_of), horizon or 1)
    columns = [found.ids, found.margin, found.per_month]
    names = ["customer", "margin", "per_month"]
    if horizon is not None:
        columns.append(found.expected)
        names.append("to_come")
    rows: list[list[Cell]] = list(map(list, zip(*(c.tolist() for c in columns), strict=True)))
    return _headed(rows, names, lang) if headers else rows


@worksheet_function(example="=LTV_COHORT(Sales[customer], Sales[date], Sales[margin])")
def LTV_COHORT(  # noqa: N802 (names and order are the worksheet's)
    customers: Column,
    dates: Column,
    margins: Column,
    as_of: Day | None = None,
    horizon: Whole = 24,
    headers: Flag = True,  # noqa: FBT002 (an argument of a worksheet)
    lang: Language = "en",
) -> Answer:
    """Cumulative margin per customer by months since the first order, carried on to a horizon.

    One row per month of age, up to ``horizon``; a month is complete on the same day of the month
    as the first order. The margin of an age is the mean over all
    customers who have lived through that whole month; ages that fewer than 20 have seen are
    carried on. Beyond, the margin of a month fades by a constant factor: the slope of a straight
    line through the logarithms of the last 12 ages seen, without the first month; where that
    does not fall, their mean goes on. Not discounted. What it cannot know: whether younger
    customers are like the older ones, and whether the fading goes on beyond what anybody has
    lived through.

    Parameters
    ----------
    customers : column
        Customer of each sales row, such as Sales[customer].
    dates : column
        Date of each sales row: Excel dates, or text such as 2024-03-31 or 31.03.2024.
    margins : column
        Margin of each sales row, or its amount; below 0 is a return or a loss.
    as_of : date, optional
        Later rows are not used. Left out: the date of the last row.
    horizon : whole number, optional
        Months of age, 1 to 600. Left out: 24.
    headers : yes or no, optional
        Whether a row of headers stands on top. Left out: TRUE.
    lang : word, optional
        Language of headers: en or ru. Left out: en.

    Returns
    -------
    table
        Month of age from 1, customers who have lived through it (0 where carried on), margin of
        the month, margin up to its end.

    Source
    ------
    The handbook of methods, lifetime value, level cohort; the run-off triangles of insurance.

    Examples
    --------
    >>> days = [f"2023-{month:02d}-15" for month in range(1, 7)]
    >>> rows = [(f"C{n}", day, m) for n in range(20) for day, m in zip(days, [9, 8, 4, 2, 1, 1])]
    >>> LTV_COHORT(*map(list, zip(*rows)), horizon=3, headers=False)
    [[1.0, 20.0, 9.0, 9.0], [2.0, 20.0, 8.0, 17.0], [3.0, 20.0, 4.0, 21.0]]
    """
    from scoring.checks import check_whole
    from scoring.value.ltv.cohorts import cohort_value

    check_whole("ltv.horizon", horizon, 1, 600)
    table = cohort_value(*_known(customers, dates, margins, as_of), horizon).by_age
    columns = (table["age"] + 1, table["customers"], table["margin"], table["cumulative"])
    rows: list[list[Cell]] = [
        list(map(float, line)) for line in zip(*(c.tolist() for c in columns), strict=True)
    ]
    names = ["month_of_age", "lived_through", "margin_of_month", "margin"]
    return _headed(rows, names, lang) if headers else rows


@worksheet_function(example="=BTYD_SUMMARY(Sales[customer], Sales[date], Sales[amount])")
def BTYD_SUMMARY(  # noqa: N802, PLR0913, PLR0917 (names and order are the worksheet's)
    customers: Column,
    dates: Column,
    amounts: Column | None = None,
    as_of: Day | None = None,
    unit: Unit = "week",
    merge: Unit = "day",
    margins: Column | None = None,
    headers: Flag = True,  # noqa: FBT002 (an argument of a worksheet)
    lang: Language = "en",
) -> Answer:
    """Every customer as models of repeat buying see him: x, t_x, T, mean repeat order.

    One row per customer with an order, sorted by id. An order is a day of a customer on which
    sales exceed returns: the orders of one day are one, a sale taken back the same day and a row
    of 0 are none. x are the orders after the first, t_x the time from the first to the last, T
    from the first to ``as_of``. The mean repeat order is all money after the first day, returns
    lowering it, divided by x; the first order is left out, as in the papers on
    Gamma-Gamma, and with x = 0 it is 0. With ``merge`` the orders of one calendar week or month
    are one, and time runs from the first day of the first such period; where ``unit`` is the
    same, in whole periods.

    Parameters
    ----------
    customers : column
        Customer of each sales row, such as Sales[customer].
    dates : column
        Date of each sales row: Excel dates, or text such as 2024-03-31 or 31.03.2024.
    amounts : column, optional
        Money of each sales row; below 0 is a return. Left out: every row is a sale, no money.
    as_of : date, optional
        End of the observation; later sales are not used. Left out: the date of the last sale.
    unit : word, optional
        Unit of t_x and T: day, week or month (365.25 / 12 days). Left out: week.
    merge : word, optional
        Orders of one day, calendar week or month count as one. Left out: day.
    margins : column, optional
        Margin of each sales row, for the mean repeat order instead of the amounts; what is an
        order the amounts tell. Left out: the amounts.
    headers : yes or no, optional
        Whether a row of headers stands on top. Left out: TRUE.
    lang : word, optional
        Language of headers: en or ru. Left out: en.

    Returns
    -------
    table
        Id, x, t_x, T, money per repeat order (a dash without amounts).

    Source
    ------
    Fader, Hardie, Lee (2005), RFM and CLV, Journal of Marketing Research 42(4).

    Examples
    --------
    >>> BTYD_SUMMARY(["C1", "C1", "C2"], ["2024-01-01", "2024-01-15", "2024-01-08"], [10, 20, 5],
    ...     headers=False)
    [['C1', 1.0, 2.0, 2.0, 20.0], ['C2', 0.0, 0.0, 1.0, 0.0]]
    """
    from scoring.value.ltv.fitting import unit_days
    from scoring.value.ltv.history import order_history

    sales, day = _known(customers, dates, amounts, as_of, margins)
    values = None if sales.cost is None else sales.amount - sales.cost
    history = order_history(sales, day, merge, values)
    t_x, age = history.times(unit_days(unit), whole=unit == merge)
    money: list[Cell] = [NO_VALUE] * age.size if amounts is None else history.repeat_money.tolist()
    orders = map(float, history.repeat_orders.tolist())
    lists = (history.ids.tolist(), orders, t_x.tolist(), age.tolist(), money)
    rows: list[list[Cell]] = list(map(list, zip(*lists, strict=True)))
    return _headed(rows, ["customer", "x", "t_x", "age", "mean_repeat"], lang) if headers else rows


def _known(
    customers: Line,
    dates: Line,
    amounts: Line | None,
    as_of: dt.date | None,
    margins: Line | None = None,
) -> "tuple[SalesTable, dt.date]":
    """Return the sales, and the day up to which they are known."""
    from scoring.settings import PeriodPolicy
    from scoring.value.periods import as_of_day

    sales, _ = sales_table(customers, dates, amounts, margins=margins)
    return sales, as_of_day(sales, PeriodPolicy(as_of))


def _headed(rows: list[list[Cell]], names: list[str], lang: str) -> list[list[Cell]]:
    from xl_addin.texts import texts

    say = texts(lang)
    return [[say(f"ltv_columns.{name}") for name in names], *rows]
