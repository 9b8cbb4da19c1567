"""Payments in cells: the payment index and the days late of one customer or of many."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple, TypeAlias

import numpy as np

from xl_addin.functions.aligned import told
from xl_addin.functions.arguments import (
    Answer,
    ArgumentError,
    Column,
    Day,
    Line,
    Whole,
    Words,
)
from xl_addin.functions.cache import CACHE
from xl_addin.functions.catalogue import worksheet_function
from xl_addin.functions.cells import Cell
from xl_addin.functions.reading import ids_of, invoices_table, without_header

if TYPE_CHECKING:
    import pandas as pd

    from scoring.tables import InvoicesTable

# The methods of a chapter are imported at its first call: Excel waits for the import of them all.

Stat: TypeAlias = Annotated[
    Literal["weighted", "mean", "worst"],
    Words(
        {
            "weighted": ("by money", "взвешенное", "по деньгам"),
            "mean": ("average", "среднее"),
            "worst": ("max", "наихудшее", "худшее"),
        }
    ),
]
_COLUMNS = {"weighted": "days_late", "mean": "mean_days", "worst": "worst_days"}


class _Rated(NamedTuple):
    table: "pd.DataFrame"
    header: Cell  # what stands above the customers, when the ranges begin with headers


@worksheet_function(
    example="=PAY_INDEX(Invoices[due], Invoices[paid], Invoices[amount], , , "
    "Invoices[customer], A2:A50)"
)
def PAY_INDEX(  # noqa: N802 (names and order are the worksheet's)
    due: Column,
    paid: Column,
    amounts: Column,
    as_of: Day | None = None,
    min_invoices: Whole = 3,
    customers: Column | None = None,
    ids: Column | None = None,
) -> Answer:
    """Payment index, 0 to 100: 80 pays on the due day, 50 a month late, 100 a month early.

    Each invoice that fell due in the 24 months up to ``as_of``, or before and is still open, gets
    points by its days late, and counts by its money: 100 for 30 days early, 90 for 20 early, 80
    in time, 70, 60, 50, 40, 30, 20 and 0 for 15, 22, 30, 60, 90, 120 and 180 days late, straight
    lines between. An invoice without a payment up to ``as_of`` is late by the days up to it.
    Invoices not due yet and credit notes say nothing. Without ``customers`` all rows are of one
    customer, and one number answers; with them, one number per id. Fewer than ``min_invoices``
    of the 24 months, and an id without invoices, answer with a dash. A blank id stays blank.

    Parameters
    ----------
    due : column
        Due date of each invoice: Excel dates, or text such as 2024-03-31 or 31.03.2024.
    paid : column
        Day of payment of each invoice; blank for an open one.
    amounts : column
        Money of each invoice; below 0 is a credit note.
    as_of : date, optional
        Assessment date; later payments are not known then. Left out: the date of the last
        payment, or without any the last due date.
    min_invoices : whole number, optional
        Invoices fallen due that an index needs, 1 or more. Left out: 3.
    customers : column, optional
        Customer of each invoice, such as Invoices[customer]; goes with ids. Left out: all rows
        are of one customer.
    ids : column, optional
        Customers to rate, one cell or a column; goes with customers. Left out: all rows are of
        one customer.

    Returns
    -------
    number
        0 to 100, one number or in the shape of ``ids``.

    Source
    ------
    The value chart of the PAYDEX score of Dun & Bradstreet, weighted by money.

    Examples
    --------
    >>> due, paid = ["2024-03-01"] * 3, ["2024-03-01", "2024-03-31", None]
    >>> PAY_INDEX(due, paid, [100.0, 100.0, 100.0], "2024-03-31")
    60.0
    """
    rated = _rated((due, paid, amounts, customers), as_of, min_invoices)
    return _answers(rated, "payment_index", customers, ids)


@worksheet_function(example="=DAYS_LATE(Invoices[due], Invoices[paid], Invoices[amount])")
def DAYS_LATE(  # noqa: N802 (names and order are the worksheet's)
    due: Column,
    paid: Column,
    amounts: Column,
    as_of: Day | None = None,
    stat: Stat = "weighted",
    customers: Column | None = None,
    ids: Column | None = None,
) -> Answer:
    """Days that a customer pays beyond terms: weighted by money, on average, or the worst.

    Counted are the invoices that fell due in the 24 months up to ``as_of``, and older ones still
    open; an invoice without a payment up to ``as_of`` is late by the days up to it, which is a
    lower bound. Days below 0 are early. Invoices not due yet and credit notes say nothing.
    Without ``customers`` all rows are of one customer, and one number answers; with them, one
    number per id. Where nothing has fallen due the answer is a dash. A blank id stays blank.

    Parameters
    ----------
    due : column
        Due date of each invoice: Excel dates, or text such as 2024-03-31 or 31.03.2024.
    paid : column
        Day of payment of each invoice; blank for an open one.
    amounts : column
        Money of each invoice; below 0 is a credit note.
    as_of : date, optional
        Assessment date; later payments are not known then. Left out: the date of the last
        payment, or without any the last due date.
    stat : word, optional
        weighted (by money), mean (each invoice the same) or worst (the latest). Left out:
        weighted.
    customers : column, optional
        Customer of each invoice, such as Invoices[customer]; goes with ids. Left out: all rows
        are of one customer.
    ids : column, optional
        Customers to rate, one cell or a column; goes with customers. Left out: all rows are of
        one customer.

    Returns
    -------
    number
        Days, one number or in the shape of ``ids``.

    Source
    ------
    Days beyond terms as in credit management: sum(amount x days late) / sum(amount).

    Examples
    --------
    >>> due, paid = ["2024-03-01", "2024-03-21"], ["2024-03-11", None]
    >>> DAYS_LATE(due, paid, [1000.0, 3000.0], "2024-03-25")
    5.5
    """
    rated = _rated((due, paid, amounts, customers), as_of)
    return _answers(rated, _COLUMNS[stat], customers, ids)


def _rated(
    lines: tuple[Line, Line, Line, Line | None], as_of: dt.date | None, min_invoices: int = 3
) -> _Rated:
    """Rate the payments of every customer, or find them in the cache."""
    from scoring.settings import PaymentPolicy
    from scoring.solvency.payments import rate_payments

    policy = PaymentPolicy(min_invoices=min_invoices)

    def rate() -> _Rated:
        invoices, header = invoices_table(*lines)
        table = rate_payments(invoices, as_of or _last_day(invoices), policy).table
        return _Rated(table, header)

    blocks = (None if line is None else line.block for line in lines)
    return CACHE.remember(("payments", *blocks, policy, as_of), rate)


def _last_day(invoices: "InvoicesTable") -> dt.date:
    """Return the day of the last payment; without any the last due day."""
    from scoring.days import to_date
    from scoring.tables import NO_DAY

    known = invoices.paid[invoices.paid != NO_DAY]
    return to_date(int(known.max() if known.size else invoices.due.max()))


def _answers(rated: _Rated, column: str, customers: Line | None, ids: Line | None) -> Answer:
    """Return a column of the table: of the only customer, or of each id."""
    numbers = rated.table[column].tolist()
    if customers is None and ids is None:
        return told(numbers)[0]
    if customers is None or ids is None:
        missing, given = ("ids", "customers") if ids is None else ("customers", "ids")
        raise ArgumentError(missing, f"is needed beside {given}")
    keys = ids_of(without_header(ids, rated.header), "ids")
    by_id = dict(zip(rated.table["customer"], told(numbers), strict=True))
    answers = np.array([*told([by_id.get(key) for key in keys.ids]), ""], object)
    return ids.spread(answers[keys.code].tolist())
