"""Examples of the matrix of segments and products."""

from xl_addin.template.examples.desk import Desk

# Status, or stage and next step, by customer and product.
_OFFERS = (
    ("sold", "sold", "offer 2024-05-20"),
    ("sold", "not_offered", "contract 2024-07-15"),
    ("", "refused", "sold"),
    ("sold", "", "negotiation 2024-06-10"),
)


def offers_examples(desk: Desk) -> None:
    """Write the examples of the chapter offers."""
    desk.begin("OFFER_STATUS")
    said = desk.column("product", "text", [_cell(desk, row[-1]) for row in _OFFERS])
    desk.answer((said,), ("text",), desk.words)
    desk.answer((said,), ("date",), {"field": "date"} | desk.words)
    desk.begin("OFFER_COVERAGE")
    say = desk.page.say
    products = [say("functions_sheet.product", number=place) for place in (1, 2, 3)]
    rows = [[_cell(desk, cell) for cell in row] for row in _OFFERS]
    matrix = desk.block(products, "text", rows)
    for metric in ("coverage", "penetration", "win_rate"):
        desk.answer((matrix,), ("percent",), {"metric": metric})


def _cell(desk: Desk, cell: str) -> str | None:
    """Return a cell of the matrix in the language of the page."""
    if not cell:
        return None
    key, _, day = cell.partition(" ")
    branch = "offer_stages" if day or key == "sold" else "offer_status"
    return ", ".join(part for part in (desk.page.say(f"{branch}.{key}"), day) if part)
