"""The tables behind the gate, their fields, and what the gate says of a frame."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Generic, Literal, NamedTuple, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from scoring.checks import BoolArray, FloatArray, TextArray
from scoring.errors import Note, Problem, Repair, TableError

Codes: TypeAlias = npt.NDArray[np.int32]
T = TypeVar("T")

NO_DAY = int(np.iinfo(np.int32).min)  # stands for a day that is not there


class Field(NamedTuple):
    """A column of an input table: its key, what its cells hold, whether it must be there."""

    key: str
    kind: Literal["date", "key", "number", "text", "flag", "answer"]
    required: bool = False


SALES_FIELDS = (
    Field("date", "date", required=True),
    Field("document", "key"),
    Field("customer", "key", required=True),
    Field("product", "key"),
    Field("quantity", "number"),
    Field("amount", "number", required=True),
    Field("cost", "number"),
    Field("margin", "number"),
    Field("division", "text"),
    Field("returned", "flag"),
    Field("currency", "text"),
)
CUSTOMERS_FIELDS = (
    Field("customer", "key", required=True),
    *(
        Field(key, "text")
        for key in (
            "name",
            "inn",
            "segment",
            "group",
            "region",
            "division",
            "manager",
            "industry",
            "status",
        )
    ),
)
PRODUCTS_FIELDS = (
    Field("product", "key", required=True),
    Field("name", "text", required=True),
    Field("group", "text"),
    Field("targets", "text"),  # segments, parted by ; or ,
)


@dataclass(frozen=True, slots=True, eq=False)
class SalesTable:
    """Sales, one row each; texts are codes into the arrays of ids.

    customer: codes, (n,), into customer_ids, (k,), which rise. day: days since 1970-01-01.
    amount: money; below 0 is a return. document: codes, below 0 where blank. product: codes
    into product_ids, below 0 where blank. cost: of the whole row, NaN where blank.
    """

    customer: Codes
    customer_ids: TextArray
    day: Codes
    amount: FloatArray
    document: Codes | None = None
    product: Codes | None = None
    product_ids: TextArray | None = None
    quantity: FloatArray | None = None
    cost: FloatArray | None = None

    @property
    def n_rows(self) -> int:
        """Number of sales rows."""
        return self.amount.size

    @property
    def n_customers(self) -> int:
        """Number of ids, with or without a row."""
        return self.customer_ids.size

    def where(self, keep: BoolArray) -> "SalesTable":
        """Return the rows where keep, (n,), is true; codes and ids stay as they are."""
        return replace(
            self,
            customer=self.customer[keep],
            day=self.day[keep],
            amount=self.amount[keep],
            document=None if self.document is None else self.document[keep],
            product=None if self.product is None else self.product[keep],
            quantity=None if self.quantity is None else self.quantity[keep],
            cost=None if self.cost is None else self.cost[keep],
        )


@dataclass(frozen=True, slots=True, eq=False)
class CustomersTable:
    """Customers: ids, (k,), each once, and a frame of their other columns as text or None."""

    ids: TextArray
    frame: pd.DataFrame


@dataclass(frozen=True, slots=True, eq=False)
class ProductsTable:
    """Products: ids, (k,), each once, and a frame of their other columns as text or None."""

    ids: TextArray
    frame: pd.DataFrame


@dataclass(frozen=True, eq=False)
class FieldFacts:
    """What a column held: kind of its cells, share of rows filled, number of distinct values.

    kind is date, number, text, flag, error, other, mixed or blank. values: those of filled rows,
    or codes of texts. style: how its texts are written, where they tell: dmy or mdy, comma or
    point.
    """

    field: str
    kind: str
    filled: float
    values: npt.NDArray[Any]
    style: str = ""

    @cached_property
    def distinct(self) -> int:
        """Number of distinct values, counted when it is asked for."""
        ordered = np.sort(self.values)
        return int(ordered.size and 1 + np.count_nonzero(ordered[1:] != ordered[:-1]))


@dataclass(frozen=True, slots=True, eq=False)
class Gated(Generic[T]):
    """What came through the gate, and everything that did not.

    table holds the good rows; None when the whole table is at fault. rows_read counts the
    rows that are not wholly blank. left_out: 0-based rows at fault, rising. money_left_out:
    sum of their amounts that could be read. repairs: what was made out of cells of another kind.
    readings: the cells of each column, by field, and what they were read as, of all rows. twice:
    (k, 2), sales that repeat an earlier one in every column, each with the first such row.
    """

    table: T | None
    problems: tuple[Problem, ...]
    rows_read: int
    rows_used: int
    left_out: npt.NDArray[np.int64]
    money_left_out: float
    fields: tuple[FieldFacts, ...]
    notes: tuple[Note, ...] = ()
    repairs: tuple[Repair, ...] = ()
    readings: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    twice: npt.NDArray[np.int64] = field(default_factory=lambda: np.empty((0, 2), np.int64))

    def strict(self) -> T:
        """Return the table, or raise TableError with all problems if there is any."""
        if self.problems or self.table is None:
            raise TableError(self.problems)
        return self.table
