"""Examples of the questionnaire."""

from xl_addin.template.examples.desk import Desk


def diagnosis_examples(desk: Desk) -> None:
    """Write the examples of the chapter diagnosis."""
    desk.begin("MATURITY_GAP")
    answers = desk.column("answer", "class", ["+", "+/-", "-", "+", "+/-", "-"])
    managed = desk.column("managed", "class", ["+"] * 6)
    unmanaged = desk.column("unmanaged", "class", ["-", "+/-", "-", "-", "-", "+/-"])
    desk.answer((answers, managed), ("number",))
    desk.begin("MATURITY_SCORE")
    desk.answer((answers, managed, unmanaged), ("percent",))
