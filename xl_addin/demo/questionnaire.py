"""How the made-up wholesaler answers the 32 questions: good records, weak marketing."""

import pandas as pd

from xl_addin.book.questionnaire import question_columns
from xl_addin.demo.words import COMMENTS, RESPONDENT, word
from xl_addin.texts import texts

# by section: it knows its figures, but looks neither at refusals nor at acquisition
_SECTIONS = (
    "+ +/- +/- - +/- + + +/- + +/- +/- + - +/-",
    "+/- +/- - - -",
    "+/- +/- - +/-",
    "+/- + + +/- +/- + - - +/-",
)
_ANSWERS = [answer for section in _SECTIONS for answer in section.split()]
WEAK = tuple(number for number, answer in enumerate(_ANSWERS, start=1) if answer == "-")


def make_answers(language: str) -> pd.DataFrame:
    """Return one answer to every question, by one respondent, with a few comments."""
    numbers = range(1, len(_ANSWERS) + 1)
    question = pd.Series(numbers, dtype="float64")
    comments = [word(COMMENTS[n], language) if n in COMMENTS else None for n in numbers]
    return pd.DataFrame(
        {
            "question": question,
            **question_columns(question, texts(language)),
            "answer": pd.Categorical(_ANSWERS),
            "respondent": pd.Categorical([word(RESPONDENT, language)] * len(_ANSWERS)),
            "comment": pd.Categorical(comments),
        }
    )
