"""Concentration: how much of the business hangs on few customers (the "main customer" trap).

ASC 280-10-50-42 and IFRS 8.34 (major customers); Lytica, customer concentration risk (five
largest). The bands of HHI are borrowed from the merger guidelines of the US.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Literal

import numpy as np
import pandas as pd

from scoring.checks import FloatArray, TextArray
from scoring.errors import Note
from scoring.settings import ConcentrationPolicy
from scoring.solvency.dependence import Parts, loss_of_largest
from scoring.solvency.groups import Members, merge_groups
from scoring.solvency.inequality import effective_number, gini, hhi, lorenz_points, top_share
from scoring.solvency.stress import loss_of_top

Base = Literal["revenue", "margin", "receivables"]
BASES: tuple[Base, ...] = ("revenue", "margin", "receivables")
LOST = (0, 1, 3, 5, 10)  # customers lost in the stress; 0 is the business as it stands
MONTHS_A_YEAR = 12

MEASURES: Mapping[str, Callable[[FloatArray], float]] = {
    "top_1": partial(top_share, n=1),
    "cr_3": partial(top_share, n=3),
    "cr_5": partial(top_share, n=5),
    "cr_10": partial(top_share, n=10),
    "hhi": hhi,
    "effective": effective_number,
    "gini": gini,
    "gini_corrected": partial(gini, corrected=True),
    "members": lambda values: float(values.size),
}


@dataclass(frozen=True, slots=True, eq=False)
class ConcentrationFacts:
    """What each customer brings and owes, (n,); NaN where a customer is not of that base.

    ids: customers, each once. group: text or None, None where there are no groups. revenue:
    of the months looked at. margin: of the same months, None where costs are not known.
    receivables: open money, None where there are no invoices. parts: revenue and margin by
    "manager", "product" and "industry", of those that the data have.
    """

    ids: TextArray
    group: TextArray | None
    revenue: FloatArray
    margin: FloatArray | None = None
    receivables: FloatArray | None = None
    parts: Mapping[str, Parts] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class ConcentrationResult:
    """Who brings how much, and how concentrated that is.

    table: one row per customer or group, the most revenue first, equal ones by name: name,
    is_group, customers, then money, share and running share by revenue (revenue, share,
    cumulative_share), money and share by margin and receivables, NaN where unknown, and major.
    measures: rows of MEASURES by columns of BASES; shares are fractions, members the number of
    customers or groups. verdicts: of the same shape, "pass", "attention", "fail", or "" where
    there is no threshold. stress: see loss_of_top, for LOST, money of a year. dependence: see
    loss_of_largest, money of a year. lorenz: (101, 2)
    by revenue, smallest first. major: number of customers or groups at or above policy.major.
    """

    table: pd.DataFrame
    measures: pd.DataFrame
    verdicts: pd.DataFrame
    stress: pd.DataFrame
    dependence: pd.DataFrame
    lorenz: FloatArray
    policy: ConcentrationPolicy
    notes: tuple[Note, ...]

    @property
    def major(self) -> int:
        """Number of customers or groups that bring policy.major of the revenue or more."""
        return int(self.table["major"].sum())


def measure_concentration(
    facts: ConcentrationFacts, policy: ConcentrationPolicy
) -> ConcentrationResult:
    """Measure how concentrated revenue, margin and receivables are.

    Customers of one group count as one where the policy says so. Shares are of the sum of
    money above 0; a customer below 0 counts as 0. A measure wants attention from its first cut
    on, and fails above its second; shares are compared to 12 digits. In the stress the margin
    of the months looked at is brought to a year.

    Source: METHODS 2.20.
    """
    given = {base: found for base in BASES if (found := getattr(facts, base)) is not None}
    here = ~np.isnan(np.stack(list(given.values()))).all(axis=0)
    groups = facts.group[here] if policy.roll_up and facts.group is not None else None
    members = merge_groups(facts.ids[here], groups)
    money = {
        base: members.sums(found[here])
        for base, found in given.items()
        if not np.isnan(found).all()
    }
    values = {base: sums[~np.isnan(sums)] for base, sums in money.items()}
    measures = pd.DataFrame(
        {
            base: [measure(values[base]) if base in values else np.nan for measure in _measures()]
            for base in BASES
        },
        index=pd.Index(MEASURES, dtype=object),
    )
    revenue = values.get("revenue", np.empty(0))
    return ConcentrationResult(
        table=_table(members, money, policy),
        measures=measures,
        verdicts=_verdicts(measures, policy),
        stress=_stress(money, policy),
        dependence=loss_of_largest(
            facts.parts, to_year=MONTHS_A_YEAR / policy.months, fixed_cost=policy.fixed_cost
        ),
        lorenz=lorenz_points(revenue),
        policy=policy,
        notes=_notes(members, money, policy),
    )


def verdict(measure: str, value: float, policy: ConcentrationPolicy) -> str:
    """Return "pass", "attention" or "fail" for the value of a measure; "" without a threshold."""
    if measure not in policy.cuts or np.isnan(value):
        return ""
    attention, limit = policy.cuts[measure]
    met = round(value, 12)
    if met > limit:
        return "fail"
    return "attention" if met >= attention else "pass"


def _measures() -> list[Callable[[FloatArray], float]]:
    return list(MEASURES.values())


def _verdicts(measures: pd.DataFrame, policy: ConcentrationPolicy) -> pd.DataFrame:
    return pd.DataFrame(
        {
            base: [verdict(str(name), value, policy) for name, value in measures[base].items()]
            for base in BASES
        },
        index=measures.index,
        dtype=object,
    )


def _table(
    members: Members, money: Mapping[Base, FloatArray], policy: ConcentrationPolicy
) -> pd.DataFrame:
    """Return who brings how much, the most revenue first."""
    nothing = np.full(members.name.size, np.nan)
    revenue = money.get("revenue", nothing)
    columns: dict[str, object] = {
        "name": members.name,
        "is_group": members.is_group,
        "customers": members.customers,
        "revenue": revenue,
        "share": _shares(revenue),
    }
    for base in BASES[1:]:
        columns[base] = money.get(base, nothing)
        columns[f"{base}_share"] = _shares(money.get(base, nothing))
    table = pd.DataFrame(columns)
    table["major"] = table["share"].round(12) >= policy.major
    table = table.sort_values(
        ["revenue", "name", "is_group"], ascending=[False, True, True], ignore_index=True
    )
    table.insert(5, "cumulative_share", table["share"].cumsum())
    return table


def _shares(money: FloatArray) -> FloatArray:
    """Return the shares of the sum above 0, (k,), NaN where the money is."""
    earned = np.maximum(money, 0)
    total = np.nansum(earned)
    return earned / total if total > 0 else np.full(money.size, np.nan)


def _stress(money: Mapping[Base, FloatArray], policy: ConcentrationPolicy) -> pd.DataFrame:
    """Return the stress over the members with revenue, in money of a year."""
    revenue = money.get("revenue", np.empty(0))
    here = ~np.isnan(revenue)
    to_year = MONTHS_A_YEAR / policy.months
    margin = np.nan_to_num(money["margin"][here]) * to_year if "margin" in money else None
    return loss_of_top(revenue[here] * to_year, margin, LOST, policy.fixed_cost)


def _notes(
    members: Members, money: Mapping[Base, FloatArray], policy: ConcentrationPolicy
) -> tuple[Note, ...]:
    notes: list[Note] = []
    if n_groups := int(members.is_group.sum()):
        merged = int(members.customers[members.is_group].sum())
        notes.append(Note("note.conc_groups", {"count": str(merged), "groups": str(n_groups)}))
    if below := int(np.count_nonzero(money.get("revenue", np.empty(0)) < 0)):
        notes.append(Note("note.conc_negative", {"count": str(below)}))
    if not policy.fixed_cost and "margin" in money:
        notes.append(Note("note.conc_no_fixed_cost"))
    return tuple(notes)
