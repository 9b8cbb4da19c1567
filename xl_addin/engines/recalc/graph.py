"""Which formulas read which cells."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from xl_addin.engines.package.addresses import MAX_COLUMNS, MAX_ROWS, Area, span
from xl_addin.engines.recalc.errors import UncomputableError
from xl_addin.engines.recalc.references import Directory, Place, Ref
from xl_addin.engines.recalc.tree import Call, Formula, Group, Leaf

WHOLE_SHEET = Area(1, 1, MAX_ROWS, MAX_COLUMNS)


class Areas:
    """Areas of one sheet, each with a number, asked all at once which of them meet another."""

    def __init__(self, areas: Sequence[Area], numbers: Sequence[int]) -> None:
        corners = [(a.row, a.column, a.last_row, a.last_column) for a in areas]
        self._corners = np.array(corners, np.int64).reshape(-1, 4)
        self._numbers = np.array(numbers, np.int64)

    def meeting(self, area: Area) -> list[int]:
        """Return the numbers of the areas that have a cell in common with this one."""
        top, left, bottom, right = self._corners.T
        met = (top <= area.last_row) & (bottom >= area.row)
        met &= (left <= area.last_column) & (right >= area.column)
        found: list[int] = np.unique(self._numbers[met]).tolist()
        return found


class Graph:
    """The formulas of a workbook by the cells that they read."""

    def __init__(self, reads: Mapping[Place, Sequence[Ref]]) -> None:
        self.reads = reads
        self._places = list(reads)
        by_sheet: dict[int, tuple[list[Area], list[int]]] = {}
        for number, place in enumerate(self._places):
            for ref in reads[place]:
                areas, numbers = by_sheet.setdefault(ref.sheet, ([], []))
                areas.append(ref.area)
                numbers.append(number)
        self._sheets = {sheet: Areas(*lists) for sheet, lists in by_sheet.items()}

    def readers(self, refs: Iterable[Ref]) -> set[Place]:
        """Return the formulas that read any cell of these areas."""
        return {
            self._places[number]
            for ref in refs
            if ref.sheet in self._sheets
            for number in self._sheets[ref.sheet].meeting(ref.area)
        }

    def closure(self, refs: Iterable[Ref], areas: Mapping[Place, Area]) -> set[Place]:
        """Return the formulas that read these areas, and those that read them, and so on.

        `areas` tells the cells that a formula fills, where these are more than its own.
        """
        found: set[Place] = set()
        new = self.readers(refs)
        while new:
            found |= new
            new = self.readers(joined(new, areas)) - found
        return found


def joined(places: Iterable[Place], areas: Mapping[Place, Area]) -> Iterator[Ref]:
    """Return the areas that cells fill, neighbours in a column made one area."""
    last: Ref | None = None
    for place in sorted(places, key=lambda place: (place.sheet, place.column, place.row)):
        area = areas.get(place, Area(place.row, place.column, 1, 1))
        ref = Ref(place.sheet, area)
        if last is None:
            last = ref
        elif (
            (last.sheet, last.area.column) == (place.sheet, area.column)
            and last.area.n_columns == area.n_columns
            and last.area.last_row + 1 == area.row
        ):
            last = Ref(last.sheet, span(last.area, area))
        else:
            yield last
            last = ref
    if last is not None:
        yield last


def reach(formula: Formula, place: Place, directory: Directory, depth: int = 0) -> list[Ref]:
    """Return the areas that a formula may read; what cannot be resolved is passed over."""
    found: list[Ref] = []
    for item in formula:
        if isinstance(item, Leaf):
            if item.kind == "ref":
                found += _resolved(item.text, place, directory, depth)
        elif isinstance(item, Group):
            found += reach(item.items, place, directory, depth)
        elif isinstance(item, Call):
            inner = [ref for arg in item.args for ref in reach(arg, place, directory, depth)]
            found += [Ref(r.sheet, WHOLE_SHEET) for r in inner] if item.name == "OFFSET" else inner
    if any(isinstance(item, Leaf) and item.text == ":" for item in formula) and found:
        same = [ref for ref in found if ref.sheet == found[0].sheet]
        whole = same[0].area
        for ref in same[1:]:
            whole = span(whole, ref.area)
        found.append(Ref(same[0].sheet, whole))
    return found


def _resolved(text: str, place: Place, directory: Directory, depth: int) -> list[Ref]:
    if text.casefold().startswith("_xlpm.") or depth > 20:
        return []
    try:
        found = directory.resolve(text, place)
    except UncomputableError:
        return []
    return [found] if isinstance(found, Ref) else reach(found, place, directory, depth + 1)
