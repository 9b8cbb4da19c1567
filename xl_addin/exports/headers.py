"""Which column of a table is which field: header words of both languages."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from xl_addin.texts import LANGUAGES, texts

_UNIT = re.compile(r"[\(\[,].*$", re.DOTALL)  # "Amount, EUR" and "Amount (net)" are Amount
_GAP = re.compile(r"[\s_\-./№#:]+")


# A header that names a code, as against a name: "Customer ID", "Код клиента".
_CODE = re.compile(r"\b(id|ид|код|code|no|number|num|номер|ключ|key|sku|артикул|article)\b")
_LETTERS = re.compile(r"[A-Za-z]{1,3}")
Named = str | Sequence[str]  # the header of a field, or several that it may have
_NAMED = {"customer": "customer_name", "product": "product_name"}


@dataclass(frozen=True, slots=True)
class HeaderMap:
    """Where each field stands: 0-based position by field, and what did not fit.

    names: where the name of a customer or product stands beside its code, by that field. places
    of the headers in double are in double_places.
    """

    fields: dict[str, int]
    headers: tuple[str, ...]  # as written in the sheet or file
    double: tuple[tuple[str, str, str], ...]  # field, first header, second header
    unknown: tuple[str, ...]
    names: dict[str, int] = field(default_factory=dict)
    double_places: tuple[tuple[int, int], ...] = ()
    missing: tuple[tuple[str, str], ...] = ()  # field and header that was named and is not there


def map_headers(
    headers: Sequence[str], table: str, given: Mapping[str, Named] | None = None
) -> HeaderMap:
    """Match header texts of ``table`` ("sales", ...) to field keys.

    Case, spaces, line breaks and units after a comma or in brackets do not count. A column of
    codes beside one of names ("Customer ID", "Customer") is the key, the other its name. Other
    columns that could be the same field are reported, never chosen between. ``given`` names the
    header of a field outright; such a column is no other field. Of several names given for a field
    the first that is there counts, and where none is, the words do.
    """
    words = _words(table)
    taken = _given(headers, given or {})
    found = _Found(fields=dict(taken))
    for place, header in enumerate(headers):
        if place in taken.values():
            continue
        named = words.get(fold(header)) or words.get(fold(_UNIT.sub("", header)))
        if named in taken:
            named = None
        if named is not None:
            found.take(named, place, headers)
        elif header.strip():
            found.unknown.append(header)
    return HeaderMap(
        found.fields,
        tuple(headers),
        tuple((name, headers[a], headers[b]) for name, a, b in found.double),
        tuple(found.unknown),
        found.names,
        tuple((a, b) for _, a, b in found.double),
        tuple(
            (name, header)
            for name, header in (given or {}).items()
            if name not in taken and isinstance(header, str)
        ),
    )


@dataclass(slots=True)
class _Found:
    """What the headers looked at so far came to."""

    fields: dict[str, int]
    names: dict[str, int] = field(default_factory=dict)
    double: list[tuple[str, int, int]] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def take(self, name: str, place: int, headers: Sequence[str]) -> None:
        """Take a column for a field; of a code and a name the code is the key."""
        if name not in self.fields:
            self.fields[name] = place
            return
        first = self.fields[name]
        coded = [_is_code(headers[at]) for at in (first, place)]
        if name not in _NAMED or coded[0] == coded[1] or _NAMED[name] in self.names:
            self.double.append((name, first, place))
            return
        self.fields[name], self.names[_NAMED[name]] = (first, place) if coded[0] else (place, first)


def is_word(header: str) -> bool:
    """Tell whether a header is a word of ours for a field of any table, with nothing beside it."""
    return any(fold(header) in _words(table) for table in texts(LANGUAGES[0]).node("headers"))


def _given(headers: Sequence[str], given: Mapping[str, Named]) -> dict[str, int]:
    """Return the places of the headers that were named outright: by text, or by column letter."""
    folded = [fold(header) for header in headers]
    places: dict[str, int] = {}
    for name, header in given.items():
        if not isinstance(header, str):
            there = [folded.index(fold(each)) for each in header if fold(each) in folded]
            if there:
                places[name] = there[0]
        elif (wanted := fold(header)) in folded:
            places[name] = folded.index(wanted)
        elif _LETTERS.fullmatch(header.strip()):
            at = _column_number(header.strip())
            places |= {name: at} if at < len(headers) else {}
    return places


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def _is_code(header: str) -> bool:
    return _CODE.search(fold(header)) is not None


def fold(text: str) -> str:
    """Return a header without what does not tell headers apart: case, spaces, marks, ё."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    return _GAP.sub(" ", plain).strip()


@cache
def _words(table: str) -> dict[str, str]:
    words: dict[str, str] = {}
    for language in LANGUAGES:
        for key, aliases in texts(language).node(f"headers.{table}").items():
            words |= {fold(alias): key for alias in (key, *aliases)}
    return words
