"""Damaged packages and odd cells: a message, never a traceback. Findings stay as tests.

Quick here; ``.ci/fuzz`` runs the same for minutes (CLIENTBASE_FUZZ_EXAMPLES), and the fuzzer that
is guided by coverage.
"""

import datetime as dt
import io
import os
import re
import tempfile
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from scoring.tables import ErrorCell
from tests.engines.samples import read_parts, rich_workbook
from tests.fuzz.examine import gate, open_package

N_EXAMPLES = int(os.environ.get("CLIENTBASE_FUZZ_EXAMPLES", "60"))
FUZZ = settings(max_examples=N_EXAMPLES, suppress_health_check=list(HealthCheck))
FINDINGS = sorted((Path(__file__).parent / "findings").glob("*"))

with tempfile.TemporaryDirectory() as _folder:
    _path = rich_workbook(Path(_folder) / "rich.xlsx")
    RICH, WHOLE = read_parts(_path), _path.read_bytes()
TEXT_PARTS = sorted(name for name in RICH if name.endswith((".xml", ".rels", ".vml")))
WORDS = [
    *(
        "0",
        "-1",
        "1e309",
        "NaN",
        "4294967296",
        "99999999999999999999",
        "A0",
        "XFE1048577",
        "A1:B2:C3",
    ),
    *("", " ", "..", "../../etc/passwd", "/xl/workbook.xml", "xl/worksheets/sheet1.xml", "rId1"),
    *("true", "é", "\U0001f600", "&amp;", "]]>", "<!--", "-->", "<row>", "</row>", "<c/>", "<f>"),
    *("<!DOCTYPE x>", "<?xml version='1.0' encoding='utf-16'?>", "&#0;", "&x;", "_x0000_"),
]


class Package(bytes):
    """Bytes that say little of themselves: a finding is written to a file, not to the screen."""

    def __repr__(self):
        return f"<package of {len(self)} bytes>"


def packed(parts, method=zipfile.ZIP_STORED):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as new:
        for name, part in parts.items():
            new.writestr(name, part)
    return Package(target.getvalue())


@st.composite
def edited_packages(draw):
    """The rich workbook with words put into its XML, values exchanged, pieces cut or doubled."""
    parts = dict(RICH)
    for _ in range(draw(st.integers(1, 4))):
        name = draw(st.sampled_from(TEXT_PARTS))
        part = parts.get(name, b"")
        spots = [m.start() for m in re.finditer(rb'[<>"]', part)] or [0]
        at = draw(st.sampled_from(spots)) + draw(st.integers(0, 1))
        end = draw(st.sampled_from([at, *(spot for spot in spots if spot >= at)][:40]))
        word = draw(st.sampled_from(WORDS)).encode()
        parts[name] = draw(
            st.sampled_from(
                [
                    part[:at] + word + part[end:],
                    part[:at] + part[end:],
                    part[:end] + part[at:],
                    part[:at],
                    part.decode("utf-8", "replace").encode("utf-16"),
                ]
            )
        )
        if draw(st.integers(0, 15)) == 0:
            del parts[name]
    return packed(parts)


@st.composite
def damaged_bytes(draw):
    """The rich workbook with bytes of the zip itself changed, cut out or doubled."""
    data = bytearray(WHOLE)
    for _ in range(draw(st.integers(1, 6))):
        # half of the damage goes where the zip says what it holds
        low = draw(st.sampled_from([0, max(0, len(data) - 3000)]))
        at = draw(st.integers(low, max(low, len(data) - 1)))
        kind = draw(st.sampled_from(["set", "cut", "double", "end"]))
        if kind == "set":
            data[at : at + 4] = draw(st.binary(min_size=1, max_size=8))
        elif kind == "cut":
            del data[at : at + draw(st.integers(1, 60))]
        elif kind == "double":
            data[at:at] = data[at : at + draw(st.integers(1, 60))]
        else:
            del data[at:]
    return Package(data)


def examine(folder, data):
    """Open a package; one that ends in an error of ours is kept beside the test run."""
    path = folder / "x.xlsx"
    path.write_bytes(data)
    try:
        return open_package(path)
    except Exception:
        finding = Path(tempfile.gettempdir()) / "clientbase-finding.xlsx"
        finding.write_bytes(data)
        raise


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("fuzz")


def test_the_whole_workbook_gets_through(folder):
    assert examine(folder, WHOLE)
    assert examine(folder, packed(RICH))


@FUZZ
@given(data=edited_packages())
def test_edited_xml(folder, data):
    examine(folder, data)


@FUZZ
@given(data=damaged_bytes())
def test_damaged_zip(folder, data):
    examine(folder, data)


@pytest.mark.parametrize("path", FINDINGS, ids=lambda path: path.name)
def test_findings(folder, path):
    examine(folder, path.read_bytes())


cells = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**30), 10**30),
    st.floats(),
    st.text(max_size=12),
    st.text("0123456789.,-/ \xa0\u202f−()eE₽%", max_size=14),
    st.datetimes(dt.datetime(1, 1, 1), dt.datetime(9999, 12, 31)),
    st.dates(),
    st.timedeltas(),
    st.times(),
    st.sampled_from(
        [ErrorCell("#N/A"), ErrorCell("#DIV/0!"), "31.02.2025", "1 234,50", "00001", 1.0]
    ),
)


@FUZZ
@given(rows=st.lists(st.tuples(cells, cells, cells, cells), max_size=12))
@example(rows=[])
def test_any_cells_through_the_gates(rows):
    gate(pd.DataFrame(rows, columns=list("abcd"), dtype=object))
