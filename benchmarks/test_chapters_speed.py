"""A full refresh with every input table against a bare read of the same file by python-calamine.

    python -m pytest benchmarks/test_chapters_speed.py -q -s

20,000 customers, 200,000 sales rows, 100,000 invoices, 50,000 offers, 40 products.
"""

import datetime as dt
import shutil
import time

import numpy as np
import pandas as pd
from python_calamine import CalamineWorkbook

from xl_addin.book.names import Index
from xl_addin.book.workbook_file import open_file
from xl_addin.book.write import place_input
from xl_addin.ribbon import refresh_all
from xl_addin.template.store import template_path

NOW = dt.datetime(2026, 11, 21, 12, 0, 0)
LIMIT = 4.0
CUSTOMERS, SALES, INVOICES, OFFERS, PRODUCTS = 20_000, 200_000, 100_000, 50_000, 40
SEGMENTS = ("Dealer", "Trade", "Retail", "Key account")


def tables(seed=1):
    rng = np.random.default_rng(seed)
    ids = np.array([f"C{i:05d}" for i in range(CUSTOMERS)], object)
    products = np.array([f"P{i:02d}" for i in range(PRODUCTS)], object)
    buyer = rng.permutation(
        np.append(np.arange(CUSTOMERS), rng.zipf(1.4, SALES - CUSTOMERS) % CUSTOMERS)
    )
    due = days(rng, INVOICES)
    paid = due + rng.integers(-5, 60, INVOICES) * np.timedelta64(86400, "s")
    paid[rng.random(INVOICES) < 0.1] = np.datetime64("NaT")
    pairs = rng.choice(CUSTOMERS * PRODUCTS, OFFERS, replace=False)
    return {
        "sales": pd.DataFrame(
            {
                "date": np.sort(days(rng, SALES)),
                "document": pd.Categorical([f"D{i // 2:06d}" for i in range(SALES)]),
                "customer": pd.Categorical.from_codes(buyer, ids),
                "product": pd.Categorical.from_codes(rng.integers(0, PRODUCTS, SALES), products),
                "quantity": rng.integers(1, 50, SALES).astype(float),
                "amount": rng.gamma(2.0, 500.0, SALES).round(2),
                "cost": rng.gamma(2.0, 300.0, SALES).round(2),
            }
        ),
        "customers": pd.DataFrame(
            {
                "customer": ids,
                "name": [f"Customer {i}" for i in range(CUSTOMERS)],
                "segment": np.array(SEGMENTS, object)[rng.integers(0, 4, CUSTOMERS)],
            }
        ),
        "products": pd.DataFrame(
            {
                "product": products,
                "name": [f"Product {i}" for i in range(PRODUCTS)],
                "targets": [SEGMENTS[i % 4] for i in range(PRODUCTS)],
            }
        ),
        "invoices": pd.DataFrame(
            {
                "invoice": [f"I{i:06d}" for i in range(INVOICES)],
                "customer": ids[rng.integers(0, CUSTOMERS, INVOICES)],
                "issued": due - np.timedelta64(30 * 86400, "s"),
                "due": due,
                "paid": paid,
                "amount": rng.gamma(2.0, 800.0, INVOICES).round(2),
            }
        ),
        "terms": pd.DataFrame(
            {
                "customer": ids,
                "form": "open account",
                "days": rng.choice([14.0, 30.0, 45.0], CUSTOMERS),
                "limit": rng.gamma(2.0, 5000.0, CUSTOMERS).round(-2),
            }
        ),
        "offers": pd.DataFrame(
            {
                "customer": ids[pairs // PRODUCTS],
                "product": products[pairs % PRODUCTS],
                "status": np.array(["+", "Not offered", "Refused", "Offer, 15.01.2026"], object)[
                    rng.integers(0, 4, OFFERS)
                ],
            }
        ),
    }


def days(rng, count):
    first = np.datetime64("2023-01-01", "s")
    return first + rng.integers(0, 1096, count) * np.timedelta64(86400, "s")


def test_full_refresh_against_a_bare_read(tmp_path, capsys):
    path = tmp_path / "book.xlsm"
    shutil.copyfile(template_path("en"), path)
    with open_file(path) as book:
        index = Index.of(book)
        for key, frame in tables().items():
            place_input(index, key, {str(field): frame[field] for field in frame})
        book.save()
    start = time.perf_counter()
    workbook = CalamineWorkbook.from_path(str(path))
    for name in workbook.sheet_names:
        workbook.get_sheet_by_name(name).to_python()
    bare = time.perf_counter() - start
    times = []
    for _ in range(2):  # the second one overwrites the results of the first
        start = time.perf_counter()
        with open_file(path) as book:
            refresh_all(book, now=NOW)
            book.save()
        times.append(time.perf_counter() - start)
    with capsys.disabled():
        print(f"\nread {bare:.2f} s, refresh {times[0]:.2f} s and again {times[1]:.2f} s: ratio")
        print(f"{times[0] / bare:.2f} (limit {LIMIT})")
    assert times[0] <= LIMIT * bare
