"""A small language in which a segment says which scores it claims, and maps read from cells.

    rule   = choice { ";" choice }                     any of the choices
    choice = codes | ranges
    codes  = code { ("," | blank) code }               any of the codes
    code   = place place [ place ]                     R, F and M; without the third any M
    place  = digit | "*" | "[" digit { digit } "]" | "[" digit "-" digit "]"
    ranges = range { ("," | blank) range }             all of the ranges together
    range  = ("R" | "F" | "M" | "FM") score [ "-" score ]

So ``555 554 5[4-5]3`` and ``R4-5 FM4-5; R3 F5`` are rules. FM is the mean of F and M, halves
rounded up. 0 may stand for the lowest score, as some published ranges have it; letters may be
small, and the Cyrillic М is taken for M. Everything that cannot be read is told at once.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

import numpy as np

from scoring.checks import BoolArray
from scoring.errors import Problem, TableError
from scoring.settings.rfm import SegmentRow
from scoring.tables.signs import fold_signs
from scoring.value.segment_maps import RANKS, STEPS, SegmentMap, mean_score

TABLE = "segment_map"
SEGMENT, RANK, RULE = "map_segment", "map_rank", "map_rule"
WORST_RANK = 99
_KNOWN = {segment: place for place, segment in enumerate(RANKS)}

_PLACE = r"(?:[1-9*]|\[[1-9]+\]|\[[1-9]-[1-9]\])"
_CODE = re.compile(rf"{_PLACE}{{2,3}}")
_PLACES = re.compile(_PLACE)
_RANGE = re.compile(r"(FM|[RFM])\s*([0-9])(?:\s*-\s*([0-9]))?(?=[\s,]|$)")
_GAP = re.compile(r"[\s,]+")
_SCORE = re.compile(r"(?<![0-9])[1-9](?![0-9])")


class _Fault(NamedTuple):
    code: str
    found: str


class _Claim(NamedTuple):
    """The cells of one choice, (k, k, k), and the axes on which it is not open."""

    cells: BoolArray
    axes: frozenset[str]


def read_rows(rows: Sequence[SegmentRow], steps: int = STEPS, name: str = "own") -> SegmentMap:
    """Read a map of rows: segment, rank and rule.

    Blank rows are passed over. A segment may have several rows; it stands where its first one
    does, and of segments that claim one cell the first wins. Without a rank a segment of the
    named maps has the rank that it has there, any other none. The map has the axes that its
    rules speak of.

    Raises TableError with every fault of every row.
    """
    problems = _Problems()
    claims: dict[str, BoolArray] = {}
    ranks: dict[str, int | None] = {}
    used: set[str] = set()
    for place, row in enumerate(rows):
        if not row.segment and row.rank is None and not row.rule.strip():
            continue
        if not row.segment:
            problems.add("cell.blank", SEGMENT, place, "")
        if not row.rule.strip():
            problems.add("cell.blank", RULE, place, "")
        read = [] if not row.rule.strip() else list(_choices(row.rule, steps))
        for each in read:
            if isinstance(each, _Fault):
                problems.add(each.code, RULE, place, each.found, top=str(steps))
            else:
                used |= each.axes
                empty = np.zeros((steps,) * 3, bool)
                claims[row.segment] = claims.get(row.segment, empty) | each.cells
        _rank(row, place, ranks, problems)
    problems.tell()
    if not claims:
        raise TableError([Problem("rows.none", TABLE, "")])
    return _map(name, claims, ranks, used)


def read_grid(cells: Sequence[Sequence[str | None]], steps: int = STEPS) -> SegmentMap:
    """Read a map of k by k cells that hold segments: R down from the best, F across from 1.

    With one row and one column more, the scores stand there, in any order; FM in one of those
    labels makes the second axis the mean of F and M. A blank cell is a hole. Segments of the
    named maps have their ranks, others none. Segments stand in the order of the
    named maps, others behind them by name.

    Raises TableError with every fault.
    """
    problems = _Problems()
    labelled = len(cells) == steps + 1
    body = [list(row[labelled:]) for row in cells[labelled:]]
    r, f = list(range(steps, 0, -1)), list(range(1, steps + 1))
    second: Literal["f", "fm"] = "f"
    if labelled:
        across, down = cells[0], [row[0] for row in cells]
        f = _labels(across[1:], 0, steps, problems)
        r = _labels(down[1:], 1, steps, problems)
        second = "fm" if any("FM" in fold_signs(text or "").upper() for text in across) else "f"
    problems.tell()
    names = dict.fromkeys(cell for row in body for cell in row if cell)
    if not names:
        raise TableError([Problem("rows.none", TABLE, "")])
    order = sorted(names, key=lambda each: (_KNOWN.get(each, len(_KNOWN)), each))
    claims = np.zeros((len(order), steps, steps), bool)
    for down_score, row in zip(r, body, strict=True):
        for across_score, cell in zip(f, row, strict=True):
            if cell:
                claims[order.index(cell), down_score - 1, across_score - 1] = True
    return SegmentMap("own", tuple(order), tuple(map(RANKS.get, order)), claims, second)


def _choices(rule: str, steps: int) -> Iterator[_Claim | _Fault]:
    """Read the choices of a rule, or say what cannot be read."""
    text = fold_signs(rule).upper().replace("М", "M")  # the Cyrillic letter
    for choice in text.split(";"):
        ranges = list(_RANGE.finditer(choice))
        others = list(filter(None, _GAP.split(_RANGE.sub(" ", choice))))
        if ranges and not others:
            yield _ranges(ranges, steps)
        elif not others:
            yield _Fault("map.rule", ";")
        for code in others:
            known = not ranges and _CODE.fullmatch(code)
            yield _code(code, steps) if known else _Fault("map.rule", code)


def _code(code: str, steps: int) -> _Claim | _Fault:
    scores = []
    for place in _PLACES.findall(code):
        text = place.strip("[]")
        low, dash, high = text.partition("-")
        if dash and high < low:
            return _Fault("map.falling", code)
        digits = range(int(low), int(high) + 1) if dash else map(int, text.replace("*", ""))
        scores.append(set(digits) if text != "*" else set(range(1, steps + 1)))
        if max(scores[-1]) > steps:
            return _Fault("map.score", code)
    return _cross(dict(zip("RFM", scores, strict=False)), steps)


def _ranges(ranges: Sequence[re.Match[str]], steps: int) -> _Claim | _Fault:
    wanted: dict[str, set[int]] = {}
    for each in ranges:
        axis, low, high = each[1], int(each[2]), int(each[3] or each[2])
        if high < low:
            return _Fault("map.falling", each[0])
        if not 1 <= high <= steps:
            return _Fault("map.score", each[0])
        scores = set(range(max(low, 1), high + 1))
        wanted[axis] = wanted.get(axis, scores) & scores
    return _cross(wanted, steps)


def _cross(wanted: dict[str, set[int]], steps: int) -> _Claim:
    """Return the cells whose scores are all wanted, and the axes that are not open."""
    r, f, m = np.indices((steps,) * 3) + 1
    score = {"R": r, "F": f, "M": m, "FM": mean_score(f, m)}
    cells = np.ones((steps,) * 3, bool)
    for axis, scores in wanted.items():
        cells &= np.isin(score[axis], list(scores))
    axes = frozenset(axis for axis, scores in wanted.items() if len(scores) < steps)
    return _Claim(cells, axes)


def _map(
    name: str, claims: dict[str, BoolArray], ranks: dict[str, int | None], used: set[str]
) -> SegmentMap:
    """Give a map the axes that its rules use: R and F, R and FM, or all three."""
    whole = np.array(list(claims.values()))
    second: Literal["f", "fm"] = "f"
    if "M" not in used and not {"F", "FM"} <= used:
        # Without the others F = M stands for any M of this F, and for this mean of both.
        whole = np.diagonal(whole, axis1=2, axis2=3)
        second = "fm" if "FM" in used else "f"
    return SegmentMap(name, tuple(claims), tuple(ranks[each] for each in claims), whole, second)


def _rank(row: SegmentRow, place: int, ranks: dict[str, int | None], problems: "_Problems") -> None:
    rank = RANKS.get(row.segment) if row.rank is None else row.rank
    if isinstance(rank, str) or not (rank is None or 1 <= rank <= WORST_RANK):
        problems.add("map.rank", RANK, place, f"{rank}", worst=str(WORST_RANK))
        return
    if row.rank is not None and ranks.get(row.segment) not in {None, row.rank}:
        problems.add("map.ranks", RANK, place, f"{rank}")
    if ranks.get(row.segment) is None:
        ranks[row.segment] = rank


def _labels(texts: Sequence[str | None], row: int, steps: int, problems: "_Problems") -> list[int]:
    """Read the scores along one side of a grid; each must stand there once."""
    found = [_SCORE.findall(text or "") for text in texts]
    scores = [int(each[0]) for each in found if len(each) == 1]
    if sorted(scores) != list(range(1, steps + 1)):
        shown = " ".join(text or "–" for text in texts)
        problems.add("map.labels", RULE, row, shown, top=str(steps))
    return scores


class _Problems:
    """Faults gathered, those of one kind and column in one problem."""

    def __init__(self) -> None:
        self._faults: dict[tuple[str, str], list[tuple[int, str, dict[str, str]]]] = {}

    def add(self, code: str, column: str, row: int, found: str, **details: str) -> None:
        """Note a fault."""
        self._faults.setdefault((code, column), []).append((row, found, details))

    def tell(self) -> None:
        """Raise TableError with all faults, or do nothing."""
        problems = [
            Problem(
                code,
                TABLE,
                column,
                np.array([row for row, _, _ in faults], np.int64),
                tuple(found for _, found, _ in faults),
                faults[0][2],
            )
            for (code, column), faults in self._faults.items()
        ]
        if problems:
            raise TableError(problems)
