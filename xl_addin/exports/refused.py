"""The refusal of a file: everything that must be mended or answered first, at once."""

from collections.abc import Iterable, Mapping

from scoring.errors import MESSAGES
from xl_addin.book.errors import BookError


class FileRefusedError(BookError):
    """The file holds something that must be mended first; nothing was written."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__("refused")

    def text(self, messages: Mapping[str, str] = MESSAGES) -> str:  # noqa: ARG002
        """Return all sentences; they are in the user's language already."""
        return "\n".join(self.sentences)
