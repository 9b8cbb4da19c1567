"""XYZ classes, and what they are made of, in cells."""

from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from xl_addin.functions.arguments import Answer, Area, Flag, Grid, Language, Number, Whole, Words
from xl_addin.functions.catalogue import worksheet_function
from xl_addin.functions.cells import NO_VALUE, Cell
from xl_addin.functions.reading import Bools, Floats, Texts, has_header, numbers_of
from xl_addin.functions.value.abc_xyz_options import (
    Deviation,
    Grain,
    Preset,
    Season,
    Zeros,
    xyz_policy,
)

if TYPE_CHECKING:
    from scoring.settings import XyzPolicy

Places = npt.NDArray[np.intp]

Measure: TypeAlias = Annotated[
    Literal["cv", "mean", "deviation", "adi", "cv2", "kind", "season"],
    Words(
        {
            "cv": ("variation", "вариация", "коэффициент вариации"),
            "mean": ("average", "среднее"),
            "deviation": ("отклонение",),
            "adi": ("interval", "интервал"),
            "cv2": ("squared cv", "квадрат вариации"),
            "kind": ("rhythm", "вид", "ритм"),
            "season": ("index used", "сезон", "индекс"),
        }
    ),
]


@worksheet_function(example="=XYZ_CLASS(C2:N200)")
def XYZ_CLASS(  # noqa: N802, PLR0913, PLR0917 (names and order are the worksheet's)
    series: Area,
    cut_x: Number | None = None,
    cut_y: Number | None = None,
    zeros: Zeros = "include",
    deviation: Deviation = "population",
    preset: Preset = "classic",
    min_periods: Whole = 6,
    season: Season = "none",
    detrend: Flag = False,  # noqa: FBT002 (a cell)
) -> Answer:
    """XYZ class of each row of a customer x period block: X even, Y varying, Z erratic, N new.

    The coefficient of variation (CV) of a row is its deviation divided by its mean. X up to a CV
    of ``cut_x``, Y up to ``cut_y``, Z above; a CV on a cut stays in the better class. A blank
    cell is a period without sales and counts as ``zeros`` says; a period below 0 (more returns
    than sales) counts as 0. N is a row whose first sale stands fewer than ``min_periods``
    columns before the end, so a block of fewer columns gives N everywhere. A row without any
    sale has no CV and is Z. With ``season`` and ``detrend`` the CV is that of XYZ_CV with the
    same options; the columns are quarters with preset "quarter", else months. A blank row stays
    blank; so does a first row of texts or dates above numbers. Blank columns at the end are left
    out.

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
    season : word, optional
        Divide by a seasonal index: none, auto (the row's own from two full years on, else that of
        all rows) or group (that of all rows). Left out: none.
    detrend : yes or no, optional
        Whether the deviation is taken from a straight line instead of the mean. Left out: FALSE.

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
    policy = xyz_policy(
        len(series.rows[0]),
        preset,
        (cut_x, cut_y),
        zeros=zeros,
        deviation=deviation,
        min_periods=min_periods,
        season=season,
        detrend=detrend,
    )
    header = len(series.rows) > 1 and has_header(series.rows[0], dates=True)
    classes = xyz_letters(series, policy, header=header)
    return [[text] for text in [*classes.tolist(), *[""] * (series.n_rows - classes.size)]]


@worksheet_function(example="=XYZ_CV(C2:N200)")
def XYZ_CV(  # noqa: N802 (names and order are the worksheet's)
    series: Area,
    zeros: Zeros = "include",
    season: Season = "none",
    sd: Deviation = "population",
    detrend: Flag = False,  # noqa: FBT002 (a cell)
    measure: Measure = "cv",
    grain: Grain = "month",
    lang: Language = "en",
) -> Answer:
    """Coefficient of variation of each row of a customer x period block, or another measure of it.

    CV is the deviation of a row divided by its mean; 0.25 is 25 %. With ``season`` a row is first
    divided by its seasonal index, the mean ratio of a month to its year: by its own where it first
    sold two full years or more before the end, else by that of all rows together, which needs one
    full year, and two where there is no other row; years count back from the last column, and
    the last five count. A row for which there is no index stays as it is; a period of index 0
    without a sale does not count. With ``detrend`` the deviation is that from the straight line
    that fits best, so that growth is not read as unrest, and the index is the ratio to the
    centred moving average. A row without sales, or with fewer than two periods to count (three
    with a line), answers with a dash.

    ``measure`` "adi" gives the periods from sale to sale (all of them by those with sales),
    "cv2" the squared CV of the periods with sales, "kind" what both say: smooth up to 1.32 and
    0.49, erratic with cv2 above, intermittent with adi above, lumpy with both; a border belongs
    to the calmer kind. They look at sales as they are, without season and trend. "season" says
    whose index was used. A blank cell is a period without sales, one below 0 counts as 0; a
    blank row stays blank, and so does a first row of texts or dates above numbers.

    Parameters
    ----------
    series : block
        One row per customer, one column per period, the oldest first, such as C2:N200.
    zeros : word, optional
        Periods without sales: include, exclude, since_first (from the first sale on) or
        active_span (first to last sale). Left out: include.
    season : word, optional
        Divide by a seasonal index: none, auto (the row's own from two full years on, else that of
        all rows) or group (that of all rows). Left out: none.
    sd : word, optional
        population (as STDEV.P) or sample (as STDEV.S, with detrend as STEYX). Left out: population.
    detrend : yes or no, optional
        Whether the deviation is taken from a straight line instead of the mean. Left out: FALSE.
    measure : word, optional
        cv, mean, deviation, adi, cv2, kind or season. Left out: cv.
    grain : word, optional
        What the columns are, for the season: month or quarter. Left out: month.
    lang : word, optional
        Language of the words that kind and season answer with: en or ru. Left out: en.

    Returns
    -------
    number
        One per row of ``series``; a word for the measures kind and season.

    Source
    ------
    Scholz-Reiter et al. (2012), doi:10.1108/17410401211212689; kinds: Syntetos, Boylan, Croston
    (2005), Journal of the Operational Research Society 56, 495-503.

    Examples
    --------
    >>> quarterly = [[0.0, 0.0, 300.0] * 4]
    >>> round(XYZ_CV(quarterly)[0][0], 3)
    1.414
    >>> XYZ_CV(quarterly, measure="adi"), XYZ_CV(quarterly, measure="kind")
    ([[3.0]], [['intermittent']])
    """
    from scoring.value.rhythm import KINDS, rhythm_of
    from scoring.value.season import SEASONS
    from scoring.value.xyz import season_variation
    from xl_addin.texts import texts

    preset: Literal["month", "quarter"] = grain
    policy = xyz_policy(
        len(series.rows[0]), preset, zeros=zeros, deviation=sd, season=season, detrend=detrend
    )
    header = len(series.rows) > 1 and has_header(series.rows[0], dates=True)
    filled, sold, first = _sold(series, header=header)
    say = texts(lang)
    if measure in {"adi", "cv2", "kind"}:
        adi, cv2, kind = rhythm_of(sold, policy, first)
        words = [say(f"kinds.{KINDS[code]}") if code >= 0 else None for code in kind]
        answers = {"adi": adi.tolist(), "cv2": cv2.tolist(), "kind": words}[measure]
    else:
        variation, corrected = season_variation(sold, policy, first)
        used = np.zeros(len(sold), np.int8) if corrected is None else corrected.used
        answers = (
            [say(f"season_used.{SEASONS[code]}") for code in used]
            if measure == "season"
            else getattr(variation, measure).tolist()
        )
    told = iter(answers)
    cells = [_told(next(told)) if is_one else "" for is_one in filled]
    return [[cell] for cell in [*cells, *[""] * (series.n_rows - len(cells))]]


def xyz_letters(series: Grid, policy: "XyzPolicy", *, header: bool) -> Texts:
    """Return the class of each row of a block, "" where the row is blank or the header."""
    from scoring.value.xyz import xyz_classes

    filled, sold, first = _sold(series, header=header)
    classes = np.full(filled.size, "", object)
    classes[filled] = xyz_classes(sold, policy, first)
    return classes


def _sold(series: Grid, *, header: bool) -> tuple[Bools, Floats, Places]:
    """Return which rows are filled, (n,), their sales, (k, P), and first periods, (k,)."""
    width = len(series.rows[0])
    cells = [cell for row in series.rows for cell in row]
    if header:
        cells[:width] = [None] * width
    money = numbers_of(cells, "series", width).reshape(-1, width)
    filled: Bools = np.asarray((~np.isnan(money)).any(axis=1))
    sold = np.clip(np.nan_to_num(money[filled], nan=0.0), 0, None)
    return filled, sold, (sold > 0).argmax(axis=1)  # 0 where nothing was ever sold


def _told(answer: Cell) -> Cell:
    return NO_VALUE if answer is None or answer != answer else answer  # noqa: PLR0124 (NaN)
