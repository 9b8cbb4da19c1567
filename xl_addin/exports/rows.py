"""Rows that are no data: totals, a header pasted in again, another table below."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from xl_addin.exports.headers import fold
from xl_addin.files.cells import SheetCells
from xl_addin.files.encode import BLANK, DATE, NUMBER, TEXT

TOTAL = re.compile(
    r"\s*(?:общ(?:ий|ая)\s+)?(?:промежуточн\w+\s+)?(?:итог[ио]?|всего|в\s*т\.?\s*ч\.?)\b"
    r"|\s*(?:grand\s+|sub[ -]?)?totals?\b|\s*sum\s+total\b",
    re.IGNORECASE,
)
_WHOLE_TOTAL = re.compile(rf"(?:{TOTAL.pattern})[\s:.]*$", re.IGNORECASE)
_TOTAL_BEHIND = re.compile(r".*\s(?:итоги?|total)\s*$", re.IGNORECASE | re.DOTALL)
_TOTAL_WORD = re.compile(r"итог|всего|total|в\s*т\.?\s*ч")
_LETTERS = 3  # of them the shortest word for a total consists
_TITLE = 3  # rows that a title above a repeated header may take
_LOOKED_AT = 100_000  # rows without a date that are looked at one by one


@dataclass(slots=True)
class OddRows:
    """Rows of a block, 0-based, that are left out of the data; stop: where another table begins."""

    totals: list[int] = field(default_factory=list)
    headers: list[int] = field(default_factory=list)
    stop: int | None = None


def odd_rows(
    cells: SheetCells,
    start: int,
    headers: Sequence[str],
    *,
    anchor: int | None,
    key: int | None,
    names: Sequence[int] = (),
) -> OddRows:
    """Find the rows of a block from ``start`` on that are no data.

    anchor: the column of dates, if the table has one: a row with a date is data, unless its
    customer or document (the columns ``names``) is nothing but a word for a total. key: the column
    that must be filled. A total says so in one of its texts. A second header repeats the first.
    Another table begins below a blank row, with a row of texts only; where the header comes again
    below it, it is the same table, and that row only its title.
    """
    found = OddRows()
    folded = [fold(header) for header in headers]
    filled = cells.filled[start:]
    name = folded[key] if key is not None and key < len(folded) else ""
    for at in _suspicious(cells, start, anchor, key, name):
        row = start + at
        places = np.flatnonzero(cells.kinds[row] == TEXT).tolist()
        texts = {j: str(cells.cell(row, j)) for j in places}
        if _repeats(texts, folded):
            found.headers.append(row)
        elif _is_total(texts, names, whole=anchor is None):
            found.totals.append(row)
        elif anchor is not None and at and not filled[at - 1] and _only_texts(cells, row):
            if _header_below(cells, row, folded):
                found.headers.append(row)
                continue
            found.stop = row
            break
    if anchor is not None:
        found.totals = sorted({*found.totals, *_named_totals(cells, start, names, found.stop)})
    return found


def holds_values(cells: SheetCells, start: int) -> bool:
    """Whether a row from ``start`` on is more than words: several cells, one of them a value.

    A value is a number, a date, or a text that begins with a digit, as in a text file.
    """
    for row in range(start, cells.n_rows):
        places = np.flatnonzero(cells.kinds[row] != BLANK).tolist()
        if len(places) > 1 and any(
            cells.kinds[row, j] in {NUMBER, DATE} or _begins_with_digit(str(cells.cell(row, j)))
            for j in places
        ):
            return True
    return False


def _header_below(cells: SheetCells, row: int, folded: Sequence[str]) -> bool:
    """Whether one of the next rows repeats the header."""
    for below in range(row + 1, min(row + 1 + _TITLE, cells.n_rows)):
        places = np.flatnonzero(cells.kinds[below] == TEXT).tolist()
        if _repeats({j: str(cells.cell(below, j)) for j in places}, folded):
            return True
    return False


def _named_totals(
    cells: SheetCells, start: int, names: Sequence[int], stop: int | None
) -> list[int]:
    """Return rows whose customer, say, is a word for a total, though they have a date."""
    rows: list[int] = []
    for column in names:
        if cells.whole.letters(column) < _LETTERS:
            continue
        named = cells.texts_that(_are_totals, column, slice(start, stop))
        rows += (start + np.flatnonzero(named)).tolist()
    return rows


def _are_totals(texts: list[str]) -> list[bool]:
    if _TOTAL_WORD.search("\n".join(texts).casefold()) is None:  # far quicker than one by one
        return [False] * len(texts)
    return [_WHOLE_TOTAL.fullmatch(text) is not None for text in texts]


def _suspicious(
    cells: SheetCells, start: int, anchor: int | None, key: int | None, name: str
) -> list[int]:
    """Return the rows below ``start`` that hold something but no date, or no plain key."""
    filled = cells.filled[start:]
    column = anchor if anchor is not None else key
    if column is None:
        return np.flatnonzero(filled).tolist()[:_LOOKED_AT]
    kinds = cells.kinds[start:, column]
    plain = (kinds == DATE) | (kinds == NUMBER) if anchor is not None else kinds != BLANK

    def odd(texts: list[str]) -> list[bool]:
        if anchor is not None:
            return [not _begins_with_digit(text) for text in texts]
        return [_may_be_odd(text, name) for text in texts]

    suspicious = filled & ~plain & (kinds != TEXT)
    suspicious |= cells.texts_that(odd, column, slice(start, None))
    return np.flatnonzero(suspicious).tolist()[:_LOOKED_AT]


def _begins_with_digit(text: str) -> bool:
    return text[:1].isdigit() or text.lstrip()[:1].isdigit()


def _may_be_odd(text: str, header: str) -> bool:
    return TOTAL.match(text) is not None or fold(text) == header


def _repeats(texts: dict[int, str], folded: Sequence[str]) -> bool:
    """Whether the texts of a row are those of the header, at least two of them and two thirds."""
    same = sum(fold(text) == folded[j] for j, text in texts.items() if j < len(folded))
    return same >= max(2, 2 * len(list(filter(None, folded))) / 3)


def _is_total(texts: dict[int, str], names: Sequence[int], *, whole: bool) -> bool:
    expression = _WHOLE_TOTAL if whole else TOTAL
    if any(expression.match(text) for text in texts.values()):
        return True
    return not whole and any(_TOTAL_BEHIND.match(texts[at]) for at in names if at in texts)


def _only_texts(cells: SheetCells, row: int) -> bool:
    kinds: NDArray[np.uint8] = cells.kinds[row][cells.kinds[row] != BLANK]
    if kinds.size < 1 or not (kinds == TEXT).all():
        return False
    places = np.flatnonzero(cells.kinds[row] == TEXT)
    return not any(_begins_with_digit(str(cells.cell(row, int(j)))) for j in places)
