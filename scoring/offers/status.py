"""The status of an offer, from the words of a cell and back to them.

+ is sold. Not offered and Refused (Не предлагали, Отказ) are what they say. Any other text
is a stage of work in progress, and a date at its end is that of the next step.

Words of the matrix of segments and products: "+", "Не предлагали", "Отказ", "Предложение,
25.02.2010", "Подписание договора, 15.01.2011"; a blank cell is not targeted.
"""

import re
from datetime import date
from enum import IntEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from scoring.checks import BoolArray, IntArray, TextArray
from scoring.days import day_number, to_date
from scoring.tables.contracts import NO_DAY, Codes
from scoring.tables.signs import fold_signs

STATUS_KEYS = ("not_targeted", "not_offered", "in_progress", "sold", "refused")
NOT_TARGETED, NOT_OFFERED, IN_PROGRESS, SOLD, REFUSED = range(len(STATUS_KEYS))
StatusCodes = npt.NDArray[np.int8]


class Remark(IntEnum):
    """What is odd about the text of a status."""

    NONE = 0
    BLANK = 1
    DASH = 2  # only a dash: people write it for an empty cell
    DATE = 3  # a date that cannot be read in one way
    WORD = 4  # a stage that is not known, and no date


class Statuses(NamedTuple):
    """What texts say, all (n,).

    status: codes into STATUS_KEYS. step: day of the next step, days since 1970-01-01,
    NO_DAY where there is none. stage, reason: text or None. remark: values of Remark.
    """

    status: StatusCodes
    step: Codes
    stage: TextArray
    reason: TextArray
    remark: npt.NDArray[np.int8]

    def where(self, keep: BoolArray) -> "Statuses":
        """Return those where keep, (n,), is true."""
        status, step, stage, reason, remark = self
        return Statuses(status[keep], step[keep], stage[keep], reason[keep], remark[keep])


class StatusWords(NamedTuple):
    """How statuses are written into cells; parse_statuses reads all of them back."""

    not_offered: str = "Not offered"
    in_progress: str = "In progress"
    refused: str = "Refused"
    sold: str = "+"
    day_format: str = "%Y-%m-%d"


class _Read(NamedTuple):
    """What one text says."""

    status: int
    step: int = NO_DAY
    stage: str | None = None
    reason: str | None = None
    remark: Remark = Remark.NONE


_WORDS = {
    NOT_TARGETED: "not targeted|not a target|not applicable|n/a"
    "|не целевой|не целевая|нецелевой|нецелевая|не подходит|не применимо",
    NOT_OFFERED: "not offered|no offer|not yet offered|не предлагали|не предлагался"
    "|не предлагалась|не предлагалось|не предложено|не предложен|не предложена",
    IN_PROGRESS: "in progress|in work|+/-|в работе|в процессе|ведется работа",
    SOLD: "+|sold|in use|bought|won|yes|продано|продан|продана|используется|куплено|да|есть",
    REFUSED: "refused|refusal|declined|rejected|lost|отказ|отказано|отказался|отказались"
    "|отказалась",
}
_STAGES = (
    "offer|offer made|offered|proposal|proposal sent|quote|quotation|negotiation|negotiations"
    "|meeting|presentation|demo|trial|pilot|contract|contract signing|signing|invoice"
    "|предложение|предложено|предложение сделано|кп|коммерческое предложение|переговоры"
    "|встреча|презентация|демонстрация|тест|пилот|договор|подписание договора|подписание"
    "|согласование|счет|счет выставлен"
)


def _folded(text: str) -> str:
    """Return a text as it is compared: case, blanks and the dots of ё do not matter."""
    return fold_signs(text).casefold().replace("ё", "е").replace(" ", "").rstrip(".")


_STATUS_OF = {
    _folded(word): status for status, words in _WORDS.items() for word in words.split("|")
}
_KNOWN_STAGES = frozenset(map(_folded, _STAGES.split("|")))

_DATED = re.compile(
    r"(?P<said>.*?)[\s,;:(]*"
    r"(?P<date>[0-9]{1,4}(?P<mark>[./-])[0-9]{1,2}(?P=mark)[0-9]{1,4})"
    r"(?:[T ][0-9:]{5,8})?(?:\s?г\.?)?\)?"
)
_HEAD_AND_TAIL = re.compile(r"(?P<head>[^,;:(]*?)(?:[,;:(]|\s[-–—]\s)(?P<tail>.*)")
_YEARS = range(1970, 2201)


def parse_statuses(texts: TextArray) -> Statuses:
    """Read the status, the next step, the stage and the reason from texts, (n,).

    English and Russian words are known; case, blanks and the shape of signs do not matter.
    What follows Refused is the reason. A text with a date that cannot be read, or with
    neither a date nor a known word, is in progress, and remarked. Blanks and lone dashes
    are not targeted. Dates are 2011-01-15 or 15.1.2011, also 15.01.11 for this century;
    15/01/2011 only where day and month cannot be exchanged.
    """
    codes, distinct = pd.factorize(texts)
    read = [_read(text) for text in distinct.tolist()]
    read.append(_Read(NOT_TARGETED, remark=Remark.BLANK))  # code -1, a blank, reads the last
    status, step, stage, reason, remark = zip(*read, strict=True)
    return Statuses(
        np.array(status, np.int8)[codes],
        np.array(step, np.int32)[codes],
        np.array(stage, object)[codes],
        np.array(reason, object)[codes],
        np.array(remark, np.int8)[codes],
    )


def write_statuses(statuses: Statuses, words: StatusWords | None = None) -> TextArray:
    """Write statuses, (n,), as texts, None where not targeted.

    Work in progress is written by its stage where there is one. A refusal carries its
    reason, work in progress and what is not offered the date of the next step.
    """
    words = words or StatusWords()
    group = np.zeros(statuses.status.size, np.int64)
    for column in (statuses.status, statuses.step, statuses.stage, statuses.reason):
        codes, distinct = pd.factorize(column, use_na_sentinel=False)
        group = pd.factorize(group * max(len(distinct), 1) + codes)[0]
    first = np.unique(group, return_index=True)[1]
    written = np.empty(first.size, object)
    written[:] = [
        _written(_Read(*(column[at] for column in statuses[:4])), words) for at in first.tolist()
    ]
    texts: TextArray = written[group]
    return texts


def _read(text: str) -> _Read:
    """Read one text."""
    said, step, dated = text.strip(), NO_DAY, False
    if match := _DATED.fullmatch(said):
        step = _day(match["date"])
        if dated := step != NO_DAY:
            said = match["said"]
    folded = _folded(said)
    if not folded:
        return _Read(IN_PROGRESS, step) if dated else _Read(NOT_TARGETED, remark=Remark.BLANK)
    if folded == "-":
        return _Read(NOT_TARGETED, remark=Remark.DASH)
    status, reason = _known(said)
    if status == REFUSED:
        return _Read(REFUSED, reason=reason)
    if status in (NOT_TARGETED, SOLD):
        return _Read(status)
    if status is not None:
        return _Read(status, step)
    remark = Remark.NONE if dated or folded in _KNOWN_STAGES else Remark.WORD
    if not dated and (match or re.search(r",[^,]*[0-9][^,]*$", said)):
        remark = Remark.DATE
    return _Read(IN_PROGRESS, step, stage=" ".join(said.split()), remark=remark)


def _known(said: str) -> tuple[int | None, str | None]:
    """Return the status that a text names, and what it says about it; None for a stage."""
    status = _STATUS_OF.get(_folded(said))
    if status is None and (match := _HEAD_AND_TAIL.fullmatch(said)):
        head = _STATUS_OF.get(_folded(match["head"]))
        if head in (NOT_OFFERED, SOLD, REFUSED):
            return head, match["tail"].strip(" )") or None
    return status, None


def _day(text: str) -> int:
    """Return the day that a text names, NO_DAY where it is none or could be two."""
    parts = re.split("[./-]", text)
    first, second, third = map(int, parts)
    if len(parts[0]) == 4 and "." not in text:
        candidates = {(first, second, third)}
    elif "-" in text or len(parts[0]) > 2 or len(parts[2]) not in (2, 4):
        candidates = set()
    elif "." in text:
        candidates = {(third if len(parts[2]) == 4 else 2000 + third, second, first)}
    else:
        candidates = {(third, second, first), (third, first, second)}
    days = {day for each in candidates if (day := _calendar_day(*each)) is not None}
    return days.pop() if len(days) == 1 else NO_DAY


def _calendar_day(year: int, month: int, day: int) -> int | None:
    try:
        return day_number(date(year, month, day)) if year in _YEARS else None
    except ValueError:
        return None


def _written(one: _Read, words: StatusWords) -> str | None:
    """Write one status."""
    if one.status == NOT_TARGETED:
        return None
    if one.status == SOLD:
        return words.sold
    if one.status == REFUSED:
        return f"{words.refused}, {one.reason}" if one.reason else words.refused
    text = words.not_offered if one.status == NOT_OFFERED else one.stage or words.in_progress
    return text if one.step == NO_DAY else f"{text}, {written_day(one.step, words)}"


def written_day(day: int, words: StatusWords) -> str:
    """Write a day number as words say."""
    return to_date(day).strftime(words.day_format)


def texts_at(texts: TextArray, codes: IntArray) -> TextArray:
    """Return the texts of codes, None for -1 or the first code after the last text."""
    every = np.full(texts.size + 1, None, object)
    every[:-1] = texts
    taken: TextArray = every[codes]
    return taken


def has_step(status: StatusCodes, step: IntArray) -> BoolArray:
    """Mark where a next step is due: a date, and something still to be done."""
    open_work = (status == NOT_OFFERED) | (status == IN_PROGRESS)
    due: BoolArray = open_work & (step != NO_DAY)
    return due
