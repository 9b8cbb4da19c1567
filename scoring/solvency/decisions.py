"""Decisions: the terms of the decision matrix for every customer, held against those agreed."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from scoring.checks import BoolArray, FloatArray, TextArray
from scoring.days import day_number, months_before
from scoring.errors import Note
from scoring.settings import (
    PAYMENT_FORMS,
    RISK_CLASSES,
    VALUE_CLASSES,
    DecisionPolicy,
    RiskPolicy,
)
from scoring.solvency.limits import credit_need
from scoring.solvency.losses import expected_loss
from scoring.solvency.matrix import (
    Cells,
    ValueCodes,
    board,
    cell_of,
    count_cells,
    matrix_frame,
    matrix_notes,
)
from scoring.solvency.risk import RiskCodes
from scoring.solvency.terms import NO_FORM, CurrentTerms, FormCodes, current_terms
from scoring.sums import sum_by
from scoring.tables.receivables import TermsTable

VERDICTS = ("tighten", "loosen", "no_terms", "keep")
TIGHTEN, LOOSEN, NO_TERMS, KEEP = range(4)
STRICTNESS = {"open": 0, "trial": 0, "secured": 1, "partial": 2, "prepay": 3, "exit": 4}


@dataclass(frozen=True, slots=True, eq=False)
class DecisionFacts:
    """What is known of the customers to decide on, (n,) each.

    ids. value: codes into VALUE_CLASSES. risk: codes into RISK_CLASSES. daily_revenue:
    money a day, on average over the last 12 months. exposure: open balance. average_order:
    money, or None where not known. terms: agreed now, None for none.
    """

    ids: TextArray
    value: ValueCodes
    risk: RiskCodes
    daily_revenue: FloatArray
    exposure: FloatArray
    average_order: FloatArray | None = None
    terms: TermsTable | None = None


@dataclass(frozen=True, slots=True, eq=False)
class DecisionResult:
    """Recommended terms against actual ones, the most money first, and the board.

    table: customer, value_class, risk_class, verdict (VERDICTS), form_now (None where not
    known), form, days_now, days, limit_now (NaN where blank), limit, prepay_share,
    open_balance, expected_loss, exposure_change, loss_change, financing_change, money_effect,
    approver, review_months, next_review. cells: all 20 cells of the matrix: value_class,
    risk_class, value_position (1 .. 4), risk_position (1 .. 5), customers, money (open
    balance). customers, money: the same as 4 x 5 boards, A .. N by R1 .. R0. summary:
    verdict, customers, open_balance, money_effect, in the order of VERDICTS. verdicts: codes
    into VERDICTS, (n,), in the order given.
    """

    table: pd.DataFrame
    cells: pd.DataFrame
    customers: pd.DataFrame
    money: pd.DataFrame
    summary: pd.DataFrame
    verdicts: npt.NDArray[np.int8]
    as_of: date
    policy: DecisionPolicy
    notes: tuple[Note, ...]


class _Advice(NamedTuple):
    """Recommended terms and what they lead to, (n,)."""

    form: FormCodes
    days: FloatArray
    limit: FloatArray
    exposure: FloatArray


def decide(
    facts: DecisionFacts, policy: DecisionPolicy, risk: RiskPolicy, as_of: date
) -> DecisionResult:
    """Recommend terms to every customer and say how they differ from those agreed.

    The matrix gives form, days, shares, approver and review. The need is the average daily
    revenue of the last 12 months x the recommended days (x 1 + VAT); the limit is limit_share
    of it, for a trial limit_share of the average order where that is known.

    Verdict: no_terms where nothing is agreed; tighten where form, days or limit agreed now
    are laxer than recommended; else loosen where one is stricter; else keep. Limits agree
    within the tolerance. Where days are agreed but no limit, what is owed stands for it when
    it comes to tightening. Only what is known is compared. Paying later never makes it laxer.

    Money: exposure_change is what will be owed under the recommended terms (the need, but no
    more than the limit) less what is owed now; a tightening never adds, a loosening never
    frees, keep changes nothing. loss_change is p_default x lgd of it, financing_change its
    cost in a year. money_effect adds up the three: money tied up, or freed where below 0, in
    the first year. Rows are sorted by the size of it, equal ones by id.

    Source: METHODS 2.19, output; 2.17, expected loss.
    """
    cell = cell_of(facts.value, facts.risk)
    matrix = matrix_frame(policy)
    now = current_terms(facts.ids, facts.terms)
    advice = _advice(facts, matrix, cell, policy)
    verdicts = _verdicts(facts, now, advice, policy)
    table = _table(facts, now, advice, verdicts, matrix.iloc[cell].reset_index(drop=True))
    table = table.assign(**_money(facts, advice, verdicts, policy, risk))
    table["next_review"] = _next_review(table["review_months"].to_numpy(), as_of)
    cells = count_cells(cell, facts.exposure)
    order = np.lexsort((facts.ids, -np.abs(table["money_effect"].to_numpy())))
    return DecisionResult(
        table=table[list(_COLUMNS)].iloc[order].reset_index(drop=True),
        cells=cells,
        customers=board(cells["customers"]),
        money=board(cells["money"]),
        summary=_summary(verdicts, facts.exposure, table["money_effect"].to_numpy()),
        verdicts=verdicts,
        as_of=as_of,
        policy=policy,
        notes=(*now.notes, *matrix_notes(matrix)),
    )


def _advice(
    facts: DecisionFacts, matrix: pd.DataFrame, cell: Cells, policy: DecisionPolicy
) -> _Advice:
    form = matrix["form"].map(PAYMENT_FORMS.index).to_numpy(np.int8)[cell]
    days = matrix["days"].to_numpy(np.float64)[cell]
    share = matrix["limit_share"].to_numpy(np.float64)[cell]
    need = credit_need(facts.daily_revenue, days, policy.vat)
    base = need
    if facts.average_order is not None:
        order = np.maximum(facts.average_order, 0) * (1 + policy.vat)
        trial = (form == PAYMENT_FORMS.index("trial")) & ~np.isnan(order)
        base = np.where(trial, order, need)
    limit = share * base
    return _Advice(form, days, limit, np.minimum(limit, need))


def _verdicts(
    facts: DecisionFacts, now: CurrentTerms, advice: _Advice, policy: DecisionPolicy
) -> npt.NDArray[np.int8]:
    """Compare what is known; every comparison with a blank (NaN) is false."""
    strictness = np.array([STRICTNESS[form] for form in PAYMENT_FORMS])
    wanted, known = strictness[advice.form], now.form != NO_FORM
    actual = np.where(known, strictness[now.form], wanted)
    no_limit = np.isnan(now.limit) & (now.days > 0)
    granted = np.where(no_limit, facts.exposure, now.limit)
    over = granted > advice.limit * (1 + policy.tolerance)
    under = now.limit < advice.limit * (1 - policy.tolerance)
    laxer = (actual < wanted) | (now.days > advice.days) | over
    stricter = (actual > wanted) | (now.days < advice.days) | under
    chosen = np.select([~now.agreed, laxer, stricter], [NO_TERMS, TIGHTEN, LOOSEN], KEEP)
    return chosen.astype(np.int8)


def _table(
    facts: DecisionFacts,
    now: CurrentTerms,
    advice: _Advice,
    verdicts: npt.NDArray[np.int8],
    terms: pd.DataFrame,
) -> pd.DataFrame:
    forms = np.array([*PAYMENT_FORMS, None], object)
    columns = {
        "customer": pd.Series(facts.ids, dtype=object),
        "value_class": pd.Categorical.from_codes(facts.value, pd.Index(VALUE_CLASSES)),
        "risk_class": pd.Categorical.from_codes(facts.risk, pd.Index(RISK_CLASSES)),
        "verdict": pd.Categorical.from_codes(verdicts, pd.Index(VERDICTS)),
        "form_now": pd.Series(forms[now.form], dtype=object),
        "form": terms["form"],
        "days_now": now.days,
        "days": advice.days,
        "limit_now": now.limit,
        "limit": advice.limit,
        "prepay_share": terms["prepay_share"],
        "open_balance": facts.exposure,
        "approver": terms["approver"],
        "review_months": terms["review_months"],
    }
    return pd.DataFrame(columns, copy=False)


def _money(
    facts: DecisionFacts,
    advice: _Advice,
    verdicts: npt.NDArray[np.int8],
    policy: DecisionPolicy,
    risk: RiskPolicy,
) -> dict[str, FloatArray]:
    p_default = np.array(risk.p_default)[facts.risk]
    change = advice.exposure - facts.exposure
    allowed: list[BoolArray] = [verdicts == TIGHTEN, verdicts == LOOSEN, verdicts == KEEP]
    ways = [np.minimum(change, 0), np.maximum(change, 0), np.zeros(change.size)]
    change = np.select(allowed, ways, change)
    loss, financing = p_default * risk.lgd * change, policy.financing_rate * change
    return {
        "expected_loss": expected_loss(p_default, risk.lgd, facts.exposure),
        "exposure_change": change,
        "loss_change": loss,
        "financing_change": financing,
        "money_effect": change + loss + financing,
    }


def _next_review(months: npt.NDArray[np.int64], as_of: date) -> "npt.NDArray[np.datetime64]":
    """Return the same day of the month so many months after as_of, or that month's last."""
    last = day_number(as_of)
    each, place = np.unique(months, return_inverse=True)
    days = np.array([months_before(last, -int(ahead)) for ahead in each], "datetime64[D]")
    return days.astype("datetime64[s]")[place]


def _summary(
    verdicts: npt.NDArray[np.int8], exposure: FloatArray, effect: FloatArray
) -> pd.DataFrame:
    n = len(VERDICTS)
    return pd.DataFrame(
        {
            "verdict": pd.Series(VERDICTS, dtype=object),
            "customers": np.bincount(verdicts, minlength=n),
            "open_balance": sum_by(verdicts, exposure, n),
            "money_effect": sum_by(verdicts, effect, n),
        }
    )


_COLUMNS = (
    "customer",
    "value_class",
    "risk_class",
    "verdict",
    "form_now",
    "form",
    "days_now",
    "days",
    "limit_now",
    "limit",
    "prepay_share",
    "open_balance",
    "expected_loss",
    "exposure_change",
    "loss_change",
    "financing_change",
    "money_effect",
    "approver",
    "review_months",
    "next_review",
)
