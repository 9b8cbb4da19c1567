"""Both languages say the same things, and no header word means two columns."""

import string
import tomllib

import pytest

from tests.conftest import ROOT
from xl_addin.book.headers import fold, map_headers
from xl_addin.book.layouts import SHEETS
from xl_addin.book.settings_sheet import SETTING_ROWS
from xl_addin.texts import LANGUAGES, texts

FOLDER = ROOT / "xl_addin" / "texts"
ALIASES = "headers"  # each language has its own words
# Their English stands in the code: docstrings of functions, messages of errors.
ENGLISH_IN_CODE = {"functions", "book_messages", "file_messages", "messages"}


def all_texts(language):
    """Every text of a language by its path, word lists of headers aside."""
    tree = {}
    for file in FOLDER.glob(f"*{language}.toml"):
        tree |= tomllib.loads(file.read_text(encoding="utf-8"))
    return dict(leaves({key: branch for key, branch in tree.items() if key != ALIASES}))


def leaves(node, path=""):
    if isinstance(node, str):
        yield path, node
        return
    pairs = node.items() if isinstance(node, dict) else enumerate(node)
    for key, branch in pairs:
        yield from leaves(branch, f"{path}.{key}" if path else key)


def both():
    english, russian = (all_texts(language) for language in LANGUAGES)
    return english, {
        path: text for path, text in russian.items() if path.split(".")[0] not in ENGLISH_IN_CODE
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_or_padded(language):
    for path, text in all_texts(language).items():
        if not path.startswith("marks."):  # the mark of thousands is a space
            assert text == text.strip() != "", path


def test_both_languages_have_the_same_texts():
    english, russian = both()
    assert english.keys() == russian.keys()


def test_placeholders_are_the_same_in_both_languages():
    english, russian = both()
    for path, text in english.items():
        assert placeholders(text) == placeholders(russian[path]), path


def placeholders(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_sheet_names_are_those_that_excel_takes(language):
    tabs = [texts(language)(f"sheets.{sheet.key}.tab") for sheet in SHEETS]
    assert len({tab.casefold() for tab in tabs}) == len(tabs)
    for tab in tabs:
        assert len(tab) <= 31
        assert not set(tab) & set("[]:*?/\\'")


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_a_choice_are_told_apart(language):
    say = texts(language)
    for option in SETTING_ROWS:
        words = [say(f"choices.{word}") for word in option.choices]
        assert len({word.casefold() for word in words}) == len(words), option.key
        assert not any("," in word for word in words), option.key


@pytest.mark.parametrize("table", ["sales", "customers", "products"])
def test_no_header_word_means_two_fields(table):
    meant = {}
    for language in LANGUAGES:
        for field, words in texts(language).node(f"headers.{table}").items():
            for word in (field, *words):
                assert meant.setdefault(fold(word), field) == field, word


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("table", ["sales", "customers", "products"])
def test_every_header_word_is_understood(language, table):
    for field, words in texts(language).node(f"headers.{table}").items():
        for word in words:
            assert word == word.lower()
            for written in (word, word.upper(), f" {word.title()} ", word.replace(" ", "_")):
                assert map_headers([written], table).fields == {field: 0}, written


def test_both_languages_know_the_same_fields():
    for table in ("sales", "customers", "products"):
        english, russian = (texts(language).node(f"headers.{table}") for language in LANGUAGES)
        assert english.keys() == russian.keys()
