"""Defined names of the workbook and of its sheets."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from xlwings import XlwingsError, base_classes

from xl_addin.engines.package.addresses import parse_area

if TYPE_CHECKING:
    from lxml.etree import _Element

    from xl_addin.engines.package.book import Book
    from xl_addin.engines.package.range import Range

_REFERENCE = re.compile(r"(?:'((?:[^']|'')+)'|([^'!\[\]]+))!(\$?[A-Za-z0-9$:]+)")
_NAME = re.compile(r"[^\W\d][\w.\\?]*|\\[\w.\\?]*")
_ADDRESS = re.compile(r"[A-Za-z]{1,3}\d+|[RrCc]|[Rr]\d*[Cc]\d*")
# ECMA-376 part 1, 18.2.27: what may follow definedNames in workbook.xml
_AFTER = ("calcPr", "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes",
          "webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst")  # fmt: skip


class Name(base_classes.Name):
    """A defined name, as xlwings sees it."""

    def __init__(self, book: "Book", element: "_Element") -> None:
        self._book, self._element = book, element

    @property
    def api(self) -> "_Element":
        """The element of workbook.xml."""
        return self._element

    @property
    def scope(self) -> str | None:
        """The sheet to which it is scoped, None for the workbook."""
        index = self._element.get("localSheetId")
        return None if index is None else self._book.all_sheets[int(index)].name

    @property
    def local(self) -> str:
        """Its name without the sheet: Print_Area for _xlnm.Print_Area."""
        return (self._element.get("name") or "").removeprefix("_xlnm.")

    @property
    def name(self) -> str:
        """Its name, with the sheet before it if it is scoped to one."""
        return self.local if self.scope is None else f"{quoted(self.scope)}!{self.local}"

    @name.setter
    def name(self, value: str) -> None:
        check_name(value)
        self._element.set("name", value)
        self._book.touch_main()

    @property
    def refers_to(self) -> str:
        """What it stands for, with an equals sign."""
        return f"={self._element.text or ''}"

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        self._element.text = value.removeprefix("=")
        self._book.touch_main()

    @property
    def refers_to_range(self) -> "Range":
        """The range for which it stands; raises XlwingsError where it is no single range."""
        found = _REFERENCE.fullmatch((self._element.text or "").strip())
        if found is not None:
            sheet = (found[1] or found[2]).replace("''", "'")
            try:
                return self._book.sheets(sheet).at(parse_area(found[3]))
            except (KeyError, ValueError):
                pass
        raise XlwingsError(f"the name {self.name} stands for {self.refers_to}, which is no range")

    def delete(self) -> None:
        """Take it out of the workbook."""
        parent = self._element.getparent()
        if parent is not None:
            parent.remove(self._element)
            if not len(parent) and (above := parent.getparent()) is not None:
                above.remove(parent)
        self._book.touch_main()


class Names(base_classes.Names):
    """The defined names of a workbook, or those scoped to one of its sheets."""

    def __init__(self, book: "Book", sheet: str | None = None) -> None:
        self._book, self._sheet = book, sheet

    @property
    def api(self) -> "_Element":
        """The root of workbook.xml."""
        return self._book.main

    def __call__(self, name_or_index: int | str) -> Name:
        """Return one by its number from 1 or its name; raises KeyError."""
        if isinstance(name_or_index, int):
            return list(self)[name_or_index - 1]
        wanted = name_or_index.casefold()
        if self._sheet is None:
            return self._book.names_by_text[wanted]
        for name in self:
            if wanted in {name.name.casefold(), name.local.casefold()}:
                return name
        raise KeyError(name_or_index)

    def by_text(self) -> dict[str, Name]:
        """Return them by their name in small letters; of equals the first."""
        return {name.name.casefold(): name for name in reversed(list(self))}

    def contains(self, name_or_index: int | str) -> bool:
        """Tell whether there is such a name."""
        try:
            self(name_or_index)
        except (KeyError, IndexError):
            return False
        return True

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __iter__(self) -> Iterator[Name]:
        for element in self._book.main.iterfind("{*}definedNames/{*}definedName"):
            name = Name(self._book, element)
            if self._sheet is None or name.scope == self._sheet:
                yield name

    def add(self, name: str, refers_to: str) -> Name:
        """Add a name, or give one that is there another meaning.

        Raises XlwingsError for what cannot be a name.
        """
        sheet, _, local = name.rpartition("!")
        sheet = sheet.strip("'").replace("''", "'") or (self._sheet or "")
        check_name(local)
        whole = f"{quoted(sheet)}!{local}" if sheet else local
        everyone = Names(self._book)
        if everyone.contains(whole):
            found = everyone(whole)
            found.refers_to = refers_to
            return found
        element = self._new_element()
        element.set("name", local)
        if sheet:
            places = [s.name.casefold() for s in self._book.all_sheets]
            element.set("localSheetId", str(places.index(sheet.casefold())))
        added = Name(self._book, element)
        added.refers_to = refers_to
        return added

    def _new_element(self) -> "_Element":
        main = self._book.main
        space = main.tag.rpartition("}")[0] + "}"
        parent = main.find("{*}definedNames")
        if parent is None:
            parent = main.makeelement(f"{space}definedNames", {}, None)
            later = [child for child in main if str(child.tag).rpartition("}")[2] in _AFTER]
            if later:
                later[0].addprevious(parent)
            else:
                main.append(parent)
        element = main.makeelement(f"{space}definedName", {}, None)
        parent.append(element)
        return element


def check_name(name: str) -> None:
    """Raise XlwingsError for what Excel would not take as a name: an address, a blank, a sign."""
    if not _NAME.fullmatch(name) or _ADDRESS.fullmatch(name) or len(name) > 255:
        raise XlwingsError(f"{name!r} cannot be the name of a range")


def quoted(sheet: str) -> str:
    """Return the name of a sheet as formulas write it."""
    if re.fullmatch(r"[^\W\d]\w*", sheet) and not _ADDRESS.fullmatch(sheet):
        return sheet
    return "'{}'".format(sheet.replace("'", "''"))
