"""A formula written anew for the evaluator: names and tables resolved, our own calls marked.

The arguments of our functions that are plain references do not travel through the evaluator: it
would turn dates into numbers, cut whole columns and drop omitted arguments. They are named in the
call, and the cells reach the function as Excel would hand them over.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from xl_addin.engines.package.addresses import Area, span
from xl_addin.engines.recalc.array_functions import (
    ARRAY_MINDED,
    BRANCHES,
    NEVER,
    PRODUCERS,
    THROUGH,
    WHOLE,
)
from xl_addin.engines.recalc.errors import UncomputableError
from xl_addin.engines.recalc.graph import WHOLE_SHEET
from xl_addin.engines.recalc.references import Directory, Place, Ref, crossed
from xl_addin.engines.recalc.tree import Call, Formula, Group, Item, Leaf, bare, lone_reference

OUR_CALL = "CLIENTBASE_CALL"
Shape = Literal["any", "first", "single"]


class Given(NamedTuple):
    """An argument of one of our functions.

    kind: "omitted", "ref" (the cells of `ref`) or "value" (number `place` of those computed).
    """

    kind: Literal["omitted", "ref", "value"]
    ref: Ref | None = None
    place: int = -1


class OurCall(NamedTuple):
    """A call of one of our functions. `inside` is the function that takes a single cell only."""

    name: str
    args: tuple[Given, ...]
    shape: Shape
    inside: str


class Want(NamedTuple):
    """What the surroundings take.

    whole: many cells; else one. by: the function that takes one only. is_array: whether the formula
    is computed as an array, else areas mean the cell of the formula's row or column.
    """

    whole: bool
    by: str
    is_array: bool


@dataclass
class Written:
    """A formula as the evaluator gets it, and what it needs for that."""

    text: str = ""
    calls: list[OurCall] = field(default_factory=list)
    cells: list[Ref] = field(default_factory=list)  # what the evaluator itself reads
    functions: set[str] = field(default_factory=set)


@dataclass
class Writer:
    """Writes formulas for one workbook.

    `ours` are the names of our functions; `spill` gives the area over which the array formula of
    a cell spreads now, None where there is none.
    """

    directory: Directory
    ours: frozenset[str]
    spill: Callable[[Place], Area | None]

    def write(self, formula: Formula, place: Place, *, is_array: bool) -> Written:
        """Write the formula of a cell. Raises UncomputableError for what cannot be computed."""
        done = Written()
        want = Want(whole=is_array, by="", is_array=is_array)
        done.text = _Pen(self, place, done).items(formula, want)
        return done


@dataclass
class _Pen:
    """Writes one formula."""

    writer: Writer
    place: Place
    done: Written

    def items(self, items: Formula, want: Want) -> str:
        ops = {item.text for item in items if isinstance(item, Leaf) and item.kind == "op"}
        if found := ops & {" ", ",", "#"}:
            raise UncomputableError("operator", what=f"'{min(found)}'")
        if ":" in ops:
            return self._span(items, want)
        if "@" in ops:
            return self._at(items, want)
        if ops and not want.is_array:
            want = want._replace(whole=False)
        return "".join(self._item(item, want) for item in items)

    def _item(self, item: Item, want: Want) -> str:
        if isinstance(item, Group):
            return f"({self.items(item.items, want)})"
        if isinstance(item, Call):
            return self._call(item, want)
        if item.kind == "ref":
            return self._reference(item.text, want)
        if item.text.startswith("{") and want.by and not want.whole:
            raise UncomputableError("array_inside", what=want.by)
        return item.text

    def _reference(self, text: str, want: Want) -> str:
        if text.casefold().startswith("_xlpm.") or text.upper().endswith("#REF!"):
            return "#REF!" if text.upper().endswith("#REF!") else text
        found = self.writer.directory.resolve(text, self.place)
        if not isinstance(found, Ref):
            return f"({self.items(found, want)})"
        return self._area(found, want)

    def _area(self, ref: Ref, want: Want) -> str:
        if not want.whole and not ref.is_cell:
            if want.is_array:
                raise UncomputableError("array_inside", what=want.by)
            cell = crossed(ref, self.place)
            if cell is None:
                return "#VALUE!"
            ref = cell
        self.done.cells.append(ref)
        return self.writer.directory.written(ref)

    def _call(self, call: Call, want: Want) -> str:
        name = call.name
        if name in self.writer.ours:
            return self._our(call, want)
        if name == "ANCHORARRAY":
            return self._area(self._spilled(call), want)
        if name == "SINGLE":
            return self._single(call.args[0] if call.args else (), want)
        if name in NEVER:
            raise UncomputableError("function", what=name)
        single = bool(want.by) and not want.whole
        if single and (name in PRODUCERS or _may_widen(call)):
            raise UncomputableError("array_inside", what=want.by)
        self.done.functions.add(call.text)
        is_array = want.is_array or name in ARRAY_MINDED
        if name == "OFFSET" and call.args:
            self._whole_sheet(call.args[0])
        args = [self.items(arg, _want(name, i, want, is_array)) for i, arg in enumerate(call.args)]
        return f"{call.text}({','.join(args)})"

    def _our(self, call: Call, want: Want) -> str:
        args: list[Given] = []
        texts: list[str] = []
        for arg in call.args:
            given = self._given(arg)
            if given is None:
                given = Given("value", place=len(texts))
                texts.append(self.items(arg, Want(want.is_array, "", want.is_array)))
            args.append(given)
        shape: Shape = "any" if want.whole or not want.by else "single"
        if not want.is_array and not want.whole:
            shape = "first"
        self.done.calls.append(OurCall(call.name, tuple(args), shape, want.by))
        number = len(self.done.calls) - 1
        return f"{OUR_CALL}({','.join([str(number), *texts])})"

    def _given(self, arg: Formula) -> Given | None:
        """Return an argument that needs no computing: left out, or a reference."""
        items = bare(arg)
        if not items:
            return Given("omitted")
        lone = lone_reference(items)
        if lone is not None and not lone.text.casefold().startswith("_xlpm."):
            if lone.text.upper().endswith("#REF!"):
                return None
            found = self.writer.directory.resolve(lone.text, self.place)
            return Given("ref", found) if isinstance(found, Ref) else None
        if len(items) == 1 and isinstance(call := items[0], Call):
            if call.name == "ANCHORARRAY":
                return Given("ref", self._spilled(call))
            if call.name == "SINGLE" and call.args and lone_reference(call.args[0]):
                area = self._resolved(call.args[0])
                cell = crossed(area, self.place) if area else None
                return Given("ref", cell) if cell else None
        return None

    def _resolved(self, items: Formula) -> Ref | None:
        lone = lone_reference(items)
        if lone is None:
            return None
        found = self.writer.directory.resolve(lone.text, self.place)
        return found if isinstance(found, Ref) else None

    def _spilled(self, call: Call) -> Ref:
        anchor = self._resolved(call.args[0]) if call.args else None
        if anchor is None or not anchor.is_cell:
            raise UncomputableError("spill", what=call.text)
        area = self.writer.spill(Place(anchor.sheet, anchor.area.row, anchor.area.column))
        if area is None:
            raise UncomputableError("spill", what=self.writer.directory.written(anchor))
        return Ref(anchor.sheet, area)

    def _single(self, items: Formula, want: Want) -> str:
        """Write @: the one cell of an area that is meant, or the first of what was computed."""
        ref = self._resolved(items)
        if ref is not None:
            cell = crossed(ref, self.place)
            return "#VALUE!" if cell is None else self._area(cell, want)
        whole = Want(whole=True, by="", is_array=True)
        return f"INDEX({self.items(items, whole)},1,1)"

    def _at(self, items: Formula, want: Want) -> str:
        """Write what begins with @, as a formula that was typed has it."""
        first, *rest = bare(items)
        if isinstance(first, Leaf) and first.text == "@" and len(rest) == 1:
            return self._single(tuple(rest), want)
        raise UncomputableError("operator", what="'@'")

    def _span(self, items: Formula, want: Want) -> str:
        """Write A1:INDEX(...): all that it can reach is the area around its references."""
        if not want.whole:
            raise UncomputableError("operator", what="':'")
        before = len(self.done.cells)
        kept = Want(whole=True, by="", is_array=True)
        text = "".join(self._item(item, kept) for item in items)
        reach = self.done.cells[before:]
        for ref in reach[1:]:
            if ref.sheet == reach[0].sheet:
                self.done.cells.append(Ref(ref.sheet, span(reach[0].area, ref.area)))
        return text

    def _whole_sheet(self, items: Formula) -> None:
        """OFFSET may reach every cell of the sheet from which it starts."""
        ref = self._resolved(items)
        if ref is None:
            raise UncomputableError("function", what="OFFSET")
        self.done.cells.append(Ref(ref.sheet, WHOLE_SHEET))


def _want(name: str, place: int, want: Want, is_array: bool) -> Want:  # noqa: FBT001
    if place in WHOLE.get(name, ()):
        return Want(whole=True, by=name, is_array=is_array)
    if place in THROUGH.get(name, ()):
        if name in BRANCHES and not is_array:
            return Want(whole=False, by=name, is_array=False)
        if is_array and want.by:
            return want._replace(is_array=True)
        return Want(whole=True, by=want.by, is_array=is_array)
    return Want(whole=False, by=name, is_array=is_array)


def _may_widen(call: Call) -> bool:
    """Tell whether a look-up may answer with a row or column: INDEX(area, 0, 2)."""
    if call.name != "INDEX" or len(call.args) < 3:
        return False
    return any(not items or _is_zero(items) for items in map(bare, call.args[1:3]))


def _is_zero(items: Formula) -> bool:
    first: Any = items[0]
    return len(items) == 1 and isinstance(first, Leaf) and first.text in {"0", "FALSE"}
