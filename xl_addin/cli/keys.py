"""The key of a pseudonymised import: found, or made at first use."""

import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from xl_addin.cli.console import Console
from xl_addin.cli.exits import CommandError, Exit
from xl_addin.exports.pseudonyms import Pseudonyms
from xl_addin.files.key_file import FILE_NAME, check_apart, key_folder, make_key, read_key


def pseudonyms_of(
    console: Console, book: Path, answers: Mapping[str, Any], *, writes: bool
) -> Pseudonyms | None:
    """Return the tokens that the options ask for; None for an import as it is.

    A run that writes nothing makes no key either: its tokens are of that run alone.
    """
    given = answers.get("key")
    if not answers.get("pseudonymise"):
        if given:
            raise CommandError(Exit.USAGE, console.say("cli.import.no_key"))
        return None
    path: Path = given or key_folder() / FILE_NAME
    check_apart(path, book)
    key = read_key(path)
    if key is None and writes:
        key = make_key(path)
        console.warn(console.say("cli.import.key_made", path=path))
    return Pseudonyms(key or secrets.token_bytes(32))
