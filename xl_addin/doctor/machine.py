"""What Excel needs of the machine: system, Python, xlwings and its DLL.

xlwings is not imported here: a licence key that lies about would switch its paid part on.
"""

import os
import platform
import re
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Literal

from xl_addin.doctor.check import Check
from xl_addin.template.store import template_path
from xl_addin.texts import LANGUAGES

System = Literal["windows", "mac", "other"]
OLDEST, NEWEST = (3, 11), (3, 14)  # of the Pythons that xlwings' functions run on
LICENCE_VARIABLE = "XLWINGS_LICENSE_KEY"
_PINNED = re.compile(r"^xlwings\s*==\s*([\w.]+)")
_LICENCE_LINE = re.compile(r'^\s*"LICENSE_KEY"\s*,\s*"[^"]', re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class Machine:
    """The facts about a machine that the checks look at."""

    system: System
    implementation: str  # "CPython"
    python: tuple[int, int]
    bits: int
    executable: Path
    xlwings: str | None  # installed version
    pinned: str | None  # version that this package asks for
    licence_variable: bool
    xlwings_config: Path  # the user's own configuration file of xlwings


def this_machine() -> Machine:
    """Return the facts about the machine and the Python that run this."""
    systems: dict[str, System] = {"win32": "windows", "darwin": "mac"}
    system = systems.get(sys.platform, "other")
    home = Path.home()
    inside = Path("Library/Containers/com.microsoft.Excel/Data/xlwings.conf")
    return Machine(
        system=system,
        implementation=platform.python_implementation(),
        python=sys.version_info[:2],
        bits=64 if sys.maxsize > 2**32 else 32,
        executable=interpreter(),
        xlwings=_installed("xlwings"),
        pinned=_pinned_xlwings(),
        licence_variable=bool(os.environ.get(LICENCE_VARIABLE)),
        xlwings_config=home / (inside if system == "mac" else ".xlwings/xlwings.conf"),
    )


def interpreter() -> Path:
    """Return the Python to name in a workbook: this one; on Windows its window-less twin.

    Links are kept, since a virtual environment is known by the link itself.
    """
    own = Path(sys.executable).absolute()
    quiet = own.with_name("pythonw.exe")
    return quiet if sys.platform == "win32" and quiet.is_file() else own


def check_machine(machine: Machine) -> list[Check]:
    """Look at everything that does not depend on a workbook."""
    return [
        _system(machine),
        _python(machine),
        _dll(machine),
        _versions(machine),
        _licence(machine),
        _templates(),
    ]


def dll_name(xlwings: str) -> str:
    """Return the name of the library through which Excel on Windows reaches Python."""
    return f"xlwings64-{xlwings}.dll"


def _system(machine: Machine) -> Check:
    status: dict[System, Literal["ok", "attention", "not_here"]] = {
        "windows": "ok",
        "mac": "attention",
        "other": "not_here",
    }
    name = platform.system()
    return Check("system", status[machine.system], machine.system, {"name": name})


def _python(machine: Machine) -> Check:
    details = {
        "implementation": machine.implementation,
        "version": ".".join(map(str, machine.python)),
        "bits": str(machine.bits),
        "path": str(machine.executable),
        "oldest": ".".join(map(str, OLDEST)),
        "newest": ".".join(map(str, NEWEST)),
    }
    if machine.implementation != "CPython":
        return Check("python", "fail", "other", details)
    if machine.bits != 64:
        return Check("python", "fail", "bits", details)
    if not OLDEST <= machine.python <= NEWEST:
        return Check("python", "fail", "version", details)
    return Check("python", "ok", "ok", details)


def _dll(machine: Machine) -> Check:
    if machine.system != "windows":
        return Check("dll", "not_here", "not_here")
    wanted = machine.pinned or machine.xlwings or "?"
    name, folder = dll_name(wanted), machine.executable.parent
    details = {"name": name, "version": wanted}
    details |= {"folder": str(folder), "above": str(folder.parent)}
    for place in (folder, folder.parent):
        if (place / name).is_file():
            return Check("dll", "ok", "ok", details | {"folder": str(place)})
    return Check("dll", "fail", "missing", details)


def _versions(machine: Machine) -> Check:
    details = {"installed": machine.xlwings or "-", "pinned": machine.pinned or "-"}
    if machine.xlwings is None:
        return Check("xlwings", "fail", "missing", details)
    if machine.pinned is None:
        return Check("xlwings", "attention", "unknown", details)
    if machine.xlwings != machine.pinned:
        return Check("xlwings", "fail", "differs", details)
    return Check("xlwings", "ok", "ok", details)


def _licence(machine: Machine) -> Check:
    if machine.licence_variable:
        return Check("licence", "attention", "variable", {"name": LICENCE_VARIABLE})
    if has_licence_line(machine.xlwings_config):
        return Check("licence", "attention", "file", {"path": str(machine.xlwings_config)})
    return Check("licence", "ok", "off")


def has_licence_line(config: Path) -> bool:
    """Tell whether a configuration file of xlwings holds a licence key."""
    try:
        return bool(_LICENCE_LINE.search(config.read_text(encoding="utf-8", errors="replace")))
    except OSError:
        return False


def _templates() -> Check:
    try:
        for language in LANGUAGES:
            template_path(language)
    except FileNotFoundError as error:
        return Check("templates", "fail", "missing", {"path": str(error)})
    return Check("templates", "ok", "ok")


def _installed(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _pinned_xlwings() -> str | None:
    try:
        wanted = requires("clientbase") or []
    except PackageNotFoundError:
        return None
    return next((found[1] for line in wanted if (found := _PINNED.match(line))), None)
