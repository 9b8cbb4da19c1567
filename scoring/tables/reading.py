"""Cells read as dates, numbers, keys, texts and flags: plainly, or told as a fault.

Nothing is guessed. Text is read only where it can be read in one way: dates as 2024-03-31
or 31.03.2024, numbers as 1234.5, or as 1234,5 where the whole column agrees.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from scoring.checks import BoolArray, FloatArray, TextArray
from scoring.tables.cells import EPOCH, Cells, Days, Kind
from scoring.tables.contracts import Codes
from scoring.tables.signs import fold_signs

EARLIEST, LATEST = date(1970, 1, 1), date(2200, 1, 1)
LARGEST = 1e15
V = TypeVar("V")

_TIME = re.compile(
    r"(?:[T ]\s?[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9](?:[.,][0-9]+)?)?"  # 9:05, 09:05:30.25
    r"(?:\s?(?:Z|[+-][0-9:]{2,5}))?)?"  # a zone does not move the calendar day
)
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DOTS = re.compile(r"([0-9]{2})\.([0-9]{2})\.([0-9]{4})")
_NUMBER = re.compile(
    r"[+-]?(?:(?P<plain>[0-9]+)|(?P<point>[0-9]*\.[0-9]+)"
    r"|(?P<both>[1-9][0-9]{0,2},[0-9]{3})|(?P<comma>[0-9]*,[0-9]+))"
)
_POINTS_GROUP = re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+|\.[0-9]{3})")
_YES = frozenset({"yes", "true", "да", "истина", "1", "+"})
_NO = frozenset({"no", "false", "нет", "ложь", "0", "-"})
_PARTLY = frozenset({"partly", "partially", "in part", "частично", "отчасти", "0.5", "0,5", "+/-"})


@dataclass(frozen=True, slots=True, eq=False)
class Fault:
    """Rows of a column that break one rule; whole: the column cannot be used at all."""

    code: str
    rows: npt.NDArray[np.int64]
    details: Mapping[str, str] = field(default_factory=dict)
    whole: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Reading(Generic[V]):
    """What a column says, (n,), and what could not be read of it."""

    values: V
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Keys:
    """Texts as codes, (n,), below 0 where blank, into distinct ids."""

    code: Codes
    ids: TextArray


def read_dates(cells: Cells, latest: date | None) -> Reading[Days]:
    """Read days since 1970-01-01, 0 where there is none; from 1970 to latest, or to 2200."""
    limit = latest or LATEST
    day = cells.day if cells.day.size else np.zeros(cells.kind.size, np.int64)
    faults = _mismatches(cells, "date", (Kind.NUMBER, Kind.FLAG))
    dated = cells.kind == Kind.DATE
    if cells.has(Kind.TEXT):
        read, fault = _text_days(cells.texts)
        text = cells.kind == Kind.TEXT
        day = np.where(text, read[cells.code], day)
        for index, code in enumerate(("date.text", "date.calendar"), start=1):
            faults += _fault(code, text & (fault[cells.code] == index))
        dated |= text & (fault[cells.code] == 0)
    outside = (day < EARLIEST.toordinal() - EPOCH) | (day > limit.toordinal() - EPOCH)
    edges = {"earliest": str(EARLIEST), "latest": str(limit)}
    return Reading(day, faults + _fault("date.range", dated & outside, edges))


def _text_days(texts: TextArray) -> tuple[Days, npt.NDArray[np.int8]]:
    """Read texts, (k,), as days; fault 1 is no plain date, 2 is not in the calendar."""
    listed = texts.tolist()
    head, heads = pd.factorize(np.array([text[:10] for text in listed], object))
    tail, tails = pd.factorize(np.array([text[10:] for text in listed], object))
    timed = np.array([_TIME.fullmatch(text) is not None for text in tails])
    days = np.zeros(len(heads), np.int64)
    fault = np.zeros(len(heads), np.int8)
    for index, text in enumerate(heads):
        if match := _ISO.fullmatch(text):
            year, month, day = map(int, match.groups())
        elif match := _DOTS.fullmatch(text):
            day, month, year = map(int, match.groups())
        else:
            fault[index] = 1
            continue
        try:
            days[index] = date(year, month, day).toordinal() - EPOCH
        except ValueError:
            fault[index] = 2
    return days[head], np.where(timed[tail], fault[head], 1).astype(np.int8)


def read_numbers(cells: Cells) -> Reading[FloatArray]:
    """Read numbers, NaN where there is none; at most LARGEST."""
    faults = _mismatches(cells, "number", (Kind.DATE, Kind.FLAG))
    number = cells.number if cells.number.size else np.full(cells.kind.size, np.nan)
    if cells.has(Kind.TEXT):
        text = cells.kind == Kind.TEXT
        marks, read = _text_numbers(cells.texts)
        number = np.where(text, read[cells.code], number)
        mark = np.where(text, marks[cells.code], "")
        faults += _mark_faults(cells, mark)
        # A text that reads both ways is told once, as such.
        faults += _fault("number.text", text & np.isnan(number) & (mark == "no"))
    large = ~(np.abs(number) <= LARGEST) & ~np.isnan(number)
    return Reading(number, faults + _fault("number.range", large, {"limit": f"{LARGEST:.0e}"}))


def _text_numbers(texts: TextArray) -> tuple[npt.NDArray[np.str_], FloatArray]:
    """Say how each text, (k,), is written, and its number; NaN where it is not plain."""
    marks = np.full(texts.size, "no", "U8")
    read = np.full(texts.size, np.nan)
    for index, text in enumerate(texts.tolist()):
        if match := _NUMBER.fullmatch(text):
            marks[index] = match.lastgroup
            if match.lastgroup != "both":
                read[index] = float(text.replace(",", "."))
        elif _POINTS_GROUP.fullmatch(text):
            marks[index] = "grouped"
    return marks, read


def _mark_faults(cells: Cells, mark: npt.NDArray[np.str_]) -> tuple[Fault, ...]:
    """Find numbers that read both ways, and columns written in two ways."""
    faults: tuple[Fault, ...] = ()
    if (both := np.flatnonzero(mark == "both")).size:
        text = str(cells.texts[cells.code[both[0]]])
        details = {"small": text.replace(",", "."), "large": text.replace(",", "")}
        faults += (Fault("number.ambiguous", both, details, whole=True),)
    point = np.flatnonzero(mark == "point")
    other = np.flatnonzero((mark == "comma") | (mark == "grouped"))
    if point.size and other.size:
        first = np.sort(np.array([point[0], other[0]]))
        faults += (Fault("number.two_marks", first, whole=True),)
    else:
        faults += _fault("number.text", mark == "grouped")
    return faults


def read_keys(cells: Cells, *, rising: bool = True) -> Reading[Keys]:
    """Read ids: texts as they stand, whole numbers without a decimal point.

    A number of more than 15 digits is a fault: Excel has lost the last ones. rising: sort
    the ids, so that the order of codes is that of ids.
    """
    faults = _mismatches(cells, "text", (Kind.DATE, Kind.FLAG))
    code = np.full(cells.kind.size, -1, np.int32)
    ids: list[str] = []
    if cells.has(Kind.TEXT):
        text = cells.kind == Kind.TEXT
        code = cells.code if text.all() else np.where(text, cells.code, np.int32(-1))
        ids = cells.texts.tolist()
    if cells.has(Kind.NUMBER):
        long = (cells.kind == Kind.NUMBER) & ~(np.abs(cells.number) < LARGEST)
        faults += _fault("text.precision", long)
        at = (cells.kind == Kind.NUMBER) & ~long
        distinct, place = np.unique(cells.number[at], return_inverse=True)
        code[at] = place + len(ids)
        ids = ids + [str(int(v)) if v == int(v) else repr(v) for v in distinct.tolist()]
    return Reading(_used(code, ids, rising=rising), faults)


def _used(code: Codes, ids: list[str], *, rising: bool) -> Keys:
    """Keep the ids that occur, each once; a blank text has no id."""
    wanted = sorted(set(ids)) if rising else list(dict.fromkeys(ids))
    if wanted != ids:
        place = {text: index for index, text in enumerate(wanted)}
        new = np.fromiter(map(place.__getitem__, ids), np.int32, len(ids))
        code = np.append(new, np.int32(-1))[code]
    occurs = np.zeros(len(wanted) + 1, bool)
    occurs[code] = True
    if not occurs[:-1].all():
        code = np.append(np.cumsum(occurs[:-1], dtype=np.int32) - 1, np.int32(-1))[code]
    kept = np.empty(len(wanted), object)
    kept[:] = wanted
    return Keys(code.astype(np.int32, copy=False), kept[occurs[:-1]])


def read_flags(cells: Cells) -> Reading[BoolArray]:
    """Read yes or no: true and false, 1 and 0, yes and no, да and нет; blank is no."""
    faults = _mismatches(cells, "text", (Kind.DATE,))
    yes = np.zeros(cells.kind.size, bool)
    known = cells.kind == Kind.BLANK
    if (flag := cells.kind == Kind.FLAG).any():
        yes[flag] = cells.column.to_numpy(dtype=object)[flag].astype(bool)
        known |= flag
    if cells.has(Kind.NUMBER):
        yes |= cells.number == 1
        known |= np.isin(cells.number, (0.0, 1.0))
    if (text := cells.kind == Kind.TEXT).any():
        words = [word.casefold() for word in cells.texts.tolist()]
        yes |= text & np.array([word in _YES for word in words])[cells.code]
        known |= text & np.array([word in _YES | _NO for word in words])[cells.code]
    readable = np.isin(cells.kind, (Kind.NUMBER, Kind.TEXT))
    return Reading(yes, faults + _fault("flag.value", readable & ~known))


def read_answers(cells: Cells) -> Reading[FloatArray]:
    """Read answers: 1 for + or yes, 0.5 for +/- or partly, 0 for - or no, NaN for a blank."""
    faults = _mismatches(cells, "answer", ())
    answer = np.full(cells.kind.size, np.nan)
    if (flag := cells.kind == Kind.FLAG).any():
        answer[flag] = cells.column.to_numpy(dtype=object)[flag].astype(float)
    if (number := cells.kind == Kind.NUMBER).any():
        known = number & np.isin(cells.number, (0.0, 0.5, 1.0))
        answer = np.where(known, cells.number, answer)
    if (text := cells.kind == Kind.TEXT).any():
        said = np.array([_answer(word) for word in cells.texts.tolist()])
        answer = np.where(text, said[cells.code], answer)
    readable = ~np.isin(cells.kind, (Kind.BLANK, Kind.ERROR, Kind.OTHER))
    return Reading(answer, faults + _fault("answer.value", readable & np.isnan(answer)))


def _answer(text: str) -> float:
    word = fold_signs(text).casefold()
    scale = ((_YES, 1.0), (_PARTLY, 0.5), (_NO, 0.0))
    return next((value for words, value in scale if word in words), np.nan)


def _mismatches(cells: Cells, wanted: str, kinds: tuple[Kind, ...]) -> tuple[Fault, ...]:
    """Find cells of a kind that never fits: an Excel error, a date where a number belongs."""
    faults: tuple[Fault, ...] = ()
    for kind in kinds:
        faults += _fault(f"{wanted}.{kind.name.lower()}", cells.kind == kind)
    for kind in (Kind.ERROR, Kind.OTHER):
        faults += _fault(f"cell.{kind.name.lower()}", cells.kind == kind)
    return faults


def _fault(
    code: str, at: npt.NDArray[Any], details: Mapping[str, str] | None = None
) -> tuple[Fault, ...]:
    rows = np.flatnonzero(at)
    return (Fault(code, rows, details or {}),) if rows.size else ()
