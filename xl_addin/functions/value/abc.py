"""ABC classes in cells."""

from typing import TYPE_CHECKING

import numpy as np

from xl_addin.functions.arguments import (
    Answer,
    Area,
    ArgumentError,
    Column,
    Flag,
    Grid,
    Language,
    Line,
    Number,
)
from xl_addin.functions.catalogue import worksheet_function
from xl_addin.functions.cells import NO_VALUE, Cell
from xl_addin.functions.reading import (
    Floats,
    Texts,
    check_lengths,
    has_header,
    ids_of,
    numbers_of,
    refuse_blank,
    without_header,
)
from xl_addin.functions.value.abc_xyz_options import Edge, Method, abc_policy

if TYPE_CHECKING:
    from scoring.settings import AbcPolicy

# The methods of a chapter are imported at its first call: Excel waits for the import of them all.

TABLE_COLUMNS = ("rank", "item", "value", "share", "cumulative_share", "share_above", "abc")


@worksheet_function(example="=ABC_CLASS(B2:B200)")
def ABC_CLASS(  # noqa: N802 (names and order are the worksheet's)
    values: Column,
    cut_a: Number | None = None,
    cut_b: Number | None = None,
    edge: Edge = "usual",
    method: Method = "empirical",
    measures: Area | None = None,
    weights: Area | None = None,
) -> Answer:
    """ABC class of each value: A brings the first 80 %, B up to 95 %, C the rest, D nothing.

    empirical: an item is A while the items that earn strictly more bring less than ``cut_a`` of
    the sum of all values above 0, B while they bring less than ``cut_b``, else C. So the best
    item is always A. With ``edge`` "incl" the item's own share is added first, and a class ends
    at or below its cut: the rule of textbooks. sum: the same with the share of items added to the
    share of value. differential: A from ``cut_a`` times the mean, C up to ``cut_b`` times it.
    tangent: the cumulative curve is cut where it stands highest above its chord, and the rest
    once more; a straight curve, of equal items or one, stays whole. fixed: A from ``cut_a`` of
    money, B from ``cut_b``.

    In every method equal values share a class, the order of rows does not matter, and values of 0
    or less are D and add nothing. With ``measures`` the class has a letter for each measure;
    fixed limits are those of ``values``, the others then go by the empirical rule. With ``weights``
    too, each measure is divided by the sum of its values above 0, and the class is that of the
    mean of these shares by weight; an item below 0 in a measure of weight is D. A blank cell stays
    blank; so does a header on top.

    Parameters
    ----------
    values : column
        Money of each item: one column or row; the classes come in the same order and shape.
    cut_a : number, optional
        Where A ends, or begins with differential (times the mean) and fixed (money). Left out:
        0.8; 1 with sum, 6 with differential.
    cut_b : number, optional
        Where B ends, or begins with differential and fixed. Left out: 0.95; 1.45 with sum, 0.5
        with differential.
    edge : word, optional
        above: only what better items bring decides; incl: the item itself counts too. Left out:
        usual, which is above, and incl with sum. Not read by the other methods.
    method : word, optional
        empirical, sum, differential, tangent or fixed. Left out: empirical.
    measures : block, optional
        Further measures of the same items, such as margin, a column each. Left out: none.
    weights : block, optional
        One weight for values and one for each of measures: the class is that of the weighted
        index. Left out: a letter for each measure, such as AB.

    Returns
    -------
    text
        A, B, C or D, or a letter for each measure, in the shape of ``values``.

    Source
    ------
    Dickie (1951), ABC Inventory Analysis Shoots for Dollars, Not Pennies; the other rules as in
    Russian textbooks of logistics.

    Examples
    --------
    >>> ten = [300.0, 200.0, 150.0, 100.0, 80.0, 60.0, 50.0, 30.0, 20.0, 10.0]
    >>> ABC_CLASS(ten)[:5]
    [['A'], ['A'], ['A'], ['A'], ['A']]
    >>> "".join(row[0] for row in ABC_CLASS(ten, method="tangent"))
    'AAABBBCCCC'
    >>> ABC_CLASS([60.0, 39.0, 1.0], measures=[[2.0], [9.0], [-1.0]])
    [['AB'], ['AA'], ['CD']]
    """
    policy = abc_policy(method, cut_a, cut_b, edge)
    if measures is None and weights is None:
        cells = values.cells
        if len(cells) > 1 and has_header(cells[:1]):
            cells = [None, *cells[1:]]
        return values.spread(abc_letters(cells, policy).tolist())
    items = _measured(values, measures)
    blank = np.isnan(items[0])
    letters = np.full(blank.size, "", object)
    letters[~blank] = _joined([item[~blank] for item in items], weights, policy)
    return values.spread(letters.tolist()[: len(values)])


@worksheet_function(example="=ABC_TABLE(A2:A200, B2:B200)")
def ABC_TABLE(  # noqa: N802, PLR0913, PLR0917 (names and order are the worksheet's)
    ids: Column,
    values: Column,
    method: Method = "empirical",
    cut_a: Number | None = None,
    cut_b: Number | None = None,
    edge: Edge = "usual",
    measures: Area | None = None,
    weights: Area | None = None,
    headers: Flag = True,  # noqa: FBT002 (a cell)
    lang: Language = "en",
) -> Answer:
    """Table of items from the best to the worst: value, shares, running share and ABC class.

    The classes are those of ABC_CLASS with the same options. Rows of one id are one item: their
    values are added up, so that columns of a sales table may be given as they are. Equal items
    stand by id and share a class. With ``measures`` each measure is added up likewise, and the
    class has a letter for each; with ``weights`` the value is the weighted index, a share of 1.
    Shares are of the sum above 0; items of class D have none. Blank rows are passed over, and so
    is a row of headers; an id without a value, or a value without an id, is refused.

    Parameters
    ----------
    ids : column
        Item of each row, such as Sales[customer] or Sales[product].
    values : column
        Money of each row; the same rows as ids.
    method : word, optional
        empirical, sum, differential, tangent or fixed. Left out: empirical.
    cut_a : number, optional
        Where A ends, or begins with differential (times the mean) and fixed (money). Left out:
        0.8; 1 with sum, 6 with differential.
    cut_b : number, optional
        Where B ends, or begins with differential and fixed. Left out: 0.95; 1.45 with sum, 0.5
        with differential.
    edge : word, optional
        above: only what better items bring decides; incl: the item itself counts too. Left out:
        usual, which is above, and incl with sum. Not read by the other methods.
    measures : block, optional
        Further measures of the same items, such as margin, a column each. Left out: none.
    weights : block, optional
        One weight for values and one for each of measures: the class is that of the weighted
        index. Left out: a letter for each measure, such as AB.
    headers : yes or no, optional
        Whether a row of headers stands on top. Left out: TRUE.
    lang : word, optional
        Language of the headers: en or ru. Left out: en.

    Returns
    -------
    table
        Seven columns: rank, item, value, share, running share, share above the item, class; shares
        are fractions.

    Source
    ------
    Dickie (1951), ABC Inventory Analysis Shoots for Dollars, Not Pennies.

    Examples
    --------
    >>> ABC_TABLE(["P1", "P2", "P1"], [30.0, 20.0, 50.0], headers=False)
    [[1.0, 'P1', 80.0, 0.8, 0.8, 0.0, 'A'], [2.0, 'P2', 20.0, 0.2, 1.0, 0.8, 'B']]
    """
    from scoring.value.abc import classify_abc
    from scoring.value.abc_measures import weighted_index
    from xl_addin.texts import texts

    policy = abc_policy(method, cut_a, cut_b, edge)
    check_lengths({"ids": ids, "values": values})
    names, items = _items(ids, values, measures)
    money = items[0]
    if weights is not None:
        money = weighted_index(items, _weights(weights, len(items)))
    table = classify_abc(names, money, policy).table
    letters = dict(zip(names, _joined(items, weights, policy), strict=True))
    rows: list[list[Cell]] = [
        [float(rank), name, *map(_shown, figures), letters[name]]
        for rank, name, *figures in zip(
            *(table[key].tolist() for key in ("rank", "id", "value", *TABLE_COLUMNS[3:6])),
            strict=True,
        )
    ]
    say = texts(lang)
    return [[say(f"columns.{key}") for key in TABLE_COLUMNS], *rows] if headers else rows


def abc_letters(cells: list[Cell], policy: "AbcPolicy") -> Texts:
    """Return the class of each cell, (n,), "" where it is blank."""
    from scoring.value.abc import abc_classes

    values = numbers_of(cells, "values")
    filled = ~np.isnan(values)
    classes = np.full(values.size, "", object)
    classes[filled] = abc_classes(values[filled], policy)
    return classes


def _measured(values: Line, measures: Grid | None) -> list[Floats]:
    """Return the measures of items, (n,) each, values first; blank rows are NaN in all of them."""
    check_lengths({"values": values, "measures": measures})
    rows = [] if measures is None else measures.rows
    width = len(rows[0]) if rows else 0
    n = max(len(values), len(rows))
    firsts = [values.cells[:1], *([rows[0]] if rows else [])]
    header = n > 1 and has_header(*firsts)
    first: list[Cell] = [None] if header else values.cells[:1]
    cells = [*first, *values.cells[1:], *[None] * (n - len(values))]
    others: list[Cell] = [cell for row in rows for cell in row]
    if header:
        others[:width] = [None] * width
    others += [None] * (n * width - len(others))
    money = numbers_of(cells, "values")
    further = numbers_of(others, "measures", max(width, 1)).reshape(n, width)
    if width:
        blank = np.isnan(further)
        refuse_blank(np.isnan(money) & ~blank.all(axis=1), "values")
        refuse_blank(~np.isnan(money) & blank.any(axis=1), "measures")
    return [money, *further.T]


def _items(ids: Line, values: Line, measures: Grid | None) -> tuple[Texts, list[Floats]]:
    """Return the distinct ids, rising, and their measures added up, values first."""
    from scoring.sums import sum_by

    header = ids.cells[0] if len(values) > 1 and has_header(values.cells[:1]) else None
    read = ids_of(without_header(ids, header), "ids")
    figures = _measured(values, measures)
    n = max(read.code.size, figures[0].size)
    code = np.append(read.code, np.full(n - read.code.size, -1, read.code.dtype))
    lines = [np.append(line, np.full(n - line.size, np.nan)) for line in figures]
    refuse_blank((code < 0) & ~np.isnan(lines[0]), "ids")
    refuse_blank((code >= 0) & np.isnan(lines[0]), "values")
    sums = [sum_by(code, np.nan_to_num(line), read.ids.size) for line in lines]
    return read.ids, sums


def _joined(items: list[Floats], weights: Grid | None, policy: "AbcPolicy") -> Texts:
    """Return the letters of all measures, or of their weighted index, (n,)."""
    from scoring.value.abc_measures import joint_classes, weighted_index

    if weights is not None:
        items = [weighted_index(items, _weights(weights, len(items)))]
    return joint_classes(items, policy)


def _weights(weights: Grid, n: int) -> list[float]:
    """Return one weight for each measure, 0 or more and not all 0."""
    read = numbers_of([cell for row in weights.rows for cell in row], "weights")
    found = ", ".join(f"{weight:g}" for weight in read)
    if read.size != n:
        raise ArgumentError("weights", f"{read.size} given, but there are {n} measures")
    if not (read >= 0).all() or not read.any():  # a blank is NaN, and not 0 or more
        raise ArgumentError("weights", f"{found}: 0 or more is expected, and not all 0")
    return [float(weight) for weight in read]


def _shown(figure: float) -> Cell:
    return NO_VALUE if np.isnan(figure) else figure
