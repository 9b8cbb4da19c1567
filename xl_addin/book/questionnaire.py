"""The questionnaire of the workbook: the words beside the answers, and its rows."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from scoring.diagnosis.questions import NO, PARTLY, QUESTIONS, YES
from scoring.tables.cells import cells_of
from scoring.tables.reading import read_numbers
from xl_addin.texts import Texts

MARKS = {YES: "+", PARTLY: "+/-", NO: "-"}
ANSWERED = ("answer", "respondent", "comment")
_BY_NUMBER = {question.number: question for question in QUESTIONS}


def mark_of(answer: float) -> str | None:
    """Return the mark of an answer, None for NaN."""
    return MARKS.get(answer)


def question_columns(numbers: "pd.Series[Any]", say: Texts) -> "dict[str, pd.Series[Any]]":
    """Return section, text, managed and unmanaged answer of each question, by its number.

    Blank where there is no question of that number.
    """
    asked = [_BY_NUMBER.get(number) for number in read_numbers(cells_of(numbers)).values]
    return {
        "section": _words(each and say(f"question_sections.{each.section}") for each in asked),
        "text": _words(each and say(f"questions.{each.number}") for each in asked),
        "managed": _words(each and MARKS[each.managed] for each in asked),
        "unmanaged": _words(each and MARKS[each.unmanaged] for each in asked),
    }


def answered(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a questionnaire where more than the question stands."""
    said = [field for field in ANSWERED if field in frame]
    return frame.loc[frame[said].notna().any(axis=1), ["question", *said]]


def all_questions(answers: pd.DataFrame) -> pd.DataFrame:
    """Return answers with a blank row for every other question, in the order of the questions."""
    asked = read_numbers(cells_of(answers["question"])).values
    missing = [float(number) for number in _BY_NUMBER if number not in set(asked.tolist())]
    numbers = np.append(asked, missing)
    columns: dict[str, Any] = {"question": numbers}
    if np.isnan(asked).any():  # something else stands there, which the next refresh tells
        columns["question"] = pd.Series([*answers["question"], *missing], dtype=object)
    for field in ANSWERED:
        said = answers[field].astype(object) if field in answers else [None] * len(answers)
        columns[field] = _words([*said, *[None] * len(missing)])
    order = np.argsort(numbers, kind="stable")
    return pd.DataFrame(columns).iloc[order].reset_index(drop=True)


def _words(cells: Iterable[Any]) -> "pd.Series[Any]":
    """Return texts as categories; cells of another kind stay objects."""
    listed = [None if pd.isna(cell) else cell for cell in cells]
    if all(cell is None or isinstance(cell, str) for cell in listed):
        return pd.Series(pd.Categorical(listed))
    return pd.Series(listed, dtype=object)
