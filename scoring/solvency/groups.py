"""Customers of one group, merged into one."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from scoring.checks import BoolArray, FloatArray, IntArray, TextArray
from scoring.sums import sum_by

# What people write into a column of groups to say that there is none.
_NONE = frozenset({"", "-", "–", "—", "0", "no", "none", "n/a", "нет", "без группы", "н/д"})


class Members(NamedTuple):
    """Who counts as one: a group of two customers or more, or a customer alone.

    code: of each customer, (n,), into the others, (k,). name: the group or the customer's id.
    customers: how many are in it.
    """

    code: IntArray
    name: TextArray
    is_group: BoolArray
    customers: IntArray

    def sums(self, money: FloatArray) -> FloatArray:
        """Return the money of each member, (k,), from that of the customers, (n,).

        NaN is a customer that does not belong here; so is a member of such customers only.
        """
        known = ~np.isnan(money)
        counts = np.bincount(self.code[known], minlength=self.name.size)
        sums = sum_by(self.code[known], money[known], self.name.size)
        return np.where(counts > 0, sums, np.nan)


def merge_groups(ids: TextArray, groups: TextArray | None) -> Members:
    """Merge customers, (n,), whose group, (n,), is the same text; None merges nobody.

    A blank, a dash, a zero or a word for "none" is no group. A group with one customer here is
    that customer. Members come in the order of their first customers.

    Source: METHODS 2.20; ASC 280-10-50-42 (entities under common control are one customer).
    """
    alone = np.ones(ids.size, bool)
    named = np.full(ids.size, None, object)
    if groups is not None:
        named = named_groups(groups)
        code = pd.factorize(named)[0]
        counts = np.bincount(code[code >= 0], minlength=1)
        alone = (code < 0) | (counts[code] < 2)
    # Pairs, so that a group called as another customer's id stays apart from it.
    pairs = list(zip(alone.tolist(), np.where(alone, ids, named).tolist(), strict=True))
    codes, _ = pd.factorize(pd.Index(pairs, tupleize_cols=False))
    first = np.unique(codes, return_index=True)[1]
    names: TextArray = np.where(alone, ids, named)[first]
    return Members(codes, names, ~alone[first], np.bincount(codes, minlength=first.size))


def named_groups(texts: TextArray) -> TextArray:
    """Return texts, (n,), None for a blank, a dash, a zero and a word for "none"."""
    return np.array([_group(text) for text in texts.tolist()], object)


def _group(text: str | None) -> str | None:
    return None if text is None or text.strip().casefold() in _NONE else text
