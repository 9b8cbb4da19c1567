"""VBA sources read by our own reader, against oletools and against files that Excel saved."""

import warnings
import zipfile
from pathlib import Path

import pytest
import xlwings
from hypothesis import given
from hypothesis import strategies as st

from xl_addin.doctor.vba import decompress, module_sources
from xl_addin.template.store import template_paths

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it uses old names of pyparsing
    from oletools.olevba import VBA_Parser

EXCEL_MADE = sorted(Path(xlwings.__file__).parent.glob("quickstart*.xl*m"))


def project(path):
    with zipfile.ZipFile(path) as book:
        return book.read("xl/vbaProject.bin")


@pytest.mark.parametrize("path", [*EXCEL_MADE, *template_paths().values()], ids=lambda p: p.name)
def test_sources_are_those_that_olevba_reads(path):
    sources = module_sources(project(path))
    parser = VBA_Parser(str(path))
    expected = {name.rsplit(".", 1)[0]: code for *_, name, code in parser.extract_macros()}
    parser.close()
    assert sources == expected
    assert sources


# MS-OVBA 3.2: the three examples of the specification
@pytest.mark.parametrize(
    ("container", "text"),
    [
        pytest.param(
            "01 19 B0 00 61 62 63 64 65 66 67 68 00 69 6A 6B 6C 6D 6E 6F 70 00 71 72 73 74 75 "
            "76 2E",
            b"abcdefghijklmnopqrstuv.",
            id="3.2.1 no compression",
        ),
        pytest.param(
            "01 2F B0 00 23 61 61 61 62 63 64 65 82 66 00 70 61 67 68 69 6A 01 38 08 61 6B 6C "
            "00 30 6D 6E 6F 70 06 71 02 70 04 10 72 73 74 75 76 10 77 78 79 7A 00 3C",
            b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa",
            id="3.2.2 normal compression",
        ),
        pytest.param("01 03 B0 02 61 45 00", b"a" * 73, id="3.2.3 maximum compression"),
    ],
)
def test_examples_of_the_specification(container, text):
    assert decompress(bytes.fromhex(container)) == text


@given(st.binary(max_size=2000))
def test_no_bytes_do_worse_than_a_value_error(data):
    with pytest.raises(ValueError, match=r"no (compound file|VBA project)"):
        module_sources(data)


@given(at=st.integers(0, 20_000), byte=st.integers(0, 255))
def test_a_damaged_project_is_read_or_refused(at, byte):
    data = bytearray(project(EXCEL_MADE[0]))
    data[at % len(data)] = byte
    try:
        module_sources(bytes(data))
    except ValueError:
        return
