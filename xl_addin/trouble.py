"""An error that a person can mend -> its sentences in their language."""

from scoring.errors import ScoringError
from xl_addin.book.errors import BookError
from xl_addin.book.settings import SettingsError
from xl_addin.book.wording import book_messages, scoring_messages
from xl_addin.files.errors import MESSAGES, FileError
from xl_addin.texts import Texts


def trouble_text(error: Exception, say: Texts) -> str | None:
    """Return what to tell the user, one sentence a line; None for a fault of the program."""
    if isinstance(error, ScoringError):
        return error.text(scoring_messages(say))
    if isinstance(error, BookError):
        return error.text(book_messages(say))
    if isinstance(error, SettingsError):
        return "\n".join(error.sentences)
    if isinstance(error, FileError):
        russian = {} if say.language == "en" else say.node("messages")
        return error.text({**MESSAGES, **russian})
    return None
