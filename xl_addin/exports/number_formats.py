"""What the numbers of a table show beside themselves by their number formats."""

import re
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from scoring.checks import TextArray
from scoring.tables.currencies import currencies_in, currency_code
from scoring.tables.money import PERCENT
from xl_addin.files import number_formats
from xl_addin.files.cells import SheetCells

_CODE = re.compile("[A-Z]{3}")


def formats_of(
    cells: SheetCells, rows: NDArray[np.int64], columns: Sequence[int]
) -> Mapping[int, TextArray]:
    """Return the code of a currency, PERCENT or "" of each row, by the place of its column.

    rows, columns: of the sheet, 0-based, rising. Columns whose formats show neither are not there;
    rows below the last value of the sheet show nothing.
    """
    facts = cells.facts
    meant = np.array([meant_by(shown) for shown in facts.formats] or [""], object)
    if not (meant != "").any() or not rows.size:
        return {}
    found: dict[int, TextArray] = {}
    for place, column in enumerate(columns):
        here = facts.formatted[facts.formatted[:, 1] == column]
        here = here[here[:, 0] < cells.n_rows]
        whole = np.full(max(cells.n_rows, int(rows[-1]) + 1), "", object)
        whole[here[:, 0]] = meant[here[:, 2]]
        if (whole[rows] != "").any():
            found[place] = whole[rows]
    return found


def only_currency(formats: TextArray) -> str:
    """Return the code of the currency that all numbers are shown in; "" for any other formats."""
    names = set(formats.tolist()) - {"", PERCENT}
    name = str(names.pop()) if len(names) == 1 else ""
    return name if _CODE.fullmatch(name) else ""


def meant_by(shown: str) -> str:
    """Return the currency or PERCENT that stands in what a format shows (`shown_by`); "" for none.

    A currency that was chosen as such is one whatever it is called.
    """
    if shown == number_formats.PERCENT:
        return PERCENT
    if shown.startswith(number_formats.CHOSEN):
        return currency_code(shown.removeprefix(number_formats.CHOSEN))
    named = currencies_in([shown])
    return "" if named is None else str(named[0])
