"""An assessment -> what stands in every result table and block; nothing here touches a workbook."""

from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from scoring.assessment import Assessment
from xl_addin.book.history import History
from xl_addin.book.intake import Intake
from xl_addin.book.results import (
    concentration,
    dashboard,
    diagnosis,
    ltv,
    maturity,
    offers,
    segments,
    solvency,
    value,
)
from xl_addin.book.results.first_five import first_five, first_five_blocks
from xl_addin.book.results.ltv_model import ltv_model_blocks
from xl_addin.book.results.stamp import Run, note_blocks, stamps
from xl_addin.book.wording import day_text, number_text
from xl_addin.book.write import Columns, Grid
from xl_addin.texts import Texts

SHORT = ("customers", "customer_share", "revenue", "revenue_share")
LONG = (*SHORT, "mean_recency_days", "mean_frequency", "mean_ticket")


class Names(NamedTuple):
    """Name by id, of customers and of products."""

    customers: pd.Series
    products: pd.Series


@dataclass(frozen=True, slots=True)
class Contents:
    """What to write: columns by table name and key, grids by block name.

    ``more``: by table name, key and header of columns beyond those of its layout.
    """

    tables: dict[str, Columns]
    blocks: dict[str, Grid]
    more: dict[str, dict[str, str]]


def result_contents(
    say: Texts, assessment: Assessment, intake: Intake, history: History, run: Run
) -> Contents:
    """Return every result in the language of ``say``."""
    names = Names(_names(assessment.tables.customers), _names(assessment.tables.products))
    matrix, headers = offers.matrix_columns(say, assessment.offers, names.customers, names.products)
    tables: dict[str, Columns] = {
        "Audit_Problems": diagnosis.problem_columns(say, intake),
        **_value_tables(say, assessment, history, names),
        "Concentration_Result": concentration.concentration_columns(
            say, assessment.concentration, names.customers
        ),
        "Receivables_Result": solvency.receivables_columns(assessment.solvency, names.customers),
        "Decisions_Result": solvency.decision_columns(say, assessment.solvency, names.customers),
        "Offer_Matrix": matrix,
        **offers.plan_columns(say, assessment.offers, names.customers, names.products),
        "Diagnosis_Result": maturity.maturity_columns(say, assessment.maturity),
        "History_Runs": dict(history.runs),
        "History_Classes": dict(history.classes),
    }
    blocks: dict[str, Grid] = {
        **stamps(say, assessment, run),
        **note_blocks(say, assessment),
        **_dashboard(say, assessment, history, run, names),
        **_value_blocks(say, assessment, names),
        **concentration.concentration_blocks(say, assessment.concentration, names.products),
        **segments.migration_grids(say, assessment, history.movement),
        **solvency.receivables_blocks(assessment.solvency),
        **solvency.decision_blocks(say, assessment.solvency),
        **offers.matrix_blocks(assessment.offers),
        **maturity.maturity_blocks(say, assessment.maturity),
        "audit_tables": diagnosis.gates_grid(say, intake),
        "audit_fields": diagnosis.fields_grid(say, assessment.audit, intake),
        "audit_findings": diagnosis.findings_grid(say, assessment),
    }
    return Contents(tables, blocks, {"Offer_Matrix": headers})


def _value_tables(
    say: Texts, assessment: Assessment, history: History, names: Names
) -> dict[str, Columns]:
    customers = names.customers
    return {
        "RFM_Result": value.rfm_columns(say, assessment, customers, history.movement),
        "ABC_Result": value.abc_columns(
            assessment.abc, assessment.abc_joint, "customer", customers
        ),
        "XYZ_Result": value.xyz_columns(say, assessment, customers),
        "ABC_XYZ_Result": value.board_columns(assessment, customers),
        "Product_ABC_Result": _product_columns(assessment, names.products),
        "LTV_Result": ltv.ltv_columns(assessment, customers),
    }


def _value_blocks(say: Texts, assessment: Assessment, names: Names) -> dict[str, Grid]:
    return {
        **value.map_grids(say, assessment),
        **value.board_grids(assessment),
        **ltv.ltv_blocks(assessment, names.customers),
        **ltv_model_blocks(say, assessment),
        "rfm_bins": value.bins_grid(assessment.rfm),
        "rfm_cuts": value.cuts_grid(assessment.rfm),
        "map_segments": value.segment_grid(say, assessment, LONG),
        "map_check": segments.map_check_grid(say, assessment),
        "abc_summary": value.summary_grid(assessment.abc.summary),
        "abc_joint": value.joint_grid(assessment.abc_joint),
        "product_abc_joint": value.joint_grid(assessment.product_joint),
        "xyz_kinds": value.kinds_grid(say, assessment),
        "abc_pareto": assessment.abc.pareto.tolist(),
        "abc_borders": value.border_grid(assessment.abc),
        "xyz_summary": value.summary_grid(value.xyz_summary(assessment)),
        "product_abc_summary": _product_summary(assessment),
    }


def _dashboard(
    say: Texts, assessment: Assessment, history: History, run: Run, names: Names
) -> dict[str, Grid]:
    banner = dashboard.banner_text(say, run)
    status = say(
        "status.done",
        time=run.run_at.strftime("%Y-%m-%d %H:%M"),
        customers=number_text(say, len(assessment.rfm.table)),
        as_of=day_text(assessment.as_of),
        banner=banner,
    )
    steps = first_five(say, assessment, run, names.customers, names.products)
    return {
        **dashboard.tiles(say, assessment),
        **first_five_blocks(say, steps),
        "dashboard_banner": [[banner]],
        "segments": value.segment_grid(say, assessment, SHORT),
        "months": dashboard.months_grid(assessment),
        "call_first": dashboard.call_first_grid(say, assessment, names.customers),
        "changes": dashboard.changes_grid(say, history.movement),
        "start_status": [[status]],
    }


def _product_columns(assessment: Assessment, names: pd.Series) -> Columns:
    if assessment.product_abc is None:
        return {}
    return value.abc_columns(assessment.product_abc, assessment.product_joint, "product", names)


def _product_summary(assessment: Assessment) -> Grid:
    product = assessment.product_abc
    return [] if product is None else value.summary_grid(product.summary)


def _names(directory: Any) -> pd.Series:
    """Return name by id of the Customers or Products table; empty where there is none."""
    table = None if directory is None else directory.table
    if table is None or "name" not in table.frame:
        return pd.Series(dtype=object)
    return pd.Series(table.frame["name"].to_numpy(dtype=object), index=table.ids)
