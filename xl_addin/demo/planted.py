"""Who plays the stories of the made-up company: what the assessment must find again."""

from dataclasses import dataclass

from xl_addin.demo import words
from xl_addin.demo.cast import Part, cast, partners
from xl_addin.demo.credit import roles
from xl_addin.demo.offering import overdue_offer
from xl_addin.demo.questionnaire import WEAK
from xl_addin.demo.tables import product_ids


@dataclass(frozen=True)
class Stories:
    """The ids of the customers and products of each story told in ``tables``."""

    dominant: str
    holding: tuple[str, ...]  # the dominant customer and its sister firms
    partners: tuple[str, ...]  # three large accounts with one owner
    lost_champion: str
    mistyped: str  # whose tax number fails its check digit
    newcomers: tuple[str, ...]
    contracts: tuple[str, ...]
    seasonal: tuple[str, ...]
    returns_only: str
    one_time: tuple[str, ...]
    star_product: str
    dead_product: str
    bad_payer: str
    disciplined: tuple[str, ...]
    tighten: str  # whose terms are too generous
    loosen: str  # whose terms are too strict
    overdue_offer: tuple[str, str]  # customer, product
    unoffered: tuple[words.Pair, str]  # segment in both languages, product
    weak_questions: tuple[int, ...]  # numbers


def stories() -> Stories:
    """Return who plays which story."""
    people, products, credit = cast(), product_ids(), roles()
    customer, product = overdue_offer()

    def ids(part: Part) -> tuple[str, ...]:
        return tuple(people.ids[people.playing(part)])

    (dominant,) = ids(Part.DOMINANT)
    (lost_champion,) = ids(Part.LOST_CHAMPION)
    (returns_only,) = ids(Part.RETURNS_ONLY)
    return Stories(
        dominant=dominant,
        holding=(dominant, *ids(Part.SISTER)),
        partners=tuple(people.ids[partners(people)]),
        lost_champion=lost_champion,
        mistyped=lost_champion,
        newcomers=ids(Part.NEW),
        contracts=ids(Part.CONTRACT),
        seasonal=ids(Part.SEASONAL),
        returns_only=returns_only,
        one_time=ids(Part.ONE_TIME),
        star_product=products[words.STAR_PRODUCT],
        dead_product=products[words.DEAD_PRODUCT],
        bad_payer=people.ids[credit.bad_payer],
        disciplined=tuple(people.ids[credit.disciplined]),
        tighten=people.ids[credit.lax],
        loosen=people.ids[credit.strict],
        overdue_offer=(people.ids[customer], products[product]),
        unoffered=(words.CHANNELS[words.DEALER], products[words.NEW_PRODUCT]),
        weak_questions=WEAK,
    )
