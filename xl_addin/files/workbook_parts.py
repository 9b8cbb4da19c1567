"""What a workbook consists of: its sheets and where their parts lie."""

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from xl_addin.files.archive import Archive
from xl_addin.files.errors import FileError

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet as workbook.xml lists it; `kind` is "worksheet", "chartsheet", "dialogsheet"..."""

    name: str
    part: str
    kind: str
    state: str  # visible, hidden or veryHidden
    index: int  # 0-based place among all sheets, as names scoped to a sheet count


def parse_xml(archive: Archive, name: str) -> "_Element":
    """Parse a part without entities, network or huge trees; raises FileError if it is damaged."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(archive.read(name), parser)
    except etree.XMLSyntaxError as error:
        raise archive.damaged(name) from error


def workbook_part(archive: Archive) -> str:
    """Return the name of the main part, as the root relationships give it."""
    for kind, target in relations(archive, "").values():
        if kind == "officeDocument":
            return target
    if archive.find("xl/workbook.xml"):
        return "xl/workbook.xml"
    raise FileError("file.not_workbook", path=archive.path)


def relations(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """Return the relationships of a part: id -> (last word of the type, target part).

    Relationships to the outside are left out. The empty part name stands for the package itself.
    """
    name = relations_part(part)
    if archive.find(name) is None:
        return {}
    folder = posixpath.dirname(part)
    found = {}
    for relation in parse_xml(archive, name):
        if not isinstance(relation.tag, str) or relation.get("TargetMode") == "External":
            continue
        target = (relation.get("Target") or "").replace("\\", "/")
        whole = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        kind = (relation.get("Type") or "").rpartition("/")[2]
        found[relation.get("Id") or ""] = (kind, posixpath.normpath(whole))
    return found


def relations_part(part: str) -> str:
    """Return the name of the part that holds the relationships of a part."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def sheet_parts(archive: Archive) -> list[SheetPart]:
    """Return all sheets in the order of their tabs; raises FileError where a part is missing."""
    main = workbook_part(archive)
    links = relations(archive, main)
    sheets = []
    tree = parse_xml(archive, main)
    for index, sheet in enumerate(tree.iterfind("{*}sheets/{*}sheet")):
        link = next(
            (v for k, v in sheet.attrib.items() if re.search(r"relationships\}id$", str(k))), ""
        )
        kind, part = links.get(str(link), ("", ""))
        name = sheet.get("name") or ""
        if archive.find(part) is None:
            raise archive.damaged(f"the sheet {name} has no part")
        sheets.append(SheetPart(name, part, kind, sheet.get("state") or "visible", index))
    return sheets


def to_xml(tree: "_Element") -> bytes:
    """Return a part as bytes, with the declaration that Excel writes."""
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
