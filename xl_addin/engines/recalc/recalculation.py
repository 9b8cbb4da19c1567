"""Computing the cells that call our functions, and what hangs on them, in a workbook file."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from xl_addin.engines.package.addresses import Area, cell_address
from xl_addin.engines.package.book import Book
from xl_addin.engines.package.formulas import FormulaCell
from xl_addin.engines.recalc.errors import UncomputableError
from xl_addin.engines.recalc.evaluator import Evaluator
from xl_addin.engines.recalc.graph import WHOLE_SHEET, Areas, Graph, joined, reach
from xl_addin.engines.recalc.order import Order
from xl_addin.engines.recalc.references import Place, Ref
from xl_addin.engines.recalc.report import CellLeft, Recalculation
from xl_addin.engines.recalc.sheets import Workbook
from xl_addin.engines.recalc.spills import place_answer
from xl_addin.engines.recalc.tree import Formula
from xl_addin.engines.recalc.writer import Writer, Written

_VOLATILE = re.compile(r"\b(?:TODAY|NOW)\(", re.IGNORECASE)
NONE: frozenset[int] = frozenset()
_ROUNDS = 3  # how often a cell may be computed because a spill that it reads changed its size


def needs_computing(book: Book, settled: frozenset[int] = NONE) -> bool:
    """Tell whether any formula calls one of our functions, or may read a cell that does.

    `settled` are worksheets, counted from 0, whose own formulas are passed over.
    """
    calls, reads = _our_calls(), _mentions(book, settled)
    return any(
        calls.search(text) or (reads is not None and reads.search(text))
        for number, model in enumerate(book.models)
        if number not in settled
        for text in (
            *(cell.text for cell in model.formula_cells.values()),
            *(single.formula or "" for single in model.overlay.singles.values()),
        )
    )


def recalculate(book: Book, evaluator: Evaluator, settled: frozenset[int] = NONE) -> Recalculation:
    """Compute every cell that calls one of our functions, and the formulas that read these cells.

    Formulas that ours read are computed too where their values are out of date: they read cells
    that were written since the file was opened, ask for today's date, or were never calculated.
    What cannot be computed keeps its value and is reported, and so is what reads it. The formulas
    of `settled` worksheets, counted from 0, have their right values and are not counted; they may
    read nothing that was written. The caller saves.
    """
    return _Run(book, evaluator, settled).run()


def _our_calls() -> re.Pattern[str]:
    from xl_addin.functions import CATALOGUE

    return re.compile(rf"(?<![\w.])(?:{'|'.join(CATALOGUE)})\s*\(", re.IGNORECASE)


def _mentions(book: Book, settled: frozenset[int]) -> re.Pattern[str] | None:
    """Return what finds a formula that may read one of these sheets, by its title or a name."""
    titles = [book.models[number].listed.name.replace("'", "''") for number in settled]
    if not titles:
        return None
    words = re.compile("|".join(map(re.escape, titles)), re.IGNORECASE)
    names = [name.local for name in book.names if words.search(name.refers_to)]
    return re.compile("|".join(map(re.escape, [*titles, *names])), re.IGNORECASE)


class _Run:
    """One recalculation."""

    def __init__(self, book: Book, evaluator: Evaluator, settled: frozenset[int]) -> None:
        from xl_addin.functions import CATALOGUE

        self.evaluator = evaluator
        self.trees: dict[str, Formula | None] = {}
        self.workbook = Workbook(book, self._parse)
        self.cells: dict[Place, FormulaCell] = {
            Place(number, *at): cell
            for number, sheet in enumerate(self.workbook.sheets)
            for at, cell in sheet.formulas.items()
        }
        pattern = _our_calls()
        self.calls = {place for place, cell in self.cells.items() if pattern.search(cell.text)}
        self.settled = {place for place in self.cells if place.sheet in settled}
        self.ours = self.calls - self.settled
        self.writer = Writer(self.workbook.directory, frozenset(CATALOGUE), self._spill)
        self.areas = {
            place: cell.area for place, cell in self.cells.items() if cell.kind != "plain"
        }
        self.times: Counter[Place] = Counter()
        self.done: set[Place] = set()
        self.order = Order()
        self.sources: dict[Place, list[Place]] = {}  # of each cell: the formulas it surely reads
        self.failed: dict[Place, UncomputableError] = {}
        self.blocked: set[Place] = set()  # of those that failed: they show #SPILL!
        self.changed: set[Place] = set()

    def run(self) -> Recalculation:
        """Compute the cells in an order in which each finds what it reads."""
        try:
            self.evaluator.begin(self.workbook)
            self.trees = self.evaluator.formulas([cell.text for cell in self.cells.values()])
        except UncomputableError as problem:  # there is no evaluator at all
            self.failed = dict.fromkeys(self.ours, problem)
            return self._report()
        self.graph = Graph({place: self._reads(place) for place in self.cells})
        read_ours = self.graph.closure(joined(self.calls, self.areas), self.areas)
        self.wanted = (self.calls | read_ours) - self.settled
        self._pool((self.wanted | self._out_of_date()) - self.settled)
        self._take_in(self.wanted)
        while not self.order.is_empty:
            self._wave(self.order.take())
        return self._report()

    def _parse(self, text: str) -> Formula:
        if text not in self.trees:
            self.trees |= self.evaluator.formulas([text])
        tree = self.trees[text]
        if tree is None:
            raise UncomputableError("formula")
        return tree

    def _reads(self, place: Place) -> list[Ref]:
        tree = self.trees[self.cells[place].text]
        return [] if tree is None else reach(tree, place, self.workbook.directory)

    def _spill(self, place: Place) -> Area | None:
        """Return where an array formula spreads; an answer of one cell spills too."""
        cell = self.workbook.formula(place)
        if cell is None or cell.kind == "plain" or place in self.failed:
            return None
        return cell.area

    def _out_of_date(self) -> set[Place]:
        """Return the formulas whose values cannot be relied on, and what reads them."""
        written = [
            Ref(number, area)
            for number, sheet in enumerate(self.workbook.sheets)
            for area in sheet.written()
        ]
        seeds = {
            place
            for place, cell in self.cells.items()
            if not cell.has_value or _VOLATILE.search(cell.text)
        }
        refs = [*written, *joined(seeds, self.areas)]
        return seeds | self.graph.closure(refs, self.areas)

    def _pool(self, places: Iterable[Place]) -> None:
        """Remember the formulas that may be computed, by the areas that they fill."""
        self.pool = sorted(places)
        self.by_sheet: dict[int, Areas] = {}
        for sheet in {place.sheet for place in self.pool}:
            numbers = [i for i, place in enumerate(self.pool) if place.sheet == sheet]
            areas = [self._area(self.pool[i]) for i in numbers]
            self.by_sheet[sheet] = Areas(areas, numbers)

    def _area(self, place: Place) -> Area:
        return self.areas.get(place, Area(place.row, place.column, 1, 1))

    def _sources(self, place: Place, *, surely: bool) -> list[Place]:
        """Return the formulas of the pool that fill cells which this one reads.

        OFFSET may read every cell of a sheet, but not surely any.
        """
        return [
            self.pool[number]
            for ref in self.graph.reads[place]
            if ref.sheet in self.by_sheet and (ref.area == WHOLE_SHEET) is not surely
            for number in self.by_sheet[ref.sheet].meeting(ref.area)
        ]

    def _take_in(self, places: Iterable[Place]) -> None:
        """Let cells be computed, and before them what they read and is out of date."""
        new = list(places)
        while new:
            place = new.pop()
            if self.order.holds(place):
                continue
            surely = self._sources(place, surely=True)
            perhaps = self._sources(place, surely=False)
            self.sources[place] = surely
            open_ones = [s for s in surely if not self._is_settled(s)]
            self.order.add(place, open_ones, [s for s in perhaps if not self._is_settled(s)])
            new += [s for s in (*surely, *perhaps) if s not in self.sources]

    def _is_settled(self, place: Place) -> bool:
        return place in self.done or place in self.failed

    def _wave(self, ready: Sequence[Place]) -> None:
        """Compute cells none of which reads another; where there are none, break a circle."""
        if not ready and not self.order.loosen():
            for place, source in self.order.circle():
                what = self.workbook.label(source)
                self._settle(place, UncomputableError("circle", what=what))
        formulas = []
        for place in ready:
            try:
                formulas.append((place, self._written(place)))
            except UncomputableError as error:
                self._settle(place, error)
        for place, answer in self.evaluator.evaluate(self.workbook, formulas):
            if isinstance(answer, UncomputableError):
                self._settle(place, answer)
            else:
                self._place(place, answer)

    def _settle(self, place: Place, error: UncomputableError | None = None) -> None:
        self.times[place] += 1
        if error is None:
            self.done.add(place)
        else:
            self.failed[place] = error
        self.order.settle(place)

    def _written(self, place: Place) -> Written:
        for source in self.sources[place]:
            if source in self.failed and source not in self.blocked:
                raise UncomputableError("waits", what=self.workbook.label(source))
        cell = self.cells[place]
        tree = self._parse(cell.text)
        return self.writer.write(tree, place, is_array=cell.kind != "plain")

    def _place(self, place: Place, rows: list[list[Any]]) -> None:
        """Write an answer, and tell those who read its cells."""
        old = self.workbook.formula(place) or self.cells[place]
        is_changed, obstacle = place_answer(self.workbook, place, old, rows)
        if obstacle is not None:
            self.blocked.add(place)
        self._settle(place, obstacle)
        if not is_changed:
            return
        self.changed.add(place)
        new = self.workbook.formula(place) or old
        for area in {old.area, new.area}:
            self.evaluator.changed(self.workbook, place.sheet, area)
        if old.area != new.area:
            self._resized(place, old.area, new.area)

    def _resized(self, place: Place, old: Area, new: Area) -> None:
        """Compute what reads the cells of a spill of another size, once more where it must be."""
        self.areas[place] = new
        both = [Ref(place.sheet, old), Ref(place.sheet, new)]
        late = self.graph.closure(both, self.areas) - {place}
        self.wanted |= late
        self._pool({*self.pool, *late})
        again = {reader for reader in late if self.times[reader] < _ROUNDS}
        self.done -= again
        for reader in again:
            self.failed.pop(reader, None)
        self._take_in(again)

    def _report(self) -> Recalculation:
        titles = self.workbook.directory.sheets
        left = tuple(
            CellLeft(titles[p.sheet], cell_address(p.row, p.column), problem.code, problem.details)
            for p, problem in sorted(self.failed.items())
        )
        computed = self.done
        return Recalculation(
            ours=len(self.ours),
            computed=len(computed & self.ours),
            others=len(computed - self.ours),
            changed=len(self.changed),
            left=left,
        )
