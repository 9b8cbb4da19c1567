"""RFM, segment map, ABC, XYZ and their board -> columns and grids of the sheets."""

import numpy as np
import pandas as pd

from scoring.assessment import Assessment
from scoring.value.abc import AbcResult
from scoring.value.abc_measures import AbcJointResult
from scoring.value.rfm import RfmResult
from scoring.value.segment_maps import STEPS
from xl_addin.book.history import Movement
from xl_addin.book.results.words import blank_nan, in_words, names_of, segments_in_words
from xl_addin.book.write import Columns, Grid
from xl_addin.segment_names import segment_name
from xl_addin.texts import Texts


def rfm_columns(
    say: Texts, assessment: Assessment, names: pd.Series, movement: Movement
) -> Columns:
    """Return one row per scored customer, the highest money first."""
    scored = assessment.rfm.table.assign(segment=assessment.segments.segment)
    table = scored.sort_values(["monetary", "customer"], ascending=[False, True])
    moved = movement.per_customer.reindex(table["customer"])
    return {
        **{key: table[key] for key in scored.columns if key != "segment"},
        "name": names_of(names, table["customer"]),
        "segment": segments_in_words(say, table["segment"]),
        "previous_segment": segments_in_words(say, moved["previous"]),
        "change": in_words(say, "moves", moved["move"], ""),
    }


def bins_grid(rfm: RfmResult) -> Grid:
    """Return score, customers by R, F and M, from the best score down."""
    counts = rfm.bin_counts.sort_values("bin", ascending=False)
    cells = counts[["bin", "r", "f", "m"]].to_numpy(dtype=object).tolist()
    return [[blank_nan(cell) for cell in row] for row in cells]


def cuts_grid(rfm: RfmResult) -> Grid:
    """Return the inner cut points: score k starts above the cut in row k-1 (R: below it).

    Blank beyond the scores of a component, and where borders differ from group to group.
    """
    return [
        [
            score,
            *(
                blank_nan(float(cuts[score - 1])) if score <= cuts.size else None
                for cuts in (rfm.cuts[part] for part in "rfm")
            ),
        ]
        for score in range(1, max(rfm.bins))
    ]


def map_grids(say: Texts, assessment: Assessment) -> dict[str, Grid]:
    """Return the blocks of five by five, R 5 on top; the map's second axis may be FM."""
    segments = assessment.segments
    heat, chosen = segments.heat, segments.map
    axis = "axis_fm" if chosen.axes == ("R", "FM") else "axis_f"
    names = [segment_name(say, key) for key in chosen.keys]
    return {
        "map_axis": [[say(f"map.{axis}", score=score) for score in range(1, STEPS + 1)]],
        "map_segment": [[names[place] for place in row] for row in segments.board[::-1]],
        "map_customers": heat.customers[::-1].tolist(),
        "map_revenue": heat.revenue[::-1].tolist(),
    }


def segment_grid(say: Texts, assessment: Assessment, keys: tuple[str, ...]) -> Grid:
    """Return one row per segment of the map: its name, then the columns ``keys``."""
    summary = assessment.segments.summary
    return [
        [segment_name(say, row["segment"]), *(blank_nan(row[key]) for key in keys)]
        for row in summary.to_dict("records")
    ]


def abc_columns(
    result: AbcResult, joint: AbcJointResult | None, item: str, names: pd.Series
) -> Columns:
    """Return one row per customer or product, the best first; the margin where it is known."""
    table = result.table
    second = joint.table.set_index("id").loc[table["id"]] if joint else None
    return {
        "rank": table["rank"],
        item: table["id"],
        "name": names_of(names, table["id"]),
        "revenue": table["value"],
        **{key: table[key] for key in ("share", "cumulative_share", "share_above", "abc")},
        "margin": np.full(len(table), np.nan) if second is None else second["second"],
        "abc_joint": np.full(len(table), "", object) if second is None else second["abc_joint"],
    }


def joint_grid(joint: AbcJointResult | None) -> Grid:
    """Return items by class of revenue, down, and of margin, across; nothing without costs."""
    return [] if joint is None else joint.counts.to_numpy().tolist()


def summary_grid(summary: pd.DataFrame) -> Grid:
    """Return class, items, share of items, value, share of value."""
    return [[blank_nan(cell) for cell in row] for row in summary.to_numpy(dtype=object).tolist()]


def xyz_summary(assessment: Assessment) -> pd.DataFrame:
    """Return class, customers, share, revenue, share: the money comes from the board."""
    revenue = assessment.abc_xyz.revenue.sum(axis=0)
    total = revenue.sum()
    summary = assessment.xyz.summary
    money = revenue.reindex(summary["xyz"]).to_numpy()
    return summary.assign(revenue=money, revenue_share=money / total if total > 0 else np.nan)


def border_grid(result: AbcResult) -> Grid:
    """Return two vertical lines at the class borders: (x, 0), (x, 1) for A|B and for B|C."""
    counts = result.summary.set_index("abc")["items"]
    earning = sum(counts[name] for name in "ABC") or 1
    edges = (counts["A"] / earning, (counts["A"] + counts["B"]) / earning)
    return [[float(edge), height] for edge in edges for height in (0.0, 1.0)]


def xyz_columns(say: Texts, assessment: Assessment, names: pd.Series) -> Columns:
    """Return one row per customer, the steadiest first, new ones last."""
    rhythm = assessment.rhythm.table[["adi", "cv2", "kind"]]
    both = pd.concat([assessment.xyz.table, rhythm], axis=1)
    table = both.sort_values(["cv", "id"], na_position="last")
    return {
        "customer": table["id"],
        "name": names_of(names, table["id"]),
        **{
            key: table[key]
            for key in ("mean", "deviation", "cv", "periods", "active_periods", "adi", "cv2", "xyz")
        },
        "kind": in_words(say, "kinds", table["kind"]),
        "season": in_words(say, "season_used", table["season"]),
    }


def kinds_grid(say: Texts, assessment: Assessment) -> Grid:
    """Return kind, customers, share of customers."""
    rows = assessment.rhythm.summary.to_numpy(dtype=object).tolist()
    return [[say(f"kinds.{kind}"), *figures] for kind, *figures in rows]


def board_columns(assessment: Assessment, names: pd.Series) -> Columns:
    """Return one row per customer with both classes, the highest revenue first."""
    table = assessment.abc_xyz.table.sort_values(["value", "id"], ascending=[False, True])
    return {
        "customer": table["id"],
        "name": names_of(names, table["id"]),
        "revenue": table["value"],
        **{key: table[key] for key in ("abc", "xyz", "abc_xyz")},
    }


def board_grids(assessment: Assessment) -> dict[str, Grid]:
    """Return the board A-D by X-N: customers, revenue, share of it all, margin if known."""
    counts, revenue = (
        frame.to_numpy() for frame in (assessment.abc_xyz.counts, assessment.abc_xyz.revenue)
    )
    total = revenue.sum()
    share = revenue / total if total > 0 else np.zeros(revenue.shape)
    margin = assessment.abc_xyz.margin
    return {
        "board_customers": counts.tolist(),
        "board_revenue": revenue.tolist(),
        "board_share": share.tolist(),
        "board_margin": [] if margin is None else margin.to_numpy().tolist(),
    }
