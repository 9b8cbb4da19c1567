"""ABC by several measures: a letter for each, or one index made of them all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from scoring.checks import BoolArray, FloatArray, TextArray
from scoring.settings import AbcPolicy
from scoring.sums import total
from scoring.value.abc import ABC_CLASSES, abc_codes
from scoring.value.abc_rules import Classes

JOINT_CODES = tuple(first + second for first in ABC_CLASSES for second in ABC_CLASSES)
UNKNOWN = np.int8(-1)  # the class of an item whose second measure is not known


@dataclass(frozen=True, slots=True, eq=False)
class AbcJointResult:
    """Classes by two measures, such as AB: A by the first, B by the second.

    table: id, value, second (NaN where unknown), abc, abc_second, abc_joint, in the order
    given; the classes of what is unknown are blank. counts: items by class, a 4 x 4 frame, the
    first measure down and the second across; items of unknown second measure are in none.
    """

    table: pd.DataFrame
    counts: pd.DataFrame
    policy: AbcPolicy


def join_abc(
    ids: TextArray, values: FloatArray, second: FloatArray, policy: AbcPolicy
) -> AbcJointResult:
    """Class items, (n,), by two measures, each by the policy; see second_policy and abc_classes.

    NaN in second is not known: such items have no second class and no part in its borders.
    Equal items of a measure share its letter; with nothing above 0 its letter is D.
    """
    known = ~np.isnan(second)
    first, other = abc_codes(values, policy), np.full(values.size, UNKNOWN)
    other[known] = abc_codes(second[known], second_policy(policy))
    joint = np.where(known, first * len(ABC_CLASSES) + other, UNKNOWN)
    letters = pd.Index(ABC_CLASSES)
    table = pd.DataFrame(
        {
            "id": pd.Series(ids, dtype=object),
            "value": values,
            "second": second,
            "abc": pd.Categorical.from_codes(first, letters),
            "abc_second": pd.Categorical.from_codes(other, letters),
            "abc_joint": pd.Categorical.from_codes(joint, pd.Index(JOINT_CODES)),
        },
        copy=False,
    )
    return AbcJointResult(table, _counts(joint, known), policy)


def second_policy(policy: AbcPolicy) -> AbcPolicy:
    """Return the policy of a further measure: fixed limits are the first measure's own.

    With them a further measure goes by the empirical rule.
    """
    return replace(policy, method="empirical") if policy.method == "fixed" else policy


def joint_classes(measures: Sequence[FloatArray], policy: AbcPolicy) -> TextArray:
    """Return one letter for each measure, such as "AB", for each item, (n,)."""
    policies = [policy, *[second_policy(policy)] * (len(measures) - 1)]
    letters = np.array(ABC_CLASSES, object)
    joined = np.full(measures[0].size, "", object)
    for measure, own in zip(measures, policies, strict=True):
        joined += letters[abc_codes(measure, own)]
    return joined


def weighted_index(measures: Sequence[FloatArray], weights: Sequence[float]) -> FloatArray:
    """Return the mean share of each item in several measures, (n,), by weight.

    Each measure, (n,), is first divided by the sum of its values above 0 (where there is none,
    by the sum of what is below), so that money and pieces weigh alike: the shares of a measure
    add up to 1. The index is their mean by weight, and adds up to 1 as well. An item below 0 in a
    measure of weight makes a loss: only its losses count, so its index is below 0 and its
    class D. Weights are above 0 or 0, one for each measure, not all 0.
    """
    whole = sum(weights)
    gain, loss = np.zeros(measures[0].size), np.zeros(measures[0].size)
    for measure, weight in zip(measures, weights, strict=True):
        share = measure * (weight / whole) / _scale(measure)
        gain += np.maximum(share, 0)
        loss += np.minimum(share, 0)
    return np.where(loss < 0, loss, gain)


def _scale(measure: FloatArray) -> float:
    return total(measure[measure > 0]) or total(-measure) or 1.0


def _counts(joint: Classes, known: BoolArray) -> pd.DataFrame:
    n = len(ABC_CLASSES)
    counts = np.bincount(joint[known].astype(np.intp), minlength=n * n).reshape(n, n)
    return pd.DataFrame(
        counts,
        index=pd.Index(ABC_CLASSES, name="abc"),
        columns=pd.Index(ABC_CLASSES, name="abc_second"),
    )
