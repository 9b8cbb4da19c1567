"""Cells that lie far away from the data: a reader that lays out the whole block runs out of memory.

A workbook of 20 rows with one blank-looking cell in XFD1048576 makes python-calamine ask for
550 GB and abort. Such cells are taken out of a copy in memory, and told.
"""

import io
import re
import zipfile

from python_calamine import CalamineWorkbook

from xl_addin.files.archive import Archive
from xl_addin.files.error_cells import column_index
from xl_addin.files.errors import FileError

GAP_ROWS = 5_000  # blank rows after which the rest of a sheet counts as stray
GAP_COLUMNS = 1_000
MAX_SPARSE = 1 << 29  # bytes of one sheet part that are looked through as a whole

_DIMENSION = re.compile(rb'<(?:\w+:)?dimension\s+ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d+)"[^>]*?(?:/>|>.*?</(?:\w+:)?row>)', re.DOTALL)
_CELL = re.compile(
    rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+)(\d+)"(?:[^>]*/>|[^>]*[^/>]>.*?</(?:\w+:)?c>)', re.DOTALL
)


def declared_cells(archive: Archive, part: str) -> int:
    """Return how many cells the dimension of a sheet part declares; 0 where it declares none."""
    found = _DIMENSION.search(archive.head(part, 1 << 16))
    if found is None:
        return 0
    rows = int(found[4]) - int(found[2]) + 1
    return rows * (column_index(found[3]) - column_index(found[1]) + 1)


def without_strays(archive: Archive, part: str) -> tuple[CalamineWorkbook, list[str]]:
    """Return the workbook with one sheet freed of its stray cells, and their addresses.

    Stray is what comes after more than 5,000 blank rows or 1,000 blank columns; at most twenty
    addresses are returned. Raises FileError for a sheet of more than 512 MB.
    """
    declared = archive.find(part)
    if declared is None or declared.size > MAX_SPARSE:
        raise FileError("file.reader_died", path=archive.path)
    sheet = archive.read(part)
    strays: list[str] = []
    last_row = _last_before_gap([int(row[1]) for row in _ROW.finditer(sheet)], GAP_ROWS)
    columns = {column_index(cell[1]) for cell in _CELL.finditer(sheet) if int(cell[2]) <= last_row}
    last_column = _last_before_gap(columns, GAP_COLUMNS)

    def keep(cell: re.Match[bytes]) -> bytes:
        if int(cell[2]) <= last_row and column_index(cell[1]) <= last_column:
            return cell[0]
        if len(strays) < 20:
            strays.append((cell[1] + cell[2]).decode())
        return b""

    trimmed = _CELL.sub(keep, sheet)
    return CalamineWorkbook.from_filelike(_repacked(archive, part, trimmed)), strays


def _last_before_gap(places: list[int] | set[int], gap: int) -> int:
    last = 0
    for place in sorted(set(places)):
        if place - last > gap:
            break
        last = place
    return last


def _repacked(archive: Archive, part: str, sheet: bytes) -> io.BytesIO:
    """Return a workbook in memory without the other sheets' cells, which are not asked for."""
    new = io.BytesIO()
    with zipfile.ZipFile(new, "w") as packed:
        for old in archive.parts:
            if old.name.endswith("/"):
                continue
            is_other = "/worksheets/" in old.name.lower() or "/media/" in old.name.lower()
            if old is archive.find(part):
                packed.writestr(old.name, sheet)
            elif not is_other or old.name.lower().endswith(".rels"):
                packed.writestr(old.name, archive.read(old.name))
    new.seek(0)
    return new
