"""Migration: which customers moved between segments from one snapshot to the next."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from scoring.checks import BoolArray, FloatArray, IntArray, TextArray
from scoring.sums import sum_by, total
from scoring.value.segment_maps import SegmentMap

NEW, LOST = "new_customer", "lost_customer"  # the row and the column of those on one side only
MOVES = ("upgraded", "downgraded", "unchanged", "regrouped", "new", "lost")

Ranks = Mapping[str, int | None]


class Snapshot(NamedTuple):
    """Customers at a date, (n,) each: ids, each once, their segments and their money."""

    ids: TextArray
    segments: TextArray
    money: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Migration:
    """Who moved where.

    customers and money: one row per segment then and one for NEW, one column per segment now and
    one for LOST; money is that of now, of the lost that of then. moves: move, customers, share,
    money, money_share, one row per move of MOVES. Shares of new are of all now, those of lost of
    all then; the shares of customers of the other moves are of all then, of their money of all
    now; NaN where there is nothing to divide by. previous and move: of each customer now, (n,);
    previous is "" for a new one.
    """

    customers: pd.DataFrame
    money: pd.DataFrame
    moves: pd.DataFrame
    previous: TextArray
    move: TextArray


def ranks_of(segment_map: SegmentMap) -> dict[str, int | None]:
    """Return the rank of each segment of a map."""
    return dict(zip(segment_map.segments, segment_map.ranks, strict=True))


def migrate(then: Snapshot, now: Snapshot, ranks: Ranks) -> Migration:
    """Compare two snapshots.

    A customer of both is upgraded or downgraded when the rank of the segment got better or
    worse, unchanged when the segment or its rank is the same, and regrouped when the segments
    differ and one of them has no rank (that of another map, say). A customer only in the later
    one is new, one only in the earlier one is lost. Segments stand in the order of ranks, others
    behind them by name.
    """
    place = pd.Index(then.ids).get_indexer(pd.Index(now.ids))
    known = place >= 0
    gone = np.ones(then.ids.size, bool)
    gone[place[known]] = False
    previous = np.append(then.segments, "").astype(object)[place]
    move = _moves(previous, now.segments, known, ranks)
    names = _names(then.segments, now.segments, ranks)
    codes = {name: code for code, name in enumerate(names)}
    n = len(names)
    came_from, went_to = (*then.segments[gone], *previous), (*[""] * gone.sum(), *now.segments)
    row, column = (
        np.array([codes.get(name, n) for name in side], np.intp) for side in (came_from, went_to)
    )
    money = np.append(then.money[gone], now.money)
    cell, size = row * (n + 1) + column, (n + 1) ** 2
    return Migration(
        customers=_matrix(np.bincount(cell, minlength=size), names),
        money=_matrix(sum_by(cell, money, size), names),
        moves=_totals(np.append(np.full(int(gone.sum()), "lost", object), move), money, then, now),
        previous=previous,
        move=move,
    )


def _moves(previous: TextArray, segments: TextArray, known: BoolArray, ranks: Ranks) -> TextArray:
    before, after = (
        np.array([ranks.get(each) for each in keys], np.float64) for keys in (previous, segments)
    )
    differ = previous != segments
    kinds: TextArray = np.select(
        [~known, after < before, after > before, differ & ~(after == before)],
        ["new", "upgraded", "downgraded", "regrouped"],
        "unchanged",
    ).astype(object)
    return kinds


def _names(then: TextArray, now: TextArray, ranks: Ranks) -> list[str]:
    others = {*then.tolist(), *now.tolist()} - set(ranks)
    return [*ranks, *sorted(others)]


def _matrix(cells: IntArray | FloatArray, names: list[str]) -> pd.DataFrame:
    n = len(names) + 1
    return pd.DataFrame(
        cells.reshape(n, n), index=pd.Index([*names, NEW]), columns=pd.Index([*names, LOST])
    )


def _totals(moves: TextArray, money: FloatArray, then: Snapshot, now: Snapshot) -> pd.DataFrame:
    code = np.array([MOVES.index(each) for each in moves], np.intp)
    customers = np.bincount(code, minlength=len(MOVES))
    sums = sum_by(code, money, len(MOVES))
    of = np.array([now.ids.size if each == "new" else then.ids.size for each in MOVES], float)
    before, after = total(then.money), total(now.money)
    of_money = np.array([before if each == "lost" else after for each in MOVES])
    return pd.DataFrame(
        {
            "move": MOVES,
            "customers": customers,
            "share": customers / np.where(of > 0, of, np.nan),
            "money": sums,
            "money_share": sums / np.where(of_money > 0, of_money, np.nan),
        }
    )
