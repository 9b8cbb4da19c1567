"""Both languages say the same things, and no header word means two columns."""

import string
import tomllib
from typing import get_args

import numpy as np
import pytest

from scoring.diagnosis.maturity import LEVELS
from scoring.diagnosis.questions import SECTIONS
from scoring.offers.status import STATUS_KEYS, Remark, parse_statuses
from scoring.settings import PAYMENT_FORMS, RISK_CLASSES, Approver
from scoring.solvency.decisions import VERDICTS
from scoring.solvency.payments import AGE_BUCKETS
from scoring.solvency.terms import form_codes
from tests.conftest import ROOT
from xl_addin.book.layouts import INPUT_TABLES, SHEETS
from xl_addin.book.settings_sheet import SETTING_ROWS
from xl_addin.exports.headers import fold, map_headers
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
        # kept by an English and a Russian Excel: XlsxWriter issue 688
        assert tab.casefold() not in {"history", "журнал"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_a_choice_are_told_apart(language):
    say = texts(language)
    for option in SETTING_ROWS:
        words = [say(f"choices.{word}") for word in option.choices]
        assert len({word.casefold() for word in words}) == len(words), option.key
        assert not any("," in word for word in words), option.key


@pytest.mark.parametrize("table", list(INPUT_TABLES))
def test_no_header_word_means_two_fields(table):
    meant = {}
    for language in LANGUAGES:
        for field, words in texts(language).node(f"headers.{table}").items():
            for word in (field, *words):
                assert meant.setdefault(fold(word), field) == field, word


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("table", list(INPUT_TABLES))
def test_every_header_word_is_understood(language, table):
    for field, words in texts(language).node(f"headers.{table}").items():
        for word in words:
            assert word == word.lower()
            for written in (word, word.upper(), f" {word.title()} ", word.replace(" ", "_")):
                assert map_headers([written], table).fields == {field: 0}, written


def test_both_languages_know_the_same_fields():
    for table in INPUT_TABLES:
        english, russian = (texts(language).node(f"headers.{table}") for language in LANGUAGES)
        assert english.keys() == russian.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_header_words_are_those_of_one_table(language):
    """Two columns of a template with one header would be no Excel table."""
    for table in INPUT_TABLES:
        first = [words[0] for words in texts(language).node(f"headers.{table}").values()]
        assert len({fold(word) for word in first}) == len(first), table
        assert all(fold(word) for word in first), table


@pytest.mark.parametrize("language", LANGUAGES)
def test_drop_down_words_are_read_as_what_they_stand_for(language):
    say = texts(language)
    forms = np.array([say(f"forms.{form}") for form in PAYMENT_FORMS], object)
    assert form_codes(forms).tolist() == list(range(len(PAYMENT_FORMS)))
    keys = ("sold", "not_offered", "in_progress", "refused")
    words = ["+", *(say(f"offer_status.{key}") for key in keys[1:])]
    codes = parse_statuses(np.array(words, object)).status
    assert [STATUS_KEYS[code] for code in codes] == list(keys)
    stages = [say(f"offer_stages.{key}") for key in ("offer", "negotiation", "contract")]
    read = parse_statuses(np.array(stages, object))
    assert {STATUS_KEYS[code] for code in read.status} == {"in_progress"}
    assert set(read.remark) == {Remark.NONE}


def test_every_code_has_its_words():
    """What the methods answer by code is written in words: none may lack one."""
    for language in LANGUAGES:
        say = texts(language)
        for branch, codes in {
            "forms": PAYMENT_FORMS,
            "approvers": get_args(Approver),
            "verdicts": VERDICTS,
            "risks": RISK_CLASSES,
            "buckets": AGE_BUCKETS,
            "question_sections": SECTIONS,
            "maturity_levels": LEVELS,
        }.items():
            assert set(say.node(branch)) == set(codes), branch
