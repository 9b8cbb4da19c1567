"""Sentences in the reader's language: messages, and the numbers and dates inside them."""

import datetime as dt
import re
from collections.abc import Iterable

from scoring import errors
from xl_addin.book.errors import MESSAGES
from xl_addin.texts import LANGUAGES, Texts, texts

_COUNTS = {"count", "customers", "taken"}  # numbers inside of any note
_MONEY = {"money", "ticket"}
_NUMBER = re.compile(r"([<+-]? ?)(\d+(?:\.(\d+))?)")


def scoring_messages(say: Texts) -> dict[str, str]:
    """Return the texts of ``scoring`` in the language of ``say``; English stands there."""
    return {**errors.MESSAGES, **_translated(say, "messages")}


def book_messages(say: Texts) -> dict[str, str]:
    """Return the texts of BookError and the names of fields in the language of ``say``."""
    return {**MESSAGES, **_translated(say, "messages"), **_translated(say, "book_messages")}


def code_of(word: str, branch: str, codes: Iterable[str]) -> str | None:
    """Return the code a word stands for: itself, or its text under ``branch`` in a language."""
    wanted = word.strip().casefold()
    for code in codes:
        words = [code, *(texts(language)(f"{branch}.{code}") for language in LANGUAGES)]
        if wanted in (known.casefold() for known in words):
            return code
    return None


def note_text(say: Texts, note: errors.Note) -> str:
    """Return a note in the language of ``say``, its numbers as that language writes them.

    In the notes on lifetime value every detail that looks like a number is one.
    """
    details = {key: _detail(say, note.code, key, text) for key, text in note.details.items()}
    if "preset" in details:
        details["preset"] = say(f"choices.{details['preset']}")
    return errors.Note(note.code, details).text(scoring_messages(say))


def _detail(say: Texts, code: str, key: str, text: str) -> str:
    if key in _COUNTS:
        return number_text(say, float(text))
    if key in _MONEY:
        return money_text(say, float(text))
    return _written(say, text) if code.startswith("note.ltv") else text


def _written(say: Texts, text: str) -> str:
    """Return a number as the language writes it; any other text as it is."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        return text
    return f"{found[1]}{number_text(say, float(found[2]), len(found[3] or ''))}"


def _translated(say: Texts, branch: str) -> dict[str, str]:
    translated: dict[str, str] = {} if say.language == "en" else say.node(branch)
    return translated


def number_text(say: Texts, value: float, digits: int = 0) -> str:
    """Return a number with the thousands and decimal marks of the language."""
    plain = f"{value:,.{digits}f}"
    marks = {ord(","): say("marks.thousands"), ord("."): say("marks.decimal")}
    return plain.translate(marks)


def money_text(say: Texts, value: float) -> str:
    """Return money without fractions; below 10 with two digits."""
    return number_text(say, value, 0 if abs(value) >= 10 or value == 0 else 2)


def share_text(say: Texts, share: float) -> str:
    """Return a fraction as percent, with one digit where it needs one."""
    percent = round(share * 100, 1) + 0.0  # no "-0"
    mark = say("marks.percent")
    return number_text(say, percent, 0 if percent == int(percent) else 1) + mark


def day_text(day: dt.date) -> str:
    """Return a date that reads the same everywhere."""
    return day.isoformat()
