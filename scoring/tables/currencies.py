"""Names and signs of currencies as codes of three letters."""

import re
from collections.abc import Iterable

import numpy as np

from scoring.checks import TextArray

_CODES = {
    "₽": "RUB", "руб": "RUB", "рубль": "RUB", "рублей": "RUB", "рубли": "RUB", "rur": "RUB",
    "р": "RUB", "российский рубль": "RUB", "643": "RUB", "810": "RUB",
    "$": "USD", "долл": "USD", "доллар": "USD", "доллары": "USD", "доллар сша": "USD", "840": "USD",
    "€": "EUR", "евро": "EUR", "978": "EUR",
    "£": "GBP", "826": "GBP", "¥": "CNY", "юань": "CNY", "юани": "CNY", "156": "CNY",
    "₸": "KZT", "тенге": "KZT", "398": "KZT", "₴": "UAH", "грн": "UAH", "980": "UAH",
    "бел. руб": "BYN", "933": "BYN", "₺": "TRY", "₹": "INR",
}  # fmt: skip
_KNOWN = {*_CODES.values(), "CHF", "JPY", "PLN"}
_WITH_A_NAME = re.compile(r"[^0-9\s.,()+\-\u2212'’]")
_NOT_A_NAME = re.compile(r"[0-9\s.,()+\-\u2010-\u2014\u2212'’]|(?:тыс|млн|млрд)\b", re.IGNORECASE)


def currency_code(name: str) -> str:
    """Return the code of a currency; a name that is not known stands for itself."""
    bare = name.strip().casefold().rstrip(".")
    return _CODES.get(bare, bare.upper())


def currencies_in(amounts: Iterable[str]) -> TextArray | None:
    """Return the currency that each text of an amount names, "" for none; None if none names any.

    "$5" names USD, "1 234,50 руб." RUB; what stands beside the number and is no currency that is
    known, such as an exponent, names none.
    """
    texts = list(amounts)
    if not _WITH_A_NAME.search("\n".join(texts)):
        return None
    codes = [currency_code(_NOT_A_NAME.sub("", text)) for text in texts]
    named = np.array([code if code in _KNOWN else "" for code in codes], object)
    return named if (named != "").any() else None
