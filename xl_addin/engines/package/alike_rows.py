"""Runs of old rows that are built alike, as those of a result table: seen all at once.

Walking through old rows in Python costs more than writing the new ones. Where a run has plain
cells only, one style per column and the same attributes on every row, nothing is to be learned
from a single row of it.
"""

import re
from collections import Counter
from dataclasses import dataclass

from xl_addin.engines.package.addresses import column_number
from xl_addin.engines.package.old_rows import other_attributes, style_attribute

_ROW = re.compile(rb'<row r="([0-9]+)"([^>]*)>')
_CELL = re.compile(rb'<c r="([A-Z]{1,3})[0-9]+"([^>]*)>')
_STYLE = re.compile(r'\ss="(\d+)"')


@dataclass(frozen=True, slots=True)
class AlikeRows:
    """Rows with one set of attributes and one style per column; their numbers."""

    numbers: frozenset[int]
    attributes: str
    styles: dict[int, str]


def alike_rows(
    part: bytes, start: int, stop: int, n_rows: int, column_styles: dict[int, str]
) -> AlikeRows | None:
    """Look at whole rows between two places of a part; None where they are not alike.

    A column may lack cells in some of the `n_rows` rows that are to be written only where its cells
    have the style of the whole column: that is what a new cell there gets.
    """
    run = part[start:stop]
    rows, cells = _ROW.findall(run), _CELL.findall(run)
    if len(rows) != run.count(b"<row") or len(cells) != run.count(b"<c"):
        return None  # another prefix, or cells that do not say their place
    if b"<f" in run or b"customFormat" in run:
        return None
    attributes = {other_attributes(rest.decode().rstrip("/")) for _, rest in rows}
    if len(attributes) > 1:
        return None
    styles: dict[int, str] = {}
    counts: Counter[int] = Counter()
    for (name, rest), count in Counter(cells).items():
        column, found = column_number(name.decode()), _STYLE.search(rest.decode())
        style = style_attribute({"s": found[1]} if found else {})
        if styles.setdefault(column, style) != style:
            return None
        counts[column] += count
    for column, style in styles.items():
        if counts[column] != n_rows and style != column_styles.get(column, ""):
            return None
    numbers = frozenset(int(number) for number, _ in rows)
    return AlikeRows(numbers, attributes.pop() if attributes else "", styles)
