"""The command ``refresh``."""

import platform
import shutil
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from xl_addin.book.beyond import csv_places, write_results
from xl_addin.book.language import language_of
from xl_addin.book.names import Index
from xl_addin.book.recalculation import (
    recalculating,
    recalculation_json,
    recalculation_sentences,
)
from xl_addin.book.summary import RefreshSummary
from xl_addin.book.workbook_file import Beside, in_running_excel, open_file, save_book
from xl_addin.cli.console import Console
from xl_addin.cli.exits import CommandError, Exit
from xl_addin.cli.paths import beside_text, check_name, check_output, staged
from xl_addin.cli.screen import sentences_of, summary_parts
from xl_addin.engines.recalc.report import Recalculation
from xl_addin.files.names import check_local, is_web_address
from xl_addin.ribbon import refresh_all
from xl_addin.texts import texts


@dataclass(frozen=True)
class Wishes:
    """The options of ``refresh``."""

    engine: str = "package"
    as_of: date | None = None
    output: Path | None = None
    force: bool = False
    dry_run: bool = False
    backup: bool = True
    csv: Path | None = None


def refresh(console: Console, path: Path, wishes: Wishes) -> None:
    """Refresh the workbook and tell what was found."""
    if wishes.csv:
        check_name(wishes.csv)
    beside, live = None, Recalculation()  # a running Excel computes its own functions
    if wishes.engine == "excel":
        summary = _in_excel(console, path, wishes)
    elif wishes.output is None:
        summary, live, beside = _on_file(console, path, wishes)
    else:
        check_local(path)
        check_output(path, wishes.output, console.say, force=wishes.force)
        with staged(wishes.output) as draft:
            shutil.copyfile(path, draft)
            summary, live, _ = _on_file(console, draft, replace(wishes, backup=False))
    written = beside.path if beside else wishes.output or path
    files = () if wishes.dry_run else _write_csv(console, summary, written, wishes)
    _tell(console, summary, live, written, files, wishes)
    if beside is not None:
        console.warn(beside_text(beside, path, console.say))


def _write_csv(
    console: Console, summary: RefreshSummary, book: Path, wishes: Wishes
) -> tuple[Path, ...]:
    """Write all results into the folder asked for; else those that their sheets cannot hold."""
    results = [each for each in summary.results if wishes.csv or not each.is_whole]
    folder = wishes.csv or (Path.cwd() if is_web_address(book) else book.absolute().parent)
    if results:
        folder.mkdir(parents=True, exist_ok=True)
    places = csv_places(results, folder, book.stem)
    write_results(places, texts(summary.language))
    for path in places:
        console.message(console.say("beyond.file", path=path))
    return tuple(places)


def _on_file(
    console: Console, path: Path, wishes: Wishes
) -> tuple[RefreshSummary, Recalculation, Beside | None]:
    writes, wished = not wishes.dry_run, console.language
    with (
        console.working() as step,
        open_file(path, writes=writes, backup=wishes.backup) as book,
        recalculating(book) as compute_functions,
    ):
        console.speak(language_of(Index.of(book)))  # faults too are told in it
        summary = refresh_all(
            book,
            language=wished,
            as_of=wishes.as_of,
            progress=step,
            tell=console.warn,
        )
        step("functions", 0.9)
        live = compute_functions()
        if not writes:
            return summary, live, None
        step("save", 1.0)
        return summary, live, save_book(book)


def _in_excel(console: Console, path: Path, wishes: Wishes) -> RefreshSummary:
    say = console.say
    if wishes.output or wishes.force or wishes.dry_run:
        raise CommandError(Exit.USAGE, say("cli.refresh.output_excel"))
    try:
        book = in_running_excel(path)
    except LookupError as error:
        text = say("cli.refresh.no_excel", system=platform.system())
        raise CommandError(Exit.FILES, text) from error
    if book is None:
        raise CommandError(Exit.FILES, say("cli.refresh.not_open", path=path))
    wished = console.language
    with console.working() as step:
        console.speak(language_of(Index.of(book)))
        return refresh_all(
            book,
            language=wished,
            as_of=wishes.as_of,
            progress=step,
            tell=console.warn,
        )


def _tell(
    console: Console,
    summary: RefreshSummary,
    live: Recalculation,
    path: Path,
    files: tuple[Path, ...],
    wishes: Wishes,
) -> None:
    console.speak(summary.language)
    say, theirs = console.say, texts(summary.language)
    written = not wishes.dry_run
    end = say("cli.written", path=path) if written else say("cli.dry_run")
    if wishes.engine == "excel":
        end = say("cli.refresh.in_excel", path=path)
    console.result(
        {
            "workbook": str(path),
            "written": written,
            "files": [str(file) for file in files],
            **summary.as_json(),
            "functions": recalculation_json(theirs, live),
        },
        [
            *summary_parts(summary, theirs),
            *sentences_of(recalculation_sentences(theirs, live)),
            "",
            end,
        ],
    )
