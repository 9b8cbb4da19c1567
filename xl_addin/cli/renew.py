"""The command ``refresh``."""

import platform
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from xl_addin.book.summary import RefreshSummary
from xl_addin.book.workbook_file import in_running_excel, open_file
from xl_addin.cli.console import Console
from xl_addin.cli.exits import CommandError, Exit
from xl_addin.cli.paths import check_free, staged
from xl_addin.cli.screen import summary_parts
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


def refresh(console: Console, path: Path, wishes: Wishes) -> None:
    """Refresh the workbook and tell what was found."""
    if wishes.engine == "excel":
        summary = _in_excel(console, path, wishes)
    elif wishes.output is None:
        summary = _on_file(console, path, wishes)
    else:
        _check_output(console, path, wishes.output, force=wishes.force)
        with staged(wishes.output) as draft:
            shutil.copyfile(path, draft)
            summary = _on_file(console, draft, wishes)
    _tell(console, summary, wishes.output or path, wishes)


def _on_file(console: Console, path: Path, wishes: Wishes) -> RefreshSummary:
    with console.working() as step, open_file(path) as book:
        summary = refresh_all(book, language=console.language, as_of=wishes.as_of, progress=step)
        if not wishes.dry_run:
            step("save", 1.0)
            book.save()
    return summary


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
    with console.working() as step:
        return refresh_all(book, language=console.language, as_of=wishes.as_of, progress=step)


def _check_output(console: Console, path: Path, output: Path, *, force: bool) -> None:
    say = console.say
    if output.exists() and path.exists() and output.samefile(path):
        raise CommandError(Exit.USAGE, say("cli.paths.same", path=output))
    if output.suffix.lower() != path.suffix.lower():
        better = output.with_suffix(path.suffix)
        text = say("cli.paths.other_kind", path=output, suffix=path.suffix, better=better)
        raise CommandError(Exit.USAGE, text)
    check_free(output, say, force=force)


def _tell(console: Console, summary: RefreshSummary, path: Path, wishes: Wishes) -> None:
    console.speak(summary.language)
    say = console.say
    written = not wishes.dry_run
    end = say("cli.written", path=path) if written else say("cli.dry_run")
    if wishes.engine == "excel":
        end = say("cli.refresh.in_excel", path=path)
    console.result(
        {"workbook": str(path), "written": written, **summary.as_json()},
        [*summary_parts(summary, texts(summary.language)), "", end],
    )
