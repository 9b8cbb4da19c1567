"""The commands and their options; the work itself is done in one module per command."""

import sys
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click

from xl_addin.cli.console import Console, close_quietly, leave_at_once, load, soften
from xl_addin.cli.exits import Exit
from xl_addin.cli.import_options import TABLES, import_options
from xl_addin.texts import LANGUAGES, texts

EXAMPLES = """\b
Examples:
  clientbase demo
  clientbase new book.xlsm --lang ru
  clientbase import sales.csv --into book.xlsm
  clientbase refresh book.xlsm
  clientbase recalc book.xlsm
"""
FILE = click.Path(path_type=Path)
COMMON = ("lang", "as_json", "quiet")
Work = Callable[..., int | None]


class Cli(click.Group):
    """The group, with the exit codes of this program instead of click's own."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run the command line and leave with its exit code."""
        soften(sys.stdout)
        soften(sys.stderr)
        kwargs["standalone_mode"] = False
        try:
            code = super().main(*args, **kwargs)
        except click.ClickException as error:
            error.show()
            code = error.exit_code
        except click.Abort:
            Console("").message(texts("en")("cli.interrupted"))
            leave_at_once(Exit.INTERRUPTED)
        sys.exit(int(code or Exit.DONE))


@click.group(
    cls=Cli,
    epilog=EXAMPLES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="clientbase", prog_name="clientbase")
def main() -> None:
    """Assess a customer base in an Excel workbook, with or without Excel."""


def _command(name: str) -> Callable[[Work], click.Command]:
    """Make a command of ``work(console, ...)``, with --lang, --json and --quiet."""

    def made(work: Work) -> click.Command:
        @click.option(
            "--lang", type=click.Choice(LANGUAGES), help=_LANGUAGE_HELP.get(name, _THEIRS)
        )
        @click.option("--json", "as_json", is_flag=True, help="One JSON object for machines.")
        @click.option("--quiet", "-q", is_flag=True, help="Say nothing but faults.")
        @wraps(work)
        def run(*, as_json: bool, quiet: bool, lang: str | None, **options: object) -> int | None:
            console = Console(name, as_json, quiet, lang)
            return _guarded(console, lambda: work(console, **options))

        command = main.command(name)(run)
        command.params.sort(key=lambda option: option.name in COMMON)  # stable: these go last
        return command

    return made


_THEIRS = "Language of messages. Default: that of the workbook, else en."
_LANGUAGE_HELP = {
    "new": "Language of the workbook. Default: en.",
    "demo": "Language of the workbook. Default: en.",
    "refresh": "Language of results and messages. Default: that of the workbook.",
    "doctor": "Language of messages. Default: en.",
}


def _guarded(console: Console, work: Callable[[], int | None]) -> int | None:
    """Do the work; a fault ends in plain sentences and an exit code."""
    try:
        return work()
    except BrokenPipeError:  # whoever read our output has left; the work is done
        close_quietly(sys.stdout)
        return Exit.DONE
    except Exception as error:  # noqa: BLE001  the last line of defence before the user
        fault = load("faults").fault_of(error, console.say)
    console.fault(fault.code, fault.lines)
    return int(fault.code)


_NO_BACKUP = click.option(
    "--no-backup", is_flag=True, help="Do not keep the version before beside BOOK."
)


@_command("new")
@click.argument("book", type=FILE)
@click.option("--force", is_flag=True, help="Overwrite a file of that name.")
def new(console: Console, book: Path, *, force: bool) -> None:
    """Make an empty workbook from the template.

    The Python that runs this command is written into the workbook, so that Excel finds it.
    """
    load("make").new(console, book, force=force)


@_command("import")
@click.argument("file", type=FILE)
@click.option("--into", "book", type=FILE, required=True, help="The workbook to fill.")
@click.option(
    "--table",
    type=click.Choice(TABLES),
    help="What FILE holds.  [default: sales]",
)
@click.option("--sheet", help="The sheet of FILE to read, where it has several.")
@click.option(
    "--replace/--append",
    default=True,
    help="Replace the rows of the table, or add to them.  [default: replace]",
)
@click.option("--dry-run", is_flag=True, help="Check and tell what was understood; write nothing.")
@import_options
@_NO_BACKUP
def import_(
    console: Console,
    file: Path,
    book: Path,
    *,
    table: str | None,
    replace: bool,
    dry_run: bool,
    no_backup: bool,
    **answers: Any,
) -> None:
    """Bring sales or another table from FILE into a workbook.

    FILE is csv, xlsx, xls or parquet with English or Russian headers. All faults are told at
    once, and then nothing is written; what reads in two ways is asked, and an option answers.
    FILE itself is never changed.
    """
    bring = load("bring")
    wishes = bring.Wishes(table, replace, dry_run, not no_backup, answers)
    bring.bring(console, file, book, wishes)


@_command("refresh")
@click.argument("book", type=FILE)
@click.option(
    "--engine",
    type=click.Choice(("package", "excel")),
    default="package",
    show_default=True,
    help="Work on the file itself, or in a running Excel.",
)
@click.option(
    "--as-of",
    type=click.DateTime(("%Y-%m-%d",)),
    metavar="DATE",
    help="Assess as of this day, such as 2025-12-31.  [default: the last sale]",
)
@click.option("--output", type=FILE, help="Write to another file and leave BOOK as it is.")
@click.option("--force", is_flag=True, help="Let --output overwrite a file.")
@click.option("--csv", type=FILE, help="Write every result into this folder too, as CSV for Excel.")
@click.option("--dry-run", is_flag=True, help="Compute and tell; write nothing.")
@_NO_BACKUP
def refresh(
    console: Console,
    book: Path,
    *,
    as_of: datetime | None,
    no_backup: bool,
    **others: Any,
) -> None:
    """Compute the results of BOOK anew.

    This is what the ribbon's "Refresh all" does; the cells that call worksheet functions are
    computed too, as by recalc. The version before is kept beside BOOK, and 'clientbase restore
    BOOK' brings it back. A result that a sheet cannot hold goes to a CSV file beside BOOK.
    """
    renew = load("renew")
    day = None if as_of is None else as_of.date()
    renew.refresh(console, book, renew.Wishes(as_of=day, backup=not no_backup, **others))


@_command("recalc")
@click.argument("book", type=FILE)
@click.option("--output", type=FILE, help="Write to another file and leave BOOK as it is.")
@click.option("--force", is_flag=True, help="Let --output overwrite a file.")
@click.option("--dry-run", is_flag=True, help="Compute and tell; write nothing.")
@_NO_BACKUP
def recalc(
    console: Console,
    book: Path,
    *,
    output: Path | None,
    force: bool,
    dry_run: bool,
    no_backup: bool,
) -> int:
    """Compute the cells of BOOK that call our functions.

    Their values and spills are written beside the formulas, as Excel would; so are those of the
    formulas that read them. A cell that cannot be computed keeps its value and is told, and the
    exit code is then 1. The version before is kept beside BOOK.
    """
    reckon = load("reckon")
    return int(reckon.recalc(console, book, reckon.Wishes(output, force, dry_run, not no_backup)))


@_command("demo")
@click.option(
    "--sample",
    type=click.Choice(("company", "cdnow")),
    default="company",
    show_default=True,
    help="A made-up wholesaler, or the real CDNOW transactions.",
)
@click.option("--output", type=FILE, help="Default: clientbase-demo.xlsm in this folder.")
@click.option("--force", is_flag=True, help="Overwrite a file of that name.")
def demo(console: Console, sample: str, output: Path | None, *, force: bool) -> None:
    """Make a workbook with demo data, refreshed and ready to look at."""
    load("make").demo(console, sample, output, force=force)


@_command("restore")
@click.argument("book", type=FILE)
@click.option("--list", "only_list", is_flag=True, help="List the backups; write nothing.")
@click.option(
    "--which",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Which backup, counted from the latest.",
)
def restore(console: Console, book: Path, *, only_list: bool, which: int) -> None:
    """Bring back an earlier version of BOOK.

    Backups lie beside BOOK with their date, five at most. The version that is replaced becomes a
    backup itself.
    """
    load("restore").restore(console, book, which=which, only_list=only_list)


@_command("share")
@click.argument("book", type=FILE)
@click.option("-o", "--output", type=FILE, required=True, help="The workbook to make.")
@click.option(
    "--key", type=FILE, help="File of the secret key.  [default: one in your configuration folder]"
)
@click.option("--force", is_flag=True, help="Overwrite a file of that name.")
def share(console: Console, book: Path, *, output: Path, key: Path | None, force: bool) -> None:
    """Make a workbook to give away, without names of customers.

    It holds the results of BOOK. Customers and documents become tokens, as by import
    --pseudonymise; names and free text are left out. History, log and sheets of your own do not go
    with it. BOOK stays as it is.
    """
    load("hand_over").share(console, book, output, key, force=force)


@_command("doctor")
@click.argument("book", type=FILE, required=False)
@click.option("--fix", is_flag=True, help="Write this Python's path into BOOK.")
def doctor(console: Console, book: Path | None, *, fix: bool) -> int:
    """Check whether this machine, and BOOK, are ready for Excel."""
    return int(load("examine").doctor(console, book, fix=fix))
