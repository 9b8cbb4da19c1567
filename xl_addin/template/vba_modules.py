"""Every VBA module of the template, in the order in which they are added to the project."""

from importlib.resources import files
from typing import Literal, NamedTuple

from xl_addin.template.wrappers import WIZARD, WRAPPERS, wizard_module, wrapper_module
from xl_addin.template.xlwings_patches import shipped, xlwings_module

Kind = Literal["standard", "class", "document"]


class VbaModule(NamedTuple):
    """One module: a document module has a body only, the others their attributes too."""

    name: str
    source: str  # ASCII, lines parted by CR LF
    kind: Kind


def modules() -> tuple[VbaModule, ...]:
    """Return all modules; they are the same for every language, texts stand in cells.

    ``ThisWorkbook`` exists in every project already: its body replaces the empty one.
    """
    return (
        _module("ThisWorkbook", _own("ThisWorkbook.cls"), "document"),
        _module("xlwings", xlwings_module(), "standard"),
        _module("Dictionary", shipped("addin/Dictionary.cls"), "class"),
        _module(WRAPPERS, wrapper_module(), "standard"),
        _module(WIZARD, wizard_module(), "standard"),
        _module("RibbonCallbacks", _own("RibbonCallbacks.bas"), "standard"),
        _module("WorkbookTexts", _own("WorkbookTexts.bas"), "standard"),
    )


def _own(name: str) -> str:
    return (files(__package__) / "vba" / name).read_text(encoding="ascii")


def _module(name: str, source: str, kind: Kind) -> VbaModule:
    return VbaModule(name, source.replace("\r\n", "\n").replace("\n", "\r\n"), kind)
