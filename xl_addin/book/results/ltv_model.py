"""The quality of the lifetime model -> the sheet LTV model."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from scoring.assessment import Assessment
from scoring.value.ltv.model import LtvResult
from scoring.value.ltv.models import ORDER_MODELS
from scoring.value.ltv.quality.report import LtvQuality
from scoring.value.ltv.quality.tracking import Tracking
from xl_addin.book.results.words import blank_nan
from xl_addin.book.wording import day_text, note_text, number_text
from xl_addin.book.write import Grid
from xl_addin.texts import Texts

_JUDGED = (
    "ltv_tracking",
    "ltv_split",
    "ltv_alive_days",
    "ltv_alive",
    "ltv_by_orders",
    "ltv_points",
    "ltv_diagonal",
)
_RULES = ("same_rate", "grand_mean", "hiatus")
_CANDIDATE = ("log_likelihood", "holdout", "bias", "mae", "lift", "spearman")


def ltv_model_blocks(say: Texts, assessment: Assessment) -> dict[str, Grid]:
    """Return parameters, checks, rivals and what the charts stand on; blank without a model."""
    result, quality = assessment.ltv, assessment.ltv_quality
    empty = (*_JUDGED, "ltv_facts", "ltv_checks", "ltv_candidates", "ltv_parameters")
    blocks: dict[str, Grid] = {name: [] for name in (*empty, "ltv_histogram")}
    if result is not None:
        blocks |= {
            "ltv_parameters": _parameters(say, result),
            "ltv_histogram": _rows(result.histogram, ("orders", "actual", "expected")),
        }
    if quality is not None:
        blocks |= {
            "ltv_facts": _facts(say, quality),
            "ltv_checks": _checks(say, quality),
            "ltv_candidates": _candidates(say, quality),
            **_judged(quality),
        }
    return blocks


def _parameters(say: Texts, result: LtvResult) -> Grid:
    rows = _rows(result.parameters, ("value", "standard_error", "low", "high"))
    names = result.parameters["name"]
    grid = [
        [say(f"ltv_parameters.{name}"), "", "", *row] for name, row in zip(names, rows, strict=True)
    ]
    if result.log_likelihood is not None:
        grid.append([say("ltv_parameters.log_likelihood"), "", "", result.log_likelihood])
    return grid


def _facts(say: Texts, quality: LtvQuality) -> Grid:
    model = "–" if quality.model is None else ORDER_MODELS[quality.model].title
    held = say(
        "ltv_model.days",
        first=day_text(quality.split),
        last=day_text(quality.as_of),
        days=number_text(say, quality.days),
    )
    verdict = say(f"ratings.{quality.verdict}")
    cells = (model, day_text(quality.split), held, *_counts(say, quality), verdict)
    return [[cell] for cell in cells]


def _counts(say: Texts, quality: LtvQuality) -> tuple[str, str]:
    """Return the customers known, of the base and of its sample, and those who bought again."""
    known, again = (number_text(say, each) for each in (quality.customers, quality.repeaters))
    if quality.sampled is None:
        return known, again
    base = number_text(say, quality.sampled.known)
    return (
        say("ltv_model.base_and_sample", base=base, sample=known),
        say("ltv_model.of_sample", count=again),
    )


def _checks(say: Texts, quality: LtvQuality) -> Grid:
    return [
        [
            say(f"ltv_checks.{check.key}"),
            say(f"ratings.{check.verdict}"),
            note_text(say, check.note),
        ]
        for check in quality.checks
    ]


def _candidates(say: Texts, quality: LtvQuality) -> Grid:
    table = quality.candidates
    numbers = _rows(table, _CANDIDATE)
    return [
        [say(f"ltv_rules.{name}") if name in _RULES else name, say(f"fit_status.{status}"), *row]
        for name, status, row in zip(table["name"], table["status"], numbers, strict=True)
    ]


def _judged(quality: LtvQuality) -> dict[str, Grid]:
    """Return what is told of a model that could be fitted."""
    if quality.tracking is None:
        return {}
    top = float(quality.points[["expected", "actual"]].to_numpy().max(initial=1.0))
    days = quality.alive_map.columns[1:]
    return {
        "ltv_tracking": _rows(quality.tracking.table, ("week", "actual_total", "expected_total")),
        "ltv_split": _split_line(quality.tracking),
        "ltv_alive_days": [[int(day) for day in days]],
        "ltv_alive": _rows(quality.alive_map, days),
        "ltv_by_orders": _rows(quality.by_orders, ("group", "customers", "actual", "expected")),
        "ltv_points": _rows(quality.points, ("expected", "actual")),
        "ltv_diagonal": [[0.0, 0.0], [top, top]],
    }


def _split_line(tracking: Tracking) -> Grid:
    """Return the two ends of the line where calibration ends; none where it is not in sight."""
    table = tracking.table
    known = table.loc[~table["holdout"], "week"]
    if known.empty or len(known) == len(table):
        return []
    week = float(known.iloc[-1])
    return [[week, 0.0], [week, float(table[["actual_total", "expected_total"]].max().max())]]


def _rows(table: pd.DataFrame, columns: Iterable[str]) -> list[list[Any]]:
    """Return columns of a table as rows of cells, blank for NaN."""
    cells = [[_cell(value) for value in table[name].tolist()] for name in columns]
    return [list(row) for row in zip(*cells, strict=True)]


def _cell(value: object) -> object:
    return blank_nan(value.item() if isinstance(value, np.generic) else value)
