"""Workbooks to work on: the template filled with given tables, as a user's file."""

import datetime as dt
import shutil

import pandas as pd
import pytest
import xlwings as xw

from xl_addin.book.names import Index
from xl_addin.book.workbook_file import open_file
from xl_addin.book.write import place_inputs
from xl_addin.demo import company
from xl_addin.engines import package
from xl_addin.ribbon import refresh_all
from xl_addin.template.store import template_path

NOON = dt.datetime(2026, 11, 21, 12, 0, 0)


@pytest.fixture(scope="session")
def small_sales():
    """Seven customers over two years, small enough to reckon by hand."""
    rows = [
        ("2024-01-10", "001", 100.0),
        ("2024-06-10", "001", 150.0),
        ("2025-12-10", "001", 250.0),
        ("2025-12-20", "002", 300.0),
        ("2024-03-01", "=cmd|'/c calc'!A1", 80.0),
        ("2025-11-30", "Ромашка", 60.0),
        ("2025-11-30", "Ромашка", 20.0),
        ("2025-12-31", "E5", 30.0),
        ("2025-05-05", "F6", 10.0),
        ("2025-05-06", "F6", -4.0),
        ("2024-02-02", "G7", -50.0),
    ]
    day, customer, amount = zip(*rows, strict=True)
    days = pd.to_datetime(list(day)).astype("datetime64[s]")
    return pd.DataFrame({"date": days, "customer": customer, "amount": amount})


@pytest.fixture
def make_book(tmp_path):
    """Return a function that makes a workbook of the template with the given input tables."""

    def make(language="en", name="book.xlsm", **frames):
        path = tmp_path / name
        shutil.copyfile(template_path(language), path)
        with open_file(path, backup=False) as book:
            place_inputs(Index.of(book), frames)
            book.save()
        return path

    return make


@pytest.fixture
def refresh():
    """Return a function that refreshes a workbook file and returns the summary."""

    def run(path, now=NOON, **options):
        with open_file(path) as book:
            summary = refresh_all(book, now=now, **options)
            book.save()
        return summary

    return run


@pytest.fixture(scope="session")
def demo_path(tmp_path_factory):
    """The demo company, refreshed once; tests copy it."""
    path = tmp_path_factory.mktemp("demo") / "demo.xlsm"
    shutil.copyfile(template_path("en"), path)
    with open_file(path) as book:
        place_inputs(Index.of(book), company("en"))
        refresh_all(book, now=NOON)
        book.save()
    return path


@pytest.fixture
def app():
    """An application of the package engine."""
    package.activate()
    app = xw.App(add_book=False)
    yield app
    app.quit()
