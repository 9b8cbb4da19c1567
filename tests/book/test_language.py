"""The language switch on a workbook in use: every caption follows, the user's own words stay."""

from types import SimpleNamespace

import pytest

from tests.book.cells import every_cell, named_cells, table_rows
from xl_addin import ribbon
from xl_addin.book.language import language_of, switch_language
from xl_addin.book.layouts import SHEETS
from xl_addin.book.names import Index
from xl_addin.book.workbook_file import open_file
from xl_addin.engines.package.engine import App
from xl_addin.texts import texts


@pytest.fixture
def switched(make_book, refresh, small_sales):
    """A refreshed English workbook with a caption of the user's own, switched to Russian."""
    path = make_book(sales=small_sales)
    refresh(path)
    with open_file(path) as book:
        title = Index.of(book).sheet("ABC")["B1"]
        title.value = "My own title"
        book.set_mock_caller()
        ribbon.press("language")
        book.save()
    return path


def test_every_sheet_speaks_the_other_language(switched):
    say = texts("ru")
    cells = every_cell(switched)
    english = texts("en")
    for layout in SHEETS:
        tab = english(f"sheets.{layout.key}.tab")  # the package engine leaves tabs alone
        if layout.key != "ABC":
            assert cells[tab, "B1"] == say(f"sheets.{layout.key}.title"), layout.key


def test_results_and_headers_follow(switched):
    head, rows = table_rows(switched, "RFM_Result")
    assert head[0] == "Клиент"
    segments = {texts("ru")(f"segments.{key}.name") for key in texts("ru").node("segments")}
    assert {row[head.index("Сегмент")] for row in rows} <= segments
    assert "На дату" in named_cells(switched, "cb_rfm_stamp")[1][0]


def test_the_setting_and_the_ribbon_texts_follow(switched):
    with open_file(switched) as book:
        index = Index.of(book)
        assert index.setting("language").value == "Русский"
        labels = dict(index.block("texts")[:, :2].options(ndim=2).value)
    assert labels["refresh_all.label"] == texts("ru")("ribbon.refresh_all.label")


def test_what_the_user_wrote_stays(switched):
    assert every_cell(switched)["ABC", "B1"] == "My own title"


def test_there_and_back_is_the_same_workbook(make_book):
    path = make_book()
    before = every_cell(path)
    for language in ("ru", "en"):
        with open_file(path) as book:
            switch_language(Index.of(book), language)
            book.save()
    assert every_cell(path) == before


def test_the_russian_template_is_russian_without_a_word_in_settings(
    make_book, refresh, small_sales
):
    path = make_book("ru", sales=small_sales)
    with open_file(path) as book:
        Index.of(book).setting("language").value = None
        book.save()
    assert refresh(path).language == "ru"


def speaking(number):
    """What Excel for Windows answers under Application, of which only this is asked."""
    return SimpleNamespace(LanguageSettings=SimpleNamespace(LanguageID={2: number}.__getitem__))


@pytest.mark.parametrize(
    ("api", "language"),
    [
        (speaking(1049), "ru"),  # BAD_INPUT S21
        (speaking(1033), "en"),
        (speaking(2057), "en"),  # of Britain: [MS-LCID], the lowest ten bits are the language
        (speaking(1031), "en"),  # German: the language of this template
        (SimpleNamespace(), "en"),  # macOS does not tell
    ],
)
def test_s21_messages_follow_excel_where_settings_says_nothing(
    make_book, monkeypatch, api, language
):
    path = make_book()
    monkeypatch.setattr(App, "api", api)
    with open_file(path) as book:
        index = Index.of(book)
        assert language_of(index) == "en"
        index.setting("language").value = None
        assert language_of(index) == language
        alerts = []
        monkeypatch.setattr(App, "alert", lambda _app, text, *_: alerts.append(text))
        book.set_mock_caller()
        ribbon.press("undo_last")
    assert alerts == [texts(language)("ribbon_says.nothing_to_undo")]


def test_s21_without_excel_it_is_the_language_of_the_template(make_book):
    with open_file(make_book("ru")) as book:
        index = Index.of(book)
        index.setting("language").value = None
        assert language_of(index) == "ru"
