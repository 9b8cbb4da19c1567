"""RFM in cells: codes of customers, the whole table, names of segments."""

import datetime as dt
import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scoring.errors import MESSAGES, shown
from scoring.tables import ErrorCell
from xl_addin.functions.arguments import (
    Answer,
    ArgumentError,
    Column,
    Day,
    Flag,
    Language,
    Line,
    Whole,
)
from xl_addin.functions.cache import CACHE
from xl_addin.functions.catalogue import worksheet_function
from xl_addin.functions.cells import NO_VALUE, Cell
from xl_addin.functions.reading import ids_of, sales_table, without_header

if TYPE_CHECKING:
    import pandas as pd

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
    "segment",
)


class _Scored(NamedTuple):
    table: "pd.DataFrame"
    codes: dict[str, str]
    header: Cell  # what stands above the customers, when the ranges begin with headers


@worksheet_function(example="=RFM_SCORE(A2:A500, Sales[customer], Sales[date], Sales[amount])")
def RFM_SCORE(  # noqa: N802 (names and order are the worksheet's)
    ids: Column,
    customers: Column,
    dates: Column,
    amounts: Column,
    as_of: Day | None = None,
    bins: Whole = 5,
    window_months: Whole | None = None,
    documents: Column | None = None,
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
    bins : whole number, optional
        Scores per letter, 2 to 9. Left out: 5.
    window_months : whole number, optional
        Only sales of so many months up to as_of count. Left out: all history.
    documents : column, optional
        Document of each sales row; rows of one document are one order. Left out: one order a day.

    Returns
    -------
    text
        A code such as 545, in the shape of ``ids``.

    Source
    ------
    Hughes (1994), Strategic Database Marketing; independent binning as in IBM SPSS Statistics.

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
    options = (as_of, window_months, bins)
    scored = _scored(customers, dates, amounts, documents, options)
    keys = ids_of(without_header(ids, scored.header), "ids")
    answers = np.array([*(scored.codes.get(key, NO_VALUE) for key in keys.ids), ""], object)
    return ids.spread(answers[keys.code].tolist())


@worksheet_function(example="=RFM_TABLE(Sales[customer], Sales[date], Sales[amount])")
def RFM_TABLE(  # noqa: N802, PLR0913, PLR0917 (names and order are the worksheet's)
    customers: Column,
    dates: Column,
    amounts: Column,
    as_of: Day | None = None,
    bins: Whole = 5,
    window_months: Whole | None = None,
    documents: Column | None = None,
    headers: Flag = True,  # noqa: FBT002 (an argument of a worksheet)
    lang: Language = "en",
) -> Answer:
    """RFM table of all customers with an order: last order, days, orders, money, scores, segment.

    One row per customer, sorted by id; the columns are customer, date of the last order, days
    since, orders, revenue, average order, R, F, M, code and segment. The rules are those of
    RFM_SCORE; the segment is the one of the 25-cell map of recency and frequency, in which scores
    of other than five bins stand at ``ceil(5 * (2 * score - 1) / (2 * bins))``. Customers with
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
    bins : whole number, optional
        Scores per letter, 2 to 9. Left out: 5.
    window_months : whole number, optional
        Only sales of so many months up to as_of count. Left out: all history.
    documents : column, optional
        Document of each sales row; rows of one document are one order. Left out: one order a day.
    headers : yes or no, optional
        Whether a row of headers stands on top. Left out: TRUE.
    lang : word, optional
        Language of headers and segments: en or ru. Left out: en.

    Returns
    -------
    table
        Eleven columns; the date is a date, days and orders are whole numbers, the code is text.

    Source
    ------
    Hughes (1994), Strategic Database Marketing; independent binning as in IBM SPSS Statistics.

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
    from scoring.value.segments import map_segments
    from xl_addin.texts import texts

    options = (as_of, window_months, bins)
    table = _scored(customers, dates, amounts, documents, options).table
    say = texts(lang)
    keys = map_segments(table["r"].to_numpy(), table["f"].to_numpy(), bins)
    names = {key: say(f"segments.{key}.name") for key in set(keys)}
    columns: list[list[Cell]] = [_cells(table[name].tolist()) for name in TABLE_COLUMNS[:-1]]
    columns.append([names[key] for key in keys])
    rows = [list(row) for row in zip(*columns, strict=True)]
    return [[say(f"columns.{name}") for name in TABLE_COLUMNS], *rows] if headers else rows


@worksheet_function(example="=RFM_SEGMENT(B2:B500)")
def RFM_SEGMENT(  # noqa: N802 (the name is the worksheet's)
    codes: Column,
    bins: Whole = 5,
    lang: Language = "en",
) -> Answer:
    """Segment of each RFM code, such as Champions for 555, by the 25-cell map of R and F.

    The map has a segment for every pair of recency and frequency; money does not enter. With
    other than five bins a score ``s`` stands at ``ceil(5 * (2 * s - 1) / (2 * bins))``. Codes may
    be text or numbers. A blank cell stays blank, the dash of RFM_SCORE and its messages pass
    through, and so does a header above the codes.

    Parameters
    ----------
    codes : column
        Codes as RFM_SCORE gives them: one cell or a column, such as B2#.
    bins : whole number, optional
        Scores per letter that the codes were made with, 2 to 9. Left out: 5.
    lang : word, optional
        Language of the names: en or ru. Left out: en.

    Returns
    -------
    text
        The name of the segment, in the shape of ``codes``.

    Source
    ------
    The R x F grid of ten segments that is in common use; see the handbook of methods, map B.

    Examples
    --------
    >>> RFM_SEGMENT(["555", "511", "111"])
    [['Champions'], ['New'], ['Hibernating']]
    """
    from scoring.settings import RfmPolicy
    from scoring.value.segments import map_segments
    from xl_addin.texts import texts

    RfmPolicy(bins=bins)  # says what bins may be
    written = [_code(cell, row) for row, cell in enumerate(codes.cells, start=1)]
    passed = [_passes(text, first=not i and len(written) > 1) for i, text in enumerate(written)]
    is_code = re.compile(rf"[1-{bins}]{{3}}")
    for row, (text, passes) in enumerate(zip(written, passed, strict=True), start=1):
        if not passes and not is_code.fullmatch(text):
            found = f"'{shown(text)}' is not three scores from 1 to {bins}"
            raise ArgumentError(f"codes, row {row}", found)
    digits = [text if not passes else "111" for text, passes in zip(written, passed, strict=True)]
    r, f = (np.array([int(text[place]) for text in digits]) for place in (0, 1))
    say = texts(lang)
    names = [say(f"segments.{key}.name") for key in map_segments(r, f, bins)]
    return codes.spread(
        [
            text if passes else name
            for text, passes, name in zip(written, passed, names, strict=True)
        ]
    )


def _scored(
    customers: Line,
    dates: Line,
    amounts: Line,
    documents: Line | None,
    options: tuple[dt.date | None, int | None, int],
) -> _Scored:
    """Score the customers of the sales, or find them in the cache.

    options: as-of date, window in months, bins.
    """
    from scoring.settings import PeriodPolicy, RfmPolicy
    from scoring.value.periods import as_of_day, in_window
    from scoring.value.rfm import score_rfm

    period, rfm = PeriodPolicy(*options[:2]), RfmPolicy(bins=options[2])
    lines = (customers, dates, amounts, *(() if documents is None else (documents,)))

    def score() -> _Scored:
        sales, header = sales_table(customers, dates, amounts, documents)
        as_of = as_of_day(sales, period)
        table = score_rfm(in_window(sales, period, as_of).sales, rfm, as_of).table
        codes = dict(zip(table["customer"], table["code"], strict=True))
        return _Scored(table, codes, customers.cells[0] if header else None)

    return CACHE.remember(("rfm", *(line.block for line in lines), period, rfm), score)


def _cells(values: list[object]) -> list[Cell]:
    """Return values as cells: text, float or datetime."""
    if values and isinstance(values[0], str):
        return [str(value) for value in values]
    if values and isinstance(values[0], dt.datetime):
        return [dt.datetime.combine(value, dt.time()) for value in values]  # type: ignore[arg-type]
    return [float(value) for value in values]  # type: ignore[arg-type]


def _code(cell: Cell, row: int) -> str:
    if isinstance(cell, ErrorCell):
        raise ArgumentError(f"codes, row {row}", MESSAGES["cell.error"].format(found=cell))
    if isinstance(cell, float) and cell.is_integer():
        return f"{cell:.0f}"
    return "" if cell is None else str(cell).strip()


def _passes(text: str, *, first: bool) -> bool:
    """Say whether a text is no code but may stand among codes."""
    return text in {"", NO_VALUE} or text.startswith("#RFM_") or (first and text[:1].isalpha())
