"""A workbook file taken apart, for the checks to look at."""

import functools
import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from lxml import etree
from pyopenvba.cfb import CFB
from pyopenvba.vba import VBAProject, parse_vba_project

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

Node: TypeAlias = etree._Element


@dataclass(frozen=True)
class Sheet:
    """A worksheet: its name, its part, its cells by address."""

    name: str
    part: str
    root: Node
    cells: Mapping[str, Node]


@dataclass(frozen=True)
class Package:
    """A workbook file taken apart."""

    parts: Mapping[str, bytes]
    xml: Mapping[str, Node]

    @classmethod
    def of(cls, content: bytes) -> "Package":
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            parts = {name: file.read(name) for name in file.namelist()}
        xml = {
            name: etree.fromstring(part)
            for name, part in parts.items()
            if name.endswith((".xml", ".rels"))
        }
        return cls(parts, xml)

    @property
    def workbook(self) -> Node:
        return self.xml["xl/workbook.xml"]

    @functools.cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        targets = self.targets("xl/workbook.xml")
        found = []
        for node in self.workbook.iter(f"{MAIN}sheet"):
            part = targets.get(node.get(f"{RELATION}id", ""), "")
            if part in self.xml:
                root = self.xml[part]
                cells = {cell.get("r", ""): cell for cell in root.iter(f"{MAIN}c")}
                found.append(Sheet(node.get("name", ""), part, root, cells))
        return tuple(found)

    @functools.cached_property
    def strings(self) -> list[str]:
        items = self.xml["xl/sharedStrings.xml"].iter(f"{MAIN}si")
        return ["".join(text.text or "" for text in item.iter(f"{MAIN}t")) for item in items]

    @functools.cached_property
    def vba(self) -> VBAProject:
        return parse_vba_project(CFB.from_bytes(self.parts["xl/vbaProject.bin"]))

    @functools.cached_property
    def names(self) -> dict[str, str]:
        nodes = self.workbook.iter(f"{MAIN}definedName")
        return {node.get("name", ""): node.text or "" for node in nodes}

    def targets(self, part: str) -> dict[str, str]:
        """Return what ``part`` relates to, by id, as part names."""
        folder, file = posixpath.split(part)
        relations = self.xml.get(posixpath.join(folder, "_rels", f"{file}.rels"), ())
        return {
            node.get("Id", ""): posixpath.normpath(
                posixpath.join("/", folder, node.get("Target", ""))
            )[1:]
            for node in relations
            if node.get("TargetMode") != "External"
        }

    def text(self, cell: Node) -> str | None:
        """Return what stands in a cell, None for nothing."""
        if cell.get("t") == "inlineStr":
            return "".join(node.text or "" for node in cell.iter(f"{MAIN}t"))
        value = cell.find(f"{MAIN}v")
        if value is None:
            return None
        return self.strings[int(value.text or 0)] if cell.get("t") == "s" else value.text

    def tables_of(self, sheet: Sheet) -> list[Node]:
        """Return the tables of a sheet."""
        targets = self.targets(sheet.part).values()
        return [
            self.xml[part] for part in targets if part.startswith("xl/tables/") and part in self.xml
        ]

    def formulas(self) -> Iterator[tuple[str, str]]:
        """Yield sheet name and text of every formula, those of rules included."""
        for sheet in self.sheets:
            for node in sheet.root.iter(f"{MAIN}f", f"{MAIN}formula"):
                yield sheet.name, node.text or ""
