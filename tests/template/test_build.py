"""The templates at the root are what the sources build, and hold all that the writer looks for."""

import io
import os
import re
import subprocess
import sys
import zipfile

import pytest
from openpyxl.utils import get_column_letter, range_boundaries

from scoring.diagnosis.questions import QUESTIONS
from scoring.settings import DECISION_CELLS
from tests.conftest import ROOT
from tests.template.opened import MAIN, Package
from xl_addin.book.layouts import INPUT_TABLES, SHEETS
from xl_addin.book.settings_sheet import SETTING_ROWS
from xl_addin.functions import CATALOGUE
from xl_addin.template.build import build
from xl_addin.template.captions import CAPTIONS_SHEET, CONF_SHEET, TEXTS_SHEET
from xl_addin.template.hidden_pages import CONFIGURATION
from xl_addin.template.store import FILE_NAMES
from xl_addin.template.vba_modules import modules
from xl_addin.template.xlwings_patches import xlwings_module
from xl_addin.texts import LANGUAGES, texts


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request):
    return request.param


def content(language):
    return (ROOT / FILE_NAMES[language]).read_bytes()


@pytest.fixture(scope="module")
def book(language):
    return Package.of(content(language))


def sheet(book, name):
    return next(sheet for sheet in book.sheets if sheet.name == name)


def test_the_committed_file_is_what_the_sources_build(language):
    assert build(language) == content(language)


def test_another_process_elsewhere_builds_the_same(tmp_path):
    elsewhere = {
        **os.environ,
        "PYTHONHASHSEED": "7",
        "TZ": "Asia/Vladivostok",
        "LC_ALL": "C",
        "USER": "somebody",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "xl_addin.template.build", "--check"]
    done = subprocess.run(command, env=elsewhere, cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_zip_tells_nothing_of_where_and_when_it_was_made(language):
    with zipfile.ZipFile(io.BytesIO(content(language))) as file:
        entries = file.infolist()
    assert {entry.compress_type for entry in entries} == {zipfile.ZIP_STORED}
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert len({(entry.create_system, entry.external_attr, entry.extra) for entry in entries}) == 1
    names = [entry.filename for entry in entries]
    assert names[:2] == ["[Content_Types].xml", "_rels/.rels"]
    assert names[2:] == sorted(names[2:])


def test_no_part_names_a_person_or_a_folder(book):
    for name, part in book.parts.items():
        assert not re.search(rb"/(?:home|root|work|tmp|Users)/|\\Users\\", part), name


def test_every_sheet_is_found_by_its_name(book, language):
    say = texts(language)
    for layout in SHEETS:
        tab = say(f"sheets.{layout.key}.tab")
        assert book.names[f"cb_{layout.key}"] == f"'{tab}'!$A$1"
        code = sheet(book, tab).root.find(f"{MAIN}sheetPr").get("codeName")
        assert code == f"ws{layout.key}"


def test_every_block_is_where_the_layout_says(book, language):
    for layout in SHEETS:
        tab = texts(language)(f"sheets.{layout.key}.tab")
        for block in layout.blocks:
            sheet_name, _, area = book.names[f"cb_{block.name}"].rpartition("!")
            assert sheet_name == f"'{tab}'", block.name
            left, top, right, bottom = range_boundaries(area.replace("$", ""))
            assert (top - 1, left - 1) == (block.row, block.column), block.name
            shape = (bottom - top + 1, right - left + 1)
            assert shape == (block.n_rows, block.n_columns), block.name


def test_no_blocks_or_tables_lie_over_each_other():
    for layout in SHEETS:
        areas = [
            (block.row, block.column, block.row + block.n_rows - 1, block.last_column)
            for block in layout.blocks
        ]
        areas += [  # a table may grow to the end of the sheet
            (table.row, table.column, 1_048_575, table.last_column + table.spare)
            for table in layout.tables
        ]
        for place, one in enumerate(areas):
            for other in areas[:place]:
                apart = one[0] > other[2] or other[0] > one[2]
                assert apart or one[1] > other[3] or other[1] > one[3], layout.key


PREFILLED = {"Answers": len(QUESTIONS), "Decision_Matrix": len(DECISION_CELLS), "Segment_Map": 10}
INPUTS = {name: key for key, name in INPUT_TABLES.items()}


def test_every_table_has_its_columns_and_its_rows(book, language):
    """One empty row, but for the questionnaire and the decision matrix, which come filled."""
    say = texts(language)
    found = {
        table.get("name"): (place, table)
        for place in book.sheets
        for table in book.tables_of(place)
    }
    declared = {table.name: table for layout in SHEETS for table in layout.tables}
    assert found.keys() == declared.keys()
    for name, layout in declared.items():
        place, table = found[name]
        left, top, right, bottom = range_boundaries(table.get("ref"))
        assert (top - 1, left - 1, right - 1) == (layout.row, layout.column, layout.last_column)
        assert bottom == top + PREFILLED.get(name, 1)
        headers = [column.get("name") for column in table.iter(f"{MAIN}tableColumn")]
        words = say.node(f"headers.{INPUTS[name]}") if name in INPUTS else {}
        assert headers == [
            words[key][0] if key in words else say(f"columns.{key}") for key in layout.keys
        ]
        if name not in PREFILLED:
            below = [cell for cell in place.cells.values() if _below(cell, layout)]
            assert [book.text(cell) for cell in below if book.text(cell)] == [], name


def rows_of(book, place, table):
    """The rows of a filled table as texts."""
    left, top, right, bottom = range_boundaries(table.get("ref"))
    letters = [get_column_letter(column) for column in range(left, right + 1)]
    return [
        [book.text(place.cells[f"{letter}{row}"]) for letter in letters]
        for row in range(top + 1, bottom + 1)
    ]


def test_the_questionnaire_has_every_question_with_both_references(book, language):
    """Document 004: the managed column is + throughout; the unmanaged one adds up to 8 of 32."""
    say = texts(language)
    place = sheet(book, say("sheets.Answers.tab"))
    rows = rows_of(book, place, book.tables_of(place)[0])
    assert [row[0] for row in rows] == [str(number) for number in range(1, 33)]
    assert [row[2] for row in rows] == [say(f"questions.{number}") for number in range(1, 33)]
    assert {row[3] for row in rows} == {"+"}
    assert sum({"+": 1, "+/-": 0.5, "-": 0}[row[4]] for row in rows) == 8  # 25 % of 32
    assert {cell for row in rows for cell in row[5:]} == {None}


def test_the_decision_matrix_is_the_default_policy_in_words(book, language):
    say = texts(language)
    place = sheet(book, say("sheets.DecisionMatrix.tab"))
    rows = rows_of(book, place, book.tables_of(place)[0])
    for row, cell in zip(rows, DECISION_CELLS, strict=True):
        assert row[:3] == [cell.value_class, cell.risk_class, say(f"forms.{cell.form}")]
        assert [float(value) for value in row[3:6]] == [
            cell.days, cell.limit_share, cell.prepay_share,
        ]  # fmt: skip
        assert row[6:] == [say(f"approvers.{cell.approver}"), str(cell.review_months)]


def _below(cell, layout):
    left, top, _, _ = range_boundaries(cell.get("r"))
    return top - 1 > layout.row and layout.column <= left - 1 <= layout.last_column


def test_new_cells_take_the_style_of_their_column(book):
    for layout, place in zip(SHEETS, book.sheets, strict=False):
        styles = {}
        for column in place.root.iter(f"{MAIN}col"):
            for number in range(int(column.get("min")), int(column.get("max")) + 1):
                styles[number] = column.get("style")
        for table in layout.tables:
            for offset in range(len(table.columns)):
                first = place.cells[_address(table.row + 1, table.column + offset)]
                assert first.get("s") == styles[table.column + offset + 1], table.name


def _address(row, column):
    return f"{get_column_letter(column + 1)}{row + 1}"


def test_both_languages_are_one_workbook():
    english, russian = (Package.of(content(language)) for language in LANGUAGES)
    assert english.names.keys() == russian.names.keys()
    assert [place.part for place in english.sheets] == [place.part for place in russian.sheets]
    for name in english.names.keys() - {"_xlnm.Print_Area", "_xlnm.Print_Titles"}:
        target = english.names[name]
        assert target.rpartition("!")[2] == russian.names[name].rpartition("!")[2]
    for one, other in zip(english.sheets, russian.sheets, strict=True):
        assert [t.get("ref") for t in english.tables_of(one)] == [
            t.get("ref") for t in russian.tables_of(other)
        ]
    assert english.parts["xl/vbaProject.bin"] == russian.parts["xl/vbaProject.bin"]
    assert english.parts["customUI/customUI14.xml"] == russian.parts["customUI/customUI14.xml"]


def test_every_setting_has_a_cell_with_its_default_and_limits(book, language):
    say = texts(language)
    place = sheet(book, say("sheets.Settings.tab"))
    checks = {node.get("sqref"): node for node in place.root.iter(f"{MAIN}dataValidation")}
    for option in SETTING_ROWS:
        address = book.names[f"set_{option.key}"].rpartition("!")[2].replace("$", "")
        text = book.text(place.cells[address])
        default = language if option.key == "language" else option.default
        if option.kind == "choice":
            assert text == say(f"choices.{default}")
            words = [say(f"choices.{word}") for word in option.choices]
            name = checks[address].find(f"{MAIN}formula1").text
            assert listed(book, name) == words
        elif option.kind == "numbers":
            assert text == default, option.key
        else:
            assert (None if text is None else float(text)) == default, option.key
        assert checks[address].get("prompt"), option.key


def listed(book, name):
    """The texts that a drop-down list offers, by the workbook name that it refers to."""
    hidden = sheet(book, TEXTS_SHEET)
    left, top, right, bottom = range_boundaries(book.names[name].partition("!")[2].replace("$", ""))
    assert left == right == 2
    return [book.text(hidden.cells[f"B{row}"]) for row in range(top, bottom + 1)]


def test_drop_downs_follow_the_language(book):
    """A list is a name over cells that a switch rewrites; only the signs of answers stand alone."""
    for place in book.sheets:
        for check in place.root.iter(f"{MAIN}dataValidation"):
            if check.get("type") == "list":
                source = check.find(f"{MAIN}formula1").text
                if source != '"+,+/-,-"':
                    assert source.startswith("cb_list_"), (place.name, check.get("sqref"))
                    assert len(listed(book, source)) > 1


def test_every_function_has_a_live_example_with_its_answer(book, language):
    place = sheet(book, texts(language)("sheets.Functions.tab"))
    kept = {}
    for cell in place.cells.values():
        formula = cell.find(f"{MAIN}f")
        if formula is not None and not formula.text.startswith("HYPERLINK("):
            assert formula.get("t") == "array"
            assert cell.get("cm") == "1"  # a spilling formula; without the mark Excel shows =@
            kept[formula.text.partition("(")[0]] = book.text(cell)
    assert kept.keys() == CATALOGUE.keys()
    assert not [answer for answer in kept.values() if not answer or answer.startswith("#")]


def test_examples_answer_as_a_hand_calculation_does(book, language):
    """Revenue of C01, C05, C02, C08, C03, C06, C04, C07 in thousands, and the share above each.

    30.65, 15.9, 11.7, 3.26, 2.15, 0.76, 0.64, 0.26 of 65.32: 0, 47, 71, 89, 94, 97.5, ... %.
    """
    place = sheet(book, texts(language)("sheets.Functions.tab"))
    start = next(
        address
        for address, cell in place.cells.items()
        if cell.find(f"{MAIN}f") is not None and cell.find(f"{MAIN}f").text.startswith("ABC_CLASS(")
    )
    letter, row = re.fullmatch(r"([A-Z]+)(\d+)", start).groups()
    answers = [book.text(place.cells[f"{letter}{int(row) + offset}"]) for offset in range(8)]
    assert answers == ["A", "A", "B", "C", "A", "C", "C", "B"]  # C01 to C08


def test_the_configuration_uses_the_words_of_xlwings(book):
    conf = sheet(book, CONF_SHEET)
    rows = {book.text(conf.cells[f"A{row}"]): row for row in range(1, len(CONFIGURATION) + 1)}
    assert list(rows) == [key for key, _ in CONFIGURATION]
    asked = xlwings_module()
    for key in rows:
        assert f'GetConfig("{key}"' in asked, key


def test_hidden_sheets_stay_hidden(book):
    states = {node.get("name"): node.get("state") for node in book.workbook.iter(f"{MAIN}sheet")}
    hidden = {states.pop(name) for name in (CONF_SHEET, TEXTS_SHEET, CAPTIONS_SHEET)}
    assert hidden == {"veryHidden"}
    assert set(states.values()) == {None}


def test_the_version_stands_in_the_workbook(book):
    name, _, address = book.names["cb_version"].rpartition("!")
    cell = sheet(book, name.strip("'")).cells[address.replace("$", "")]
    assert f'version = "{book.text(cell)}"' in (ROOT / "pyproject.toml").read_text()


def test_the_modules_read_back_as_they_were_written(book):
    read = {module.name: module.source for module in book.vba.modules}
    for module in modules():
        assert body(read[module.name]) == body(module.source), module.name


def body(source):
    """A module without the attributes at its head, which the file keeps in its own way."""
    return re.sub(
        r"\A(?:VERSION .*?\nEND\r\n)?(?:Attribute VB_[^\n]*\n)*", "", source, flags=re.S
    ).strip()


def test_charts_can_be_told_without_seeing_them(book):
    drawings = [part for name, part in book.parts.items() if name.startswith("xl/drawings/drawing")]
    described = sum(part.count(b" descr=") for part in drawings)
    assert described == sum(name.startswith("xl/charts/chart") for name in book.parts) > 0


def test_every_visible_sheet_prints_on_a4_one_page_wide(book):
    for place in book.sheets[: len(SHEETS)]:
        setup = place.root.find(f"{MAIN}pageSetup")
        assert setup.get("paperSize") == "9", place.name
        assert setup.get("fitToWidth", "1") == "1", place.name
        areas = [
            node
            for node in book.workbook.iter(f"{MAIN}definedName")
            if node.get("name") == "_xlnm.Print_Area"
        ]
        assert len(areas) == len(SHEETS)
