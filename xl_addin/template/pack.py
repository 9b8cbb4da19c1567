"""The last step: content type, VBA, ribbon, and a zip that is the same on every machine."""

import io
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from pyopenvba import ExcelFile, VBAModuleKind
from pyopenvba.vba import VBAProject

from xl_addin.template.bubbles import with_bubbles
from xl_addin.template.ribbon_xml import PART, RELATIONSHIP, ribbon_xml
from xl_addin.template.theme import with_table_style
from xl_addin.template.vba_modules import VbaModule

_XLSX = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_XLSM = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_RIGHTS = 0o600 << 16  # zipfile puts this where nothing is said
_DATE = (1980, 1, 1, 0, 0, 0)
_FIRST = ("[Content_Types].xml", "_rels/.rels")

Parts = dict[str, bytes]


def unpack(content: bytes) -> Parts:
    """Return the parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def pack(parts: Mapping[str, bytes]) -> bytes:
    """Return a zip of ``parts``: sorted, fixed dates, stored.

    Deflate differs between zlib builds, so nothing is compressed: equal parts make equal bytes
    with any Python on any system.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as package:
        for name in (*_FIRST, *sorted(parts.keys() - set(_FIRST))):
            entry = zipfile.ZipInfo(name, _DATE)
            entry.create_system, entry.external_attr = 0, _RIGHTS
            package.writestr(entry, parts[name])
    return target.getvalue()


def finish(sheets: bytes, modules: tuple[VbaModule, ...]) -> bytes:
    """Return the macro workbook made of XlsxWriter's file: VBA, ribbon and table style put in."""
    parts = unpack(sheets)
    types = parts["[Content_Types].xml"]
    parts["[Content_Types].xml"] = types.replace(_XLSX, _XLSM)
    parts["xl/styles.xml"] = with_table_style(parts["xl/styles.xml"].decode()).encode()
    charts = [name for name in parts if name.startswith("xl/charts/chart")]
    parts |= {name: with_bubbles(parts[name]) for name in charts}
    parts = unpack(_with_vba(pack(parts), modules))
    relationship = f'<Relationship Id="rIdRibbon" Type="{RELATIONSHIP}" Target="{PART}"/>'
    relations = parts["_rels/.rels"].decode()
    closed = relations.replace("</Relationships>", relationship + "</Relationships>")
    parts["_rels/.rels"] = closed.encode()
    parts[PART] = ribbon_xml()
    return pack(parts)


def _with_vba(content: bytes, modules: tuple[VbaModule, ...]) -> bytes:
    """Return the package with a VBA project of ``modules`` beside the document modules."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "book.xlsm")
        path.write_bytes(content)
        with ExcelFile(path) as book:
            project = book.add_vba_project()
            for module in modules:
                _add(project, module)
            book.save(path)
        return path.read_bytes()


def _add(project: VBAProject, module: VbaModule) -> None:
    if module.kind == "document":  # it is there already, with its attributes and no body
        project.get_module(module.name).body = module.source
        return
    kind = VBAModuleKind.other if module.kind == "class" else VBAModuleKind.standard
    project.add_module(module.name, module.source, kind=kind)
