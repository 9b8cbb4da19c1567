"""Assess a customer base, without Excel, files or screens.

What lives where: tables is the gate that every frame passes, errors the texts of everything
that can go wrong, settings one frozen policy for each method. The chapters are diagnosis
(data audit, maturity), value (RFM, segment maps, ABC, XYZ, lifetime value), solvency
(payments, risk, limits, decisions, concentration) and offers (segments and products);
assessment runs all.

    sales = gate_sales(frame)                       # columns date, customer, amount, ...
    result = assess(Tables(sales), Settings())
    print(result.segments.summary)

days and sums, below the chapters, hold what several need: calendar periods and exact sums.
A name is loaded when it is first asked for (PEP 562): who needs the gate only, such as a
worksheet function, does not wait for the methods.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scoring.assessment import Assessment, Stamp, Tables, Totals, assess
    from scoring.chapters import Offers, Solvency
    from scoring.diagnosis.audit import Audit, audit
    from scoring.diagnosis.maturity import MaturityResult, score_maturity
    from scoring.diagnosis.questions import QUESTIONS, Question
    from scoring.diagnosis.registration import RegistrationCheck, check_inn, inn_fault, ogrn_fault
    from scoring.errors import (
        MESSAGES,
        FitError,
        Note,
        Problem,
        ScoringError,
        SettingError,
        TableError,
        TooLittleDataError,
    )
    from scoring.offers.matrix import OfferMatrix, build_matrix
    from scoring.offers.metrics import OfferMetrics, OfferTotals, measure_offers, offer_totals
    from scoring.offers.status import Statuses, StatusWords, parse_statuses, write_statuses
    from scoring.offers.wide import WideOffers, parse_wide, to_wide
    from scoring.settings import (
        XYZ_PRESETS,
        AbcPolicy,
        ConcentrationPolicy,
        DecisionPolicy,
        LimitPolicy,
        LtvPolicy,
        MaturityPolicy,
        OffersPolicy,
        PaymentPolicy,
        PeriodPolicy,
        RfmPolicy,
        RiskPolicy,
        SegmentRow,
        Settings,
        TermsCell,
        XyzPolicy,
    )
    from scoring.solvency.concentration import (
        ConcentrationFacts,
        ConcentrationResult,
        measure_concentration,
    )
    from scoring.solvency.decisions import DecisionFacts, DecisionResult, decide
    from scoring.solvency.inequality import (
        effective_number,
        gini,
        hhi,
        lorenz,
        top_share,
    )
    from scoring.solvency.limits import LimitFacts, LimitResult, credit_limit, credit_need
    from scoring.solvency.losses import break_even_p_default, expected_loss, provision
    from scoring.solvency.payments import PaymentResult, payment_points, rate_payments
    from scoring.solvency.risk import RiskResult, risk_classes
    from scoring.solvency.stress import loss_of_top
    from scoring.tables import (
        NO_DAY,
        AnswersTable,
        CustomersTable,
        ErrorCell,
        Gated,
        InvoicesTable,
        OffersTable,
        ProductsTable,
        SalesTable,
        TermsTable,
        gate_answers,
        gate_customers,
        gate_invoices,
        gate_offers,
        gate_products,
        gate_sales,
        gate_terms,
    )
    from scoring.value.abc import AbcResult, abc_classes, classify_abc
    from scoring.value.abc_xyz import AbcXyzResult, cross_abc_xyz
    from scoring.value.ltv.model import LtvResult, LtvTotals, estimate_ltv
    from scoring.value.migration import Migration, Snapshot, migrate
    from scoring.value.periods import (
        CustomerSummary,
        PeriodBlock,
        as_of_day,
        customer_summary,
        in_window,
        months_table,
        period_block,
    )
    from scoring.value.rfm import RfmResult, score_rfm
    from scoring.value.rfm_bins import Binned, bin_values
    from scoring.value.segment_check import MapReport, check_map
    from scoring.value.segment_maps import SEGMENT_ORDER, CodeScores, SegmentMap
    from scoring.value.segment_presets import SEGMENT_MAPS
    from scoring.value.segment_rules import read_grid, read_rows
    from scoring.value.segments import (
        SegmentsResult,
        map_segments,
        segment_rfm,
        segment_summary,
    )
    from scoring.value.xyz import XyzResult, classify_xyz, xyz_classes

__all__ = [
    "MESSAGES",
    "NO_DAY",
    "QUESTIONS",
    "SEGMENT_MAPS",
    "SEGMENT_ORDER",
    "XYZ_PRESETS",
    "AbcPolicy",
    "AbcResult",
    "AbcXyzResult",
    "AnswersTable",
    "Assessment",
    "Audit",
    "Binned",
    "CodeScores",
    "ConcentrationFacts",
    "ConcentrationPolicy",
    "ConcentrationResult",
    "CustomerSummary",
    "CustomersTable",
    "DecisionFacts",
    "DecisionPolicy",
    "DecisionResult",
    "ErrorCell",
    "FitError",
    "Gated",
    "InvoicesTable",
    "LimitFacts",
    "LimitPolicy",
    "LimitResult",
    "LtvPolicy",
    "LtvResult",
    "LtvTotals",
    "MapReport",
    "MaturityPolicy",
    "MaturityResult",
    "Migration",
    "Note",
    "OfferMatrix",
    "OfferMetrics",
    "OfferTotals",
    "Offers",
    "OffersPolicy",
    "OffersTable",
    "PaymentPolicy",
    "PaymentResult",
    "PeriodBlock",
    "PeriodPolicy",
    "Problem",
    "ProductsTable",
    "Question",
    "RegistrationCheck",
    "RfmPolicy",
    "RfmResult",
    "RiskPolicy",
    "RiskResult",
    "SalesTable",
    "ScoringError",
    "SegmentMap",
    "SegmentRow",
    "SegmentsResult",
    "SettingError",
    "Settings",
    "Snapshot",
    "Solvency",
    "Stamp",
    "StatusWords",
    "Statuses",
    "TableError",
    "Tables",
    "TermsCell",
    "TermsTable",
    "TooLittleDataError",
    "Totals",
    "WideOffers",
    "XyzPolicy",
    "XyzResult",
    "abc_classes",
    "as_of_day",
    "assess",
    "audit",
    "bin_values",
    "break_even_p_default",
    "build_matrix",
    "check_inn",
    "check_map",
    "classify_abc",
    "classify_xyz",
    "credit_limit",
    "credit_need",
    "cross_abc_xyz",
    "customer_summary",
    "decide",
    "effective_number",
    "estimate_ltv",
    "expected_loss",
    "gate_answers",
    "gate_customers",
    "gate_invoices",
    "gate_offers",
    "gate_products",
    "gate_sales",
    "gate_terms",
    "gini",
    "hhi",
    "in_window",
    "inn_fault",
    "lorenz",
    "loss_of_top",
    "map_segments",
    "measure_concentration",
    "measure_offers",
    "migrate",
    "months_table",
    "offer_totals",
    "ogrn_fault",
    "parse_statuses",
    "parse_wide",
    "payment_points",
    "period_block",
    "provision",
    "rate_payments",
    "read_grid",
    "read_rows",
    "risk_classes",
    "score_maturity",
    "score_rfm",
    "segment_rfm",
    "segment_summary",
    "to_wide",
    "top_share",
    "write_statuses",
    "xyz_classes",
]

_HOMES = {
    "scoring.assessment": "Assessment Stamp Tables Totals assess",
    "scoring.chapters": "Offers Solvency",
    "scoring.diagnosis.audit": "Audit audit",
    "scoring.diagnosis.maturity": "MaturityResult score_maturity",
    "scoring.diagnosis.questions": "QUESTIONS Question",
    "scoring.diagnosis.registration": "RegistrationCheck check_inn inn_fault ogrn_fault",
    "scoring.errors": (
        "MESSAGES FitError Note Problem ScoringError SettingError TableError TooLittleDataError"
    ),
    "scoring.offers.matrix": "OfferMatrix build_matrix",
    "scoring.offers.metrics": "OfferMetrics OfferTotals measure_offers offer_totals",
    "scoring.offers.status": "StatusWords Statuses parse_statuses write_statuses",
    "scoring.offers.wide": "WideOffers parse_wide to_wide",
    "scoring.settings": (
        "XYZ_PRESETS AbcPolicy ConcentrationPolicy DecisionPolicy LimitPolicy LtvPolicy "
        "MaturityPolicy OffersPolicy PaymentPolicy PeriodPolicy RfmPolicy RiskPolicy SegmentRow "
        "Settings TermsCell XyzPolicy"
    ),
    "scoring.solvency.concentration": (
        "ConcentrationFacts ConcentrationResult measure_concentration"
    ),
    "scoring.solvency.decisions": "DecisionFacts DecisionResult decide",
    "scoring.solvency.inequality": "effective_number gini hhi lorenz top_share",
    "scoring.solvency.limits": "LimitFacts LimitResult credit_limit credit_need",
    "scoring.solvency.losses": "break_even_p_default expected_loss provision",
    "scoring.solvency.payments": "PaymentResult payment_points rate_payments",
    "scoring.solvency.risk": "RiskResult risk_classes",
    "scoring.solvency.stress": "loss_of_top",
    "scoring.tables": (
        "NO_DAY AnswersTable CustomersTable ErrorCell Gated InvoicesTable OffersTable "
        "ProductsTable SalesTable TermsTable gate_answers gate_customers gate_invoices "
        "gate_offers gate_products gate_sales gate_terms"
    ),
    "scoring.value.abc": "AbcResult abc_classes classify_abc",
    "scoring.value.abc_xyz": "AbcXyzResult cross_abc_xyz",
    "scoring.value.ltv.model": "LtvResult LtvTotals estimate_ltv",
    "scoring.value.migration": "Migration Snapshot migrate",
    "scoring.value.periods": (
        "CustomerSummary PeriodBlock as_of_day customer_summary in_window months_table period_block"
    ),
    "scoring.value.rfm": "RfmResult score_rfm",
    "scoring.value.rfm_bins": "Binned bin_values",
    "scoring.value.segment_check": "MapReport check_map",
    "scoring.value.segment_maps": "SEGMENT_ORDER CodeScores SegmentMap",
    "scoring.value.segment_presets": "SEGMENT_MAPS",
    "scoring.value.segment_rules": "read_grid read_rows",
    "scoring.value.segments": "SegmentsResult map_segments segment_rfm segment_summary",
    "scoring.value.xyz": "XyzResult classify_xyz xyz_classes",
}
_HOME = {name: module for module, names in _HOMES.items() for name in names.split()}


def __getattr__(name: str) -> Any:
    """Load a public name from the module it lives in, and keep it."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    thing = globals()[name] = getattr(import_module(_HOME[name]), name)
    return thing


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
