"""Maturity: how far the management of the customer base is from unmanaged to managed.

Answers + = 1, +/- = 0.5, - = 0 (METHODS 2.22). The unmanaged reference of the questionnaire
already scores 25 %, so the index is normalised: 0 is that reference, 1 the managed one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from scoring.checks import FloatArray
from scoring.diagnosis.questions import ASPECTS, MANAGED, QUESTIONS, SECTIONS, UNMANAGED
from scoring.errors import Note
from scoring.settings import MaturityPolicy
from scoring.tables.answers import AnswersTable

LEVELS = ("unmanaged", "partly", "gaps", "managed")
ALL = "all"
Counts = npt.NDArray[np.intp]


class MaturityScore(NamedTuple):
    """Raw and normalised score as fractions, NaN without an answer that counts.

    coverage: share of questions with an answer.
    """

    raw: float
    normalised: float
    coverage: float


@dataclass(frozen=True, slots=True, eq=False)
class MaturityResult:
    """The diagnosis by question, section and aspect.

    table: question, section, aspect, managed, unmanaged, answer (the middle one, NaN where
    blank), answers, spread (highest less lowest answer), gap (managed less answer); by number.
    weak: the rows with a gap, the widest first, then those below the unmanaged reference,
    then by number. sections, aspects: section or aspect, questions, answered, coverage, raw,
    normalised, unmanaged_raw, level (a key of LEVELS, None without answers); sections end
    with all. disagreements: question, answers, lowest, highest, spread, the widest first.
    """

    table: pd.DataFrame
    weak: pd.DataFrame
    sections: pd.DataFrame
    aspects: pd.DataFrame
    disagreements: pd.DataFrame
    score: MaturityScore
    level: str | None
    respondents: int
    policy: MaturityPolicy
    notes: tuple[Note, ...]


class _Given(NamedTuple):
    """What was answered to each question, (32,); NaN without an answer."""

    middle: FloatArray
    answers: Counts
    lowest: FloatArray
    highest: FloatArray


def maturity_score(
    answers: FloatArray, managed: FloatArray | None = None, unmanaged: FloatArray | None = None
) -> MaturityScore:
    """Score answers, (q,), from 0 to 1 each, against both references, (q,).

    Raw is the mean of the answers given. Normalised is (answers - unmanaged) divided by
    (managed - unmanaged), both summed over the questions answered where the references
    differ: 0 for the unmanaged reference, 1 for the managed one, below 0 for less than the
    first. Blanks, NaN, are left out and lower the coverage. None: the references of the
    questionnaire.
    """
    managed = MANAGED if managed is None else managed
    unmanaged = UNMANAGED if unmanaged is None else unmanaged
    given = ~np.isnan(answers)
    counts = given & (managed > unmanaged)
    span = float((managed - unmanaged)[counts].sum())
    above = float((answers - unmanaged)[counts].sum())
    return MaturityScore(
        raw=float(answers[given].mean()) if given.any() else np.nan,
        normalised=above / span if span else np.nan,
        coverage=float(given.mean()) if given.size else 0.0,
    )


def maturity_level(normalised: float, policy: MaturityPolicy | None = None) -> str | None:
    """Return the level of a normalised score; on a cut the better one, None for NaN."""
    if np.isnan(normalised):
        return None
    cuts = (policy or MaturityPolicy()).cuts
    # 12 digits: 4.6 / 23 must meet a cut of 0.20, and in floats it may not.
    return LEVELS[int(np.searchsorted(cuts, round(normalised, 12), side="right"))]


def score_maturity(answers: AnswersTable, policy: MaturityPolicy | None = None) -> MaturityResult:
    """Score the questionnaire by question, by section, by aspect and in all.

    Of several answers to a question the median counts; questions answered differently are
    listed. Blank answers are left out; see maturity_score for the rule. Without any answer
    the scores are NaN and the level None.
    """
    policy = policy or MaturityPolicy()
    given = _given(answers)
    table = _table(given)
    sections = [(name, table["section"] == name) for name in SECTIONS]
    everything = (ALL, pd.Series(data=True, index=table.index))
    aspects = [(name, table["aspect"] == name) for name in ASPECTS]
    score = maturity_score(given.middle)
    filled = ~np.isnan(answers.answer)
    return MaturityResult(
        table=table,
        weak=_weak(table),
        sections=_groups("section", [*sections, everything], table, policy),
        aspects=_groups("aspect", aspects, table, policy),
        disagreements=_disagreements(given),
        score=score,
        level=maturity_level(score.normalised, policy),
        respondents=len(set(answers.respondent[filled].tolist())),
        policy=policy,
        notes=_notes(given),
    )


def _given(answers: AnswersTable) -> _Given:
    """Take the answers to each question together."""
    filled = ~np.isnan(answers.answer)
    grouped = pd.Series(answers.answer[filled]).groupby(answers.question[filled])
    numbers = [question.number for question in QUESTIONS]
    by_number = grouped.agg(["median", "count", "min", "max"]).reindex(numbers)
    middle, count, lowest, highest = (by_number[key].to_numpy(float) for key in by_number)
    return _Given(middle, np.nan_to_num(count).astype(np.intp), lowest, highest)


def _table(given: _Given) -> pd.DataFrame:
    rows = pd.DataFrame(QUESTIONS).rename(columns={"number": "question"})
    rows = rows.astype({"section": object, "aspect": object})
    return rows.assign(
        answer=given.middle,
        answers=given.answers,
        spread=given.highest - given.lowest,
        gap=rows["managed"] - given.middle,
    )


def _weak(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with a gap, the ones to mend first on top."""
    weak = table[table["gap"] > 0]
    above = weak["answer"] >= weak["unmanaged"]
    order = np.lexsort((weak["question"], above, -weak["gap"]))
    return weak.iloc[order].reset_index(drop=True)


def _groups(
    kind: str,
    groups: Sequence[tuple[str, "pd.Series[bool]"]],
    table: pd.DataFrame,
    policy: MaturityPolicy,
) -> pd.DataFrame:
    """Score groups of questions."""
    rows = []
    for name, at in groups:
        part = table[at]
        columns = (part[key].to_numpy() for key in ("answer", "managed", "unmanaged"))
        score = maturity_score(*columns)
        rows.append(
            {
                kind: name,
                "questions": len(part),
                "answered": int((part["answers"] > 0).sum()),
                "coverage": score.coverage,
                "raw": score.raw,
                "normalised": score.normalised,
                "unmanaged_raw": float(part["unmanaged"].mean()),
                "level": maturity_level(score.normalised, policy),
            }
        )
    texts = {key: pd.Series([row[key] for row in rows], dtype=object) for key in (kind, "level")}
    return pd.DataFrame(rows).assign(**texts)


def _disagreements(given: _Given) -> pd.DataFrame:
    """List the questions answered differently, the widest spread first."""
    spread = given.highest - given.lowest
    at = np.flatnonzero(spread > 0)
    at = at[np.argsort(-spread[at], kind="stable")]
    return pd.DataFrame(
        {
            "question": at + 1,
            "answers": given.answers[at],
            "lowest": given.lowest[at],
            "highest": given.highest[at],
            "spread": spread[at],
        }
    )


def _notes(given: _Given) -> tuple[Note, ...]:
    if not given.answers.any():
        return (Note("note.maturity_none"),)
    notes: tuple[Note, ...] = ()
    asked = len(QUESTIONS)
    if blank := int((given.answers == 0).sum()):
        notes += (Note("note.maturity_blank", {"count": str(blank), "asked": str(asked)}),)
    if differ := int((given.highest > given.lowest).sum()):
        notes += (Note("note.maturity_differ", {"count": str(differ)}),)
    return notes
