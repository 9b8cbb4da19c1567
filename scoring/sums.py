"""Sums of money by group, exact to the last decimal.

Sums of decimal fractions in binary depend on the order of the rows: 0.1 + 0.2 + 0.3 and
0.3 + 0.2 + 0.1 differ, and a sale and its return may leave 1e-17. Then equal customers
would part at a cut. So money is counted in whole units of a power of ten, small enough that
nothing is lost and large enough that every partial sum is a whole number below 2**53.
"""

import math
from typing import NamedTuple

import numpy as np

from scoring.checks import FloatArray, IntArray

CHUNK = 1 << 17  # rows in one step: the scratch arrays stay in the processor's cache
MOST_DECIMALS = 22  # powers of ten are exact floats so far


class Units(NamedTuple):
    """Whole units of money: so many decimals are kept, below 0 so many digits dropped."""

    decimals: int

    def whole(self, amounts: FloatArray) -> FloatArray:
        """Return amounts in whole units, (n,)."""
        if self.decimals < 0:  # 0.1 is no exact float, 10 is
            return np.rint(amounts / 10.0**-self.decimals)
        return np.rint(amounts * 10.0**self.decimals)

    def to_money(self, units: FloatArray) -> FloatArray:
        """Turn units, (n,), into money in place, and return them."""
        if self.decimals < 0:
            return np.multiply(units, 10.0**-self.decimals, out=units)
        return np.divide(units, 10.0**self.decimals, out=units)


def units_of(amounts: FloatArray) -> Units:
    """Choose the unit for amounts, (n,): 15 digits of the sum of their absolute values."""
    gross = 0.0
    for start in range(0, amounts.size, CHUNK):
        gross += float(np.abs(amounts[start : start + CHUNK]).sum())
    # 2**50, not 2**53: a product of an amount may be off by 2 in its last bit, and must
    # still round to the right whole number.
    decimals = 0 if gross == 0 else math.floor(math.log10(2.0**50) - math.log10(gross))
    return Units(max(-MOST_DECIMALS, min(MOST_DECIMALS, decimals)))


def sum_by(codes: IntArray, amounts: FloatArray, n_groups: int) -> FloatArray:
    """Sum amounts, (n,), by group code, (n,), into (n_groups,); a code below 0 is no group.

    The result does not depend on the order of the rows.
    """
    units = units_of(amounts)
    totals = np.zeros(n_groups)
    for start in range(0, amounts.size, CHUNK):
        code = codes[start : start + CHUNK].astype(np.intp)
        amount = units.whole(amounts[start : start + CHUNK])
        if code.min() < 0:
            code, amount = code[code >= 0], amount[code >= 0]
        np.add.at(totals, code, amount)
    return units.to_money(totals)


def total(amounts: FloatArray) -> float:
    """Sum amounts, (n,), whatever their order."""
    return float(sum_by(np.zeros(amounts.size, np.int8), amounts, 1)[0])
