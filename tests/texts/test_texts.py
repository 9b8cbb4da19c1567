"""Texts of both languages: nothing missing, nothing empty, the same placeholders."""

import tomllib
from pathlib import Path
from string import Formatter

import pytest

import scoring.errors
import xl_addin.book.errors
import xl_addin.files.errors
from scoring.tables import (
    ANSWERS_FIELDS,
    CUSTOMERS_FIELDS,
    INVOICES_FIELDS,
    OFFERS_FIELDS,
    PRODUCTS_FIELDS,
    SALES_FIELDS,
    TERMS_FIELDS,
)
from xl_addin.exports.headers import fold, map_headers
from xl_addin.texts import LANGUAGES, texts

FOLDER = Path(xl_addin.files.errors.__file__).parents[1] / "texts"
FILES = sorted(FOLDER.glob("*.toml"))
RUSSIAN_ONLY = {"messages", "book_messages", "functions"}  # English stands in the code
FIELDS = {
    field.key
    for fields in (
        SALES_FIELDS,
        CUSTOMERS_FIELDS,
        PRODUCTS_FIELDS,
        OFFERS_FIELDS,
        INVOICES_FIELDS,
        TERMS_FIELDS,
        ANSWERS_FIELDS,
    )
    for field in fields
}
TABLES = ("sales", "customers", "products")

ENGLISH = {
    "messages": {**scoring.errors.MESSAGES, **xl_addin.files.errors.MESSAGES},
    "book_messages": xl_addin.book.errors.MESSAGES,
}


def tree(language):
    """Everything that the files of one language hold, merged."""
    merged = {}
    for file in FILES:
        if file.name.split(".")[-2] == language:
            merged |= tomllib.loads(file.read_text(encoding="utf-8"))
    return merged


def leaves(node, path=()):
    """Every text with its path; header words are a list of their own in each language."""
    if isinstance(node, dict):
        for key, child in node.items():
            yield from leaves(child, (*path, key))
    elif isinstance(node, list) and path[0] != "headers":
        for index, child in enumerate(node):
            yield from leaves(child, (*path, index))
    else:
        yield path, node


def shared(language):
    return {path: text for path, text in leaves(tree(language)) if path[0] not in RUSSIAN_ONLY}


def placeholders(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def headers():
    for language in LANGUAGES:
        for table in TABLES:
            for field, words in texts(language).node(f"headers.{table}").items():
                yield from ((table, field, word) for word in words)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_file_parses_and_belongs_to_a_language(file):
    assert tomllib.loads(file.read_text(encoding="utf-8"))
    assert file.name.split(".")[-2] in LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_files_of_a_language_merge(language):
    assert texts(language).language == language
    assert {key: texts(language).node(key) for key in tree(language)} == tree(language)


def test_english_stands_in_one_place():
    assert not RUSSIAN_ONLY & tree("en").keys()
    assert tree("ru").keys() >= RUSSIAN_ONLY
    assert not scoring.errors.MESSAGES.keys() & xl_addin.files.errors.MESSAGES.keys()


def test_languages_hold_the_same_keys():
    english, russian = shared("en").keys(), shared("ru").keys()
    assert not english - russian, "only in English"
    assert not russian - english, "only in Russian"


def test_languages_hold_the_same_placeholders():
    russian = shared("ru")
    differ = {
        path: (text, russian[path])
        for path, text in shared("en").items()
        if isinstance(text, str) and placeholders(text) != placeholders(russian[path])
    }
    assert not differ


@pytest.mark.parametrize("branch", ENGLISH)
def test_messages_hold_the_same_codes(branch):
    names = {f"field.{field}" for field in FIELDS} if branch == "messages" else set()
    russian = tree("ru")[branch].keys()
    assert not (ENGLISH[branch].keys() | names) - russian, "only in English"
    assert not russian - ENGLISH[branch].keys() - names, "only in Russian"


@pytest.mark.parametrize(
    ("branch", "code"), [(branch, code) for branch in ENGLISH for code in ENGLISH[branch]]
)
def test_messages_hold_the_same_placeholders(branch, code):
    assert placeholders(tree("ru")[branch][code]) == placeholders(ENGLISH[branch][code])


@pytest.mark.parametrize("code", ENGLISH["messages"])
def test_what_was_found_comes_with_what_to_do(code):
    """A fix without its fault would never be told."""
    assert code.removesuffix(".fix") in ENGLISH["messages"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty(language):
    for path, text in [*leaves(tree(language)), *leaves(ENGLISH, ("code",))]:
        words = text if isinstance(text, list) else [text]
        assert words, path
        for word in words:
            seen = word if path[0] == "marks" else word.strip()  # a mark may be a space
            assert seen, path


def test_messages_do_not_shout():
    russian = {branch: tree("ru")[branch] for branch in ENGLISH}
    shouted = [path for path, text in [*leaves(ENGLISH), *leaves(russian)] if "!" in text]
    assert not shouted


def test_russian_messages_do_not_blame():
    told = [text for branch in ENGLISH for text in tree("ru")[branch].values()]
    assert not [text for text in told if "ошибка пользователя" in text.casefold()]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "key", ["", "nothing", "common.nothing", "common.back.deeper", "common", "headers.sales.date"]
)
def test_a_key_that_names_no_text_is_refused(language, key):
    with pytest.raises(KeyError):
        texts(language)(key)


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_filled(language):
    say = texts(language)
    assert "book.xlsm" in say("cli.written", path="book.xlsm")
    assert say("cli.written", path="{braces}").endswith("{braces}")
    for path, text in shared(language).items():
        names = placeholders(text) if isinstance(text, str) else set()
        if names and all(isinstance(step, str) for step in path):
            filled = say(".".join(path), **{name: f"<{name}>" for name in names})
            assert all(f"<{name}>" in filled for name in names), path
            assert "{" not in filled, path


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_placeholder_without_its_value_is_refused(language):
    with pytest.raises(KeyError):
        texts(language)("cli.written", other="book.xlsm")


@pytest.mark.parametrize(("table", "field", "word"), list(headers()))
def test_a_header_word_means_one_field(table, field, word):
    found = map_headers([word], table)
    assert found.fields == {field: 0}
    assert not found.double
    assert not found.unknown


@pytest.mark.parametrize("table", TABLES)
def test_no_header_word_stands_under_two_fields(table):
    meanings = {}
    for _, field, word in (entry for entry in headers() if entry[0] == table):
        meanings.setdefault(fold(word), set()).add(field)
    assert not {word: fields for word, fields in meanings.items() if len(fields) > 1}
