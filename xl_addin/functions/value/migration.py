"""Moves between segments in cells."""

from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple, TypeAlias

import numpy as np

from scoring.errors import Problem, TableError
from scoring.tables.repeats import repeated
from xl_addin.functions.aligned import told
from xl_addin.functions.arguments import Answer, Column, Flag, Language, Line, Words
from xl_addin.functions.catalogue import worksheet_function
from xl_addin.functions.cells import Cell
from xl_addin.functions.reading import (
    Floats,
    check_lengths,
    has_header,
    ids_of,
    numbers_of,
    refuse_blank,
    texts_of,
)
from xl_addin.functions.value.rfm_options import Map, map_from

if TYPE_CHECKING:
    from scoring.value.migration import Migration, Snapshot
    from xl_addin.texts import Texts

STEPS = 5
MOVES_COLUMNS = ("what", "customers", "share", "revenue", "revenue_share")
Shown: TypeAlias = Annotated[
    Literal["matrix", "moves"],
    Words({"matrix": ("матрица",), "moves": ("summary", "движение", "итог")}),
]


class _Side(NamedTuple):
    ids: Line
    segments: Line
    weights: Line | None
    names: tuple[str, str, str]


@worksheet_function(example="=SEGMENT_MIGRATION(A2:A500, B2:B500, D2:D500, E2:E500)")
def SEGMENT_MIGRATION(  # noqa: N802, PLR0913, PLR0917 (names and order are the worksheet's)
    ids_then: Column,
    segments_then: Column,
    ids_now: Column,
    segments_now: Column,
    weights: Column | None = None,
    weights_then: Column | None = None,
    map: Map = "B",  # noqa: A002 (the name is the worksheet's)
    show: Shown = "matrix",
    headers: Flag = True,  # noqa: FBT002 (an argument of a worksheet)
    lang: Language = "en",
) -> Answer:
    """How customers moved between segments from one date to another, and who came or left.

    The matrix has a row per segment then, with new customers below, and a column per segment
    now, with those who left on the right; its cells count customers, or add up ``weights``
    where they are given. Moves lists upgraded, downgraded, unchanged, regrouped, new and lost:
    customers, their share, weight and its share. Up and down follow the ranks of the map; a
    segment without a rank (of another map, say) only regroups. Shares of new are of all now,
    those of lost of all then; of the others customers are shares of all then, weights of all
    now. Segments stand in the order of the map, others behind them by name. Names may be of
    either language. Blank rows are passed over; a customer that stands twice is refused.

    Parameters
    ----------
    ids_then : column
        Customers at the earlier date.
    segments_then : column
        Segment of each of them.
    ids_now : column
        Customers at the later date.
    segments_now : column
        Segment of each of them.
    weights : column, optional
        Money of each customer now. Left out: customers are counted.
    weights_then : column, optional
        Money of each customer then, for those who left. Left out: they weigh 0.
    map : word or block, optional
        The map whose ranks count: A, B, C, or a range as in RFM_SEGMENT. Left out: B.
    show : word, optional
        matrix or moves. Left out: matrix.
    headers : yes or no, optional
        Whether headers stand on top and segments on the left. Left out: TRUE.
    lang : word, optional
        Language of headers and segments: en or ru. Left out: en.

    Returns
    -------
    table
        The matrix, or six rows of moves with five columns; a dash where nothing can be divided.

    Source
    ------
    Transition matrices as in Klaviyo's report of movements between RFM groups.

    Examples
    --------
    >>> SEGMENT_MIGRATION(
    ...     ["C1", "C2"], ["Loyal", "New"], ["C1", "C3"], ["Champions", "New"], headers=False
    ... )
    [[0.0, 0.0, 0.0, 0.0], [1.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 1.0], [0.0, 0.0, 1.0, 0.0]]
    """
    from scoring.value.migration import migrate, ranks_of
    from xl_addin.texts import texts

    sides = (
        _Side(ids_then, segments_then, weights_then, ("ids_then", "segments_then", "weights_then")),
        _Side(ids_now, segments_now, weights, ("ids_now", "segments_now", "weights")),
    )
    then, now = (_snapshot(side) for side in sides)
    result = migrate(then, now, ranks_of(map_from(map, STEPS)))
    say = texts(lang)
    if show == "moves":
        return _moves(result, say, headers=headers)
    return _matrix(result, say, weighted=weights is not None, headers=headers)


def _snapshot(side: _Side) -> "Snapshot":
    """Read one date: customers, each once, their segments by key, and their weights."""
    from scoring.value.migration import Snapshot
    from xl_addin.segment_names import segment_key

    ids_name, segments_name, weights_name = side.names
    lines = {ids_name: side.ids, segments_name: side.segments, weights_name: side.weights}
    check_lengths(lines)
    header = _headed(side)
    n = max(len(line) for line in lines.values() if line is not None)
    ids = ids_of(_cut(side.ids, n, header=header), ids_name)
    segments = texts_of(_cut(side.segments, n, header=header).cells, segments_name)
    at = np.flatnonzero(ids.code >= 0)
    if (rows := np.flatnonzero(repeated(ids.code))).size:
        found = tuple(ids.ids[ids.code[rows[:10]]].tolist())
        raise TableError([Problem("key.twice", "", ids_name, rows, found)])
    refuse_blank((ids.code >= 0) & np.array([text is None for text in segments]), segments_name)
    weights: Floats = np.zeros(n)
    if side.weights is not None:
        weights = numbers_of(_cut(side.weights, n, header=header).cells, weights_name)
    keys = np.array([segment_key(text) for text in segments[at]], object)
    return Snapshot(ids.ids[ids.code[at]], keys, np.nan_to_num(weights[at]))


def _headed(side: _Side) -> bool:
    """Say whether the first row is one of headers: words above weights, or known ones."""
    from xl_addin.exports.headers import map_headers

    if side.weights is not None and len(side.weights) > 1:
        return has_header(side.weights.cells[:1])
    firsts = [str(line.cells[0] or "") for line in (side.ids, side.segments)]
    return len(side.ids) > 1 and map_headers(firsts, "customers").fields.keys() >= {
        "customer",
        "segment",
    }


def _cut(line: Line, n: int, *, header: bool) -> Line:
    """Return a line of n cells, blanks at the end, the header blanked."""
    cells: list[Cell] = [*line.cells, *[None] * (n - len(line.cells))]
    return Line([None, *cells[1:]] if header else cells, n, line.across, line.scalar, line.block)


def _matrix(result: "Migration", say: "Texts", *, weighted: bool, headers: bool) -> Answer:
    from scoring.value.migration import LOST, NEW
    from xl_addin.segment_names import segment_name

    counts = result.customers
    met = [key for key in counts.columns[:-1] if counts.loc[key].any() or counts[key].any()]
    table = (result.money if weighted else counts).loc[[*met, NEW], [*met, LOST]]
    rows: list[list[Cell]] = table.to_numpy(float).tolist()
    if not headers:
        return rows
    names = [segment_name(say, key) for key in met]
    sides = zip([*names, say("moves.new")], rows, strict=True)
    corner = say("columns.segment_then")
    return [[corner, *names, say("moves.lost")], *([name, *row] for name, row in sides)]


def _moves(result: "Migration", say: "Texts", *, headers: bool) -> Answer:
    rows: list[list[Cell]] = [
        [say(f"moves.{move}"), *told([float(number) for number in numbers])]
        for move, *numbers in result.moves.itertuples(index=False)
    ]
    return [[say(f"columns.{key}") for key in MOVES_COLUMNS], *rows] if headers else rows
