"""The signs +, - and +/- in all the shapes that people and keyboards give them."""

import unicodedata

_SHAPES = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−⁃➖", "-"),  # hyphens, dashes, minus
        **dict.fromkeys("⁺➕", "+"),
        **dict.fromkeys("±∓", "+/-"),
        **dict.fromkeys("\\|∕⁄", "/"),
    }
)
_BOTH = frozenset({"+-", "-+", "+/-", "-/+"})


def fold_signs(text: str) -> str:
    """Return a text with its signs as plain + and -, one blank between words, none around.

    Full-width forms become plain ones. A text of both signs, such as ±, + / − or -/+,
    becomes +/-. Case stays.
    """
    words = unicodedata.normalize("NFKC", text.translate(_SHAPES)).translate(_SHAPES).split()
    return "+/-" if "".join(words) in _BOTH else " ".join(words)
