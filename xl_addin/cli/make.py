"""The commands that make a workbook: ``new`` and ``demo``."""

import platform
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from xl_addin.book.names import Index
from xl_addin.book.workbook_file import open_file, write_interpreter
from xl_addin.book.write import place_inputs
from xl_addin.cli.console import Console
from xl_addin.cli.exits import CommandError, Exit
from xl_addin.cli.paths import check_free, check_workbook_name, staged
from xl_addin.cli.screen import sentences_of, summary_parts
from xl_addin.demo import cdnow, company
from xl_addin.doctor.machine import interpreter
from xl_addin.files.names import free_name
from xl_addin.ribbon import refresh_all
from xl_addin.template.store import template_path
from xl_addin.texts import Texts

DEMO_NAME = "clientbase-demo.xlsm"


def new(console: Console, path: Path, *, force: bool) -> None:
    """Copy the template and write this Python into it."""
    say = console.say
    check_workbook_name(path, say)
    check_free(path, say, force=force)
    with staged(path) as draft:
        copy_template(draft, say.language)
        with open_file(draft) as book:
            write_interpreter(book, interpreter())
            book.save()
    python = str(interpreter())
    console.result(
        {"workbook": str(path), "language": say.language, "interpreter": python},
        [say("cli.new.made", path=path)],
    )
    for line in _hints(path, say):
        console.message(line)


def demo(console: Console, sample: str, output: Path | None, *, force: bool) -> None:
    """Make a workbook with demo data and refresh it."""
    say = console.say
    path = output or (Path(DEMO_NAME) if force else free_name(Path(DEMO_NAME)))
    check_workbook_name(path, say)
    check_free(path, say, force=force)
    with console.working() as step, staged(path) as draft:
        step("read", 0.0)
        tables = _sample(sample, say)
        copy_template(draft, say.language)
        with open_file(draft) as book:
            write_interpreter(book, interpreter())
            place_inputs(Index.of(book), tables)
            summary = refresh_all(book, language=say.language, progress=step)
            step("save", 1.0)
            book.save()
    where = say("cli.written", path=path.absolute())
    console.result(
        {"workbook": str(path), "sample": sample, **summary.as_json()},
        [*summary_parts(summary, say), "", *sentences_of([say(f"cli.demo.{sample}")]), where],
    )


def copy_template(target: Path, language: str) -> None:
    """Copy the template of ``language``, contents only: an installed one may be read-only."""
    shutil.copyfile(template_path(language), target)


def _sample(sample: str, say: Texts) -> Mapping[str, pd.DataFrame]:
    if sample == "company":
        return company(say.language)
    try:
        return cdnow()
    except FileNotFoundError as error:
        raise CommandError(Exit.FILES, say("cli.demo.no_sample")) from error


def _hints(path: Path, say: Texts) -> list[str]:
    lines = [say("cli.new.python", python=interpreter())]
    if sys.platform not in {"win32", "darwin"}:
        lines.append(say("cli.new.other_system", system=platform.system(), path=path))
    return [*lines, say("cli.new.next", path=path)]
