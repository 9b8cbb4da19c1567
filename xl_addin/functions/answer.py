"""The one place where a worksheet function meets its errors: a short line in the cell."""

from dataclasses import replace

from scoring.errors import MESSAGES, Problem, ScoringError, SettingError, TableError
from xl_addin.functions.arguments import ArgumentError

LONGEST = 255  # the longest text that Excel takes inside a formula, and enough for a line

_FIELDS = {
    "customer": "customers",
    "date": "dates",
    "amount": "amounts",
    "document": "documents",
    "cost": "costs",
    "map_segment": "map",
    "map_rank": "map",
    "map_rule": "map",
}
_SETTINGS = {
    "abc.cuts": "cut_a, cut_b",
    "abc.limits": "cut_a, cut_b",
    "abc.multiples": "cut_a, cut_b",
    "abc.sum_cuts": "cut_a, cut_b",
    "decisions": "matrix",
    "ltv.discount_per_year": "discount",
    "ltv.horizon_months": "months",
    "ltv.split": "split_date",
    "rfm.cuts": "cuts_r, cuts_f, cuts_m",
    "rfm.monetary": "m_type",
    "xyz.cuts": "cut_x, cut_y",
    "xyz.period": "preset",
}


def refusal(name: str, error: ScoringError | ArgumentError) -> str:
    """Return the line for something that the user can mend: ``#NAME: where: what was found``.

    Rows count from 1 at the first cell of the range. Of several problems the first is told and
    the others are counted.
    """
    if isinstance(error, ArgumentError):
        text = f"{error.argument}: {error.text}"
    elif isinstance(error, TableError):
        text = _table_text(error)
    elif isinstance(error, SettingError):
        setting = _SETTINGS.get(error.setting, error.setting.rpartition(".")[2])
        text = SettingError(error.code, setting, error.found, error.allowed).text()
    else:
        text = error.text()
    return short(f"#{name}: {' '.join(text.split())}")


def failure(name: str, error: Exception) -> str:
    """Log an error that is ours, and return the line for it."""
    from xl_addin.log import record_bug  # Excel waits for this module: only what it needs

    record_bug(error, name)
    return f"#{name}: unexpected error, see log"


def short(text: str) -> str:
    """Return the text, cut with an ellipsis where it would not fit into 255 characters."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _table_text(error: TableError) -> str:
    """Tell the problem that stands highest, and count the places of all others."""
    problems = [p for p in error.problems if p.rows.size] or error.problems
    first = min(problems, key=lambda problem: problem.rows[0] if problem.rows.size else 0)
    others = sum(max(problem.count, 1) for problem in problems) - 1
    told = replace(first, rows=first.rows[:1])
    more = MESSAGES["place.more"].format(count=others)
    return f"{told.text(_place)} {more}" if others else told.text(_place)


def _place(problem: Problem, row: int | None) -> str:
    column = _FIELDS.get(problem.column, problem.column) or "data"
    return column if row is None else f"{column}, row {row + 1}"
