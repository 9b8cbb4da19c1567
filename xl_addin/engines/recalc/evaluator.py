"""The program's side of the evaluating child: gives it what a formula reads, and outlives it."""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import numpy as np

from scoring.tables import ErrorCell
from xl_addin.engines.package.addresses import Area
from xl_addin.engines.recalc.errors import UncomputableError
from xl_addin.engines.recalc.references import Place, Ref
from xl_addin.engines.recalc.sheets import Workbook
from xl_addin.engines.recalc.tree import Formula, FormulaTextError, parse
from xl_addin.engines.recalc.writer import Given, Written
from xl_addin.files.cells import Cell, SheetCells
from xl_addin.files.child_process import ChildLostError, ChildProcess
from xl_addin.files.encode import ERROR, TEXT
from xl_addin.functions.cells import LONG_RANGE

SECONDS = 120.0  # for one formula; the slowest of ours fits a model to 200,000 rows in ten
_TEXTS, _BATCH = 2_000, 200  # formulas sent at once: to be taken apart, to be computed
_WAITS = 300.0  # seconds that a child without work is kept
_WAITING: list[ChildProcess] = []  # one at most
Rows = list[list[Any]]


class Evaluator:
    """Computes one formula at a time in a child process.

    A child that dies or is too slow costs the formula that it worked on; for the next one it is
    started anew and gets again what that one reads. One that is done waits some minutes for the
    next workbook of this process: half of its work is to load the methods.
    """

    _keys: dict[Ref, int]  # areas that the child holds for our functions
    _stale: set[Ref]  # of these: those with new values since
    _loaded: dict[int, list[Area]]  # by sheet: what formualizer itself can read
    _writes: list[tuple[str, int, int, Any]]  # new values in there, not sent yet

    def __init__(self, seconds: float = SECONDS) -> None:
        self._process = _waiting_child() or ChildProcess("xl_addin.engines.recalc.worker", seconds)
        self._process.seconds = seconds
        self._is_1904 = False
        self._unknown: dict[str, bool] = {}
        self._forget()
        if not self._process.is_running:
            self._process.start()

    def close(self) -> None:
        """Let the child wait for another evaluator, or end it if one waits already."""
        if self._process.is_alive and not _WAITING:
            self._process.rest(_WAITS)
            _WAITING.append(self._process)
        else:
            self._process.close()

    def formulas(self, texts: Sequence[str]) -> dict[str, Formula | None]:
        """Take formulas apart; None for a text that is none."""
        self._revive()
        found: dict[str, Formula | None] = {}
        unique = list(dict.fromkeys(texts))
        for start in range(0, len(unique), _TEXTS):
            batch = unique[start : start + _TEXTS]
            answer = self._ask(do="tokens", formulas=batch)
            for text, tokens in zip(batch, answer["formulas"], strict=True):
                found[text] = None if tokens is None else _parsed(tokens)
        return found

    def begin(self, workbook: Workbook) -> None:
        """Say whose formulas come; what an earlier workbook gave is forgotten."""
        self._is_1904 = workbook.is_1904
        self._forget()
        self._revive()
        self._ask(do="begin", is_1904=self._is_1904)

    def evaluate(
        self, workbook: Workbook, formulas: Sequence[tuple[Place, Written]]
    ) -> Iterator[tuple[Place, Rows | UncomputableError]]:
        """Yield the answer of each formula as rows, or why there is none; none reads another."""
        waiting = dict(formulas)
        while waiting:
            yield from self._batch(workbook, waiting)

    def _batch(
        self, workbook: Workbook, waiting: dict[Place, Written]
    ) -> Iterator[tuple[Place, Rows | UncomputableError]]:
        """Evaluate some formulas; each is taken from `waiting` once its answer is known."""
        self._revive()
        requests: dict[Place, dict[str, Any]] = {}
        for place in list(islice(waiting, _BATCH)):
            try:
                requests[place] = self._request(workbook, place, waiting[place])
            except UncomputableError as error:
                del waiting[place]
                yield place, error
                if not self._process.is_running:
                    return  # what was prepared went with the child
        writes, self._writes = self._writes, []
        request = {"do": "evaluate", "formulas": list(requests.values()), "writes": writes}
        places = iter(requests)
        try:
            for answer, _ in self._process.talk_long(request, answers=len(requests)):
                place = next(places)
                del waiting[place]
                yield place, _answered(answer)
        except ChildLostError as lost:
            place = next(places)
            del waiting[place]
            yield place, UncomputableError("slow" if lost.is_slow else "died")

    def _request(self, workbook: Workbook, place: Place, written: Written) -> dict[str, Any]:
        """Give the child what a formula reads, and return what to ask. Raises UncomputableError."""
        self._check_known(written.functions)
        for ref in written.cells:
            self._load(workbook, ref)
        calls = [
            {
                "name": call.name,
                "args": [self._spec(workbook, given) for given in call.args],
                "shape": call.shape,
                "inside": call.inside,
            }
            for call in written.calls
        ]
        return {
            "sheet": workbook.directory.sheets[place.sheet],
            "row": place.row,
            "column": place.column,
            "formula": written.text,
            "calls": calls,
        }

    def changed(self, workbook: Workbook, sheet: int, area: Area) -> None:
        """Hear that cells have new values."""
        self._stale |= {ref for ref in self._keys if ref.sheet == sheet and ref.area.meets(area)}
        if not any(loaded.meets(area) for loaded in self._loaded.get(sheet, ())):
            return
        title = workbook.directory.sheets[sheet]
        for i, row in enumerate(workbook.sheets[sheet].model.overlay.read(area).rows()):
            for j, cell in enumerate(row):
                value = _encoded(cell)
                self._writes.append((title, area.row + i, area.column + j, value))

    def _check_known(self, names: set[str]) -> None:
        new = sorted(names - self._unknown.keys())
        if new:
            unknown = self._ask(do="known", names=new)["unknown"]
            self._unknown |= {name: name in unknown for name in new}
        for name in sorted(names, key=str.upper):
            if self._unknown[name]:
                raise UncomputableError(
                    "function", what=name.removeprefix("_xlfn.").removeprefix("_xlws.")
                )

    def _load(self, workbook: Workbook, ref: Ref) -> None:
        """Give formualizer the cells of an area, down to the last used one."""
        loaded = self._loaded.setdefault(ref.sheet, [])
        if any(area.covers(ref.area) for area in loaded):
            return
        cells = _compact(workbook.read(ref))
        self._send(cells, do="cells", sheet=workbook.directory.sheets[ref.sheet])
        loaded[:] = [area for area in loaded if not ref.area.covers(area)]
        loaded.append(ref.area)

    def _spec(self, workbook: Workbook, given: Given) -> tuple[str, Any]:
        if given.ref is None:
            return given.kind, given.place
        if given.ref.is_cell:
            return "cell", _encoded(workbook.read(given.ref).cell(0, 0))
        if given.ref not in self._keys or given.ref in self._stale:
            area, n_named = given.ref.area, given.ref.area.n_rows
            if n_named >= LONG_RANGE:  # as Excel's way does: down to the last used row of the sheet
                cells = workbook.read(given.ref)
            else:
                cells = workbook.sheets[given.ref.sheet].model.overlay.read(area)
            key = self._keys.setdefault(given.ref, len(self._keys))
            self._send(_compact(cells), do="area", key=key, n_named=n_named)
            self._stale.discard(given.ref)
        return "area", self._keys[given.ref]

    def _send(self, cells: SheetCells, **request: Any) -> None:
        place = {"row": cells.first_row, "column": cells.first_column}
        self._ask([cells.kinds, cells.values], **request, **place, levels=list(cells.levels))

    def _ask(self, arrays: Sequence[Any] = (), **request: Any) -> dict[str, Any]:
        try:
            answer, _ = self._process.talk(request, arrays)
        except ChildLostError as lost:
            raise UncomputableError("slow" if lost.is_slow else "died") from lost
        if "left" in answer:
            raise UncomputableError(answer["left"], **answer["details"])
        return answer

    def _forget(self) -> None:
        self._keys, self._loaded, self._writes = {}, {}, []
        self._stale = set()

    def _revive(self) -> None:
        """Start a child where the last one was lost, before anything is sent for a formula."""
        if not self._process.is_running:
            self._forget()
            self._process.start()
            self._ask(do="begin", is_1904=self._is_1904)


def _waiting_child() -> ChildProcess | None:
    """Take the child that an earlier evaluator left, if it is still there."""
    try:
        child = _WAITING.pop()
    except IndexError:
        return None
    if child.is_alive:
        return child
    child.close()
    return None


def _answered(answer: dict[str, Any]) -> Rows | UncomputableError:
    if "left" in answer:
        return UncomputableError(answer["left"], **answer["details"])
    return [[_decoded(cell) for cell in row] for row in answer["rows"]]


def _parsed(tokens: list[tuple[str, str]]) -> Formula | None:
    try:
        return parse(tokens)
    except FormulaTextError:
        return None


def _compact(cells: SheetCells) -> SheetCells:
    """Return the cells with those texts only that occur among them."""
    coded = (cells.kinds == TEXT) | (cells.kinds == ERROR)
    if not coded.any():
        return SheetCells(cells.kinds, cells.values, [], cells.first_row, cells.first_column)
    used, place = np.unique(cells.values[coded].astype(np.int64), return_inverse=True)
    values = cells.values.copy(order="F")
    values[coded] = place
    levels = [cells.levels[code] for code in used.tolist()]
    return SheetCells(cells.kinds, values, levels, cells.first_row, cells.first_column)


def _encoded(cell: Cell) -> Any:
    if isinstance(cell, dt.datetime):
        return {"date": cell.isoformat()}
    return {"error": str(cell)} if isinstance(cell, ErrorCell) else cell


def _decoded(cell: Any) -> Cell:
    if isinstance(cell, dict):
        return ErrorCell(cell["error"])
    value: Cell = cell
    return value
