"""What the money of an input table shows by its number formats: a currency, percent, nothing."""

from collections.abc import Mapping

import numpy as np
import xlwings as xw

from scoring.checks import TextArray
from scoring.tables.columns import MONEY
from scoring.tables.money import Formats
from xl_addin.exports.number_formats import formats_of, meant_by
from xl_addin.files.number_formats import shown_by

LOOKS = 2_000  # of a column, in an Excel: each is a call


def money_formats(body: xw.Range, fields: Mapping[str, int]) -> tuple[Formats, tuple[str, ...]]:
    """Return what the cells of the money of a table show beside their numbers, by field.

    body: the rows of the table. fields: the place of each field. A field whose cells show neither
    a currency nor percent is not there. Our own engine has read the formats with the values; an
    Excel is asked for them, and the fields that it was not asked about to the end come second.
    """
    money = {field: place for field, place in fields.items() if field in MONEY}
    if not money:
        return {}, ()
    if hasattr(body.impl, "sheet_cells"):
        rows = np.arange(body.row - 1, body.row - 1 + body.shape[0])
        columns = [body.column - 1 + place for place in money.values()]
        by_place = formats_of(body.impl.sheet_cells(), rows, columns)
        return {field: by_place[at] for at, field in enumerate(money) if at in by_place}, ()
    asked = {field: _asked_for(body[:, place]) for field, place in money.items()}
    formats = {field: shown for field, (shown, _) in asked.items() if (shown != "").any()}
    return formats, tuple(field for field, (_, is_whole) in asked.items() if not is_whole)


def _asked_for(column: xw.Range) -> tuple[TextArray, bool]:
    """Ask an application what each cell of a column shows; tell whether it was asked about all.

    A range of several formats has none, so it is halved until each part has one. A column whose
    formats change all the time is not followed for ever: the rest counts as showing nothing.
    """
    shown: TextArray = np.full(column.shape[0], "", object)
    parts, looks = [(0, column.shape[0])], 0
    while parts and looks < LOOKS:
        (first, after), looks = parts.pop(), looks + 1
        code = column[first:after, 0].number_format
        if isinstance(code, str):
            shown[first:after] = meant_by(shown_by(code))
        elif after - first > 1:
            middle = (first + after) // 2
            parts += [(middle, after), (first, middle)]
    return shown, not parts
