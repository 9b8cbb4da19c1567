"""Live functions of a workbook file: computed where there is no Excel to do it."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import xlwings as xw

from xl_addin.book.names import Index
from xl_addin.book.read import read_record
from xl_addin.book.shipped import settled_sheets
from xl_addin.book.wording import number_text
from xl_addin.book.write import place_table
from xl_addin.engines.recalc.recalculation import needs_computing, recalculate
from xl_addin.engines.recalc.report import CellLeft, Recalculation
from xl_addin.texts import Texts

if TYPE_CHECKING:
    from xl_addin.engines.recalc.evaluator import Evaluator

KEEP_LOG = 500
SHOWN = 10  # sentences about cells that were not computed


@contextmanager
def recalculating(
    book: xw.Book, *, everything: bool = False
) -> Iterator[Callable[[], Recalculation]]:
    """Give a function that recalculates a workbook opened without Excel; the caller saves.

    What it needs is started at once, in a process of its own, so that it is ready when other work
    on the workbook is done. A workbook without a call of our functions starts nothing. Without
    `everything` the live examples of the template are left alone while they are as it ships them.
    """
    with ExitStack() as open_ones:
        start = cache(lambda: open_ones.enter_context(closing(_evaluator())))

        def settled() -> frozenset[int]:
            return frozenset() if everything else settled_sheets(book.impl)

        def compute() -> Recalculation:
            left_alone = settled()  # what was written meanwhile may have changed it
            if not needs_computing(book.impl, left_alone):
                return Recalculation()
            return recalculate(book.impl, start(), left_alone)

        if needs_computing(book.impl, settled()):
            start()
        yield compute


def _evaluator() -> "Evaluator":
    from xl_addin.engines.recalc.evaluator import Evaluator

    return Evaluator()


def log_recalculation(index: Index, done: Recalculation, now: dt.datetime, say: Texts) -> None:
    """Add a line to the sheet Log, where the workbook has one."""
    log = read_record(index, "Log_Runs")
    line = {
        "run_at": [np.datetime64(now.replace(microsecond=0), "s")],
        "action": ["recalc"],
        "options": [f"computed={done.computed}; left={len(done.left)}"],
        "version": [version("clientbase")],
    }
    columns = {
        key: pd.Series(line.get(key, [None])).astype(log[key].dtype) for key in map(str, log)
    }
    parts = [part for part in (log.tail(KEEP_LOG - 1), pd.DataFrame(columns)) if len(part)]
    place_table(index, "Log_Runs", dict(pd.concat(parts, ignore_index=True)), say)


def why_text(say: Texts, cell: CellLeft) -> str:
    """Return why a cell was not computed."""
    return say(f"cli.recalc.why.{cell.why}", **cell.details)


def recalculation_sentences(say: Texts, done: Recalculation) -> list[str]:
    """Return what a recalculation did in sentences: a count, and the first cells left out."""
    if not done.ours:
        return []
    counts = {"ours": done.ours, "computed": done.computed, "changed": done.changed}
    told = [say("cli.recalc.told", **{key: number_text(say, n) for key, n in counts.items()})]
    told += [f"{cell.sheet}!{cell.cell}: {why_text(say, cell)}." for cell in done.left[:SHOWN]]
    if len(done.left) > SHOWN:
        told.append(say("cli.recalc.more", count=number_text(say, len(done.left) - SHOWN)))
    return told


def recalculation_json(say: Texts, done: Recalculation) -> dict[str, object]:
    """Return plain values for ``--json``."""
    return {
        "ours": done.ours,
        "computed": done.computed,
        "others": done.others,
        "changed": done.changed,
        "left": [
            {"sheet": cell.sheet, "cell": cell.cell, "code": cell.why, "why": why_text(say, cell)}
            for cell in done.left
        ],
    }
