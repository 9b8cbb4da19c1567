"""What a file leaves open: told with the option, or the setting, that answers."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal

import numpy as np
import pandas as pd

from scoring.errors import Problem, TableError, shown
from scoring.tables import Gated
from xl_addin.book.wording import scoring_messages
from xl_addin.exports.file_table import NEEDED, FileTable
from xl_addin.exports.headers import map_headers
from xl_addin.exports.nameless import HIDDEN
from xl_addin.exports.options import ImportOptions
from xl_addin.exports.places import column_letters, placer, where
from xl_addin.exports.refused import FileRefusedError
from xl_addin.exports.twins import Twins, similar_ids
from xl_addin.texts import Texts

SHOWN = 10
AS_ASKED = frozenset({"row.twice", "currency.other"})  # left out because the user said so
By = Literal["command", "settings"]
ANSWERS = {
    "number.ambiguous": "decimal",
    "number.two_marks": "decimal",
    "date.ambiguous": "date_format",
    "date.two_orders": "date_format",
    "date.year_side": "date_format",
    "currency.mixed": "currency",
}


def check(table: FileTable, gated: Gated[Any], options: ImportOptions, say: Texts, by: By) -> None:
    """Refuse the file for what must be mended or answered."""
    asked = [
        _as_in_the_file(problem, table)
        for problem in gated.problems
        if problem.code not in AS_ASKED
    ]
    if options.skip_bad_rows:
        asked = [problem for problem in asked if problem.fatal]
    lines = [
        say(
            "imports.double",
            where=where(table, say),
            field=scoring_messages(say).get(f"field.{name}", name),
            first=_column(table, a),
            second=_column(table, b),
        )
        for (name, _, _), (a, b) in zip(
            table.fields.double, table.fields.double_places, strict=True
        )
    ]
    headers = ", ".join(shown(header) for header in table.headers if header)
    lines += [
        say(
            "imports.no_column",
            where=where(table, say),
            header=header,
            field=scoring_messages(say).get(f"field.{name}", name),
            columns=headers,
        )
        for name, header in table.fields.missing
    ]
    fields = [name for name, _ in table.fields.missing]
    fields += [name for name, _, _ in table.fields.double]
    fields += [problem.column for problem in asked if problem.code == "column.missing"]
    if asked:
        told = TableError(asked).text(scoring_messages(say), placer(table, say))
        lines += told.splitlines()
        lines += dict.fromkeys(
            say(f"imports.answers.{ANSWERS[problem.code]}_{by}")
            for problem in asked
            if problem.code in ANSWERS
        )
        if by == "command" and all(not problem.fatal for problem in asked):
            lines.append(say("imports.answers.skip_bad_rows"))
    if fields:
        lines.append(say("imports.answers.column", field=fields[0]))
    if by == "command" and (other := _other_table(asked, table)):
        lines.append(say("imports.answers.table", table=other))
    if lines:
        raise FileRefusedError([*lines, say("imports.nothing_written")])


def _other_table(asked: Sequence[Problem], table: FileTable) -> str:
    """Return another input table whose needed columns are all there; "" for none."""
    missing = [problem for problem in asked if problem.code == "column.missing"]
    if not missing:
        return ""
    known = {key: map_headers(table.headers, key).fields.keys() for key in NEEDED}
    fitting = [
        key
        for key in NEEDED
        if key != missing[0].table and known[key] >= set(NEEDED[key]) and len(known[key]) > 1
    ]
    return max(fitting, key=lambda key: len(known[key]), default="")


def _as_in_the_file(problem: Problem, table: FileTable) -> Problem:
    """Name the headers of the file where a column is missing, not the fields made of them."""
    if problem.code != "column.missing":
        return problem
    headers = ", ".join(shown(header) for header in table.headers if header)
    return replace(problem, details={**problem.details, "columns": headers or "–"})


def _column(table: FileTable, at: int) -> str:
    header = table.headers[at]
    return f"{header}' ({column_letters(table.places[at])})" if table.sheet else f"{header}'"


def ask_twice(
    gated: Gated[Any], table: FileTable, options: ImportOptions, say: Texts, by: By
) -> None:
    """Ask what to do with rows entered twice."""
    pairs = gated.twice
    if options.duplicates != "ask" or not pairs.size:
        return
    shown_lines = table.lines[pairs[:SHOWN]].tolist()
    listed = ", ".join(f"{line} = {first}" for line, first in shown_lines)
    more = f" {say('imports.more', count=len(pairs) - SHOWN)}" if len(pairs) > SHOWN else ""
    text = say("imports.twice", where=where(table, say), count=len(pairs), pairs=listed + more)
    answer = say(f"imports.answers.duplicates_{by}")
    raise FileRefusedError([text, answer, say("imports.nothing_written")])


def told_apart(
    clean: pd.DataFrame,
    table: FileTable,
    options: ImportOptions,
    say: Texts,
    by: By,
    told: list[str],
) -> pd.DataFrame:
    """Ask about customers that look like one another, or make them one."""
    if "customer" not in clean or options.similar == "keep":
        return clean
    column = clean["customer"].cat
    ids: list[str] = column.categories.tolist()
    twins = similar_ids(ids, column.codes.to_numpy().astype(np.int32, copy=False))
    if not twins:
        return clean
    if options.similar == "merge":
        first = {other: each.ids[0] for each in twins for other in each.ids[1:]}
        merged = pd.Series([first.get(each, each) for each in ids], dtype=object)
        names, levels = pd.factorize(merged)
        codes = np.append(names, -1)[column.codes.to_numpy()]
        told.append(say("imports.notices.merged", count=len(first)))
        return clean.assign(customer=pd.Categorical.from_codes(codes, pd.Index(levels)))
    hidden = options.pseudonyms is not None
    listed = "; ".join(_shown(each, table, say, hidden=hidden) for each in twins[:SHOWN])
    more = f" {say('imports.more', count=len(twins) - SHOWN)}" if len(twins) > SHOWN else ""
    text = say("imports.similar", where=where(table, say), count=len(twins), groups=listed + more)
    answer = say(f"imports.answers.similar_{by}")
    raise FileRefusedError([text, answer, say("imports.nothing_written")])


def _shown(twins: Twins, table: FileTable, say: Texts, *, hidden: bool) -> str:
    each = zip(twins.ids, twins.rows, strict=True)
    return ", ".join(
        say("imports.twin", id=HIDDEN if hidden else shown(name), row=table.lines[row])
        for name, row in each
    )
