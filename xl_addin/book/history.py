"""Snapshots of the classes, one per as-of date, and what moved between two of them."""

import datetime as dt
import hashlib
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from scoring.assessment import Assessment
from scoring.settings import RISK_CLASSES, RfmPolicy, Settings
from scoring.value.migration import Migration, Snapshot, migrate, ranks_of
from scoring.value.segment_maps import SegmentMap

KEEP_SNAPSHOTS = 12
KEEP_ROWS = 400_000  # the history must stay quick to open
MOST_ROWS = 1_048_000  # that the sheet can hold
MOVES = ("upgraded", "downgraded", "new", "lost", "unchanged", "regrouped")  # as they are listed


@dataclass(frozen=True, slots=True)
class Movement:
    """How customers moved between two snapshots.

    ``table``: one row per move of ``MOVES`` with customers and their revenue; ``per_customer``:
    move and previous segment by customer id; ``migration``: all of it. ``since`` and ``migration``
    are None where there is nothing to compare. ``same_options``: whether scores and segments were
    made in the same way then; else moves may come from the settings.
    """

    since: dt.date | None
    table: pd.DataFrame
    per_customer: pd.DataFrame
    migration: Migration | None = None
    same_options: bool = True


@dataclass(frozen=True, slots=True)
class History:
    """The sheet History after this run."""

    runs: pd.DataFrame
    classes: pd.DataFrame
    movement: Movement


def snapshot(assessment: Assessment) -> pd.DataFrame:
    """Return the classes of every scored customer, as kept in the history."""
    rfm = assessment.rfm.table
    cross = assessment.abc_xyz.table.set_index("id")["abc_xyz"]
    return pd.DataFrame(
        {
            "as_of": np.datetime64(assessment.as_of, "s"),
            "customer": rfm["customer"],
            "segment_key": np.asarray(assessment.segments.segment, dtype=object),
            "code": rfm["code"].astype(object),
            "abc_xyz": cross.astype(object).reindex(rfm["customer"]).to_numpy(),
            "risk_class": _risk(assessment, rfm["customer"]),
            "revenue": rfm["monetary"],
        }
    )


def _risk(assessment: Assessment, ids: "pd.Series[str]") -> Any:
    """Return the risk class of customers, blank where there are no invoices at all."""
    if assessment.solvency is None:
        return np.full(len(ids), None, object)
    standing = assessment.solvency.risk.of(ids.to_numpy(object))
    return np.array(RISK_CLASSES, dtype=object)[standing.classes]


def chapter_numbers(assessment: Assessment) -> dict[str, float]:
    """Return one number of each later chapter; NaN where it has no data."""
    solvency, offers, maturity = assessment.solvency, assessment.offers, assessment.maturity
    ltv = assessment.ltv
    changes = 0 if solvency is None else terms_to_change(solvency.decisions.table)
    return {
        "clv": np.nan if ltv is None else ltv.totals.clv,
        "overdue": np.nan if solvency is None else float(solvency.payments.table["overdue"].sum()),
        "terms_to_change": np.nan if solvency is None else float(changes),
        "coverage": np.nan if offers is None else offers.metrics.totals.coverage,
        "maturity": np.nan if maturity is None else maturity.score.normalised,
    }


def terms_to_change(decisions: pd.DataFrame) -> int:
    """Return how many customers' agreed terms are not the recommended ones."""
    return int(decisions["verdict"].isin(["tighten", "loosen"]).sum())


def extend_history(
    assessment: Assessment,
    runs: pd.DataFrame,
    classes: pd.DataFrame,
    *,
    run_at: dt.datetime,
    fingerprint: str,
) -> History:
    """Return the history with this run in it.

    A snapshot is known by its as-of date: a run with the same date replaces it, so that a second
    refresh over unchanged data changes nothing but the time. Compared is the latest snapshot with
    an earlier date. The oldest go when there are more than ``KEEP_SNAPSHOTS`` or ``KEEP_ROWS``; the
    one compared with stays, but where both together are more than the sheet can hold.
    """
    now = snapshot(assessment)
    as_of = now["as_of"].iloc[0] if len(now) else np.datetime64(assessment.as_of, "s")
    options = rfm_options(assessment.settings)
    movement = compare(_latest_before(classes, as_of), now, assessment.segments.map)
    if movement.since is not None:
        then = runs.loc[runs["as_of"] == np.datetime64(movement.since), "rfm_options"].fillna("")
        movement = replace(movement, same_options=bool(then.eq(options).all()))
    moved = movement.table.set_index("move")["customers"]
    run = pd.DataFrame(
        {
            "as_of": [as_of],
            "run_at": [np.datetime64(run_at, "s")],
            "customers": [float(len(now))],
            "revenue": [float(now["revenue"].sum())],
            "a_customers": [float(now["abc_xyz"].str.startswith("A").sum())],
            **{move: [float(moved[move])] for move in ("new", "lost", "upgraded", "downgraded")},
            **{key: [number] for key, number in chapter_numbers(assessment).items()},
            "rfm_options": [options],
            "fingerprint": [fingerprint],
        }
    )
    return History(_replace(runs, run), _bounded(_replace(classes, now)), movement)


def rfm_options(settings: Settings) -> str:
    """Return the options of RFM and of the segment map that are not the default, as one text."""
    changed = changed_options("rfm", settings.rfm, RfmPolicy())
    if settings.period.window_months is not None:
        changed.append(f"period.window_months={settings.period.window_months}")
    if settings.segment_map != Settings().segment_map:
        changed.append(f"segment_map={settings.segment_map}")
    if settings.segment_map == "own":
        rows = "".join(map(str, settings.own_map)).encode()
        changed.append(f"own_map={hashlib.blake2b(rows, digest_size=4).hexdigest()}")
    return "; ".join(changed)


def changed_options(part: str, given: Any, usual: Any) -> list[str]:
    """Return the options of one policy that are not the usual ones, as ``part.name=value``."""
    return [
        f"{part}.{name}={getattr(given, name)}"
        for name in given.__slots__
        if getattr(given, name) != getattr(usual, name)
    ]


def compare(before: pd.DataFrame, now: pd.DataFrame, segment_map: SegmentMap) -> Movement:
    """Count who moved between two snapshots.

    Upgraded and downgraded follow the ranks of the segment map; lost are customers of the earlier
    snapshot who are no longer scored, with the revenue they had then. Customers whose earlier
    segment is none of this map's are only told as regrouped.
    """
    if before.empty:
        blank = pd.Series("", index=now["customer"], dtype=object)
        per_customer = pd.DataFrame({"previous": blank, "move": blank})
        table = pd.DataFrame({"move": MOVES, "customers": 0, "revenue": 0.0})
        return Movement(None, table, per_customer)
    migration = migrate(_side(before), _side(now), ranks_of(segment_map))
    moves = migration.moves.set_index("move").loc[list(MOVES)].reset_index()
    table = moves[["move", "customers", "money"]].rename(columns={"money": "revenue"})
    per_customer = pd.DataFrame(
        {"previous": migration.previous, "move": migration.move}, index=now["customer"]
    )
    since = pd.Timestamp(before["as_of"].iloc[0]).date()
    return Movement(since, table, per_customer, migration)


def _side(rows: pd.DataFrame) -> Snapshot:
    """Return the rows of a snapshot; the history is a sheet, and may have been edited."""
    known = rows.dropna(subset=["customer", "segment_key"]).drop_duplicates("customer")
    return Snapshot(
        known["customer"].to_numpy(object),
        known["segment_key"].to_numpy(object),
        known["revenue"].fillna(0).to_numpy(float),
    )


def _latest_before(classes: pd.DataFrame, as_of: np.datetime64) -> pd.DataFrame:
    earlier = classes.loc[classes["as_of"] < as_of]
    latest: pd.DataFrame = earlier.loc[earlier["as_of"] == earlier["as_of"].max()]
    return latest


def _replace(table: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Return ``table`` with ``rows`` in place of those of the same as-of date, in date order."""
    kept = table.loc[table["as_of"].notna() & ~table["as_of"].isin(rows["as_of"])]
    parts = [part for part in (kept, rows) if len(part)]
    joined = pd.concat(parts, ignore_index=True) if parts else table
    return joined.sort_values("as_of", kind="stable", ignore_index=True)


def _bounded(classes: pd.DataFrame) -> pd.DataFrame:
    dates = np.sort(classes["as_of"].unique())[::-1]
    sizes = classes["as_of"].value_counts().reindex(dates).cumsum().to_numpy()
    fits = (sizes <= KEEP_ROWS) & (np.arange(len(dates)) < KEEP_SNAPSHOTS)
    fits[:2] |= sizes[:2] <= MOST_ROWS  # this snapshot and the one it is compared with
    fits[:1] = True
    kept = classes.loc[classes["as_of"].isin(dates[fits])]
    return kept.reset_index(drop=True)
