"""Fits of the models of repeat buying in cells: parameters, errors, how the fit ended."""

import datetime as dt
import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from xl_addin.functions.arguments import (
    Answer,
    ArgumentError,
    Column,
    Day,
    Flag,
    Language,
    Line,
)
from xl_addin.functions.cache import CACHE
from xl_addin.functions.catalogue import worksheet_function
from xl_addin.functions.cells import NO_VALUE, Cell
from xl_addin.functions.reading import sales_table
from xl_addin.functions.value.ltv_words import Engine, FittedModel, Unit

if TYPE_CHECKING:
    from scoring.settings import LtvPolicy
    from scoring.value.ltv.asked import AskedFit, AskedModel
    from xl_addin.texts import Texts

# The methods of a chapter are imported at its first call: Excel waits for the import of them all.

LEAVING = ("bgnbd", "mbgnbd", "paretonbd")  # a prior on leaving has something to say of them
BY_LIFETIMES = (*LEAVING, "gammagamma")


@worksheet_function(example="=BTYD_FIT(Sales[customer], Sales[date])")
def BTYD_FIT(  # noqa: N802, PLR0913, PLR0917 (names and order are the worksheet's)
    customers: Column,
    dates: Column,
    as_of: Day | None = None,
    unit: Unit = "week",
    headers: Flag = True,  # noqa: FBT002 (an argument of a worksheet)
    amounts: Column | None = None,
    lang: Language = "en",
    model: FittedModel = "bgnbd",
    engine: Engine = "own",
    prior: Flag = False,  # noqa: FBT002 (an argument of a worksheet)
) -> Answer:
    """Fitted parameters of a model of repeat buying, their errors, and how the fit ended.

    An order is a day of a customer with sales. Customers order at random, each at a rate of his
    own: r and alpha are shape and rate of those rates. In bgnbd a customer may leave for good
    after each repeat order, in mbgnbd after the first order too, with a chance of his own: a and
    b. In paretonbd he may leave at any time: s and beta are shape and rate of the rates of
    leaving. In nbd nobody leaves. bgbb takes each calendar week or month for one opportunity to
    order (that of ``as_of`` counts even where it is not over): alpha and beta tell the chances to
    order at one, gamma and delta those to leave before one. gammagamma tells the money of an
    order from the mean repeat orders: p and q are the shapes of orders and of customers, v the
    scale in money. The log-likelihood is the sum over all customers; alpha, beta of paretonbd,
    and the log-likelihood depend on the unit of time.

    The standard error stands beside a parameter; a dash, where it is at a limit or the data do
    not determine it. The rows at the end say how the fit ended: at an inner optimum; at a bound,
    where a parameter has run to its limit and the model is a simpler one, with what that means;
    not identified, where the data do not determine the parameters named; not converged. Then
    what a forecast by this model would stand on (BTYD_TABLE), and what was tried on the way to
    that. Fewer than 30 customers who bought again are answered with a line that says so.

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
        Money of each sales row: days on which returns reach the sales are then no orders; needed
        for gammagamma. Left out: every row is a sale.
    lang : word, optional
        Language of headers, names and sentences: en or ru. Left out: en.
    model : word, optional
        bgnbd, mbgnbd, paretonbd, nbd, bgbb (a week or month is one opportunity) or gammagamma
        (money of an order). Left out: bgnbd.
    engine : word, optional
        Who searches: own, or lifetimes, the Python package, as a second opinion. Left out: own.
    prior : yes or no, optional
        Whether to add a weak prior on leaving, for few customers; the answer says so. Left out:
        FALSE.

    Returns
    -------
    table
        Three columns, parameter, value, standard error: the model's parameters, log-likelihood,
        numbers of customers, of customers who bought again, of repeat orders; model, state of the
        fit, what forecasts stand on, what was tried.

    Source
    ------
    Fader, Hardie, Lee (2005), Counting Your Customers the Easy Way, Marketing Science 24(2);
    Batislam, Denizel, Filiztekin (2007), Int. J. of Research in Marketing 24(3); Schmittlein,
    Morrison, Colombo (1987), Management Science 33(1); Fader, Hardie, Shang (2010), Marketing
    Science 29(6); Fader, Hardie (2013), note 025 at brucehardie.com.

    Examples
    --------
    >>> BTYD_FIT(["C1", "C1", "C2"], ["2024-01-10", "2024-03-01", "2024-02-01"])
    '#BTYD_FIT: BG/NBD needs 30 customers who bought again; found 1. Bring a longer history,\
 or use the simple formula.'
    """
    from scoring.settings import LtvPolicy
    from xl_addin.texts import texts

    _check(model, unit, engine, amounts, prior=prior)
    policy = LtvPolicy(unit=unit, engine=engine, prior=prior)
    found = _fitted((customers, dates, amounts), policy, model, as_of)
    say = texts(lang)
    rows = _rows(found, say)
    names = ("columns.parameter", "columns.value", "btyd_fit.standard_error")
    return [[say(name) for name in names], *rows] if headers else rows


def _check(
    model: "AskedModel", unit: str, engine: str, amounts: Line | None, *, prior: bool
) -> None:
    """Refuse options that do not go together."""
    from scoring.value.ltv.fitting import title

    if model == "gammagamma" and amounts is None:
        raise ArgumentError("amounts", "Gamma-Gamma needs them")
    if model == "bgbb" and unit == "day":
        raise ArgumentError("unit", "BG/BB needs week or month: one opportunity to order")
    if engine == "lifetimes" and model not in BY_LIFETIMES:
        raise ArgumentError("engine", f"{title(model)} is not fitted by lifetimes; choose own")
    if prior and model not in LEAVING:
        raise ArgumentError("prior", f"{title(model)} has no leaving that it could be on")
    if prior and engine == "lifetimes":
        raise ArgumentError("prior", "goes with the engine own only")


def _fitted(
    lines: tuple[Line, Line, Line | None],
    policy: "LtvPolicy",
    model: "AskedModel",
    as_of: dt.date | None,
) -> "AskedFit":
    """Fit the model, or find it in the cache."""
    from scoring.settings import PeriodPolicy
    from scoring.value.ltv.asked import fit_asked
    from scoring.value.periods import as_of_day

    def fitted() -> "AskedFit":
        sales, _ = sales_table(*lines)
        return fit_asked(sales, policy, model, as_of_day(sales, PeriodPolicy(as_of)))

    blocks = (None if line is None else line.block for line in lines)
    return CACHE.remember(("fit", *blocks, policy, model, as_of), fitted)


def _rows(found: "AskedFit", say: "Texts") -> list[list[Cell]]:
    from scoring.value.ltv.fitting import title

    fit = found.fit
    rows: list[list[Cell]] = [
        [name, _number(value), _number(error)] for name, value, error, *_ in fit.rows(0.9)
    ]
    counts = {
        "log_likelihood": fit.log_likelihood,
        "customers": float(fit.n),
        "repeaters": float(found.repeaters),
        "repeat_orders": float(found.repeat_orders),
    }
    rows += [[say(f"btyd_fit.{name}"), _number(value), ""] for name, value in counts.items()]
    plain = "ticket" if fit.model == "gammagamma" else "simple"
    words = {
        "model": title(fit.model),
        "status": _status(found, say),
        "answers": say(f"btyd_fit.{plain}") if found.answers is None else title(found.answers),
        "tried": _tried(found, say),
    }
    rows += [[say(f"btyd_fit.{name}"), text, ""] for name, text in words.items()]
    return rows


def _status(found: "AskedFit", say: "Texts") -> str:
    """Say how the fit ended; at a bound, what that means."""
    from scoring.errors import Note
    from scoring.value.ltv.fitting import title
    from xl_addin.book.wording import note_text

    fit = found.fit
    details = {"model": title(fit.model)}
    means = (note_text(say, Note(f"note.ltv_bound_{meaning}", details)) for meaning in fit.meaning)
    at = ", ".join(fit.at)
    return say(f"btyd_fit.{fit.status}", at=at, meaning=" ".join(_distinct(means)))


def _tried(found: "AskedFit", say: "Texts") -> str:
    """Say who searched, with what, and what was tried after that."""
    from xl_addin.book.wording import note_text

    known = say.node("btyd_tried")
    steps = "; ".join(known.get(step, step) for step in found.fit.tried)
    return " ".join([f"{steps}.", *_distinct(note_text(say, note) for note in found.notes)])


def _distinct(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def _number(value: float) -> Cell:
    return value if math.isfinite(value) else NO_VALUE
