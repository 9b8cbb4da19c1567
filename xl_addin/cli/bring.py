"""The command ``import``."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from rich.console import RenderableType

from scoring.errors import shown
from xl_addin.book.import_record import record_import
from xl_addin.book.imports import Imported, import_file
from xl_addin.book.language import language_of
from xl_addin.book.names import Index
from xl_addin.book.wording import number_text
from xl_addin.book.workbook_file import open_file, save_book
from xl_addin.cli.console import Console
from xl_addin.cli.exits import CommandError, Exit
from xl_addin.cli.keys import pseudonyms_of
from xl_addin.cli.paths import beside_text
from xl_addin.cli.screen import grid, pairs, sentences_of
from xl_addin.exports.gates import FIELDS
from xl_addin.exports.profile import load_profile, options_of, profile_text
from xl_addin.exports.understood import SAMPLES
from xl_addin.files.names import check_local
from xl_addin.texts import Texts

_UNUSED_SHOWN = 20


@dataclass(frozen=True)
class Wishes:
    """The options of ``import``; answers are those that say how to read the file."""

    table: str | None = None
    replace: bool = True
    dry_run: bool = False
    backup: bool = True
    answers: Mapping[str, Any] = field(default_factory=dict)


def bring(console: Console, file: Path, book: Path, wishes: Wishes) -> None:
    """Bring the rows of ``file`` into ``book`` and tell what was understood."""
    if file.exists() and book.exists() and file.samefile(book):
        raise CommandError(Exit.USAGE, console.say("cli.import.same", path=file))
    check_local(file)
    said = _said(console, wishes)
    pseudonyms = pseudonyms_of(console, book, wishes.answers, writes=not wishes.dry_run)
    table, writes, beside = said["table"], not wishes.dry_run, None
    with (
        console.working() as step,
        open_file(book, writes=writes, backup=wishes.backup) as workbook,
    ):
        index = Index.of(workbook)
        console.speak(language_of(index))
        step("read", 0.2)
        now = dt.datetime.now().replace(microsecond=0)
        done = import_file(
            index,
            file,
            table,
            console.say,
            today=now.date(),
            options=replace(options_of(said), pseudonyms=pseudonyms),
            append=not wishes.replace,
        )
        if writes:
            record_import(index, done, console.say, now=now)
            step("save", 0.8)
            beside = save_book(workbook)
    if wishes.answers.get("save_profile"):
        _save_profile(console, wishes.answers["save_profile"], said, done)
    _tell(console, (file, beside.path if beside else book), table, done, wishes)
    if beside is not None:
        console.warn(beside_text(beside, book, console.say))


def _said(console: Console, wishes: Wishes) -> dict[str, Any]:
    """Return the answers of the profile, those of the command line winning."""
    given = dict(wishes.answers)
    profile, given["table"] = given.pop("profile", None), wishes.table
    for key in ("save_profile", "pseudonymise", "key"):
        given.pop(key, None)
    given["columns"] = _parts(console, given.pop("columns", ()), "--column")
    rates = _parts(console, given.pop("rates", ()), "--rate")
    given["rates"] = {name: _rate(console, name, rate) for name, rate in rates.items()}
    if (levels := given.get("grouped")) is not None:
        given["grouped"] = [] if levels == "auto" else [each.strip() for each in levels.split(",")]
    said = load_profile(profile) if profile else {}
    for key in ("columns", "rates"):
        given[key] = {**said.get(key, {}), **given[key]}
    said |= {key: value for key, value in given.items() if value not in (None, False)}
    said.setdefault("table", "sales")
    known = {each.key for each in FIELDS[said["table"]]}
    for name in (*said["columns"], *(said.get("grouped") or ())):
        if name not in known:
            listed = ", ".join(sorted(known))
            text = console.say("cli.import.no_field", field=name, fields=listed)
            raise CommandError(Exit.USAGE, text)
    return said


def _parts(console: Console, pairs_given: tuple[str, ...], option: str) -> dict[str, str]:
    parts = {}
    for each in pairs_given:
        name, mark, value = each.partition("=")
        if not (mark and name.strip() and value.strip()):
            text = console.say("cli.import.no_pair", option=option, found=each)
            raise CommandError(Exit.USAGE, text)
        parts[name.strip()] = value.strip()
    return parts


def _rate(console: Console, name: str, text: str) -> float:
    try:
        rate = float(text.replace(",", "."))
    except ValueError:
        rate = 0.0
    if not 0 < rate < 1e9:
        found = f"{name}={text}"
        raise CommandError(Exit.USAGE, console.say("cli.import.no_rate", found=found))
    return rate


def _save_profile(console: Console, path: Path, said: Mapping[str, Any], done: Imported) -> None:
    made = {"date", "amount"} if said.get("unpivot") else set()  # no columns of the file
    columns = {
        each.field: each.header
        for each in done.understood.columns
        if each.field not in made and each.header != each.field  # a level of a report has its name
    }
    kept = {**said, "columns": {**columns, **said.get("columns", {})}}
    try:
        with path.open("x", encoding="utf-8") as target:
            target.write(profile_text(kept))
    except FileExistsError as error:
        text = console.say("cli.import.profile_exists", path=path)
        raise CommandError(Exit.FILES, text) from error
    console.message(console.say("cli.import.profile_saved", path=path))


def _tell(
    console: Console, paths: tuple[Path, Path], table: str, done: Imported, wishes: Wishes
) -> None:
    say, (file, book) = console.say, paths
    written = not wishes.dry_run
    console.result(
        {
            "file": str(file),
            "workbook": str(book),
            "written": written,
            "pseudonymised": done.pseudonymised,
            "table": done.table,
            "rows_read": done.rows,
            "rows_in_table": done.rows_there,
            "rows_left_out": done.left_out,
            "money_left_out": done.money_left_out,
            "customers": done.customers,
            "total": done.total,
            "columns": dict(done.columns),
            "unused": list(done.unused),
            "notices": list(done.notices),
            "understood": asdict(done.understood),
        },
        _shown(done, table, say),
    )
    console.message(say("cli.written", path=book) if written else say("cli.dry_run"))
    if written:
        console.message(say("cli.import.next", path=book))


def _shown(done: Imported, table: str, say: Texts) -> list[RenderableType]:
    words = say.node(f"headers.{table}")  # the first of each field is its header in the template
    read = done.understood
    mapped = []
    for each in read.columns:
        about = ", ".join(filter(None, (each.place, each.how, each.unit)))
        mapped.append(f"{each.header} -> {words[each.field][0]} ({about})")
    counts = [
        (say("cli.import.table"), done.table),
        (say("cli.import.rows"), number_text(say, done.rows)),
        (say("cli.import.rows_there"), number_text(say, done.rows_there)),
    ]
    if done.left_out:
        counts.append((say("cli.import.rows_left_out"), number_text(say, done.left_out)))
    if done.customers is not None:
        counts.append((say("cli.import.customers"), number_text(say, done.customers)))
    if done.total is not None:
        counts.append((say("cli.import.total"), number_text(say, done.total, 2)))
    sentences = list(done.notices)
    if done.unused:
        sentences.insert(0, say("cli.import.unused", headers=_listed(done.unused, say)))
    samples = [[each.header, *each.samples] for each in read.columns]
    where = ", ".join(filter(None, (read.file, read.sheet, read.style)))
    return [
        say("cli.import.columns", file=where, row=read.header_row),
        *sentences_of(mapped),
        "",
        say("cli.import.samples", count=SAMPLES),
        grid(samples),
        "",
        pairs(counts),
        *sentences_of(sentences),
    ]


def _listed(headers: Sequence[str], say: Texts) -> str:
    """Return headers in one line, the first of very many."""
    more = len(headers) - _UNUSED_SHOWN
    listed = ", ".join(shown(header) for header in headers[:_UNUSED_SHOWN])
    return f"{listed} {say('imports.more', count=more)}" if more > 0 else listed
