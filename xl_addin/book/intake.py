"""The input tables of a workbook through the gate: good rows for the methods, faults for people."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from scoring.assessment import Tables
from scoring.errors import Placer, Problem, TableError, problem_lines
from scoring.tables import Gated
from scoring.tables.policy import AS_IT_STANDS, ReadingPolicy
from xl_addin.book.errors import BookError
from xl_addin.book.layouts import INPUT_TABLES
from xl_addin.book.names import Index
from xl_addin.book.read import InputTable, Origin, read_input
from xl_addin.book.wording import scoring_messages
from xl_addin.exports.asks import ANSWERS
from xl_addin.exports.gates import gate_table
from xl_addin.exports.refused import FileRefusedError
from xl_addin.texts import Texts


@dataclass(frozen=True, slots=True)
class Gate:
    """One input table of the workbook and what the gate said of it."""

    key: str
    given: InputTable
    gated: Gated[Any]

    @property
    def origin(self) -> Origin:
        """Where the table stands."""
        return self.given.origin


@dataclass(frozen=True, slots=True)
class Intake:
    """All input tables that the workbook has, by key, and what is worth saying of them."""

    gates: dict[str, Gate]
    notes: tuple[str, ...]

    @property
    def sales(self) -> Gate:
        """The table Sales, without which there is nothing to do."""
        return self.gates["sales"]

    def tables(self) -> Tables:
        """Return what came through the gates.

        Raises TableError where the table Sales has no good row.
        """
        if self.sales.gated.table is None:
            raise TableError(self.sales.gated.problems)
        gated = {key: gate.gated for key, gate in self.gates.items()}
        return Tables(**gated)


def take_in(
    index: Index, say: Texts, *, today: dt.date, policy: ReadingPolicy = AS_IT_STANDS
) -> Intake:
    """Read the input tables and put them through the gate; ``policy`` is that of Settings.

    Sales, invoices and payments later than tomorrow are faults (a typo in the year would move
    the as-of date).
    Raises BookError where the workbook has no table Sales or its columns cannot be told.
    """
    gates: dict[str, Gate] = {}
    notes: list[str] = []
    tomorrow = today + dt.timedelta(days=1)
    for key in INPUT_TABLES:
        given = read_input(index, key)
        if given is None:
            if key == "sales":
                raise BookError("no_table", table=INPUT_TABLES[key])
            notes.append(say("missing.table", table=INPUT_TABLES[key]))
            continue
        gated = gate_table(key, given.frame, tomorrow, policy, given.formats)
        gate = Gate(key, given, replace(gated, readings={}))  # of use to an import only
        if key == "sales" or gate.gated.rows_read:  # an empty table is as good as none
            gates[key] = gate
        if given.origin.rows_below:
            origin = given.origin
            below = say(
                "place.below", count=origin.rows_below, table=origin.table, sheet=origin.sheet
            )
            notes.append(below)
        notes += [
            say("place.formats", header=given.origin.header(field), sheet=given.origin.sheet)
            for field in given.formats_partly
        ]
    return Intake(gates, tuple(notes))


def check_answered(intake: Intake, say: Texts) -> None:
    """Raise FileRefusedError where the sales read in two ways and Settings does not say which.

    The setting that answers is named.
    """
    gate = intake.sales
    asked = [problem for problem in gate.gated.problems if problem.code in ANSWERS]
    if gate.gated.table is None and asked:
        lines, _ = problem_lines(asked, scoring_messages(say), placer(gate.origin, say))
        answers = (say(f"imports.answers.{ANSWERS[each.code]}_settings") for each in asked)
        raise FileRefusedError([*lines, *dict.fromkeys(answers)])


def sentences(intake: Intake, say: Texts) -> tuple[str, ...]:
    """Return the faults as sentences with sheet, cell, column and row: at most ten places."""
    problems = [problem for gate in intake.gates.values() for problem in gate.gated.problems]
    placers = {key: placer(gate.origin, say) for key, gate in intake.gates.items()}
    lines, rest = problem_lines(
        problems,
        scoring_messages(say),
        lambda problem, row: placers[problem.table](problem, row),
    )
    if rest:
        lines.append(say("place.and_more", count=rest))
    asked = (each.code for each in problems if each.fatal and each.code in ANSWERS)
    answers = (say(f"imports.answers.{ANSWERS[code]}_settings") for code in asked)
    return (*lines, *dict.fromkeys(answers))


def placer(origin: Origin, say: Texts) -> Placer:
    """Return how places of one table are written: ``Sales!D7 (column Amount, row 7)``."""

    def place(problem: Problem, row: int | None) -> str:
        if row is None:
            header = scoring_messages(say).get(f"field.{problem.column}", problem.column)
            return say("place.column", sheet=origin.sheet, header=header)
        cell, sheet_row = origin.place(problem, row), origin.first_row + row
        if problem.column in origin.headers.fields:
            return say("place.cell", cell=cell, header=origin.header(problem.column), row=sheet_row)
        return say("place.row", cell=cell, row=sheet_row)

    return place
