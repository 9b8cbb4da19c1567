"""Segments in cells: the names of codes, and the check of a segment map."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from scoring.errors import MESSAGES, TableError, shown
from scoring.tables import ErrorCell
from xl_addin.functions.arguments import Answer, ArgumentError, Column, Flag, Language
from xl_addin.functions.catalogue import worksheet_function
from xl_addin.functions.cells import NO_VALUE, Cell
from xl_addin.functions.value.rfm_options import Bins, Map, map_from, three_bins

if TYPE_CHECKING:
    from scoring.value.segment_check import Cell as Scores
    from scoring.value.segment_maps import CodeScores, SegmentMap
    from xl_addin.texts import Texts

CHECK_COLUMNS = ("finding", "scores", "segment", "next_scores", "next_segment", "customers")


@worksheet_function(example="=RFM_SEGMENT(B2:B500)")
def RFM_SEGMENT(  # noqa: N802 (the name is the worksheet's)
    codes: Column,
    bins: Bins = 5,
    map: Map = "B",  # noqa: A002 (the name is the worksheet's)
    lang: Language = "en",
) -> Answer:
    """Segment of each RFM code, such as Champions for 555, by a named map or one of your own.

    Map A has a segment for each of the 125 codes, B for each of the 25 pairs of recency and
    frequency, C for ranges of recency and FM, the mean of F and M rounded half up, of which the
    first match wins. With other than five bins a score ``s`` stands at
    ``ceil(5 * (2 * s - 1) / (2 * bins))``. A map of your own is a range of rows with segment,
    rank and scores, or a square grid of names. Scores are codes (``555 5[4-5]*``, a star any
    score, two digits R and F only) or ranges (``R4-5 F3; R3 FM5``), with a semicolon for or;
    rows are in scores 1 to ``bins``, and the first row that fits wins. A grid has R 5 on top and
    F 1 on the left, unless it is labelled with the scores. A code that no row claims answers
    No segment.
    Codes may be text or numbers. A blank cell stays blank, the dash of RFM_SCORE and its
    messages pass through, and so does a header above the codes.

    Parameters
    ----------
    codes : column
        Codes as RFM_SCORE gives them: one cell or a column, such as B2#.
    bins : whole number or three, optional
        Scores per letter that the codes were made with, 2 to 9, one number or three. Left out: 5.
    map : word or block, optional
        A, B, C, or a range: rows of segment, rank and scores, or a grid of names. Left out: B.
    lang : word, optional
        Language of the names: en or ru. Left out: en.

    Returns
    -------
    text
        The name of the segment, in the shape of ``codes``.

    Source
    ------
    Public maps in common use; see the handbook of methods, maps A, B and C.

    Examples
    --------
    >>> RFM_SEGMENT(["555", "511", "111"])
    [['Champions'], ['New'], ['Hibernating']]
    >>> RFM_SEGMENT(["555", "111"], map=[["VIP", 1.0, "R4-5 F4-5"], ["Others", 2.0, "**"]])
    [['VIP'], ['Others']]
    """
    from scoring.value.segments import map_segments
    from xl_addin.segment_names import segment_name
    from xl_addin.texts import texts

    of_axes = _bins(bins)
    segment_map = map_from(map, max(of_axes))
    read, passed = _scores(codes, of_axes)
    say = texts(lang)
    names = [segment_name(say, key) for key in map_segments(read, segment_map)]
    cells = [name if text is None else text for text, name in zip(passed, names, strict=True)]
    return codes.spread(cells)


@worksheet_function(example='=RFM_MAP_CHECK("A")')
def RFM_MAP_CHECK(  # noqa: N802 (the name is the worksheet's)
    map: Map,  # noqa: A002 (the name is the worksheet's)
    bins: Bins = 5,
    codes: Column | None = None,
    headers: Flag = True,  # noqa: FBT002 (an argument of a worksheet)
    lang: Language = "en",
) -> Answer:
    """Faults of a segment map: holes, overlaps, steps for the worse, empty segments.

    One row per finding. Hole: scores that no segment claims. Overlap: scores that several claim;
    the first has them. Worse in R, F, M or FM: one score more, the others equal, and a segment
    of worse rank (1 is the best; segments without a rank are not judged). Empty: a segment that
    has no scores of its own. With ``codes`` the customers in those scores are counted, and a row
    for each segment counts its customers. A map that cannot be read answers with all its faults.
    A sound map answers with one row that says so.

    Parameters
    ----------
    map : word or block
        A, B, C, or a range as in RFM_SEGMENT: rows of segment, rank and scores, or a grid.
    bins : whole number or three, optional
        Scores per letter in which the map is written, and the codes made, 2 to 9. Left out: 5.
    codes : column, optional
        Codes of customers to count, as RFM_SCORE gives them. Left out: none are counted.
    headers : yes or no, optional
        Whether a row of headers stands on top. Left out: TRUE.
    lang : word, optional
        Language of headers, findings and segments: en or ru. Left out: en.

    Returns
    -------
    table
        Six columns: finding, scores, segment, scores one step up, segment there, customers.

    Source
    ------
    Holes, overlaps and order as any classification needs them; the ranks of the named maps stand
    in the handbook of methods.

    Examples
    --------
    >>> len(RFM_MAP_CHECK("A", headers=False))
    30
    >>> RFM_MAP_CHECK("B", headers=False)[0][0]
    'Nothing found'
    """
    from xl_addin.texts import texts

    of_axes = _bins(bins)
    say = texts(lang)
    try:
        segment_map = map_from(map, max(of_axes))
    except TableError as error:
        rows = list(_faults(error, say))
    else:
        counted = None if codes is None else _counted(codes, of_axes)
        rows = list(_findings(segment_map, counted, say))
    blank: list[Cell] = [say("map_findings.none"), *[""] * (len(CHECK_COLUMNS) - 1)]
    rows = rows or [blank]
    return [[say(f"columns.{name}") for name in CHECK_COLUMNS], *rows] if headers else rows


def _bins(given: int | tuple[int, int, int]) -> tuple[int, int, int]:
    from scoring.settings import RfmPolicy

    return RfmPolicy(bins=three_bins(given)).bins_by_axis  # says what bins may be


def _findings(
    segment_map: "SegmentMap", counted: "CodeScores | None", say: "Texts"
) -> Iterator[list[Cell]]:
    from scoring.value.segment_check import check_map
    from scoring.value.segment_maps import NO_SEGMENT
    from xl_addin.segment_names import segment_name

    report, grid = check_map(segment_map), segment_map.grid
    keys = segment_map.keys

    def name(scores: "Scores") -> str:
        return segment_name(say, keys[grid[tuple(score - 1 for score in scores)]])

    customers = None if counted is None else segment_map.customers(counted)

    def count(scores: "Scores") -> Cell:
        at = tuple(score - 1 for score in scores)
        return "" if customers is None else float(customers[at])

    for scores in report.holes:
        yield [say("map_findings.hole"), _written(scores), "", "", "", count(scores)]
    for scores in report.overlaps:
        claims = segment_map.claims.T[tuple(score - 1 for score in reversed(scores))]
        owners = [segment_name(say, segment_map.segments[at]) for at in np.flatnonzero(claims)]
        yield [
            say("map_findings.overlap"),
            _written(scores),
            ", ".join(owners),
            "",
            "",
            count(scores),
        ]
    for step in report.worsening:
        finding = say("map_findings.worse", axis=report.axes[step.axis])
        above = _written(step.above)
        yield [
            finding,
            _written(step.below),
            name(step.below),
            above,
            name(step.above),
            count(step.below),
        ]
    for key in report.empty:
        yield [say("map_findings.empty"), "", segment_name(say, key), "", "", ""]
    if counted is not None:
        place = segment_map.places(counted)
        totals = np.bincount(np.where(place < 0, keys.size - 1, place), minlength=keys.size)
        for key, total in zip(keys.tolist(), totals.tolist(), strict=True):
            if key != NO_SEGMENT or total:
                row: list[Cell] = [say("map_findings.customers"), "", segment_name(say, key)]
                yield [*row, "", "", float(total)]


def _faults(error: TableError, say: "Texts") -> Iterator[list[Cell]]:
    """Yield what cannot be read of a map, row by row."""
    from xl_addin.book.wording import scoring_messages

    messages = scoring_messages(say)
    for problem in error.problems:
        for row in problem.rows.tolist() or [None]:
            where = "" if row is None else messages["place.row"].format(row=row + 1)
            at = [] if row is None else np.flatnonzero(problem.rows == row).tolist()
            found = [problem.found[place] for place in at if place < len(problem.found)]
            details = {**problem.details, "found": ", ".join(found)}
            text = f"{messages[problem.code].format(**details)} {problem.fix(messages)}"
            yield [say("map_findings.unread"), where, text, "", "", ""]


def _written(scores: "Scores") -> str:
    return "".join(map(str, scores))


def _counted(codes: Column, bins: tuple[int, int, int]) -> "CodeScores":
    """Return the scores of the codes alone, without blanks and headers."""
    from scoring.value.segment_maps import CodeScores

    read, passed = _scores(codes, bins)
    keep = np.array([text is None for text in passed], bool)
    return CodeScores(read.r[keep], read.f[keep], read.m[keep], bins)


def _scores(codes: Column, bins: tuple[int, int, int]) -> tuple["CodeScores", Sequence[str | None]]:
    """Read codes; beside each, what passes through in its place: a blank, a dash, a message."""
    from scoring.value.segment_maps import CodeScores

    written = [_code(cell, row) for row, cell in enumerate(codes.cells, start=1)]
    passed = [
        text if _passes(text, first=not place and len(written) > 1) else None
        for place, text in enumerate(written)
    ]
    is_code = re.compile("".join(f"[1-{most}]" for most in bins))
    for row, (text, passes) in enumerate(zip(written, passed, strict=True), start=1):
        if passes is None and not is_code.fullmatch(text):
            scores = " ".join(map(str, bins)) if len(set(bins)) > 1 else f"{bins[0]}"
            found = f"'{shown(text)}' is not three scores from 1 to {scores}"
            raise ArgumentError(f"codes, row {row}", found)
    digits = [text if out is None else "111" for text, out in zip(written, passed, strict=True)]
    r, f, m = (np.array([int(text[place]) for text in digits], np.int64) for place in range(3))
    return CodeScores(r, f, m, bins), passed


def _code(cell: Cell, row: int) -> str:
    if isinstance(cell, ErrorCell):
        raise ArgumentError(f"codes, row {row}", MESSAGES["cell.error"].format(found=cell))
    if isinstance(cell, float) and cell.is_integer():
        return f"{cell:.0f}"
    return "" if cell is None else str(cell).strip()


def _passes(text: str, *, first: bool) -> bool:
    """Say whether a text is no code but may stand among codes."""
    return text in {"", NO_VALUE} or text.startswith("#RFM_") or (first and text[:1].isalpha())
