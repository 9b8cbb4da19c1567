"""Texts as numbers: marks of thousands and decimals, brackets, signs, currencies, exponents.

The decimal mark is decided once for a column, from all its texts. 1,50 says comma, 1.50 and
1,234.50 say point; 1,500 alone says nothing. Work is done on distinct texts, and at C speed
where all of them are digits with one mark.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from scoring.checks import FloatArray, TextArray
from scoring.tables.policy import DecimalMark

Marks = npt.NDArray[np.str_]

# What a text says of the decimal mark: nothing, one of the marks, or either of two readings.
NONE, COMMA, POINT, BOTH_COMMA, BOTH_POINT, NOT = "", "comma", "point", "?,", "?.", "no"

_MINUSES = "\u2212\u2010\u2011\u2012\u2013\u2014\uff0d\ufe63"
_SPACES = "\xa0\u202f\u2009\u2007\u2008\u2002\u2003"
_CURRENCY = (
    r"₽|руб(?:\.|лей|ля|ль)?|р\.?|[$€£¥₴₸₺₹]|грн\.?|тенге"
    r"|rub|rur|usd|eur|gbp|cny|chf|byn|kzt|uah|try|inr|jpy|pln"
)
_MONEY_BEFORE = re.compile(rf"^([-+(]?) ?(?:{_CURRENCY}) ?", re.I | re.M)
_MONEY_AFTER = re.compile(rf"(?<=[\d.,) -]) ?(?:{_CURRENCY})(?=$|\))", re.I | re.M)
_SCALE = re.compile(r" ?(%|тыс\.?|млн\.?|млрд\.?)$", re.I)
_SCALES = {"%": 0.01, "тыс": 1e3, "млн": 1e6, "млрд": 1e9}
_BRACKETS = re.compile(r"^\(([^()\n]+)\)$", re.M)
_MINUS_BEHIND = re.compile(r"^([0-9][0-9 .,]*)-$", re.M)
# The mark first: what is looked for by a letter is found at C speed.
_GROUP = r"%s(?<=[0-9].)(?<![0-9]{4}.)(?=[0-9]{3}(?![0-9]))"
_GROUPS = {mark: re.compile(_GROUP % re.escape(mark)) for mark in " .,"}
_MORE_THAN_MARKS = re.compile(r"[^0-9 .,\-\n]|[0-9 ]-")
_PLAIN = re.compile(r"[^0-9.\-\n]")
_PLAIN_COMMA = re.compile(r"[^0-9,\-\n]")
_DECISIVE = r"(?m)(?:^-?(?:0[0-9]*)?|[0-9]{4})\%s[0-9]|\%s(?![0-9]{3}$)[0-9]*$"
_SAYS = {mark: re.compile(_DECISIVE % (mark, mark)) for mark in ",."}
_BODY = re.compile(
    r"(?P<sign>[+-]?)(?P<whole>[0-9]{1,3}(?:(?P<group>[ ',.’])[0-9]{3})(?:(?P=group)[0-9]{3})*"
    r"|[0-9]*)(?:(?P<mark>[.,])(?P<part>[0-9]*))?(?P<exp>[eEеЕ][+-]?[0-9]{1,3})?"
)
_LOOK_ALIKE = re.compile(r"(?<=[0-9., ])[OoОоlIЗзBВ](?=[0-9., ]|$)|^[OoОоlIЗз](?=[0-9.,])")


@dataclass(frozen=True, slots=True, eq=False)
class TextNumbers:
    """Distinct texts, (k,), read as numbers.

    values: NaN where a text is no number or its mark is not decided. marks: what each text
    says of the decimal mark. decimal: the mark decided on, "" where no text needs one. odd: the
    texts with more than digits and a mark (thousands, brackets, currency, exponent).
    """

    values: FloatArray
    marks: Marks
    decimal: str
    odd: npt.NDArray[np.bool_]
    plain: bool = False  # every text is a number in one way: marks is empty


def read_number_texts(texts: TextArray, wanted: DecimalMark) -> TextNumbers:
    """Read distinct texts as numbers with one decimal mark."""
    listed = texts.tolist()
    if (fast := _read_fast(listed, wanted)) is not None:
        return fast
    parts = [_parted(text) for text in listed]
    marks = np.array([part.says for part in parts], dtype="U5")
    odd = np.array([part.odd for part in parts], dtype=bool)
    decimal: str = wanted if wanted != "auto" else _decided(marks)
    values = np.array([part.value(decimal) for part in parts], np.float64)
    if decimal == "two":
        decimal = ""
    return TextNumbers(values, marks, decimal, odd)


def look_alike(text: str) -> str:
    """Return the first letter that stands in a number like a digit: О for 0, З for 3."""
    found = _LOOK_ALIKE.search(text) if any(char.isdigit() for char in text) else None
    return found[0] if found else ""


def _read_fast(listed: Sequence[str], wanted: DecimalMark) -> TextNumbers | None:
    """Read texts all at once where marks and signs can be taken off without a look at each."""
    joined = "\n".join(listed)
    if (plain := _read_plain(joined, len(listed), wanted)) is not None:
        return plain
    simple = _folded(joined)
    if _MORE_THAN_MARKS.search(simple):
        simple = _MONEY_AFTER.sub("", _MONEY_BEFORE.sub(r"\1", simple))
        simple = _MINUS_BEHIND.sub(r"-\1", _BRACKETS.sub(r"-\1", simple))
    simple = _GROUPS[" "].sub("", simple)
    if "," in simple and "." in simple:
        ways = [_GROUPS[mark].sub("", simple) for mark in ",."]
        clear = [way for way, mark in zip(ways, ",.", strict=True) if mark not in way]
        if len(clear) != 1:
            return None
        simple = clear[0]
        if wanted == "auto":  # the mark that is left has been told by the other one
            wanted = "comma" if "," in simple else "point"
    plain = _read_plain(simple, len(listed), wanted)
    if plain is None:
        return None
    odd = map(str.__ne__, listed, simple.split("\n"))
    return replace(plain, odd=np.fromiter(odd, bool, len(listed)))


def _read_plain(joined: str, count: int, wanted: DecimalMark) -> TextNumbers | None:
    """Read lines of digits, minus and one mark whose part is clear; None for any other."""
    mark = "" if not ("." in joined or "," in joined) else "," if "," in joined else "."
    if (_PLAIN_COMMA if mark == "," else _PLAIN).search(joined):
        return None
    name = {",": COMMA, ".": POINT, "": ""}[mark]
    if mark and wanted == "auto" and not _SAYS[mark].search(joined):
        return None
    if mark and wanted not in {"auto", name}:
        return None
    lines = (joined.replace(",", ".") if mark == "," else joined).split("\n")
    try:
        values = np.fromiter(map(float, lines), np.float64, count)
    except ValueError:
        return None
    return TextNumbers(values, np.empty(0, "U5"), name, np.zeros(count, bool), plain=True)


@dataclass(frozen=True, slots=True)
class _Parted:
    """A text taken apart: digits with their marks, what they say, and what to multiply by."""

    says: str
    odd: bool = False
    body: str = ""
    scale: float = 1.0

    def value(self, decimal: str) -> float:
        """Return the number, NaN where the text is none under this decimal mark."""
        if self.says == NOT or decimal == "two":
            return np.nan
        if self.says in {COMMA, POINT} and decimal != self.says:
            return np.nan
        if self.says not in {BOTH_COMMA, BOTH_POINT}:
            return float(self.body.replace(",", ".")) * self.scale
        if not decimal:
            return np.nan
        grouping = (self.says == BOTH_COMMA) != (decimal == COMMA)
        return float(re.sub("[.,]", "" if grouping else ".", self.body)) * self.scale


def _parted(text: str) -> _Parted:
    """Take a text apart; a text that is no number says so."""
    plain = " ".join(_folded(text).split())
    bare = _without_money(plain)
    scale, odd = 1.0, bare != text
    if found := _SCALE.search(bare):
        bare = _without_money(bare[: found.start()])
        scale, odd = _SCALES[found[1].lower().rstrip(".")], True
    if bare.startswith("(") and bare.endswith(")"):
        bare, odd = f"-{_without_money(bare[1:-1].strip())}", True
    elif bare.endswith("-"):
        bare, odd = f"-{bare[:-1].strip()}", True
    if bare.startswith(("- ", "+ ")):
        bare, odd = bare[0] + bare[2:], True
    match = _BODY.fullmatch(bare)
    if match is None or not (match["whole"] or match["part"]):
        return _Parted(NOT)
    group, mark, part = match["group"], match["mark"], match["part"]
    if group == mark and mark is not None:
        return _Parted(NOT)
    odd |= group is not None or match["exp"] is not None
    power = (match["exp"] or "").replace("е", "e").replace("Е", "e")
    if group in {",", "."} and mark is None and match["whole"].count(group) == 1:
        says = _one_group(match["whole"], group)
        return _Parted(says, odd, match["sign"] + match["whole"] + power, scale)
    whole = re.sub(r"[ ',.’]", "", match["whole"])
    body = f"{match['sign']}{whole or '0'}{f'.{part}' if part else ''}{power}"
    return _Parted(_says(group, mark), odd, body, scale)


def _folded(text: str) -> str:
    """Return a text with plain signs and blanks; far faster than a translation by table."""
    for mark, plain in ((_MINUSES, "-"), (_SPACES, " ")):
        for each in mark if not text.isascii() else "":
            text = text.replace(each, plain)
    return text


def _without_money(text: str) -> str:
    """Return a text without a currency before or after its number."""
    return _MONEY_AFTER.sub("", _MONEY_BEFORE.sub(r"\1", text)).strip()


def _one_group(whole: str, mark: str) -> str:
    """Say what 1,500 says; 0,500 can only be a fraction."""
    if whole.startswith("0"):
        return COMMA if mark == "," else POINT
    return BOTH_COMMA if mark == "," else BOTH_POINT


def _says(group: str | None, mark: str | None) -> str:
    if mark is not None:
        return COMMA if mark == "," else POINT
    if group in {",", "."}:  # 1,234,567: the comma marks thousands
        return POINT if group == "," else COMMA
    return NONE


def _decided(marks: Marks) -> str:
    """Return the mark that the texts agree on, "" where none says, "two" where they differ."""
    comma, point = bool((marks == COMMA).any()), bool((marks == POINT).any())
    if comma and point:
        return "two"
    return COMMA if comma else POINT if point else ""
