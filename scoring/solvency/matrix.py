"""The decision matrix: which terms each pair of value class and risk class gets.

METHODS 2.19. SAP Credit Management rates customers "according to their credit risk and
their sales volume potential"; the matrix makes both explicit and every cell a setting.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from scoring.checks import FloatArray, TextArray
from scoring.errors import Note
from scoring.settings import RISK_CLASSES, VALUE_CLASSES, DecisionPolicy, TermsCell
from scoring.solvency.risk import RiskCodes
from scoring.sums import sum_by

ValueCodes = npt.NDArray[np.int8]
Cells = npt.NDArray[np.intp]
SHAPE = (len(VALUE_CLASSES), len(RISK_CLASSES))


def value_codes(classes: TextArray) -> ValueCodes:
    """Return codes into VALUE_CLASSES of value classes, (n,), such as "A".

    D (ABC: earns nothing or less) takes the terms of C; what is no class counts as new, N.
    """
    index = pd.Index([*VALUE_CLASSES, "D"])
    place = index.get_indexer(pd.Index(classes, dtype=object)).astype(np.int8)
    place[place == len(VALUE_CLASSES)] = VALUE_CLASSES.index("C")
    return np.where(place < 0, VALUE_CLASSES.index("N"), place).astype(np.int8)


def matrix_terms(value: ValueCodes, risk: RiskCodes, policy: DecisionPolicy) -> pd.DataFrame:
    """Return the terms of the matrix for pairs of classes, codes (n,), in the order given.

    Columns: value_class, risk_class, form, days, limit_share (of the need), prepay_share (of
    the order), approver, review_months.

    Source: METHODS 2.19; every cell is a setting.
    """
    return matrix_frame(policy).iloc[cell_of(value, risk)].reset_index(drop=True)


def matrix_frame(policy: DecisionPolicy) -> pd.DataFrame:
    """Return the matrix as a table of 20 rows: A with R1 .. R4, R0, then B, C, N."""
    frame = pd.DataFrame(list(policy.cells), columns=list(TermsCell._fields))
    value = frame["value_class"].map(VALUE_CLASSES.index)
    risk = frame["risk_class"].map(RISK_CLASSES.index)
    return frame.iloc[np.argsort(value * len(RISK_CLASSES) + risk)].reset_index(drop=True)


def cell_of(value: ValueCodes, risk: RiskCodes) -> Cells:
    """Return the place, (n,), of each pair of codes, (n,), in matrix_frame."""
    return value.astype(np.intp) * len(RISK_CLASSES) + risk


def count_cells(cell: Cells, exposure: FloatArray) -> pd.DataFrame:
    """Count customers and add up exposure, (n,) each, in all 20 cells of the matrix."""
    n = SHAPE[0] * SHAPE[1]
    value, risk = np.divmod(np.arange(n), SHAPE[1])
    return pd.DataFrame(
        {
            "value_class": pd.Series(np.array(VALUE_CLASSES, object)[value], dtype=object),
            "risk_class": pd.Series(np.array(RISK_CLASSES, object)[risk], dtype=object),
            "value_position": value + 1,
            "risk_position": risk + 1,
            "customers": np.bincount(cell, minlength=n),
            "money": sum_by(cell, exposure, n),
        }
    )


def board(cells: "pd.Series[float] | pd.Series[int]") -> pd.DataFrame:
    """Lay 20 cells, (20,), out as a 4 x 5 board: A .. N by R1 .. R0."""
    return pd.DataFrame(
        cells.to_numpy().reshape(SHAPE),
        index=pd.Index(VALUE_CLASSES, name="value_class"),
        columns=pd.Index(RISK_CLASSES, name="risk_class"),
    )


def matrix_notes(matrix: pd.DataFrame) -> tuple[Note, ...]:
    """Tell the cells where a higher risk, R1 to R4, gets longer days or a larger limit."""
    worse = np.zeros((SHAPE[0], SHAPE[1] - 2), bool)
    for column in ("days", "limit_share"):
        worse |= np.diff(matrix[column].to_numpy().reshape(SHAPE)[:, :-1], axis=1) > 0
    at = [f"{VALUE_CLASSES[value]} {RISK_CLASSES[risk + 1]}" for value, risk in np.argwhere(worse)]
    return (Note("note.matrix_steps", {"cells": ", ".join(at)}),) if at else ()
