"""Every word of a template has its twin, in the same place of the other language's template."""

import pytest
from openpyxl.utils import get_column_letter

from tests.conftest import ROOT
from tests.template.opened import MAIN, Package
from tests.template.semantic_check import CHART
from xl_addin.book.layouts import SHEETS
from xl_addin.template.captions import TEXTS_SHEET, captions, hints, tabs
from xl_addin.template.store import FILE_NAMES
from xl_addin.texts import LANGUAGES, texts

BOOKS = {name: Package.of((ROOT / FILE_NAMES[name]).read_bytes()) for name in LANGUAGES}
CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


def cells(language):
    """Text of every cell by sheet key and address, spilled answers aside."""
    book = BOOKS[language]
    found = {}
    for key, tab in tabs(language).items():
        place = next(sheet for sheet in book.sheets if sheet.name == tab)
        spilled = set()
        for node in place.root.iter(f"{MAIN}f"):
            if node.get("t") == "array":
                spilled |= addresses(node.get("ref"))
        found[key] = {
            address: book.text(cell)
            for address, cell in place.cells.items()
            if cell.get("t") == "s" and address not in spilled
        }
    return found


def addresses(area):
    from openpyxl.utils import cols_from_range

    return {address for column in cols_from_range(area) for address in column}


def test_captions_are_the_same_cells_in_both_languages():
    english, russian = (captions(name) for name in LANGUAGES)
    assert [caption[:3] for caption in english] == [caption[:3] for caption in russian]
    assert not [one for one, other in zip(english, russian, strict=True) if one == other]
    assert len({caption[:3] for caption in english}) == len(english) > 700


def test_captions_are_what_stands_in_the_cells(language):
    found = cells(language)
    for key, row, column, text in captions(language):
        assert found[key][f"{get_column_letter(column + 1)}{row + 1}"] == text, (key, row, column)


def test_no_text_that_differs_is_missing_among_the_captions():
    english, russian = (cells(name) for name in LANGUAGES)
    known = {
        (key, f"{get_column_letter(column + 1)}{row + 1}") for key, row, column, _ in captions("en")
    }
    missed = {
        (key, address): text
        for key, place in english.items()
        for address, text in place.items()
        if russian[key].get(address) != text and (key, address) not in known
    }
    assert not missed


def test_no_russian_word_is_left_after_a_switch_to_english():
    switched = cells("ru")
    for key, row, column, text in captions("en"):
        switched[key][f"{get_column_letter(column + 1)}{row + 1}"] = text
    left = {
        (key, address): text
        for key, place in switched.items()
        for address, text in place.items()
        if set(text.casefold()) & set(CYRILLIC) and text != "Русский"
    }
    assert not left


def test_hints_are_the_prompts_of_the_cells(language):
    for key, row, column, part, text in hints(language):
        place = next(s for s in BOOKS[language].sheets if s.name == tabs(language)[key])
        address = f"{get_column_letter(column + 1)}{row + 1}"
        name = {"title": "promptTitle", "prompt": "prompt"}.get(
            part, "errorTitle" if part == "error_title" else "error"
        )
        checks = [
            check
            for check in place.root.iter(f"{MAIN}dataValidation")
            if check.get("sqref").partition(":")[0] == address
        ]
        assert text in {check.get(name) for check in checks}, (key, address, part)


def test_excel_takes_every_caption_for_a_text(language):
    """An apostrophe at the head of a value is lost; with = + - @ Excel tries a formula."""
    assert not [caption for caption in captions(language) if caption[3][0] in "'=+-@"]


def test_tabs_are_those_of_the_workbook(language):
    visible = [sheet.name for sheet in BOOKS[language].sheets][: len(SHEETS)]
    assert list(tabs(language).values()) == visible


def test_the_hidden_words_stand_in_both_languages(language):
    book = BOOKS[language]
    place = next(sheet for sheet in book.sheets if sheet.name == TEXTS_SHEET)
    rows = range(1, int(book.names["cb_texts"].rpartition("$")[2]) + 1)
    grid = [[book.text(place.cells[f"{letter}{row}"]) for letter in "ABCD"] for row in rows]
    assert grid[1] == ["language", language, *LANGUAGES]
    assert book.names["cb_language"] == f"'{TEXTS_SHEET}'!$B$2"
    now = 2 + LANGUAGES.index(language)
    assert not [row for row in grid if row[1] != row[now] or not all(row)]
    assert len({row[0] for row in grid}) == len(grid)


def test_charts_say_nothing_by_themselves():
    """Titles, series and axes refer to cells; class letters are the same in every language."""
    for name, root in BOOKS["ru"].xml.items():
        if name.startswith("xl/charts/chart"):
            for text in root.iter(f"{CHART}tx"):
                assert text.find(f"{CHART}strRef") is not None or "".join(text.itertext()) in "ABCN"


def test_texts_in_charts_are_those_of_the_language(language):
    say, seen = texts(language), set()
    for name, root in BOOKS[language].xml.items():
        if name.startswith("xl/charts/chart"):
            for reference in root.iter(f"{CHART}strRef"):
                seen.update(node.text for node in reference.iter(f"{CHART}v"))
    assert {say("charts.value_by_risk"), say("charts.maturity"), say("charts.risk")} <= seen
