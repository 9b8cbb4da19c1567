"""Texts as dates: the order of day and month is decided once for a column, from all its texts.

2024-03-31 and 31.03.2024 read in one way; 31/03/2024 says that the day stands first, 03/31/2024
the month, 03/02/2024 nothing. Words of months are English and Russian. A month or quarter is its
last day.
"""

import re
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from scoring.checks import TextArray
from scoring.tables.months import last_day, month_of_word
from scoring.tables.policy import PIVOT, DateOrder

Days = npt.NDArray[np.int64]
EPOCH = date(1970, 1, 1).toordinal()

OK, NO_DATE, NOT_IN_CALENDAR, EITHER, EMPTY, EITHER_YEAR = range(6)  # what became of a text

_TIME = re.compile(
    r"(?:[T ,]\s?[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9](?:[.,][0-9]+)?)?"  # 9:05, 09:05:30.25
    r"(?:\s?[AaPp][Mm])?(?:\s?(?:Z|[+-][0-9:]{2,5}))?)?"  # a zone does not move the calendar day
)
_TAIL = re.compile(r"[T ,]\s?[0-9]{1,2}:[0-9]{2}.*$")
_YEAR_FIRST = re.compile(r"([0-9]{4})([-./])([0-9]{1,2})\2([0-9]{1,2})")
_NUMBERS = re.compile(r"([0-9]{1,2})([-./])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})")
_COMPACT = re.compile(r"((?:19|20|21)[0-9]{2})([01][0-9])([0-3][0-9])")
_WORDS = re.compile(r"([0-9]{1,2})[ .-]*([A-Za-zА-Яа-яЁё]{3,})\.?[ ,.-]*([0-9]{4}|[0-9]{2})")
_MONTH_FIRST = re.compile(r"([A-Za-zА-Яа-яЁё]{3,})\.? *([0-9]{1,2})(?:st|nd|rd|th)?,? *([0-9]{4})")
_PERIOD = re.compile(r"(?![0-9]\.[0-9]*$|[0-9]*$).*[0-9]{4}")
_YEAR_MARK = re.compile(r"\s*(?:года|год|г\.?)$")


@dataclass(frozen=True, slots=True, eq=False)
class TextDays:
    """Distinct texts, (k,), read as days since 1970-01-01.

    fate: what became of each: OK, NO_DATE, NOT_IN_CALENDAR, EITHER (day and month could change
    places and nothing says which), EITHER_YEAR (24-01-05: so could the year) or EMPTY (the empty
    date 01.01.0001). says: "dmy" or "mdy" where
    a text tells the order, else "". order: what was decided, "two" where texts contradict each
    other. odd: written other than 2024-03-31 or 31.03.2024. short: with a year of two digits.
    period: a month or quarter, read as its last day.
    """

    days: Days
    fate: npt.NDArray[np.int8]
    says: npt.NDArray[np.str_]
    order: str
    odd: npt.NDArray[np.bool_]
    short: npt.NDArray[np.bool_]
    period: npt.NDArray[np.bool_]


@dataclass(slots=True)
class _Written:
    """A text taken apart: year, the two other numbers, and what it says of their order."""

    year: int = 0
    first: int = 0
    second: int = 0
    order: str = ""  # "ymd": month is first, day second; "": either; "-": the year too
    says: str = ""
    odd: bool = True
    short: bool = False
    period: bool = False


def read_date_texts(texts: TextArray, wanted: DateOrder) -> TextDays:
    """Read distinct texts as days with one order of day and month."""
    listed = texts.tolist()
    ends = [_end_of_date(text) for text in listed]
    pairs = list(zip(listed, ends, strict=True))
    head, heads = pd.factorize(np.array([text[:end] for text, end in pairs], object))
    tail, tails = pd.factorize(np.array([text[end:] for text, end in pairs], object))
    timed = np.array([_TIME.fullmatch(text) is not None for text in tails], bool)
    written = [_written(text) for text in heads]
    says = np.array([each.says for each in written], "U3")
    order = _order(says, wanted)
    days = np.zeros(len(heads), np.int64)
    fate = np.zeros(len(heads), np.int8)
    for index, each in enumerate(written):
        days[index], fate[index] = _day(each, order, wanted)
    return TextDays(
        days[head],
        np.where(timed[tail], fate[head], NO_DATE).astype(np.int8),
        np.where(timed[tail], says[head], ""),
        order,
        np.array([each.odd for each in written], bool)[head],
        np.array([each.short for each in written], bool)[head],
        np.array([each.period for each in written], bool)[head],
    )


def day_of_number(value: float) -> int | None:
    """Return the day that a number such as 20240131 spells; None where it spells none."""
    match = _COMPACT.fullmatch(f"{value:.0f}") if value == int(value) else None
    if match is None:
        return None
    try:
        return date(*map(int, match.groups())).toordinal() - EPOCH
    except ValueError:
        return None


def _end_of_date(text: str) -> int:
    """Return where the date of a text ends and its time may begin."""
    if len(text) >= 10 and (
        text[4] == text[7] == "-" or (text[2] == text[5] == "." and text[6:10].isdigit())
    ):
        return 10
    found = _TAIL.search(text)
    return len(text) if found is None else found.start()


def _written(text: str) -> _Written:
    """Take a date apart; year 0 where it is none."""
    bare = _YEAR_MARK.sub("", text)
    if match := _YEAR_FIRST.fullmatch(bare):
        year, _, month, day = match.groups()
        odd = len(text) != 10 or text[4] != "-"
        return _Written(int(year), int(month), int(day), "ymd", odd=odd)
    if match := _NUMBERS.fullmatch(bare):
        return _numbers(match, text)
    if match := _COMPACT.fullmatch(bare):
        return _Written(int(match[1]), int(match[2]), int(match[3]), "ymd")
    return _words(bare) or _period(text)


def _words(bare: str) -> _Written | None:
    """Take a date with the word of a month apart; None for any other."""
    if (match := _WORDS.fullmatch(bare)) and (month := month_of_word(match[2])):
        return _Written(_full(match[3]), month, int(match[1]), "ymd", short=len(match[3]) == 2)
    if (match := _MONTH_FIRST.fullmatch(bare)) and (month := month_of_word(match[1])):
        return _Written(int(match[3]), month, int(match[2]), "ymd")
    return None


def _period(text: str) -> _Written:
    """Take a month or quarter of a year; 2024 and 1.2024 may be numbers, янв 24 a day."""
    last = last_day(text) if _PERIOD.match(text) else None
    if last is None:
        return _Written()
    return _Written(last.year, last.month, last.day, "ymd", period=True)


def _numbers(match: re.Match[str], text: str) -> _Written:
    """Take 31.03.2024, 31/03/2024 or 31-03-24 apart."""
    first, mark, second, year = match.groups()
    short = len(year) == 2
    odd = len(text) != 10 or mark != "."
    found = _Written(_full(year), int(first), int(second), odd=odd, short=short)
    if mark == "-" and short:
        found.order = "-"  # 24-01-05: the year may be the first or the last
    elif mark == "." or (found.first > 12 and found.second <= 12):
        found.says = "dmy"  # nobody writes the month first with points
    elif found.second > 12 and found.first <= 12:
        found.says = "mdy"
    return found


def _full(year: str) -> int:
    short = int(year)
    if len(year) == 4:
        return short
    return short + (2000 if short < PIVOT else 1900)


def _order(says: npt.NDArray[np.str_], wanted: DateOrder) -> str:
    if wanted in {"dmy", "mdy"}:
        return wanted
    day_first, month_first = bool((says == "dmy").any()), bool((says == "mdy").any())
    if day_first and month_first:
        return "two"
    return "dmy" if day_first else "mdy" if month_first else ""


def _day(each: _Written, order: str, wanted: DateOrder) -> tuple[int, int]:
    """Return the day and what became of the text."""
    year, month, day = each.year, each.first, each.second
    if year == 0:
        return 0, NO_DATE
    if each.order == "-" and wanted == "auto":
        return 0, EITHER_YEAR
    if each.order == "-" and wanted == "ymd":
        year, month, day = _full(f"{each.first:02d}"), each.second, each.year % 100
    elif each.order != "ymd":
        own = order if order in {"dmy", "mdy"} else each.says
        if not own and month != day:
            return 0, EITHER
        month, day = (month, day) if own == "mdy" else (day, month)
    if (year, month, day) == (1, 1, 1):
        return 0, EMPTY
    try:
        return date(year, month, day).toordinal() - EPOCH, OK
    except ValueError:
        return 0, NOT_IN_CALENDAR
