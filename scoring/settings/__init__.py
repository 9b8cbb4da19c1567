"""What can be chosen: one frozen policy per method, collected in Settings.

Shares and cuts are fractions, not percent: 0.80 is 80 %.
"""

from dataclasses import dataclass, field
from typing import get_args

from scoring.checks import check_one_of, check_whole
from scoring.settings.abc import AbcMethod, AbcPolicy, Edge
from scoring.settings.concentration import HHI_BANDS, ConcentrationPolicy, HhiBands
from scoring.settings.ltv import LtvEngine, LtvInterval, LtvModel, LtvPolicy, LtvUnit
from scoring.settings.maturity import MaturityPolicy
from scoring.settings.offers import OffersPolicy
from scoring.settings.period import Period, PeriodPolicy
from scoring.settings.rfm import (
    FEWEST_BINS,
    MOST_BINS,
    Binning,
    MapName,
    Monetary,
    RfmPolicy,
    SegmentRow,
    Ties,
)
from scoring.settings.solvency import (
    AGE_DAYS,
    DECISION_CELLS,
    PAYMENT_FORMS,
    RISK_CLASSES,
    VALUE_CLASSES,
    Approver,
    DecisionPolicy,
    LimitPolicy,
    PaymentPolicy,
    RiskPolicy,
    TermsCell,
)
from scoring.settings.value import ValueBasis, ValuePolicy
from scoring.settings.xyz import (
    SEASON_LENGTHS,
    XYZ_PRESETS,
    Deviation,
    SeasonChoice,
    XyzPolicy,
    Zeros,
)

__all__ = [
    "AGE_DAYS",
    "DECISION_CELLS",
    "HHI_BANDS",
    "PAYMENT_FORMS",
    "RISK_CLASSES",
    "SEASON_LENGTHS",
    "VALUE_CLASSES",
    "XYZ_PRESETS",
    "AbcMethod",
    "AbcPolicy",
    "Approver",
    "Binning",
    "ConcentrationPolicy",
    "DecisionPolicy",
    "Deviation",
    "Edge",
    "HhiBands",
    "LimitPolicy",
    "LtvEngine",
    "LtvInterval",
    "LtvModel",
    "LtvPolicy",
    "LtvUnit",
    "MapName",
    "MaturityPolicy",
    "Monetary",
    "OffersPolicy",
    "PaymentPolicy",
    "Period",
    "PeriodPolicy",
    "RfmPolicy",
    "RiskPolicy",
    "SeasonChoice",
    "SegmentRow",
    "Settings",
    "TermsCell",
    "Ties",
    "ValueBasis",
    "ValuePolicy",
    "XyzPolicy",
    "Zeros",
]


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting of an assessment.

    own_map: the rows of the map "own", whose rules speak of own_steps scores.
    """

    period: PeriodPolicy = field(default_factory=PeriodPolicy)
    rfm: RfmPolicy = field(default_factory=RfmPolicy)
    abc: AbcPolicy = field(default_factory=AbcPolicy)
    xyz: XyzPolicy = field(default_factory=XyzPolicy)
    ltv: LtvPolicy = field(default_factory=LtvPolicy)
    value: ValuePolicy = field(default_factory=ValuePolicy)
    offers: OffersPolicy = field(default_factory=OffersPolicy)
    maturity: MaturityPolicy = field(default_factory=MaturityPolicy)
    segment_map: MapName = "B"
    own_map: tuple[SegmentRow, ...] = ()
    own_steps: int = 5
    payments: PaymentPolicy = field(default_factory=PaymentPolicy)
    risk: RiskPolicy = field(default_factory=RiskPolicy)
    limits: LimitPolicy = field(default_factory=LimitPolicy)
    decisions: DecisionPolicy = field(default_factory=DecisionPolicy)
    concentration: ConcentrationPolicy = field(default_factory=ConcentrationPolicy)

    def __post_init__(self) -> None:
        check_one_of("segment_map", self.segment_map, get_args(MapName))
        check_whole("own_steps", self.own_steps, FEWEST_BINS, MOST_BINS)
