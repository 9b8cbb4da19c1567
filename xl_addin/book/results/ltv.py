"""Lifetime value -> the sheet LTV."""

import numpy as np
import pandas as pd

from scoring.assessment import Assessment
from scoring.value.abc import ABC_CLASSES, AbcResult
from scoring.value.ltv.model import LtvResult
from xl_addin.book.results.words import blank_nan, names_of
from xl_addin.book.write import Columns, Grid

TOP = 10
_KEYS = (
    "repeat_orders",
    "last_days",
    "age_days",
    "p_alive",
    "expected_orders",
    "expected_ticket",
    "clv",
    "clv_low",
    "clv_high",
)
_BLOCKS = ("ltv_totals", "ltv_top", "ltv_classes")


def ltv_columns(assessment: Assessment, names: pd.Series) -> Columns:
    """Return one row per customer, the highest lifetime value first; none without LTV."""
    if assessment.ltv is None:
        return {}
    table = _sorted(assessment.ltv)
    return {
        "customer": table["customer"],
        "name": names_of(names, table["customer"]),
        **{key: table[key] for key in _KEYS},
        "ltv_class": assessment.value.ltv_of.reindex(table["customer"]).to_numpy(object),
    }


def ltv_blocks(assessment: Assessment, names: pd.Series) -> dict[str, Grid]:
    """Return totals, top list and classes; blank without LTV."""
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
    return {
        "ltv_totals": [[blank_nan(number)] for number in totals],
        "ltv_top": [
            [name or customer, customer, alive, clv]
            for name, customer, alive, clv in zip(
                known, top["customer"], top["p_alive"], top["clv"], strict=True
            )
        ],
        "ltv_classes": _class_rows(result, assessment.value.ltv_of),
    }


def _class_rows(result: LtvResult, classes: pd.Series) -> Grid:
    """Return customers and value by class: class, customers, share, value, share."""
    of_customer = classes.reindex(result.table["customer"]).to_numpy(object)
    value = result.table["clv"].to_numpy()
    whole = value[value > 0].sum()
    rows = []
    for name in ABC_CLASSES:
        held = of_customer == name
        money = float(value[held].sum())
        share = money / whole if whole > 0 else None
        rows.append([name, int(held.sum()), float(held.mean()), money, share])
    return rows


def share_of_a(abc: AbcResult, ltv: LtvResult) -> float:
    """Return the share of all lifetime value that customers of class A hold; NaN for none."""
    table = ltv.table
    best = abc.table.loc[abc.table["abc"] == "A", "id"]
    whole = float(table["clv"].sum())
    held = float(table.loc[table["customer"].isin(best), "clv"].sum())
    return held / whole if whole > 0 else np.nan


def _sorted(ltv: LtvResult) -> pd.DataFrame:
    return ltv.table.sort_values(["clv", "customer"], ascending=[False, True])
