"""The worksheet functions, one file per chapter of scoring, and their catalogue.

Excel waits for the import of this module at the first call, so it loads pandas, xlwings and
little else. ``CATALOGUE`` maps the name of each function to its ``Function``.
"""

from xl_addin.functions.catalogue import CATALOGUE, CATEGORY, Argument, Function
from xl_addin.functions.value.abc_xyz import ABC_CLASS, ABC_XYZ, XYZ_CLASS
from xl_addin.functions.value.rfm import RFM_SCORE, RFM_SEGMENT, RFM_TABLE

__all__ = [
    "ABC_CLASS",
    "ABC_XYZ",
    "CATALOGUE",
    "CATEGORY",
    "RFM_SCORE",
    "RFM_SEGMENT",
    "RFM_TABLE",
    "XYZ_CLASS",
    "Argument",
    "Function",
]
