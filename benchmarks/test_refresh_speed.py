"""A full refresh of a workbook file against what python-calamine alone needs to read the file.

    python -m pytest benchmarks/test_refresh_speed.py -q -s

Ratios within one run: absolute times on shared machines mean little.
"""

import datetime as dt
import resource
import shutil
import subprocess
import sys
import time

import numpy as np
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from xl_addin.book.names import Index
from xl_addin.book.workbook_file import open_file
from xl_addin.book.write import place_input
from xl_addin.ribbon import refresh_all
from xl_addin.template.store import template_path

NOW = dt.datetime(2026, 11, 21, 12, 0, 0)
LIMIT = 2.5  # times calamine's read of the same file
MEMORY = 3e9  # bytes


def sales(rows, customers, seed=1):
    rng = np.random.default_rng(seed)
    day = np.datetime64("2023-01-01", "s") + rng.integers(0, 1096, rows) * np.timedelta64(
        86400, "s"
    )
    return pd.DataFrame(
        {
            "date": np.sort(day),
            "document": pd.Categorical.from_codes(
                np.arange(rows) // 2, [f"D{i:07d}" for i in range((rows + 1) // 2)]
            ),
            "customer": pd.Categorical.from_codes(
                rng.zipf(1.3, rows) % customers, [f"C{i:05d}" for i in range(customers)]
            ),
            "product": pd.Categorical.from_codes(
                rng.integers(0, 200, rows), [f"P{i:03d}" for i in range(200)]
            ),
            "quantity": rng.integers(1, 50, rows).astype(float),
            "amount": rng.gamma(2.0, 500.0, rows).round(2),
            "cost": rng.gamma(2.0, 300.0, rows).round(2),
        }
    )


@pytest.fixture(scope="module", params=[(200_000, 20_000), (1_000_000, 50_000)], ids=["200k", "1M"])
def book_path(request, tmp_path_factory):
    rows, customers = request.param
    path = tmp_path_factory.mktemp("speed") / "book.xlsm"
    shutil.copyfile(template_path("en"), path)
    with open_file(path) as book:
        place_input(Index.of(book), "sales", dict(sales(rows, customers)))
        book.save()
    return path


def test_refresh_against_a_bare_read(book_path, capsys):
    start = time.perf_counter()
    workbook = CalamineWorkbook.from_path(str(book_path))
    for name in workbook.sheet_names:
        workbook.get_sheet_by_name(name).to_python()
    bare = time.perf_counter() - start
    start = time.perf_counter()
    with open_file(book_path) as book:
        refresh_all(book, now=NOW)
        book.save()
    whole = time.perf_counter() - start
    with capsys.disabled():
        print(
            f"\n{book_path.stat().st_size / 1e6:.0f} MB: read {bare:.2f} s, refresh {whole:.2f} s,"
        )
        print(f"ratio {whole / bare:.2f} (limit {LIMIT})")
    assert whole <= LIMIT * bare


@pytest.mark.skipif(sys.platform == "win32", reason="needs getrusage")
def test_memory_of_a_refresh(book_path, capsys):
    code = (
        "import datetime as dt, sys\n"
        "from pathlib import Path\n"
        "from xl_addin.book.workbook_file import open_file\n"
        "from xl_addin.ribbon import refresh_all\n"
        "with open_file(Path(sys.argv[1])) as book:\n"
        "    refresh_all(book, now=dt.datetime(2026, 11, 21))\n"
        "    book.save()\n"
    )
    subprocess.run([sys.executable, "-c", code, str(book_path)], check=True)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024  # the largest of them
    with capsys.disabled():
        print(f"\npeak of the largest process {peak / 1e6:.0f} MB (limit {MEMORY / 1e6:.0f})")
    assert peak <= MEMORY / 2  # at most two processes at a time: reader and refresh
