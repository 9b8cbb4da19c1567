"""Credit in cells: what a default costs on average, and how much credit to give."""

from typing import Annotated, Literal, TypeAlias

import numpy as np

from xl_addin.functions.aligned import Aligned, aligned
from xl_addin.functions.arguments import (
    Answer,
    Area,
    Column,
    Grid,
    Number,
    Words,
)
from xl_addin.functions.catalogue import worksheet_function
from xl_addin.functions.reading import Floats, check_lengths, numbers_of
from xl_addin.functions.solvency.classes import RISK_WORDS

# The methods of a chapter are imported at its first call: Excel waits for the import of them all.

Method: TypeAlias = Annotated[
    Literal["need", "capacity", "ten_percent", "references", "average", "profit_risk"],
    Words(
        {
            "need": ("потребность",),
            "capacity": ("способность", "возможности"),
            "ten_percent": ("ten percent", "10%", "10 %", "десять процентов"),
            "references": ("рекомендации", "лимиты других"),
            "average": ("mean", "среднее"),
            "profit_risk": ("profit risk", "profit and risk", "прибыль и риск", "прибыль/риск"),
        }
    ),
]
LimitField: TypeAlias = Annotated[
    Literal["limit", "binding"],
    Words({"limit": ("лимит",), "binding": ("rule", "ограничение", "правило")}),
]


@worksheet_function(example="=EXPECTED_LOSS(B2:B20, 0.6, D2:D20)")
def EXPECTED_LOSS(  # noqa: N802 (the name is the worksheet's)
    p_default: Column,
    lgd: Column,
    ead: Column,
) -> Answer:
    """Loss to expect of a debt: probability of default x share lost in a default x money owed.

    The arguments are columns of equal length, or single cells that hold for every row. Exposure
    below 0 (we owe the customer) loses nothing. A blank row stays blank; so does a header on top.

    Parameters
    ----------
    p_default : column
        Probability of default within a year, between 0 and 1: one cell or a column.
    lgd : column
        Loss given default: share of the exposure that is lost then, between 0 and 1.
    ead : column
        Exposure at default: money that the customer owes then.

    Returns
    -------
    number
        Money, in the shape of the columns.

    Source
    ------
    Basel Committee (2005), An Explanatory Note on the Basel II IRB Risk Weight Functions.

    Examples
    --------
    >>> EXPECTED_LOSS(0.04, 0.6, 500000.0)
    12000.0
    """
    from scoring.solvency.losses import expected_loss

    rows = aligned({"p_default": p_default, "lgd": lgd, "ead": ead})
    shares = rows.numbers("p_default", 0, 1), rows.numbers("lgd", 0, 1)
    return rows.spread(expected_loss(*shares, rows.numbers("ead")))


@worksheet_function(example="=CREDIT_LIMIT(B2:B20, C2:C20, D2:D20, E2:E20)")
def CREDIT_LIMIT(  # noqa: N802, PLR0913, PLR0917 (names and order are the worksheet's)
    need: Column,
    net_worth: Column,
    turnover: Column,
    risk_class: Column,
    method: Method = "need",
    field: LimitField = "limit",
    margin: Column | None = None,
    references: Area | None = None,
    room: Column | None = None,
    round_to: Number = 0.0,
) -> Answer:
    """Credit limit by one of six methods, never above what the customer can bear.

    need: as given, such as a day's sales x credit days. capacity: the smaller of a share of net
    worth and a share of turnover, by risk class 50 and 7.5 % (R1), 35 and 5 % (R2), 20 and 3 %
    (R3), 5 and 1 % (R4), 10 and 1.5 % (R0). ten_percent: 10 % of net worth or of a month's
    turnover, whichever is less. references: the median of other suppliers' limits. average: the
    mean of 10 % of net worth, references and need, of those known. profit_risk: the limit whose
    expected loss, at 60 % lost in a default, takes a tenth of a year's ``margin``. Whatever the
    method, the limit is not above capacity or ``room`` where these are known, and not below 0.
    A fact may be blank; where the method lacks it the answer is a dash. Arguments are columns of
    equal length, or single cells for every row. A blank row stays blank; so does a header.

    Parameters
    ----------
    need : column
        Credit that the customer needs, money: one cell or a column.
    net_worth : column
        Tangible net worth of the customer, money; blank where not known.
    turnover : column
        Turnover of the customer in a year, money; blank where not known.
    risk_class : column
        R1 low, R2, R3, R4 very high, or R0 unknown.
    method : word, optional
        need, capacity, ten_percent, references, average or profit_risk. Left out: need.
    field : word, optional
        limit for the money, binding for what sets it: the method, capacity or room. Left out:
        limit.
    margin : column, optional
        Margin earned with the customer in a year, for profit_risk. Left out: not known.
    references : block, optional
        Limits of other suppliers, one row per customer. Left out: not known.
    room : column, optional
        What the portfolio still allows for the customer, money. Left out: not known.
    round_to : number, optional
        The limit is rounded down to a multiple of it; 0 leaves it. Left out: 0.

    Returns
    -------
    number or text
        Money, or need, capacity and so on for binding, in the shape of the columns.

    Source
    ------
    Methods in use in credit management: the handbook of methods, section on limits.

    Examples
    --------
    >>> CREDIT_LIMIT(50000.0, 80000.0, 700000.0, "R2")
    28000.0
    >>> CREDIT_LIMIT(50000.0, 80000.0, 700000.0, "R2", field="binding")
    'capacity'
    """
    from scoring.settings import LimitPolicy, RiskPolicy
    from scoring.solvency.limits import UNKNOWN, LimitFacts, credit_limit

    policy = LimitPolicy(method=method, round_to=round_to)
    columns = {"need": need, "net_worth": net_worth, "turnover": turnover}
    others = {"risk_class": risk_class, "margin": margin, "room": room}
    rows = aligned({**columns, **others}, {"risk_class": RISK_WORDS})
    facts = LimitFacts(
        need=rows.numbers("need", needed=False),
        risk=rows.codes("risk_class").astype(np.int8),
        net_worth=rows.numbers("net_worth", needed=False),
        turnover=rows.numbers("turnover", needed=False),
        margin=rows.numbers("margin", needed=False),
        references=None if references is None else _references(references, rows),
        room=rows.numbers("room", needed=False),
    )
    table = credit_limit(facts, policy, RiskPolicy()).table
    if field == "limit":
        return rows.spread(table["limit"].to_numpy())
    return rows.spread([None if word == UNKNOWN else word for word in table["binding"]])


def _references(references: Grid, rows: Aligned) -> Floats:
    """Return limits of other suppliers, (n, r); of a single customer they may stand anywhere."""
    width = len(references.rows[0])
    cells = [cell for row in references.rows for cell in row]
    if rows.n == 1:
        return numbers_of(cells, "references").reshape(1, -1)
    check_lengths({rows.shape: rows.lines[rows.shape], "references": references})
    if rows.header:
        cells[:width] = [None] * width
    cells = cells[: rows.n * width] + [None] * (rows.n * width - len(cells))
    return numbers_of(cells, "references", width).reshape(-1, width)
