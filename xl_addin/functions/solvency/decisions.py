"""The decision matrix in cells: the terms that a value class and a risk class get."""

from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias, get_args

import numpy as np

from xl_addin.functions.aligned import Aligned, aligned
from xl_addin.functions.arguments import (
    Answer,
    Area,
    ArgumentError,
    Column,
    Grid,
    Language,
    Line,
    Words,
)
from xl_addin.functions.catalogue import worksheet_function
from xl_addin.functions.cells import Cell
from xl_addin.functions.reading import Floats
from xl_addin.functions.solvency.classes import RISK_WORDS, VALUE_WORDS

if TYPE_CHECKING:
    import pandas as pd

    from scoring.settings import DecisionPolicy
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
    from scoring.settings import DecisionPolicy
    from scoring.solvency.matrix import matrix_terms, value_codes
    from xl_addin.texts import texts

    words = {"value_class": VALUE_WORDS, "risk_class": RISK_WORDS}
    rows = aligned({"value_class": value_class, "risk_class": risk_class}, words)
    value = value_codes(np.array([*VALUE_WORDS.options], object)[rows.codes("value_class")])
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

    if (width := len(matrix.rows[0])) != len(TermsCell._fields):
        found = f"{len(TermsCell._fields)} columns are expected, found {width}"
        raise ArgumentError("matrix", found)
    names = [f"matrix, column {place}" for place in range(1, width + 1)]
    lines = {
        name: Line(list(cells), len(cells), across=False, scalar=False, block=matrix.block)
        for name, cells in zip(names, zip(*matrix.rows, strict=True), strict=True)
    }
    words = {names[place]: words for place, words in _matrix_words().items()}
    rows = aligned(lines, words)
    columns = [
        _options(rows, name) if name in words else _numbers(rows.numbers(name)) for name in names
    ]
    filled = zip(rows.blank.tolist(), *columns, strict=True)
    return DecisionPolicy(tuple(TermsCell(*cells) for blank, *cells in filled if not blank))


def _matrix_words() -> dict[int, Words]:
    """Return what may stand in the columns of a matrix that hold words, by their places."""
    from scoring.settings import PAYMENT_FORMS, Approver
    from scoring.solvency.terms import FORM_WORDS
    from xl_addin.texts import LANGUAGES, texts

    def in_both(branch: str, code: str) -> tuple[str, ...]:
        return tuple(texts(language)(f"{branch}.{code}").casefold() for language in LANGUAGES)

    forms = {form: (*in_both("forms", form), *FORM_WORDS[form]) for form in PAYMENT_FORMS}
    approvers = {approver: in_both("approvers", approver) for approver in get_args(Approver)}
    return {0: VALUE_WORDS, 1: RISK_WORDS, 2: Words(forms), 6: Words(approvers)}


def _options(rows: Aligned, name: str) -> list[Any]:
    options = [*rows.words[name].options, None]  # the last one is that of a blank row, -1
    return [options[code] for code in rows.codes(name)]


def _numbers(values: Floats) -> list[Any]:
    return [int(value) if value.is_integer() else value for value in values.tolist()]
