"""ABC x XYZ: how much and how evenly, in one board of sixteen cells."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoring.checks import FloatArray, TextArray
from scoring.sums import sum_by
from scoring.value.abc import ABC_CLASSES
from scoring.value.abc_rules import Classes as AbcCodes
from scoring.value.xyz import XYZ_CLASSES
from scoring.value.xyz import Classes as XyzCodes

CODES = tuple(abc + xyz for abc in ABC_CLASSES for xyz in XYZ_CLASSES)


@dataclass(frozen=True, slots=True, eq=False)
class AbcXyzResult:
    """The pair of classes of every item, and the board.

    table: id, value, abc, xyz, abc_xyz ("AX"), in the order given. counts, revenue and margin:
    4 x 4 frames, A .. D by X, Y, Z, N; all cells are there, empty ones as 0. margin is None
    where it is not known.
    """

    table: pd.DataFrame
    counts: pd.DataFrame
    revenue: pd.DataFrame
    margin: pd.DataFrame | None = None


def cross_abc_xyz(
    ids: TextArray,
    values: FloatArray,
    abc: AbcCodes,
    xyz: XyzCodes,
    margin: FloatArray | None = None,
) -> AbcXyzResult:
    """Join the ABC and XYZ classes of the same items, (n,) each, in the same order.

    abc and xyz are codes as in AbcResult.classes and XyzResult.classes; NaN in margin adds
    nothing.
    """
    cell = abc.astype(np.int16) * len(XYZ_CLASSES) + xyz
    table = pd.DataFrame(
        {
            "id": pd.Series(ids, dtype=object),
            "value": values,
            "abc": pd.Categorical.from_codes(abc, pd.Index(ABC_CLASSES)),
            "xyz": pd.Categorical.from_codes(xyz, pd.Index(XYZ_CLASSES)),
            "abc_xyz": pd.Categorical.from_codes(cell, pd.Index(CODES)),
        },
        copy=False,
    )
    counts = np.bincount(cell, minlength=len(CODES))
    revenue = sum_by(cell, values, len(CODES))
    kept = None if margin is None else _board(sum_by(cell, np.nan_to_num(margin), len(CODES)))
    return AbcXyzResult(table, _board(counts), _board(revenue), kept)


def _board(cells: "np.typing.NDArray[np.number]") -> pd.DataFrame:
    shape = (len(ABC_CLASSES), len(XYZ_CLASSES))
    return pd.DataFrame(
        cells.reshape(shape),
        index=pd.Index(ABC_CLASSES, name="abc"),
        columns=pd.Index(XYZ_CLASSES, name="xyz"),
    )
