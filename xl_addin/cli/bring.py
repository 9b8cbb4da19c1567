"""The command ``import``."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from rich.console import RenderableType

from xl_addin.book.imports import Imported, import_file
from xl_addin.book.language import language_of
from xl_addin.book.names import Index
from xl_addin.book.wording import number_text
from xl_addin.book.workbook_file import open_file, save_book
from xl_addin.cli.console import Console
from xl_addin.cli.exits import CommandError, Exit
from xl_addin.cli.paths import beside_text
from xl_addin.cli.screen import pairs, sentences_of
from xl_addin.files.names import check_local
from xl_addin.texts import Texts


@dataclass(frozen=True)
class Wishes:
    """The options of ``import``."""

    table: str = "sales"
    sheet: str | None = None
    replace: bool = True
    dry_run: bool = False
    backup: bool = True


def bring(console: Console, file: Path, book: Path, wishes: Wishes) -> None:
    """Bring the rows of ``file`` into ``book`` and tell what was mapped."""
    if file.exists() and book.exists() and file.samefile(book):
        raise CommandError(Exit.USAGE, console.say("cli.import.same", path=file))
    check_local(file)
    writes, beside = not wishes.dry_run, None
    with (
        console.working() as step,
        open_file(book, writes=writes, backup=wishes.backup) as workbook,
    ):
        index = Index.of(workbook)
        console.speak(language_of(index))
        step("read", 0.2)
        done = import_file(
            index,
            file,
            wishes.table,
            console.say,
            today=dt.date.today(),
            sheet=wishes.sheet,
            append=not wishes.replace,
        )
        if writes:
            step("save", 0.8)
            beside = save_book(workbook)
    _tell(console, file, beside.path if beside else book, done, wishes)
    if beside is not None:
        console.warn(beside_text(beside, book, console.say))


def _tell(console: Console, file: Path, book: Path, done: Imported, wishes: Wishes) -> None:
    say = console.say
    written = not wishes.dry_run
    console.result(
        {
            "file": str(file),
            "workbook": str(book),
            "written": written,
            "table": done.table,
            "rows_read": done.rows,
            "rows_in_table": done.rows_there,
            "columns": dict(done.columns),
            "unused": list(done.unused),
            "notices": list(done.notices),
        },
        _parts(file, done, wishes.table, say),
    )
    console.message(say("cli.written", path=book) if written else say("cli.dry_run"))
    if written:
        console.message(say("cli.import.next", path=book))


def _parts(file: Path, done: Imported, table: str, say: Texts) -> list[RenderableType]:
    words = say.node(f"headers.{table}")  # the first of each field is its header in the template
    mapped = [f"{header} -> {words[field][0]}" for header, field in done.columns]
    counts = [
        (say("cli.import.table"), done.table),
        (say("cli.import.rows"), number_text(say, done.rows)),
        (say("cli.import.rows_there"), number_text(say, done.rows_there)),
    ]
    sentences = list(done.notices)
    if done.unused:
        sentences.insert(0, say("cli.import.unused", headers=", ".join(done.unused)))
    parts: list[RenderableType] = [say("cli.import.columns", file=file.name)]
    return [*parts, *sentences_of(mapped), "", pairs(counts), *sentences_of(sentences)]
