"""Who moved between two snapshots, by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.value.migration import LOST, NEW, Snapshot, migrate

RANKS = {"gold": 1, "silver": 2, "steel": 2, "tin": 3}


def snapshot(**customers):
    ids, cells = list(customers), list(customers.values())
    return Snapshot(
        np.array(ids, object),
        np.array([cell[0] for cell in cells], object),
        np.array([cell[1] for cell in cells], float),
    )


THEN = snapshot(a=("gold", 100), b=("silver", 50), c=("tin", 20), d=("tin", 10), e=("silver", 5))
NOW = snapshot(a=("silver", 90), b=("gold", 200), c=("tin", 40), e=("steel", 10), f=("gold", 60))


def test_moves_by_hand():
    """a went down, b up, c stayed, d left, e moved to a segment of the same rank, f came."""
    result = migrate(THEN, NOW, RANKS)
    moves = result.moves.set_index("move")
    assert result.move.tolist() == ["downgraded", "upgraded", "unchanged", "unchanged", "new"]
    assert result.previous.tolist() == ["gold", "silver", "tin", "silver", ""]
    assert moves["customers"].to_dict() == {
        "upgraded": 1, "downgraded": 1, "unchanged": 2, "regrouped": 0, "new": 1, "lost": 1,
    }  # fmt: skip
    assert moves["share"].tolist() == [0.2, 0.2, 0.4, 0, 0.2, 0.2]
    assert moves["money"].tolist() == [200, 90, 50, 0, 60, 10]
    # Of 400 now, and of 185 then for the lost.
    assert moves["money_share"].tolist() == [0.5, 0.225, 0.125, 0, 0.15, 10 / 185]


def test_the_matrix_by_hand():
    result = migrate(THEN, NOW, RANKS)
    assert list(result.customers.index) == ["gold", "silver", "steel", "tin", NEW]
    assert list(result.customers.columns) == ["gold", "silver", "steel", "tin", LOST]
    assert result.customers.to_numpy().tolist() == [
        [0, 1, 0, 0, 0],
        [1, 0, 1, 0, 0],
        [0, 0, 0, 0, 0],
        [0, 0, 0, 1, 1],
        [1, 0, 0, 0, 0],
    ]
    assert result.money.loc["tin"].tolist() == [0, 0, 0, 40, 10]
    assert result.money.loc[NEW, "gold"] == 60


def test_segments_of_another_map_are_regrouped():
    result = migrate(
        snapshot(a=("old", 1), b=("old", 1)), snapshot(a=("gold", 1), b=("old", 1)), RANKS
    )
    assert result.move.tolist() == ["regrouped", "unchanged"]
    assert list(result.customers.index) == ["gold", "silver", "steel", "tin", "old", NEW]


def test_nobody_then():
    moves = migrate(snapshot(), NOW, RANKS).moves.set_index("move")
    assert moves.loc["new"].tolist() == [5, 1, 400, 1]
    assert np.isnan(moves.loc["lost", "share"])


def sides():
    cell = st.tuples(st.sampled_from(["gold", "silver", "tin", "?"]), st.integers(0, 99))
    return st.dictionaries(st.sampled_from("abcdefghij"), cell).map(lambda each: snapshot(**each))


@given(sides(), sides())
def test_every_customer_and_all_money_is_somewhere(then, now):
    result = migrate(then, now, RANKS)
    both = len(set(then.ids) | set(now.ids))
    assert result.customers.to_numpy().sum() == result.moves["customers"].sum() == both
    assert result.money.to_numpy().sum() == pytest.approx(result.moves["money"].sum())
    assert (result.customers[LOST].sum(), result.customers.loc[NEW].sum()) == (
        len(set(then.ids) - set(now.ids)),
        len(set(now.ids) - set(then.ids)),
    )
    moves = result.moves.set_index("move")
    if then.ids.size:
        kept = moves.drop("new")["share"].sum()
        assert kept == pytest.approx(1)


@given(sides(), sides())
def test_the_way_back_turns_up_into_down(then, now):
    there, back = (
        migrate(*pair, RANKS).moves.set_index("move") for pair in ((then, now), (now, then))
    )
    assert there.loc["upgraded", "customers"] == back.loc["downgraded", "customers"]
    assert there.loc["new", "customers"] == back.loc["lost", "customers"]
