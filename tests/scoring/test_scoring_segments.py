import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.settings import RfmPolicy
from scoring.value.rfm import score_rfm
from scoring.value.segment_check import check_map
from scoring.value.segment_maps import RANKS, SEGMENT_ORDER, CodeScores, SegmentMap, to_steps
from scoring.value.segment_presets import SEGMENT_MAPS
from scoring.value.segments import map_segments, scores_of, segment_rfm
from tests.scoring import reference
from tests.scoring.build import ROWS, sales_of

MAP_B = SEGMENT_MAPS["B"]
LETTERS = dict(zip(reference.MAP_A_RANKS, SEGMENT_ORDER, strict=True))


def named(r, f, m=1, bins=5, segment_map=MAP_B):
    """Return the segment of scores; a number stands for as many."""
    r, f, m = np.broadcast_arrays(np.atleast_1d(r), f, m)
    return map_segments(CodeScores(r, f, m, (bins,) * 3), segment_map)


def small(rows, ranks=(1, 2)):
    """Return a map of two segments, 0 and 1, on a grid; "." is a hole, "*" is claimed twice."""
    cells = np.array([list(row) for row in rows])
    claims = np.array([(cells == name) | (cells == "*") for name in "01"])
    return SegmentMap("small", ("zero", "one"), ranks, claims)


def test_map_b_cell_by_cell():
    for r, row in zip(reference.MAP_B.given, reference.MAP_B.expected, strict=True):
        keys = named(np.full(5, r), np.arange(1, 6))
        assert keys.tolist() == row.split()


def test_map_b_is_total_disjoint_and_monotone():
    report = check_map(MAP_B)
    assert report.sound
    assert (MAP_B.claims.sum(axis=0) == 1).all()
    assert set(named(*np.indices((5, 5)).reshape(2, -1) + 1)) == set(SEGMENT_ORDER) - {"lost"}


def test_map_a_cell_by_cell():
    """The grids of METHODS against the list of codes that the map is made of."""
    words = np.array(reference.MAP_A.given.split()).reshape(5, 5, 5)[::-1, ::-1]
    r, f, m = np.indices((5, 5, 5)).reshape(3, -1)
    keys = named(r + 1, f + 1, m + 1, segment_map=SEGMENT_MAPS["A"])
    assert keys.tolist() == [LETTERS[words[cell]] for cell in zip(r, f, m, strict=True)]
    assert SEGMENT_MAPS["A"].segments == SEGMENT_ORDER
    assert SEGMENT_MAPS["A"].ranks == tuple(reference.MAP_A_RANKS.values())


def test_map_c_cell_by_cell():
    """Ranges of METHODS 2.2, the first match wins, by hand: R = 5 .. 1, FM = 1 .. 5."""
    assert SEGMENT_MAPS["C"].axes == ("R", "FM")
    rows = [
        "PL PL LO CH CH",
        "PL PL LO CH CH",
        "PL PL LO LO LO",
        "AS NA LO LO LO",
        "HI AR AR AR AR",
    ]
    for r, row in zip(range(5, 0, -1), rows, strict=True):
        keys = named(np.full(5, r), np.arange(1, 6), np.arange(1, 6), segment_map=SEGMENT_MAPS["C"])
        assert keys.tolist() == [LETTERS[word] for word in row.split()]


def test_fm_is_the_mean_with_halves_up():
    """F 4 and M 5 make FM 5 and F 2 and M 3 make 3: champions at R 5, loyal at R 5."""
    keys = named([5, 5, 5], [4, 2, 1], [5, 3, 2], segment_map=SEGMENT_MAPS["C"])
    assert keys.tolist() == ["champions", "loyal", "potential_loyalist"]


def test_the_checker_on_map_c():
    """New, promising, can't lose and lost win no cell: earlier ranges cover theirs."""
    report = check_map(SEGMENT_MAPS["C"])
    assert report.empty == ("new", "promising", "cant_lose", "lost")
    assert (report.holes, report.worsening) == ((), ())
    assert (5, 1) in report.overlaps  # of potential loyalist and new
    assert not report.sound


def test_the_checker_finds_the_steps_of_map_a():
    report = check_map(SEGMENT_MAPS["A"])
    assert report.worsening_by_axis == dict(zip("RFM", reference.MAP_A.expected, strict=True))
    assert len(report.worsening) == 30
    # The three steps in R named in METHODS.md 2.2.
    in_r = {(step.below, step.above) for step in report.worsening if step.axis == 0}
    assert in_r == {((1, 3, 3), (2, 3, 3)), ((4, 2, 3), (5, 2, 3)), ((4, 3, 5), (5, 3, 5))}
    assert (report.holes, report.overlaps, report.empty) == ((), (), ())
    assert not report.sound


def test_the_checker_finds_holes_overlaps_and_empty_segments():
    report = check_map(small(["00000", "0.000", "00000", "000*0", "00000"]))
    assert report.holes == ((2, 2),)
    assert report.overlaps == ((4, 4),)
    assert report.empty == ("one",)
    assert report.worsening == ()


def test_the_first_claim_wins_and_a_hole_is_minus_one():
    grid = small(["*0000", "1.000", "00000", "00000", "00000"]).grid
    assert (grid[0, 0], grid[1, 0], grid[1, 1]) == (0, 1, -1)


def test_a_step_for_the_worse_is_named_by_its_cells():
    report = check_map(small(["00000", "00000", "00000", "00000", "00010"]))
    steps = {(step.axis, step.below, step.above) for step in report.worsening}
    assert steps == {(0, (4, 4), (5, 4)), (1, (5, 3), (5, 4))}


def test_equal_ranks_are_no_step():
    assert check_map(small(["00000", "00000", "00000", "00000", "00010"], (1, 1))).worsening == ()


@pytest.mark.parametrize(
    ("bins", "steps"),
    [
        # The middle of each bin, (2 * score - 1) / (2 * bins), times 5 and rounded up, by hand.
        (2, [2, 4]),
        (3, [1, 3, 5]),
        (4, [1, 2, 4, 5]),
        (5, [1, 2, 3, 4, 5]),
        (9, [1, 1, 2, 2, 3, 4, 4, 5, 5]),
    ],
)
def test_five_step_scale(bins, steps):
    assert to_steps(np.arange(1, bins + 1), bins).tolist() == steps


@given(st.integers(2, 9), st.data())
def test_a_better_score_never_gets_a_worse_segment(bins, data):
    r, f = (data.draw(st.integers(1, bins - 1)) for _ in range(2))
    here, later, oftener = named([r, r + 1, r], [f, f, f + 1], bins=bins)
    assert RANKS[later] <= RANKS[here]
    assert RANKS[oftener] <= RANKS[here]


def scored(rows, bins=5):
    sales = sales_of(rows)
    return score_rfm(sales, RfmPolicy(bins), np.datetime64("2023-12-31").astype(object))


def test_summary_by_hand():
    """Two customers: the later and more frequent one stands at 4 and 4, the other at 2 and 2."""
    rows = [("a", "2023-12-21", 30.0), ("a", "2023-12-31", 60.0), ("b", "2023-01-01", 10.0)]
    result = segment_rfm(scored(rows, 2))
    summary = result.summary.set_index("segment")
    assert result.segment.tolist() == ["loyal", "hibernating"]
    assert summary.index.tolist() == list(SEGMENT_ORDER[:-1])
    assert summary.loc["loyal"].tolist() == [1, 0.5, 90, 0.9, 0, 2, 45]
    assert summary.loc["hibernating"].tolist() == [1, 0.5, 10, 0.1, 364, 1, 10]
    others = summary.drop(index=["loyal", "hibernating"])
    assert (others[["customers", "customer_share", "revenue", "revenue_share"]] == 0).all(axis=None)
    assert others[["mean_recency_days", "mean_frequency", "mean_ticket"]].isna().all(axis=None)


def test_heat_by_hand():
    rows = [("a", "2023-12-21", 30.0), ("a", "2023-12-31", 60.0), ("b", "2023-01-01", 10.0)]
    heat = segment_rfm(scored(rows, 2)).heat
    assert heat.customers[3, 3] == 1
    assert heat.revenue[3, 3] == 90
    assert heat.customers[1, 1] == 1  # score 1 of 2 stands at 2 of 5
    assert heat.mean_monetary[1, 1] == 10
    assert np.isnan(heat.mean_monetary).sum() == 23


def test_no_money_in_all_has_no_shares():
    rows = [("a", "2023-01-01", 5.0), ("a", "2023-01-02", -5.0)]
    assert segment_rfm(scored(rows)).summary["revenue_share"].isna().all()


bought = ROWS.filter(lambda rows: any(amount > 0 for _, _, amount in rows))


def test_the_board_of_a_map_with_money_shows_where_most_customers_are():
    """The better of two customers stands at 4 4 4, loyal, though most codes of 4 4 are not.

    By the grids of METHODS, R 4 F 4 is PL PL NA LO CH, and the empty R 5 F 5 is PL PL PL CH CH.
    """
    rows = [("a", "2023-12-21", 30.0), ("a", "2023-12-31", 60.0), ("b", "2023-01-01", 10.0)]
    result = segment_rfm(scored(rows, 2), SEGMENT_MAPS["A"])
    assert result.segment.tolist() == ["loyal", "hibernating"]
    assert SEGMENT_ORDER[result.board[3, 3]] == "loyal"
    assert SEGMENT_ORDER[result.board[4, 4]] == "potential_loyalist"


def test_customers_in_a_hole_are_a_row_of_their_own():
    rows = [("a", "2023-12-21", 30.0), ("a", "2023-12-31", 60.0), ("b", "2023-01-01", 10.0)]
    rfm = scored(rows, 2)  # at R F 4 4 and 2 2
    result = segment_rfm(rfm, small(["00000", "0.000", "00000", "00000", "00000"]))
    assert result.segment.tolist() == ["zero", "no_segment"]
    assert result.summary["segment"].tolist() == ["zero", "one", "no_segment"]
    assert result.summary["customers"].tolist() == [1, 0, 1]
    assert result.summary["revenue"].tolist() == [90, 0, 10]
    assert result.board[1, 1] == -1


@given(bought, st.integers(2, 9))
def test_every_customer_is_in_one_segment_and_one_cell(rows, bins):
    rfm = scored(rows, bins)
    result = segment_rfm(rfm)
    n, money = len(rfm.table), rfm.table["monetary"].sum()
    assert result.segment.tolist() == map_segments(scores_of(rfm)).tolist()
    assert result.summary["customers"].sum() == result.heat.customers.sum() == n
    assert result.summary["revenue"].sum() == pytest.approx(money, abs=1e-6)
    assert result.heat.revenue.sum() == pytest.approx(money, abs=1e-6)
