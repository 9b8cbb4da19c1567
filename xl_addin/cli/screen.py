"""What people see of a result: rich tables on stdout."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from threading import Timer

from rich import box
from rich.console import Console as Screen
from rich.console import RenderableType
from rich.padding import Padding
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from xl_addin.book.refresh import Progress as Steps
from xl_addin.book.summary import GroupLine, RefreshSummary
from xl_addin.book.wording import money_text, number_text, share_text
from xl_addin.cli.console import printable
from xl_addin.doctor import Check
from xl_addin.texts import Texts

SHOW_PROGRESS_AFTER = 1.0  # seconds
PIPE_WIDTH = 500  # whoever reads a pipe wants sentences in one piece
_COLOURS = {"ok": "green", "attention": "yellow", "fail": "red", "not_here": "dim"}


def show(parts: Iterable[RenderableType]) -> None:
    """Print to stdout; into a pipe without colours, wrapped lines and trailing blanks."""
    if sys.stdout.isatty():
        screen = Screen(markup=False, highlight=False, emoji=False)
        for part in parts:
            screen.print(part)
        return
    screen = Screen(markup=False, highlight=False, emoji=False, width=PIPE_WIDTH)
    with screen.capture() as drawn:
        for part in parts:
            screen.print(part, soft_wrap=isinstance(part, str))
    sys.stdout.write("".join(f"{line.rstrip()}\n" for line in drawn.get().splitlines()))
    sys.stdout.flush()


@contextmanager
def moving_bar(say: Texts) -> Iterator[Steps]:
    """Give a function that takes steps; they are shown on stderr once a second has passed."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    bar = Progress(*columns, console=Screen(stderr=True), transient=True)
    task = bar.add_task(say("cli.steps.read"), total=1.0)

    def step(key: str, share: float) -> None:
        bar.update(task, description=say(f"cli.steps.{key}"), completed=share)

    timer = Timer(SHOW_PROGRESS_AFTER, bar.start)
    timer.daemon = True
    timer.start()
    try:
        yield step
    finally:
        timer.cancel()
        timer.join()
        bar.stop()


def summary_parts(summary: RefreshSummary, say: Texts) -> list[RenderableType]:
    """Return what a refresh found: rows, segments, classes, notes."""
    tables = [_counts(summary, say), _segments(summary, say), _classes(summary, say)]
    if summary.first_five:
        tables.append(_first_five(summary, say))
    sentences = [summary.changed, *summary.notes, *summary.problems]
    return [*tables, *sentences_of(sentence for sentence in sentences if sentence)]


def sentences_of(sentences: Iterable[str]) -> list[RenderableType]:
    """Return sentences as a list with hanging indents."""
    rows = Table.grid(padding=(0, 1))
    for sentence in sentences:
        rows.add_row("-", Text(printable(sentence)))
    return [Padding(rows, (0, 0, 0, 1))] if rows.row_count else []


def pairs(rows: Iterable[tuple[str, str]]) -> Table:
    """Return captions and values in two columns."""
    table = Table.grid(padding=(0, 2))
    for caption, value in rows:
        table.add_row(caption, Text(printable(value)))
    return table


def grid(columns: Sequence[Sequence[str]]) -> Table:
    """Return columns of texts side by side, the first of each being its heading."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), pad_edge=False)
    for heading, *_ in columns:
        table.add_column(Text(printable(heading)))
    for row in zip(*(cells for _, *cells in columns), strict=False):
        table.add_row(*(Text(printable(cell)) for cell in row))
    return table


def checks_table(checks: Iterable[Check], say: Texts) -> Table:
    """Return the findings of the doctor, each with what to do."""
    table = Table(box=box.SIMPLE, show_header=False, padding=(0, 1))
    for check in checks:
        mark = Text(say(f"cli.doctor.status.{check.status}"), style=_COLOURS[check.status])
        found = " ".join(filter(None, (check.found(say), check.fix(say))))
        table.add_row(mark, check.title(say), Text(printable(found)))
    return table


def _counts(summary: RefreshSummary, say: Texts) -> Table:
    return pairs(
        (
            (say("cli.summary.as_of"), summary.as_of.isoformat()),
            (say("cli.summary.rows_read"), number_text(say, summary.rows_read)),
            (say("cli.summary.rows_left_out"), number_text(say, summary.rows_left_out)),
            (say("cli.summary.money_left_out"), money_text(say, summary.money_left_out)),
            (say("cli.summary.customers"), number_text(say, summary.customers)),
            (say("cli.summary.revenue"), money_text(say, summary.revenue)),
        )
    )


def _segments(summary: RefreshSummary, say: Texts) -> Table:
    table = _table(say("cli.summary.segment"), say)
    _fill(table, summary.segments, summary, say)
    return table


def _classes(summary: RefreshSummary, say: Texts) -> Table:
    table = _table(say("cli.summary.class"), say)
    _fill(table, summary.abc, summary, say)
    table.add_section()
    _fill(table, summary.xyz, summary, say)
    return table


def _first_five(summary: RefreshSummary, say: Texts) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), pad_edge=False)
    table.add_column(say("cli.summary.first_five"))
    table.add_column(say("cli.summary.money"), justify="right")
    table.add_column(say("cli.summary.sheet"))
    for step in summary.first_five:
        money = "" if step.money is None else money_text(say, step.money)
        table.add_row(Text(printable(step.text)), money, Text(printable(step.sheet)))
    return table


def _table(first: str, say: Texts) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), pad_edge=False)
    table.add_column(first)
    for key in ("customers", "revenue", "share"):
        table.add_column(say(f"cli.summary.{key}"), justify="right")
    return table


def _fill(table: Table, lines: Iterable[GroupLine], summary: RefreshSummary, say: Texts) -> None:
    for line in lines:
        share = line.revenue / summary.revenue if summary.revenue else 0.0
        share = round(share, 3) + 0.0  # a tiny loss is no "-0%"
        table.add_row(
            line.name,
            number_text(say, line.customers),
            money_text(say, line.revenue),
            share_text(say, share),
        )
