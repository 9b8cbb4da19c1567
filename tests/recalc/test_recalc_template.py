"""The sheet Functions of the template: its live examples, recalculated on the file."""

import datetime as dt
import shutil
import subprocess

import openpyxl
import pytest

from tests.book.cells import every_cell
from tests.conftest import VALIDATOR
from tests.engines.samples import read_parts
from tests.functions.workbooks import recalculate
from tests.recalc.conftest import ROWS, SALES, Maker
from tests.template.semantic_check import faults
from xl_addin.template.live import KEPT_DECIMALS, KEPT_DIGITS
from xl_addin.template.store import template_path


@pytest.fixture(scope="module", params=["en", "ru"])
def template(request, tmp_path_factory):
    """A copy of the template before and after."""
    path = tmp_path_factory.mktemp("template") / "book.xlsm"
    shutil.copyfile(template_path(request.param), path)
    before, parts = every_cell(path), read_parts(path)
    report = recalculate(path)
    return path, before, parts, report


def test_every_example_is_computed(template):
    _, _, _, report = template
    assert report.left == ()
    assert report.computed == report.ours > 20


def test_the_template_ships_what_its_functions_answer(template):
    path, before, _, _ = template
    after = every_cell(path)
    assert before.keys() == after.keys()
    for place, kept in before.items():
        found = after[place]
        if isinstance(found, float) and kept != found and not isinstance(kept, dt.datetime):
            # kept with fewer digits, lest another machine make another template
            places = float(f"{found:.{KEPT_DIGITS}g}"), round(found, KEPT_DECIMALS)
            assert kept in places, place
        elif isinstance(kept, dt.datetime) and isinstance(found, (int, float)):
            assert openpyxl.utils.datetime.to_excel(kept) == found, place
        elif isinstance(found, bool):
            assert str(kept).upper() == str(found).upper(), place  # see xl_addin/template/live.py
        else:
            assert kept == found, place


def test_nothing_but_the_sheet_functions_is_written(template):
    path, _, before, _ = template
    after = read_parts(path)
    assert list(before) == list(after)
    (changed,) = [name for name in before if before[name] != after[name]]
    assert b"RFM_SCORE(" in before[changed]
    assert changed.startswith("xl/worksheets/")
    assert faults(path.read_bytes()) == []


@pytest.fixture
def analysed(tmp_path):
    """A workbook with a spill that grew, one that shrank, one that is blocked, and an error."""
    make = Maker(tmp_path / "book.xlsx", ROWS)
    make.spill("B2", f"RFM_SCORE(A2:A4,{SALES})")
    make.spill("D2:D9", f"RFM_TABLE({SALES})")
    make.calc.write("D9", "was")
    make.spill("R2", f"RFM_SCORE(A2:A4,{SALES})")
    make.calc.write("R3", "mine")
    make.array("T2:T6", f"RFM_SCORE(A2:A4,{SALES})")
    make.plain("V2", f'1/SUM((RFM_SCORE(A4,{SALES})="555")*1)', 0)
    make.plain("V3", f'IF(RFM_SCORE(A2,{SALES})="555","","x")', "?")
    make.done()
    return make.path


@pytest.mark.node
def test_the_open_xml_validator_has_nothing_to_say(template, analysed):
    for path in (template[0], analysed):
        command = ["node", VALIDATOR / "dist/src/cli.js", path]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout[:2000] + done.stderr[:2000]
        assert '"ok": true' in done.stdout


@pytest.mark.office
@pytest.mark.slow
def test_libreoffice_opens_the_result(analysed, tmp_path):
    """Our functions are unknown to it without our add-in; all else is read."""
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    kind = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2"
    office = [shutil.which("soffice"), profile, "--headless", "--convert-to", kind]
    subprocess.run(
        [*office, "--outdir", tmp_path, analysed], check=True, capture_output=True, timeout=300
    )
    (csv,) = tmp_path.glob("*.csv")
    lines = [line.split(",") for line in csv.read_text(encoding="utf-8").splitlines()]
    assert [line[0] for line in lines[1:4]] == ["C1", "C2", "C9"]
    assert lines[2][17] == "mine"
