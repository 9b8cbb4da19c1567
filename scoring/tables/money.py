"""Money of one currency: rows of several are never added up, nor is a share taken for money."""

from collections.abc import Mapping

import numpy as np

from scoring.checks import TextArray
from scoring.errors import PLACES_SHOWN, Note, Problem
from scoring.tables.cells import Kind
from scoring.tables.columns import MONEY
from scoring.tables.currencies import currency_code
from scoring.tables.frames import FrameRead
from scoring.tables.policy import ReadingPolicy

PERCENT = "%"
Formats = Mapping[str, TextArray]  # by field, (n,): what its cells show beside their numbers
NO_FORMATS: Formats = {}


def check_money(read: FrameRead, policy: ReadingPolicy, formats: Formats) -> None:
    """Refuse shares and a mixture of currencies, in texts or in what number formats show.

    formats: the code of a currency, PERCENT or "", of the cells of a field; what a text says of
    its currency goes before.
    """
    for key, shown in formats.items():
        if key not in read.readings or key not in MONEY:
            continue
        cells, _ = read.readings[key]
        number = cells.kind == Kind.NUMBER
        if (rows := np.flatnonzero(number & (shown == PERCENT))).size:
            found = tuple(f"{100 * value:.15g} %" for value in cells.number[rows[:PLACES_SHOWN]])
            read.problems.append(Problem("number.share", read.table, key, rows, found))
            read.bad[rows] = True
        named = number & (shown != PERCENT) & (shown != "")
        if key == "amount" and named.any():
            signs = np.full(number.size, "", object) if read.signs is None else read.signs
            read.signs = np.where(named, shown, signs)
    _check_currencies(read, policy)


def _check_currencies(read: FrameRead, policy: ReadingPolicy) -> None:
    """Refuse a mixture of currencies, or leave out all but the one that is wanted.

    The currency of a row is what its column says, else what its amount says ("$5"); a row where
    these are two is at fault.
    """
    of_row, column = _currencies(read)
    if of_row is None:
        return
    if policy.converted:
        of_row = np.where(np.isin(of_row, policy.converted), currency_code(policy.currency), of_row)
    found = sorted(set(of_row[~read.blank]) - {""})
    if not found:
        return
    if len(found) > 1 and not policy.currency:
        counts = ", ".join(f"{name} ({np.count_nonzero(of_row == name)})" for name in found)
        read.told("currency.mixed", column, counts=counts)
    elif policy.currency:
        wanted = currency_code(policy.currency)
        other = (of_row != wanted) & (of_row != "")
        read.told_rows("currency.other", column, other, wanted=wanted)
    money = ~np.isnan(read.numbers["amount"]) if "amount" in read.numbers else ~read.blank
    if unnamed := int(np.count_nonzero((of_row == "") & ~read.blank & money)):
        taken = currency_code(policy.currency) or found[0]
        read.notes.append(Note("note.currency_blank", {"count": str(unnamed), "currency": taken}))


def _currencies(read: FrameRead) -> tuple[TextArray | None, str]:
    """Return the currency of every row, "" for none, and the column that says it."""
    if "currency" not in read.keys:
        return read.signs, "amount"
    keys = read.keys["currency"]
    names = np.array([currency_code(name) for name in keys.ids.tolist()] + [""], object)
    of_row: TextArray = names[keys.code]
    if read.signs is not None:
        read.told_rows(
            "currency.sign", "amount", (read.signs != "") & (of_row != "") & (read.signs != of_row)
        )
        of_row = np.where(of_row == "", read.signs, of_row)
    return of_row, "currency"
