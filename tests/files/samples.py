"""Files to read: good ones made by XlsxWriter, bad ones made by hand."""

import contextlib
import io
import os
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

HEADERS = ("Дата", "ID клиента", "Клиент", "Сумма")
N_ROWS = 20


def clean_rows() -> list[tuple[date, str, str, float]]:
    """Twenty sales of eight customers, the first on 5 January 2024."""
    first = date(2024, 1, 5)
    return [
        (first + timedelta(days=9 * i), f"{i % 8:05d}", f"Клиент {i % 8}", 1000.0 + i)
        for i in range(N_ROWS)
    ]


def workbook_bytes(sheets: Mapping[str, list[tuple[object, ...]]] | None = None) -> bytes:
    """A workbook of plain sheets; without any, the clean base file."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"default_date_format": "dd.mm.yyyy"}) as book:
        for name, rows in (sheets or {"Продажи": [HEADERS, *clean_rows()]}).items():
            sheet = book.add_worksheet(name)
            for i, row in enumerate(rows):
                sheet.write_row(i, 0, row)
    return target.getvalue()


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


def fill_up(disk: Path) -> None:
    """Fill a small disk to the last byte, with a file called filler."""
    with (disk / "filler").open("wb", buffering=0) as filler, contextlib.suppress(OSError):
        while filler.write(b"0" * 4096):
            pass


def as_nobody(folder: Path) -> None:
    """Only root can be somebody else; everybody else is held back by the rights themselves."""
    if os.geteuid() == 0:
        for path in (folder, *folder.parents):
            if path == Path("/") or path.stat().st_mode & 0o001:
                continue
            path.chmod(path.stat().st_mode | 0o011)
        os.seteuid(65_534)
