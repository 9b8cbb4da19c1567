"""The clean base of every case, and the two ways of writing it to a file."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import xlsxwriter

HEADERS = ("Дата", "Клиент", "ID клиента", "Сумма")
N_ROWS, N_CUSTOMERS = 20, 8
TOTAL = 20_190.0  # 20 x 1000 + (0 + 1 + ... + 19)
SHEET = "xl/worksheets/sheet1.xml"


@dataclass(frozen=True)
class Case:
    """One file and what must come of it.

    policy: read, repair, ask or refuse. make writes the file and returns it. mention: what the
    answer must say. options: given from the start. answers: for a file that asks, options that
    answer and the rows, customers and total that then come. after: what a refresh must say.
    """

    id: str
    policy: str
    make: Callable[[Path], Path]
    mention: tuple[str, ...] = ()
    rows: int = N_ROWS
    customers: int = N_CUSTOMERS
    total: float = TOTAL
    options: tuple[str, ...] = ()
    answers: tuple[tuple[tuple[str, ...], int, int, float], ...] = ()
    hostile: bool = False
    seconds: float = 90.0  # generous: the machine may be busy
    megabytes: int = 1_000
    refresh: bool = False
    after: tuple[str, ...] = field(default=())


def rows() -> list[list[Any]]:
    """Twenty sales of eight customers, the first on 5 January 2024, each on another day."""
    first = dt.datetime(2024, 1, 5)
    return [
        [first + dt.timedelta(days=9 * i), f"Клиент {i % 8}", f"{i % 8:05d}", 1000.0 + i]
        for i in range(N_ROWS)
    ]


def with_cells(**cells: Any) -> list[list[Any]]:
    """The base with some cells of the sheet replaced: with_cells(D3=...)."""
    made = rows()
    for place, value in cells.items():
        made[int(place[1:]) - 2]["ABCD".index(place[0])] = value
    return made


def with_column(letter: str, change: Callable[[Any], Any]) -> list[list[Any]]:
    """The base with every cell of a column changed."""
    made = rows()
    for row in made:
        row["ABCD".index(letter)] = change(row["ABCD".index(letter)])
    return made


def workbook(
    data: Sequence[Sequence[Any]],
    headers: Sequence[Any] = HEADERS,
    *,
    sheet: str = "Продажи",
    options: dict[str, Any] | None = None,
    change: Callable[[Any, Any], None] | None = None,
) -> bytes:
    """A workbook of one sheet; change gets the book and the sheet before it is closed."""
    target = io.BytesIO()
    settings = {"default_date_format": "dd.mm.yyyy", "strings_to_formulas": False}
    with xlsxwriter.Workbook(target, {**settings, **(options or {})}) as book:
        page = book.add_worksheet(sheet)
        lines = [headers, *data] if headers else data
        for i, line in enumerate(lines):
            for j, cell in enumerate(line):
                if cell is not None:
                    page.write(i, j, cell)
        if change is not None:
            change(book, page)
    return target.getvalue()


def table_text(data: Sequence[Sequence[Any]], *, mark: str = ";", end: str = "\r\n") -> str:
    """The base as a text file, as a Russian program writes it."""
    return end.join(mark.join(map(_text, line)) for line in (HEADERS, *data)) + end


def _text(cell: Any) -> str:
    if isinstance(cell, dt.datetime):
        return cell.strftime("%d.%m.%Y")
    if isinstance(cell, float):
        return f"{cell:.2f}".replace(".", ",")
    return "" if cell is None else str(cell)


def put(name: str, content: bytes | str | Callable[[], bytes]) -> Callable[[Path], Path]:
    """What writes a file of that name into a folder; what is long in the making is a function."""

    def make(folder: Path) -> Path:
        path = folder / name
        data = content() if callable(content) else content
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path

    return make


def repack(data: bytes, change: Callable[[str, bytes], tuple[str, bytes] | None]) -> bytes:
    """The same zip with its parts renamed, changed or left out."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if (part := change(name, old.read(name))) is not None:
                new.writestr(*part)
    return target.getvalue()


def replaced(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The same zip with bytes of one part replaced, which must be there."""
    seen = []

    def change(name: str, content: bytes) -> tuple[str, bytes]:
        if name == part:
            assert old in content
            seen.append(name)
            content = content.replace(old, new)
        return name, content

    made = repack(data, change)
    assert seen
    return made
