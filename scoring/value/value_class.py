"""The value class of every customer: what he has brought, and what he will still bring."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoring.checks import TextArray
from scoring.settings import AbcPolicy, ValuePolicy
from scoring.value.abc import abc_classes
from scoring.value.abc_xyz import AbcXyzResult
from scoring.value.ltv.model import LtvResult

_LETTERS = np.array(["A", "B", "C", ""], object)
_UNKNOWN = 3


@dataclass(frozen=True, slots=True, eq=False)
class ValueClasses:
    """Value class of the customers of ABC x XYZ, in that order.

    table: id, abc, ltv (class of lifetime value, "" where there is none), value (A, B, C, or N
    for new customers). ltv_of: class of lifetime value, A to D, by customer, of all with an
    order.
    """

    table: pd.DataFrame
    ltv_of: pd.Series
    policy: ValuePolicy


def value_classes(
    cross: AbcXyzResult, ltv: LtvResult | None, policy: ValuePolicy, abc: AbcPolicy
) -> ValueClasses:
    """Join the class of revenue and that of lifetime value into one.

    Lifetime values are classed as ABC classes values, at the same cuts. With basis "both" the
    value class is the middle of the two, the better one where they are neighbours: A and B make
    A, A and C make B. Class D, which earns nothing, counts as C. Where one of the two is
    missing, the other stands alone; customers new to XYZ are N.
    """
    ids = cross.table["id"].to_numpy(object)
    of_ltv = _ltv_classes(ltv, abc)
    by_revenue = _steps(cross.table["abc"].to_numpy(object))
    by_ltv = _steps(of_ltv.reindex(ids).to_numpy(object))
    if policy.basis == "abc":
        joined = by_revenue
    elif policy.basis == "ltv":
        joined = np.where(by_ltv == _UNKNOWN, by_revenue, by_ltv)
    else:
        joined = np.where(by_ltv == _UNKNOWN, by_revenue, (by_revenue + by_ltv) // 2)
    value = np.where(cross.table["xyz"].to_numpy(object) == "N", "N", _LETTERS[joined])
    columns = {"id": ids, "abc": cross.table["abc"].to_numpy(object), "ltv": _LETTERS[by_ltv]}
    return ValueClasses(pd.DataFrame({**columns, "value": value}, dtype=object), of_ltv, policy)


def _ltv_classes(ltv: LtvResult | None, policy: AbcPolicy) -> pd.Series:
    if ltv is None:
        return pd.Series(dtype=object)
    plain = AbcPolicy(cuts=policy.cuts, edge=policy.edge)
    classes = abc_classes(ltv.table["clv"].to_numpy(), plain)
    return pd.Series(np.asarray(classes, object), index=ltv.table["customer"].to_numpy(object))


def _steps(classes: TextArray) -> "np.typing.NDArray[np.int64]":
    """Return 0 for A, 1 for B, 2 for C and D, 3 where there is no class."""
    steps = {"A": 0, "B": 1, "C": 2, "D": 2}
    return np.array([steps.get(name, _UNKNOWN) for name in classes.tolist()], np.int64)
