"""Segments by key and by name: the keys that the methods know, the words that people read.

A segment of a map of the user's own has no key; its name, as typed, stands for it everywhere.
"""

from functools import cache

from scoring.value.segment_maps import NO_SEGMENT, SEGMENT_ORDER
from xl_addin.texts import LANGUAGES, Texts, texts

_KEYS = frozenset({*SEGMENT_ORDER, NO_SEGMENT})


def segment_name(say: Texts, key: str) -> str:
    """Return the name of a segment in the language of ``say``."""
    return say(f"segments.{key}.name") if key in _KEYS else key


def segment_key(name: str) -> str:
    """Return the key of a segment named in any language, or the name without blanks around."""
    text = " ".join(name.split())
    return _names().get(text.casefold(), text)


@cache
def _names() -> dict[str, str]:
    return {
        word.casefold(): key
        for key in _KEYS
        for word in (key, *(texts(language)(f"segments.{key}.name") for language in LANGUAGES))
    }
