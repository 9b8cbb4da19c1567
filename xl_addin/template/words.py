"""The words of one template: those that charts and lists refer to, and every caption written."""

from collections.abc import Sequence
from typing import Any

from xl_addin.template.buttons import ribbon_texts
from xl_addin.template.captions import TEXT, TEXTS_SHEET
from xl_addin.template.wrappers import wizard_texts
from xl_addin.texts import texts

_HEAD = ("version", "language")  # the first rows of wsTexts, which have names of their own
_NOW = 1  # the column of wsTexts with the texts of the workbook's language

Spot = tuple[str, int, int, str]  # sheet key, row, column, part


class Words:
    """Notes what the pages of a template say, so that one can be switched to another language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.captions: dict[Spot, str] = {}
        self.lists: dict[str, tuple[int, int]] = {}  # name of a list: first and last row
        self._rows = [*_HEAD, *ribbon_texts(language), *wizard_texts(language)]

    def note(self, sheet: str, row: int, column: int, text: str, part: str = TEXT) -> None:
        """Remember what stands in a cell (or beside it)."""
        self.captions[sheet, row, column, part] = text

    def cell(self, key: str) -> list[Any]:
        """Return the cell that holds the text ``key``, as charts refer to it."""
        if key not in self._rows:
            self._rows.append(key)
        row = self._rows.index(key)
        return [TEXTS_SHEET, row, _NOW, row, _NOW]

    def list_of(self, name: str, keys: Sequence[str]) -> str:
        """Return the formula of a drop-down list of the texts ``keys``, one below the other."""
        if name not in self.lists:
            first = len(self._rows)
            self._rows += [f"{name}:{key}" for key in keys]
            self.lists[name] = (first, len(self._rows) - 1)
        return f"=cb_list_{name}"

    def rows(self, language: str, version: str) -> dict[str, str]:
        """Return the rows of wsTexts in a language: text by key."""
        fixed = {"version": version, "language": language}
        fixed |= ribbon_texts(language) | wizard_texts(language)
        say = texts(language)
        return {
            key: fixed[key] if key in fixed else say(key.partition(":")[2] or key)
            for key in self._rows
        }
