"""ABC: how much of all value each item earns.

Dickie (1951), "ABC Inventory Analysis Shoots for Dollars, Not Pennies".
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from scoring.checks import FloatArray, TextArray
from scoring.errors import Note
from scoring.settings import AbcPolicy
from scoring.sums import sum_by
from scoring.value.abc_rules import Classes, Ranked, rank, rule_classes

ABC_CLASSES = ("A", "B", "C", "D")
PARETO_POINTS = 101


@dataclass(frozen=True, slots=True, eq=False)
class AbcResult:
    """Items best first, equal ones by id, and totals by class.

    table: rank, id, value, share, cumulative_share, share_above (earned by strictly better
    items), abc; shares are fractions of the sum of values above 0, NaN for class D. summary:
    abc, items, item_share, value, value_share. pareto: (101, 2), share of the items above 0
    and share of their value. classes: codes into ABC_CLASSES, (n,), in the order given.
    """

    table: pd.DataFrame
    summary: pd.DataFrame
    pareto: FloatArray
    classes: Classes
    policy: AbcPolicy
    notes: tuple[Note, ...]


def abc_classes(values: FloatArray, policy: AbcPolicy) -> npt.NDArray[np.str_]:
    """Return "A", "B", "C" or "D" for each value, (n,), in the order given.

    empirical: an item is A while the items that earn strictly more have less than cuts[0] of
    the value, and B while they have less than cuts[1]: the best item is always A. With edge
    "incl" the item's own share is added first, and a class ends at or below the cut: the
    usual rule of textbooks, by which the item that crosses a cut goes down.
    sum: the same with the share of items added to the share of value, against sum_cuts.
    differential: A from multiples[0] times the mean value, C up to multiples[1] times it.
    tangent: A up to the point of the cumulative curve that stands highest above the chord
    between its ends (the first of them), B up to that of the rest; where the curve is
    straight, with equal items or one, all of it stays in the better class.
    fixed: A from limits[0], B from limits[1], on a limit the better class.

    In every method equal items share a class, the order does not matter, and items of 0 or
    less are D: they add nothing to sums, means and numbers of items. edge has no meaning in
    the last three, where an item is held against the mean, the curve or a limit.
    """
    return np.array(ABC_CLASSES)[abc_codes(values, policy)]


def abc_codes(values: FloatArray, policy: AbcPolicy) -> Classes:
    """Return the classes of abc_classes as places in ABC_CLASSES, (n,)."""
    return _classify(values, policy)[0]


def classify_abc(ids: TextArray, values: FloatArray, policy: AbcPolicy) -> AbcResult:
    """Rank items, (n,), by value and give each its class; see abc_classes for the rule.

    Without any item above 0 all are D and the shares NaN.
    """
    classes, order, ranked = _classify(values, policy, ids)
    nothing = np.full(values.size - ranked.share.size, np.nan)
    columns = {
        "rank": np.arange(1, values.size + 1, dtype=np.int32),
        "id": pd.Series(ids[order], dtype=object),
        "value": values[order],
        "share": np.append(ranked.share, nothing),
        "cumulative_share": np.append(ranked.cumulative, nothing),
        "share_above": np.append(ranked.above, nothing),
        "abc": pd.Categorical.from_codes(classes[order], pd.Index(ABC_CLASSES)),
    }
    notes = _notes(nothing.size, classes)
    return AbcResult(
        table=pd.DataFrame(columns, copy=False),
        summary=_summary(classes, values),
        pareto=_pareto(ranked.cumulative),
        classes=classes,
        policy=policy,
        notes=notes,
    )


def _notes(n_below: int, classes: Classes) -> tuple[Note, ...]:
    """Tell of items that earn nothing, and of a method that finds no item good enough for A."""
    notes = [Note("note.abc_not_positive", {"count": str(n_below)})] if n_below else []
    if classes.size > n_below and not (classes == 0).any():
        notes.append(Note("note.abc_no_a"))
    return tuple(notes)


def _classify(
    values: FloatArray, policy: AbcPolicy, ids: TextArray | None = None
) -> tuple[Classes, npt.NDArray[np.intp], Ranked]:
    """Return classes in the order given, the order best first, and the ranked values."""
    order = np.argsort(-values)
    if ids is not None:
        order = _ties_by_id(order, values[order], ids)
    ordered = values[order]
    above_zero = ordered > 0
    ranked = rank(ordered[above_zero])
    classes = np.full(values.size, len(ABC_CLASSES) - 1, np.int8)
    classes[order[above_zero]] = rule_classes(ranked, policy)
    return classes, order, ranked


def _ties_by_id(
    order: npt.NDArray[np.intp], ordered: FloatArray, ids: TextArray
) -> npt.NDArray[np.intp]:
    """Put equal values, found next to each other in ordered, into the order of their ids."""
    same = ordered[1:] == ordered[:-1]
    at = np.flatnonzero(np.append(same, False) | np.append(False, same))
    if at.size == 0:
        return order
    tied = np.sort(order[at])
    names = ids[tied]
    if not (names[1:] >= names[:-1]).all():  # where ids rise, as in the tables, places do
        tied = tied[np.argsort(names, kind="stable")]
    by_id = np.empty(order.size, np.int64)
    by_id[tied] = np.arange(tied.size)
    group = np.cumsum(np.append(False, ~same))[at]
    # Group and place in one number, sorted by value: faster than sorting by two keys.
    packed = np.sort(group * tied.size + by_id[order[at]])
    resolved = order.copy()
    resolved[at] = tied[packed % tied.size]
    return resolved


def _summary(classes: Classes, values: FloatArray) -> pd.DataFrame:
    """Count items and add up value by class; value shares are of the values above 0."""
    n = len(ABC_CLASSES)
    items = np.bincount(classes, minlength=n)
    value = sum_by(classes, values, n)
    return pd.DataFrame(
        {
            "abc": pd.Series(ABC_CLASSES, dtype=object),
            "items": items,
            "item_share": items / max(classes.size, 1),
            "value": value,
            "value_share": value / (value[:-1].sum() or np.nan),
        }
    )


def _pareto(cumulative: FloatArray) -> FloatArray:
    """Return the Pareto curve at 0, 1, ... 100 % of the items; zeros where there are none."""
    share = np.linspace(0, 1, PARETO_POINTS)
    places = np.linspace(0, 1, cumulative.size + 1)
    curve: FloatArray = np.interp(share, places, np.append(0.0, cumulative))
    return np.column_stack([share, curve])
