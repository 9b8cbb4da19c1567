"""The command ``clientbase``: the macros of the workbook, run on the file itself.

Only light modules are imported here, so that ``--help`` answers at once; each command imports
what it works with when it runs.
"""

from xl_addin.cli.app import main

__all__ = ["main"]
