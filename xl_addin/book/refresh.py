"""The main job: read the workbook, assess, write every result sheet, keep history and log."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import version

import numpy as np
import pandas as pd
import xlwings as xw

from scoring.assessment import Assessment, assess
from scoring.tables.policy import AS_IT_STANDS, ReadingPolicy
from xl_addin.book.application import calculates_by_hand
from xl_addin.book.beyond import SHEET, ResultTable, Room, cut_to_sheets
from xl_addin.book.check_sum import check_sum, since_last
from xl_addin.book.errors import BookError
from xl_addin.book.history import changed_options, extend_history
from xl_addin.book.intake import Intake, check_answered, sentences, take_in
from xl_addin.book.names import Index
from xl_addin.book.read import read_record
from xl_addin.book.results import Contents, result_contents
from xl_addin.book.results.dashboard import changed_text
from xl_addin.book.results.diagnosis import gates_grid, problem_columns
from xl_addin.book.results.small_groups import without_small_groups
from xl_addin.book.results.stamp import Run
from xl_addin.book.results.value import xyz_summary
from xl_addin.book.settings import read_settings
from xl_addin.book.summary import GroupLine, RefreshSummary, StepLine
from xl_addin.book.wording import book_messages, note_text
from xl_addin.book.write import place_block, place_table
from xl_addin.segment_names import segment_name
from xl_addin.texts import Texts, texts

KEEP_LOG = 500
Progress = Callable[[str, float], None]  # step key, share done
Tell = Callable[[str], None]


def refresh(
    book: xw.Book,
    *,
    now: dt.datetime,
    language: str | None = None,
    as_of: dt.date | None = None,
    progress: Progress | None = None,
    tell: Tell | None = None,
    room: Room = SHEET,
    least: int = 0,
) -> RefreshSummary:
    """Assess the sales of ``book`` and write all result sheets; the caller saves.

    Good rows are scored; rows at fault are left out, listed on the sheet Data audit and counted
    with their money. A second run over unchanged data changes nothing but the time. A result that
    needs more ``room`` than its sheet has is cut there, which ``tell`` is told before anything is
    written; all results are in the summary, whole. The sheets tell no group of fewer than ``least``
    customers.
    Raises BookError (workbook), SettingsError (sheet Settings), TableError (no usable sales),
    TooLittleDataError.
    """
    step = progress or (lambda _key, _share: None)
    step("read", 0.0)
    index = Index.of(book)
    chosen = read_settings(index, language=language, as_of=as_of)
    say = texts(chosen.language)
    intake = take_in(index, say, today=now.date(), policy=chosen.importing.reading)
    check_answered(intake, say)
    step("assess", 0.5)
    assessment = assess(intake.tables(), chosen.settings)
    fingerprint = check_sum(assessment)
    history = extend_history(
        assessment,
        read_record(index, "History_Runs"),
        read_record(index, "History_Classes"),
        run_at=now,
        fingerprint=fingerprint,
    )
    gated = intake.sales.gated
    run = Run(
        now,
        version("clientbase"),
        gated.rows_read,
        len(gated.left_out),
        gated.money_left_out,
        source=intake.sales.origin.area,
        fingerprint=fingerprint,
        by_hand=calculates_by_hand(book.app),
    )
    contents = result_contents(say, assessment, intake, history, run)
    contents = without_small_groups(contents, least) if least else contents
    results = cut_to_sheets(index, contents, say, room)
    cut = [result for result in results if not result.is_whole]
    if tell is not None:
        for result in cut:
            tell(result.text(say))
    step("write", 0.6)
    log = read_record(index, "Log_Runs")
    contents.tables["Log_Runs"] = dict(_logged(log, assessment, run, cut))
    since = since_last(log, run, assessment.as_of, options_text(assessment), say)
    notes = [*intake.notes, *filter(None, [since]), *_place(index, contents, say)]
    step("done", 1.0)
    summary = _summary(say, assessment, intake, contents, (changed_text(say, history), run, notes))
    return replace(summary, results=results, cut=tuple(result.text(say) for result in cut))


def check(
    index: Index, say: Texts, *, today: dt.date, policy: ReadingPolicy = AS_IT_STANDS
) -> Intake:
    """Put the input tables through the gate and list every fault on the sheet Data audit.

    Results are left as they are. Raises BookError as ``refresh`` does.
    """
    intake = take_in(index, say, today=today, policy=policy)
    place_table(index, "Audit_Problems", problem_columns(say, intake), say)
    place_block(index, "audit_tables", gates_grid(say, intake))
    return intake


def _place(index: Index, contents: Contents, say: Texts) -> list[str]:
    """Write tables and blocks; what cannot be written is told, the rest goes on."""
    notes = []
    for name, columns in contents.tables.items():
        try:
            if not place_table(index, name, columns, say, contents.more.get(name)):
                notes.append(say("missing.sheet", what=name))
        except BookError as error:
            notes.append(error.text(book_messages(say)))
    missing = [name for name, grid in contents.blocks.items() if not place_block(index, name, grid)]
    if missing:
        notes.append(say("missing.sheet", what=", ".join(missing)))
    return notes


def _logged(
    log: pd.DataFrame, assessment: Assessment, run: Run, cut: list[ResultTable]
) -> pd.DataFrame:
    """Return the log with this run; a repeated run only moves the time of its lines.

    A result that its sheet cannot hold has a line of its own: rows computed, there, and not there.
    """
    line = pd.DataFrame(
        {
            "run_at": [np.datetime64(run.run_at, "s")],
            "action": ["refresh"],
            "as_of": [np.datetime64(assessment.as_of, "s")],
            "rows_read": [float(run.rows_read)],
            "rows_used": [float(run.rows_read - run.rows_left_out)],
            "rows_left_out": [float(run.rows_left_out)],
            "money_left_out": [run.money_left_out],
            "customers": [float(len(assessment.rfm.table))],
            "options": [options_text(assessment)],
            "version": [run.version],
            "fingerprint": [run.fingerprint],
        }
    )
    cuts = [
        line.assign(
            action=f"cut {result.name}",
            rows_read=float(result.rows),
            rows_used=float(result.rows_there),
            rows_left_out=float(result.rows - result.rows_there),
            options=f"columns={len(result.columns)}; columns_there={result.columns_there}",
        )
        for result in cut
    ]
    while len(log) and log["fingerprint"].iloc[-1] == run.fingerprint:
        log = log.iloc[:-1]
    lines = pd.concat([*cuts, line], ignore_index=True)
    parts = [part for part in (log.tail(KEEP_LOG - len(lines)), lines) if len(part)]
    return pd.concat(parts, ignore_index=True)


def options_text(assessment: Assessment) -> str:
    """Return every setting that is not the default, as ``name=value``."""
    default = type(assessment.settings)()
    changed: list[str] = []
    for part in (
        "period",
        "rfm",
        "abc",
        "xyz",
        "ltv",
        "value",
        "payments",
        "risk",
        "decisions",
        "concentration",
    ):
        changed += changed_options(part, getattr(assessment.settings, part), getattr(default, part))
    if assessment.settings.segment_map != default.segment_map:
        changed.append(f"segment_map={assessment.settings.segment_map}")
    return "; ".join(changed)


def _summary(
    say: Texts,
    assessment: Assessment,
    intake: Intake,
    contents: Contents,
    told: tuple[str, Run, list[str]],
) -> RefreshSummary:
    changed, run, notes = told
    steps = ("first_five", "first_five_money", "first_five_sheet")
    lines = zip(*(contents.blocks[name] for name in steps), strict=True)
    summary = assessment.segments.summary
    segments = tuple(
        GroupLine(key, segment_name(say, key), int(customers), float(revenue))
        for key, customers, revenue in zip(
            summary["segment"], summary["customers"], summary["revenue"], strict=True
        )
    )
    return RefreshSummary(
        language=say.language,
        as_of=assessment.as_of,
        rows_read=run.rows_read,
        rows_used=run.rows_read - run.rows_left_out,
        rows_left_out=run.rows_left_out,
        money_left_out=run.money_left_out,
        problems=sentences(intake, say),
        customers=len(assessment.rfm.table),
        revenue=assessment.totals.revenue,
        segments=segments,
        abc=_class_lines(assessment.abc.summary),
        xyz=_class_lines(xyz_summary(assessment)),
        first_five=tuple(StepLine(*(cell for (cell,) in line)) for line in lines),
        notes=(*(note_text(say, note) for note in assessment.notes), *notes),
        changed=changed,
    )


def _class_lines(summary: pd.DataFrame) -> tuple[GroupLine, ...]:
    name, items, _, value, _ = (summary[key] for key in summary)
    return tuple(
        GroupLine(key, key, int(customers), float(revenue))
        for key, customers, revenue in zip(name, items, value, strict=True)
    )
