"""Reading a file to import, against the bare readers in the same run; memory of a million rows.

Run: python -m pytest benchmarks/test_import_speed.py -s

Of a CSV all is measured that `clientbase import` does before it writes to the workbook: reading,
the gate, the questions asked. Of a workbook the reading up to the gate. The limits are those of the
specification (S45, BAD_INPUT 3): a CSV of 1,000,000 rows in at most four times what pandas' C
reader takes, a workbook of 100,000 x 8 in at most three times python-calamine's.
"""

import datetime as dt
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from xl_addin.exports.bring import bring_in
from xl_addin.exports.find import read_table
from xl_addin.exports.options import ImportOptions
from xl_addin.texts import texts

CSV_ROWS, SHEET_ROWS = 1_000_000, 100_000
CSV_TIMES, SHEET_TIMES = 4.0, 3.0
MEMORY = 2 << 30  # bytes, this process and the reading child each


def sales(n_rows: int) -> pd.DataFrame:
    """Eight columns of sales, as an accounting program exports them."""
    random = np.random.default_rng(1)
    days = pd.Timestamp("2022-01-01") + pd.to_timedelta(random.integers(0, 1_000, n_rows), "D")
    amount = random.gamma(2, 500, n_rows).round(2)
    return pd.DataFrame(
        {
            "date": days.strftime("%Y-%m-%d"),
            "document": [f"D{i:07d}" for i in random.integers(0, n_rows // 3, n_rows)],
            "customer": [f"C{i:05d}" for i in random.integers(0, 20_000, n_rows)],
            "product": [f"P{i:03d}" for i in random.integers(0, 500, n_rows)],
            "quantity": random.integers(1, 20, n_rows),
            "amount": amount,
            "cost": (amount * 0.7).round(2),
            "division": [f"Division {i}" for i in random.integers(0, 9, n_rows)],
        }
    )


def seconds(*acts: Callable[[], object], times: int = 5) -> list[float]:
    """The best of some runs of each, in turns: what else the machine does is no part of it."""
    found: list[list[float]] = [[] for _ in acts]
    for _ in range(times):
        for act, taken in zip(acts, found, strict=True):
            started = time.perf_counter()
            act()
            taken.append(time.perf_counter() - started)
    return list(map(min, found))


@pytest.fixture(scope="module")
def million(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("million") / "sales.csv"
    sales(CSV_ROWS).to_csv(path, index=False)
    return path


def test_a_million_rows_of_csv_against_pandas(million: Path) -> None:
    say, latest = texts("en"), dt.date(2030, 1, 1)
    gated, ours, theirs = seconds(
        lambda: bring_in(million, "sales", ImportOptions(), say, latest=latest),
        lambda: read_table(million),
        lambda: pd.read_csv(million, engine="c"),
    )
    print(
        f"\n1,000,000 rows of CSV: read {ours:.2f} s, {ours / theirs:.2f} times pandas' "
        f"{theirs:.2f} s; behind the gate {gated:.2f} s, {gated / theirs:.2f} times"
    )
    assert gated <= CSV_TIMES * theirs


def test_a_workbook_against_calamine(tmp_path: Path) -> None:
    frame = sales(SHEET_ROWS)
    path = tmp_path / "sales.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Sales")
        sheet.write_row(0, 0, list(frame))
        for at, row in enumerate(frame.itertuples(index=False), 1):
            sheet.write_row(at, 0, row)
    ours, theirs = seconds(
        lambda: read_table(path),
        lambda: CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(),
        times=3,
    )
    print(f"\n100,000 x 8 xlsx: {ours:.2f} s, calamine {theirs:.2f} s, {ours / theirs:.2f} times")
    assert ours <= SHEET_TIMES * theirs


MEASURED = """
import resource, sys
from pathlib import Path
import datetime as dt
from xl_addin.exports.bring import bring_in
from xl_addin.exports.options import ImportOptions
from xl_addin.texts import texts
bring_in(Path(sys.argv[1]), "sales", ImportOptions(), texts("en"), latest=dt.date(2030, 1, 1))
for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
    print(resource.getrusage(who).ru_maxrss * 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="kilobytes of getrusage")
def test_the_memory_of_a_million_rows(million: Path) -> None:
    words = [sys.executable, "-c", MEASURED, str(million)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    own, child = map(int, done.stdout.split())
    print(f"\n1,000,000 rows of CSV: {own >> 20} MB here, {child >> 20} MB in the reading child")
    assert max(own, child) < MEMORY
