"""The calculation chain: it must not name a cell that holds no formula any more."""

from collections.abc import Mapping

from lxml import etree

from xl_addin.engines.package.addresses import cell_address
from xl_addin.files.archive import Archive
from xl_addin.files.workbook_parts import (
    parse_xml,
    relations,
    relations_part,
    to_xml,
    workbook_part,
)


def without_formulas(
    archive: Archive, lost: Mapping[int, list[tuple[int, int]]]
) -> tuple[dict[str, bytes], set[str]]:
    """Return the parts that change and those that go when cells lose their formulas.

    `lost`: sheet id -> rows and columns. A chain that would be empty goes altogether, with its
    relationship and its content type; Excel makes a new one.
    """
    main = workbook_part(archive)
    links = relations(archive, main)
    found = [(name, part) for name, (kind, part) in links.items() if kind == "calcChain"]
    if not found or not any(lost.values()) or archive.find(found[0][1]) is None:
        return {}, set()
    link, part = found[0]
    tree = parse_xml(archive, part)
    gone = {(sheet, cell_address(*cell)) for sheet, cells in lost.items() for cell in cells}
    sheet = 0
    changed = False
    for entry in list(tree):
        sheet = int(entry.get("i") or sheet)
        if (sheet, entry.get("r")) in gone:
            tree.remove(entry)
            changed = True
        else:
            entry.set("i", str(sheet))  # an entry without one belongs to the sheet before
    if not changed:
        return {}, set()
    if len(tree):
        return {part: to_xml(tree)}, set()
    return _without_chain(archive, main, link, part), {part}


def _without_chain(archive: Archive, main: str, link: str, part: str) -> dict[str, bytes]:
    name = relations_part(main)
    relationships = parse_xml(archive, name)
    types = parse_xml(archive, "[Content_Types].xml")
    _remove(relationships, "Id", link)
    _remove(types, "PartName", f"/{part}")
    return {name: to_xml(relationships), "[Content_Types].xml": to_xml(types)}


def _remove(tree: "etree._Element", attribute: str, value: str) -> None:
    for child in list(tree):
        if (child.get(attribute) or "").casefold() == value.casefold():
            tree.remove(child)
