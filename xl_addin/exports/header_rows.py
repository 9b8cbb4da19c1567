"""The header of a table in a sheet, found by its words."""

from dataclasses import dataclass

from xl_addin.exports.file_table import NEEDED
from xl_addin.exports.headers import HeaderMap, map_headers
from xl_addin.exports.options import ImportOptions
from xl_addin.files.cells import SheetCells
from xl_addin.files.errors import FileError
from xl_addin.files.tabular import FileGrid, first_filled

HEADER_WITHIN = 40  # filled rows from the top in which the header must stand
LEVELS = 4  # rows of a header that name the levels of a report


@dataclass(frozen=True, eq=False)
class Found:
    """A header in a grid: its last row, 0-based (-1: none), its texts, and what they mean."""

    grid: FileGrid
    row: int
    headers: tuple[str, ...]
    fields: HeaderMap
    levels: tuple[str, ...] = ()  # fields named one below the other in the first column

    def fits(self, key: str) -> bool:
        """Whether every needed column of a table is there, or doubtful."""
        return self.score(key) >= len(NEEDED[key])

    def score(self, key: str) -> int:
        """Return how many needed columns are there."""
        return sum(name in self.fields.fields for name in NEEDED[key])


def find_header(grid: FileGrid, key: str, options: ImportOptions) -> Found:
    """Find the header of a table in a grid; of equals the first, one row rather than two."""
    given = options.columns
    if grid.headers:
        return Found(grid, -1, grid.headers, map_headers(grid.headers, key, given))
    cells = grid.cells
    best: Found | None = None
    for row in first_filled(cells, HEADER_WITHIN):
        for headers, levels in (*_readings(cells, row), *_stacks(cells, row)):
            fields = map_headers(headers, key, given)
            each = Found(grid, row, headers, fields, levels)
            if best is None or _rank(each, key) > _rank(best, key):
                best = each
    if best is None:
        raise FileError("file.blank", path=grid.path)
    if len(best.fields.fields) >= min(2, len(NEEDED[key])):
        return best
    first = first_filled(cells, 1)[0]
    headers = texts_of_row(cells, first)
    return Found(grid, first, headers, map_headers(headers, key, given))


def _rank(found: Found, key: str) -> tuple[int, int]:
    return found.score(key), len(found.fields.fields)


_Reading = tuple[tuple[str, ...], tuple[str, ...]]  # headers; the names of levels of groups


def _readings(cells: SheetCells, row: int) -> list[_Reading]:
    """Return a row as a header; and with the row above filling its blanks, as merged headers do."""
    own = texts_of_row(cells, row)
    if row == 0 or not any(own):
        return [(own, ())]
    above = texts_of_row(cells, row - 1)
    both = tuple(mine or upper for mine, upper in zip(own, above, strict=True))
    return [(own, ())] if both == own else [(own, ()), (both, ())]


def _stacks(cells: SheetCells, row: int) -> list[_Reading]:
    """Return rows as one header that names the levels of a report below each other in one column.

    So stand "Customer;;Amount" and, below it, "Document;Date;".
    """
    found: list[_Reading] = []
    rows = [texts_of_row(cells, row)]
    for above in range(row - 1, max(row - LEVELS, -1), -1):
        rows.insert(0, texts_of_row(cells, above))
        columns = list(zip(*rows, strict=True))
        several = [column for column in columns if sum(map(bool, column)) > 1]
        if len(several) != 1 or not all(several[0]):
            break
        fields = [map_headers([name], "sales").fields for name in several[0]]
        if not all(fields):
            break
        headers = tuple(next(filter(None, column), "") for column in columns)
        found.append((headers, tuple(next(iter(each)) for each in fields)))
    return found


def texts_of_row(cells: SheetCells, row: int) -> tuple[str, ...]:
    """Return the cells of a row, 0-based, as texts of a header."""
    return tuple(_header_text(cells.cell(row, j)) for j in range(cells.n_cols))


def _header_text(cell: object) -> str:
    """Return a header cell as text: 2024 for the number, 2024-01-01 for a date."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if hasattr(cell, "date"):
        return str(cell.date())
    return str(cell)
