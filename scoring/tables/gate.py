"""The gate of sales, customers and products: a frame in, good rows and all problems out."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from scoring.checks import TextArray
from scoring.errors import Note
from scoring.tables.contracts import (
    CUSTOMERS_FIELDS,
    PRODUCTS_FIELDS,
    SALES_FIELDS,
    CustomersTable,
    Field,
    Gated,
    ProductsTable,
    SalesTable,
)
from scoring.tables.frames import FrameRead, read_frame
from scoring.tables.money import NO_FORMATS, Formats, check_money
from scoring.tables.policy import AS_IT_STANDS, ReadingPolicy
from scoring.tables.repeats import repeated, repeated_rows


def gate_sales(
    frame: pd.DataFrame,
    *,
    latest: date | None = None,
    policy: ReadingPolicy = AS_IT_STANDS,
    formats: Formats = NO_FORMATS,
) -> Gated[SalesTable]:
    """Let the good rows of a frame of sales through, and tell all problems at once.

    Columns are named by the keys of SALES_FIELDS; date, customer and amount must be there
    and filled. Dates lie between 1970 and latest (2200 where it is None). A margin, without
    a cost, becomes cost = amount - margin. A row flagged as returned counts below 0. Rows of
    several currencies are never added up: the policy names the one to take, else the table is
    refused. Rows that repeat an earlier one in every column are counted in a note, or left out
    where the policy drops them. formats: see `check_money`.
    """
    read = read_frame(frame, "sales", SALES_FIELDS, latest={"date": latest}, policy=policy)
    check_money(read, policy, formats)
    _check_repeats(read, policy)
    money_left_out = read.money_left_out()
    return read.gated(_sales_table(read) if read.usable() else None, money_left_out)


def gate_customers(
    frame: pd.DataFrame, *, policy: ReadingPolicy = AS_IT_STANDS
) -> Gated[CustomersTable]:
    """Let the good rows of a frame of customers through; a customer's later rows are left out.

    Columns are named by the keys of CUSTOMERS_FIELDS; customer must be there and filled.
    """
    read = read_frame(frame, "customers", CUSTOMERS_FIELDS, policy=policy)
    ids, texts = _directory(read, "customer", CUSTOMERS_FIELDS)
    return read.gated(CustomersTable(ids, texts) if read.usable() else None)


def gate_products(
    frame: pd.DataFrame, *, policy: ReadingPolicy = AS_IT_STANDS
) -> Gated[ProductsTable]:
    """Let the good rows of a frame of products through; a product's later rows are left out.

    Columns are named by the keys of PRODUCTS_FIELDS; product and name must be there and
    filled.
    """
    read = read_frame(frame, "products", PRODUCTS_FIELDS, policy=policy)
    ids, texts = _directory(read, "product", PRODUCTS_FIELDS)
    return read.gated(ProductsTable(ids, texts) if read.usable() else None)


def _check_repeats(read: FrameRead, policy: ReadingPolicy) -> None:
    """Count rows that repeat an earlier one, or leave them out."""
    if any(problem.fatal for problem in read.problems):
        return
    telling: list[npt.NDArray[Any]] = [
        read.keys["customer"].code,
        read.days["date"],
        read.numbers["amount"],
    ]
    keys = [each.code for name, each in read.keys.items() if name != "customer"]
    numbers = [each for name, each in read.numbers.items() if name != "amount"]
    pairs = repeated_rows([*telling, *keys, *numbers, *read.flags.values()])
    pairs = pairs[read.good[pairs[:, 0]]]
    if not pairs.size:
        return
    if policy.duplicates == "drop":
        repeats = np.zeros(read.blank.size, bool)
        repeats[pairs[:, 0]] = True
        read.told_rows("row.twice", "date", repeats)
    else:
        read.twice = pairs
        read.notes.append(Note("note.rows_twice", {"count": str(len(pairs))}))


def _sales_table(read: FrameRead) -> SalesTable:
    """Make the table of the good rows."""
    good = read.good
    keep = slice(None) if good.all() else good  # a slice spares the copies
    customer = read.codes("customer", keep)
    product = read.codes("product", keep) if "product" in read.keys else None
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
        day=read.days["date"][keep].astype(np.int32),
        amount=amount,
        document=document if document is not None and (document >= 0).any() else None,
        product=product.code if product and product.ids.size else None,
        product_ids=product.ids if product and product.ids.size else None,
        quantity=quantity,
        cost=cost,
    )


def _directory(
    read: FrameRead, key: str, fields: Sequence[Field]
) -> tuple[TextArray, pd.DataFrame]:
    """Return the ids of a directory, each once, and its other columns; tell repeated ids."""
    if key not in read.keys:
        return np.empty(0, object), pd.DataFrame()
    keys = read.keys[key]
    read.told_rows("key.twice", key, repeated(keys.code))
    good = read.good
    texts = {
        field.key: pd.Series(read.texts(field.key, good), dtype=object)
        for field in fields
        if field.key != key and field.key in read.keys
    }
    ids = keys.ids[keys.code[good]]
    return ids, pd.DataFrame(texts, index=pd.RangeIndex(ids.size))
