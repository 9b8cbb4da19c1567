"""The sheets that no reader sees: xlwings' configuration, the words, and the captions by cell."""

from xlsxwriter.format import Format as CellFormat
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from xl_addin.template.captions import CAPTIONS_SHEET, CONF_SHEET, TEXTS_SHEET
from xl_addin.template.words import Words
from xl_addin.texts import LANGUAGES

# Keys in the spelling that xlwings.bas asks for. `clientbase new` writes the interpreters.
CONFIGURATION: tuple[tuple[str, str], ...] = (
    ("INTERPRETER_WIN", ""),
    ("INTERPRETER_MAC", ""),
    ("PYTHONPATH", ""),
    ("ADD_WORKBOOK_TO_PYTHONPATH", "False"),
    ("UDF MODULES", "xl_addin.functions"),
    ("USE UDF SERVER", "True"),
    ("SHOW CONSOLE", "False"),
    ("SHOW_ERROR_POPUPS", "True"),  # else xlwings leaves a sheet "Error" in the workbook
)


def hidden_pages(book: Workbook, language: str, version: str, words: dict[str, Words]) -> None:
    """Write the hidden sheets; ``words`` are those of the templates of every language."""
    _configuration(_sheet(book, CONF_SHEET, "wsConf"))
    plain = book.add_format({"num_format": "@"})  # lest a switch turns a + into a formula
    _texts(book, _sheet(book, TEXTS_SHEET, TEXTS_SHEET), plain, version, words[language])
    _captions(book, _sheet(book, CAPTIONS_SHEET, CAPTIONS_SHEET), words)


def _sheet(book: Workbook, name: str, code: str) -> Worksheet:
    sheet: Worksheet = book.add_worksheet(name)
    sheet.set_vba_name(code)
    sheet.very_hidden()
    return sheet


def _configuration(sheet: Worksheet) -> None:
    """Write xlwings' configuration, key and value, as text."""
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 80)
    for row, (key, value) in enumerate(CONFIGURATION):
        sheet.write_string(row, 0, key)
        if value:
            sheet.write_string(row, 1, value)


def _texts(book: Workbook, sheet: Worksheet, plain: CellFormat, version: str, words: Words) -> None:
    """Write key, text now, English, Russian: the VBA, charts and lists read the second column."""
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, len(LANGUAGES) + 1, 80, plain)
    rows = {language: words.rows(language, version) for language in LANGUAGES}
    for row, key in enumerate(rows[words.language]):
        sheet.write_string(row, 0, key)
        for column, language in enumerate((words.language, *LANGUAGES), start=1):
            sheet.write_string(row, column, rows[language][key], plain)
    book.define_name("cb_version", f"='{TEXTS_SHEET}'!$B$1")
    book.define_name("cb_language", f"='{TEXTS_SHEET}'!$B$2")
    book.define_name("cb_texts", f"='{TEXTS_SHEET}'!$A$1:$D${len(rows[words.language])}")
    for name, (first, last) in words.lists.items():
        book.define_name(f"cb_list_{name}", f"='{TEXTS_SHEET}'!$B${first + 1}:$B${last + 1}")


def _captions(book: Workbook, sheet: Worksheet, words: dict[str, Words]) -> None:
    """Write every caption that differs: sheet key, row, column, part, English, Russian."""
    notes = [words[each].captions for each in LANGUAGES]
    for note in notes:
        if odd := sorted(note.keys() ^ notes[0].keys()):
            raise ValueError(f"captions of one language only: {odd[:5]}")
    differ = [spot for spot in notes[0] if len({note[spot] for note in notes}) > 1]
    for row, spot in enumerate(differ):
        sheet.write_string(row, 0, spot[0])
        sheet.write_number(row, 1, spot[1])
        sheet.write_number(row, 2, spot[2])
        for column, text in enumerate((spot[3], *(note[spot] for note in notes)), start=3):
            sheet.write_string(row, column, text)
    book.define_name("cb_captions", f"='{CAPTIONS_SHEET}'!$A$1:$F${len(differ)}")
