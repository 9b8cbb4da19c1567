"""The questionnaire -> the sheet Diagnosis."""

import pandas as pd

from scoring.diagnosis.maturity import MaturityResult
from scoring.diagnosis.questions import QUESTIONS, SECTIONS
from xl_addin.book.results.words import blank_nan
from xl_addin.book.write import Columns, Grid
from xl_addin.texts import Texts

MARKS = {1.0: "+", 0.5: "+/-", 0.0: "-"}


def maturity_columns(say: Texts, result: MaturityResult | None) -> Columns:
    """Return one row per question, the weakest first, with the action for each weak one."""
    if result is None:
        return {}
    weak = result.weak["question"].tolist()
    rest = [question.number for question in QUESTIONS if question.number not in set(weak)]
    table = result.table.set_index("question").loc[[*weak, *rest]].reset_index()
    number = table["question"].astype(str)
    action = number.map(say.node("question_actions"))
    return {
        "question": table["question"],
        "section": table["section"].map(say.node("question_sections")),
        "text": number.map(say.node("questions")),
        "managed": table["managed"].map(MARKS),
        "unmanaged": table["unmanaged"].map(MARKS),
        "answer": _marks(table["answer"]),
        "gap": table["gap"],
        "action": action.where(table["question"].isin(weak), ""),
    }


def maturity_blocks(say: Texts, result: MaturityResult | None) -> dict[str, Grid]:
    """Return raw, normalised, unmanaged reference and share answered by section and in all."""
    if result is None:
        return {
            "diagnosis_sections": [],
            "diagnosis_level": [[say("maturity.none")]],
        }
    sections = result.sections.set_index("section").reindex([*SECTIONS, "all"])
    keys = ["raw", "normalised", "unmanaged_raw", "coverage"]
    return {
        "diagnosis_sections": [
            [blank_nan(cell) for cell in row] for row in sections[keys].itertuples(index=False)
        ],
        "diagnosis_level": [[level_text(say, result)]],
    }


def level_text(say: Texts, result: MaturityResult) -> str:
    """Return the level in words."""
    return say(f"maturity_levels.{result.level}") if result.level else say("maturity.none")


def _marks(answers: pd.Series) -> pd.Series:
    """Return answers as marks; a middle of several answers between two marks as its number."""
    return answers.map(MARKS).astype(object).where(answers.isin(list(MARKS)), answers)
