"""Texts that name a month, a quarter or a year, and words of months, English and Russian."""

import calendar
import re
from datetime import date

_MONTHS = {
    head: number
    for number, heads in enumerate(
        (
            "янв jan", "фев feb", "мар mar", "апр apr", "май мая may", "июн jun",
            "июл jul", "авг aug", "сен sep", "окт oct", "ноя nov", "дек dec",
        ),
        start=1,
    )
    for head in heads.split()
}  # fmt: skip
_ISO = re.compile(r"(\d{4})[-./](\d{1,2})(?:[-./]\d{1,2})?")
_MONTH_YEAR = re.compile(r"(?:\d{1,2}\.)?(\d{1,2})[-./](\d{4})")
_WORD_YEAR = re.compile(r"([A-Za-zА-Яа-яЁё]{3,})\.?[ ,'’.-]*(\d{4}|\d{2})(?:\s*г(?:ода|\.)?)?")
_QUARTER = re.compile(
    r"(?:q|кв\.?|квартал)?\s*([1-4]|iv|i{1,3})\s*(?:-?й)?\s*(?:q|кв\.?|квартал)?[ ,]*(\d{4})"
    r"(?:\s*г(?:ода|\.)?)?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"((?:19|20)\d{2})(?:\s*г(?:од|\.)?)?")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def month_of_word(word: str) -> int | None:
    """Return the number of the month that a word names by its first three letters."""
    return _MONTHS.get(word[:3].lower())


def last_day(period: str) -> date | None:
    """Return the last day of the period that a text names; None where it names none."""
    text = period.strip()
    if match := _YEAR.fullmatch(text):
        return date(int(match[1]), 12, 31)
    if match := _ISO.fullmatch(text):
        return _month_end(int(match[1]), int(match[2]))
    if match := _MONTH_YEAR.fullmatch(text):
        return _month_end(int(match[2]), int(match[1]))
    if match := _WORD_YEAR.fullmatch(text):
        month = month_of_word(match[1])
        year = int(match[2])
        return _month_end(year if year > 99 else 2000 + year, month) if month else None
    if (match := _QUARTER.fullmatch(text)) and re.search("q|кв", text, re.IGNORECASE):
        quarter = _ROMAN.get(match[1].lower()) or int(match[1])
        return _month_end(int(match[2]), 3 * quarter)
    return None


def _month_end(year: int, month: int) -> date | None:
    if not 1 <= month <= 12 or not 1970 <= year <= 2200:
        return None
    return date(year, month, calendar.monthrange(year, month)[1])
