"""Lifetime value in cells: BG/NBD and Gamma-Gamma over columns of sales."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

from scoring.errors import ScoringError
from xl_addin.functions.arguments import (
    Answer,
    Column,
    Day,
    Flag,
    Language,
    Line,
    Number,
    Whole,
    Words,
)
from xl_addin.functions.cache import CACHE
from xl_addin.functions.catalogue import worksheet_function
from xl_addin.functions.cells import Cell
from xl_addin.functions.reading import sales_table

if TYPE_CHECKING:
    from scoring.settings import LtvPolicy
    from scoring.value.ltv.model import LtvResult

# The methods of a chapter are imported at its first call: Excel waits for the import of them all.

Unit: TypeAlias = Annotated[
    Literal["day", "week", "month"],
    Words(
        {
            "day": ("days", "день", "дни"),
            "week": ("weeks", "неделя", "недели"),
            "month": ("months", "месяц", "месяцы"),
        }
    ),
]
Model: TypeAlias = Annotated[
    Literal["bgnbd", "simple"],
    Words(
        {
            "bgnbd": ("bg/nbd", "bg/nbd with gamma-gamma", "bg/nbd и gamma-gamma"),
            "simple": ("simple formula", "простая", "простая формула"),
        }
    ),
]

TABLE_COLUMNS = (
    "customer",
    "repeat_orders",
    "last_days",
    "age_days",
    "p_alive",
    "expected_orders",
    "expected_ticket",
    "clv",
)


@worksheet_function(example="=BTYD_FIT(Sales[customer], Sales[date])")
def BTYD_FIT(  # noqa: N802 (names and order are the worksheet's)
    customers: Column,
    dates: Column,
    as_of: Day | None = None,
    unit: Unit = "week",
    headers: Flag = True,  # noqa: FBT002 (an argument of a worksheet)
    amounts: Column | None = None,
    lang: Language = "en",
) -> Answer:
    """Fitted BG/NBD parameters of repeat buying: r, alpha, a, b, log-likelihood, customers.

    An order is a day of a customer with sales. While active, a customer orders at random with a
    rate of his own, and after each order he may leave for good. r and alpha are shape and rate
    of the order rates, a and b those of the chance to leave. The log-likelihood is the sum over
    all customers; only alpha and the log-likelihood depend on the unit of time. The last row says
    how far the parameters can be relied on: an inner optimum; at a bound, where a parameter has
    run to its limit and the model is a simpler one; not identified, where the data do not
    determine the parameters named. Fewer than 30 customers who bought again are answered with a
    line that says so.

    Parameters
    ----------
    customers : column
        Customer of each sales row, such as Sales[customer].
    dates : column
        Date of each sales row: Excel dates, or text such as 2024-03-31 or 31.03.2024.
    as_of : date, optional
        End of the observation; later sales are not used. Left out: the date of the last sale.
    unit : word, optional
        Unit of time of the parameters: day, week or month. Left out: week.
    headers : yes or no, optional
        Whether a row of headers stands on top. Left out: TRUE.
    amounts : column, optional
        Money of each sales row: days on which returns reach the sales are then no orders. Left
        out: every row is a sale.
    lang : word, optional
        Language of headers and names: en or ru. Left out: en.

    Returns
    -------
    table
        Two columns, parameter and value: r, alpha, a, b, log-likelihood, number of customers,
        of customers who bought again, of repeat orders, and the state of the fit.

    Source
    ------
    Fader, Hardie, Lee (2005), Counting Your Customers the Easy Way, Marketing Science 24(2).

    Examples
    --------
    >>> BTYD_FIT(["C1", "C1", "C2"], ["2024-01-10", "2024-03-01", "2024-02-01"])
    '#BTYD_FIT: BG/NBD needs 30 customers who bought again; there are 1. Bring a longer history,\
 or use the simple formula.'
    """
    from scoring.settings import LtvPolicy, PeriodPolicy
    from scoring.value.ltv.fitting import fit_orders
    from scoring.value.ltv.history import order_history
    from scoring.value.periods import as_of_day
    from xl_addin.texts import texts

    policy = LtvPolicy(unit=unit)
    lines = (customers, dates, amounts)

    def fitted() -> tuple[dict[str, float], str, str]:
        sales, _ = sales_table(customers, dates, amounts)
        history = order_history(sales, as_of_day(sales, PeriodPolicy(as_of)))
        fit = fit_orders(history, policy, "bgnbd")
        numbers = {
            **fit.parameters._asdict(),
            "log_likelihood": fit.log_likelihood,
            "customers": float(fit.n),
            "repeaters": float(history.repeaters.sum()),
            "repeat_orders": float(history.repeat_orders.sum()),
        }
        return numbers, fit.status, ", ".join(fit.at)

    found, status, at = CACHE.remember(("fit", *_blocks(lines), policy, as_of), fitted)
    say = texts(lang)
    rows: list[list[Cell]] = [[say(f"btyd_fit.{name}"), value] for name, value in found.items()]
    rows.append([say("btyd_fit.status"), say(f"btyd_fit.{status}", at=at)])
    return [[say("columns.parameter"), say("columns.value")], *rows] if headers else rows


@worksheet_function(example="=BTYD_TABLE(Sales[customer], Sales[date], Sales[amount])")
def BTYD_TABLE(  # noqa: N802, PLR0913, PLR0917 (names and order are the worksheet's)
    customers: Column,
    dates: Column,
    amounts: Column,
    as_of: Day | None = None,
    months: Whole = 12,
    discount: Number = 0.10,
    margin: Number = 1.0,
    headers: Flag = True,  # noqa: FBT002 (an argument of a worksheet)
    lang: Language = "en",
    model: Model = "bgnbd",
) -> Answer:
    """Lifetime value of every customer: chance to be active, expected orders, ticket and CLV.

    One row per customer with an order, sorted by id: repeat orders, days from the first order to
    the last, days from the first order to ``as_of``, probability of being active, orders
    expected in the next ``months``, expected money of an order, and lifetime value: margin x
    ticket x orders, those of each month discounted from its end. Orders come from BG/NBD, money
    from Gamma-Gamma, both fitted to all history up to ``as_of``. Where BG/NBD cannot be fitted,
    the answer is a line that says why; ``model`` "simple" then answers with ticket x orders per
    year x margin x life, not discounted, in which active means an order in the last 12 months.
    Where only Gamma-Gamma cannot, and in the simple formula, the ticket is the customer's mean
    order, and its header says so: Average order, not Expected order value.

    Parameters
    ----------
    customers : column
        Customer of each sales row, such as Sales[customer].
    dates : column
        Date of each sales row: Excel dates, or text such as 2024-03-31 or 31.03.2024.
    amounts : column
        Money of each sales row; below 0 is a return.
    as_of : date, optional
        Today of the forecast; later sales are not used. Left out: the date of the last sale.
    months : whole number, optional
        Horizon of the forecast in months. Left out: 12.
    discount : number, optional
        Discount rate per year, as a fraction. Left out: 0.1.
    margin : number, optional
        Share of the amounts that stays as margin, between 0 and 1. Left out: 1.
    headers : yes or no, optional
        Whether a row of headers stands on top. Left out: TRUE.
    lang : word, optional
        Language of headers: en or ru. Left out: en.
    model : word, optional
        bgnbd (BG/NBD with Gamma-Gamma) or simple (ticket x orders per year x margin x life).
        Left out: bgnbd.

    Returns
    -------
    table
        Eight columns: id, repeat orders x, days to the last order t_x, days observed T,
        probability, orders, money per order, money in all.

    Source
    ------
    Fader, Hardie, Lee (2005), RFM and CLV, Journal of Marketing Research 42(4).

    Examples
    --------
    >>> table = BTYD_TABLE(
    ...     ["C1", "C1", "C2"],
    ...     ["2024-01-10", "2024-03-01", "2024-02-01"],
    ...     [100.0, 200.0, 50.0],
    ...     model="simple",
    ...     headers=False,
    ... )
    >>> [row[:5] for row in table]
    [['C1', 1.0, 51.0, 51.0, 1.0], ['C2', 0.0, 0.0, 29.0, 1.0]]
    """
    from scoring.settings import LtvPolicy
    from xl_addin.texts import texts

    policy = LtvPolicy(
        model=model, horizon_months=months, discount_per_year=discount, margin=margin
    )
    result = _estimated((customers, dates, amounts), policy, as_of)
    ids, *numbers = (result.table[name].tolist() for name in TABLE_COLUMNS)
    rows: list[list[Cell]] = [
        [customer, *map(float, row)] for customer, *row in zip(ids, *numbers, strict=True)
    ]
    if not headers:
        return rows
    say = texts(lang)
    kept = {"expected_ticket": "ticket"} if result.ticket_fit is None else {}
    return [[say(f"columns.{kept.get(name, name)}") for name in TABLE_COLUMNS], *rows]


def _estimated(
    lines: tuple[Line, Line, Line], policy: "LtvPolicy", as_of: dt.date | None
) -> "LtvResult":
    """Estimate lifetime values, or find them in the cache; BG/NBD asked for is not replaced."""
    from scoring.settings import PeriodPolicy
    from scoring.value.ltv.model import estimate_ltv
    from scoring.value.periods import as_of_day

    def estimated() -> "LtvResult":
        sales, _ = sales_table(*lines)
        result = estimate_ltv(sales, policy, as_of_day(sales, PeriodPolicy(as_of)))
        if policy.model != "simple" and result.order_fit is None:
            raise ScoringError(result.notes[0].code, result.notes[0].details)  # why not
        return result

    return CACHE.remember(("ltv", *_blocks(lines), policy, as_of), estimated)


def _blocks(lines: tuple[Line | None, ...]) -> tuple[object, ...]:
    return tuple(None if line is None else line.block for line in lines)
