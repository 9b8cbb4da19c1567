"""An assessment -> what stands in every result table and block; nothing here touches a workbook."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from scoring.assessment import Assessment
from scoring.errors import Note
from xl_addin.book.history import History
from xl_addin.book.intake import Intake
from xl_addin.book.layouts import NOTE_ROWS
from xl_addin.book.results import dashboard, diagnosis, value
from xl_addin.book.results.stamp import Run, abc_method, rfm_method, stamp, xyz_method
from xl_addin.book.wording import day_text, number_text, scoring_messages
from xl_addin.book.write import Columns, Grid
from xl_addin.texts import Texts

SHORT = ("customers", "customer_share", "revenue", "revenue_share")
LONG = (*SHORT, "mean_recency_days", "mean_frequency", "mean_ticket")


@dataclass(frozen=True, slots=True)
class Contents:
    """What to write: columns by table name and key, grids by block name."""

    tables: dict[str, Columns]
    blocks: dict[str, Grid]


def result_contents(
    say: Texts, assessment: Assessment, intake: Intake, history: History, run: Run
) -> Contents:
    """Return every result in the language of ``say``."""
    customers = _names(assessment.tables.customers)
    tables: dict[str, Columns] = {
        "Audit_Problems": diagnosis.problem_columns(say, intake),
        "RFM_Result": value.rfm_columns(say, assessment, customers, history.movement),
        "ABC_Result": value.abc_columns(assessment.abc, "customer", customers),
        "XYZ_Result": value.xyz_columns(assessment, customers),
        "ABC_XYZ_Result": value.board_columns(assessment, customers),
        "Product_ABC_Result": _product_columns(assessment),
        "History_Runs": dict(history.runs),
        "History_Classes": dict(history.classes),
    }
    blocks: dict[str, Grid] = {
        **_stamps(say, assessment, run),
        **_notes(say, assessment),
        **_dashboard(say, assessment, history, run, customers),
        **value.map_grids(say, assessment),
        **value.board_grids(assessment),
        "rfm_bins": value.bins_grid(assessment.rfm),
        "rfm_cuts": value.cuts_grid(assessment.rfm),
        "map_segments": value.segment_grid(say, assessment, LONG),
        "map_check": value.map_check_grid(say, assessment),
        "abc_summary": value.summary_grid(assessment.abc.summary),
        "abc_pareto": assessment.abc.pareto.tolist(),
        "abc_borders": value.border_grid(assessment.abc),
        "xyz_summary": value.summary_grid(value.xyz_summary(assessment)),
        "product_abc_summary": _product_summary(assessment),
        "audit_tables": diagnosis.tables_grid(say, assessment.audit),
        "audit_fields": diagnosis.fields_grid(say, assessment.audit, intake),
        "audit_findings": diagnosis.findings_grid(say, assessment),
    }
    return Contents(tables, blocks)


def _dashboard(
    say: Texts, assessment: Assessment, history: History, run: Run, customers: pd.Series
) -> dict[str, Grid]:
    banner = dashboard.banner_text(say, run)
    status = say(
        "status.done",
        time=run.run_at.strftime("%Y-%m-%d %H:%M"),
        customers=number_text(say, len(assessment.rfm.table)),
        as_of=day_text(assessment.as_of),
        banner=banner,
    )
    return {
        **dashboard.tiles(assessment),
        "dashboard_banner": [[banner]],
        "segments": value.segment_grid(say, assessment, SHORT),
        "months": dashboard.months_grid(assessment),
        "call_first": dashboard.call_first_grid(say, assessment, customers),
        "changes": dashboard.changes_grid(say, history.movement),
        "start_status": [[status]],
    }


def _stamps(say: Texts, assessment: Assessment, run: Run) -> dict[str, Grid]:
    settings = assessment.settings
    rfm = rfm_method(say, settings.rfm, settings.period.window_months)
    abc, xyz = abc_method(say, settings.abc), xyz_method(say, settings.xyz)
    base = say(
        "stamp.dashboard",
        customers=number_text(say, len(assessment.rfm.table)),
        first=day_text(assessment.first_day),
        last=day_text(assessment.last_day),
    )
    methods = {
        "dashboard_stamp": base,
        "audit_stamp": say("stamp.audit"),
        "rfm_stamp": rfm,
        "map_stamp": rfm,
        "abc_stamp": abc,
        "product_abc_stamp": abc,
        "xyz_stamp": xyz,
        "board_stamp": f"{abc} · {xyz}",
    }
    return {name: stamp(say, method, assessment, run) for name, method in methods.items()}


def _notes(say: Texts, assessment: Assessment) -> dict[str, Grid]:
    board = (*assessment.abc.notes, *assessment.xyz.notes)
    product = assessment.product_abc.notes if assessment.product_abc else ()
    notes = {
        "rfm_notes": assessment.rfm.notes,
        "abc_notes": assessment.abc.notes,
        "product_abc_notes": product,
        "xyz_notes": assessment.xyz.notes,
        "board_notes": board,
    }
    return {name: _note_grid(say, given) for name, given in notes.items()}


def _note_grid(say: Texts, notes: tuple[Note, ...]) -> Grid:
    """Return the notes, one a row; the last row takes what is left."""
    lines = [note.text(scoring_messages(say)) for note in notes]
    head, rest = lines[: NOTE_ROWS - 1], lines[NOTE_ROWS - 1 :]
    return [[line] for line in (*head, " ".join(rest)) if line]


def _product_columns(assessment: Assessment) -> Columns:
    names = _names(assessment.tables.products)
    if assessment.product_abc is None:
        return {key: [] for key in value.abc_keys("product")}
    return value.abc_columns(assessment.product_abc, "product", names)


def _product_summary(assessment: Assessment) -> Grid:
    product = assessment.product_abc
    return [] if product is None else value.summary_grid(product.summary)


def _names(directory: Any) -> pd.Series:
    """Return name by id of the Customers or Products table; empty where there is none."""
    table = None if directory is None else directory.table
    if table is None or "name" not in table.frame:
        return pd.Series(dtype=object)
    return pd.Series(table.frame["name"].to_numpy(dtype=object), index=table.ids)
