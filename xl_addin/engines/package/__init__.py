"""The package engine: xlwings over the .xlsx or .xlsm file itself, without Excel.

It replaces only the sheet data, table ranges and names that were written; every other part of the
file is copied as it stands, byte for byte.
"""

from xl_addin.engines.package.engine import activate

__all__ = ["activate"]
