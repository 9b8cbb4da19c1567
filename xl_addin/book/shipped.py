"""Sheets that stand in a workbook as its template ships them, with the answers of this version."""

from typing import TYPE_CHECKING

from xl_addin.files.archive import Archive
from xl_addin.files.workbook_parts import parse_xml, workbook_part
from xl_addin.template.store import template_paths

if TYPE_CHECKING:
    from xl_addin.engines.package.book import Book
    from xl_addin.engines.package.sheets import SheetModel

_EXAMPLES, _LANGUAGE = "cb_functions", "cb_language"
_BEHIND = ("xl/sharedStrings.xml", "xl/styles.xml")  # what cells of every sheet refer to


def settled_sheets(book: "Book") -> frozenset[int]:
    """Return the worksheets, counted from 0, whose formulas keep the values that the file holds.

    That is the sheet of live examples while it is byte for byte the one of a template of this
    version, which ships what its functions answer. The examples read their own sheet and the
    language, on the sheet of texts, which must be the template's too, and nothing may have been
    written on either since the file was opened. What Excel saved is never the same bytes.
    """
    models = [_sheet_of(book, name) for name in (_EXAMPLES, _LANGUAGE)]
    if book.is_1904 or any(model is None or not model.overlay.is_empty for model in models):
        return frozenset()
    parts = [*_BEHIND, *(model.listed.part for model in models if model is not None)]
    for path in template_paths().values():
        template = Archive(str(path), path.read_bytes())
        if _meaning(book) == _meaning_in(template) and all(
            _bytes(book.archive, part) == _bytes(template, part) for part in parts
        ):
            return frozenset({n for n, model in enumerate(book.models) if model is models[0]})
    return frozenset()


def _sheet_of(book: "Book", name: str) -> "SheetModel | None":
    found = book.names_by_text.get(name)
    if found is None:
        return None
    title = found.refers_to.removeprefix("=").rpartition("!")[0].strip("'").replace("''", "'")
    return next((model for model in book.models if model.listed.name == title), None)


def _meaning(book: "Book") -> list[str]:
    """Return what the name of the language stands for, on whatever sheet."""
    return [name.refers_to for name in book.names if name.local.casefold() == _LANGUAGE]


def _meaning_in(template: Archive) -> list[str]:
    names = parse_xml(template, workbook_part(template)).iterfind("{*}definedNames/{*}definedName")
    return [f"={name.text}" for name in names if (name.get("name") or "").casefold() == _LANGUAGE]


def _bytes(archive: Archive, part: str) -> bytes | None:
    return None if archive.find(part) is None else archive.read(part)
