"""Cells read as dates, numbers, keys, texts and flags: what they say, or told as a fault.

Nothing is guessed. The order of day and month, and the decimal mark, are decided once for a
column from all its texts; where these do not tell, that is a fault of the whole column. What
had to be made out of another kind of cell is told as a repair.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt

from scoring.checks import BoolArray, FloatArray, TextArray
from scoring.tables import dates, numbers
from scoring.tables.cells import Cells, Kind
from scoring.tables.contracts import Codes
from scoring.tables.dates import EPOCH, Days
from scoring.tables.policy import AS_IT_STANDS, DateOrder, ReadingPolicy
from scoring.tables.signs import fold_signs

EARLIEST, LATEST = date(1970, 1, 1), date(2200, 1, 1)
LARGEST = 1e15
EXCEL_EPOCH = 25_569  # the day number that Excel gives to 1970-01-01
_TOGETHER = 1 << 17  # rows that are looked at before it is asked whether more are needed
V = TypeVar("V")

_SHORTENED = re.compile(r"[1-9](?:[.,][0-9]+)?E\+[0-9]{2,3}")
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
    """What a column says, (n,), what could not be read of it, and what was made out of else.

    style: how its texts are written: dmy or mdy, comma or point; "" where nothing tells.
    """

    values: V
    faults: tuple[Fault, ...]
    repairs: tuple[Fault, ...] = ()
    style: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Keys:
    """Texts as codes, (n,), below 0 where blank, into distinct ids."""

    code: Codes
    ids: TextArray


def read_dates(
    cells: Cells, latest: date | None, policy: ReadingPolicy = AS_IT_STANDS
) -> Reading[Days]:
    """Read days since 1970-01-01, 0 where there is none; from 1970 to latest, or to 2200.

    Texts are dates with or without a time, numbers the day numbers of Excel, or 20240131. A text
    that names a month or quarter is its last day, or the day before latest while it is not over.
    The fault date.empty is the empty date 01.01.0001 of other programs.
    """
    limit = (latest or LATEST).toordinal() - EPOCH
    day = cells.day if cells.day.size else np.zeros(cells.kind.size, np.int64)
    faults = _mismatches(cells, "date", (Kind.FLAG,))
    repairs: tuple[Fault, ...] = ()
    dated, style = cells.kind == Kind.DATE, ""
    if cells.has(Kind.NUMBER):
        numbered = _number_days(cells, limit)
        day = np.where(numbered.read, numbered.values, day)
        dated |= numbered.read
        faults += _fault("date.number", (cells.kind == Kind.NUMBER) & ~numbered.read)
        repairs += _fault("repair.date_serial", numbered.read & ~numbered.spelled)
        repairs += _fault("repair.date_compact", numbered.read & numbered.spelled)
    if cells.has(Kind.TEXT):
        said = dates.read_date_texts(cells.texts, policy.date_order)
        text = cells.kind == Kind.TEXT
        read = text & (said.fate == dates.OK)[cells.code]
        day = np.where(text, _not_later(said, limit)[cells.code], day)
        if said.order == "two" or not np.array_equal(read, text):
            faults += _date_text_faults(cells, said, np.where(text, said.fate[cells.code], -1))
        dated |= read
        style = said.order if said.order != "two" else ""
        repairs += _fault(f"repair.date_text{f'_{style}' if style else ''}", read)
        for code, how in (("period", said.period), ("short", said.short)):
            if how.any():
                repairs += _fault(f"repair.date_{code}", read & how[cells.code])
    first = EARLIEST.toordinal() - EPOCH
    if day.min(initial=first) < first or day.max(initial=first) > limit:
        empty = (cells.kind == Kind.DATE) & (day == date.min.toordinal() - EPOCH)
        outside = dated & ~empty & ((day < first) | (day > limit))
        edges = {"earliest": str(EARLIEST), "latest": str(latest or LATEST)}
        faults += _fault("date.empty", empty) + _fault("date.range", outside, edges)
    return Reading(day, faults, repairs, style)


def _not_later(said: dates.TextDays, limit: int) -> Days:
    """Return the days of texts, a period that has begun but is not over cut at its last but one."""
    first = said.days.astype("datetime64[D]").astype("datetime64[M]").astype("datetime64[D]")
    runs = said.period & (said.days > limit) & (first.astype(np.int64) <= limit)
    return np.where(runs, limit - 1, said.days)


@dataclass(frozen=True, slots=True, eq=False)
class _NumberDays:
    """Numbers as days: which could be read, and which of them spell the day, as 20240131."""

    values: Days
    read: BoolArray
    spelled: BoolArray


def _number_days(cells: Cells, limit: int) -> _NumberDays:
    number = np.where(cells.kind == Kind.NUMBER, cells.number, np.nan)
    serial = np.floor(number) - EXCEL_EPOCH
    read = (serial >= EARLIEST.toordinal() - EPOCH) & (serial <= limit)
    values = np.where(read, serial, 0).astype(np.int64)
    spelled = np.zeros(number.size, bool)
    wide = np.flatnonzero((number >= 19_000_000) & (number < 22_010_000))
    for row in wide.tolist():
        if (day := dates.day_of_number(number[row])) is not None:
            values[row], read[row], spelled[row] = day, True, True
    return _NumberDays(values, read, spelled)


def _date_text_faults(
    cells: Cells, said: dates.TextDays, fate: npt.NDArray[Any]
) -> tuple[Fault, ...]:
    """Find texts that are no dates, and columns whose order of day and month is not clear."""
    faults: tuple[Fault, ...] = ()
    if said.order == "two":
        says = np.where(fate == dates.OK, said.says[cells.code], "")
        first = [int(np.flatnonzero(says == order)[0]) for order in ("dmy", "mdy")]
        faults += (Fault("date.two_orders", np.sort(np.array(first)), whole=True),)
    elif (either := np.flatnonzero(fate == dates.EITHER)).size:
        text = str(cells.texts[cells.code[either[0]]])
        faults += (Fault("date.ambiguous", either, _two_dates(text), whole=True),)
    if (either := np.flatnonzero(fate == dates.EITHER_YEAR)).size:
        text = str(cells.texts[cells.code[either[0]]])
        others = cells.has(Kind.DATE) or bool((fate == dates.OK).any())
        faults += (Fault("date.year_side", either, _two_years(text), whole=not others),)
    for code, what in (
        ("date.text", dates.NO_DATE),
        ("date.calendar", dates.NOT_IN_CALENDAR),
        ("date.empty", dates.EMPTY),
    ):
        faults += _fault(code, fate == what)
    return faults


def _two_dates(text: str) -> dict[str, str]:
    """Return what a text means with the day first and with the month first."""
    one = np.array([text], object)
    orders: tuple[tuple[str, DateOrder], ...] = (("day_first", "dmy"), ("month_first", "mdy"))
    days = {name: dates.read_date_texts(one, order).days[0] for name, order in orders}
    return {name: str(np.datetime64(int(day), "D")) for name, day in days.items()}


def _two_years(text: str) -> dict[str, str]:
    """Return what a text means with the year first and with the day first."""
    one = np.array([text], object)
    orders: tuple[tuple[str, DateOrder], ...] = (("year_first", "ymd"), ("day_first", "dmy"))
    said = {name: dates.read_date_texts(one, order) for name, order in orders}
    return {
        name: str(np.datetime64(int(each.days[0]), "D")) if each.fate[0] == dates.OK else "–"
        for name, each in said.items()
    }


def read_numbers(cells: Cells, policy: ReadingPolicy = AS_IT_STANDS) -> Reading[FloatArray]:
    """Read numbers, NaN where there is none; at most LARGEST.

    Texts may have marks of thousands, brackets or a minus of any shape, a currency, an exponent.
    """
    faults = _mismatches(cells, "number", (Kind.DATE, Kind.FLAG))
    number = cells.number if cells.number.size else np.full(cells.kind.size, np.nan)
    repairs: tuple[Fault, ...] = ()
    style = ""
    if cells.has(Kind.TEXT):
        text = cells.kind == Kind.TEXT
        said = numbers.read_number_texts(cells.texts, policy.decimal)
        number = np.where(text, said.values[cells.code], number)
        style = said.decimal
        if not said.plain:
            mark = np.where(text, said.marks[cells.code], "")
            faults += _number_text_faults(cells, mark, number, policy)
        read = text & ~np.isnan(number)
        odd = said.odd[cells.code] if said.odd.any() else np.zeros(read.size, bool)
        repairs += _fault("repair.number_marks", read & odd)
        repairs += _fault("repair.number_text", read & ~odd)
    if not _within(number, LARGEST):
        large = ~(np.abs(number) <= LARGEST) & ~np.isnan(number)
        faults += _fault("number.range", large, {"limit": f"{LARGEST:.0e}"})
    return Reading(number, faults, repairs, style)


def _within(numbers: FloatArray, limit: float) -> bool:
    """Whether all numbers, NaN aside, are at most that far from 0."""
    low, high = np.fmin.reduce(numbers, initial=0.0), np.fmax.reduce(numbers, initial=0.0)
    return bool(-limit <= low and high <= limit)


def _number_text_faults(
    cells: Cells, mark: numbers.Marks, number: FloatArray, policy: ReadingPolicy
) -> tuple[Fault, ...]:
    """Find texts that are no numbers, and columns whose decimal mark is not clear."""
    faults: tuple[Fault, ...] = ()
    comma, point = np.flatnonzero(mark == numbers.COMMA), np.flatnonzero(mark == numbers.POINT)
    told = np.zeros(mark.size, bool)
    if policy.decimal == "auto" and comma.size and point.size:
        first = np.sort(np.array([comma[0], point[0]]))
        faults += (Fault("number.two_marks", first, whole=True),)
        told = mark != numbers.NOT
    elif policy.decimal == "auto" and not comma.size and not point.size:
        told = np.isin(mark, (numbers.BOTH_COMMA, numbers.BOTH_POINT))
        if (both := np.flatnonzero(told)).size:
            text = str(cells.texts[cells.code[both[0]]])
            small, large = text.replace(",", "."), text.replace(",", "").replace(".", "")
            details = {"small": small, "large": large}
            faults += (Fault("number.ambiguous", both, details, whole=True),)
    wrong = (cells.kind == Kind.TEXT) & np.isnan(number) & ~told
    letters = [numbers.look_alike(text) for text in cells.texts.tolist()] if wrong.any() else []
    if any(letters):
        letter = np.where(wrong, np.array(letters, object)[cells.code], "")
        for each in sorted(set(letter) - {""}):
            faults += _fault("number.letter", letter == each, {"letter": each})
        wrong &= letter == ""
    return faults + _fault("number.text", wrong)


def read_keys(cells: Cells, *, rising: bool = True) -> Reading[Keys]:
    """Read ids: texts as they stand, whole numbers without a decimal point.

    A number of more than 15 digits is a fault: Excel has lost the last ones; so is a text such
    as 1,23457E+14, by which Excel shortens a long number in a text file. rising: sort the ids,
    so that the order of codes is that of ids.
    """
    faults = _mismatches(cells, "text", (Kind.DATE, Kind.FLAG))
    repairs: tuple[Fault, ...] = ()
    code = np.full(cells.kind.size, -1, np.int32)
    if cells.has(Kind.TEXT):
        text = cells.kind == Kind.TEXT
        code = cells.code if text.all() else np.where(text, cells.code, np.int32(-1))
        if "E+" in cells.joined:
            short = np.array([_SHORTENED.fullmatch(each) is not None for each in cells.texts])
            faults += _fault("text.exponent", text & short[cells.code])
    if cells.is_distinct and not rising and not cells.has(Kind.NUMBER):
        return Reading(_used(code, cells.texts), faults)
    ids: list[str] = cells.texts.tolist()
    if cells.has(Kind.NUMBER):
        long = (cells.kind == Kind.NUMBER) & ~(np.abs(cells.number) < LARGEST)
        faults += _fault("text.precision", long)
        at = (cells.kind == Kind.NUMBER) & ~long
        distinct, place = np.unique(cells.number[at], return_inverse=True)
        code[at] = place + len(ids)
        ids = ids + [str(int(v)) if v == int(v) else repr(v) for v in distinct.tolist()]
        if cells.has(Kind.TEXT):
            repairs = _fault("repair.key_number", at)
    wanted = sorted(set(ids)) if rising else list(dict.fromkeys(ids))
    if wanted != ids:
        where = {text: index for index, text in enumerate(wanted)}
        new = np.fromiter(map(where.__getitem__, ids), np.int32, len(ids))
        code = np.append(new, np.int32(-1))[code]
    texts = np.empty(len(wanted), object)
    texts[:] = wanted
    return Reading(_used(code, texts), faults, repairs)


def _used(code: Codes, texts: TextArray) -> Keys:
    """Keep the texts that occur; a blank one has no code."""
    occurs = np.zeros(texts.size + 1, bool)
    for start in range(0, code.size, _TOGETHER):
        occurs[code[start : start + _TOGETHER]] = True  # a blank marks the last place
        if occurs[:-1].all():
            break
    else:
        code = np.append(np.cumsum(occurs[:-1], dtype=np.int32) - 1, np.int32(-1))[code]
        texts = texts[occurs[:-1]]
    return Keys(code.astype(np.int32, copy=False), texts)


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
    for kind in (*kinds, Kind.ERROR, Kind.OTHER):
        if cells.has(kind):
            column = wanted if kind in kinds else "cell"
            faults += _fault(f"{column}.{kind.name.lower()}", cells.kind == kind)
    return faults


def _fault(
    code: str, at: npt.NDArray[Any], details: Mapping[str, str] | None = None
) -> tuple[Fault, ...]:
    rows = np.flatnonzero(at)
    return (Fault(code, rows, details or {}),) if rows.size else ()
