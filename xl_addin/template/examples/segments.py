"""Examples of bins of scores, of the check of a segment map, and of migration."""

from xl_addin.template.examples.desk import Desk

_ORDERS = (1, 1, 1, 1, 1, 1, 2, 2, 3, 5)  # six of ten customers ordered once
_MAP = (  # two cells are no segment's, four have two
    ("loyal", "1", "R4-5 F4-5"),
    ("need_attention", "2", "R3-5"),
    ("hibernating", "3", "R1-2 F1-4"),
)
_THEN = (("C01", "loyal"), ("C02", "champions"), ("C03", "new"), ("C04", "at_risk"))
_NOW = (("C01", "champions"), ("C02", "champions"), ("C03", "about_to_sleep"), ("C05", "new"))


def segments_examples(desk: Desk) -> None:
    """Write the examples of bins and segments."""
    desk.begin("RFM_BINS")
    orders = desk.column("frequency", "integer", _ORDERS)
    for ties in ("low", "mean", "drop"):
        desk.answer((orders,), ("score",), {"ties": ties})
    desk.answer((orders,), ("number",) * 4, {"show": "cuts"})
    desk.begin("RFM_MAP_CHECK")
    say = desk.page.say
    headers = [say(f"columns.{key}") for key in ("segment", "rank", "rule")]
    rows = [(say(f"segments.{key}.name"), rank, rule) for key, rank, rule in _MAP]
    desk.answer((desk.block(headers, "text", rows),), ("text",) * 6, desk.words, header=True)
    desk.begin("SEGMENT_MIGRATION")
    then, now = (
        (
            desk.column("customer", "text", [who for who, _ in side]),
            desk.column(key, "text", [say(f"segments.{segment}.name") for _, segment in side]),
        )
        for side, key in ((_THEN, "segment_then"), (_NOW, "segment"))
    )
    desk.answer((*then, *now), ("text", *("integer",) * 6), desk.words, header=True)
