"""Lifetime value -> the sheet LTV."""

import numpy as np
import pandas as pd

from scoring.assessment import Assessment
from xl_addin.book.results.words import blank_nan, names_of
from xl_addin.book.write import Columns, Grid
from xl_addin.texts import Texts

TOP = 10
_KEYS = (
    "repeat_orders",
    "last_days",
    "age_days",
    "p_alive",
    "expected_orders",
    "expected_ticket",
    "clv",
)


def ltv_columns(assessment: Assessment, names: pd.Series) -> Columns:
    """Return one row per customer, the highest lifetime value first."""
    table = _sorted(assessment)
    return {
        "customer": table["customer"],
        "name": names_of(names, table["customer"]),
        **{key: table[key] for key in _KEYS},
    }


def ltv_blocks(say: Texts, assessment: Assessment, names: pd.Series) -> dict[str, Grid]:
    """Return totals, top list, parameters and the histogram of orders."""
    result = assessment.ltv
    top = _sorted(assessment).head(TOP)
    known = names_of(names, top["customer"])
    totals = (
        result.totals.customers,
        result.totals.expected_orders,
        result.totals.clv,
        share_of_a(assessment),
        result.totals.mean_p_alive,
    )
    parameters = [
        [say(f"ltv_parameters.{name}"), blank_nan(value)]
        for name, value in zip(result.parameters["name"], result.parameters["value"], strict=True)
    ]
    return {
        "ltv_totals": [[blank_nan(number)] for number in totals],
        "ltv_top": [
            [name or customer, customer, alive, clv]
            for name, customer, alive, clv in zip(
                known, top["customer"], top["p_alive"], top["clv"], strict=True
            )
        ],
        "ltv_parameters": parameters,
        "ltv_histogram": [
            [blank_nan(cell) for cell in row]
            for row in result.histogram[["orders", "actual", "expected"]].itertuples(index=False)
        ],
    }


def share_of_a(assessment: Assessment) -> float:
    """Return the share of all lifetime value that customers of class A hold; NaN for none."""
    table = assessment.ltv.table
    best = assessment.abc.table.loc[assessment.abc.table["abc"] == "A", "id"]
    whole = float(table["clv"].sum())
    held = float(table.loc[table["customer"].isin(best), "clv"].sum())
    return held / whole if whole > 0 else np.nan


def _sorted(assessment: Assessment) -> pd.DataFrame:
    return assessment.ltv.table.sort_values(["clv", "customer"], ascending=[False, True])
