"""Data audit: what came in, what was left out, and what looks odd though it is legal.

Completeness, uniqueness, validity, timeliness, consistency: DAMA UK (2013), "The Six Primary
Dimensions for Data Quality Assessment".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from scoring.checks import TextArray
from scoring.days import period_index, period_start
from scoring.diagnosis.registration import RegistrationCheck, check_inn
from scoring.errors import Note, Problem, shown
from scoring.sums import sum_by, total
from scoring.tables.contracts import CustomersTable, Gated, SalesTable

CATCH_ALL = 0.40  # one customer with more than this share of the rows is a collective one
CATCH_ALL_ROWS, CATCH_ALL_CUSTOMERS = 20, 5  # of fewer, one has so many by chance


@dataclass(frozen=True, slots=True, eq=False)
class Audit:
    """What the data audit found.

    tables: table, rows_read, rows_used, rows_left_out, money_left_out. fields: table, field,
    kind, filled (a fraction), distinct. orphans: ids with sales that are not in Customers.
    empty_months: first days of the months without sales between the first and last one.
    returns and zero amounts are counted in rows; money of returns is below 0. catch_all:
    the customer with more than 40 % of all rows, of 20 rows and 5 customers at least. inn: None
    without a table Customers.
    """

    tables: pd.DataFrame
    fields: pd.DataFrame
    problems: tuple[Problem, ...]
    orphans: TextArray
    orphan_money: float
    empty_months: "npt.NDArray[np.datetime64]"
    n_returns: int
    money_returns: float
    n_zero: int
    catch_all: str | None
    inn: RegistrationCheck | None
    notes: tuple[Note, ...]


def audit(sales: SalesTable, gated: Mapping[str, Gated[Any]]) -> Audit:
    """Audit the sales, and all tables by name as they came through the gate."""
    customers: CustomersTable | None = gated["customers"].table if "customers" in gated else None
    orphans, orphan_money = _orphans(sales, customers)
    empty_months = _empty_months(sales)
    returns = sales.amount < 0
    catch_all, notes = catch_all_of(sales)
    inn = None if customers is None else check_inn(customers)
    if inn is not None:
        notes += inn.notes
    if orphans.size:
        notes += (Note("note.orphans", {"count": str(orphans.size)}),)
    if empty_months.size:
        notes += (Note("note.empty_months", {"count": str(empty_months.size)}),)
    return Audit(
        tables=_tables(gated),
        fields=_fields(gated),
        problems=tuple(problem for each in gated.values() for problem in each.problems),
        orphans=orphans,
        orphan_money=orphan_money,
        empty_months=empty_months,
        n_returns=int(np.count_nonzero(returns)),
        money_returns=total(sales.amount[returns]),
        n_zero=int(np.count_nonzero(sales.amount == 0)),
        catch_all=catch_all,
        inn=inn,
        notes=tuple(note for each in gated.values() for note in each.notes) + notes,
    )


def _tables(gated: Mapping[str, Gated[Any]]) -> pd.DataFrame:
    rows = [
        (name, each.rows_read, each.rows_used, each.left_out.size, each.money_left_out)
        for name, each in gated.items()
    ]
    columns = ["table", "rows_read", "rows_used", "rows_left_out", "money_left_out"]
    return pd.DataFrame(rows, columns=columns)


def _fields(gated: Mapping[str, Gated[Any]]) -> pd.DataFrame:
    rows = [
        (name, facts.field, facts.kind, facts.filled, facts.distinct)
        for name, each in gated.items()
        for facts in each.fields
    ]
    return pd.DataFrame(rows, columns=["table", "field", "kind", "filled", "distinct"])


def _orphans(sales: SalesTable, customers: CustomersTable | None) -> tuple[TextArray, float]:
    """Return the ids with sales that Customers lacks, and their net money."""
    if customers is None:
        return np.empty(0, object), 0.0
    orphan = ~pd.Index(sales.customer_ids, dtype=object).isin(customers.ids)
    money = sum_by(sales.customer, sales.amount, sales.n_customers)
    return sales.customer_ids[orphan], total(money[orphan])


def _empty_months(sales: SalesTable) -> "npt.NDArray[np.datetime64]":
    """Return the first days of months without a sale between the first and the last sale."""
    low, high = int(sales.day.min()), int(sales.day.max())
    month_of = period_index(np.arange(low, high + 1), "month")
    open_days = np.zeros(month_of.size, bool)
    open_days[sales.day[sales.amount > 0] - low] = True
    sold = np.zeros(month_of[-1] - month_of[0] + 1, bool)
    sold[month_of[open_days] - month_of[0]] = True
    at = np.flatnonzero(sold)
    inner = np.flatnonzero(~sold[at[0] : at[-1]]) + at[0] if at.size else at
    starts = [period_start(int(month_of[0] + index), "month") for index in inner]
    return np.array(starts, "datetime64[D]")


def catch_all_of(sales: SalesTable) -> tuple[str | None, tuple[Note, ...]]:
    """Return the customer with more than CATCH_ALL of the rows, if there is enough to say so."""
    rows = np.bincount(sales.customer)
    share = rows.max() / sales.n_rows
    if share <= CATCH_ALL or sales.n_rows < CATCH_ALL_ROWS or rows.size < CATCH_ALL_CUSTOMERS:
        return None, ()
    name = str(sales.customer_ids[rows.argmax()])
    details = {"id": shown(name), "share": f"{100 * share:.0f}"}
    return name, (Note("note.catch_all", details),)
