"""Assess a customer base: RFM, segments, ABC, XYZ and more, without Excel, files or screens.

What lives where: tables is the gate that every frame passes, errors the texts of everything
that can go wrong, settings one frozen policy for each method. The chapters are diagnosis
(data audit) and value (RFM, segment maps, ABC, XYZ); assessment runs them all.

    sales = gate_sales(frame)                       # columns date, customer, amount, ...
    result = assess(Tables(sales), Settings())
    print(result.segments.summary)

days and sums, below the chapters, hold what several need: calendar periods and exact sums.
"""

from scoring.assessment import Assessment, Stamp, Tables, Totals, assess
from scoring.diagnosis.audit import Audit, audit
from scoring.errors import (
    MESSAGES,
    Note,
    Problem,
    ScoringError,
    SettingError,
    TableError,
    TooLittleDataError,
)
from scoring.settings import (
    XYZ_PRESETS,
    AbcPolicy,
    PeriodPolicy,
    RfmPolicy,
    Settings,
    XyzPolicy,
)
from scoring.tables import (
    CustomersTable,
    ErrorCell,
    Gated,
    ProductsTable,
    SalesTable,
    gate_customers,
    gate_products,
    gate_sales,
)
from scoring.value.abc import AbcResult, abc_classes, classify_abc
from scoring.value.abc_xyz import AbcXyzResult, cross_abc_xyz
from scoring.value.periods import (
    CustomerSummary,
    PeriodBlock,
    as_of_day,
    customer_summary,
    in_window,
    months_table,
    period_block,
)
from scoring.value.rfm import RfmResult, score_rfm, score_summary
from scoring.value.segments import (
    SEGMENT_MAPS,
    SEGMENT_ORDER,
    MapReport,
    SegmentMap,
    SegmentsResult,
    check_map,
    map_segments,
    segment_rfm,
    segment_summary,
)
from scoring.value.xyz import XyzResult, classify_xyz, xyz_classes

__all__ = [
    "MESSAGES",
    "SEGMENT_MAPS",
    "SEGMENT_ORDER",
    "XYZ_PRESETS",
    "AbcPolicy",
    "AbcResult",
    "AbcXyzResult",
    "Assessment",
    "Audit",
    "CustomerSummary",
    "CustomersTable",
    "ErrorCell",
    "Gated",
    "MapReport",
    "Note",
    "PeriodBlock",
    "PeriodPolicy",
    "Problem",
    "ProductsTable",
    "RfmPolicy",
    "RfmResult",
    "SalesTable",
    "ScoringError",
    "SegmentMap",
    "SegmentsResult",
    "SettingError",
    "Settings",
    "Stamp",
    "TableError",
    "Tables",
    "TooLittleDataError",
    "Totals",
    "XyzPolicy",
    "XyzResult",
    "abc_classes",
    "as_of_day",
    "assess",
    "audit",
    "check_map",
    "classify_abc",
    "classify_xyz",
    "cross_abc_xyz",
    "customer_summary",
    "gate_customers",
    "gate_products",
    "gate_sales",
    "in_window",
    "map_segments",
    "months_table",
    "period_block",
    "score_rfm",
    "score_summary",
    "segment_rfm",
    "segment_summary",
    "xyz_classes",
]
