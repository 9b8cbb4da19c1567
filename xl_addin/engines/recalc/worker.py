"""The evaluating child: formulas by formualizer, our functions by the catalogue.

It knows no workbook: it is given cells, areas and one formula at a time, in an order in which all
that a formula reads is known. formualizer only computes the expression around our calls; each
formula stands in a call of CAPTURE that takes its whole answer, so that nothing spills in there.
"""

import datetime as dt
import math
import re
import sys
import traceback
from collections.abc import Callable, Sequence
from typing import IO, Any

import formualizer
import numpy as np

from scoring.tables import ErrorCell
from xl_addin.engines.package.cell_xml import serials
from xl_addin.engines.recalc.writer import OUR_CALL
from xl_addin.files.cells import SheetCells
from xl_addin.files.child import limit, serve
from xl_addin.files.encode import DATE, NUMBER
from xl_addin.files.wire import send
from xl_addin.functions import CATALOGUE
from xl_addin.functions.cells import Block

CAPTURE = "CLIENTBASE_ANSWER"

_ERRORS = {
    "Na": "#N/A", "Div": "#DIV/0!", "Value": "#VALUE!", "Ref": "#REF!", "Name": "#NAME?",
    "Num": "#NUM!", "Null": "#NULL!", "Spill": "#SPILL!", "Calc": "#CALC!",
}  # fmt: skip
_KINDS = {text: kind for kind, text in _ERRORS.items()}
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")
_NOTHING = object()
_EPOCH = dt.datetime(1970, 1, 1)


def main() -> None:
    """Answer requests from standard input on standard output until the input ends."""
    out = sys.stdout.buffer
    sys.stdout = sys.stderr  # a stray print must not break the protocol
    limit()
    serve(_Server().answer, out)


class _Server:
    def __init__(self) -> None:
        self._areas: dict[int, Block] = {}
        self._evaluator = _Evaluator(self._areas, is_1904=False)

    def answer(self, request: dict[str, Any], arrays: list[Any], out: IO[bytes]) -> None:
        """Do one request; whatever goes wrong is answered, never raised."""
        if request["do"] != "evaluate":
            send(out, self._guarded(getattr(self, f"_{request['do']}"), request, arrays))
            return
        for sheet, row, column, value in request["writes"]:
            self._evaluator.write(sheet, row, column, value)
        for formula in request["formulas"]:
            send(out, self._guarded(self._evaluator.evaluate, formula))

    @staticmethod
    def _guarded(work: Callable[..., dict[str, Any]], *what: Any) -> dict[str, Any]:
        try:
            return work(*what)
        except Exception:  # noqa: BLE001  our bug: raised again in the parent
            return {"bug": traceback.format_exc()}
        except BaseException as error:  # noqa: BLE001  a panic of the Rust library is no Exception
            return _left("evaluator", what=type(error).__name__)

    def _begin(self, request: dict[str, Any], _arrays: list[Any]) -> dict[str, Any]:
        self._areas.clear()
        self._evaluator = _Evaluator(self._areas, is_1904=request["is_1904"])
        return {}

    @staticmethod
    def _tokens(request: dict[str, Any], _arrays: list[Any]) -> dict[str, Any]:
        return {"formulas": [_tokens_of(text) for text in request["formulas"]]}

    def _known(self, request: dict[str, Any], _arrays: list[Any]) -> dict[str, Any]:
        return {"unknown": [name for name in request["names"] if not _is_known(name)]}

    def _area(self, request: dict[str, Any], arrays: list[Any]) -> dict[str, Any]:
        cells = _cells_of(request, arrays)
        rows = tuple(map(tuple, cells.rows()))
        self._areas[request["key"]] = Block(rows, request["n_named"])
        return {}

    def _cells(self, request: dict[str, Any], arrays: list[Any]) -> dict[str, Any]:
        self._evaluator.load(request["sheet"], _cells_of(request, arrays))
        return {}


class _Evaluator:
    """A formualizer workbook that holds what formulas read, and one formula at a time."""

    def __init__(self, areas: dict[int, Block], *, is_1904: bool) -> None:
        settings = formualizer.EvaluationConfig()
        settings.enable_parallel = False  # our functions keep a cache, and are not made for threads
        settings.date_system = "1904" if is_1904 else "1900"
        self._book = formualizer.Workbook(
            config=formualizer.WorkbookConfig(enable_changelog=False, eval_config=settings)
        )
        self._areas, self._is_1904 = areas, is_1904
        self._answer: Any = _NOTHING
        self._refused: list[tuple[str, dict[str, str]]] = []
        self._calls: Sequence[dict[str, Any]] = ()
        self._register(CAPTURE, self._capture)
        self._register(OUR_CALL, self._call)

    def _register(self, name: str, callback: Callable[..., Any]) -> None:
        self._book.register_function(name, callback, min_args=0, max_args=None)

    def load(self, sheet: str, cells: SheetCells) -> None:
        """Put cells into the workbook, dates as the numbers that Excel keeps for them."""
        self._book.add_sheet(sheet)
        dates = cells.kinds == DATE
        kinds = np.where(dates, NUMBER, cells.kinds).astype(np.uint8)
        numbers = serials(cells.values, is_1904=self._is_1904)
        plain = SheetCells(kinds, np.where(dates, numbers, cells.values), cells.levels)
        rows = [[_literal(cell) for cell in row] for row in plain.rows()]
        self._book.set_values_batch(sheet, cells.first_row, cells.first_column, rows)

    def write(self, sheet: str, row: int, column: int, value: Any) -> None:
        """Put a new value into a cell that was loaded before."""
        self._book.set_value(sheet, row, column, _literal(_decoded(value)))

    def evaluate(self, request: dict[str, Any]) -> dict[str, Any]:
        """Compute one formula in its place."""
        self._answer, self._refused, self._calls = _NOTHING, [], request["calls"]
        place = request["sheet"], request["row"], request["column"]
        self._book.add_sheet(place[0])
        try:
            self._book.set_formula(*place, f"={CAPTURE}({request['formula']})")
            found = self._book.evaluate_cell(*place)
        except Exception as error:  # noqa: BLE001  the library has its own, and none is ours
            return _left("evaluator", what=str(error).splitlines()[0][:200] if str(error) else "?")
        finally:
            self._book.set_value(*place, None)
        if self._refused:
            return _left(self._refused[0][0], **self._refused[0][1])
        if self._answer is _NOTHING:
            kind = found.get("kind", "?") if isinstance(found, dict) else str(found)
            return _left("evaluator", what=_ERRORS.get(kind, kind))
        return {"rows": _rows(self._answer)}

    def _capture(self, *answer: Any) -> float:
        self._answer = answer[0] if answer else None
        return 0.0

    def _call(self, number: float, *values: Any) -> Any:
        """Answer a call of one of our functions. Never raises: IFERROR would hide it."""
        call = self._calls[int(number)]
        names = CATALOGUE[call["name"]].arguments
        if len(call["args"]) > len(names):
            self._refused.append(("arguments", {"what": call["name"]}))
            return 0.0
        given: dict[str, Block | None] = {}
        for argument, (kind, what) in zip(names, call["args"], strict=False):
            if kind == "area":
                given[argument.name] = self._areas[what]
            elif kind == "cell":
                given[argument.name] = Block(((_decoded(what),),), 1, scalar=True)
            elif kind == "value":
                given[argument.name] = _plain(values[what])
        for argument in names:
            if not argument.optional:
                given.setdefault(argument.name, None)  # a gap that Excel lets through
        answer = CATALOGUE[call["name"]].call(**given)
        rows = answer if isinstance(answer, list) else [[answer]]
        if call["shape"] == "first":
            rows = [rows[0][:1]]
        if call["shape"] == "single" and (len(rows) > 1 or len(rows[0]) > 1):
            self._refused.append(("array_inside", {"what": call["inside"]}))
        numbers = [[self._number(cell) for cell in row] for row in rows]
        return numbers if len(rows) > 1 or len(rows[0]) > 1 else numbers[0][0]

    def _number(self, cell: Any) -> Any:
        if not isinstance(cell, dt.datetime):
            return cell
        seconds = np.array([(cell - _EPOCH).total_seconds()])
        return float(serials(seconds, is_1904=self._is_1904)[0])


def _cells_of(request: dict[str, Any], arrays: list[Any]) -> SheetCells:
    row, column = request["row"], request["column"]
    return SheetCells(arrays[0], arrays[1], request["levels"], row, column)


def _literal(cell: Any) -> Any:
    if isinstance(cell, ErrorCell):
        return formualizer.LiteralValue.error(_KINDS.get(str(cell), "Value"), None)
    return None if cell is None or cell == "" else cell


def _decoded(value: Any) -> Any:
    """Return a cell that came as JSON: a date as {"date": ...}, an error as {"error": ...}."""
    if isinstance(value, dict):
        if "error" in value:
            return ErrorCell(value["error"])
        return dt.datetime.fromisoformat(value["date"])
    return value


def _plain(value: Any) -> Block:
    """Return what the evaluator computed as a block of cells."""
    if isinstance(value, list):
        rows = tuple(tuple(_cell(cell) for cell in row) for row in value)
        return Block(rows, len(rows))
    return Block(((_cell(value),),), 1, scalar=True)


def _cell(value: Any) -> Any:
    if isinstance(value, dict):
        return ErrorCell(_ERRORS.get(value.get("kind", ""), "#VALUE!"))
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value


def _rows(answer: Any) -> list[list[Any]]:
    rows = answer if isinstance(answer, list) else [[answer]]
    return [[_encoded(cell) for cell in row] for row in rows]


def _encoded(value: Any) -> Any:
    cell = _cell(value)
    if isinstance(cell, ErrorCell):
        return {"error": str(cell)}
    if isinstance(cell, float) and not math.isfinite(cell):
        return {"error": "#NUM!"}
    return 0.0 if cell is None else cell  # a formula that answers a blank shows 0 in Excel


def _left(code: str, **details: str) -> dict[str, Any]:
    return {"left": code, "details": details}


def _is_known(name: str) -> bool:
    """Ask the evaluator whether it has a function: only an unknown one makes #NAME? of it."""
    if not _NAME.fullmatch(name):
        return False  # of an add-in or another book
    book = formualizer.Workbook()
    book.add_sheet("S")
    try:
        book.set_formula("S", 1, 1, f"={name}()")
        found = book.evaluate_cell("S", 1, 1)
    except Exception:  # noqa: BLE001  it is known, and wants arguments
        return True
    return not (isinstance(found, dict) and found.get("kind") in {"Name", "NImpl"})


def _tokens_of(text: str) -> list[tuple[str, str]] | None:
    """Return the words of a formula, an array constant as one; None for what is no formula."""
    try:
        tokens = formualizer.tokenize(f"={text}").tokens()
    except Exception:  # noqa: BLE001  the library's own errors
        return None
    found: list[tuple[str, str]] = []
    depth, constant = 0, ""
    for token in tokens:
        kind = _kind(str(token.token_type), str(token.subtype))
        if kind in {"{", "}"}:
            depth += 1 if kind == "{" else -1
            constant += token.value
            if not depth:
                found.append(("literal", constant))
                constant = ""
        elif depth:
            constant += token.value
        else:
            found.append((kind, token.value))
    return found


def _kind(kind: str, subtype: str) -> str:
    kind, subtype = kind.rpartition(".")[2], subtype.rpartition(".")[2]
    if kind == "Operand":
        return "ref" if subtype == "Range" else "literal"
    if kind == "Array":
        return "{" if subtype == "Open" else "}"
    if kind in {"Func", "Paren"} and subtype == "Close":
        return "close"
    return {"Func": "call", "Paren": "open", "Sep": "comma", "Whitespace": "space"}.get(kind, "op")
