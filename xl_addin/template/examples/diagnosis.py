"""Examples of the questionnaire and of clean data."""

from xl_addin.template.examples.desk import Desk


def diagnosis_examples(desk: Desk) -> None:
    """Write the examples of the chapter diagnosis."""
    _numbers(desk)
    desk.begin("MATURITY_GAP")
    answers = desk.column("answer", "class", ["+", "+/-", "-", "+", "+/-", "-"])
    managed = desk.column("managed", "class", ["+"] * 6)
    unmanaged = desk.column("unmanaged", "class", ["-", "+/-", "-", "-", "-", "+/-"])
    desk.answer((answers, managed), ("number",))
    desk.begin("MATURITY_SCORE")
    desk.answer((answers, managed, unmanaged), ("percent",))


def _numbers(desk: Desk) -> None:
    desk.begin("PARSE_NUMBER")
    texts = desk.column("amount", "text", ["1 234,50", "(15 003,00)", "7"])
    desk.answer((texts,), ("money",))
    desk.begin("PARSE_DATE")
    dates = desk.column("date", "text", ["31.03.2024", "5 January 2024", "2024-02-29 09:05"])
    desk.answer((dates,), ("date",))
    desk.begin("VALID_INN")
    inns = desk.column("inn", "text", ["7707083893", "7707083894", "500100732259"], is_key=False)
    desk.answer((inns,), ("class",), desk.words)
    desk.begin("VALID_OGRN")
    numbers = desk.column("ogrn", "text", ["1027700132195", "1027700132196"], is_key=False)
    desk.answer((numbers,), ("class",))
