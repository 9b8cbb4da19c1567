"""Terms: payment forms in words, and what is agreed with each customer now."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from scoring.checks import BoolArray, FloatArray, TextArray
from scoring.errors import Note, shown
from scoring.settings import PAYMENT_FORMS
from scoring.tables.receivables import TermsTable

FormCodes = npt.NDArray[np.int8]
NO_FORM = -1
WORDS_SHOWN = 3

# What people type; a form's own code is understood as well. Compared without case and "ё".
FORM_WORDS: dict[str, tuple[str, ...]] = {
    "open": (
        "open account", "open credit", "credit", "deferred", "deferred payment", "deferment",
        "отсрочка", "отсрочка платежа", "товарный кредит", "кредит", "постоплата",
        "открытый счет",
    ),
    "trial": ("trial credit", "trial order", "пробная отсрочка", "пробный", "пробный заказ"),
    "secured": (
        "guarantee", "insured", "secured credit", "letter of credit", "lc", "l/c",
        "с обеспечением", "под обеспечение", "обеспечение", "гарантия", "банковская гарантия",
        "аккредитив", "страхование",
    ),
    "partial": (
        "part prepay", "part prepaid", "partial prepayment", "part prepayment", "advance",
        "частичная предоплата", "аванс", "частично",
    ),
    "prepay": (
        "prepaid", "prepayment", "in advance", "cash", "cash on delivery", "cod",
        "предоплата", "полная предоплата", "100% предоплата", "оплата по факту", "по факту",
        "наличные",
    ),
    "exit": ("no supply", "stop", "прекратить", "прекращение", "не отгружать", "стоп"),
}  # fmt: skip


class CurrentTerms(NamedTuple):
    """Terms of some customers as agreed now, (n,) each.

    form: codes into PAYMENT_FORMS, NO_FORM where blank or not understood. days: NaN where
    blank, but 0 for prepay and exit. limit: NaN where blank. agreed: whether anything is.
    """

    form: FormCodes
    days: FloatArray
    limit: FloatArray
    agreed: BoolArray
    notes: tuple[Note, ...]


def form_codes(words: TextArray) -> FormCodes:
    """Return the payment form of each word, (n,), or None: codes into PAYMENT_FORMS.

    Understood are the codes themselves and FORM_WORDS, in both languages, whatever the case
    and the blanks; anything else, and a blank, is NO_FORM.
    """
    place, each = pd.factorize(pd.Series(words, dtype=object), use_na_sentinel=True)
    codes = np.array([*(_KNOWN.get(_fold(str(word)), NO_FORM) for word in each), NO_FORM], np.int8)
    return codes[place]


def current_terms(ids: TextArray, terms: TermsTable | None) -> CurrentTerms:
    """Look up what is agreed with each id, (n,); ids without a row have no terms.

    A row whose form, days and limit are all blank agrees nothing. Without days, prepay and
    exit mean 0 days. Forms that are not understood count as blank and are told in a note.
    """
    n = ids.size
    if terms is None:
        blank = np.full(n, np.nan)
        return CurrentTerms(np.full(n, NO_FORM, np.int8), blank, blank, np.zeros(n, bool), ())
    place = pd.Index(terms.ids, dtype=object).get_indexer(pd.Index(ids, dtype=object))
    codes = form_codes(terms.form)
    form = np.append(codes, np.int8(NO_FORM))[place]
    days, limit = np.append(terms.days, np.nan)[place], np.append(terms.limit, np.nan)[place]
    days = np.where(np.isnan(days) & _pays_before(form), 0.0, days)
    agreed = (form != NO_FORM) | ~np.isnan(days) | ~np.isnan(limit)
    return CurrentTerms(form, days, limit, agreed, _notes(terms.form, codes))


def _pays_before(form: FormCodes) -> BoolArray:
    return np.isin(form, [PAYMENT_FORMS.index("prepay"), PAYMENT_FORMS.index("exit")])


def _notes(words: TextArray, codes: FormCodes) -> tuple[Note, ...]:
    strange = words[(codes == NO_FORM) & ~pd.isna(words)]
    if not strange.size:
        return ()
    each = [shown(str(word)) for word in pd.unique(pd.Series(strange, dtype=object))]
    found = ", ".join(f"'{word}'" for word in each[:WORDS_SHOWN])
    return (Note("note.terms_form", {"count": str(strange.size), "found": found}),)


def _fold(word: str) -> str:
    return " ".join(word.casefold().replace("ё", "е").replace("_", " ").split())


_KNOWN = {
    _fold(word): PAYMENT_FORMS.index(form)
    for form, words in FORM_WORDS.items()
    for word in (form, *words)
}
