"""What can be chosen: one frozen policy per method, collected in Settings.

Shares and cuts are fractions, not percent: 0.80 is 80 %.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Literal, NamedTuple, get_args

from scoring.checks import Cuts, check_between, check_one_of, check_rising, check_whole
from scoring.errors import SettingError

Period = Literal["week", "month", "quarter", "year"]
Zeros = Literal["include", "exclude", "since_first", "active_span"]
Deviation = Literal["population", "sample"]
Edge = Literal["above", "incl"]
Monetary = Literal["sum"]
Ties = Literal["low"]
Binning = Literal["independent"]
MapName = Literal["B"]
ValueClass = Literal["A", "B", "C", "N"]  # N is new: too little history to say
RiskClass = Literal["R1", "R2", "R3", "R4", "R0"]  # R1 low .. R4 very high, R0 unknown
PaymentForm = Literal["open", "trial", "secured", "partial", "prepay", "exit"]
Approver = Literal["manager", "finance", "committee", "director"]
LimitMethod = Literal["need", "capacity", "ten_percent", "references", "average", "profit_risk"]

VALUE_CLASSES: tuple[str, ...] = get_args(ValueClass)
RISK_CLASSES: tuple[str, ...] = get_args(RiskClass)
PAYMENT_FORMS: tuple[str, ...] = get_args(PaymentForm)
AGE_DAYS = (0, 30, 60, 90, 180)  # days overdue beyond which the next bucket of ageing begins
LtvModel = Literal["bgnbd", "simple"]
LtvEngine = Literal["lifetimes"]
LtvUnit = Literal["day", "week", "month"]


@dataclass(frozen=True, slots=True)
class PeriodPolicy:
    """Which sales count: up to as_of, and from window_months months before it on."""

    as_of: date | None = None  # None: the date of the last sale
    window_months: int | None = None  # None: all history

    def __post_init__(self) -> None:
        if self.window_months is not None:
            check_whole("period.window_months", self.window_months, 1, 1200)


@dataclass(frozen=True, slots=True)
class RfmPolicy:
    """How recency, frequency and money become scores from 1 to bins, the best."""

    bins: int = 5
    monetary: Monetary = "sum"
    ties: Ties = "low"
    binning: Binning = "independent"

    def __post_init__(self) -> None:
        check_whole("rfm.bins", self.bins, 2, 9)
        check_one_of("rfm.monetary", self.monetary, get_args(Monetary))
        check_one_of("rfm.ties", self.ties, get_args(Ties))
        check_one_of("rfm.binning", self.binning, get_args(Binning))


@dataclass(frozen=True, slots=True)
class AbcPolicy:
    """Where the classes part: A up to cuts[0] of all value, B up to cuts[1], then C.

    edge "above" looks at what strictly better items earn, "incl" adds the item itself.
    """

    cuts: Cuts = (0.80, 0.95)
    edge: Edge = "above"

    def __post_init__(self) -> None:
        check_rising("abc.cuts", self.cuts, 2, below=1)
        check_one_of("abc.edge", self.edge, get_args(Edge))


@dataclass(frozen=True, slots=True)
class LtvPolicy:
    """How lifetime value is estimated, and over what future.

    unit is that of the model's parameters. Customers who bought again must number
    min_repeaters before a model is fitted; below, the simple formula answers. margin is the
    share of revenue that stays; None: that of the costs in the sales where they cover most of
    the revenue, else 1, revenue itself.
    """

    model: LtvModel = "bgnbd"
    engine: LtvEngine = "lifetimes"
    unit: LtvUnit = "week"
    horizon_months: int = 12
    discount_per_year: float = 0.10
    margin: float | None = None
    min_repeaters: int = 30

    def __post_init__(self) -> None:
        check_one_of("ltv.model", self.model, get_args(LtvModel))
        check_one_of("ltv.engine", self.engine, get_args(LtvEngine))
        check_one_of("ltv.unit", self.unit, get_args(LtvUnit))
        check_whole("ltv.horizon_months", self.horizon_months, 1, 600)
        check_between("ltv.discount_per_year", self.discount_per_year, 0, 10)
        if self.margin is not None:
            check_between("ltv.margin", self.margin, 0, 1)
        check_whole("ltv.min_repeaters", self.min_repeaters, 1, 100_000)


class XyzPreset(NamedTuple):
    """A usual choice of period, number of periods and cuts."""

    period: Period
    n_periods: int
    cuts: Cuts


XYZ_PRESETS: dict[str, XyzPreset] = {
    "classic": XyzPreset("month", 12, (0.10, 0.25)),
    "month": XyzPreset("month", 12, (0.25, 0.50)),
    "quarter": XyzPreset("quarter", 8, (0.15, 0.30)),
    "year": XyzPreset("year", 6, (0.10, 0.25)),
    "wide": XyzPreset("month", 12, (0.50, 1.00)),
}


@dataclass(frozen=True, slots=True)
class XyzPolicy:
    """How evenly customers buy: periods, cuts of the coefficient of variation, zero periods.

    zeros: "include" counts every period; "exclude" only those with sales; "since_first"
    those from the first purchase on; "active_span" those from the first to the last with
    sales. Customers who first bought fewer than min_periods periods before the end are new.
    """

    period: Period = "month"
    n_periods: int = 12
    cuts: Cuts = (0.10, 0.25)
    zeros: Zeros = "include"
    deviation: Deviation = "population"
    min_periods: int = 6

    def __post_init__(self) -> None:
        check_one_of("xyz.period", self.period, get_args(Period))
        check_whole("xyz.n_periods", self.n_periods, 2, 520)
        check_rising("xyz.cuts", self.cuts, 2)
        check_one_of("xyz.zeros", self.zeros, get_args(Zeros))
        check_one_of("xyz.deviation", self.deviation, get_args(Deviation))
        check_whole("xyz.min_periods", self.min_periods, 2, self.n_periods)

    @classmethod
    def preset(
        cls,
        name: str,
        zeros: Zeros = "include",
        deviation: Deviation = "population",
        min_periods: int = 6,
    ) -> "XyzPolicy":
        """Return the policy of a preset of XYZ_PRESETS: classic, month, quarter, year, wide."""
        check_one_of("xyz.preset", name, XYZ_PRESETS)
        period, n_periods, cuts = XYZ_PRESETS[name]
        return cls(period, n_periods, cuts, zeros, deviation, min_periods)


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


@dataclass(frozen=True, slots=True)
class OffersPolicy:
    """What a missing sale is expected to bring: the median of the customer's segment.

    With fewer than min_peers buyers of the product in the segment, all its buyers count.
    """

    min_peers: int = 3

    def __post_init__(self) -> None:
        check_whole("offers.min_peers", self.min_peers, 1, 1000)


@dataclass(frozen=True, slots=True)
class MaturityPolicy:
    """Where the levels of the maturity index part: partly, with gaps, and managed."""

    cuts: tuple[float, float, float] = (0.20, 0.50, 0.80)

    def __post_init__(self) -> None:
        check_rising("maturity.cuts", self.cuts, 3, below=1)


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting of an assessment."""

    period: PeriodPolicy = field(default_factory=PeriodPolicy)
    rfm: RfmPolicy = field(default_factory=RfmPolicy)
    abc: AbcPolicy = field(default_factory=AbcPolicy)
    xyz: XyzPolicy = field(default_factory=XyzPolicy)
    ltv: LtvPolicy = field(default_factory=LtvPolicy)
    offers: OffersPolicy = field(default_factory=OffersPolicy)
    maturity: MaturityPolicy = field(default_factory=MaturityPolicy)
    segment_map: MapName = "B"
    payments: PaymentPolicy = field(default_factory=PaymentPolicy)
    risk: RiskPolicy = field(default_factory=RiskPolicy)
    limits: LimitPolicy = field(default_factory=LimitPolicy)
    decisions: DecisionPolicy = field(default_factory=DecisionPolicy)

    def __post_init__(self) -> None:
        check_one_of("segment_map", self.segment_map, get_args(MapName))
