"""The language of a workbook, and the switch: captions, texts behind them, tabs, the setting.

The workbook carries its own captions in both languages (hidden sheets, names ``cb_captions`` and
``cb_texts``), so that one of an older version is switched by what it says itself. A cell that the
user has changed is left alone.
"""

from collections import defaultdict
from collections.abc import Iterator

from xl_addin.book.application import spoken_language
from xl_addin.book.columns import typed
from xl_addin.book.layouts import SHEETS
from xl_addin.book.names import Index
from xl_addin.book.tab_names import tab_name
from xl_addin.book.wording import code_of
from xl_addin.texts import LANGUAGES, texts

CELL = "text"  # captions of other parts (hints of validations) no engine of ours can reach


def language_of(index: Index) -> str:
    """Return the language that the sheet Settings names; where it names none, that of Excel.

    Where Excel speaks neither of ours, or does not tell, it is the language of the template.
    """
    cell = index.setting("language")
    word = "" if cell is None else str(cell.value or "")
    if named := code_of(word, "choices", LANGUAGES):
        return named
    if spoken := spoken_language(index.book.app):
        return spoken
    built = index.block("language")
    made_in = None if built is None else built.value
    return str(made_in) if made_in in LANGUAGES else LANGUAGES[0]


def switch_language(index: Index, language: str) -> tuple[tuple[str, str], ...]:
    """Write every caption of ``index.book`` in ``language`` and set the language in Settings.

    Results change at the next refresh. Tabs keep their name where they cannot be renamed (the
    package engine: formulas and charts of the user may refer to them; a protected workbook).
    Returns the tabs whose name in that language is taken by another sheet, each with the name
    that it got instead.
    """
    place = LANGUAGES.index(language)
    for sheet, cells in _captions(index).items():
        _write_captions(index, sheet, cells, place)
    texts_range = index.block("texts")
    if texts_range is not None:
        texts_range[:, 1].value = texts_range[:, 2 + place].options(ndim=2).value
    cell = index.setting("language")
    if cell is not None:
        cell.value = texts(language)(f"choices.{language}")
    return tuple(_renamed_tabs(index, language))


def _captions(index: Index) -> dict[str, list[tuple[int, int, tuple[str, ...]]]]:
    """Return row, column and the words of both languages, by sheet key."""
    found: dict[str, list[tuple[int, int, tuple[str, ...]]]] = defaultdict(list)
    listed = index.block("captions")
    if listed is not None:
        for sheet, row, column, part, *words in listed.options(ndim=2).value:
            if part == CELL:
                found[str(sheet)].append((int(row), int(column), tuple(map(str, words))))
    return found


def _write_captions(
    index: Index, key: str, cells: list[tuple[int, int, tuple[str, ...]]], place: int
) -> None:
    sheet = index.sheet(key)
    if sheet is None:
        return
    last = max(row for row, _, _ in cells), max(column for _, column, _ in cells)
    now = sheet.range((1, 1), (last[0] + 1, last[1] + 1)).options(ndim=2, err_to_str=True).value
    for row, column, words in cells:
        if now[row][column] in words and now[row][column] != words[place]:
            sheet[row, column].value = typed(words[place])


def _renamed_tabs(index: Index, language: str) -> Iterator[tuple[str, str]]:
    others = [texts(other) for other in LANGUAGES if other != language]
    say = texts(language)
    for layout in SHEETS:
        key = f"sheets.{layout.key}.tab"
        sheet = index.sheet(layout.key)
        if sheet is not None and sheet.name in {other(key) for other in others}:
            wanted = say(key)
            free = tab_name(wanted, (each.name for each in index.book.sheets if each != sheet))
            try:
                sheet.name = free
            except Exception:  # noqa: BLE001  each engine has its own error for what it cannot do
                return
            if free != wanted:
                yield wanted, free
