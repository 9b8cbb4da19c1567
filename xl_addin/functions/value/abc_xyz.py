"""ABC and XYZ classes in cells."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

import numpy as np

from xl_addin.functions.arguments import Answer, Area, Column, Grid, Number, Whole, Words
from xl_addin.functions.catalogue import worksheet_function
from xl_addin.functions.cells import Cell
from xl_addin.functions.reading import (
    Texts,
    check_lengths,
    has_header,
    numbers_of,
    refuse_blank,
)

if TYPE_CHECKING:
    from scoring.settings import XyzPolicy

# The methods of a chapter are imported at its first call: Excel waits for the import of them all.

Edge: TypeAlias = Annotated[
    Literal["above", "incl"],
    Words(
        {
            "above": ("excl", "share above the item", "выше", "доля до позиции"),
            "incl": ("inclusive", "share with the item", "включая", "доля вместе с позицией"),
        }
    ),
]
Zeros: TypeAlias = Annotated[
    Literal["include", "exclude", "since_first", "active_span"],
    Words(
        {
            "include": ("count as 0", "включать", "считать нулём"),
            "exclude": ("leave out", "исключать", "не учитывать"),
            "since_first": (
                "since first",
                "count from first order",
                "с первого заказа",
                "считать с первого заказа",
            ),
            "active_span": (
                "active span",
                "count first to last order",
                "от первого до последнего заказа",
                "считать от первого до последнего заказа",
            ),
        }
    ),
]
Deviation: TypeAlias = Annotated[
    Literal["population", "sample"],
    Words(
        {
            "population": ("pop", "генеральная", "генеральная совокупность"),
            "sample": ("выборка", "выборочное"),
        }
    ),
]
Preset: TypeAlias = Annotated[
    Literal["classic", "month", "quarter", "year", "wide"],
    Words(
        {
            "classic": ("классические",),
            "month": ("месяц",),
            "quarter": ("квартал",),
            "year": ("год",),
            "wide": ("широкие",),
        }
    ),
]


@worksheet_function(example="=ABC_CLASS(B2:B200)")
def ABC_CLASS(  # noqa: N802 (the name is the worksheet's)
    values: Column,
    cut_a: Number = 0.80,
    cut_b: Number = 0.95,
    edge: Edge = "above",
) -> Answer:
    """ABC class of each value: A brings the first 80 %, B up to 95 %, C the rest, D nothing.

    An item is A while the items that earn strictly more bring less than ``cut_a`` of the sum of
    all values above 0, B while they bring less than ``cut_b``, else C. So the best item is always
    A, equal values share a class, and the order of rows does not matter. With ``edge`` "incl" the
    item's own share is added first, and a class ends at or below its cut: the rule of textbooks.
    Values of 0 or less are D and add nothing. A blank cell stays blank; so does a header on top.

    Parameters
    ----------
    values : column
        Money of each item: one column or row; the classes come in the same order and shape.
    cut_a : number, optional
        Share of all value at which A ends, as a fraction between 0 and 1. Left out: 0.8.
    cut_b : number, optional
        Share of all value at which B ends, above cut_a. Left out: 0.95.
    edge : word, optional
        above: only what better items bring decides; incl: the item itself counts too. Left out:
        above.

    Returns
    -------
    text
        A, B, C or D, in the shape of ``values``.

    Source
    ------
    Dickie (1951), ABC Inventory Analysis Shoots for Dollars, Not Pennies.

    Examples
    --------
    >>> ABC_CLASS([300.0, 200.0, 150.0, 100.0, 80.0, 60.0, 50.0, 30.0, 20.0, 10.0])[:5]
    [['A'], ['A'], ['A'], ['A'], ['A']]
    """
    cells = values.cells
    if len(cells) > 1 and has_header(cells[:1]):
        cells = [None, *cells[1:]]
    return values.spread(_abc(cells, (cut_a, cut_b), edge).tolist())


@worksheet_function(example="=XYZ_CLASS(C2:N200)")
def XYZ_CLASS(  # noqa: N802 (names and order are the worksheet's)
    series: Area,
    cut_x: Number | None = None,
    cut_y: Number | None = None,
    zeros: Zeros = "include",
    deviation: Deviation = "population",
    preset: Preset = "classic",
    min_periods: Whole = 6,
) -> Answer:
    """XYZ class of each row of a customer x period block: X even, Y varying, Z erratic, N new.

    The coefficient of variation (CV) of a row is its deviation divided by its mean. X up to a CV
    of ``cut_x``, Y up to ``cut_y``, Z above; a CV on a cut stays in the better class. A blank cell
    is a period without sales and counts as ``zeros`` says; a period below 0 (more returns than
    sales) counts as 0. N is a row whose first sale stands fewer than ``min_periods`` columns
    before the end, so a block of fewer columns gives N everywhere. A row without any sale has no
    CV and is Z. A blank row stays blank; so does a first row of texts or dates above numbers.
    Blank columns at the end are left out.

    Parameters
    ----------
    series : block
        One row per customer, one column per period, the oldest first, such as C2:N200.
    cut_x : number, optional
        CV up to which a row is X, as a fraction. Left out: the one of the preset, 0.1 in classic.
    cut_y : number, optional
        CV up to which a row is Y, above cut_x. Left out: the one of the preset, 0.25 in classic.
    zeros : word, optional
        Periods without sales: include, exclude, since_first (from the first sale on) or
        active_span (first to last sale). Left out: include.
    deviation : word, optional
        population (as STDEV.P) or sample (as STDEV.S). Left out: population.
    preset : word, optional
        Usual cuts: classic 0.10/0.25, month 0.25/0.50, quarter 0.15/0.30, year 0.10/0.25, wide
        0.50/1.00. Left out: classic.
    min_periods : whole number, optional
        Columns since the first sale that a row needs for a class, 2 or more. Left out: 6.

    Returns
    -------
    text
        X, Y, Z or N, one per row of ``series``.

    Source
    ------
    Scholz-Reiter et al. (2012), doi:10.1108/17410401211212689.

    Examples
    --------
    >>> XYZ_CLASS([[10.0] * 6, [9.0, 11.0, 12.0, 8.0, 13.0, 7.0], [0.0, 0.0, 30.0, 0.0, 0.0, 30.0]])
    [['X'], ['Y'], ['N']]
    """
    policy = _xyz_policy(series, (cut_x, cut_y), zeros, deviation, preset, min_periods)
    header = len(series.rows) > 1 and has_header(series.rows[0], dates=True)
    classes = _xyz(series, policy, header=header)
    return [[text] for text in [*classes.tolist(), *[""] * (series.n_rows - classes.size)]]


@worksheet_function(example="=ABC_XYZ(B2:B200, C2:N200)")
def ABC_XYZ(  # noqa: N802, PLR0913, PLR0917 (names and order are the worksheet's)
    values: Column,
    series: Area,
    cut_a: Number = 0.80,
    cut_b: Number = 0.95,
    edge: Edge = "above",
    cut_x: Number | None = None,
    cut_y: Number | None = None,
    zeros: Zeros = "include",
    deviation: Deviation = "population",
    preset: Preset = "classic",
    min_periods: Whole = 6,
) -> Answer:
    """ABC and XYZ class of each row in one code, such as AX: how much and how evenly it brings.

    The first letter is that of ABC_CLASS over ``values``, the second that of XYZ_CLASS over
    ``series``, with the same rules and options. Both ranges have the same rows; a row that is
    blank in both stays blank, a row that is blank in one only is refused.

    Parameters
    ----------
    values : column
        Money of each item, one column.
    series : block
        One row per item, one column per period, the oldest first; the same rows as values.
    cut_a : number, optional
        Share of all value at which A ends, as a fraction between 0 and 1. Left out: 0.8.
    cut_b : number, optional
        Share of all value at which B ends, above cut_a. Left out: 0.95.
    edge : word, optional
        above: only what better items bring decides; incl: the item itself counts too. Left out:
        above.
    cut_x : number, optional
        CV up to which a row is X, as a fraction. Left out: the one of the preset, 0.1 in classic.
    cut_y : number, optional
        CV up to which a row is Y, above cut_x. Left out: the one of the preset, 0.25 in classic.
    zeros : word, optional
        Periods without sales: include, exclude, since_first (from the first sale on) or
        active_span (first to last sale). Left out: include.
    deviation : word, optional
        population (as STDEV.P) or sample (as STDEV.S). Left out: population.
    preset : word, optional
        Usual cuts: classic 0.10/0.25, month 0.25/0.50, quarter 0.15/0.30, year 0.10/0.25, wide
        0.50/1.00. Left out: classic.
    min_periods : whole number, optional
        Columns since the first sale that a row needs for a class, 2 or more. Left out: 6.

    Returns
    -------
    text
        AX to DN, one per row.

    Source
    ------
    Scholz-Reiter et al. (2012), doi:10.1108/17410401211212689.

    Examples
    --------
    >>> ABC_XYZ([60.0, 0.0], [[10.0] * 6, [0.0] * 6])
    [['AX'], ['DZ']]
    """
    policy = _xyz_policy(series, (cut_x, cut_y), zeros, deviation, preset, min_periods)
    check_lengths({"values": values, "series": series})
    header = len(values) > 1 and (
        has_header(values.cells[:1]) or has_header(series.rows[0], dates=True)
    )
    n_rows = max(len(values), series.n_rows)
    cells: list[Cell] = [None if header else values.cells[0], *values.cells[1:]]
    abc = _padded(_abc(cells, (cut_a, cut_b), edge), n_rows)
    xyz = _padded(_xyz(series, policy, header=header), n_rows)
    refuse_blank((abc == "") & (xyz != ""), "values")
    refuse_blank((abc != "") & (xyz == ""), "series")
    return [[text] for text in (abc + xyz).tolist()]


def _abc(cells: Sequence[Cell], cuts: tuple[float, float], edge: Literal["above", "incl"]) -> Texts:
    """Return the class of each cell, (n,), "" where it is blank."""
    from scoring.settings import AbcPolicy
    from scoring.value.abc import abc_classes

    policy = AbcPolicy(cuts, edge)
    values = numbers_of(cells, "values")
    filled = ~np.isnan(values)
    classes = np.full(values.size, "", object)
    classes[filled] = abc_classes(values[filled], policy)
    return classes


def _xyz(series: Grid, policy: "XyzPolicy", *, header: bool) -> Texts:
    """Return the class of each row of a block, "" where the row is blank or the header."""
    from scoring.value.xyz import xyz_classes

    width = len(series.rows[0])
    cells = [cell for row in series.rows for cell in row]
    if header:
        cells[:width] = [None] * width
    money = numbers_of(cells, "series", width).reshape(-1, width)
    filled = ~np.isnan(money).all(axis=1)
    sold = np.clip(np.nan_to_num(money[filled], nan=0.0), 0, None)
    first = (sold > 0).argmax(axis=1)  # 0 where nothing was ever sold
    classes = np.full(filled.size, "", object)
    classes[filled] = xyz_classes(sold, policy, first)
    return classes


def _xyz_policy(
    series: Grid,
    cuts: tuple[float | None, float | None],
    zeros: Literal["include", "exclude", "since_first", "active_span"],
    deviation: Literal["population", "sample"],
    preset: str,
    min_periods: int,
) -> "XyzPolicy":
    from scoring.settings import XYZ_PRESETS, XyzPolicy

    usual = XYZ_PRESETS[preset]
    x, y = (usual.cuts[i] if cut is None else cut for i, cut in enumerate(cuts))
    n_periods = max(len(series.rows[0]), min_periods, 2)
    return XyzPolicy(usual.period, n_periods, (x, y), zeros, deviation, min_periods)


def _padded(classes: Texts, n_rows: int) -> Texts:
    return np.concatenate([classes, np.full(n_rows - classes.size, "", object)])
