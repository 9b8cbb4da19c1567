"""Which column of a table is which field: header words of both languages."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from xl_addin.texts import LANGUAGES, texts

_UNIT = re.compile(r"[\(\[,].*$", re.DOTALL)  # "Amount, EUR" and "Amount (net)" are Amount
_GAP = re.compile(r"[\s_\-./№#:]+")


@dataclass(frozen=True, slots=True)
class HeaderMap:
    """Where each field stands: 0-based position by field, and what did not fit."""

    fields: dict[str, int]
    headers: tuple[str, ...]  # as written in the sheet or file
    double: tuple[tuple[str, str, str], ...]  # field, first header, second header
    unknown: tuple[str, ...]


def map_headers(headers: Sequence[str], table: str) -> HeaderMap:
    """Match header texts of ``table`` ("sales", ...) to field keys.

    Case, spaces, line breaks and units after a comma or in brackets do not count. A word that
    fits exactly wins over one that fits without its unit; two columns for one field are reported,
    never chosen between.
    """
    words = _words(table)
    fields: dict[str, int] = {}
    double: list[tuple[str, str, str]] = []
    unknown: list[str] = []
    for place, header in enumerate(headers):
        field = words.get(fold(header)) or words.get(fold(_UNIT.sub("", header)))
        if field is None:
            if header.strip():
                unknown.append(header)
        elif field in fields:
            double.append((field, headers[fields[field]], header))
        else:
            fields[field] = place
    return HeaderMap(fields, tuple(headers), tuple(double), tuple(unknown))


def fold(text: str) -> str:
    """Return a header without what does not tell headers apart: case, spaces, marks, ё."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    return _GAP.sub(" ", plain).strip()


@cache
def _words(table: str) -> dict[str, str]:
    words: dict[str, str] = {}
    for language in LANGUAGES:
        for field, aliases in texts(language).node(f"headers.{table}").items():
            words |= {fold(alias): field for alias in (field, *aliases)}
    return words
