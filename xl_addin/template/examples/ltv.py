"""Examples of lifetime value."""

from xl_addin.book.layout import Format
from xl_addin.template.examples.desk import Desk
from xl_addin.template.live import Area, number
from xl_addin.template.repeat_buyers import repeat_buyers


def ltv_examples(desk: Desk) -> None:
    """Write the examples of lifetime value."""
    desk.begin("LTV_FORMULA")
    margins = desk.column("margin", "money", [1800, 900, 450], is_key=False)
    stay = desk.column("retention", "percent", [0.75, 0.75, 0.6], is_key=False)
    desk.answer((margins, stay, number(0.15)), ("money",))
    _simple(desk)
    _segments(desk)
    _repeat_buying(desk)
    _paper(desk)


def _simple(desk: Desk) -> None:
    desk.begin("LTV_SIMPLE")
    given = (
        desk.column("ticket", "money", [1000, 500, 2500]),
        desk.column("orders_per_year", "number", [6, 4, 1.5], is_key=False),
        desk.column("margin_share", "percent", [0.3, 0.3, 0.25], is_key=False),
        desk.column("years", "number", [3, 2, 4], is_key=False),
    )
    desk.answer(given, ("money",))


def _segments(desk: Desk) -> None:
    """Active, sleeping and lost customers, a year at a time."""
    desk.begin("LTV_MARKOV")
    say = desk.page.say
    names = [say(f"functions_sheet.{key}") for key in ("active", "sleeping", "gone")]
    desk.column("segment", "text", names)
    margins = desk.column("margin", "money", [100, 10, 0], is_key=False)
    desk.gap()
    moves = desk.block(names, "percent", [[0.6, 0.3, 0.1], [0.2, 0.5, 0.3], [0, 0, 1]])
    desk.answer((margins, moves, number(2), number(0.25)), ("money",))


def _repeat_buying(desk: Desk) -> None:
    desk.begin("BTYD_TABLE")
    customers, days, amounts = repeat_buyers()
    given = (
        desk.column("customer", "text", customers),
        desk.column("date", "date", days),
        desk.column("amount", "money", amounts),
    )
    kinds: tuple[Format, ...] = (
        "text", "integer", "integer", "integer", "percent", "number", "money", "money",
        "money", "money", "number", "number", "money", "money",
    )  # fmt: skip
    desk.answer(given, kinds, desk.words, header=True)
    desk.begin("LTV_HIST")
    columns: tuple[Format, ...] = ("text", "money", "money")
    desk.answer(given, columns, desk.words, header=True)
    desk.begin("LTV_COHORT")
    desk.answer(given, ("integer", "integer", "money", "money"), desk.words, header=True)
    desk.begin("BTYD_SUMMARY")
    summary: tuple[Format, ...] = ("text", "integer", "number", "number", "money")
    desk.answer(given, summary, desk.words, header=True)
    desk.begin("LTV_CHECK")
    verdicts: tuple[Format, ...] = ("text", "text", "precise", "text")
    desk.answer(given, verdicts, desk.words, header=True)
    desk.begin("BTYD_FIT")
    desk.answer(given[:2], ("text", "precise", "precise"), desk.words, header=True)


def _paper(desk: Desk) -> None:
    """Write customers of CDNOW at the parameters of Fader, Hardie, Lee (2005), in weeks."""
    model = Area('"bgnbd"', "bgnbd")
    for name in ("BTYD_ALIVE", "BTYD_EXPECT"):
        desk.begin(name)
        parameters = desk.column(
            "parameters", "precise", [0.243, 4.414, 0.793, 2.426], is_key=False
        )
        desk.gap()
        who = (
            desk.column("x", "integer", [0, 2, 10, 20, 26], is_key=False),
            desk.column("t_x", "number", [0, 30.43, 20, 20, 30.86], is_key=False),
            desk.column("age", "number", [39, 38.86, 39, 39, 31], is_key=False),
        )
        if name == "BTYD_ALIVE":
            desk.answer((model, parameters, *who), ("percent",))
        else:
            desk.answer((model, parameters, number(52), *who), ("number",))
