"""Lifetime value -> the sheet LTV."""

import numpy as np
import pandas as pd

from scoring.assessment import Assessment
from scoring.value.abc import AbcResult
from scoring.value.ltv.model import LtvResult
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
_BLOCKS = ("ltv_totals", "ltv_top", "ltv_parameters", "ltv_histogram")


def ltv_columns(assessment: Assessment, names: pd.Series) -> Columns:
    """Return one row per customer, the highest lifetime value first; none without LTV."""
    if assessment.ltv is None:
        return {}
    table = _sorted(assessment.ltv)
    return {
        "customer": table["customer"],
        "name": names_of(names, table["customer"]),
        **{key: table[key] for key in _KEYS},
    }


def ltv_blocks(say: Texts, assessment: Assessment, names: pd.Series) -> dict[str, Grid]:
    """Return totals, top list, parameters and the histogram of orders; blank without LTV."""
    result = assessment.ltv
    if result is None:
        return {name: [] for name in _BLOCKS}
    top = _sorted(result).head(TOP)
    known = names_of(names, top["customer"])
    totals = (
        result.totals.customers,
        result.totals.expected_orders,
        result.totals.clv,
        share_of_a(assessment.abc, result),
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


def share_of_a(abc: AbcResult, ltv: LtvResult) -> float:
    """Return the share of all lifetime value that customers of class A hold; NaN for none."""
    table = ltv.table
    best = abc.table.loc[abc.table["abc"] == "A", "id"]
    whole = float(table["clv"].sum())
    held = float(table.loc[table["customer"].isin(best), "clv"].sum())
    return held / whole if whole > 0 else np.nan


def _sorted(ltv: LtvResult) -> pd.DataFrame:
    return ltv.table.sort_values(["clv", "customer"], ascending=[False, True])
