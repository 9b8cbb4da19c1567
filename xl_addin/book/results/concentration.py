"""Concentration -> its sheet: who brings how much, the measures, what a loss would leave."""

import pandas as pd

from scoring.settings import ConcentrationPolicy
from scoring.solvency.concentration import BASES, ConcentrationResult
from xl_addin.book.layouts import LISTED_MEMBERS
from xl_addin.book.results.words import blank_nan, in_words, names_of
from xl_addin.book.wording import number_text, share_text
from xl_addin.book.write import Columns, Grid
from xl_addin.texts import Texts

SHARES = ("top_1", "cr_3", "cr_5", "cr_10")
INDICES = ("hhi", "effective", "gini", "gini_corrected", "members")
STRESS = (
    "revenue_lost",
    "revenue_share",
    "revenue_left",
    "margin_share",
    "margin_left",
    "coverage",
)


def concentration_columns(say: Texts, result: ConcentrationResult, names: pd.Series) -> Columns:
    """Return the largest customers and groups; a group has a name and no code."""
    table = result.table.head(LISTED_MEMBERS)
    table = table.loc[table["revenue"].notna()]
    ids = table["name"].where(~table["is_group"], "")
    return {
        "rank": range(1, len(table) + 1),
        "name": table["name"].where(table["is_group"], names_of(names, table["name"])),
        "customer": ids,
        "members": table["customers"],
        **{key: table[key] for key in ("revenue", "share", "cumulative_share")},
        **{key: table[key] for key in ("margin_share", "receivables_share")},
        "mark": [say("concentration_marks.major") if major else "" for major in table["major"]],
    }


def concentration_blocks(
    say: Texts, result: ConcentrationResult, products: pd.Series
) -> dict[str, Grid]:
    """Return measures with their verdicts, thresholds in words, stress and Lorenz curve.

    products: name of each product, for the one that most revenue hangs on.
    """
    stress = result.stress[list(STRESS)].to_numpy(dtype=object).tolist()
    return {
        "conc_shares": _measures(say, result, SHARES),
        "conc_indices": _measures(say, result, INDICES),
        "conc_rules": [[line] for line in _rules(say, result.policy)],
        "conc_stress": [[blank_nan(cell) for cell in row] for row in stress],
        "conc_dependence": _dependence(say, result.dependence, products),
        "conc_lorenz": [[blank_nan(cell) for cell in row] for row in result.lorenz.tolist()],
    }


def _dependence(say: Texts, table: pd.DataFrame, products: pd.Series) -> Grid:
    """Return which manager, product and industry most revenue hangs on, and what stays without."""
    known = names_of(products, table["name"])
    is_product = table["part"] == "product"
    names = table["name"].where(~(is_product & (known != "")), known)
    numbers = table[[*STRESS, "customers", "unassigned"]].to_numpy(dtype=object).tolist()
    return [
        [say(f"concentration.largest_{part}", name=name), *map(blank_nan, row)]
        for part, name, row in zip(table["part"], names, numbers, strict=True)
    ]


def concentration_method(say: Texts, policy: ConcentrationPolicy) -> str:
    """Return the months looked at and how groups count, in words."""
    groups = "groups_merged" if policy.roll_up else "groups_apart"
    return say("stamp.concentration", months=policy.months, groups=say(f"stamp.{groups}"))


def _measures(say: Texts, result: ConcentrationResult, rows: tuple[str, ...]) -> Grid:
    """Return a row per measure: by revenue, margin and receivables, then the three verdicts."""
    return [
        [
            *(blank_nan(result.measures.loc[row, base]) for base in BASES),
            *in_words(say, "ratings", [result.verdicts.loc[row, base] for base in BASES]),
        ]
        for row in rows
    ]


def _rules(say: Texts, policy: ConcentrationPolicy) -> list[str]:
    """Return the thresholds in words; those of HHI with where they are borrowed from."""
    cuts = policy.cuts
    lines = [
        say(f"concentration.rule_{name}", low=share_text(say, low), high=share_text(say, high))
        for name, (low, high) in cuts.items()
        if name != "hhi"
    ]
    low, high = (number_text(say, cut) for cut in cuts["hhi"])
    return [*lines, say("concentration.rule_hhi", low=low, high=high, year=policy.bands)]
