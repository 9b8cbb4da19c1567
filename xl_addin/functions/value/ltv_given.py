"""Models of repeat buying at given parameters in cells, for tables of a paper to be rebuilt."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from xl_addin.functions.aligned import Aligned, aligned
from xl_addin.functions.arguments import Answer, ArgumentError, Column, Line
from xl_addin.functions.catalogue import worksheet_function
from xl_addin.functions.cells import Cell
from xl_addin.functions.reading import Bools, Floats, has_header, numbers_of, refuse_blank
from xl_addin.functions.value.ltv_words import KnownModel

if TYPE_CHECKING:
    from scoring.checks import IntArray
    from scoring.value.ltv.given import GivenModel

# The methods of a chapter are imported at its first call: Excel waits for the import of them all.

MOST_ORDERS = 1_000_000
LONGEST = 1_000_000  # units of time
MOST_OPPORTUNITIES = 10_000


@worksheet_function(example='=BTYD_ALIVE("bgnbd", F2:F5, B2:B20, C2:C20, D2:D20)')
def BTYD_ALIVE(  # noqa: N802 (names and order are the worksheet's)
    model: KnownModel,
    params: Column,
    x: Column,
    t_x: Column,
    age: Column,
) -> Answer:
    """Chance that a customer still buys, by a model of repeat buying with given parameters.

    All times are in the unit that the parameters are in, from the customer's first order on.
    In BG/NBD a customer without a repeat order is active for sure: the model lets nobody leave
    before one; in NBD nobody leaves at all. For BG/BB age counts opportunities, t_x is that of
    the last order, and the chance is the one to be there at the next. ``x``, ``t_x`` and ``age``
    are columns of equal length, or single cells that hold for every row. A blank row stays
    blank; so does a header on top.

    Parameters
    ----------
    model : word
        bgnbd, mbgnbd, paretonbd, nbd or bgbb.
    params : column
        Parameters above 0, as in the first rows of BTYD_FIT: r, alpha, a, b; for paretonbd r,
        alpha, s, beta; for nbd r, alpha; for bgbb alpha, beta, gamma, delta.
    x : column
        Repeat orders, those after the first: whole numbers from 0.
    t_x : column
        Time from the first order to the last; 0 without a repeat order.
    age : column
        Time from the first order to the date of the forecast [T], not before t_x.

    Returns
    -------
    number
        Probability, in the shape of the columns.

    Source
    ------
    Fader, Hardie, note 021 at brucehardie.com; Schmittlein, Morrison, Colombo (1987), Counting
    Your Customers, Management Science 33(1); Fader, Hardie, Shang (2010), Marketing Science 29(6).

    Examples
    --------
    >>> round(BTYD_ALIVE("bgnbd", [0.2425945, 4.4136019, 0.7929199, 2.4258881], 26, 30.857, 31), 4)
    0.9689
    >>> BTYD_ALIVE("bg/nbd", [0.2425945, 4.4136019, 0.7929199, 2.4258881], [0, 2], [0, 3], [5, 3.5])
    [[1.0], [0.7886866884167711]]
    """
    from scoring.value.ltv.given import alive_given

    values = given_parameters(model, params)
    rows = aligned({"x": x, "t_x": t_x, "age": age})
    who = _customers(rows, model)
    answers = np.full(rows.n, np.nan)
    answers[who.rows] = alive_given(model, values, who.x, who.t_x, who.age)
    return rows.spread(answers)


@worksheet_function(example='=BTYD_EXPECT("bgnbd", F2:F5, 52, B2:B20, C2:C20, D2:D20)')
def BTYD_EXPECT(  # noqa: N802 (names and order are the worksheet's)
    model: KnownModel,
    params: Column,
    horizon: Column,
    x: Column | None = None,
    t_x: Column | None = None,
    age: Column | None = None,
) -> Answer:
    """Orders expected in a time to come, by a model of repeat buying with given parameters.

    With ``x``, ``t_x`` and ``age``, those of a customer with that history: the chance that he
    still buys, as BTYD_ALIVE has it, times the orders of one who does. Without the three, the
    repeat orders of a new customer from his first order on; zeros in them say the same. Times
    are in the unit that the parameters are in; for BG/BB they count opportunities. Columns are
    of equal length, or single cells that hold for every row. A blank row stays blank; so does a
    header on top.

    Parameters
    ----------
    model : word
        bgnbd, mbgnbd, paretonbd, nbd or bgbb.
    params : column
        Parameters above 0, as in the first rows of BTYD_FIT: r, alpha, a, b; for paretonbd r,
        alpha, s, beta; for nbd r, alpha; for bgbb alpha, beta, gamma, delta.
    horizon : column
        Time to come, from 0; for bgbb the number of coming opportunities.
    x : column, optional
        Repeat orders, those after the first: whole numbers from 0. Left out: a new customer.
    t_x : column, optional
        Time from the first order to the last; 0 without a repeat order. Left out: as x.
    age : column, optional
        Time from the first order to the date of the forecast [T], not before t_x. Left out: as x.

    Returns
    -------
    number
        Orders, in the shape of the columns.

    Source
    ------
    Fader, Hardie, Lee (2005), Counting Your Customers the Easy Way, Marketing Science 24(2),
    equations (9) and (10); Fader, Hardie, Shang (2010), Marketing Science 29(6).

    Examples
    --------
    >>> cdnow = [0.2425945, 4.4136019, 0.7929199, 2.4258881]
    >>> round(BTYD_EXPECT("bgnbd", cdnow, 52), 3)
    1.444
    >>> [[round(orders, 2)] for [orders] in BTYD_EXPECT("bgnbd", cdnow, 52, [26, 0], [30.857, 0],
    ...     [31, 0])]
    [[25.76], [1.44]]
    """
    from scoring.value.ltv.given import orders_given

    values = given_parameters(model, params)
    history = {"x": x, "t_x": t_x, "age": age}
    missing = [name for name, line in history.items() if line is None]
    if 0 < len(missing) < len(history):
        raise ArgumentError(missing[0], "give x, t_x and age, or none of the three")
    rows = aligned({"horizon": horizon, **history})
    who = _customers(rows, model, new=bool(missing))
    most = MOST_OPPORTUNITIES if model == "bgbb" else LONGEST
    ahead = rows.numbers("horizon", 0, most)[who.rows]
    if model == "bgbb":
        _check_whole(ahead, who.rows, "horizon")
    answers = np.full(rows.n, np.nan)
    answers[who.rows] = orders_given(model, values, who.x, who.t_x, who.age, ahead)
    return rows.spread(answers)


def given_parameters(model: "GivenModel", params: Line) -> tuple[float, ...]:
    """Return the parameters of a model in a line of cells, a header passed over.

    Raises ArgumentError unless there are as many as the model has, all above 0.
    """
    from scoring.value.ltv.fitting import title
    from scoring.value.ltv.given import parameter_names

    header = len(params) > 1 and has_header(params.cells[:1])
    cells: list[Cell] = [None, *params.cells[1:]] if header else params.cells
    values = numbers_of(cells, "params")[header:]
    wanted = parameter_names(model)
    if values.size != len(wanted):
        found = f"{values.size} number{'s'[values.size == 1 :]}, but {title(model)} has "
        raise ArgumentError("params", f"{found}{len(wanted)}: {', '.join(wanted)}")
    refuse_blank(np.append([False] * header, np.isnan(values)), "params")
    if (below := np.flatnonzero(~(values > 0))).size:
        row = int(below[0])
        where = f"params, row {row + header + 1}"
        raise ArgumentError(where, f"{wanted[row]} is {values[row]:g}, and must be above 0")
    return tuple(values.tolist())


class _Customers(NamedTuple):
    """Histories, (m,), of the rows that are not blank."""

    rows: "IntArray"
    x: "IntArray"
    t_x: Floats
    age: Floats


def _customers(rows: Aligned, model: "GivenModel", *, new: bool = False) -> _Customers:
    """Read the histories, zeros for new customers; refuse one that cannot be."""
    filled = np.flatnonzero(~rows.blank)
    if new:
        none = np.zeros(filled.size)
        return _Customers(filled, none.astype(np.int64), none, none)
    longest = MOST_OPPORTUNITIES if model == "bgbb" else LONGEST
    x = rows.numbers("x", 0, MOST_ORDERS)[filled]
    t_x = rows.numbers("t_x", 0, longest)[filled]
    age = rows.numbers("age", 0, longest)[filled]
    _check_whole(x, filled, "x")
    if model == "bgbb":
        _check_whole(t_x, filled, "t_x")
        _check_whole(age, filled, "age")
        _refuse(filled, x > t_x, "x", "{:g} orders, but only {:g} opportunities up to t_x", x, t_x)
    _refuse(filled, t_x > age, "t_x", "{:g} is after age, {:g}", t_x, age)
    _refuse(filled, (x == 0) & (t_x > 0), "t_x", "{:g}, but without a repeat order it is 0", t_x)
    _refuse(filled, (x > 0) & (age == 0), "age", "0, but x is {:g}", x)
    return _Customers(filled, x.astype(np.int64), t_x, age)


def _check_whole(values: Floats, rows: "IntArray", argument: str) -> None:
    _refuse(rows, values != np.floor(values), argument, "{:g} is not a whole number", values)


def _refuse(rows: "IntArray", bad: Bools, argument: str, text: str, *values: Floats) -> None:
    """Raise ArgumentError for the first row that is bad, (m,)."""
    if (places := np.flatnonzero(bad)).size:
        place = int(places[0])
        found = text.format(*(column[place] for column in values))
        raise ArgumentError(f"{argument}, row {int(rows[place]) + 1}", found)
