"""Concentration in cells: how much hangs on few customers, and what their loss would leave."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Annotated, Literal, TypeAlias

import numpy as np

from xl_addin.functions.aligned import told
from xl_addin.functions.arguments import (
    Answer,
    ArgumentError,
    Column,
    Flag,
    Language,
    Line,
    Number,
    Whole,
    Words,
)
from xl_addin.functions.catalogue import worksheet_function
from xl_addin.functions.cells import Cell
from xl_addin.functions.reading import (
    Floats,
    check_lengths,
    has_header,
    numbers_of,
    refuse_blank,
    texts_of,
)

# The methods of a chapter are imported at its first call: Excel waits for the import of them all.

Kind: TypeAlias = Annotated[
    Literal["HHI", "CR", "TOP", "EFFN", "GINI", "GINI_N"],
    Words(
        {
            "HHI": ("herfindahl", "херфиндаль", "индекс херфиндаля"),
            "CR": ("concentration ratio", "доля крупнейших"),
            "TOP": ("pareto", "парето", "топ"),
            "EFFN": ("effective number", "эффективное число"),
            "GINI": ("джини",),
            "GINI_N": ("gini corrected", "джини с поправкой"),
        }
    ),
]
_USUAL_CR = 5
_USUAL_TOP = 0.2
_COLUMNS = (
    "revenue_lost",
    "revenue_share",
    "revenue_left",
    "margin_lost",
    "margin_share",
    "margin_left",
    "coverage",
)


@worksheet_function(example='=CONC_INDEX(B2:B200, "HHI")')
def CONC_INDEX(  # noqa: N802 (the name is the worksheet's)
    values: Column,
    kind: Kind,
    n: Number | None = None,
    groups: Column | None = None,
) -> Answer:
    """Concentration of a column of money in one number: HHI, CR, TOP, EFFN, GINI or GINI_N.

    HHI: the sum of squared shares in percent, up to 10000 for one customer alone. EFFN: 10000 /
    HHI, as if so many equal customers. CR: the share that the ``n`` largest bring together. TOP:
    the share that the largest part ``n`` of all customers brings, 0.2 for the largest fifth; a
    whole ``n`` counts customers, as in CR. GINI: 0 where all bring the same, at most 1 - 1/n;
    GINI_N: the same times n / (n - 1), up to 1. A value below 0 (more returns than sales) counts
    as 0; one of 0 is a customer too. Rows of one group in ``groups`` count as one customer. Blank
    rows and a header on top are passed over. Without any value above 0 the answer is a dash.

    Parameters
    ----------
    values : column
        Money of each customer: one column or row, in any order.
    kind : word
        HHI, CR, TOP, EFFN (effective number), GINI or GINI_N (Gini corrected for the number).
    n : number, optional
        How many of the largest: for CR a whole number, for TOP that or a part below 1; the others
        do without. Left out: 5 for CR, 0.2 for TOP.
    groups : column, optional
        Group of companies of each row; a blank or a dash is none. Left out: each row is a customer.

    Returns
    -------
    number
        HHI 0 to 10000, EFFN from 1 on, the others a fraction.

    Source
    ------
    Hirschman (1964), The Paternity of an Index, American Economic Review 54(5); Gini (1914).

    Examples
    --------
    >>> CONC_INDEX([300.0, 200.0, 150.0, 100.0, 80.0, 60.0, 50.0, 30.0, 20.0, 10.0], "HHI")
    1764.0
    >>> CONC_INDEX([300.0, 200.0, 150.0, 100.0, 80.0, 60.0, 50.0, 30.0, 20.0, 10.0], "CR", 5)
    0.83
    """
    from scoring.solvency.inequality import effective_number, gini, hhi

    measures: dict[str, Callable[[Floats], float]] = {
        "HHI": hhi,
        "EFFN": effective_number,
        "GINI": gini,
        "GINI_N": partial(gini, corrected=True),
    }
    measure = measures[kind] if kind in measures else _share_of(kind, n)
    (money,) = _merged({"values": values}, groups)
    return told([measure(money)])[0]


@worksheet_function(example="=LORENZ_CURVE(B2:B200)")
def LORENZ_CURVE(  # noqa: N802 (the name is the worksheet's)
    values: Column,
    points: Whole | None = None,
    groups: Column | None = None,
) -> Answer:
    """Lorenz curve: which share of all money the smallest customers bring, for a line chart.

    The first row is 0 and 0, the last 1 and 1; between them one row per customer, the smallest
    first, or with ``points`` so many rows at equal steps, straight lines between customers. The
    further the curve hangs below the diagonal, the more hangs on few. A value below 0 counts as
    0. Rows of one group count as one customer. Blank rows and a header on top are passed over.
    Without any value above 0 the second column holds dashes.

    Parameters
    ----------
    values : column
        Money of each customer: one column or row, in any order.
    points : whole number, optional
        Number of rows, 2 to 10001, such as 101 for whole percents. Left out: one per customer.
    groups : column, optional
        Group of companies of each row; a blank or a dash is none. Left out: each row is a customer.

    Returns
    -------
    table
        Two columns of fractions: share of customers, share of money.

    Source
    ------
    Lorenz (1905), Methods of Measuring the Concentration of Wealth.

    Examples
    --------
    >>> LORENZ_CURVE([60.0, 10.0, 10.0, 20.0])
    [[0.0, 0.0], [0.25, 0.1], [0.5, 0.2], [0.75, 0.4], [1.0, 1.0]]
    """
    from scoring.checks import check_whole
    from scoring.solvency.inequality import lorenz, lorenz_points

    if points is not None:
        check_whole("points", points, 2, 10_001)
    (money,) = _merged({"values": values}, groups)
    curve = lorenz(money) if points is None else lorenz_points(money, points)
    return [told(row) for row in curve.tolist()]


@worksheet_function(example="=CONC_STRESS(B2:B200, C2:C200, {1;3;5}, 2500000)")
def CONC_STRESS(  # noqa: N802 (names and order are the worksheet's)
    revenue: Column,
    margin: Column,
    lost: Column,
    fixed_cost: Number | None = None,
    groups: Column | None = None,
    headers: Flag = True,  # noqa: FBT002 (an argument of a worksheet)
    lang: Language = "en",
) -> Answer:
    """Loss of the largest customers: what it takes of revenue, margin and cover of fixed costs.

    One row for each number in ``lost``: 1 takes away the largest customer, 3 the three largest, 0
    nobody. Largest is who brings most revenue; of equal ones, most margin. Shares of revenue are
    of all values above 0, as CR gives them; shares of margin are of the margin of all. Coverage
    is the margin left divided by ``fixed_cost``; below 1 the business loses money. Rows of one
    group count as one customer: with managers, products or industries as groups and 1 as ``lost``
    the answer is the dependence on the largest of them. Where margin or fixed costs are not known,
    or there is nothing to divide by, stands a dash. Blank rows and headers on top are passed over.

    Parameters
    ----------
    revenue : column
        Revenue of each customer, such as that of a year.
    margin : column
        Margin of each customer over the same time; one blank cell where it is not known.
    lost : column
        How many of the largest are lost: one number, or a column such as 1, 3, 5.
    fixed_cost : number, optional
        Fixed costs over the same time. Left out: not known.
    groups : column, optional
        Group of companies of each row; a blank or a dash is none. Left out: each row is a customer.
    headers : yes or no, optional
        Whether a row of headers stands on top. Left out: TRUE.
    lang : word, optional
        Language of headers: en or ru. Left out: en.

    Returns
    -------
    table
        Eight columns: customers lost, revenue lost, its share, revenue left, margin lost, its
        share, margin left, coverage of fixed costs.

    Source
    ------
    The stress test of the handbook of methods, section on concentration.

    Examples
    --------
    >>> CONC_STRESS([60.0, 30.0, 10.0], [12.0, 9.0, 3.0], 1.0, 10.0, headers=False)
    [[1.0, 60.0, 0.6, 40.0, 12.0, 0.5, 12.0, 1.2]]
    """
    from scoring.solvency.stress import loss_of_top
    from xl_addin.texts import texts

    known = len(margin) > 1 or margin.cells[0] is not None
    lines = {"revenue": revenue, "margin": margin} if known else {"revenue": revenue}
    money, *margins = _merged(lines, groups)
    counts = _counts(lost)
    table = loss_of_top(money, margins[0] if margins else None, counts, fixed_cost)
    rows: list[list[Cell]] = [
        [float(count), *told(row)]
        for count, row in zip(counts, table[list(_COLUMNS)].to_numpy().tolist(), strict=True)
    ]
    if not headers:
        return rows
    say = texts(lang)
    return [[say(f"conc_stress.{key}") for key in ("lost", *_COLUMNS)], *rows]


def _share_of(kind: str, n: float | None) -> Callable[[Floats], float]:
    """Return the share of the n largest (CR), or of the largest part (TOP, below 1)."""
    from scoring.solvency.inequality import best_share, top_share

    if n is None:
        n = _USUAL_CR if kind == "CR" else _USUAL_TOP
    if kind == "TOP" and 0 <= n < 1:
        return partial(best_share, part=n)
    if n != int(n):
        raise ArgumentError("n", f"{n:g} is not a whole number")
    return partial(top_share, n=int(n))


def _counts(lost: Line) -> list[int]:
    """Return how many customers are lost, by row; blanks and a header are passed over."""
    cells = lost.cells
    if len(cells) > 1 and has_header(cells[:1]):
        cells = [None, *cells[1:]]
    values = numbers_of(cells, "lost")
    for row in np.flatnonzero((values < 0) | (values % 1 > 0)):
        raise ArgumentError(f"lost, row {row + 1}", f"{values[row]:g} is not a number of customers")
    if np.isnan(values).all():
        refuse_blank(np.isnan(values), "lost")
    return [int(count) for count in values[~np.isnan(values)]]


def _merged(lines: Mapping[str, Line], groups: Line | None) -> list[Floats]:
    """Return the money of each line by customer or group, (k,); blank rows are passed over.

    Raises TableError for what cannot be read, and for a blank beside a number of another line;
    ArgumentError for ranges of different length.
    """
    from scoring.solvency.groups import merge_groups

    check_lengths({**lines, "groups": groups})
    n = max(map(len, lines.values()))
    header = n > 1 and has_header(*(line.cells[:1] for line in lines.values()))
    money = {name: numbers_of(_padded(line, n, header), name) for name, line in lines.items()}
    blank = np.isnan(np.stack(list(money.values())))
    for name, values in money.items():
        refuse_blank(np.isnan(values) & ~blank.all(axis=0), name)
    here = ~blank.all(axis=0)
    named = None if groups is None else texts_of(_padded(groups, n, header), "groups")[here]
    members = merge_groups(np.flatnonzero(here).astype(str).astype(object), named)
    return [members.sums(values[here]) for values in money.values()]


def _padded(line: Line, n: int, header: bool) -> list[Cell]:  # noqa: FBT001 (a fact, no option)
    """Return n cells of a line, blanks at its end, the header blanked."""
    first: list[Cell] = [None] if header else line.cells[:1]
    return [*first, *line.cells[1:n], *[None] * (n - len(line))]
