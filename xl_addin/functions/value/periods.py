"""Sales by period in cells: the customer x period block, and the seasonal index."""

import datetime as dt
from typing import Annotated, Literal, TypeAlias

from xl_addin.functions.arguments import Answer, ArgumentError, Column, Day, Flag, Language, Words
from xl_addin.functions.catalogue import worksheet_function
from xl_addin.functions.cells import Cell
from xl_addin.functions.reading import sales_table
from xl_addin.functions.value.abc_xyz_options import Grain

SHEET_COLUMNS = 16_384

Period: TypeAlias = Annotated[
    Literal["week", "month", "quarter", "year"],
    Words(
        {
            "week": ("неделя",),
            "month": ("месяц",),
            "quarter": ("квартал",),
            "year": ("год",),
        }
    ),
]
Method: TypeAlias = Annotated[
    Literal["mean", "moving"],
    Words(
        {
            "mean": ("yearly mean", "среднее", "к среднему года"),
            "moving": ("moving average", "скользящее", "скользящее среднее"),
        }
    ),
]


@worksheet_function(example="=PERIOD_PIVOT(A2:A9999, B2:B9999, C2:C9999)")
def PERIOD_PIVOT(  # noqa: N802 (names and order are the worksheet's)
    customers: Column,
    dates: Column,
    amounts: Column,
    grain: Period = "month",
    date_from: Day | None = None,
    date_to: Day | None = None,
    headers: Flag = True,  # noqa: FBT002 (a cell)
    lang: Language = "en",
) -> Answer:
    """Block of customers by periods: what each bought in each week, month, quarter or year.

    Money is net of returns, so a period may be below 0. All calendar periods from ``date_from`` to
    ``date_to`` are there, with 0 where nothing was sold; the outer ones hold only what lies between
    the two dates. Customers without a sale or return in that time are not. Weeks begin on Monday.
    Blank rows are passed over, and so is a row of headers. Products or divisions may stand in
    place of customers. Without its first column and row the block is what XYZ_CLASS takes.

    Parameters
    ----------
    customers : column
        Customer of each sales row, such as Sales[customer].
    dates : column
        Date of each sales row: Excel dates, or text such as 2024-03-31 or 31.03.2024.
    amounts : column
        Amount of each sales row; below 0 is a return.
    grain : word, optional
        week, month, quarter or year. Left out: month.
    date_from : date, optional
        First day that counts. Left out: that of the first sale.
    date_to : date, optional
        Last day that counts. Left out: that of the last sale.
    headers : yes or no, optional
        Whether the first days of the periods stand on top. Left out: TRUE.
    lang : word, optional
        Language of the header above the customers: en or ru. Left out: en.

    Returns
    -------
    table
        A row for each customer, by id: the customer, then a number for each period, the oldest
        first.

    Source
    ------
    Sums of the cells; the calendar is the usual one, weeks as in ISO 8601.

    Examples
    --------
    >>> PERIOD_PIVOT(
    ...     ["C1", "C2", "C1"],
    ...     ["2024-01-31", "2024-03-01", "2024-01-02"],
    ...     [100.0, 50.0, 20.0],
    ...     headers=False,
    ... )
    [['C1', 120.0, 0.0, 0.0], ['C2', 0.0, 0.0, 50.0]]
    """
    from scoring.days import day_number
    from scoring.value.pivot import pivot_sales
    from xl_addin.texts import texts

    sales, _ = sales_table(customers, dates, amounts)
    first, last = (None if day is None else day_number(day) for day in (date_from, date_to))
    pivot = pivot_sales(sales, grain, first, last)
    n_periods = pivot.starts.size
    if not pivot.ids.size:
        raise ArgumentError("date_from", "no sale lies between the two dates")
    if n_periods >= SHEET_COLUMNS:
        raise ArgumentError("grain", f"{n_periods} periods, more than a sheet has columns")
    rows: list[list[Cell]] = [
        [str(name), *values] for name, values in zip(pivot.ids, pivot.values.tolist(), strict=True)
    ]
    if not headers:
        return rows
    starts = [dt.datetime.combine(day, dt.time()) for day in pivot.starts.tolist()]
    return [[texts(lang)("columns.customer"), *starts], *rows]


@worksheet_function(example="=SEASON_INDEX(B2:B9999, C2:C9999)")
def SEASON_INDEX(  # noqa: N802 (the name is the worksheet's)
    dates: Column,
    amounts: Column,
    grain: Grain = "month",
    method: Method = "mean",
) -> Answer:
    """Seasonal index of each month or quarter: 1.2 sells a fifth more than the mean of its year.

    mean: of every whole calendar year from the first sale to the last, each month is divided by the
    mean month of its year, and the ratios are averaged over the years; months of years that are not
    whole do not count, so there must be a whole one. moving: of all months from the first sale to
    the last, each is divided by the average of the year around it (13 months, the outer two with
    half their weight), which leaves a trend out; it takes 24 months. Both are brought to the
    mean 1. A month with more returns than sales counts as 0, one without sales is 0, and a year
    without sales does not count. Blank rows are passed over, and so is a row of headers.

    Parameters
    ----------
    dates : column
        Date of each sales row: Excel dates, or text such as 2024-03-31 or 31.03.2024.
    amounts : column
        Amount of each sales row; below 0 is a return.
    grain : word, optional
        month or quarter. Left out: month.
    method : word, optional
        mean (of month by yearly mean) or moving (ratio to the centred moving average). Left out:
        mean.

    Returns
    -------
    number
        Twelve, January first, or four; below 1 is a weak period, and their mean is 1.

    Source
    ------
    Ratio to the centred moving average as in decompose(type = "multiplicative") of R.

    Examples
    --------
    >>> SEASON_INDEX(
    ...     ["2023-01-15", "2023-04-15", "2023-07-15", "2023-10-15"],
    ...     [60.0, 80.0, 160.0, 100.0],
    ...     "quarter",
    ... )
    [[0.6], [0.8], [1.6], [1.0]]
    """
    from scoring.value.season import sales_season

    sales, _ = sales_table(None, dates, amounts)
    return [[index] for index in sales_season(sales, grain, method).tolist()]
