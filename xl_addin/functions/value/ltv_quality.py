"""The quality of a lifetime model in cells: what it would have forecast, and what came."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

from xl_addin.functions.aligned import told
from xl_addin.functions.arguments import Answer, Column, Day, Flag, Language, Words
from xl_addin.functions.cache import CACHE
from xl_addin.functions.catalogue import worksheet_function
from xl_addin.functions.cells import Cell
from xl_addin.functions.reading import sales_table
from xl_addin.functions.value.ltv_words import OrderModel, Unit

if TYPE_CHECKING:
    import pandas as pd

    from scoring.value.ltv.quality.report import LtvQuality
    from xl_addin.texts import Texts

# The methods of a chapter are imported at its first call: Excel waits for the import of them all.

Show: TypeAlias = Annotated[
    Literal[
        "checks",
        "models",
        "orders",
        "idle",
        "deciles",
        "weeks",
        "frequencies",
        "tickets",
        "units",
        "ends",
        "alive",
    ],
    Words(
        {
            "checks": ("проверки",),
            "models": ("модели",),
            "orders": ("заказы",),
            "idle": ("молчание",),
            "deciles": ("децили",),
            "weeks": ("недели",),
            "frequencies": ("частоты",),
            "tickets": ("чеки",),
            "units": ("единицы",),
            "ends": ("концы",),
            "alive": ("активность",),
        }
    ),
]


@worksheet_function(example="=LTV_CHECK(Sales[customer], Sales[date], Sales[amount])")
def LTV_CHECK(  # noqa: N802, PLR0913, PLR0917 (names and order are the worksheet's)
    customers: Column,
    dates: Column,
    amounts: Column,
    split_date: Day | None = None,
    as_of: Day | None = None,
    model: OrderModel = "bgnbd",
    show: Show = "checks",
    unit: Unit = "week",
    headers: Flag = True,  # noqa: FBT002 (an argument of a worksheet)
    lang: Language = "en",
) -> Answer:
    """Quality of a lifetime model: fitted to the sales up to a date, judged by those after it.

    Each check has a verdict, pass, attention or fail, its number, and a sentence that
    says the limits: whether the parameters are determined, how many bought again, total orders and
    money of the holdout, tracking, errors by number of orders and by tenths of the forecast,
    chi-square of the frequencies, errors and ranking against naive rules, which model the
    holdout speaks for, whether customers are seen to leave, independence of orders and
    money, and how the forecast moves with the unit of time and the end of calibration. Where the
    model cannot be fitted, the best of the others is judged, and the first check fails.

    ``show`` asks for a table instead: models (all models and naive rules side by side), orders,
    idle and deciles (orders forecast and come, by orders before, by months since the last
    one, by tenths of the forecast), weeks (tracking), frequencies (customers by repeat
    orders), tickets (mean order by number of orders), units, ends (by unit of time, by end of
    calibration), alive (chance to be active, by orders and days since the last one).

    Parameters
    ----------
    customers : column
        Customer of each sales row, such as Sales[customer].
    dates : column
        Date of each sales row: Excel dates, or text such as 2024-03-31 or 31.03.2024.
    amounts : column
        Money of each sales row; below 0 is a return.
    split_date : date, optional
        Last day of calibration. Left out: the middle of the sales, at most a year before as_of.
    as_of : date, optional
        Last day of the holdout; later sales are not used. Left out: the date of the last sale.
    model : word, optional
        Which is judged: bgnbd, mbgnbd, paretonbd, nbd, or auto, the likeliest by the holdout.
        Left out: bgnbd.
    show : word, optional
        checks, models, orders, idle, deciles, weeks, frequencies, tickets, units, ends or alive.
        Left out: checks.
    unit : word, optional
        Unit of time of the parameters: day, week or month. Left out: week.
    headers : yes or no, optional
        Whether a row of headers stands on top. Left out: TRUE.
    lang : word, optional
        Language of headers, words and sentences: en or ru. Left out: en.

    Returns
    -------
    table
        Check, verdict, number, sentence; or the table asked for.

    Source
    ------
    Fader, Hardie, Lee (2005), Counting Your Customers the Easy Way, Marketing Science 24(2);
    Wübben, von Wangenheim (2008), Instant Customer Base Analysis, Journal of Marketing 72(3).

    Examples
    --------
    >>> few = LTV_CHECK(["C1", "C1", "C2"], ["2024-01-10", "2024-03-01", "2024-02-01"], [1, 2, 3])
    >>> few[2][:3]
    ['Customers who bought again', 'fail', 0.0]
    """
    from xl_addin.texts import texts

    blocks = (customers.block, dates.block, amounts.block)
    key = ("ltv_check", *blocks, split_date, as_of, model, unit)

    def checked() -> "LtvQuality":
        from scoring.settings import LtvPolicy, PeriodPolicy
        from scoring.value.ltv.quality.report import check_ltv
        from scoring.value.periods import as_of_day

        sales, _ = sales_table(customers, dates, amounts)
        end = as_of_day(sales, PeriodPolicy(as_of))
        return check_ltv(sales, LtvPolicy(model=model, unit=unit), end, split_date)

    quality, say = CACHE.remember(key, checked), texts(lang)
    names, rows = _checks(quality, say) if show == "checks" else _TABLES[show](quality, say)
    rows = [told(row) for row in rows]
    return [list(names), *rows] if headers else rows


_Table: TypeAlias = tuple[list[Cell], list[list[Cell]]]


def _checks(quality: "LtvQuality", say: "Texts") -> _Table:
    from xl_addin.book.wording import note_text

    names = ("check", "verdict", "number", "sentence")
    rows: list[list[Cell]] = [
        [
            say(f"ltv_check.{check.key}"),
            say(f"ltv_verdict.{check.verdict}"),
            check.value,
            note_text(say, check.note),
        ]
        for check in quality.checks
    ]
    return _headers(say, names), rows


def _models(quality: "LtvQuality", say: "Texts") -> _Table:
    table = quality.candidates
    words = {"status": "ltv_status", "name": "ltv_rule"}
    return _headers(say, table.columns), _rows(table, say, words)


def _frequencies(quality: "LtvQuality", say: "Texts") -> _Table:
    found = quality.frequencies
    return _plain(None if found is None else found.table, say)


def _weeks(quality: "LtvQuality", say: "Texts") -> _Table:
    found = quality.tracking
    return _plain(None if found is None else found.table, say)


def _alive(quality: "LtvQuality", say: "Texts") -> _Table:
    names, rows = _plain(quality.alive_map, say, ("orders",))
    silent: list[Cell] = [float(days) for days in quality.alive_map.columns[1:]]
    return [*names, *silent], rows


def _plain(
    table: "pd.DataFrame | None", say: "Texts", names: tuple[str, ...] | None = None
) -> _Table:
    """Return a table as it is; one line with a dash where there is none."""
    if table is None or table.empty:
        return [say("ltv_columns.group")], [[None]]
    return _headers(say, names or table.columns), _rows(table, say, {"unit": "ltv_unit"})


def _headers(say: "Texts", names: "tuple[str, ...] | pd.Index[str]") -> list[Cell]:
    known: Mapping[str, str] = say.node("ltv_columns")
    return [known.get(name, name) for name in names]


def _rows(table: "pd.DataFrame", say: "Texts", words: Mapping[str, str]) -> list[list[Cell]]:
    """Return the cells of a table; keys in some of its columns become words."""
    columns = []
    for name in table.columns:
        known: Mapping[str, str] = say.node(words[name]) if name in words else {}
        columns.append([known.get(cell, _cell(cell)) for cell in table[name].tolist()])
    return list(map(list, zip(*columns, strict=True)))


def _cell(cell: object) -> Cell:
    if isinstance(cell, (bool, str)):
        return cell
    if isinstance(cell, dt.date):
        return dt.datetime.combine(cell, dt.time())
    return float(cell)  # type: ignore[arg-type]  # all else in these tables is a number


_TABLES: Mapping[str, Callable[["LtvQuality", "Texts"], _Table]] = {
    "models": _models,
    "orders": lambda quality, say: _plain(quality.by_orders, say),
    "idle": lambda quality, say: _plain(quality.by_idle_time, say),
    "deciles": lambda quality, say: _plain(quality.deciles, say),
    "weeks": _weeks,
    "frequencies": _frequencies,
    "tickets": lambda quality, say: _plain(quality.tickets.table, say),
    "units": lambda quality, say: _plain(quality.by_unit, say),
    "ends": lambda quality, say: _plain(quality.by_end, say),
    "alive": _alive,
}
