"""Examples of lifetime value."""

from xl_addin.book.layout import Format
from xl_addin.template.examples.desk import Desk
from xl_addin.template.live import number
from xl_addin.template.repeat_buyers import repeat_buyers


def ltv_examples(desk: Desk) -> None:
    """Write the examples of lifetime value."""
    desk.begin("LTV_FORMULA")
    margins = desk.column("margin", "money", [1800, 900, 450], is_key=False)
    stay = desk.column("retention", "percent", [0.75, 0.75, 0.6], is_key=False)
    desk.answer((margins, stay, number(0.15)), ("money",))
    _repeat_buying(desk)


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
    )  # fmt: skip
    desk.answer(given, kinds, desk.words, header=True)
    desk.begin("BTYD_FIT")
    desk.answer(given[:2], ("text", "precise"), desk.words, header=True)
