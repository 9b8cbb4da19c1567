"""The live examples of the template are left alone while they are what it ships."""

import shutil

import pytest

from tests.engines.samples import edit_parts, read_parts
from tests.functions.workbooks import recalculate, shared_evaluator
from xl_addin.book.recalculation import recalculating
from xl_addin.book.shipped import settled_sheets
from xl_addin.book.workbook_file import open_file
from xl_addin.engines.recalc import evaluator
from xl_addin.engines.recalc.graph import reach
from xl_addin.engines.recalc.recalculation import _our_calls
from xl_addin.engines.recalc.references import Place
from xl_addin.engines.recalc.sheets import Workbook
from xl_addin.engines.recalc.tree import Call, Leaf, walk
from xl_addin.functions import CATALOGUE
from xl_addin.template.store import template_path

EXAMPLES, TEXTS = "sheet29", "sheet34"  # of the template: Functions, and the texts of its parts
VOLATILE = {"NOW", "TODAY", "RAND", "RANDBETWEEN", "RANDARRAY", "OFFSET", "INDIRECT", "CELL",
            "INFO"}  # fmt: skip


@pytest.fixture(params=["en", "ru"])
def template(request, tmp_path):
    path = tmp_path / "book.xlsm"
    shutil.copyfile(template_path(request.param), path)
    return path


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "book.xlsm"
    shutil.copyfile(template_path("en"), path)
    return path


@pytest.fixture(autouse=True)
def nobody_waits():
    while evaluator._WAITING:
        evaluator._WAITING.pop().close()


def settled(path):
    with open_file(path) as opened:
        return [opened.sheets[number].name for number in settled_sheets(opened.impl)]


def example(book, start):
    """The cell of the example whose formula begins so."""
    sheet = book.names["cb_functions"].refers_to_range.sheet
    cells = sheet.impl.model.formula_cells
    row, column = next(at for at, cell in cells.items() if cell.text.startswith(start))
    return sheet[row - 1, column - 1]


def test_a_fresh_template_needs_no_computing(template):
    with open_file(template) as book, recalculating(book) as compute:
        assert compute().ours == 0
        assert not book.impl.is_changed
    assert not evaluator._WAITING  # nor was a child started for it


def test_all_is_computed_when_asked(template):
    with open_file(template) as book, recalculating(book, everything=True) as compute:
        done = compute()
    assert done.computed == done.ours > 50


def test_the_examples_read_their_own_sheet_and_the_language_only(template):
    """So that their values hang on nothing else; nor does any change by itself."""
    with open_file(template) as book:
        (number,) = settled_sheets(book.impl)
        workbook = Workbook(book.impl, lambda text: shared_evaluator().formulas([text])[text])
        cells = workbook.sheets[number].formulas
        trees = shared_evaluator().formulas([cell.text for cell in cells.values()])
        texts = book.names["cb_language"].refers_to_range
        ours = 0
        for at, cell in cells.items():
            place, tree = Place(number, *at), trees[cell.text]
            calls = {item.name for item in walk(tree) if isinstance(item, Call)}
            assert not calls & VOLATILE
            ours += bool(calls & set(CATALOGUE))
            leaves = [i.text for i in walk(tree) if isinstance(i, Leaf) and i.kind == "ref"]
            for leaf in leaves:
                workbook.directory.resolve(leaf, place)  # raises for what cannot be told
            for ref in reach(tree, place, workbook.directory):
                outside = workbook.directory.sheets[ref.sheet], ref.area.address()
                assert ref.sheet == number or outside == (texts.sheet.name, "B2")
        assert ours == sum(bool(_our_calls().search(cell.text)) for cell in cells.values()) > 50


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (EXAMPLES, "RFM_SCORE(", "RFM_SCORE( "),
        (TEXTS, "<sheetData>", "<sheetData >"),
        ("styles", 'formatCode="', 'formatCode=" '),
        ("workbook", "'wsTexts'!$B$2", "'wsTexts'!$B$3"),
        (
            "workbook",
            '<definedName name="cb_language">',
            '<definedName name="CB_LANGUAGE" localSheetId="28">"ru"</definedName>'
            '<definedName name="cb_language">',
        ),
        ("workbook", "<workbookPr ", '<workbookPr date1904="1" '),
    ],
)
def test_anything_else_behind_the_values_is_noticed(book, part, old, new):
    edit_parts(book, **{part: (old, new)})
    assert settled(book) == []


def test_an_older_template_is_computed(book):
    """One whose functions answered something else: the refresh writes what they answer now."""
    kept = read_parts(book)[f"xl/worksheets/{EXAMPLES}.xml"].decode()
    start = kept.index("RFM_SCORE(")
    end = kept.index("</c>", start)
    old = kept[start:end]
    edit_parts(book, **{EXAMPLES: (old, old.replace("<v>", "<v>9"))})
    with open_file(book) as opened, recalculating(opened) as compute:
        assert compute().changed > 0


@pytest.mark.parametrize("name", ["cb_functions", "cb_language"])
def test_what_is_written_in_the_session_is_noticed(book, name):
    with open_file(book) as opened:
        assert settled_sheets(opened.impl)
        opened.names[name].refers_to_range.offset(300, 60).value = 1
        assert not settled_sheets(opened.impl)


def test_the_language_switched_meanwhile(book):
    """The child is started late then: the examples answer in the other language."""
    with open_file(book) as opened, recalculating(opened) as compute:
        opened.names["cb_language"].refers_to_range.value = "ru"
        done = compute()
    assert done.computed == done.ours > 50
    assert done.changed > 0


def test_formulas_of_the_user_are_computed_and_may_read_an_example(book):
    with open_file(book) as opened:
        score = example(opened, "RFM_SCORE(")
        before = score.value
        opened.sheets["Help"]["Z60"].formula = f"='Functions'!{score.address}&\"!\""
        opened.save()
    with open_file(book) as opened, recalculating(opened) as compute:
        done = compute()
        assert (done.ours, done.others, done.left) == (0, 1, ())
        assert opened.sheets["Help"]["Z60"].value == f"{before}!"


def test_a_recalculation_is_kept_by_the_next_refresh(book):
    """Then the sheet is no longer the template's, and is computed each time."""
    recalculate(book)
    assert settled(book) == []
    assert recalculate(book).changed == 0
