"""The options of RFM on the sheet Settings, the own segment map, the sheets they make."""

import datetime as dt

import pandas as pd
import pytest

from scoring.settings import RfmPolicy, SegmentRow
from tests.book.cells import named_cells, table_rows
from xl_addin.book.history import compare, rfm_options
from xl_addin.book.names import Index
from xl_addin.book.settings import SettingsError, read_settings
from xl_addin.book.workbook_file import open_file
from xl_addin.texts import texts


@pytest.fixture
def say():
    return texts("en")


def put(path, own=None, **settings):
    """Write settings, and the rows of the own map, and return what the sheets then say."""
    with open_file(path) as book:
        index = Index.of(book)
        for key, value in settings.items():
            index.setting(key).value = value
        if own is not None:
            _, table = index.table("Segment_Map")
            body = table.range[1:, :]
            rows = [*own, *[[None] * 3] * (body.shape[0] - len(own))]
            body.value = rows
        book.save()
        return read_settings(index)


def test_every_option_reaches_the_method(make_book, say):
    chosen = put(
        make_book(),
        rfm_bins=4,
        rfm_bins_f=3,
        rfm_binning="fixed borders",
        rfm_cuts_r="30; 90, 180",
        rfm_cuts_f="1 3",
        rfm_cuts_m=1000,
        rfm_ties=texts("ru")("choices.ties_mean"),
        rfm_seed=7,
        rfm_monetary=say("choices.m_ticket"),
        rfm_weights="1 0,5 1",
        rfm_months_out=1,
        segment_map=say("choices.map_a"),
    ).settings
    assert chosen.rfm == RfmPolicy(
        bins=(4, 3, 4),
        monetary="ticket",
        ties="mean",
        binning="fixed",
        cuts=((30, 90, 180), (1, 3), (1000,)),
        seed=7,
        weights=(1, 0.5, 1),
        months_out=(1,),
    )
    assert chosen.segment_map == "A"


def test_a_template_as_it_comes_has_the_default(make_book):
    assert put(make_book()).settings.rfm == RfmPolicy()


def test_wrong_cells_are_told_at_once(make_book):
    with pytest.raises(SettingsError) as wrong:
        put(make_book(), rfm_cuts_r="30 x", rfm_months_out="1 13", rfm_ties="high")
    told = "\n".join(wrong.value.sentences)
    assert len(wrong.value.sentences) == 3
    assert "(Borders of R): '30 x' is not numbers with a blank between, each from 0" in told
    assert "(Months left out): '1 13' is not" in told
    assert "(Equal values): 'high' is not one of" in told


def test_weights_are_three(make_book):
    with pytest.raises(SettingsError, match="Weights of R, F, M"):
        put(make_book(), rfm_weights="1 1")


def test_borders_that_do_not_rise_are_told_by_the_words_of_the_sheet(make_book):
    with pytest.raises(SettingsError, match="Borders of R"):
        put(make_book(), rfm_cuts_r="90 30", rfm_binning="fixed borders")


OWN = [["VIP", 1, "R4-5 F4-5"], ["Champions", 2, 55], [None] * 3, ["Rest", 3, "[2-5]*"]]


def test_the_own_map_is_read(make_book, say):
    chosen = put(make_book(), OWN, segment_map=say("choices.own_map"), rfm_bins=5).settings
    assert chosen.segment_map == "own"
    assert [row for row in chosen.own_map if row.segment] == [
        SegmentRow("VIP", 1, "R4-5 F4-5"), SegmentRow("champions", 2, "55"),
        SegmentRow("Rest", 3, "[2-5]*"),
    ]  # fmt: skip


def test_faults_of_the_own_map_are_told_by_their_cells(make_book, say):
    rows = [["VIP", "best", "R4-5 F9"], [None, 2, "5x"]]
    with pytest.raises(SettingsError) as wrong:
        put(make_book(), rows, segment_map=say("choices.own_map"))
    told = "\n".join(wrong.value.sentences)
    assert "Segment map!C9: 'best' is no rank." in told
    assert "Segment map!D9: 'F9' is not within the scores 1 to 5." in told
    assert "Segment map!B10: the cell is empty." in told
    assert "Segment map!D10: '5X' is neither a code nor a range of scores." in told


def test_too_many_segments_for_the_sheets_are_told(make_book, say):
    rows = [[f"S{i}", i, f"{1 + i // 5}{1 + i % 5}"] for i in range(11)]
    rows[0][1] = 1
    path = make_book()
    with open_file(path) as book:
        _, table = Index.of(book).table("Segment_Map")
        table.resize(table.range.resize(12, 3))
        book.save()
    with pytest.raises(SettingsError, match="has 12 segments; the sheets have room for 11"):
        put(path, rows, segment_map=say("choices.own_map"))


def test_an_unused_own_map_is_not_looked_at(make_book):
    assert put(make_book(), [["VIP", "best", "?"]]).settings.segment_map == "B"


def test_sheets_of_an_own_map_with_a_hole(make_book, refresh, small_sales, say):
    """By hand from the scores on the sheet RFM: R 4 or 5 is VIP, R 2 or 3 Rest, R 1 a hole."""
    path = make_book(sales=small_sales)
    own = [["VIP", 1, "[45]*"], ["Rest", 2, "[2-4]*"]]
    put(path, own, segment_map=say("choices.own_map"))
    refresh(path)
    head, rows = table_rows(path, "RFM_Result")
    found = [(row[head.index("R")], row[head.index("Segment")]) for row in rows]
    assert found
    for r, segment in found:
        assert segment == ("VIP" if r >= 4 else "Rest" if r >= 2 else "No segment")
    counts = pd.Series([segment for _, segment in found]).value_counts()
    for block in ("map_segments", "segments"):
        listed = {row[0]: row[1] for row in named_cells(path, f"cb_{block}") if row[0]}
        assert listed == counts.reindex(["VIP", "Rest", "No segment"]).to_dict()
    check = [row[0] for row in named_cells(path, "cb_map_check")]
    assert check[0].startswith("Holes: 5 (11, 12, 13, 14, 15). Overlaps")
    assert "5 (41, 42, 43, 44, 45)" in check[0]
    assert check[1] == "Steps where a better score gets a worse name: 0."
    board = named_cells(path, "cb_map_segment")
    assert [row[0] for row in board] == ["VIP", "VIP", "Rest", "Rest", "No segment"]


def test_sheets_of_maps_a_and_c(make_book, refresh, small_sales, say):
    path = make_book(sales=small_sales)
    put(path, segment_map=say("choices.map_a"))
    refresh(path)
    check = [row[0] for row in named_cells(path, "cb_map_check")]
    assert "worse name: 30 (R 3, F 12, M 15). Such as 133 At risk → 233 Hibernating" in check[1]
    assert len([row for row in named_cells(path, "cb_segments") if row[0]]) == 11
    assert named_cells(path, "cb_map_axis") == [["F 1", "F 2", "F 3", "F 4", "F 5"]]
    put(path, segment_map=say("choices.map_c"))
    refresh(path)
    assert named_cells(path, "cb_map_axis")[0][4] == "FM 5"
    top = ["Potential loyalist", "Potential loyalist", "Loyal", "Champions", "Champions"]
    assert named_cells(path, "cb_map_segment")[0] == top
    check = [row[0] for row in named_cells(path, "cb_map_check")]
    assert check[2] == "Segments without scores of their own: New, Promising, Can't lose, Lost."
    assert "segment map C" in named_cells(path, "cb_rfm_stamp")[0][0]


def test_migration_is_the_crosstab_of_the_list(make_book, refresh, small_sales):
    """Another program, pandas, counts the columns Segment before and Segment of the list."""
    path = make_book(sales=small_sales)
    refresh(path, as_of=dt.date(2025, 11, 1))
    before = {row[1]: row[2] for row in table_rows(path, "History_Classes")[1]}
    refresh(path)
    head, rows = table_rows(path, "RFM_Result")
    now = pd.DataFrame(rows, columns=head)
    expected = pd.crosstab(now["Segment before"].fillna("new"), now["Segment"])
    names = named_cells(path, "cb_migration_names")[0][1:]
    matrix = {row[0]: row[1:] for row in named_cells(path, "cb_migration_customers") if row[0]}
    for was, counts in expected.iterrows():
        for is_now, count in counts.items():
            assert (matrix[was][names.index(is_now)] or 0) == count
    cells = [cell or 0 for row in matrix.values() for cell in row]
    gone = set(before) - set(now["Customer"])
    assert sum(cells) == len(now) + len(gone)
    moves = {row[0]: row[1] for row in named_cells(path, "cb_migration_moves")}
    assert sum(moves.values()) == sum(cells)
    assert named_cells(path, "cb_migration_since")[0][0] == "From 2025-11-01 to 2025-12-31."
    money = named_cells(path, "cb_migration_money")
    total = sum(cell or 0 for row in money for cell in row[1:])
    assert total == pytest.approx(sum(now["Revenue"]))  # nobody left


def test_other_options_between_two_snapshots_are_told(make_book, refresh, small_sales, say):
    path = make_book(sales=small_sales)
    refresh(path, as_of=dt.date(2025, 11, 1))
    put(path, segment_map=say("choices.map_c"))
    refresh(path)
    assert "made with other settings then" in named_cells(path, "cb_migration_since")[0][0]
    head, rows = table_rows(path, "History_Runs")
    assert [row[head.index("Options of RFM")] or "" for row in rows] == ["", "segment_map=C"]


def test_options_as_one_text(make_book, say):
    own = put(
        make_book(), OWN, segment_map=say("choices.own_map"), rfm_ties=say("choices.ties_drop")
    )
    text = rfm_options(own.settings)
    assert text.startswith("rfm.ties=drop; segment_map=own; own_map=")
    assert rfm_options(put(make_book(name="b.xlsm")).settings) == ""


def test_a_history_edited_by_hand_still_compares():
    from scoring.value.segment_presets import SEGMENT_MAPS

    day = pd.Timestamp("2024-01-01")
    before = pd.DataFrame(
        {
            "as_of": day,
            "customer": ["a", "a", None, "b"],
            "segment_key": ["loyal", "new", "new", None],
            "revenue": [1.0, 2.0, 3.0, None],
        }
    )
    now = before.iloc[:1]
    movement = compare(before, now, SEGMENT_MAPS["B"])
    assert movement.per_customer["move"].tolist() == ["unchanged"]
    assert movement.table.set_index("move").loc["lost", "customers"] == 0
