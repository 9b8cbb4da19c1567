"""The gate: a frame in, good rows and all problems at once out.

A row is left out when any of its cells breaks a rule, and is then counted with its money.
Rows that are blank in every column are passed over. The frame itself is never changed.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from scoring.checks import BoolArray, FloatArray, TextArray
from scoring.errors import PLACES_SHOWN, Note, Problem, shown
from scoring.tables.cells import Cells, Kind, cells_of
from scoring.tables.contracts import (
    CUSTOMERS_FIELDS,
    PRODUCTS_FIELDS,
    SALES_FIELDS,
    Codes,
    CustomersTable,
    Field,
    FieldFacts,
    Gated,
    ProductsTable,
    SalesTable,
    T,
)
from scoring.tables.reading import (
    LARGEST,
    Fault,
    Keys,
    read_dates,
    read_flags,
    read_keys,
    read_numbers,
)

_SORTED = ("customer", "product")


@dataclass(slots=True)
class _Read:
    """A frame as it is read, column by column."""

    table: str
    n_rows: int
    blank: BoolArray  # (n,): wholly blank rows
    bad: BoolArray  # (n,): rows with a fault
    numbers: dict[str, FloatArray]
    days: npt.NDArray[np.int64]
    keys: dict[str, Keys]
    flags: dict[str, BoolArray]
    problems: list[Problem]
    fields: list[FieldFacts]
    cleaned: int = 0

    @property
    def good(self) -> BoolArray:
        return ~(self.blank | self.bad)

    def add(self, column: str, fault: Fault, cells: Cells) -> None:
        found = cells.found(fault.rows[:PLACES_SHOWN].tolist())
        self.problems.append(
            Problem(
                fault.code, self.table, column, fault.rows, found, fault.details, whole=fault.whole
            )
        )
        self.bad[fault.rows] = True

    def told(self, code: str, column: str = "", **details: str) -> None:
        self.problems.append(Problem(code, self.table, column, details=details))


def gate_sales(frame: pd.DataFrame, *, latest: date | None = None) -> Gated[SalesTable]:
    """Let the good rows of a frame of sales through, and tell all problems at once.

    Columns are named by the keys of SALES_FIELDS; date, customer and amount must be there
    and filled. Dates lie between 1970 and latest (2200 where it is None). A margin, without
    a cost, becomes cost = amount - margin. A row flagged as returned counts below 0.
    """
    read = _read(frame, "sales", SALES_FIELDS, latest)
    amount = read.numbers.get("amount", np.empty(0))
    lost = amount[read.bad & ~read.blank] if amount.size else amount
    money_left_out = math.fsum(lost[np.abs(lost) <= LARGEST])
    return _gated(read, _sales_table(read) if _usable(read) else None, money_left_out)


def gate_customers(frame: pd.DataFrame) -> Gated[CustomersTable]:
    """Let the good rows of a frame of customers through; a customer's later rows are left out.

    Columns are named by the keys of CUSTOMERS_FIELDS; customer must be there and filled.
    """
    read = _read(frame, "customers", CUSTOMERS_FIELDS, None)
    ids, texts = _directory(read, "customer", CUSTOMERS_FIELDS)
    return _gated(read, CustomersTable(ids, texts) if _usable(read) else None)


def gate_products(frame: pd.DataFrame) -> Gated[ProductsTable]:
    """Let the good rows of a frame of products through; a product's later rows are left out.

    Columns are named by the keys of PRODUCTS_FIELDS; product and name must be there and
    filled.
    """
    read = _read(frame, "products", PRODUCTS_FIELDS, None)
    ids, texts = _directory(read, "product", PRODUCTS_FIELDS)
    return _gated(read, ProductsTable(ids, texts) if _usable(read) else None)


def _read(frame: pd.DataFrame, table: str, fields: Sequence[Field], latest: date | None) -> _Read:
    """Read every column of a frame that the table knows."""
    n = len(frame)
    no_days = np.empty(0, np.int64)
    read = _Read(table, n, np.zeros(n, bool), np.zeros(n, bool), {}, no_days, {}, {}, [], [])
    cells: dict[str, Cells] = {}
    names = list(frame.columns)
    for field in fields:
        if (times := names.count(field.key)) > 1:
            read.told("column.twice", field.key, count=str(times))
        elif times:
            cells[field.key] = cells_of(frame[field.key])
        elif field.required:
            columns = ", ".join(shown(str(name)) for name in names) or "—"
            read.told("column.missing", field.key, columns=columns)
    read.blank = _blank_rows(list(cells.values()), n)
    if read.blank.all():
        read.told("rows.none")
        return read
    for field in fields:
        if field.key in cells:
            _read_column(read, field, cells[field.key], latest)
    return read


def _blank_rows(columns: Sequence[Cells], n: int) -> BoolArray:
    blank = np.full(n, fill_value=True)
    for cells in columns:
        blank &= cells.kind == Kind.BLANK
        if not blank.any():
            break
    return blank


def _read_column(read: _Read, field: Field, cells: Cells, latest: date | None) -> None:
    """Read one column as what its field wants."""
    distinct = 0
    if field.kind == "date":
        dates = read_dates(cells, latest)
        read.days, faults = dates.values, dates.faults
        distinct = _distinct(read.days[cells.kind != Kind.BLANK])
    elif field.kind == "number":
        amounts = read_numbers(cells)
        read.numbers[field.key], faults = amounts.values, amounts.faults
        distinct = _distinct(amounts.values[~np.isnan(amounts.values)])
    elif field.kind == "flag":
        flags = read_flags(cells)
        read.flags[field.key], faults = flags.values, flags.faults
        distinct = _distinct(flags.values[cells.kind != Kind.BLANK])
    else:
        keys = read_keys(cells, rising=field.key in _SORTED)
        read.keys[field.key], faults = keys.values, keys.faults
        distinct = keys.values.ids.size
    for fault in faults:
        read.add(field.key, fault, cells)
    blank = cells.kind == Kind.BLANK
    if field.required and (rows := np.flatnonzero(blank & ~read.blank)).size:
        read.add(field.key, Fault("cell.blank", rows), cells)
    filled = float(1 - (blank & ~read.blank).sum() / (~read.blank).sum())
    read.fields.append(FieldFacts(field.key, _kind_name(cells), filled, distinct))
    read.cleaned += cells.cleaned


def _distinct(values: npt.NDArray[Any]) -> int:
    ordered = np.sort(values)
    return int(ordered.size and 1 + np.count_nonzero(ordered[1:] != ordered[:-1]))


def _kind_name(cells: Cells) -> str:
    kinds = np.flatnonzero(np.bincount(cells.kind)[1:]) + 1
    if kinds.size == 1:
        return Kind(kinds[0]).name.lower()
    return "mixed" if kinds.size else "blank"


def _usable(read: _Read) -> bool:
    """Whether a table can be made; say so where nothing is left."""
    if any(problem.fatal for problem in read.problems):
        return False
    if not read.good.any():
        read.told("rows.none_good")
        return False
    return True


def _sales_table(read: _Read) -> SalesTable:
    """Make the table of the good rows."""
    good = read.good
    keep = slice(None) if good.all() else good  # a slice spares the copies
    customer = _kept(read.keys["customer"], keep)
    product = _kept(read.keys["product"], keep) if "product" in read.keys else None
    document = read.keys["document"].code[keep] if "document" in read.keys else None
    amount, quantity = read.numbers["amount"][keep], read.numbers.get("quantity")
    cost = read.numbers.get("cost")
    if cost is None and "margin" in read.numbers:
        cost = read.numbers["amount"] - read.numbers["margin"]
    cost = None if cost is None else cost[keep]
    quantity = None if quantity is None else quantity[keep]
    if "returned" in read.flags and (returned := read.flags["returned"][keep]).any():
        amount = np.where(returned, -np.abs(amount), amount)
        cost = None if cost is None else np.where(returned, -np.abs(cost), cost)
        quantity = None if quantity is None else np.where(returned, -np.abs(quantity), quantity)
    return SalesTable(
        customer=customer.code,
        customer_ids=customer.ids,
        day=read.days[keep].astype(np.int32),
        amount=amount,
        document=document if document is not None and (document >= 0).any() else None,
        product=product.code if product and product.ids.size else None,
        product_ids=product.ids if product and product.ids.size else None,
        quantity=quantity,
        cost=cost,
    )


def _kept(keys: Keys, keep: BoolArray | slice) -> Keys:
    """Return the keys of some rows, and of their ids only those that still occur."""
    if isinstance(keep, slice):
        return keys
    code = keys.code[keep]
    occurs = np.zeros(keys.ids.size, bool)
    occurs[code[code >= 0]] = True
    new: Codes = np.append(np.cumsum(occurs, dtype=np.int32) - np.int32(1), np.int32(-1))
    return Keys(new[code], keys.ids[occurs])


def _directory(read: _Read, key: str, fields: Sequence[Field]) -> tuple[TextArray, pd.DataFrame]:
    """Return the ids of a directory, each once, and its other columns; tell repeated ids."""
    if key not in read.keys:
        return np.empty(0, object), pd.DataFrame()
    keys = read.keys[key]
    repeated = _repeated(keys.code)
    if (rows := np.flatnonzero(repeated)).size:
        found = tuple(shown(str(keys.ids[keys.code[row]])) for row in rows[:PLACES_SHOWN])
        read.problems.append(Problem("key.twice", read.table, key, rows, found))
        read.bad |= repeated
    good = read.good
    texts = {
        field.key: pd.Series(_text(read.keys[field.key], good), dtype=object)
        for field in fields
        if field.key != key and field.key in read.keys
    }
    ids = keys.ids[keys.code[good]]
    return ids, pd.DataFrame(texts, index=pd.RangeIndex(ids.size))


def _repeated(code: Codes) -> BoolArray:
    """Mark the rows whose code stands in an earlier row; blanks repeat nothing."""
    repeated: BoolArray = pd.Series(code).duplicated().to_numpy() & (code >= 0)
    return repeated


def _text(keys: Keys, good: BoolArray) -> TextArray:
    """Return the texts of the good rows, None where blank."""
    ids = np.full(keys.ids.size + 1, None, object)
    ids[:-1] = keys.ids
    texts: TextArray = ids[keys.code[good]]
    return texts


def _gated(read: _Read, table: T | None, money_left_out: float = 0.0) -> Gated[T]:
    n_read = int(np.count_nonzero(~read.blank))
    left_out = np.flatnonzero(read.bad & ~read.blank)
    notes = (Note("note.ids_cleaned", {"count": str(read.cleaned)}),) if read.cleaned else ()
    return Gated(
        table=table,
        problems=tuple(read.problems),
        rows_read=n_read,
        rows_used=0 if table is None else n_read - left_out.size,
        left_out=left_out,
        money_left_out=money_left_out,
        fields=tuple(read.fields),
        notes=notes,
    )
