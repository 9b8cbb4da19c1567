"""Customers without their names: keyed tokens for ids, nothing for what tells who they are.

A token is an HMAC-SHA-256 (RFC 2104) of the id under a secret key, of which 80 bits are kept and
written in base32 (RFC 4648). Without the key nobody can try out ids: a plain hash of a telephone
number is found by hashing all numbers. See 152-FZ art. 3 (9) and GDPR art. 4 (5).
"""

import base64
import hmac
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from scoring.checks import TextArray

BITS = 80
CUSTOMER = "C"
_TAG_SIGNS = 3  # which key made a token: two keys in one workbook would part what belongs together
_TOKEN = re.compile(r"[A-Z]-[A-Z2-7]{16}-([A-Z2-7]{3})")
_CONTACT = re.compile(r"[^\s@]@[^\s@]|(?:\d[\s().\-–]*){7}")  # an e-mail, a telephone number


@dataclass(frozen=True, slots=True)
class Treatment:
    """What becomes of the columns of a table: tokens of a kind, left out, kept without contacts."""

    tokens: Mapping[str, str]
    left_out: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


# C: customer, D: document, G: group of companies, M: manager, R: respondent. One kind has one
# token in every table, so that the tables still join.
TREATMENTS: dict[str, Treatment] = {
    "sales": Treatment({"customer": "C", "document": "D"}, kept=("division",)),
    "customers": Treatment(
        {"customer": "C", "group": "G", "manager": "M"},
        ("name", "inn"),
        ("segment", "region", "division", "industry", "status"),
    ),
    "products": Treatment({}),
    "offers": Treatment({"customer": "C"}, ("reason",), ("stage",)),
    "invoices": Treatment({"invoice": "D", "customer": "C"}),
    "terms": Treatment({"customer": "C"}, ("security",), ("form",)),
    "answers": Treatment({"respondent": "R"}, ("comment",)),
}


class TokensCollideError(ValueError):
    """Two ids have one token: two customers would become one."""


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """Tokens under one secret key, which is never shown."""

    key: bytes = field(repr=False)

    @property
    def tag(self) -> str:
        """Three signs that tell tokens of this key from those of another, and nothing more."""
        return _base32(hmac.digest(self.key, b"clientbase tag", "sha256"))[:_TAG_SIGNS]

    def token(self, kind: str, text: str) -> str:
        """Return the token of a text, such as ``C-MFRGGZDFMZTWQ2LK-7KQ``.

        The same key, kind and text give the same token anywhere and always. A token of this key
        stays as it is.
        """
        if (own := _TOKEN.fullmatch(text)) and own[1] == self.tag and text[0] == kind:
            return text
        digest = hmac.digest(self.key, f"{kind}\0{text}".encode("utf-8", "surrogatepass"), "sha256")
        return f"{kind}-{_base32(digest[: BITS // 8])}-{self.tag}"

    def tokens(self, kind: str, texts: Iterable[str]) -> TextArray:
        """Return the tokens of different texts, (n,). Raises TokensCollideError."""
        return apart([self.token(kind, text) for text in texts])


def apart(tokens: list[str]) -> TextArray:
    """Return tokens that all differ. Raises TokensCollideError where two are one."""
    if len(set(tokens)) < len(tokens):
        raise TokensCollideError(len(tokens))
    return np.array(tokens, object)


def tag_of(text: str) -> str | None:
    """Return the tag of the key that made a token; None for a text that is none."""
    found = _TOKEN.fullmatch(text)
    return found[1] if found else None


def _base32(digest: bytes) -> str:
    return base64.b32encode(digest).decode("ascii").rstrip("=")


def pseudonymised(
    clean: pd.DataFrame, key: str, names: Iterable[str], pseudonyms: Pseudonyms
) -> tuple[pd.DataFrame, int]:
    """Return rows of the table ``key`` without who the customers are; and how many texts went.

    Ids become tokens, names and free text go. Of the columns that stay, a text with an e-mail
    address or a telephone number, or that is one of the ids or ``names``, goes too.
    Raises TokensCollideError.
    """
    treatment = TREATMENTS[key]
    said = texts_of(clean, key) | {name.casefold() for name in names}
    columns: dict[str, Any] = {}
    gone = 0
    for name in clean:
        column = clean[name]
        if name in treatment.tokens:
            used = column.cat.remove_unused_categories().cat
            tokens = pseudonyms.tokens(treatment.tokens[str(name)], map(str, used.categories))
            column = pd.Series(pd.Categorical.from_codes(used.codes, pd.Index(tokens)))
        elif name in treatment.kept:
            tell = [
                text
                for text in column.cat.categories
                if _CONTACT.search(str(text)) or str(text).casefold() in said
            ]
            gone += int(column.isin(tell).sum())
            column = column.cat.remove_categories(tell)
        if name not in treatment.left_out:
            columns[str(name)] = column
    return pd.DataFrame(columns, copy=False), gone


def texts_of(clean: pd.DataFrame, key: str) -> set[str]:
    """Return every text of a table that becomes a token or goes, without its case."""
    treatment = TREATMENTS[key]
    fields = [name for name in (*treatment.tokens, *treatment.left_out) if name in clean]
    return {str(text).casefold() for name in fields for text in clean[name].cat.categories}
