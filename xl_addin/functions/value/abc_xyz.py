"""ABC and XYZ together in cells."""

import numpy as np

from xl_addin.functions.arguments import Answer, Area, Column, Flag, Number, Whole
from xl_addin.functions.catalogue import worksheet_function
from xl_addin.functions.cells import Cell
from xl_addin.functions.reading import Texts, check_lengths, has_header, refuse_blank
from xl_addin.functions.value.abc import abc_letters
from xl_addin.functions.value.abc_xyz_options import (
    Deviation,
    Edge,
    Method,
    Preset,
    Season,
    Zeros,
    abc_policy,
    xyz_policy,
)
from xl_addin.functions.value.xyz import xyz_letters


@worksheet_function(example="=ABC_XYZ(B2:B200, C2:N200)")
def ABC_XYZ(  # noqa: N802, PLR0913, PLR0917 (names and order are the worksheet's)
    values: Column,
    series: Area,
    cut_a: Number | None = None,
    cut_b: Number | None = None,
    edge: Edge = "usual",
    cut_x: Number | None = None,
    cut_y: Number | None = None,
    zeros: Zeros = "include",
    deviation: Deviation = "population",
    preset: Preset = "classic",
    min_periods: Whole = 6,
    method: Method = "empirical",
    season: Season = "none",
    detrend: Flag = False,  # noqa: FBT002 (a cell)
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
        Where A ends, or begins with differential (times the mean) and fixed (money). Left out:
        0.8; 1 with sum, 6 with differential.
    cut_b : number, optional
        Where B ends, or begins with differential and fixed. Left out: 0.95; 1.45 with sum, 0.5
        with differential.
    edge : word, optional
        above: only what better items bring decides; incl: the item itself counts too. Left out:
        usual, which is above, and incl with sum. Not read by the other methods.
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
    method : word, optional
        empirical, sum, differential, tangent or fixed. Left out: empirical.
    season : word, optional
        Divide by a seasonal index: none, auto (the row's own from two full years on, else that of
        all rows) or group (that of all rows). Left out: none.
    detrend : yes or no, optional
        Whether the deviation is taken from a straight line instead of the mean. Left out: FALSE.

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
    abc_rule = abc_policy(method, cut_a, cut_b, edge)
    xyz_rule = xyz_policy(
        len(series.rows[0]),
        preset,
        (cut_x, cut_y),
        zeros=zeros,
        deviation=deviation,
        min_periods=min_periods,
        season=season,
        detrend=detrend,
    )
    check_lengths({"values": values, "series": series})
    header = len(values) > 1 and (
        has_header(values.cells[:1]) or has_header(series.rows[0], dates=True)
    )
    n_rows = max(len(values), series.n_rows)
    cells: list[Cell] = [None if header else values.cells[0], *values.cells[1:]]
    abc = _padded(abc_letters(cells, abc_rule), n_rows)
    xyz = _padded(xyz_letters(series, xyz_rule, header=header), n_rows)
    refuse_blank((abc == "") & (xyz != ""), "values")
    refuse_blank((abc != "") & (xyz == ""), "series")
    return [[text] for text in (abc + xyz).tolist()]


def _padded(classes: Texts, n_rows: int) -> Texts:
    return np.concatenate([classes, np.full(n_rows - classes.size, "", object)])
