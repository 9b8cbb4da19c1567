"""Offers in cells: what the matrix of segments and products says, and what it adds up to."""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

import numpy as np

from scoring.errors import shown
from xl_addin.functions.aligned import told
from xl_addin.functions.arguments import (
    Answer,
    Area,
    ArgumentError,
    Cells,
    Day,
    Grid,
    Language,
    Words,
)
from xl_addin.functions.catalogue import worksheet_function
from xl_addin.functions.cells import Cell
from xl_addin.functions.reading import Texts, texts_of

if TYPE_CHECKING:
    from scoring.offers.status import Statuses

# The methods of a chapter are imported at its first call: Excel waits for the import of them all.

StatusField: TypeAlias = Annotated[
    Literal["status", "date", "stage", "reason"],
    Words(
        {
            "status": ("статус",),
            "date": ("step", "next step", "дата", "следующий шаг"),
            "stage": ("стадия", "этап"),
            "reason": ("причина", "причина отказа"),
        }
    ),
]
Metric: TypeAlias = Annotated[
    Literal[
        "coverage",
        "penetration",
        "win_rate",
        "products_per_customer",
        "targeted",
        "sold",
        "offered",
        "in_progress",
        "refused",
        "not_offered",
        "overdue",
    ],
    Words(
        {
            "coverage": ("охват",),
            "penetration": ("проникновение",),
            "win_rate": ("win rate", "доля побед", "успешность"),
            "products_per_customer": ("products per customer", "продуктов на клиента"),
            "targeted": ("целевые", "целевых"),
            "sold": ("продано",),
            "offered": ("предложено", "предлагали"),
            "in_progress": ("in progress", "в работе"),
            "refused": ("отказ", "отказы", "отказов"),
            "not_offered": ("not offered", "не предлагали", "не предложено"),
            "overdue": ("overdue steps", "просрочено", "просроченные шаги"),
        }
    ),
]
_ABOUT = ("segment", "customer", "name", "division")  # columns on the customer, not products


@worksheet_function(example='=OFFER_STATUS(C2:H20, "date")')
def OFFER_STATUS(  # noqa: N802 (the name is the worksheet's)
    statuses: Cells,
    field: StatusField = "status",
    lang: Language = "en",
) -> Answer:
    """Status that each cell of a segment x product matrix tells: sold, in progress, refused.

    ``+`` is sold. Not offered and Refused are what they say, what follows Refused is the reason.
    Any other text is a stage of work in progress, and a date at its end that of the next step:
    Offer, 25.02.2010. A dash is not targeted. Words and signs are understood in English and
    Russian and in every shape of plus and minus. ``field`` says what to answer: status, date
    (of the next step), stage or reason; where the cell has none, a dash. Dates are 2010-02-25 or
    25.02.2010; a date that cannot be read is refused. A blank cell, not targeted, stays blank.

    Parameters
    ----------
    statuses : block
        Cells of the matrix: one cell, a column, a row or a block.
    field : word, optional
        status, date of the next step, stage or reason. Left out: status.
    lang : word, optional
        Language of the status: en or ru. Left out: en.

    Returns
    -------
    text or date
        In the shape of ``statuses``.

    Source
    ------
    The matrix of segments and products: the handbook of methods.

    Examples
    --------
    >>> OFFER_STATUS(["+", "Offer, 25.02.2010", "Refused, price", None])
    [['Sold'], ['In progress'], ['Refused'], ['']]
    >>> OFFER_STATUS("Offer, 25.02.2010", "stage")
    'Offer'
    """
    found = texts_of(statuses.cells, "statuses", statuses.width)
    answers = told(_answers(_read(found, "statuses", statuses.width), field, lang))
    pairs = zip(answers, found.tolist(), strict=True)
    return statuses.spread(["" if text is None else answer for answer, text in pairs])


@worksheet_function(example='=OFFER_COVERAGE(Offer_Matrix[#All], "penetration")')
def OFFER_COVERAGE(  # noqa: N802 (the name is the worksheet's)
    matrix: Area,
    metric: Metric = "coverage",
    as_of: Day | None = None,
) -> Answer:
    """Coverage of a segment x product matrix: the share of target cells that were offered.

    A cell that is not blank is targeted; see OFFER_STATUS for what its text says. coverage is
    the share of targeted cells offered, whatever came of it; penetration the share sold;
    win_rate sold / (sold + refused); products_per_customer sold cells per row with a target.
    The others are counts; overdue counts the cells in progress or not offered with a date
    before ``as_of``. A first row in which a header such as customer, segment or name stands is
    one of headers; the columns of customer, segment, name and division are no products. In a
    matrix without headers every cell is a status, and a text that is none is refused, since it
    may be a header. Where there is nothing to divide by the answer is a dash.

    Parameters
    ----------
    matrix : block
        One row per customer, one column per product, with headers or without.
    metric : word, optional
        coverage, penetration, win_rate, products_per_customer, targeted, sold, offered,
        in_progress, refused, not_offered or overdue. Left out: coverage.
    as_of : date, optional
        Today, for overdue, which needs it. Left out: none.

    Returns
    -------
    number
        A share as a fraction, or a count.

    Source
    ------
    The matrix of segments and products: the handbook of methods.

    Examples
    --------
    >>> wide = [["Customer", "P1", "P2"], ["C1", "+", "Not offered"], ["C2", None, "Refused"]]
    >>> OFFER_COVERAGE(wide)
    0.6666666666666666
    >>> OFFER_COVERAGE(wide, "win_rate")
    0.5
    """
    from scoring.days import day_number
    from scoring.offers.metrics import offer_totals
    from scoring.offers.status import has_step

    cells, width, has_headers = _status_cells(matrix)
    read = _read(texts_of(cells, "matrix", width), "matrix", width, plain=not has_headers)
    if metric != "overdue":
        totals = offer_totals(read.status.reshape(-1, width))
        return told([float(getattr(totals, metric))])[0]
    if as_of is None:
        raise ArgumentError("as_of", "is needed for overdue")
    late = has_step(read.status, read.step) & (read.step < day_number(as_of))
    return float(np.count_nonzero(late))


def _answers(read: "Statuses", field: str, lang: str) -> list[Cell]:
    """Return what each cell says of a field, None for nothing."""
    from scoring.days import to_date
    from scoring.offers.status import STATUS_KEYS
    from scoring.tables import NO_DAY
    from xl_addin.texts import texts

    if field == "status":
        words = [texts(lang)(f"offer_status.{key}") for key in STATUS_KEYS]
        return [words[code] for code in read.status.tolist()]
    if field == "date":
        return [
            None if day == NO_DAY else dt.datetime.combine(to_date(day), dt.time())
            for day in read.step.tolist()
        ]
    said: list[Cell] = (read.stage if field == "stage" else read.reason).tolist()
    return said


def _read(texts: Texts, argument: str, width: int, *, plain: bool = False) -> "Statuses":
    """Read statuses, width in a row of the range.

    Raises ArgumentError for a date that cannot be read and, in a plain matrix without headers,
    for a text that is neither a known word nor dated.
    """
    from scoring.offers.status import Remark, parse_statuses

    read = parse_statuses(texts)
    refused = {Remark.DATE: "the date in '{}' is not a plain one"}
    if plain:
        refused[Remark.WORD] = "'{}' is no status; take the headers in, or write a date to it"
    if (odd := np.flatnonzero(np.isin(read.remark, [*refused]))).size:
        found = refused[Remark(read.remark[odd[0]])].format(shown(texts[odd[0]]))
        raise ArgumentError(f"{argument}, row {odd[0] // width + 1}", found)
    return read


def _status_cells(matrix: Grid) -> tuple[Sequence[Cell], int, bool]:
    """Return the cells of products, how many stand in a row, and whether there were headers."""
    from xl_addin.exports.headers import map_headers

    first = ["" if cell is None else str(cell) for cell in matrix.rows[0]]
    fields = map_headers(first, "customers").fields
    about = {fields[name] for name in _ABOUT if name in fields}
    if not about:
        return [cell for row in matrix.rows for cell in row], len(first), False
    places = [place for place in range(len(first)) if place not in about]
    if not places or len(matrix.rows) == 1:
        raise ArgumentError("matrix", "there are no products below the headers")
    blank: list[Cell] = [None] * len(places)
    below = [cell for row in matrix.rows[1:] for cell in (row[place] for place in places)]
    return [*blank, *below], len(places), True
