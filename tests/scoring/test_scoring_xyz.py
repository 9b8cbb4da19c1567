import statistics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.settings import XyzPolicy
from scoring.value.abc_xyz import CODES, cross_abc_xyz
from scoring.value.periods import PeriodBlock
from scoring.value.variation import variation_of
from scoring.value.xyz import classify_xyz, xyz_classes
from tests.scoring import reference
from tests.scoring.build import ids_of, shuffled

BLOCKS = st.integers(2, 8).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 3_000).map(lambda x: x / 10), min_size=width, max_size=width),
        min_size=1,
        max_size=20,
    )
)


def letters(values, first=None, **policy):
    settings = {"n_periods": len(values[0]), "min_periods": 2, **policy}
    array = None if first is None else np.array(first)
    return "".join(xyz_classes(np.array(values, float), XyzPolicy(**settings), array))


def varied(values, **policy):
    values = np.array(values, float)
    settings = XyzPolicy(n_periods=values.shape[1], min_periods=2, **policy)
    return variation_of(values, settings, np.zeros(len(values), int))


def block(values, first=None):
    values = np.array(values, float)
    n, width = values.shape
    first = np.zeros(n, int) if first is None else np.array(first)
    starts = np.arange(
        "2023-01", f"{2023 + width // 12}-{width % 12 + 1:02d}", dtype="datetime64[M]"
    )
    return PeriodBlock(ids_of(n), values, starts.astype("datetime64[D]"), first)


def test_quarterly_buyer():
    assert varied(reference.XYZ_QUARTERLY.given).cv[0] == pytest.approx(
        reference.XYZ_QUARTERLY.expected, rel=1e-15
    )
    assert letters(reference.XYZ_QUARTERLY.given) == "Z"
    assert letters(reference.XYZ_QUARTERLY.given, zeros="exclude") == "X"


# By hand: half the periods d below 100, half above, so the deviation is d and the CV d %.
@pytest.mark.parametrize(
    ("d", "letter"), [(0, "X"), (10, "X"), (10.001, "Y"), (25, "Y"), (25.001, "Z"), (90, "Z")]
)
def test_a_cv_on_the_cut_stays_in_the_better_class(d, letter):
    assert letters([[100 - d, 100 + d] * 6]) == letter


def test_the_cut_is_met_to_12_digits():
    """0.9 and 1.1 deviate by 0.1 from 1, so the CV is 10 %; floats say a hair more."""
    row = [0.9, 1.1] * 6
    assert np.std(row) / np.mean(row) > 0.1
    assert letters([row]) == "X"


def test_a_cut_with_endless_decimals_is_met():
    """By hand: 1 and 5 deviate by 2 from 3, a CV of two thirds."""
    assert letters([[1, 5] * 6], cuts=(0.1, 2 / 3)) == "Y"


def test_sample_deviation_by_hand():
    """Twelve periods 10 off 100: the sum of squares is 1200, the sample deviation 10.44."""
    row = [[90, 110] * 6]
    assert letters(row, deviation="sample") == "Y"
    assert varied(row, deviation="sample").deviation[0] == pytest.approx(np.sqrt(1200 / 11))


@pytest.mark.parametrize(
    ("zeros", "counted"),
    [
        ("include", [0, 0, 4, 0, 6, 0]),
        ("exclude", [4, 6]),
        ("since_first", [4, 0, 6, 0]),
        ("active_span", [4, 0, 6]),
    ],
)
def test_which_periods_count(zeros, counted):
    policy = XyzPolicy(n_periods=6, min_periods=2, zeros=zeros)
    got = variation_of(np.array([[0, 0, 4, 0, 6, 0.0]]), policy, np.array([2]))
    assert got.periods[0] == len(counted)
    assert got.active_periods[0] == 2
    assert got.mean[0] == pytest.approx(statistics.fmean(counted))
    assert got.deviation[0] == pytest.approx(statistics.pstdev(counted))
    assert got.cv[0] == pytest.approx(statistics.pstdev(counted) / statistics.fmean(counted))


def test_since_first_begins_with_the_block_for_older_customers():
    policy = XyzPolicy(n_periods=3, min_periods=2, zeros="since_first")
    assert variation_of(np.array([[0, 3, 3.0]]), policy, np.array([-9])).periods[0] == 3


def test_without_sales_or_with_one_period_there_is_no_cv():
    assert letters([[0, 0, 0], [0, 5, 0]], zeros="exclude") == "ZZ"
    assert np.isnan(varied([[0, 0, 0]]).cv).all()
    assert np.isnan(varied([[0, 5, 0]], zeros="exclude").cv).all()


def test_the_new_are_n():
    """Six periods: bought first in the fifth (2 periods seen) or the sixth (1), or after."""
    rows = [[1.0] * 6] * 4
    assert letters(rows, first=[-3, 4, 5, 6], min_periods=2) == "XXNN"
    assert letters(rows, first=[0, 1, 2, 3], min_periods=6) == "XNNN"


def test_too_few_periods_make_everybody_new():
    assert letters([[1.0, 1.0]], n_periods=12, min_periods=6) == "N"
    empty = classify_xyz(block(np.empty((2, 0))), XyzPolicy())
    assert empty.table["xyz"].tolist() == ["N", "N"]
    assert empty.table["cv"].isna().all()


def test_growth_is_no_unrest_without_the_trend():
    """By hand: 10, 20, .. 60 lie on a line; 10, 20, 30, 10, 20, 30 deviate from theirs."""
    line = [10.0 * k for k in range(1, 7)]
    assert varied([line]).cv[0] == pytest.approx(statistics.pstdev(line) / 35)
    assert varied([line], detrend=True).cv[0] == pytest.approx(0, abs=1e-15)
    assert varied([line], detrend=True).mean[0] == 35
    saw = [10.0, 20, 30, 10, 20, 30]
    fit = statistics.linear_regression(range(6), saw)
    off = [y - fit.intercept - fit.slope * x for x, y in enumerate(saw)]
    squares = sum(e * e for e in off)
    assert varied([saw], detrend=True).deviation[0] == pytest.approx(np.sqrt(squares / 6))
    steyx = np.sqrt(squares / 4)  # STEYX of the spreadsheets divides by n - 2
    assert varied([saw], detrend=True, deviation="sample").deviation[0] == pytest.approx(steyx)


def test_a_line_needs_three_periods():
    assert letters([[0, 5, 9]], zeros="exclude", detrend=True) == "Z"
    assert np.isnan(varied([[0, 5, 9]], zeros="exclude", detrend=True).cv[0])
    assert varied([[3, 5, 7]], zeros="exclude", detrend=True).cv[0] == pytest.approx(0, abs=1e-15)


ROWS = st.lists(st.integers(0, 900), min_size=3, max_size=14)


@given(ROWS.filter(lambda row: sum(map(bool, row)) > 2))
def test_the_line_is_that_of_the_statistics_module(row):
    """Gaps keep their place in time: the line runs over the periods with sales."""
    held = [(x, float(y)) for x, y in enumerate(row) if y]
    fit = statistics.linear_regression(*zip(*held, strict=True))
    squares = sum((y - fit.intercept - fit.slope * x) ** 2 for x, y in held)
    got = varied([row], zeros="exclude", detrend=True)
    assert got.deviation[0] == pytest.approx(np.sqrt(squares / len(held)), abs=1e-6)


def test_large_even_sales_have_no_noise():
    """Two passes: a sum of squares would lose a deviation of 1 in a billion."""
    assert varied([[1e9 - 1, 1e9 + 1] * 6]).deviation[0] == 1.0


def test_result_table_and_summary():
    result = classify_xyz(block([[5, 5, 5], [1, 2, 3], [0, 0, 9]], [0, 0, 2]), XyzPolicy(
        n_periods=3, min_periods=2
    ))  # fmt: skip
    table = result.table
    assert list(table) == [
        "id", "mean", "deviation", "cv", "periods", "active_periods", "season", "xyz",
    ]  # fmt: skip
    assert table["season"].tolist() == ["none"] * 3
    assert table["id"].tolist() == ["000", "001", "002"]
    assert table["xyz"].tolist() == ["X", "Z", "N"]
    assert table["mean"].tolist() == [5, 2, 3]
    assert table["cv"][1] == pytest.approx(np.sqrt(2 / 3) / 2)  # by hand
    assert table["active_periods"].tolist() == [3, 3, 1]
    assert result.summary["items"].tolist() == [1, 0, 1, 1]
    assert result.summary["item_share"].sum() == pytest.approx(1)
    assert result.classes.tolist() == [0, 2, 3]


def notes_for(cvs, **policy):
    values = [[100 - 100 * cv, 100 + 100 * cv] * 6 for cv in cvs]
    return [n.text() for n in classify_xyz(block(values), XyzPolicy(**policy)).notes]


def test_one_class_for_nearly_all_suggests_a_preset():
    """By hand: at 25 and 50 % nine of twelve are Y; at 50 and 100 % half are X and half Y."""
    assert notes_for([0.4] * 9 + [0.8] * 3) == [
        "100 % are class Z: try the preset month; the largest class then holds 75 %."
    ]
    assert notes_for([0.6] * 6 + [0.4] * 6, cuts=(0.01, 0.02)) == [
        "100 % are class Z: try the preset month; the largest class then holds 50 %."
    ]
    assert notes_for([0.6] * 6 + [1.0 + 1e-9] * 6) == [  # month: all Z; wide: half Y, half Z
        "100 % are class Z: try the preset wide; the largest class then holds 50 %."
    ]


def test_the_preset_named_parts_the_rows_as_told():
    """What the note says of a preset comes true when the preset is taken."""
    values = block([[100 - 100 * cv, 100 + 100 * cv] * 6 for cv in [0.3] * 7 + [0.7] * 13])
    note = classify_xyz(values, XyzPolicy()).notes[-1]
    parted = classify_xyz(values, XyzPolicy.preset(note.details["preset"]))
    assert (note.details["preset"], note.details["after"]) == ("month", "65")
    assert parted.summary["item_share"].max() == 0.65
    assert not parted.notes


def test_a_longer_period_is_tried_where_no_preset_parts():
    """Sales of 0, 0, 300 are even by quarter; of 0, 0, 600, 0, 0, 0 they are not: CV 1."""
    rows = [[0, 0, 300] * 4] * 5 + [[0, 0, 600, 0, 0, 0] * 2] * 5
    assert [note.text() for note in classify_xyz(block(rows), XyzPolicy()).notes] == [
        "100 % are class Z: try the period quarter with the preset quarter; the largest class "
        "then holds 50 %."
    ]


def test_of_very_many_rows_some_are_asked():
    """Nine in ten are even by quarter, the others are not."""
    rows = np.tile([[0, 0, 300] * 4] * 8 + [[0, 0, 600, 0, 0, 0] * 2] * 2, (1_000, 1))
    note = classify_xyz(block(rows), XyzPolicy()).notes[0]
    assert (note.code, note.details["after"]) == ("note.xyz_one_class_quarter", "80")


def test_years_are_tried_where_quarters_part_nothing_either():
    """Sales in every fourth quarter: even by year; in every eighth: years of 0 and 600."""
    rows = [[0, 0, 0, 300] * 4] * 5 + [[0, 0, 0, 0, 0, 0, 0, 600] * 2] * 5
    made = classify_xyz(block(rows), XyzPolicy(period="quarter", n_periods=16))
    assert [note.text() for note in made.notes] == [
        "100 % are class Z: try the period year with the preset year; the largest class then "
        "holds 50 %."
    ]


def test_one_class_that_no_preset_parts():
    assert notes_for([0.0] * 12) == ["100 % are class X, and no preset parts them."]


def test_two_years_are_too_few_to_speak_of():
    rows = [[0, 0, 0, 5] * 2] * 5 + [[0] * 7 + [9]] * 5  # two years would part them
    made = classify_xyz(block(rows), XyzPolicy(period="quarter", n_periods=8))
    assert made.notes[-1].code == "note.xyz_one_class_only"


def test_nine_in_ten_is_no_reason_for_a_note():
    assert notes_for([0.4] * 9 + [0.05]) == []
    assert notes_for([0.4] * 10 + [0.05]) != []


@given(BLOCKS, st.sampled_from(["population", "sample"]))
def test_variation_is_that_of_the_statistics_module(values, deviation):
    got = varied(values, deviation=deviation)
    spread = statistics.pstdev if deviation == "population" else statistics.stdev
    for row, mean, dev in zip(values, got.mean, got.deviation, strict=True):
        assert mean == pytest.approx(statistics.fmean(row), abs=1e-9)
        assert dev == pytest.approx(spread(row), abs=1e-9)


@given(BLOCKS, st.sampled_from(["include", "exclude", "since_first", "active_span"]))
def test_row_order_currency_and_period_order(values, zeros):
    classes = letters(values, zeros=zeros)
    mixed = shuffled(range(len(values)))
    assert letters([values[i] for i in mixed], zeros=zeros) == "".join(classes[i] for i in mixed)
    scaled = [[100 * x for x in row] for row in values]
    assert letters(scaled, zeros=zeros) == classes
    if zeros != "since_first":
        assert letters([row[::-1] for row in values], zeros=zeros) == classes


def test_inputs_stay_as_they_were():
    made, policy = block([[3, 1, 2]]), XyzPolicy()
    assert classify_xyz(made, policy).policy is policy
    assert made.values.tolist() == [[3, 1, 2]]


def test_board_by_hand():
    """Codes A, A, D by X, Z, N."""
    crossed = cross_abc_xyz(
        ids_of(3),
        np.array([70.0, 30, -4]),
        np.array([0, 0, 3], np.int8),
        np.array([0, 2, 3], np.int8),
        np.array([50.0, np.nan, -9]),
    )
    assert crossed.margin.loc["A"].tolist() == [50, 0, 0, 0]
    assert crossed.margin.loc["D", "N"] == -9
    assert crossed.table["abc_xyz"].tolist() == ["AX", "AZ", "DN"]
    assert crossed.counts.loc["A"].tolist() == [1, 0, 1, 0]
    assert crossed.revenue.loc["A"].tolist() == [70, 0, 30, 0]
    assert crossed.revenue.loc["D", "N"] == -4
    assert crossed.counts.to_numpy().sum() == 3
    assert len(set(CODES)) == 16
    assert (list(crossed.counts.index), list(crossed.counts.columns)) == (
        list("ABCD"),
        list("XYZN"),
    )
