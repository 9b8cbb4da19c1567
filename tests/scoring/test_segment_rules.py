"""The language of segment maps, and maps of the user's own."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.errors import TableError
from scoring.settings import SegmentRow, Settings
from scoring.value.segment_check import check_map
from scoring.value.segment_maps import CodeScores
from scoring.value.segment_presets import SEGMENT_MAPS, SEGMENT_ROWS
from scoring.value.segment_rules import read_grid, read_rows
from scoring.value.segments import map_segments, segment_map_of


def claimed(rule, steps=5):
    """Return the axes and the cells that a rule claims."""
    read = read_rows([SegmentRow("one", 1, rule)], steps)
    return read.axes, {"".join(map(str, cell + 1)) for cell in np.argwhere(read.claims[0])}


def problems(*rows, steps=5):
    with pytest.raises(TableError) as wrong:
        read_rows([SegmentRow(*row) for row in rows], steps)
    return {(p.code, p.column): (p.rows.tolist(), p.found) for p in wrong.value.problems}


@pytest.mark.parametrize(
    ("rule", "axes", "cells"),
    [
        ("55", "RF", "55"),
        ("55 54,45", "RF", "55 54 45"),
        ("5[4-5]", "RF", "55 54"),
        ("[135]5", "RF", "15 35 55"),
        ("R5 F4-5", "RF", "55 54"),
        ("r5, f 4–5; 11", "RF", "55 54 11"),
        ("R4-5 FM0-1", ("R", "FM"), "41 51"),
        ("R1-3 R3-4 F5", "RF", "35"),
        ("555", "RFM", "555"),
        ("54[1-2]", "RFM", "541 542"),
        ("R5 F5 М1", "RFM", "551"),  # a Cyrillic М
        ("R1 F1*", None, None),
    ],
)
def test_rules(rule, axes, cells):
    if cells is None:
        assert problems(("a", 1, rule)) == {("map.rule", "map_rule"): ([0], ("F1*",))}
        return
    assert claimed(rule) == (tuple(axes), set(cells.split()))


def test_open_places():
    assert claimed("5*") == (("R", "F"), {f"5{f}" for f in range(1, 6)})
    assert claimed("R5") == claimed("5*") == claimed("5**") == claimed("R5 F1-5 M1-5")
    assert claimed("3**", 3)[1] == {"31", "32", "33"}


def test_ranges_of_fm_beside_f_need_all_three_axes():
    """F 4 and FM 5: the mean of 4 and 5, rounded up, so M must be 5."""
    axes, cells = claimed("R1 F4 FM5")
    assert (axes, cells) == (("R", "F", "M"), {"145"})


def test_every_fault_is_told_at_once():
    found = problems(
        ("", 1, "55"),
        ("a", 0, "56 x5"),
        ("b", None, ""),
        ("b", 2, "R5-4"),
        ("b", 3, "5[5-4]; 11 R9"),
    )
    assert found == {
        ("cell.blank", "map_segment"): ([0], ("",)),
        ("cell.blank", "map_rule"): ([2], ("",)),
        ("map.rank", "map_rank"): ([1], ("0",)),
        ("map.ranks", "map_rank"): ([4], ("3",)),
        ("map.score", "map_rule"): ([1], ("56",)),
        ("map.rule", "map_rule"): ([1, 4], ("X5", "11")),
        ("map.falling", "map_rule"): ([3, 4], ("R5-4", "5[5-4]")),
    }


def test_faults_in_words():
    with pytest.raises(TableError) as wrong:
        read_rows([SegmentRow("a", 1, "57 R5-4")])
    assert str(wrong.value) == (
        "Segment map, column scores, row 1: '57' is neither a code nor a range of scores. Write "
        "codes such as 555 5[4-5]*, or ranges such as R4-5 F3, with ; between."
    )


def test_a_map_without_rows():
    with pytest.raises(TableError, match="no rows"):
        read_rows([])


def test_the_first_of_two_segments_wins_and_rows_of_one_are_joined():
    read = read_rows(
        [SegmentRow("a", 2, "55"), SegmentRow("b", 1, "5*"), SegmentRow("a", None, "1*")]
    )
    assert read.segments == ("a", "b")
    assert read.ranks == (2, 1)
    scores = CodeScores(*np.array([[5, 5, 1], [5, 1, 3], [1, 1, 1]]))
    assert map_segments(scores, read).tolist() == ["a", "b", "a"]


def test_ranks_of_known_names_need_not_be_given():
    read = read_rows([SegmentRow("champions", None, "5*"), SegmentRow("VIP", None, "1*")])
    assert read.ranks == (1, None)


def test_a_map_without_ranks_has_no_steps_for_the_worse():
    rows = [SegmentRow("good", None, "1*"), SegmentRow("bad", None, "[2-5]*")]
    assert check_map(read_rows(rows)).sound
    ranked = [row._replace(rank=rank) for row, rank in zip(rows, (1, 2), strict=True)]
    assert len(check_map(read_rows(ranked)).worsening) == 5


def test_a_map_of_three_scores_serves_five_bins():
    """On three steps 1 2 3 4 5 of five stand at 1 1 2 3 3."""
    rows = [SegmentRow(str(score), score, f"{score}*") for score in (1, 2, 3)]
    scores = np.arange(1, 6)
    keys = map_segments(CodeScores(scores, scores, scores), read_rows(rows, 3))
    assert keys.tolist() == ["1", "1", "2", "3", "3"]


@pytest.mark.parametrize("name", "ABC")
def test_named_maps_as_rows_of_the_user(name):
    own = segment_map_of(Settings(segment_map="own", own_map=SEGMENT_ROWS[name]))
    assert own.segments == SEGMENT_MAPS[name].segments
    np.testing.assert_array_equal(own.claims, SEGMENT_MAPS[name].claims)


GRID = [
    "new potential_loyalist potential_loyalist champions champions",
    "promising potential_loyalist potential_loyalist loyal loyal",
    "about_to_sleep about_to_sleep need_attention loyal loyal",
    "hibernating hibernating at_risk at_risk cant_lose",
    "hibernating hibernating at_risk at_risk cant_lose",
]


def test_a_grid_is_read_as_the_handbook_prints_it():
    read = read_grid([row.split() for row in GRID])
    np.testing.assert_array_equal(
        np.array(read.segments)[read.grid],
        np.array(SEGMENT_MAPS["B"].segments)[SEGMENT_MAPS["B"].grid],
    )
    assert check_map(read).sound
    assert read.axes == ("R", "F")


def test_a_grid_with_labels_in_another_order():
    rows = [["R \\ FM", "5", "4", "FM 3", "2", "1"]]
    rows += [[f"R {r}", *GRID[5 - r].split()[::-1]] for r in range(1, 6)]
    read = read_grid(rows)
    assert read.axes == ("R", "FM")
    np.testing.assert_array_equal(read.grid, read_grid([row.split() for row in GRID]).grid)


def test_labels_that_are_no_scores():
    rows = [[None, "1", "2", "3", "4", "4"], *(["R", *row.split()] for row in GRID)]
    with pytest.raises(TableError) as wrong:
        read_grid(rows)
    assert [(p.code, p.rows.tolist()) for p in wrong.value.problems] == [("map.labels", [0, 1])]


def test_a_blank_cell_of_a_grid_is_a_hole():
    rows = [row.split() for row in GRID]
    rows[0][0] = None
    assert check_map(read_grid(rows)).holes == ((5, 1),)
    with pytest.raises(TableError, match="no rows"):
        read_grid([[None] * 5] * 5)


@given(st.lists(st.text("RFM0123456789*[]-;, ", min_size=1, max_size=12), min_size=1, max_size=4))
def test_any_text_is_read_or_told(rules):
    rows = [SegmentRow(f"s{i}", i + 1, rule) for i, rule in enumerate(rules)]
    try:
        read, wrong = read_rows(rows), []
    except TableError as error:
        read, wrong = None, error.problems
    assert (read is None) == bool(wrong)
    assert all(0 <= row < len(rows) for problem in wrong for row in problem.rows)
    if read is not None:
        assert read.segments == tuple(row.segment for row in rows)
        assert read.claims.any(axis=tuple(range(1, read.claims.ndim))).all()
