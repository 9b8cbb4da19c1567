"""Registration numbers of Russian companies: INN and OGRN, held against their check digits.

INN: order of the tax service MMV-7-6/435 of 29.06.2012. OGRN: rules of the state register,
order of the Ministry of Finance 165n of 30.10.2017.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from scoring.errors import Note, shown
from scoring.tables.contracts import CustomersTable

# What may be the matter with a number; "" is nothing.
Fault = Literal["", "digits", "length", "check", "zero"]

_TEN = (2, 4, 10, 3, 5, 9, 4, 6, 8)
_ELEVENTH = (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
_TWELFTH = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
_TOLD: tuple[Fault, ...] = ("check", "zero", "length")


@dataclass(frozen=True, slots=True, eq=False)
class RegistrationCheck:
    """The INN of customers that are not right: customer, inn, fault, in the order of the table.

    checked: number of INN looked at; 0 also where most numbers are not of an INN's length, as
    those of another country.
    """

    faults: pd.DataFrame
    checked: int
    notes: tuple[Note, ...]


def inn_fault(text: str) -> Fault:
    """Say what is the matter with an INN, "" where nothing is.

    Ten digits (a company): the last one is the weighted sum of the others, modulo 11, modulo
    10. Twelve (a person): so are the last two. "digits": other characters; "length": neither
    10 nor 12 digits; "check": a check digit does not fit, or all are zeros; "zero": 9 or 11
    digits that are right with a zero before them, which a number format has taken away.

    Source: METHODS 2.1.
    """
    if not _is_digits(text):
        return "digits"
    if len(text) in {9, 11}:
        return "zero" if _inn_fits(f"0{text}") else "length"
    if len(text) not in {10, 12}:
        return "length"
    return "" if _inn_fits(text) else "check"


def ogrn_fault(text: str) -> Fault:
    """Say what is the matter with an OGRN (13 digits) or OGRNIP (15), "" where nothing is.

    The last digit is the last one of the remainder of all before it by 11 (13 digits) or 13 (15
    digits). Faults are those of inn_fault; no such number begins with a zero.

    Source: METHODS 2.1.
    """
    if not _is_digits(text):
        return "digits"
    if len(text) not in {13, 15}:
        return "length"
    remainder = int(text[:-1]) % (len(text) - 2)
    fits = remainder % 10 == int(text[-1]) and text.strip("0") != ""
    return "" if fits else "check"


def check_inn(customers: CustomersTable) -> RegistrationCheck:
    """Hold the INN of all customers against their check digits; blanks are passed over.

    Where more than half of the numbers have not the length of an INN, not even without a
    leading zero, they are numbers of another country and are not checked.
    """
    if "inn" not in customers.frame:
        return _checked([], 0)
    filled = [
        (str(customer), str(inn))
        for customer, inn in zip(customers.ids, customers.frame["inn"], strict=True)
        if isinstance(inn, str)
    ]
    rows = [(customer, inn, inn_fault(inn)) for customer, inn in filled]
    foreign = sum(fault in {"digits", "length"} for _, _, fault in rows)
    if 2 * foreign > len(rows):
        return _checked([], 0)
    return _checked([row for row in rows if row[2]], len(rows))


def _checked(rows: Sequence[tuple[str, str, Fault]], checked: int) -> RegistrationCheck:
    table = pd.DataFrame(rows, columns=["customer", "inn", "fault"], dtype=object)
    table["fault"] = table["fault"].replace("digits", "length")
    notes = []
    for fault in _TOLD:
        found = table.loc[table["fault"] == fault]
        if len(found):
            details = {
                "count": str(len(found)),
                "found": shown(found["inn"].iloc[0]),
                "customer": shown(found["customer"].iloc[0]),
            }
            notes.append(Note(f"note.inn_{fault}", details))
    return RegistrationCheck(table, checked, tuple(notes))


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _inn_fits(text: str) -> bool:
    """Whether the check digits of 10 or 12 digits fit; zeros alone are no number."""
    weights: tuple[tuple[int, ...], ...] = (_TEN,) if len(text) == 10 else (_ELEVENTH, _TWELFTH)
    digits = [int(char) for char in text]
    sums = [sum(w * d for w, d in zip(row, digits, strict=False)) for row in weights]
    wanted = digits[-len(weights) :]
    return any(digits) and [each % 11 % 10 for each in sums] == wanted
