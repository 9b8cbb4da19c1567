"""The data audit -> the sheet Data audit: rows by table, fill of columns, findings, every fault."""

from typing import Any

import pandas as pd

from scoring.assessment import Assessment
from scoring.diagnosis.audit import Audit
from scoring.errors import Problem, shown
from xl_addin.book.intake import Gate, Intake
from xl_addin.book.wording import (
    day_text,
    money_text,
    note_text,
    number_text,
    scoring_messages,
    share_text,
)
from xl_addin.book.write import Columns, Grid
from xl_addin.texts import Texts

MAX_LISTED = 50_000  # rows of the list of faults: past that nobody reads
MONTHS_NAMED = 6
PROBLEM_KEYS = ("table", "cell", "field", "row", "found", "problem", "what_to_do")


def gates_grid(say: Texts, intake: Intake) -> Grid:
    """Return one row per table: name, rows read, used, left out, money left out."""
    gated = ((key, gate.gated) for key, gate in intake.gates.items())
    return [
        [
            say(f"tables.{key}"),
            each.rows_read,
            each.rows_used,
            each.left_out.size,
            each.money_left_out,
        ]
        for key, each in gated
    ]


def fields_grid(say: Texts, audit: Audit, intake: Intake) -> Grid:
    """Return one row per column: table, header, share filled, distinct values."""
    return [
        [
            say(f"tables.{row['table']}"),
            intake.gates[row["table"]].origin.header(row["field"]),
            row["filled"],
            row["distinct"],
        ]
        for row in audit.fields.to_dict("records")
    ]


def findings_grid(say: Texts, assessment: Assessment) -> Grid:
    """Return what stands out though it is legal, one sentence a row."""
    audit = assessment.audit
    lines = [_span(say, assessment), *_odd_rows(say, audit), *_directory(say, assessment)]
    if audit.empty_months.size:
        named = [str(month)[:7] for month in audit.empty_months[:MONTHS_NAMED]]
        if audit.empty_months.size > MONTHS_NAMED:
            rest = audit.empty_months.size - MONTHS_NAMED
            named.append(say("findings.more", count=rest))
        lines.append(say("findings.gaps", months=", ".join(named)))
    known = {"note.catch_all", "note.orphans", "note.empty_months", "note.rfm_unscored"}
    lines += [note_text(say, note) for note in assessment.notes if note.code not in known]
    return [[line] for line in lines]


def _span(say: Texts, assessment: Assessment) -> str:
    first, last = assessment.first_day, assessment.last_day
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    return say("findings.span", first=day_text(first), last=day_text(last), months=months)


def _odd_rows(say: Texts, audit: Audit) -> list[str]:
    lines = []
    if audit.n_returns:
        money = money_text(say, audit.money_returns)
        lines.append(say("findings.returns", count=number_text(say, audit.n_returns), money=money))
    if audit.n_zero:
        lines.append(say("findings.zeros", count=number_text(say, audit.n_zero)))
    return lines


def _directory(say: Texts, assessment: Assessment) -> list[str]:
    audit, lines = assessment.audit, []
    if assessment.tables.customers is None:
        lines.append(say("findings.no_customers"))
    elif audit.orphans.size:
        revenue = assessment.totals.revenue
        lines.append(
            say(
                "findings.orphans",
                count=number_text(say, audit.orphans.size),
                money=money_text(say, audit.orphan_money),
                share=share_text(say, audit.orphan_money / revenue) if revenue > 0 else "–",
            )
        )
    if audit.catch_all:
        note = next(note for note in audit.notes if note.code == "note.catch_all")
        share = note.details["share"] + say("marks.percent")
        lines.append(say("findings.catch_all", customer=note.details["id"], share=share))
    if assessment.rfm.unscored.size:
        count = number_text(say, assessment.rfm.unscored.size)
        lines.append(say("findings.unscored", count=count))
    return lines


def problem_columns(say: Texts, intake: Intake) -> Columns:
    """Return one row per fault with its cell address: at most ``MAX_LISTED``."""
    rows: list[tuple[Any, ...]] = []
    messages = scoring_messages(say)
    for gate in intake.gates.values():
        for problem in gate.gated.problems:
            rows += _problem_rows(say, gate, problem, messages, MAX_LISTED - len(rows))
    columns = zip(*rows, strict=True) if rows else ((),) * len(PROBLEM_KEYS)
    return dict(zip(PROBLEM_KEYS, (list(column) for column in columns), strict=True))


def _problem_rows(
    say: Texts, gate: Gate, problem: Problem, messages: dict[str, str], room: int
) -> list[tuple[Any, ...]]:
    origin, frame = gate.origin, gate.given.frame
    table, header = say(f"tables.{gate.key}"), origin.header(problem.column)
    what_to_do = problem.fix(messages)
    rows = problem.rows[: max(room, 0)].tolist()
    if problem.column in frame:
        cells = frame[problem.column].iloc[rows].tolist()
    else:
        cells = [None] * len(rows)
    lines = []
    for row, cell in zip(rows, cells, strict=True):
        found = "" if pd.isna(cell) else shown(_text(cell))
        text = messages[problem.code].format(**{**problem.details, "found": found})
        address = origin.place(problem, row).split("!", 1)[1]
        lines.append((table, address, header, origin.first_row + row, found, text, what_to_do))
    return lines


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)
