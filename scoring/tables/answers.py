"""Answers to the questionnaire on the management of the customer base."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoring.checks import FloatArray, IntArray, TextArray
from scoring.tables.contracts import Field, Gated
from scoring.tables.frames import FrameRead, read_frame
from scoring.tables.policy import AS_IT_STANDS, ReadingPolicy
from scoring.tables.repeats import repeated

N_QUESTIONS = 32
ANSWERS_FIELDS = (
    Field("question", "number", required=True),
    Field("answer", "answer"),
    Field("respondent", "text"),
    Field("comment", "text"),
)


@dataclass(frozen=True, slots=True, eq=False)
class AnswersTable:
    """Answers, one row each.

    question: number of the question, (n,), from 1. answer: 1 for +, 0.5 for +/-, 0 for -,
    NaN where blank. respondent, comment: text or None.
    """

    question: IntArray
    answer: FloatArray
    respondent: TextArray
    comment: TextArray

    @property
    def n_rows(self) -> int:
        """Number of rows, answered or not."""
        return self.question.size


def gate_answers(
    frame: pd.DataFrame, *, policy: ReadingPolicy = AS_IT_STANDS
) -> Gated[AnswersTable]:
    """Let the good rows of a frame of answers through, and tell all problems at once.

    Columns are named by the keys of ANSWERS_FIELDS; question must be there, a whole number
    from 1 to 32. Answers are +, +/- and - in all their shapes, yes, partly and no in English
    or Russian, or 1, 0.5 and 0. A question without answer, respondent and comment is passed
    over: a questionnaire that nobody has filled has no rows. A named respondent answers a
    question once, later rows are left out.
    """
    read = read_frame(frame, "answers", ANSWERS_FIELDS, prefilled=("question",), policy=policy)
    if "question" in read.numbers:
        number = read.numbers["question"]
        known = np.isin(number, np.arange(1, N_QUESTIONS + 1))
        read.told_rows(
            "question.range", "question", ~known & ~np.isnan(number), last=str(N_QUESTIONS)
        )
        if "respondent" in read.keys:
            asked = np.where(known, number, -1).astype(np.int32)
            twice = repeated(asked, read.keys["respondent"].code)
            read.told_rows("answer.twice", "question", twice)
    return read.gated(_answers_table(read) if read.usable() else None)


def _answers_table(read: FrameRead) -> AnswersTable:
    good = read.good
    return AnswersTable(
        question=read.numbers["question"][good].astype(np.int64),
        answer=read.amounts("answer", good),
        respondent=read.texts("respondent", good),
        comment=read.texts("comment", good),
    )
