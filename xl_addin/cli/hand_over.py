"""The command ``share``."""

import datetime as dt
from pathlib import Path

from xl_addin.book.language import language_of
from xl_addin.book.names import Index
from xl_addin.book.recalculation import recalculating
from xl_addin.book.share import SMALL, put_in, take_out
from xl_addin.book.workbook_file import open_file
from xl_addin.cli.console import Console
from xl_addin.cli.keys import pseudonyms_of
from xl_addin.cli.make import copy_template
from xl_addin.cli.paths import check_output, check_workbook_name, staged
from xl_addin.cli.screen import sentences_of, summary_parts
from xl_addin.files.key_file import check_apart
from xl_addin.ribbon import refresh_all
from xl_addin.texts import texts


def share(console: Console, path: Path, output: Path, key: Path | None, *, force: bool) -> None:
    """Make a workbook of the same results without the names of the customers."""
    check_workbook_name(output, console.say)
    check_output(path, output, console.say, force=force)
    if key is not None:
        check_apart(key, path)
    answers = {"pseudonymise": True, "key": key}
    with console.working() as step, staged(output) as draft:
        step("read", 0.0)
        with open_file(path, writes=False) as book:
            index = Index.of(book)
            language = language_of(index)
            console.speak(language)
            say = texts(language)
            pseudonyms = pseudonyms_of(console, output, answers, writes=True)
            assert pseudonyms is not None  # noqa: S101
            shared = take_out(index, pseudonyms, say, today=dt.date.today())
        copy_template(draft, language)
        with open_file(draft, backup=False) as book, recalculating(book) as compute_functions:
            put_in(Index.of(book), shared, say)
            summary = refresh_all(book, language=language, progress=step, least=SMALL)
            compute_functions()
            step("save", 1.0)
            book.save()
    small = [line.name for line in summary.segments if 0 < line.customers < SMALL]
    told = [*shared.told, say("share.left")]
    if small:
        told.append(say("share.small", segments=", ".join(small), count=SMALL))
    end = console.say("cli.written", path=output)
    console.result(
        {
            "workbook": str(output),
            "pseudonymised": True,
            "told": told,
            "small_segments": small,
            **summary.as_json(),
        },
        [*summary_parts(summary, say), "", *sentences_of(told), "", end],
    )
