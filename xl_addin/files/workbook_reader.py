"""A workbook opened for reading: its sheets, and their cells one sheet at a time."""

from pathlib import Path
from typing import Any

from xl_addin.files.archive import Archive
from xl_addin.files.cells import SheetCells, SheetFacts
from xl_addin.files.errors import FileError
from xl_addin.files.guard import GuardedFile, look_at
from xl_addin.files.reader import SECONDS, ChildReader
from xl_addin.files.workbook_parts import SheetPart, sheet_parts


class WorkbookReader:
    """Reads an .xlsx, .xlsm or .xls through one child process; sheets are read when asked for.

    `facts` says whether its cells come with all SheetFacts, which take as long again as the
    values; else they have formats and padded only.
    Raises FileError for a file that the guard refuses. Close it, or use it in a with statement.
    """

    def __init__(self, file: GuardedFile, seconds: float = SECONDS, *, facts: bool = True) -> None:
        self.path = file.path
        self.archive: Archive | None = file.archive
        self._file, self._seconds, self._wants_facts = file, seconds, facts
        self._child: ChildReader | None = None
        self._read: dict[str, SheetCells] = {}
        self._parts: list[SheetPart] = sheet_parts(file.archive) if file.archive else []

    @classmethod
    def open(cls, path: Path | str) -> "WorkbookReader":
        """Look at a file and open it; raises FileError."""
        return cls(look_at(Path(path)))

    def __enter__(self) -> "WorkbookReader":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def sheets(self) -> list[SheetPart]:
        """The worksheets in the order of their tabs, charts and macro sheets left out."""
        if not self._parts:
            listed = enumerate(self._open().sheets)
            self._parts = [
                SheetPart(name, "", kind.lower(), _STATES.get(seen, "visible"), index)
                for index, (name, kind, seen) in listed
            ]
        return [sheet for sheet in self._parts if sheet.kind == "worksheet"]

    def read(self, sheet: str) -> SheetCells:
        """Return the cells of a sheet, from A1 on; the second time from memory.

        A sheet on which the child dies is tried once more without its stray cells.
        Raises FileError.
        """
        if sheet not in self._read:
            part = next(found.part for found in self.sheets if found.name == sheet)
            child = self._open()
            wanted = {"sheet": sheet, "part": part or None, "facts": self._wants_facts}
            try:
                header, arrays = child.ask(do="sheet", **wanted, sparse=False)
            except FileError as error:
                if error.code != "file.reader_died" or not part:
                    raise
                header, arrays = child.ask(do="sheet", **wanted, sparse=True)
            strays = tuple(header["strays"])
            kinds, values, *places = arrays
            facts = _facts(header, places) if places else SheetFacts()
            self._read[sheet] = SheetCells(
                kinds, values, header["levels"], strays=strays, facts=facts
            )
        return self._read[sheet]

    def close(self) -> None:
        """End the child; what was read stays."""
        if self._child is not None:
            self._child.close()
            self._child = None

    def _open(self) -> ChildReader:
        if self._child is None:
            self._child = ChildReader(self._file, self._seconds)
        return self._child


def _facts(header: dict[str, Any], places: list[Any]) -> SheetFacts:
    if len(places) == 1:
        shown = tuple(header["formats"])
        return SheetFacts(padded=header["padded"], formats=shown, formatted=places[0])
    hidden, levels, indents, named = places
    return SheetFacts(
        tuple((top, left, bottom, right) for top, left, bottom, right in header["merges"]),
        hidden,
        levels,
        indents,
        header["padded"],
        header["no_values"],
        tuple(header["no_value_cells"]),
        header["filtered"],
        tuple(header["formats"]),
        named,
    )


_STATES = {"Visible": "visible", "Hidden": "hidden", "VeryHidden": "veryHidden"}
