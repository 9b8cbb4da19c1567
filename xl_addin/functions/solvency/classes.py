"""The classes of customers as people type them, Cyrillic letters of the same look among them."""

from xl_addin.functions.arguments import Words

VALUE_WORDS = Words(
    {
        "A": ("а",),
        "B": ("в",),
        "C": ("с",),
        "D": (),
        "N": ("new", "н", "новый"),
    }
)
RISK_WORDS = Words({f"R{number}": (f"р{number}",) for number in (1, 2, 3, 4, 0)})
