"""Lifetime value of every customer in cells, by models over columns of sales."""

import datetime as dt
from typing import TYPE_CHECKING, cast

from scoring.errors import ScoringError
from xl_addin.functions.aligned import told
from xl_addin.functions.arguments import (
    Answer,
    ArgumentError,
    Column,
    Day,
    Flag,
    Language,
    Line,
    Number,
    Whole,
)
from xl_addin.functions.cache import CACHE
from xl_addin.functions.catalogue import worksheet_function
from xl_addin.functions.cells import Cell
from xl_addin.functions.reading import sales_table
from xl_addin.functions.value.ltv_given import given_parameters
from xl_addin.functions.value.ltv_words import Interval, Unit, ValueModel

if TYPE_CHECKING:
    from scoring.settings import LtvPolicy
    from scoring.value.ltv.fits import OrderModelName
    from scoring.value.ltv.model import LtvResult
    from xl_addin.texts import Texts

# The methods of a chapter are imported at its first call: Excel waits for the import of them all.

REASONS = ("little.", "fit.")  # codes of notes that say why there is no model
TABLE_COLUMNS = (
    "customer",
    "repeat_orders",
    "last_days",
    "age_days",
    "p_alive",
    "expected_orders",
    "expected_ticket",
    "clv",
    "clv_low",
    "clv_high",
    "orders_low",
    "orders_high",
    "ticket_low",
    "ticket_high",
)
_ENDS = TABLE_COLUMNS[8:]


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
    model: ValueModel = "bgnbd",
    unit: Unit = "week",
    params: Column | None = None,
    interval: Interval = "delta",
    confidence: Number = 0.90,
) -> Answer:
    """Lifetime value of every customer: chance to be active, expected orders, ticket and CLV.

    One row per customer with an order, sorted by id: repeat orders, days from the first order to
    the last, days from the first order to ``as_of``, probability of being active, orders
    expected in the next ``months``, expected money of an order, lifetime value, and the ends of its
    interval, then those of the orders and of the money of an order. The value is margin x ticket x
    orders, those of each month discounted from its end.
    Orders come from ``model``, money from Gamma-Gamma, both fitted to all history up to
    ``as_of``; with auto, from the model with the greatest likelihood of a holdout, as LTV_CHECK
    finds it. Where the data do not determine the model asked for, the next answers: the model
    with all customers alike in leaving, then NBD; the header of the orders names the model that
    answered, and BTYD_FIT says why. Where none can be fitted, the answer is a line that says
    so; "simple" then answers with ticket x orders per year x margin x life, not discounted,
    in which active means an order in the last 12 months. Where only Gamma-Gamma cannot, and in the
    simple formula, the ticket is the customer's mean order, and its header says so.

    An interval covers what the data leave open of the parameters, by the delta method or by a
    bootstrap of 200 draws of them; not how far a single customer strays from his expectation,
    which is mostly more, nor whether the model is right. A dash where there is none: the
    simple formula, given parameters, a ticket that is a mean. Given ``params`` replace the fit of
    the orders: BTYD_TABLE then shows a paper's parameters at work.

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
        bgnbd, mbgnbd, paretonbd, nbd, auto (the likeliest by a holdout) or simple (ticket x
        orders per year x margin x life). Left out: bgnbd.
    unit : word, optional
        Unit of time of the parameters, and of params: day, week or month. Left out: week.
    params : column, optional
        Parameters of the orders, instead of a fit: as in the first rows of BTYD_FIT. Left out:
        fitted.
    interval : word, optional
        How the interval is found: delta, bootstrap or none. Left out: delta.
    confidence : number, optional
        Share that the interval covers, between 0.5 and 0.999. Left out: 0.9.

    Returns
    -------
    table
        Fourteen columns: id, repeat orders x, days to the last order t_x, days observed T,
        probability, orders, money per order, money in all, low and high end of the money in all,
        of the orders, and of the money per order.

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
        model=model, horizon_months=months, discount_per_year=discount, margin=margin,
        unit=unit, interval=interval, confidence=confidence,
    )  # fmt: skip
    given = _given(policy, params)
    result = _estimated((customers, dates, amounts), policy, as_of, given)
    ids, *numbers = (result.table[name].tolist() for name in TABLE_COLUMNS)
    rows: list[list[Cell]] = [
        [customer, *told(list(map(float, row)))]
        for customer, *row in zip(ids, *numbers, strict=True)
    ]
    return [_headers(result, texts(lang)), *rows] if headers else rows


def _given(policy: "LtvPolicy", params: Line | None) -> tuple[float, ...] | None:
    """Return the parameters given, checked for the model of the policy."""
    if params is None:
        return None
    if policy.model in {"auto", "simple"}:
        raise ArgumentError("params", "belong to one model: bgnbd, mbgnbd, paretonbd or nbd")
    return given_parameters(cast("OrderModelName", policy.model), params)


def _estimated(
    lines: tuple[Line, Line, Line],
    policy: "LtvPolicy",
    as_of: dt.date | None,
    given: tuple[float, ...] | None,
) -> "LtvResult":
    """Estimate lifetime values, or find them in the cache; no model asked for: say why not."""
    from scoring.settings import PeriodPolicy
    from scoring.value.ltv.model import estimate_ltv
    from scoring.value.ltv.quality.choice import likeliest_model
    from scoring.value.periods import as_of_day

    def estimated() -> "LtvResult":
        sales, _ = sales_table(*lines)
        end = as_of_day(sales, PeriodPolicy(as_of))
        result = estimate_ltv(sales, policy, end, given, likeliest_model)
        if policy.model != "simple" and result.order_fit is None:
            reasons = [note for note in result.notes if note.code.startswith(REASONS)]
            raise ScoringError(reasons[0].code, reasons[0].details)
        return result

    blocks = (line.block for line in lines)
    return CACHE.remember(("ltv", *blocks, policy, as_of, given), estimated)


def _headers(result: "LtvResult", say: "Texts") -> list[Cell]:
    """Return headers that name the model where it is not the one asked for, and the interval."""
    from scoring.value.ltv.fitting import title

    names = {name: say(f"columns.{name}") for name in TABLE_COLUMNS if name not in _ENDS}
    if result.ticket_fit is None:
        names["expected_ticket"] = say("columns.ticket")
    if result.model not in {result.policy.model, "simple"}:
        names["expected_orders"] += f" ({title(result.model)})"
    share = f"{100 * result.policy.confidence:g}"
    how = say(f"btyd_table.{result.interval}", share=share)
    ends = (say(f"btyd_table.{end}", how=how) for end in _ENDS)
    return [*names.values(), *ends]
