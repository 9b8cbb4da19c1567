"""How payments become an index, a class of risk, a limit and terms."""

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple, get_args

from scoring.checks import check_between, check_one_of, check_rising, check_whole
from scoring.errors import SettingError

ValueClass = Literal["A", "B", "C", "N"]  # N is new: too little history to say
RiskClass = Literal["R1", "R2", "R3", "R4", "R0"]  # R1 low .. R4 very high, R0 unknown
PaymentForm = Literal["open", "trial", "secured", "partial", "prepay", "exit"]
Approver = Literal["manager", "finance", "committee", "director"]
LimitMethod = Literal["need", "capacity", "ten_percent", "references", "average", "profit_risk"]

VALUE_CLASSES: tuple[str, ...] = get_args(ValueClass)
RISK_CLASSES: tuple[str, ...] = get_args(RiskClass)
PAYMENT_FORMS: tuple[str, ...] = get_args(PaymentForm)
AGE_DAYS = (0, 30, 60, 90, 180)  # days overdue beyond which the next bucket of ageing begins


@dataclass(frozen=True, slots=True)
class PaymentPolicy:
    """How payments become an index from 0 to 100: over which months, from how many invoices.

    points are pairs of days late and index, days rising and index falling; between them the
    index runs straight, beyond the ends it stays. The default is the value chart of D&B's
    PAYDEX, with 0 from 180 days on.
    """

    window_months: int = 24
    min_invoices: int = 3
    points: tuple[tuple[float, float], ...] = (
        (-30, 100), (-20, 90), (0, 80), (15, 70), (22, 60),
        (30, 50), (60, 40), (90, 30), (120, 20), (180, 0),
    )  # fmt: skip

    def __post_init__(self) -> None:
        check_whole("payments.window_months", self.window_months, 1, 1200)
        check_whole("payments.min_invoices", self.min_invoices, 1, 1000)
        days = [day for day, _ in self.points]
        check_rising("payments.points.days", days, max(len(days), 2), above=-3660, below=3660)
        for (_, before), (_, index) in pairwise(self.points):
            check_between("payments.points.index", before, 0, 100)
            check_between("payments.points.index", index, 0, before)


@dataclass(frozen=True, slots=True)
class RiskPolicy:
    """Where risk classes part, and what a class costs.

    index_cuts: the least payment index of R3, R2, R1. overdue_days, each one of AGE_DAYS: a
    customer is R2, R3, R4 at best when more than overdue_tolerance of the money that fell
    due is overdue for longer. p_default: probability of default within a year of R1, R2, R3,
    R4, R0. lgd: share lost when a customer defaults (loss given default).
    """

    index_cuts: tuple[float, float, float] = (40, 60, 75)
    overdue_days: tuple[int, int, int] = (0, 30, 90)
    overdue_tolerance: float = 0.10
    p_default: tuple[float, float, float, float, float] = (0.005, 0.02, 0.06, 0.20, 0.05)
    lgd: float = 0.60

    def __post_init__(self) -> None:
        check_rising("risk.index_cuts", self.index_cuts, 3, below=100)
        check_rising("risk.overdue_days", self.overdue_days, 3, above=-1)
        for days in self.overdue_days:
            check_one_of("risk.overdue_days", f"{days}", [f"{edge}" for edge in AGE_DAYS])
        check_between("risk.overdue_tolerance", self.overdue_tolerance, 0, 1)
        check_rising("risk.p_default", self.p_default[:-1], 4, below=1)
        check_between("risk.p_default", self.p_default[-1], 0, 1)
        check_between("risk.lgd", self.lgd, 0, 1)


@dataclass(frozen=True, slots=True)
class LimitPolicy:
    """How a credit limit is found: the method, and the share of what it may take.

    capacity: shares of net worth and of yearly turnover for R1, R2, R3, R4, R0; risk_share:
    part of a year's margin that may be lost on average (method "profit_risk"); round_to:
    limits are rounded down to a multiple of it, 0 leaves them as they are.
    """

    method: LimitMethod = "need"
    capacity: tuple[tuple[float, float], ...] = (
        (0.50, 0.075), (0.35, 0.05), (0.20, 0.03), (0.05, 0.01), (0.10, 0.015),
    )  # fmt: skip
    risk_share: float = 0.10
    round_to: float = 0.0

    def __post_init__(self) -> None:
        check_one_of("limits.method", self.method, get_args(LimitMethod))
        check_whole("limits.capacity", len(self.capacity), 5, 5)
        for share in (share for pair in self.capacity for share in pair):
            check_between("limits.capacity", share, 0, 10)
        check_between("limits.risk_share", self.risk_share, 0, 1)
        check_between("limits.round_to", self.round_to, 0, 1e12)


class TermsCell(NamedTuple):
    """One cell of the decision matrix: the terms of a value class and a risk class.

    limit_share is a share of the need; prepay_share of the order. form "trial" is open
    credit for one average order.
    """

    value_class: str
    risk_class: str
    form: str
    days: int
    limit_share: float
    prepay_share: float
    approver: str
    review_months: int


DECISION_CELLS = (
    TermsCell("A", "R1", "open", 60, 1.20, 0.0, "manager", 12),
    TermsCell("A", "R2", "open", 45, 1.00, 0.0, "finance", 6),
    TermsCell("A", "R3", "secured", 30, 0.50, 0.0, "committee", 3),
    TermsCell("A", "R4", "partial", 0, 0.00, 0.5, "director", 1),
    TermsCell("A", "R0", "trial", 14, 1.00, 0.0, "finance", 3),
    TermsCell("B", "R1", "open", 45, 1.00, 0.0, "manager", 12),
    TermsCell("B", "R2", "open", 30, 0.80, 0.0, "finance", 6),
    TermsCell("B", "R3", "partial", 14, 0.30, 0.3, "finance", 3),
    TermsCell("B", "R4", "prepay", 0, 0.00, 1.0, "finance", 1),
    TermsCell("B", "R0", "prepay", 0, 0.00, 1.0, "manager", 3),
    TermsCell("C", "R1", "open", 21, 1.00, 0.0, "manager", 12),
    TermsCell("C", "R2", "open", 14, 0.50, 0.0, "manager", 12),
    TermsCell("C", "R3", "prepay", 0, 0.00, 1.0, "manager", 6),
    TermsCell("C", "R4", "prepay", 0, 0.00, 1.0, "manager", 3),
    TermsCell("C", "R0", "prepay", 0, 0.00, 1.0, "manager", 6),
    TermsCell("N", "R1", "open", 21, 0.50, 0.0, "finance", 3),
    TermsCell("N", "R2", "open", 14, 0.30, 0.0, "finance", 3),
    TermsCell("N", "R3", "prepay", 0, 0.00, 1.0, "manager", 3),
    TermsCell("N", "R4", "prepay", 0, 0.00, 1.0, "manager", 1),
    TermsCell("N", "R0", "prepay", 0, 0.00, 1.0, "manager", 3),
)


@dataclass(frozen=True, slots=True)
class DecisionPolicy:
    """The decision matrix, and how actual terms are held against it.

    cells: each pair of value and risk class once, in any order. tolerance: limits that
    differ by no more than this share of the recommended one agree. financing_rate: what
    money costs in a year. vat: added to revenue, as invoices hold it and revenue may not.
    """

    cells: tuple[TermsCell, ...] = DECISION_CELLS
    tolerance: float = 0.10
    financing_rate: float = 0.15
    vat: float = 0.0

    def __post_init__(self) -> None:
        check_between("decisions.tolerance", self.tolerance, 0, 1)
        check_between("decisions.financing_rate", self.financing_rate, 0, 10)
        check_between("decisions.vat", self.vat, 0, 1)
        pairs = [f"{cell.value_class} {cell.risk_class}" for cell in self.cells]
        wanted = [f"{value} {risk}" for value in VALUE_CLASSES for risk in RISK_CLASSES]
        counts = Counter(pairs)
        counts.subtract(wanted)
        if faults := sorted(pair for pair, count in counts.items() if count):
            raise SettingError("setting.cells", "decisions", ", ".join(faults), ", ".join(wanted))
        for cell, pair in zip(self.cells, pairs, strict=True):
            _check_terms(cell, f"decisions {pair}")


def _check_terms(cell: TermsCell, setting: str) -> None:
    check_one_of(f"{setting} form", cell.form, PAYMENT_FORMS)
    check_whole(f"{setting} days", cell.days, 0, 365)
    check_between(f"{setting} limit_share", cell.limit_share, 0, 10)
    check_between(f"{setting} prepay_share", cell.prepay_share, 0, 1)
    check_one_of(f"{setting} approver", cell.approver, get_args(Approver))
    check_whole(f"{setting} review_months", cell.review_months, 1, 120)
