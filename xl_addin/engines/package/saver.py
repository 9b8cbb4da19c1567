"""Which parts of a workbook change when it is saved, and to what."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from xl_addin.engines.package.addresses import Area
from xl_addin.engines.package.calc_chain import without_formulas
from xl_addin.engines.package.damage import named
from xl_addin.engines.package.sheet_xml import SheetRewrite
from xl_addin.engines.package.tables import TablePart
from xl_addin.engines.package.values import block_of_columns
from xl_addin.files.workbook_parts import to_xml, workbook_part

if TYPE_CHECKING:
    from xl_addin.engines.package.book import Book
    from xl_addin.engines.package.sheets import SheetModel


def changed_parts(book: "Book") -> tuple[dict[str, Iterable[bytes]], set[str]]:
    """Return the new parts by name, and the parts that go.

    Header cells of tables and the names of their columns are made to agree first, since Excel
    repairs a file in which they do not.
    """
    parts: dict[str, Iterable[bytes]] = {}
    lost: dict[int, list[tuple[int, int]]] = {}
    mark = _array_mark(book)
    for model in book.models:
        if model.is_read_tables:
            for table in model.tables:
                _name_columns(model, table)
                if table.is_changed:
                    parts[table.part] = [table.to_xml()]
        if model.overlay.is_empty:
            continue
        part = book.archive.read(model.listed.part)
        rewrite = SheetRewrite(part, model.overlay, book.is_1904, mark)
        # what a sheet without formulas loses is known: it can be made while it is written
        chunks = named(book.archive, model.listed.part, rewrite.chunks())
        parts[model.listed.part] = list(chunks) if model.formulas else chunks
        lost[_sheet_id(book, model)] = rewrite.lost_formulas
    if book.is_main_changed:
        parts[workbook_part(book.archive)] = [to_xml(book.main)]
    changed, removed = without_formulas(book.archive, lost)
    return {**parts, **{name: [part] for name, part in changed.items()}}, removed


def _name_columns(model: "SheetModel", table: TablePart) -> None:
    area = table.area
    if not table.has_header or (
        not table.is_changed and not model.is_written(area._replace(n_rows=1))
    ):
        return
    header = model.overlay.read(area._replace(n_rows=1))
    found = header.rows()[0]
    texts = table.rename_columns(list(found))
    for j, (cell, text) in enumerate(zip(found, texts, strict=True)):
        if cell != text:
            place = Area(area.row, area.column + j, 1, 1)
            model.overlay.write(block_of_columns([[text]], place.row, place.column, []))


def _sheet_id(book: "Book", model: "SheetModel") -> int:
    sheets = book.main.findall("{*}sheets/{*}sheet")
    return int(sheets[model.listed.index].get("sheetId") or 0)


def _array_mark(book: "Book") -> str:
    """Return what marks a dynamic array formula, where the workbook declares just that."""
    if book.archive.find("xl/metadata.xml") is None:
        return ""
    metadata = book.archive.read("xl/metadata.xml")
    return ' cm="1"' if b"XLDAPR" in metadata and b'cellMetadata count="1"' in metadata else ""
