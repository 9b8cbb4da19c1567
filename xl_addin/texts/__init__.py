"""Every word that a user reads, in English and Russian."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("en", "ru")


class Texts:
    """The texts of one language, asked for by dotted key.

    Raises KeyError for a key that the language lacks: a hole in the texts is our bug, and a test
    compares the keys of all languages.
    """

    def __init__(self, language: str, tree: dict[str, Any]) -> None:
        self.language = language
        self._tree = tree

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the text of ``key`` with its placeholders filled."""
        text = self.node(key)
        if not isinstance(text, str):
            raise KeyError(key)
        return text.format_map(values) if values else text

    def node(self, key: str) -> Any:
        """Return what stands at ``key``: a text, a list or a whole branch."""
        node: Any = self._tree
        for part in key.split("."):
            try:
                node = node[part]
            except (KeyError, TypeError):
                raise KeyError(f"{self.language}: {key}") from None
        return node


@cache
def texts(language: str) -> Texts:
    """Return the texts of ``language`` ("en" or "ru").

    The main file is ``<language>.toml``; each room may keep its own ``<room>.<language>.toml``
    beside it, with top-level keys that no other file uses.
    """
    tree: dict[str, Any] = {}
    for file in sorted(files(__package__).iterdir(), key=lambda entry: entry.name):
        if file.name == f"{language}.toml" or file.name.endswith(f".{language}.toml"):
            branch = tomllib.loads(file.read_text(encoding="utf-8"))
            if twice := tree.keys() & branch.keys():
                raise ValueError(f"{file.name}: {sorted(twice)} stands in another file too")
            tree |= branch
    return Texts(language, tree)
