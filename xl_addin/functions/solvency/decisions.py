"""The decision matrix in cells: the terms that a value class and a risk class get."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias, get_args

import numpy as np

from scoring.errors import MESSAGES, shown
from scoring.tables import ErrorCell
from xl_addin.functions.aligned import aligned
from xl_addin.functions.arguments import (
    Answer,
    ArgumentError,
    Area,
    Column,
    Grid,
    Language,
    Words,
)
from xl_addin.functions.catalogue import worksheet_function
from xl_addin.functions.cells import Cell
from xl_addin.functions.reading import has_header

if TYPE_CHECKING:
    import pandas as pd

    from scoring.settings import DecisionPolicy, TermsCell
    from xl_addin.texts import Texts

# The methods of a chapter are imported at its first call: Excel waits for the import of them all.

TermsField: TypeAlias = Annotated[
    Literal["form", "days", "limit_share", "prepay_share", "approver", "review_months", "all"],
    Words(
        {
            "form": ("форма", "форма оплаты"),
            "days": ("дни", "отсрочка"),
            "limit_share": ("limit", "limit share", "лимит", "доля лимита"),
            "prepay_share": ("prepay", "prepayment", "prepay share", "предоплата"),
            "approver": ("approved by", "согласует", "кто согласует"),
            "review_months": ("review", "пересмотр"),
            "all": ("все", "всё"),
        }
    ),
]
_FIELDS = ("form", "days", "limit_share", "prepay_share", "approver", "review_months")
_VALUE_WORDS = ("A", "B", "C", "D", "N")
_MATRIX_COLUMNS = 8


@worksheet_function(example='=DECISION_TERMS(B2:B20, C2:C20, "all")')
def DECISION_TERMS(  # noqa: N802 (names and order are the worksheet's)
    value_class: Column,
    risk_class: Column,
    field: TermsField = "form",
    matrix: Area | None = None,
    lang: Language = "en",
) -> Answer:
    """Terms that the decision matrix gives to a value class and a risk class: form, days, limit.

    ``field`` says which: form of payment; days of credit; limit_share, the credit limit as a
    share of the need; prepay_share of an order; approver; review_months until the next review;
    all gives these six side by side. Value class D (ABC: earns nothing) has the terms of C.
    Without ``matrix`` the usual matrix answers, see the handbook. The classes are columns of
    equal length, or single cells for every row. A blank row stays blank; so does a header.

    Parameters
    ----------
    value_class : column
        A, B, C, D, or N for a new customer: one cell or a column, such as B2#.
    risk_class : column
        R1 low, R2, R3, R4 very high, or R0 unknown.
    field : word, optional
        form, days, limit_share, prepay_share, approver, review_months or all. Left out: form.
    matrix : block, optional
        A matrix of your own, 20 rows in the columns of Decision_Matrix, with or without headers.
        Left out: the usual matrix.
    lang : word, optional
        Language of form and approver: en or ru. Left out: en.

    Returns
    -------
    text or number
        One field in the shape of the classes, or six columns for all.

    Source
    ------
    The handbook of methods, decision matrix; the matrix is a setting of the workbook.

    Examples
    --------
    >>> DECISION_TERMS("A", "R1", "days")
    60.0
    >>> DECISION_TERMS(["A", "C"], ["R3", "R4"])
    [['secured'], ['prepayment']]
    """
    from scoring.settings import RISK_CLASSES, DecisionPolicy
    from scoring.solvency.matrix import matrix_terms, value_codes
    from xl_addin.texts import texts

    classes = {"value_class": _VALUE_WORDS, "risk_class": RISK_CLASSES}
    rows = aligned({"value_class": value_class, "risk_class": risk_class}, classes)
    value = value_codes(np.array(_VALUE_WORDS, object)[rows.codes("value_class")])
    risk = rows.codes("risk_class").astype(np.int8)
    terms = matrix_terms(value, risk, DecisionPolicy() if matrix is None else _policy(matrix))
    say = texts(lang)
    if field != "all":
        return rows.spread(_column(terms, field, say))
    columns = [_column(terms, name, say) for name in _FIELDS]
    blank: list[Cell] = [""] * len(columns)
    sides = zip(rows.blank.tolist(), *columns, strict=True)
    return [blank if is_blank else list(cells) for is_blank, *cells in sides]


def _column(terms: "pd.DataFrame", name: str, say: "Texts") -> list[Cell]:
    if name == "form":
        return [say(f"forms.{form}") for form in terms[name]]
    if name == "approver":
        return [say(f"approvers.{approver}") for approver in terms[name]]
    return [float(number) for number in terms[name]]


def _policy(matrix: Grid) -> "DecisionPolicy":
    """Read a matrix of the user's own.

    Raises ArgumentError for a cell that cannot be read, SettingError for pairs of classes that
    are missing, stand twice, or have terms outside their limits.
    """
    from scoring.settings import DecisionPolicy, TermsCell

    if (width := len(matrix.rows[0])) != _MATRIX_COLUMNS:
        raise ArgumentError("matrix", f"{_MATRIX_COLUMNS} columns are expected, found {width}")
    header = has_header(matrix.rows[0][3:6], matrix.rows[0][7:])  # words over numbers
    cells = []
    for row, given in enumerate(matrix.rows, start=1):
        if (header and row == 1) or all(cell is None for cell in given):
            continue
        cells.append(TermsCell(*_terms(given, f"matrix, row {row}")))
    return DecisionPolicy(cells=tuple(cells))


def _terms(given: Sequence[Cell], where: str) -> list[Any]:
    """Read one row of a matrix."""
    from scoring.settings import PAYMENT_FORMS, RISK_CLASSES, VALUE_CLASSES, Approver

    number = (_number, ())
    readers: tuple[tuple[_Read, Sequence[str]], ...] = (
        (_class, VALUE_CLASSES),
        (_class, RISK_CLASSES),
        (_form, PAYMENT_FORMS),
        (_whole, ()),
        number,
        number,
        (_approver, get_args(Approver)),
        (_whole, ()),
    )
    found = []
    for cell, (read, words) in zip(given, readers, strict=True):
        if cell is None or isinstance(cell, ErrorCell):
            code = "cell.blank" if cell is None else "cell.error"
            raise ArgumentError(where, MESSAGES[code].format(found=cell))
        if (term := read(cell)) is None:
            said = f"'{shown(str(cell))}' is not "
            said += f"one of: {', '.join(words)}" if words else read.__doc__
            raise ArgumentError(where, said)
        found.append(term)
    return found
