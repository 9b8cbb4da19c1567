"""The command ``recalc``."""

import datetime as dt
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import RenderableType

from xl_addin.book.language import language_of
from xl_addin.book.names import Index
from xl_addin.book.recalculation import (
    log_recalculation,
    recalculating,
    recalculation_json,
    why_text,
)
from xl_addin.book.wording import number_text
from xl_addin.book.workbook_file import Beside, open_file, save_book
from xl_addin.cli.console import Console
from xl_addin.cli.exits import Exit
from xl_addin.cli.paths import beside_text, check_output, staged
from xl_addin.cli.screen import grid, pairs
from xl_addin.engines.recalc.report import Recalculation
from xl_addin.files.names import check_local


@dataclass(frozen=True)
class Wishes:
    """The options of ``recalc``."""

    output: Path | None = None
    force: bool = False
    dry_run: bool = False
    backup: bool = True


def recalc(console: Console, path: Path, wishes: Wishes) -> int:
    """Compute the cells that call our functions, and tell which could not be computed."""
    beside = None
    if wishes.output is None:
        done, beside = _on_file(console, path, wishes)
    else:
        check_local(path)
        check_output(path, wishes.output, console.say, force=wishes.force)
        with staged(wishes.output) as draft:
            shutil.copyfile(path, draft)
            done, _ = _on_file(console, draft, replace(wishes, backup=False))
    _tell(console, done, beside.path if beside else wishes.output or path, wishes)
    if beside is not None:
        console.warn(beside_text(beside, path, console.say))
    return Exit.MEND if done.left else Exit.DONE


def _on_file(console: Console, path: Path, wishes: Wishes) -> tuple[Recalculation, Beside | None]:
    writes = not wishes.dry_run
    with (
        console.working() as step,
        open_file(path, writes=writes, backup=wishes.backup) as book,
        recalculating(book, everything=True) as compute_functions,
    ):
        index = Index.of(book)
        console.speak(language_of(index))
        step("functions", 0.3)
        done = compute_functions()
        if not done.changed or not writes:
            return done, None
        step("save", 0.9)
        log_recalculation(index, done, dt.datetime.now(), console.say)
        return done, save_book(book)


def _tell(console: Console, done: Recalculation, path: Path, wishes: Wishes) -> None:
    say = console.say
    is_new = done.changed > 0 or wishes.output is not None
    written = is_new and not wishes.dry_run
    console.result(
        {"workbook": str(path), "written": written, **recalculation_json(say, done)},
        _parts(console, done),
    )
    if wishes.dry_run:
        console.message(say("cli.dry_run"))
    else:
        console.message(say("cli.written" if written else "cli.recalc.same", path=path))


def _parts(console: Console, done: Recalculation) -> list[RenderableType]:
    say = console.say
    if not done.ours:
        return [say("cli.recalc.none")]
    counts = ("ours", "computed", "others", "changed")
    rows = [(say(f"cli.recalc.{key}"), number_text(say, getattr(done, key))) for key in counts]
    parts: list[RenderableType] = [pairs(rows)]
    if done.left:
        columns = (
            [say("cli.recalc.sheet"), *(cell.sheet for cell in done.left)],
            [say("cli.recalc.cell"), *(cell.cell for cell in done.left)],
            [say("cli.recalc.reason"), *(why_text(say, cell) for cell in done.left)],
        )
        parts += ["", say("cli.recalc.left"), grid(columns)]
    return parts
