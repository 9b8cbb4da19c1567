"""The page that a manager reads: tiles, segments, months, whom to call, what changed."""

from typing import Any

import numpy as np
import pandas as pd

from scoring.assessment import Assessment
from scoring.sums import total
from scoring.value.segment_maps import to_steps
from scoring.value.segments import scores_of
from xl_addin.book.history import History, Movement, chapter_numbers
from xl_addin.book.layouts import TOP_ROWS
from xl_addin.book.results.maturity import level_text
from xl_addin.book.results.stamp import Run
from xl_addin.book.results.words import blank_nan, segments_in_words
from xl_addin.book.wording import money_text, number_text
from xl_addin.book.write import Grid
from xl_addin.texts import Texts

CALL_FIRST = ("at_risk", "cant_lose")  # bought often, long silent


def tiles(say: Texts, assessment: Assessment) -> dict[str, Grid]:
    """Return the number of each tile; blank where its chapter has no data."""
    totals, summary = assessment.totals, assessment.abc.summary.set_index("abc")
    numbers: dict[str, Any] = {
        "tile_customers": len(assessment.rfm.table),
        "tile_revenue": totals.revenue,
        "tile_orders": totals.orders,
        "tile_ticket": totals.ticket,
        "tile_a_customers": summary.loc["A", "items"],
        "tile_a_share": summary.loc["A", "value_share"],
        "tile_at_risk": total(call_first(assessment)["monetary"].to_numpy()),
    }
    later = chapter_numbers(assessment)
    later["terms"] = later.pop("terms_to_change")
    numbers |= {f"tile_{key}": blank_nan(number) for key, number in later.items()}
    maturity = assessment.maturity
    numbers["tile_level"] = None if maturity is None else level_text(say, maturity)
    return {name: [[number]] for name, number in numbers.items()}


def call_first(assessment: Assessment) -> pd.DataFrame:
    """Return the customers who bought often and are long silent, those who brought most first.

    They are the segments of CALL_FIRST; where the map in use has none of them, those with two of
    five steps of R or fewer and three of F or more, which is what map B calls so.
    """
    table = assessment.rfm.table.assign(segment=assessment.segments.segment)
    if set(CALL_FIRST) & set(assessment.segments.map.segments):
        silent = np.isin(assessment.segments.segment, CALL_FIRST)
    else:
        scores = scores_of(assessment.rfm)
        r, f = (to_steps(each, bins) for each, bins in zip(scores[:2], scores.bins, strict=False))
        silent = (r <= 2) & (f >= 3)
    return table.loc[silent].sort_values(["monetary", "customer"], ascending=[False, True])


def months_grid(assessment: Assessment) -> Grid:
    """Return month, revenue, orders, customers of the last twelve months."""
    return [list(row) for row in assessment.months.itertuples(index=False)]


def call_first_grid(say: Texts, assessment: Assessment, names: pd.Series) -> Grid:
    """Return the customers at risk who brought most: name, id, segment, days silent, money."""
    top = call_first(assessment).head(TOP_ROWS)
    words = segments_in_words(say, top["segment"])
    known = names.reindex(top["customer"]).fillna("").tolist()
    return [
        [name or row.customer, row.customer, word, row.recency_days, row.monetary]
        for row, name, word in zip(top.itertuples(), known, words, strict=True)
    ]


def changes_grid(say: Texts, movement: Movement) -> Grid:
    """Return one row per kind of move: what, customers, their revenue; blank at the first run."""
    if movement.since is None:
        return [[say("changed.first")]]
    return [
        [say(f"moves.{row.move}"), row.customers, row.revenue]
        for row in movement.table.itertuples()
        if row.customers or row.move != "regrouped"
    ]


def changed_text(say: Texts, history: History) -> str:
    """Return what moved since the last snapshot in one sentence."""
    movement = history.movement
    if movement.since is None:
        return say("changed.first")
    counts = dict(zip(movement.table["move"], movement.table["customers"], strict=True))
    return say("changed.since", since=movement.since.isoformat(), **counts)


def banner_text(say: Texts, run: Run) -> str:
    """Return whether every row was used, or how many were left out with how much money."""
    if run.rows_left_out == 0:
        return say("banner.clean", rows=number_text(say, run.rows_read))
    return say(
        "banner.left_out",
        count=number_text(say, run.rows_left_out),
        money=money_text(say, run.money_left_out),
    )
