"""What schema validators let pass, and Excel answers with a repair prompt or a dead button."""

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator

from lxml import etree
from openpyxl.formula import Tokenizer
from openpyxl.utils import get_column_letter, range_boundaries
from pyopenvba.cfb import CFB

from tests.template.opened import MAIN, Package

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
RIBBON = "{http://schemas.microsoft.com/office/2009/07/customui}"
CELL_LIKE = re.compile(r"(?:[A-Za-z]{1,3}\d{1,7}|[Rr]\d*[Cc]\d*|[RrCc])")
NAME = re.compile(r"[^\W\d][\w.\\]*")
CALLBACKS = ("onAction", "onLoad", "getLabel", "getScreentip", "getSupertip", "getEnabled")
PROCEDURE = re.compile(r"(?im)^\s*(?:Public\s+|Private\s+)?(Function|Sub)\s+(\w+)\s*\((.*?)\)")

Faults = Iterator[str]


def faults(content: bytes) -> list[str]:
    """Return every fault of a workbook file, in words."""
    try:
        package = Package.of(content)
    except (zipfile.BadZipFile, etree.XMLSyntaxError) as error:
        return [f"unreadable: {error}"]
    return [fault for check in CHECKS for fault in check(package)]


def content_types(package: Package) -> Faults:
    root = package.xml["[Content_Types].xml"]
    known = {node.get("PartName", ""): node.get("ContentType", "") for node in root}
    if "macroEnabled" not in known.get("/xl/workbook.xml", ""):
        yield "the workbook is not typed as macro-enabled"
    for name in package.parts:
        if name.startswith("xl/") and name.endswith(".xml") and f"/{name}" not in known:
            yield f"{name}: no content type"
    for name in known:
        if name and name[1:] not in package.parts:
            yield f"{name}: a content type without a part"


def relations(package: Package) -> Faults:
    for name, root in package.xml.items():
        if not name.endswith(".rels"):
            continue
        ids = [node.get("Id") for node in root]
        yield from (f"{name}: {twice} stands twice" for twice in ids if ids.count(twice) > 1)
        folder, file = posixpath.split(name)
        owner = posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))
        for target in package.targets(owner).values():
            if target not in package.parts:
                yield f"{name}: {target} is missing"


def names_of_sheets(package: Package) -> Faults:
    names = [node.get("name", "") for node in package.workbook.iter(f"{MAIN}sheet")]
    if len({name.lower() for name in names}) != len(names):
        yield "two sheets have one name"
    for name in names:
        if not 1 <= len(name) <= 31 or re.search(r"[\[\]:*?/\\]", name) or name.endswith(".py"):
            yield f"sheet {name!r}: Excel refuses the name"


def defined_names(package: Package) -> Faults:
    sheets = {sheet.name for sheet in package.sheets}
    for name, target in package.names.items():
        if not name.startswith("_xlnm.") and (
            not NAME.fullmatch(name) or CELL_LIKE.fullmatch(name)
        ):
            yield f"name {name!r}: Excel refuses it"
        for sheet in re.findall(r"'((?:[^']|'')+)'!|([^\s',!=(]+)!", target):
            if (found := (sheet[0] or sheet[1]).replace("''", "'")) not in sheets:
                yield f"name {name}: no sheet {found!r}"


def cells(package: Package) -> Faults:
    formats = package.xml["xl/styles.xml"].find(f"{MAIN}cellXfs")
    for sheet in package.sheets:
        for address, cell in sheet.cells.items():
            place = f"{sheet.name}!{address}"
            if int(cell.get("s", "0")) >= len(formats if formats is not None else ()):
                yield f"{place}: no such format"
            value = cell.find(f"{MAIN}v")
            if cell.get("t") == "s" and (
                value is None or int(value.text or 0) >= len(package.strings)
            ):
                yield f"{place}: no such text"
            if cell.find(f"{MAIN}f") is not None and value is None:
                yield f"{place}: a formula without a kept value"


def looks(package: Package) -> Faults:
    styles = package.xml["xl/styles.xml"]
    formats = styles.find(f"{MAIN}dxfs")
    n_formats = 0 if formats is None else len(formats)
    for sheet in package.sheets:
        for rule in sheet.root.iter(f"{MAIN}cfRule"):
            if int(rule.get("dxfId", "0")) >= n_formats:
                yield f"{sheet.name}: a conditional format without a look"
    for element in styles.iter(f"{MAIN}tableStyleElement"):
        if int(element.get("dxfId", "0")) >= n_formats:
            yield "a table style without a look"


def validations(package: Package) -> Faults:
    longest = {"promptTitle": 32, "errorTitle": 32, "prompt": 255, "error": 255}
    for sheet in package.sheets:
        for check in sheet.root.iter(f"{MAIN}dataValidation"):
            place = f"{sheet.name}!{check.get('sqref')}"
            for key, length in longest.items():
                if len(check.get(key, "")) > length:
                    yield f"{place}: {key} is too long"
            for formula in check.iter(f"{MAIN}formula1", f"{MAIN}formula2"):
                if len(formula.text or "") > 257:
                    yield f"{place}: a list longer than 255"
            source = check.findtext(f"{MAIN}formula1") or ""
            if check.get("type") == "list" and source[:1] != '"' and source not in package.names:
                yield f"{place}: no list {source}"


def merged(package: Package) -> Faults:
    for sheet in package.sheets:
        areas = [
            range_boundaries(node.get("ref", "")) for node in sheet.root.iter(f"{MAIN}mergeCell")
        ]
        areas += [range_boundaries(table.get("ref", "")) for table in package.tables_of(sheet)]
        for place, area in enumerate(areas):
            if any(_overlap(area, other) for other in areas[:place]):
                yield f"{sheet.name}: merged cells or tables lie over each other at {area}"


def tables(package: Package) -> Faults:
    seen: set[str] = set()
    for sheet in package.sheets:
        for table in package.tables_of(sheet):
            name = table.get("displayName", "")
            if CELL_LIKE.fullmatch(name) or name.lower() in seen | {
                n.lower() for n in package.names
            }:
                yield f"table {name}: Excel refuses the name"
            seen.add(name.lower())
            left, top, right, bottom = range_boundaries(table.get("ref", ""))
            headers = [node.get("name", "") for node in table.iter(f"{MAIN}tableColumn")]
            if right - left + 1 != len(headers) or bottom <= top:
                yield f"table {name}: {len(headers)} columns in {table.get('ref')}"
            for offset, header in enumerate(headers):
                cell = sheet.cells.get(f"{get_column_letter(left + offset)}{top}")
                if cell is None or package.text(cell) != header:
                    yield f"table {name}: the header cell does not say {header!r}"


def code_names(package: Package) -> Faults:
    if "xl/vbaProject.bin" not in package.parts:
        yield "no VBA project"
        return
    yield from (
        f"VBA: {fault}"
        for fault in package.vba.validate(CFB.from_bytes(package.parts["xl/vbaProject.bin"]))
    )
    book = package.workbook.find(f"{MAIN}workbookPr")
    codes = {"" if book is None else book.get("codeName", "")}
    for sheet in package.sheets:
        properties = sheet.root.find(f"{MAIN}sheetPr")
        codes.add("" if properties is None else properties.get("codeName", ""))
    documents = {
        module.name
        for module in package.vba.modules
        if 'VB_Base = "0{0002082' in module.source or 'VB_Base = "0{00020819' in module.source
    }
    if codes != documents:
        yield f"code names and VBA documents differ: {sorted(codes ^ documents)}"


def formulas(package: Package) -> Faults:
    functions = {name.lower() for kind, name, _ in _procedures(package) if kind == "function"}
    columns = {
        table.get("displayName", ""): {c.get("name") for c in table.iter(f"{MAIN}tableColumn")}
        for sheet in package.sheets
        for table in package.tables_of(sheet)
    }
    for place, formula in package.formulas():
        for token in Tokenizer(f"={formula}").items:
            called = token.value[:-1]
            own = token.type == "FUNC" and token.subtype == "OPEN" and "_" in called
            if own and not called.startswith("_xl") and called.lower() not in functions:
                yield f"{place}: no VBA function {called}"
            if token.type == "OPERAND" and "[" in token.value:
                table, _, column = token.value.rstrip("]").partition("[")
                if column.lstrip("[").split("[")[-1].rstrip("]") not in columns.get(table, ()):
                    yield f"{place}: no column {token.value}"
            if token.type == "OPERAND" and token.value.startswith("#REF"):
                yield f"{place}: a lost reference"


def links(package: Package) -> Faults:
    for sheet in package.sheets:
        for link in sheet.root.iter(f"{MAIN}hyperlink"):
            location = link.get("location")
            if location is not None and "!" not in location and location not in package.names:
                yield f"{sheet.name}!{link.get('ref')}: no place {location}"


def charts(package: Package) -> Faults:
    sheets = {sheet.name for sheet in package.sheets}
    for name, root in package.xml.items():
        if name.startswith("xl/charts/chart"):
            for formula in root.iter(f"{CHART}f"):
                sheet = (formula.text or "").rpartition("!")[0].strip("'").replace("''", "'")
                if sheet not in sheets:
                    yield f"{name}: no sheet {sheet!r}"


def ribbon(package: Package) -> Faults:
    root = package.xml.get("customUI/customUI14.xml")
    if root is None or root.tag != f"{RIBBON}customUI":
        yield "no ribbon part"
        return
    if "customUI/customUI14.xml" not in package.targets("").values():
        yield "the ribbon part is related to nothing"
    subs = {name.lower(): arguments for kind, name, arguments in _procedures(package)}
    ids = [node.get("id") for node in root.iter() if node.get("id")]
    yield from (f"ribbon: {twice} stands twice" for twice in set(ids) if ids.count(twice) > 1)
    for node in root.iter():
        for callback in CALLBACKS:
            called = node.get(callback)
            if called and "ribbon" not in subs.get(called.lower(), "").lower():
                yield f"ribbon: no callback {called}"
        if node.tag == f"{RIBBON}button" and not node.get("onAction"):
            yield f"ribbon: the button {node.get('id')} does nothing"


def opening(package: Package) -> Faults:
    calculation = package.workbook.find(f"{MAIN}calcPr")
    if calculation is None or calculation.get("fullCalcOnLoad") not in {None, "0"}:
        yield "Excel would calculate everything on opening"
    core = package.parts["docProps/core.xml"]
    if re.search(rb"<(?:dc:creator|cp:lastModifiedBy)>[^<]", core):
        yield "the document properties name a person"


CHECKS: tuple[Callable[[Package], Faults], ...] = (
    content_types,
    relations,
    names_of_sheets,
    defined_names,
    cells,
    looks,
    validations,
    merged,
    tables,
    code_names,
    formulas,
    links,
    charts,
    ribbon,
    opening,
)


def _procedures(package: Package) -> list[tuple[str, str, str]]:
    if "xl/vbaProject.bin" not in package.parts:
        return []
    return [
        (found[1].lower(), found[2], found[3])
        for module in package.vba.modules
        for found in PROCEDURE.finditer(module.source)
    ]


def _overlap(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]
