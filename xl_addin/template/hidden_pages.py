"""The two sheets that no reader sees: xlwings' configuration and the captions for the VBA."""

from xlsxwriter.worksheet import Worksheet

from xl_addin.template.buttons import ribbon_texts
from xl_addin.template.wrappers import wizard_texts

CONF_SHEET = "xlwings.conf"
TEXTS_SHEET = "wsTexts"

# Keys in the spelling that xlwings.bas asks for. `clientbase new` writes the interpreters.
CONFIGURATION: tuple[tuple[str, str], ...] = (
    ("INTERPRETER_WIN", ""),
    ("INTERPRETER_MAC", ""),
    ("PYTHONPATH", ""),
    ("ADD_WORKBOOK_TO_PYTHONPATH", "False"),
    ("UDF MODULES", "xl_addin.functions"),
    ("USE UDF SERVER", "True"),
    ("SHOW CONSOLE", "False"),
    ("SHOW_ERROR_POPUPS", "False"),
)


def configuration(sheet: Worksheet) -> None:
    """Write xlwings' configuration, key and value, as text."""
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 80)
    for row, (key, value) in enumerate(CONFIGURATION):
        sheet.write_string(row, 0, key)
        if value:
            sheet.write_string(row, 1, value)
    sheet.very_hidden()


def captions(sheet: Worksheet, language: str, version: str) -> None:
    """Write every caption that the VBA asks for; the first row is the version of the template."""
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 120)
    rows = {"version": version} | ribbon_texts(language) | wizard_texts(language)
    for row, (key, text) in enumerate(rows.items()):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, text)
    sheet.very_hidden()
