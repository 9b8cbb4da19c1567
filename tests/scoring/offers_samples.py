"""The matrix of document 004, in both forms, and tables of offers made from rows."""

import datetime as dt

import numpy as np
import pandas as pd

from scoring.days import day_number
from scoring.tables.contracts import NO_DAY, CustomersTable, ProductsTable
from scoring.tables.offers import OffersTable

# REQUIREMENTS.md 1.5.4, "The matrix, complete"; METHODS.md 2.21 gives its metrics.
SOURCE_ROWS = [
    ("Клиент 1", "Продукт 1", "+"),
    ("Клиент 1", "Продукт 2", "+"),
    ("Клиент 2", "Продукт 1", "Не предлагали"),
    ("Клиент 2", "Продукт 2", "Подписание договора, 15.01.2011"),
    ("Клиент 3", "Продукт 3", "+"),
    ("Клиент 3", "Продукт 4", "Отказ"),
    ("Клиент 4", "Продукт 3", "Не предлагали"),
    ("Клиент 4", "Продукт 4", "Отказ"),
    ("Клиент 5", "Продукт 5", "+"),
    ("Клиент 5", "Продукт 6", "+"),
    ("Клиент 6", "Продукт 5", "+"),
    ("Клиент 6", "Продукт 6", "Предложение, 25.02.2010"),
]
SEGMENTS = {f"Клиент {n}": f"Сегмент {(n + 1) // 2}" for n in range(1, 7)}
TARGETS = {f"Продукт {n}": f"Сегмент {(n + 1) // 2}" for n in range(1, 7)}
AS_OF = dt.date(2011, 2, 1)


def texts_of(values):
    array = np.empty(len(values), object)
    array[:] = list(values)
    return array


def offers_of(rows):
    """Return a table of (customer, product, status[, step[, stage[, reason]]]) rows."""
    filled = [(*row, *[None] * (6 - len(row))) for row in rows]
    who, what, status, step, stage, reason = zip(*filled, strict=True) if filled else [()] * 6
    customer_ids, product_ids = sorted(set(who)), sorted(set(what))
    days = [NO_DAY if day is None else day_number(day) for day in step]
    return OffersTable(
        customer=np.array([customer_ids.index(each) for each in who], np.int32),
        customer_ids=texts_of(customer_ids),
        product=np.array([product_ids.index(each) for each in what], np.int32),
        product_ids=texts_of(product_ids),
        status=texts_of(status),
        step=np.array(days, np.int32),
        stage=texts_of(stage),
        reason=texts_of(reason),
        amount=np.full(len(filled), np.nan),
    )


def customers_of(segments):
    """Return a table of customers from {customer: segment or None}."""
    frame = pd.DataFrame({"segment": pd.Series(list(segments.values()), dtype=object)})
    return CustomersTable(texts_of(segments), frame)


def products_of(targets):
    """Return a table of products from {product: target segments or None}."""
    frame = pd.DataFrame({"targets": pd.Series(list(targets.values()), dtype=object)})
    return ProductsTable(texts_of(targets), frame)


def source_wide():
    """Return the matrix as document 004 shows it."""
    table = pd.DataFrame(SOURCE_ROWS, columns=["customer", "product", "status"])
    cells = table.pivot_table("status", "customer", "product", aggfunc="first").astype(object)
    wide = cells.where(cells.notna(), None).rename_axis(columns=None).reset_index()
    wide.insert(0, "segment", wide["customer"].map(SEGMENTS))
    return wide.astype(object)
