"""Risk: one class for each customer, R1 low to R4 very high, R0 where nothing is known."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from scoring.checks import BoolArray, FloatArray, TextArray
from scoring.errors import Note
from scoring.settings import AGE_DAYS, RISK_CLASSES, RiskPolicy
from scoring.solvency.losses import expected_loss
from scoring.solvency.payments import PaymentResult
from scoring.sums import sum_by

RiskCodes = npt.NDArray[np.int8]
R3, R4, R0 = 2, 3, 4  # codes into RISK_CLASSES


class Standing(NamedTuple):
    """Risk and open money of some customers, (n,)."""

    classes: RiskCodes
    open_balance: FloatArray
    overdue: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class RiskResult:
    """The risk class of every customer id, in the order of ids, and totals by class.

    table: customer, payment_index, overdue_rate (overdue by money that fell due), risk_class,
    open_balance, overdue, expected_loss. classes: codes into RISK_CLASSES, (k,). summary:
    risk_class, customers, open_balance, overdue, expected_loss, in the order of RISK_CLASSES.
    """

    table: pd.DataFrame
    classes: RiskCodes
    summary: pd.DataFrame
    policy: RiskPolicy
    notes: tuple[Note, ...]

    def of(self, ids: TextArray) -> Standing:
        """Return class, open balance and overdue of ids, (n,); ids without invoices are R0."""
        place = pd.Index(self.table["customer"]).get_indexer(pd.Index(ids, dtype=object))
        known = place >= 0
        money = [
            np.where(known, np.append(self.table[column].to_numpy(), 0.0)[place], 0.0)
            for column in ("open_balance", "overdue")
        ]
        classes = np.append(self.classes, np.int8(R0))[place]
        return Standing(np.where(known, classes, np.int8(R0)), *money)


def risk_classes(payments: PaymentResult, policy: RiskPolicy) -> RiskResult:
    """Give every customer a risk class from the payment index and from what is overdue.

    By the index: R1 from index_cuts[2] on, R2 from index_cuts[1], R3 from index_cuts[0], else
    R4; on a cut the better class. By what is overdue: one class worse for each of the days
    in overdue_days beyond which more than overdue_tolerance of the money that fell due is
    overdue. The worse of both counts. Without an index (too few invoices) a customer is R0,
    but R4 once the overdue alone makes R3 or worse: there is no record to set against it. So
    paying later never makes the class better, and who owes everything overdue is never R1.

    expected_loss is p_default of the class x lgd x open balance.

    Source: METHODS 2.16 (index, overdue), 2.19 (classes); the cuts are settings.
    """
    index = payments.table["payment_index"].to_numpy()
    money_due = payments.table["money_due"].to_numpy()
    # 9 digits: an index of 75 must meet a cut of 75, and as a weighted mean it may not.
    met = index.round(9)[:, None] >= np.array(policy.index_cuts)
    by_index = len(policy.index_cuts) - met.sum(axis=1)
    by_overdue = _by_overdue(payments.open_by_age, money_due, policy)
    unknown = np.where(by_overdue >= R3, R4, R0)
    classes = np.where(np.isnan(index), unknown, np.maximum(by_index, by_overdue)).astype(np.int8)
    table = _table(payments, money_due, classes, policy)
    summary = _summary(table, classes)
    return RiskResult(table, classes, summary, policy, _notes(summary))


def adjust_for_importance(
    classes: RiskCodes, importance: TextArray, overdue: BoolArray
) -> RiskCodes:
    """Shift risk classes, codes (n,), by how much the customer needs us.

    importance, (n,): "critical" makes the class one better, for such a customer pays us
    first; "replaceable" makes it one worse where money is overdue, (n,); anything else leaves
    it. Never above R1 nor below R4; R0 stays, for nothing is known to shift.

    Source: METHODS 2.14 and 2.19, modifiers.
    """
    better = (importance == "critical").astype(np.int8)
    worse = ((importance == "replaceable") & overdue).astype(np.int8)
    shifted = np.clip(classes + worse - better, 0, R4)
    return np.where(classes == R0, classes, shifted).astype(np.int8)


def _by_overdue(open_by_age: FloatArray, money_due: FloatArray, policy: RiskPolicy) -> RiskCodes:
    classes = np.zeros(money_due.size, np.int8)
    for days in policy.overdue_days:
        over = open_by_age[:, AGE_DAYS.index(days) + 1 :].sum(axis=1)
        classes += _rate(over, money_due).round(12) > policy.overdue_tolerance
    return classes


def _rate(over: FloatArray, money_due: FloatArray) -> FloatArray:
    """Return over / money_due, (k,); 0 where nothing fell due, as then nothing is overdue."""
    return np.where(money_due > 0, over / np.where(money_due > 0, money_due, 1), 0.0)


def _table(
    payments: PaymentResult, money_due: FloatArray, classes: RiskCodes, policy: RiskPolicy
) -> pd.DataFrame:
    balance = payments.table["open_balance"].to_numpy()
    overdue = payments.table["overdue"].to_numpy()
    p_default = np.array(policy.p_default)[classes]
    return pd.DataFrame(
        {
            "customer": payments.table["customer"],
            "payment_index": payments.table["payment_index"],
            "overdue_rate": _rate(overdue, money_due),
            "risk_class": pd.Categorical.from_codes(classes, pd.Index(RISK_CLASSES)),
            "open_balance": balance,
            "overdue": overdue,
            "expected_loss": expected_loss(p_default, policy.lgd, balance),
        },
        copy=False,
    )


def _summary(table: pd.DataFrame, classes: RiskCodes) -> pd.DataFrame:
    n = len(RISK_CLASSES)
    columns = {
        column: sum_by(classes, table[column].to_numpy(), n)
        for column in ("open_balance", "overdue", "expected_loss")
    }
    names = pd.Series(RISK_CLASSES, dtype=object)
    return pd.DataFrame(
        {"risk_class": names, "customers": np.bincount(classes, minlength=n), **columns}
    )


def _notes(summary: pd.DataFrame) -> tuple[Note, ...]:
    count, owing = int(summary["customers"].iloc[R0]), float(summary["open_balance"].iloc[R0])
    if not count:
        return ()
    return (Note("note.risk_unknown", {"count": str(count), "money": f"{owing:.2f}"}),)
