"""The worksheet functions, one file per chapter of scoring, and their catalogue.

Excel waits for the import of this module at the first call, so it loads pandas, xlwings and
little else. ``CATALOGUE`` maps the name of each function to its ``Function``.
"""

from xl_addin.functions.catalogue import CATALOGUE, CATEGORY, Argument, Function
from xl_addin.functions.diagnosis.cleaning import PARSE_DATE, PARSE_NUMBER
from xl_addin.functions.diagnosis.maturity import MATURITY_GAP, MATURITY_SCORE
from xl_addin.functions.diagnosis.registration import VALID_INN, VALID_OGRN
from xl_addin.functions.offers.matrix import OFFER_COVERAGE, OFFER_STATUS
from xl_addin.functions.solvency.concentration import CONC_INDEX, CONC_STRESS, LORENZ_CURVE
from xl_addin.functions.solvency.credit import CREDIT_LIMIT, EXPECTED_LOSS
from xl_addin.functions.solvency.decisions import DECISION_TERMS
from xl_addin.functions.solvency.payments import DAYS_LATE, PAY_INDEX
from xl_addin.functions.value.abc import ABC_CLASS, ABC_TABLE
from xl_addin.functions.value.abc_xyz import ABC_XYZ
from xl_addin.functions.value.formula import LTV_FORMULA
from xl_addin.functions.value.ltv import BTYD_TABLE
from xl_addin.functions.value.ltv_fit import BTYD_FIT
from xl_addin.functions.value.ltv_formulas import LTV_MARKOV, LTV_SIMPLE
from xl_addin.functions.value.ltv_given import BTYD_ALIVE, BTYD_EXPECT
from xl_addin.functions.value.ltv_history import BTYD_SUMMARY, LTV_COHORT, LTV_HIST
from xl_addin.functions.value.ltv_quality import LTV_CHECK
from xl_addin.functions.value.migration import SEGMENT_MIGRATION
from xl_addin.functions.value.periods import PERIOD_PIVOT, SEASON_INDEX
from xl_addin.functions.value.rfm import RFM_SCORE
from xl_addin.functions.value.rfm_bins import RFM_BINS
from xl_addin.functions.value.rfm_table import RFM_TABLE
from xl_addin.functions.value.segments import RFM_MAP_CHECK, RFM_SEGMENT
from xl_addin.functions.value.xyz import XYZ_CLASS, XYZ_CV

__all__ = [
    "ABC_CLASS",
    "ABC_TABLE",
    "ABC_XYZ",
    "BTYD_ALIVE",
    "BTYD_EXPECT",
    "BTYD_FIT",
    "BTYD_SUMMARY",
    "BTYD_TABLE",
    "CATALOGUE",
    "CATEGORY",
    "CONC_INDEX",
    "CONC_STRESS",
    "CREDIT_LIMIT",
    "DAYS_LATE",
    "DECISION_TERMS",
    "EXPECTED_LOSS",
    "LORENZ_CURVE",
    "LTV_CHECK",
    "LTV_COHORT",
    "LTV_FORMULA",
    "LTV_HIST",
    "LTV_MARKOV",
    "LTV_SIMPLE",
    "MATURITY_GAP",
    "MATURITY_SCORE",
    "OFFER_COVERAGE",
    "OFFER_STATUS",
    "PARSE_DATE",
    "PARSE_NUMBER",
    "PAY_INDEX",
    "PERIOD_PIVOT",
    "RFM_BINS",
    "RFM_MAP_CHECK",
    "RFM_SCORE",
    "RFM_SEGMENT",
    "RFM_TABLE",
    "SEASON_INDEX",
    "SEGMENT_MIGRATION",
    "VALID_INN",
    "VALID_OGRN",
    "XYZ_CLASS",
    "XYZ_CV",
    "Argument",
    "Function",
]
