"""What Excel needs of the workbook: readable, free, unblocked, with our macros and a Python."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

from xl_addin.doctor.check import Check
from xl_addin.doctor.machine import Machine, has_licence_line
from xl_addin.doctor.vba import module_sources
from xl_addin.files.archive import Archive
from xl_addin.files.errors import FileError
from xl_addin.files.guard import look_at_workbook
from xl_addin.files.workbook_reader import WorkbookReader
from xl_addin.template.store import template_paths

CONFIG_SHEET = "xlwings.conf"
VBA_PART = "xl/vbaProject.bin"
RIBBON_PART = "customUI/customUI14.xml"
_VERSION = re.compile(r'^Public Const XLWINGS_VERSION As String = "([^"]+)"', re.MULTILINE)
_ATTRIBUTE = re.compile(r"^attribute .*$", re.IGNORECASE | re.MULTILINE)
_KEYS = {"windows": "INTERPRETER_WIN", "mac": "INTERPRETER_MAC"}
Modules = dict[str, str]


def check_workbook(
    path: Path, machine: Machine, messages: Mapping[str, str] | None = None
) -> list[Check]:
    """Look at one workbook; ``messages`` are the texts of file errors in another language.

    A file that cannot be read as a workbook ends in one failed check.
    """
    try:
        file, archive = look_at_workbook(path)
        with WorkbookReader(file, facts=False) as book:
            config = _configuration(book)
    except FileError as error:
        text = error.text(messages) if messages else error.text()
        return [Check("book", "fail", "unreadable", {"text": text})]
    modules = _modules(archive)
    return [
        Check("book", "ok", "ok", {"path": str(path)}),
        _free(path),
        _unblocked(path, machine),
        _macros(modules),
        _ribbon(archive),
        _version(modules, machine),
        _interpreter(config, machine),
        _book_licence(config, path),
    ]


def _configuration(book: WorkbookReader) -> dict[str, str]:
    """Return the sheet xlwings.conf: values by upper-case key, blank ones too."""
    if CONFIG_SHEET not in [sheet.name for sheet in book.sheets]:
        return {}
    rows = book.read(CONFIG_SHEET).block(1, 1, 100, 2).rows()
    return {
        str(key).strip().upper(): "" if value is None else str(value)
        for key, value in rows
        if key is not None
    }


def _modules(archive: Archive) -> Modules | None:
    if archive.find(VBA_PART) is None:
        return None
    try:
        return module_sources(archive.read(VBA_PART))
    except ValueError:
        return {}


def _free(path: Path) -> Check:
    for mark in (path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#")):
        if mark.exists():
            return Check("free", "attention", "open", {"path": str(path), "mark": mark.name})
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        return Check("free", "attention", "read_only", {"path": str(path)})
    try:
        with path.open("r+b"):
            return Check("free", "ok", "ok")
    except OSError as error:
        details = {"path": str(path), "reason": error.strerror or str(error)}
        return Check("free", "fail", "locked", details)


def _unblocked(path: Path, machine: Machine) -> Check:
    """Windows marks files from the internet in a side stream; Office blocks their macros."""
    if machine.system != "windows":
        return Check("unblocked", "not_here", "not_here")
    try:
        Path(f"{path}:Zone.Identifier").read_bytes()
    except OSError:
        return Check("unblocked", "ok", "ok")
    return Check("unblocked", "attention", "blocked", {"path": str(path)})


def _macros(modules: Modules | None) -> Check:
    """Compare the modules with those of the nearest template, by what they say."""
    if modules is None:
        return Check("macros", "fail", "none")
    if not modules:
        return Check("macros", "fail", "damaged")
    differences = [_different(modules, template) for template in _template_modules()]
    if not differences:
        return Check("macros", "attention", "no_template")
    nearest = min(differences, key=len)
    if nearest:
        return Check("macros", "attention", "changed", {"modules": ", ".join(nearest)})
    return Check("macros", "ok", "ok", {"count": str(len(modules))})


def _different(modules: Modules, template: Modules) -> list[str]:
    return [
        name
        for name in sorted(template.keys() | modules.keys())
        if _essence(modules.get(name, "")) != _essence(template.get(name, ""))
    ]


def _essence(source: str) -> list[str]:
    """Return the lines that matter: Excel changes case and spacing when it saves."""
    plain = _ATTRIBUTE.sub("", source.replace("\r", "")).casefold()
    return [" ".join(line.split()) for line in plain.split("\n") if line.strip()]


def _template_modules() -> list[Modules]:
    return [modules for archive in _template_archives() if (modules := _modules(archive))]


def _template_archives() -> list[Archive]:
    try:
        return [look_at_workbook(path)[1] for path in template_paths().values()]
    except FileNotFoundError:
        return []


def _ribbon(archive: Archive) -> Check:
    if archive.find(RIBBON_PART) is None:
        return Check("ribbon", "attention", "none")
    ours = [found.read(RIBBON_PART) for found in _template_archives() if found.find(RIBBON_PART)]
    if archive.read(RIBBON_PART) not in ours:
        return Check("ribbon", "attention", "changed")
    return Check("ribbon", "ok", "ok")


def _version(modules: Modules | None, machine: Machine) -> Check:
    source = next((text for name, text in (modules or {}).items() if name == "xlwings"), "")
    found = _VERSION.search(source.replace("\r", ""))
    if found is None:
        return Check("book_xlwings", "fail", "none")
    details = {"book": found[1], "installed": machine.xlwings or "-"}
    same = found[1] == machine.xlwings
    return Check("book_xlwings", "ok" if same else "fail", "ok" if same else "differs", details)


def _interpreter(config: dict[str, str], machine: Machine) -> Check:
    """Say which Python the workbook would run on this system."""
    if machine.system == "other":
        shown = {name: config.get(key) or "-" for name, key in _KEYS.items()}
        return Check("interpreter", "not_here", "not_here", shown)
    named = config.get(_KEYS[machine.system]) or config.get("INTERPRETER") or ""
    details = {"path": named, "own": str(machine.executable)}
    if not named:
        return Check("interpreter", "attention", "blank", details)
    place = Path(os.path.expandvars(named))
    if place.parent == machine.executable.parent:
        return Check("interpreter", "ok", "ok", details)
    if not place.is_file():
        return Check("interpreter", "fail", "missing", details)
    return Check("interpreter", "attention", "other", details)


def _book_licence(config: dict[str, str], path: Path) -> Check:
    if config.get("LICENSE_KEY"):
        return Check("book_licence", "attention", "sheet", {"sheet": CONFIG_SHEET})
    beside = path.absolute().with_name("xlwings.conf")
    if has_licence_line(beside):
        return Check("book_licence", "attention", "file", {"path": str(beside)})
    return Check("book_licence", "ok", "off")
