"""What is written in the cells of a template, in both languages, for switching a workbook.

The build notes every caption that the pages write (``Words``) and keeps the notes in two hidden
sheets of the workbook, so that a workbook of any version can be switched by what it says itself:

- ``wsTexts`` (name ``cb_texts``): key, text now, English, Russian. The VBA, the chart titles and
  the drop-down lists read the second column; a switch writes the column of the other language
  over it. Its row ``language`` (name ``cb_language``) says which one that is.
- ``wsCaptions`` (name ``cb_captions``): sheet key, row, column (both 0-based), part, English,
  Russian. The part is ``text`` for the cell itself, ``title`` or ``prompt`` for the hint that
  stands beside it, ``error_title`` or ``error`` for what a wrong entry is told.

Reading needs no XlsxWriter; a caption that is the same in both languages is not listed.
"""

import functools
from collections.abc import Iterator

from python_calamine import CalamineWorkbook

from xl_addin.book.layouts import SHEETS
from xl_addin.template.store import template_path
from xl_addin.texts import LANGUAGES, texts

CONF_SHEET = "xlwings.conf"
TEXTS_SHEET = "wsTexts"
CAPTIONS_SHEET = "wsCaptions"
TEXT = "text"  # the part that is the cell itself

Caption = tuple[str, int, int, str]  # sheet key, row, column, text


def captions(language: str) -> list[Caption]:
    """Return the captions of the template in ``language``, the same cells for every language.

    Each is sheet key, 0-based row and column, text. Raises FileNotFoundError without a template.
    """
    place = LANGUAGES.index(language)
    return [
        (sheet, row, column, words[place])
        for sheet, row, column, part, *words in _rows()
        if part == TEXT
    ]


def hints(language: str) -> list[tuple[str, int, int, str, str]]:
    """Return what stands beside cells and is told of wrong entries: sheet, row, column, part, text.

    Raises FileNotFoundError without a template.
    """
    place = LANGUAGES.index(language)
    return [
        (sheet, row, column, part, words[place])
        for sheet, row, column, part, *words in _rows()
        if part != TEXT
    ]


def tabs(language: str) -> dict[str, str]:
    """Return what stands on the tab of each sheet, by sheet key."""
    say = texts(language)
    return {layout.key: say(f"sheets.{layout.key}.tab") for layout in SHEETS}


@functools.cache
def _rows() -> tuple[tuple[str, int, int, str, str, str], ...]:
    return tuple(_read())


def _read() -> Iterator[tuple[str, int, int, str, str, str]]:
    with CalamineWorkbook.from_path(template_path(LANGUAGES[0])) as book:
        rows = book.get_sheet_by_name(CAPTIONS_SHEET).to_python()
    for sheet, row, column, part, english, russian in rows:
        yield str(sheet), int(row), int(column), str(part), str(english), str(russian)  # type: ignore[arg-type]
