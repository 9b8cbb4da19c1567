"""Scores of any column of numbers, and where they part."""

from typing import Annotated, Literal, TypeAlias

import numpy as np

from xl_addin.functions.aligned import told
from xl_addin.functions.arguments import Answer, ArgumentError, Column, Whole, Words
from xl_addin.functions.catalogue import worksheet_function
from xl_addin.functions.cells import Cell
from xl_addin.functions.reading import has_header, numbers_of
from xl_addin.functions.value.rfm_options import Numbers, TiesWord

Direction: TypeAlias = Annotated[
    Literal["high", "low"],
    Words({"high": ("more", "больше", "выше"), "low": ("less", "меньше", "ниже")}),
]
Shown: TypeAlias = Annotated[
    Literal["scores", "cuts", "counts"],
    Words(
        {
            "scores": ("баллы", "оценки"),
            "cuts": ("borders", "границы"),
            "counts": ("customers", "количество", "численность"),
        }
    ),
]


@worksheet_function(example="=RFM_BINS(E2:E500, 5)")
def RFM_BINS(  # noqa: N802 (names and order are the worksheet's)
    values: Column,
    bins: Whole = 5,
    ties: TiesWord = "low",
    direction: Direction = "high",
    cuts: Numbers = (),
    show: Shown = "scores",
    seed: Whole = 0,
) -> Answer:
    """Score of each value from 1 to bins, the best: bins of equal size, or at borders of your own.

    Equal values: low counts the percentiles strictly below (all get the lowest score of their
    bins), mean is the bin of the mean rank as in SPSS, split parts them in the order of the rows,
    random by chance, next puts values that straddle a border into the next bin and keep leaves
    them in the current one, as in SPSS Modeler, drop makes equal borders one, as in pandas. Under
    keep and drop there may be fewer scores than bins. With ``cuts`` a score is 1 plus the
    number of cuts strictly below the value, and ties do not matter. ``direction`` low turns the
    scores round: the lowest value gets the best. A blank stays blank; so does a header.

    Parameters
    ----------
    values : column
        Numbers to score, such as days, orders or money: one column or row.
    bins : whole number, optional
        How many scores there are, 2 to 9. Left out: 5.
    ties : word, optional
        low, mean, split, random, next, keep or drop. Left out: low.
    direction : word, optional
        high: a high value is the best; low: a low one is. Left out: high.
    cuts : numbers, optional
        Borders of your own, rising, 1 to 8. Left out: bins of equal size.
    show : word, optional
        scores; cuts: the borders in one row; counts: how many values each score has. Left out:
        scores.
    seed : whole number, optional
        Seed of the ties random. Left out: 0.

    Returns
    -------
    number
        A score in the shape of ``values``, or one row of borders or counts, lowest values first.

    Source
    ------
    Percentiles as PERCENTILE.INC; SPSS Statistics RANK with NTILES; SPSS Modeler, Binning node;
    pandas qcut.

    Examples
    --------
    >>> RFM_BINS([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], 3)
    [[1.0], [1.0], [2.0], [2.0], [3.0], [3.0]]
    >>> RFM_BINS([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], cuts=[2.0, 5.0], direction="low")
    [[3.0], [3.0], [2.0], [2.0], [2.0], [1.0]]
    >>> RFM_BINS([1.0, 1.0, 1.0, 2.0, 3.0], 4, show="counts")
    [[3.0, 0.0, 1.0, 1.0]]
    """
    from scoring.settings import RfmPolicy
    from scoring.value.rfm_bins import bin_fixed, bin_values

    RfmPolicy(bins=bins, ties=ties, seed=seed)  # says what they may be
    if cuts:
        _check_cuts(cuts)
    cells = values.cells
    header = len(cells) > 1 and has_header(cells[:1])
    read = numbers_of([None, *cells[1:]] if header else cells, "values")
    at = np.flatnonzero(~np.isnan(read))
    if at.size == 0:
        raise ArgumentError("values", "every cell is empty")
    order = np.random.default_rng(seed).permutation(at.size) if ties == "random" else None
    binned = bin_fixed(read[at], cuts) if cuts else bin_values(read[at], bins, ties, order)
    if show == "cuts":
        return [told(binned.cuts.tolist())] if binned.bins > 1 else [told([None])]
    scores = binned.scores.astype(np.int64)
    if show == "counts":
        return [np.bincount(scores, minlength=binned.bins + 1)[1:].astype(float).tolist()]
    answers: list[Cell] = [""] * len(cells)
    for row, score in zip(at.tolist(), scores.tolist(), strict=True):
        answers[row] = float(score if direction == "high" else binned.bins + 1 - score)
    return values.spread(answers)


def _check_cuts(cuts: tuple[float, ...]) -> None:
    from scoring.checks import check_rising
    from scoring.settings.rfm import MOST_BINS

    if len(cuts) >= MOST_BINS:
        raise ArgumentError("cuts", f"{len(cuts)} borders, but {MOST_BINS - 1} at most")
    check_rising("bins.cuts", cuts, len(cuts), above=-float("inf"))
