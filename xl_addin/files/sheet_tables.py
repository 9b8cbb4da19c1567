"""The Excel tables of a sheet, as far as they matter to a reader: totals rows and filters."""

import re
from dataclasses import dataclass

from xl_addin.files.archive import Archive
from xl_addin.files.workbook_parts import parse_xml, relations

_LAST = re.compile(r"^\$?[A-Z]+\$?\d+:\$?[A-Z]+\$?(\d+)$")


@dataclass(frozen=True, slots=True)
class TableParts:
    """Sheet rows, from 1, that hold totals of an Excel table; whether a filter is active."""

    totals: tuple[int, ...] = ()
    filtered: bool = False


def table_parts(archive: Archive, part: str) -> TableParts:
    """Return what the tables of a sheet part say. Raises FileError for a damaged part."""
    totals: list[int] = []
    filtered = False
    for kind, target in relations(archive, part).values():
        if kind != "table" or archive.find(target) is None:
            continue
        table = parse_xml(archive, target)
        filtered |= table.find(".//{*}filterColumn") is not None
        last = _LAST.match(table.get("ref") or "")
        if last and int(table.get("totalsRowCount") or 0):
            totals.append(int(last[1]))
    return TableParts(tuple(totals), filtered)
