"""The questionnaire on how a customer base is managed: 32 questions, two reference columns.

Document 004: a managed base answers + to all; an unmanaged one as in the second column. The
five aspects of management are those of the same document; which question belongs to which
is our reading of it. The texts of the questions stand with the other texts, by number.
"""

from typing import Final, NamedTuple

import numpy as np

SECTIONS = ("main", "marketing", "support", "parameters")
ASPECTS = ("planning", "organisation", "control", "activation", "analysis")
YES, PARTLY, NO = 1.0, 0.5, 0.0


class Question(NamedTuple):
    """A question: its section, its aspect, and the answers of both references."""

    number: int
    section: str
    aspect: str
    managed: float
    unmanaged: float


QUESTIONS: Final = (
    Question(1, "main", "planning", YES, NO),
    Question(2, "main", "planning", YES, NO),
    Question(3, "main", "control", YES, PARTLY),
    Question(4, "main", "analysis", YES, PARTLY),
    Question(5, "main", "control", YES, NO),
    Question(6, "main", "control", YES, PARTLY),
    Question(7, "main", "organisation", YES, NO),
    Question(8, "main", "analysis", YES, NO),
    Question(9, "main", "analysis", YES, PARTLY),
    Question(10, "main", "analysis", YES, NO),
    Question(11, "main", "organisation", YES, NO),
    Question(12, "main", "organisation", YES, PARTLY),
    Question(13, "main", "activation", YES, NO),
    Question(14, "main", "control", YES, NO),
    Question(15, "marketing", "planning", YES, PARTLY),
    Question(16, "marketing", "analysis", YES, PARTLY),
    Question(17, "marketing", "analysis", YES, NO),
    Question(18, "marketing", "analysis", YES, NO),
    Question(19, "marketing", "activation", YES, NO),
    Question(20, "support", "organisation", YES, PARTLY),
    Question(21, "support", "activation", YES, PARTLY),
    Question(22, "support", "activation", YES, NO),
    Question(23, "support", "activation", YES, NO),
    Question(24, "parameters", "control", YES, NO),
    Question(25, "parameters", "control", YES, YES),
    Question(26, "parameters", "control", YES, YES),
    Question(27, "parameters", "control", YES, NO),
    Question(28, "parameters", "control", YES, PARTLY),
    Question(29, "parameters", "analysis", YES, PARTLY),
    Question(30, "parameters", "analysis", YES, NO),
    Question(31, "parameters", "analysis", YES, PARTLY),
    Question(32, "parameters", "control", YES, NO),
)
MANAGED: Final = np.array([question.managed for question in QUESTIONS])
UNMANAGED: Final = np.array([question.unmanaged for question in QUESTIONS])
