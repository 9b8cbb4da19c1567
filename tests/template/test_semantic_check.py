"""The semantic check finds nothing in the templates, and every fault that is planted in one."""

import re
import subprocess

import pytest

from tests.conftest import ROOT, VALIDATOR
from tests.template.semantic_check import faults
from xl_addin.book.layouts import SHEETS as LAYOUTS
from xl_addin.template.pack import pack, unpack
from xl_addin.template.store import FILE_NAMES

SHEETS = "xl/worksheets/sheet"
KEYS = [layout.key for layout in LAYOUTS]
FUNCTIONS = f"{SHEETS}{1 + KEYS.index('Functions')}.xml"
RFM = f"{SHEETS}{1 + KEYS.index('RFM')}.xml"
TABLES = [table.name for layout in LAYOUTS for table in layout.tables]


def part_of(table):
    """The part of a table: they are numbered as they stand."""
    return f"xl/tables/table{1 + TABLES.index(table)}.xml"


RIBBON = "customUI/customUI14.xml"
# part, what stands there (a pattern), what is put in its place, what the check must say
PLANTED = {
    "not macro-enabled": (
        "[Content_Types].xml",
        r"application/vnd\.ms-excel\.sheet\.macroEnabled\.main\+xml",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        "not typed as macro-enabled",
    ),
    "a part without a type": (
        "[Content_Types].xml",
        r'<Override PartName="/xl/charts/chart1\.xml"[^>]*>',
        "",
        "chart1.xml: no content type",
    ),
    "a type without a part": (
        "[Content_Types].xml",
        r"/xl/charts/chart1\.xml",
        "/xl/charts/chart99.xml",
        "chart99.xml: a content type without a part",
    ),
    "a doubled relation": (
        "xl/_rels/workbook.xml.rels",
        r'Id="rId2"',
        'Id="rId1"',
        "rId1 stands twice",
    ),
    "a relation to nothing": (
        "xl/worksheets/_rels/sheet5.xml.rels",
        r"tables/table(\d+)\.xml",
        "tables/table99.xml",
        "table99.xml is missing",
    ),
    "two sheets of one name": (
        "xl/workbook.xml",
        r'<sheet name="XYZ"',
        '<sheet name="rfm"',
        "two sheets have one name",
    ),
    "a sheet name too long": (
        "xl/workbook.xml",
        r'<sheet name="Help"',
        f'<sheet name="{"Help" * 8}"',
        "Excel refuses the name",
    ),
    "a sheet of Python code": (
        "xl/workbook.xml",
        r'<sheet name="Help"',
        '<sheet name="help.py"',
        "Excel refuses the name",
    ),
    "a name like a cell": (
        "xl/workbook.xml",
        r'name="cb_RFM"',
        'name="RFM1"',
        "name 'RFM1': Excel refuses it",
    ),
    "a name on a lost sheet": (
        "xl/workbook.xml",
        r"'RFM map'!\$A\$1",
        "'Map'!$A$1",
        "name cb_RFMMap: no sheet 'Map'",
    ),
    "a format that is not there": (
        f"{SHEETS}1.xml",
        r'r="B1" s="\d+"',
        'r="B1" s="9999"',
        "Start!B1: no such format",
    ),
    "a text that is not there": (
        f"{SHEETS}1.xml",
        r'(r="B1"[^>]*t="s"><v>)\d+',
        r"\g<1>99999",
        "Start!B1: no such text",
    ),
    "a formula without a kept value": (
        FUNCTIONS,
        r"(<f [^>]*>ABC_CLASS\([^<]*</f>)<v>[^<]*</v>",
        r"\1",
        "a formula without a kept value",
    ),
    "a rule without a look": (
        RFM,
        r'dxfId="\d+"',
        'dxfId="999"',
        "RFM: a conditional format without a look",
    ),
    "a table style without a look": (
        "xl/styles.xml",
        r'(type="headerRow" dxfId=)"\d+"',
        r'\1"999"',
        "a table style without a look",
    ),
    "a hint too long": (
        f"{SHEETS}3.xml",
        r' prompt="',
        f' prompt="{"x" * 255}',
        "prompt is too long",
    ),
    "a list too long": (
        f"{SHEETS}3.xml",
        r"<formula1>cb_list_language",
        f'<formula1>"{"x" * 258}"',
        "a list longer than 255",
    ),
    "a list of a lost name": (
        f"{SHEETS}3.xml",
        r"<formula1>cb_list_language",
        "<formula1>cb_list_tongue",
        "no list cb_list_tongue",
    ),
    "merged cells over merged cells": (
        f"{SHEETS}2.xml",
        r'<mergeCell ref="E8:F8"/>',
        '<mergeCell ref="D8:F8"/>',
        "lie over each other",
    ),
    "a header that the table does not know": (
        part_of("Sales"),
        r'name="amount"',
        'name="sum"',
        "the header cell does not say 'sum'",
    ),
    "a table of too few columns": (
        part_of("Sales"),
        r'ref="B7:H8"',
        'ref="B7:G8"',
        "7 columns in B7:G8",
    ),
    "two tables of one name": (
        part_of("Products"),
        r'displayName="Products"',
        'displayName="Sales"',
        "table Sales: Excel refuses the name",
    ),
    "a code name that VBA does not know": (
        f"{SHEETS}2.xml",
        r'codeName="wsDashboard"',
        'codeName="wsFront"',
        "code names and VBA documents differ: ['wsDashboard', 'wsFront']",
    ),
    "a function that VBA does not know": (
        FUNCTIONS,
        r">ABC_CLASS\(",
        ">ABC_KLASS(",
        "no VBA function ABC_KLASS",
    ),
    "a column that the table does not have": (
        FUNCTIONS,
        r">ABC_CLASS\([^)]*",
        ">ABC_CLASS(Sales[sum]",
        "no column Sales[sum]",
    ),
    "a lost reference": (
        FUNCTIONS,
        r">ABC_CLASS\([^)]*",
        ">ABC_CLASS(#REF!",
        "a lost reference",
    ),
    "a link to nowhere": (
        f"{SHEETS}1.xml",
        r'location="cb_RFM"',
        'location="cb_Nowhere"',
        "no place cb_Nowhere",
    ),
    "a chart on a lost sheet": (
        "xl/charts/chart1.xml",
        r"<c:f>Dashboard!",
        "<c:f>Front!",
        "no sheet 'Front'",
    ),
    "a ribbon of another kind": (
        RIBBON,
        r"2009/07/customui",
        "2006/01/customui",
        "no ribbon part",
    ),
    "a ribbon that is related to nothing": (
        "_rels/.rels",
        r"<Relationship [^>]*customUI14\.xml\"/>",
        "",
        "the ribbon part is related to nothing",
    ),
    "two buttons of one id": (
        RIBBON,
        r'id="cb_go_log"',
        'id="cb_go_help"',
        "cb_go_help stands twice",
    ),
    "a callback that VBA does not have": (
        RIBBON,
        r'onAction="cb_Press"',
        'onAction="cb_Push"',
        "no callback cb_Push",
    ),
    "a dead button": (
        RIBBON,
        r' onAction="cb_Press"',
        "",
        "does nothing",
    ),
    "everything computed on opening": (
        "xl/workbook.xml",
        r"<calcPr ",
        '<calcPr fullCalcOnLoad="1" ',
        "calculate everything on opening",
    ),
    "a person in the properties": (
        "docProps/core.xml",
        r"<dc:creator>",
        "<dc:creator>Somebody",
        "name a person",
    ),
    "a part that is no XML": ("xl/workbook.xml", r"</workbook>", "", "unreadable"),
}


@pytest.fixture(scope="module", params=FILE_NAMES.values())
def path(request):
    return ROOT / request.param


def test_the_templates_have_no_faults(path):
    assert faults(path.read_bytes()) == []


@pytest.mark.node
def test_the_open_xml_validator_has_nothing_to_say(path):
    command = ["node", VALIDATOR / "dist/src/cli.js", path]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert '"ok": true' in done.stdout


@pytest.fixture(scope="module")
def parts():
    return unpack((ROOT / FILE_NAMES["en"]).read_bytes())


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_found(parts, fault):
    part, pattern, replacement, said = PLANTED[fault]
    text, count = re.subn(pattern, replacement, parts[part].decode(), count=1)
    assert count == 1, "the fault could not be planted"
    found = faults(pack({**parts, part: text.encode()}))
    assert [sentence for sentence in found if said in sentence], found


def test_a_lost_vba_project_is_found(parts):
    without = {name: part for name, part in parts.items() if name != "xl/vbaProject.bin"}
    assert "no VBA project" in faults(pack(without))


def test_what_is_no_zip_is_told():
    assert faults(b"PK\x03\x04 not a zip") == ["unreadable: File is not a zip file"]
